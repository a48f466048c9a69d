//! The headline of every place in a run: before it, at a step, after an edit that broke the text.

use crate::app::state::{AppState, counts, operation_of};
use crate::trace::{Cited, OperationTrace, Parting, Step};

use super::{count, steps};

/// What stands above the score.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Headline {
    /// "Step 9 of 20"
    pub place: String,
    /// "Pre-upgrade hooks"
    pub phase: String,
    /// What Helm does.
    pub head: String,
    /// Why.
    pub why: String,
    /// The rule behind it.
    pub rule: Option<Cited>,
    /// What Helm's documentation says otherwise.
    pub parting: Option<Box<Parting>>,
    /// "Next: Delete Job db-migrate"
    pub next: String,
}

/// Before a sentence of the documentation that is not true.
pub const DOCUMENTATION: &str = "The documentation says:";
/// Before what Helm does instead.
pub const HELM_DOES: &str = "Helm does:";
/// The link to the page with all such sentences.
pub const ALL_PARTINGS: &str = "All such cases";
/// That the documentation says something else.
pub const OTHERWISE: &str = "The documentation says otherwise";

/// The headline of the page as it is.
#[must_use]
pub fn headline(state: &AppState) -> Headline {
    let Some(operation) = state.operation() else { return nothing(state) };
    let broken = operation_of(&state.answer, operation.index).filter(|one| state.answer.cannot_start(one));
    match (broken, state.step()) {
        (Some(answer), _) => stopped(state, answer),
        (None, None) => planned(state, operation),
        (None, Some(step)) => at(state, operation, step),
    }
}

/// One message per step for those who listen.
#[must_use]
pub fn announcement(state: &AppState) -> String {
    let Headline { place, head, why, parting, .. } = headline(state);
    let otherwise = parting.map_or_else(String::new, |_| format!(" {OTHERWISE}."));
    format!("{place}. {head} {why}{otherwise}")
}

fn nothing(state: &AppState) -> Headline {
    if state.is_loading() {
        return Headline { head: super::LOADING.into(), ..Headline::default() };
    }
    let (head, why) = match (state.story.charts.is_empty(), state.story.operations.is_empty()) {
        (true, _) => ("No chart yet.", "Paste manifests, or start from an example."),
        (_, true) => ("No operation yet.", "Add an install to see its plan."),
        _ => ("This Helm version leaves this operation out.", "The story gives it to other versions only."),
    };
    Headline { place: super::NOT_STARTED.into(), head: head.into(), why: why.into(), ..Headline::default() }
}

fn stopped(state: &AppState, answer: &OperationTrace) -> Headline {
    let (errors, _) = counts(&state.problems);
    let step = state.answer.steps.get(answer.steps.clone()).and_then(<[Step]>::last);
    let rule = step.and_then(|step| state.answer.rule(step)).cloned();
    let mut why =
        rule.as_ref().map_or_else(String::new, |rule| format!("{} ", rule.sentence)) + super::CANNOT_START_WHY;
    if state.stale {
        why = format!("{why} {}", if state.was_whole() { super::STALE_OLD } else { super::STALE_PLAN });
    }
    Headline {
        place: super::NOT_STARTED.into(),
        phase: format!("{} in the chart", count(errors, "error", "errors")),
        head: super::CANNOT_START.into(),
        why,
        rule,
        parting: None,
        next: String::new(),
    }
}

fn planned(state: &AppState, operation: &OperationTrace) -> Headline {
    let all = state.steps();
    let planned = all.len();
    let run = operation.hooks.len();
    let stored = run.saturating_add(operation.resting.len());
    let hooks = match stored {
        0 => "no hooks".to_owned(),
        all if all == run => count(all, "hook", "hooks"),
        all => format!("{run} of {}", count(all, "hook", "hooks")),
    };
    let why = if stored == 0 { super::PLAN_WITHOUT_HOOKS } else { super::PLAN };
    Headline {
        place: super::NOT_STARTED.into(),
        phase: format!("{} planned", count(planned, "step", "steps")),
        head: format!("This is what Helm will do: {}, {hooks}.", count(planned, "step", "steps")),
        why: why.into(),
        rule: None,
        parting: None,
        next: all.first().map_or_else(String::new, |step| next(step, all, 1)),
    }
}

fn at(state: &AppState, operation: &OperationTrace, step: &Step) -> Headline {
    let all = state.steps();
    let done = state.place.done;
    let next = match all.get(done) {
        Some(after) => next(after, all, done.saturating_add(1)),
        None if operation.exit == 0 => super::RUN_ENDS.to_owned(),
        None => super::RUN_FAILS.to_owned(),
    };
    Headline {
        place: super::place(done, all.len()),
        phase: steps::phase(step.phase),
        head: step.headline.clone(),
        why: step.why.clone(),
        rule: state.trace.rule(step).cloned(),
        parting: step.parting.clone(),
        next,
    }
}

fn next(step: &Step, all: &[Step], number: usize) -> String {
    format!("Next: {}", steps::label(step, all.iter().skip(number)))
}
