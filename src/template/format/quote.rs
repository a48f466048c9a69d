//! Go's quoted strings (`strconv.Quote`, `strconv.Unquote`).

use std::fmt::Write;

/// Whether Go's `unicode.IsPrint` lets `c` through: letters, marks, numbers, punctuation, symbols, space.
#[must_use]
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    // Rust escapes a mark only where nothing stands before it.
    let pair: String = ['a', c].iter().collect();
    pair.escape_debug().count() == 2
}

/// `text` between double quotes, with Go's escapes.
#[must_use]
pub fn quote(text: &str) -> String {
    quote_with(text, '"', false)
}

/// As [`quote`], with another quote; `ascii` escapes everything beyond it (`%+q`).
#[must_use]
pub fn quote_with(text: &str, quote: char, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push(quote);
    for c in text.chars() {
        escape(&mut out, c, quote, ascii);
    }
    out.push(quote);
    out
}

fn escape(out: &mut String, c: char, quote: char, ascii: bool) {
    if c == quote || c == '\\' {
        out.push('\\');
        out.push(c);
        return;
    }
    if is_printable(c) && (!ascii || c.is_ascii()) {
        out.push(c);
        return;
    }
    let short = match c {
        '\x07' => "\\a",
        '\x08' => "\\b",
        '\x0c' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\x0b' => "\\v",
        _ => "",
    };
    out.push_str(short);
    if !short.is_empty() {
        return;
    }
    // Writing to a String cannot fail.
    let _ = match u32::from(c) {
        code if code < u32::from(' ') || code == 0x7f => write!(out, "\\x{code:02x}"),
        code if code > 0xffff => write!(out, "\\U{code:08x}"),
        code => write!(out, "\\u{code:04x}"),
    };
}

/// The text that a quoted or raw string of the source stands for; `None` where Go says `invalid syntax`.
#[must_use]
pub fn unquote(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('`') {
        return Some(raw.strip_suffix('`')?.replace('\r', ""));
    }
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::with_capacity(rest.len());
    while !rest.is_empty() {
        let (c, tail) = unquote_char(rest, '"')?;
        out.push(c);
        rest = tail;
    }
    Some(out)
}

/// The first character of `text`, escapes resolved, and what follows it.
#[must_use]
pub fn unquote_char(text: &str, quote: char) -> Option<(char, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if first == quote {
        return None;
    }
    if first != '\\' {
        return Some((first, chars.as_str()));
    }
    let c = match chars.next()? {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        c if c == quote && (c == '"' || c == '\'') => c,
        'x' => return coded(chars.as_str(), 2, 16),
        'u' => return coded(chars.as_str(), 4, 16),
        'U' => return coded(chars.as_str(), 8, 16),
        '0'..='7' => return coded(text.get(1..)?, 3, 8),
        _ => return None,
    };
    Some((c, chars.as_str()))
}

fn coded(text: &str, digits: usize, radix: u32) -> Option<(char, &str)> {
    let digits_text = text.get(..digits)?;
    if !digits_text.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let code = u32::from_str_radix(digits_text, radix).ok()?;
    if radix == 8 && code > 255 {
        return None;
    }
    Some((char::from_u32(code)?, text.get(digits..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_as_go_does() {
        assert_eq!(quote("a\"b\\\n\t\x01é\u{a0}\u{1F600}e\u{301}"), "\"a\\\"b\\\\\\n\\t\\x01é\\u00a0😀e\u{301}\"");
        assert_eq!(quote_with("Grüße", '"', true), "\"Gr\\u00fc\\u00dfe\"");
    }

    #[test]
    fn unquotes_as_go_does() {
        assert_eq!(unquote(r#""a\tb\u00e9\x41\101""#).as_deref(), Some("a\tbéAA"));
        assert_eq!(unquote("`a\\n`").as_deref(), Some("a\\n"));
        assert_eq!(unquote(r#""\q""#), None);
        assert_eq!(unquote(r#""\'""#), None);
        assert_eq!(unquote_char(r"\''", '\''), Some(('\'', "'")));
        assert_eq!(unquote_char("'", '\''), None);
    }
}
