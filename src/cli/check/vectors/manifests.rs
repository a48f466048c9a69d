//! How Helm cuts rendered files into documents, and in which order it puts them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Case, same};
use crate::chart::Rendered;
use crate::manifest::{self, Order, Sorted, head, sort_files};
use crate::story::HelmVersion;

/// The versions that the vectors were made with.
const VERSIONS: [(&str, HelmVersion); 2] = [("v3", HelmVersion::new(3, 22, 0)), ("v4", HelmVersion::new(4, 3, 1))];

/// `split.jsonl`: a text and its documents.
pub(super) fn split(case: &Case<'_>) -> Result<(), String> {
    let input = case.text("input");
    each(case, "docs", |helm| {
        let how = crate::helm::dialect(helm).split;
        let documents: Vec<&str> =
            manifest::split(input, how).into_iter().filter_map(|range| input.get(range)).collect();
        json!(documents)
    })
}

/// `sort.jsonl`: rendered files, their hooks and their manifests in order.
pub(super) fn sorted(case: &Case<'_>) -> Result<(), String> {
    let files = case.get("files").as_object().into_iter().flatten();
    let rendered = |(path, text): (&String, &Value)| {
        (path.clone(), Rendered::unchanged(text.as_str().unwrap_or_default(), path.clone()))
    };
    let files: BTreeMap<String, Rendered> = files.map(rendered).collect();
    let order = if case.text("order") == "uninstall" { Order::Uninstall } else { Order::Install };
    let heads = head::Memory::default();
    each(case, "result", |helm| as_vector(&sort_files("a", &files, order, crate::helm::dialect(helm), &heads)))
}

/// Compares both versions: the result stands under `agreed` if they agree.
fn each(case: &Case<'_>, agreed: &str, run: impl Fn(HelmVersion) -> Value) -> Result<(), String> {
    for (field, helm) in VERSIONS {
        let mut expected = case.get(if case.get("same") == true { agreed } else { field }).clone();
        if let Some(fields) = expected.as_object_mut() {
            fields.entry("error").or_insert(Value::Null);
        }
        let found = run(helm);
        if found != expected {
            return same(&expected.to_string(), &found.to_string()).map_err(|why| format!("  {helm}\n{why}"));
        }
    }
    Ok(())
}

/// In the words of the vectors.
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
