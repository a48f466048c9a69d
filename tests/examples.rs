//! Every example of `www/examples` is read, played by both Helm majors, and shows what its title claims.

use std::fs;

use helm_hooks::helm::{Action, Phase, StepOutcome};
use helm_hooks::manifest::HookEvent;
use helm_hooks::service::EXAMPLES;
use helm_hooks::story::{self, HelmVersion, Story};
use helm_hooks::trace::{Step, Trace};
use helm_hooks::{simulate, text};

const HELM_3: HelmVersion = HelmVersion::new(3, 22, 0);
const HELM_4: HelmVersion = HelmVersion::new(4, 3, 1);

/// Examples whose operations do not all succeed; the tests below say which and why.
const FAILING: [&str; 3] = ["broken-script", "failing-upgrade", "leftover"];

fn example(id: &str) -> Story {
    let text = fs::read_to_string(format!("www/examples/{id}.yaml")).unwrap();
    story::read(&text).unwrap_or_else(|found| panic!("{id}: {found:?}"))
}

fn played(id: &str, helm: HelmVersion) -> Trace {
    simulate(&Story { helm: Some(helm), ..example(id) })
}

/// By both majors.
fn both(id: &str) -> [Trace; 2] {
    [played(id, HELM_3), played(id, HELM_4)]
}

fn ids() -> Vec<String> {
    let entries = fs::read_dir("www/examples").unwrap();
    let mut ids: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().strip_suffix(".yaml").unwrap().to_owned())
        .collect();
    ids.sort();
    assert!(ids.len() >= 9);
    ids
}

fn steps(trace: &Trace, operation: usize) -> &[Step] {
    &trace.steps[trace.operations[operation].steps.clone()]
}

fn is_creation(step: &&Step) -> bool {
    let made = matches!(step.outcome, StepOutcome::Created | StepOutcome::Changed | StepOutcome::Unchanged);
    made && matches!(step.action, Action::Create | Action::Apply { .. })
}

/// Names of what an operation makes for an event, in order.
fn made(trace: &Trace, operation: usize, event: HookEvent) -> Vec<String> {
    let own = steps(trace, operation).iter().filter(|step| step.phase == Phase::Hooks(event));
    own.filter(is_creation).flat_map(|step| &step.objects).map(|object| object.name.clone()).collect()
}

/// Names of what is left at the end that no release owns, sorted.
fn left(trace: &Trace) -> Vec<String> {
    let last = trace.steps.len().checked_sub(1);
    let mut names: Vec<String> = trace.state_at(last).ledger.iter().map(|entry| entry.object.name.clone()).collect();
    names.sort();
    names
}

/// Status of each revision at the end.
fn history(trace: &Trace) -> Vec<(u32, String)> {
    let records = trace.state_at(trace.steps.len().checked_sub(1)).records;
    records.iter().map(|record| (record.revision, record.status.word().to_owned())).collect()
}

#[test]
fn every_file_of_the_folder_is_in_the_menu() {
    let mut listed: Vec<&str> = EXAMPLES.iter().map(|example| example.id).collect();
    listed.sort_unstable();
    assert_eq!(ids(), listed);
}

#[test]
fn every_example_is_read_and_written_back() {
    for id in ids() {
        let story = example(&id);
        assert_eq!(story.id, id);
        assert_eq!(story::read(&story::write(&story)).unwrap(), story, "{id}");
        assert!(!story.covers.is_empty(), "{id} names no rule");
    }
}

#[test]
fn every_example_goes_well_but_for_those_that_show_failure() {
    for id in ids() {
        for trace in both(&id) {
            assert!(!trace.truncated && trace.diagnostics.is_empty(), "{id}: {:?}", trace.diagnostics);
            assert_eq!(trace.operations.len(), example(&id).operations.len(), "{id}");
            for operation in trace.operations.iter().filter(|_| !FAILING.contains(&id.as_str())) {
                assert_eq!((operation.exit, operation.error.as_str()), (0, ""), "{id}, {}", operation.operation);
                let wrong: Vec<_> =
                    operation.diagnostics.iter().filter(|found| found.severity == text::Severity::Error).collect();
                assert!(wrong.is_empty(), "{id}, {}: {wrong:?}", operation.operation);
            }
        }
    }
}

