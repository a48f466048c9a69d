//! What Helm makes of values: files, flags, charts and subcharts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Case, as_floats, both, charts, same_error};
use crate::chart::{Reader, RenderOptions, RenderedChart, SetKind, Surroundings, read_values, render_values, set};
use crate::story::HelmVersion;
use crate::template::{Dialect, Limits};

/// Every chart says its values.
const PROBE: &str = "{{ .Values | toJson }}";

const ROOT: &str = "chart/templates/probe.yaml";

/// Fields of a case by flag, in the order Helm reads them.
const FLAGS: [(&str, SetKind); 5] = [
    ("set_json", SetKind::Json),
    ("set", SetKind::Typed),
    ("set_string", SetKind::Text),
    ("set_file", SetKind::File),
    ("set_literal", SetKind::Literal),
];

/// `values.jsonl`: files of values, flags, and what the templates of each chart see, with both versions.
pub(super) fn coalesced(case: &Case<'_>) -> Result<(), String> {
    compare(case, &case.fields, run(case, HelmVersion::new(4, 3, 1)))?;
    let expected = case.fields.get("v3").unwrap_or(&case.fields);
    compare(case, expected, run(case, HelmVersion::new(3, 22, 0))).map_err(|why| format!("  Helm 3\n{why}"))
}

fn compare(case: &Case<'_>, expected: &Value, outcome: Result<RenderedChart, String>) -> Result<(), String> {
    let field = |name: &str| expected.get(name).unwrap_or_else(|| case.get(name));
    let rendered = match (outcome, expected.get("error").and_then(Value::as_str)) {
        (Ok(rendered), None) => rendered,
        (Ok(rendered), Some(wanted)) => return Err(both(wanted, &format!("{:?}", rendered.files.keys()))),
        (Err(found), Some(wanted)) => return same_error(wanted, &found),
        (Err(found), None) => return Err(both(&field("final").to_string(), &found)),
    };
    let text = rendered.files.get(ROOT).map_or("", |file| file.text.as_str());
    let found: Value = serde_json::from_str(text).map_err(|_| both(&field("final").to_string(), text))?;
    if as_floats(&found) != as_floats(field("final")) {
        return Err(both(&field("final").to_string(), text));
    }
    let charts = field("charts").as_array().into_iter().flatten().filter_map(Value::as_str);
    // A library chart renders nothing that could say its values.
    let wanted: BTreeSet<String> =
        charts.filter(|chart| !chart.ends_with("/lib")).map(|chart| format!("{chart}/templates/probe.yaml")).collect();
    let found: BTreeSet<String> = rendered.files.into_keys().collect();
    if found == wanted { Ok(()) } else { Err(both(&format!("{wanted:?}"), &format!("{found:?}"))) }
}

fn run(case: &Case<'_>, helm: HelmVersion) -> Result<RenderedChart, String> {
    let values = user_values(case, helm)?;
    let mut files = case.files();
    let folders: Vec<String> =
        files.keys().filter_map(|name| name.strip_suffix("Chart.yaml")).map(str::to_owned).collect();
    for folder in folders.into_iter().chain([String::new()]) {
        files.insert(format!("{folder}templates/probe.yaml"), PROBE.into());
    }
    let options = RenderOptions { release: "rel".into(), namespace: "ns".into(), revision: 1, is_upgrade: false, helm };
    let chart = charts::chart(files)?;
    let rendered = render_values(
        &chart,
        "chart",
        values,
        &options,
        &Limits::default(),
        &Surroundings::default(),
        &Reader::of(helm),
    );
    match rendered.error {
        Some(error) => Err(error),
        None => Ok(rendered),
    }
}

fn user_values(case: &Case<'_>, helm: HelmVersion) -> Result<Map<String, Value>, String> {
    let dialect = Dialect::of(helm);
    let mut values = Map::new();
    for (number, text) in case.texts("user_files").enumerate() {
        let read = read_values(&mut values, text, &dialect);
        read.map_err(|error| format!("failed to parse values-{}.yaml: {error}", number.saturating_add(1)))?;
    }
    let disk: BTreeMap<&str, &str> = case.table("disk").collect();
    for (flag, kind) in FLAGS {
        for text in case.texts(flag) {
            set(&mut values, text, kind, &|name| disk.get(name).map(|text| (*text).to_owned()), &dialect)?;
        }
    }
    Ok(values)
}
