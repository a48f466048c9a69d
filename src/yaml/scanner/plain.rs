//! Scalars without quotes.

use super::Scanner;
use crate::yaml::ScalarStyle;
use crate::yaml::problem::Problem;
use crate::yaml::token::{Token, TokenKind};
use std::borrow::Cow;

impl<'a> Scanner<'a> {
    pub(super) fn scan_plain_scalar(&mut self) -> Result<Token<'a>, Problem> {
        let start = self.input.mark;
        let indent = self.indent.saturating_add(1);
        // What has been read is `before` and the text from `from` to `end`.
        let mut before = String::new();
        let mut from = start.at;
        let mut end = start.at;
        let mut folds = Folds::default();
        loop {
            self.input.need(4)?;
            if self.input.is_document_indicator() || self.input.byte(0) == b'#' {
                break;
            }
            if !self.at_plain_end() && folds.any() {
                before.push_str(self.input.slice(from, end));
                folds.join(&mut before);
                from = self.input.mark.at;
            }
            while !self.at_plain_end() {
                self.input.skip();
                end = self.input.mark.at;
                self.input.need(2)?;
            }
            if !(self.input.is_blank(0) || self.input.is_break(0)) {
                break;
            }
            self.input.need(1)?;
            while self.input.is_blank(0) || self.input.is_break(0) {
                if self.input.is_break(0) {
                    self.input.need(2)?;
                    folds.add(self.input.read_break());
                } else {
                    if folds.any() && self.column() < indent && self.input.byte(0) == b'\t' {
                        return Err(self.problem("found a tab character that violates indentation").begun_at(start));
                    }
                    self.input.skip();
                }
                self.input.need(1)?;
            }
            if self.flow_level == 0 && self.column() < indent {
                break;
            }
        }
        if folds.any() {
            self.key_allowed = true;
        }
        let last = self.input.slice(from, end);
        let text = if before.is_empty() { Cow::Borrowed(last) } else { Cow::Owned(before + last) };
        Ok(Token { kind: TokenKind::Scalar { text, style: ScalarStyle::Plain }, start, end })
    }

    /// Whether plain text ends at the mark, or pauses for white space.
    #[inline]
    fn at_plain_end(&self) -> bool {
        match self.input.byte(0) {
            b':' => self.input.is_white_or_end(1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => self.flow_level > 0,
            byte if byte.is_ascii_alphanumeric() => false,
            _ => self.input.is_white_or_end(0),
        }
    }
}

/// Line breaks inside a scalar: one reads as a space, more read as one less.
#[derive(Default)]
pub(super) struct Folds {
    first: &'static str,
    more: String,
}

impl Folds {
    pub fn any(&self) -> bool {
        !self.first.is_empty()
    }

    pub fn add(&mut self, line_break: &'static str) {
        if self.any() {
            self.more.push_str(line_break);
        } else {
            self.first = line_break;
        }
    }

    /// Adds a break that is not the first, whatever came before.
    pub fn add_more(&mut self, line_break: &'static str) {
        self.more.push_str(line_break);
    }

    /// Appends what the breaks read as and forgets them. Unicode's own separators are kept.
    pub fn join(&mut self, text: &mut String) {
        match (self.first, self.more.is_empty()) {
            ("\n", true) => text.push(' '),
            ("\n", false) => text.push_str(&self.more),
            (first, _) => {
                text.push_str(first);
                text.push_str(&self.more);
            }
        }
        self.first = "";
        self.more.clear();
    }
}
