//! Runs templates (`text/template/exec.go`).

mod call;
mod field;
mod range;
mod report;

pub(super) use field::zero;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::ast::Place;
use super::code::{Op, Template, TemplateSite};
use super::error::{Limit, Nested};
use super::functions::{Dice, Env, Functions};
use super::set::Set;
use super::value::Value;
use super::{Limits, Piece};
use crate::text::Span;
use range::Items;

/// How deep `{{ template }}` may go (`maxExecDepth`).
const TEMPLATE_DEPTH: usize = 100_000;

/// How deep everything together may go; Go's own stack ends somewhere beyond.
const FRAMES: usize = 120_000;

/// What a template wrote.
#[derive(Debug, Default)]
pub struct Output {
    /// The text.
    pub text: String,
    /// Which part of the source made which part of the text.
    pub map: Vec<Piece>,
}

/// Why a template ended early.
#[derive(Debug)]
pub(super) struct Stopped {
    pub cause: Cause,
    /// Where in the file that was run: the outermost place.
    pub place: Place,
    /// Where it really happened: name of the text and place in it.
    pub source: Rc<super::code::Source>,
    pub inner: Place,
    /// The innermost message alone.
    pub message: String,
}

/// See [`Stopped`].
#[derive(Debug)]
pub(super) enum Cause {
    /// Go's error.
    Error(Nested),
    /// A limit of ours.
    Limit(Limit),
}

/// A value with what Go knows of its type: whether it stands in an `interface {}`.
#[derive(Debug, Clone, Default)]
pub struct Slot {
    /// The value.
    pub value: Value,
    /// Whether it is boxed.
    pub boxed: bool,
}

impl From<Value> for Slot {
    fn from(value: Value) -> Self {
        Slot { value, boxed: false }
    }
}

struct Frame {
    template: Rc<Template>,
    set: Rc<Set>,
    pc: usize,
    dot: Slot,
    /// Where its variables, scopes and operands begin.
    variables: usize,
    scopes: usize,
    stack: usize,
    place: Place,
    kind: Kind,
    /// How many template actions led here.
    depth: usize,
}

/// Why a frame runs, and so what happens when it ends.
enum Kind {
    /// It is the file itself, or runs for a template action.
    Inline,
    /// For `include`: the text is its result.
    Include(Rc<str>),
    /// For `tpl`.
    Tpl(Rc<str>),
}

struct Scope {
    variables: usize,
    dot: Slot,
    items: Option<Items>,
    /// Variables before a round.
    mark: usize,
    /// Set by every round.
    site: Option<Rc<super::code::RangeSite>>,
}

/// A call worth telling: name of the text, place, function.
pub(super) type Note = (Rc<str>, Span, &'static str);

pub(super) struct Machine<'a> {
    env: &'a Env<'a>,
    functions: &'a Functions,
    limits: &'a Limits,
    steps: u64,
    written: usize,
    frames: Vec<Frame>,
    stack: Vec<Slot>,
    variables: Vec<(Rc<str>, Slot)>,
    scopes: Vec<Scope>,
    /// Texts of `include` and `tpl` that are being written.
    buffers: Vec<String>,
    output: Output,
    /// The action of the file that is being run.
    action: Span,
    /// How often each template is being included right now.
    included: BTreeMap<Rc<str>, usize>,
    /// Calls of functions that are not computed: name of the text, place, function.
    pub missing: BTreeSet<Note>,
    /// Calls whose results are random in Helm.
    pub made_up: BTreeSet<Note>,
    dice: Dice,
}

/// What the machine found out.
enum Halt {
    /// The error was made by the machine itself (`errorf`).
    Here(String),
    /// A function returned it.
    From(String, Nested),
    Limit(Limit),
}

impl<'a> Machine<'a> {
    pub fn new(env: &'a Env<'a>, functions: &'a Functions, limits: &'a Limits, seed: u64) -> Self {
        Machine {
            env,
            functions,
            limits,
            steps: 0,
            written: 0,
            frames: Vec::new(),
            stack: Vec::new(),
            variables: Vec::new(),
            scopes: Vec::new(),
            buffers: Vec::new(),
            output: Output::default(),
            action: Span::default(),
            included: BTreeMap::new(),
            missing: BTreeSet::new(),
            made_up: BTreeSet::new(),
            dice: Dice::new(seed),
        }
    }

