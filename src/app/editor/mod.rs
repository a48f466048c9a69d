//! The chart as text: files and versions of the chart, the manifest editor, the values beside it, and
//! what is wrong with them.
//!
//! The editor itself is CodeMirror (`www/editor.js`); [`bindings`] declares it, [`border`] converts
//! positions, [`YamlEditor`] wraps both. Everything here takes properties and emits callbacks.

#[cfg(target_arch = "wasm32")]
mod bindings;
#[cfg(not(target_arch = "wasm32"))]
#[path = "bindings_native.rs"]
mod bindings;
mod border;
mod chart_editor;
mod component;
mod diff;
mod file_switch;
mod foot;
mod notes;
mod panel;
mod problem_list;
mod values;
mod version_switch;
mod view;

pub use border::{Mark, Marks, Note};
pub use chart_editor::{ChartEditor, ChartEditorProps};
pub use component::{Cursor, YamlEditor, YamlEditorProps};
pub use panel::{DiagnosticPanel, DiagnosticPanelProps};
pub use problem_list::{ProblemList, ProblemListProps};

use yew::prelude::*;

/// A picture of the page's set (`i-NAME`). It never speaks alone: words stand beside it.
fn icon(name: &str) -> Html {
    html! { <svg class="ic" aria-hidden="true"><use href={format!("#i-{name}")} /></svg> }
}

/// A picture in the colour of a severity.
fn icon_of(name: &str, tone: &str) -> Html {
    let colour = match tone {
        "error" => "c-fail",
        "warning" => "c-late",
        "ok" => "c-ok",
        _ => "c-off",
    };
    html! { <svg class={classes!("ic", colour)} aria-hidden="true"><use href={format!("#i-{name}")} /></svg> }
}
