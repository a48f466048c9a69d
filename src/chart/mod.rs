//! Charts: files, values, subcharts, and rendering them to texts.

mod capabilities;
mod dependencies;
mod files;
mod load;
mod metadata;
mod problem;
mod render;
mod schema;
mod scope;
mod set;
mod values;

pub use crate::template::Piece;
pub use capabilities::Capabilities;
pub use files::{Files, Ignored, from_files, glob};
pub use render::{Surroundings, render, render_values};
pub use set::{ReadFile, SetKind, set};
pub use values::{Table, all_values, as_floats, as_written, coalesce_tables, read_values};

use std::collections::BTreeMap;

use crate::text::Diagnostic;

/// What the templates of an operation are rendered with, apart from chart and values.
#[derive(Debug, Clone, PartialEq)]
pub struct RenderOptions {
    /// `.Release.Name`
    pub release: String,
    /// `.Release.Namespace`
    pub namespace: String,
    /// `.Release.Revision`
    pub revision: u32,
    /// `.Release.IsUpgrade`; `IsInstall` is its opposite.
    pub is_upgrade: bool,
    /// `.Capabilities.HelmVersion.Version` and what else depends on it.
    pub helm: crate::story::HelmVersion,
}

/// One rendered file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Which part of the source made which part of the text, in order, without gaps in the text.
    pub map: Vec<Piece>,
    /// The source file inside the story's chart, e.g. `templates/x.yaml`.
    pub file: String,
}

/// The result of rendering a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RenderedChart {
    /// The chart's short name in the story.
    pub chart: String,
    /// Rendered files by stored path (`app/templates/x.yaml`), partials excluded, NOTES included.
    pub files: BTreeMap<String, Rendered>,
    /// Helm's own error that ends the operation, without a prefix; the files hold what could be rendered.
    pub error: Option<String>,
    /// Everything found, with places in the chart's source files.
    pub diagnostics: Vec<Diagnostic>,
}
