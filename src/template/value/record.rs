//! Structs, of which a template meets few.

use super::Value;

/// A struct value.
#[derive(Debug)]
pub struct Record {
    /// Its type without the pointer, e.g. `common.Capabilities`.
    pub type_name: &'static str,
    /// Whether the template holds a pointer to it.
    pub pointer: bool,
    /// Its fields in Go's order; those with a small first letter are out of reach.
    pub fields: Vec<(&'static str, Value)>,
    /// What its `String()` method says, if it has one and the value at hand can call it.
    pub display: Option<String>,
}

impl Record {
    /// An exported field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }
}
