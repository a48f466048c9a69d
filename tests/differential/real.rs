//! Real Helm: the oracle of `oracle/`, run on many stories at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use helm_hooks::cli::check;
use helm_hooks::story::{self, HelmVersion, Story};

use crate::support;

/// A story and the Helm that plays it.
pub type Case = (Story, HelmVersion);

/// Plays all stories, whose ids are unique, and says of each how ours differs from Helm's: `Some(None)` if it does not,
/// `None` if the oracle itself had trouble. What was recorded in this folder before is not asked again.
pub fn differences(cases: &[Case], folder: &Path, parallel: usize) -> Vec<Option<Option<String>>> {
    let versions: BTreeSet<HelmVersion> = cases.iter().map(|(_, helm)| *helm).collect();
    for helm in &versions {
        let asked = folder.join(format!("asked-{helm}"));
        let _ = fs::remove_dir_all(&asked);
        fs::create_dir_all(&asked).unwrap();
        for (story, _) in cases.iter().filter(|(_, own)| own == helm) {
            let text = story::write(&Story { helm: None, ..story.clone() });
            let known = folder.join(helm.to_string()).join(format!("{}.yaml", story.id));
            if fs::read_to_string(&known).is_ok_and(|old| old == text) && recording_of(folder, story, *helm).exists() {
                continue;
            }
            fs::create_dir_all(known.parent().unwrap()).unwrap();
            fs::write(known, &text).unwrap();
            fs::write(asked.join(format!("{}.yaml", story.id)), &text).unwrap();
        }
        if fs::read_dir(&asked).unwrap().next().is_some() {
            record(&asked, folder, *helm, parallel);
        }
    }
    let found = judged(folder, &versions);
    cases.iter().map(|(story, helm)| found.get(&format!("{helm} {}", story.id)).cloned()).collect()
}

/// What the check of recordings says of those in a folder, by version and id.
fn judged(folder: &Path, versions: &BTreeSet<HelmVersion>) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    for helm in versions {
        let stories = [folder.join(helm.to_string()).display().to_string()];
        let checked = check::recordings(&stories, &folder.display().to_string(), &[*helm], support::files());
        found.extend(checked.cases.into_iter().map(|case| (case.name, case.difference)));
    }
    found
}

/// The file with Helm's recording of a story.
pub fn recording_of(folder: &Path, story: &Story, helm: HelmVersion) -> PathBuf {
    folder.join(helm.to_string()).join(format!("{}.json", story.id))
}

/// Runs the oracle on a folder of stories.
fn record(stories: &Path, out: &Path, helm: HelmVersion, parallel: usize) {
    let mut command = Command::new("oracle/run");
    command.arg("run").arg("--helm").arg(helm.to_string()).arg("--parallel").arg(parallel.to_string());
    command.arg("--out").arg(out).arg(stories).stderr(Stdio::piped());
    let output = command.output().unwrap_or_else(|error| panic!("oracle/run: {error}"));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the oracle failed:\n{text}");
}
