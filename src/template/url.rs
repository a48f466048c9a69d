//! URLs as Go reads and writes them (`net/url`).

use super::address::{Address, parse_address};
use super::format::quote;

/// The parts of a URL as Go keeps them.
#[derive(Debug, Default)]
pub struct Url {
    pub(super) scheme: String,
    pub(super) opaque: String,
    pub(super) user: Option<(String, Option<String>)>,
    pub(super) host: String,
    pub(super) path: String,
    /// The path as it was written, where Go would write it otherwise.
    pub(super) raw_path: String,
    pub(super) query: String,
    pub(super) force_query: bool,
    pub(super) fragment: String,
}

/// What may stand unescaped in a part.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Path,
    User,
    Host,
    /// That of an IP address.
    Zone,
    Fragment,
}

fn keeps(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return true;
    }
    match part {
        Part::Host | Part::Zone => b"!$&'()*+,;=:[]<>\"".contains(&byte),
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

/// In hosts only what is no ASCII, in zones also what may stand there as it is.
fn may_be_escaped(byte: u8, part: Part) -> bool {
    match part {
        Part::Host => byte >= 0x80 || byte == b'%',
        Part::Zone => byte == b'%' || byte == b' ' || keeps(byte, part),
        Part::Path | Part::User | Part::Fragment => true,
    }
}

fn unescape(text: &str, part: Part) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        if c == '%' {
            let digits = rest.get(1..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
            let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            let Some(code) = code.filter(|code| may_be_escaped(*code, part)) else {
                let shown: String = rest.chars().take(3).collect();
                return Err(format!("invalid URL escape {}", quote(&shown)));
            };
            bytes.push(code);
            length = 3;
        } else if matches!(part, Part::Host | Part::Zone) && c.is_ascii() && !keeps(u8::try_from(c).unwrap_or(0), part)
        {
            return Err(format!("invalid character {} in host name", quote(&c.to_string())));
        } else {
            bytes.extend_from_slice(rest.get(..length).unwrap_or_default().as_bytes());
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn parse_without_fragment(text: &str, strict: bool) -> Result<Url, String> {
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
        parse_authority(authority, strict, &mut url)?;
        rest = path;
    }
    url.path = unescape(rest, Part::Path)?;
    if escape(&url.path, Part::Path) != rest {
        url.raw_path = rest.into();
    }
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

fn parse_authority(text: &str, strict: bool, url: &mut Url) -> Result<(), String> {
    let (user, host) = match text.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, text),
    };
    url.host = parse_host(host, strict && matches!(url.scheme.as_str(), "http" | "https"))?;
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

/// One colon is enough for hosts that are `strict`; others may have several before their port.
fn parse_host(host: &str, strict: bool) -> Result<String, String> {
    let check_port = |port: &str| {
        let fits = port.strip_prefix(':').map_or(port.is_empty(), |port| port.bytes().all(|b| b.is_ascii_digit()));
        if fits { Ok(()) } else { Err(format!("invalid port {} after host", quote(port))) }
    };
    let Some(literal) = host.strip_prefix('[') else {
        if host.contains('[') {
            return Err("invalid IP-literal".into());
        }
        let port = if strict { host.find(':') } else { host.rfind(':') };
        check_port(port.and_then(|at| host.get(at..)).unwrap_or_default())?;
        return unescape(host, Part::Host);
    };
    let (name, port) = literal.rsplit_once(']').ok_or("missing ']' in host")?;
    check_port(port)?;
    let (name, zone) = name.split_at_checked(name.find("%25").unwrap_or(name.len())).unwrap_or((name, ""));
    let name = format!("{}{}", unescape(name, Part::Host)?, unescape(zone, Part::Zone)?);
    match parse_address(&name).map_err(|error| format!("invalid host: {error}"))? {
        Address::V4 => Err("invalid IP-literal".into()),
        Address::V6 | Address::Zoned => Ok(format!("[{name}]{port}")),
    }
}

impl Url {
    /// Reads a URL; Go since 1.26 is `strict` about colons in the host of `http` and `https`.
    ///
    /// # Errors
    /// Go's message.
    pub fn parse(text: &str, strict: bool) -> Result<Url, String> {
        let wrapped = |message: String| format!("parse {}: {message}", quote(text));
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let parsed = parse_without_fragment(rest, strict);
        let mut url = parsed.map_err(|message| format!("parse {}: {message}", quote(rest)))?;
        url.fragment = unescape(fragment, Part::Fragment).map_err(wrapped)?;
        Ok(url)
    }

    /// Whether it has a scheme.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        !self.scheme.is_empty()
    }

    /// The host and its port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path without escapes.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path without escapes if Go would write it otherwise than it is written, else nothing.
    #[must_use]
    pub fn unusual_path(&self) -> &str {
        if self.raw_path.is_empty() { "" } else { &self.path }
    }

    /// The host without its port and brackets.
    #[must_use]
    pub fn hostname(&self) -> &str {
        if let Some(end) = self.host.strip_prefix('[').and_then(|rest| rest.find(']')) {
            return self.host.get(1..end.saturating_add(1)).unwrap_or_default();
        }
        match self.host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => &self.host,
        }
    }

    pub(super) fn user_info(&self) -> String {
        match &self.user {
            None => String::new(),
            Some((name, None)) => escape(name, Part::User),
            Some((name, Some(password))) => format!("{}:{}", escape(name, Part::User), escape(password, Part::User)),
        }
    }

    pub(super) fn text(&self) -> String {
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
