//! Scalars in single or double quotes.

use super::Scanner;
use super::plain::Folds;
use crate::yaml::ScalarStyle;
use crate::yaml::input::Mark;
use crate::yaml::problem::Problem;
use crate::yaml::token::{Token, TokenKind};
use std::borrow::Cow;

impl<'a> Scanner<'a> {
    pub(super) fn scan_quoted_scalar(&mut self) -> Result<Token<'a>, Problem> {
        let start = self.input.mark;
        let quote = self.input.byte(0);
        let style = if quote == b'\'' { ScalarStyle::SingleQuoted } else { ScalarStyle::DoubleQuoted };
        self.input.skip();
        // What has been read is `before` and the text from `from` to the mark.
        let mut before = String::new();
        let mut from = self.input.mark.at;
        loop {
            self.input.need(4)?;
            if self.input.is_document_indicator() {
                return Err(self.problem("found unexpected document indicator").begun_at(start));
            }
            if self.input.is_end() {
                return Err(self.problem("found unexpected end of stream").begun_at(start));
            }
            let mut escaped_break = false;
            while !self.input.is_white_or_end(0) {
                let byte = self.input.byte(0);
                let doubled = quote == b'\'' && byte == quote && self.input.byte(1) == quote;
                if byte == quote && !doubled {
                    break;
                }
                if doubled {
                    self.input.skip();
                    before.push_str(self.input.slice(from, self.input.mark.at));
                    self.input.skip();
                    from = self.input.mark.at;
                } else if quote == b'"' && byte == b'\\' {
                    before.push_str(self.input.slice(from, self.input.mark.at));
                    escaped_break = self.input.is_break(1);
                    if escaped_break {
                        self.input.need(3)?;
                        self.input.skip();
                        self.input.read_break();
                        from = self.input.mark.at;
                        break;
                    }
                    before.push(self.scan_escape(start)?);
                    from = self.input.mark.at;
                } else {
                    self.input.skip();
                }
                self.input.need(2)?;
            }
            self.input.need(1)?;
            if self.input.byte(0) == quote {
                break;
            }
            let white = self.input.mark.at;
            let folds = self.scan_white_between(escaped_break)?;
            if let Some(mut folds) = folds {
                before.push_str(self.input.slice(from, white));
                folds.join(&mut before);
                from = self.input.mark.at;
            }
        }
        let last = self.input.slice(from, self.input.mark.at);
        self.input.skip();
        let text = if before.is_empty() { Cow::Borrowed(last) } else { Cow::Owned(before + last) };
        Ok(Token { kind: TokenKind::Scalar { text, style }, start, end: self.input.mark.at })
    }

    /// Goes past white space. `None` if it belongs to the text: blanks inside a line.
    fn scan_white_between(&mut self, after_escaped_break: bool) -> Result<Option<Folds>, Problem> {
        let mut folds = Folds::default();
        let mut breaks = false;
        while self.input.is_blank(0) || self.input.is_break(0) {
            if self.input.is_break(0) {
                self.input.need(2)?;
                let line_break = self.input.read_break();
                // After an escaped break the first one counts like the ones that follow it.
                if after_escaped_break {
                    folds.add_more(line_break);
                } else {
                    folds.add(line_break);
                }
                breaks = true;
            } else {
                self.input.skip();
            }
            self.input.need(1)?;
        }
        Ok((breaks || after_escaped_break).then_some(folds))
    }

    /// The character an escape sequence stands for.
    fn scan_escape(&mut self, start: Mark) -> Result<char, Problem> {
        let (character, digits) = match self.input.byte(1) {
            b'0' => ('\0', 0),
            b'a' => ('\u{7}', 0),
            b'b' => ('\u{8}', 0),
            b't' | b'\t' => ('\t', 0),
            b'n' => ('\n', 0),
            b'v' => ('\u{b}', 0),
            b'f' => ('\u{c}', 0),
            b'r' => ('\r', 0),
            b'e' => ('\u{1b}', 0),
            b' ' => (' ', 0),
            b'"' => ('"', 0),
            b'\'' => ('\'', 0),
            b'\\' => ('\\', 0),
            b'N' => ('\u{85}', 0),
            b'_' => ('\u{a0}', 0),
            b'L' => ('\u{2028}', 0),
            b'P' => ('\u{2029}', 0),
            b'x' => ('\0', 2),
            b'u' => ('\0', 4),
            b'U' => ('\0', 8),
            _ => return Err(self.problem("found unknown escape character").begun_at(start)),
        };
        self.input.skip_many(2);
        if digits == 0 {
            return Ok(character);
        }
        self.input.need(digits)?;
        let mut code = 0u32;
        for ahead in 0..digits {
            let Some(digit) = char::from(self.input.byte(ahead)).to_digit(16) else {
                return Err(self.problem("did not find expected hexdecimal number").begun_at(start));
            };
            code = (code << 4) | digit;
        }
        let Some(character) = char::from_u32(code) else {
            return Err(self.problem("found invalid Unicode character escape code").begun_at(start));
        };
        self.input.skip_many(digits);
        Ok(character)
    }
}
