//! Two runs of an operation on one set of columns: what both do stands in the same one.

use crate::app::score::{Column, Score, columns};
use crate::app::state::{operation_of, steps_of};
use crate::app::words;
use crate::trace::{Abreast, Action, Alike, StepOutcome, Trace, abreast};

/// Width of a wait, in columns of other steps; many columns are all as narrow as can be.
const WAIT_WIDTH: f32 = 2.2;
const ENOUGH: usize = 24;

/// An operation in both runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The columns, from left to right.
    pub slots: Vec<Slot>,
    /// Each run on them; `None` if that version does not do the operation.
    pub runs: [Option<Run>; 2],
    /// Width of all columns.
    pub width: f32,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The step of each run, from 1; those not reached go on counting.
    pub numbers: [Option<usize>; 2],
    /// How the two compare.
    pub alike: Alike,
    /// Nothing comes of the difference: only one run sends the request, and nothing changes by it.
    pub quiet: bool,
    /// Where it begins, in widths of a plain column.
    pub at: f32,
    /// How wide it is.
    pub width: f32,
}

/// One run on the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its own columns, phases and rows.
    pub score: Score,
    /// Its phases, as runs of slots.
    pub phases: Vec<Phase>,
    /// The slots from this one on it did not get to.
    pub ends: usize,
}

/// A phase of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// "Pre-upgrade hooks"
    pub name: String,
    /// Whether Helm got that far.
    pub reached: bool,
    /// Index of the first slot.
    pub first: usize,
    /// One past the last.
    pub end: usize,
}

impl Slot {
    /// Whether the runs differ here in anything but the way a request is sent.
    #[must_use]
    pub fn differs(&self) -> bool {
        !matches!(self.alike, Alike::Same | Alike::Way)
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> f32 {
        self.at + self.width
    }
}

impl Grid {
    /// Both runs of an operation, by its index in the story.
    #[must_use]
    pub fn of(traces: [&Trace; 2], operation: usize) -> Grid {
        let operations = traces.map(|trace| operation_of(trace, operation));
        let own = |run: usize| {
            let (trace, operation) = (traces.get(run)?, operations.get(run).copied().flatten()?);
            Some(columns(trace.steps.get(operation.steps.clone())?, &operation.not_reached, None))
        };
        let mut own = [own(0), own(1)];
        let pairs = abreast(traces, operation);
        let wide = pairs.len() <= ENOUGH;
        let mut slots: Vec<Slot> = Vec::new();
        let mut at = 0.0;
        for Abreast { numbers, alike } in pairs {
            let waits = numbers.into_iter().zip(&own).any(|(number, own)| {
                own.as_deref().and_then(|own| column(own, number)).is_some_and(|column| column.waits)
            });
            let width = if waits && wide { WAIT_WIDTH } else { 1.0 };
            for (number, own) in numbers.into_iter().zip(&mut own) {
                let place = number.and_then(|number| number.checked_sub(1));
                if let Some(column) = place.and_then(|place| own.as_mut()?.get_mut(place)) {
                    (column.at, column.width) = (at, width);
                }
            }
            slots.push(Slot { numbers, alike, quiet: false, at, width });
            at += width;
        }
        let [first, second] = own;
        let mut grid = Grid { slots, width: at, runs: [None, None] };
        let run = |side: usize, columns: Option<Vec<Column>>| {
            let (trace, operation) = (traces.get(side)?, operations.get(side).copied().flatten()?);
            let score = Score::on(trace, operation, columns?, grid.width);
            let reached = |slot: &Slot| slot.numbers.get(side).copied().flatten().is_some_and(|n| n <= score.steps);
            let stops = operation.exit != 0 || !operation.not_reached.is_empty();
            let last = grid.slots.iter().rposition(reached);
            let ends = if stops { last.map_or(0, |last| last.saturating_add(1)) } else { grid.slots.len() };
            let phases = phases(&score, &grid.slots, side, ends);
            Some(Run { score, phases, ends })
        };
        grid.runs = [run(0, first), run(1, second)];
        let quiet: Vec<bool> = (0..grid.slots.len()).map(|index| grid.is_quiet(traces, operation, index)).collect();
        grid.slots.iter_mut().zip(quiet).for_each(|(slot, quiet)| slot.quiet = quiet);
        grid
    }

    /// Whether nothing comes of a step that only one run has: the other one gets past it and lacks a request that changes
    /// nothing, or the look whether something is gone.
    fn is_quiet(&self, traces: [&Trace; 2], operation: usize, index: usize) -> bool {
        let Some(slot) = self.slots.get(index) else { return false };
        let (side, other) = match slot.alike {
            Alike::First => (0, 1),
            Alike::Second => (1, 0),
            _ => return false,
        };
        let goes_past = self.runs.get(other).and_then(Option::as_ref).is_some_and(|run| index < run.ends);
        let number = slot.numbers.get(side).copied().flatten().and_then(|number| number.checked_sub(1));
        let steps = traces.get(side).map(|trace| steps_of(trace, operation)).unwrap_or_default();
        let step = number.and_then(|number| steps.get(number));
        goes_past
            && step.is_some_and(|step| match step.outcome {
                StepOutcome::Unchanged | StepOutcome::NotFound => true,
                StepOutcome::Reached(_) => step.action == Action::WaitGone,
                _ => false,
            })
    }

    /// Whether a row of one run looks otherwise in the other one, or is not there.
    #[must_use]
    pub fn row_differs(&self, run: usize, row: usize) -> bool {
        let [first, second] = &self.runs;
        let (own, other) = if run == 0 { (first, second) } else { (second, first) };
        let Some(row) = own.as_ref().and_then(|own| own.score.rows.get(row)) else { return false };
        let other = other.as_ref().and_then(|other| other.score.rows.iter().find(|other| other.key == row.key));
        other.is_none_or(|other| other.after.text != row.after.text || other.segs != row.segs)
    }
}

fn column(columns: &[Column], number: Option<usize>) -> Option<&Column> {
    columns.get(number?.checked_sub(1)?)
}

/// The phases of a run; a slot in which the run has no step belongs to the phase it stands in, unless the run ends before
/// it, at slot `ends`.
fn phases(score: &Score, slots: &[Slot], side: usize, ends: usize) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    let mut last = None;
    for (index, slot) in slots.iter().enumerate().take(ends) {
        let next = index.saturating_add(1);
        let own = slot.numbers.get(side).copied().flatten().and_then(|number| number.checked_sub(1));
        let span = own.and_then(|own| score.phases.iter().position(|span| (span.first..span.end).contains(&own)));
        // What stands before the first step belongs to that step's phase.
        let goes_on = span.is_none() || last.is_none() || span == last;
        let named = span.and_then(|span| score.phases.get(span)).map(|span| span.name.clone());
        match phases.last_mut().filter(|_| goes_on) {
            Some(phase) => {
                phase.end = next;
                phase.name = named.unwrap_or_else(|| std::mem::take(&mut phase.name));
            }
            None => phases.push(Phase { name: named.unwrap_or_default(), reached: true, first: index, end: next }),
        }
        last = span.or(last);
    }
    if ends < slots.len() {
        phases.push(Phase { name: words::NOT_REACHED.into(), reached: false, first: ends, end: slots.len() });
    }
    phases
}