#[test]
fn shop_backs_up_then_migrates_and_three_hook_objects_outlive_it() {
    for trace in both("shop") {
        assert_eq!(made(&trace, 3, HookEvent::PreUpgrade), ["db-backup", "db-migrate"]);
        assert_eq!(made(&trace, 3, HookEvent::PostUpgrade), ["slack-notify"]);
        assert_eq!(made(&trace, 1, HookEvent::Test), ["smoke-test"]);
        assert_eq!(left(&trace), ["db-backup", "db-cleanup", "smoke-test"]);
        let update = |name: &str| {
            let resources = steps(&trace, 3).iter().filter(|step| step.phase == Phase::Resources);
            let mut own = resources.filter(|step| step.objects.iter().any(|object| object.to_string() == name));
            own.next_back().map(|step| step.outcome.clone())
        };
        // Helm 3 compares by itself and asks the API server for nothing; Helm 4 applies and is told so.
        let unchanged = (trace.helm == HELM_4).then_some(StepOutcome::Unchanged);
        assert_eq!(update("Service/shop-web"), unchanged);
        assert_eq!(update("ConfigMap/shop-config"), Some(StepOutcome::Changed));
        assert_eq!(update("Deployment/shop-web"), Some(StepOutcome::Changed));
    }
}

#[test]
fn a_migration_runs_before_the_app_each_time_and_leaves_nothing() {
    for trace in both("migration") {
        for (operation, event) in [(0, HookEvent::PreInstall), (1, HookEvent::PreUpgrade)] {
            assert_eq!(made(&trace, operation, event), ["migrate"]);
            let place = |kind: &str| {
                let mut all = steps(&trace, operation).iter();
                all.position(|step| step.objects.iter().any(|object| object.kind == kind)).unwrap()
            };
            assert!(place("Job") < place("Deployment"));
        }
        assert_eq!(left(&trace), Vec::<String>::new());
    }
}

#[test]
fn a_notification_takes_its_words_from_the_values() {
    for trace in both("notify") {
        assert_eq!(made(&trace, 0, HookEvent::PostInstall), ["news-notify"]);
        assert_eq!(made(&trace, 1, HookEvent::PostUpgrade), ["news-notify"]);
        let job = trace.objects.iter().find(|life| life.object.name == "news-notify").unwrap();
        let manifests = job.states.iter().filter_map(|(_, state)| state.as_ref());
        let words: Vec<String> = manifests
            .map(|state| state.manifest.value()["spec"]["template"]["spec"]["containers"][0]["args"][2].to_string())
            .collect();
        assert!(words.contains(&"\"News: revision 1 is out\"".to_owned()), "{words:?}");
        assert!(words.contains(&"\"Evening news: revision 2 is out\"".to_owned()), "{words:?}");
        assert_eq!(left(&trace), Vec::<String>::new());
    }
}

#[test]
fn weights_decide_then_names() {
    for trace in both("weights") {
        let order = made(&trace, 0, HookEvent::PreInstall);
        assert_eq!(order, ["settings", "check", "unweighted", "a-tables", "b-indexes", "seed"]);
    }
}

#[test]
fn a_hook_of_three_events_runs_three_times_and_replaces_itself() {
    for trace in both("several-events") {
        for (operation, event) in
            [(0, HookEvent::PostInstall), (1, HookEvent::PostUpgrade), (2, HookEvent::PostRollback)]
        {
            assert_eq!(made(&trace, operation, event), ["report"]);
            let own = steps(&trace, operation).iter().filter(|step| step.phase == Phase::Hooks(event));
            let deleted = own.filter(|step| matches!(step.action, Action::Delete { .. }));
            let outcomes: Vec<_> = deleted.map(|step| step.outcome.clone()).collect();
            let expected = if operation == 0 { StepOutcome::NotFound } else { StepOutcome::Deleted };
            assert_eq!(outcomes, [expected], "operation {operation}");
        }
        assert_eq!(left(&trace), ["report"]);
    }
}

#[test]
fn two_of_five_policies_delete_after_success() {
    for trace in both("delete-policies") {
        assert_eq!(made(&trace, 0, HookEvent::PostInstall).len(), 5);
        assert_eq!(left(&trace), ["before-creation", "failed", "no-policy"]);
        assert_eq!(trace.state_at(trace.steps.len().checked_sub(1)).records.len(), 0, "the release is gone");
    }
}

