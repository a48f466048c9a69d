//! Why two runs differ, found by trial: the story is played again with one row of the table of behaviour turned to
//! what the other version has, from both versions. What that changes, the row causes.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, facts};
use super::{Alike, Cause, Compared, Sides, aligned, pairs};
use crate::helm::{Difference, differences, run_with};
use crate::story::{HelmVersion, Story};

/// How many steps are played at most to find causes: some seconds in a browser.
const MOST_STEPS: usize = 20_000;

/// A fact by operation, key and how many of that key came before it.
type Name = (usize, String, usize);

/// Notes the causes of every difference in `operations`; returns them, and whether they were looked for.
pub(super) fn explain(
    story: &Story,
    versions: [HelmVersion; 2],
    lists: &[Vec<Facts<'_>>; 2],
    operations: &mut [Compared],
) -> (Vec<Cause>, bool) {
    let [first, second] = versions;
    let rows = differences(first, second);
    let facts: usize = lists.iter().flatten().map(|list| list.facts.len()).sum();
    if facts.saturating_mul(rows.len()) > MOST_STEPS {
        return (Vec::new(), false);
    }
    let parted = parted(lists);
    let mut causes: Vec<Cause> = Vec::new();
    for row in rows {
        let touched = touched(story, versions, lists, &row);
        let mut found = false;
        for (operation, names) in operations.iter_mut().zip(&parted) {
            for (row, names) in operation.rows.iter_mut().zip(names) {
                if row.alike != Alike::Same && names.iter().any(|name| touched.contains(name)) {
                    row.causes.push(causes.len());
                    found = true;
                }
            }
        }
        if found {
            causes.push(cause(row));
        }
    }
    (causes, true)
}

/// The names of the facts of every row, as [`super::compare`] has the rows.
fn parted(lists: &[Vec<Facts<'_>>; 2]) -> Vec<Vec<Vec<Name>>> {
    pairs(lists).into_iter().map(|lists| named(lists).into_iter().map(|(names, _)| names).collect()).collect()
}

/// What one row changes, tried from either version.
fn touched(story: &Story, versions: [HelmVersion; 2], lists: &[Vec<Facts<'_>>; 2], row: &Difference) -> BTreeSet<Name> {
    let [first, second] = versions;
    let mut touched = BTreeSet::new();
    for (own, other, list) in [(first, second, lists.first()), (second, first, lists.last())] {
        let trace = crate::trace::build::build(story, run_with(story, own, other, &[row.row]));
        let both = [facts(&trace)];
        let (Some(own), Some(varied)) = (list, both.first()) else { continue };
        for pair in own.iter().map(|list| [Some(list), varied.iter().find(|one| one.index == list.index)]) {
            let differ = named(pair).into_iter().filter(|(_, alike)| *alike != Alike::Same);
            touched.extend(differ.flat_map(|(names, _)| names));
        }
    }
    touched
}

/// The aligned rows of an operation, each with the names of its facts.
fn named(lists: [Option<&Facts<'_>>; 2]) -> Vec<(Vec<Name>, Alike)> {
    let index = lists.iter().flatten().next().map_or(0, |list| list.index);
    let mut seen: [BTreeMap<String, usize>; 2] = Default::default();
    let mut names = |(sides, alike): Sides<'_>| {
        let mut names = Vec::new();
        for (side, seen) in sides.into_iter().zip(&mut seen) {
            let Some(fact) = side else { continue };
            let times = seen.entry(fact.key.clone()).or_default();
            names.push((index, fact.key.clone(), *times));
            *times = times.saturating_add(1);
        }
        names.dedup();
        (names, alike)
    };
    aligned(lists).into_iter().map(&mut names).collect()
}

fn cause(row: Difference) -> Cause {
    Cause {
        row: row.row.into(),
        says: row.says,
        rules: row.rules.into_iter().map(str::to_owned).collect(),
        since: row.since.iter().map(ToString::to_string).collect(),
        values: row.values,
    }
}
