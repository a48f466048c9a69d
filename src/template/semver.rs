//! Semantic versions and constraints as Helm reads them (Masterminds/semver v3).

use std::cmp::Ordering;

use super::format::quote;

const LONGEST_VERSION: usize = 256;
const LONGEST_CONSTRAINT: usize = 512;
const MOST_GROUPS: usize = 32;

/// A version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Major, minor, patch.
    pub numbers: [u64; 3],
    /// What follows `-`.
    pub pre: String,
    /// What follows `+`.
    pub metadata: String,
    /// The text it was read from.
    pub original: String,
}

/// Alternatives, each a list of conditions.
#[derive(Debug, Clone)]
pub struct Constraints(Vec<Vec<Constraint>>);

#[derive(Debug, Clone)]
struct Constraint {
    operator: &'static str,
    version: Version,
    /// How many of the numbers are given.
    given: usize,
}

impl Version {
    /// Reads a version; minor and patch may be missing, a `v` may stand before.
    ///
    /// # Errors
    /// The library's message.
    pub fn parse(text: &str) -> Result<Version, String> {
        if text.len() > LONGEST_VERSION {
            return Err(format!("version string is too long (max {LONGEST_VERSION} bytes)"));
        }
        let invalid = || "invalid semantic version".to_owned();
        let (raw, rest) = Raw::read(text, |c| c.is_ascii_digit()).ok_or_else(invalid)?;
        if !rest.is_empty() {
            return Err(invalid());
        }
        raw.version(text)
    }

    /// Whether `self` comes before or after `other`; what follows `+` does not count.
    #[must_use]
    pub fn order(&self, other: &Version) -> Ordering {
        let numbers = self.numbers.cmp(&other.numbers);
        numbers.then_with(|| match (self.pre.is_empty(), other.pre.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => order_of_pre(&self.pre, &other.pre),
        })
    }

    fn major(&self) -> u64 {
        self.numbers[0]
    }

    fn minor(&self) -> u64 {
        self.numbers[1]
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        if !self.pre.is_empty() {
            write!(f, "-{}", self.pre)?;
        }
        if !self.metadata.is_empty() {
            write!(f, "+{}", self.metadata)?;
        }
        Ok(())
    }
}

fn order_of_pre(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.split('.'), b.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => a.cmp(b),
            },
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The parts of a version as written.
struct Raw<'a> {
    numbers: [&'a str; 3],
    pre: &'a str,
    metadata: &'a str,
}

impl<'a> Raw<'a> {
    /// Reads as much of `text` as looks like a version; what follows comes back too.
    fn read(text: &'a str, digit: fn(char) -> bool) -> Option<(Raw<'a>, &'a str)> {
        let mut rest = text.strip_prefix('v').unwrap_or(text);
        let mut numbers = [""; 3];
        for (i, number) in numbers.iter_mut().enumerate() {
            let tail = if i == 0 { Some(rest) } else { rest.strip_prefix('.') };
            let Some(tail) = tail else { break };
            let end = tail.find(|c| !digit(c)).unwrap_or(tail.len());
            if end == 0 {
                if i == 0 {
                    return None;
                }
                break;
            }
            (*number, rest) = tail.split_at_checked(end)?;
        }
        let (pre, rest) = labels(rest, '-');
        let (metadata, rest) = labels(rest, '+');
        Some((Raw { numbers, pre, metadata }, rest))
    }

    fn version(&self, original: &str) -> Result<Version, String> {
        let mut numbers = [0u64; 3];
        for (number, text) in numbers.iter_mut().zip(self.numbers) {
            if !text.is_empty() {
                *number = text.parse().map_err(|_| {
                    format!(
                        "error parsing version segment: strconv.ParseUint: parsing {}: value out of range",
                        quote(text)
                    )
                })?;
            }
        }
        let zero = |label: &str| label.len() > 1 && label.starts_with('0') && label.bytes().all(|b| b.is_ascii_digit());
        if self.pre.split('.').any(zero) {
            return Err("version segment starts with 0".into());
        }
        let (pre, metadata) = (self.pre.into(), self.metadata.into());
        Ok(Version { numbers, pre, metadata, original: original.into() })
    }
}

