//! Values to text, as `sigs.k8s.io/yaml` writes them: to JSON, back as YAML, and out through go-yaml's
//! emitter.

use super::limits;
use super::natural::sorted_naturally;
use super::number::{format_float, json_float, parse_float, parse_int, parse_uint};
use super::resolve::is_text;
use super::scalar_form::{Analysis, is_base_60, is_printable};
use super::scanner::reread_quoted;
use serde_json::{Number, Value};
use std::borrow::Cow;

/// Lines are broken at a space after this column.
const BEST_WIDTH: usize = 80;
const INDENT: usize = 2;
/// Longer keys get a `?`.
const LONGEST_KEY: usize = 128;
/// Longer keys, in characters of JSON, cannot be read back: Helm then writes nothing at all.
const LONGEST_JSON_KEY: usize = 1024;

/// Writes `value` as `sigs.k8s.io/yaml` does (`toYaml` without the final line end removed).
///
/// The text is empty where Helm's is: for values that cannot be read back as YAML (control characters
/// that JSON leaves alone, keys of more than 1024 characters), and for values nested deeper than
/// [`limits::NESTING`].
#[must_use]
pub fn emit(value: &Value) -> String {
    written(value, false)
}

/// Writes `value` as version 3 of go-yaml does when it is set to indent by two: lists further in than their keys, long
/// lines whole, nothing sent through JSON before. Sources: go-yaml v3 `encode.go`, `emitterc.go`.
///
/// The text is empty for values nested deeper than [`limits::NESTING`].
#[must_use]
pub fn emit_pretty(value: &Value) -> String {
    written(value, true)
}

