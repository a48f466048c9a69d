//! One story with two versions of Helm, step by step, and why they part.
//!
//! Steps are paired by what they do ([`align`]); how they went, what a command prints and what is left at the end is
//! then compared pair by pair. Why a pair differs is found by trial ([`causes`]). Everything here is plain text, for
//! the page and the command alike.

mod abreast;
mod align;
mod causes;
mod facts;

use std::collections::BTreeSet;

use crate::story::Story;
use crate::trace::Trace;

pub use self::abreast::{Abreast, abreast};
use self::facts::{Fact, Facts, facts, says};

/// Two runs of one story.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// The versions that were played.
    pub versions: [String; 2],
    /// Every operation that one of them does, in the story's order; at the end what is left behind, if it differs.
    pub operations: Vec<Compared>,
    /// In which of their ways the two versions differ, as far as this story shows it.
    pub causes: Vec<Cause>,
    /// Whether causes were looked for: a very long story is only compared.
    pub explained: bool,
}

/// An operation in both runs.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Compared {
    /// Its index in the story; `None` for the end of the story.
    #[serde(skip)]
    pub index: Option<usize>,
    /// As recordings name it, `upgrade b`; empty for the end of the story.
    pub operation: String,
    /// The command line of each run; `None` if that version does not do the operation.
    pub commands: [Option<String>; 2],
    /// Everything that can differ, in order.
    pub rows: Vec<Row>,
}

/// A step of both runs or of one, or something else that can be compared.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Row {
    /// What it is.
    pub about: About,
    /// How the two sides compare.
    pub alike: Alike,
    /// What each run has there.
    pub sides: [Option<Side>; 2],
    /// The run that lacks the step would have come to it, had nothing failed before.
    pub not_reached: bool,
    /// What makes the difference, as indices of [`Comparison::causes`]; empty where no single way of the versions does.
    pub causes: Vec<usize>,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// A step.
    Step,
    /// The exit status of the command.
    Exit,
    /// Its error.
    Error,
    /// Another line on stderr.
    Note,
    /// A line on stdout.
    Output,
    /// An object that is left behind at the end, and why.
    Left,
}

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alike {
    /// In everything.
    Same,
    /// In what comes of it: only the request is another one.
    Way,
    /// In what is done, not in how it goes.
    Other,
    /// Only the first run has it.
    First,
    /// Only the second run has it.
    Second,
}

/// What one run has.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Side {
    /// The index of the step in its trace.
    pub step: Option<usize>,
    /// What happens, in words.
    pub says: String,
    /// How it went, as one sign; a space for what is no step.
    pub mark: char,
    /// The rule that makes Helm do it; empty for what is no step.
    pub rule: String,
}

/// A way in which the versions differ: a row of the table of behaviour.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Cause {
    /// The row.
    pub row: String,
    /// What it is about, without a full stop.
    pub says: String,
    /// Ids of the rules and of the findings it stands on.
    pub rules: Vec<String>,
    /// The releases that changed it.
    pub since: Vec<String>,
    /// What each version has there.
    pub values: [String; 2],
}

impl Alike {
    /// How two facts of one key compare.
    fn of(one: &Fact, other: &Fact) -> Alike {
        match () {
            () if one.result != other.result => Alike::Other,
            () if one.way != other.way => Alike::Way,
            () => Alike::Same,
        }
    }
}

impl Comparison {
    /// Rows that are not the same in everything.
    pub fn differences(&self) -> impl Iterator<Item = &Row> {
        self.operations.iter().flat_map(|operation| &operation.rows).filter(|row| row.alike != Alike::Same)
    }
}

/// Lays two runs of a story side by side; they are as [`crate::simulate`] plays it with two versions.
#[must_use]
pub fn compare(story: &Story, traces: [&Trace; 2]) -> Comparison {
    let versions = traces.map(|trace| trace.helm);
    let lists = traces.map(facts);
    let mut operations = laid(&lists, traces);
    let (causes, explained) = causes::explain(story, versions, &lists, &mut operations);
    Comparison { versions: versions.map(|helm| helm.to_string()), operations, causes, explained }
}

/// Lays two runs of a story side by side, without asking why they part: [`Comparison::operations`] without their causes.
#[must_use]
pub fn side_by_side(traces: [&Trace; 2]) -> Vec<Compared> {
    laid(&traces.map(facts), traces)
}

