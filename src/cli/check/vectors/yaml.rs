//! What `sigs.k8s.io/yaml` makes of texts (go.yaml.in/yaml/v2 v2.4.4, sigs.k8s.io/yaml v1.6.0).

use serde_json::Value;

use super::{Case, both, same, same_error};
use crate::manifest::head::{self, Head};
use crate::yaml;

/// `yaml.jsonl`: a text and its value, or the error with its line.
pub(super) fn value(case: &Case<'_>) -> Result<(), String> {
    let bytes = case.get("yaml_b64").as_str().map_or_else(|| case.text("yaml").as_bytes().to_vec(), base64);
    let found = yaml::decode_bytes(&bytes).and_then(|text| yaml::read(&text));
    match (case.get("error").as_str(), found) {
        (Some(expected), Err(error)) => {
            same_error(expected, &error.message)?;
            let line = |line: Option<u64>| line.map_or("no line".into(), |line| format!("line {line}"));
            same(&line(case.get("line").as_u64()), &line(error.line.and_then(|line| line.try_into().ok())))
        }
        (Some(expected), Ok(document)) => Err(both(expected, &go_json(&document.value))),
        // Go writes the character that stands for bytes which are no text as an escape.
        (None, Ok(document)) => same(&case.json.replace("\\ufffd", "\u{fffd}"), &go_json(&document.value)),
        (None, Err(error)) => Err(both(case.json, &error.message)),
    }
}

/// `head.jsonl`: what Helm reads of a document first. Absent and empty are the same to it.
pub(super) fn head(case: &Case<'_>) -> Result<(), String> {
    let expected = case.get("head");
    match (case.get("error").as_str(), head::read(case.text("yaml"), "util.SimpleHead")) {
        (Some(expected), Err(error)) => same_error(expected, &error.message),
        (None, Ok((found, _))) => {
            let text = |place: &str| string(expected.pointer(place).unwrap_or(&Value::Null));
            let annotations = expected.pointer("/metadata/annotations").and_then(Value::as_object);
            let expected = Head {
                api_version: text("/apiVersion"),
                kind: text("/kind"),
                name: text("/metadata/name"),
                annotations: annotations
                    .into_iter()
                    .flatten()
                    .map(|(key, value)| (key.clone(), string(value)))
                    .collect(),
            };
            same(&format!("{expected:?}"), &format!("{found:?}"))
        }
        (None, Err(error)) => Err(both(&expected.to_string(), &error.message)),
        (Some(error), Ok((found, _))) => Err(both(error, &format!("{found:?}"))),
    }
}

/// `emit.jsonl`: a value as `Marshal` writes it, numbers with a point as float64.
pub(super) fn emitted(case: &Case<'_>) -> Result<(), String> {
    same(case.text("yaml"), &yaml::emit(case.get("value")))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Bytes that are no text stand in base64.
fn base64(encoded: &str) -> Vec<u8> {
    const SYMBOLS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<bool> = encoded
        .chars()
        .filter_map(|symbol| SYMBOLS.find(symbol))
        .flat_map(|six| (0..6).rev().map(move |bit| six >> bit & 1 == 1))
        .collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |all, bit| all << 1 | u8::from(*bit))).collect()
}

/// JSON as Go writes it.
fn go_json(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(go_json).collect::<Vec<_>>().join(",")),
        Value::Object(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{}:{}", go_text(key), go_json(value))).collect();
            format!("{{{}}}", entries.join(","))
        }
        Value::String(text) => go_text(text),
        Value::Number(number) if number.is_f64() => go_float(number.as_f64().unwrap_or_default()),
        other => other.to_string(),
    }
}

fn go_text(text: &str) -> String {
    let escape = |c: char| match c {
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    Value::from(text).to_string().chars().map(escape).collect()
}

fn go_float(float: f64) -> String {
    if float == 0.0 || (1e-6..1e21).contains(&float.abs()) {
        return float.to_string();
    }
    let text = format!("{float:e}");
    if text.contains("e-") { text } else { text.replace('e', "e+") }
}
