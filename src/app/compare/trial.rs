//! What makes both versions do the same, found by trial: hooks that begin with a clean start, and flags with which Helm 4
//! does as Helm 3. Each change is played with both versions; what does not help is never seen.

use super::differences::Differences;
use crate::app::editor::{Line, changed_lines};
use crate::app::state::{FileRef, operation_of};
use crate::app::story_bar::is_helm_3;
use crate::app::words::compare as words;
use crate::manifest::annotations::DELETE_POLICY;
use crate::story::{Command, HelmVersion, Story};
use crate::text::Span;
use crate::trace::{HookView, Trace};

/// Flags of Helm 4 that undo what it does otherwise.
const FLAGS: [&str; 3] = ["--server-side=false", "--force-conflicts", "--wait=legacy"];

/// The policy of a clean start.
const BEFORE: &str = "before-hook-creation";

/// So many changes are tried at most, and so many of those that help are offered.
const MOST_TRIED: usize = 12;
const MOST_OFFERED: usize = 3;

/// A change to be tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it does, one sentence; parts in backticks are code.
    pub title: String,
    /// The lines it changes; of a flag, none until it is played.
    pub lines: Vec<Line>,
    /// The story with it.
    pub story: Story,
}

/// A change that makes both versions do the same in an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The change.
    pub change: Change,
    /// How many differences are left in the whole story.
    pub left: usize,
}

/// What could make two runs of a story do the same in an operation (its index in the story).
#[must_use]
pub fn changes(story: &Story, traces: [&Trace; 2], operation: usize) -> Vec<Change> {
    let hooks = traces.iter().filter_map(|trace| operation_of(trace, operation)).flat_map(|one| &one.hooks);
    let mut changes: Vec<Change> = hooks.filter_map(|hook| cleaned(story, hook)).collect();
    let versions = traces.map(|trace| trace.helm);
    if versions.iter().filter(|helm| is_helm_3(**helm)).count() == 1 {
        changes.extend(FLAGS.iter().filter_map(|flag| flagged(story, flag)));
    }
    let mut different: Vec<Change> = Vec::new();
    for change in changes {
        if !different.iter().any(|other| other.story == change.story) {
            different.push(change);
        }
    }
    different.truncate(MOST_TRIED);
    different
}

/// The story with a hook that deletes its namesake before it runs; `None` if it does already, or if its text does not
/// say its policies on a line of their own.
fn cleaned(story: &Story, hook: &HookView) -> Option<Change> {
    if hook.delete_policies.iter().any(|policy| policy == BEFORE) {
        return None;
    }
    let file = FileRef::new(&hook.origin.chart, &hook.origin.file);
    let before = file.text(story)?.to_owned();
    let at = policies_at(&before, hook.origin.span)?;
    let (head, tail) = before.split_at_checked(at)?;
    let after = format!("{head}{BEFORE},{tail}");
    let lines = changed_lines(&before, &after);
    let mut changed = story.clone();
    file.set_text(&mut changed, after)?;
    Some(Change { title: words::clean(&hook.object.name), lines, story: changed })
}

/// Where the list of delete policies begins within `span`, after a quote if there is one.
fn policies_at(text: &str, span: Span) -> Option<usize> {
    let mut at = span.start;
    for line in text.get(span.start..span.end)?.split_inclusive('\n') {
        let key = line.trim_start().trim_start_matches(['"', '\'']);
        if let Some(rest) = key.strip_prefix(DELETE_POLICY) {
            let value = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim_start();
            let value = value.trim_start_matches(['"', '\'']);
            // What an expression makes is for the expression to change.
            let plain = value.starts_with(|c: char| c.is_ascii_lowercase());
            return plain.then(|| at.saturating_add(line.len()).saturating_sub(value.len()));
        }
        at = at.saturating_add(line.len());
    }
    None
}

/// The story with a flag for Helm 4 at every operation that takes it; `None` if one has it already or none takes it.
fn flagged(story: &Story, flag: &str) -> Option<Change> {
    let mut changed = story.clone();
    let name = flag.split('=').next().unwrap_or(flag);
    let takes = |command: &Command| matches!(command, Command::Install(_) | Command::Upgrade(_) | Command::Rollback(_));
    for operation in changed.operations.iter_mut().filter(|one| takes(&one.command)) {
        if operation.flags.iter().chain(&operation.helm4_flags).any(|given| given.starts_with(name)) {
            return None;
        }
        operation.helm4_flags.push(flag.to_owned());
    }
    let lines = Vec::new();
    (changed != *story).then(|| Change { title: words::add_flag(flag), lines, story: changed })
}

/// The story as a version of Helm is to play it.
#[must_use]
pub fn with(story: &Story, helm: HelmVersion) -> Story {
    Story { helm: Some(helm), ..story.clone() }
}

/// Whether a change helps: played with it, both versions do the same in the operation, and neither stops that did not
/// stop before.
#[must_use]
pub fn judge(change: Change, before: [&Trace; 2], after: [&Trace; 2], operation: usize) -> Option<Offer> {
    let stops = |trace: &Trace| operation_of(trace, operation).is_none_or(|one| one.exit != 0);
    let [first, second] = after;
    let failed_before = before.iter().all(|trace| stops(trace));
    if (stops(first) || stops(second)) && !failed_before {
        return None;
    }
    let differences = Differences::of(after);
    if differences.count(operation) > 0 {
        return None;
    }
    let mut change = change;
    if change.lines.is_empty() {
        change.lines = commands(before, after, operation);
    }
    Some(Offer { change, left: differences.all.len() })
}

/// The command line of Helm 4 before and after.
fn commands(before: [&Trace; 2], after: [&Trace; 2], operation: usize) -> Vec<Line> {
    let command = |traces: [&Trace; 2]| {
        let four = traces.into_iter().find(|trace| !is_helm_3(trace.helm));
        four.and_then(|trace| operation_of(trace, operation)).map(|one| one.command.clone()).unwrap_or_default()
    };
    vec![Line::Removed(command(before)), Line::Added(command(after))]
}

/// The best of all offers, those first that leave the fewest differences; of equal ones, those found first.
#[must_use]
pub fn best(offers: Vec<Offer>) -> Vec<Offer> {
    let mut best: Vec<Offer> = Vec::new();
    for offer in offers {
        let place = best.partition_point(|other| other.left <= offer.left);
        best.insert(place, offer);
    }
    best.truncate(MOST_OFFERED);
    best
}
