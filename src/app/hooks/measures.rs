//! Measures that only the run knows, without `style` attributes.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The attribute that says a node's measures, as declarations in the form browsers write them: `--a: 1; --b: 2;`.
pub const MEASURES: &str = "data-css";

/// Sets what [`MEASURES`] says on every node below `root`, after each drawing.
///
/// The page's policy forbids `style` attributes; the style of a node may be set from code.
#[hook]
pub fn use_measures(root: NodeRef) {
    use_effect(move || {
        let Some(root) = root.cast::<Element>() else { return };
        let Ok(nodes) = root.query_selector_all("[data-css]") else { return };
        let own = root.has_attribute(MEASURES).then_some(root);
        let below = (0..nodes.length()).filter_map(|i| nodes.get(i)?.dyn_into::<Element>().ok());
        for node in own.into_iter().chain(below) {
            let css = node.get_attribute(MEASURES).unwrap_or_default();
            let Ok(node) = node.dyn_into::<HtmlElement>() else { continue };
            if node.style().css_text() != css {
                node.style().set_css_text(&css);
            }
        }
    });
}