/// Labels joined by dots behind `mark`, and what follows them.
fn labels(text: &str, mark: char) -> (&str, &str) {
    let Some(tail) = text.strip_prefix(mark) else { return ("", text) };
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut end = 0;
    loop {
        let rest = tail.get(end..).unwrap_or_default();
        let label = if end == 0 { Some(rest) } else { rest.strip_prefix('.') };
        let Some(label) = label else { break };
        let length = label.find(|c| !allowed(c)).unwrap_or(label.len());
        if length == 0 {
            break;
        }
        end = end.saturating_add(rest.len().saturating_sub(label.len())).saturating_add(length);
    }
    if end == 0 { ("", text) } else { tail.split_at_checked(end).unwrap_or(("", text)) }
}

/// Longer ones first, so that none hides another.
const OPERATORS: &[&str] = &[">=", "=>", "<=", "=<", "!=", "~>", "=", ">", "<", "~", "^", ""];

impl Constraints {
    /// Reads constraints such as `>=1.2 <2 || ~3.1`.
    ///
    /// # Errors
    /// The library's message.
    pub fn parse(text: &str) -> Result<Constraints, String> {
        if text.len() > LONGEST_CONSTRAINT {
            return Err(format!("constraint string is too long (max {LONGEST_CONSTRAINT} bytes)"));
        }
        let text = with_ranges(text);
        let groups: Vec<&str> = text.split("||").collect();
        if groups.len() > MOST_GROUPS {
            return Err(format!("too many constraint groups (max {MOST_GROUPS})"));
        }
        groups.into_iter().map(group).collect::<Result<_, _>>().map(Constraints)
    }

    /// Whether `version` satisfies one of the alternatives.
    #[must_use]
    pub fn check(&self, version: &Version) -> bool {
        self.0.iter().any(|group| {
            let pre = group.iter().any(|constraint| !constraint.version.pre.is_empty());
            (pre || version.pre.is_empty()) && group.iter().all(|constraint| constraint.holds(version))
        })
    }
}

/// `1.2 - 1.4` as `>= 1.2, <= 1.4`.
fn with_ranges(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    let mut i = 0;
    while let Some(word) = words.get(i) {
        let next = |by: usize| words.get(i.saturating_add(by)).copied();
        match (next(1), next(2)) {
            (Some("-"), Some(to)) if is_version(word) && is_version(to) => {
                out.push_str(&format!(">= {word}, <= {to} "));
                i = i.saturating_add(3);
            }
            _ if words.contains(&"-") => {
                out.push_str(word);
                out.push(' ');
                i = i.saturating_add(1);
            }
            _ => return text.into(),
        }
    }
    if out.is_empty() { text.into() } else { out }
}

fn is_version(text: &str) -> bool {
    Raw::read(text, is_digit_or_x).is_some_and(|(_, rest)| rest.is_empty())
}

fn is_digit_or_x(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, 'x' | 'X' | '*' | '|')
}

/// Conditions separated by blanks or commas.
fn group(text: &str) -> Result<Vec<Constraint>, String> {
    let improper = || format!("improper constraint: {}", quote(text));
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let operator = OPERATORS.iter().find(|operator| rest.starts_with(**operator)).copied().unwrap_or("");
        let after = rest.get(operator.len()..).unwrap_or_default().trim_start();
        let (raw, tail) = Raw::read(after, is_digit_or_x).ok_or_else(improper)?;
        found.push(constraint(operator, &raw, after)?);
        let next = tail.trim_start();
        if next.is_empty() {
            return Ok(found);
        }
        rest = match next.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if next.len() < tail.len() => next,
            None => return Err(improper()),
        };
    }
}

fn constraint(operator: &'static str, raw: &Raw<'_>, text: &str) -> Result<Constraint, String> {
    let any = |number: &str| matches!(number, "" | "x" | "X" | "*");
    let given = raw.numbers.iter().position(|number| any(number)).unwrap_or(3);
    let mut numbers = [""; 3];
    for (number, written) in numbers.iter_mut().zip(raw.numbers).take(given) {
        *number = written;
    }
    let plain = |number: &&str| number.bytes().all(|byte| byte.is_ascii_digit());
    if !numbers.iter().all(plain) {
        return Err("constraint parser error".into());
    }
    let version = Raw { numbers, pre: raw.pre, metadata: raw.metadata }.version(text);
    Ok(Constraint { operator, version: version.map_err(|_| "constraint parser error")?, given })
}

