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
    if let Some(at) = line.find("2026-") {
        let end = line[at..].find(|c: char| !"0123456789-:TZ +UTC".contains(c)).map_or(line.len(), |end| at + end);
        line.replace_range(at..end, "TIME");
    }
    if let Some(head) =
        line.strip_suffix("s").and_then(|line| line.trim_end_matches(|c: char| c.is_ascii_digit()).into())
        && head.ends_with("  ")
    {
        line = format!("{head}AGE");
    }
    if line.starts_with("I0101 ") {
        line = format!("KLOG {}", line.split_whitespace().skip(3).collect::<Vec<_>>().join(" "));
    }
    while let Some((from, to)) = long_value(&line) {
        line.replace_range(from..to, "Invalid value: {...}");
    }
    while line.contains(" \t") {
        line = line.replace(" \t", "\t");
    }
    line
}

/// From the first value that a message shows to the first end of one that is far enough away.
fn long_value(line: &str) -> Option<(usize, usize)> {
    let from = line.find("Invalid value: {")?;
    let far = from + "Invalid value: {".len() + 150;
    let to = line.get(far..)?.find("}: field is immutable")?;
    Some((from, far + to + 1))
}

/// `Thu Jan  1 00:00:00 2026`
fn is_date(text: &str) -> bool {
    text.as_bytes()[13] == b':' && text.as_bytes()[16] == b':' && text[20..].parse::<u16>().is_ok()
}
