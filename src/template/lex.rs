//! Template text to tokens, as `text/template/parse/lex.go` cuts it.

use crate::text::Span;

/// What a [`Token`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The lexer stopped; [`Lexer::error`] says why.
    Error,
    Bool,
    /// Any other printable ASCII character.
    Char,
    CharConstant,
    Complex,
    Assign,
    Declare,
    Eof,
    Field,
    Identifier,
    LeftDelim,
    LeftParen,
    Number,
    Pipe,
    RawString,
    RightDelim,
    RightParen,
    Space,
    String,
    Text,
    Variable,
    Keyword(Keyword),
}

/// Words with a meaning of their own; `.` and `nil` count among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Block,
    Break,
    Continue,
    Dot,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

const KEYWORDS: &[(&str, Keyword)] = &[
    ("block", Keyword::Block),
    ("break", Keyword::Break),
    ("continue", Keyword::Continue),
    ("define", Keyword::Define),
    ("else", Keyword::Else),
    ("end", Keyword::End),
    ("if", Keyword::If),
    ("nil", Keyword::Nil),
    ("range", Keyword::Range),
    ("template", Keyword::Template),
    ("with", Keyword::With),
];

/// A piece of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

const LEFT: &str = "{{";
const RIGHT: &str = "}}";
const COMMENT_END: &str = "*/";

/// Cuts one text; ask [`Lexer::next`] until it says [`Kind::Eof`] or [`Kind::Error`].
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    source: &'a str,
    start: usize,
    pos: usize,
    inside: bool,
    parens: usize,
    /// Why the lexer stopped.
    pub error: String,
}

type Step = Result<Token, String>;

impl<'a> Lexer<'a> {
    /// Starts outside of any action.
    pub fn new(source: &'a str) -> Self {
        Lexer { source, start: 0, pos: 0, inside: false, parens: 0, error: String::new() }
    }

    /// Starts inside an action: cuts the tokens of a pipeline.
    pub fn inside(source: &'a str) -> Self {
        Lexer { inside: true, ..Lexer::new(source) }
    }

    /// The next token. After an error or the end it stays there.
    pub fn next(&mut self) -> Token {
        if !self.error.is_empty() {
            return Token { kind: Kind::Error, span: Span::at(self.start) };
        }
        let token = if self.inside { self.inside_action() } else { self.text() };
        token.unwrap_or_else(|error| {
            self.error = error;
            Token { kind: Kind::Error, span: Span::new(self.start, self.pos) }
        })
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.pos..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.skip(c.len_utf8());
        Some(c)
    }

    fn skip(&mut self, bytes: usize) {
        self.pos = self.pos.saturating_add(bytes);
    }

    fn ignore(&mut self) {
        self.start = self.pos;
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.skip(rest.find(|c| !wanted(c)).unwrap_or(rest.len()));
    }

    fn accept(&mut self, any_of: &str) -> bool {
        let found = self.peek().is_some_and(|c| any_of.contains(c));
        if found {
            self.bump();
        }
        found
    }

    fn token(&mut self, kind: Kind) -> Step {
        let span = Span::new(self.start, self.pos);
        self.ignore();
        Ok(Token { kind, span })
    }

