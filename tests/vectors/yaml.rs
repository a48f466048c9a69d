//! What `sigs.k8s.io/yaml` makes of texts (go.yaml.in/yaml/v2 v2.4.4, sigs.k8s.io/yaml v1.6.0).
//!
//! A case that does not pass yet stands in `tests/vectors/open.txt` as `FILE ID`; one that stands there
//! and passes is an error too, so the list only gets shorter.

use helm_hooks::manifest::head::{self, Head};
use helm_hooks::yaml;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Compares one case; says what is wrong.
type Check = fn(case: &Value, result: &str) -> Result<(), String>;

/// Files, how many cases they have at least, and how a case is checked.
const FILES: &[(&str, usize, Check)] =
    &[("yaml.jsonl", 1266, check_yaml), ("head.jsonl", 166, check_head), ("emit.jsonl", 490, check_emit)];

#[test]
fn every_case_that_is_not_open_passes() {
    let open = fs::read_to_string("tests/vectors/open.txt").unwrap();
    let open: BTreeSet<&str> = open.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for (file, least, check) in FILES {
        let text = fs::read_to_string(format!("tests/vectors/{file}")).unwrap();
        let mut cases = 0;
        for line in text.lines() {
            let (case, result) = parse(line);
            let name = format!("{file} {}", case["id"].as_str().unwrap());
            let outcome = check(&case, result);
            match (outcome, open.contains(name.as_str())) {
                (Err(why), false) => wrong.push(format!("{name}: {why}")),
                (Ok(()), true) => wrong.push(format!("{name} passes: take it out of open.txt")),
                _ => {}
            }
            known.insert(name);
            cases += 1;
        }
        assert!(cases >= *least, "{file} has {cases} cases only");
    }
    wrong.extend(open.iter().filter(|name| !known.contains(**name)).map(|name| format!("{name}: no such case")));
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// A case, and the text of its `json`. That is nested deeper than `serde_json` reads, and its numbers are to
/// be compared as they are written.
fn parse(line: &str) -> (Value, &str) {
    let between = |after: &str, before: &str| {
        let start = line.find(after)? + after.len();
        Some((start, start + line[start..].rfind(before)?))
    };
    let (start, end) = between(",\"json\":", ",\"error\":").unwrap_or((0, 0));
    let rest = if start == 0 { line.to_owned() } else { format!("{}null{}", &line[..start], &line[end..]) };
    (serde_json::from_str(&rest).unwrap(), &line[start..end])
}

/// Absent and empty are the same to Helm, so a head is compared as what it means.
fn check_head(case: &Value, _: &str) -> Result<(), String> {
    let result = head::read(case["yaml"].as_str().unwrap(), "util.SimpleHead");
    let head = &case["head"];
    match (case["error"].as_str(), result) {
        (Some(expected), Err(error)) => same(expected, &error.message),
        (None, Ok((found, _))) => {
            let annotations = head["metadata"]["annotations"].as_object().into_iter().flatten();
            let expected = Head {
                api_version: text(&head["apiVersion"]),
                kind: text(&head["kind"]),
                name: text(&head["metadata"]["name"]),
                annotations: annotations.map(|(key, value)| (key.clone(), text(value))).collect(),
            };
            same(&format!("{expected:?}"), &format!("{found:?}"))
        }
        (expected, found) => Err(format!("expected {expected:?} {head}, found {found:?}")),
    }
}

fn check_yaml(case: &Value, json: &str) -> Result<(), String> {
    let bytes = case["yaml_b64"].as_str().map_or_else(|| text(&case["yaml"]).into_bytes(), base64);
    let result = yaml::decode_bytes(&bytes).and_then(|text| yaml::read(&text));
    let text = &String::from_utf8_lossy(&bytes);
    let expected_line = case["line"].as_u64();
    match (case["error"].as_str(), result) {
        (Some(expected), Err(error)) => {
            same(expected, &error.message)?;
            same(&format!("{expected_line:?}"), &format!("{:?}", error.line.map(|line| line as u64)))
        }
        (Some(expected), Ok(document)) => Err(format!("read {}, not {expected}", go_json(&document.value))),
        // Go writes the character that stands for bytes which are no text as an escape.
        (None, Ok(document)) => same(&json.replace("\\ufffd", "\u{fffd}"), &go_json(&document.value)),
        (None, Err(error)) => Err(format!("{}, not {json}", error.message)),
    }
    .map_err(|why| format!("{text:?}: {why}"))
}

/// `emit.jsonl` was made with `sigs.k8s.io/yaml` v1.6.0 `Marshal`, numbers with a point as float64.
fn check_emit(case: &Value, _: &str) -> Result<(), String> {
    same(&text(&case["yaml"]), &yaml::emit(&case["value"])).map_err(|why| format!("{}: {why}", case["value"]))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Bytes that are no text stand in base64.
fn base64(encoded: &str) -> Vec<u8> {
    let value = |symbol: u8| match symbol {
        b'A'..=b'Z' => symbol - b'A',
        b'a'..=b'z' => symbol - b'a' + 26,
        b'0'..=b'9' => symbol - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let symbols: Vec<u8> = encoded.bytes().filter(|symbol| *symbol != b'=').map(value).collect();
    let bits: Vec<bool> = symbols.iter().flat_map(|six| (0..6).rev().map(move |bit| six >> bit & 1 == 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |all, bit| all << 1 | u8::from(*bit))).collect()
}

fn same(expected: &str, found: &str) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("\n  expected {expected}\n  found    {found}")) }
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
        Value::Number(number) if number.is_f64() => go_float(number.as_f64().unwrap()),
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
    if float != 0.0 && !(1e-6..1e21).contains(&float.abs()) {
        let text = format!("{float:e}");
        return if text.contains("e-") { text } else { text.replace('e', "e+") };
    }
    format!("{float}")
}
