//! What a fix would change, line by line.

use crate::text::Fix;

/// So many lines around a change are shown.
const CONTEXT: usize = 1;

/// Longer previews are cut in the middle of nothing: their end is left out.
const MOST_LINES: usize = 24;

/// One line of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Stays.
    Kept(String),
    /// Goes.
    Removed(String),
    /// Comes.
    Added(String),
}

/// The lines that `fix` changes in `source`, with their neighbours; empty if it does not fit.
///
/// A fix touches one place, so common lines at both ends are all that is looked for.
#[must_use]
pub fn preview(source: &str, fix: &Fix) -> Vec<Line> {
    fix.apply(source).map(|fixed| changed_lines(source, &fixed)).unwrap_or_default()
}

/// The lines in which one text differs from another in one place, with their neighbours.
#[must_use]
pub fn changed_lines(before: &str, after: &str) -> Vec<Line> {
    let before: Vec<&str> = before.lines().collect();
    let after: Vec<&str> = after.lines().collect();
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let room = before.len().min(after.len()).saturating_sub(head);
    let tail = before.iter().rev().zip(after.iter().rev()).take(room).take_while(|(a, b)| a == b).count();

    let middle = |lines: &[&'_ str]| -> Vec<String> {
        let end = lines.len().saturating_sub(tail);
        lines.get(head..end).unwrap_or_default().iter().map(|line| (*line).to_owned()).collect()
    };
    let kept = |lines: Option<&[&str]>| -> Vec<Line> {
        lines.unwrap_or_default().iter().map(|line| Line::Kept((*line).to_owned())).collect()
    };
    let end = before.len().saturating_sub(tail);
    let mut lines = kept(before.get(head.saturating_sub(CONTEXT)..head));
    lines.extend(middle(&before).into_iter().map(Line::Removed));
    lines.extend(middle(&after).into_iter().map(Line::Added));
    lines.extend(kept(before.get(end..end.saturating_add(CONTEXT).min(before.len()))));
    lines.truncate(MOST_LINES);
    outdented(lines)
}

/// The lines without the indentation they share, for there is little room.
fn outdented(lines: Vec<Line>) -> Vec<Line> {
    let shared = lines.iter().map(Line::text).filter(|text| !text.trim().is_empty()).map(indent).min().unwrap_or(0);
    lines.into_iter().map(|line| line.map(|text| text.get(shared..).unwrap_or_default().to_owned())).collect()
}

fn indent(text: &str) -> usize {
    text.len().saturating_sub(text.trim_start_matches(' ').len())
}

impl Line {
    fn text(&self) -> &str {
        let (Line::Kept(text) | Line::Removed(text) | Line::Added(text)) = self;
        text
    }

    fn map(self, change: impl Fn(&str) -> String) -> Line {
        match self {
            Line::Kept(text) => Line::Kept(change(&text)),
            Line::Removed(text) => Line::Removed(change(&text)),
            Line::Added(text) => Line::Added(change(&text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Edit, Span};

    /// The preview of replacing `old` in `source` by `new`, one line per line, with the usual signs.
    fn preview_of(source: &str, old: &str, new: &str) -> String {
        let at = source.find(old).unwrap();
        let edit = Edit { span: Span::new(at, at + old.len()), text: new.into() };
        let fix = Fix { title: String::new(), file: String::new(), edits: vec![edit] };
        let sign = |line: &Line| match line {
            Line::Kept(text) => format!(" {text}\n"),
            Line::Removed(text) => format!("-{text}\n"),
            Line::Added(text) => format!("+{text}\n"),
        };
        preview(source, &fix).iter().map(sign).collect()
    }

    #[test]
    fn changed_lines_stand_between_their_neighbours() {
        assert_eq!(
            preview_of("a\n  b: 1\n  c\n  d\n  e\n", "c\n", "c: 2\n"),
            "   b: 1\n-  c\n+  c: 2\n   d\n".replace("  ", "")
        );
    }

    #[test]
    fn a_line_can_come_or_go() {
        assert_eq!(preview_of("a\nb\nc\n", "b\n", ""), " a\n-b\n c\n");
        assert_eq!(preview_of("a\nb\n", "b\n", "b\nb\n"), " b\n+b\n");
        assert_eq!(preview_of("a", "a", "b"), "-a\n+b\n");
    }

    #[test]
    fn blank_lines_do_not_keep_the_indentation() {
        assert_eq!(preview_of("    a\n\n    b\n", "b", "c"), " \n-b\n+c\n");
    }

    #[test]
    fn a_fix_that_does_not_fit_shows_nothing() {
        let edit = Edit { span: Span::new(5, 9), text: String::new() };
        let fix = Fix { title: String::new(), file: String::new(), edits: vec![edit] };
        assert_eq!(preview("abc", &fix), []);
    }
}
