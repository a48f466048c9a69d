//! Dashes: without a space behind them, two instead of three, or a list where none can be.

use super::scene::{Scene, Words, fix, insert, is_blank_or_comment, label, spaces};
use crate::text::{Diagnostic, Edit, Span};

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    if scene.says(&["block sequence entries are not allowed in this context"]) {
        return Some(list_behind_key(scene));
    }
    let messages = [
        "could not find expected ':'",
        "mapping values are not allowed in this context",
        "did not find expected key",
        "did not find expected '-' indicator",
    ];
    if !scene.says(&messages) {
        return None;
    }
    let context = scene.error.context.filter(|_| scene.says(&["could not find expected ':'"]));
    let at = context.unwrap_or(scene.error.span).start;
    two_dashes(scene, at).or_else(|| missing_space(scene, at))
}

/// `--`
fn two_dashes(scene: &Scene<'_>, at: usize) -> Option<Diagnostic> {
    let line = scene.line_span(at);
    if line.of(scene.text) != "--" || scene.column(line.start) > 0 {
        return None;
    }
    let words = Words {
        id: "yaml/two-dashes",
        title: "A third dash is missing".to_owned(),
        cause: "Documents are separated by a line with three dashes.".to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, line);
    diagnostic.fixes.push(fix("Put in the third", vec![insert(line.end, "-")]));
    Some(diagnostic)
}

/// `-name: x`, here or on the line above.
fn missing_space(scene: &Scene<'_>, at: usize) -> Option<Diagnostic> {
    let above = scene.lines_above(at).find(|start| !is_blank_or_comment(scene.line(*start)));
    let lines = std::iter::once(scene.line_start(at)).chain(above).map(|start| scene.line_span(start));
    let is_entry = |line: &Span| {
        let mut characters = line.of(scene.text).chars();
        characters.next() == Some('-') && characters.next().is_some_and(|c| c.is_alphabetic() || "\"'{[".contains(c))
    };
    let candidates = lines.filter(is_entry).map(|line| line.start);
    let put_in = |dash: usize| fix("Put in a space", vec![insert(dash.saturating_add(1), " ")]);
    let dash = candidates.into_iter().find(|dash| scene.is_mended_by(&put_in(*dash)))?;
    let words = Words {
        id: "yaml/dash-without-space",
        title: "A space is missing behind this dash".to_owned(),
        cause: "Without the space the dash is part of the text, and the line is no entry of a list.".to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, Span::new(dash, dash.saturating_add(1)));
    diagnostic.fixes.push(put_in(dash));
    Some(diagnostic)
}

/// `key: - item`
fn list_behind_key(scene: &Scene<'_>) -> Diagnostic {
    let words = Words {
        id: "yaml/list-behind-key",
        title: "A list cannot begin on the line of its key".to_owned(),
        cause: "A dash with a space behind it begins a list, and each entry has to stand on a line of its own. A dash \
                that is meant as text needs quotes."
            .to_owned(),
    };
    let at = scene.error.span.start;
    let value = Span::new(at, scene.value_end(at));
    let mut diagnostic = scene.diagnostic(words, value);
    let indentation = " ".repeat(spaces(scene.line(at)));
    let behind_key = scene.slice(scene.line_start(at), at).trim_end();
    let blanks = Span::new(scene.line_start(at).saturating_add(behind_key.len()), at);
    let break_line = Edit { span: blanks, text: format!("\n{indentation}") };
    diagnostic.fixes.push(fix("Put the entry on a line of its own", vec![break_line]));
    diagnostic.fixes.push(scene.quote(value, "Quote it, if it is text"));
    diagnostic
}

/// Keys and entries of a list as far in as each other: not a matter of a wrong column that could be put right.
pub(super) fn mixed(scene: &Scene<'_>) -> Option<Diagnostic> {
    let expected_key = scene.says(&["did not find expected key"]);
    if !(expected_key || scene.says(&["did not find expected '-' indicator"])) {
        return None;
    }
    let line = scene.line_span(scene.error.span.start);
    let is_entry = line.of(scene.text).starts_with("- ") || line.of(scene.text) == "-";
    if expected_key != is_entry || line.start != scene.error.span.start {
        return None;
    }
    let (title, cause) = if is_entry {
        (
            "An entry of a list stands among keys",
            "A list belongs below a key that has no value of its own. The key above has one, or is no key.",
        )
    } else {
        (
            "A key stands among the entries of a list",
            "The lines above begin with a dash and this one does not, though it is as far in as they are.",
        )
    };
    let words = Words { id: "yaml/list-and-keys", title: title.to_owned(), cause: cause.to_owned() };
    let mut diagnostic = scene.diagnostic(words, line);
    let above = scene.lines_above(line.start).find(|start| !is_blank_or_comment(scene.line(*start)));
    diagnostic.labels.extend(above.map(|start| label(scene.line_span(start), "the line above")));
    Some(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_dash_gets_its_space() {
        let title = "A space is missing behind this dash";
        check("- a\n-b\n", title, "-", "- a\n- b\n");
        check("- a: 1\n-b: 1\n  c: 2\n", title, "-", "- a: 1\n- b: 1\n  c: 2\n");
    }

    #[test]
    fn a_separator_gets_its_third_dash() {
        check("a: 1\n--\nb: 2\n", "A third dash is missing", "--", "a: 1\n---\nb: 2\n");
    }

    #[test]
    fn a_list_gets_a_line_of_its_own() {
        let title = "A list cannot begin on the line of its key";
        check("x:\n  a: - b\n", title, "- b", "x:\n  a:\n  - b\n");
    }

    #[test]
    fn lists_and_keys_do_not_mix() {
        check("a: 1\n- b\n", "An entry of a list stands among keys", "- b", "");
        check("- a\nb: 1\n", "A key stands among the entries of a list", "b: 1", "");
    }
}
