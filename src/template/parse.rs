//! Tokens to the tree: texts and control actions (`text/template/parse/parse.go`).
//!
//! The errors are Go's, word for word. Go reads with up to three tokens of look-ahead and names the
//! line of the token read last, so this parser looks ahead in the same places.

use std::rc::Rc;

use super::ast::{Block, Branch, Call, Definition, Pipe, Place, Statement, is_empty};
use super::format::{quote, unquote};
use super::functions::Function;
use super::lex::{Keyword, Kind, Lexer, Token};
use crate::text::Span;

/// Deepest nesting of blocks and parentheses. Go has no bound for the first and 10,000 for the second;
/// this one keeps the stack of a browser safe.
pub(super) const DEPTH: usize = 100;

/// A text that does not parse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ParseError {
    /// Go's message without file and line.
    pub message: String,
    /// The byte whose line Go names.
    pub line_at: usize,
    /// Where the parser stood.
    pub span: Span,
}

/// Finds a function by name.
pub(super) type Known<'a> = &'a dyn Fn(&str) -> Option<&'static Function>;

/// Everything a text defines; the last definition is the text itself, under `name`.
pub(super) fn parse(name: &str, source: &str, known: Known<'_>) -> Parsed<Vec<Definition>> {
    let mut parser = Parser::new(source, known);
    let body = parser.file()?;
    parser.define(Definition { name: name.into(), body })?;
    Ok(parser.definitions)
}

/// Boxed, because results are handed up through deep recursion.
pub(super) type Parsed<T> = Result<T, Box<ParseError>>;

/// How a list of statements ended.
enum End {
    End,
    Else,
}

/// A statement, or the end of the list it would be in.
enum Part {
    Statement(Statement),
    End(End),
}

pub(super) struct Parser<'a> {
    pub source: &'a str,
    pub known: Known<'a>,
    lexer: Lexer<'a>,
    ahead: [Token; 3],
    waiting: usize,
    /// Variables in scope.
    pub variables: Vec<Rc<str>>,
    definitions: Vec<Definition>,
    /// The left delimiter of the action at hand.
    action: Option<Span>,
    ranges: usize,
    pub depth: usize,
}

const NOWHERE: Token = Token { kind: Kind::Eof, span: Span { start: 0, end: 0 } };

impl<'a> Parser<'a> {
    fn new(source: &'a str, known: Known<'a>) -> Self {
        Parser {
            source,
            known,
            lexer: Lexer::new(source),
            ahead: [NOWHERE; 3],
            waiting: 0,
            variables: vec!["$".into()],
            definitions: Vec::new(),
            action: None,
            ranges: 0,
            depth: 0,
        }
    }

    pub fn next(&mut self) -> Token {
        match self.waiting.checked_sub(1) {
            Some(left) => self.waiting = left,
            None => self.ahead[0] = self.lexer.next(),
        }
        self.ahead.get(self.waiting).copied().unwrap_or(NOWHERE)
    }

    pub fn backup(&mut self) {
        self.waiting = self.waiting.saturating_add(1).min(3);
    }

    /// Gives back `token` and the one after it, which is still there.
    pub fn backup2(&mut self, token: Token) {
        self.ahead[1] = token;
        self.waiting = 2;
    }

    /// Gives back `first`, `second` and the one after them, which is still there.
    pub fn backup3(&mut self, first: Token, second: Token) {
        self.ahead[1] = second;
        self.ahead[2] = first;
        self.waiting = 3;
    }

    pub fn peek(&mut self) -> Token {
        let token = self.next();
        self.backup();
        token
    }

    pub fn next_non_space(&mut self) -> Token {
        loop {
            let token = self.next();
            if token.kind != Kind::Space {
                return token;
            }
        }
    }

    pub fn peek_non_space(&mut self) -> Token {
        let token = self.next_non_space();
        self.backup();
        token
    }

