//! The score turned by 90 degrees: one vertical rail per object, one line per step.

use super::model::{Owned, Row, Score, SegLook};
use crate::app::state::RowKey;
use crate::app::words;

/// More rails than this cannot be told apart on a narrow page.
const MOST_LANES: usize = 8;

/// One rail.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// "db-migrate", "3 resources"
    pub name: String,
    /// How it is drawn.
    pub owned: Owned,
    /// Indices of the rows it stands for.
    rows: Vec<usize>,
}

/// A rail beside one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rail {
    /// Which lane.
    pub lane: usize,
    /// How it is drawn.
    pub owned: Owned,
    /// Whether it exists before and after the step.
    pub before: bool,
    /// Whether it exists after the step.
    pub after: bool,
    /// Whether Helm waits for it.
    pub waits: bool,
    /// Whether it has failed.
    pub bad: bool,
}

/// All rails of a score.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rails {
    /// From left to right.
    pub lanes: Vec<Lane>,
}

impl Rails {
    /// The rails of a score: the release, each hook, the resources in one; too many hooks share the last.
    #[must_use]
    pub fn of(score: &Score) -> Rails {
        let mut lanes: Vec<Lane> = Vec::new();
        let lined = score.rows.iter().enumerate().filter(|(_, row)| row.note.is_none());
        for (i, row) in lined {
            let shared = lanes.iter_mut().find(|lane| lane.owned == row.owned && row.owned != Owned::Hook);
            match shared {
                Some(lane) => lane.rows.push(i),
                None => lanes.push(Lane { name: row.name.clone(), owned: row.owned, rows: vec![i] }),
            }
        }
        fold_hooks(&mut lanes);
        for lane in &mut lanes {
            match (lane.owned, lane.rows.len()) {
                (Owned::Record, _) => lane.name = words::steps::RELEASE_RAIL.into(),
                (Owned::Release, n) if n > 1 => lane.name = words::count(n, "resource", "resources"),
                (Owned::Hook, n) if n > 1 => lane.name = words::count(n, "more hook", "more hooks"),
                _ => {}
            }
        }
        Rails { lanes }
    }

    /// The rails beside a column of the score.
    #[must_use]
    pub fn beside(&self, score: &Score, column: usize) -> Vec<Rail> {
        let Some(column) = score.columns.get(column) else { return Vec::new() };
        let rail = |(lane, one): (usize, &Lane)| {
            let rows = || one.rows.iter().filter_map(|&row| score.rows.get(row));
            let there = |at: f32| rows().any(|row| exists(row, at));
            let (before, after) = (there(column.at), there(column.end()));
            let waits = rows().any(|row| waits(row, column.first));
            let bad =
                rows().any(|row| row.segs.iter().any(|seg| seg.look == SegLook::Bad && covers(seg, column.end())));
            (before || after || waits).then_some(Rail { lane, owned: one.owned, before, after, waits, bad })
        };
        self.lanes.iter().enumerate().filter_map(rail).collect()
    }

    /// The rails above a column: as the column before it leaves them.
    #[must_use]
    pub fn above(&self, score: &Score, column: usize) -> Vec<Rail> {
        let (there, next): (fn(&Rail) -> bool, _) = match column.checked_sub(1) {
            Some(before) => (|rail| rail.after, before),
            None => (|rail| rail.before, column),
        };
        let whole = |rail| Rail { before: true, after: true, waits: false, ..rail };
        self.beside(score, next).into_iter().filter(there).map(whole).collect()
    }

    /// The lane on which a column's mark stands.
    #[must_use]
    pub fn node(&self, score: &Score, column: usize) -> Option<usize> {
        let column = score.columns.get(column)?;
        let marked = |row: &Row| row.marks.iter().any(|mark| column.first <= mark.step && mark.step <= column.last);
        let lane = |wanted: &dyn Fn(&Row) -> bool| {
            self.lanes.iter().position(|lane| lane.rows.iter().filter_map(|&row| score.rows.get(row)).any(wanted))
        };
        lane(&marked).or_else(|| lane(&|row| matches!(row.key, RowKey::Record(_))))
    }
}

/// Puts the hooks that are too many on one rail.
fn fold_hooks(lanes: &mut Vec<Lane>) {
    while lanes.len() > MOST_LANES {
        let Some(last) = lanes.iter().rposition(|lane| lane.owned == Owned::Hook) else { return };
        let Some(into) = lanes.iter().take(last).rposition(|lane| lane.owned == Owned::Hook) else { return };
        let surplus = lanes.remove(last);
        if let Some(lane) = lanes.get_mut(into) {
            lane.rows.extend(surplus.rows);
        }
    }
}

fn exists(row: &Row, at: f32) -> bool {
    row.segs.iter().any(|seg| !matches!(seg.look, SegLook::Wait(_) | SegLook::NotReached) && covers(seg, at))
}

fn covers(seg: &super::Seg, at: f32) -> bool {
    seg.from.is_none_or(|from| from <= at) && seg.to.is_none_or(|to| at < to)
}

fn waits(row: &Row, step: usize) -> bool {
    row.segs.iter().any(|seg| seg.look == SegLook::Wait(step))
}
