//! What templates can call: a table per family, name by name.

mod ciphers;
mod data;
mod dates;
mod decimals;
mod defaults;
mod dicts;
mod encoding;
mod files;
mod flow;
mod hashes;
mod lists;
mod logic;
mod made_up;
mod methods;
mod numbers;
mod passwords;
mod paths;
mod patterns;
mod strings;
mod times;
mod toml;
mod versions;
mod words;

pub(super) use dates::time;
pub use made_up::Dice;
pub use methods::Method;
pub(super) use toml::bare_or_quoted;

use std::collections::BTreeMap;

use super::dialect::Dialect;
use super::error::Failure;
use super::machine::Slot;
use super::value::{IntKind, Value};
use crate::text::filled;

/// A type a function asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param {
    /// `interface {}`
    Any,
    /// `reflect.Value`: any, told apart by how Go holds it.
    Reflect,
    /// `string`
    Text,
    /// `int`
    Int,
    /// `float64`
    Float,
    /// `bool`
    Bool,
    /// `map[string]interface {}`
    Dict,
    /// `*semver.Version`
    Version,
    /// `[]interface {}`
    List,
    /// `time.Time`
    Time,
    /// `sprig.certificate`
    Certificate,
}

impl Param {
    /// Go's name of the type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Param::Any => "interface {}",
            Param::Reflect => "reflect.Value",
            Param::Text => "string",
            Param::Int => "int",
            Param::Float => "float64",
            Param::Bool => "bool",
            Param::Dict => "map[string]interface {}",
            Param::Version => "*semver.Version",
            Param::List => "[]interface {}",
            Param::Time => dates::TYPE,
            Param::Certificate => made_up::TYPE,
        }
    }

    /// Whether `nil` is a value of the type.
    #[must_use]
    pub fn can_be_nil(self) -> bool {
        matches!(self, Param::Any | Param::Reflect | Param::Dict | Param::Version | Param::List)
    }
}

/// What a function gives back.
pub type Answer = Result<Value, Failure>;

/// A function as templates know it.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Types of its parameters.
    pub params: &'static [Param],
    /// Type of any further ones.
    pub rest: Option<Param>,
    /// What it does.
    pub body: Body,
}

