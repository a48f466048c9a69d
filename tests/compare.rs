//! Two versions side by side: what real Helm was found to have changed from one recorded release to the next is found
//! again by playing the scenario that shows it with both, and is named as the cause.

use helm_hooks::story::{self, HelmVersion, Story};
use helm_hooks::trace::{About, Alike, Comparison, compare, simulate};

/// Findings of comparing recordings of neighbouring releases: id, scenario, the last release that was recorded with
/// the old behaviour, the first with the new one.
const FINDINGS: &[(&str, &str, &str, &str)] = &[
    ("B4-FAILFAST", "fail-pre-install", "4.0.5", "4.1.4"),
    ("B4-BASELINE", "fail-pre-rollback", "4.0.5", "4.1.4"),
    ("B4-BASELINE", "fail-pre-rollback", "4.1.4", "4.2.4"),
    ("B4-GVK", "upgrade-api-version", "4.0.5", "4.1.4"),
    ("B4-GENNAME", "generate-name-manifest", "4.0.5", "4.1.4"),
    ("B4-TRAIL", "output-commands", "4.1.4", "4.2.4"),
    ("B4-TESTLOGS", "test-hooks", "4.1.4", "4.2.4"),
    ("B4-TESTPODS", "test-logs-and-policies", "4.2.4", "4.3.1"),
    ("B4-CRDWAIT", "crds-directory", "4.2.4", "4.3.1"),
    ("B4-OWNCHECK", "uninstall-foreign-owner", "4.2.4", "4.3.1"),
    ("B3-BASELINE", "fail-pre-rollback", "3.21.4", "3.22.0"),
    ("B3-FAILCLEAN", "fail-cleanup-forward", "3.18.6", "3.19.5"),
    ("B3-KEEPSUP", "uninstall-keep-history-older-deployed", "3.18.6", "3.19.5"),
    ("B3-LOGPOLICY", "log-policy", "3.17.4", "3.18.6"),
    ("B3-FAILDELERR", "fail-failed-delete-error", "3.17.4", "3.18.6"),
    ("B3-REVERSE", "hook-weights", "3.16.2", "3.16.4"),
    ("B3-GONEWAIT", "hook-slow-delete", "3.13.3", "3.14.4"),
    ("B3-UPINSTUN", "upgrade-install-uninstalled", "3.13.3", "3.14.4"),
    ("B3-RBMISSING", "rollback-basic", "3.12.3", "3.13.3"),
    ("B3-BATCHERR", "install-rejected-batch", "3.10.3", "3.12.3"),
    ("B3-UNERR", "uninstall-rejected", "3.8.2", "3.10.3"),
    ("B3-PRUNE", "history-max-no-deployed", "3.8.2", "3.10.3"),
    ("B3-VALIDATE", "unknown-field", "3.8.2", "3.10.3"),
    ("B3-SIGNAL", "interrupted-install", "3.5.4", "3.8.2"),
    ("B3-PENDING", "rollback-hook-fails-stuck", "3.2.4", "3.5.4"),
    ("B3-UPDELERR", "upgrade-delete-rejected", "3.2.4", "3.5.4"),
    ("B3-UPDELGET", "cleanup-on-fail", "3.2.4", "3.5.4"),
    ("B3-FAILEDBASE", "upgrade-after-failed-install", "3.1.3", "3.2.4"),
    ("B3-OWNER", "install-unowned", "3.1.3", "3.2.4"),
    ("B3-KEEPUP", "upgrade-add-change-remove", "3.1.3", "3.2.4"),
    ("B3-PRUNEDEP", "history-max-plain", "3.1.3", "3.2.4"),
    ("B3-RBNODEP", "rollback-update-fails", "3.1.3", "3.2.4"),
    ("B3-HOOKSORT", "output-commands", "3.1.3", "3.2.4"),
];

fn scenario(name: &str) -> Story {
    let text = std::fs::read_to_string(format!("tests/conformance/scenarios/{name}.yaml")).unwrap();
    story::read(&text).unwrap()
}

fn play(story: &Story, versions: [HelmVersion; 2]) -> Comparison {
    let traces = versions.map(|helm| simulate(&Story { helm: Some(helm), ..story.clone() }));
    compare(story, traces.each_ref())
}

fn compared(name: &str, first: &str, second: &str) -> Comparison {
    play(&scenario(name), [first, second].map(|helm| helm.parse().unwrap()))
}

#[test]
fn what_recordings_show_to_have_changed_is_found_and_named() {
    for (id, name, old, new) in FINDINGS {
        let compared = compared(name, old, new);
        let named = compared.causes.iter().any(|cause| cause.rules.iter().any(|rule| rule == id));
        assert!(named, "{name} from {old} to {new} does not name {id}: {:#?}", compared.causes);
        let without = compared.differences().find(|row| row.causes.is_empty());
        assert_eq!(without, None, "{name} from {old} to {new}: a difference without a cause");
    }
}

/// The case that the page is built around: a finished Job that an earlier run left.
#[test]
fn where_helm_3_stops_helm_4_goes_on_with_the_old_result() {
    let compared = compared("ssa-finished-job", "3.22.0", "4.3.1");
    let rows = || compared.operations.iter().flat_map(|operation| &operation.rows);
    let parting = rows().find(|row| row.alike == Alike::Other && row.about == About::Step).unwrap();
    let [first, second] = parting.sides.each_ref().map(|side| side.clone().unwrap());
    assert!(first.says.contains("exists already"), "{}", first.says);
    assert!(second.says.contains("nothing changes"), "{}", second.says);
    assert_eq!((first.rule.as_str(), second.rule.as_str()), ("R-EXE-10", "R-EXE-22"));
}

#[test]
fn what_one_run_does_not_reach_is_told_from_what_it_does_not_do() {
    let compared = compared("job-vanishes", "3.22.0", "4.3.1");
    let only: Vec<_> =
        compared.differences().filter(|row| row.alike == Alike::First && row.about == About::Step).collect();
    assert!(only.iter().any(|row| row.not_reached), "Helm 4 would have gone on: {only:#?}");
    assert!(only.iter().any(|row| !row.not_reached), "Helm 4 never waits until it is gone: {only:#?}");
}

#[test]
fn every_step_of_both_runs_has_its_place_in_order() {
    let (one, other): (HelmVersion, HelmVersion) = ("3.2.4".parse().unwrap(), "4.3.1".parse().unwrap());
    for name in ["fail-pre-upgrade", "hook-weights", "v4-wait-strategies", "output-commands"] {
        let mut story = scenario(name);
        let compared = play(&story, [one, other]);
        for (side, helm) in [one, other].into_iter().enumerate() {
            story.helm = Some(helm);
            let rows = compared.operations.iter().flat_map(|operation| &operation.rows);
            let steps: Vec<usize> = rows.filter_map(|row| row.sides[side].as_ref()?.step).collect();
            assert_eq!(steps, (0..simulate(&story).steps.len()).collect::<Vec<_>>(), "{name} {helm}");
        }
    }
}

#[test]
fn a_version_does_not_differ_from_itself() {
    for helm in ["3.8.2", "4.3.1"] {
        let compared = compared("fail-pre-upgrade", helm, helm);
        assert_eq!(compared.differences().count(), 0);
        assert_eq!(compared.causes, []);
    }
}
