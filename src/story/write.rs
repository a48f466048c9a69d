//! Writing story files.

use serde_json::Value;

use super::Story;

/// The story as a file that [`super::read`] reads back to the same story.
#[must_use]
pub fn write(story: &Story) -> String {
    // The types of a story serialise to maps with text keys, which cannot fail.
    yaml_text(&serde_json::to_value(story).unwrap_or_default())
}

/// `value` as block YAML, every text quoted that any version of YAML could take for something else.
pub(super) fn yaml_text(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => block(&mut out, value, 0),
        Value::Array(list) if !list.is_empty() => block(&mut out, value, 0),
        _ => {
            inline(&mut out, value, 2);
            out.push('\n');
        }
    }
    out
}

/// Writes a map or list whose entries stand `indent` columns to the right; the first line is begun already.
fn block(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(map) => {
            for (i, (key, value)) in map.iter().enumerate() {
                begin_line(out, i, indent);
                out.push_str(&word(key));
                out.push(':');
                entry(out, value, indent);
            }
        }
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                begin_line(out, i, indent);
                out.push('-');
                let nested = matches!(value, Value::Object(map) if !map.is_empty());
                if nested {
                    out.push(' ');
                    block(out, value, indent.saturating_add(2));
                } else {
                    entry(out, value, indent);
                }
            }
        }
        _ => inline(out, value, indent),
    }
}

/// Writes what follows a `:` or `-`, with the line end.
fn entry(out: &mut String, value: &Value, indent: usize) {
    let inner = indent.saturating_add(2);
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            spaces(out, inner);
            block(out, value, inner);
        }
        Value::Array(list) if list.iter().any(is_large) => {
            out.push('\n');
            spaces(out, inner);
            block(out, value, inner);
        }
        _ => {
            out.push(' ');
            inline(out, value, inner);
            out.push('\n');
        }
    }
}

/// Whether an element gets lines of its own.
fn is_large(value: &Value) -> bool {
    match value {
        Value::Object(_) | Value::Array(_) => true,
        Value::String(text) => text.contains('\n'),
        _ => false,
    }
}

/// Writes a scalar or a list of scalars; lines after the first stand `indent` columns to the right.
fn inline(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::String(text) => match literal(text, indent) {
            Some(block) => out.push_str(&block),
            None => out.push_str(&word(text)),
        },
        Value::Array(list) => {
            out.push('[');
            for (i, value) in list.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                inline(out, value, indent);
            }
            out.push(']');
        }
        Value::Object(_) => out.push_str("{}"),
        _ => out.push_str(&value.to_string()),
    }
}

/// A text of several lines as a `|` block; `None` for texts that a block would change.
fn literal(text: &str, indent: usize) -> Option<String> {
    let fits = text.contains('\n') && text.chars().all(|c| is_printable(c) && c != '\r') && !text.trim().is_empty();
    if !fits {
        return None;
    }
    let mut out = String::from("|");
    // Otherwise the reader would take the leading white space for the block's own indentation.
    if text.starts_with(['\n', ' ', '\t']) {
        out.push('2');
    }
    let body = match text.strip_suffix('\n') {
        None => {
            out.push('-');
            text
        }
        Some(body) if body.ends_with('\n') => {
            out.push('+');
            body
        }
        Some(body) => body,
    };
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            spaces(&mut out, indent);
            out.push_str(line);
        }
    }
    Some(out)
}

/// A text of one line, quoted where it must be.
fn word(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Words that some version of YAML takes for a boolean or null.
const RESERVED: [&str; 12] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", ".nan", ".inf"];

/// Whether a text needs no quotes, whatever stands around it and whoever reads it.
fn is_plain(text: &str) -> bool {
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/' | '.'))
        || text.strip_prefix("--").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '.' | '=' | '(' | ')' | ';' | '+');
    let number = text.starts_with('.') && text.chars().nth(1).is_none_or(|c| !c.is_ascii_alphabetic());
    starts_well
        && !number
        && text.chars().all(plain)
        && !text.ends_with(' ')
        && !RESERVED.contains(&text.to_lowercase().as_str())
}

/// What YAML lets stand in a text as it is; line ends that are not `\n` are left to [`quoted`].
fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && c != '\u{feff}'
}

/// A text in double quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            // What is not printable fits into four digits.
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

fn begin_line(out: &mut String, i: usize, indent: usize) {
    if i > 0 {
        spaces(out, indent);
    }
}

fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
