//! Tokens to the tree: pipelines, commands, operands (`text/template/parse/parse.go`).

use std::rc::Rc;

use super::ast::{Command, Operand, Pipe, Place, Term};
use super::lex::{Keyword, Kind, Token};
use super::number::Number;
use super::parse::{Parsed, Parser};
use crate::text::Span;

impl Parser<'_> {
    /// A pipeline up to `end`, and the byte after that.
    pub fn pipeline(&mut self, context: &str, end: Kind) -> Parsed<(Pipe, usize)> {
        let first = self.peek_non_space();
        let start = first.span.start;
        let mut pipe = Pipe { place: Place { pos: start, span: Span::at(start) }, ..Pipe::default() };
        self.declarations(&mut pipe, context)?;
        loop {
            let token = self.next_non_space();
            if token.kind == end {
                self.check(&pipe, context)?;
                pipe.place.span = Span::new(start, token.span.start);
                return Ok((pipe, token.span.end));
            }
            if !starts_operand(token.kind) {
                return self.unexpected(token, context);
            }
            self.backup();
            let command = self.command()?;
            pipe.commands.push(command);
        }
    }

    /// `$x :=`, `$x =`, and in a range `$i, $x :=`.
    fn declarations(&mut self, pipe: &mut Pipe, context: &str) -> Parsed<()> {
        loop {
            let variable = self.peek_non_space();
            if variable.kind != Kind::Variable {
                return Ok(());
            }
            self.next();
            let after = self.peek();
            let next = self.peek_non_space();
            let name: Rc<str> = self.text(variable).into();
            match next.kind {
                Kind::Assign | Kind::Declare => {
                    pipe.assign = next.kind == Kind::Assign;
                    self.next_non_space();
                    pipe.variables.push(name.clone());
                    self.variables.push(name);
                    return Ok(());
                }
                Kind::Char if self.text(next) == "," => {
                    self.next_non_space();
                    pipe.variables.push(name.clone());
                    self.variables.push(name);
                    if context != "range" || pipe.variables.len() >= 2 {
                        return self.error(format!("too many declarations in {context}"));
                    }
                    if !matches!(self.peek_non_space().kind, Kind::Variable | Kind::RightDelim | Kind::RightParen) {
                        return self.error("range can only initialize variables");
                    }
                }
                _ if after.kind == Kind::Space => {
                    self.backup3(variable, after);
                    return Ok(());
                }
                _ => {
                    self.backup2(variable);
                    return Ok(());
                }
            }
        }
    }

    fn check(&self, pipe: &Pipe, context: &str) -> Parsed<()> {
        if pipe.commands.is_empty() {
            return self.error(format!("missing value for {context}"));
        }
        for (i, command) in pipe.commands.iter().enumerate().skip(1) {
            let literal = command.words.first().is_some_and(|word| {
                matches!(word.term, Term::Bool(_) | Term::Dot | Term::Nil | Term::Number(_) | Term::Text(_))
            });
            if literal {
                return self.error(format!("non executable command in pipeline stage {}", i.saturating_add(1)));
            }
        }
        Ok(())
    }

    fn command(&mut self) -> Parsed<Command> {
        let start = self.peek_non_space().span.start;
        let mut words = Vec::new();
        let mut end = start;
        loop {
            self.peek_non_space();
            if let Some(operand) = self.operand()? {
                end = operand.end;
                words.push(operand.word);
            }
            let token = self.next();
            match token.kind {
                Kind::Space => continue,
                Kind::RightDelim | Kind::RightParen => self.backup(),
                Kind::Pipe => {}
                _ => return self.unexpected(token, "operand"),
            }
            break;
        }
        if words.is_empty() {
            return self.error("empty command");
        }
        Ok(Command { place: Place { pos: start, span: Span::new(start, end) }, words })
    }

    /// A term and the fields behind it; `None` where nothing of the kind begins.
    fn operand(&mut self) -> Parsed<Option<Read>> {
        let Some(Read { mut word, start, mut end }) = self.term()? else { return Ok(None) };
        let chain = self.peek();
        if chain.kind != Kind::Field {
            return Ok(Some(Read { word, start, end }));
        }
        let mut fields = Vec::new();
        while self.peek().kind == Kind::Field {
            let token = self.next();
            end = token.span.end;
            fields.push(self.field_name(token));
        }
        // Errors point at the first of the further fields.
        let place = Place { pos: chain.span.start, span: Span::new(start, end) };
        match &mut word.term {
            Term::Field(path) | Term::Variable(_, path) => {
                path.append(&mut fields);
                word.place = place;
            }
            Term::Bool(_) | Term::Text(_) | Term::Number(_) | Term::Nil | Term::Dot => {
                let term = word.place.span.of(self.source);
                return self.error(format!("unexpected . after term {}", super::format::quote(term)));
            }
            _ => word = Operand { place, term: Term::Chain(Box::new(word), fields) },
        }
        Ok(Some(Read { word, start, end }))
    }

    fn field_name(&self, token: Token) -> Rc<str> {
        let text = self.text(token);
        text.strip_prefix('.').unwrap_or(text).into()
    }

    fn term(&mut self) -> Parsed<Option<Read>> {
        let token = self.next_non_space();
        let text = self.text(token);
        let term = match token.kind {
            Kind::Identifier => {
                let Some(function) = (self.known)(text) else {
                    return self.error(format!("function {} not defined", super::format::quote(text)));
                };
                Term::Function(function)
            }
            Kind::Keyword(Keyword::Dot) => Term::Dot,
            Kind::Keyword(Keyword::Nil) => Term::Nil,
            Kind::Variable => {
                if !self.variables.iter().any(|name| &**name == text) {
                    return self.error(format!("undefined variable {}", super::format::quote(text)));
                }
                Term::Variable(text.into(), Vec::new())
            }
            Kind::Field => Term::Field(vec![self.field_name(token)]),
            Kind::Bool => Term::Bool(text == "true"),
            Kind::CharConstant | Kind::Complex | Kind::Number => match Number::read(text, token.kind) {
                Ok(number) => Term::Number(number),
                Err(message) => return self.error(message),
            },
            Kind::String | Kind::RawString => Term::Text(self.unquoted(token)?),
            Kind::LeftParen => {
                let (pipe, end) = self.deeper(|parser| parser.pipeline("parenthesized pipeline", Kind::RightParen))?;
                let word = Operand { place: pipe.place, term: Term::Pipe(pipe) };
                return Ok(Some(Read { word, start: token.span.start, end }));
            }
            _ => {
                self.backup();
                return Ok(None);
            }
        };
        let place = Place { pos: token.span.start, span: token.span };
        Ok(Some(Read { word: Operand { place, term }, start: token.span.start, end: token.span.end }))
    }
}

/// An operand with its parentheses.
struct Read {
    word: Operand,
    start: usize,
    end: usize,
}

fn starts_operand(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Bool
            | Kind::CharConstant
            | Kind::Complex
            | Kind::Field
            | Kind::Identifier
            | Kind::Number
            | Kind::RawString
            | Kind::String
            | Kind::Variable
            | Kind::LeftParen
            | Kind::Keyword(Keyword::Dot | Keyword::Nil)
    )
}
