//! The rows of a score: who appears in it, in which order, and what is said about each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::after::{self, Fortune};
use super::columns::Column;
use super::deed::{Deed, is_wait, kind_icon};
use super::model::{Owned, Row};
use super::segments::{self, Lines};
use crate::app::state::RowKey;
use crate::app::words;
use crate::release::{HookPhase, Release, Status};
use crate::text::order_of;
use crate::trace::{
    Action, HookView, ObjectLife, ObjectRef, OperationTrace, Owner, Phase, RecordLife, Role, Step, StepOutcome, Trace,
};

/// Kinds that a wait for the manifest watches; the others are there as soon as they are written.
const WATCHED: [&str; 7] =
    ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Pod", "PersistentVolumeClaim"];

/// One step that has to do with a row.
pub(super) struct Touch<'a> {
    /// The step, from 1; those not reached go on counting.
    pub number: usize,
    /// Whether Helm got that far.
    pub reached: bool,
    /// The step.
    pub step: &'a Step,
    /// Only a record that says that the hook is running.
    pub recorded: bool,
}

/// Gathers what touches whom.
struct Gathering<'a> {
    order: Vec<RowKey>,
    touches: BTreeMap<RowKey, Vec<Touch<'a>>>,
    /// Objects by the name that records have for them, in the order of these names.
    names: Vec<(String, ObjectRef)>,
}

/// The lives of a trace, found by object.
struct Lives<'a> {
    lives: &'a [ObjectLife],
    order: Vec<usize>,
}

impl<'a> Lives<'a> {
    fn of(trace: &'a Trace) -> Self {
        let objects: Vec<&ObjectRef> = trace.objects.iter().map(|life| &life.object).collect();
        Lives { lives: &trace.objects, order: order_of(&objects) }
    }

    fn get(&self, object: &ObjectRef) -> Option<&'a ObjectLife> {
        let at = |index: &usize| self.lives.get(*index);
        let place = self.order.partition_point(|index| at(index).is_some_and(|life| life.object < *object));
        self.order.get(place).and_then(at).filter(|life| life.object == *object)
    }
}

/// All rows of an operation.
pub(super) fn rows(trace: &Trace, operation: &OperationTrace, columns: &[Column]) -> Vec<Row> {
    let mut gathering = Gathering::new(trace, operation);
    let steps = trace.steps.get(operation.steps.clone()).unwrap_or_default();
    let all = steps.iter().map(|step| (step, true)).chain(operation.not_reached.iter().map(|step| (step, false)));
    for (i, (step, reached)) in all.enumerate() {
        gathering.add(i.saturating_add(1), step, reached);
    }
    let lines = Lines { columns, operation };
    let mut rows: Vec<Row> = Vec::new();
    rows.extend(trace.records.iter().filter_map(|life| record_row(&lines, life, &gathering)));
    let lives = Lives::of(trace);
    for object in gathering.objects(trace, operation) {
        rows.extend(object_row(trace, &lines, &object, lives.get(&object), &gathering));
    }
    rows.extend(resting(operation, &rows));
    group(&mut rows, &gathering);
    rows
}

impl<'a> Gathering<'a> {
    fn new(trace: &Trace, operation: &OperationTrace) -> Self {
        let known =
            trace.objects.iter().map(|life| &life.object).chain(operation.hooks.iter().map(|hook| &hook.object));
        let named: Vec<(String, ObjectRef)> = known.map(|object| (object.to_string(), object.clone())).collect();
        let names = order_of(&named).into_iter().filter_map(|index| named.get(index).cloned()).collect();
        Gathering { order: Vec::new(), touches: BTreeMap::new(), names }
    }

    fn add(&mut self, number: usize, step: &'a Step, reached: bool) {
        let touch = |recorded| Touch { number, reached, step, recorded };
        match &step.action {
            Action::Record { revision, hooks, .. } => {
                self.push(RowKey::Record(*revision), touch(false));
                for (name, phase) in hooks {
                    if let Some(object) = self.named(name).filter(|_| *phase == Some(HookPhase::Running)) {
                        self.push(RowKey::Object(object), touch(true));
                    }
                }
            }
            Action::Forget { revision } => self.push(RowKey::Record(*revision), touch(false)),
            action => {
                for object in &step.objects {
                    if *action != Action::WaitManifest || WATCHED.contains(&object.kind.as_str()) {
                        self.push(RowKey::Object(object.clone()), touch(false));
                    }
                }
            }
        }
    }

