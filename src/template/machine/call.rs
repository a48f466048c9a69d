//! Calls of functions, `include` and `tpl` among them (`evalCall`).

use std::rc::Rc;

use super::super::code::{CallSite, MethodSite};
use super::super::error::{Failure, Limit, Nested};
use super::super::format::quote;
use super::super::functions::{Args, Body, Method, Param};
use super::super::set::Set;
use super::super::value::{ListKind, MapKind, Value, type_name};
use super::{Halt, Kind, Machine, Note, Slot};

/// How often a template may be on its own way (`recursionMaxNums`).
const INCLUDES: usize = 1000;

impl Machine<'_> {
    /// `slot` as `param` takes it (`validateType`).
    pub(super) fn fit(&self, slot: Slot, param: Param) -> Result<Slot, Halt> {
        if let Value::Nil = slot.value {
            return match (slot.boxed, param) {
                (_, Param::Any | Param::Reflect) => Ok(slot),
                (true, _) => {
                    Err(Halt::Here(format!("wrong type for value; expected {}; got interface {{}}", param.name())))
                }
                (false, _) if param.can_be_nil() => Ok(slot),
                (false, _) => Err(Halt::Here(format!("invalid value; expected {}", param.name()))),
            };
        }
        let fits = match (param, &slot.value) {
            (Param::Any | Param::Reflect, _)
            | (Param::Text, Value::Text(_))
            | (Param::Int, Value::Int(super::super::value::IntKind::Int, _))
            | (Param::Float, Value::Float(_))
            | (Param::Bool, Value::Bool(_)) => true,
            (Param::Version, Value::Record(record)) => record.type_name == "semver.Version",
            (Param::Time | Param::Certificate, Value::Record(record)) => record.type_name == param.name(),
            (Param::List, Value::List(list)) => list.kind == ListKind::Any,
            (Param::Dict, Value::Map(map)) => matches!(map.kind, MapKind::Any | MapKind::Values),
            _ => false,
        };
        if fits {
            return Ok(slot);
        }
        let got = type_name(&slot.value, self.env.dialect.package);
        Err(Halt::Here(format!("wrong type for value; expected {}; got {got}", param.name())))
    }

    pub(super) fn call(&mut self, site: &CallSite) -> Result<(), Halt> {
        let function = site.function;
        let mut args = self.stack.split_off(self.stack.len().saturating_sub(site.args));
        if site.piped {
            let piped = self.pop();
            let param = function.params.get(args.len()).copied().or(function.rest).unwrap_or(Param::Any);
            let piped = self.fit(piped, param)?;
            args.push(piped);
        }
        let done = match function.body {
            Body::Plain(body) => body(&Args { slots: &args, env: self.env }),
            Body::Include => return self.include(site, &args),
            Body::Tpl => return self.tpl(site, &args),
            Body::MadeUp(body) => {
                let note = self.note(site);
                self.made_up.insert(note);
                body(&Args { slots: &args, env: self.env }, &mut self.dice)
            }
            Body::And | Body::Or => Ok(Value::Nil),
        };
        let value = match done {
            Ok(value) => value,
            Err(Failure::Missing) => {
                let note = self.note(site);
                self.missing.insert(note);
                "".into()
            }
            Err(failure) => return Err(self.failed(function.name, site.place, failure)),
        };
        self.charge(&value)?;
        self.push(value.into());
        Ok(())
    }

    fn note(&self, site: &CallSite) -> Note {
        let name = self.frames.last().map_or_else(|| "".into(), |frame| Rc::clone(&frame.template.source.name));
        (name, site.place.span, site.function.name)
    }

    /// Counts big results as work, so that limits hold whatever a template does.
    fn charge(&mut self, value: &Value) -> Result<(), Halt> {
        let size = match value {
            Value::Text(text) => text.len(),
            Value::List(list) => list.items.len(),
            Value::Map(map) => map.len(),
            _ => return Ok(()),
        };
        self.steps = self.steps.saturating_add(u64::try_from(size >> 6).unwrap_or(u64::MAX));
        if size > self.limits.value { Err(Halt::Limit(Limit::Value)) } else { Ok(()) }
    }

    fn failed(&mut self, name: &str, place: super::Place, failure: Failure) -> Halt {
        self.at(place);
        match failure {
            Failure::Message(text) => Halt::From(name.into(), Nested::new(text)),
            Failure::Limit(limit) => Halt::Limit(limit),
            Failure::Missing => Halt::Here(format!("{name} is not computed here")),
        }
    }

    fn include(&mut self, site: &CallSite, args: &[Slot]) -> Result<(), Halt> {
        let (name, data) = text_and_data(args);
        self.at(site.place);
        let error = |text: String| Halt::From("include".into(), Nested::new(text));
        let count = self.included.entry(name.clone()).or_insert(0);
        if *count > INCLUDES {
            return Err(error(format!(
                "rendering template has a nested reference name: {name}: unable to execute template"
            )));
        }
        let Some(frame) = self.frames.last() else { return Ok(()) };
        let set = Rc::clone(&frame.set);
        let Some(template) = set.get(&name) else {
            return Err(error(format!(
                "template: no template {} associated with template {}",
                quote(&name),
                quote(set.name())
            )));
        };
        *count = count.saturating_add(1);
        self.check_depth()?;
        self.buffers.push(String::new());
        self.enter(template, set, data.into(), Kind::Include(name));
        Ok(())
    }

    fn tpl(&mut self, site: &CallSite, args: &[Slot]) -> Result<(), Halt> {
        let (text, data) = text_and_data(args);
        self.at(site.place);
        let Some(frame) = self.frames.last() else { return Ok(()) };
        self.steps = self.steps.saturating_add(u64::try_from(text.len() >> 3).unwrap_or(u64::MAX));
        let set = match Set::within(&frame.set, &text, self.functions) {
            Ok(set) => Rc::new(set),
            Err(error) => {
                let text = format!("cannot parse template {}: {error}", quote(&text));
                return Err(Halt::From("tpl".into(), Nested::new(text)));
            }
        };
        let Some(template) = set.main() else {
            self.push(Value::from("").into());
            return Ok(());
        };
        self.check_depth()?;
        self.buffers.push(String::new());
        self.enter(template, set, data.into(), Kind::Tpl(text));
        Ok(())
    }

    pub(super) fn call_method(&mut self, site: &MethodSite) -> Result<(), Halt> {
        let mut args = self.stack.split_off(self.stack.len().saturating_sub(site.args));
        let receiver = self.pop();
        if site.piped {
            args.push(self.pop());
        }
        let Some(method) = Method::find(&receiver.value, &site.name) else { return Ok(()) };
        let fitting = args.into_iter().zip(method.params()).map(|(arg, param)| self.fit(arg, *param));
        let args = fitting.collect::<Result<Vec<_>, _>>()?;
        self.at(site.place);
        let slot = self.answer(method, &receiver.value, &args, &site.name)?;
        self.push(slot);
        Ok(())
    }

    /// What `method` of `receiver` says.
    pub(super) fn answer(&mut self, method: Method, receiver: &Value, args: &[Slot], name: &str) -> Result<Slot, Halt> {
        let args = Args { slots: args, env: self.env };
        let place = self.frames.last().map(|frame| frame.place).unwrap_or_default();
        let value = method.call(receiver, &args).map_err(|failure| self.failed(name, place, failure))?;
        self.charge(&value)?;
        Ok(value.into())
    }
}

fn text_and_data(args: &[Slot]) -> (Rc<str>, Value) {
    let text = match args.first().map(|slot| &slot.value) {
        Some(Value::Text(text)) => Rc::clone(text),
        _ => "".into(),
    };
    (text, args.get(1).map(|slot| slot.value.clone()).unwrap_or_default())
}
