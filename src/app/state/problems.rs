//! What the story's texts have wrong, as one list.

use crate::story::{FileRef, Story};
use crate::text::{Diagnostic, LineIndex, Severity};
use crate::trace::Trace;

/// A finding and the file it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The operation of the story that meets it first.
    pub operation: Option<usize>,
    /// Where its first label points; the path is empty for the story itself.
    pub file: FileRef,
    /// Line of the first label, from 1.
    pub line: usize,
    /// What was found.
    pub found: Diagnostic,
}

/// Everything found in a story, each finding once, errors first, otherwise in the order of operations.
#[must_use]
pub fn problems(story: &Story, trace: &Trace) -> Vec<Problem> {
    let general = trace.diagnostics.iter().map(|found| (None, String::new(), found));
    let own = trace.operations.iter().flat_map(|one| {
        let chart = one.chart.clone().unwrap_or_default();
        one.diagnostics.iter().map(move |found| (Some(one.index), chart.clone(), found))
    });
    let mut all: Vec<Problem> = Vec::new();
    for (operation, chart, found) in general.chain(own) {
        let label = found.labels.first();
        let file = FileRef { chart, path: label.map(|label| label.file.clone()).unwrap_or_default() };
        let start = label.map_or(0, |label| label.span.start);
        let line = file.text(story).map_or(1, |text| LineIndex::new(text).line(start));
        if !all.iter().any(|other| other.file == file && other.found == *found) {
            all.push(Problem { operation, file, line, found: found.clone() });
        }
    }
    let of = |severity| all.iter().filter(move |problem: &&Problem| problem.found.severity == severity).cloned();
    [Severity::Error, Severity::Warning, Severity::Info].into_iter().flat_map(of).collect()
}

/// How many errors and warnings there are.
#[must_use]
pub fn counts(problems: &[Problem]) -> (usize, usize) {
    let count = |severity| problems.iter().filter(|problem| problem.found.severity == severity).count();
    (count(Severity::Error), count(Severity::Warning))
}
