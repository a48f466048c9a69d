//! What the oracle replaces in its recordings because it differs from run to run, replaced in ours; and what it only
//! guesses.

use std::collections::BTreeSet;

use serde_json::Value;

/// Words before a long value in a message of the API server.
const LONG: &str = "Invalid value: {";

/// What is left of it.
const SHORT: &str = "Invalid value: {...}";

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

/// Takes out of two recordings of one story what the oracle only guesses.
///
/// - Whose an object is, and hence what was waited for, if a hook and a resource of the manifest share its name: a
///   request does not say for which of them it is sent. It sorts requests sent at the same time by whose they are, too.
/// - Whether Helm waited for the manifest directly after it waited for a hook. If it had nothing to update, there is
///   no request between the two by which the oracle could tell the questions of one from those of the other.
/// - Whether it waited for the manifest before it recorded a failure: it may have asked about the rest of an update.
/// - Whether it waited for the manifest while it uninstalled: newer ones ask of each resource whose it is.
pub(super) fn guesses(ours: &mut Value, theirs: &mut Value) {
    let shared = &shared_names(theirs) | &shared_names(ours);
    for recording in [ours, theirs] {
        for operation in items(recording.get_mut("operations")) {
            let Some(events) = operation.get_mut("events").and_then(Value::as_array_mut) else { continue };
            join_waits(events);
            if !shared.is_empty() {
                events.iter_mut().for_each(|event| leave_out_names(event, &shared));
                events.retain(|event| {
                    !is(event, "do", "wait") || !is(event, "for", "manifest") && !named(event, &shared)
                });
                events
                    .iter_mut()
                    .filter(|event| named(event, &shared))
                    .for_each(|event| set(event, "role", Value::Null));
                sort_batches(events, &shared);
            }
            leave_out_waits_before_failures(events);
            leave_out_waits_of_uninstalls(events);
        }
    }
}

/// `Kind/name` of objects that are, or are called like, a hook at one time and a resource of the manifest at another.
fn shared_names(recording: &Value) -> BTreeSet<String> {
    let (mut hooks, mut resources) = (BTreeSet::new(), BTreeSet::new());
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    for operation in list(recording.get("operations")) {
        for event in list(operation.get("events")) {
            let Some(object) = event.get("object").and_then(Value::as_str) else { continue };
            let names = if is(&event, "role", "hook") { &mut hooks } else { &mut resources };
            names.insert(object.to_owned());
        }
        for (field, mark, names) in
            [("/after/hooks", None, &mut hooks), ("/after/objects", Some("managed"), &mut resources)]
        {
            for one in list(operation.pointer(field)) {
                let text = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default();
                if mark.is_none_or(|mark| one.get(mark).is_some()) {
                    names.insert(format!("{}/{}", text("kind"), text("name")));
                }
            }
        }
    }
    hooks.intersection(&resources).cloned().collect()
}

fn named(event: &Value, names: &BTreeSet<String>) -> bool {
    let several = event.get("objects").and_then(Value::as_array).into_iter().flatten();
    several.chain(event.get("object")).filter_map(Value::as_str).any(|object| names.contains(object))
}

/// Leaves names out of a wait for several objects, unless they are all of them.
fn leave_out_names(event: &mut Value, names: &BTreeSet<String>) {
    let Some(objects) = event.get_mut("objects").and_then(Value::as_array_mut) else { return };
    let is_other = |object: &Value| object.as_str().is_none_or(|object| !names.contains(object));
    if objects.iter().any(is_other) {
        objects.retain(is_other);
    }
}

/// Sorts creates, or deletes, of one kind that follow each other by name, if it is not known whose they all are: the
/// oracle does so only with those of one owner.
fn sort_batches(events: &mut [Value], shared: &BTreeSet<String>) {
    let text = |event: &Value, field: &str| event.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let kind = |event: &Value| text(event, "object").split('/').next().map(str::to_owned);
    let together = |a: &Value, b: &Value| {
        ["create", "delete"].iter().any(|word| is(a, "do", word) && is(b, "do", word)) && kind(a) == kind(b)
    };
    for run in events.chunk_by_mut(together).filter(|run| run.iter().any(|event| named(event, shared))) {
        run.sort_by_key(|event| text(event, "object"));
    }
}

