//! What the oracle replaces in its recordings because it differs from run to run.

use serde_json::Value;

/// Replaces it in one of ours.
pub fn recording(value: &mut Value) {
    for operation in value["operations"].as_array_mut().unwrap() {
        operation["error"] = lines(operation["error"].as_str().unwrap()).join("\n").trim().into();
        for field in ["output", "stderr_notes"] {
            let text: Vec<&str> =
                operation[field].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
            let mut text = lines(&text.join("\n"));
            text.retain(|line| field == "output" || !line.is_empty());
            operation[field] = text.into();
        }
        for event in operation["events"].as_array_mut().unwrap() {
            description(event);
        }
        for revision in operation["after"]["history"].as_array_mut().unwrap() {
            description(revision);
        }
    }
}

fn description(value: &mut Value) {
    if let Some(text) = value.get("description").and_then(Value::as_str) {
        value["description"] = lines(text).join("\n").into();
    }
}

/// Lines without white space at their ends and without empty ones at the end; errors of requests sent at the same
/// time sorted.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.split('\n').map(|line| words(line).trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    for run in lines.chunk_by_mut(|a, b| a.starts_with("\t* ") && b.starts_with("\t* ")) {
        run.sort();
    }
    lines
}

/// Times, charts' folders, the heads of log lines, and pod templates.
fn words(line: &str) -> String {
    let mut line = line.replace(" ./", " CHARTS/").replace("\"./", "\"CHARTS/");
    for stamp in ["createdAt=", "modifiedAt="] {
        if let Some((head, tail)) = line.clone().split_once(stamp) {
            let rest = tail.trim_start_matches(|c: char| c.is_ascii_digit());
            line = format!("{head}{stamp}TIME{rest}");
        }
    }
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] {
        while let Some(at) = line.find(&format!("{day} ")) {
            let Some(end) = at.checked_add(24).filter(|end| line.get(at..*end).is_some_and(is_date)) else { break };
            line.replace_range(at..end, "TIME");
        }
    }
    if line.starts_with("I0101 ") {
        line = format!("KLOG {}", line.split_whitespace().skip(3).collect::<Vec<_>>().join(" "));
    }
    if let (Some(from), Some(to)) = (line.find("Invalid value: {"), line.find("}: field is immutable"))
        && to - from > 150
    {
        line.replace_range(from..=to, "Invalid value: {...}");
    }
    while line.contains(" \t") {
        line = line.replace(" \t", "\t");
    }
    line
}

/// `Thu Jan  1 00:00:00 2026`
fn is_date(text: &str) -> bool {
    text.as_bytes()[13] == b':' && text.as_bytes()[16] == b':' && text[20..].parse::<u16>().is_ok()
}
