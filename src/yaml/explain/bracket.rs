//! Brackets and braces that are not closed, and commas that are missing in them.

use super::scene::{Scene, Words, fix, insert, is_plain, label};
use crate::text::{Diagnostic, Span};
use crate::yaml::token::TokenKind;

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    if scene.says(&["did not find expected ',' or ']'", "did not find expected ',' or '}'"]) {
        return unfinished(scene);
    }
    if scene.says(&["did not find expected key", "did not find expected '-' indicator"]) {
        return closed_early(scene);
    }
    None
}

fn unfinished(scene: &Scene<'_>) -> Option<Diagnostic> {
    let start = scene.error.context?.start;
    let at = scene.error.span.start;
    let open = Span::new(start, start.saturating_add(1));
    let (sign, close) = if open.of(scene.text) == "[" { ("[", "]") } else { ("{", "}") };
    if scene.slice(start, at).contains('\n') {
        return Some(unclosed(scene, open, sign, close));
    }
    let (before, _) = scene.token_before(at)?;
    let split = Some(before.start.at).filter(|_| is_plain(before) && before.end == at);
    if let Some(found) = split.and_then(|start| inside_text(scene, start)) {
        return Some(found);
    }
    let words = Words {
        id: "yaml/missing-comma",
        title: format!("A comma or {close} is missing"),
        cause: format!("Between {sign} and {close} a comma stands between one entry and the next."),
    };
    let mut diagnostic = scene.diagnostic(words, scene.error.span);
    diagnostic.labels.push(label(open, "it is about what begins here"));
    diagnostic.fixes.push(fix("Put in a comma", vec![insert(before.end, ",")]));
    Some(diagnostic)
}

fn unclosed(scene: &Scene<'_>, open: Span, sign: &str, close: &str) -> Diagnostic {
    let words = Words {
        id: "yaml/unclosed-bracket",
        title: format!("This {sign} is never closed"),
        cause: format!("All that follows belongs into it, up to its {close}, whatever the indentation."),
    };
    let mut diagnostic = scene.diagnostic(words, open);
    diagnostic.labels.push(label(scene.error.span, "this cannot be in it"));
    let end = scene.value_end(open.start);
    diagnostic.fixes.push(fix("Close it at the end of its line", vec![insert(end, close)]));
    diagnostic
}

/// `[${a}]`: a bracket in plain text that is itself in brackets.
fn inside_text(scene: &Scene<'_>, start: usize) -> Option<Diagnostic> {
    let at = scene.error.span.start;
    let close = match scene.error.span.of(scene.text).chars().next()? {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let words = Words {
        id: "yaml/bracket-in-plain-text",
        title: "A bracket splits this value".to_owned(),
        cause: "Inside of brackets plain text cannot have brackets of its own: they begin another list or map."
            .to_owned(),
    };
    let end = scene.slice(at, scene.line_end(at)).find(close)?;
    let value = Span::new(start, at.saturating_add(end).saturating_add(1));
    let mut diagnostic = scene.diagnostic(words, scene.error.span);
    diagnostic.labels.push(label(value, "the value"));
    diagnostic.fixes.push(scene.quote(value, "Quote the value"));
    Some(diagnostic)
}

/// `[a-z]+`: text behind the closing bracket.
fn closed_early(scene: &Scene<'_>) -> Option<Diagnostic> {
    let at = scene.error.span.start;
    let (before, _) = scene.token_before(at)?;
    let is_end = matches!(before.kind, TokenKind::FlowSequenceEnd | TokenKind::FlowMappingEnd);
    let line = scene.line_start(at);
    // The value begins behind the last key or dash on the line.
    let begins = |kind: &TokenKind<'_>| matches!(kind, TokenKind::Value | TokenKind::BlockEntry);
    let (opener, _) = scene.tokens.iter().rev().find(|(token, _)| token.start.at < at && begins(&token.kind))?;
    let start = at.saturating_sub(scene.slice(opener.end, at).trim_start().len());
    if !is_end || before.start.at < line || opener.end < line {
        return None;
    }
    let words = Words {
        id: "yaml/text-after-bracket",
        title: "Text follows a closing bracket".to_owned(),
        cause: "A value that begins with a bracket ends with its closing one, and nothing but a comment may follow."
            .to_owned(),
    };
    let value = Span::new(start, scene.value_end(start));
    let mut diagnostic = scene.diagnostic(words, Span::new(at, value.end.max(at)));
    diagnostic.labels.push(label(Span::new(start, before.end), "the value ends here"));
    diagnostic.fixes.push(scene.quote(value, "Quote the whole value"));
    Some(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn an_open_bracket_is_closed() {
        check("a: [b, c\nd: e\n", "This [ is never closed", "[", "a: [b, c]\nd: e\n");
        check("a: {b: c # d\ne: f\n", "This { is never closed", "{", "a: {b: c} # d\ne: f\n");
    }

    #[test]
    fn a_comma_is_put_in() {
        check("a: [\"b\" \"c\"]\n", "A comma or ] is missing", "\"c\"", "a: [\"b\", \"c\"]\n");
        check("a: {b: 1 c: 2}\n", "A comma or } is missing", ":", "");
        // Closing it would push the rest out of the document.
        check("['a'\n 'b']\n", "This [ is never closed", "[", "");
    }

    #[test]
    fn text_with_brackets_is_quoted() {
        check("a: [$b, ${c}]\n", "A bracket splits this value", "{", "a: [$b, '${c}']\n");
        check("a: [a-z]+ # b\n", "Text follows a closing bracket", "+", "a: '[a-z]+' # b\n");
    }
}
