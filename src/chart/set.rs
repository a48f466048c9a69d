//! `--set` and its brothers (`pkg/strvals`).

use serde_json::Value;

use super::values::{Table, as_floats, merge};
use crate::template::Dialect;

/// Which flag a text was given with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetKind {
    /// `--set`: whole numbers, booleans and null are told from texts.
    Typed,
    /// `--set-string`: everything is a text.
    Text,
    /// `--set-json`: values are JSON.
    Json,
    /// `--set-file`: values are names of files, which are read.
    File,
    /// `--set-literal`: nothing has a meaning but the first `=`.
    Literal,
}

impl SetKind {
    /// In the order in which Helm takes them, whatever the order of the command line (`MergeValues`).
    pub const ALL: [SetKind; 5] = [SetKind::Json, SetKind::Typed, SetKind::Text, SetKind::File, SetKind::Literal];

    fn flag(self) -> &'static str {
        match self {
            SetKind::Typed => "--set",
            SetKind::Text => "--set-string",
            SetKind::Json => "--set-json",
            SetKind::File => "--set-file",
            SetKind::Literal => "--set-literal",
        }
    }
}

/// Gives the text of a file by name.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Option<String>;

const LARGEST_INDEX: usize = 65536;
const DEEPEST: usize = 30;

/// Sets in `values` what `text` says; `files` is asked for the files of `--set-file`.
///
/// # Errors
/// Helm's message.
pub fn set(
    values: &mut Table,
    text: &str,
    kind: SetKind,
    files: ReadFile<'_>,
    dialect: &Dialect,
) -> Result<(), String> {
    if kind == SetKind::Json && dialect.sets_whole_json && text.trim_start().starts_with('{') {
        let whole: Table =
            serde_json::from_str(text).map_err(|_| format!("failed parsing --set-json data JSON: {text}"))?;
        merge(values, whole.into_iter().map(|(key, value)| (key, as_floats(value))).collect());
        return Ok(());
    }
    let mut parser = Parser { rest: text, kind, files };
    loop {
        match parser.key(values, 0) {
            Ok(()) => {}
            Err(Stop::End) => return Ok(()),
            Err(Stop::Error(_)) if kind == SetKind::Json => {
                return Err(format!("failed parsing --set-json data {text}"));
            }
            Err(Stop::Error(message)) => return Err(format!("failed parsing {} data: {message}", kind.flag())),
        }
    }
}

enum Stop {
    /// The text is used up.
    End,
    Error(String),
}

type Step<T> = Result<T, Stop>;

fn error<T>(message: impl Into<String>) -> Step<T> {
    Err(Stop::Error(message.into()))
}

/// Go's message for a value of another type than the path needs.
fn conversion<T>(value: &Value, wanted: &str) -> Step<T> {
    let got = match value {
        Value::Null => "nil",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_i64() => "int64",
        Value::Number(_) => "float64",
        Value::String(_) => "string",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
    };
    error(format!("unable to parse key: interface conversion: interface {{}} is {got}, not {wanted}"))
}

struct Parser<'a> {
    rest: &'a str,
    kind: SetKind,
    files: ReadFile<'a>,
}

