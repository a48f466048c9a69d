//! What Helm's own engine renders or says, case by case (`tests/vectors/templates.jsonl`).
//!
//! `tests/vectors/templates.open.txt` lists the cases that do not agree yet. A listed case that
//! agrees fails this test as much as one that does not and is not listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use helm_hooks::chart::{Capabilities, RenderOptions, RenderedChart, Surroundings, render_values};
use helm_hooks::story::{Chart, HelmVersion};
use helm_hooks::template::Limits;
use helm_hooks::yaml;
use serde_json::{Map, Value};

const CASES: &str = "tests/vectors/templates.jsonl";
const OPEN: &str = "tests/vectors/templates.open.txt";

/// What the recorder fixed; see `generator/chart.go` of the vectors.
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

const APIS: &[&str] = &[
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

#[test]
fn templates_render_as_in_helm() {
    let cases = fs::read_to_string(CASES).unwrap();
    let open = fs::read_to_string(OPEN).unwrap();
    // A question mark: agrees or not with the YAML room, which is being built.
    let (waiting, open): (BTreeSet<String>, BTreeSet<String>) =
        open.lines().map(str::to_owned).partition(|line| line.starts_with('?'));
    let waiting: BTreeSet<String> = waiting.iter().map(|line| line.trim_start_matches("? ").to_owned()).collect();
    let mut failing = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut report = Vec::new();
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap().to_owned();
        let group = groups.entry(case["group"].as_str().unwrap().to_owned()).or_default();
        group.1 += 1;
        match check(&case) {
            Ok(()) => group.0 += 1,
            Err(_) if waiting.contains(&id) && std::env::var_os("BLESS").is_none() => {}
            Err(difference) => {
                report.push(format!("{id}: {difference}"));
                failing.insert(id.clone());
            }
        }
        seen.insert(id);
    }
    if std::env::var_os("SHOW").is_some() {
        for line in &report {
            println!("{line}");
        }
        for (group, (good, all)) in &groups {
            println!("{group} {good}/{all}");
        }
        println!("{} of {} agree", seen.len() - failing.len(), seen.len());
    }
    if std::env::var_os("BLESS").is_some() {
        let line = |line: &String| {
            let (id, difference) = line.split_once(": ").unwrap();
            let yaml = cases.lines().find(|case| case.contains(&format!("\"{id}\""))).unwrap().contains("aml");
            let yaml = yaml && !difference.starts_with("The playground");
            format!("{}{id}\n", if yaml { "? " } else { "" })
        };
        fs::write(OPEN, report.iter().map(line).collect::<String>()).unwrap();
        return;
    }
    assert_eq!(seen.len(), 3735);
    let broken: Vec<_> = report.iter().filter(|line| !open.contains(line.split(':').next().unwrap())).collect();
    assert!(broken.is_empty(), "{} cases no longer agree:\n{broken:#?}", broken.len());
    let closed: Vec<_> = open.difference(&failing).collect();
    assert!(closed.is_empty(), "these cases agree now, take them out of {OPEN}: {closed:#?}");
}

/// Renders a case as both versions of Helm.
fn check(case: &Value) -> Result<(), String> {
    compare(case, &run(case, HelmVersion::new(4, 3, 1)))?;
    let three = run(case, HelmVersion::new(3, 22, 0));
    compare(case.get("v3").unwrap_or(case), &three).map_err(|difference| format!("Helm 3: {difference}"))
}

fn compare(expected: &Value, rendered: &RenderedChart) -> Result<(), String> {
    if let Some(error) = expected["error"].as_str() {
        return match &rendered.error {
            None => Err(format!("no error, Helm says {error:?}")),
            Some(found) if agree(error, &shortened(found)) => Ok(()),
            Some(found) => Err(format!("says {found:?}, Helm says {error:?}")),
        };
    }
    if let Some(missing) = rendered.diagnostics.iter().find(|found| found.id == "template/function") {
        return Err(missing.title.clone());
    }
    if let Some(error) = &rendered.error {
        return Err(format!("says {error:?}, Helm renders {}", expected["output"]));
    }
    if let Some(limit) = rendered.diagnostics.iter().find(|found| found.id == "template/limit") {
        return Err(limit.title.clone());
    }
    let mut wanted: BTreeMap<&str, &str> = BTreeMap::new();
    if let Some(output) = expected["output"].as_str() {
        wanted.insert("chart/templates/x.yaml", output);
    }
    for (path, text) in expected["others"].as_object().into_iter().flatten() {
        wanted.insert(path, text.as_str().unwrap());
    }
    let found: BTreeMap<&str, &str> =
        rendered.files.iter().map(|(path, file)| (path.as_str(), file.text.as_str())).collect();
    if found != wanted { Err(format!("renders {found:?}, Helm {wanted:?}")) } else { Ok(()) }
}

