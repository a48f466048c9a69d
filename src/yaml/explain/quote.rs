//! Quotes that are not closed, closed too early, or have wrong escapes in them.

use super::scene::{Scene, Words, fix, insert, label, quoted};
use crate::text::{Diagnostic, Edit, Fix, Span};
use crate::yaml::ScalarStyle;
use crate::yaml::token::{Token, TokenKind};

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    if scene.says(&["found unexpected end of stream", "found unexpected document indicator"]) {
        return unclosed(scene);
    }
    if scene.says(&["found unknown escape character"]) {
        return Some(unknown_escape(scene));
    }
    let at = scene.error.span.start;
    let (before, _) = scene.token_before(at).filter(|(token, _)| is_quoted(token))?;
    if scene.slice(before.end, at).contains('\n') {
        return None;
    }
    if scene.slice(before.start.at, before.end).contains('\n') {
        return Some(closed_late(scene, before));
    }
    Some(closed_early(scene, before))
        .filter(|_| scene.says(&["did not find expected key", "did not find expected '-' indicator"]))
}

fn is_quoted(token: &Token<'_>) -> bool {
    let TokenKind::Scalar { style, .. } = token.kind else { return false };
    matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
}

fn unclosed(scene: &Scene<'_>) -> Option<Diagnostic> {
    let start = scene.error.context?.start;
    let words = Words {
        id: "yaml/unclosed-quote",
        title: "This quote is never closed".to_owned(),
        cause: "All that follows belongs to the quoted text, up to the end of the document.".to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, Span::new(start, start.saturating_add(1)));
    diagnostic.labels.push(label(scene.error.span, "here the document ends"));
    diagnostic.fixes.extend(closing(scene, start));
    Some(diagnostic)
}

/// `"a` on one line, and its closing quote is the opening one of another value.
fn closed_late(scene: &Scene<'_>, text: &Token<'_>) -> Diagnostic {
    let start = text.start.at;
    let words = Words {
        id: "yaml/unclosed-quote",
        title: "This quote is not closed on its line".to_owned(),
        cause: "So it ends with the next quote further down, and what follows that is no part of any value.".to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, Span::new(start, start.saturating_add(1)));
    diagnostic.labels.push(label(Span::new(text.end.saturating_sub(1), text.end), "it is closed here"));
    diagnostic.fixes.extend(closing(scene, start));
    diagnostic
}

/// Closes the quote at `start` on its line: before the colon if it opens a key, before a bracket that ends
/// the line, or at the end.
fn closing(scene: &Scene<'_>, start: usize) -> Option<Fix> {
    let sign = scene.slice(start, start.saturating_add(1));
    let end = scene.value_end(start);
    let rest = scene.slice(start, end);
    // Where there are more quotes, this may well be the closing one of another value.
    if rest.matches(sign).count() != 1 {
        return None;
    }
    let opens_line = scene.slice(scene.line_start(start), start).chars().all(|c| matches!(c, ' ' | '-'));
    let colon = rest.find(": ").filter(|_| opens_line).map(|colon| start.saturating_add(colon));
    let bracket = start.saturating_add(rest.trim_end_matches([']', '}']).len());
    let places = colon.into_iter().chain([bracket, end]);
    scene.best(places.map(|at| fix("Close it on its line", vec![insert(at, sign)])).collect())
}

fn unknown_escape(scene: &Scene<'_>) -> Diagnostic {
    let at = scene.error.span.start;
    let escaped = scene.text.get(at.saturating_add(1)..).and_then(|rest| rest.chars().next());
    let end = at.saturating_add(1).saturating_add(escaped.map_or(0, char::len_utf8));
    let span = Span::new(at, end);
    let words = Words {
        id: "yaml/unknown-escape",
        title: format!("{} is no escape sequence", span.of(scene.text)),
        cause:
            "In double quotes a backslash begins an escape sequence such as \\n. A backslash that is meant has to be \
                doubled."
                .to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, span);
    diagnostic.fixes.push(fix("Double the backslash", vec![insert(at, "\\")]));
    diagnostic
}

/// `"a" b`: text behind the closing quote.
fn closed_early(scene: &Scene<'_>, text: &Token<'_>) -> Diagnostic {
    let (start, at) = (text.start.at, scene.error.span.start);
    let words = Words {
        id: "yaml/text-after-quote",
        title: "Text follows a closing quote".to_owned(),
        cause: "A value that begins with a quote ends with the next one, and nothing but a comment may follow."
            .to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, Span::new(at, scene.value_end(at)));
    diagnostic.labels.push(label(Span::new(start, text.end), "the value ends here"));
    let value = Span::new(start, scene.value_end(start));
    diagnostic.fixes.extend(as_one_value(scene, value));
    diagnostic
}

/// `"a", "b"` becomes one text or a list; anything else goes into other quotes as it is, or, if it begins and
/// ends with the same quote, without these.
fn as_one_value(scene: &Scene<'_>, value: Span) -> Vec<Fix> {
    let whole = value.of(scene.text);
    let to = |title: &str, text: String| fix(title, vec![Edit { span: value, text }]);
    let pieces: Vec<&str> = whole.split(',').map(str::trim).collect();
    let inner: Option<Vec<&str>> = pieces.iter().map(|piece| unquoted(piece)).collect();
    if let Some(inner) = inner.filter(|inner| inner.len() > 1) {
        let text = quoted(&inner.join(","));
        return vec![to("Make it one text", text), to("Make it a list", format!("[{}]", pieces.join(", ")))];
    }
    let text = unquoted_at_both_ends(whole).filter(|inner| !inner.contains('\'')).unwrap_or(whole);
    vec![to("Quote the whole value", quoted(text))]
}

/// The text of a piece that is in quotes and has none inside.
fn unquoted(piece: &str) -> Option<&str> {
    unquoted_at_both_ends(piece).filter(|inner| !inner.contains(['"', '\'', '\\']))
}

fn unquoted_at_both_ends(text: &str) -> Option<&str> {
    ['"', '\''].into_iter().find_map(|sign| text.strip_prefix(sign)?.strip_suffix(sign))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn an_open_quote_is_shown_where_it_opens() {
        check("a: 'b\nc: d\n", "This quote is never closed", "'", "a: 'b'\nc: d\n");
        check("a: \"b\" \"c\nd: e\n", "This quote is never closed", "\"", "");
        check("a: \"b # c\n---\nd: e\n", "This quote is never closed", "\"", "a: \"b\" # c\n---\nd: e\n");
        check("\"a: b\nc: d\n", "This quote is never closed", "\"", "\"a\": b\nc: d\n");
    }

    #[test]
    fn a_quote_that_is_closed_by_another_is_closed_on_its_line() {
        let title = "This quote is not closed on its line";
        check("a: \"1\nb: \"2\"\n", title, "\"", "a: \"1\"\nb: \"2\"\n");
        check("a: ['b', 'c]\nd: 'e'\n", title, "'", "a: ['b', 'c']\nd: 'e'\n");
    }

    #[test]
    fn a_backslash_is_doubled() {
        check("a: \"\\d+\"\n", "\\d is no escape sequence", "\\d", "a: \"\\\\d+\"\n");
    }

    #[test]
    fn text_after_a_quote_gets_into_quotes() {
        let title = "Text follows a closing quote";
        check("a: \"b\" c # d\n", title, "c", "a: '\"b\" c' # d\n");
        check("a: \"{\"b\": 1}\"\n", title, "b\": 1}\"", "a: '{\"b\": 1}'\n");
        check("- 'b', 'c'\n", title, ", 'c'", "- 'b,c'\n");
    }
}
