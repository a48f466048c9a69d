//! The page's line to the comparison (`www/compare.js`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/dist/editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = onWanted)]
    fn on_wanted_story(then: &JsValue);
    #[wasm_bindgen(js_name = tellExtras)]
    fn tell_extras(told: &[u8]);
}

/// Calls `then` with what the comparison wants.
pub(super) fn on_wanted(then: impl Fn(Vec<u8>) + 'static) {
    on_wanted_story(&Closure::<dyn Fn(Vec<u8>)>::new(then).into_js_value());
}

/// Tells it the story.
pub(super) fn tell(told: &[u8]) {
    tell_extras(told);
}
