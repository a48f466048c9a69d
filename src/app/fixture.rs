//! A trace made by hand, the reference of the design: an install and an upgrade of `shop` with two hooks
//! before and one after. Tests of what is drawn use it, so that they do not depend on the engine.

use std::sync::Arc;

use crate::helm::{Rule, Verb};
use crate::manifest::{HookEvent, Origin};
use crate::release::{ApplyMethod, Release, Status};
use crate::story::{HelmVersion, ReleaseName};
use crate::trace::{
    Action, HookPlace, HookView, ObjectLife, ObjectRef, ObjectState, OperationTrace, Owner, Phase, RecordLife, Role,
    Step, StepOutcome, Trace, cited,
};

const PRE: Phase = Phase::Hooks(HookEvent::PreUpgrade);
const POST: Phase = Phase::Hooks(HookEvent::PostUpgrade);

/// All goes well.
pub fn shop() -> Trace {
    Shop::default().install().upgrade_to_migrate(StepOutcome::Reached("complete")).upgrade_to_the_end().trace()
}

/// db-migrate fails.
pub fn failing() -> Trace {
    Shop::default().install().upgrade_to_migrate(StepOutcome::Failed).upgrade_ends_in_failure().trace()
}

/// An object of `shop`.
pub fn object(kind: &str, name: &str) -> ObjectRef {
    ObjectRef { kind: kind.into(), namespace: "shop".into(), name: name.into() }
}

#[derive(Default)]
struct Shop {
    steps: Vec<Step>,
    operations: Vec<OperationTrace>,
    objects: Vec<ObjectLife>,
    records: Vec<RecordLife>,
    at: u64,
}

impl Shop {
    fn install(mut self) -> Self {
        self.begin(Verb::Install, "install a", "helm install shop ./shop --wait", Some(1));
        self.record(Phase::Record, 1, Status::PendingInstall, "Initial install underway");
        for (kind, name) in [("ConfigMap", "shop-config"), ("Service", "shop-web"), ("Deployment", "shop-web")] {
            self.write(Phase::Resources, Action::Create, kind, name, StepOutcome::Created);
            self.life(kind, name, Owner::Release, if kind == "Deployment" { "Ready" } else { "" });
        }
        self.record(Phase::Record, 1, Status::Deployed, "Install complete");
        self.end(0, "");
        self
    }

    fn upgrade_to_migrate(mut self, outcome: StepOutcome) -> Self {
        self.begin(Verb::Upgrade, "upgrade b", "helm upgrade shop ./shop --wait", Some(2));
        self.record(Phase::Record, 2, Status::PendingUpgrade, "Preparing upgrade");
        self.hook_starts(PRE, "db-backup", -5);
        self.wait(PRE, Action::WaitReady, "Job", "db-backup", StepOutcome::Reached("complete"));
        self.life("Job", "db-backup", Owner::Hook(HookEvent::PreUpgrade), "Complete");
        self.hook_starts(PRE, "db-migrate", 0);
        let status = if outcome == StepOutcome::Failed { "Failed" } else { "Complete" };
        self.wait(PRE, Action::WaitReady, "Job", "db-migrate", outcome);
        self.life("Job", "db-migrate", Owner::Hook(HookEvent::PreUpgrade), status);
        self
    }

    fn upgrade_to_the_end(mut self) -> Self {
        self.delete(PRE, "db-migrate");
        self.gone("Job", "db-migrate");
        self.rest_of_upgrade();
        self.record(Phase::Record, 1, Status::Superseded, "");
        self.record(Phase::Record, 2, Status::Deployed, "Upgrade complete");
        self.end(0, "");
        self
    }

    fn upgrade_ends_in_failure(mut self) -> Self {
        self.record(Phase::Record, 2, Status::Failed, "Upgrade \"shop\" failed: pre-upgrade hooks failed");
        let reached = self.steps.len();
        let (objects, records) = (self.objects.clone(), self.records.clone());
        self.rest_of_upgrade();
        let not_reached = self.steps.split_off(reached);
        (self.objects, self.records) = (objects, records);
        self.end(1, "Error: UPGRADE FAILED: pre-upgrade hooks failed: resource Job/shop/db-migrate not ready");
        self.operations.last_mut().unwrap().not_reached = not_reached;
        self
    }

