//! The documents of a manifest, as the API machinery reads them.

use std::sync::Arc;

use crate::manifest::Origin;
use crate::text::{Memo, Span};
use crate::yaml;

/// A document of a stored manifest, as the API machinery reads it (R-BLD-3).
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The object, or why the text is none.
    pub object: Result<Arc<serde_json::Value>, String>,
    /// Where its text stands in the story.
    pub origin: Origin,
}

/// What texts of documents came to that were read before: an object or an error, `None` for a text without either.
pub type Memory = Memo<Option<Result<Arc<serde_json::Value>, String>>>;

/// The documents of a manifest text: any line that begins with `---` separates, and nothing but a comment may
/// follow on it (R-BLD-3). `origin_at` says where the text at a byte comes from.
#[must_use]
pub fn documents(text: &str, memory: &Memory, origin_at: impl Fn(usize) -> Origin) -> Vec<Document> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0_usize);
    let mut push = |span: Span| {
        let piece = span.of(text);
        if piece.trim().is_empty() {
            return;
        }
        let object = memory.of(piece, || read(piece));
        found.extend(object.map(|object| Document { object, origin: origin_at(span.start) }));
    };
    for line in text.split_inclusive('\n') {
        let end = at.saturating_add(line.len());
        if let Some(rest) = line.strip_prefix("---") {
            push(Span::new(start, at));
            start = end;
            let rest = rest.trim();
            if !rest.is_empty() && !rest.starts_with('#') {
                let error = format!("error parsing : invalid Yaml document separator: {rest}");
                found.push(Document { object: Err(error), origin: origin_at(at) });
                return found;
            }
        }
        at = end;
    }
    push(Span::new(start, text.len()));
    found
}

fn read(text: &str) -> Option<Result<Arc<serde_json::Value>, String>> {
    match yaml::read(text) {
        Ok(document) if document.value.is_null() => None,
        Ok(document) => Some(Ok(Arc::new(document.value))),
        Err(error) => Some(Err(format!("error parsing : error converting YAML to JSON: {}", error.message))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let found = documents(text, &Memory::default(), |at| Origin { span: Span::at(at), ..Origin::default() });
        let shown = found.iter().map(|document| match &document.object {
            Ok(object) => format!("{} {object}", document.origin.span.start),
            Err(error) => error.clone(),
        });
        shown.collect()
    }

    #[test]
    fn lines_that_begin_with_dashes_separate() {
        let text = "---\n# Source: x\na: 1\n--- # and\nb: 2\n---\n# nothing\n---\nnull\n";
        assert_eq!(read(text), [r#"4 {"a":1}"#, r#"31 {"b":2}"#]);
    }

    #[test]
    fn nothing_may_follow_them() {
        assert_eq!(
            read("a: 1\n---b: 2\n---\nc: 3"),
            [r#"0 {"a":1}"#, "error parsing : invalid Yaml document separator: b: 2"]
        );
    }
}
