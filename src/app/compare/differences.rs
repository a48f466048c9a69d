//! Where two runs of a story part: one line for each difference, operation by operation.

use super::grid::Grid;
use crate::app::score::{Deed, Tone, status_icon};
use crate::app::state::operation_of;
use crate::app::words::compare as words;
use crate::release::Status;
use crate::trace::{About, Alike, OperationTrace, Row, Side, Step, Trace, side_by_side};

/// Something that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The operation, by its index in the story.
    pub operation: usize,
    /// Index of its column; `None` for what the operation or the story comes to.
    pub slot: Option<usize>,
    /// What differs: "7 · Create Job db-migrate".
    pub what: String,
    /// What each run has there.
    pub sides: [Entry; 2],
    /// Nothing comes of it.
    pub quiet: bool,
}

/// What one run has.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Icon, without `i-`.
    pub icon: &'static str,
    /// Class of its colour; it never says more than the icon.
    pub tone: &'static str,
    /// How it went, in a few words.
    pub says: String,
    /// Index in [`Trace::steps`] of the step whose rule makes it so.
    pub because: Option<usize>,
    /// The number of the step in its operation, from 1, where it is a step.
    pub step: Option<usize>,
}

/// Two runs of a story, laid side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Differences {
    /// Everything that differs in what is done, stored or left behind.
    pub all: Vec<Difference>,
    /// What is printed otherwise, by operation: the run's number and the line.
    pub printed: Vec<(usize, [Vec<String>; 2])>,
}

impl Differences {
    /// All differences of two runs.
    #[must_use]
    pub fn of(traces: [&Trace; 2]) -> Differences {
        let mut found = Differences::default();
        let (mut last, mut behind) = (0, Vec::new());
        for one in side_by_side(traces) {
            let Some(operation) = one.index else {
                behind = one.rows;
                continue;
            };
            last = operation;
            found.all.extend(steps(traces, operation));
            found.all.extend(end(traces, operation));
            let lines = [0, 1].map(|run| printed(&one.rows, run));
            if lines.iter().any(|lines| !lines.is_empty()) {
                found.printed.push((operation, lines));
            }
        }
        found.all.extend(behind.iter().filter(|row| row.alike != Alike::Same).map(|row| left(row, last)));
        found
    }

    /// How many differences an operation has of which something comes.
    #[must_use]
    pub fn count(&self, operation: usize) -> usize {
        self.all.iter().filter(|one| one.operation == operation && !one.quiet).count()
    }

    /// Indices of an operation's differences.
    #[must_use]
    pub fn here(&self, operation: usize) -> Vec<usize> {
        let all = self.all.iter().enumerate();
        all.filter(|(_, one)| one.operation == operation).map(|(index, _)| index).collect()
    }

    /// The operations that differ, in the story's order.
    #[must_use]
    pub fn operations(&self) -> Vec<usize> {
        let mut operations: Vec<usize> = self.all.iter().map(|one| one.operation).collect();
        operations.dedup();
        operations
    }
}

/// The steps of an operation that differ.
fn steps(traces: [&Trace; 2], operation: usize) -> Vec<Difference> {
    let grid = Grid::of(traces, operation);
    let difference = |(index, slot): (usize, &super::grid::Slot)| {
        if !slot.differs() {
            return None;
        }
        let label = |run: &Option<super::grid::Run>, number: Option<usize>| {
            let columns = run.as_ref().map(|run| run.score.columns.as_slice())?;
            Some((number?, columns.get(number?.checked_sub(1)?)?.label.clone()))
        };
        let [a, b] = slot.numbers;
        let [first, second] = &grid.runs;
        // The side where Helm gets to it names it, of two the first.
        let named = match slot.alike {
            Alike::Second => label(second, b),
            _ => label(first, a),
        };
        let (number, label) = named?;
        let plain = label.split_once(": ").map_or(label.as_str(), |(plain, _)| plain).trim_end_matches(", unchanged");
        let steps = [0, 1].map(|run| step(*traces.get(run)?, operation, slot.numbers.get(run).copied().flatten()?));
        let short = steps.map(|step| step.map(words::went));
        // In full where few words say the same of both although something differs.
        let says = if short.first() == short.last() { steps.map(|step| step.map(words::went_in_full)) } else { short };
        let side = |(run, says): (usize, Option<String>)| match (steps.get(run).copied().flatten(), says) {
            (Some(step), Some(says)) => told(step, says, slot.numbers.get(run).copied().flatten()),
            _ if grid.runs.get(run).and_then(Option::as_ref).is_some_and(|run| index >= run.ends) => not_reached(),
            _ => absent(),
        };
        let [first, second] = says;
        let sides = [side((0, first)), side((1, second))];
        Some(Difference { operation, slot: Some(index), what: words::row(number, plain), sides, quiet: slot.quiet })
    };
    grid.slots.iter().enumerate().filter_map(difference).collect()
}

