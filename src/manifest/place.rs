//! From places in a rendered text back to places in the chart's source file.

use std::ops::Range;

use crate::chart::{Piece, Rendered};
use crate::text::{Diagnostic, Edit, Fix, Span};

/// The smallest part of the source that made `output`.
///
/// Literal text maps to itself; of a template expression the whole expression counts.
#[must_use]
pub fn source_of(rendered: &Rendered, output: Span) -> Span {
    let first = rendered.map.partition_point(|piece| piece.output.end <= output.start);
    let touched = rendered.map.iter().skip(first).take_while(|piece| piece.output.start < output.end);
    let spans = touched.map(|piece| cut(piece, output));
    let whole = spans.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)));
    whole.unwrap_or_else(|| Span::at(point(rendered, first, output.start)))
}

/// The part of the source that is `output` word for word; `None` where a template expression had a hand in it.
///
/// With the `source` text this is certain; without it an expression that made a text of its own length passes for one.
#[must_use]
pub fn exact_source_of(rendered: &Rendered, source: Option<&str>, output: Span) -> Option<Span> {
    let first = rendered.map.partition_point(|piece| piece.output.end < output.start);
    let same = |piece: &Piece| source.is_none_or(|source| piece.source.of(source) == piece.output.of(&rendered.text));
    let piece = rendered.map.iter().skip(first).take(2).find(|piece| {
        is_literal(piece) && same(piece) && piece.output.start <= output.start && output.end <= piece.output.end
    })?;
    Some(cut(piece, output))
}

/// A document of a rendered file: turns places in the document into places in the source.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The file.
    pub rendered: &'a Rendered,
    /// Where the document begins in the rendered text.
    pub start: usize,
    /// The file's source, to be certain about fixes.
    pub source: Option<&'a str>,
}

impl Placed<'_> {
    /// The smallest part of the source that made a part of the document.
    #[must_use]
    pub fn span(&self, in_document: Span) -> Span {
        source_of(self.rendered, self.output(in_document))
    }

    /// A finding about the document as a finding about the source file. Fixes that would have to change a template
    /// expression are left out.
    #[must_use]
    pub fn diagnostic(&self, mut found: Diagnostic) -> Diagnostic {
        for label in &mut found.labels {
            label.span = self.span(label.span);
            label.file.clone_from(&self.rendered.file);
        }
        found.fixes = found.fixes.iter().filter_map(|fix| self.fix(fix)).collect();
        found
    }

    fn fix(&self, fix: &Fix) -> Option<Fix> {
        let edits = fix.edits.iter().map(|edit| {
            let span = exact_source_of(self.rendered, self.source, self.output(edit.span))?;
            Some(Edit { span, text: edit.text.clone() })
        });
        Some(Fix { title: fix.title.clone(), file: self.rendered.file.clone(), edits: edits.collect::<Option<_>>()? })
    }

    fn output(&self, span: Span) -> Span {
        Span::new(self.start.saturating_add(span.start), self.start.saturating_add(span.end))
    }
}

/// A range of a rendered text as a span.
pub(super) fn span_of(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

fn is_literal(piece: &Piece) -> bool {
    piece.output.end.checked_sub(piece.output.start) == piece.source.end.checked_sub(piece.source.start)
}

/// The source of the part of `piece` that lies in `output`.
fn cut(piece: &Piece, output: Span) -> Span {
    if !is_literal(piece) {
        return piece.source;
    }
    let shift = |at: usize| {
        let at = at.clamp(piece.output.start, piece.output.end);
        at.saturating_sub(piece.output.start).saturating_add(piece.source.start)
    };
    Span::new(shift(output.start), shift(output.end))
}

/// Where an empty place lies: at the point itself in literal text, else at the end of what comes before.
fn point(rendered: &Rendered, first: usize, at: usize) -> usize {
    match (rendered.map.get(first), first.checked_sub(1).and_then(|before| rendered.map.get(before))) {
        (Some(piece), _) => cut(piece, Span::at(at)).start,
        (None, Some(before)) => before.source.end,
        (None, None) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a: ` literal, `{{ .Values.x }}` made `one`, `\nb` literal.
    fn rendered() -> Rendered {
        let piece = |output: (usize, usize), source: (usize, usize)| Piece {
            output: Span::new(output.0, output.1),
            source: Span::new(source.0, source.1),
        };
        Rendered {
            text: "a: one\nb".into(),
            map: vec![piece((0, 3), (0, 3)), piece((3, 6), (3, 18)), piece((6, 8), (18, 20))],
            file: "templates/x.yaml".into(),
        }
    }

    #[test]
    fn literal_text_maps_to_itself_and_an_expression_as_a_whole() {
        let source = |start, end| source_of(&rendered(), Span::new(start, end));
        assert_eq!(source(0, 1), Span::new(0, 1));
        assert_eq!(source(4, 5), Span::new(3, 18));
        assert_eq!(source(2, 7), Span::new(2, 19));
        assert_eq!(source(0, 8), Span::new(0, 20));
        assert_eq!(source(7, 7), Span::at(19));
        assert_eq!(source(8, 8), Span::at(20));
        assert_eq!(source_of(&Rendered::default(), Span::at(0)), Span::at(0));
    }

    #[test]
    fn fixes_stay_out_of_expressions() {
        let exact = |start, end| exact_source_of(&rendered(), None, Span::new(start, end));
        assert_eq!(exact(0, 3), Some(Span::new(0, 3)));
        assert_eq!(exact(6, 8), Some(Span::new(18, 20)));
        assert_eq!(exact(2, 4), None);
        assert_eq!(exact(4, 5), None);
        assert_eq!(exact(8, 8), Some(Span::at(20)));
    }

    #[test]
    fn an_expression_as_long_as_what_it_makes_is_found_out() {
        let all = Span::new(0, 7);
        let rendered =
            Rendered { text: "1234567".into(), map: vec![Piece { output: all, source: all }], ..Rendered::default() };
        assert_eq!(exact_source_of(&rendered, Some("{{ .A }"), Span::new(0, 2)), None);
        assert_eq!(exact_source_of(&rendered, Some("1234567"), Span::new(0, 2)), Some(Span::new(0, 2)));
    }
}
