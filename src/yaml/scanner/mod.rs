//! Text to tokens, after libyaml's scanner in go-yaml's Go.
//!
//! Two things make it more than splitting. Indentation becomes tokens (`BlockMappingStart`, `BlockEnd`),
//! and a simple key is only known to be one when its `:` comes, so that `Key` is put in front of tokens
//! that wait in the queue. When tokens are fetched decides which of two errors in a text is found, so
//! the queue is filled exactly as far as go-yaml fills it, oddities included.

mod block;
mod directive;
mod plain;
mod property;
mod quoted;

use super::input::{Input, Mark};
use super::limits::NESTING;
use super::problem::{Problem, Stage};
use super::token::{Token, TokenKind};
use std::collections::{BTreeMap, VecDeque};

/// How many characters a simple key may have.
const LONGEST_KEY: usize = 1024;

type Fetched = Result<(), Problem>;

/// A place where a simple key may have begun.
#[derive(Debug, Clone, Copy, Default)]
struct SimpleKey {
    possible: bool,
    /// Whether there must be one, because a block mapping goes on here.
    required: bool,
    /// Number of its first token.
    token: usize,
    mark: Mark,
}

/// Makes tokens of one text.
pub(super) struct Scanner<'a> {
    input: Input<'a>,
    started: bool,
    queue: VecDeque<Token<'a>>,
    /// Tokens handed out so far: the number of the token at the head of the queue.
    taken: usize,
    /// Whether the head of the queue may be handed out as it is.
    head_is_settled: bool,
    /// Column of the current block collection, -1 outside.
    indent: isize,
    indents: Vec<isize>,
    flow_level: usize,
    key_allowed: bool,
    /// One place per flow level.
    keys: Vec<SimpleKey>,
    /// Number of a token and index in `keys`, in order. Outlives the key now and then, as in go-yaml.
    key_of_token: VecDeque<(usize, usize)>,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        Scanner {
            input: Input::new(text),
            started: false,
            queue: VecDeque::new(),
            taken: 0,
            head_is_settled: false,
            indent: -1,
            indents: Vec::new(),
            flow_level: 0,
            key_allowed: true,
            keys: vec![SimpleKey::default()],
            key_of_token: VecDeque::new(),
        }
    }

    /// The next token, which stays in the queue.
    ///
    /// # Errors
    /// What the scanner stumbles on.
    pub fn peek(&mut self) -> Result<&Token<'a>, Problem> {
        while !self.head_is_settled {
            self.settle_head()?;
        }
        match self.queue.front() {
            Some(token) => Ok(token),
            None => Err(Problem::new(Stage::Parser, "unknown problem parsing YAML content", self.input.mark)),
        }
    }

    /// Takes the token that `peek` has shown.
    pub fn take(&mut self) -> Option<Token<'a>> {
        self.head_is_settled = false;
        self.taken = self.taken.saturating_add(1);
        while self.key_of_token.front().is_some_and(|(token, _)| *token < self.taken) {
            self.key_of_token.pop_front();
        }
        self.queue.pop_front()
    }

    /// Fetches a token, unless the head of the queue is known to be no simple key.
    fn settle_head(&mut self) -> Fetched {
        if !self.queue.is_empty() {
            let key = self.key_of_token.front().filter(|(token, _)| *token == self.taken).map(|(_, key)| *key);
            let may_be_key = key.map_or(Ok(false), |key| self.key_is_valid(key))?;
            if !may_be_key {
                self.head_is_settled = true;
                return Ok(());
            }
        }
        self.fetch()
    }

    fn fetch(&mut self) -> Fetched {
        self.input.need(1)?;
        if !self.started {
            self.started = true;
            self.push(TokenKind::StreamStart, self.input.mark);
            return Ok(());
        }
        self.skip_to_next_token()?;
        self.unroll_indent(self.column());
        self.input.need(4)?;
        if self.input.is_end() {
            return self.fetch_stream_end();
        }
        let at_line_start = self.input.mark.column == 0;
        let first = self.input.byte(0);
        if at_line_start && first == b'%' {
            return self.fetch_directive();
        }
        if self.input.is_document_indicator() {
            let kind = if first == b'-' { TokenKind::DocumentStart } else { TokenKind::DocumentEnd };
            return self.fetch_document_indicator(kind);
        }
        let in_flow = self.flow_level > 0;
        let before_white = self.input.is_white_or_end(1);
        match first {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if before_white => self.fetch_block_entry(),
            b'?' if in_flow || before_white => self.fetch_key(),
            b':' if in_flow || before_white => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if !in_flow => self.fetch_block_scalar(),
            b'\'' | b'"' => self.fetch_quoted_scalar(),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => self.fail("found character that cannot start any token"),
            // `-`, `?` and `:` get here only before something that is not white.
            _ => self.fetch_plain_scalar(),
        }
    }

    /// Goes past white space and comments. A tab is none where it would be indentation.
    fn skip_to_next_token(&mut self) -> Fetched {
        loop {
            self.input.need(1)?;
            if self.input.has_stray_bom() {
                self.input.skip();
            }
            self.input.need(1)?;
            loop {
                let tab_is_space = self.flow_level > 0 || !self.key_allowed;
                match self.input.byte(0) {
                    b' ' => self.input.skip(),
                    b'\t' if tab_is_space => self.input.skip(),
                    _ => break,
                }
                self.input.need(1)?;
            }
            self.skip_comment()?;
            if !self.input.is_break(0) {
                return Ok(());
            }
            self.input.need(2)?;
            self.input.read_break();
            if self.flow_level == 0 {
                self.key_allowed = true;
            }
        }
    }

    /// Goes to the next line; only blanks and a comment may be left of what began at `start`.
    fn finish_line(&mut self, start: Mark) -> Fetched {
        self.input.need(1)?;
        self.skip_blanks()?;
        self.skip_comment()?;
        if !self.input.is_break_or_end(0) {
            return Err(self.problem("did not find expected comment or line break").begun_at(start));
        }
        if self.input.is_break(0) {
            self.input.need(2)?;
            self.input.read_break();
        }
        Ok(())
    }

    fn skip_comment(&mut self) -> Fetched {
        if self.input.byte(0) != b'#' {
            return Ok(());
        }
        while !self.input.is_break_or_end(0) {
            self.input.skip();
            self.input.need(1)?;
        }
        Ok(())
    }

    fn skip_blanks(&mut self) -> Fetched {
        while self.input.is_blank(0) {
            self.input.skip();
            self.input.need(1)?;
        }
        Ok(())
    }

    fn column(&self) -> isize {
        isize::try_from(self.input.mark.column).unwrap_or(isize::MAX)
    }

    /// Puts a token that reaches from `start` to the mark at the end of the queue.
    fn push(&mut self, kind: TokenKind<'a>, start: Mark) {
        self.queue.push_back(Token { kind, start, end: self.input.mark.at });
    }

    /// Puts an empty token in front of token number `number`; at the end if that is gone already.
    fn insert(&mut self, number: Option<usize>, kind: TokenKind<'a>, mark: Mark) {
        let token = Token { kind, start: mark, end: mark.at };
        match number.and_then(|number| number.checked_sub(self.taken)) {
            Some(place) if place <= self.queue.len() => self.queue.insert(place, token),
            _ => self.queue.push_back(token),
        }
    }

    /// The number of the token that is fetched next.
    fn next_number(&self) -> usize {
        self.taken.saturating_add(self.queue.len())
    }

    fn fail(&self, words: &'static str) -> Fetched {
        Err(self.problem(words))
    }

    fn problem(&self, words: &'static str) -> Problem {
        Problem::new(Stage::Scanner, words, self.input.mark)
    }

    /// Begins a block collection at `column` if that is further in; its token goes in front of `number`.
    fn roll_indent(&mut self, column: isize, number: Option<usize>, kind: TokenKind<'a>, mark: Mark) -> Fetched {
        if self.flow_level > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > NESTING {
            return Err(Problem::new(Stage::Scanner, super::limits::TOO_DEEP, mark));
        }
        self.insert(number, kind, mark);
        Ok(())
    }

    /// Ends the block collections that are further in than `column`.
    fn unroll_indent(&mut self, column: isize) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.insert(None, TokenKind::BlockEnd, self.input.mark);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    /// Whether a key may still end here: on one line, and not too long.
    fn key_is_valid(&mut self, index: usize) -> Result<bool, Problem> {
        let here = self.input.mark;
        let Some(key) = self.keys.get_mut(index).filter(|key| key.possible) else { return Ok(false) };
        if key.mark.line >= here.line && key.mark.index.saturating_add(LONGEST_KEY) >= here.index {
            return Ok(true);
        }
        if key.required {
            let began = key.mark;
            return Err(self.problem("could not find expected ':'").begun_at(began));
        }
        key.possible = false;
        Ok(false)
    }

    /// Remembers that a simple key may begin here.
    fn save_key(&mut self) -> Fetched {
        if !self.key_allowed {
            return Ok(());
        }
        let key = SimpleKey {
            possible: true,
            required: self.flow_level == 0 && self.indent == self.column(),
            token: self.next_number(),
            mark: self.input.mark,
        };
        self.drop_key()?;
        let level = self.keys.len().saturating_sub(1);
        if let Some(place) = self.keys.last_mut() {
            *place = key;
            self.forget_key(key.token);
            self.key_of_token.push_back((key.token, level));
        }
        Ok(())
    }

    /// Gives up the possible key of this flow level.
    fn drop_key(&mut self) -> Fetched {
        let Some(key) = self.keys.last_mut().filter(|key| key.possible) else { return Ok(()) };
        let SimpleKey { required, token, mark, .. } = *key;
        if required {
            return Err(self.problem("could not find expected ':'").begun_at(mark));
        }
        key.possible = false;
        self.forget_key(token);
        Ok(())
    }

    fn forget_key(&mut self, token: usize) {
        if let Ok(at) = self.key_of_token.binary_search_by_key(&token, |(number, _)| *number) {
            self.key_of_token.remove(at);
        }
    }

    fn fetch_stream_end(&mut self) -> Fetched {
        if self.input.mark.column != 0 {
            self.input.mark.column = 0;
            self.input.mark.line = self.input.mark.line.saturating_add(1);
        }
        self.unroll_indent(-1);
        self.drop_key()?;
        self.key_allowed = false;
        self.push(TokenKind::StreamEnd, self.input.mark);
        Ok(())
    }

    fn fetch_directive(&mut self) -> Fetched {
        self.unroll_indent(-1);
        self.drop_key()?;
        self.key_allowed = false;
        let start = self.input.mark;
        let kind = self.scan_directive()?;
        self.push(kind, start);
        Ok(())
    }

    fn fetch_document_indicator(&mut self, kind: TokenKind<'a>) -> Fetched {
        self.unroll_indent(-1);
        self.drop_key()?;
        self.key_allowed = false;
        self.fetch_indicator(kind, 3)
    }

    fn fetch_indicator(&mut self, kind: TokenKind<'a>, width: usize) -> Fetched {
        let start = self.input.mark;
        self.input.skip_many(width);
        self.push(kind, start);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind<'a>) -> Fetched {
        self.save_key()?;
        let token = self.next_number();
        self.keys.push(SimpleKey { token, mark: self.input.mark, ..SimpleKey::default() });
        self.flow_level = self.flow_level.saturating_add(1);
        if self.flow_level > NESTING {
            return self.fail(super::limits::TOO_DEEP);
        }
        self.key_allowed = true;
        self.fetch_indicator(kind, 1)
    }

    fn fetch_flow_end(&mut self, kind: TokenKind<'a>) -> Fetched {
        self.drop_key()?;
        if self.flow_level > 0 {
            self.flow_level = self.flow_level.saturating_sub(1);
            if let Some(key) = self.keys.pop() {
                self.forget_key(key.token);
            }
        }
        self.key_allowed = false;
        self.fetch_indicator(kind, 1)
    }

    fn fetch_flow_entry(&mut self) -> Fetched {
        self.drop_key()?;
        self.key_allowed = true;
        self.fetch_indicator(TokenKind::FlowEntry, 1)
    }

    fn fetch_block_entry(&mut self) -> Fetched {
        // Inside brackets it is wrong too, but there the parser says so.
        if self.flow_level == 0 {
            if !self.key_allowed {
                return self.fail("block sequence entries are not allowed in this context");
            }
            self.roll_indent(self.column(), None, TokenKind::BlockSequenceStart, self.input.mark)?;
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.fetch_indicator(TokenKind::BlockEntry, 1)
    }

    fn fetch_key(&mut self) -> Fetched {
        if self.flow_level == 0 {
            if !self.key_allowed {
                return self.fail("mapping keys are not allowed in this context");
            }
            self.roll_indent(self.column(), None, TokenKind::BlockMappingStart, self.input.mark)?;
        }
        self.drop_key()?;
        self.key_allowed = self.flow_level == 0;
        self.fetch_indicator(TokenKind::Key, 1)
    }

    fn fetch_value(&mut self) -> Fetched {
        if self.key_is_valid(self.keys.len().saturating_sub(1))? {
            self.announce_key()?;
            self.key_allowed = false;
        } else {
            if self.flow_level == 0 {
                if !self.key_allowed {
                    return self.fail("mapping values are not allowed in this context");
                }
                self.roll_indent(self.column(), None, TokenKind::BlockMappingStart, self.input.mark)?;
            }
            self.key_allowed = self.flow_level == 0;
        }
        self.fetch_indicator(TokenKind::Value, 1)
    }

    /// What stands before this `:` was a simple key: says so in front of it.
    fn announce_key(&mut self) -> Fetched {
        let Some(key) = self.keys.last_mut() else { return Ok(()) };
        key.possible = false;
        let SimpleKey { token, mark, .. } = *key;
        self.insert(Some(token), TokenKind::Key, mark);
        let column = isize::try_from(mark.column).unwrap_or(isize::MAX);
        self.roll_indent(column, Some(token), TokenKind::BlockMappingStart, mark)?;
        self.forget_key(token);
        Ok(())
    }

    fn fetch_anchor(&mut self) -> Fetched {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.input.mark;
        let kind = self.scan_anchor()?;
        self.push(kind, start);
        Ok(())
    }

    fn fetch_tag(&mut self) -> Fetched {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.input.mark;
        let kind = self.scan_tag()?;
        self.push(kind, start);
        Ok(())
    }

    fn fetch_block_scalar(&mut self) -> Fetched {
        self.drop_key()?;
        self.key_allowed = true;
        let token = self.scan_block_scalar()?;
        self.queue.push_back(token);
        Ok(())
    }

    fn fetch_quoted_scalar(&mut self) -> Fetched {
        self.save_key()?;
        self.key_allowed = false;
        let token = self.scan_quoted_scalar()?;
        self.queue.push_back(token);
        Ok(())
    }

    fn fetch_plain_scalar(&mut self) -> Fetched {
        self.save_key()?;
        self.key_allowed = false;
        let token = self.scan_plain_scalar()?;
        self.queue.push_back(token);
        Ok(())
    }
}