/// Makes one of a wait for the manifest and the waits directly before it.
fn join_waits(events: &mut Vec<Value>) {
    let mut kept: Vec<Value> = Vec::with_capacity(events.len());
    for event in events.drain(..) {
        if !is(&event, "for", "manifest") || kept.last().is_none_or(|last| !is(last, "do", "wait")) {
            kept.push(event);
        } else if is(&event, "until", "timeout") {
            let waits = kept.iter_mut().rev().take_while(|last| is(last, "do", "wait"));
            waits.for_each(|wait| set(wait, "until", "timeout".into()));
        }
    }
    *events = kept;
}

fn leave_out_waits_before_failures(events: &mut Vec<Value>) {
    let fails =
        |next: &[Value]| next.iter().take(2).any(|event| is(event, "do", "record") && is(event, "status", "failed"));
    let is_left_out = |(at, event): &(usize, &Value)| {
        is(event, "for", "manifest")
            && is(event, "until", "done")
            && events.get(at.saturating_add(1)..).is_some_and(fails)
    };
    let left_out: Vec<usize> = events.iter().enumerate().filter(is_left_out).map(|(at, _)| at).collect();
    left_out.into_iter().rev().for_each(|at| drop(events.remove(at)));
}

fn leave_out_waits_of_uninstalls(events: &mut Vec<Value>) {
    let mut uninstalls = false;
    events.retain(|event| {
        uninstalls |= is(event, "do", "record") && is(event, "status", "uninstalling");
        !uninstalls || !is(event, "for", "manifest")
    });
}

fn is(event: &Value, field: &str, word: &str) -> bool {
    event.get(field).and_then(Value::as_str) == Some(word)
}

