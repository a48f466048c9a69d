//! Texts: trimming, cutting, padding, quoting, searching (Sprig `strings.go`).

use super::logic::written;
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::{display, quote};
use crate::template::value::{ListKind, Map, MapKind, Value};
use crate::text::{filled, from_bytes};

const A: Param = Param::Any;
const I: Param = Param::Int;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("trim", &[S], |args| Ok(args.text(0).trim().into())),
    Function::new("trunc", &[I, S], trunc),
    Function::new("trimSuffix", &[S, S], |args| {
        Ok(args.text(1).strip_suffix(args.text(0)).unwrap_or(args.text(1)).into())
    }),
    Function::new("trimPrefix", &[S, S], |args| {
        Ok(args.text(1).strip_prefix(args.text(0)).unwrap_or(args.text(1)).into())
    }),
    Function::new("trimAll", &[S, S], trim_all),
    Function::new("trimall", &[S, S], trim_all),
    Function::new("contains", &[S, S], |args| Ok(args.text(1).contains(args.text(0)).into())),
    Function::new("hasPrefix", &[S, S], |args| Ok(args.text(1).starts_with(args.text(0)).into())),
    Function::new("hasSuffix", &[S, S], |args| Ok(args.text(1).ends_with(args.text(0)).into())),
    Function::new("replace", &[S, S, S], replace),
    Function::new("repeat", &[I, S], repeat),
    Function::new("indent", &[I, S], |args| indent(args, "")),
    Function::new("nindent", &[I, S], |args| indent(args, "\n")),
    Function::rest("quote", &[], A, |args| quoted(args, |text| quote(&text))),
    Function::rest("squote", &[], A, |args| quoted(args, |text| format!("'{text}'"))),
    Function::rest("cat", &[], A, cat),
    Function::new("toString", &[A], |args| shown(args, args.value(0)).map(Value::from)),
    Function::new("join", &[S, A], join),
    Function::new("split", &[S, S], |args| Ok(numbered(pieces(args.text(1), args.text(0), -1)))),
    Function::new("splitn", &[S, I, S], |args| Ok(numbered(pieces(args.text(2), args.text(0), args.int(1))))),
    Function::new("splitList", &[S, S], |args| Ok(texts(pieces(args.text(1), args.text(0), -1)))),
    Function::new("toStrings", &[A], |args| Ok(texts(strings(args, args.value(0))?))),
];

/// A `[]string`.
pub(super) fn texts(items: Vec<String>) -> Value {
    Value::list_of(ListKind::Text, items.into_iter().map(Value::from).collect())
}

/// What Sprig's `strval` makes of a value.
pub(super) fn shown(args: &Args<'_>, value: &Value) -> Result<String, Failure> {
    match value {
        Value::Text(text) => Ok(text.to_string()),
        Value::List(list) if list.kind == ListKind::Bytes => Ok(from_bytes(&list.bytes())),
        other => display(other, args.env.dialect.package, args.env.largest)
            .ok_or(Failure::Limit(crate::template::error::Limit::Value)),
    }
}

/// What Sprig's `strslice` makes of a value: texts of all that is not nil.
pub(super) fn strings(args: &Args<'_>, value: &Value) -> Result<Vec<String>, Failure> {
    match value {
        Value::Nil => Ok(Vec::new()),
        Value::List(list) => {
            let there = list.items.iter().filter(|item| !matches!(item, Value::Nil));
            there.map(|item| shown(args, item)).collect()
        }
        other => Ok(vec![shown(args, other)?]),
    }
}

/// The part of `text` between two bytes; a character cut in half becomes a replacement character.
pub(super) fn slice(text: &str, from: usize, to: usize) -> String {
    String::from_utf8_lossy(text.as_bytes().get(from..to).unwrap_or_default()).into_owned()
}

fn trunc(args: &Args<'_>) -> Answer {
    let (count, text) = (args.int(0), args.text(1));
    let size = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    Ok(match count {
        0.. if text.len() > size => slice(text, 0, size).into(),
        ..0 if text.len() > size => slice(text, text.len().saturating_sub(size), text.len()).into(),
        _ => text.into(),
    })
}

fn trim_all(args: &Args<'_>) -> Answer {
    let set = args.text(0);
    Ok(args.text(1).trim_matches(|c| set.contains(c)).into())
}

fn replace(args: &Args<'_>) -> Answer {
    let (old, new, text) = (args.text(0), args.text(1), args.text(2));
    let hits = if old.is_empty() { text.chars().count().saturating_add(1) } else { text.matches(old).count() };
    args.within(text.len().saturating_add(hits.saturating_mul(new.len())))?;
    Ok(text.replace(old, new).into())
}

fn repeat(args: &Args<'_>) -> Answer {
    let text = args.text(1);
    let Ok(count) = usize::try_from(args.int(0)) else { return Err("strings: negative Repeat count".into()) };
    args.within(count.saturating_mul(text.len()))?;
    Ok(text.repeat(count).into())
}

fn indent(args: &Args<'_>, before: &str) -> Answer {
    let text = args.text(1);
    let Ok(count) = usize::try_from(args.int(0)) else { return Err("strings: negative Repeat count".into()) };
    let lines = text.matches('\n').count().saturating_add(1);
    args.within(text.len().saturating_add(lines.saturating_mul(count)))?;
    let pad = " ".repeat(count);
    Ok(format!("{before}{pad}{}", text.replace('\n', &format!("\n{pad}"))).into())
}

fn quoted(args: &Args<'_>, quote: fn(String) -> String) -> Answer {
    let there = args.from(0).filter(|value| !matches!(value, Value::Nil));
    let texts = there.map(|value| Ok(quote(shown(args, value)?))).collect::<Result<Vec<_>, Failure>>()?;
    Ok(texts.join(" ").into())
}

fn cat(args: &Args<'_>) -> Answer {
    let there = args.from(0).filter(|value| !matches!(value, Value::Nil));
    let package = args.env.dialect.package;
    let texts: Option<Vec<String>> = there.map(|value| display(value, package, args.env.largest)).collect();
    written(texts.map(|texts| texts.join(" ")))
}

fn join(args: &Args<'_>) -> Answer {
    let strings = strings(args, args.value(1))?;
    args.within(strings.len().saturating_mul(args.text(0).len()))?;
    Ok(strings.join(args.text(0)).into())
}

/// `strings.SplitN`
fn pieces(text: &str, separator: &str, most: i64) -> Vec<String> {
    let most = match usize::try_from(most) {
        Ok(0) => return Vec::new(),
        Ok(most) => most,
        Err(_) => usize::MAX,
    };
    if !separator.is_empty() {
        return text.splitn(most, separator).map(Into::into).collect();
    }
    let mut pieces: Vec<String> = text.chars().take(most.saturating_sub(1)).map(Into::into).collect();
    let taken: usize = pieces.iter().map(String::len).sum();
    let rest = text.get(taken..).unwrap_or_default();
    if !rest.is_empty() {
        pieces.push(rest.into());
    }
    pieces
}

/// `_0`, `_1` and so on.
fn numbered(pieces: Vec<String>) -> Value {
    let entries = pieces.into_iter().enumerate().map(|(i, piece)| (format!("_{i}").into(), piece.into()));
    Value::Map(Map::new(MapKind::Text, filled(entries)))
}