/// Words of Go's standard library that need not agree further.
const GO: &[&str] = &[
    "json: ",
    "invalid character",
    "error parsing regexp: ",
    "parse \"",
    "parsing time",
    "strconv.",
    "reflect: ",
    "runtime error: ",
    "illegal base64",
    "x509",
    "asn1",
    "jsonschema",
];

fn agree(wanted: &str, found: &str) -> bool {
    if wanted == found {
        return true;
    }
    let cut = GO.iter().filter_map(|words| wanted.find(words)).min();
    cut.is_some_and(|cut| found.starts_with(&wanted[..cut]))
}

/// Messages of more than 4,000 bytes are cut as in the recordings.
fn shortened(message: &str) -> String {
    if message.len() <= 4000 {
        return message.into();
    }
    format!("{}[...]{}", &message[..600], &message[message.len() - 300..])
}

fn run(case: &Value, helm: HelmVersion) -> RenderedChart {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in case["files"].as_object().into_iter().flatten() {
        files.insert(name.clone(), text.as_str().unwrap().into());
    }
    files.entry("Chart.yaml".into()).or_insert_with(|| CHART_YAML.into());
    files.insert("templates/x.yaml".into(), case["template"].as_str().unwrap().into());
    let upgrade = case["upgrade"].as_bool().unwrap_or_default();
    let options = RenderOptions {
        release: "rel".into(),
        namespace: "ns".into(),
        revision: if upgrade { 2 } else { 1 },
        is_upgrade: upgrade,
        helm,
    };
    let more = case["apiVersions"].as_array().into_iter().flatten().map(|version| version.as_str().unwrap());
    let capabilities = Capabilities {
        kube_version: case["kubeVersion"].as_str().unwrap_or("v1.34.0").into(),
        api_versions: APIS.iter().copied().chain(more).map(Into::into).collect(),
        helm_version: "v4.3.1".into(),
    };
    let flag = |name: &str| case[name].as_bool().unwrap_or_default();
    let surroundings = Surroundings { capabilities, strict: flag("strict"), lint: flag("lint") };
    let values = values(&case["values"]);
    render_values(&chart(&files), "chart", values, &options, &Limits::default(), &surroundings)
}

fn values(values: &Value) -> Map<String, Value> {
    match floats(values) {
        Value::Object(table) => table,
        _ => Map::new(),
    }
}

fn floats(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().unwrap().into(),
        Value::Array(items) => items.iter().map(floats).collect(),
        Value::Object(table) => table.iter().map(|(key, value)| (key.clone(), floats(value))).collect(),
        other => other.clone(),
    }
}

/// A chart from its files.
fn chart(files: &BTreeMap<String, String>) -> Chart {
    let mut chart = Chart::default();
    let mut subs: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, text) in files {
        if path == "Chart.yaml" {
            if let Value::Object(table) = yaml::read(text).unwrap().value {
                chart.chart = table;
            }
        } else if path == "values.yaml" {
            chart.values.clone_from(text);
        } else if let Some(name) = path.strip_prefix("templates/") {
            chart.templates.insert(name.into(), text.clone());
        } else if let Some(rest) = path.strip_prefix("charts/")
            && let Some((folder, name)) = rest.split_once('/')
        {
            subs.entry(folder.into()).or_default().insert(name.into(), text.clone());
        } else {
            chart.files.insert(path.clone(), text.clone());
        }
    }
    chart.charts = subs.iter().map(|(folder, files)| (folder.clone(), self::chart(files))).collect();
    chart
}
