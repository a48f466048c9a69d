//! Instructions of the machine that runs templates.
//!
//! A template is turned into a flat list, so that running it needs no recursion: however deep
//! templates include each other, the stack of the browser stays as it is.

use std::rc::Rc;

use super::ast::Place;
use super::functions::{Function, Param};
use super::value::Value;
use crate::text::Span;

/// The text a template was read from.
#[derive(Debug)]
pub(super) struct Source {
    /// Its name in errors.
    pub name: Rc<str>,
    pub text: Rc<str>,
}

/// A template ready to run.
#[derive(Debug)]
pub(super) struct Template {
    pub name: Rc<str>,
    pub source: Rc<Source>,
    pub code: Vec<Op>,
    /// Nothing but white space, which replaces no other template.
    pub empty: bool,
}

/// One instruction. "Push" and "pop" speak of the operand stack.
#[derive(Debug, Clone)]
pub(super) enum Op {
    /// Writes a part of the source.
    Text(Span),
    /// Pops and prints; the span is the action.
    Print(Span),
    /// Pops.
    Drop,
    /// What follows happens at this node.
    At(Place),
    /// Pushes a constant.
    Push(Value),
    /// Pushes dot.
    Dot,
    /// Pushes a variable.
    Variable(Rc<str>),
    /// Replaces the top by its field.
    Field(Rc<str>),
    /// The end of a command: an interface on top gives way to what is in it.
    Unbox,
    /// The top must fit a parameter.
    Check(Param),
    /// Stops with Go's message.
    Fail(Rc<str>),
    /// Calls a function with the arguments on top.
    Call(Rc<CallSite>),
    /// Prepares a method call on the top; goes to `end` where there is nothing to call.
    Method(Rc<MethodSite>),
    /// Calls the method prepared before.
    CallMethod(Rc<MethodSite>),
    /// `and`, `or`: if the truth of the top is `stop`, that is the result; else pops.
    Shortcut { stop: bool, end: usize },
    /// Drops what is below the top.
    DropBelow,
    /// Adds a variable with the value on top.
    Declare(Rc<str>),
    /// Gives a variable the value on top.
    Assign(Rc<str>),
    /// Goes elsewhere.
    Jump(usize),
    /// Pops; goes elsewhere if that is not true.
    Unless(usize),
    /// As `Unless`, else makes it the dot.
    With(usize),
    /// Begins a scope: dot and variables are restored at its end.
    Open,
    /// Ends a scope.
    Close,
    /// Pops and begins to range over it; goes elsewhere if there is nothing in it.
    Range(Rc<RangeSite>),
    /// The next round, or elsewhere.
    Next(usize),
    /// Leaves scopes up to the loop's, then goes elsewhere.
    Leave(usize),
    /// `{{ template }}`: there must be such a template.
    Template(Rc<TemplateSite>),
    /// Pops the data and runs the template.
    Enter(Rc<TemplateSite>),
}

/// A function call.
#[derive(Debug)]
pub(super) struct CallSite {
    pub function: &'static Function,
    /// Arguments written in the source.
    pub args: usize,
    /// Whether the pipeline adds one, which lies below the others.
    pub piped: bool,
    pub place: Place,
}

/// A method call with arguments.
#[derive(Debug)]
pub(super) struct MethodSite {
    pub name: Rc<str>,
    pub args: usize,
    pub piped: bool,
    pub place: Place,
    pub end: usize,
}

/// A loop.
#[derive(Debug)]
pub(super) struct RangeSite {
    pub variables: Vec<Rc<str>>,
    pub assign: bool,
    pub otherwise: usize,
}

/// A template action.
#[derive(Debug)]
pub(super) struct TemplateSite {
    pub name: Rc<str>,
    pub place: Place,
    pub action: Span,
}
