//! Plays every scenario that real Helm was recorded with and compares what comes out with the recordings, field by
//! field, as `helm-hooks check recordings` does for anybody.
//!
//! `conformance/open.txt` lists what is not equal yet, one `VERSION SCENARIO` a line. Recordings are never edited.

mod support;

use helm_hooks::cli::check;

#[test]
fn recordings_of_real_helm_are_met() {
    let scenarios = ["tests/conformance/scenarios".to_owned()];
    let checked = check::recordings(&scenarios, "tests/conformance/recordings", &[], support::files());
    support::hold(&checked, "tests/conformance/open.txt");
    assert!(checked.cases.len() >= 518, "only {} recordings found", checked.cases.len());
}
