//! Measures that only the run knows, without `style` attributes.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The attribute that says a node's measures, as declarations in the form browsers write them: `--a: 1; --b: 2;`.
pub const MEASURES: &str = "data-css";

/// A measure with two digits after the point. Its own few lines: the standard library's way prints every number to its
/// last digit and brings fifteen kilobytes of tables for it.
#[must_use]
pub fn measure(value: f32) -> String {
    let hundredths = (value * 100.0).round() as i32;
    let sign = if hundredths < 0 { "-" } else { "" };
    let hundredths = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}

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

#[cfg(test)]
mod tests {
    use super::measure;

    #[test]
    fn measures_have_two_digits_after_the_point() {
        for value in [0.0, 1.0, 1.5, 2.25, 18.04, 0.996, 19.999, -0.5, -3.25, 1234.5] {
            assert_eq!(measure(value), format!("{value:.2}"));
        }
    }
}
