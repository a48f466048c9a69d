//! Go's `fmt.Sprint` and what all verbs share: walking a value.

use super::super::value::{DEPTH, IntKind, ListKind, MapKind, Record, Value, type_name};
use super::verb::Verb;

/// Writes values as Go's `fmt` does.
#[derive(Debug)]
pub struct Printer<'a> {
    /// What was written.
    pub out: String,
    /// The package Helm keeps its values in.
    pub package: &'a str,
    /// The most bytes that may be written; a little more may be there at the end.
    pub limit: usize,
    /// The limit or the depth was exceeded, and something is missing.
    pub overflow: bool,
}

/// `value` as an action prints it, within `limit` bytes.
#[must_use]
pub fn display(value: &Value, package: &str, limit: usize) -> Option<String> {
    let mut printer = Printer::new(package, limit);
    printer.value(value, &Verb::v(), 0);
    printer.finish()
}

/// `fmt.Sprint`: blanks between neighbours neither of which is a string.
#[must_use]
pub fn sprint<'v>(values: impl Iterator<Item = &'v Value>, package: &str, limit: usize) -> Option<String> {
    let mut printer = Printer::new(package, limit);
    let mut after_text = true;
    for value in values {
        let text = matches!(value, Value::Text(_));
        if !after_text && !text {
            printer.out.push(' ');
        }
        printer.value(value, &Verb::v(), 0);
        after_text = text;
    }
    printer.finish()
}

/// `fmt.Sprintln`: blanks between all, a line end after the last.
#[must_use]
pub fn sprintln<'v>(values: impl Iterator<Item = &'v Value>, package: &str, limit: usize) -> Option<String> {
    let mut printer = Printer::new(package, limit);
    for (i, value) in values.enumerate() {
        if i > 0 {
            printer.out.push(' ');
        }
        printer.value(value, &Verb::v(), 0);
    }
    printer.out.push('\n');
    printer.finish()
}

impl<'a> Printer<'a> {
    /// Nothing written yet.
    #[must_use]
    pub fn new(package: &'a str, limit: usize) -> Self {
        Printer { out: String::new(), package, limit, overflow: false }
    }

    /// What was written, unless something is missing.
    #[must_use]
    pub fn finish(self) -> Option<String> {
        (!self.overflow && self.out.len() <= self.limit).then_some(self.out)
    }

    /// Writes `value` under a verb; `depth` 0 is an argument itself.
    pub(super) fn value(&mut self, value: &Value, verb: &Verb, depth: usize) {
        if depth > DEPTH || self.out.len() > self.limit {
            self.overflow = true;
            return;
        }
        let deeper = depth.saturating_add(1);
        let text = match value {
            Value::Nil => self.nil(verb, depth),
            Value::Bool(truth) if matches!(verb.letter, 't' | 'v') => {
                Some(verb.pad(if *truth { "true" } else { "false" }))
            }
            Value::Bool(_) => None,
            Value::Int(IntKind::Duration, value) if !verb.sharp_v && is_for_text(verb) => {
                verb.text(&super::duration_text(*value))
            }
            Value::Int(_, value) => verb.integer(*value),
            Value::Float(value) => verb.float(*value),
            Value::Complex(re, im) => complex(*re, *im, verb),
            Value::Text(text) => verb.text(text),
            Value::List(list) => {
                if list.kind == ListKind::Bytes && matches!(verb.letter, 's' | 'q' | 'x' | 'X') {
                    verb.text(&String::from_utf8_lossy(&list.bytes()))
                } else {
                    self.list(value, verb, deeper);
                    return;
                }
            }
            Value::Map(map) => {
                let entries = map.entries();
                let (open, between, close) = self.brackets(value, verb, "map[", "]");
                self.out.push_str(&open);
                for (i, (key, value)) in entries.iter().enumerate() {
                    if i > 0 {
                        self.out.push_str(between);
                    }
                    self.value(&Value::Text(key.clone()), verb, deeper);
                    self.out.push(':');
                    if map.kind == MapKind::Files && verb.letter == 'v' && verb.sharp_v {
                        self.out.push_str("[]uint8");
                    }
                    self.element(value, verb, deeper);
                }
                self.out.push_str(close);
                return;
            }
            Value::Record(record) => match record.text() {
                Some(text) if !verb.sharp_v && is_for_text(verb) => verb.text(text),
                _ => {
                    self.record(record, value, verb, deeper);
                    return;
                }
            },
        };
        match text {
            Some(text) => self.out.push_str(&text),
            None => self.bad_verb(value, verb),
        }
    }

    /// `nil`: as an argument only `%v` knows it, inside something every verb does.
    fn nil(&self, verb: &Verb, depth: usize) -> Option<String> {
        match (depth, verb.letter) {
            (0, 'v') => Some(verb.pad("<nil>")),
            (0, _) => None,
            _ if verb.sharp_v => Some("interface {}(nil)".into()),
            _ => Some("<nil>".into()),
        }
    }

    fn list(&mut self, value: &Value, verb: &Verb, depth: usize) {
        let Value::List(list) = value else { return };
        let (open, between, close) = self.brackets(value, verb, "[", "]");
        if verb.sharp_v && list.nil {
            self.out.push_str(open.trim_end_matches('{'));
            self.out.push_str("(nil)");
            return;
        }
        self.out.push_str(&open);
        for (i, item) in list.items.iter().enumerate() {
            if i > 0 {
                self.out.push_str(between);
            }
            self.element(item, verb, depth);
        }
        self.out.push_str(close);
    }

    fn record(&mut self, record: &Record, value: &Value, verb: &Verb, depth: usize) {
        if record.pointer {
            self.out.push('&');
        }
        let (open, between, close) = self.brackets(value, verb, "{", "}");
        self.out.push_str(open.trim_start_matches('*'));
        for (i, field) in record.fields.iter().enumerate() {
            if i > 0 {
                self.out.push_str(between);
            }
            if verb.plus_v || verb.sharp_v {
                self.out.push_str(field.name);
                self.out.push(':');
            }
            self.element(&field.value, verb, depth);
        }
        self.out.push_str(close);
    }

    fn element(&mut self, value: &Value, verb: &Verb, depth: usize) {
        self.value(value, verb, depth);
    }

    /// Opening, separator and closing; Go syntax for `%#v`.
    fn brackets<'b>(&self, value: &Value, verb: &Verb, open: &str, close: &'b str) -> (String, &'static str, &'b str) {
        if verb.sharp_v {
            return (format!("{}{{", type_name(value, self.package)), ", ", "}");
        }
        (open.into(), " ", close)
    }

    /// `%!d(string=a)`
    fn bad_verb(&mut self, value: &Value, verb: &Verb) {
        self.out.push_str("%!");
        self.out.push(verb.letter);
        self.out.push('(');
        if !matches!(value, Value::Nil) {
            self.out.push_str(&type_name(value, self.package));
            self.out.push('=');
        }
        self.value(value, &verb.with('v'), 0);
        self.out.push(')');
    }
}

fn is_for_text(verb: &Verb) -> bool {
    matches!(verb.letter, 'v' | 's' | 'x' | 'X' | 'q')
}

fn complex(re: f64, im: f64, verb: &Verb) -> Option<String> {
    let signed = Verb { plus: true, ..*verb };
    Some(format!("({}{}i)", verb.float(re)?, signed.float(im)?))
}
