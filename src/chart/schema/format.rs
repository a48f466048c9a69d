//! `format` as santhosh-tekuri/jsonschema checks it (`format.go`), with its messages.

use crate::template::{Address, Regex, Url, is_date, parse_address, quote, quote_with};

/// A check and its message.
type Check = fn(&str) -> Result<(), String>;

/// All formats it knows; what has another one is not checked.
const FORMATS: [(&str, Check); 19] = [
    ("json-pointer", json_pointer),
    ("relative-json-pointer", relative_json_pointer),
    ("uuid", uuid),
    ("duration", duration),
    ("period", period),
    ("ipv4", version_4),
    ("ipv6", version_6),
    ("hostname", hostname),
    ("email", email),
    ("date", date),
    ("time", time),
    ("date-time", date_time),
    ("uri", uri),
    ("iri", uri),
    ("uri-reference", uri_reference),
    ("iri-reference", uri_reference),
    ("uri-template", uri_template),
    ("semver", semver),
    ("regex", regex),
];

/// Checks that `text` has the format `name`.
///
/// # Errors
/// What the library says of it.
pub(super) fn check(name: &str, text: &str) -> Result<(), String> {
    FORMATS.iter().find(|(known, _)| *known == name).map_or(Ok(()), |(_, check)| check(text))
}

/// An error with `message` unless `fits`.
fn ensure(fits: bool, message: &str) -> Result<(), String> {
    if fits { Ok(()) } else { Err(message.into()) }
}

/// Puts before an error what is wrong.
fn within(what: &'static str) -> impl Fn(String) -> String {
    move |error| format!("invalid {what}: {error}")
}

/// Patterns of what is wrong, and what is said of it; `$` is what the pattern caught.
type Rules = [(&'static str, &'static str)];

/// The first rule that finds something wrong.
fn rules(text: &str, rules: &Rules) -> Result<(), String> {
    for (pattern, message) in rules {
        let Some(captures) = Regex::new(pattern).ok().and_then(|regex| regex.find_at(text, 0)) else { continue };
        let caught = captures.get(1).copied().flatten().and_then(|(from, to)| text.get(from..to));
        return Err(message.replace('$', &caught.map(|caught| quote_with(caught, '\'', false)).unwrap_or_default()));
    }
    Ok(())
}

/// As Go quotes a character.
fn shown(c: char) -> String {
    quote_with(&c.to_string(), '\'', false)
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at_checked(text.bytes().take_while(u8::is_ascii_digit).count()).unwrap_or((text, ""))
}

/// Go's `strconv.Atoi`.
fn number(text: &str) -> Result<i64, String> {
    let wrong = |what: &str| format!("strconv.Atoi: parsing {}: {what}", quote(text));
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong("invalid syntax"));
    }
    text.parse().map_err(|_| wrong("value out of range"))
}

fn json_pointer(text: &str) -> Result<(), String> {
    rules(text, &[("^[^/]", "not starting with /"), ("~([^01]|$)", "~ must be followed by 0 or 1")])
}

fn relative_json_pointer(text: &str) -> Result<(), String> {
    rules(text, &[("^([^0-9]|$)", "must start with non-negative integer"), ("^0[0-9]", "starts with zero")])?;
    match digits(text) {
        (_, "#") => Ok(()),
        (_, rest) => json_pointer(rest),
    }
}

fn uuid(text: &str) -> Result<(), String> {
    const LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let groups: Vec<&str> = text.split('-').collect();
    ensure(groups.len() == LENGTHS.len(), "must have 5 elements")?;
    for ((group, length), at) in groups.iter().zip(LENGTHS).zip(1..) {
        ensure(group.len() == length, &format!("element {at} must be {length} characters long"))?;
        rules(group, &[("([^0-9a-fA-F])", "non-hex character $")])?;
    }
    Ok(())
}

