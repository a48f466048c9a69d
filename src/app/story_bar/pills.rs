//! What the pill of an operation says, at a place of the run.

use crate::app::score::{Tone, status_icon};
use crate::app::state::{AppState, operation_of};
use crate::app::words::story as words;
use crate::release::Status;
use crate::story::{Command, Operation};
use crate::trace::{OperationTrace, Trace, Verb};

/// The pill of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Pill {
    /// "upgrade"
    pub verb: String,
    /// "r3"; empty where it writes no revision.
    pub revision: String,
    /// "pending-upgrade"
    pub status: String,
    /// `s-…`
    pub class: &'static str,
    /// Icon, without `i-`.
    pub icon: &'static str,
}

/// One pill per operation of the story.
#[must_use]
pub fn pills(state: &AppState) -> Vec<Pill> {
    state.story.operations.iter().enumerate().map(|(index, operation)| pill(state, index, operation)).collect()
}

fn pill(state: &AppState, index: usize, operation: &Operation) -> Pill {
    let verb = verb(&operation.command);
    let pill = |(icon, class, status): (&'static str, &'static str, String), revision: Option<u32>| Pill {
        verb: verb.clone(),
        revision: revision.map_or(String::new(), |revision| format!("r{revision}")),
        status,
        class,
        icon,
    };
    let Some(answer) = operation_of(&state.answer, index) else {
        return pill(("off", "s-off", words::LEFT_OUT.into()), None);
    };
    if state.answer.cannot_start(answer) {
        return pill(("fail", "s-fail", words::CANNOT_START.into()), answer.revision);
    }
    let Some(drawn) = operation_of(&state.trace, index) else {
        return pill(("plan", "s-plan", words::PLANNED.into()), None);
    };
    let revision = drawn.revision.filter(|_| matches!(drawn.verb, Verb::Install | Verb::Upgrade | Verb::Rollback));
    let here = state.place.operation;
    let begun = index < here || (index == here && state.place.done > 0);
    if !begun {
        return pill(("plan", "s-plan", words::PLANNED.into()), revision);
    }
    let over = index < here || state.place.done >= drawn.steps.len();
    let status = state.place.index(&state.trace).and_then(|step| status_at(&state.trace, drawn, step));
    pill(look(drawn, status, over), revision)
}

fn look(operation: &OperationTrace, status: Option<Status>, over: bool) -> (&'static str, &'static str, String) {
    let recorded = matches!(operation.verb, Verb::Install | Verb::Upgrade | Verb::Rollback);
    match (status.filter(|_| recorded), over) {
        (Some(status), _) => (status_icon(status), class(Tone::of(status)), status.word().into()),
        (None, false) => ("wait", "s-now", words::UNDER_WAY.into()),
        (None, true) if operation.stopped.is_some() => ("off", "s-warn", words::STOPPED.into()),
        (None, true) if operation.exit != 0 => ("fail", "s-fail", words::FAILED.into()),
        (None, true) if operation.verb == Verb::Test => ("ok", "s-ok", words::PASSED.into()),
        (None, true) => ("ok", "s-ok", words::FINISHED.into()),
    }
}

const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "s-ok",
        Tone::Now => "s-now",
        Tone::Fail => "s-fail",
        Tone::Late => "s-warn",
        _ => "s-off",
    }
}

/// The status that the record of an operation's revision has after a step.
fn status_at(trace: &Trace, operation: &OperationTrace, step: usize) -> Option<Status> {
    let life = trace.records.iter().find(|life| Some(life.revision) == operation.revision)?;
    let next = life.states.partition_point(|(at, _)| *at <= step);
    life.states.get(next.checked_sub(1)?)?.1.as_ref().map(|release| release.status)
}

/// The word of a command.
#[must_use]
pub fn verb(command: &Command) -> String {
    match command {
        Command::Install(_) => words::verb(Verb::Install).into(),
        Command::Upgrade(_) => words::verb(Verb::Upgrade).into(),
        Command::Rollback(_) => words::verb(Verb::Rollback).into(),
        Command::Uninstall => words::verb(Verb::Uninstall).into(),
        Command::Test => words::verb(Verb::Test).into(),
        Command::Helm(line) => line.split(' ').next().unwrap_or_default().into(),
    }
}
