//! Charts: files, values, subcharts, and rendering them to texts.

mod archive;
mod capabilities;
mod chart_yaml;
mod coalesce;
mod crds;
mod dependencies;
mod files;
mod load;
mod metadata;
mod problem;
mod reader;
mod render;
mod schema;
mod scope;
mod set;
mod tar;
mod values;
mod warning;

pub use crate::template::Piece;
pub use archive::{ChartLimits, unpack};
pub use capabilities::Capabilities;
pub use chart_yaml::{COMING, described};
pub use coalesce::{all_values, coalesce_tables};
pub use crds::crds;
pub use dependencies::enabled;
pub use files::{Files, Gunzip, Ignored, from_files, glob};
pub use load::loadable;
pub use reader::Reader;
pub use render::{Surroundings, render, render_values};
pub use set::{ReadFile, SetKind, set};
pub use values::{Table, as_floats, as_written, read_values};
pub use warning::Warning;

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

/// A file of `crds/`, which Helm does not render.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crd {
    /// As `helm template` names it: `app/charts/sub/crds/x.yaml`.
    pub path: String,
    /// Inside its own chart: `crds/x.yaml`.
    pub name: String,
    /// The source file inside the story's chart.
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
    /// The files of `crds/` of all charts that take part, in Helm's order.
    pub crds: Vec<Crd>,
    /// The values it was rendered with: the user's over those of all charts.
    pub values: Table,
    /// What Helm says and goes on, in its order.
    pub warnings: Vec<Warning>,
    /// Everything found, with places in the chart's source files.
    pub diagnostics: Vec<Diagnostic>,
}
