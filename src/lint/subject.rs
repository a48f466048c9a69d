//! A document as the rules look at it.

use serde_json::Value;

use crate::manifest::HookEvent;
use crate::manifest::annotations::{self, HOOK};
use crate::manifest::head::{self, Head};
use crate::manifest::{Entry, entry_at};
use crate::text::Span;
use crate::yaml::{self, Node, NodeKind, ScalarStyle};

/// A document with annotations.
pub(super) struct Subject<'a> {
    pub text: &'a str,
    /// What Helm reads first.
    pub head: Head,
    /// Everything, as YAML has it.
    pub object: Value,
    root: Node,
}

impl<'a> Subject<'a> {
    /// Reads a document; `None` for one without annotations and one that cannot be read.
    pub fn read(text: &'a str) -> Option<Self> {
        if !text.contains("annotations") {
            return None;
        }
        let (head, _) = head::read(text, "").ok()?;
        let document = yaml::read(text).ok()?;
        (!head.annotations.is_empty()).then_some(Subject { text, head, object: document.value, root: document.root? })
    }

    /// Whether Helm takes it for a hook, known events or not.
    pub fn is_hook(&self) -> bool {
        self.annotation(HOOK).is_some()
    }

    /// Its events; none if Helm drops it.
    pub fn events(&self) -> Vec<HookEvent> {
        self.annotation(HOOK).and_then(annotations::events).unwrap_or_default()
    }

    /// An annotation as Helm reads it.
    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.head.annotations.get(name).map(String::as_str)
    }

    /// The pieces of a list annotation, as written, white space around them cut off.
    pub fn pieces(&self, name: &str) -> Vec<&str> {
        self.annotation(name).map(|value| value.split(',').map(str::trim).collect()).unwrap_or_default()
    }

    /// Where an annotation stands; `None` if it comes by an alias or a merge.
    pub fn entry(&self, name: &str) -> Option<Entry<'_>> {
        entry_at(&self.root, &["metadata", "annotations", name])
    }

    /// A field of `metadata`.
    pub fn metadata(&self, name: &str) -> Option<Entry<'_>> {
        entry_at(&self.root, &["metadata", name])
    }

    /// The value of an annotation, or else the beginning of the document.
    pub fn place(&self, name: &str) -> Span {
        self.entry(name).map_or_else(|| self.first_line(), |entry| entry.value.span)
    }

    /// The part of the annotation's value that is its piece number `index`; the whole value if that cannot be told.
    pub fn piece_place(&self, name: &str, index: usize) -> Span {
        let whole = self.place(name);
        let mut at = 0;
        let mut place = None;
        for piece in self.pieces(name).iter().take(index.saturating_add(1)) {
            let rest = whole.of(self.text).get(at..).unwrap_or_default();
            let Some(found) = rest.find(piece).filter(|_| !piece.is_empty()) else { return whole };
            let start = whole.start.saturating_add(at).saturating_add(found);
            place = Some(Span::new(start, start.saturating_add(piece.len())));
            at = at.saturating_add(found).saturating_add(piece.len());
        }
        place.unwrap_or(whole)
    }

    /// The whole lines of an entry, if nothing else stands on them.
    pub fn lines_of(&self, entry: Entry<'_>) -> Option<Span> {
        let start = self.text.get(..entry.key.span.start)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let rest = self.text.get(entry.value.span.end..)?;
        let length = rest.find('\n').map_or(rest.len(), |at| at.saturating_add(1));
        let end = entry.value.span.end.saturating_add(length);
        let alone = self.text.get(start..entry.key.span.start)?.chars().all(|c| c == ' ')
            && self.text.get(entry.value.span.end..end)?.trim().is_empty();
        alone.then_some(Span::new(start, end))
    }

    fn first_line(&self) -> Span {
        Span::new(0, self.text.find('\n').unwrap_or(self.text.len()))
    }
}

/// Whether a node is a scalar without quotes, on one line.
pub(super) fn is_plain(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Scalar { style: ScalarStyle::Plain, .. })
        && node.tag.is_none()
        && node.anchor.is_none()
}
