//! What the server warns of in the schemas of a CRD (`customresourcedefinition/strategy.go`, `validation/formats.go`).

use serde_json::Value;

use super::super::value::{at, list, text};
use super::custom::DEEPEST;
use crate::text::sort;

/// Formats of texts, without their dashes.
const TEXTS: [&str; 26] = [
    "bsonobjectid",
    "byte",
    "cidr",
    "creditcard",
    "date",
    "datetime",
    "duration",
    "email",
    "hexcolor",
    "hostname",
    "ipv4",
    "ipv6",
    "isbn",
    "isbn10",
    "isbn13",
    "k8slongname",
    "k8sshortname",
    "mac",
    "password",
    "rgbcolor",
    "ssn",
    "uri",
    "uuid",
    "uuid3",
    "uuid4",
    "uuid5",
];

/// The warnings about a CRD, each once; of what `live` has already nothing is said.
pub(super) fn warnings(crd: &Value, live: Option<&Value>) -> Vec<String> {
    let before = live.map(all).unwrap_or_default();
    let mut now = all(crd);
    now.retain(|warning| !before.contains(warning));
    now
}

fn all(crd: &Value) -> Vec<String> {
    let mut found = Found::default();
    for version in list(crd, &["spec", "versions"]) {
        found.visit(at(version, &["schema", "openAPIV3Schema"]), DEEPEST);
    }
    // The server looks at the fields of a schema in the order of a Go map; sets come sorted, behind the formats.
    sort(&mut found.sets);
    found.formats.append(&mut found.sets);
    found.formats
}

#[derive(Default)]
struct Found {
    formats: Vec<String>,
    sets: Vec<String>,
}

impl Found {
    fn visit(&mut self, schema: &Value, depth: usize) {
        let (Some(fields), Some(deeper)) = (schema.as_object(), depth.checked_sub(1)) else { return };
        let (kind, format) = (text(schema, &["type"]), text(schema, &["format"]));
        if !format.is_empty() && !is_known(kind, format) {
            add(&mut self.formats, format!("unrecognized format {format:?}"));
        }
        let items = text(schema, &["items", "type"]);
        if text(schema, &["x-kubernetes-list-type"]) == "set" && matches!(items, "object" | "array") {
            let set = format!(
                "x-kubernetes-list-type: set for items of type {items:?} is not supported by server-side apply or CEL validation rules"
            );
            add(&mut self.sets, set);
        }
        for (field, below) in fields {
            match field.as_str() {
                "items" | "not" | "additionalProperties" => self.visit(below, deeper),
                "allOf" | "anyOf" | "oneOf" => list(below, &[]).iter().for_each(|one| self.visit(one, deeper)),
                "properties" => below.as_object().into_iter().flatten().for_each(|(_, one)| self.visit(one, deeper)),
                _ => {}
            }
        }
    }
}

fn add(to: &mut Vec<String>, warning: String) {
    if !to.contains(&warning) {
        to.push(warning);
    }
}

fn is_known(kind: &str, format: &str) -> bool {
    match kind {
        "" | "string" => TEXTS.contains(&format.replace('-', "").as_str()),
        "integer" => matches!(format, "int32" | "int64"),
        "number" => matches!(format, "float" | "double"),
        _ => false,
    }
}