    fn rest_of_upgrade(&mut self) {
        for (kind, name, outcome) in [
            ("ConfigMap", "shop-config", StepOutcome::Changed),
            ("Service", "shop-web", StepOutcome::Unchanged),
            ("Deployment", "shop-web", StepOutcome::Changed),
        ] {
            self.write(Phase::Resources, Action::Apply { force: false }, kind, name, outcome);
        }
        let objects = vec![object("Deployment", "shop-web"), object("Service", "shop-web")];
        self.push(Phase::Wait, Action::WaitManifest, Role::Resource, objects, StepOutcome::Reached("done"));
        self.hook_starts(POST, "slack-notify", 10);
        self.wait(POST, Action::WaitReady, "Job", "slack-notify", StepOutcome::Reached("complete"));
        self.delete(POST, "slack-notify");
        self.gone("Job", "slack-notify");
    }

    /// Looks for the namesake, records the hook as Running, creates it.
    fn hook_starts(&mut self, phase: Phase, name: &str, weight: i64) {
        let Phase::Hooks(event) = phase else { return };
        if phase == PRE {
            let delete = Action::Delete { propagation: "Background" };
            self.hook_step(phase, delete, name, weight, StepOutcome::NotFound);
        }
        let revision = 2;
        let hooks = vec![(format!("Job/{name}"), Some(crate::release::HookPhase::Running))];
        let (status, description, apply_method) = (Status::PendingUpgrade, None, None);
        let record = Action::Record { revision, status, description, apply_method, hooks };
        self.hook_step(phase, record, name, weight, StepOutcome::Done);
        self.hook_step(phase, Action::Create, name, weight, StepOutcome::Created);
        self.life("Job", name, Owner::Hook(event), "Running");
    }

    fn hook_step(&mut self, phase: Phase, action: Action, name: &str, weight: i64, outcome: StepOutcome) {
        let objects = if matches!(action, Action::Record { .. }) { Vec::new() } else { vec![object("Job", name)] };
        let role = if objects.is_empty() { Role::Record } else { Role::Hook };
        self.push(phase, action, role, objects, outcome);
        let position = usize::from(weight == 0);
        let delete_policies = vec!["before-hook-creation".to_owned()];
        let place =
            HookPlace { position, of: 2, weight, delete_policies, explicit_policy: false, resource_policy: false };
        self.steps.last_mut().unwrap().hook = Some(place);
    }

    fn delete(&mut self, phase: Phase, name: &str) {
        self.hook_step(phase, Action::Delete { propagation: "Background" }, name, 0, StepOutcome::Deleted);
    }

    fn write(&mut self, phase: Phase, action: Action, kind: &str, name: &str, outcome: StepOutcome) {
        self.push(phase, action, Role::Resource, vec![object(kind, name)], outcome);
    }

    fn wait(&mut self, phase: Phase, action: Action, kind: &str, name: &str, outcome: StepOutcome) {
        self.push(phase, action, Role::Hook, vec![object(kind, name)], outcome);
        self.steps.last_mut().unwrap().took = 2_000;
        self.at += 2_000;
    }

    fn record(&mut self, phase: Phase, revision: u32, status: Status, description: &str) {
        let description = (!description.is_empty()).then(|| description.to_owned());
        let state = Release {
            name: "shop".into(),
            namespace: "shop".into(),
            revision,
            status,
            description: description.clone().unwrap_or_default(),
            apply_method: Some(ApplyMethod::Ssa),
            chart: "b".into(),
            config: Arc::default(),
            manifest: "".into(),
            documents: Arc::default(),
            origins: Arc::default(),
            hooks: crate::release::Hooks::default(),
            notes: "".into(),
            labels: std::collections::BTreeMap::new(),
        };
        let action = Action::Record { revision, status, description, apply_method: None, hooks: Vec::new() };
        self.push(phase, action, Role::Record, Vec::new(), StepOutcome::Done);
        let state = (self.steps.len() - 1, Some(Arc::new(state)));
        match self.records.iter_mut().find(|one| one.revision == revision) {
            Some(life) => life.states.push(state),
            None => self.records.push(RecordLife { revision, states: vec![state] }),
        }
    }

