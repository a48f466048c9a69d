//! Colons: one too many in plain text, one missing, or one without a space behind it.

use super::comment::into_block;
use super::indent::block_text;
use super::scene::{Scene, Words, fix, insert, is_blank_or_comment, is_block_header, is_plain, label, spaces};
use crate::text::{Diagnostic, Fix, Span};
use crate::yaml::token::TokenKind;

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    if scene.says(&["mapping values are not allowed in this context"]) {
        return inside_value(scene).or_else(|| first_line_without_key(scene));
    }
    if scene.says(&["could not find expected ':'"]) {
        return Some(without_key(scene, scene.line_span(scene.error.context?.start)));
    }
    None
}

/// `a: b: c` on one line.
fn inside_value(scene: &Scene<'_>) -> Option<Diagnostic> {
    let colon = scene.error.span.start;
    let (text, _) = scene.token_before(colon).filter(|(token, _)| is_plain(token))?;
    let value = Span::new(text.start.at, scene.value_end(text.start.at));
    let (before, _) = scene.token_before(text.start.at)?;
    let is_value = matches!(before.kind, TokenKind::Value) && value.touches(colon);
    if !is_value || scene.slice(before.end, colon).contains('\n') {
        return None;
    }
    let words = Words {
        id: "yaml/colon-in-plain-text",
        title: "A colon splits this value".to_owned(),
        cause:
            "Without quotes a colon with a space behind it makes a key of the text before it, and a value cannot be \
                a key on the same line."
                .to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, Span::new(colon, colon.saturating_add(1)));
    diagnostic.labels.push(label(value, "the value"));
    diagnostic.fixes.push(scene.quote(value, "Quote the value"));
    Some(diagnostic)
}

/// A text over several lines where keys should be: its first line lacks a colon, and the second, which has
/// one, is read as more of it.
fn first_line_without_key(scene: &Scene<'_>) -> Option<Diagnostic> {
    let colon = scene.error.span.start;
    let (text, _) = scene.token_before(colon).filter(|(token, _)| is_plain(token) && token.end == colon)?;
    let start = text.start.at;
    let is_value = scene.token_before(start).is_some_and(|(token, _)| matches!(token.kind, TokenKind::Value));
    let is_one_line = !scene.slice(start, text.end).contains('\n');
    if is_value || is_one_line {
        return None;
    }
    Some(without_key(scene, Span::new(start, scene.line_end(start))))
}

/// A line among keys that is none.
fn without_key(scene: &Scene<'_>, line: Span) -> Diagnostic {
    let line = Span::new(line.start, scene.value_end(line.start));
    let colon = line.of(scene.text).find(':').map(|colon| line.start.saturating_add(colon));
    if let Some(colon) = colon {
        let words = Words {
            id: "yaml/missing-space",
            title: "A space is missing behind this colon".to_owned(),
            cause: "Without the space the colon is part of the text, and the line is no key with a value.".to_owned(),
        };
        let mut diagnostic = scene.diagnostic(words, Span::new(colon, colon.saturating_add(1)));
        diagnostic.fixes.push(fix("Put in a space", vec![insert(colon.saturating_add(1), " ")]));
        return diagnostic;
    }
    if let Some(header) = header_above(scene, line.start) {
        return block_text(scene, line, header);
    }
    let words = Words {
        id: "yaml/missing-colon",
        title: "This line has no key".to_owned(),
        cause: "The lines around it are keys with values. It has to be one as well, or further in than the key whose \
                value it goes on with."
            .to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, line);
    diagnostic.fixes.extend(item_as_block(scene, line.start));
    diagnostic.fixes.extend(with_colon(scene, line));
    diagnostic
}

/// The line above, if it ends in the header of a block scalar.
fn header_above(scene: &Scene<'_>, at: usize) -> Option<Span> {
    let above = scene.lines_above(at).find(|start| !is_blank_or_comment(scene.line(*start)))?;
    let line = scene.line_span(above);
    line.of(scene.text).rsplit(' ').next().is_some_and(is_block_header).then_some(line)
}

