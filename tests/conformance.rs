//! Plays every scenario that real Helm was recorded with and compares what comes out with the recordings, field by
//! field, as `helm-hooks check recordings` does for anybody.
//!
//! `conformance/open.txt` lists what is not equal yet, one `VERSION SCENARIO` a line. Recordings are never edited.

mod support;

use helm_hooks::cli::check;
use helm_hooks::helm::PROVED;
use helm_hooks::story::HelmVersion;

const RECORDINGS: &str = "tests/conformance/recordings";

#[test]
fn recordings_of_real_helm_are_met() {
    let scenarios = ["tests/conformance/scenarios".to_owned()];
    let checked = check::recordings(&scenarios, RECORDINGS, &[], support::files());
    support::hold(&checked, "tests/conformance/open.txt");
    assert!(checked.cases.len() >= 1400, "only {} recordings found", checked.cases.len());
    let all_met = |helm: &HelmVersion| checked.failed().all(|case| !case.name.starts_with(&format!("{helm} ")));
    let mut recorded: Vec<HelmVersion> =
        (support::files().list)(RECORDINGS).unwrap().iter().map(|name| name.parse().unwrap()).collect();
    recorded.retain(all_met);
    recorded.sort_by(|a, b| b.cmp(a));
    assert_eq!(PROVED, recorded, "the versions offered are not those whose recordings are all met");
}
