//! The trace of a run made by hand, so that it does not depend on what Helm does.

use serde_json::{Value, json};

use super::build::build;
use super::{Action, HookPlace, ObjectRef, Owner, Phase, Role, State, StepOutcome, Trace, Verb, recording};
use crate::cluster::{Change, Key};
use crate::helm::{Event, OperationRun, Rule, Run};
use crate::manifest::HookEvent;
use crate::story::{HelmVersion, Story};
use crate::text::Packed;

/// A run under construction: one operation, whose events also change the cluster.
struct Script {
    events: Vec<Event>,
    cluster: Vec<Change>,
}

impl Script {
    fn new() -> Self {
        let mut script = Script { events: Vec::new(), cluster: Vec::new() };
        script.put("Namespace", "demo", Some(json!({"kind": "Namespace"})));
        script
    }

    fn put(&mut self, kind: &str, name: &str, object: Option<Value>) {
        let namespace = if kind == "Namespace" { "" } else { "demo" };
        let key = Key { group: String::new(), kind: kind.into(), namespace: namespace.into(), name: name.into() };
        let by = if kind == "Namespace" { "world" } else { "helm" };
        self.cluster.push(Change { at: 0, by: by.into(), key, object: object.as_ref().map(Packed::of) });
    }

    fn step(&mut self, phase: Phase, role: Role, name: &str, action: Action, outcome: StepOutcome) -> &mut Event {
        let rule = Rule::Exe10;
        let objects = vec![ObjectRef { kind: "Job".into(), namespace: "demo".into(), name: name.into() }];
        let (cluster, records) = (self.cluster.len(), 0);
        let (hook, origin) = (None, None);
        self.events.push(Event {
            at: 0,
            took: 0,
            phase,
            action,
            role,
            objects,
            outcome,
            rule,
            hook,
            origin,
            cluster,
            records,
        });
        self.events.last_mut().unwrap()
    }

    /// A hook with the policies that is created, watched and, if `deleted`, deleted.
    fn hook(mut self, position: usize, name: &str, policies: &[&str], watched: StepOutcome, deleted: bool) -> Self {
        let phase = Phase::Hooks(HookEvent::PreInstall);
        let place = HookPlace {
            position,
            of: 2,
            weight: -5,
            delete_policies: policies.iter().map(|policy| (*policy).to_owned()).collect(),
            explicit_policy: !policies.is_empty(),
            resource_policy: false,
        };
        self.put(
            "Job",
            name,
            Some(json!({"kind": "Job", "metadata": {"annotations": {"helm.sh/hook": "pre-install"}}})),
        );
        self.step(phase, Role::Hook, name, Action::Create, StepOutcome::Created).hook = Some(place.clone());
        self.put(
            "Job",
            name,
            Some(json!({"kind": "Job", "metadata": {"annotations": {"helm.sh/hook": "pre-install"}},
            "status": {"conditions": [{"type": "Complete", "status": "True"}]}})),
        );
        self.step(phase, Role::Hook, name, Action::WaitReady, watched).hook = Some(place.clone());
        if deleted {
            self.put("Job", name, None);
            let delete = Action::Delete { propagation: "Background" };
            self.step(phase, Role::Hook, name, delete, StepOutcome::Deleted).hook = Some(place);
        }
        self
    }

    fn run(self, planned: Vec<Event>) -> Trace {
        let operation = OperationRun {
            rendered: None,
            index: 0,
            verb: Verb::Install,
            operation: "install a".into(),
            command: "helm install demo ./a".into(),
            flags: Vec::new(),
            chart: Some("a".into()),
            revision: Some(1),
            exit: 0,
            stopped: None,
            error: String::new(),
            stderr_notes: Vec::new(),
            output: Vec::new(),
            events: self.events,
            planned,
            diagnostics: Vec::new(),
            hooks: Vec::new(),
            resting: Vec::new(),
        };
        let run = Run {
            helm: HelmVersion::new(4, 3, 1),
            operations: vec![operation],
            cluster: self.cluster,
            records: Vec::new(),
            diagnostics: Vec::new(),
            truncated: false,
        };
        build(&Story::default(), run)
    }
}

fn left(state: &State<'_>) -> Vec<String> {
    state.ledger.iter().map(|entry| format!("{}: {}", entry.object, entry.why)).collect()
}

