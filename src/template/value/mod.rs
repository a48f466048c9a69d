//! What Go holds while a template runs: values with the types that templates can tell apart.

mod drop;
mod json;
mod record;
mod types;

pub use json::DEPTH;
pub use record::{Field, Record};
pub use types::type_name;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::text::to_bytes;

/// A Go value.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// `nil`
    #[default]
    Nil,
    /// `bool`
    Bool(bool),
    /// Any whole number.
    Int(IntKind, i64),
    /// `float64`
    Float(f64),
    /// `complex128`
    Complex(f64, f64),
    /// `string`
    Text(Rc<str>),
    /// A slice. Nothing in a template changes one in place.
    List(Rc<List>),
    /// A map. Shared: whoever holds it sees what `set` does to it.
    Map(Map),
    /// A struct, or a pointer to one.
    Record(Rc<Record>),
}

/// Go's type of a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntKind {
    /// `int`
    Int,
    /// `int64`
    Int64,
    /// `uint8`
    Byte,
    /// `uint64`
    Unsigned,
    /// `time.Duration`
    Duration,
}

/// Go's type of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// `[]interface {}`
    Any,
    /// `[]string`
    Text,
    /// `[]int`
    Int,
    /// `[]uint8`
    Bytes,
    /// `[][]interface {}`
    Lists,
    /// `common.VersionSet`
    Versions,
}

/// A slice.
#[derive(Debug)]
pub struct List {
    /// Its type.
    pub kind: ListKind,
    /// A nil slice: empty, and `null` in JSON.
    pub nil: bool,
    /// What is in it.
    pub items: Vec<Value>,
}

/// Go's type of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    /// `map[string]interface {}`
    Any,
    /// `common.Values`
    Values,
    /// `map[string]string`
    Text,
    /// `engine.files`: kept as texts, and made `[]uint8` when a template looks at one.
    Files,
}

/// What is in a map, in the order in which Go prints and ranges over it.
pub type Entries = BTreeMap<Rc<str>, Value>;

/// A map.
#[derive(Debug, Clone)]
pub struct Map {
    /// Its type, as this holder sees it.
    pub kind: MapKind,
    entries: Rc<Shared>,
}

#[derive(Debug, Default)]
struct Shared(RefCell<Entries>);

impl Map {
    /// A map with these entries.
    #[must_use]
    pub fn new(kind: MapKind, entries: Entries) -> Self {
        Map { kind, entries: Rc::new(Shared(RefCell::new(entries))) }
    }

    /// The same map under another type.
    #[must_use]
    pub fn as_kind(&self, kind: MapKind) -> Self {
        Map { kind, entries: Rc::clone(&self.entries) }
    }

    /// The entry `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Value> {
        self.with_kept(|entries| entries.get(key).cloned()).map(|value| self.seen(value))
    }

    /// The text of a file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<Rc<str>> {
        match self.with_kept(|entries| entries.get(name).cloned()) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The entries that `wanted` takes, as they are kept.
    #[must_use]
    pub fn filtered(&self, wanted: impl Fn(&str) -> bool) -> Map {
        let mut entries = self.with_kept(Entries::clone);
        entries.retain(|key, _| wanted(key));
        Map::new(self.kind, entries)
    }

    /// Sets the entry `key`.
    pub fn set(&self, key: Rc<str>, value: Value) {
        self.change(|entries| entries.insert(key, value));
    }

    /// Removes the entry `key`.
    pub fn unset(&self, key: &str) {
        self.change(|entries| entries.remove(key));
    }

    /// Looks at the entries.
    pub fn with<R>(&self, look: impl FnOnce(&Entries) -> R) -> R {
        if self.kind == MapKind::Files { look(&self.entries()) } else { self.with_kept(look) }
    }

    /// A value as templates see it.
    fn seen(&self, value: Value) -> Value {
        match value {
            Value::Text(text) if self.kind == MapKind::Files => Value::bytes(&to_bytes(&text)),
            value => value,
        }
    }

    /// Looks at the entries as they are kept.
    pub fn with_kept<R>(&self, look: impl FnOnce(&Entries) -> R) -> R {
        match self.entries.0.try_borrow() {
            Ok(entries) => look(&entries),
            // Nobody changes a map while looking at one.
            Err(_) => look(&Entries::new()),
        }
    }

    /// A copy of the entries, the values in them shared.
    #[must_use]
    pub fn entries(&self) -> Entries {
        let mut entries = self.with_kept(Entries::clone);
        if self.kind == MapKind::Files {
            entries.values_mut().for_each(|value| *value = self.seen(std::mem::take(value)));
        }
        entries
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.with_kept(BTreeMap::len)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether both are one map.
    #[must_use]
    pub fn is(&self, other: &Map) -> bool {
        Rc::ptr_eq(&self.entries, &other.entries)
    }

    fn change<R>(&self, change: impl FnOnce(&mut Entries) -> R) {
        if let Ok(mut entries) = self.entries.0.try_borrow_mut() {
            change(&mut entries);
        }
    }
}

impl Value {
    /// A string.
    #[must_use]
    pub fn text(text: impl Into<Rc<str>>) -> Self {
        Value::Text(text.into())
    }

    /// An `int`.
    #[must_use]
    pub fn int(value: i64) -> Self {
        Value::Int(IntKind::Int, value)
    }

    /// The `int` of a length.
    #[must_use]
    pub fn length(value: usize) -> Self {
        Value::int(i64::try_from(value).unwrap_or(i64::MAX))
    }

    /// A `[]interface {}`.
    #[must_use]
    pub fn list(items: Vec<Value>) -> Self {
        Value::list_of(ListKind::Any, items)
    }

    /// A slice of a type.
    #[must_use]
    pub fn list_of(kind: ListKind, items: Vec<Value>) -> Self {
        Value::List(Rc::new(List { kind, nil: false, items }))
    }

    /// A `[]uint8`.
    #[must_use]
    pub fn bytes(bytes: &[u8]) -> Self {
        Value::list_of(ListKind::Bytes, bytes.iter().map(|byte| Value::Int(IntKind::Byte, i64::from(*byte))).collect())
    }

    /// A nil `[]interface {}`.
    #[must_use]
    pub fn nil_list() -> Self {
        Value::List(Rc::new(List { kind: ListKind::Any, nil: true, items: Vec::new() }))
    }

    /// A `map[string]interface {}`.
    #[must_use]
    pub fn map(entries: Entries) -> Self {
        Value::Map(Map::new(MapKind::Any, entries))
    }

    /// Go's truth: what is not the zero of its type (`text/template` `isTrue`).
    #[must_use]
    pub fn truth(&self) -> bool {
        match self {
            Value::Nil => false,
            Value::Bool(truth) => *truth,
            Value::Int(_, value) => *value != 0,
            Value::Float(value) => *value != 0.0,
            Value::Complex(re, im) => *re != 0.0 || *im != 0.0,
            Value::Text(text) => !text.is_empty(),
            Value::List(list) => !list.items.is_empty(),
            Value::Map(map) => !map.is_empty(),
            Value::Record(_) => true,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::text(text)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Value::Bool(truth)
    }
}
