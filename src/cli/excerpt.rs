//! Findings for a terminal: the place, the line and a mark below it.

use std::fmt::Write as _;

use crate::text::{Diagnostic, Label, LineIndex, Severity};

/// A finding as text: what, where, why, and how to mend it.
///
/// `file` gives the name to show for a label's file and its text; without a text only the name is shown.
pub(super) fn render<'a>(found: &Diagnostic, file: impl Fn(&str) -> Option<(String, &'a str)>) -> String {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let mut out = format!("{severity}[{}]: {}\n", found.id, found.title);
    for label in &found.labels {
        match file(&label.file) {
            Some((name, text)) => out.push_str(&excerpt(&name, text, label)),
            None if label.file.is_empty() => {}
            None => _ = writeln!(out, " --> {}", label.file),
        }
    }
    let helm_says = found.helm_says.as_ref().map(|says| format!("Helm says: {says}"));
    let fixes = found.fixes.iter().map(|fix| format!("fix: {}", fix.title));
    let rule = found.rule.as_ref().map(|rule| format!("rule: {rule}"));
    for note in
        [found.cause.clone()].into_iter().chain(helm_says).chain(fixes).chain(rule).filter(|note| !note.is_empty())
    {
        _ = writeln!(out, "  = {}", note.replace('\n', "\n    "));
    }
    out.push('\n');
    out
}

/// The first line of the label's span, its marked part underlined.
fn excerpt(name: &str, text: &str, label: &Label) -> String {
    let index = LineIndex::new(text);
    let place = index.line_column(text, label.span.start);
    let line_start = index.start(place.line);
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let marked = label.span.of(text).lines().next().unwrap_or_default().chars().count().max(1);
    let number = place.line.to_string();
    let gutter = " ".repeat(number.len());
    let before = line.chars().take(place.column.saturating_sub(1));
    // A tab stays a tab, so that the mark stands below what it marks however wide tabs are.
    let indent: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let mark = "^".repeat(marked);
    let note = if label.text.is_empty() { String::new() } else { format!(" {}", label.text) };
    format!(
        "{gutter}--> {name}:{number}:{}\n{gutter} |\n{number} | {line}\n{gutter} | {indent}{mark}{note}\n",
        place.column
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn the_mark_stands_below_the_place() {
        let label = Label { file: String::new(), span: Span::new(7, 11), text: "here".into() };
        let text = "a: é\n\tb: cd\n";
        assert_eq!(&text[7..11], "b: c");
        assert_eq!(excerpt("x.yaml", text, &label), " --> x.yaml:2:2\n  |\n2 | \tb: cd\n  | \t^^^^ here\n");
    }

    #[test]
    fn a_place_past_the_end_is_marked_too() {
        let label = Label { file: String::new(), span: Span::at(2), text: String::new() };
        assert_eq!(excerpt("x", "a\n", &label), " --> x:2:1\n  |\n2 | \n  | ^\n");
    }
}
