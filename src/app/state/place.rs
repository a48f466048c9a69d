//! Where in a trace the page stands, and how it stays there when the trace changes.

use crate::helm::Action;
use crate::release::Status;
use crate::trace::{OperationTrace, Step, StepOutcome, Trace};

/// An operation and how many of its steps are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Index into the story's operations.
    pub operation: usize,
    /// 0 before its first step; `n` at its `n`th.
    pub done: usize,
}

impl Place {
    /// Before the first step of an operation.
    #[must_use]
    pub fn before(operation: usize) -> Self {
        Place { operation, done: 0 }
    }

    /// At a step by its index in the whole trace; `None` where there is no such step.
    #[must_use]
    pub fn at_step(trace: &Trace, index: usize) -> Option<Self> {
        let operation = trace.operations.get(trace.steps.get(index)?.operation)?;
        let done = index.saturating_sub(operation.steps.start).saturating_add(1);
        Some(Place { operation: operation.index, done })
    }

    /// The step at this place; `None` before the first.
    #[must_use]
    pub fn step<'a>(&self, trace: &'a Trace) -> Option<&'a Step> {
        steps_of(trace, self.operation).get(self.done.checked_sub(1)?)
    }

    /// Index in the whole trace of the last step done; `None` before the story's first.
    #[must_use]
    pub fn index(&self, trace: &Trace) -> Option<usize> {
        let operation = operation_of(trace, self.operation)?;
        operation.steps.start.saturating_add(self.done).checked_sub(1)
    }

    /// The nearest place of its operation that `trace` has.
    #[must_use]
    pub fn within(self, trace: &Trace) -> Self {
        Place { done: self.done.min(steps_of(trace, self.operation).len()), ..self }
    }
}

/// The trace of an operation of the story; `None` if this Helm version does not do it.
#[must_use]
pub fn operation_of(trace: &Trace, operation: usize) -> Option<&OperationTrace> {
    trace.operations.iter().find(|one| one.index == operation)
}

/// The steps of an operation of the story.
#[must_use]
pub fn steps_of(trace: &Trace, operation: usize) -> &[Step] {
    operation_of(trace, operation).and_then(|one| trace.steps.get(one.steps.clone())).unwrap_or_default()
}

/// The place in `new` that corresponds to `place` in `old`: the same step where it still exists, else the
/// nearest step before it that does.
#[must_use]
pub fn keep(old: &Trace, place: Place, new: &Trace, operation: usize) -> Place {
    let before = steps_of(old, place.operation);
    let after = steps_of(new, operation);
    let done = (1..=place.done).rev().find_map(|done| {
        let step = before.get(done.checked_sub(1)?)?;
        let same = |other: &&Step| is_same(other, step);
        let nth = before.iter().take(done).filter(same).count();
        let found = after.iter().enumerate().filter(|(_, other)| same(other)).nth(nth.checked_sub(1)?)?.0;
        found.checked_add(1)
    });
    Place { operation, done: done.unwrap_or(0) }
}

/// Whether a step went wrong.
#[must_use]
pub fn is_failure(step: &Step) -> bool {
    use StepOutcome::{AlreadyExists, Cut, Failed, Rejected, Stopped, TimedOut};
    match &step.outcome {
        Rejected { .. } | Failed | TimedOut | Stopped | Cut => true,
        // Helm passes over a CRD that is there already.
        AlreadyExists => step.role != crate::helm::Role::Crd,
        _ => matches!(&step.action, Action::Record { status: Status::Failed, .. }),
    }
}

/// Whether a step of one trace is a step of another: the same deed to the same things in the same phase.
fn is_same(one: &Step, other: &Step) -> bool {
    let record = |step: &Step| match &step.action {
        Action::Record { revision, status, .. } => Some((*revision, *status)),
        _ => None,
    };
    let deed = |step: &Step| std::mem::discriminant(&step.action);
    one.phase == other.phase && deed(one) == deed(other) && record(one) == record(other) && one.objects == other.objects
}
