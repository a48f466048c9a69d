//! Keys that work everywhere on the page.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::app::dispatch::Dispatch;
use crate::app::state::Action;

/// Where keys mean something else.
const BUSY: &str = "input, select, textarea, [contenteditable], .ed-text, dialog, pre, [role=menu]";
/// Where Space presses what has the focus.
const PRESSABLE: &str = "button, a, summary, label";

/// What a key does.
fn meaning(key: &str) -> Option<Action> {
    Some(match key {
        "ArrowRight" | "PageDown" => Action::Next,
        "ArrowLeft" | "PageUp" => Action::Previous,
        "Home" => Action::First,
        "End" => Action::Last,
        " " => Action::PlayPause,
        "f" | "F" => Action::NextFailure,
        "[" => Action::Slower,
        "]" => Action::Faster,
        _ => return None,
    })
}

/// Steps, plays and finds failures by keyboard, wherever the focus is, except where keys write or scroll.
#[hook]
pub fn use_keys(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let pressed = move |event: &web_sys::Event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            if event.default_prevented() || key.ctrl_key() || key.meta_key() || key.alt_key() {
                return;
            }
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let within =
                |places| target.as_ref().is_some_and(|at| at.closest(places).is_ok_and(|found| found.is_some()));
            let name = key.key();
            if within(BUSY) || (name == " " && within(PRESSABLE)) {
                return;
            }
            if let Some(action) = meaning(&name) {
                event.prevent_default();
                dispatch.send(action);
            }
        };
        let listener = gloo::utils::window();
        let listener = EventListener::new_with_options(&listener, "keydown", options, pressed);
        move || drop(listener)
    });
}
