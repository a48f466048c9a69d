//! Values as go-yaml hands them to Go, before they become JSON: keys have types, and so have numbers.

use super::number::format_float;
use super::resolve::Scalar;
use crate::text::{Span, sort_by_key};

/// A value with the types YAML gave it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed<'n> {
    Scalar(Scalar<'n>, Span),
    List(Vec<Typed<'n>>),
    Map(Vec<Entry<'n>>),
}

/// One entry of a map, in the order of the text: of two with the same key the later one counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry<'n> {
    pub key: Scalar<'n>,
    /// Where the key stands.
    pub at: Span,
    /// Where its mapping begins; `None` if it got here through an alias.
    pub mapping: Option<usize>,
    pub value: Typed<'n>,
}

impl Typed<'_> {
    /// The value in Go syntax, Go's `%#v`: some errors show it.
    pub fn go_syntax(&self) -> String {
        match self {
            Typed::Scalar(scalar, _) => scalar_syntax(scalar),
            Typed::List(list) => {
                let items: Vec<String> = list.iter().map(Typed::element_syntax).collect();
                format!("[]interface {{}}{{{}}}", items.join(", "))
            }
            Typed::Map(entries) => {
                let mut entries: Vec<&Entry<'_>> = entries.iter().collect();
                sort_by_key(&mut entries, |entry| key_order(&entry.key));
                let last = entries.iter().zip(entries.iter().skip(1).map(Some).chain([None]));
                let items: Vec<String> = last
                    .filter(|(entry, next)| next.is_none_or(|next| next.key != entry.key))
                    .map(|(entry, _)| format!("{}:{}", scalar_syntax(&entry.key), entry.value.element_syntax()))
                    .collect();
                format!("map[interface {{}}]interface {{}}{{{}}}", items.join(", "))
            }
        }
    }

    /// The same inside a collection, where nil has a type.
    fn element_syntax(&self) -> String {
        match self {
            Typed::Scalar(Scalar::Null, _) => "interface {}(nil)".to_owned(),
            value => value.go_syntax(),
        }
    }
}

/// A key in Go syntax.
pub(super) fn scalar_syntax(scalar: &Scalar<'_>) -> String {
    match scalar {
        Scalar::Null => "<nil>".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::Uint(value) => format!("{value:#x}"),
        Scalar::Float(value) => format_float(*value),
        Scalar::Text(text) => quote(text),
    }
}

/// Go sorts the keys of a map it prints: nil first, then by type, then by value.
fn key_order(key: &Scalar<'_>) -> (u8, i128, String) {
    match key {
        Scalar::Null => (0, 0, String::new()),
        Scalar::Bool(value) => (1, i128::from(*value), String::new()),
        Scalar::Int(value) => (2, i128::from(*value), String::new()),
        Scalar::Uint(value) => (3, i128::from(*value), String::new()),
        // The bits of positive floats are in their order.
        Scalar::Float(value) => (4, i128::from(value.to_bits()), String::new()),
        Scalar::Text(text) => (5, 0, text.to_string()),
    }
}

/// `strconv.Quote`
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            c if c.is_ascii_control() => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if c.is_control() || matches!(c, '\u{a0}' | '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_go_source() {
        let at = Span::default();
        let entry = |key, value| Entry { key, at, mapping: None, value };
        let null = Typed::Scalar(Scalar::Null, at);
        let map = Typed::Map(vec![
            entry(Scalar::Text("b\n".into()), null.clone()),
            entry(Scalar::Int(2), Typed::Scalar(Scalar::Uint(u64::MAX), at)),
            entry(Scalar::Int(2), Typed::List(vec![Typed::Scalar(Scalar::Float(1e6), at), null.clone()])),
        ]);
        let expected = "map[interface {}]interface {}{2:[]interface {}{1e+06, interface {}(nil)}, \
                        \"b\\n\":interface {}(nil)}";
        assert_eq!(map.go_syntax(), expected);
        assert_eq!(null.go_syntax(), "<nil>");
    }
}