    /// Runs `template` with `data`. What was used of the limits stays used.
    pub fn run(&mut self, template: Rc<Template>, set: &Rc<Set>, data: Value) -> Result<Output, Box<Stopped>> {
        self.reset();
        self.enter(template, Rc::clone(set), data.into(), Kind::Inline);
        while !self.frames.is_empty() {
            if let Err(halt) = self.step() {
                let stopped = self.unwind(halt);
                self.reset();
                return Err(Box::new(stopped));
            }
        }
        Ok(std::mem::take(&mut self.output))
    }

    fn reset(&mut self) {
        self.frames.clear();
        self.stack.clear();
        self.variables.clear();
        self.scopes.clear();
        self.buffers.clear();
        self.included.clear();
        self.output = Output::default();
    }

    fn enter(&mut self, template: Rc<Template>, set: Rc<Set>, dot: Slot, kind: Kind) {
        let depth = match (&kind, self.frames.last()) {
            (Kind::Inline, Some(frame)) => frame.depth.saturating_add(1),
            _ => 0,
        };
        let frame = Frame {
            template,
            set,
            pc: 0,
            dot: dot.clone(),
            variables: self.variables.len(),
            scopes: self.scopes.len(),
            stack: self.stack.len(),
            place: Place::default(),
            kind,
            depth,
        };
        self.variables.push(("$".into(), dot));
        self.frames.push(frame);
    }

    /// One instruction, or the end of a frame.
    fn step(&mut self) -> Result<(), Halt> {
        self.steps = self.steps.saturating_add(1);
        if self.steps > self.limits.steps {
            return Err(Halt::Limit(Limit::Steps));
        }
        let Some(frame) = self.frames.last_mut() else { return Ok(()) };
        let template = Rc::clone(&frame.template);
        let Some(op) = template.code.get(frame.pc) else {
            return self.leave_frame();
        };
        frame.pc = frame.pc.saturating_add(1);
        self.execute(op, &template)
    }

    fn execute(&mut self, op: &Op, template: &Template) -> Result<(), Halt> {
        match op {
            Op::Text(span) => return self.write(span.of(&template.source.text), *span),
            Op::Print(span) => return self.print(*span),
            Op::Drop => drop(self.pop()),
            Op::At(place) => self.at(*place),
            Op::Push(value) => self.push(value.clone().into()),
            Op::Dot => {
                let dot = self.frames.last().map(|frame| frame.dot.clone()).unwrap_or_default();
                self.push(dot);
            }
            Op::Variable(name) => {
                let found = self.variable(name).ok_or_else(|| Halt::Here(format!("undefined variable: {name}")))?;
                let slot = found.clone();
                self.push(slot);
            }
            Op::Field(name) => {
                let receiver = self.pop();
                let slot = self.field(receiver, name)?;
                self.push(slot);
            }
            Op::Unbox => {
                if let Some(top) = self.stack.last_mut() {
                    top.boxed = false;
                }
            }
            Op::Check(param) => {
                let top = self.pop();
                let fitting = self.fit(top, *param)?;
                self.push(fitting);
            }
            Op::Fail(message) => return Err(Halt::Here(message.to_string())),
            Op::Call(site) => return self.call(site),
            Op::Method(site) => return self.prepare_method(site),
            Op::CallMethod(site) => return self.call_method(site),
            Op::Shortcut { stop, end } => {
                if self.stack.last().is_some_and(|top| top.value.truth() == *stop) {
                    self.jump(*end);
                } else {
                    self.pop();
                }
            }
            Op::DropBelow => {
                let top = self.pop();
                self.pop();
                self.push(top);
            }
            Op::Declare(name) => {
                let slot = self.stack.last().cloned().unwrap_or_default();
                self.variables.push((name.clone(), slot));
            }
            Op::Assign(name) => {
                let slot = self.stack.last().cloned().unwrap_or_default();
                self.assign(name, slot)?;
            }
            Op::Jump(to) => self.jump(*to),
            Op::Unless(to) => {
                if !self.pop().value.truth() {
                    self.jump(*to);
                }
            }
            Op::With(to) => {
                let top = self.pop();
                match self.frames.last_mut() {
                    Some(frame) if top.value.truth() => frame.dot = top,
                    _ => self.jump(*to),
                }
            }
            Op::Open => {
                let dot = self.frames.last().map(|frame| frame.dot.clone()).unwrap_or_default();
                let variables = self.variables.len();
                self.scopes.push(Scope { variables, dot, items: None, mark: variables, site: None });
            }
            Op::Close => self.close(),
            Op::Range(site) => return self.range(site),
            Op::Next(end) => return self.next_round(*end),
            Op::Leave(to) => {
                while self.scopes.last().is_some_and(|scope| scope.items.is_none()) {
                    self.close();
                }
                self.jump(*to);
            }
            Op::Template(site) => return self.find_template(site),
            Op::Enter(site) => return self.enter_template(site),
        }
        Ok(())
    }

