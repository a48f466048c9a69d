//! The tree to instructions.
//!
//! Go decides while it runs how a constant fits a parameter or whether arguments are too few; all
//! of that is known beforehand, so it is decided here. The errors still come when Go's would: an
//! instruction that fails stands where Go would find out.

use std::rc::Rc;

use super::ast::{Branch, Call, Command, Definition, Operand, Pipe, Place, Statement, Term, is_empty};
use super::code::{CallSite, MethodSite, Op, RangeSite, Source, Template, TemplateSite};
use super::functions::{Body, Function, Param};
use super::number::Number;
use super::shown::shown;
use super::value::Value;

/// Makes a definition ready to run.
pub(super) fn compile(definition: &Definition, source: &Rc<Source>) -> Template {
    let mut compiler = Compiler { source, code: Vec::new(), loops: Vec::new() };
    compiler.block(&definition.body);
    Template {
        name: definition.name.clone(),
        source: Rc::clone(source),
        code: compiler.code,
        empty: is_empty(&definition.body, &source.text),
    }
}

struct Compiler<'a> {
    source: &'a Rc<Source>,
    code: Vec<Op>,
    /// For each loop at hand: its start, and the jumps to its end that wait for it.
    loops: Vec<(usize, Vec<usize>)>,
}

impl Compiler<'_> {
    fn emit(&mut self, op: Op) -> usize {
        self.code.push(op);
        self.code.len().saturating_sub(1)
    }

    fn here(&self) -> usize {
        self.code.len()
    }

    fn patch(&mut self, at: usize, op: Op) {
        if let Some(slot) = self.code.get_mut(at) {
            *slot = op;
        }
    }

    fn fail(&mut self, message: String) {
        self.emit(Op::Fail(message.into()));
    }

    fn shown(&self, place: Place) -> String {
        shown(&self.source.text, place)
    }

    fn block(&mut self, block: &[Statement]) {
        for statement in block {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Text(span) => {
                self.emit(Op::Text(*span));
            }
            Statement::Action(pipe, span) => {
                self.pipe(pipe);
                self.emit(if pipe.variables.is_empty() { Op::Print(*span) } else { Op::Drop });
            }
            Statement::If(branch) => self.branch(branch, Op::Unless),
            Statement::With(branch) => self.branch(branch, Op::With),
            Statement::Range(branch) => self.range(branch),
            Statement::Break => {
                let jump = self.emit(Op::Leave(0));
                if let Some((_, waiting)) = self.loops.last_mut() {
                    waiting.push(jump);
                }
            }
            Statement::Continue => {
                let start = self.loops.last().map_or(0, |(start, _)| *start);
                self.emit(Op::Leave(start));
            }
            Statement::Template(call) => self.template(call),
        }
    }

    fn branch(&mut self, branch: &Branch, test: fn(usize) -> Op) {
        self.emit(Op::Open);
        self.pipe(&branch.pipe);
        let unless = self.emit(test(0));
        self.block(&branch.then);
        let jump = self.emit(Op::Jump(0));
        self.patch(unless, test(self.here()));
        self.block(branch.otherwise.as_deref().unwrap_or_default());
        self.patch(jump, Op::Jump(self.here()));
        self.emit(Op::Close);
    }

    fn range(&mut self, branch: &Branch) {
        self.emit(Op::Open);
        self.pipe(&branch.pipe);
        let range = self.emit(Op::Drop);
        let start = self.emit(Op::Next(0));
        self.loops.push((start, Vec::new()));
        self.block(&branch.then);
        self.emit(Op::Jump(start));
        let otherwise = self.here();
        let breaks = self.loops.pop().map(|(_, breaks)| breaks).unwrap_or_default();
        self.block(branch.otherwise.as_deref().unwrap_or_default());
        let end = self.emit(Op::Close);
        self.patch(start, Op::Next(end));
        for jump in breaks {
            self.patch(jump, Op::Leave(end));
        }
        let site = RangeSite { variables: branch.pipe.variables.clone(), assign: branch.pipe.assign, otherwise };
        self.patch(range, Op::Range(Rc::new(site)));
    }

    fn template(&mut self, call: &Call) {
        let site = TemplateSite { name: call.name.clone(), place: call.place, action: call.action };
        let site = Rc::new(site);
        // Go looks the template up before it evaluates the data, and so does the machine.
        self.emit(Op::Template(Rc::clone(&site)));
        match &call.pipe {
            Some(pipe) => self.pipe(pipe),
            None => {
                self.emit(Op::Push(Value::Nil));
            }
        }
        self.emit(Op::Enter(site));
    }

    fn pipe(&mut self, pipe: &Pipe) {
        self.emit(Op::At(pipe.place));
        for (i, command) in pipe.commands.iter().enumerate() {
            self.command(command, i > 0);
            self.emit(Op::Unbox);
        }
        for name in &pipe.variables {
            let op = if pipe.assign { Op::Assign(name.clone()) } else { Op::Declare(name.clone()) };
            self.emit(op);
        }
    }

    /// A command; `piped` if the result of the one before is on the stack.
    fn command(&mut self, command: &Command, piped: bool) {
        let Some((first, args)) = command.words.split_first() else { return };
        let alone = args.is_empty() && !piped;
        match &first.term {
            Term::Function(function) => self.function(function, first.place, command.place, args, piped),
            Term::Field(path) => {
                self.emit(Op::At(first.place));
                self.emit(Op::Dot);
                self.path(path, first.place, args, piped);
            }
            Term::Variable(name, path) if !path.is_empty() => {
                self.emit(Op::At(first.place));
                self.emit(Op::Variable(name.clone()));
                self.path(path, first.place, args, piped);
            }
            Term::Chain(base, path) => {
                self.emit(Op::At(first.place));
                self.chain_base(base, first.place);
                self.path(path, first.place, args, piped);
            }
            Term::Pipe(_) => {
                if !alone {
                    self.no_arguments(first);
                }
                self.operand(first);
            }
            Term::Nil => {
                self.emit(Op::At(first.place));
                if !alone {
                    self.no_arguments(first);
                }
                self.fail("nil is not a command".into());
            }
            _ => {
                self.emit(Op::At(first.place));
                if !alone {
                    self.no_arguments(first);
                }
                self.operand(first);
            }
        }
    }

    fn no_arguments(&mut self, word: &Operand) {
        self.fail(format!("can't give argument to non-function {}", self.shown(word.place)));
    }

    fn chain_base(&mut self, base: &Operand, place: Place) {
        if let Term::Nil = base.term {
            self.fail(format!("indirection through explicit nil in {}", self.shown(place)));
        }
        self.operand(base);
    }

    /// Fields of the value on top; arguments go to the last one.
    fn path(&mut self, path: &[Rc<str>], place: Place, args: &[Operand], piped: bool) {
        let Some((last, inner)) = path.split_last() else { return };
        for name in inner {
            self.emit(Op::Field(name.clone()));
        }
        if args.is_empty() && !piped {
            self.emit(Op::Field(last.clone()));
            return;
        }
        let site = |end| MethodSite { name: last.clone(), args: args.len(), piped, place, end };
        let start = self.emit(Op::Drop);
        for arg in args {
            // What takes constants takes strings; the rest is checked once the method is known.
            let constant = matches!(arg.term, Term::Bool(_) | Term::Number(_) | Term::Text(_));
            self.argument(arg, if constant { Param::Text } else { Param::Reflect });
        }
        let site = Rc::new(site(self.here().saturating_add(1)));
        self.emit(Op::CallMethod(Rc::clone(&site)));
        self.patch(start, Op::Method(site));
    }

    /// Pushes the value of a word that is no command.
    fn operand(&mut self, word: &Operand) {
        self.emit(Op::At(word.place));
        match &word.term {
            Term::Dot => {
                self.emit(Op::Dot);
            }
            Term::Nil => {
                self.emit(Op::Push(Value::Nil));
            }
            Term::Bool(truth) => {
                self.emit(Op::Push(Value::Bool(*truth)));
            }
            Term::Number(number) => self.number(number, word.place),
            Term::Text(text) => {
                self.emit(Op::Push(Value::Text(text.clone())));
            }
            Term::Function(function) => self.function(function, word.place, word.place, &[], false),
            Term::Field(path) => {
                self.emit(Op::Dot);
                self.path(path, word.place, &[], false);
            }
            Term::Variable(name, path) => {
                self.emit(Op::Variable(name.clone()));
                self.path(path, word.place, &[], false);
            }
            Term::Pipe(pipe) => self.pipe(pipe),
            Term::Chain(base, path) => {
                self.chain_base(base, word.place);
                self.path(path, word.place, &[], false);
            }
        }
    }

    /// A number whose type nobody asks for.
    fn number(&mut self, number: &Number, place: Place) {
        let value = match (number.complex, number.float, number.int) {
            (Some((re, im)), ..) => Value::Complex(re, im),
            (None, Some(float), _) if number.has_point => Value::Float(float),
            (None, _, Some(int)) => Value::int(int),
            _ => return self.fail(format!("{} overflows int", self.shown(place))),
        };
        self.emit(Op::Push(value));
    }

    /// `name` called at `place`; an error it returns is reported at `command`.
    fn function(&mut self, function: &'static Function, place: Place, command: Place, args: &[Operand], piped: bool) {
        let name = function.name;
        self.emit(Op::At(place));
        let given = args.len().saturating_add(usize::from(piped));
        let wanted = function.params.len();
        if function.rest.is_some() && given < wanted {
            return self.fail(format!("wrong number of args for {name}: want at least {wanted} got {}", args.len()));
        }
        if function.rest.is_none() && given != wanted {
            return self.fail(format!("wrong number of args for {name}: want {wanted} got {given}"));
        }
        match function.body {
            Body::And => return self.shortcut(false, args, piped),
            Body::Or => return self.shortcut(true, args, piped),
            _ => {}
        }
        // `call` names the thing that is no function.
        let named = args.first().filter(|_| name == "call");
        if let Some(callee) = named {
            let text = self.shown(callee.place);
            self.emit(Op::Push(Value::from(text)));
        }
        for (i, arg) in args.iter().enumerate() {
            self.argument(arg, function.param(i));
        }
        let args = args.len().saturating_add(usize::from(named.is_some()));
        let site = CallSite { function, args, piped, place: command };
        self.emit(Op::Call(Rc::new(site)));
    }

    /// `and` and `or` evaluate no more than they need.
    fn shortcut(&mut self, stop: bool, args: &[Operand], piped: bool) {
        let mut jumps = Vec::new();
        for (i, arg) in args.iter().enumerate() {
            self.argument(arg, Param::Reflect);
            if piped || i.saturating_add(1) < args.len() {
                jumps.push(self.emit(Op::Drop));
            }
        }
        if piped && !args.is_empty() {
            // Nothing stopped it: the piped value, which is on top again, is the result.
            let over = self.emit(Op::Drop);
            self.patch(over, Op::Jump(self.here().saturating_add(1)));
            let end = self.emit(Op::DropBelow);
            for jump in jumps {
                self.patch(jump, Op::Shortcut { stop, end });
            }
            return;
        }
        let end = self.here();
        for jump in jumps {
            self.patch(jump, Op::Shortcut { stop, end });
        }
    }

    /// A word as an argument for a parameter.
    fn argument(&mut self, word: &Operand, param: Param) {
        let constant = match &word.term {
            Term::Nil if param.can_be_nil() => Some(Ok(Value::Nil)),
            Term::Nil => Some(Err(format!("cannot assign nil to {}", param.name()))),
            Term::Bool(_) | Term::Number(_) | Term::Text(_) => self.constant(word, param),
            _ => None,
        };
        match constant {
            Some(Ok(value)) => {
                self.emit(Op::At(word.place));
                self.emit(Op::Push(value));
            }
            Some(Err(message)) => {
                self.emit(Op::At(word.place));
                self.fail(message);
            }
            None => {
                self.operand(word);
                self.emit(Op::Check(param));
            }
        }
    }

    /// A constant as a parameter takes it; `None` where any type will do.
    fn constant(&self, word: &Operand, param: Param) -> Option<Result<Value, String>> {
        let (wanted, value) = match (param, &word.term) {
            (Param::Any | Param::Reflect, _) => return None,
            (Param::Text, Term::Text(text)) => ("string", Some(Value::Text(text.clone()))),
            (Param::Text, _) => ("string", None),
            (Param::Bool, Term::Bool(truth)) => ("bool", Some(Value::Bool(*truth))),
            (Param::Bool, _) => ("bool", None),
            (Param::Int, Term::Number(number)) => ("integer", number.int.map(Value::int)),
            (Param::Int, _) => ("integer", None),
            (Param::Float, Term::Number(number)) => ("float", number.float.map(Value::Float)),
            (Param::Float, _) => ("float", None),
            (other, _) => {
                let text = self.shown(word.place);
                return Some(Err(format!("can't handle {text} for arg of type {}", other.name())));
            }
        };
        Some(value.ok_or_else(|| format!("expected {wanted}; found {}", self.shown(word.place))))
    }
}

impl Function {
    /// The parameter that argument `i` is for.
    fn param(&self, i: usize) -> Param {
        self.params.get(i).copied().or(self.rest).unwrap_or(Param::Any)
    }
}