impl Constraint {
    /// Whether `version` fits; that prereleases are wanted is known.
    fn holds(&self, version: &Version) -> bool {
        let order = version.order(&self.version);
        match self.operator {
            "!=" => self.differs(version),
            ">" => self.exceeded(version),
            "<" => order.is_lt(),
            ">=" | "=>" => order.is_ge(),
            "<=" | "=<" => self.not_exceeded(version),
            "~" | "~>" => self.tilde(version),
            "^" => self.caret(version),
            _ if self.given < 3 => self.tilde(version),
            _ => order.is_eq(),
        }
    }

    fn same_major(&self, version: &Version) -> bool {
        version.major() == self.version.major()
    }

    fn same_minor(&self, version: &Version) -> bool {
        version.minor() == self.version.minor()
    }

    fn differs(&self, version: &Version) -> bool {
        if self.given == 3 || !self.same_major(version) {
            return !version.order(&self.version).is_eq();
        }
        match self.given {
            0 => {
                !self.same_minor(version) || version.numbers[2] != self.version.numbers[2] || {
                    !version.order(&self.version).is_eq()
                }
            }
            1 => false,
            _ if !self.same_minor(version) => true,
            _ => version.pre != self.version.pre,
        }
    }

    fn exceeded(&self, version: &Version) -> bool {
        let order = version.order(&self.version);
        if self.given == 3 || !self.same_major(version) {
            return order.is_gt();
        }
        match self.given {
            1 => false,
            2 => version.minor() > self.version.minor(),
            _ => order.is_gt(),
        }
    }

    fn not_exceeded(&self, version: &Version) -> bool {
        if self.given == 3 {
            return version.order(&self.version).is_le();
        }
        let beyond = self.same_major(version) && version.minor() > self.version.minor() && self.given != 1;
        version.major() <= self.version.major() && !beyond
    }

    fn tilde(&self, version: &Version) -> bool {
        if version.order(&self.version).is_lt() {
            return false;
        }
        if self.version.numbers == [0; 3] && !matches!(self.given, 1 | 2) {
            return true;
        }
        self.same_major(version) && (self.same_minor(version) || self.given == 1)
    }

    fn caret(&self, version: &Version) -> bool {
        if version.order(&self.version).is_lt() {
            return false;
        }
        if self.version.major() > 0 || self.given == 1 {
            return self.same_major(version);
        }
        if version.major() > 0 {
            return false;
        }
        if self.version.minor() > 0 || self.given == 2 {
            return self.same_minor(version);
        }
        self.same_minor(version) && version.numbers[2] == self.version.numbers[2]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(constraint: &str, version: &str) -> bool {
        Constraints::parse(constraint).unwrap().check(&Version::parse(version).unwrap())
    }

    #[test]
    fn constraints_hold_as_in_the_library() {
        for (constraint, version, holds) in [
            (">=1.20", "1.34.0-gke.1", false),
            (">=1.20-0", "1.34.0-gke.1", true),
            ("^0.0.3", "0.0.4", false),
            ("1.2 - 1.4", "1.3.0", true),
            (">=1.0, <2.0", "1.5.0", true),
            ("1.0 || 2.0", "2.0.0", true),
            ("<=1.2", "1.2.9", true),
            (">1.2", "1.2.9", false),
            ("1.x.x", "1.4.0", true),
            ("*", "3.0.0", true),
            ("!=1.x", "1.2.0", false),
        ] {
            assert_eq!(check(constraint, version), holds, "{constraint} {version}");
        }
    }

    #[test]
    fn errors_are_the_librarys() {
        assert_eq!(Constraints::parse("bad").unwrap_err(), "improper constraint: \"bad\"");
        assert_eq!(Constraints::parse("==1.0").unwrap_err(), "improper constraint: \"==1.0\"");
        assert_eq!(Version::parse("bad").unwrap_err(), "invalid semantic version");
        assert_eq!(Version::parse("v1.2+b").unwrap().to_string(), "1.2.0+b");
    }
}
