//! Block scalars: `|` and `>`.

use super::Scanner;
use crate::yaml::ScalarStyle;
use crate::yaml::input::Mark;
use crate::yaml::problem::Problem;
use crate::yaml::token::{Token, TokenKind};
use std::borrow::Cow;

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    /// `-`: none stays.
    Strip,
    /// One stays.
    Clip,
    /// `+`: all stay.
    Keep,
}

impl<'a> Scanner<'a> {
    pub(super) fn scan_block_scalar(&mut self) -> Result<Token<'a>, Problem> {
        let start = self.input.mark;
        let style = if self.input.byte(0) == b'|' { ScalarStyle::Literal } else { ScalarStyle::Folded };
        self.input.skip();
        self.input.need(1)?;
        let (chomping, increment) = self.scan_block_header(start)?;
        let mut indent = if increment > 0 { self.indent.max(0).saturating_add(increment) } else { 0 };

        let mut text = String::new();
        let mut line_break = "";
        let mut blank_lines = String::new();
        let mut after_blank = false;
        let mut end = self.scan_block_breaks(&mut indent, &mut blank_lines, start)?;
        self.input.need(1)?;
        while self.column() == indent && !self.input.is_end() {
            // A folded break reads as a space, unless a line around it begins with a blank.
            let before_blank = self.input.is_blank(0);
            if style == ScalarStyle::Folded && line_break == "\n" && !after_blank && !before_blank {
                if blank_lines.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(line_break);
            }
            text.push_str(&blank_lines);
            blank_lines.clear();
            after_blank = before_blank;

            let from = self.input.mark.at;
            while !self.input.is_break_or_end(0) {
                self.input.skip();
                self.input.need(1)?;
            }
            text.push_str(self.input.slice(from, self.input.mark.at));
            self.input.need(2)?;
            line_break = self.input.read_break();
            end = self.scan_block_breaks(&mut indent, &mut blank_lines, start)?;
        }
        if chomping != Chomping::Strip {
            text.push_str(line_break);
        }
        if chomping == Chomping::Keep {
            text.push_str(&blank_lines);
        }
        Ok(Token { kind: TokenKind::Scalar { text: Cow::Owned(text), style }, start, end })
    }

    /// Reads `|2-  # comment` up to the next line: chomping and indentation, 0 if none is given.
    fn scan_block_header(&mut self, start: Mark) -> Result<(Chomping, isize), Problem> {
        let mut chomping = self.scan_chomping();
        if chomping.is_some() {
            self.input.need(1)?;
        }
        let increment = match self.input.byte(0) {
            b'0' => return Err(self.problem("found an indentation indicator equal to 0").begun_at(start)),
            digit @ b'1'..=b'9' => {
                self.input.skip();
                isize::from(digit.saturating_sub(b'0'))
            }
            _ => 0,
        };
        if increment > 0 && chomping.is_none() {
            self.input.need(1)?;
            chomping = self.scan_chomping();
        }
        self.finish_line(start)?;
        Ok((chomping.unwrap_or(Chomping::Clip), increment))
    }

    fn scan_chomping(&mut self) -> Option<Chomping> {
        let chomping = match self.input.byte(0) {
            b'+' => Chomping::Keep,
            b'-' => Chomping::Strip,
            _ => return None,
        };
        self.input.skip();
        Some(chomping)
    }

    /// Eats indentation and empty lines, finds out the indentation if it is not known (0), and says where
    /// the last line ended.
    fn scan_block_breaks(&mut self, indent: &mut isize, breaks: &mut String, start: Mark) -> Result<usize, Problem> {
        let mut end = self.input.mark.at;
        let mut deepest = 0;
        loop {
            self.input.need(1)?;
            while (*indent == 0 || self.column() < *indent) && self.input.byte(0) == b' ' {
                self.input.skip();
                self.input.need(1)?;
            }
            deepest = deepest.max(self.column());
            if (*indent == 0 || self.column() < *indent) && self.input.byte(0) == b'\t' {
                let words = "found a tab character where an indentation space is expected";
                return Err(self.problem(words).begun_at(start));
            }
            if !self.input.is_break(0) {
                break;
            }
            self.input.need(2)?;
            breaks.push_str(self.input.read_break());
            end = self.input.mark.at;
        }
        if *indent == 0 {
            *indent = deepest.max(self.indent.saturating_add(1)).max(1);
        }
        Ok(end)
    }
}
