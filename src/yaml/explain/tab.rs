//! Tabs where indentation has to be.

use super::scene::{Scene, Words, fix};
use crate::text::{Diagnostic, Edit, Fix, Span};

/// How many spaces a tab may have meant, likeliest first.
const WIDTHS: [usize; 3] = [2, 4, 8];

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let is_about_tabs = scene.says(&[
        "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected",
    ]);
    let at_tab = scene.error.span.of(scene.text).starts_with('\t');
    let starts_with_tab = at_tab && scene.says(&["found character that cannot start any token"]);
    if !(is_about_tabs || starts_with_tab) {
        return None;
    }
    let words = Words {
        id: "yaml/tab-indentation",
        title: "A tab indents this line".to_owned(),
        cause: "YAML takes spaces only for indentation, because tabs are wide in one editor and narrow in another."
            .to_owned(),
    };
    let at = scene.error.span.start;
    let tabs = scene.slice(at, scene.line_end(at));
    let end = at.saturating_add(tabs.len().saturating_sub(tabs.trim_start_matches('\t').len()));
    let mut diagnostic = scene.diagnostic(words, Span::new(at, end));
    diagnostic.fixes.extend(scene.best(WIDTHS.into_iter().filter_map(|width| with_spaces(scene, width)).collect()));
    Some(diagnostic)
}

/// Spaces for the tabs that indent lines, in the whole text.
fn with_spaces(scene: &Scene<'_>, width: usize) -> Option<Fix> {
    let lines = std::iter::once(0).chain(scene.lines_below(0));
    let edits: Vec<Edit> = lines
        .filter_map(|start| {
            let line = scene.line(start);
            let indentation = line.get(..line.len().saturating_sub(line.trim_start().len()))?;
            let first = indentation.find('\t')?;
            let span = Span::new(start.saturating_add(first), start.saturating_add(indentation.len()));
            Some(Edit { span, text: span.of(scene.text).replace('\t', &" ".repeat(width)) })
        })
        .collect();
    (!edits.is_empty()).then(|| fix("Indent with spaces", edits))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    const TITLE: &str = "A tab indents this line";

    #[test]
    fn all_tabs_become_spaces() {
        check("a:\n\tb:\n\t\tc: 1\n\td: 2\n", TITLE, "\t", "a:\n  b:\n    c: 1\n  d: 2\n");
        check("a: |\n\ttext\n", TITLE, "\t", "a: |\n  text\n");
        check("a: b\n\tc\n", TITLE, "\t", "a: b\n  c\n");
        check("a:\n    b: 1\n\tc: 2\n", TITLE, "\t", "a:\n    b: 1\n    c: 2\n");
    }
}
