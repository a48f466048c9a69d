//! The border to the editor, which counts in UTF-16 code units where everything else counts in bytes.

use serde::Serialize;

use crate::text::{Severity, Span};

/// What the editor draws into a text. Positions are bytes of that text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Underlined places with a mark in the margin.
    pub problems: Vec<Mark>,
    /// Words at the end of lines.
    pub notes: Vec<Note>,
    /// The document that is selected.
    pub highlight: Option<Span>,
    /// The place under whose line the panel about a problem opens.
    pub panel: Option<usize>,
}

/// An underlined place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, for the mark in the margin.
    pub title: String,
    /// What a click on the mark is answered with.
    pub index: usize,
}

/// Words at the end of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Any place in the line.
    pub at: usize,
    /// What it says: "no delete policy: it stays".
    pub text: String,
}

/// [`Marks`] as `ManifestEditor.mark` (`www/editor.js`) reads them: in UTF-16.
#[derive(Serialize)]
struct Wide<'m> {
    problems: Vec<WideMark<'m>>,
    notes: Vec<WideNote<'m>>,
    highlight: Option<Range>,
    panel: Option<usize>,
}

#[derive(Serialize)]
struct Range {
    from: usize,
    to: usize,
}

#[derive(Serialize)]
struct WideMark<'m> {
    from: usize,
    to: usize,
    severity: Severity,
    title: &'m str,
    index: usize,
}

#[derive(Serialize)]
struct WideNote<'m> {
    at: usize,
    text: &'m str,
}

impl Marks {
    /// The marks of `text` as JSON.
    pub(super) fn to_json(&self, text: &str) -> String {
        let units = Utf16::new(text);
        let range = |span: Span| Range { from: units.offset(span.start), to: units.offset(span.end) };
        let wide = Wide {
            problems: self
                .problems
                .iter()
                .map(|mark| {
                    let Range { from, to } = range(mark.span);
                    WideMark { from, to, severity: mark.severity, title: &mark.title, index: mark.index }
                })
                .collect(),
            notes: self.notes.iter().map(|note| WideNote { at: units.offset(note.at), text: &note.text }).collect(),
            highlight: self.highlight.map(range),
            panel: self.panel.map(|at| units.offset(at)),
        };
        // Numbers and texts serialise without fail.
        serde_json::to_string(&wide).unwrap_or_default()
    }
}

/// Converts offsets of one text, many of them at little cost.
pub(super) struct Utf16 {
    wide: Vec<WideChar>,
    bytes: usize,
}

/// A character that is not ASCII.
#[derive(Clone, Copy, Default)]
struct WideChar {
    /// Its first byte.
    start: usize,
    /// The first byte after it.
    end: usize,
    /// The UTF-16 offset there.
    units: usize,
}

impl Utf16 {
    pub(super) fn new(text: &str) -> Self {
        let mut before = WideChar::default();
        let mut wide = Vec::new();
        for (start, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let units = before.units.saturating_add(start.saturating_sub(before.end)).saturating_add(c.len_utf16());
            before = WideChar { start, end: start.saturating_add(c.len_utf8()), units };
            wide.push(before);
        }
        Utf16 { wide, bytes: text.len() }
    }

    /// UTF-16 offset of a byte; inside a character that of its end, past the end of the text that of the end.
    pub(super) fn offset(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes);
        let (before, next) = self.around(self.wide.partition_point(|wide| wide.end <= byte));
        let plain = before.units.saturating_add(byte.saturating_sub(before.end));
        next.map_or(plain, |next| plain.min(next.units))
    }

    /// Byte of a UTF-16 offset; inside a character that of its start, past the end of the text that of the end.
    pub(super) fn byte(&self, offset: usize) -> usize {
        let (before, next) = self.around(self.wide.partition_point(|wide| wide.units <= offset));
        let plain = before.end.saturating_add(offset.saturating_sub(before.units));
        next.map_or(plain, |next| plain.min(next.start)).min(self.bytes)
    }

    /// The wide characters before and at `index`.
    fn around(&self, index: usize) -> (WideChar, Option<&WideChar>) {
        let before = index.checked_sub(1).and_then(|i| self.wide.get(i)).copied().unwrap_or_default();
        (before, self.wide.get(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{byte_offset, utf16_offset};

    const TEXTS: [&str; 5] = ["", "kind: Job\n", "é😀中x", "name: 数据库 # 🙂🙂\nb: ä\n", "a😀"];

    #[test]
    fn both_ways_agree_with_the_plain_conversion() {
        for text in TEXTS {
            let units = Utf16::new(text);
            for at in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
                assert_eq!(units.offset(at), utf16_offset(text, at), "{text:?} at byte {at}");
                assert_eq!(units.byte(units.offset(at)), at, "{text:?} at byte {at}");
                assert_eq!(byte_offset(text, units.offset(at)), at);
            }
        }
    }

    #[test]
    fn places_outside_the_text_are_its_end() {
        let units = Utf16::new("é😀");
        assert_eq!(units.offset(99), 3);
        assert_eq!(units.byte(99), 6);
    }

    #[test]
    fn places_inside_a_character_leave_it() {
        let units = Utf16::new("é😀");
        assert_eq!((units.offset(1), units.offset(4)), (1, 3));
        assert_eq!(units.byte(2), 2);
    }

    #[test]
    fn marks_cross_the_border_in_utf16() {
        let marks = Marks {
            problems: vec![Mark {
                span: Span::new(6, 8),
                severity: Severity::Error,
                title: "A \"quote\"".into(),
                index: 3,
            }],
            notes: vec![Note { at: 8, text: "2nd".into() }],
            highlight: Some(Span::new(0, 8)),
            panel: Some(4),
        };
        assert_eq!(
            marks.to_json("😀: ü"),
            r#"{"problems":[{"from":4,"to":5,"severity":"error","title":"A \"quote\"","index":3}],"notes":[{"at":5,"text":"2nd"}],"highlight":{"from":0,"to":5},"panel":2}"#
        );
    }
}