fn duration(text: &str) -> Result<(), String> {
    let text = text.strip_prefix('P').ok_or("must start with P")?;
    ensure(!text.is_empty(), "nothing after P")?;
    if let Some(weeks) = text.strip_suffix('W') {
        ensure(!weeks.is_empty(), "no number in week")?;
        return ensure(weeks.bytes().all(|byte| byte.is_ascii_digit()), "invalid week");
    }
    let mut all_units = ["YMD", "HMS"].iter();
    for (at, mut rest) in text.split('T').enumerate() {
        ensure(at == 0 || !rest.is_empty(), "no time elements")?;
        let all_units = all_units.next().ok_or("more than one T")?;
        let mut units = *all_units;
        while !rest.is_empty() {
            let (number, after) = digits(rest);
            ensure(!number.is_empty(), "missing number")?;
            // Go looks at the byte, and shows it as if it were a character.
            let unit = char::from(*after.as_bytes().first().ok_or("missing unit")?);
            units = match (units.split_once(unit), all_units.contains(unit)) {
                (Some((_, later)), _) => later,
                (None, true) => return Err(format!("unit {} out of order", shown(unit))),
                (None, false) => return Err(format!("invalid unit {}", shown(unit))),
            };
            rest = after.get(1..).unwrap_or_default();
        }
    }
    Ok(())
}

fn period(text: &str) -> Result<(), String> {
    let (start, end) = text.split_once('/').ok_or("missing slash")?;
    if start.starts_with('P') {
        duration(start).map_err(within("start duration"))?;
    } else {
        date_time(start).map_err(within("start date-time"))?;
        if end.starts_with('P') {
            return duration(end).map_err(within("end duration"));
        }
    }
    date_time(end).map_err(within("end date-time"))
}

fn version_4(text: &str) -> Result<(), String> {
    let groups: Vec<&str> = text.split('.').collect();
    ensure(groups.len() == 4, "expected four decimals")?;
    for group in groups {
        ensure(group.len() < 2 || !group.starts_with('0'), "leading zeros")?;
        ensure((0..=255).contains(&number(group)?), "decimal must be between 0 and 255")?;
    }
    Ok(())
}

fn version_6(text: &str) -> Result<(), String> {
    ensure(text.contains(':'), "missing colon")?;
    ensure(parse_address(text)? != Address::Zoned, "zone id is not a part of ipv6 address")
}

fn hostname(text: &str) -> Result<(), String> {
    const LABEL: &Rules = &[
        ("^-", "label starts with hyphen"),
        ("-$", "label ends with hyphen"),
        ("([^a-zA-Z0-9-])", "invalid character $"),
    ];
    let text = text.strip_suffix('.').unwrap_or(text);
    ensure(text.len() <= 253, "more than 253 characters long")?;
    text.split('.').try_for_each(|label| {
        ensure((1..=63).contains(&label.len()), "label must be 1 to 63 characters long")?;
        rules(label, LABEL)
    })
}

fn email(text: &str) -> Result<(), String> {
    ensure(text.len() <= 254, "more than 255 characters long")?;
    let (local, domain) = text.rsplit_once('@').ok_or("missing @")?;
    ensure(local.len() <= 64, "local part more than 64 characters long")?;
    const QUOTED: &Rules = &[("[\\\\\"]", "backslash and quote are not allowed within quoted local part")];
    const BARE: &Rules = &[
        (r"^\.", "starts with dot"),
        (r"\.$", "ends with dot"),
        (r"\.\.", "consecutive dots"),
        (r"([^a-zA-Z0-9.!#$%&'*+\-/=?^_`{|}~])", "invalid character $"),
    ];
    match local.strip_prefix('"').and_then(|local| local.strip_suffix('"')) {
        Some(quoted) => rules(quoted, QUOTED)?,
        None => rules(local, BARE)?,
    }
    let Some(address) = domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']')) else {
        return hostname(domain).map_err(within("domain"));
    };
    match address.strip_prefix("IPv6:") {
        Some(address) => version_6(address).map_err(within("ipv6 address")),
        None => version_4(address).map_err(within("ipv4 address")),
    }
}

fn date(text: &str) -> Result<(), String> {
    is_date("2006-01-02", text)
}

/// Two numbers or three between colons, none below zero.
fn sexagesimal(text: &str, what: &str) -> Result<Vec<i64>, String> {
    let mut out = Vec::new();
    for part in text.split(':') {
        let number = number(part).map_err(|_| format!("invalid hour/min{what}"))?;
        ensure(number >= 0, &format!("non-positive hour/min{what}"))?;
        out.push(number);
    }
    Ok(out)
}

