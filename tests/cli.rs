//! The command as people run it: each file of `cases/cli` is one call, with its output and exit status.
//!
//! `UPDATE_CASES=1 cargo test --test cli` writes what the command answers now into the files; read the difference.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const FOLDER: &str = "tests/cases/cli";

/// Runs `helm-hooks` with the words of a line; `< FILE` at its end is its standard input.
fn call(line: &str) -> Output {
    let (line, input) = match line.split_once(" < ") {
        Some((line, file)) => (line, fs::read_to_string(format!("{FOLDER}/{file}")).unwrap()),
        None => (line, String::new()),
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_helm-hooks"))
        .args(line.split(' ').skip(1))
        .current_dir(FOLDER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn calls_answer_as_their_cases_say() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for entry in fs::read_dir(FOLDER).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "case") {
            continue;
        }
        let expected = fs::read_to_string(&path).unwrap();
        let line = expected.lines().next().unwrap();
        let output = call(line);
        let status = output.status.code().unwrap();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        let found = format!("{line}\n--- exit {status}\n--- stdout\n{out}--- stderr\n{err}");
        if found != expected {
            wrong.push(format!("{}\n{found}", path.display()));
        }
        if update {
            fs::write(&path, found).unwrap();
        }
        count += 1;
    }
    assert!(count >= 20, "only {count} cases");
    assert!(update || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The layout is the oracle's too: only the time of the run differs.
#[test]
fn recordings_are_equal_to_the_letter() {
    for (version, scenario) in
        [("v4.3.1", "hook-weights"), ("v3.22.0", "hook-weights"), ("v4.3.1", "upgrade-add-change-remove")]
    {
        let output = call(&format!(
            "helm-hooks run ../../conformance/scenarios/{scenario}.yaml --format recording --helm {version}"
        ));
        let recorded = fs::read_to_string(format!("tests/conformance/recordings/{version}/{scenario}.json")).unwrap();
        let lines = |text: &str| {
            text.lines().filter(|line| !line.contains("LAST DEPLOYED")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(lines(&text(&output.stdout)), lines(&recorded), "{version} {scenario}");
    }
}

#[test]
fn the_trace_and_its_schema_are_json() {
    let trace: serde_json::Value =
        serde_json::from_str(&text(&call("helm-hooks run migration.yaml --format json").stdout)).unwrap();
    assert_eq!(trace["format"], "helm-hooks-trace/1");
    let schema: serde_json::Value = serde_json::from_str(&text(&call("helm-hooks schema").stdout)).unwrap();
    assert_eq!(schema["properties"]["format"]["const"], trace["format"]);
}
