//! What the recordings do not show: plans, time, refusals, limits.

use super::*;
use crate::story::{self, HelmVersion};

fn run_with(helm: (u16, u16, u16), text: &str) -> Run {
    let mut story = story::read(text).unwrap_or_else(|errors| panic!("{errors:?}"));
    story.helm = Some(HelmVersion::new(helm.0, helm.1, helm.2));
    super::run(&story)
}

fn run(text: &str) -> Run {
    run_with((4, 3, 1), text)
}

/// `verb object outcome` of each step.
fn lines(events: &[Event]) -> Vec<String> {
    let line = |event: &Event| {
        let objects: Vec<String> = event.objects.iter().map(ToString::to_string).collect();
        let action = match &event.action {
            Action::Record { revision, status, .. } => format!("record {revision} {}", status.word()),
            Action::Refuse(error) => format!("refuse {error}"),
            Action::Apply { .. } => "apply".into(),
            Action::WaitReady => "wait".into(),
            other => format!("{other:?}").to_lowercase(),
        };
        format!("{action} {} {:?}", objects.join(","), event.outcome).replace("  ", " ")
    };
    events.iter().map(line).collect()
}

const JOB_AND_CONFIG: &str = r#"
charts:
  a:
    templates:
      job.yaml: |
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: migrate
          annotations: {helm.sh/hook: pre-install, helm.sh/hook-delete-policy: hook-succeeded}
        spec:
          template:
            spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}
      map.yaml: |
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
"#;

#[test]
fn a_failed_operation_says_what_it_would_have_done() {
    let run = run(&format!("{JOB_AND_CONFIG}operations:\n- install: a\n  world: {{Job/migrate: fails}}\n"));
    let [operation] = &run.operations[..] else { panic!() };
    assert_eq!(
        lines(&operation.events)[3..],
        ["wait Job/migrate Failed", "record 1 failed Done"].map(str::to_owned),
        "{:#?}",
        operation.events
    );
    assert_eq!(
        lines(&operation.planned),
        [
            "record 1 pending-install Done",
            "record 1 pending-install Done",
            "apply Job/migrate Created",
            "wait Job/migrate Reached(\"complete\")",
            "delete { propagation: \"background\" } Job/migrate Deleted",
            "apply ConfigMap/settings Created",
            "record 1 deployed Done",
        ]
    );
}

#[test]
fn waiting_takes_virtual_time_only() {
    let text = format!("{JOB_AND_CONFIG}operations:\n- install: a\n  world: {{Job/migrate: hangs}}\n");
    let run = run(&text);
    let wait = run.operations[0].events.iter().find(|event| event.action == Action::WaitReady).unwrap();
    assert_eq!((wait.at, wait.took, &wait.outcome), (0, 300_000, &StepOutcome::TimedOut));
    let last = run.operations[0].events.last().unwrap();
    assert_eq!((last.at, last.took), (300_000, 0));
    let three = run_with((3, 22, 0), &text.replace("install: a", "install: a\n  flags: [--timeout=7s]"));
    assert_eq!(three.operations[0].events.last().unwrap().at, 7000);
}

#[test]
fn a_version_that_is_not_proved_says_so() {
    let text = format!("{JOB_AND_CONFIG}operations:\n- install: a\n");
    assert!(run(&text).diagnostics.is_empty());
    let guess = run_with((4, 2, 0), &text).diagnostics;
    assert_eq!(guess[0].id, "story/unproved-version");
    assert!(guess[0].cause.contains("v4.2.4, v4.1.4"), "{}", guess[0].cause);
}

/// A claim that is bound late, among others: asked every two seconds for a day, they would be asked eight million times.
#[test]
fn a_day_of_polling_costs_nothing() {
    let claim = "apiVersion: v1\n        kind: PersistentVolumeClaim\n        metadata: {name: data-NUMBER}\n        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n        ---\n        ";
    let claims: String = (0..200).map(|number| claim.replace("NUMBER", &number.to_string())).collect();
    let text = format!(
        "{JOB_AND_CONFIG}      claims.yaml: |\n        {claims}\noperations:\n- install: a\n  flags: [--wait, --timeout=24h]\n  world: {{PersistentVolumeClaim/data-199: bound 3601s}}\n"
    );
    let waits = |text: &str| {
        let run = run_with((3, 22, 0), text);
        let wait = run.operations[0].events.iter().find(|event| event.action == Action::WaitManifest).unwrap();
        (wait.took, wait.outcome.clone())
    };
    // Every two seconds, so one second late.
    assert_eq!(waits(&text), (3_602_000, StepOutcome::Reached("done")));
    assert_eq!(waits(&text.replace("bound 3601s", "pending")), (86_400_000, StepOutcome::TimedOut));
}