fn laid(lists: &[Vec<Facts<'_>>; 2], traces: [&Trace; 2]) -> Vec<Compared> {
    let mut operations: Vec<Compared> = pairs(lists).into_iter().map(|lists| compared(lists, traces)).collect();
    operations.retain(|one| !one.operation.is_empty() || one.rows.iter().any(|row| row.alike != Alike::Same));
    operations
}

/// The same operation of both runs, by its place in the story.
fn pairs<'f, 't>(lists: &'f [Vec<Facts<'t>>; 2]) -> Vec<[Option<&'f Facts<'t>>; 2]> {
    let [first, second] = lists;
    let mut indices: Vec<usize> = first.iter().chain(second).map(|one| one.index).collect();
    indices.sort_unstable();
    indices.dedup();
    let of = |list: &'f [Facts<'t>], index| list.iter().find(|one| one.index == index);
    indices.into_iter().map(|index| [of(first, index), of(second, index)]).collect()
}

/// Both sides of one place: the pair of facts, and how they compare.
type Sides<'f> = ([Option<&'f Fact>; 2], Alike);

/// The facts of two runs of an operation, aligned.
fn aligned<'f>(lists: [Option<&'f Facts<'_>>; 2]) -> Vec<Sides<'f>> {
    let facts = lists.map(|list| list.map(|list| list.facts.as_slice()).unwrap_or_default());
    let keys = facts.map(|facts| facts.iter().map(|fact| fact.key.as_str()).collect::<Vec<_>>());
    let [first, second] = &keys;
    let [one, other] = facts;
    let sides = |(a, b): (Option<usize>, Option<usize>)| {
        let sides = [a.and_then(|place| one.get(place)), b.and_then(|place| other.get(place))];
        let alike = match sides {
            [Some(a), Some(b)] => Alike::of(a, b),
            [Some(_), None] => Alike::First,
            [None, _] => Alike::Second,
        };
        (sides, alike)
    };
    align::align(first, second).into_iter().map(sides).collect()
}

fn compared(lists: [Option<&Facts<'_>>; 2], traces: [&Trace; 2]) -> Compared {
    let operations = lists.map(|list| list.and_then(|list| list.operation));
    let planned = operations.map(|one| {
        let steps = one.map(|one| one.not_reached.as_slice()).unwrap_or_default();
        steps.iter().map(facts::key_of).collect::<BTreeSet<_>>()
    });
    let row = |(sides, alike): Sides<'_>| {
        let lacking = match alike {
            Alike::First => planned.get(1),
            Alike::Second => planned.first(),
            _ => None,
        };
        let key = sides.iter().flatten().next().map(|fact| &fact.key);
        let not_reached = lacking.is_some_and(|planned| key.is_some_and(|key| planned.contains(key)));
        let [first, second] = sides;
        let [one, other] = traces;
        let said = |whole| [first.map(|fact| says(fact, one, whole)), second.map(|fact| says(fact, other, whole))];
        // Details where the headlines say the same although something differs.
        let short = said(false);
        let words = if alike == Alike::Other && short.first() == short.last() { said(true) } else { short };
        let [a, b] = words;
        let about = sides.iter().flatten().next().map_or(About::Step, |fact| fact.about);
        Row { about, alike, sides: [side(first, a, one), side(second, b, other)], not_reached, causes: Vec::new() }
    };
    Compared {
        index: operations.iter().flatten().next().map(|one| one.index),
        operation: operations.iter().flatten().next().map(|one| one.operation.clone()).unwrap_or_default(),
        commands: operations.map(|one| one.map(|one| one.command.clone())),
        rows: aligned(lists).into_iter().map(row).collect(),
    }
}

fn side(fact: Option<&Fact>, says: Option<String>, trace: &Trace) -> Option<Side> {
    let fact = fact?;
    let step = fact.step.and_then(|index| trace.steps.get(index));
    Some(Side {
        step: fact.step,
        says: says?,
        mark: step.map_or(' ', |step| step.outcome.mark()),
        // By the trace's own list, so that who has only traces needs no table of rules.
        rule: step.and_then(|step| trace.rule(step)).map(|cited| cited.id.to_string()).unwrap_or_default(),
    })
}
