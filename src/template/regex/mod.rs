//! Regular expressions as Go has them (RE2 syntax, leftmost-first), in time linear in the text.
//!
//! Templates bring their own patterns, so nothing here may backtrack: the pattern becomes a small
//! program, and all ways through it are followed side by side.
//!
//! Not a crate: `regex-lite` knows no `\p{L}` (five of the vectors ask for it) and no `\Q…\E`, refuses what Go takes
//! (`a{`, an unmatched brace as a literal) and takes what Go refuses (`a**`, `(?x)`), so charts would fail in the
//! playground only; `regex` is some 100 KB more with the tables of Unicode and has the same differences of syntax.

mod parse;
mod program;
mod run;

pub use program::Program;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Regex {
    program: Program,
    names: Vec<Option<String>>,
}

/// Where a match and its groups are: pairs of bytes, the whole match first.
pub type Captures = Vec<Option<(usize, usize)>>;

impl Regex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// Go's message after `error parsing regexp: `.
    pub fn new(pattern: &str) -> Result<Regex, String> {
        let (node, names) = parse::parse(pattern)?;
        let program = Program::new(&node, names.len()).ok_or_else(|| "expression too large".to_owned())?;
        Ok(Regex { program, names })
    }

    /// How much work a search in a text of `length` bytes may be.
    #[must_use]
    pub fn work(&self, length: usize) -> usize {
        self.program.size().saturating_mul(length.saturating_add(1))
    }

    /// The first match at or after byte `from`.
    #[must_use]
    pub fn find_at(&self, text: &str, from: usize) -> Option<Captures> {
        run::run(&self.program, text, from)
    }

    /// Up to `most` matches that do not overlap.
    #[must_use]
    pub fn find_all(&self, text: &str, most: Option<usize>) -> Vec<Captures> {
        let mut found: Vec<Captures> = Vec::new();
        let mut at = 0;
        let mut last_end = None;
        while most.is_none_or(|most| found.len() < most) {
            let Some(captures) = self.find_at(text, at) else { break };
            let Some((start, end)) = captures.first().copied().flatten() else { break };
            let empty = start == end;
            // Go allows no empty match right behind another match.
            if !(empty && last_end == Some(start)) {
                found.push(captures);
            }
            last_end = Some(end);
            if !empty {
                at = end;
            } else if let Some(c) = text.get(end..).and_then(|rest| rest.chars().next()) {
                at = end.saturating_add(c.len_utf8());
            } else {
                break;
            }
        }
        found
    }

    /// Writes `template` with `$1`, `$name` and `${name}` filled in (`Regexp.Expand`).
    pub fn expand(&self, out: &mut String, template: &str, text: &str, captures: &Captures) {
        let mut rest = template;
        while let Some(at) = rest.find('$') {
            out.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
            if let Some(after) = rest.strip_prefix('$') {
                out.push('$');
                rest = after;
                continue;
            }
            let Some((name, after)) = reference(rest) else {
                out.push('$');
                continue;
            };
            let group = match name.parse::<usize>() {
                Ok(number) => Some(number),
                Err(_) => self.names.iter().position(|known| known.as_deref() == Some(name)),
            };
            if let Some((from, to)) = group.and_then(|group| captures.get(group).copied().flatten()) {
                out.push_str(text.get(from..to).unwrap_or_default());
            }
            rest = after;
        }
        out.push_str(rest);
    }
}

/// The name behind a `$`, and what follows it.
fn reference(text: &str) -> Option<(&str, &str)> {
    let braced = text.strip_prefix('{');
    let inner = braced.unwrap_or(text);
    let end = inner.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(inner.len());
    let (name, after) = inner.split_at_checked(end)?;
    if name.is_empty() {
        return None;
    }
    if braced.is_some() { Some((name, after.strip_prefix('}')?)) } else { Some((name, after)) }
}

/// `text` with everything escaped that has a meaning in a pattern.
#[must_use]
pub fn quote_meta(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(pattern: &str, text: &str) -> Vec<String> {
        let regex = Regex::new(pattern).unwrap();
        let found = regex.find_all(text, None).into_iter();
        found.map(|captures| captures[0].map(|(from, to)| text[from..to].to_owned()).unwrap()).collect()
    }

    #[test]
    fn matches_as_go_does() {
        for (pattern, text, found) in [
            ("a+", "baaac a", vec!["aaa", "a"]),
            ("a|ab", "ab", vec!["a"]),
            ("a*?b", "aab", vec!["aab"]),
            ("", "ab", vec!["", "", ""]),
            ("[^a-c\\d]+", "ab1xyz", vec!["xyz"]),
            ("(?i)AbC", "xabc", vec!["abc"]),
            ("(?m)^b$", "a\nb\nc", vec!["b"]),
            ("\\bfoo\\b", "foo food foo", vec!["foo", "foo"]),
            ("x{2,3}", "xxxxx", vec!["xxx", "xx"]),
            ("[[:upper:]]+", "aBCd", vec!["BC"]),
            ("\\p{L}+", "é1ü", vec!["é", "ü"]),
            (".", "a\n", vec!["a"]),
            ("(?s:.)$", "a\n", vec!["\n"]),
        ] {
            assert_eq!(all(pattern, text), found, "{pattern}");
        }
    }

    #[test]
    fn groups_fill_templates() {
        let regex = Regex::new("(?P<a>x)(y)?").unwrap();
        let captures = regex.find_at("axz", 0).unwrap();
        let mut out = String::new();
        regex.expand(&mut out, "$1-${a}b-$2-$$-$1W-$", "axz", &captures);
        assert_eq!(out, "x-xb--$--$");
    }

    #[test]
    fn errors_are_gos() {
        for (pattern, message) in [
            ("[", "missing closing ]: `[`"),
            ("*", "missing argument to repetition operator: `*`"),
            ("a**", "invalid nested repetition operator: `**`"),
            ("\\1", "invalid escape sequence: `\\1`"),
            ("[z-a]", "invalid character class range: `z-a`"),
            ("\\", "trailing backslash at end of expression: ``"),
            ("a(?=b)", "invalid or unsupported Perl syntax: `(?=`"),
            ("(", "missing closing ): `(`"),
            (")", "unexpected ): `)`"),
            ("a{2000}", "invalid repeat count: `{2000}`"),
        ] {
            assert_eq!(Regex::new(pattern).unwrap_err(), message, "{pattern}");
        }
    }

    #[test]
    fn evil_patterns_stay_cheap() {
        assert!(Regex::new("(a*)*b").unwrap().find_at(&"a".repeat(20_000), 0).is_none());
        assert!(Regex::new("((a{100}){100}){100}").is_err());
        assert!(Regex::new(&"(".repeat(5_000)).is_err());
    }
}
