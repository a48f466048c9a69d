//! Templates that know each other by name.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::code::{Op, Source, Template};
use super::compile::compile;
use super::functions::Functions;
use super::parse::{FILE, ParseError, Parsed, parse};
use crate::text::{Memo, Span};

/// Name of the template Helm starts from; texts of `tpl` carry it.
const ROOT: &str = "gotpl";

/// The templates of texts that were read before, of one dialect. By default none is kept.
#[derive(Debug, Default)]
pub struct Memory(Memo<Parsed<Defined>>);

/// What a text defines, in order.
type Defined = Rc<[Rc<Template>]>;

impl Memory {
    /// Keeps what is read.
    #[must_use]
    pub fn keeping() -> Self {
        Memory(Memo::keeping())
    }

    /// Forgets what was not read again since this was done last.
    pub fn forget_unasked(&mut self) {
        self.0.forget_unasked();
    }

    /// Everything that `text`, called `name`, defines.
    pub(super) fn read(&self, name: &str, text: &str, functions: &Functions) -> Parsed<Defined> {
        self.0.of_named(name, text, || read(name, text, functions))
    }
}

/// Everything that `text`, called `name`, defines, in order.
///
/// A text without templates is taken as it is, unread.
fn read(name: &str, text: &str, functions: &Functions) -> Parsed<Defined> {
    let source = Rc::new(Source { name: name.into(), text: text.into() });
    if !text.contains("{{") {
        let code = if text.is_empty() { Vec::new() } else { vec![Op::Text(Span::new(0, text.len()))] };
        let empty = text.trim().is_empty();
        return Ok(Rc::new([Rc::new(Template { name: name.into(), source, code, empty })]));
    }
    let definitions = parse(name, text, &|function| functions.get(function))?;
    Ok(definitions.iter().map(|definition| Rc::new(compile(definition, &source))).collect())
}

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

    /// Adds templates; an empty one does not replace another.
    pub fn add(&mut self, templates: &[Rc<Template>]) {
        for template in templates {
            if !template.empty || self.get(&template.name).is_none() {
                self.own.insert(template.name.clone(), Rc::clone(template));
            }
        }
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
        self.add(&read(ROOT, text, functions)?);
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
