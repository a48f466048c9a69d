//! The text around an error: its lines and tokens, and the making of diagnostics.

use crate::text::{Diagnostic, Edit, Fix, Label, Span};
use crate::yaml::scanner;
use crate::yaml::token::{Token, TokenKind};
use crate::yaml::{ScalarStyle, YamlError, read};

/// What the explainers look at.
pub(super) struct Scene<'a> {
    pub text: &'a str,
    pub error: &'a YamlError,
    /// The tokens up to where the scanner gave up, scalars with the indentation of the block around them.
    pub tokens: Vec<(Token<'a>, isize)>,
}

/// Id, title and cause of a diagnostic.
pub(super) struct Words {
    pub id: &'static str,
    pub title: String,
    pub cause: String,
}

impl<'a> Scene<'a> {
    pub fn new(text: &'a str, error: &'a YamlError) -> Self {
        Scene { text, error, tokens: scanner::tokens(text) }
    }

    /// Whether the error has one of these messages of go-yaml, whatever its line.
    pub fn says(&self, messages: &[&str]) -> bool {
        messages.iter().any(|message| self.error.message.ends_with(message))
    }

    /// The last token that ends at `at` or before, apart from those that have no text.
    pub fn token_before(&self, at: usize) -> Option<&(Token<'a>, isize)> {
        self.tokens.iter().rev().find(|(token, _)| token.end <= at && token.start.at < token.end)
    }

    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where the line of `at` begins.
    pub fn line_start(&self, at: usize) -> usize {
        self.slice(0, at).rfind('\n').map_or(0, |newline| newline.saturating_add(1))
    }

    /// Where the line of `at` ends, without its line break.
    pub fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let line = rest.find('\n').and_then(|newline| rest.get(..newline)).unwrap_or(rest);
        at.saturating_add(line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// The line of `at`.
    pub fn line(&self, at: usize) -> &'a str {
        self.slice(self.line_start(at), self.line_end(at))
    }

    /// The line of `at` without the white space around it.
    pub fn line_span(&self, at: usize) -> Span {
        let start = self.line_start(at);
        let line = self.line(at);
        let start = start.saturating_add(line.len().saturating_sub(line.trim_start().len()));
        Span::new(start, start.saturating_add(line.trim().len()))
    }

    /// How far in `at` stands in its line, in bytes: where it matters there are only spaces.
    pub fn column(&self, at: usize) -> usize {
        at.saturating_sub(self.line_start(at))
    }

    /// The starts of the lines below the line of `at`.
    pub fn lines_below(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.next_line(at), |start| self.next_line(*start))
    }

    fn next_line(&self, at: usize) -> Option<usize> {
        let newline = self.text.get(at..)?.find('\n')?;
        Some(at.saturating_add(newline).saturating_add(1)).filter(|start| *start < self.text.len())
    }

    /// The starts of the lines above the line of `at`, nearest first.
    pub fn lines_above(&self, at: usize) -> impl Iterator<Item = usize> {
        let above = |start: usize| start.checked_sub(1).map(|newline| self.line_start(newline));
        std::iter::successors(above(self.line_start(at)), move |start| above(*start))
    }

    /// Where the value that begins at `start` ends on its line: before a comment, and without blanks.
    pub fn value_end(&self, start: usize) -> usize {
        let rest = self.slice(start, self.line_end(start));
        let rest = rest.find(" #").and_then(|comment| rest.get(..comment)).unwrap_or(rest);
        start.saturating_add(rest.trim_end().len())
    }

    /// A diagnostic about `place`, without fixes.
    pub fn diagnostic(&self, words: Words, place: Span) -> Diagnostic {
        Diagnostic::error(words.id, words.title, words.cause, label(place, ""))
    }

    /// What can be said about any error.
    pub fn not_yaml(&self) -> Diagnostic {
        let message = self.error.message.rsplit(": ").next().unwrap_or_default();
        let words = Words {
            id: "yaml/not-yaml",
            title: "This is not valid YAML".to_owned(),
            cause: format!("The YAML reader says: {message}."),
        };
        let mut diagnostic = self.diagnostic(words, self.error.span);
        diagnostic
            .labels
            .extend(self.error.context.map(|context| label(self.line_span(context.start), "it begins here")));
        diagnostic
    }

    /// A fix that puts `span` in quotes, so that it is text.
    pub fn quote(&self, span: Span, title: &str) -> Fix {
        fix(title, vec![Edit { span, text: quoted(span.of(self.text)) }])
    }

    /// Whether this error is gone with the fix: nothing is wrong any more, or something on a later line.
    pub fn is_mended_by(&self, fix: &Fix) -> bool {
        let Some(mended) = fix.apply(self.text) else { return false };
        match read(&mended) {
            Ok(document) => is_whole(&mended, document.root.map_or(0, |root| root.span.end)),
            // Counted from the end, so that lines which the fix inserts or removes do not matter.
            Err(left) => lines_after(&mended, &left) < lines_after(self.text, self.error),
        }
    }

    /// Whether nothing is wrong any more with the fix.
    pub fn is_well_with(&self, fix: &Fix) -> bool {
        fix.apply(self.text).is_some_and(|mended| read(&mended).is_ok()) && self.is_mended_by(fix)
    }

    /// The first fix that leaves nothing wrong, or else the first that mends this error.
    pub fn best(&self, fixes: Vec<Fix>) -> Option<Fix> {
        let good = fixes.iter().position(|fix| self.is_well_with(fix));
        let good = good.or_else(|| fixes.iter().position(|fix| self.is_mended_by(fix)))?;
        fixes.into_iter().nth(good)
    }
}

/// Whether a document that ends at `end` is all there is: a fix must not push the rest out of it.
fn is_whole(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let next = rest.lines().find(|line| !is_blank_or_comment(line));
    next.is_none_or(|line| line.starts_with("---") || line.starts_with("..."))
}

/// How many lines follow the place of an error.
fn lines_after(text: &str, error: &YamlError) -> usize {
    // These are noticed long after they were made.
    let late = [
        "could not find expected ':'",
        "found unexpected end of stream",
        "found unexpected document indicator",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
    ];
    let is_late = late.iter().any(|message| error.message.ends_with(message));
    let at = error.context.filter(|_| is_late).unwrap_or(error.span).start;
    text.get(at..).unwrap_or_default().matches('\n').count()
}

/// A text of one line in quotes.
pub(super) fn quoted(text: &str) -> String {
    if text.contains('\'') {
        return format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    }
    format!("'{text}'")
}

/// A place and what is there.
pub(super) fn label(span: Span, text: &str) -> Label {
    Label { file: String::new(), span, text: text.to_owned() }
}

/// A fix of the text at hand.
pub(super) fn fix(title: &str, edits: Vec<Edit>) -> Fix {
    Fix { title: title.to_owned(), file: String::new(), edits }
}

/// Puts `text` in at `at`.
pub(super) fn insert(at: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::at(at), text: text.into() }
}

/// Whether a token is text without quotes.
pub(super) fn is_plain(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Scalar { style: ScalarStyle::Plain, .. })
}

/// Whether a line is empty or a comment.
pub(super) fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// How many spaces a line begins with.
pub(super) fn spaces(line: &str) -> usize {
    line.len().saturating_sub(line.trim_start_matches(' ').len())
}

/// Whether a word is what a block scalar begins with: `|`, `>-`, `|2+`.
pub(super) fn is_block_header(word: &str) -> bool {
    word.strip_prefix(['|', '>']).is_some_and(|rest| rest.chars().all(|c| matches!(c, '+' | '-' | '1'..='9')))
}
