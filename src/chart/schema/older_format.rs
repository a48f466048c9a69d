//! `format` as xeipuu/gojsonschema checks it (`format_checkers.go`).

use crate::template::{Address, Regex, Url, is_date, parse_address};

/// A check.
type Fits = fn(&str) -> bool;

/// All formats it knows.
const FORMATS: [(&str, Fits); 17] = [
    ("date", |text| is_date("2006-01-02", text).is_ok()),
    ("time", time),
    ("date-time", date_time),
    ("hostname", hostname),
    ("email", email),
    ("idn-email", email),
    ("ipv4", |text| parse_address(text).is_ok_and(|address| address != Address::Zoned) && text.contains('.')),
    ("ipv6", |text| parse_address(text).is_ok_and(|address| address != Address::Zoned) && text.contains(':')),
    ("uri", |text| url(text).is_some_and(|url| url.is_absolute())),
    ("uri-reference", |text| url(text).is_some()),
    ("iri", |text| url(text).is_some_and(|url| url.is_absolute())),
    ("iri-reference", |text| url(text).is_some()),
    ("uri-template", |text| url(text).is_some_and(|url| matches("^([^{]*({[^}]*})?)*$", url.path()))),
    ("uuid", |text| matches("^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$", text)),
    ("regex", |text| Regex::new(text).is_ok()),
    ("json-pointer", |text| matches("^(?:/(?:[^~/]|~0|~1)*)*$", text)),
    ("relative-json-pointer", |text| matches("^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)$", text)),
];

/// Whether `text` has a format; what is no text has none that is known.
pub(super) fn fits(name: &str, text: Option<&str>) -> bool {
    let known = FORMATS.iter().find(|(known, _)| *known == name);
    known.is_none_or(|(_, fits)| text.is_some_and(fits))
}

fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|regex| regex.find_at(text, 0).is_some())
}

fn time(text: &str) -> bool {
    ["15:04:05Z07:00", "15:04:05"].iter().any(|layout| is_date(layout, text).is_ok())
}

fn date_time(text: &str) -> bool {
    time(text) || ["2006-01-02", "2006-01-02T15:04:05Z07:00"].iter().any(|layout| is_date(layout, text).is_ok())
}

fn hostname(text: &str) -> bool {
    let end = |byte: &u8| byte.is_ascii_alphanumeric();
    let fits = |label: &str| {
        let bytes = label.as_bytes();
        let inner = bytes.iter().all(|byte| end(byte) || *byte == b'-');
        (1..=63).contains(&bytes.len()) && inner && bytes.first().is_some_and(end) && bytes.last().is_some_and(end)
    };
    text.len() < 256 && text.split('.').all(fits)
}

/// An address of RFC 5322, with a name before it or not, as far as anybody writes one (`net/mail`).
fn email(text: &str) -> bool {
    let named = text.trim().strip_suffix('>').and_then(|text| text.split_once('<'));
    let address = named.map_or(text.trim(), |(_, address)| address);
    let atom = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let atoms = |text: &str| text.split('.').all(|part| !part.is_empty() && part.chars().all(atom));
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let quoted = local.strip_prefix('"').and_then(|local| local.strip_suffix('"')).is_some();
    let literal = domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']'));
    let has_domain = literal.map_or_else(|| atoms(domain), |address| parse_address(address).is_ok());
    has_domain && (quoted || atoms(local))
}

/// A URL without a backslash.
fn url(text: &str) -> Option<Url> {
    Url::parse(text, false).ok().filter(|_| !text.contains('\\'))
}
