//! From where the machine stopped out to the file: the error as Go nests it.

use super::super::error::Nested;
use super::super::format::quote;
use super::super::shown::{shown, shown_call};
use super::{Cause, Frame, Halt, Kind, Machine, Stopped};
use crate::template::code::Op;

impl Machine<'_> {
    /// Leaves all frames with `halt`.
    pub(super) fn unwind(&mut self, halt: Halt) -> Stopped {
        let Some(inner) = self.frames.last() else { return Stopped::nowhere(halt) };
        let (source, inner_place) = (inner.template.source.clone(), inner.place);
        let place = self.frames.first().map(|frame| frame.place).unwrap_or_default();
        let (mut error, message) = match halt {
            Halt::Limit(limit) => {
                let cause = Cause::Limit(limit);
                return Stopped { cause, place, source, inner: inner_place, message: String::new() };
            }
            Halt::Here(message) => (here(inner, &message), message),
            Halt::From(name, error) => {
                let message = error.text.clone();
                (from(inner, &name, error), message)
            }
        };
        while let Some(frame) = self.frames.pop() {
            let Some(caller) = self.frames.last() else { break };
            match frame.kind {
                Kind::Inline => {}
                Kind::Include(_) => error = from(caller, "include", error),
                Kind::Tpl(text) => {
                    let prefix = format!("error during tpl function execution for {}: ", quote(&text));
                    error = from(caller, "tpl", error.within(&prefix));
                }
            }
        }
        Stopped { cause: Cause::Error(error), place, source, inner: inner_place, message }
    }
}

impl Stopped {
    fn nowhere(halt: Halt) -> Stopped {
        let cause = match halt {
            Halt::Limit(limit) => Cause::Limit(limit),
            Halt::Here(text) | Halt::From(text, _) => Cause::Error(Nested::new(text)),
        };
        let source = super::super::code::Source { name: "".into(), text: "".into() };
        Stopped {
            cause,
            place: super::Place::default(),
            source: source.into(),
            inner: super::Place::default(),
            message: String::new(),
        }
    }
}

/// `errorf(message)`
fn here(frame: &Frame, message: &str) -> Nested {
    Nested { executing: true, ..Nested::new(format!("{}{message}", context(frame))) }
}

/// `errorf("error calling name: %w", error)`
fn from(frame: &Frame, name: &str, error: Nested) -> Nested {
    let prefix = format!("{}error calling {name}: ", context(frame));
    Nested { executing: true, ..error.within(&prefix) }
}

/// `template: FILE:LINE:COLUMN: executing "NAME" at <NODE>: `
fn context(frame: &Frame) -> String {
    let source = &frame.template.source;
    let before = source.text.get(..frame.place.pos).unwrap_or_default();
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rfind('\n').map_or(before.len(), |at| before.len().saturating_sub(at).saturating_sub(1));
    let name = &frame.template.name;
    // The instruction at hand says whether the place is that of a template action.
    let current = frame.pc.checked_sub(1).and_then(|at| frame.template.code.get(at));
    let node = match current {
        Some(Op::Template(site)) => shown_call(&source.text, &site.name, site.place),
        _ => shown(&source.text, frame.place),
    };
    format!("template: {}:{line}:{column}: executing {} at <{node}>: ", source.name, quote(name))
}
