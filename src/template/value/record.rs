//! Structs, of which a template meets few.

use super::Value;

/// A struct value.
#[derive(Debug)]
pub struct Record {
    /// Its type without the pointer, e.g. `common.Capabilities`.
    pub type_name: &'static str,
    /// Whether the template holds a pointer to it.
    pub pointer: bool,
    /// Its fields in Go's order.
    pub fields: Vec<Field>,
    /// What its `String()` method says, if it has one. Only an action can call it where the template
    /// holds no pointer.
    pub display: Option<String>,
}

/// A field of a [`Record`].
#[derive(Debug)]
pub struct Field {
    /// Its name; one with a small first letter is out of reach.
    pub name: &'static str,
    /// Its key in JSON, where it is left out if it has the zero of its type; empty for the name itself,
    /// which is always there.
    pub json: &'static str,
    /// What is in it.
    pub value: Value,
}

impl Field {
    /// A field without a JSON key of its own.
    #[must_use]
    pub fn new(name: &'static str, value: Value) -> Field {
        Field { name, json: "", value }
    }
}

impl Record {
    /// Its text wherever it is printed; a method of the pointer does not show what holds none.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let shown = self.pointer || self.type_name == "time.Time";
        self.display.as_deref().filter(|_| shown)
    }

    /// Its text in JSON, if it is one there: that of a time.
    #[must_use]
    pub fn json_text(&self) -> Option<String> {
        let text = self.display.as_deref().filter(|_| self.type_name == "time.Time")?;
        let (date, rest) = text.split_once(' ')?;
        let (time, _) = rest.split_once(' ')?;
        Some(format!("{date}T{time}Z"))
    }

    /// The fields JSON shows, by key.
    pub fn shown(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let exported = self.fields.iter().filter(|field| field.name.starts_with(char::is_uppercase));
        exported
            .filter(|field| field.json.is_empty() || field.value.truth())
            .map(|field| (if field.json.is_empty() { field.name } else { field.json }, &field.value))
    }

    /// An exported field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|field| field.name == name).map(|field| &field.value)
    }
}
