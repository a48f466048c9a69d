//! What real Helm does, case by case. The vectors were made by Helm's own Go code and are never edited.

#[path = "vectors/yaml.rs"]
mod yaml;

use std::collections::BTreeMap;
use std::fs;

use helm_hooks::chart::Rendered;
use helm_hooks::manifest::{Dialect, Order, Sorted, Split, sort_files, split};
use serde_json::{Value, json};

const HELM_3: Dialect =
    Dialect { split: Split::Trimmed, webhooks_in_order: false, head_type: "releaseutil.SimpleHead" };
const HELM_4: Dialect = Dialect { split: Split::Lines, webhooks_in_order: true, head_type: "util.SimpleHead" };

#[test]
fn documents_are_split_as_helm_does() {
    let cases = cases("split");
    assert_eq!(cases.len(), 138);
    check(&cases, |case, version| {
        let input = text(&case["input"]);
        let how = if version == "v3" { Split::Trimmed } else { Split::Lines };
        let documents: Vec<&str> = split(input, how).into_iter().map(|range| &input[range]).collect();
        (json!(documents), expected(case, "docs", version))
    });
}

#[test]
fn files_are_sorted_as_helm_does() {
    let cases = cases("sort");
    assert_eq!(cases.len(), 143);
    check(&cases, |case, version| {
        let files = case["files"].as_object().unwrap();
        let rendered =
            |(path, text): (&String, &Value)| (path.clone(), Rendered::unchanged(self::text(text), path.clone()));
        let files: BTreeMap<String, Rendered> = files.iter().map(rendered).collect();
        let order = if case["order"] == "uninstall" { Order::Uninstall } else { Order::Install };
        let dialect = if version == "v3" { HELM_3 } else { HELM_4 };
        (as_vector(&sort_files("a", &files, order, dialect)), expected(case, "result", version))
    });
}

/// In the words of the vector files.
fn as_vector(sorted: &Sorted) -> Value {
    let hooks = sorted.hooks.iter().map(|hook| {
        json!({
            "name": hook.name, "kind": hook.kind, "path": hook.path, "manifest": hook.manifest, "weight": hook.weight,
            "events": hook.events.iter().map(|event| event.word()).collect::<Vec<_>>(),
            "delete_policies": hook.delete_policies, "output_log_policies": hook.output_log_policies,
        })
    });
    let manifests = sorted.manifests.iter().map(|manifest| {
        json!({"path": manifest.path, "kind": manifest.kind, "name": manifest.name, "content": manifest.content})
    });
    json!({
        "hooks": hooks.collect::<Vec<_>>(),
        "manifests": manifests.collect::<Vec<_>>(),
        "skipped": sorted.skipped.iter().map(|(value, _)| value).collect::<Vec<_>>(),
        "error": sorted.error,
    })
}

/// The result of a version: under `same` if the versions agree.
fn expected(case: &Value, same: &str, version: &str) -> Value {
    let result = if case["same"] == true { &case[same] } else { &case[version] };
    let mut result = result.clone();
    if let Some(fields) = result.as_object_mut() {
        fields.entry("error").or_insert(Value::Null);
    }
    result
}

/// Runs every case for both versions and reports all that differ.
fn check(cases: &[Value], run: impl Fn(&Value, &str) -> (Value, Value)) {
    let mut wrong = Vec::new();
    for case in cases {
        for version in ["v3", "v4"] {
            let (found, expected) = run(case, version);
            if found != expected {
                wrong.push(format!("{} {version}\n  found    {found}\n  expected {expected}", case["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), 2 * cases.len(), wrong.join("\n"));
}

fn cases(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(format!("tests/vectors/{name}.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
