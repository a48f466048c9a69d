//! From a story to what the page draws: the newest trace, or the last good one while the text is broken.

use super::Sound;
use crate::helm::Memory;
use crate::story::{FileRef, Story};
use crate::text::Fix;
use crate::trace::{Trace, simulate_remembering};

/// How many fixes are tried to see what a broken story would do, once mended.
const MOST_FIXES: usize = 16;

/// What a story comes to.
#[derive(Debug, Clone, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Replay {
    /// What Helm does with the story as it is.
    pub answer: Trace,
    /// What is drawn instead while the text is broken.
    pub instead: Option<Trace>,
}

/// Plays a story. The charts in `sound` stand in for broken ones, or else the story as fixes would mend it; without
/// `sound` nothing does.
#[must_use]
pub fn replay(story: &Story, sound: Option<&Sound>, memory: &mut Memory) -> Replay {
    let answer = simulate_remembering(story, memory);
    let broken: Vec<&str> = answer
        .operations
        .iter()
        .filter(|one| answer.cannot_start(one))
        .filter_map(|one| one.chart.as_deref())
        .collect();
    let Some(Sound(sound)) = sound.filter(|_| !broken.is_empty()) else { return Replay { answer, instead: None } };
    let mut older = story.clone();
    for (name, chart) in &mut older.charts {
        if let Some(whole) = sound.get(name).filter(|_| broken.contains(&name.as_str())) {
            *chart = whole.clone();
        }
    }
    let older = Some(simulate_remembering(&older, memory)).filter(Trace::is_whole);
    let instead = older.or_else(|| mended(story, &answer, memory));
    Replay { answer, instead }
}

/// The story with the first fix of every error applied, if that makes it whole.
fn mended(story: &Story, answer: &Trace, memory: &mut Memory) -> Option<Trace> {
    let mut story = story.clone();
    let mut fixes = all_fixes(answer);
    for _ in 0..MOST_FIXES {
        let (file, text) = fixes.iter().find_map(|(file, fix)| Some((file, fix.apply(file.text(&story)?)?)))?;
        file.set_text(&mut story, text)?;
        let trace = simulate_remembering(&story, memory);
        if trace.is_whole() {
            return Some(trace);
        }
        fixes = all_fixes(&trace);
    }
    None
}

fn all_fixes(trace: &Trace) -> Vec<(FileRef, Fix)> {
    let broken = trace.operations.iter().filter(|one| trace.cannot_start(one));
    let fixes = broken.flat_map(|one| {
        let chart = one.chart.clone().unwrap_or_default();
        one.diagnostics.iter().filter(|found| found.is_error()).filter_map(move |found| {
            let fix = found.fixes.first()?;
            Some((FileRef::new(&chart, &fix.file), fix.clone()))
        })
    });
    fixes.collect()
}
