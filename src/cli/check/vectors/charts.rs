//! Charts as the recorder of the vectors built them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::story::{Chart, Json};
use crate::yaml;

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
pub(super) fn chart(mut files: BTreeMap<String, String>) -> Chart {
    files.entry("Chart.yaml".into()).or_insert_with(|| CHART_YAML.into());
    build(files)
}

fn build(files: BTreeMap<String, String>) -> Chart {
    let mut chart = Chart::default();
    let mut charts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, text) in files {
        match path.split_once('/') {
            None if path == "Chart.yaml" => {
                if let Ok(Value::Object(table)) = yaml::read(&text).map(|document| document.value) {
                    // No default here: Helm complains about a chart without a version.
                    chart.version = Some(String::new());
                    chart.chart = Json::of(&table.into());
                }
            }
            None if path == "values.yaml" => chart.values = text,
            Some(("templates", name)) => _ = chart.templates.insert(name.into(), text),
            Some(("charts", rest)) if rest.contains('/') => {
                let (folder, name) = rest.split_once('/').unwrap_or_default();
                charts.entry(folder.into()).or_default().insert(name.into(), text);
            }
            _ => _ = chart.files.insert(path, text),
        }
    }
    chart.charts = charts.into_iter().map(|(folder, files)| (folder, build(files))).collect();
    chart
}
