//! What an operation makes of its chart, to be read beside the source.

use super::layers::{Layered, layered};
use crate::chart::{self, Reader, Rendered, RenderedChart, Table};
use crate::helm::{self, Memory};
use crate::manifest::source_of;
use crate::story::{Chart, FileRef, Story};
use crate::text::{LineIndex, Span};

/// What is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Sight {
    /// What the file that is looked at comes to.
    #[default]
    File,
    /// What all files come to, each under its path.
    All,
    /// The values that templates see.
    Values,
}

/// A text that was made, and where its lines come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Sheet {
    /// Index of the operation that makes it; `None` if there is none.
    pub operation: Option<usize>,
    /// The text, as Helm has it.
    pub text: String,
    /// One entry per line of the text.
    pub lines: Vec<Line>,
    /// The files that [`Line::file`] names, by path inside the operation's chart.
    pub files: Vec<String>,
    /// Why there is no more to see.
    pub why: Option<Why>,
}

/// What is known of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Line {
    /// Index of the file that made it.
    pub file: u32,
    /// Line of that file, from 1; 0 if no file made it.
    pub line: u32,
    /// For a value: that it is not the chart's own, and what the chart has instead, if anything.
    pub instead_of: Option<Option<String>>,
}

impl Sheet {
    /// The sheet as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        // Memory takes everything; only a list of more than four thousand million entries could fail.
        borsh::to_vec(self).unwrap_or_default()
    }

    /// The sheet of these bytes; `None` if they are none.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Sheet> {
        borsh::from_slice(bytes).ok()
    }
}

/// Why there is no more to see.
#[derive(Debug, Clone, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Why {
    /// No operation installs the chart or upgrades to it.
    NoOperation,
    /// It ends before its chart is rendered, or this version does not do it: Helm's error, if any.
    Before(String),
    /// Helm's error, which ends the operation.
    Error(String),
    /// A file of the chart that is no template: all files are seen instead.
    NoTemplate,
    /// Its name begins with `_`, so other templates use what it defines: all files are seen instead.
    Partial,
    /// It comes to nothing but blanks.
    Blank,
}

/// What operation `operation` of a story makes of `file`, or of the whole chart.
///
/// If it does not use the file's chart, the nearest one before it that does is taken, else the first after it.
#[must_use]
pub fn sheet(story: &Story, operation: usize, file: &FileRef, sight: Sight, memory: &mut Memory) -> Sheet {
    let Some(operation) = operation_with(story, operation, &file.chart) else { return of(None, Why::NoOperation) };
    let played = helm::rendering(story, operation, memory);
    let error = played.as_ref().map_or(String::new(), |one| one.error.clone());
    let (Some(rendered), Some(chart)) = (played.and_then(|one| one.rendered), story.charts.get(&file.chart)) else {
        return of(Some(operation), Why::Before(error));
    };
    let failed = rendered.error.is_some().then_some(Why::Error(error));
    let seen = match sight {
        Sight::File => one_file(&rendered, chart, &file.path, failed),
        Sight::All => all_files(&rendered, chart, failed),
        Sight::Values => values(&rendered.values, chart, memory.reader(), failed),
    };
    Sheet { operation: Some(operation), ..seen }
}

fn of(operation: Option<usize>, why: Why) -> Sheet {
    Sheet { operation, why: Some(why), ..Sheet::default() }
}

fn operation_with(story: &Story, operation: usize, chart: &str) -> Option<usize> {
    let uses = |index: &usize| {
        story.operations.get(*index).and_then(|one| one.command.chart()).is_some_and(|name| name == chart)
    };
    (0..=operation).rev().find(uses).or_else(|| (operation..story.operations.len()).find(uses))
}

fn one_file(rendered: &RenderedChart, chart: &Chart, path: &str, failed: Option<Why>) -> Sheet {
    let Some(found) = rendered.files.values().find(|one| one.file == path) else {
        let name = path.rsplit('/').next().unwrap_or(path);
        return match failed {
            // A subchart that does not take part, or a library.
            None if is_template(path) && !name.starts_with('_') => of(None, Why::Blank),
            None if is_template(path) => all_files(rendered, chart, Some(Why::Partial)),
            None => all_files(rendered, chart, Some(Why::NoTemplate)),
            failed => all_files(rendered, chart, failed),
        };
    };
    let blank = found.text.trim().is_empty().then_some(Why::Blank);
    let lines = lines_of(found, chart, 0);
    Sheet { text: found.text.clone(), lines, files: vec![path.into()], why: failed.or(blank), ..Sheet::default() }
}

fn is_template(path: &str) -> bool {
    path.starts_with("templates/") || path.contains("/templates/")
}

fn all_files(rendered: &RenderedChart, chart: &Chart, failed: Option<Why>) -> Sheet {
    let mut all = Sheet { why: failed, ..Sheet::default() };
    for (path, found) in rendered.files.iter().filter(|(_, found)| !found.text.trim().is_empty()) {
        let file = u32::try_from(all.files.len()).unwrap_or(u32::MAX);
        all.files.push(found.file.clone());
        let text = found.text.trim_end_matches('\n');
        all.text.push_str(&format!("---\n# Source: {path}\n{text}\n"));
        let head = Line { file, line: 1, instead_of: None };
        all.lines.extend([head.clone(), head]);
        all.lines.extend(lines_of(found, chart, file).into_iter().take(line_count(text)));
    }
    // What follows the last line end.
    all.lines.push(Line::default());
    all
}

fn line_count(text: &str) -> usize {
    text.matches('\n').count().saturating_add(1)
}