const COMPLETE: StepOutcome = StepOutcome::Reached("complete");

#[test]
fn objects_live_from_step_to_step() {
    let trace = Script::new().hook(0, "a", &["hook-succeeded"], COMPLETE, true).run(Vec::new());
    let statuses = |step| trace.state_at(step).objects.iter().map(|(_, o)| o.status.clone()).collect::<Vec<_>>();
    assert_eq!(statuses(None), [""; 0]);
    assert_eq!(statuses(Some(0)), [""]);
    assert_eq!(statuses(Some(1)), ["Complete"]);
    assert_eq!(statuses(Some(2)), [""; 0]);
    assert_eq!(statuses(Some(99)), [""; 0]);
    let (life, object) = trace.state_at(Some(1)).objects[0];
    assert_eq!((life.object.to_string().as_str(), object.created_by), ("Job/a", 0));
    assert_eq!(life.steps, [0, 1, 2]);
    assert_eq!(object.owner, Owner::Hook(HookEvent::PreInstall));
}

#[test]
fn the_ledger_knows_why_hooks_stay() {
    let trace = Script::new()
        .hook(0, "a", &[], COMPLETE, false)
        .hook(1, "b", &["hook-succeeded"], COMPLETE, true)
        .hook(2, "c", &["hook-failed"], COMPLETE, false)
        .hook(3, "d", &["hook-suceeded"], COMPLETE, false)
        .hook(4, "e", &["before-hook-creation", "hook-succeeded"], StepOutcome::Failed, false)
        .run(Vec::new());
    let last = trace.steps.len() - 1;
    assert_eq!(left(&trace.state_at(Some(last - 1))), [""; 0], "not while the event is under way");
    assert_eq!(
        left(&trace.state_at(Some(last))),
        [
            "Job/a: It names no delete policy, so it stays until the hook runs again (before-hook-creation).",
            "Job/c: hook-failed does not apply: the hook succeeded. Nothing will ever delete it.",
            "Job/d: hook-suceeded is no policy and still switches the default off. Nothing will ever delete it.",
            "Job/e: The hook failed, and hook-failed is not among its delete policies.",
        ]
    );
}

#[test]
fn steps_speak() {
    let trace = Script::new().hook(0, "a", &[], COMPLETE, false).hook(1, "b", &[], COMPLETE, false).run(Vec::new());
    assert_eq!(trace.steps[0].headline, "Helm creates Job a.");
    assert_eq!(
        trace.steps[0].why,
        "Helm only creates the object. The cluster runs what is inside it; Helm never does."
    );
    assert_eq!(trace.steps[1].headline, "Helm waits for Job a to finish.");
}

#[test]
fn what_was_planned_and_did_not_happen_is_not_reached() {
    let planned = Script::new().hook(0, "a", &[], COMPLETE, false).hook(1, "b", &[], COMPLETE, true).events;
    let trace = Script::new().hook(0, "a", &[], StepOutcome::Failed, true).run(planned);
    let missing: Vec<String> = trace.operations[0].not_reached.iter().map(|step| step.headline.clone()).collect();
    assert_eq!(missing, ["Helm creates Job b.", "Helm waits for Job b to finish.", "Helm deletes Job b."]);
    assert_eq!(trace.operations[0].not_reached[0].index, trace.steps.len());
}

#[test]
fn recordings_are_written_as_the_oracle_does() {
    let trace = Script::new().hook(0, "a", &["hook-succeeded"], COMPLETE, false).run(Vec::new());
    let expected = r#"{
  "scenario": "x",
  "helm": "v4.3.1",
  "kubernetes": "v1.37.2",
  "operations": [
    {
      "operation": "install a",
      "flags": [],
      "exit": 0,
      "error": "",
      "stderr_notes": [],
      "output": [],
      "events": [
        {"do":"create","object":"Job/a","role":"hook","result":"created"},
        {"do":"wait","object":"Job/a","role":"hook","for":"ready","until":"complete"}
      ],
      "after": {
        "objects": [
          {"kind":"Job","name":"a","hook":true}
        ],
        "history": [],
        "hooks": []
      }
    }
  ]
}
"#;
    let story = Story { id: "x".into(), ..Story::default() };
    assert_eq!(recording(&story, &trace), expected);
}
