//! TOML texts (BurntSushi/toml `encode.go`); they are read in `template/toml`.

use super::{Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::shortest_text;
use crate::template::toml::decode;
use crate::template::value::{DEPTH, Entries, Value};
use crate::text::filled;

const A: Param = Param::Any;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("toToml", &[A], |args| {
        let text = checked(args)?;
        Ok(text.unwrap_or_else(|error| error).into())
    }),
    Function::new("fromToml", &[S], |args| {
        let error = |message: String| Value::map(filled([("Error".into(), message.into())]));
        Ok(decode(args.text(0)).unwrap_or_else(error))
    }),
    Function::new("mustToToml", &[A], |args| Ok(checked(args)?.map_err(Failure::Message)?.into())),
];

/// Either error is a text; `nil` is a panic of the library.
fn checked(args: &Args<'_>) -> Result<Result<String, String>, Failure> {
    match args.value(0) {
        Value::Nil => Err("reflect: call of reflect.Value.Type on zero Value".into()),
        value => Ok(encode(value)),
    }
}

fn encode(value: &Value) -> Result<String, String> {
    let mut writer = Writer { out: String::new() };
    match value {
        Value::Map(map) => writer.table(&[], &map.entries())?,
        Value::List(list) if is_tables(&list.items) => {
            return Err("toml: top-level values must be Go maps or structs".into());
        }
        other => writer.element(other, 0)?,
    }
    Ok(writer.out)
}

struct Writer {
    out: String,
}

/// A list of nothing but maps, at least one.
fn is_tables(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(|item| matches!(item, Value::Map(_)))
}

fn is_table(value: &Value) -> bool {
    match value {
        Value::Map(_) => true,
        Value::List(list) => is_tables(&list.items),
        _ => false,
    }
}

impl Writer {
    /// What a table holds: plain values first, then the tables in it.
    fn table(&mut self, path: &[String], entries: &Entries) -> Result<(), String> {
        if path.len() > DEPTH {
            return Err("toml: values nest too deeply".into());
        }
        let indent = "  ".repeat(path.len());
        for (key, value) in entries.iter().filter(|(_, value)| !is_table(value) && !matches!(value, Value::Nil)) {
            self.out.push_str(&format!("{indent}{} = ", bare_or_quoted(key)));
            self.element(value, 0)?;
            self.out.push('\n');
        }
        for (key, value) in entries.iter().filter(|(_, value)| is_table(value)) {
            let mut path = path.to_vec();
            path.push(bare_or_quoted(key));
            match value {
                Value::Map(map) => {
                    self.head(&path, ("[", "]"), path.len() == 1);
                    self.table(&path, &map.entries())?;
                }
                Value::List(list) => {
                    for item in &list.items {
                        let Value::Map(map) = item else { continue };
                        self.head(&path, ("[[", "]]"), true);
                        self.table(&path, &map.entries())?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The line that begins a table.
    fn head(&mut self, path: &[String], brackets: (&str, &str), apart: bool) {
        if apart && !self.out.is_empty() {
            self.out.push('\n');
        }
        let indent = "  ".repeat(path.len().saturating_sub(1));
        self.out.push_str(&format!("{indent}{}{}{}\n", brackets.0, path.join("."), brackets.1));
    }

    fn element(&mut self, value: &Value, depth: usize) -> Result<(), String> {
        if depth > DEPTH {
            return Err("toml: values nest too deeply".into());
        }
        let deeper = depth.saturating_add(1);
        match value {
            Value::Nil => return Err("toml: cannot encode array with nil element".into()),
            Value::Bool(truth) => self.out.push_str(if *truth { "true" } else { "false" }),
            Value::Int(_, value) => self.out.push_str(&value.to_string()),
            Value::Float(value) => self.out.push_str(&float(*value)),
            Value::Text(text) => self.out.push_str(&quoted(text)),
            Value::List(list) => {
                self.out.push('[');
                for (i, item) in list.items.iter().enumerate() {
                    self.out.push_str(if i > 0 { ", " } else { "" });
                    self.element(item, deeper)?;
                }
                self.out.push(']');
            }
            Value::Map(map) => {
                self.out.push('{');
                for (i, (key, value)) in map.entries().iter().enumerate() {
                    self.out.push_str(if i > 0 { ", " } else { "" });
                    self.out.push_str(&format!("{} = ", bare_or_quoted(key)));
                    self.element(value, deeper)?;
                }
                self.out.push('}');
            }
            Value::Complex(..) => return Err("toml: type complex128 is not supported".into()),
            Value::Record(record) => self.out.push_str(record.text().unwrap_or_default()),
        }
        Ok(())
    }
}

fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.into();
    }
    let text = shortest_text(value);
    if text.contains(['.', 'e']) { text } else { format!("{text}.0") }
}

/// A part of a key as it is written.
pub(in crate::template) fn bare_or_quoted(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { key.into() } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\x1f' | '\x7f' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
