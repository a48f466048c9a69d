//! Texts, numbers, dates and truths.

use super::super::format::quote;
use super::super::functions::time;
use super::super::layout;
use super::super::value::{IntKind, Value};
use super::{Parsed, Reader, rune};

/// Layouts of dates and times; without a zone they are taken for UTC.
const LAYOUTS: [&str; 7] = [
    "2006-01-02T15:04:05.999999999Z07:00",
    "2006-01-02T15:04:05.999999999",
    "2006-01-02",
    "15:04:05.999999999",
    "2006-01-02T15:04Z07:00",
    "2006-01-02T15:04",
    "15:04",
];

impl<'a> Reader<'a> {
    /// A text in quotes, as a value also over several lines.
    pub(super) fn string(&mut self, is_value: bool) -> Parsed<String> {
        let raw = self.next() == Some('\'');
        let mark = if raw { '\'' } else { '"' };
        let triple = if raw { "'''" } else { "\"\"\"" };
        if is_value && self.has(triple) {
            return self.lines(triple, raw);
        }
        self.take();
        let mut out = String::new();
        loop {
            match self.next() {
                None => return Err(format!("unexpected EOF; expected {}", if raw { "\"'\"" } else { "'\"'" })),
                Some('\n' | '\r') => return Err("strings cannot contain newlines".into()),
                Some(c) if c == mark => {
                    self.take();
                    return Ok(out);
                }
                Some('\\') if !raw => out.push(self.escaped()?),
                Some(c) => {
                    out.push(c);
                    self.take();
                }
            }
        }
    }

    fn lines(&mut self, triple: &str, raw: bool) -> Parsed<String> {
        let mut out = String::new();
        // A line end right behind the quotes is no part of the text.
        if self.rest.starts_with("\r\n") {
            self.take();
        }
        if self.next() == Some('\n') {
            self.take();
        }
        loop {
            if self.rest.starts_with(triple) {
                // Up to two more quotes belong to the text.
                let marks = self.rest.bytes().take_while(|byte| triple.as_bytes().contains(byte)).count();
                for c in triple.chars().take(marks.saturating_sub(3).min(2)) {
                    out.push(c);
                    self.take();
                }
                self.has(triple);
                return Ok(out);
            }
            match self.next() {
                None => return Err(format!("unexpected EOF; expected '{triple}'")),
                Some('\\') if !raw => {
                    let behind = self.rest.get(1..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']);
                    if behind.starts_with('\n') {
                        self.take();
                        while self.next().is_some_and(|c| matches!(c, ' ' | '\t' | '\r' | '\n')) {
                            self.take();
                        }
                    } else {
                        out.push(self.escaped()?);
                    }
                }
                Some(c) => {
                    out.push(c);
                    self.take();
                }
            }
        }
    }

    fn escaped(&mut self) -> Parsed<char> {
        self.take();
        let letter = self.next();
        self.take();
        let digits = match letter {
            Some('b') => return Ok('\u{8}'),
            Some('t') => return Ok('\t'),
            Some('n') => return Ok('\n'),
            Some('f') => return Ok('\u{c}'),
            Some('r') => return Ok('\r'),
            Some('e') => return Ok('\u{1b}'),
            Some(c @ ('"' | '\\')) => return Ok(c),
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            other => return Err(format!("invalid escape in string '\\{}'", other.unwrap_or_default())),
        };
        let (code, rest) = self.rest.split_at_checked(digits).unwrap_or((self.rest, ""));
        let number = u32::from_str_radix(code, 16)
            .map_err(|_| format!("expected hexadecimal digits, but got {}", quote(code)))?;
        self.rest = rest;
        char::from_u32(number).ok_or_else(|| format!("Escaped character '\\u{code}' is not valid UTF-8."))
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self) -> Parsed<Value> {
        let word = self.word(char::is_alphabetic);
        match word {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => Err(format!("expected value but found {} instead", quote(word))),
        }
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        word
    }

    /// A number, or a date or time, which begin like one.
    pub(super) fn number(&mut self) -> Parsed<Value> {
        let text = self.word(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-' | '.' | ':'));
        if text.starts_with(|c: char| c.is_ascii_digit()) && (text.contains(':') || text.get(1..).is_some_and(is_date))
        {
            let clock = self.rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let mut whole = text.to_owned();
            if clock && !text.contains(':') {
                self.take();
                whole = format!(
                    "{text}T{}",
                    self.word(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | ':'))
                );
            }
            let whole = whole.replace('t', "T").replace('z', "Z");
            let moment = LAYOUTS.iter().find_map(|layout| layout::parse(layout, &whole).ok());
            return moment.map(time).ok_or_else(|| format!("invalid datetime: {}", quote(&whole)));
        }
        let plain = text.trim_start_matches(['+', '-']);
        if !matches!(plain, "inf" | "nan") && !plain.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(match (text.chars().next(), plain.chars().next()) {
                (Some('+' | '-'), Some('.')) => "floats must start with a digit, not '.'".into(),
                (Some('+' | '-'), Some(c)) => format!("expected a digit but got {}", rune(c)),
                _ => format!("expected value but found {} instead", quote(text)),
            });
        }
        let base =
            ["0x", "0o", "0b"].iter().zip([16, 8, 2]).find_map(|(mark, base)| Some((plain.strip_prefix(mark)?, base)));
        let is_float = base.is_none() && (plain.contains(['.', 'e', 'E']) || matches!(plain, "inf" | "nan"));
        let kind = if is_float { "float" } else { "integer" };
        let wrong = |why: &str| format!("Invalid {kind} {}: {why}", quote(text));
        let parts = text.split(['.', 'e', 'E']);
        if !matches!(plain, "inf" | "nan")
            && parts.map(|part| part.trim_start_matches(['+', '-'])).any(|part| !spaced(part))
        {
            return Err(wrong("underscores must be surrounded by digits"));
        }
        if base.is_none()
            && plain.starts_with('0')
            && plain.get(1..2).is_some_and(|next| next.bytes().all(|b| b.is_ascii_digit() || b == b'_'))
        {
            return Err(wrong("cannot have leading zeroes"));
        }
        let digits = text.replace('_', "");
        if is_float {
            if plain.split('.').skip(1).any(|part| !part.starts_with(|c: char| c.is_ascii_digit())) {
                return Err(wrong("'.' must be followed by one or more digits"));
            }
            let number: Option<f64> = digits.parse().ok();
            let number = number.filter(|number| number.is_finite() || matches!(plain, "inf" | "nan"));
            return number.map(Value::Float).ok_or_else(|| format!("Invalid float value: {}", quote(text)));
        }
        let number = match base {
            Some((digits, base)) => i64::from_str_radix(&digits.replace('_', ""), base),
            None => digits.parse(),
        };
        let number = number.map_err(|_| format!("{text} is out of range for int64"))?;
        Ok(Value::Int(IntKind::Int64, number))
    }
}

/// Whether what follows the first digit makes it a date.
fn is_date(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(digits..).is_some_and(|rest| rest.starts_with('-'))
}

/// Whether each underscore stands between digits.
fn spaced(part: &str) -> bool {
    !part.starts_with('_') && !part.ends_with('_') && !part.contains("__")
}