/// All tokens up to the first error of the scanner, each scalar with the indentation of the block around it
/// (-1 outside of all).
pub(super) fn tokens(text: &str) -> Vec<(Token<'_>, isize)> {
    let mut scanner = Scanner::new(text);
    let mut indents = BTreeMap::new();
    while !matches!(scanner.queue.back(), Some(Token { kind: TokenKind::StreamEnd, .. })) {
        if scanner.fetch().is_err() {
            break;
        }
        if let Some(Token { kind: TokenKind::Scalar { .. }, start, .. }) = scanner.queue.back() {
            indents.insert(start.at, scanner.indent);
        }
    }
    let indent = |token: &Token<'_>| indents.get(&token.start.at).copied().unwrap_or(-1);
    let with_indent = |token| {
        let indent = indent(&token);
        (token, indent)
    };
    scanner.queue.into_iter().map(with_indent).collect()
}

/// Reads a text in double quotes; also says how many line breaks it had.
pub(super) fn reread_quoted(text: &str) -> Option<(String, usize)> {
    let mut scanner = Scanner::new(text);
    let token = scanner.input.need(1).and_then(|()| scanner.scan_quoted_scalar()).ok()?;
    let TokenKind::Scalar { text, .. } = token.kind else { return None };
    Some((text.into_owned(), scanner.input.mark.line))
}