    fn push(&mut self, phase: Phase, action: Action, role: Role, objects: Vec<ObjectRef>, outcome: StepOutcome) {
        let (index, operation) = (self.steps.len(), self.operations.len() - 1);
        let headline = format!("Headline of step {index}.");
        let why = format!("Why of step {index}.");
        let rule = Rule::Ord17;
        let (at, took, hook, origin) = (self.at, 0, None, None);
        let step = Step {
            index,
            operation,
            at,
            took,
            phase,
            action,
            role,
            objects,
            outcome,
            rule,
            headline,
            why,
            parting: None,
            hook,
            origin,
        };
        self.steps.push(step);
    }

    fn life(&mut self, kind: &str, name: &str, owner: Owner, status: &str) {
        let object = object(kind, name);
        let state = ObjectState {
            manifest: Default::default(),
            owner,
            status: status.into(),
            terminating: false,
            created_by: self.steps.len() - 1,
            origin: None,
        };
        self.set(object, Some(Arc::new(state)));
    }

    fn gone(&mut self, kind: &str, name: &str) {
        self.set(object(kind, name), None);
    }

    fn set(&mut self, object: ObjectRef, state: Option<Arc<ObjectState>>) {
        let state = (self.steps.len() - 1, state);
        match self.objects.iter_mut().find(|one| one.object == object) {
            Some(life) => life.states.push(state),
            None => self.objects.push(ObjectLife { object, states: vec![state], left: Vec::new(), steps: Vec::new() }),
        }
    }

    fn begin(&mut self, verb: Verb, operation: &str, command: &str, revision: Option<u32>) {
        let hook = |name: &str, event, weight, policies: &[&str]| HookView {
            object: object("Job", name),
            events: vec![event],
            weight,
            delete_policies: policies.iter().map(|&policy| policy.to_owned()).collect(),
            origin: Origin { chart: "b".into(), file: format!("templates/{name}.yaml"), ..Origin::default() },
        };
        let hooks = match verb {
            Verb::Upgrade => vec![
                hook("db-backup", HookEvent::PreUpgrade, -5, &[]),
                hook("db-migrate", HookEvent::PreUpgrade, 0, &["before-hook-creation", "hook-succeeded"]),
                hook("slack-notify", HookEvent::PostUpgrade, 10, &["hook-succeeded"]),
            ],
            _ => Vec::new(),
        };
        self.operations.push(OperationTrace {
            index: self.operations.len(),
            verb,
            operation: operation.into(),
            command: command.into(),
            flags: vec!["--wait".into()],
            chart: Some("b".into()),
            revision,
            exit: 0,
            stopped: None,
            error: String::new(),
            stderr_notes: Vec::new(),
            output: vec!["STATUS: deployed".into()],
            steps: self.steps.len()..self.steps.len(),
            not_reached: Vec::new(),
            diagnostics: Vec::new(),
            hooks,
            // Neither operation runs it.
            resting: vec![hook("db-cleanup", HookEvent::PreDelete, 0, &[])],
        });
    }

    fn end(&mut self, exit: i32, error: &str) {
        let end = self.steps.len();
        let operation = self.operations.last_mut().unwrap();
        operation.steps.end = end;
        operation.exit = exit;
        operation.error = error.into();
    }

    fn trace(mut self) -> Trace {
        for life in &mut self.objects {
            let about = self.steps.iter().filter(|step| step.objects.contains(&life.object));
            life.steps = about.map(|step| step.index).collect();
        }
        let helm = HelmVersion::new(4, 3, 1);
        Trace {
            helm,
            rules: cited(&self.steps, helm),
            release: ReleaseName { name: "shop".into(), namespace: "shop".into() },
            operations: self.operations,
            steps: self.steps,
            objects: self.objects,
            records: self.records,
            diagnostics: Vec::new(),
            truncated: false,
        }
    }
}

#[test]
fn the_reference_has_twenty_steps() {
    assert_eq!(shop().operations[1].steps.len(), 20);
    assert_eq!(failing().operations[1].steps.len(), 10);
}
