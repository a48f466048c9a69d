//! Stands in for the browser where there is none, so that the page compiles and renders on the host.

use crate::service::Given;

pub(super) struct Watch;

impl Watch {
    pub(super) fn start(_on_files: impl Fn(Vec<Given>) + 'static, _on_drag: impl Fn(bool) + 'static) -> Watch {
        Watch
    }

    pub(super) fn end(self) {}
}

pub(super) fn choose(_on_files: impl Fn(Vec<Given>) + 'static) {}

pub(super) fn download(_name: &str, _text: &str) {}

pub(super) fn copy(_text: &str, on_done: impl FnOnce(bool) + 'static) {
    on_done(false);
}

pub(super) fn begun() -> Vec<u8> {
    include_bytes!("../../../www/first-view.bin").to_vec()
}

pub(super) fn kept(_name: &str) -> Option<String> {
    None
}

pub(super) fn keep(_name: &str, _text: &str) -> bool {
    true
}