impl Parser<'_> {
    fn bump(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }

    /// The text up to one of `stop`, and which; `None` at the end of all.
    fn until(&mut self, stop: &str) -> (String, Option<char>) {
        let mut text = String::new();
        while let Some(c) = self.bump() {
            if stop.contains(c) {
                return (text, Some(c));
            }
            if c == '\\' && self.kind != SetKind::Literal {
                let Some(next) = self.bump() else { break };
                text.push(next);
            } else {
                text.push(c);
            }
        }
        (text, None)
    }

    fn key(&mut self, into: &mut Table, depth: usize) -> Step<()> {
        let stop = if self.kind == SetKind::Literal { "=[." } else { "=[,." };
        let (key, last) = self.until(stop);
        match last {
            None if key.is_empty() => Err(Stop::End),
            None => error(format!("key {} has no value", quote(&key))),
            Some('[') => self.list(into, key, depth),
            Some('=') => self.assign(into, key),
            Some(',') => error(format!("key {} has no value (cannot end with ,)", quote(&key))),
            Some(_) => self.table(into, key, depth),
        }
    }

    fn list(&mut self, into: &mut Table, key: String, depth: usize) -> Step<()> {
        let index = self.index()?;
        let mut list = match into.get_mut(&key).map(Value::take) {
            None => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => return conversion(&other, "[]interface {}"),
        };
        let done = self.item(&mut list, index, depth);
        put(into, key, list.into());
        done
    }

    fn assign(&mut self, into: &mut Table, key: String) -> Step<()> {
        let (value, stop) = self.value()?;
        put(into, key, value);
        stop.map_or(Ok(()), Err)
    }

    fn table(&mut self, into: &mut Table, key: String, depth: usize) -> Step<()> {
        let depth = depth.saturating_add(1);
        if depth > DEEPEST {
            return error(format!(
                "value name nested level is greater than maximum supported nested level of {DEEPEST}"
            ));
        }
        let mut inner = match into.get_mut(&key).map(Value::take) {
            None => Table::new(),
            Some(Value::Object(inner)) => inner,
            Some(other) => return conversion(&other, "map[string]interface {}"),
        };
        let done = self.key(&mut inner, depth);
        if done.is_ok() && inner.is_empty() {
            return error(format!("key map {} has no value", quote(&key)));
        }
        if inner.is_empty() {
            into.remove(&key);
        } else {
            put(into, key, inner.into());
        }
        done
    }

    /// What stands before `]`.
    fn index(&mut self) -> Step<i64> {
        let (text, last) = self.until("]");
        if last.is_none() {
            return error("error parsing index: EOF");
        }
        text.parse().or_else(|_| {
            let why = if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
                "value out of range"
            } else {
                "invalid syntax"
            };
            error(format!("error parsing index: strconv.Atoi: parsing {}: {why}", quote(&text)))
        })
    }

    /// What follows `]`.
    fn item(&mut self, list: &mut Vec<Value>, index: i64, depth: usize) -> Step<()> {
        let Ok(at) = usize::try_from(index) else { return error(format!("negative {index} index not allowed")) };
        let (extra, last) = self.until("[.=");
        if !extra.is_empty() {
            // Go shows the characters one by one.
            let shown: Vec<String> = extra.chars().map(|c| format!("'{c}'")).collect();
            return error(format!("unexpected data at end of array index: [{}]", shown.join(" ")));
        }
        let old = list.get_mut(at).map(Value::take);
        let depth = depth.saturating_add(1);
        let value = match last {
            None => return Err(Stop::End),
            Some('=') => {
                let (value, stop) = self.value()?;
                // The end of the text is no error once the item is set.
                if let Some(Stop::Error(message)) = stop {
                    return error(message);
                }
                value
            }
            Some('[') => {
                let next = self.index()?;
                let mut inner = match old {
                    None | Some(Value::Null) => Vec::new(),
                    Some(Value::Array(inner)) => inner,
                    Some(other) => return conversion(&other, "[]interface {}"),
                };
                if depth > DEEPEST.saturating_mul(2) {
                    return error("lists nest too deeply");
                }
                self.item(&mut inner, next, depth)?;
                inner.into()
            }
            Some(_) => {
                let mut inner = match old {
                    Some(Value::Object(inner)) => inner,
                    _ => Table::new(),
                };
                self.key(&mut inner, depth.saturating_sub(1))?;
                inner.into()
            }
        };
        if at > LARGEST_INDEX {
            return error(format!("index of {at} is greater than maximum supported index of {LARGEST_INDEX}"));
        }
        if list.len() <= at {
            list.resize(at.saturating_add(1), Value::Null);
        }
        if let Some(slot) = list.get_mut(at) {
            *slot = value;
        }
        Ok(())
    }

    /// What follows `=`, and how the parser stops after it, if it does.
    fn value(&mut self) -> Step<(Value, Option<Stop>)> {
        match self.kind {
            SetKind::Literal => {
                let (text, _) = self.until("");
                Ok((text.into(), None))
            }
            SetKind::Json => self.json().map(|value| (value, None)),
            _ if self.rest.is_empty() => Ok(("".into(), Some(Stop::End))),
            _ if self.rest.starts_with('{') => self.braces().map(|value| (value, None)),
            _ => {
                let (text, _) = self.until(",");
                Ok((self.typed(text)?, None))
            }
        }
    }

    fn json(&mut self) -> Step<Value> {
        if self.blank() {
            return Ok(Value::Null);
        }
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else { return error("invalid character") };
        self.rest = self.rest.get(values.byte_offset()..).unwrap_or_default();
        self.blank();
        Ok(as_floats(value))
    }

    /// Skips blanks; true if only a comma or the end follows.
    fn blank(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        if self.rest.is_empty() {
            return true;
        }
        let comma = self.rest.strip_prefix(',');
        self.rest = comma.unwrap_or(self.rest);
        comma.is_some()
    }

    /// `{a,b}`
    fn braces(&mut self) -> Step<Value> {
        self.bump();
        let mut items = Vec::new();
        loop {
            let (text, last) = self.until(",}");
            match last {
                None => return error("list must terminate with '}'"),
                Some(last) => {
                    items.push(self.typed(text)?);
                    if last == '}' {
                        self.rest = self.rest.strip_prefix(',').unwrap_or(self.rest);
                        return Ok(items.into());
                    }
                }
            }
        }
    }

    fn typed(&self, text: String) -> Step<Value> {
        match self.kind {
            SetKind::Text => return Ok(text.into()),
            SetKind::File => {
                return match (self.files)(&text) {
                    Some(content) => Ok(content.into()),
                    None => error(format!("open {text}: no such file or directory")),
                };
            }
            _ => {}
        }
        Ok(match text.to_ascii_lowercase().as_str() {
            "true" => true.into(),
            "false" => false.into(),
            "null" => Value::Null,
            "0" => 0.into(),
            _ if text.starts_with('0') => text.into(),
            _ => text.parse::<i64>().map_or_else(|_| text.clone().into(), Into::into),
        })
    }
}

/// An empty key is not set.
fn put(into: &mut Table, key: String, value: Value) {
    if !key.is_empty() {
        into.insert(key, value);
    }
}

fn quote(text: &str) -> String {
    crate::template::quote(text)
}
