//! From what Helm did to the trace that explains it.

use std::collections::BTreeMap;

use super::cited::cited;
use super::lives::{self, Mark, Sources};
use super::words::{Parting, Told, headline, parting, why};
use super::{ObjectRef, OperationTrace, Phase, Role, Step, Trace};
use crate::helm::{Event, OperationRun, Run};
use crate::story::Story;
use crate::text::filled;

/// The trace of a story that was played.
pub(super) fn build(story: &Story, mut run: Run) -> Trace {
    let mut steps: Vec<Step> = Vec::new();
    let mut marks = Vec::new();
    let mut operations = Vec::new();
    for (number, operation) in run.operations.iter_mut().enumerate() {
        let begin = steps.len();
        marks.extend(operation.events.iter().map(|event| Mark { cluster: event.cluster, records: event.records }));
        let not_reached = not_reached(operation, number, begin.saturating_add(operation.events.len()));
        let words = tell(operation, &operation.events);
        steps.extend(self::steps(std::mem::take(&mut operation.events), words, number, begin));
        operations.push((begin..steps.len(), not_reached));
    }
    let killed: Vec<usize> =
        run.operations.iter().enumerate().filter(|(_, operation)| operation.exit < 0).map(|(i, _)| i).collect();
    let sources = Sources {
        release: &story.release,
        steps: &steps,
        marks: &marks,
        cluster: &run.cluster,
        records: &run.records,
        killed: &killed,
    };
    let (objects, records) = (lives::objects(&sources), lives::records(&sources));
    let operations = run
        .operations
        .into_iter()
        .zip(operations)
        .map(|(run, (steps, not_reached))| operation(run, steps, not_reached));
    Trace {
        helm: run.helm,
        release: story.release.clone(),
        operations: operations.collect(),
        rules: cited(&steps, run.helm),
        steps,
        objects,
        records,
        diagnostics: run.diagnostics,
        truncated: run.truncated,
    }
}

fn operation(run: OperationRun, steps: std::ops::Range<usize>, not_reached: Vec<Step>) -> OperationTrace {
    OperationTrace {
        index: run.index,
        verb: run.verb,
        operation: run.operation,
        command: run.command,
        flags: run.flags,
        chart: run.chart,
        revision: run.revision,
        exit: run.exit,
        stopped: run.stopped,
        error: run.error,
        stderr_notes: run.stderr_notes,
        output: run.output,
        steps,
        not_reached,
        diagnostics: run.diagnostics,
        hooks: run.hooks,
        resting: run.resting,
    }
}

/// The planned steps that did not happen, in their order; whether one that did happen went well does not count.
fn not_reached(run: &mut OperationRun, number: usize, first_index: usize) -> Vec<Step> {
    if run.planned.is_empty() {
        return Vec::new();
    }
    let mut happened: BTreeMap<String, usize> = BTreeMap::new();
    for event in &run.events {
        let times = happened.entry(likeness(event)).or_default();
        *times = times.saturating_add(1);
    }
    let words = tell(run, &run.planned);
    let told = std::mem::take(&mut run.planned).into_iter().zip(words);
    let missing = told.filter(|(event, _)| match happened.get_mut(&likeness(event)) {
        Some(times) if *times > 0 => {
            *times = times.saturating_sub(1);
            false
        }
        _ => true,
    });
    let (events, words) = missing.unzip();
    steps(events, words, number, first_index)
}

/// What makes two events the same step, however they went.
fn likeness(event: &Event) -> String {
    super::likeness::likeness(event.phase, &event.action, &event.objects)
}

/// What stands beside an event.
struct Words {
    headline: String,
    why: String,
    parting: Option<Box<Parting>>,
}

/// What stands beside each of `events`.
fn tell(operation: &OperationRun, events: &[Event]) -> Vec<Words> {
    let orders = orders(events);
    let none = Vec::new();
    let words = |(index, event): (usize, &Event)| {
        let order = match event.phase {
            Phase::Hooks(of) => orders.get(&of).unwrap_or(&none),
            _ => &none,
        };
        let told = Told { operation, events, index, event, order };
        Words { headline: headline(&told), why: why(&told), parting: parting(&told) }
    };
    events.iter().enumerate().map(words).collect()
}

/// The steps of events, with their words.
fn steps(events: Vec<Event>, words: Vec<Words>, number: usize, first_index: usize) -> Vec<Step> {
    let step = |(index, (event, words)): (usize, (Event, Words))| Step {
        index: first_index.saturating_add(index),
        operation: number,
        at: event.at,
        took: event.took,
        phase: event.phase,
        action: event.action,
        role: event.role,
        objects: event.objects,
        outcome: event.outcome,
        rule: event.rule,
        headline: words.headline,
        why: words.why,
        parting: words.parting,
        hook: event.hook,
        origin: event.origin,
    };
    events.into_iter().zip(words).enumerate().map(step).collect()
}

/// The hooks of each event with their weights, in order of execution, as far as the events name them.
fn orders(events: &[Event]) -> BTreeMap<crate::manifest::HookEvent, Vec<(&ObjectRef, i64)>> {
    let mut places: BTreeMap<_, BTreeMap<usize, (&ObjectRef, i64)>> = BTreeMap::new();
    for event in events.iter().filter(|event| event.role == Role::Hook) {
        if let (Phase::Hooks(of), Some(place), Some(object)) = (event.phase, &event.hook, event.objects.first()) {
            places.entry(of).or_default().entry(place.position).or_insert((object, place.weight));
        }
    }
    filled(places.into_iter().map(|(of, hooks)| (of, hooks.into_values().collect())))
}