    fn word(&self) -> &'a str {
        self.source.get(self.start..self.pos).unwrap_or_default()
    }

    /// Up to the next action; comments are skipped.
    fn text(&mut self) -> Step {
        loop {
            let Some(length) = find_left(self.rest()) else {
                self.pos = self.source.len();
                let kind = if self.pos > self.start { Kind::Text } else { Kind::Eof };
                return self.token(kind);
            };
            if length > 0 {
                let delim = self.pos.saturating_add(length);
                let text = self.source.get(self.start..delim).unwrap_or_default();
                let trimmed = left_marker(self.source.get(delim.saturating_add(LEFT.len())..).unwrap_or_default());
                let kept = if trimmed { text.trim_end_matches(is_space).len() } else { text.len() };
                self.pos = self.start.saturating_add(kept);
                let token = self.token(Kind::Text);
                self.pos = delim;
                self.ignore();
                if kept > 0 {
                    return token;
                }
            }
            self.skip(LEFT.len());
            let marker = if left_marker(self.rest()) { 2 } else { 0 };
            if !self.rest().get(marker..).unwrap_or_default().starts_with("/*") {
                let token = self.token(Kind::LeftDelim);
                self.skip(marker);
                self.ignore();
                self.inside = true;
                self.parens = 0;
                return token;
            }
            self.skip(marker);
            self.ignore();
            self.comment()?;
        }
    }

    fn comment(&mut self) -> Result<(), String> {
        self.skip(2);
        let Some(length) = self.rest().find(COMMENT_END) else { return Err("unclosed comment".into()) };
        self.skip(length.saturating_add(COMMENT_END.len()));
        let Some(trim) = self.at_right_delim() else { return Err("comment ends before closing delimiter".into()) };
        self.skip_right_delim(trim);
        self.ignore();
        Ok(())
    }

    /// Whether a right delimiter stands here, and if so whether it trims.
    fn at_right_delim(&self) -> Option<bool> {
        let rest = self.rest();
        // Asked before every token: most are told by their first byte.
        match rest.as_bytes().first()? {
            b'}' => rest.starts_with(RIGHT).then_some(false),
            b' ' | b'\t' | b'\r' | b'\n' => {
                let trims = right_marker(rest) && rest.get(2..).is_some_and(|rest| rest.starts_with(RIGHT));
                trims.then_some(true)
            }
            _ => None,
        }
    }

    fn skip_right_delim(&mut self, trim: bool) {
        if trim {
            self.skip(2);
        }
        self.skip(RIGHT.len());
        if trim {
            self.skip_while(is_space);
        }
    }

    fn right_delim(&mut self, trim: bool) -> Step {
        if trim {
            self.skip(2);
            self.ignore();
        }
        self.skip(RIGHT.len());
        let token = self.token(Kind::RightDelim);
        if trim {
            self.skip_while(is_space);
            self.ignore();
        }
        self.inside = false;
        token
    }

    fn inside_action(&mut self) -> Step {
        if let Some(trim) = self.at_right_delim() {
            if self.parens > 0 {
                return Err("unclosed left paren".into());
            }
            return self.right_delim(trim);
        }
        let Some(c) = self.bump() else { return Err("unclosed action".into()) };
        match c {
            _ if is_space(c) => self.space(),
            '=' => self.token(Kind::Assign),
            ':' if self.bump() != Some('=') => Err("expected :=".into()),
            ':' => self.token(Kind::Declare),
            '|' => self.token(Kind::Pipe),
            '"' => self.quoted('"', "unterminated quoted string", Kind::String),
            '\'' => self.quoted('\'', "unterminated character constant", Kind::CharConstant),
            '`' => self.raw(),
            '$' => self.field_or_variable(Kind::Variable, Kind::Variable),
            '.' if !self.peek().is_some_and(|c| c.is_ascii_digit()) => {
                self.field_or_variable(Kind::Field, Kind::Keyword(Keyword::Dot))
            }
            '.' | '+' | '-' | '0'..='9' => {
                self.pos = self.start;
                self.number()
            }
            _ if is_alphanumeric(c) => self.identifier(),
            '(' => {
                self.parens = self.parens.saturating_add(1);
                self.token(Kind::LeftParen)
            }
            ')' if self.parens == 0 => Err("unexpected right paren".into()),
            ')' => {
                self.parens = self.parens.saturating_sub(1);
                self.token(Kind::RightParen)
            }
            ' '..='~' => self.token(Kind::Char),
            _ => Err(format!("unrecognized character in action: {}", described(c))),
        }
    }

    /// A run of spaces. The last one may belong to ` -}}`.
    fn space(&mut self) -> Step {
        self.skip_while(is_space);
        let last = self.pos.saturating_sub(1);
        let tail = self.source.get(last..).unwrap_or_default();
        if right_marker(tail) && tail.get(2..).is_some_and(|tail| tail.starts_with(RIGHT)) {
            self.pos = last;
            if self.pos == self.start {
                return self.right_delim(true);
            }
        }
        self.token(Kind::Space)
    }

    fn identifier(&mut self) -> Step {
        self.skip_while(is_alphanumeric);
        let word = self.word();
        self.check_terminator()?;
        let kind = match KEYWORDS.iter().find(|(name, _)| *name == word) {
            Some((_, keyword)) => Kind::Keyword(*keyword),
            None if word == "true" || word == "false" => Kind::Bool,
            None => Kind::Identifier,
        };
        self.token(kind)
    }

    /// After `.` or `$`; `alone` is what that character is without a name.
    fn field_or_variable(&mut self, kind: Kind, alone: Kind) -> Step {
        if self.at_terminator() {
            return self.token(alone);
        }
        self.skip_while(is_alphanumeric);
        self.check_terminator()?;
        self.token(kind)
    }

    fn at_terminator(&self) -> bool {
        match self.peek() {
            None => true,
            Some(c) if is_space(c) || ".,|:)(".contains(c) => true,
            Some(_) => self.rest().starts_with(RIGHT),
        }
    }

    fn check_terminator(&self) -> Result<(), String> {
        match self.peek() {
            Some(c) if !self.at_terminator() => Err(format!("bad character {}", described(c))),
            _ => Ok(()),
        }
    }

    fn quoted(&mut self, end: char, unterminated: &str, kind: Kind) -> Step {
        loop {
            match self.bump() {
                Some('\\') if self.peek().is_some_and(|c| c != '\n') => {
                    self.bump();
                }
                None | Some('\\' | '\n') => return Err(unterminated.into()),
                Some(c) if c == end => return self.token(kind),
                Some(_) => {}
            }
        }
    }

    fn raw(&mut self) -> Step {
        match self.rest().find('`') {
            Some(length) => {
                self.skip(length.saturating_add(1));
                self.token(Kind::RawString)
            }
            None => Err("unterminated raw quoted string".into()),
        }
    }

    fn number(&mut self) -> Step {
        let mut good = self.scan_number();
        let mut kind = Kind::Number;
        if good && self.peek().is_some_and(|c| c == '+' || c == '-') {
            good = self.scan_number() && self.word().ends_with('i');
            kind = Kind::Complex;
        }
        if good { self.token(kind) } else { Err(format!("bad number syntax: {}", super::format::quote(self.word()))) }
    }

    fn scan_number(&mut self) -> bool {
        self.accept("+-");
        let mut digits = "0123456789_";
        let mut exponent = "eE";
        if self.accept("0") {
            if self.accept("xX") {
                (digits, exponent) = ("0123456789abcdefABCDEF_", "pP");
            } else if self.accept("oO") {
                (digits, exponent) = ("01234567_", "");
            } else if self.accept("bB") {
                (digits, exponent) = ("01_", "");
            }
        }
        self.skip_while(|c| digits.contains(c));
        if self.accept(".") {
            self.skip_while(|c| digits.contains(c));
        }
        if self.accept(exponent) {
            self.accept("+-");
            self.skip_while(|c| "0123456789_".contains(c));
        }
        self.accept("i");
        if self.peek().is_some_and(is_alphanumeric) {
            self.bump();
            return false;
        }
        true
    }
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn is_alphanumeric(c: char) -> bool {
    c == '_' || c.is_alphabetic() || c.is_numeric()
}

