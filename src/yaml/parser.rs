//! Tokens to the events of the first document, after libyaml's state machine: no recursion, so no depth
//! can hurt it.

use super::ScalarStyle;
use super::input::Mark;
use super::problem::{Problem, Stage};
use super::scanner::Scanner;
use super::token::{Token, TokenKind};
use std::borrow::Cow;

/// What stands in the text, in its order.
#[derive(Debug)]
pub(super) struct Event<'a> {
    pub kind: EventKind<'a>,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug)]
pub(super) enum EventKind<'a> {
    StreamStart,
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    Alias(&'a str),
    Scalar { text: Cow<'a, str>, style: ScalarStyle, properties: Properties<'a> },
    SequenceStart(Properties<'a>),
    SequenceEnd,
    MappingStart(Properties<'a>),
    MappingEnd,
}

/// What stands before a value.
#[derive(Debug, Default)]
pub(super) struct Properties<'a> {
    pub anchor: Option<&'a str>,
    pub tag: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    StreamStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceFirstEntry,
    BlockSequenceEntry,
    IndentlessSequenceEntry,
    BlockMappingFirstKey,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceFirstEntry,
    FlowSequenceEntry,
    FlowSequenceEntryMappingKey,
    FlowSequenceEntryMappingValue,
    FlowSequenceEntryMappingEnd,
    FlowMappingFirstKey,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

/// Where a node stands: decides what it may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Block,
    /// In a block mapping, where the `-` of a sequence need not be further in.
    BlockOrIndentless,
    Flow,
}

type Parsed<'a> = Result<Event<'a>, Problem>;

/// Makes events of one text.
pub(super) struct Parser<'a> {
    scanner: Scanner<'a>,
    state: State,
    /// What to go on with when the current node is done.
    states: Vec<State>,
    /// Where the open collections began.
    marks: Vec<Mark>,
    /// Tag handles and what they stand for.
    tags: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a str) -> Self {
        Parser {
            scanner: Scanner::new(text),
            state: State::StreamStart,
            states: Vec::new(),
            marks: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// The next event; `StreamEnd` for ever after the first document.
    ///
    /// # Errors
    /// What the scanner or the parser stumbles on.
    pub fn next(&mut self) -> Parsed<'a> {
        match self.state {
            State::StreamStart => self.stream_start(),
            State::DocumentStart => self.document_start(),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(Place::Block),
            State::BlockSequenceFirstEntry => self.block_sequence_entry(true),
            State::BlockSequenceEntry => self.block_sequence_entry(false),
            State::IndentlessSequenceEntry => self.indentless_sequence_entry(),
            State::BlockMappingFirstKey => self.block_mapping_key(true),
            State::BlockMappingKey => self.block_mapping_key(false),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceFirstEntry => self.flow_sequence_entry(true),
            State::FlowSequenceEntry => self.flow_sequence_entry(false),
            State::FlowSequenceEntryMappingKey => self.flow_sequence_entry_mapping_key(),
            State::FlowSequenceEntryMappingValue => self.flow_sequence_entry_mapping_value(),
            State::FlowSequenceEntryMappingEnd => self.flow_sequence_entry_mapping_end(),
            State::FlowMappingFirstKey => self.flow_mapping_key(true),
            State::FlowMappingKey => self.flow_mapping_key(false),
            State::FlowMappingValue => self.flow_mapping_value(false),
            State::FlowMappingEmptyValue => self.flow_mapping_value(true),
            State::End => Ok(Event { kind: EventKind::StreamEnd, start: 0, end: 0 }),
        }
    }

    fn stream_start(&mut self) -> Parsed<'a> {
        self.state = State::DocumentStart;
        self.finish_with(EventKind::StreamStart)
    }

    fn document_start(&mut self) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        let start = token.start.at;
        match token.kind {
            TokenKind::StreamEnd => {
                self.state = State::End;
                return self.finish_with(EventKind::StreamEnd);
            }
            TokenKind::VersionDirective { .. } | TokenKind::TagDirective { .. } | TokenKind::DocumentStart => {}
            _ => {
                self.directives()?;
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                return Ok(Event { kind: EventKind::DocumentStart, start, end: start });
            }
        }
        self.directives()?;
        let token = self.scanner.peek()?;
        if !matches!(token.kind, TokenKind::DocumentStart) {
            return Err(at_token("did not find expected <document start>", token));
        }
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        self.finish_with(EventKind::DocumentStart)
    }

    fn document_content(&mut self) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        let at = token.start.at;
        match token.kind {
            TokenKind::VersionDirective { .. }
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.pop_state();
                Ok(empty_scalar(at))
            }
            _ => self.node(Place::Block),
        }
    }

    fn document_end(&mut self) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        let event = Event { kind: EventKind::DocumentEnd, start: token.start.at, end: token.end };
        self.state = State::End;
        Ok(event)
    }

    fn directives(&mut self) -> Result<(), Problem> {
        let mut has_version = false;
        loop {
            let token = self.scanner.peek()?;
            match &token.kind {
                TokenKind::VersionDirective { .. } if has_version => {
                    return Err(at_token("found duplicate %YAML directive", token));
                }
                TokenKind::VersionDirective { major: 1, minor: 1 } => has_version = true,
                TokenKind::VersionDirective { .. } => {
                    return Err(at_token("found incompatible YAML document", token));
                }
                TokenKind::TagDirective { handle, prefix } => {
                    if self.tags.iter().any(|(known, _)| known == handle) {
                        return Err(at_token("found duplicate %TAG directive", token));
                    }
                    self.tags.push((Cow::Borrowed(handle), prefix.clone()));
                }
                _ => break,
            }
            self.scanner.take();
        }
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            if !self.tags.iter().any(|(known, _)| known == handle) {
                self.tags.push((Cow::Borrowed(handle), Cow::Borrowed(prefix)));
            }
        }
        Ok(())
    }

    /// A value with what stands before it, or the beginning of a collection.
    fn node(&mut self, place: Place) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        let start = token.start;
        if let TokenKind::Alias(name) = token.kind {
            self.pop_state();
            return self.finish_with(EventKind::Alias(name));
        }
        let (properties, properties_end) = self.properties(start)?;
        let token = self.scanner.peek()?;
        let mut end = token.end;
        let is_block = place != Place::Flow;
        let kind = match &token.kind {
            TokenKind::BlockEntry if place == Place::BlockOrIndentless => {
                self.state = State::IndentlessSequenceEntry;
                EventKind::SequenceStart(properties)
            }
            TokenKind::Scalar { .. } => {
                self.pop_state();
                let Some(Token { kind: TokenKind::Scalar { text, style }, .. }) = self.scanner.take() else {
                    return Ok(empty_scalar(start.at));
                };
                EventKind::Scalar { text, style, properties }
            }
            TokenKind::FlowSequenceStart => {
                self.state = State::FlowSequenceFirstEntry;
                EventKind::SequenceStart(properties)
            }
            TokenKind::FlowMappingStart => {
                self.state = State::FlowMappingFirstKey;
                EventKind::MappingStart(properties)
            }
            TokenKind::BlockSequenceStart if is_block => {
                self.state = State::BlockSequenceFirstEntry;
                EventKind::SequenceStart(properties)
            }
            TokenKind::BlockMappingStart if is_block => {
                self.state = State::BlockMappingFirstKey;
                EventKind::MappingStart(properties)
            }
            _ if properties.anchor.is_some() || properties.tag.is_some() => {
                self.pop_state();
                end = properties_end;
                // Tagged but empty is not null: `!!str` is an empty text.
                EventKind::Scalar { text: Cow::Borrowed(""), style: ScalarStyle::Plain, properties }
            }
            _ => return Err(at_token("did not find expected node content", token).begun_at(start)),
        };
        Ok(Event { kind, start: start.at, end })
    }

    /// Anchor and tag in either order, and where they end.
    fn properties(&mut self, start: Mark) -> Result<(Properties<'a>, usize), Problem> {
        let mut properties = Properties::default();
        let mut tag = None;
        let mut end = start.at;
        loop {
            let token = self.scanner.peek()?;
            let at = token.start;
            match token.kind {
                TokenKind::Anchor(name) if properties.anchor.is_none() => properties.anchor = Some(name),
                TokenKind::Tag { .. } if tag.is_none() => {}
                _ => break,
            }
            end = token.end;
            if let Some(Token { kind: TokenKind::Tag { handle, suffix }, .. }) = self.scanner.take() {
                tag = Some((handle, suffix, at));
            }
        }
        if let Some((handle, suffix, at)) = tag {
            properties.tag = Some(self.resolve_tag(handle, suffix, at, end).map_err(|e| e.begun_at(start))?);
        }
        Ok((properties, end))
    }

    fn resolve_tag(&self, handle: &str, suffix: Cow<'_, str>, at: Mark, end: usize) -> Result<String, Problem> {
        if handle.is_empty() {
            return Ok(suffix.into_owned());
        }
        match self.tags.iter().find(|(known, _)| known == handle) {
            Some((_, prefix)) => Ok(format!("{prefix}{suffix}")),
            None => Err(Problem::spanning(Stage::Parser, "found undefined tag handle", at, end)),
        }
    }

    fn block_sequence_entry(&mut self, first: bool) -> Parsed<'a> {
        self.open_collection(first)?;
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::BlockEntry => {
                let after = token.end;
                self.scanner.take();
                let is_empty = matches!(self.scanner.peek()?.kind, TokenKind::BlockEntry | TokenKind::BlockEnd);
                self.node_or_empty(is_empty, State::BlockSequenceEntry, Place::Block, after)
            }
            TokenKind::BlockEnd => self.close_collection(EventKind::SequenceEnd),
            _ => self.unfinished("did not find expected '-' indicator"),
        }
    }

    fn indentless_sequence_entry(&mut self) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        if !matches!(token.kind, TokenKind::BlockEntry) {
            let at = token.start.at;
            self.pop_state();
            return Ok(Event { kind: EventKind::SequenceEnd, start: at, end: at });
        }
        let after = token.end;
        self.scanner.take();
        let is_empty = matches!(
            self.scanner.peek()?.kind,
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd
        );
        self.node_or_empty(is_empty, State::IndentlessSequenceEntry, Place::Block, after)
    }

    fn block_mapping_key(&mut self, first: bool) -> Parsed<'a> {
        self.open_collection(first)?;
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Key => {
                let after = token.end;
                self.scanner.take();
                let is_empty = self.block_part_is_empty()?;
                self.node_or_empty(is_empty, State::BlockMappingValue, Place::BlockOrIndentless, after)
            }
            TokenKind::BlockEnd => self.close_collection(EventKind::MappingEnd),
            _ => self.unfinished("did not find expected key"),
        }
    }

    fn block_mapping_value(&mut self) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        if !matches!(token.kind, TokenKind::Value) {
            let at = token.start.at;
            self.state = State::BlockMappingKey;
            return Ok(empty_scalar(at));
        }
        let after = token.end;
        self.scanner.take();
        let is_empty = self.block_part_is_empty()?;
        self.node_or_empty(is_empty, State::BlockMappingKey, Place::BlockOrIndentless, after)
    }

    fn block_part_is_empty(&mut self) -> Result<bool, Problem> {
        Ok(matches!(self.scanner.peek()?.kind, TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd))
    }

    fn flow_sequence_entry(&mut self, first: bool) -> Parsed<'a> {
        self.open_collection(first)?;
        if !first && !self.next_flow_entry("did not find expected ',' or ']'", &TokenKind::FlowSequenceEnd)? {
            return self.close_collection(EventKind::SequenceEnd);
        }
        match self.scanner.peek()?.kind {
            TokenKind::FlowSequenceEnd => self.close_collection(EventKind::SequenceEnd),
            TokenKind::Key => {
                self.state = State::FlowSequenceEntryMappingKey;
                self.finish_with(EventKind::MappingStart(Properties::default()))
            }
            _ => {
                self.states.push(State::FlowSequenceEntry);
                self.node(Place::Flow)
            }
        }
    }

    fn flow_sequence_entry_mapping_key(&mut self) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        let after = token.end;
        let is_empty = matches!(token.kind, TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd);
        if is_empty {
            // go-yaml swallows the token here, and so `[? , a]` goes wrong further on.
            self.scanner.take();
        }
        self.node_or_empty(is_empty, State::FlowSequenceEntryMappingValue, Place::Flow, after)
    }

    fn flow_sequence_entry_mapping_value(&mut self) -> Parsed<'a> {
        let mut token = self.scanner.peek()?;
        let at = token.start.at;
        let mut is_empty = true;
        if matches!(token.kind, TokenKind::Value) {
            self.scanner.take();
            token = self.scanner.peek()?;
            is_empty = matches!(token.kind, TokenKind::FlowEntry | TokenKind::FlowSequenceEnd);
        }
        self.node_or_empty(is_empty, State::FlowSequenceEntryMappingEnd, Place::Flow, at)
    }

    fn flow_sequence_entry_mapping_end(&mut self) -> Parsed<'a> {
        let at = self.scanner.peek()?.start.at;
        self.state = State::FlowSequenceEntry;
        Ok(Event { kind: EventKind::MappingEnd, start: at, end: at })
    }

    fn flow_mapping_key(&mut self, first: bool) -> Parsed<'a> {
        self.open_collection(first)?;
        if !first && !self.next_flow_entry("did not find expected ',' or '}'", &TokenKind::FlowMappingEnd)? {
            return self.close_collection(EventKind::MappingEnd);
        }
        match self.scanner.peek()?.kind {
            TokenKind::FlowMappingEnd => self.close_collection(EventKind::MappingEnd),
            TokenKind::Key => {
                self.scanner.take();
                let token = self.scanner.peek()?;
                let at = token.start.at;
                let is_empty =
                    matches!(token.kind, TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd);
                self.node_or_empty(is_empty, State::FlowMappingValue, Place::Flow, at)
            }
            _ => {
                self.states.push(State::FlowMappingEmptyValue);
                self.node(Place::Flow)
            }
        }
    }

    fn flow_mapping_value(&mut self, empty: bool) -> Parsed<'a> {
        let mut token = self.scanner.peek()?;
        let mut is_empty = true;
        if !empty && matches!(token.kind, TokenKind::Value) {
            self.scanner.take();
            token = self.scanner.peek()?;
            is_empty = matches!(token.kind, TokenKind::FlowEntry | TokenKind::FlowMappingEnd);
        }
        let at = token.start.at;
        self.node_or_empty(is_empty, State::FlowMappingKey, Place::Flow, at)
    }

    /// Goes past the comma before an entry that is not the first. False if the collection ends instead.
    fn next_flow_entry(&mut self, words: &'static str, end: &TokenKind<'a>) -> Result<bool, Problem> {
        let token = self.scanner.peek()?;
        if std::mem::discriminant(&token.kind) == std::mem::discriminant(end) {
            return Ok(false);
        }
        if matches!(token.kind, TokenKind::FlowEntry) {
            self.scanner.take();
            return Ok(true);
        }
        self.unfinished(words).map(|_| false)
    }

    /// A node after which `next` goes on, or nothing, which is null, at byte `at`.
    fn node_or_empty(&mut self, is_empty: bool, next: State, place: Place, at: usize) -> Parsed<'a> {
        if is_empty {
            self.state = next;
            return Ok(empty_scalar(at));
        }
        self.states.push(next);
        self.node(place)
    }

    /// The first time: goes past the token that begins the collection and remembers where it was.
    fn open_collection(&mut self, first: bool) -> Result<(), Problem> {
        if first {
            let mark = self.scanner.peek()?.start;
            self.marks.push(mark);
            self.scanner.take();
        }
        Ok(())
    }

    fn close_collection(&mut self, kind: EventKind<'a>) -> Parsed<'a> {
        self.pop_state();
        self.marks.pop();
        self.finish_with(kind)
    }

    fn unfinished(&mut self, words: &'static str) -> Parsed<'a> {
        let began = self.marks.pop().unwrap_or_default();
        Err(at_token(words, self.scanner.peek()?).begun_at(began))
    }

    /// An event that is the next token.
    fn finish_with(&mut self, kind: EventKind<'a>) -> Parsed<'a> {
        let token = self.scanner.peek()?;
        let event = Event { kind, start: token.start.at, end: token.end };
        self.scanner.take();
        Ok(event)
    }

    fn pop_state(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }
}

fn at_token(words: &'static str, token: &Token<'_>) -> Problem {
    Problem::spanning(Stage::Parser, words, token.start, token.end)
}

fn empty_scalar<'a>(at: usize) -> Event<'a> {
    let kind =
        EventKind::Scalar { text: Cow::Borrowed(""), style: ScalarStyle::Plain, properties: Properties::default() };
    Event { kind, start: at, end: at }
}