/// For each line the place that made the first thing in it.
fn lines_of(rendered: &Rendered, chart: &Chart, file: u32) -> Vec<Line> {
    let source = LineIndex::new(chart.text(&rendered.file).unwrap_or_default());
    let mut start = 0_usize;
    let line = |text: &str| {
        let blank = text.len().saturating_sub(text.trim_start().len());
        let first = start.saturating_add(if blank < text.len() { blank } else { 0 });
        start = start.saturating_add(text.len()).saturating_add(1);
        let made_by = source_of(rendered, Span::new(first, first.saturating_add(1)));
        Line { file, line: u32::try_from(source.line(made_by.start)).unwrap_or(0), instead_of: None }
    };
    rendered.text.split('\n').map(line).collect()
}

fn values(values: &Table, chart: &Chart, reader: &Reader, failed: Option<Why>) -> Sheet {
    let own = chart::all_values(chart, Table::new(), reader).map(|(values, _)| values).unwrap_or_default();
    let Layered { text, instead_of } = layered(values, &own);
    let lines = instead_of.into_iter().map(|instead_of| Line { instead_of, ..Line::default() }).collect();
    Sheet { text, lines, why: failed, ..Sheet::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story;

    const STORY: &str = r#"
charts:
  a:
    values: |
      hook: true
      times: [one, two]
    templates:
      _helpers.tpl: '{{ define "labels" }}app: demo{{ end }}'
      empty.yaml: '{{ if .Values.never }}x{{ end }}'
      job.yaml: |
        {{- if .Values.hook }}
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
          labels:
            {{ include "labels" . }}
        {{- range .Values.times }}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: {{ . }}}}
        {{- end }}
        {{- end }}
      NOTES.txt: Revision {{ .Release.Revision }}
  b:
    templates: {bad.yaml: '{{ fail "no" }}', good.yaml: 'kind: A'}
operations:
  - install: a
  - test: true
  - upgrade: a
    flags: [--set=hook=false]
  - upgrade: b
"#;

    fn seen(operation: usize, chart: &str, path: &str, sight: Sight) -> Sheet {
        sheet(&story::read(STORY).unwrap(), operation, &FileRef::new(chart, path), sight, &mut Memory::keeping())
    }

    #[test]
    fn lines_lead_to_the_lines_that_made_them() {
        let sheet = seen(0, "a", "templates/job.yaml", Sight::File);
        let pairs: Vec<(u32, &str)> = sheet.lines.iter().map(|line| line.line).zip(sheet.text.split('\n')).collect();
        assert_eq!(
            pairs,
            [
                (1, ""),
                (2, "apiVersion: v1"),
                (3, "kind: ConfigMap"),
                (4, "metadata:"),
                (5, "  name: a"),
                (6, "  labels:"),
                (7, "    app: demo"),
                (9, "---"),
                (10, "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}"),
                (9, "---"),
                (10, "{apiVersion: v1, kind: ConfigMap, metadata: {name: two}}"),
                (13, ""),
            ]
        );
        assert_eq!((sheet.operation, sheet.why, sheet.files), (Some(0), None, vec!["templates/job.yaml".into()]));
    }

    #[test]
    fn the_operation_is_one_that_uses_the_chart() {
        let operation = |from: usize, chart: &str| seen(from, chart, "templates/job.yaml", Sight::File).operation;
        assert_eq!([operation(1, "a"), operation(2, "a"), operation(3, "a")], [Some(0), Some(2), Some(2)]);
        assert_eq!([operation(0, "b"), operation(0, "none")], [Some(3), None]);
    }

    #[test]
    fn it_is_said_why_there_is_nothing() {
        let why = |operation: usize, path: &str| seen(operation, "a", path, Sight::File).why;
        assert_eq!(why(2, "templates/job.yaml"), Some(Why::Blank));
        assert_eq!(why(0, "templates/empty.yaml"), Some(Why::Blank));
        assert_eq!(why(0, "templates/_helpers.tpl"), Some(Why::Partial));
        assert_eq!(why(0, "values.yaml"), Some(Why::NoTemplate));
        assert_eq!(seen(0, "x", "values.yaml", Sight::All).why, Some(Why::NoOperation));
        let Some(Why::Error(error)) = seen(3, "b", "templates/bad.yaml", Sight::File).why else { panic!() };
        assert!(error.ends_with("(app/templates/bad.yaml:1:3): no"), "{error}");
    }

    #[test]
    fn all_files_stand_under_their_paths() {
        let sheet = seen(0, "a", "values.yaml", Sight::All);
        assert!(sheet.text.starts_with("---\n# Source: app/templates/NOTES.txt\nRevision 1\n---\n# Source: app/"));
        assert_eq!(sheet.files, ["templates/NOTES.txt", "templates/job.yaml"]);
        assert_eq!(sheet.lines.len(), sheet.text.split('\n').count());
        let job = sheet.text.split('\n').position(|line| line == "kind: ConfigMap").unwrap();
        assert_eq!(sheet.lines[job], Line { file: 1, line: 3, instead_of: None });
    }

    #[test]
    fn values_say_which_are_not_the_charts_own() {
        let sheet = seen(2, "a", "values.yaml", Sight::Values);
        assert_eq!(sheet.text, "hook: false\ntimes:\n- one\n- two\n");
        let instead = |line: usize| sheet.lines[line].instead_of.clone();
        assert_eq!([instead(0), instead(1)], [Some(Some("true".into())), None]);
        assert_eq!(sheet.lines.len(), 5);
    }
}
