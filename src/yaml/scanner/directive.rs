//! `%YAML` and `%TAG`.

use super::Scanner;
use crate::yaml::input::Mark;
use crate::yaml::problem::Problem;
use crate::yaml::token::TokenKind;

/// Digits of a version number, `1` and `1` in `1.1`.
const LONGEST_NUMBER: usize = 2;

impl<'a> Scanner<'a> {
    pub(super) fn scan_directive(&mut self) -> Result<TokenKind<'a>, Problem> {
        let start = self.input.mark;
        self.input.skip();
        self.input.need(1)?;
        let name = self.scan_name()?;
        if name.is_empty() {
            return Err(self.problem("could not find expected directive name").begun_at(start));
        }
        if !self.input.is_white_or_end(0) {
            return Err(self.problem("found unexpected non-alphabetical character").begun_at(start));
        }
        let directive = match name {
            "YAML" => self.scan_version(start)?,
            "TAG" => self.scan_tag_directive(start)?,
            _ => return Err(self.problem("found unknown directive name").begun_at(start)),
        };
        self.finish_line(start)?;
        Ok(directive)
    }

    /// ` 1.1`
    fn scan_version(&mut self, start: Mark) -> Result<TokenKind<'a>, Problem> {
        self.input.need(1)?;
        self.skip_blanks()?;
        let major = self.scan_version_number(start)?;
        if self.input.byte(0) != b'.' {
            return Err(self.problem("did not find expected digit or '.' character").begun_at(start));
        }
        self.input.skip();
        let minor = self.scan_version_number(start)?;
        Ok(TokenKind::VersionDirective { major, minor })
    }

    fn scan_version_number(&mut self, start: Mark) -> Result<u8, Problem> {
        self.input.need(1)?;
        let from = self.input.mark.at;
        while self.input.byte(0).is_ascii_digit() {
            if self.input.mark.at.saturating_sub(from) >= LONGEST_NUMBER {
                return Err(self.problem("found extremely long version number").begun_at(start));
            }
            self.input.skip();
            self.input.need(1)?;
        }
        let digits = self.input.slice(from, self.input.mark.at);
        digits.parse().map_err(|_| self.problem("did not find expected version number").begun_at(start))
    }

    /// ` !handle! prefix`
    fn scan_tag_directive(&mut self, start: Mark) -> Result<TokenKind<'a>, Problem> {
        self.input.need(1)?;
        self.skip_blanks()?;
        let handle = self.scan_tag_handle(true, start)?;
        self.input.need(1)?;
        if !self.input.is_blank(0) {
            return Err(self.problem("did not find expected whitespace").begun_at(start));
        }
        self.skip_blanks()?;
        let prefix = self.scan_tag_uri(self.input.mark.at, start)?;
        self.input.need(1)?;
        if !self.input.is_white_or_end(0) {
            return Err(self.problem("did not find expected whitespace or line break").begun_at(start));
        }
        Ok(TokenKind::TagDirective { handle, prefix })
    }
}