    pub fn text(&self, token: Token) -> &'a str {
        token.span.of(self.source)
    }

    pub fn error<T>(&self, message: impl Into<String>) -> Parsed<T> {
        let at = self.ahead[0].span;
        Err(Box::new(ParseError { message: message.into(), line_at: at.start, span: at }))
    }

    pub fn unexpected<T>(&self, token: Token, context: &str) -> Parsed<T> {
        if token.kind != Kind::Error {
            return self.error(format!("unexpected {} in {context}", self.shown(token)));
        }
        let line = |at: usize| self.source.get(..at).unwrap_or_default().matches('\n').count();
        let mut message = self.lexer.error.clone();
        if let Some(action) = self.action
            && line(action.start) != line(token.span.start)
        {
            let what = if message.ends_with(" action") { " started" } else { " in action started" };
            // `FILE:LINE`; the file is only known further out.
            message.push_str(&format!("{what} at {FILE}:{}", line(action.start).saturating_add(1)));
        }
        self.error(message)
    }

    /// A token as Go's errors show it.
    fn shown(&self, token: Token) -> String {
        let text = self.text(token);
        match token.kind {
            Kind::Eof => "EOF".into(),
            Kind::Keyword(_) => format!("<{text}>"),
            _ if text.len() > 10 => {
                let cut: String = text.chars().take(10).collect();
                format!("{}...", quote(&cut))
            }
            _ => quote(text),
        }
    }

    fn expect(&mut self, kind: Kind, context: &str) -> Parsed<Token> {
        let token = self.next_non_space();
        if token.kind == kind { Ok(token) } else { self.unexpected(token, context) }
    }

    /// Runs `parse` one level deeper.
    pub fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEPTH {
            return self.error("max expression depth exceeded");
        }
        self.depth = self.depth.saturating_add(1);
        let parsed = parse(self);
        self.depth = self.depth.saturating_sub(1);
        parsed
    }

    fn define(&mut self, definition: Definition) -> Parsed<()> {
        let before = self.definitions.iter_mut().find(|other| other.name == definition.name);
        let Some(before) = before else {
            self.definitions.push(definition);
            return Ok(());
        };
        if is_empty(&before.body, self.source) {
            *before = definition;
            return Ok(());
        }
        if is_empty(&definition.body, self.source) {
            return Ok(());
        }
        self.error(format!("template: multiple definition of template {}", quote(&definition.name)))
    }

    fn file(&mut self) -> Parsed<Block> {
        let mut body = Block::new();
        while self.peek().kind != Kind::Eof {
            if self.peek().kind == Kind::LeftDelim {
                let delim = self.next();
                if self.next_non_space().kind == Kind::Keyword(Keyword::Define) {
                    self.definition()?;
                    continue;
                }
                self.backup2(delim);
            }
            match self.text_or_action()? {
                Part::Statement(statement) => body.push(statement),
                Part::End(end) => return self.error(format!("unexpected {}", end.shown())),
            }
        }
        Ok(body)
    }

    /// After `{{define`.
    fn definition(&mut self) -> Parsed<()> {
        const CONTEXT: &str = "define clause";
        let token = self.next_non_space();
        if !matches!(token.kind, Kind::String | Kind::RawString) {
            return self.unexpected(token, CONTEXT);
        }
        let name = self.unquoted(token)?;
        self.expect(Kind::RightDelim, CONTEXT)?;
        self.body_of(name, CONTEXT)
    }

    /// The body of a definition or block, with variables and loops of its own.
    fn body_of(&mut self, name: Rc<str>, context: &str) -> Parsed<()> {
        let outside = std::mem::replace(&mut self.variables, vec!["$".into()]);
        let ranges = std::mem::take(&mut self.ranges);
        let action = self.action.take();
        let (body, end) = self.list()?;
        if let End::Else = end {
            return self.error(format!("unexpected {} in {context}", end.shown()));
        }
        self.define(Definition { name, body })?;
        (self.variables, self.ranges, self.action) = (outside, ranges, action);
        Ok(())
    }

    pub fn unquoted(&self, token: Token) -> Parsed<Rc<str>> {
        match unquote(self.text(token)) {
            Some(text) => Ok(text.into()),
            None => self.error("invalid syntax"),
        }
    }

    fn list(&mut self) -> Parsed<(Block, End)> {
        self.deeper(|parser| {
            let mut list = Block::new();
            while parser.peek_non_space().kind != Kind::Eof {
                match parser.text_or_action()? {
                    Part::Statement(statement) => list.push(statement),
                    Part::End(end) => return Ok((list, end)),
                }
            }
            parser.error("unexpected EOF")
        })
    }

    fn text_or_action(&mut self) -> Parsed<Part> {
        let token = self.next_non_space();
        match token.kind {
            Kind::Text => Ok(Part::Statement(Statement::Text(token.span))),
            Kind::LeftDelim => {
                self.action = Some(token.span);
                let part = self.action(token.span.start)?;
                // As Go does: whatever action was open further out is forgotten.
                self.action = None;
                Ok(part)
            }
            _ => self.unexpected(token, "input"),
        }
    }

    /// What follows the left delimiter at `start`.
    fn action(&mut self, start: usize) -> Parsed<Part> {
        let token = self.next_non_space();
        let Kind::Keyword(keyword) = token.kind else {
            self.backup();
            let (pipe, end) = self.pipeline("command", Kind::RightDelim)?;
            return Ok(Part::Statement(Statement::Action(pipe, Span::new(start, end))));
        };
        let statement = match keyword {
            Keyword::Block => self.block(start)?,
            Keyword::Break => self.jump("break", Statement::Break)?,
            Keyword::Continue => self.jump("continue", Statement::Continue)?,
            Keyword::Else => {
                self.after_else()?;
                return Ok(Part::End(End::Else));
            }
            Keyword::End => {
                self.expect(Kind::RightDelim, "end")?;
                return Ok(Part::End(End::End));
            }
            Keyword::If => Statement::If(Box::new(self.branch("if")?)),
            Keyword::With => Statement::With(Box::new(self.branch("with")?)),
            Keyword::Range => Statement::Range(Box::new(self.branch("range")?)),
            Keyword::Template => self.template(start)?,
            Keyword::Dot | Keyword::Nil | Keyword::Define => {
                self.backup();
                let (pipe, end) = self.pipeline("command", Kind::RightDelim)?;
                Statement::Action(pipe, Span::new(start, end))
            }
        };
        Ok(Part::Statement(statement))
    }

    fn jump(&mut self, word: &str, statement: Statement) -> Parsed<Statement> {
        let token = self.next_non_space();
        if token.kind != Kind::RightDelim {
            return self.unexpected(token, &format!("{{{{{word}}}}}"));
        }
        if self.ranges == 0 {
            return self.error(format!("{{{{{word}}}}} outside {{{{range}}}}"));
        }
        Ok(statement)
    }

    /// `else if` and `else with` are read by the branch they belong to.
    fn after_else(&mut self) -> Parsed<()> {
        let token = self.peek_non_space();
        if matches!(token.kind, Kind::Keyword(Keyword::If | Keyword::With)) {
            return Ok(());
        }
        self.expect(Kind::RightDelim, "else").map(drop)
    }

    fn branch(&mut self, word: &str) -> Parsed<Branch> {
        let scope = self.variables.len();
        let (pipe, _) = self.pipeline(word, Kind::RightDelim)?;
        let range = usize::from(word == "range");
        self.ranges = self.ranges.saturating_add(range);
        let (then, end) = self.list()?;
        self.ranges = self.ranges.saturating_sub(range);
        let otherwise = match end {
            End::End => None,
            End::Else => Some(self.otherwise(word)?),
        };
        self.variables.truncate(scope);
        Ok(Branch { pipe, then, otherwise })
    }

    fn otherwise(&mut self, word: &str) -> Parsed<Block> {
        match (word, self.peek().kind) {
            ("if", Kind::Keyword(Keyword::If)) => {
                self.next();
                let branch = self.deeper(|parser| parser.branch("if"))?;
                Ok(vec![Statement::If(Box::new(branch))])
            }
            ("with", Kind::Keyword(Keyword::With)) => {
                self.next();
                let branch = self.deeper(|parser| parser.branch("with"))?;
                Ok(vec![Statement::With(Box::new(branch))])
            }
            _ => match self.list()? {
                (list, End::End) => Ok(list),
                (_, end) => self.error(format!("expected end; found {}", end.shown())),
            },
        }
    }

    fn template_name(&mut self, context: &str) -> Parsed<(Token, Rc<str>)> {
        let token = self.next_non_space();
        if !matches!(token.kind, Kind::String | Kind::RawString) {
            return self.unexpected(token, context);
        }
        Ok((token, self.unquoted(token)?))
    }

    fn block(&mut self, start: usize) -> Parsed<Statement> {
        const CONTEXT: &str = "block clause";
        let (token, name) = self.template_name(CONTEXT)?;
        let (pipe, end) = self.pipeline(CONTEXT, Kind::RightDelim)?;
        self.body_of(name.clone(), CONTEXT)?;
        let place = place_of(token, &pipe);
        Ok(Statement::Template(Call { place, name, pipe: Some(pipe), action: Span::new(start, end) }))
    }

    fn template(&mut self, start: usize) -> Parsed<Statement> {
        const CONTEXT: &str = "template clause";
        let (token, name) = self.template_name(CONTEXT)?;
        let next = self.next_non_space();
        if next.kind == Kind::RightDelim {
            let place = Place { pos: token.span.start, span: Span::at(token.span.end) };
            return Ok(Statement::Template(Call { place, name, pipe: None, action: Span::new(start, next.span.end) }));
        }
        self.backup();
        let (pipe, end) = self.pipeline(CONTEXT, Kind::RightDelim)?;
        let place = place_of(token, &pipe);
        Ok(Statement::Template(Call { place, name, pipe: Some(pipe), action: Span::new(start, end) }))
    }
}

/// The place of a template action: its name is where errors point, its pipeline the rest of its text.
fn place_of(name: Token, pipe: &Pipe) -> Place {
    Place { pos: name.span.start, span: pipe.place.span }
}

impl End {
    fn shown(&self) -> &'static str {
        match self {
            End::End => "{{end}}",
            End::Else => "{{else}}",
        }
    }
}

/// Stands for the name of the file in a message until somebody knows it; no source can contain it.
pub(super) const FILE: char = '\u{0}';
