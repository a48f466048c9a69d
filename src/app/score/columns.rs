//! The columns of a score: one per step, folded where there are too many.

use super::deed::{Deed, is_wait};
use crate::app::words;
use crate::trace::{Action, Phase, Step};

/// From this many steps on, neighbours that belong together share a column.
const FOLD_FROM: usize = 60;

/// Width of a wait, in columns of other steps.
const WAIT_WIDTH: f32 = 2.2;

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its first step, from 1 within the operation; steps that were not reached go on counting.
    pub first: usize,
    /// Its last step.
    pub last: usize,
    /// Where it begins, in widths of a plain column.
    pub at: f32,
    /// How wide it is.
    pub width: f32,
    /// What its last step does.
    pub deed: Deed,
    /// What it says: "Create Job db-migrate".
    pub label: String,
    /// Whether Helm got that far.
    pub reached: bool,
}

impl Column {
    /// The middle, where things begin and end.
    #[must_use]
    pub fn middle(&self) -> f32 {
        self.at + self.width / 2.0
    }

    /// The end.
    #[must_use]
    pub fn end(&self) -> f32 {
        self.at + self.width
    }
}

/// Columns of one phase.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseSpan {
    /// "Pre-upgrade hooks"
    pub name: String,
    /// Index of its first column.
    pub first: usize,
    /// One past its last.
    pub end: usize,
    /// Whether Helm got that far.
    pub reached: bool,
}

/// Columns for the steps of an operation and those it did not reach.
#[must_use]
pub fn columns(steps: &[Step], not_reached: &[Step]) -> Vec<Column> {
    let all: Vec<(&Step, bool)> =
        steps.iter().map(|step| (step, true)).chain(not_reached.iter().map(|step| (step, false))).collect();
    let fold = all.len() >= FOLD_FROM;
    let mut columns: Vec<Column> = Vec::new();
    for (i, &(step, reached)) in all.iter().enumerate() {
        let number = i.saturating_add(1);
        let before = i.checked_sub(1).and_then(|i| all.get(i));
        let joins = fold && before.is_some_and(|&(other, was)| was == reached && belong_together(other, step));
        let deed = Deed::of(step);
        if let Some(column) = columns.last_mut().filter(|_| joins) {
            column.last = number;
            column.deed = deed;
            column.label = words::steps::joined(&column.label, step, column.last.saturating_sub(column.first));
            continue;
        }
        let later = all.iter().skip(number).map(|&(step, _)| step);
        let label = words::steps::label(step, later);
        let width = if is_wait(step) { WAIT_WIDTH } else { 1.0 };
        let at = columns.last().map_or(0.0, Column::end);
        columns.push(Column { first: number, last: number, at, width, deed, label, reached });
    }
    columns
}

/// A hook's record and creation, and neighbours that do the same to resources of one kind.
fn belong_together(one: &Step, other: &Step) -> bool {
    if one.phase != other.phase || is_wait(one) || is_wait(other) {
        return false;
    }
    match (&one.action, &other.action) {
        (Action::Record { hooks, .. }, Action::Create | Action::Apply { .. }) => {
            let made = other.objects.first().map(ToString::to_string);
            hooks.iter().any(|(name, _)| Some(name) == made.as_ref())
        }
        _ => {
            let kind = |step: &Step| step.objects.first().map(|object| object.kind.clone());
            matches!(one.phase, Phase::Resources | Phase::Crds | Phase::Cleanup)
                && std::mem::discriminant(&one.action) == std::mem::discriminant(&other.action)
                && one.outcome == other.outcome
                && kind(one) == kind(other)
        }
    }
}

/// Phases, in runs of columns; what was not reached is one phase.
#[must_use]
pub fn phases(columns: &[Column], steps: &[Step]) -> Vec<PhaseSpan> {
    let mut spans: Vec<PhaseSpan> = Vec::new();
    let mut last: Option<Option<Phase>> = None;
    for (i, column) in columns.iter().enumerate() {
        let phase = column.first.checked_sub(1).and_then(|at| steps.get(at)).map(|step| step.phase);
        let end = i.saturating_add(1);
        if last == Some(phase) {
            if let Some(span) = spans.last_mut() {
                span.end = end;
            }
            continue;
        }
        last = Some(phase);
        let name = phase.map_or_else(|| words::NOT_REACHED.to_owned(), words::steps::phase);
        spans.push(PhaseSpan { name, first: i, end, reached: phase.is_some() });
    }
    spans
}
