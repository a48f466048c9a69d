//! Base64 and the escapes of `text/template`.

use super::logic::written;
use super::{Answer, Args, Function, Param};
use crate::template::format::{base64, display, is_printable, unbase64};
use crate::template::value::Value;
use crate::text::{from_bytes, to_bytes};

const A: Param = Param::Any;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("b64enc", &[S], |args| Ok(base64(&to_bytes(args.text(0))).into())),
    Function::new("b64dec", &[S], |args| {
        Ok(match unbase64(args.text(0)) {
            Ok(bytes) => from_bytes(&bytes).into(),
            Err(message) => message.into(),
        })
    }),
    Function::rest("html", &[], A, |args| escaped(args, html)),
    Function::rest("js", &[], A, |args| escaped(args, js)),
    Function::rest("urlquery", &[], A, |args| escaped(args, url_query)),
    Function::new("hello", &[], |_| Ok("Hello!".into())),
];

/// What `fmt.Sprint` makes of the arguments, escaped; nothing is `<no value>`, as in an action.
fn escaped(args: &Args<'_>, escape: fn(&str) -> String) -> Answer {
    let package = args.env.dialect.package;
    let mut text = String::new();
    let mut after_text = true;
    for value in args.from(0) {
        let is_text = matches!(value, Value::Text(_));
        if !after_text && !is_text {
            text.push(' ');
        }
        after_text = is_text || matches!(value, Value::Nil);
        match value {
            Value::Nil => text.push_str("<no value>"),
            other => match display(other, package, args.env.largest) {
                Some(shown) => text.push_str(&shown),
                None => return written(None),
            },
        }
    }
    Ok(escape(&text).into())
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0' => out.push('\u{fffd}'),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

fn js(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '\'' | '"' => {
                out.push('\\');
                out.push(c);
            }
            '<' | '>' | '&' | '=' | '\0'..='\x1f' => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c if c.is_ascii() || is_printable(c) => out.push(c),
            c => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        }
    }
    out
}

fn url_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
