//! From a story to what the page draws: the newest trace, or the last good one while the text is broken.

use std::collections::BTreeMap;

use crate::story::{Chart, Story};
use crate::text::{Diagnostic, Severity};
use crate::trace::{OperationTrace, Phase, Trace};

use super::FileRef;

/// How many fixes are tried to see what a broken story would do, once mended.
const MOST_FIXES: usize = 16;

/// What a story comes to.
pub(super) struct Replay {
    /// What Helm does with the story as it is.
    pub answer: Trace,
    /// What is drawn instead while the text is broken.
    pub instead: Option<Trace>,
}

/// Plays a story. `sound` has the charts of the last story whose texts were whole: they stand in for broken ones.
pub(super) fn replay(story: &Story, sound: &BTreeMap<String, Chart>) -> Replay {
    let answer = crate::simulate(story);
    let broken: Vec<&str> = answer
        .operations
        .iter()
        .filter(|one| cannot_start(&answer, one))
        .filter_map(|one| one.chart.as_deref())
        .collect();
    if broken.is_empty() {
        return Replay { answer, instead: None };
    }
    let mut older = story.clone();
    for (name, chart) in &mut older.charts {
        if let Some(whole) = sound.get(name).filter(|_| broken.contains(&name.as_str())) {
            *chart = whole.clone();
        }
    }
    let instead = [older, mended(story, &answer)].iter().map(crate::simulate).find(is_whole);
    Replay { answer, instead }
}

/// Whether the texts of all operations can be read.
pub(super) fn is_whole(trace: &Trace) -> bool {
    !trace.operations.iter().any(|one| cannot_start(trace, one))
}

/// Whether an operation ends before its first step because of what its chart's texts have wrong.
#[must_use]
pub fn cannot_start(trace: &Trace, operation: &OperationTrace) -> bool {
    let steps = trace.steps.get(operation.steps.clone()).unwrap_or_default();
    let idle = steps.iter().all(|step| matches!(step.phase, Phase::Refused | Phase::Outside));
    idle && operation.exit != 0 && operation.diagnostics.iter().any(is_error)
}

/// The story with the first fix of every error applied.
fn mended(story: &Story, answer: &Trace) -> Story {
    let mut story = story.clone();
    let mut fixes = all_fixes(answer);
    for _ in 0..MOST_FIXES {
        let Some((file, text)) = fixes.iter().find_map(|(file, fix)| Some((file, fix.apply(file.text(&story)?)?)))
        else {
            break;
        };
        let _ = file.set_text(&mut story, text);
        let trace = crate::simulate(&story);
        if is_whole(&trace) {
            break;
        }
        fixes = all_fixes(&trace);
    }
    story
}

fn all_fixes(trace: &Trace) -> Vec<(FileRef, crate::text::Fix)> {
    let broken = trace.operations.iter().filter(|one| cannot_start(trace, one));
    let fixes = broken.flat_map(|one| {
        let chart = one.chart.clone().unwrap_or_default();
        one.diagnostics.iter().filter(|found| is_error(found)).filter_map(move |found| {
            let fix = found.fixes.first()?;
            Some((FileRef::new(&chart, &fix.file), fix.clone()))
        })
    });
    fixes.collect()
}

fn is_error(found: &Diagnostic) -> bool {
    found.severity == Severity::Error
}
