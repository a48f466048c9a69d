//! What Helm's own libraries do with texts, case by case: files of JSON lines.

mod charts;
mod manifests;
mod templates;
mod values;
mod yaml;

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::Files;
use super::{Checked, both, same};

/// Compares one case; says what differs.
type Check = fn(case: &Case<'_>) -> Result<(), String>;

/// Kinds of vectors, each the first word of its files' names.
const KINDS: [(&str, Check); 7] = [
    ("yaml", yaml::value),
    ("head", yaml::head),
    ("emit", yaml::emitted),
    ("split", manifests::split),
    ("sort", manifests::sorted),
    ("templates", templates::rendered),
    ("values", values::coalesced),
];

/// One line of a file.
struct Case<'a> {
    fields: Value,
    /// The text of `json`: it is nested deeper than is read, and its numbers are compared as they are written.
    json: &'a str,
}

impl Case<'_> {
    fn text(&self, field: &str) -> &str {
        self.get(field).as_str().unwrap_or_default()
    }

    fn get(&self, field: &str) -> &Value {
        self.fields.get(field).unwrap_or(&Value::Null)
    }

    /// The texts in a list.
    fn texts(&self, field: &str) -> impl Iterator<Item = &str> {
        self.get(field).as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// The texts in a table, by key.
    fn table(&self, field: &str) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.get(field).as_object().into_iter().flatten();
        fields.filter_map(|(name, text)| Some((name.as_str(), text.as_str()?)))
    }

    /// The files of the case's chart.
    fn files(&self) -> BTreeMap<String, String> {
        self.table("files").map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    }
}

/// Compares each case of vector files with what we do.
///
/// What a file is about is told by the first word of its name: `yaml.jsonl`, `sort-more.jsonl`.
#[must_use]
pub fn vectors(paths: &[String], files: Files<'_>) -> Checked {
    let mut checked = Checked::default();
    for path in paths {
        match read(path, files) {
            Ok((check, text)) => compare(path, check, &text, &mut checked),
            Err(why) => checked.unusable(why),
        }
    }
    checked
}

fn read(path: &str, files: Files<'_>) -> Result<(Check, String), String> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let kind = name.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let Some((_, check)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        let known: Vec<&str> = KINDS.iter().map(|(known, _)| *known).collect();
        return Err(format!("{path}: the name of a file of vectors begins with one of {}", known.join(", ")));
    };
    let text = (files.read)(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    Ok((*check, text))
}

fn compare(path: &str, check: Check, text: &str, checked: &mut Checked) {
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match parse(line) {
            Ok(case) => checked.case(format!("{path} {}", case.text("id")), check(&case).err()),
            Err(why) => checked.unusable(format!("{path}:{}: {why}", number.saturating_add(1))),
        }
    }
}

fn parse(line: &str) -> Result<Case<'_>, String> {
    let json = line.split_once(",\"json\":").and_then(|(head, rest)| {
        let (json, tail) = rest.rsplit_once(",\"error\":")?;
        Some((format!("{head},\"json\":null,\"error\":{tail}"), json))
    });
    let (line, json) = match &json {
        Some((line, json)) => (line.as_str(), *json),
        None => (line, ""),
    };
    let fields: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if fields.get("id").and_then(Value::as_str).is_none() {
        return Err("a case needs an `id`".into());
    }
    Ok(Case { fields, json })
}

/// Words of Go's standard library, after which messages need not agree.
const WORDS_OF_GO: [&str; 12] = [
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

/// Whether a message is the expected one, as far as it has to be.
fn same_error(expected: &str, found: &str) -> Result<(), String> {
    let cut = WORDS_OF_GO.iter().filter_map(|words| expected.find(words)).min();
    let head = cut.and_then(|cut| expected.get(..cut));
    if head.is_some_and(|head| found.starts_with(head)) { Ok(()) } else { same(expected, found) }
}

/// Every number a float, as from a values file.
fn as_floats(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.iter().map(as_floats).collect(),
        Value::Object(table) => table.iter().map(|(key, value)| (key.clone(), as_floats(value))).collect(),
        other => other.clone(),
    }
}
