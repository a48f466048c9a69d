//! What Helm's own engine renders, or says.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Case, as_floats, both, charts, same_error};
use crate::chart::{Capabilities, Reader, RenderOptions, RenderedChart, SetKind, Surroundings, render_values, set};
use crate::story::HelmVersion;
use crate::template::{Dialect, Limits};
use crate::text::to_bytes;

/// What the recorder's cluster serves.
const APIS: [&str; 10] = [
    "v1",
    "apps/v1",
    "batch/v1",
    "autoscaling/v2",
    "policy/v1",
    "networking.k8s.io/v1",
    "networking.k8s.io/v1/Ingress",
    "rbac.authorization.k8s.io/v1",
    "apiextensions.k8s.io/v1",
    "admissionregistration.k8s.io/v1",
];

/// Longest message that stands whole in a case, and how much of the others does.
const WHOLE: usize = 4000;
const HEAD: usize = 600;
const TAIL: usize = 300;

/// `templates.jsonl`: a template and what becomes of it, with both versions.
pub(super) fn rendered(case: &Case<'_>) -> Result<(), String> {
    compare(&case.fields, &run(case, HelmVersion::new(4, 3, 1))?)?;
    let expected = case.fields.get("v3").unwrap_or(&case.fields);
    compare(expected, &run(case, HelmVersion::new(3, 22, 0))?).map_err(|why| format!("  Helm 3\n{why}"))
}

fn compare(expected: &Value, rendered: &RenderedChart) -> Result<(), String> {
    let texts = |texts: &BTreeMap<&str, &str>| format!("{texts:?}");
    // The recorder's JSON has the replacement character for what is no text.
    let readable = |text: &str| String::from_utf8_lossy(&to_bytes(text)).into_owned();
    let files: Vec<(&str, String)> =
        rendered.files.iter().map(|(path, file)| (path.as_str(), readable(&file.text))).collect();
    let found: BTreeMap<&str, &str> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    if let Some(error) = expected.get("error").and_then(Value::as_str) {
        return match &rendered.error {
            None => Err(both(error, &texts(&found))),
            Some(found) => same_error(error, &shortened(found)),
        };
    }
    let others = expected.get("others").and_then(Value::as_object).into_iter().flatten();
    let mut wanted: BTreeMap<&str, &str> =
        others.filter_map(|(path, text)| Some((path.as_str(), text.as_str()?))).collect();
    if let Some(output) = expected.get("output").and_then(Value::as_str) {
        wanted.insert("chart/templates/x.yaml", output);
    }
    let incapable = rendered.diagnostics.iter().find(|one| matches!(&*one.id, "template/function" | "template/limit"));
    if let Some(said) = incapable.map(|one| &one.title).or(rendered.error.as_ref()) {
        return Err(both(&texts(&wanted), said));
    }
    if found == wanted { Ok(()) } else { Err(both(&texts(&wanted), &texts(&found))) }
}

/// As the recorder cuts long messages.
fn shortened(message: &str) -> String {
    let tail = message.len().saturating_sub(TAIL);
    match (message.get(..HEAD), message.get(tail..)) {
        (Some(head), Some(tail)) if message.len() > WHOLE => format!("{head}[...]{tail}"),
        _ => message.into(),
    }
}

fn run(case: &Case<'_>, helm: HelmVersion) -> Result<RenderedChart, String> {
    let mut files = case.files();
    files.insert("templates/x.yaml".into(), case.text("template").into());
    let flag = |name: &str| case.get(name).as_bool().unwrap_or_default();
    let options = RenderOptions {
        release: "rel".into(),
        namespace: "ns".into(),
        revision: if flag("upgrade") { 2 } else { 1 },
        is_upgrade: flag("upgrade"),
        helm,
    };
    let capabilities = Capabilities {
        kube_version: case.get("kubeVersion").as_str().unwrap_or("v1.34.0").into(),
        api_versions: APIS.into_iter().chain(case.texts("apiVersions")).map(Into::into).collect(),
        helm_version: "v4.3.1".into(),
    };
    let surroundings =
        Surroundings { capabilities, strict: flag("strict"), lint: flag("lint"), ..Surroundings::default() };
    let mut values = match as_floats(case.get("values")) {
        Value::Object(table) => table,
        _ => Map::new(),
    };
    for text in case.texts("set") {
        set(&mut values, text, SetKind::Typed, &|_| None, &Dialect::of(helm))?;
    }
    let rendered = charts::chart(files).map(|chart| {
        render_values(&chart, "chart", values, &options, &Limits::default(), &surroundings, &Reader::of(helm))
    });
    Ok(rendered.unwrap_or_else(|error| RenderedChart { error: Some(error), ..RenderedChart::default() }))
}
