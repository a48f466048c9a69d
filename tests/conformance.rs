//! Plays every scenario that real Helm was recorded with and compares the recordings, field by field.
//!
//! `conformance/open.txt` lists what is not equal yet, one `VERSION SCENARIO` a line. One that passes, or one that
//! is not listed and fails, fails the test: the list can only get shorter. Recordings are never edited. A folder of an
//! older version has only those that differ from the next newer one's.

#[path = "conformance/normalise.rs"]
mod normalise;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use helm_hooks::story::{self, HelmVersion};
use helm_hooks::trace;
use serde_json::Value;

const FOLDER: &str = "tests/conformance";

/// Versions, each with the folders in which its recordings are, the first that has one counts.
const VERSIONS: [(HelmVersion, &[&str]); 4] = [
    (HelmVersion::new(4, 3, 1), &["v4.3.1"]),
    (HelmVersion::new(3, 22, 0), &["v3.22.0"]),
    (HelmVersion::new(4, 2, 4), &["v4.2.4", "v4.3.1"]),
    (HelmVersion::new(3, 21, 4), &["v3.21.4", "v3.22.0"]),
];

#[test]
fn recordings_of_real_helm_are_met() {
    let open = fs::read_to_string(format!("{FOLDER}/open.txt")).unwrap();
    let open: BTreeSet<&str> = open.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let (mut report, mut met, mut seen) = (String::new(), 0, BTreeSet::new());
    for (helm, folders) in VERSIONS {
        for id in scenarios() {
            let files = folders.iter().map(|folder| format!("{FOLDER}/recordings/{folder}/{id}.json"));
            let Some(recording) = files.into_iter().find(|file| Path::new(file).exists()) else { continue };
            let name = format!("{helm} {id}");
            let difference = play(&id, helm, &recording);
            match (&difference, open.contains(name.as_str())) {
                (Some(difference), false) => writeln!(report, "{name}\n{difference}").unwrap(),
                (None, true) => writeln!(report, "{name}: passes now, take it from open.txt").unwrap(),
                _ => {}
            }
            met += usize::from(difference.is_none());
            seen.insert(name);
        }
    }
    let stale: Vec<&&str> = open.iter().filter(|name| !seen.contains(**name)).collect();
    assert!(stale.is_empty(), "open.txt lists what there is not: {stale:?}");
    let all = std::env::var("SCENARIO").is_err();
    assert!(!all || seen.len() >= 500, "only {} recordings found", seen.len());
    println!("{met} of {} recordings met", seen.len());
    assert!(report.is_empty(), "{met} of {} recordings met\n\n{report}", seen.len());
}

fn scenarios() -> Vec<String> {
    let files = fs::read_dir(format!("{FOLDER}/scenarios")).unwrap();
    let mut ids: Vec<String> = files
        .filter_map(|file| Some(file.unwrap().path().file_stem()?.to_str()?.to_owned()))
        .filter(|id| std::env::var("SCENARIO").map_or(true, |only| &only == id))
        .collect();
    ids.sort();
    ids
}

/// The first difference between what we play and what was recorded.
fn play(id: &str, helm: HelmVersion, recording: &str) -> Option<String> {
    let text = fs::read_to_string(format!("{FOLDER}/scenarios/{id}.yaml")).unwrap();
    let mut story = story::read(&text).unwrap_or_else(|errors| panic!("{id}: {errors:?}"));
    story.helm = Some(helm);
    let trace = trace::simulate(&story);
    let mut ours: Value = serde_json::from_str(&trace::recording(&story, &trace)).unwrap();
    normalise::recording(&mut ours);
    let mut theirs: Value = serde_json::from_str(&fs::read_to_string(recording).unwrap()).unwrap();
    theirs["helm"] = helm.to_string().into();
    let mut found = Vec::new();
    compare("", &ours, &theirs, &mut found);
    found.into_iter().next()
}

/// Collects the differences, each with its place; of operations those of events first.
fn compare(place: &str, ours: &Value, theirs: &Value, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort_by_key(|key| (*key != "events", key.as_str()));
            keys.dedup();
            for key in keys {
                let value = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                compare(&format!("{place}.{key}"), &value(a), &value(b), found);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for i in 0..a.len().max(b.len()) {
                let (ours, theirs) = (a.get(i), b.get(i));
                if place.ends_with(".events") && ours != theirs || ours.is_none() || theirs.is_none() {
                    found.push(both(&format!("{place}[{i}]"), ours, theirs));
                    return;
                }
                compare(&format!("{place}[{i}]"), &a[i], &b[i], found);
            }
        }
        _ if ours == theirs => {}
        _ => found.push(both(place, Some(ours), Some(theirs))),
    }
}

fn both(place: &str, ours: Option<&Value>, theirs: Option<&Value>) -> String {
    let text = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
    format!("  at {place}\n    ours  {}\n    Helm's {}", text(ours), text(theirs))
}
