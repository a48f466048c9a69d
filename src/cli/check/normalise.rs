//! What the oracle replaces in its recordings because it differs from run to run, replaced in ours.

use serde_json::Value;

/// Words before a long value in a message of the API server.
const LONG: &str = "Invalid value: {";

/// Bytes of such a value that are always left out.
const FAR: usize = 150;

/// Folders in the oracle's own folder, `DIR`, and the user's that they stand for.
const HOMES: [(&str, &str); 4] = [
    ("home/config/", "~/.config/helm/"),
    ("home/.config/helm/", "~/.config/helm/"),
    ("home/cache/", "~/.cache/helm/"),
    ("home/.cache/helm/", "~/.cache/helm/"),
];

/// Replaces in one of real Helm what is the oracle's own.
pub(super) fn recorded(value: &mut Value) {
    for operation in items(value.get_mut("operations")) {
        for line in items(operation.get_mut("output")) {
            let text = line.as_str().unwrap_or_default();
            if text.contains("DIR/") {
                let replaced = HOMES
                    .iter()
                    .fold(text.to_owned(), |text, (theirs, ours)| text.replace(&format!("DIR/{theirs}"), ours));
                *line = replaced.into();
            }
        }
    }
}

/// Replaces it in a recording of ours.
pub(super) fn recording(value: &mut Value) {
    for operation in items(value.get_mut("operations")) {
        if let Some(error) = operation.get_mut("error") {
            *error = lines(error.as_str().unwrap_or_default()).join("\n").trim().into();
        }
        for field in ["output", "stderr_notes"] {
            let Some(text) = operation.get_mut(field) else { continue };
            let joined: Vec<&str> = text.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut lines = lines(&joined.join("\n"));
            lines.retain(|line| field == "output" || !line.is_empty());
            *text = lines.into();
        }
        items(operation.get_mut("events")).for_each(description);
        items(operation.pointer_mut("/after/history")).for_each(description);
    }
}

fn items(list: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    list.and_then(Value::as_array_mut).into_iter().flatten()
}

fn description(value: &mut Value) {
    if let Some(description) = value.get_mut("description") {
        *description = lines(description.as_str().unwrap_or_default()).join("\n").into();
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
        if let Some((head, tail)) = line.split_once(stamp) {
            line = format!("{head}{stamp}TIME{}", tail.trim_start_matches(|c: char| c.is_ascii_digit()));
        }
    }
    replace_dates(&mut line);
    if let Some((head, tail)) = line.split_once("2026-") {
        line = format!("{head}TIME{}", tail.trim_start_matches(|c| "0123456789-:TZ +UTC".contains(c)));
    }
    if let Some(head) = line.strip_suffix('s').map(|line| line.trim_end_matches(|c: char| c.is_ascii_digit()))
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

/// `Thu Jan  1 00:00:00 2026`
fn replace_dates(line: &mut String) {
    const LENGTH: usize = 24;
    let is_date = |text: &str| {
        let colons = [13, 16].map(|at| text.as_bytes().get(at) == Some(&b':'));
        colons == [true, true] && text.get(20..).is_some_and(|year| year.parse::<u16>().is_ok())
    };
    for day in ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "] {
        while let Some(from) = line.find(day) {
            let to = from.saturating_add(LENGTH);
            if !line.get(from..to).is_some_and(is_date) {
                break;
            }
            line.replace_range(from..to, "TIME");
        }
    }
}

/// From the first value that a message shows to the first end of one that is far enough away.
fn long_value(line: &str) -> Option<(usize, usize)> {
    let from = line.find(LONG)?;
    let far = from.saturating_add(LONG.len()).saturating_add(FAR);
    let to = line.get(far..)?.find("}: field is immutable")?;
    Some((from, far.saturating_add(to).saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_run_to_run_is_replaced() {
        for (ours, expected) in [
            ("LAST DEPLOYED: Thu Jan  1 00:00:00 2026", "LAST DEPLOYED: TIME"),
            ("1\tThu Jan  1 00:00:00 2026\tdeployed", "1\tTIME\tdeployed"),
            ("modifiedAt=1767225600,name=demo", "modifiedAt=TIME,name=demo"),
            ("job-a   Job   3s", "job-a   Job   AGE"),
            ("sums", "sums"),
            ("Sun shines", "Sun shines"),
            ("I0101 00:00:00.0 1 x.go:1] text", "KLOG x.go:1] text"),
            ("path \"./a\" not found", "path \"CHARTS/a\" not found"),
        ] {
            assert_eq!(words(ours), expected);
        }
        let long = format!("spec: Invalid value: {{{}}}: field is immutable", "x".repeat(200));
        assert_eq!(words(&long), "spec: Invalid value: {...}: field is immutable");
    }

    #[test]
    fn errors_of_one_batch_are_sorted() {
        assert_eq!(lines("2 errors occurred:\n\t* b\n\t* a\n\n"), ["2 errors occurred:", "\t* a", "\t* b"]);
    }
}
