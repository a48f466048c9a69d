//! Byte offsets to lines and columns, and back.

/// A place as people and editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where the lines of one text begin. Lines end with `\n`, `\r\n` or `\r`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
    len: usize,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, &b) in bytes.iter().enumerate() {
            let next = i.saturating_add(1);
            if b == b'\n' || (b == b'\r' && bytes.get(next) != Some(&b'\n')) {
                starts.push(next);
            }
        }
        LineIndex { starts, len: text.len() }
    }

    /// The number of lines, at least 1.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Line number, from 1, of a byte offset.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// The byte at which line `line` (from 1) begins; the end of the text past the last line.
    #[must_use]
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.len)
    }

    /// Line and column of a byte offset in `text`, the text this index was made of.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let line = self.line(offset);
        let before = text.get(self.start(line)..offset).unwrap_or_default();
        LineColumn { line, column: before.chars().count().saturating_add(1) }
    }
}

/// The UTF-16 offset of byte `offset` in `text`, as editors count it.
#[must_use]
pub fn utf16_offset(text: &str, offset: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < offset).map(|(_, c)| c.len_utf16()).sum()
}

/// The byte offset of the UTF-16 offset `units` in `text`.
#[must_use]
pub fn byte_offset(text: &str, units: usize) -> usize {
    let mut seen = 0usize;
    for (at, c) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen = seen.saturating_add(c.len_utf16());
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_lines() {
        let text = "a\nbé\r\nc\rd";
        let index = LineIndex::new(text);
        assert_eq!(index.lines(), 4);
        assert_eq!(index.line_column(text, 5), LineColumn { line: 2, column: 3 });
        assert_eq!(index.start(3), 7);
        assert_eq!(index.line(9), 4);
    }

    #[test]
    fn utf16_round_trip() {
        let text = "é😀中x";
        for (at, _) in text.char_indices() {
            assert_eq!(byte_offset(text, utf16_offset(text, at)), at);
        }
        assert_eq!(utf16_offset(text, text.len()), 5);
    }
}