#[test]
fn a_failing_pre_upgrade_hook_leaves_the_app_alone() {
    for trace in both("failing-upgrade") {
        assert_eq!(trace.operations[1].exit, 1);
        assert!(trace.operations[1].error.starts_with("Error: UPGRADE FAILED: pre-upgrade hooks failed"));
        assert!(steps(&trace, 1).iter().all(|step| step.phase != Phase::Resources));
        assert_eq!(history(&trace), [(1, "deployed".to_owned()), (2, "failed".to_owned())]);
        assert!(left(&trace).contains(&"migrate".to_owned()));
    }
}

#[test]
fn a_rollback_runs_the_hooks_of_what_it_restores() {
    for trace in both("rollback") {
        assert_eq!(made(&trace, 2, HookEvent::PreRollback), ["restored-before"]);
        assert_eq!(made(&trace, 2, HookEvent::PostRollback), ["restored-after"]);
        assert!(trace.objects.iter().all(|life| !life.object.name.starts_with("left")));
    }
}

#[test]
fn a_config_map_as_hook_comes_first_takes_no_time_and_stays() {
    for trace in both("configmap-hook") {
        assert_eq!(made(&trace, 0, HookEvent::PreInstall), ["seed-script", "seed"]);
        let config =
            steps(&trace, 0).iter().filter(|step| step.objects.iter().any(|object| object.kind == "ConfigMap"));
        assert_eq!(config.map(|step| step.took).sum::<u64>(), 0);
        assert_eq!(left(&trace), ["seed-script"]);
    }
}

#[test]
fn a_left_over_job_stops_helm_3_and_is_taken_for_done_by_helm_4() {
    let [three, four] = both("leftover");
    assert_eq!(three.operations[1].exit, 1);
    assert!(three.operations[1].error.contains("already exists"), "{}", three.operations[1].error);
    assert_eq!(four.operations[1].exit, 0);
    let job = four.objects.iter().find(|life| life.object.name == "check").unwrap();
    let last = job.states.last().and_then(|(_, state)| state.as_ref()).unwrap();
    assert!(four.operations[0].steps.contains(&last.created_by), "the Job is still that of the install");
}

#[test]
fn a_broken_script_stops_helm_and_its_first_fix_mends_it() {
    for helm in [HELM_3, HELM_4] {
        let story = Story { helm: Some(helm), ..example("broken-script") };
        let trace = simulate(&story);
        let operation = &trace.operations[0];
        assert_eq!(operation.exit, 1);
        assert_eq!(
            operation.error,
            "Error: INSTALLATION FAILED: YAML parse error on my-app/templates/prepare-config.yaml: \
             error converting YAML to JSON: yaml: line 18: did not find expected key"
        );
        assert!(trace.objects.is_empty() && trace.records.is_empty(), "nothing is touched");

        let found = operation.diagnostics.iter().find(|found| found.id == "yaml/comment-in-plain-text");
        let found = found.unwrap_or_else(|| panic!("{:?}", operation.diagnostics));
        let mut mended = story.clone();
        let file = mended.charts.get_mut("v1").unwrap().templates.get_mut("prepare-config.yaml").unwrap();
        let line = text::LineIndex::new(file).line(found.labels[0].span.start);
        assert_eq!(file.lines().nth(line - 1).unwrap().trim(), "# keep what an earlier install made");
        *file = found.fixes[0].apply(file).unwrap();
        let trace = simulate(&mended);
        assert_eq!((trace.operations[0].exit, trace.operations[0].error.as_str()), (0, ""));
        let job = trace.objects.iter().find(|life| life.object.name == "prepare-config").unwrap();
        let state = job.states.iter().find_map(|(_, state)| state.as_ref()).unwrap();
        let script = &state.manifest.value()["spec"]["template"]["spec"]["containers"][0]["args"][0];
        let script = script.as_str().unwrap();
        for words in ["# keep what", "if kubectl get configmap app-settings -n my-app; then", "fi;"] {
            assert!(script.contains(words), "{words:?} is missing from {script}");
        }
    }
}
