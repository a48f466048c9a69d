//! Letters and words (Sprig `strings.go`, goutils, xstrings).

use super::strings::slice;
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;

const I: Param = Param::Int;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("upper", &[S], |args| Ok(args.text(0).chars().map(upper).collect::<String>().into())),
    Function::new("lower", &[S], |args| Ok(args.text(0).chars().map(lower).collect::<String>().into())),
    Function::new("title", &[S], |args| Ok(title(args.text(0)).into())),
    Function::new("untitle", &[S], |args| Ok(untitle(args.text(0)).into())),
    Function::new("swapcase", &[S], |args| Ok(swap_case(args.text(0)).into())),
    Function::new("nospace", &[S], |args| {
        Ok(bytewise(args.text(0)).filter(|c| !c.is_whitespace()).collect::<String>().into())
    }),
    Function::new("initials", &[S], |args| Ok(initials(args.text(0)).into())),
    Function::new("plural", &[S, S, I], |args| Ok(args.text(if args.int(2) == 1 { 0 } else { 1 }).into())),
    Function::new("substr", &[I, I, S], substr),
    Function::new("abbrev", &[I, S], |args| Ok(abbreviate(args.text(1), 0, args.int(0)).into())),
    Function::new("abbrevboth", &[I, I, S], abbrev_both),
    Function::new("wrap", &[I, S], |args| wrap(args, args.text(1), "\n", false)),
    Function::new("wrapWith", &[I, S, S], |args| {
        wrap(args, args.text(2), if args.text(1).is_empty() { "\n" } else { args.text(1) }, true)
    }),
    Function::new("snakecase", &[S], |args| Ok(joined_by(args.text(0), '_').into())),
    Function::new("kebabcase", &[S], |args| Ok(joined_by(args.text(0), '-').into())),
    Function::new("camelcase", &[S], |args| Ok(pascal(args.text(0)).into())),
];

/// Go maps letters one by one: `ß` has no upper case of one letter.
fn upper(c: char) -> char {
    let mut mapped = c.to_uppercase();
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn title(text: &str) -> String {
    let mut start = true;
    let letter = |c: char| {
        let first = std::mem::replace(&mut start, separates(c));
        if first { title_case(c) } else { c }
    };
    text.chars().map(letter).collect()
}

/// `unicode.ToTitle`: the letters that stand for two have a form of their own.
fn title_case(c: char) -> char {
    match c {
        'Ǆ'..='ǆ' => 'ǅ',
        'Ǉ'..='ǉ' => 'ǈ',
        'Ǌ'..='ǌ' => 'ǋ',
        'Ǳ'..='ǳ' => 'ǲ',
        _ => upper(c),
    }
}

/// Whether a word can begin after `c` (`strings.Title`).
fn separates(c: char) -> bool {
    if c.is_ascii() { !c.is_ascii_alphanumeric() && c != '_' } else { c.is_whitespace() }
}

fn untitle(text: &str) -> String {
    let mut start = true;
    let letter = |c: char| {
        if c.is_whitespace() {
            start = true;
            return c;
        }
        if std::mem::take(&mut start) { lower(c) } else { c }
    };
    text.chars().map(letter).collect()
}

fn swap_case(text: &str) -> String {
    let mut start = true;
    let letter = |c: char| {
        if c.is_uppercase() || c.is_lowercase() {
            start = false;
            return if c.is_uppercase() { lower(c) } else { upper(c) };
        }
        start = c.is_whitespace();
        c
    };
    text.chars().map(letter).collect()
}

/// goutils takes every byte for a character.
fn bytewise(text: &str) -> impl Iterator<Item = char> + '_ {
    text.bytes().map(char::from)
}

fn initials(text: &str) -> String {
    let mut out = String::new();
    let mut gap = true;
    for c in bytewise(text) {
        if c.is_whitespace() {
            gap = true;
        } else if std::mem::take(&mut gap) {
            out.push(c);
        }
    }
    out
}

