//! What may stand before a value: anchors, aliases and tags.

use super::Scanner;
use crate::yaml::input::Mark;
use crate::yaml::problem::Problem;
use crate::yaml::token::TokenKind;
use std::borrow::Cow;

impl<'a> Scanner<'a> {
    /// `&name` or `*name`.
    pub(super) fn scan_anchor(&mut self) -> Result<TokenKind<'a>, Problem> {
        let start = self.input.mark;
        let is_alias = self.input.byte(0) == b'*';
        self.input.skip();
        self.input.need(1)?;
        let name = self.scan_name()?;
        let ends_well = self.input.is_white_or_end(0)
            || matches!(self.input.byte(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.is_empty() || !ends_well {
            return Err(self.problem("did not find expected alphabetic or numeric character").begun_at(start));
        }
        Ok(if is_alias { TokenKind::Alias(name) } else { TokenKind::Anchor(name) })
    }

    /// Letters, digits, `-` and `_`, perhaps none.
    pub(super) fn scan_name(&mut self) -> Result<&'a str, Problem> {
        let from = self.input.mark.at;
        while self.input.is_name() {
            self.input.skip();
            self.input.need(1)?;
        }
        Ok(self.input.slice(from, self.input.mark.at))
    }

    /// `!suffix`, `!handle!suffix`, `!<uri>` or `!`.
    pub(super) fn scan_tag(&mut self) -> Result<TokenKind<'a>, Problem> {
        let start = self.input.mark;
        self.input.need(2)?;
        let (handle, suffix) = if self.input.byte(1) == b'<' {
            self.input.skip_many(2);
            let uri = self.scan_tag_uri(self.input.mark.at, start)?;
            if self.input.byte(0) != b'>' {
                return Err(self.problem("did not find the expected '>'").begun_at(start));
            }
            self.input.skip();
            ("", uri)
        } else {
            let handle = self.scan_tag_handle(false, start)?;
            if handle.len() > 1 && handle.ends_with('!') {
                (handle, self.scan_tag_uri(self.input.mark.at, start)?)
            } else {
                // Not a handle after all: what follows the `!` is the beginning of the suffix.
                let suffix = self.scan_uri(start.at.saturating_add(1), start)?;
                if suffix.is_empty() { ("", Cow::Borrowed("!")) } else { ("!", suffix) }
            }
        };
        self.input.need(1)?;
        if !self.input.is_white_or_end(0) {
            return Err(self.problem("did not find expected whitespace or line break").begun_at(start));
        }
        Ok(TokenKind::Tag { handle, suffix })
    }

    /// `!`, `!name!` or, where it is not a handle after all, `!name`.
    pub(super) fn scan_tag_handle(&mut self, in_directive: bool, start: Mark) -> Result<&'a str, Problem> {
        self.input.need(1)?;
        if self.input.byte(0) != b'!' {
            return Err(self.problem("did not find expected '!'").begun_at(start));
        }
        let from = self.input.mark.at;
        self.input.skip();
        self.input.need(1)?;
        let name = self.scan_name()?;
        if self.input.byte(0) == b'!' {
            self.input.skip();
        } else if in_directive && !name.is_empty() {
            return Err(self.problem("did not find expected '!'").begun_at(start));
        }
        Ok(self.input.slice(from, self.input.mark.at))
    }

    /// The part of a tag that must not be empty, from byte `from` on.
    pub(super) fn scan_tag_uri(&mut self, from: usize, start: Mark) -> Result<Cow<'a, str>, Problem> {
        let uri = self.scan_uri(from, start)?;
        if uri.is_empty() {
            return Err(self.problem("did not find expected tag URI").begun_at(start));
        }
        Ok(uri)
    }

    /// The characters of an URI; those from byte `from` to the mark are read already.
    fn scan_uri(&mut self, mut from: usize, start: Mark) -> Result<Cow<'a, str>, Problem> {
        let mut before = String::new();
        self.input.need(1)?;
        while self.is_uri() {
            if self.input.byte(0) == b'%' {
                before.push_str(self.input.slice(from, self.input.mark.at));
                before.push_str(&self.scan_uri_escapes(start)?);
                from = self.input.mark.at;
            } else {
                self.input.skip();
            }
            self.input.need(1)?;
        }
        let last = self.input.slice(from, self.input.mark.at);
        Ok(if before.is_empty() { Cow::Borrowed(last) } else { Cow::Owned(before + last) })
    }

    fn is_uri(&self) -> bool {
        self.input.is_name() || b";/?:@&=+$,.!~*'()[]%".contains(&self.input.byte(0))
    }

    /// One character written as `%C3%A9`.
    fn scan_uri_escapes(&mut self, start: Mark) -> Result<String, Problem> {
        let mut octets = Vec::new();
        let mut width = 1;
        while octets.len() < width {
            self.input.need(3)?;
            let digit = |ahead| char::from(self.input.byte(ahead)).to_digit(16);
            let (b'%', Some(high), Some(low)) = (self.input.byte(0), digit(1), digit(2)) else {
                return Err(self.problem("did not find URI escaped octet").begun_at(start));
            };
            let octet = u8::try_from((high << 4) | low).unwrap_or(0);
            if octets.is_empty() {
                width = match octet {
                    0..=0x7F => 1,
                    0xC0..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF7 => 4,
                    _ => return Err(self.problem("found an incorrect leading UTF-8 octet").begun_at(start)),
                };
            } else if octet & 0xC0 != 0x80 {
                return Err(self.problem("found an incorrect trailing UTF-8 octet").begun_at(start));
            }
            octets.push(octet);
            self.input.skip_many(3);
        }
        Ok(String::from_utf8_lossy(&octets).into_owned())
    }
}
