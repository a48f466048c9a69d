//! The page's line to the extras (`www/extras.js`, `www/compare.js`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/dist/editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = onWanted)]
    fn on_wanted_story(then: &JsValue);
    #[wasm_bindgen(js_name = describeWith)]
    fn describe_with(describe: &JsValue);
    #[wasm_bindgen(js_name = tellChange)]
    fn tell_change();
}

/// Calls `then` with what the comparison wants.
pub(super) fn on_wanted(then: impl Fn(Vec<u8>) + 'static) {
    on_wanted_story(&Closure::<dyn Fn(Vec<u8>)>::new(then).into_js_value());
}

/// Says how to find out what the page shows.
pub(super) fn describe(with: impl Fn() -> Vec<u8> + 'static) {
    describe_with(&Closure::<dyn Fn() -> Vec<u8>>::new(with).into_js_value());
}

/// Tells that this has changed.
pub(super) fn changed() {
    tell_change();
}
