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

fn within<T>(what: &'static str) -> impl Fn(T) -> String
where
    T: std::fmt::Display,
{
    move |error| format!("invalid {what}: {error}")
}

/// As Go quotes a character.
fn shown(c: char) -> String {
    quote_with(&c.to_string(), '\'', false)
}

/// The first character of `text` that is not `allowed`.
fn all(text: &str, allowed: impl Fn(char) -> bool) -> Result<(), String> {
    let other = text.chars().find(|c| !allowed(*c));
    other.map_or(Ok(()), |c| Err(format!("invalid character {}", shown(c))))
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
    ensure(text.is_empty() || text.starts_with('/'), "not starting with /")?;
    let escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    ensure(escaped, "~ must be followed by 0 or 1")
}

fn relative_json_pointer(text: &str) -> Result<(), String> {
    let (number, rest) = digits(text);
    ensure(!number.is_empty(), "must start with non-negative integer")?;
    ensure(number.len() == 1 || !number.starts_with('0'), "starts with zero")?;
    if rest == "#" { Ok(()) } else { json_pointer(rest) }
}

fn uuid(text: &str) -> Result<(), String> {
    const LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let groups: Vec<&str> = text.split('-').collect();
    ensure(groups.len() == LENGTHS.len(), "must have 5 elements")?;
    for ((group, length), at) in groups.iter().zip(LENGTHS).zip(1..) {
        ensure(group.len() == length, &format!("element {at} must be {length} characters long"))?;
        let other = group.chars().find(|c| !c.is_ascii_hexdigit());
        other.map_or(Ok(()), |c| Err(format!("non-hex character {}", shown(c))))?;
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
    let text = text.strip_suffix('.').unwrap_or(text);
    ensure(text.len() <= 253, "more than 253 characters long")?;
    for label in text.split('.') {
        ensure((1..=63).contains(&label.len()), "label must be 1 to 63 characters long")?;
        ensure(!label.starts_with('-'), "label starts with hyphen")?;
        ensure(!label.ends_with('-'), "label ends with hyphen")?;
        all(label, |c| c.is_ascii_alphanumeric() || c == '-')?;
    }
    Ok(())
}

fn email(text: &str) -> Result<(), String> {
    ensure(text.len() <= 254, "more than 255 characters long")?;
    let (local, domain) = text.rsplit_once('@').ok_or("missing @")?;
    ensure(local.len() <= 64, "local part more than 64 characters long")?;
    match local.strip_prefix('"').and_then(|local| local.strip_suffix('"')) {
        Some(quoted) => {
            let message = "backslash and quote are not allowed within quoted local part";
            ensure(!quoted.contains(['\\', '"']), message)?;
        }
        None => {
            ensure(!local.starts_with('.'), "starts with dot")?;
            ensure(!local.ends_with('.'), "ends with dot")?;
            ensure(!local.contains(".."), "consecutive dots")?;
            all(local, |c| c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c))?;
        }
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
    let all = |part: &str, what: &str| {
        let inside = |error: String| format!("{error} in {what} identifier");
        all(part, |c| c.is_ascii_alphanumeric() || c == '-').map_err(inside)
    };
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    if let Some(build) = build {
        ensure(!build.is_empty(), "build is empty")?;
        for part in build.split('.') {
            ensure(!part.is_empty(), "build identifier is empty")?;
            all(part, "build")?;
        }
    }
    let (core, before) = text.split_once('-').map_or((text, None), |(core, before)| (core, Some(before)));
    for part in before.into_iter().flat_map(|before| before.split('.')) {
        ensure(!part.is_empty(), "pre-release identifier is empty")?;
        all(part, "pre-release")?;
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = !is_number || part.len() == 1 || !part.starts_with('0');
        ensure(fits, "pre-release numeric identifier starts with zero")?;
    }
    let numbers: Vec<&str> = core.split('.').collect();
    ensure(numbers.len() == 3, "versionCore must have 3 numbers separated by dot")?;
    for (number, name) in numbers.iter().zip(["major", "minor", "patch"]) {
        ensure(!number.is_empty(), &format!("{name} is empty"))?;
        ensure(number.len() == 1 || !number.starts_with('0'), &format!("{name} starts with zero"))?;
        ensure(number.bytes().all(|byte| byte.is_ascii_digit()), &format!("{name} contains non-digit"))?;
    }
    Ok(())
}

fn regex(text: &str) -> Result<(), String> {
    Regex::new(text).map(drop).map_err(|error| format!("error parsing regexp: {error}"))
}
