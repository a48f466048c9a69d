//! The text as go-yaml's reader hands it out: characters with line and column, in pieces of 512 bytes.
//!
//! The pieces matter in two cases only. A character that YAML does not allow is reported as soon as its
//! piece is read, which can be long before the scanner gets there. And go-yaml looks for a byte order mark
//! at the start of its buffer instead of at the start of the line. Texts without such characters never
//! notice the pieces.

use super::problem::{Problem, Stage};

/// go-yaml's `input_raw_buffer_size`.
const PIECE: usize = 512;
/// The longest character in bytes.
const WIDEST: usize = 4;
const BOM: &str = "\u{feff}";

/// A place in the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// Byte offset.
    pub at: usize,
    /// Characters before it: go-yaml limits the length of keys in characters.
    pub index: usize,
    /// Line, from 0.
    pub line: usize,
    /// Column in characters, from 0.
    pub column: usize,
}

/// Reads one text from front to back.
pub(super) struct Input<'a> {
    text: &'a str,
    /// Where the next character stands.
    pub mark: Mark,
    /// Up to where the pieces reach that have been read.
    read: usize,
    /// NUL characters go-yaml has put behind the end of the text so far.
    nuls: usize,
    /// Where go-yaml's buffer begins.
    buffer: usize,
    /// The first character that YAML does not allow.
    forbidden: Option<usize>,
}

impl<'a> Input<'a> {
    pub fn new(text: &'a str) -> Self {
        let start = if text.starts_with(BOM) { BOM.len() } else { 0 };
        let content = text.get(start..).unwrap_or_default();
        let forbidden = first_forbidden(content).map(|at| at.saturating_add(start));
        let in_pieces = forbidden.is_some() || content.contains(BOM);
        Input {
            text,
            mark: Mark { at: start, ..Mark::default() },
            read: if in_pieces { start } else { usize::MAX },
            nuls: 0,
            buffer: start,
            forbidden,
        }
    }

    /// The text between two byte offsets.
    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Makes sure that `count` characters can be looked at; to be called where go-yaml calls it.
    ///
    /// # Errors
    /// A character YAML does not allow, in the piece that had to be read.
    #[inline]
    pub fn need(&mut self, count: usize) -> Result<(), Problem> {
        if self.read.saturating_sub(self.mark.at) >= count.saturating_mul(WIDEST) {
            return Ok(());
        }
        self.read_pieces(count)
    }

    fn read_pieces(&mut self, count: usize) -> Result<(), Problem> {
        let unread = |input: &Self| input.slice(input.mark.at, input.read).chars().count().saturating_add(input.nuls);
        if unread(self) >= count {
            return Ok(());
        }
        self.buffer = self.mark.at;
        while unread(self) < count {
            if self.read >= self.text.len() {
                self.nuls = self.nuls.saturating_add(1);
                break;
            }
            // The first piece has a byte order mark at the front of the text in it.
            let from = if self.read == BOM.len() && self.text.starts_with(BOM) { 0 } else { self.read };
            let mut next = from.saturating_add(PIECE).min(self.text.len());
            while !self.text.is_char_boundary(next) {
                next = next.saturating_sub(1);
            }
            if let Some(at) = self.forbidden.filter(|at| *at < next) {
                return Err(self.not_allowed(at));
            }
            self.read = next;
        }
        Ok(())
    }

    fn not_allowed(&self, at: usize) -> Problem {
        let mark = Mark { at, ..Mark::default() };
        Problem::new(Stage::Reader, "control characters are not allowed", mark)
    }

