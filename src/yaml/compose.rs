//! Events to the tree of the first document.

use super::input::Mark;
use super::limits;
use super::parser::{Event, EventKind, Parser, Properties};
use super::problem::{Problem, Stage};
use super::{Node, NodeKind};
use crate::text::Span;
use std::collections::BTreeSet;

/// A collection that is still open.
struct Open<'a> {
    start: usize,
    properties: Properties<'a>,
    /// Entries of a sequence; keys and values of a mapping in turn.
    parts: Vec<Node>,
}

/// Reads the first document of `text`; `None` if there is none.
pub(super) fn compose(text: &str) -> Result<Option<Node>, Problem> {
    if text.len() > limits::TEXT {
        return Err(Problem::new(Stage::Reader, limits::TOO_LONG, Mark::default()));
    }
    let mut parser = Parser::new(text);
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut anchors = BTreeSet::new();
    let mut root = None;
    loop {
        let Event { kind, start, end } = parser.next()?;
        let span = Span::new(start, end);
        let node = match kind {
            EventKind::StreamStart | EventKind::DocumentStart => continue,
            EventKind::StreamEnd | EventKind::DocumentEnd => return Ok(root),
            EventKind::SequenceStart(properties) | EventKind::MappingStart(properties) => {
                if open.len() >= limits::NESTING {
                    return Err(Problem::decoding(format!("yaml: {}", limits::TOO_DEEP), span));
                }
                anchors.extend(properties.anchor);
                open.push(Open { start, properties, parts: Vec::new() });
                continue;
            }
            EventKind::SequenceEnd => open.pop().map(|done| done.finish(span, NodeKind::Sequence)),
            EventKind::MappingEnd => open.pop().map(|done| done.finish(span, |parts| NodeKind::Mapping(pairs(parts)))),
            EventKind::Alias(name) if !anchors.contains(name) => {
                return Err(Problem::decoding(format!("yaml: unknown anchor '{name}' referenced"), span));
            }
            EventKind::Alias(name) => {
                Some(Node { span, tag: None, anchor: None, kind: NodeKind::Alias(name.to_owned()) })
            }
            EventKind::Scalar { text: scalar, style, properties } => {
                anchors.extend(properties.anchor);
                let kind = NodeKind::Scalar { text: scalar.into_owned(), style };
                Some(properties.node(trimmed(span, text), kind))
            }
        };
        match (open.last_mut(), node) {
            (Some(parent), Some(node)) => parent.parts.push(node),
            (None, node) => root = node,
            _ => {}
        }
    }
}

impl Open<'_> {
    /// The collection whose end event is `end`.
    fn finish(self, end: Span, kind: impl FnOnce(Vec<Node>) -> NodeKind) -> Node {
        // Brackets have a length; the end of a block is only known where something else begins.
        let last = self.parts.last().map_or(self.start, |part| part.span.end);
        let end = if end.start < end.end { end.end } else { last };
        self.properties.node(Span::new(self.start, end), kind(self.parts))
    }
}

impl Properties<'_> {
    fn node(self, span: Span, kind: NodeKind) -> Node {
        Node { span, tag: self.tag, anchor: self.anchor.map(str::to_owned), kind }
    }
}

fn pairs(parts: Vec<Node>) -> Vec<(Node, Node)> {
    let mut parts = parts.into_iter();
    let mut pairs = Vec::with_capacity(parts.len() / 2);
    while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
        pairs.push((key, value));
    }
    pairs
}

/// A block scalar reaches up to the next line or further: the line breaks at its end are not shown.
fn trimmed(span: Span, text: &str) -> Span {
    Span::new(span.start, span.start.saturating_add(span.of(text).trim_end_matches([' ', '\r', '\n']).len()))
}
