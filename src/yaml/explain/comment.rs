//! A comment in the middle of text without quotes.
//!
//! What it does: finds a `#` that ends a plain text over several lines, so that the rest of it is an error.
//!
//! Why it is bad: shell scripts are full of comments, and are often pasted as plain text below `args:`. The
//! reader stops at the line after the comment, which looks fine.
//!
//! Example:
//! ```yaml
//! args:
//! - echo start;
//!   # check first
//!   if test -f /done; then exit 0; fi
//! ```
//! Instead:
//! ```yaml
//! args:
//! - |
//!   echo start;
//!   # check first
//!   if test -f /done; then exit 0; fi
//! ```
//! Source: YAML 1.2.2, 6.6 and 7.3.3; go-yaml `yaml_parser_scan_plain_scalar`.

use super::scene::{Scene, Words, fix, insert, is_plain, label, spaces};
use crate::text::{Diagnostic, Edit, Fix, Span};
use crate::yaml::token::TokenKind;

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let in_block = scene.says(&["did not find expected key", "did not find expected '-' indicator"]);
    let in_flow = scene.says(&["did not find expected ',' or ']'", "did not find expected ',' or '}'"]);
    if !(in_block || in_flow) {
        return None;
    }
    let after = scene.error.span.start;
    let (text, indent) = scene.token_before(after).filter(|(token, _)| is_plain(token))?;
    // Text that is further in than what is around it would have gone on here.
    let around = match scene.error.context.filter(|_| in_flow) {
        Some(bracket) => isize::try_from(spaces(scene.line(bracket.start))).ok()?,
        None => *indent,
    };
    let goes_on = isize::try_from(scene.column(after)).ok()? > around;
    let comments = comments_between(scene, text.end, after)?;
    let first = comments.first().filter(|_| goes_on)?;

    let words = Words {
        id: "yaml/comment-in-plain-text",
        title: "A comment ends this text too early".to_owned(),
        cause: "The text is plain, that is without quotes. There a # begins a comment and ends the text, so what \
                follows the comment belongs nowhere."
            .to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, *first);
    diagnostic.labels.push(label(Span::new(text.start.at, scene.value_end(text.start.at)), "the text begins here"));
    diagnostic.labels.push(label(scene.line_span(after), "this is outside of the text"));
    if in_block {
        diagnostic.fixes.extend(into_block(scene, text.start.at, *indent));
    }
    diagnostic.fixes.push(without(scene, &comments));
    Some(diagnostic)
}

/// The comments between two places; `None` if something else stands there too.
fn comments_between(scene: &Scene<'_>, start: usize, end: usize) -> Option<Vec<Span>> {
    let mut comments = Vec::new();
    let mut at = start;
    for line in scene.slice(start, end).split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with('#') {
            let begins = at.saturating_add(line.find('#')?);
            comments.push(Span::new(begins, begins.saturating_add(content.len())));
        } else if !content.is_empty() {
            return None;
        }
        at = at.saturating_add(line.len());
    }
    Some(comments)
}

/// Turns the text at `start` and all that is further in than the block around it into a block scalar: the lines stay
/// as they are, but for the first, which gets a line of its own.
pub(super) fn into_block(scene: &Scene<'_>, start: usize, indent: isize) -> Option<Fix> {
    let is_in = |line: &str| isize::try_from(spaces(line)).is_ok_and(|column| column > indent);
    let below = scene.lines_below(start).map(|at| scene.line(at));
    let lines = below.take_while(|line| line.trim().is_empty() || is_in(line)).filter(|line| !line.trim().is_empty());
    let column = lines.map(spaces).min()?;

    let (before, _) = scene.token_before(start)?;
    let what = if matches!(before.kind, TokenKind::BlockEntry) { "item" } else { "value" };
    let title = format!("Turn the {what} into a block: |");
    let opens_line = scene.slice(scene.line_start(start), start).trim().is_empty();
    if !opens_line {
        return Some(fix(&title, vec![insert(start, format!("|\n{}", " ".repeat(column)))]));
    }
    // The text has its own line already: the sign goes behind the key.
    (scene.column(start) == column).then(|| fix(&title, vec![insert(before.end, " |")]))
}

/// Takes the comments out, with their lines where they have some.
fn without(scene: &Scene<'_>, comments: &[Span]) -> Fix {
    let title = if comments.len() == 1 { "Remove the comment" } else { "Remove the comments" };
    let edits = comments.iter().map(|comment| {
        let line = scene.line_start(comment.start);
        let has_line = scene.slice(line, comment.start).trim().is_empty();
        let end = scene.lines_below(comment.start).next().unwrap_or(scene.text.len());
        let span = if has_line { Span::new(line, end) } else { *comment };
        Edit { span, text: String::new() }
    });
    fix(title, edits.collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, explained};
    use crate::yaml::{explain, read};

    const TITLE: &str = "A comment ends this text too early";

    #[test]
    fn an_item_becomes_a_block() {
        check(
            "args:\n- echo start;\n  # check first\n\n  if test; then\n    exit 0;\n  fi;\nenv: []\n",
            TITLE,
            "# check first",
            "args:\n- |\n  echo start;\n  # check first\n\n  if test; then\n    exit 0;\n  fi;\nenv: []\n",
        );
    }

    #[test]
    fn a_value_becomes_a_block() {
        check("a: b\n    # c\n  d\n", TITLE, "# c", "a: |\n  b\n    # c\n  d\n");
        check("a:\n  b # c\n  d\n", TITLE, "# c", "a: |\n  b # c\n  d\n");
    }

    #[test]
    fn the_comment_can_go_instead() {
        let text = "- a # b\n  # c\n  d\n";
        let error = read(text).unwrap_err();
        let fixes = explain(text, &error, "").fixes;
        assert_eq!(fixes[1].apply(text).unwrap(), "- a \n  d\n");
    }

    #[test]
    fn in_brackets_only_the_comment_can_go() {
        check("[a\n # c\n b, d]\n", TITLE, "# c", "[a\n b, d]\n");
    }

    #[test]
    fn a_comment_before_a_wrong_indentation_is_none_of_this() {
        assert_ne!(explained("a:\n    b: c\n    # x\n  d: e\n").0, TITLE);
    }
}
