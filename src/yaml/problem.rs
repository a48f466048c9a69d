//! go-yaml's errors before they have become text.

use super::YamlError;
use super::input::Mark;
use crate::text::Span;
use std::borrow::Cow;

/// Who found a problem: decides how the line is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Never names a line.
    Reader,
    /// Names the line from 1 on, but not the first.
    Scanner,
    /// Names the line before, because it counts from 0, and not the first.
    Parser,
    /// Reading values; never names a line.
    Decoder,
}

/// What stopped the reading. Boxed, since it is rare and results are passed around much.
#[derive(Debug, Clone)]
pub(super) struct Problem(Box<Details>);

#[derive(Debug, Clone)]
struct Details {
    stage: Stage,
    words: Cow<'static, str>,
    line: usize,
    span: Span,
    context: Option<Span>,
}

impl Problem {
    pub fn new(stage: Stage, words: impl Into<Cow<'static, str>>, mark: Mark) -> Self {
        Problem::spanning(stage, words, mark, mark.at)
    }

    /// A problem with what stands from `mark` to byte `end`.
    pub fn spanning(stage: Stage, words: impl Into<Cow<'static, str>>, mark: Mark, end: usize) -> Self {
        let span = Span::new(mark.at, end.max(mark.at));
        Problem(Box::new(Details { stage, words: words.into(), line: mark.line, span, context: None }))
    }

    /// A problem with a value.
    pub fn decoding(words: impl Into<Cow<'static, str>>, span: Span) -> Self {
        Problem(Box::new(Details { stage: Stage::Decoder, words: words.into(), line: 0, span, context: None }))
    }

    /// Where the construct began that could not be finished.
    #[must_use]
    pub fn begun_at(mut self, mark: Mark) -> Self {
        self.0.context = Some(Span::at(mark.at));
        self
    }

    /// The error as go-yaml words it. An empty span is widened to the character it stands before.
    pub fn into_error(self, text: &str) -> YamlError {
        let Details { stage, words, line, mut span, context } = *self.0;
        let line = match stage {
            Stage::Reader | Stage::Decoder => None,
            _ if line == 0 => None,
            Stage::Scanner => Some(line.saturating_add(1)),
            Stage::Parser => Some(line),
        };
        let message = match line {
            Some(line) => format!("yaml: line {line}: {words}"),
            None if stage == Stage::Decoder => words.into_owned(),
            None => format!("yaml: {words}"),
        };
        if span.start == span.end {
            let next = text.get(span.start..).and_then(|rest| rest.chars().next());
            span.end = span.end.saturating_add(next.map_or(0, char::len_utf8));
        }
        YamlError { message, line, span, context }
    }
}
