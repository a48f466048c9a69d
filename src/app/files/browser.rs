//! Files in the browser (`www/files.js`), and its storage.

use gloo::storage::{LocalStorage, Storage};
use wasm_bindgen::prelude::*;

use crate::service::Given;

#[wasm_bindgen(module = "/www/dist/editor.js")]
extern "C" {
    type Outside;

    #[wasm_bindgen(constructor)]
    fn new(on_files: &Closure<dyn Fn(Vec<String>)>, on_drag: &Closure<dyn Fn(bool)>) -> Outside;
    #[wasm_bindgen(method)]
    fn end(this: &Outside);

    #[wasm_bindgen(js_name = chooseFiles)]
    fn choose_files(on_files: &JsValue);
    #[wasm_bindgen(js_name = download)]
    fn download_file(name: &str, text: &str);
    #[wasm_bindgen(js_name = firstView)]
    fn first_view() -> Vec<u8>;
    #[wasm_bindgen(js_name = copy)]
    fn copy_text(text: &str, on_done: &JsValue);
}

/// Watches the page for dropped files and pasted text.
pub(super) struct Watch {
    outside: Outside,
    _closures: (Closure<dyn Fn(Vec<String>)>, Closure<dyn Fn(bool)>),
}

impl Watch {
    pub(super) fn start(on_files: impl Fn(Vec<Given>) + 'static, on_drag: impl Fn(bool) + 'static) -> Watch {
        let on_files = Closure::new(move |words| on_files(in_pairs(words)));
        let on_drag = Closure::new(on_drag);
        Watch { outside: Outside::new(&on_files, &on_drag), _closures: (on_files, on_drag) }
    }

    /// The closures go only after nothing can call them any more.
    pub(super) fn end(self) {
        self.outside.end();
    }
}

/// Lets a person choose files; nothing happens if they change their mind.
pub(super) fn choose(on_files: impl Fn(Vec<Given>) + 'static) {
    let on_files = Closure::<dyn Fn(Vec<String>)>::new(move |words| on_files(in_pairs(words)));
    choose_files(&on_files.into_js_value());
}

/// Offers a text as a download.
pub(super) fn download(name: &str, text: &str) {
    download_file(name, text);
}

/// Copies a text and tells whether the browser allowed it.
pub(super) fn copy(text: &str, on_done: impl FnOnce(bool) + 'static) {
    copy_text(text, &Closure::once_into_js(on_done));
}

/// The bytes of what a first visit sees (`www/first-view.js`); none if they could not be loaded.
pub(super) fn begun() -> Vec<u8> {
    first_view()
}

/// What was kept under this name.
pub(super) fn kept(name: &str) -> Option<String> {
    LocalStorage::raw().get_item(name).ok().flatten()
}

/// Keeps a text under a name; tells whether there was room.
pub(super) fn keep(name: &str, text: &str) -> bool {
    LocalStorage::raw().set_item(name, text).is_ok()
}

/// Files as `www/files.js` hands them over: path, text, path, text.
fn in_pairs(words: Vec<String>) -> Vec<Given> {
    let mut words = words.into_iter();
    std::iter::from_fn(|| Some(Given { path: words.next()?, text: words.next()? })).collect()
}
