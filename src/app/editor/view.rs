//! What the editor shows, worked out from its properties.

use yew::AttrValue;

use super::chart_editor::ChartEditorProps;
use super::file_switch::FileEntry;
use super::values::ValuesEntry;
use super::{Mark, Marks, Note, notes};
use crate::app::state::{FileRef, Problem, operation_of, steps_of};
use crate::app::words::editor as words;
use crate::story::{Command, Story, path};
use crate::text::Severity;
use crate::trace::{OperationTrace, Step, Trace};

/// Problems of the open file with their places in the list.
pub(super) fn in_file<'a>(problems: &'a [Problem], file: &'a FileRef) -> impl Iterator<Item = (usize, &'a Problem)> {
    problems.iter().enumerate().filter(move |(_, problem)| problem.file == *file)
}

/// How many problems of a severity there are.
pub(super) fn count(problems: &[Problem], severity: Severity) -> usize {
    problems.iter().filter(|problem| problem.found.severity == severity).count()
}

/// What is drawn into the text of the open file.
pub(super) fn marks(props: &ChartEditorProps, text: &str) -> Marks {
    let open = &props.open;
    let problems = in_file(&props.problems, open).filter_map(|(index, problem)| {
        let label = problem.found.labels.first()?;
        let title = problem.found.title.clone();
        Some(Mark { span: label.span, severity: problem.found.severity, title, index })
    });
    // The other places a problem talks about say what they are while it is looked at.
    let others = shown_here(props).into_iter().flat_map(|(_, problem)| problem.found.labels.iter().skip(1));
    let others = others.filter(|label| label.file == open.path && !label.text.is_empty());
    let others = others.map(|label| Note { at: label.span.start, text: label.text.clone() });
    let notes = current(props).map(|(one, steps)| notes::notes(one, steps, &open.chart, &open.path, text));
    let selected = props.selected.as_ref().filter(|origin| origin.chart == open.chart && origin.file == open.path);
    Marks {
        problems: problems.collect(),
        notes: notes.unwrap_or_default().into_iter().chain(others).collect(),
        highlight: selected.map(|origin| origin.span),
        panel: shown_here(props).map(|(_, problem)| start(problem)),
    }
}

/// The problem whose panel is open, if it is in the open file.
pub(super) fn shown_here(props: &ChartEditorProps) -> Option<(usize, &Problem)> {
    let index = props.shown?;
    let problem = props.problems.get(index)?;
    (problem.file == props.open).then_some((index, problem))
}

/// Where a problem points in its file.
pub(super) fn start(problem: &Problem) -> usize {
    problem.found.labels.first().map_or(0, |label| label.span.start)
}

/// The word at the right of the file's path: its errors, else its place in the order of execution.
pub(super) fn order(props: &ChartEditorProps, text: &str) -> String {
    let errors = in_file(&props.problems, &props.open).filter(|(_, problem)| problem.found.severity == Severity::Error);
    match errors.count() {
        0 => {}
        many => return words::errors(many),
    }
    let open = &props.open;
    current(props)
        .and_then(|(one, steps)| notes::order_of_file(one, steps, &open.chart, &open.path, text))
        .unwrap_or_default()
}

/// The current operation with its steps.
fn current(props: &ChartEditorProps) -> Option<(&OperationTrace, &[Step])> {
    let one = operation_of(&props.answer, props.operation)?;
    Some((one, steps_of(&props.answer, props.operation)))
}

/// The files of the chart version that is shown.
pub(super) fn file_entries(story: &Story, open: &FileRef, problems: &[Problem]) -> Vec<FileEntry> {
    let paths = story.charts.get(&open.chart).map(path::paths).unwrap_or_default();
    let entry = |path: String| {
        let here = |problem: &&Problem| problem.file.chart == open.chart && problem.file.path == path;
        let worst = problems.iter().filter(here).map(|problem| problem.found.severity).min();
        FileEntry { path: path.into(), worst }
    };
    paths.into_iter().map(entry).collect()
}

/// The chart's own values, then those of the operations that use this chart.
pub(super) fn values_entries(story: &Story, chart: &str) -> Vec<ValuesEntry> {
    let own = story.charts.get(chart).map(|one| ValuesEntry {
        operation: None,
        name: path::VALUES.into(),
        text: one.values.clone().into(),
    });
    let passed = story.operations.iter().enumerate().filter_map(|(index, one)| {
        let verb = match &one.command {
            Command::Install(name) if name == chart => "install",
            Command::Upgrade(name) if name == chart => "upgrade",
            _ => return None,
        };
        let name = words::passed(verb, index.saturating_add(1));
        Some(ValuesEntry { operation: Some(index), name: name.into(), text: one.values.clone().into() })
    });
    own.into_iter().chain(passed).collect()
}

/// The first step of the operation that comes from the document at byte `at` of `file`.
pub(super) fn step_of(trace: &Trace, operation: usize, file: &FileRef, at: usize) -> Option<usize> {
    let from_here = |step: &&Step| {
        let origin = step.origin.as_ref();
        origin.is_some_and(|one| one.chart == file.chart && one.file == file.path && one.span.touches(at))
    };
    steps_of(trace, operation).iter().find(from_here).map(|step| step.index)
}

/// How the editor tells files apart.
pub(in crate::app) fn key(file: &FileRef) -> AttrValue {
    format!("{}\n{}", file.chart, file.path).into()
}

/// The file of a [`key`].
pub(super) fn file_of(key: &str) -> FileRef {
    let (chart, path) = key.split_once('\n').unwrap_or_default();
    FileRef::new(chart, path)
}