/// The entry of a list that the line stands in, as a block scalar: if its first line is no key to look at but
/// the words of a script, `- echo "a: b"`.
fn item_as_block(scene: &Scene<'_>, at: usize) -> Option<Fix> {
    let column = scene.column(at);
    let above = scene
        .lines_above(at)
        .find(|start| spaces(scene.line(*start)) < column && !scene.line(*start).trim().is_empty())?;
    let item = scene.line_span(above);
    let text = item.of(scene.text).strip_prefix("- ")?.trim_start();
    let (key, _) = text.split_once(": ")?;
    let start = item.end.saturating_sub(text.len());
    let indent = isize::try_from(scene.column(item.start)).ok()?;
    (scene.column(start) == column && key.contains(' ')).then(|| into_block(scene, start, indent))?
}

/// A colon behind the only word, if the lines below are further in, or behind the first of several.
fn with_colon(scene: &Scene<'_>, line: Span) -> Option<Fix> {
    let text = line.of(scene.text);
    let (key, rest) = text.split_once(' ').unwrap_or((text, ""));
    let is_name = |key: &str| key.starts_with(char::is_alphabetic) && !key.contains(['"', '\'', '(', '$', '=']);
    let below = scene.lines_below(line.start).map(|start| scene.line(start)).find(|line| !is_blank_or_comment(line));
    let has_children = below.is_some_and(|below| spaces(below) > scene.column(line.start));
    let is_pair = rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || "\"'/[{".contains(c));
    let fits = if rest.is_empty() { has_children } else { is_pair && is_between_keys(scene, line.start) };
    let end = line.start.saturating_add(key.len());
    (is_name(key) && fits).then(|| fix("Put a colon behind the first word", vec![insert(end, ":")]))
}

/// Whether the line above, or else the one below, is a key as far in as this line, and has a value.
fn is_between_keys(scene: &Scene<'_>, at: usize) -> bool {
    let column = scene.column(at);
    let is_key = |line: &str| spaces(line) == column && line.contains(": ");
    let above = scene.lines_above(at).map(|start| scene.line(start)).find(|line| !is_blank_or_comment(line));
    let below = scene.lines_below(at).map(|start| scene.line(start)).find(|line| !is_blank_or_comment(line));
    above.or(below).is_some_and(is_key)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_value_with_a_colon_gets_quotes() {
        check("a: b: c # d\n", "A colon splits this value", ":", "a: 'b: c' # d\n");
        check("- x: it's: 1\n", "A colon splits this value", ":", "- x: \"it's: 1\"\n");
    }

    #[test]
    fn a_line_without_key_is_shown() {
        let title = "This line has no key";
        check("a: 1\nb 2\nc: 3\n", title, "b 2", "a: 1\nb: 2\nc: 3\n");
        check("a 1\nb: 2\n", title, "a 1", "a: 1\nb: 2\n");
        check("a: 1\nb\n  c: 2\n", title, "b", "a: 1\nb:\n  c: 2\n");
        check("a:\n- b\necho c\nd: e\n", title, "echo c", "");
        check("a: |\nb\nc: d\n", "The text of this block is not far enough in", "b", "");
    }

    #[test]
    fn a_script_with_colons_becomes_a_block() {
        let text = "args:\n- echo \"a: b\"\n  # c\n  date\n";
        check(text, "This line has no key", "date", "args:\n- |\n  echo \"a: b\"\n  # c\n  date\n");
    }

    #[test]
    fn a_space_is_put_behind_a_colon() {
        check("a: 1\nb:2\nc: 3\n", "A space is missing behind this colon", ":", "a: 1\nb: 2\nc: 3\n");
        check("a:1\nb: 2\n", "A space is missing behind this colon", ":", "a: 1\nb: 2\n");
    }
}