fn substr(args: &Args<'_>) -> Answer {
    let (start, end, text) = (args.int(0), args.int(1), args.text(2));
    let length = text.len();
    let bound = |n: i64| usize::try_from(n).ok().filter(|n| *n <= length);
    let out =
        |n: i64| Failure::message(format!("runtime error: slice bounds out of range [:{n}] with length {length}"));
    if start < 0 {
        let end = bound(end).ok_or_else(|| out(end))?;
        return Ok(slice(text, 0, end).into());
    }
    let from = usize::try_from(start).unwrap_or(usize::MAX);
    let to = bound(end).unwrap_or(length);
    if from > to {
        return Err(Failure::message(format!("runtime error: slice bounds out of range [{from}:{to}]")));
    }
    Ok(slice(text, from, to).into())
}

/// `text` shortened to `width` bytes, `...` for what is cut off (goutils `AbbreviateFull`).
fn abbreviate(text: &str, offset: usize, width: i64) -> String {
    let Some(width) = usize::try_from(width).ok().filter(|width| *width >= 4) else { return text.into() };
    let length = text.len();
    if length <= width {
        return text.into();
    }
    let kept = width.saturating_sub(3);
    let mut offset = offset.min(length);
    if length.saturating_sub(offset) < kept {
        offset = length.saturating_sub(kept);
    }
    if offset <= 4 {
        return format!("{}...", slice(text, 0, kept));
    }
    if width < 7 {
        return String::new();
    }
    if offset.saturating_add(kept) < length {
        let rest = slice(text, offset, length);
        return format!("...{}", abbreviate(&rest, 0, i64::try_from(kept).unwrap_or(i64::MAX)));
    }
    format!("...{}", slice(text, length.saturating_sub(kept), length))
}

fn abbrev_both(args: &Args<'_>) -> Answer {
    let (left, right, text) = (args.int(0), args.int(1), args.text(2));
    if right < 4 || left > 0 && right < 7 {
        return Ok(text.into());
    }
    Ok(abbreviate(text, usize::try_from(left).unwrap_or(0), right).into())
}

