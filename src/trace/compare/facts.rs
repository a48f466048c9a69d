//! A trace as lists of facts, one list for each operation, so that two traces can be laid side by side.

use super::super::likeness::likeness;
use super::About;
use crate::helm::{Action, StepOutcome};
use crate::trace::{OperationTrace, Step, Trace};

/// Something that can be different.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) about: About,
    /// What it is: the same in both runs, however it went.
    pub(super) key: String,
    /// How it went.
    pub(super) result: String,
    /// How Helm did it.
    pub(super) way: String,
    /// The step, in [`Trace::steps`].
    pub(super) step: Option<usize>,
}

/// The facts of an operation.
pub(super) struct Facts<'t> {
    /// Index into the story's operations; the end of the story comes after them all.
    pub(super) index: usize,
    pub(super) operation: Option<&'t OperationTrace>,
    pub(super) facts: Vec<Fact>,
}

/// The facts of every operation, and what is left behind at the end.
pub(super) fn facts(trace: &Trace) -> Vec<Facts<'_>> {
    let mut lists: Vec<Facts<'_>> = Vec::new();
    for one in &trace.operations {
        lists.push(Facts { index: one.index, operation: Some(one), facts: all(trace, one) });
    }
    let left = trace.state_at(trace.steps.len().checked_sub(1)).ledger;
    let entry =
        |entry: &crate::trace::LedgerEntry<'_>| fact(About::Left, entry.object.to_string(), entry.why.to_owned());
    lists.push(Facts { index: usize::MAX, operation: None, facts: left.iter().map(entry).collect() });
    lists
}

fn all(trace: &Trace, operation: &OperationTrace) -> Vec<Fact> {
    let mut facts: Vec<Fact> =
        trace.steps.get(operation.steps.clone()).unwrap_or_default().iter().map(of_step).collect();
    facts.push(fact(About::Exit, String::new(), operation.exit.to_string()));
    if !operation.error.is_empty() {
        facts.push(fact(About::Error, String::new(), operation.error.clone()));
    }
    let line = |about: About| move |line: &String| fact(about, line.clone(), String::new());
    facts.extend(operation.stderr_notes.iter().map(line(About::Note)));
    facts.extend(operation.output.iter().map(line(About::Output)));
    facts
}

fn fact(about: About, key: String, result: String) -> Fact {
    Fact { about, key: format!("{about:?} {key}"), result, way: String::new(), step: None }
}

/// What happens at a step.
pub(super) fn of_step(step: &Step) -> Fact {
    let (result, way) = match &step.action {
        Action::Record { description, apply_method, hooks, .. } => {
            (format!("{:?} {description:?} {hooks:?}", step.outcome), format!("{apply_method:?}"))
        }
        action => (format!("{:?}", step.outcome), format!("{action:?}")),
    };
    Fact { about: About::Step, key: key_of(step), result, way, step: Some(step.index) }
}

/// The key of a step.
pub(super) fn key_of(step: &Step) -> String {
    likeness(step.phase, &step.action, &step.objects)
}

/// What a fact says: the headline of a step with what the headline leaves out, else its text.
pub(super) fn says(fact: &Fact, trace: &Trace, whole: bool) -> String {
    let step = fact.step.and_then(|index| trace.steps.get(index));
    let Some(step) = step else {
        let key = fact.key.split_once(' ').map_or("", |(_, key)| key);
        return match fact.about {
            About::Left => format!("{key}: {}", fact.result),
            About::Exit | About::Error => fact.result.trim_end().to_owned(),
            _ => key.to_owned(),
        };
    };
    let detail = match (&step.action, &step.outcome) {
        _ if !whole => None,
        (_, StepOutcome::Rejected { .. }) => Some(step.why.clone()),
        (Action::Record { description: Some(text), .. }, _) => Some(format!("Description: {text}")),
        (Action::Record { hooks, .. }, _) => Some(phases(hooks)),
        _ => None,
    };
    match detail {
        Some(detail) if !detail.is_empty() => {
            format!("{} {}", step.headline, detail.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        _ => step.headline.clone(),
    }
}

fn phases(hooks: &[(String, Option<crate::release::HookPhase>)]) -> String {
    let phase = |(name, phase): &(String, Option<crate::release::HookPhase>)| {
        format!("{name} {}", phase.map_or("absent", crate::trace::recording::phase_word))
    };
    hooks.iter().map(phase).collect::<Vec<_>>().join(", ")
}
