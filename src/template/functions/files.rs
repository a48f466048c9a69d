//! `.Files`: finding files and turning them into data (`pkg/engine/files.go`, gobwas/glob).

use std::rc::Rc;

use super::data::to_yaml;
use super::paths::base;
use super::{Answer, Args};
use crate::template::format::base64;
use crate::template::regex::Regex;
use crate::template::value::{Entries, ListKind, Value};
use crate::text::to_bytes;

/// A file's text, empty for one that is not there.
pub(super) fn file(files: &Value, name: &str) -> Rc<str> {
    let Value::Map(map) = files else { return "".into() };
    map.file(name).unwrap_or_else(|| "".into())
}

/// The lines of a file.
pub(super) fn lines(files: &Value, args: &Args<'_>) -> Answer {
    let text = file(files, args.text(0));
    if text.is_empty() {
        return Ok(Value::list_of(ListKind::Text, Vec::new()));
    }
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(Value::list_of(ListKind::Text, text.split('\n').map(Value::from).collect()))
}

/// The files whose names match; a wrong pattern matches all.
pub(super) fn glob(files: &Value, args: &Args<'_>) -> Answer {
    let Value::Map(map) = files else { return Ok(Value::Nil) };
    let pattern = translated(args.text(0)).and_then(|pattern| Regex::new(&pattern).ok());
    let matches = |name: &str| pattern.as_ref().is_none_or(|pattern| pattern.find_at(name, 0).is_some());
    Ok(Value::Map(map.filtered(matches)))
}

/// A glob as a regular expression; `None` where it is none.
fn translated(glob: &str) -> Option<String> {
    let mut out = String::from("(?s)\\A");
    let mut depth = 0usize;
    let mut chars = glob.chars().peekable();
    let literal = |c: char| crate::template::regex::quote_meta(&c.to_string());
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.next_if_eq(&'*').is_some() => out.push_str(".*"),
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '\\' => out.push_str(&literal(chars.next()?)),
            '[' => {
                out.push('[');
                if chars.next_if_eq(&'!').is_some() {
                    out.push('^');
                }
                let mut any = false;
                loop {
                    match chars.next()? {
                        ']' if any => break,
                        ']' => return None,
                        '-' if any => out.push('-'),
                        c => out.push_str(&literal(c)),
                    }
                    any = true;
                }
                out.push(']');
            }
            ']' => return None,
            '{' => {
                depth = depth.saturating_add(1);
                out.push_str("(?:");
            }
            '}' => {
                depth = depth.checked_sub(1)?;
                out.push(')');
            }
            ',' if depth > 0 => out.push('|'),
            c => out.push_str(&literal(c)),
        }
    }
    out.push_str("\\z");
    (depth == 0).then_some(out)
}

/// The files as YAML by their last name, as texts or in base64.
pub(super) fn as_yaml(files: &Value, encoded: bool) -> Answer {
    let Value::Map(map) = files else { return Ok("".into()) };
    let mut entries = Entries::new();
    map.with_kept(|files| {
        for (name, found) in files {
            let Value::Text(text) = found else { continue };
            let text = if encoded { base64(&to_bytes(text)).into() } else { Value::Text(Rc::clone(text)) };
            entries.insert(base(name).into(), text);
        }
    });
    Ok(to_yaml(&Value::map(entries))?.into())
}
