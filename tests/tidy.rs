//! Keeps the house in order: who may use whom, what never enters the engine, how long a file gets.
//! `ARCHITECTURE.md` has the reasons.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from left to right. A room may use what stands left of it, and its neighbours of the same group.
const ROOMS: &[&[&str]] = &[
    &["text"],
    &["yaml"],
    &["story"],
    &["template"],
    &["chart"],
    &["manifest"],
    &["lint"],
    &["cluster"],
    &["release"],
    &["helm"],
    &["trace"],
    &["service"],
    &["app", "cli"],
];

/// What would make the engine more than a function, and what it is.
const NOT_IN_THE_ENGINE: &[(&str, &str)] = &[
    ("std::time", "a clock"),
    ("std::fs", "files"),
    ("std::net", "the network"),
    ("std::env", "the environment"),
    ("std::process", "processes"),
    ("std::thread", "threads"),
    ("std::sync::Mutex", "shared state"),
    ("std::sync::RwLock", "shared state"),
    ("std::sync::OnceLock", "global state"),
    ("LazyLock", "global state"),
    ("thread_local!", "global state"),
    ("static mut", "global state"),
    ("HashMap", "an order that differs from run to run"),
    ("HashSet", "an order that differs from run to run"),
    ("rand::", "randomness"),
    ("yew::", "the browser"),
    ("gloo", "the browser"),
    ("web_sys", "the browser"),
    ("js_sys", "the browser"),
    ("wasm_bindgen", "the browser"),
];

/// Files that may look at the number of a Helm version, with the reason.
const VERSION_NUMBERS: &[&str] = &[
    // The table of what differs.
    "src/helm/behaviour.rs",
    // Where the source of a rule stands in each major version: no behaviour.
    "src/helm/rule.rs",
    // The type itself.
    "src/story/version.rs",
    // The table of what templates can tell, which stands left of Helm.
    "src/template/dialect.rs",
];

const LONGEST_FILE: usize = 600;

#[test]
fn rooms_use_only_rooms_to_their_left() {
    let place = |name: &str| ROOMS.iter().position(|group| group.contains(&name));
    let mut seen = 0;
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let Some(room) = room_of(&file) else { continue };
        let own = place(&room).unwrap_or_else(|| panic!("{} is in no room: add it to ROOMS", file.display()));
        for (number, line) in code_lines(&read(&file)) {
            for other in rooms_named(line) {
                seen += 1;
                if place(&other).is_some_and(|other| other > own) {
                    wrong.push(format!("{}:{number}: {room} uses {other}", file.display()));
                }
            }
        }
    }
    assert!(seen > 20, "the walk found only {seen} uses: it reads the imports no longer");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nothing_impure_enters_the_engine() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        if room_of(&file).is_none_or(|room| room == "app") {
            continue;
        }
        for (number, line) in code_lines(&read(&file)) {
            for (name, what) in NOT_IN_THE_ENGINE {
                if line.contains(name) {
                    wrong.push(format!("{}:{number}: {name} is {what}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn versions_differ_by_table_only() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        if VERSION_NUMBERS.iter().any(|allowed| file.ends_with(allowed)) {
            continue;
        }
        let text = read(&file);
        for (number, line) in code_lines(without_tests(&text)) {
            if [".major", ".minor", ".patch"].iter().any(|field| has_word(line, field)) {
                wrong.push(format!("{}:{number}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "ask helm::behaviour instead:\n{}", wrong.join("\n"));
}

#[test]
fn files_are_short_finished_and_at_home_anywhere() {
    // Put together here, so that this file does not find itself.
    let unfinished = ["TO", "FIX", "XX"].map(|head| {
        format!(
            "{head}{}",
            if head == "TO" {
                "DO"
            } else if head == "FIX" {
                "ME"
            } else {
                "X"
            }
        )
    });
    let elsewhere = ["home", "work", "root", "Users"].map(|folder| format!("/{folder}/"));
    let mut wrong = Vec::new();
    let own = ["src", "tests", "benches"].iter().flat_map(|folder| rust_files(folder));
    let scripts = ["scripts", "www", "tests/e2e"].iter().flat_map(|folder| files(folder, &["mjs", "js", "sh", "css"]));
    for file in own.chain(scripts).filter(|file| !file.starts_with("www/dist")) {
        let text = read(&file);
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{}: {lines} lines, {LONGEST_FILE} at most", file.display()));
        }
        for (number, line) in text.lines().enumerate() {
            let found = unfinished.iter().chain(&elsewhere).find(|words| line.contains(words.as_str()));
            if let Some(found) = found {
                wrong.push(format!("{}:{}: {found}", file.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The room of a file: `src/yaml/…` is in `yaml`. The doors (`src/main.rs`, `src/bin`, `src/lib.rs`) are in none.
fn room_of(file: &Path) -> Option<String> {
    let mut parts = file.strip_prefix("src").ok()?.components();
    let room = parts.next()?.as_os_str().to_str()?.to_owned();
    parts.next()?;
    (room != "bin").then_some(room)
}

/// The rooms that a line names: `crate::yaml::Node`, `use crate::{text, yaml}`.
fn rooms_named(line: &str) -> Vec<String> {
    let names = line.split("crate::").skip(1);
    names
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => list.split([',', '}']).map(str::trim).collect(),
            None => vec![rest],
        })
        .map(|name| name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(|name: &String| !name.is_empty())
        .collect()
}

/// Numbered lines that are not comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(i, line)| (i + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The part of a file before its test module.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

/// Whether `line` has `field` and no longer name that begins with it.
fn has_word(line: &str, field: &str) -> bool {
    line.match_indices(field).any(|(at, _)| {
        let next = line[at + field.len()..].chars().next();
        !next.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '(')
    })
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    files(folder, &["rs"])
}

/// All files below `folder` with one of the endings, in a fixed order.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().and_then(|e| e.to_str()).is_some_and(|ending| endings.contains(&ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