/// goutils `WrapCustom`: bytes are columns.
fn wrap(args: &Args<'_>, text: &str, line: &str, long_words: bool) -> Answer {
    let width = usize::try_from(args.int(0)).unwrap_or(0).max(1);
    args.within(text.len().saturating_add(text.len().saturating_mul(line.len())))?;
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut at = 0usize;
    while bytes.len().saturating_sub(at) > width {
        if bytes.get(at) == Some(&b' ') {
            at = at.saturating_add(1);
            continue;
        }
        let window = bytes.get(at..at.saturating_add(width).saturating_add(1)).unwrap_or_default();
        let rest = bytes.get(at..).unwrap_or_default();
        let (taken, skipped) = match window.iter().rposition(|byte| *byte == b' ') {
            Some(space) => (space, 1),
            None if long_words => (width, 0),
            None => match rest.iter().skip(width).position(|byte| *byte == b' ') {
                Some(space) => (space.saturating_add(width), 1),
                None => break,
            },
        };
        out.extend_from_slice(rest.get(..taken).unwrap_or_default());
        out.extend_from_slice(line.as_bytes());
        at = at.saturating_add(taken).saturating_add(skipped);
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    Ok(String::from_utf8_lossy(&out).into_owned().into())
}

fn is_connector(c: char) -> bool {
    c == '-' || c == '_' || c.is_whitespace()
}

/// xstrings `ToPascalCase`.
fn pascal(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    let mut first_upper = false;
    let mut now = None;
    for c in chars.by_ref() {
        if !is_connector(c) {
            first_upper = c.is_uppercase();
            now = Some(upper(c));
            break;
        }
        out.push(c);
    }
    let Some(mut now) = now else {
        // The last of nothing but connectors is written twice.
        out.extend(text.chars().next_back());
        return out;
    };
    for c in chars {
        let before = std::mem::replace(&mut now, c);
        if is_connector(c) && is_connector(before) {
            out.push(before);
        } else if is_connector(before) {
            first_upper = c.is_uppercase();
            now = upper(c);
        } else {
            if first_upper {
                if c.is_uppercase() {
                    now = lower(c);
                } else {
                    first_upper = false;
                }
            }
            out.push(before);
        }
    }
    out.push(now);
    out
}

#[derive(Clone, Copy, PartialEq)]
enum Word {
    None,
    Number,
    Upper,
    Letters,
    Connector,
    Punctuation,
    Other,
}

/// Punctuation, as far as people write it into names.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c)
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// The next word of `text` and the rest (xstrings `nextWord`).
fn next_word(text: &str) -> (Word, &str, &str) {
    let Some(first) = text.chars().next() else { return (Word::None, "", "") };
    let run = |same: &dyn Fn(char) -> bool| text.find(|c| !same(c)).unwrap_or(text.len());
    let (word, end) = if is_connector(first) {
        (Word::Connector, run(&is_connector))
    } else if is_punctuation(first) {
        (Word::Punctuation, run(&is_punctuation))
    } else if first.is_uppercase() {
        (Word::Upper, upper_word(text))
    } else if is_letter(first) {
        (Word::Letters, run(&|c| is_letter(c) && !c.is_uppercase()))
    } else if first.is_numeric() {
        (Word::Number, run(&char::is_numeric))
    } else {
        (Word::Other, run(&|c| !is_connector(c) && !is_letter(c) && !c.is_numeric() && !is_punctuation(c)))
    };
    let (word_text, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (word, word_text, rest)
}

/// The end of a word that begins with a capital: `HTTP` of `HTTPStatus`, `Status` of `StatusCode`.
fn upper_word(text: &str) -> usize {
    let capitals = text.find(|c: char| !c.is_uppercase()).unwrap_or(text.len());
    let rest = text.get(capitals..).unwrap_or_default();
    let count = text.chars().take_while(|c| c.is_uppercase()).count();
    if count > 1 {
        let last = text.chars().nth(count.saturating_sub(1)).map_or(0, char::len_utf8);
        let follows = rest.chars().next().is_some_and(is_letter);
        return if follows { capitals.saturating_sub(last) } else { capitals };
    }
    let tail = rest.find(|c: char| !is_letter(c) || c.is_uppercase()).unwrap_or(rest.len());
    capitals.saturating_add(tail)
}

/// xstrings `ToSnakeCase` and `ToKebabCase`.
fn joined_by(text: &str, connector: char) -> String {
    let mut out = String::new();
    let (mut kind, mut word, mut rest) = next_word(text);
    let joins = |kind: Word| kind != Word::Connector && kind != Word::Punctuation;
    while !rest.is_empty() {
        if kind != Word::Connector {
            write_word(&mut out, kind, word, connector);
        }
        let (before, last) = (kind, word);
        (kind, word, rest) = next_word(rest);
        match before {
            Word::Number => {
                while matches!(kind, Word::Letters | Word::Number) {
                    write_word(&mut out, kind, word, connector);
                    (kind, word, rest) = next_word(rest);
                }
                if kind != Word::None && joins(kind) {
                    out.push(connector);
                }
            }
            Word::Connector => write_word(&mut out, before, last, connector),
            Word::Punctuation => {}
            _ if kind != Word::Number => {
                if joins(kind) {
                    out.push(connector);
                }
            }
            _ if rest.is_empty() => {}
            _ => {
                let number = word;
                (kind, word, rest) = next_word(rest);
                if kind != Word::Letters {
                    // The number belongs to the word before: `Bld4Floor`.
                    write_word(&mut out, Word::Number, number, connector);
                    if joins(kind) {
                        out.push(connector);
                    }
                    continue;
                }
                // Small letters follow the number: `HTTP2xx`.
                out.push(connector);
                write_word(&mut out, Word::Number, number, connector);
                while matches!(kind, Word::Letters | Word::Number) {
                    write_word(&mut out, kind, word, connector);
                    (kind, word, rest) = next_word(rest);
                }
                if kind != Word::None && joins(kind) {
                    out.push(connector);
                }
            }
        }
    }
    write_word(&mut out, kind, word, connector);
    out
}

fn write_word(out: &mut String, kind: Word, word: &str, connector: char) {
    if !matches!(kind, Word::Upper | Word::Connector) {
        out.push_str(word);
        return;
    }
    out.extend(word.chars().map(|c| if is_connector(c) { connector } else { lower(c) }));
}