/// What a [`Function`] does.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// Computes a value.
    Plain(fn(&Args<'_>) -> Answer),
    /// Makes up a value where Helm's is random.
    MadeUp(fn(&Args<'_>, &mut Dice) -> Answer),
    /// Stops at the first false argument.
    And,
    /// Stops at the first true argument.
    Or,
    /// Runs a template.
    Include,
    /// Runs a text as a template.
    Tpl,
}

impl Function {
    const fn new(name: &'static str, params: &'static [Param], body: fn(&Args<'_>) -> Answer) -> Self {
        Function { name, params, rest: None, body: Body::Plain(body) }
    }

    /// One whose value is random in Helm.
    const fn made_up(name: &'static str, params: &'static [Param], body: fn(&Args<'_>, &mut Dice) -> Answer) -> Self {
        Function { name, params, rest: None, body: Body::MadeUp(body) }
    }

    /// One that takes any number of `rest` after `params`.
    const fn rest(name: &'static str, params: &'static [Param], rest: Param, body: fn(&Args<'_>) -> Answer) -> Self {
        Function { name, params, rest: Some(rest), body: Body::Plain(body) }
    }
}

/// What functions know of the world.
#[derive(Debug, Clone, Copy)]
pub struct Env<'c> {
    /// The Helm that renders.
    pub dialect: Dialect,
    /// Missing keys are errors (`--strict` of `helm lint`).
    pub strict: bool,
    /// `fail` and `required` say nothing (`helm lint`).
    pub lint: bool,
    /// Seconds since 1970: what the clock says.
    pub now: i64,
    /// Bytes or elements a function may return.
    pub largest: usize,
    /// What `lookup` asks; `None` where Helm asks no cluster.
    pub cluster: Option<&'c dyn Lookup>,
}

/// A cluster that `lookup` can ask.
pub trait Lookup: std::fmt::Debug {
    /// The object of this name, the list of all objects of the kind for the empty name, in all namespaces for an empty
    /// namespace, or an empty map if there is no such thing.
    ///
    /// # Errors
    /// Helm's words: the cluster has no such group and version.
    fn lookup(&self, api_version: &str, kind: &str, namespace: &str, name: &str) -> Result<serde_json::Value, String>;
}

/// The arguments of a call; they have the types the function asks for.
#[derive(Debug)]
pub struct Args<'a> {
    /// The arguments.
    pub slots: &'a [Slot],
    /// Everything else.
    pub env: &'a Env<'a>,
}

const NIL: &Value = &Value::Nil;

impl Args<'_> {
    /// Argument `i`.
    #[must_use]
    pub fn value(&self, i: usize) -> &Value {
        self.slots.get(i).map_or(NIL, |slot| &slot.value)
    }

    /// Argument `i`, a string.
    #[must_use]
    pub fn text(&self, i: usize) -> &str {
        match self.value(i) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    /// Argument `i`, an `int`.
    #[must_use]
    pub fn int(&self, i: usize) -> i64 {
        match self.value(i) {
            Value::Int(IntKind::Int, value) => *value,
            _ => 0,
        }
    }

    /// The arguments from `i` on.
    pub fn from(&self, i: usize) -> impl Iterator<Item = &Value> {
        self.slots.iter().skip(i).map(|slot| &slot.value)
    }

    /// `text`, if a function may return that much.
    ///
    /// # Errors
    /// The limit, if not.
    pub fn within(&self, size: usize) -> Result<(), Failure> {
        if size > self.env.largest { Err(Failure::Limit(super::error::Limit::Value)) } else { Ok(()) }
    }
}

const FAMILIES: &[&[Function]] = &[
    ciphers::FUNCTIONS,
    logic::FUNCTIONS,
    flow::FUNCTIONS,
    strings::FUNCTIONS,
    defaults::FUNCTIONS,
    dicts::FUNCTIONS,
    lists::FUNCTIONS,
    numbers::FUNCTIONS,
    data::FUNCTIONS,
    dates::FUNCTIONS,
    made_up::FUNCTIONS,
    decimals::FUNCTIONS,
    encoding::FUNCTIONS,
    hashes::FUNCTIONS,
    passwords::FUNCTIONS,
    paths::FUNCTIONS,
    patterns::FUNCTIONS,
    times::FUNCTIONS,
    toml::FUNCTIONS,
    versions::FUNCTIONS,
    words::FUNCTIONS,
];

/// What Helm 3 lacks.
const NEWER: &[&str] = &[
    "mustToYaml",
    "mustToToml",
    "mustToDuration",
    "durationSeconds",
    "durationMilliseconds",
    "durationMicroseconds",
    "durationNanoseconds",
    "durationMinutes",
    "durationHours",
    "durationDays",
    "durationWeeks",
    "durationRoundTo",
    "durationTruncateTo",
];

/// How far the result of a function is Helm's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// The same.
    Exact,
    /// Random in Helm, so made up.
    MadeUp,
}

/// The functions of a Helm version, by name, and how far their results are Helm's.
#[must_use]
pub fn functions(dialect: &Dialect) -> Vec<(&'static str, Exactness)> {
    let exactness = |function: &Function| match function.body {
        Body::MadeUp(_) => Exactness::MadeUp,
        Body::Plain(_) | Body::And | Body::Or | Body::Include | Body::Tpl => Exactness::Exact,
    };
    Functions::of(dialect).0.values().map(|function| (function.name, exactness(function))).collect()
}

/// All functions of a Helm version by name.
#[derive(Debug)]
pub struct Functions(BTreeMap<&'static str, &'static Function>);

impl Functions {
    /// Those that `dialect` has.
    #[must_use]
    pub fn of(dialect: &Dialect) -> Self {
        let all = FAMILIES.iter().flat_map(|family| family.iter());
        let all = all.filter(|function| dialect.newer_functions || !NEWER.contains(&function.name));
        Functions(filled(all.map(|function| (function.name, function))))
    }

    /// The function called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static Function> {
        self.0.get(name).copied()
    }
}
