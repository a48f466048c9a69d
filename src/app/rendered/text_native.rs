//! On the host there is no editor.

/// Makes no texts.
#[derive(Clone, PartialEq, Default)]
pub struct Draw;

impl From<js_sys::Function> for Draw {
    fn from(_: js_sys::Function) -> Self {
        Draw
    }
}

pub(super) struct Text;

impl Text {
    pub(super) fn start(_draw: &Draw, _host: Option<web_sys::Element>) -> Option<Text> {
        None
    }

    pub(super) fn show(&self, _: &str, _: &str, _: Vec<String>, _: Vec<u32>, _: Vec<String>) {}
}
