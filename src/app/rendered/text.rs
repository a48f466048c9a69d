//! The text of a sheet in the page's editor (`RenderedText` in `www/editor/rendered.js`).

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    type RenderedText;

    #[wasm_bindgen(method, structural)]
    fn show(this: &RenderedText, label: &str, text: &str, files: Vec<String>, lines: Vec<u32>, notes: Vec<String>);
    #[wasm_bindgen(method, structural)]
    fn destroy(this: &RenderedText);
}

/// Makes texts: a function of the page.
#[derive(Clone, PartialEq)]
pub struct Draw(Function);

impl From<Function> for Draw {
    fn from(make: Function) -> Self {
        Draw(make)
    }
}

/// A text that is shown. Dropping it takes it away.
pub(super) struct Text(RenderedText);

impl Text {
    /// Draws in `host`; `None` if the page cannot.
    pub(super) fn start(draw: &Draw, host: Option<Element>) -> Option<Text> {
        let made = draw.0.call1(&JsValue::NULL, &host?.into()).ok()?;
        Some(Text(made.unchecked_into()))
    }

    /// Shows `text`. `lines` has two numbers per line: the index in `files` of the file that made it, and its line there,
    /// 0 for none. A note is the number of a line from 1, a tab, and what it says.
    pub(super) fn show(&self, label: &str, text: &str, files: Vec<String>, lines: Vec<u32>, notes: Vec<String>) {
        self.0.show(label, text, files, lines, notes);
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.0.destroy();
    }
}
