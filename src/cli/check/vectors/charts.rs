//! Charts as the recorder of the vectors built them.

use crate::chart::{ChartLimits, Files, from_files};
use crate::story::Chart;
use crate::template::Dialect;

/// What the recorder fixed where a case has no Chart.yaml of its own.
const CHART_YAML: &str = "apiVersion: v2
name: chart
version: 0.1.0
appVersion: \"1.16.0\"
description: A chart for tests
type: application
home: https://example.com/chart
icon: https://example.com/icon.png
keywords: [one, two]
sources: [https://example.com/src]
maintainers:
- name: Ann
  email: ann@example.com
annotations:
  category: Test
";

/// A chart from its files by path.
///
/// # Errors
/// Helm's message.
pub(super) fn chart(mut files: Files) -> Result<Chart, String> {
    files.entry("Chart.yaml".into()).or_insert_with(|| CHART_YAML.into());
    from_files(files, &|_| Err("no case has an archive".into()), &ChartLimits::of(&Dialect::NEWEST), &Dialect::NEWEST)
}