    fn push(&mut self, slot: Slot) {
        self.stack.push(slot);
    }

    fn pop(&mut self) -> Slot {
        self.stack.pop().unwrap_or_default()
    }

    fn at(&mut self, place: Place) {
        if let Some(frame) = self.frames.last_mut() {
            frame.place = place;
        }
    }

    fn jump(&mut self, to: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.pc = to;
        }
    }

    fn variable(&mut self, name: &str) -> Option<&mut Slot> {
        let base = self.frames.last().map_or(0, |frame| frame.variables);
        let own = self.variables.get_mut(base..)?;
        own.iter_mut().rev().find(|(other, _)| &**other == name).map(|(_, slot)| slot)
    }

    fn assign(&mut self, name: &str, slot: Slot) -> Result<(), Halt> {
        match self.variable(name) {
            Some(found) => {
                *found = slot;
                Ok(())
            }
            None => Err(Halt::Here(format!("undefined variable: {name}"))),
        }
    }

    fn close(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        self.variables.truncate(scope.variables);
        if let Some(frame) = self.frames.last_mut() {
            frame.dot = scope.dot;
        }
    }

    /// Writes `text`, which `span` of the source made.
    fn write(&mut self, text: &str, span: Span) -> Result<(), Halt> {
        self.written = self.written.saturating_add(text.len());
        if self.written > self.limits.output {
            return Err(Halt::Limit(Limit::Output));
        }
        if self.frames.len() == 1 {
            self.action = span;
        }
        let Some(buffer) = self.buffers.last_mut() else {
            self.output.push(text, self.action);
            return Ok(());
        };
        if buffer.len().saturating_add(text.len()) > self.limits.value {
            return Err(Halt::Limit(Limit::Value));
        }
        buffer.push_str(text);
        Ok(())
    }

    fn print(&mut self, span: Span) -> Result<(), Halt> {
        match self.pop().value {
            Value::Nil => self.write("<no value>", span),
            Value::Text(text) => self.write(&text, span),
            Value::Record(record) if record.display.is_some() => {
                self.write(record.display.as_deref().unwrap_or_default(), span)
            }
            value => {
                let text = super::format::display(&value, self.env.dialect.package, self.limits.value);
                self.write(&text.ok_or(Halt::Limit(Limit::Value))?, span)
            }
        }
    }

    fn find_template(&mut self, site: &TemplateSite) -> Result<(), Halt> {
        self.at(site.place);
        if self.frames.len() == 1 {
            self.action = site.action;
        }
        let Some(frame) = self.frames.last() else { return Ok(()) };
        if frame.set.get(&site.name).is_none() {
            return Err(Halt::Here(format!("template {} not defined", super::format::quote(&site.name))));
        }
        if frame.depth >= TEMPLATE_DEPTH {
            return Err(Halt::Here(format!("exceeded maximum template depth ({TEMPLATE_DEPTH})")));
        }
        Ok(())
    }

    fn enter_template(&mut self, site: &TemplateSite) -> Result<(), Halt> {
        let data = self.pop();
        let Some(frame) = self.frames.last() else { return Ok(()) };
        let set = Rc::clone(&frame.set);
        let Some(template) = set.get(&site.name) else { return Ok(()) };
        self.check_depth()?;
        self.enter(template, set, data, Kind::Inline);
        Ok(())
    }

    fn check_depth(&self) -> Result<(), Halt> {
        if self.frames.len() >= FRAMES { Err(Halt::Limit(Limit::Depth)) } else { Ok(()) }
    }

    fn leave_frame(&mut self) -> Result<(), Halt> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.variables.truncate(frame.variables);
        self.scopes.truncate(frame.scopes);
        self.stack.truncate(frame.stack);
        match frame.kind {
            Kind::Inline => {}
            Kind::Include(name) => {
                if let Some(count) = self.included.get_mut(&name) {
                    *count = count.saturating_sub(1);
                }
                let text = self.buffers.pop().unwrap_or_default();
                self.push(Value::from(text).into());
            }
            Kind::Tpl(_) => {
                let text = self.buffers.pop().unwrap_or_default().replace("<no value>", "");
                self.push(Value::from(text).into());
            }
        }
        Ok(())
    }
}

impl Output {
    fn push(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.map.push(Piece { output: Span::new(start, self.text.len()), source });
    }
}
