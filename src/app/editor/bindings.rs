//! The editor of `www/editor.js`. Its methods are described there.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/www/dist/editor.js")]
extern "C" {
    type ManifestEditor;

    #[wasm_bindgen(constructor)]
    fn new(
        host: &web_sys::Element,
        on_text: &Closure<dyn Fn(String, String, usize)>,
        on_cursor: &Closure<dyn Fn(usize, bool)>,
        on_problem: &Closure<dyn Fn(usize)>,
    ) -> ManifestEditor;
    #[wasm_bindgen(method)]
    fn show(this: &ManifestEditor, file: &str, label: &str, text: &str);
    #[wasm_bindgen(method)]
    fn mark(this: &ManifestEditor, json: &str);
    #[wasm_bindgen(method)]
    fn reveal(this: &ManifestEditor, offset: usize);
    #[wasm_bindgen(method, js_name = focusAt)]
    fn focus_at(this: &ManifestEditor, offset: usize);
    #[wasm_bindgen(method)]
    fn destroy(this: &ManifestEditor);

    #[wasm_bindgen(js_name = showRendered)]
    fn show_beside(shown: bool);
    #[wasm_bindgen(js_name = onOpenFile)]
    fn on_open(then: &JsValue);
}

/// Shows or hides what the chart renders to (`www/rendered.js`).
pub(super) fn show_rendered(shown: bool) {
    show_beside(shown);
}

/// Calls `then` with the key of a file that is to be opened.
pub(super) fn on_open_file(then: impl Fn(String) + 'static) {
    on_open(&Closure::<dyn Fn(String)>::new(then).into_js_value());
}

/// A running editor with the closures it calls. Dropping it ends it.
pub(super) struct Editor {
    editor: ManifestEditor,
    _closures: (Closure<dyn Fn(String, String, usize)>, Closure<dyn Fn(usize, bool)>, Closure<dyn Fn(usize)>),
}

impl Editor {
    /// Starts an editor in the shadow root of `host`; `None` if `host` is not there.
    pub(super) fn start(
        host: Option<web_sys::Element>,
        on_text: impl Fn(String, String, usize) + 'static,
        on_cursor: impl Fn(usize, bool) + 'static,
        on_problem: impl Fn(usize) + 'static,
    ) -> Option<Editor> {
        let on_text = Closure::new(on_text);
        let on_cursor = Closure::new(on_cursor);
        let on_problem = Closure::new(on_problem);
        let editor = ManifestEditor::new(&host?, &on_text, &on_cursor, &on_problem);
        Some(Editor { editor, _closures: (on_text, on_cursor, on_problem) })
    }

    pub(super) fn show(&self, file: &str, label: &str, text: &str) {
        self.editor.show(file, label, text);
    }

    pub(super) fn mark(&self, json: &str) {
        self.editor.mark(json);
    }

    pub(super) fn reveal(&self, offset: usize) {
        self.editor.reveal(offset);
    }

    pub(super) fn focus_at(&self, offset: usize) {
        self.editor.focus_at(offset);
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}