    /// The byte `ahead` bytes after the mark; 0 past the end.
    #[inline]
    pub fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.mark.at.saturating_add(ahead)).copied().unwrap_or(0)
    }

    /// Whether the text is at its end.
    #[inline]
    pub fn is_end(&self) -> bool {
        self.byte(0) == 0
    }

    /// Whether a line ends `ahead` bytes after the mark.
    #[inline]
    pub fn is_break(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            b'\r' | b'\n' => true,
            0xC2 => self.byte(ahead.saturating_add(1)) == 0x85,
            0xE2 => {
                self.byte(ahead.saturating_add(1)) == 0x80 && matches!(self.byte(ahead.saturating_add(2)), 0xA8 | 0xA9)
            }
            _ => false,
        }
    }

    /// A space or a tab.
    #[inline]
    pub fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), b' ' | b'\t')
    }

    /// The end of a line or of the text.
    #[inline]
    pub fn is_break_or_end(&self, ahead: usize) -> bool {
        self.byte(ahead) == 0 || self.is_break(ahead)
    }

    /// A space, a tab, the end of a line or of the text.
    #[inline]
    pub fn is_white_or_end(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            b' ' | b'\t' | 0 => true,
            byte if byte.is_ascii() => matches!(byte, b'\r' | b'\n'),
            _ => self.is_break(ahead),
        }
    }

    /// Whether `---` or `...` stands alone at the start of this line.
    pub fn is_document_indicator(&self) -> bool {
        self.mark.column == 0
            && matches!((self.byte(0), self.byte(1), self.byte(2)), (b'-', b'-', b'-') | (b'.', b'.', b'.'))
            && self.is_white_or_end(3)
    }

    /// Letters, digits, `-` and `_`: what names are made of.
    pub fn is_name(&self) -> bool {
        let byte = self.byte(0);
        byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
    }

    /// go-yaml asks this of the start of its buffer, not of the mark.
    pub fn has_stray_bom(&self) -> bool {
        self.mark.column == 0 && self.slice(self.buffer, self.buffer.saturating_add(BOM.len())) == BOM
    }

    /// Goes past one character.
    #[inline]
    pub fn skip(&mut self) {
        let width = match self.byte(0) {
            0 => return,
            1..=0x7F => 1,
            0x80..=0xDF => 2,
            0xE0..=0xEF => 3,
            _ => 4,
        };
        self.mark.at = self.mark.at.saturating_add(width);
        self.mark.index = self.mark.index.saturating_add(1);
        self.mark.column = self.mark.column.saturating_add(1);
    }

    /// Goes past several characters.
    pub fn skip_many(&mut self, count: usize) {
        for _ in 0..count {
            self.skip();
        }
    }

    /// Goes past a line break and says how it reads: `\n`, or the Unicode separators as they are.
    pub fn read_break(&mut self) -> &'static str {
        let (width, characters, reads) = match (self.byte(0), self.byte(1), self.byte(2)) {
            (b'\r', b'\n', _) => (2, 2, "\n"),
            (b'\r' | b'\n', _, _) => (1, 1, "\n"),
            (0xC2, 0x85, _) => (2, 1, "\n"),
            (0xE2, 0x80, 0xA8) => (3, 1, "\u{2028}"),
            (0xE2, 0x80, 0xA9) => (3, 1, "\u{2029}"),
            _ => return "",
        };
        self.mark.at = self.mark.at.saturating_add(width);
        self.mark.index = self.mark.index.saturating_add(characters);
        self.mark.column = 0;
        self.mark.line = self.mark.line.saturating_add(1);
        reads
    }
}

/// Where the first character stands that YAML does not allow (go-yaml's "control characters").
fn first_forbidden(text: &str) -> Option<usize> {
    // Nearly all texts: looked through a byte at a time.
    if text.bytes().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')) {
        return None;
    }
    text.char_indices().find(|(_, c)| !is_allowed(*c)).map(|(at, _)| at)
}

fn is_allowed(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_character_is_met_with_its_piece() {
        let text = format!("{}\u{7}", "a".repeat(PIECE + 10));
        let mut input = Input::new(&text);
        assert!(input.need(4).is_ok());
        input.skip_many(PIECE - 4);
        assert!(input.need(4).is_ok(), "four characters are left of the first piece");
        input.skip();
        assert!(input.need(4).is_err());
    }

    #[test]
    fn breaks_count_lines() {
        let mut input = Input::new("\r\n\u{85}\u{2028}x");
        assert_eq!([input.read_break(), input.read_break(), input.read_break()], ["\n", "\n", "\u{2028}"]);
        assert_eq!((input.mark.line, input.mark.column, input.mark.index, input.byte(0)), (3, 0, 4, b'x'));
        assert_eq!(input.read_break(), "");
    }
}
