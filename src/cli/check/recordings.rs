//! Scenarios against what real Helm did with them.
//!
//! A folder of recordings has one folder for each version, with a file for each scenario. In that of an older version
//! may lie only what differs from the next newer one, beside a list of what is the same, `SAME.txt`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::{Files, excerpt};
use super::{Checked, chance, compare, normalise};
use crate::story::{self, HelmVersion, Story};
use crate::trace;

const SAME: &str = "SAME.txt";

/// Plays scenarios and compares what comes out with the recordings of them.
///
/// `scenarios` are files or folders of files; `against` is a folder of recordings; `helm` are the versions to check,
/// all that have recordings if there are none. A scenario is checked with the versions that it was recorded with.
#[must_use]
pub fn recordings(scenarios: &[String], against: &str, helm: &[HelmVersion], files: Files<'_>) -> Checked {
    let mut checked = Checked::default();
    let library = match Library::open(against, files) {
        Ok(library) => library,
        Err(why) => {
            checked.unusable(why);
            return checked;
        }
    };
    for missing in helm.iter().filter(|version| !library.versions.contains_key(version)) {
        checked.unusable(format!("{against} has no recordings of {missing}"));
    }
    let versions: Vec<HelmVersion> = match helm {
        [] => library.versions.keys().rev().copied().collect(),
        some => some.to_vec(),
    };
    for file in scenarios.iter().flat_map(|path| scenario_files(path, files)) {
        let Some(story) = read_story(&file, files, &mut checked) else { continue };
        for &version in &versions {
            let Some(recording) = library.find(&story.id, version) else { continue };
            match read_recording(&recording, files) {
                Ok(recorded) => checked.case(format!("{version} {}", story.id), replay(&story, version, recorded)),
                Err(why) => checked.unusable(why),
            }
        }
    }
    if checked.cases.is_empty() && checked.unusable.is_empty() {
        checked.unusable(format!("{against} has no recordings of these scenarios"));
    }
    checked
}

/// The first difference between what we play and what was recorded.
fn replay(story: &Story, helm: HelmVersion, mut recorded: Value) -> Option<String> {
    let mut story = Story { helm: Some(helm), ..story.clone() };
    take_flags(&mut story, helm, &recorded);
    let text = trace::recording(&story, &trace::simulate(&story));
    let mut ours: Value = serde_json::from_str(&text).unwrap_or_default();
    normalise::recording(&mut ours);
    normalise::recorded(&mut recorded);
    chance::settle(&story.id, helm, &mut recorded);
    normalise::guesses(&mut ours, &mut recorded);
    if let Some(fields) = recorded.as_object_mut() {
        // A recording of a newer version may stand for that of this one.
        fields.insert("helm".into(), helm.to_string().into());
    }
    compare::first_difference("", &ours, &recorded)
}

/// A recorder may have added flags, such as a time-out where that version would wait for minutes: those that follow
/// the scenario's own in a recording are taken over.
fn take_flags(story: &mut Story, helm: HelmVersion, recorded: &Value) {
    let runs = |only: &[String]| only.is_empty() || only.iter().any(|pattern| helm.matches(pattern));
    let played = story.operations.iter_mut().filter(|operation| runs(&operation.only));
    let recorded = recorded.get("operations").and_then(Value::as_array).into_iter().flatten();
    for (operation, recorded) in played.zip(recorded) {
        let flags = recorded.get("flags").and_then(Value::as_array).into_iter().flatten();
        let flags: Vec<String> = flags.filter_map(|flag| Some(flag.as_str()?.to_owned())).collect();
        let of_major = if helm.matches("v4") { &operation.helm4_flags } else { &operation.helm3_flags };
        let own = operation.flags.len().saturating_add(of_major.len());
        operation.flags.extend(of_major.iter().cloned().chain(flags.into_iter().skip(own)).collect::<Vec<_>>());
        operation.helm3_flags.clear();
        operation.helm4_flags.clear();
    }
}

/// A file, or the scenarios in a folder.
fn scenario_files(path: &str, files: Files<'_>) -> Vec<String> {
    let Ok(names) = (files.list)(path) else { return vec![path.to_owned()] };
    names.iter().filter(|name| name.ends_with(".yaml")).map(|name| format!("{path}/{name}")).collect()
}

fn read_story(file: &str, files: Files<'_>, checked: &mut Checked) -> Option<Story> {
    let text = match (files.read)(file) {
        Ok(text) => text,
        Err(error) => {
            checked.unusable(format!("cannot read {file}: {error}"));
            return None;
        }
    };
    match story::read(&text) {
        Ok(story) if story.id.is_empty() => checked.unusable(format!("{file} has no `id`, which names its recordings")),
        Ok(story) => return Some(story),
        Err(found) => {
            let shown = found.iter().map(|one| excerpt::render(one, |_| Some((file.into(), &text))));
            checked.unusable.extend(shown);
        }
    }
    None
}

fn read_recording(file: &str, files: Files<'_>) -> Result<Value, String> {
    let text = (files.read)(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let recorded: Value = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    match recorded.get("problems") {
        Some(problems) => Err(format!("{file} is not to be trusted, its recorder had problems: {problems}")),
        None => Ok(recorded),
    }
}

/// A folder of recordings.
struct Library<'a> {
    folder: &'a str,
    versions: BTreeMap<HelmVersion, Shelf>,
}

/// The recordings of one version.
#[derive(Default)]
struct Shelf {
    /// Scenarios that have a file.
    own: BTreeSet<String>,
    /// Scenarios that were recorded the same as with the next newer version.
    same: BTreeSet<String>,
    next: Option<HelmVersion>,
}

impl<'a> Library<'a> {
    fn open(folder: &'a str, files: Files<'_>) -> Result<Self, String> {
        let names = (files.list)(folder).map_err(|error| format!("cannot read {folder}: {error}"))?;
        let mut versions = BTreeMap::new();
        for version in names.iter().filter_map(|name| name.parse::<HelmVersion>().ok()) {
            versions.insert(version, Shelf::open(&format!("{folder}/{version}"), files)?);
        }
        if versions.is_empty() {
            return Err(format!("{folder} has no folder that is called like a version of Helm, such as v4.3.1"));
        }
        Ok(Library { folder, versions })
    }

    /// The file with the recording of a scenario.
    fn find(&self, id: &str, version: HelmVersion) -> Option<String> {
        let mut version = version;
        // Each step leads to a newer version, or the list is wrong and there are no more steps than versions.
        for _ in 0..self.versions.len() {
            let shelf = self.versions.get(&version)?;
            if shelf.own.contains(id) {
                return Some(format!("{}/{version}/{id}.json", self.folder));
            }
            version = shelf.next.filter(|_| shelf.same.contains(id))?;
        }
        None
    }
}

impl Shelf {
    fn open(folder: &str, files: Files<'_>) -> Result<Self, String> {
        let names = (files.list)(folder).map_err(|error| format!("cannot read {folder}: {error}"))?;
        let own = names.iter().filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
        if !names.iter().any(|name| name == SAME) {
            return Ok(Shelf { own, ..Shelf::default() });
        }
        let file = format!("{folder}/{SAME}");
        let text = (files.read)(&file).map_err(|error| format!("cannot read {file}: {error}"))?;
        let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let next = head.split_once("recording as ").and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
        if next.is_none() {
            return Err(format!("{file}: its first line names no version after `recording as`"));
        }
        Ok(Shelf { own, same: rest.lines().map(str::to_owned).collect(), next })
    }
}
