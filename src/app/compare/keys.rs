//! Keys of the comparison.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// Where keys mean something else.
const BUSY: &str = "input, select, textarea, [contenteditable], .ed-text, dialog, pre, [role=menu]";
/// Keys with which the page behind would step through a run that nobody sees.
const PAGE: [&str; 11] = ["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End", " ", "f", "F", "[", "]"];

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// To the next difference.
    Next,
    /// To the one before.
    Back,
    /// Stop comparing.
    Close,
}

fn meaning(key: &KeyboardEvent) -> Option<Key> {
    match key.key().as_str() {
        "d" | "ArrowRight" => Some(Key::Next),
        "D" if key.shift_key() => Some(Key::Back),
        "D" => Some(Key::Next),
        "ArrowLeft" => Some(Key::Back),
        _ => None,
    }
}

/// Calls `pressed` for keys of the comparison, wherever the focus is, except where keys write or scroll.
#[hook]
pub fn use_keys(pressed: Callback<Key>) {
    let latest = use_mut_ref(|| pressed.clone());
    *latest.borrow_mut() = pressed;
    use_effect_with((), move |()| {
        let window = gloo::utils::window();
        let closing = latest.clone();
        // On the way down, before the page's own keys.
        let options = EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false };
        let down = EventListener::new_with_options(&window, "keydown", options, move |event| {
            let Some(key) = plain(event) else { return };
            if let Some(meaning) = meaning(key) {
                key.prevent_default();
                latest.borrow().emit(meaning);
            }
            if PAGE.contains(&key.key().as_str()) {
                key.stop_propagation();
            }
        });
        // On the way up, so that what is open closes first.
        let up = EventListener::new(&window, "keydown", move |event| {
            if plain(event).is_some_and(|key| key.key() == "Escape") {
                closing.borrow().emit(Key::Close);
            }
        });
        move || drop((down, up))
    });
}

/// A key without Ctrl and the like, pressed where it does not write.
fn plain(event: &web_sys::Event) -> Option<&KeyboardEvent> {
    let key = event.dyn_ref::<KeyboardEvent>()?;
    if key.default_prevented() || key.ctrl_key() || key.meta_key() || key.alt_key() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let busy = target.is_some_and(|target| target.closest(BUSY).is_ok_and(|found| found.is_some()));
    (!busy).then_some(key)
}