fn time(text: &str) -> Result<(), String> {
    ensure(text.len() >= 9, "less than 9 characters long")?;
    let colon = |text: &str, at: usize| text.as_bytes().get(at) == Some(&b':');
    ensure(colon(text, 2) && colon(text, 5), "missing colon in correct place")?;
    let (clock, mut rest) = text.split_at_checked(8).ok_or("invalid hour/min/sec")?;
    let clock = sexagesimal(clock, "/sec")?;
    let [hour, minute, second] = *clock.as_slice() else { return Err("invalid hour/min/sec".into()) };
    ensure(hour <= 23 && minute <= 59 && second <= 60, "hour/min/sec out of range")?;
    if let Some(fraction) = rest.strip_prefix('.') {
        let (fraction, after) = digits(fraction);
        ensure(!fraction.is_empty(), "no digits in second fraction")?;
        rest = after;
    }
    let mut minutes = hour.saturating_mul(60).saturating_add(minute);
    if !rest.eq_ignore_ascii_case("z") {
        ensure(rest.len() == 6, "offset must be 6 characters long")?;
        let before = match rest.split_at_checked(1) {
            Some(("+", _)) => -1_i64,
            Some(("-", _)) => 1,
            _ => return Err("offset must begin with plus/minus".into()),
        };
        ensure(colon(rest, 3), "missing colon in offset in correct place")?;
        let offset = sexagesimal(rest.get(1..).unwrap_or_default(), " in offset")?;
        let [hours, more] = *offset.as_slice() else { return Err("invalid hour/min in offset".into()) };
        ensure(hours <= 23 && more <= 59, "hour/min in offset out of range")?;
        let offset = hours.saturating_mul(60).saturating_add(more);
        minutes = minutes.saturating_add(before.saturating_mul(offset));
        if minutes < 0 {
            minutes = minutes.saturating_add(24 * 60);
        }
    }
    // The last second of a day may be longer.
    ensure(second < 60 || minutes == 23 * 60 + 59, "invalid leap second")
}

fn date_time(text: &str) -> Result<(), String> {
    ensure(text.len() >= 20, "less than 20 characters long")?;
    ensure(matches!(text.as_bytes().get(10), Some(b't' | b'T')), "11th character must be t or T")?;
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    date(part(0, 10)).map_err(within("date element"))?;
    time(part(11, text.len())).map_err(within("time element"))
}

fn url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text, true)?;
    if url.hostname().contains(':') {
        ensure(url.host().starts_with('['), "ipv6 address not enclosed in brackets")?;
        version_6(url.hostname()).map_err(within("ipv6 address"))?;
    }
    Ok(url)
}

fn uri(text: &str) -> Result<(), String> {
    ensure(url(text)?.is_absolute(), "relative url")
}

fn uri_reference(text: &str) -> Result<(), String> {
    ensure(!text.contains('\\'), "contains \\")?;
    url(text).map(drop)
}

fn uri_template(text: &str) -> Result<(), String> {
    for part in url(text)?.unusual_path().split('/') {
        let mut opened = false;
        for brace in part.chars().filter(|c| matches!(c, '{' | '}')) {
            ensure(opened == (brace == '}'), "nested curly braces")?;
            opened = !opened;
        }
        ensure(!opened, "no matching closing brace")?;
    }
    Ok(())
}

fn semver(text: &str) -> Result<(), String> {
    const BUILD: &Rules =
        &[("^$", "build identifier is empty"), ("([^a-zA-Z0-9-])", "invalid character $ in build identifier")];
    const BEFORE: &Rules = &[
        ("^$", "pre-release identifier is empty"),
        ("([^a-zA-Z0-9-])", "invalid character $ in pre-release identifier"),
        ("^0[0-9]+$", "pre-release numeric identifier starts with zero"),
    ];
    const NUMBER: &Rules = &[("^$", "is empty"), ("^0.", "starts with zero"), ("[^0-9]", "contains non-digit")];
    let all = |parts: &str, of: &Rules| parts.split('.').try_for_each(|part| rules(part, of));
    let (text, build) = text.split_once('+').unwrap_or((text, "none"));
    ensure(!build.is_empty(), "build is empty")?;
    all(build, BUILD)?;
    let (core, before) = text.split_once('-').unwrap_or((text, "none"));
    all(before, BEFORE)?;
    let numbers: Vec<&str> = core.split('.').collect();
    ensure(numbers.len() == 3, "versionCore must have 3 numbers separated by dot")?;
    let mut named = numbers.iter().zip(["major", "minor", "patch"]);
    named.try_for_each(|(number, name)| rules(number, NUMBER).map_err(|error| format!("{name} {error}")))
}

fn regex(text: &str) -> Result<(), String> {
    Regex::new(text).map(drop).map_err(|error| format!("error parsing regexp: {error}"))
}
