//! The tree of a template, as `text/template/parse/node.go` has it.

use std::rc::Rc;

use super::functions::Function;
use super::number::Number;
use crate::text::Span;

/// Where a node is: the byte errors point at, and the source its text in errors is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub pos: usize,
    pub span: Span,
}

/// Statements in order.
pub(super) type Block = Vec<Statement>;

/// What stands between delimiters, or the text between those.
#[derive(Debug)]
pub(super) enum Statement {
    Text(Span),
    /// `{{ … }}`; the span has the delimiters.
    Action(Pipe, Span),
    If(Box<Branch>),
    With(Box<Branch>),
    Range(Box<Branch>),
    Break,
    Continue,
    /// `{{ template "name" … }}`; also what a block leaves behind.
    Template(Call),
}

/// `if`, `with` and `range`.
#[derive(Debug)]
pub(super) struct Branch {
    pub pipe: Pipe,
    pub then: Block,
    pub otherwise: Option<Block>,
}

/// A template action.
#[derive(Debug)]
pub(super) struct Call {
    pub place: Place,
    pub name: Rc<str>,
    pub pipe: Option<Pipe>,
    /// The action with its delimiters.
    pub action: Span,
}

/// Commands, each getting the result of the one before.
#[derive(Debug, Default)]
pub(super) struct Pipe {
    pub place: Place,
    pub assign: bool,
    pub variables: Vec<Rc<str>>,
    pub commands: Vec<Command>,
}

/// A function or value with arguments; never empty.
#[derive(Debug)]
pub(super) struct Command {
    pub place: Place,
    pub words: Vec<Operand>,
}

/// One word of a command.
#[derive(Debug)]
pub(super) struct Operand {
    pub place: Place,
    pub term: Term,
}

/// What an operand is.
#[derive(Debug)]
pub(super) enum Term {
    Dot,
    Nil,
    Bool(bool),
    Number(Number),
    Text(Rc<str>),
    Function(&'static Function),
    /// `.a.b`
    Field(Vec<Rc<str>>),
    /// `$x.a.b`
    Variable(Rc<str>, Vec<Rc<str>>),
    /// `(…)`
    Pipe(Pipe),
    /// `(…).a.b`
    Chain(Box<Operand>, Vec<Rc<str>>),
}

/// A named template.
#[derive(Debug)]
pub(super) struct Definition {
    pub name: Rc<str>,
    pub body: Block,
}

/// Whether a body is nothing but white space; such a one replaces no other (`parse.IsEmptyTree`).
pub(super) fn is_empty(body: &[Statement], source: &str) -> bool {
    body.iter().all(|statement| matches!(statement, Statement::Text(span) if span.of(source).trim().is_empty()))
}
