//! Go's JSON texts (`encoding/json`).

use super::super::value::{DEPTH, ListKind, Value};
use super::float::{Style as FloatStyle, float};

/// How JSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As short as possible, `<`, `>` and `&` escaped.
    Html,
    /// As short as possible.
    Raw,
    /// Indented by two, `<`, `>` and `&` escaped.
    Pretty,
}

/// `value` as JSON.
///
/// # Errors
/// Go's message for what JSON cannot hold.
pub fn text(value: &Value, style: Style) -> Result<String, String> {
    let mut writer = Writer { out: String::new(), style };
    writer.value(value, 0)?;
    Ok(writer.out)
}

/// What `json.Marshal` writes of a value that was read from JSON.
#[must_use]
pub fn json_text(json: &serde_json::Value) -> String {
    text(&Value::from_json_floats(json), Style::Html).unwrap_or_default()
}

struct Writer {
    out: String,
    style: Style,
}

impl Writer {
    fn value(&mut self, value: &Value, depth: usize) -> Result<(), String> {
        if depth > DEPTH {
            return Err("json: unsupported value: encountered a cycle".into());
        }
        match value {
            Value::Nil => self.out.push_str("null"),
            Value::Bool(truth) => self.out.push_str(if *truth { "true" } else { "false" }),
            Value::Int(_, value) => self.out.push_str(&value.to_string()),
            Value::Float(value) => self.out.push_str(&number(*value)?),
            Value::Complex(..) => return Err("json: unsupported type: complex128".into()),
            Value::Text(text) => self.text(text),
            Value::List(list) if list.nil => self.out.push_str("null"),
            Value::List(list) if list.kind == ListKind::Bytes => self.text(&super::base64(&list.bytes())),
            Value::List(list) => {
                let items = list.items.iter().map(|item| (None, item));
                self.group('[', ']', items.collect(), depth)?;
            }
            Value::Map(map) => {
                let entries = map.entries();
                let items = entries.iter().map(|(key, value)| (Some(&**key), value));
                self.group('{', '}', items.collect(), depth)?;
            }
            Value::Record(record) => {
                if let Some(text) = record.json_text() {
                    self.text(&text);
                    return Ok(());
                }
                self.group('{', '}', record.shown().map(|(name, value)| (Some(name), value)).collect(), depth)?;
            }
        }
        Ok(())
    }

    fn group(
        &mut self,
        open: char,
        close: char,
        items: Vec<(Option<&str>, &Value)>,
        depth: usize,
    ) -> Result<(), String> {
        self.out.push(open);
        let deeper = depth.saturating_add(1);
        let empty = items.is_empty();
        for (i, (key, value)) in items.into_iter().enumerate() {
            if i > 0 {
                self.out.push(',');
            }
            self.line(deeper);
            if let Some(key) = key {
                self.text(key);
                self.out.push(':');
                if self.style == Style::Pretty {
                    self.out.push(' ');
                }
            }
            self.value(value, deeper)?;
        }
        if !empty {
            self.line(depth);
        }
        self.out.push(close);
        Ok(())
    }

    fn line(&mut self, depth: usize) {
        if self.style == Style::Pretty {
            self.out.push('\n');
            self.out.push_str(&"  ".repeat(depth));
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.out.push('\\');
                    self.out.push(c);
                }
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\x08' => self.out.push_str("\\b"),
                '\x0c' => self.out.push_str("\\f"),
                '<' | '>' | '&' if self.style == Style::Raw => self.out.push(c),
                '\0'..='\x1f' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    self.out.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                _ => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}

/// A `float64`: plain unless very small or very large.
fn number(value: f64) -> Result<String, String> {
    if !value.is_finite() {
        return Err(format!("json: unsupported value: {}", super::shortest_text(value)));
    }
    let size = value.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        return Ok(float(value, FloatStyle::Plain, None));
    }
    let text = float(value, FloatStyle::Exponent, None);
    // Go writes e-9, not e-09.
    Ok(match text.split_once("e-0") {
        Some((mantissa, digit)) => format!("{mantissa}e-{digit}"),
        None => text,
    })
}
