//! Paths and URLs (Go `path`, `net/url`; Sprig `url.go`).

use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::url::Url;
use crate::template::value::Value;
use crate::text::filled;

const D: Param = Param::Dict;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("base", &[S], |args| Ok(base(args.text(0)).into())),
    Function::new("dir", &[S], |args| Ok(dir(args.text(0)).into())),
    Function::new("clean", &[S], |args| Ok(clean(args.text(0)).into())),
    Function::new("ext", &[S], |args| Ok(ext(args.text(0)).into())),
    Function::new("isAbs", &[S], |args| Ok(args.text(0).starts_with('/').into())),
    Function::new("osBase", &[S], |args| Ok(base(args.text(0)).into())),
    Function::new("osDir", &[S], |args| Ok(dir(args.text(0)).into())),
    Function::new("osClean", &[S], |args| Ok(clean(args.text(0)).into())),
    Function::new("osExt", &[S], |args| Ok(ext(args.text(0)).into())),
    Function::new("osIsAbs", &[S], |args| Ok(args.text(0).starts_with('/').into())),
    Function::new("urlParse", &[S], |args| url_parse(args.text(0))),
    Function::new("urlJoin", &[D], url_join),
    Function::new("getHostByName", &[S], |_| Ok("".into())),
];

/// The last part of a path.
pub(super) fn base(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" if path.is_empty() => ".",
        "" => "/",
        path => path.rsplit('/').next().unwrap_or(path),
    }
}

fn dir(path: &str) -> String {
    let end = path.rfind('/').map_or(0, |at| at.saturating_add(1));
    clean(path.get(..end).unwrap_or_default())
}

fn ext(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rfind('.').and_then(|at| name.get(at..)).unwrap_or_default()
}

/// The shortest path to the same place.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, parts) => format!("/{parts}"),
        (false, parts) if parts.is_empty() => ".".into(),
        (false, parts) => parts,
    }
}

fn url_parse(text: &str) -> Answer {
    let url = Url::parse(text, true).map_err(|message| format!("unable to parse url: {message}"))?;
    let parts = [
        ("scheme", url.scheme.as_str()),
        ("host", &url.host),
        ("hostname", url.hostname()),
        ("path", &url.path),
        ("query", &url.query),
        ("opaque", &url.opaque),
        ("fragment", &url.fragment),
        ("userinfo", &url.user_info()),
    ];
    Ok(Value::map(filled(parts.into_iter().map(|(key, part)| (key.into(), part.into())))))
}

fn url_join(args: &Args<'_>) -> Answer {
    let part = |name: &str| match args.value(0) {
        Value::Map(map) => match map.get(name) {
            None => Ok(String::new()),
            Some(Value::Text(text)) => Ok(text.to_string()),
            Some(Value::Nil) => Err("runtime error: invalid memory address or nil pointer dereference".into()),
            Some(other) => Err(Failure::message(format!(
                "unable to parse {name} key, must be of type string, but {} found",
                other.kind()
            ))),
        },
        _ => Ok(String::new()),
    };
    let mut url = Url {
        scheme: part("scheme")?,
        host: part("host")?,
        path: part("path")?,
        query: part("query")?,
        opaque: part("opaque")?,
        fragment: part("fragment")?,
        ..Url::default()
    };
    let user = part("userinfo")?;
    if !user.is_empty() {
        let parsed = Url::parse(&format!("proto://{user}@host"), true);
        url.user = parsed.map_err(|message| format!("unable to parse userinfo in dict: {message}"))?.user;
    }
    Ok(url.text().into())
}
