//! Many files that include each other, rendered one by one (`pkg/engine/engine.go` `render`).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Limits;
use super::code::Source;
use super::dialect::Dialect;
use super::error::{Limit, parsing, rendering};
use super::functions::{Env, Functions, Lookup};
use super::machine::{Cause, Machine, Note, Output, Stopped};
use super::set::{Memory, Set, go_message};
use super::value::Value;
use crate::text::Span;

/// How templates are rendered.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'c> {
    /// The Helm that renders.
    pub dialect: Dialect,
    /// Missing keys are errors.
    pub strict: bool,
    /// `fail` and `required` say nothing.
    pub lint: bool,
    /// What the clock says, in seconds since 1970.
    pub now: i64,
    /// What random values are made of.
    pub seed: u64,
    /// What `lookup` asks; `None` where Helm asks no cluster.
    pub cluster: Option<&'c dyn Lookup>,
}

/// Why a file was not read or rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Helm's whole message; `None` where a limit of ours ended it.
    pub helm: Option<String>,
    /// The heart of the message.
    pub message: String,
    /// Where in the file.
    pub span: Span,
    /// Where it really happened, if elsewhere: the name of that file and the place in it.
    pub inner: Option<(Rc<str>, Span)>,
    /// Whether the text does not even parse.
    pub syntax: bool,
    /// The limit that ended it.
    pub limit: Option<&'static str>,
}

/// What came of rendering files.
#[derive(Debug)]
pub struct Rendering<'f> {
    /// The files by name, in order.
    pub files: Vec<(&'f str, Result<Output, Problem>)>,
    /// Calls that gave nothing, because the playground does not compute the function.
    pub missing: Vec<CallNote>,
    /// Calls whose results are random in Helm and made up here.
    pub made_up: Vec<CallNote>,
}

/// A call worth telling about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallNote {
    /// Name of the file.
    pub file: Rc<str>,
    /// The call.
    pub span: Span,
    /// The function.
    pub function: &'static str,
}

/// Reads files and renders them.
#[derive(Debug)]
pub struct Renderer<'c> {
    set: Set,
    functions: Functions,
    env: Env<'c>,
    limits: Limits,
    seed: u64,
}

impl<'c> Renderer<'c> {
    /// Nothing read yet.
    #[must_use]
    pub fn new(settings: Settings<'c>, limits: Limits) -> Self {
        let Settings { dialect, strict, lint, now, seed, cluster } = settings;
        let env = Env { dialect, strict, lint, now, largest: limits.value, cluster };
        Renderer { set: Set::default(), functions: Functions::of(&dialect), env, limits, seed }
    }

    /// Reads a file, or takes what `memory`, of the same dialect, has of it. Of several definitions of one name the last
    /// one read that is not empty holds.
    ///
    /// # Errors
    /// The file does not parse.
    pub fn read(&mut self, name: &str, text: &str, memory: &Memory) -> Result<(), Problem> {
        let read = memory.read(name, text, &self.functions);
        read.map(|templates| self.set.add(&templates)).map_err(|error| Problem {
            helm: Some(parsing(name, &go_message(name, text, &error))),
            message: error.message.replace(super::parse::FILE, name),
            span: error.span,
            inner: None,
            syntax: true,
            limit: None,
        })
    }

    /// Renders files that were read, in order; the limits count for all together.
    pub fn render<'f>(self, files: impl Iterator<Item = (&'f str, Value)>) -> Rendering<'f> {
        let set = Rc::new(self.set);
        let mut machine = Machine::new(&self.env, &self.functions, &self.limits, self.seed);
        let files = files
            .map(|(name, data)| {
                let Some(template) = set.get(name) else { return (name, Ok(Output::default())) };
                let done = machine.run(template, &set, data);
                (name, done.map_err(|stopped| problem(name, *stopped, &self.env.dialect)))
            })
            .collect();
        let told = |notes: BTreeSet<Note>| {
            notes.into_iter().map(|(file, span, function)| CallNote { file, span, function }).collect()
        };
        Rendering { files, missing: told(machine.missing), made_up: told(machine.made_up) }
    }
}

fn problem(file: &str, stopped: Stopped, dialect: &Dialect) -> Problem {
    let inner = (&*stopped.source.name != file).then(|| located(&stopped.source, stopped.inner.span));
    let span = if inner.is_some() { stopped.place.span } else { stopped.inner.span };
    let (helm, limit) = match &stopped.cause {
        Cause::Error(error) => (Some(rendering(file, error, dialect)), None),
        Cause::Limit(limit) => (None, Some(limit_text(*limit))),
    };
    let message = stopped.message.replace(super::error::WARNING_START, "").replace(super::error::WARNING_END, "");
    Problem { helm, message, span, inner, syntax: false, limit }
}

fn located(source: &Source, span: Span) -> (Rc<str>, Span) {
    (Rc::clone(&source.name), span)
}

fn limit_text(limit: Limit) -> &'static str {
    match limit {
        Limit::Steps => "takes more steps than a rendering may take",
        Limit::Output => "writes more text than a rendering may write",
        Limit::Value => "makes a value bigger than any may be",
        Limit::Depth => "calls templates within templates deeper than they may go",
    }
}