/// Where the next action begins. A search for one character is far quicker than one for a text.
fn find_left(text: &str) -> Option<usize> {
    let mut from = 0usize;
    loop {
        let at = from.saturating_add(text.get(from..)?.find('{')?);
        if text.get(at..).is_some_and(|rest| rest.starts_with(LEFT)) {
            return Some(at);
        }
        from = at.saturating_add(1);
    }
}

fn left_marker(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('-') && chars.next().is_some_and(is_space)
}

fn right_marker(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(is_space) && chars.next() == Some('-')
}

/// A character as Go's `%#U` shows it.
fn described(c: char) -> String {
    let code = u32::from(c);
    if super::format::is_printable(c) { format!("U+{code:04X} '{c}'") } else { format!("U+{code:04X}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<(Kind, &str)> {
        let mut lexer = Lexer::new(source);
        let mut found = Vec::new();
        loop {
            let token = lexer.next();
            if matches!(token.kind, Kind::Eof | Kind::Error) {
                return found;
            }
            if token.kind != Kind::Space {
                found.push((token.kind, token.span.of(source)));
            }
        }
    }

    #[test]
    fn trim_markers_shorten_the_text_around() {
        let tokens = kinds("a \n{{- 1 -}}\n b{{ -1 }}");
        let texts: Vec<&str> = tokens.iter().map(|(_, text)| *text).collect();
        assert_eq!(texts, ["a", "{{", "1", "}}", "b", "{{", "-1", "}}"]);
    }

    #[test]
    fn comments_vanish_with_their_trimming() {
        let texts: Vec<&str> = kinds("a {{- /* }} */ -}} b{{/**/}}c").iter().map(|(_, text)| *text).collect();
        assert_eq!(texts, ["a", "b", "c"]);
    }

    #[test]
    fn errors_have_gos_words() {
        let error = |source| {
            let mut lexer = Lexer::new(source);
            while !matches!(lexer.next().kind, Kind::Error | Kind::Eof) {}
            lexer.error
        };
        assert_eq!(error("{{ .a-b }}"), "bad character U+002D '-'");
        assert_eq!(error("{{ (1 }}"), "unclosed left paren");
        assert_eq!(error("{{ \u{a0} }}"), "unrecognized character in action: U+00A0");
        assert_eq!(error("{{/* x */ y}}"), "comment ends before closing delimiter");
        assert_eq!(error("{{ \"a\n\" }}"), "unterminated quoted string");
    }
}
