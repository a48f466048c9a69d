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
mod file_groups;
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
pub use diff::{Line, changed_lines};
pub use file_switch::{FileDeed, FileEntry, file_list};
pub use panel::{DiagnosticPanel, DiagnosticPanelProps, diff, with_code};
pub use problem_list::problem_list;
pub(super) use view::key;