    /// The object of a record's name, of several the last.
    fn named(&self, name: &str) -> Option<ObjectRef> {
        let end = self.names.partition_point(|(other, _)| other.as_str() <= name);
        let (found, object) = self.names.get(end.checked_sub(1)?)?;
        (found == name).then(|| object.clone())
    }

    fn push(&mut self, key: RowKey, touch: Touch<'a>) {
        if !self.touches.contains_key(&key) {
            self.order.push(key.clone());
        }
        self.touches.entry(key).or_default().push(touch);
    }

    fn of(&self, key: &RowKey) -> &[Touch<'a>] {
        self.touches.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Objects in order of execution, then what else is in the cluster: hooks, then resources.
    fn objects(&self, trace: &Trace, operation: &OperationTrace) -> Vec<ObjectRef> {
        let mut objects: Vec<ObjectRef> = Vec::new();
        objects.extend(self.order.iter().filter_map(|key| match key {
            RowKey::Object(object) => Some(object.clone()),
            RowKey::Record(_) => None,
        }));
        let there = |owned: bool| {
            let lives = trace.objects.iter().filter(move |life| {
                let state = segments::before(&life.states, operation.steps.start);
                state.is_some_and(|state| (state.owner == Owner::Release) == owned)
            });
            lives.map(|life| life.object.clone()).filter(|object| self.of(&RowKey::Object(object.clone())).is_empty())
        };
        [false, true].into_iter().for_each(|owned| objects.extend(there(owned)));
        objects
    }
}

fn record_row(lines: &Lines<'_>, life: &RecordLife, gathering: &Gathering<'_>) -> Option<Row> {
    let key = RowKey::Record(life.revision);
    let touches = gathering.of(&key);
    let status = |state: Option<&Arc<Release>>| state.map(|release| release.status);
    let before = status(segments::before(&life.states, lines.operation.steps.start));
    let last = status(segments::before(&life.states, lines.operation.steps.end));
    if touches.is_empty() && before != Some(Status::Deployed) {
        return None;
    }
    Some(Row {
        owned: Owned::Record,
        weight: None,
        icon: "record",
        name: words::panels::revision(life.revision),
        kind: String::new(),
        life: words::steps::record_life(before, touches.iter().map(|touch| (touch.number, touch.step)).collect()),
        segs: lines.record(life),
        marks: lines.record_marks(touches),
        note: None,
        after: after::of_record(last, before),
        gap: false,
        first: first(touches),
        steps: about(touches.iter().filter(|touch| !is_about_hooks(touch.step))),
        written: false,
        key,
    })
}

fn object_row(
    trace: &Trace,
    lines: &Lines<'_>,
    object: &ObjectRef,
    life: Option<&ObjectLife>,
    gathering: &Gathering<'_>,
) -> Option<Row> {
    let key = RowKey::Object(object.clone());
    let touches = gathering.of(&key);
    let states = life.map(|life| life.states.as_slice()).unwrap_or_default();
    let before = segments::before(states, lines.operation.steps.start);
    let last = segments::before(states, lines.operation.steps.end);
    if touches.is_empty() && before.is_none() && last.is_none() {
        return None;
    }
    let role = touches.iter().find(|touch| !touch.recorded).map(|touch| touch.step.role);
    let owned = match (role, before.or(last).map(|state| &state.owner)) {
        (Some(Role::Resource), _) | (None, Some(Owner::Release)) => Owned::Release,
        _ => Owned::Hook,
    };
    let fortune = fortune(touches);
    let after = match last {
        Some(state) => {
            let from = maker(trace, lines.operation, state.created_by, owned);
            after::of_there(&fortune, &state.owner, &state.status, state.terminating, from.as_deref())
        }
        None => after::of_gone(&fortune),
    };
    let hook = touches.iter().find_map(|touch| touch.step.hook.as_ref().map(|hook| hook.weight));
    let listed = lines.operation.hooks.iter().find(|hook| hook.object == *object).map(|hook| hook.weight);
    Some(Row {
        owned,
        weight: hook.or(listed.filter(|_| owned == Owned::Hook && !touches.is_empty())),
        icon: kind_icon(&object.kind),
        name: object.name.clone(),
        kind: object.kind.clone(),
        life: words::steps::life(
            before.is_some(),
            last.is_some(),
            touches
                .iter()
                .filter(|touch| touch.reached && !touch.recorded)
                .map(|touch| (touch.number, touch.step))
                .collect(),
        ),
        segs: lines.object(states, touches),
        marks: lines.marks(states, touches),
        note: None,
        after,
        gap: false,
        first: first(touches),
        steps: about(touches.iter()),
        written: touches.iter().any(|touch| writes(touch.step)),
        key,
    })
}

/// Hooks of the release that this operation does not run, and that are no row yet.
fn resting(operation: &OperationTrace, rows: &[Row]) -> Vec<Row> {
    let listed = |object: &ObjectRef| rows.iter().any(|row| row.name == object.name && row.kind == object.kind);
    let absent = operation.resting.iter().filter(|hook| !hook.object.name.is_empty() && !listed(&hook.object));
    let row = |hook: &HookView| Row {
        key: RowKey::Object(hook.object.clone()),
        owned: Owned::Hook,
        weight: None,
        icon: kind_icon(&hook.object.kind),
        name: hook.object.name.clone(),
        kind: hook.object.kind.clone(),
        life: words::story::NOT_PART.into(),
        segs: Vec::new(),
        marks: Vec::new(),
        note: Some(words::story::runs(&hook.events)),
        after: after::of_gone(&Fortune::default()),
        gap: false,
        first: None,
        steps: Vec::new(),
        written: false,
    };
    absent.map(row).collect()
}

/// Marks where a group begins: records, the hooks of a phase, resources, what is not touched.
fn group(rows: &mut [Row], gathering: &Gathering<'_>) {
    let mut last: Option<(Owned, Option<Phase>)> = None;
    for row in rows {
        let phase = gathering.of(&row.key).first().map(|touch| touch.step.phase).filter(|_| row.owned == Owned::Hook);
        let here = Some((row.owned, phase));
        row.gap = last.is_some() && last != here;
        last = here;
    }
}

fn first(touches: &[Touch<'_>]) -> Option<usize> {
    touches.iter().find(|touch| touch.reached).map(|touch| touch.number)
}

/// Numbers of the steps Helm got to.
fn about<'a>(touches: impl Iterator<Item = &'a Touch<'a>>) -> Vec<usize> {
    touches.filter(|touch| touch.reached).map(|touch| touch.number).collect()
}

/// A record that is written to say that hooks are running is about them.
fn is_about_hooks(step: &Step) -> bool {
    let Action::Record { hooks, .. } = &step.action else { return false };
    hooks.iter().any(|(_, phase)| *phase == Some(HookPhase::Running))
}

fn fortune(touches: &[Touch<'_>]) -> Fortune {
    let mut fortune = Fortune::default();
    for Touch { step, reached, recorded, .. } in touches {
        fortune.touched = true;
        if !reached {
            fortune.missed = true;
            continue;
        }
        if *recorded {
            continue;
        }
        match (Deed::of(step), &step.outcome) {
            (Deed::Fail | Deed::Late, outcome) => fortune.bad = Some(outcome.clone()),
            (Deed::Delete, StepOutcome::Deleted) => fortune.deleted = true,
            (Deed::Wait, _) if step.action == Action::WaitGone => fortune.deleted = true,
            (Deed::Wait, _) => fortune.ready = true,
            (_, outcome) if writes(step) => {
                fortune.deleted = false;
                fortune.bad = None;
                fortune.written = Some(outcome.clone());
            }
            _ => {}
        }
    }
    fortune
}

fn writes(step: &Step) -> bool {
    !is_wait(step) && matches!(step.action, Action::Create | Action::Apply { .. } | Action::Patch(_) | Action::Replace)
}

/// What made an object, if it was not this operation: "test", or for resources the revision they are of.
fn maker(trace: &Trace, operation: &OperationTrace, made_by: usize, owned: Owned) -> Option<String> {
    if owned == Owned::Release {
        return trace
            .records
            .iter()
            .rev()
            .find(|life| {
                let state = segments::before(&life.states, operation.steps.start);
                state.is_some_and(|release| release.status == Status::Deployed)
            })
            .map(|life| words::panels::revision(life.revision));
    }
    if operation.steps.contains(&made_by) {
        return None;
    }
    let maker = trace.operations.get(trace.steps.get(made_by)?.operation)?;
    Some(words::story::verb(maker.verb).to_owned())
}
