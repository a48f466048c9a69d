//! The pills of the operations, which are the page's: while two runs are compared, they say where those differ.

use yew::prelude::*;

/// Set on the pills of the operations that differ (`www/styles/compare.css`).
const DIFFERS: &str = "data-differs";

/// Marks the pills of these operations, by their indices in the story, until the comparison is over.
#[hook]
pub(super) fn use_marked_pills(differing: Vec<usize>) {
    use_effect_with(differing, |differing| {
        for (index, pill) in pills().enumerate() {
            if differing.contains(&index) {
                // Setting a known attribute cannot fail.
                let _ = pill.set_attribute(DIFFERS, "");
            }
        }
        || pills().for_each(|pill| drop(pill.remove_attribute(DIFFERS)))
    });
}

fn pills() -> impl Iterator<Item = web_sys::Element> {
    let found = gloo::utils::document().query_selector_all(".op").ok();
    (0..)
        .map_while(move |index| found.as_ref()?.item(index))
        .filter_map(|node| wasm_bindgen::JsCast::dyn_into(node).ok())
}