#[test]
fn a_broken_document_refuses_and_the_plan_goes_on_without_it() {
    let text = JOB_AND_CONFIG.replace("metadata: {name: settings}", "metadata: [");
    let run = run(&format!("{text}operations:\n- install: a\n"));
    let [operation] = &run.operations[..] else { panic!() };
    assert_eq!(operation.exit, 1);
    let [Event { action: Action::Refuse(error), rule, outcome, .. }] = &operation.events[..] else { panic!() };
    assert!(error.starts_with("INSTALLATION FAILED: YAML parse error on app/templates/map.yaml: "), "{error}");
    assert_eq!((*rule, outcome), (Rule::Head1, &StepOutcome::Stopped));
    assert_eq!(operation.error, format!("Error: {error}"));
    assert_eq!(operation.diagnostics.len(), 1);
    assert_eq!(operation.diagnostics[0].labels[0].file, "templates/map.yaml");
    assert_eq!(lines(&operation.planned)[2], "apply Job/migrate Created");
}

#[test]
fn a_flag_that_the_command_does_not_know_refuses() {
    let run = run(&format!("{JOB_AND_CONFIG}operations:\n- install: a\n  flags: [--recreate-pods]\n"));
    assert_eq!(lines(&run.operations[0].events), ["refuse unknown flag: --recreate-pods Stopped"]);
    assert_eq!(run.operations[0].error, "Error: unknown flag: --recreate-pods");
}

#[test]
fn a_chart_that_is_not_there_refuses() {
    let run = run(&format!("{JOB_AND_CONFIG}operations:\n- upgrade: b\n"));
    assert_eq!(run.operations[0].error, "Error: path \"./b\" not found");
    assert_eq!(run.operations[0].diagnostics[0].id, "story/chart-missing");
}

#[test]
fn values_stay_as_the_flags_say() {
    const CHART: &str = r#"
charts:
  a: {values: {x: chart, y: chart}, templates: {m.yaml: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n"}}
operations:
- {install: a, values: {x: first}}
"#;
    let config = |more: &str| {
        let run = run(&format!("{CHART}{more}"));
        let release = run.records.last().unwrap().release.clone().unwrap();
        release.config.to_string()
    };
    assert_eq!(config("- {upgrade: a}"), r#"{"x":"first"}"#);
    assert_eq!(config("- {upgrade: a, values: {y: 2}}"), r#"{"y":2}"#);
    assert_eq!(config("- {upgrade: a, values: {y: 2}, flags: [--reuse-values]}"), r#"{"y":2,"x":"first"}"#);
    assert_eq!(config("- {upgrade: a, flags: [--reset-values]}"), "{}");
    assert_eq!(config("- {upgrade: a, flags: [--set, 'x=null,z=true']}"), r#"{"x":null,"z":true}"#);
}

#[test]
fn a_wait_without_end_ends_the_story() {
    let text = format!(
        "{JOB_AND_CONFIG}operations:\n- install: a\n  flags: [--timeout=0]\n  world: {{Job/migrate: hangs}}\n- uninstall: true\n"
    );
    let run = run_with((3, 22, 0), &text);
    assert!(run.truncated);
    assert_eq!(run.operations.len(), 1);
}

#[test]
fn the_same_story_is_played_the_same_way() {
    let text = format!("{JOB_AND_CONFIG}operations:\n- install: a\n- upgrade: a\n- rollback: 1\n- uninstall: true\n");
    let (first, second) = (run(&text), run(&text));
    for (a, b) in first.operations.iter().zip(&second.operations) {
        assert_eq!((&a.events, &a.output, &a.error), (&b.events, &b.output, &b.error));
        assert_eq!(a.exit, 0, "{}", a.error);
    }
    assert_eq!(first.operations.len(), 4);
}

#[test]
fn every_step_about_a_document_knows_where_its_text_stands() {
    let text = format!("{JOB_AND_CONFIG}operations:\n- install: a\n- upgrade: a\n- rollback: 1\n- uninstall: true\n");
    for operation in run(&text).operations {
        for event in operation.events.iter().filter(|event| matches!(event.role, Role::Hook | Role::Resource)) {
            let origin = event.origin.as_ref().unwrap_or_else(|| panic!("{event:?}"));
            let file = if event.objects[0].kind == "Job" { "templates/job.yaml" } else { "templates/map.yaml" };
            assert_eq!((origin.chart.as_str(), origin.file.as_str()), ("a", file));
        }
    }
}
