//! Templates that know each other by name.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::ast::Definition;
use super::code::{Op, Source, Template};
use super::compile::compile;
use super::functions::Functions;
use super::parse::{FILE, ParseError, Parsed, parse};
use crate::text::Span;

/// Name of the template Helm starts from; texts of `tpl` carry it.
const ROOT: &str = "gotpl";

/// Named templates, and those of the set this one was cloned from.
#[derive(Debug, Default)]
pub(super) struct Set {
    own: BTreeMap<Rc<str>, Rc<Template>>,
    outer: Option<Rc<Set>>,
}

impl Set {
    /// The template called `name`.
    pub fn get(&self, name: &str) -> Option<Rc<Template>> {
        let mut set = self;
        loop {
            if let Some(template) = set.own.get(name) {
                return Some(Rc::clone(template));
            }
            set = set.outer.as_deref()?;
        }
    }

    /// The name of the template the set hangs on, as errors show it.
    pub fn name(&self) -> &'static str {
        ROOT
    }

    /// What `tpl` runs.
    pub fn main(&self) -> Option<Rc<Template>> {
        self.own.get(ROOT).cloned()
    }

    /// Adds everything that `text`, called `name`, defines.
    ///
    /// A text without templates is taken as it is, unread.
    pub fn add(&mut self, name: &str, text: &str, functions: &Functions) -> Parsed<()> {
        let source = Rc::new(Source { name: name.into(), text: text.into() });
        if !text.contains("{{") {
            let code = if text.is_empty() { Vec::new() } else { vec![Op::Text(Span::new(0, text.len()))] };
            let empty = text.trim().is_empty();
            self.insert(Template { name: name.into(), source, code, empty });
            return Ok(());
        }
        let definitions = parse(name, text, &|function| functions.get(function))?;
        for definition in &definitions {
            self.define(definition, &source);
        }
        Ok(())
    }

    fn define(&mut self, definition: &Definition, source: &Rc<Source>) {
        self.insert(compile(definition, source));
    }

    /// An empty template does not replace another one.
    fn insert(&mut self, template: Template) {
        if template.empty && self.get(&template.name).is_some() {
            return;
        }
        self.own.insert(template.name.clone(), Rc::new(template));
    }

    /// A clone of `outer` with what `text` defines on top (`tpl`).
    ///
    /// # Errors
    /// Go's message.
    pub fn within(outer: &Rc<Set>, text: &str, functions: &Functions) -> Result<Set, String> {
        let mut set = Set { own: BTreeMap::new(), outer: Some(Rc::clone(outer)) };
        set.add_main(text, functions).map_err(|error| go_message(ROOT, text, &error))?;
        Ok(set)
    }

    fn add_main(&mut self, text: &str, functions: &Functions) -> Parsed<()> {
        self.add(ROOT, text, functions)?;
        // An empty text runs as an empty text even inside another `tpl`.
        if !self.own.contains_key(ROOT) {
            let source = Rc::new(Source { name: ROOT.into(), text: "".into() });
            self.own
                .insert(ROOT.into(), Rc::new(Template { name: ROOT.into(), source, code: Vec::new(), empty: true }));
        }
        Ok(())
    }
}

/// `template: FILE:LINE: MESSAGE`
pub(super) fn go_message(file: &str, text: &str, error: &ParseError) -> String {
    let line = text.get(..error.line_at).unwrap_or_default().matches('\n').count().saturating_add(1);
    format!("template: {file}:{line}: {}", error.message.replace(FILE, file))
}
