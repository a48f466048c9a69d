//! What is drawn of one operation, whatever the place of the playhead.

use super::after::{After, Tone};
use super::columns::{Column, PhaseSpan, columns, phases};
use super::rows::rows;
use crate::app::state::RowKey;
use crate::trace::{OperationTrace, Trace, Verb};

/// One operation as a score.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Score {
    /// Steps, reached or not.
    pub columns: Vec<Column>,
    /// Runs of columns.
    pub phases: Vec<PhaseSpan>,
    /// Records and objects, in order of execution.
    pub rows: Vec<Row>,
    /// Width of all columns.
    pub width: f32,
    /// How many steps Helm takes.
    pub steps: usize,
    /// How many steps it does not get to.
    pub not_reached: usize,
    /// It is an uninstall: what counts is what stays.
    pub uninstalls: bool,
}

/// One line of the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Whose life it is.
    pub key: RowKey,
    /// How its bars are drawn.
    pub owned: Owned,
    /// Weight of a hook.
    pub weight: Option<i64>,
    /// Icon of its kind, without `i-`.
    pub icon: &'static str,
    /// "db-migrate", "revision 3"
    pub name: String,
    /// Kind of an object; empty for records.
    pub kind: String,
    /// Its life in one or two sentences, for those who cannot see it.
    pub life: String,
    /// When it exists.
    pub segs: Vec<Seg>,
    /// What happens to it.
    pub marks: Vec<Mark>,
    /// Said instead of a line, for a hook that does not run.
    pub note: Option<String>,
    /// What comes of it.
    pub after: After,
    /// A new group begins.
    pub gap: bool,
    /// The first step that touches it, from 1.
    pub first: Option<usize>,
    /// The steps that are about it, from 1.
    pub steps: Vec<usize>,
    /// Whether its outcome can be chosen: it is written in this operation.
    pub written: bool,
}

/// Who an object belongs to, as bars tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owned {
    /// A record: tall, with its status as text.
    Record,
    /// Nobody: solid.
    Hook,
    /// The release: hollow.
    Release,
}

impl Owned {
    /// Its class.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Owned::Record => "own-rec",
            Owned::Hook => "own-hook",
            Owned::Release => "own-res",
        }
    }
}

/// A stretch of a line, in widths of a plain column.
#[derive(Debug, Clone, PartialEq)]
pub struct Seg {
    /// Where it begins; `None` if it was there before the operation.
    pub from: Option<f32>,
    /// Where it ends; `None` if it is there after the operation.
    pub to: Option<f32>,
    /// What it looks like.
    pub look: SegLook,
    /// The status of a record; empty for objects.
    pub text: &'static str,
}

/// Looks of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegLook {
    /// It exists.
    Bar,
    /// It exists and has failed.
    Bad,
    /// Helm waits for it at this step (from 1).
    Wait(usize),
    /// It would exist, had Helm got that far.
    NotReached,
    /// A record with a status of this tone.
    Status(Tone),
}

/// What happens at one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Where, in widths of a plain column.
    pub at: f32,
    /// The step, from 1.
    pub step: usize,
    /// What it looks like.
    pub look: MarkLook,
}

/// Looks of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkLook {
    /// A deed.
    Deed(super::Deed),
    /// A hook is recorded as Running.
    Recorded,
    /// A wait ends well; stands at the end of its column.
    Reached,
    /// Helm did not get that far.
    NotReached,
}

impl Score {
    /// The score of an operation, where `room` columns of the smallest width fit, or
    /// with one column per step.
    #[must_use]
    pub fn of(trace: &Trace, operation: &OperationTrace, room: Option<f32>) -> Score {
        let steps = trace.steps.get(operation.steps.clone()).unwrap_or_default();
        let columns = columns(steps, &operation.not_reached, room);
        let width = columns.last().map_or(0.0, Column::end);
        Score::on(trace, operation, columns, width)
    }

    /// The score of an operation on columns that stand already, of `width` in all: they need not lie side by side.
    #[must_use]
    pub fn on(trace: &Trace, operation: &OperationTrace, columns: Vec<Column>, width: f32) -> Score {
        let steps = trace.steps.get(operation.steps.clone()).unwrap_or_default();
        let phases = phases(&columns, steps);
        let rows = rows(trace, operation, &columns);
        let uninstalls = operation.verb == Verb::Uninstall;
        let (steps, not_reached) = (steps.len(), operation.not_reached.len());
        Score { columns, phases, rows, width, steps, not_reached, uninstalls }
    }

    /// The column of a step (from 1).
    #[must_use]
    pub fn column(&self, step: usize) -> Option<&Column> {
        let next = self.columns.partition_point(|column| column.first <= step);
        self.columns.get(next.checked_sub(1)?).filter(|column| step <= column.last)
    }

    /// Whether a step (from 1) is about a row. Records have only the steps that no object has.
    #[must_use]
    pub fn is_on(&self, row: &Row, step: usize) -> bool {
        row.steps.binary_search(&step).is_ok()
    }

    /// How far the ink goes once `done` steps are done: to the playhead, at the end over everything.
    #[must_use]
    pub fn ink(&self, done: usize) -> Option<f32> {
        match done {
            0 => Some(0.0),
            done if done >= self.steps => None,
            done => self.column(done).map(Column::middle),
        }
    }
}
