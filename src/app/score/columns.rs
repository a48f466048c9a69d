//! The columns of a score: one per step, folded and spread as the room allows.

use super::deed::{Deed, is_wait};
use crate::app::words;
use crate::trace::{Action, Phase, Step, StepOutcome};

/// Width of a wait, in columns of other steps, where there is room.
const WAIT_WIDTH: f32 = 2.2;
/// Width of a letter of a phase's name, and of the space around the name, in columns of the smallest width.
const LETTER: f32 = 0.26;
const AROUND: f32 = 0.3;

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
    /// Whether it is a wait.
    pub waits: bool,
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

/// How readily neighbours share a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Folding {
    /// Never.
    None,
    /// Where one completes the other.
    Pairs,
    /// Wherever they belong together.
    Tight,
}

/// Columns for the steps of an operation and those it did not reach. `room` is how many columns of the
/// smallest width fit: too many neighbours fold, and what is left over goes to names of phases and to waits.
/// Without `room`, each step has its own column.
#[must_use]
pub fn columns(steps: &[Step], not_reached: &[Step], room: Option<f32>) -> Vec<Column> {
    let Some(room) = room else {
        let mut columns = fold(steps, not_reached, Folding::None);
        spread(&mut columns, steps, 0.0);
        return columns;
    };
    let mut columns = fold(steps, not_reached, Folding::Pairs);
    if columns.len() as f32 > room {
        columns = fold(steps, not_reached, Folding::Tight);
    }
    spread(&mut columns, steps, room);
    columns
}

fn fold(steps: &[Step], not_reached: &[Step], folding: Folding) -> Vec<Column> {
    let all: Vec<(&Step, bool)> =
        steps.iter().map(|step| (step, true)).chain(not_reached.iter().map(|step| (step, false))).collect();
    let mut columns: Vec<Column> = Vec::new();
    for (i, &(step, reached)) in all.iter().enumerate() {
        let number = i.saturating_add(1);
        let before = i.checked_sub(1).and_then(|i| all.get(i)).filter(|(_, was)| *was == reached);
        let joins = before.is_some_and(|(other, _)| match folding {
            Folding::None => false,
            Folding::Pairs => goes_with(other, step),
            Folding::Tight => goes_with(other, step) || belong_together(other, step),
        });
        if let Some(column) = columns.last_mut().filter(|_| joins) {
            column.last = number;
            column.deed = if is_wait(step) { column.deed } else { Deed::of(step) };
            column.label = words::steps::joined(&column.label, step, column.last.saturating_sub(column.first));
            continue;
        }
        let later = all.iter().skip(number).map(|&(step, _)| step);
        let label = words::steps::label(step, later);
        let waits = is_wait(step);
        columns.push(Column {
            first: number,
            last: number,
            at: 0.0,
            width: 1.0,
            waits,
            deed: Deed::of(step),
            label,
            reached,
        });
    }
    columns
}

/// Gives what room is left to the names of phases, then to waits, and puts the columns side by side.
fn spread(columns: &mut [Column], steps: &[Step], room: f32) {
    let mut left = (room - columns.len() as f32).max(0.0);
    for phase in phases(columns, steps) {
        let Some(own) = columns.get_mut(phase.first..phase.end) else { continue };
        let waits = own.iter().filter(|column| column.waits).count() as f32;
        let has = own.len() as f32 + waits * (WAIT_WIDTH - 1.0);
        let wanted = AROUND + LETTER * phase.name.chars().count() as f32;
        let more = within(wanted - has, left);
        left -= more;
        let share = more / own.len().max(1) as f32;
        own.iter_mut().for_each(|column| column.width += share);
    }
    let waits = columns.iter().filter(|column| column.waits).count();
    let share = within(left / waits.max(1) as f32, WAIT_WIDTH - 1.0);
    let mut at = 0.0;
    for column in columns {
        if column.waits {
            column.width += share;
        }
        column.at = at;
        at = column.end();
    }
}

/// `value`, but not less than 0 and not more than `most`. `f32::clamp` can panic, and to print the
/// numbers then it brings the tables that `measure` does without.
fn within(value: f32, most: f32) -> f32 {
    if value > most { most } else { value.max(0.0) }
}

/// A deletion and the look whether it is done are one.
fn goes_with(one: &Step, other: &Step) -> bool {
    matches!(one.action, Action::Delete { .. })
        && other.action == Action::WaitGone
        && matches!(other.outcome, StepOutcome::Reached(_))
        && one.objects == other.objects
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
