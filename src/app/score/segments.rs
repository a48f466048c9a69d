//! Lifelines: when something exists, and what happens to it.

use std::sync::Arc;

use super::after::Tone;
use super::columns::Column;
use super::deed::{Deed, is_wait};
use super::model::{Mark, MarkLook, Seg, SegLook};
use super::rows::Touch;
use crate::trace::{Action, ObjectState, OperationTrace, RecordLife, StepOutcome};

/// States of an object that count as good where only the wait as a whole is known to have failed.
const GOOD: [&str; 6] = ["Ready", "Running", "Complete", "Succeeded", "Bound", ""];

/// The last state before step `step` of the whole trace.
pub(super) fn before<T>(states: &[(usize, Option<Arc<T>>)], step: usize) -> Option<&Arc<T>> {
    let next = states.partition_point(|(at, _)| *at < step);
    states.get(next.checked_sub(1)?)?.1.as_ref()
}

/// Draws lines on the columns of an operation.
pub(super) struct Lines<'a> {
    pub columns: &'a [Column],
    pub operation: &'a OperationTrace,
}

impl Lines<'_> {
    fn column(&self, number: usize) -> Option<&Column> {
        let next = self.columns.partition_point(|column| column.first <= number);
        self.columns.get(next.checked_sub(1)?)
    }

    /// Where a change at a step of the whole trace stands: waits bring it at their end.
    fn place(&self, step: usize) -> Option<f32> {
        let number = step.checked_sub(self.operation.steps.start)?.saturating_add(1);
        let column = self.column(number)?;
        Some(if column.deed == Deed::Wait { column.end() } else { column.middle() })
    }

    /// The changes of a life within the operation, with their places.
    fn changes<'s, T>(&self, states: &'s [(usize, Option<Arc<T>>)]) -> Vec<(f32, Option<&'s Arc<T>>)> {
        let within = states.iter().filter(|(at, _)| self.operation.steps.contains(at));
        within.filter_map(|(at, state)| Some((self.place(*at)?, state.as_ref()))).collect()
    }

    /// The line of an object.
    pub fn object(&self, states: &[(usize, Option<Arc<ObjectState>>)], touches: &[Touch<'_>]) -> Vec<Seg> {
        let seg = |from, to, look| Seg { from, to, look, text: "" };
        let mut segs = Vec::new();
        let was = before(states, self.operation.steps.start);
        let mut there = was.map(|_| None::<f32>);
        for (at, state) in self.changes(states) {
            match (there, state) {
                (None, Some(_)) => there = Some(Some(at)),
                (Some(from), None) => {
                    segs.push(seg(from, Some(at), SegLook::Bar));
                    there = None;
                }
                _ => {}
            }
        }
        if let Some(from) = there {
            segs.push(seg(from, None, SegLook::Bar));
        }
        let failed = was.is_some_and(|state| state.status == "Failed");
        let fails = touches.iter().filter(|touch| touch.reached && is_wait(touch.step) && self.is_bad(touch, states));
        let fails = fails.filter(|touch| touch.step.outcome != StepOutcome::TimedOut);
        for from in failed
            .then_some(None)
            .into_iter()
            .chain(fails.filter_map(|touch| Some(Some(self.column(touch.number)?.end()))))
        {
            redden(&mut segs, from);
        }
        for touch in touches.iter().filter(|touch| touch.reached && is_wait(touch.step)) {
            if let Some(column) = self.column(touch.number).filter(|column| column.waits) {
                segs.push(seg(Some(column.at), Some(column.end()), SegLook::Wait(touch.number)));
            }
        }
        segs.extend(self.missed(touches));
        segs
    }

    /// The stretch an object would have existed, had Helm got that far.
    fn missed(&self, touches: &[Touch<'_>]) -> Option<Seg> {
        let place = |deed| {
            let mut missed = touches.iter().filter(|touch| !touch.reached && !touch.recorded);
            missed
                .find(|touch| Deed::of(touch.step) == deed)
                .and_then(|touch| self.column(touch.number))
                .map(Column::middle)
        };
        let from = place(Deed::Create)?;
        Some(Seg { from: Some(from), to: place(Deed::Delete), look: SegLook::NotReached, text: "" })
    }

    /// What happens to an object.
    pub fn marks(&self, states: &[(usize, Option<Arc<ObjectState>>)], touches: &[Touch<'_>]) -> Vec<Mark> {
        let mark = |touch: &Touch<'_>| {
            let column = self.column(touch.number)?;
            let waits = is_wait(touch.step);
            if waits && !column.waits {
                return None;
            }
            let look = match Deed::of(touch.step) {
                _ if !touch.reached => MarkLook::NotReached,
                _ if touch.recorded => MarkLook::Recorded,
                Deed::Wait => MarkLook::Reached,
                Deed::Fail | Deed::Late if waits && !self.is_bad(touch, states) => MarkLook::Reached,
                deed => MarkLook::Deed(deed),
            };
            let at = if waits && touch.reached { column.end() } else { column.middle() };
            Some(Mark { at, step: touch.number, look })
        };
        touches.iter().filter_map(mark).collect()
    }

    /// Whether a wait went wrong because of this object.
    fn is_bad(&self, touch: &Touch<'_>, states: &[(usize, Option<Arc<ObjectState>>)]) -> bool {
        if !matches!(Deed::of(touch.step), Deed::Fail | Deed::Late) {
            return false;
        }
        let state = before(states, touch.step.index.saturating_add(1));
        touch.step.action != Action::WaitManifest || state.is_none_or(|state| !GOOD.contains(&state.status.as_str()))
    }

    /// The line of a release record: one stretch per status.
    pub fn record(&self, life: &RecordLife) -> Vec<Seg> {
        let mut segs = Vec::new();
        let mut there = before(&life.states, self.operation.steps.start).map(|release| (None, release.status));
        for (at, state) in self.changes(&life.states) {
            let status = state.map(|release| release.status);
            if there.map(|(_, status)| status) == status {
                continue;
            }
            segs.extend(there.map(|(from, status)| status_seg(from, Some(at), status)));
            there = status.map(|status| (Some(at), status));
        }
        segs.extend(there.map(|(from, status)| status_seg(from, None, status)));
        segs
    }

    /// What goes wrong with a record, and its end; the rest the line says.
    pub fn record_marks(&self, touches: &[Touch<'_>]) -> Vec<Mark> {
        let mark = |touch: &Touch<'_>| {
            let deed = Deed::of(touch.step);
            let odd = touch.reached
                && (deed == Deed::Forget || touch.step.outcome != StepOutcome::Done && deed == Deed::Fail);
            let at = self.column(touch.number)?.middle();
            odd.then_some(Mark { at, step: touch.number, look: MarkLook::Deed(deed) })
        };
        touches.iter().filter_map(mark).collect()
    }
}

fn status_seg(from: Option<f32>, to: Option<f32>, status: crate::release::Status) -> Seg {
    Seg { from, to, look: SegLook::Status(Tone::of(status)), text: status.word() }
}

/// Colours a line from a place on, up to where the object ends.
fn redden(segs: &mut Vec<Seg>, from: Option<f32>) {
    let covers = |seg: &Seg| {
        let begins = seg.from.is_none_or(|start| from.is_some_and(|from| start <= from));
        begins && seg.to.is_none_or(|to| from.is_none_or(|from| from < to)) && seg.look == SegLook::Bar
    };
    let Some(at) = segs.iter().position(covers) else { return };
    let Some(seg) = segs.get_mut(at) else { return };
    let bad = Seg { from, look: SegLook::Bad, ..seg.clone() };
    if from.is_none() || seg.from == from {
        *seg = bad;
        return;
    }
    seg.to = from;
    segs.push(bad);
}
