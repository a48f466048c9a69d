//! Paths and URLs (Go `path`, `net/url`; Sprig `url.go`).

use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::quote;
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

/// The parts of a URL as Go keeps them.
#[derive(Default)]
struct Url {
    scheme: String,
    opaque: String,
    user: Option<(String, Option<String>)>,
    host: String,
    path: String,
    query: String,
    force_query: bool,
    fragment: String,
}

/// What may stand unescaped in a part.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Path,
    User,
    Host,
    Fragment,
}

fn keeps(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return true;
    }
    match part {
        Part::Host => b"!$&'()*+,;=:[]<>\"".contains(&byte),
        Part::Path => b"$&+,/:;=@".contains(&byte),
        Part::User => b"$&+,;=".contains(&byte),
        Part::Fragment => b"$&+,/:;=?@!()*".contains(&byte),
    }
}

fn escape(text: &str, part: Part) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if keeps(byte, part) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn unescape(text: &str, part: Part) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        if c == '%' {
            let code = rest.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
            let Some(code) = code else {
                let shown: String = rest.chars().take(3).collect();
                return Err(format!("invalid URL escape {}", quote(&shown)));
            };
            bytes.push(code);
            length = 3;
        } else if part == Part::Host && c.is_ascii() && !keeps(u8::try_from(c).unwrap_or(0), part) {
            return Err(format!("invalid character {} in host name", quote(&c.to_string())));
        } else {
            bytes.extend_from_slice(rest.get(..length).unwrap_or_default().as_bytes());
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn parse(text: &str) -> Result<Url, String> {
    let wrapped = |message: String| format!("parse {}: {message}", quote(text));
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let mut url = parse_without_fragment(rest).map_err(|message| format!("parse {}: {message}", quote(rest)))?;
    url.fragment = unescape(fragment, Part::Fragment).map_err(wrapped)?;
    Ok(url)
}

fn parse_without_fragment(text: &str) -> Result<Url, String> {
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return Err("net/url: invalid control character in URL".into());
    }
    let mut url = Url::default();
    let mut rest = scheme(text, &mut url)?;
    if rest.ends_with('?') && rest.matches('?').count() == 1 {
        url.force_query = true;
        rest = rest.strip_suffix('?').unwrap_or(rest);
    } else if let Some((path, query)) = rest.split_once('?') {
        url.query = query.into();
        rest = path;
    }
    if !rest.starts_with('/') {
        if !url.scheme.is_empty() {
            url.opaque = rest.into();
            return Ok(url);
        }
        if rest.split('/').next().is_some_and(|part| part.contains(':')) {
            return Err("first path segment in URL cannot contain colon".into());
        }
    }
    if let Some(authority) = rest.strip_prefix("//").filter(|_| !url.scheme.is_empty() || !rest.starts_with("///")) {
        let end = authority.find('/').unwrap_or(authority.len());
        let (authority, path) = authority.split_at_checked(end).unwrap_or((authority, ""));
        parse_authority(authority, &mut url)?;
        rest = path;
    }
    url.path = unescape(rest, Part::Path)?;
    Ok(url)
}

/// Takes the scheme off `text`.
fn scheme<'a>(text: &'a str, url: &mut Url) -> Result<&'a str, String> {
    for (at, c) in text.char_indices() {
        match c {
            'a'..='z' | 'A'..='Z' => {}
            '0'..='9' | '+' | '-' | '.' if at > 0 => {}
            ':' if at == 0 => return Err("missing protocol scheme".into()),
            ':' => {
                url.scheme = text.get(..at).unwrap_or_default().to_lowercase();
                return Ok(text.get(at.saturating_add(1)..).unwrap_or_default());
            }
            _ => break,
        }
    }
    Ok(text)
}

fn parse_authority(text: &str, url: &mut Url) -> Result<(), String> {
    let (user, host) = match text.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, text),
    };
    url.host = parse_host(host)?;
    let Some(user) = user else { return Ok(()) };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    if !user.chars().all(allowed) {
        return Err("net/url: invalid userinfo".into());
    }
    url.user = Some(match user.split_once(':') {
        None => (unescape(user, Part::User)?, None),
        Some((name, password)) => (unescape(name, Part::User)?, Some(unescape(password, Part::User)?)),
    });
    Ok(())
}

fn parse_host(host: &str) -> Result<String, String> {
    let port = if host.starts_with('[') {
        let Some(end) = host.rfind(']') else { return Err("missing ']' in host".into()) };
        host.get(end.saturating_add(1)..).unwrap_or_default()
    } else {
        host.rfind(':').and_then(|at| host.get(at..)).unwrap_or_default()
    };
    let digits = port.strip_prefix(':').map_or(port.is_empty(), |port| port.bytes().all(|b| b.is_ascii_digit()));
    if !digits {
        return Err(format!("invalid port {} after host", quote(port)));
    }
    unescape(host, Part::Host)
}

impl Url {
    fn hostname(&self) -> &str {
        if let Some(end) = self.host.strip_prefix('[').and_then(|rest| rest.find(']')) {
            return self.host.get(1..end.saturating_add(1)).unwrap_or_default();
        }
        match self.host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => &self.host,
        }
    }

    fn user_info(&self) -> String {
        match &self.user {
            None => String::new(),
            Some((name, None)) => escape(name, Part::User),
            Some((name, Some(password))) => format!("{}:{}", escape(name, Part::User), escape(password, Part::User)),
        }
    }

    fn text(&self) -> String {
        let mut out = String::new();
        if !self.scheme.is_empty() {
            out.push_str(&format!("{}:", self.scheme));
        }
        if !self.opaque.is_empty() {
            out.push_str(&self.opaque);
        } else {
            if !self.scheme.is_empty() || !self.host.is_empty() || self.user.is_some() {
                if !self.host.is_empty() || !self.path.is_empty() || self.user.is_some() {
                    out.push_str("//");
                }
                if self.user.is_some() {
                    out.push_str(&format!("{}@", self.user_info()));
                }
                out.push_str(&escape(&self.host, Part::Host));
            }
            let path = escape(&self.path, Part::Path);
            if !path.is_empty() && !path.starts_with('/') && !self.host.is_empty() {
                out.push('/');
            }
            if out.is_empty() && path.split('/').next().is_some_and(|part| part.contains(':')) {
                out.push_str("./");
            }
            out.push_str(&path);
        }
        if self.force_query || !self.query.is_empty() {
            out.push_str(&format!("?{}", self.query));
        }
        if !self.fragment.is_empty() {
            out.push_str(&format!("#{}", escape(&self.fragment, Part::Fragment)));
        }
        out
    }
}

fn url_parse(text: &str) -> Answer {
    let url = parse(text).map_err(|message| format!("unable to parse url: {message}"))?;
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
        let parsed = parse(&format!("proto://{user}@host"));
        url.user = parsed.map_err(|message| format!("unable to parse userinfo in dict: {message}"))?.user;
    }
    Ok(url.text().into())
}
