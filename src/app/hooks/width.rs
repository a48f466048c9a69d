//! How wide a node is.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// Width of a node in whole CSS pixels, kept up to date; `None` until it is measured.
#[hook]
pub fn use_width(node: NodeRef) -> Option<usize> {
    let width = use_state_eq(|| None::<usize>);
    use_effect_with((), {
        let width = width.clone();
        move |()| {
            let watched = node.cast::<Element>().and_then(|node| {
                width.set(Some(measured(&node)));
                let again = node.clone();
                let changed = Closure::<dyn Fn()>::new(move || width.set(Some(measured(&again))));
                let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
                observer.observe(&node);
                Some((observer, changed))
            });
            move || {
                if let Some((observer, _)) = watched {
                    observer.disconnect();
                }
            }
        }
    });
    *width
}

fn measured(node: &Element) -> usize {
    node.get_bounding_client_rect().width() as usize
}
