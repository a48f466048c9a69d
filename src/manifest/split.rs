//! Cutting a rendered file into documents (R-SPL-1 to R-SPL-8).

use std::ops::Range;

use super::Split;

/// The documents of a text, as ranges of it, in order; empty documents are left out.
///
/// A document is always one piece of the text, white space cut off as `split` says, so the ranges are
/// all there is to say. Source: `SplitManifests`, `pkg/releaseutil/manifest.go` (3),
/// `pkg/release/v1/util/manifest.go` (4).
#[must_use]
pub fn split(text: &str, split: Split) -> Vec<Range<usize>> {
    let whole = match split {
        Split::Trimmed => trim_end(text, trim_start(text, 0..text.len())),
        Split::TrimmedLeft | Split::Lines => trim_start(text, 0..text.len()),
    };
    let pieces = match split {
        Split::Trimmed | Split::TrimmedLeft => between_separators(text, whole),
        Split::Lines => between_lines(text, whole),
    };
    let kept = pieces.into_iter().filter_map(|piece| match split {
        // What is empty goes before it is trimmed: a document of odd white space stays, as an empty one.
        Split::Trimmed if piece.is_empty() => None,
        Split::Trimmed => Some(trim_end(text, trim_start(text, piece))),
        Split::TrimmedLeft | Split::Lines => Some(trim_start(text, piece)).filter(|piece| !piece.is_empty()),
    });
    kept.collect()
}

/// Separators are `(?:^|\s*\n)---\s*`, `^` standing for the start of the text only. What one separator
/// swallows the next one lacks: `---` twice in a row leaves the second in the document (R-SPL-7).
fn between_separators(text: &str, whole: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = whole.start;
    if part(text, whole.clone()).starts_with("---") {
        at = skip_blank(text, at.saturating_add(3), whole.end);
    }
    while let Some(found) = part(text, at..whole.end).find("\n---").map(|found| at.saturating_add(found)) {
        let end = found.saturating_sub(blanks_before(part(text, at..found)));
        pieces.push(at..end);
        at = skip_blank(text, found.saturating_add(4), whole.end);
    }
    pieces.push(at..whole.end);
    pieces
}

/// Separators are `(?m)^---[ \t]*`: the start of any line.
fn between_lines(text: &str, whole: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = whole.start;
    if part(text, whole.clone()).starts_with("---") {
        at = skip_dashes(text, at, whole.end);
    }
    while let Some(found) = part(text, at..whole.end).find("\n---").map(|found| at.saturating_add(found)) {
        let line = found.saturating_add(1);
        pieces.push(at..line);
        at = skip_dashes(text, line, whole.end);
    }
    pieces.push(at..whole.end);
    pieces
}

/// What the separator's `\s` means: ASCII, without vertical tab.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn skip_blank(text: &str, from: usize, to: usize) -> usize {
    let rest = part(text, from..to).bytes();
    from.saturating_add(rest.take_while(|byte| is_blank(*byte)).count())
}

fn blanks_before(text: &str) -> usize {
    text.bytes().rev().take_while(|byte| is_blank(*byte)).count()
}

/// Past `---` and the blanks and tabs behind it.
fn skip_dashes(text: &str, from: usize, to: usize) -> usize {
    let from = from.saturating_add(3);
    let rest = part(text, from..to).bytes();
    from.saturating_add(rest.take_while(|byte| matches!(byte, b' ' | b'\t')).count())
}

fn trim_start(text: &str, range: Range<usize>) -> Range<usize> {
    let kept = part(text, range.clone()).trim_start().len();
    range.end.saturating_sub(kept)..range.end
}

fn trim_end(text: &str, range: Range<usize>) -> Range<usize> {
    let kept = part(text, range.clone()).trim_end().len();
    range.start..range.start.saturating_add(kept)
}

fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str, how: Split) -> Vec<&str> {
        split(text, how).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn helm_4_2_0_keeps_the_tail_of_the_last_document_only() {
        let text = "\na: 1\n\n---\n\nb: 2\n\n";
        assert_eq!(documents(text, Split::TrimmedLeft), ["a: 1", "b: 2\n\n"]);
        assert_eq!(documents(text, Split::Trimmed), ["a: 1", "b: 2"]);
        assert_eq!(documents(text, Split::Lines), ["a: 1\n\n", "b: 2\n\n"]);
    }

    #[test]
    fn helm_4_2_0_drops_documents_of_white_space() {
        assert_eq!(documents("a: 1\n---\n\u{b}\n---\nb: 2", Split::TrimmedLeft), ["a: 1", "b: 2"]);
        assert_eq!(documents("a: 1\n---\n\u{b}\n---\nb: 2", Split::Trimmed), ["a: 1", "", "b: 2"]);
    }
}