fn set(event: &mut Value, field: &str, value: Value) {
    if let Some(fields) = event.as_object_mut() {
        fields.insert(field.to_owned(), value);
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
    replace_server(&mut line);
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
    let mut from = 0;
    while let Some((start, end)) = long_value(&line, from) {
        line.replace_range(start..end, SHORT);
        from = start.saturating_add(SHORT.len());
    }
    while line.contains(" \t") {
        line = line.replace(" \t", "\t");
    }
    line
}

/// The recorder takes every address of the machine itself for that of its server.
fn replace_server(line: &mut String) {
    const HOST: &str = "127.0.0.1:";
    let mut from = 0;
    while let Some(at) = line.get(from..).and_then(|rest| rest.find(HOST)).map(|at| at.saturating_add(from)) {
        let port = at.saturating_add(HOST.len());
        let digits = line.get(port..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
        from = port;
        if digits > 0 {
            let head = line.get(..at).unwrap_or_default();
            let scheme = ["https://", "http://"].into_iter().find(|scheme| head.ends_with(scheme));
            let start = at.saturating_sub(scheme.map_or(0, str::len));
            let server = if scheme.is_some() { "http://SERVER" } else { "SERVER" };
            line.replace_range(start..port.saturating_add(digits), server);
            from = start.saturating_add(server.len());
        }
    }
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

/// From the first value that a message shows after `from` to the first end of one that is far enough away.
fn long_value(line: &str, from: usize) -> Option<(usize, usize)> {
    let start = from.saturating_add(line.get(from..)?.find(LONG)?);
    let far = start.saturating_add(LONG.len()).saturating_add(FAR);
    let end = line.get(far..)?.find("}: field is immutable")?;
    Some((start, far.saturating_add(end).saturating_add(1)))
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
            ("curl -k https://127.0.0.1:8080/x 127.0.0.1:9 127.0.0.1:x", "curl -k http://SERVER/x SERVER 127.0.0.1:x"),
            ("path \"./a\" not found", "path \"CHARTS/a\" not found"),
        ] {
            assert_eq!(words(ours), expected);
        }
        let long = format!("spec: Invalid value: {{{}}}: field is immutable", "x".repeat(200));
        let short = "spec: Invalid value: {...}: field is immutable";
        assert_eq!(words(&format!("{long} && {long}")), format!("{short} && {short}"));
    }

    #[test]
    fn what_the_oracle_guesses_is_left_out() {
        let story = |events: Value| serde_json::json!({"operations": [{"events": events}]});
        let mut theirs = story(serde_json::json!([
            {"do": "delete", "object": "Job/a", "role": "hook", "result": "not-found"},
            {"do": "wait", "object": "Job/a", "role": "hook", "for": "gone", "until": "gone"},
            {"do": "wait", "object": "Job/b", "role": "hook", "for": "ready", "until": "complete"},
            {"do": "apply", "object": "Job/a", "result": "created"},
        ]));
        let mut ours = story(serde_json::json!([
            {"do": "delete", "object": "Job/a", "result": "not-found"},
            {"do": "wait", "for": "manifest", "until": "done"},
            {"do": "wait", "object": "Job/b", "role": "hook", "for": "ready", "until": "complete"},
            {"do": "apply", "object": "Job/a", "role": "hook", "result": "created"},
        ]));
        guesses(&mut ours, &mut theirs);
        assert_eq!(ours, theirs);
        assert_eq!(theirs["operations"][0]["events"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn deletes_at_the_same_time_have_no_order_where_the_owner_is_a_guess() {
        let story = |events: Value| serde_json::json!({"operations": [{"events": events}]});
        let hook = serde_json::json!({"do": "create", "object": "Job/a", "role": "hook", "result": "created"});
        let [a, b] =
            ["Job/a", "Job/b"].map(|name| serde_json::json!({"do": "delete", "object": name, "result": "deleted"}));
        let mut guessed = a.clone();
        guessed["role"] = "hook".into();
        let mut theirs = story(serde_json::json!([hook, b, guessed]));
        let mut ours = story(serde_json::json!([hook, a, b]));
        guesses(&mut ours, &mut theirs);
        assert_eq!(ours, theirs);
        let mut other = story(serde_json::json!([hook, b]));
        guesses(&mut other, &mut theirs);
        assert_ne!(other, theirs);
    }

    #[test]
    fn what_an_uninstall_asks_is_no_wait_for_the_manifest() {
        let record = serde_json::json!({"do": "record", "revision": 1, "status": "uninstalling"});
        let wait = serde_json::json!({"do": "wait", "for": "manifest", "until": "done"});
        let mut events = vec![wait.clone(), record.clone(), wait.clone()];
        leave_out_waits_of_uninstalls(&mut events);
        assert_eq!(events, [wait, record]);
    }

    #[test]
    fn waits_for_several_objects_lose_those_of_which_it_is_not_known_whose_they_are() {
        let wait = |objects: &[&str]| serde_json::json!({"do": "wait", "objects": objects, "for": "gone"});
        let names = BTreeSet::from(["Job/a".to_owned()]);
        for (objects, left) in [(&["Job/a", "Job/b"][..], &["Job/b"][..]), (&["Job/a"], &["Job/a"])] {
            let mut event = wait(objects);
            leave_out_names(&mut event, &names);
            assert_eq!(event, wait(left));
        }
    }

    #[test]
    fn what_a_wait_ended_with_is_known_though_not_for_whom() {
        let story = |events: Value| serde_json::json!({"operations": [{"events": events}]});
        let create = serde_json::json!({"do": "create", "object": "Pod/a", "result": "created"});
        let hook = serde_json::json!({"do": "create", "object": "Pod/a", "role": "hook", "result": "created"});
        let wait = |until: &str| serde_json::json!({"do": "wait", "object": "Job/b", "for": "gone", "until": until});
        let manifest = serde_json::json!({"do": "wait", "for": "manifest", "until": "timeout"});
        let mut ours = story(serde_json::json!([create, hook, wait("gone"), manifest]));
        let mut theirs = story(serde_json::json!([create, hook, wait("timeout")]));
        guesses(&mut ours, &mut theirs);
        assert_eq!(ours, theirs);
    }

    #[test]
    fn waits_that_touch_are_one() {
        let mut events = vec![
            serde_json::json!({"do": "wait", "object": "Job/a", "for": "gone", "until": "gone"}),
            serde_json::json!({"do": "wait", "for": "manifest", "until": "timeout"}),
        ];
        join_waits(&mut events);
        assert_eq!(events, [serde_json::json!({"do": "wait", "object": "Job/a", "for": "gone", "until": "timeout"})]);
    }

    #[test]
    fn errors_of_one_batch_are_sorted() {
        assert_eq!(lines("2 errors occurred:\n\t* b\n\t* a\n\n"), ["2 errors occurred:", "\t* a", "\t* b"]);
    }
}