fn absent() -> Entry {
    Entry { icon: "off", tone: "c-off", says: words::ABSENT.into(), because: None, step: None }
}

fn not_reached() -> Entry {
    Entry { says: crate::app::words::NOT_REACHED.into(), ..absent() }
}

/// The step of an operation that has this number, if Helm got to it.
fn step(trace: &Trace, operation: usize, number: usize) -> Option<&Step> {
    let one = operation_of(trace, operation)?;
    trace.steps.get(one.steps.clone())?.get(number.checked_sub(1)?)
}

fn told(step: &Step, says: String, number: Option<usize>) -> Entry {
    let deed = Deed::of(step);
    let tone = match deed {
        Deed::Fail => "c-fail",
        Deed::Late => "c-late",
        _ => "c-off",
    };
    Entry { icon: deed.icon(), tone, says, because: Some(step.index), step: number }
}

/// What an operation comes to, if that differs: exit status and status of its revision.
fn end(traces: [&Trace; 2], operation: usize) -> Option<Difference> {
    let runs = traces.map(|trace| operation_of(trace, operation).map(|one| (trace, one)));
    let comes_to = runs.map(|run| run.map(|(trace, one)| (status(trace, one), one.exit)));
    let [first, second] = comes_to;
    if first == second {
        return None;
    }
    let revision = runs.iter().flatten().find_map(|(_, one)| one.revision);
    let side = |run: Option<(&Trace, &OperationTrace)>| {
        let Some((trace, one)) = run else { return absent() };
        let status = status(trace, one);
        let last = trace.steps.get(one.steps.clone()).and_then(<[Step]>::last);
        let (icon, tone) = match (one.exit, status) {
            (0, Some(status)) => (status_icon(status), if Tone::of(status) == Tone::Ok { "c-ok" } else { "c-off" }),
            (0, None) => ("done", "c-off"),
            _ => ("fail", "c-fail"),
        };
        let says = words::ends(status.map(Status::word), one.exit);
        Entry { icon, tone, says, because: last.map(|step| step.index), step: None }
    };
    let sides = runs.map(side);
    Some(Difference { operation, slot: None, what: words::end(revision), sides, quiet: false })
}

/// The status of an operation's revision after it.
fn status(trace: &Trace, operation: &OperationTrace) -> Option<Status> {
    let records = trace.state_at(operation.steps.end.checked_sub(1)).records;
    records.iter().find(|release| Some(release.revision) == operation.revision).map(|release| release.status)
}

/// An object that is left behind by one run only, or for another reason.
fn left(row: &Row, operation: usize) -> Difference {
    let side = |side: &Option<Side>| {
        let why = side.as_ref().map(|side| side.says.split_once(": ").map_or("", |(_, why)| why).to_owned());
        let (icon, tone) = if why.is_some() { ("stays", "c-stays") } else { ("delete", "c-off") };
        Entry { icon, tone, says: why.unwrap_or_else(|| words::GONE.into()), because: None, step: None }
    };
    let [first, second] = &row.sides;
    let says = first.as_ref().or(second.as_ref()).map(|side| side.says.as_str()).unwrap_or_default();
    let object = says.split_once(": ").map_or(says, |(object, _)| object);
    Difference { operation, slot: None, what: words::left(object), sides: [side(first), side(second)], quiet: false }
}

/// What one run prints that the other does not.
fn printed(rows: &[Row], run: usize) -> Vec<String> {
    let prints =
        |row: &&Row| matches!(row.about, About::Error | About::Note | About::Output) && row.alike != Alike::Same;
    let says = |row: &Row| row.sides.get(run)?.as_ref().map(|side| side.says.clone());
    rows.iter().filter(prints).filter_map(says).collect()
}