fn written(value: &Value, pretty: bool) -> String {
    let mut emitter = Emitter { pretty, indention: true, whitespace: true, ..Emitter::default() };
    if emitter.node(value, Context::Root, None).is_none() {
        return String::new();
    }
    emitter.write_indent(0);
    emitter.out
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    Root,
    Item,
    /// A key or the value of a key.
    Mapping,
    SimpleKey,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// What go-yaml's emitter knows while it writes.
#[derive(Default)]
struct Emitter {
    out: String,
    /// Whether it is that of version 3.
    pretty: bool,
    column: usize,
    depth: usize,
    /// Whether the last thing written was white space.
    whitespace: bool,
    /// Whether the line so far is indentation, `-`, `?` and `:` only.
    indention: bool,
}

impl Emitter {
    /// Writes one value; `indent` is that of the collection around it.
    fn node(&mut self, value: &Value, context: Context, indent: Option<usize>) -> Option<()> {
        match value {
            Value::Array(items) if items.is_empty() => self.empty("[", "]"),
            Value::Object(map) if map.is_empty() => self.empty("{", "}"),
            Value::Array(items) => self.nested(|emitter| emitter.sequence(items, context, indent))?,
            Value::Object(map) => self.nested(|emitter| emitter.mapping(map, indent))?,
            Value::String(text) => self.text(text, context, indent)?,
            Value::Null => self.plain("null", false, 0),
            Value::Bool(value) => self.plain(if *value { "true" } else { "false" }, false, 0),
            Value::Number(number) => self.plain(&self.number(number), false, 0),
        }
        Some(())
    }

    fn number(&self, number: &Number) -> String {
        match number.as_f64() {
            Some(float) if self.pretty && number.is_f64() => format_float(float),
            _ => number_text(number),
        }
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth <= limits::NESTING)?;
        write(self)?;
        self.depth = self.depth.saturating_sub(1);
        Some(())
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.write_indicator(open, true, true, false);
        self.write_indicator(close, false, false, false);
    }

    fn sequence(&mut self, items: &[Value], context: Context, outer: Option<usize>) -> Option<()> {
        // A list under a key is not further in than the key.
        let indentless = context == Context::Mapping && !self.indention && !self.pretty;
        let indent = match outer {
            None => 0,
            Some(outer) if indentless => outer,
            Some(outer) => outer.saturating_add(INDENT),
        };
        for item in items {
            self.write_indent(indent);
            self.write_indicator("-", true, false, true);
            self.node(item, Context::Item, Some(indent))?;
        }
        Some(())
    }

    fn mapping(&mut self, map: &serde_json::Map<String, Value>, outer: Option<usize>) -> Option<()> {
        let indent = outer.map_or(0, |outer| outer.saturating_add(INDENT));
        for (key, value) in sorted_naturally(map, self.pretty) {
            self.write_indent(indent);
            let key = if self.pretty { Cow::Borrowed(key.as_str()) } else { read_back(key, true)? };
            if key.len() <= LONGEST_KEY && !Analysis::of(&key).multiline {
                self.text_as_read(&key, Context::SimpleKey, Some(indent));
                self.write_indicator(":", false, false, false);
            } else {
                self.write_indicator("?", true, false, true);
                self.text_as_read(&key, Context::Mapping, Some(indent));
                self.write_indent(indent);
                self.write_indicator(":", true, false, true);
            }
            self.node(value, Context::Mapping, Some(indent))?;
        }
        Some(())
    }

    fn text(&mut self, text: &str, context: Context, outer: Option<usize>) -> Option<()> {
        let text = if self.pretty { Cow::Borrowed(text) } else { read_back(text, false)? };
        self.text_as_read(&text, context, outer);
        Some(())
    }

    fn text_as_read(&mut self, text: &str, context: Context, outer: Option<usize>) {
        let indent = outer.map_or(INDENT, |outer| outer.saturating_add(INDENT));
        let may_break = context != Context::SimpleKey && !self.pretty;
        match choose_style(text, context, self.pretty) {
            Style::Plain => self.plain(text, may_break, indent),
            Style::Single => self.single_quoted(text, may_break, indent),
            Style::Double => self.double_quoted(text, may_break, indent),
            Style::Literal => self.literal(text, indent),
        }
    }

    fn plain(&mut self, text: &str, may_break: bool, indent: usize) {
        if !self.whitespace {
            self.put(' ');
        }
        self.folded(text, may_break, indent, |emitter, c| emitter.put(c));
        self.whitespace = false;
        self.indention = false;
    }

    /// Writes text that may be broken at single spaces, never inside a run of them.
    fn folded(&mut self, text: &str, may_break: bool, indent: usize, write: impl Fn(&mut Self, char)) {
        let mut after_space = false;
        let mut after_break = false;
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let next = rest.clone().next();
            if c == ' ' {
                let inside = next.is_some_and(|next| next != ' ') && rest.as_str().len().saturating_add(1) < text.len();
                if may_break && !after_space && self.column > BEST_WIDTH && inside {
                    self.write_indent(indent);
                } else {
                    self.put(' ');
                }
                after_space = true;
            } else if is_break(c) {
                if !after_break && c == '\n' {
                    self.put_break('\n');
                }
                self.put_break(c);
                self.indention = true;
                after_break = true;
            } else {
                if after_break {
                    self.write_indent(indent);
                }
                write(self, c);
                self.indention = false;
                after_space = false;
                after_break = false;
            }
        }
    }

    fn single_quoted(&mut self, text: &str, may_break: bool, indent: usize) {
        self.write_indicator("'", true, false, false);
        self.folded(text, may_break, indent, |emitter, c| {
            if c == '\'' {
                emitter.put('\'');
            }
            emitter.put(c);
        });
        self.write_indicator("'", false, false, false);
    }

    fn double_quoted(&mut self, text: &str, may_break: bool, indent: usize) {
        self.write_indicator("\"", true, false, false);
        // go-yaml looks for a byte order mark at the start of the text whatever character it writes.
        let escape_all = text.starts_with('\u{feff}');
        let mut after_space = false;
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if escape_all || !is_printable(c) || is_break(c) || matches!(c, '"' | '\\') {
                self.escape(c);
                after_space = false;
                continue;
            }
            let next = rest.clone().next();
            let inside = next.is_some() && rest.as_str().len().saturating_add(1) < text.len();
            if c == ' ' && may_break && !after_space && self.column > BEST_WIDTH && inside {
                self.write_indent(indent);
                if next == Some(' ') {
                    self.put('\\');
                }
            } else {
                self.put(c);
            }
            after_space = c == ' ';
        }
        self.write_indicator("\"", false, false, false);
    }

    fn escape(&mut self, c: char) {
        self.put('\\');
        let short = match c {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\u{1b}' => 'e',
            '"' | '\\' => c,
            '\u{85}' => 'N',
            '\u{a0}' => '_',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ => {
                let code = u32::from(c);
                let digits = match code {
                    0..=0xFF => format!("x{code:02X}"),
                    0x100..=0xFFFF => format!("u{code:04X}"),
                    _ => format!("U{code:08X}"),
                };
                digits.chars().for_each(|digit| self.put(digit));
                return;
            }
        };
        self.put(short);
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.write_indicator("|", true, false, false);
        if text.starts_with([' ', '\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
            self.write_indicator("2", false, false, false);
        }
        let ending_breaks = text.chars().rev().take_while(|c| is_break(*c)).count();
        match ending_breaks {
            0 => self.write_indicator("-", false, false, false),
            1 if text.chars().count() > 1 => {}
            _ => self.write_indicator("+", false, false, false),
        }
        self.put_break('\n');
        self.indention = true;
        self.whitespace = true;
        let mut after_break = true;
        for c in text.chars() {
            if is_break(c) {
                self.put_break(c);
                self.indention = true;
                after_break = true;
                continue;
            }
            if after_break {
                self.write_indent(indent);
            }
            self.put(c);
            self.indention = false;
            after_break = false;
        }
    }

    fn put(&mut self, c: char) {
        self.out.push(c);
        self.column = self.column.saturating_add(1);
    }

    fn put_break(&mut self, c: char) {
        self.out.push(c);
        self.column = 0;
    }

    /// Goes to a new line unless this one is still at its indentation, and indents.
    fn write_indent(&mut self, indent: usize) {
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.put_break('\n');
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    fn write_indicator(&mut self, indicator: &str, needs_space: bool, is_space: bool, is_indention: bool) {
        if needs_space && !self.whitespace {
            self.put(' ');
        }
        indicator.chars().for_each(|c| self.put(c));
        self.whitespace = is_space;
        self.indention = self.indention && is_indention;
    }
}

fn choose_style(text: &str, context: Context, pretty: bool) -> Style {
    let mut form = Analysis::of(text);
    if pretty && text.contains('\t') {
        // Version 3 lets tabs be in block scalars.
        form.block_allowed = Analysis::of(&text.replace('\t', "x")).block_allowed;
    }
    let is_key = context == Context::SimpleKey;
    let wanted = if text.contains('\n') {
        Style::Literal
    } else if is_text(text) && !is_base_60(text) {
        Style::Plain
    } else {
        Style::Double
    };
    match wanted {
        _ if is_key && form.multiline => Style::Double,
        Style::Literal if form.block_allowed && !is_key => Style::Literal,
        Style::Plain if form.plain_allowed && !(text.is_empty() && is_key) => Style::Plain,
        Style::Plain if form.single_quoted_allowed => Style::Single,
        _ => Style::Double,
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A number after its way through JSON and YAML: whole floats have become integers.
fn number_text(number: &Number) -> String {
    let json = match number.as_f64() {
        Some(float) if number.is_f64() => json_float(float),
        _ => number.to_string(),
    };
    if let Some(int) = parse_int(&json) {
        return int.to_string();
    }
    if parse_uint(&json).is_some() {
        return json;
    }
    parse_float(&json).map_or(json, format_float)
}

/// A text after its way through JSON and YAML. `None` if YAML cannot read it.
fn read_back(text: &str, is_key: bool) -> Option<Cow<'_, str>> {
    let is_harmless = |c: char| matches!(c, ' '..='~' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..) || c < ' ';
    let is_long = is_key && text.len() > LONGEST_JSON_KEY / 6;
    if text.chars().all(is_harmless) && !is_long {
        return Some(Cow::Borrowed(text));
    }
    let json = json_text(text);
    let (read, lines) = reread_quoted(&json)?;
    if is_key && (lines > 0 || json.chars().count() > LONGEST_JSON_KEY) {
        return None;
    }
    Some(Cow::Owned(read))
}

/// A text as `encoding/json` quotes it.
fn json_text(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                json.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json
}
