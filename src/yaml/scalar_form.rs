//! Which ways of writing a text are possible.

/// What go-yaml's emitter finds out about a text before it chooses a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Analysis {
    /// It has line breaks.
    pub multiline: bool,
    /// It can stand without quotes (outside of brackets).
    pub plain_allowed: bool,
    /// It can stand in single quotes.
    pub single_quoted_allowed: bool,
    /// It can be a block scalar.
    pub block_allowed: bool,
}

impl Analysis {
    pub fn of(text: &str) -> Self {
        if text.is_empty() {
            return Analysis {
                multiline: false,
                plain_allowed: true,
                single_quoted_allowed: true,
                block_allowed: false,
            };
        }
        let mut indicators = text.starts_with("---") || text.starts_with("...");
        let mut multiline = false;
        let mut special = false;
        // A space after a break, a break after a space.
        let (mut break_space, mut space_break) = (false, false);
        let mut before: Option<char> = None;
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let white_follows = rest.as_str().chars().next().is_none_or(|next| matches!(next, ' ' | '\t'));
            indicators |= match (c, before) {
                (
                    '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`',
                    None,
                ) => true,
                ('?' | '-', None) | (':', _) => white_follows,
                ('#', Some(before)) => before == ' ' || before == '\t' || is_break(before),
                _ => false,
            };
            special |= !is_printable(c);
            multiline |= is_break(c);
            break_space |= c == ' ' && before.is_some_and(is_break);
            space_break |= is_break(c) && before == Some(' ');
            before = Some(c);
        }
        let ends_with_space = before == Some(' ');
        let padded = ends_with_space || text.starts_with(' ');
        Analysis {
            multiline,
            plain_allowed: !(indicators || padded || break_space || space_break || special || multiline),
            single_quoted_allowed: !(break_space || space_break || special),
            block_allowed: !(ends_with_space || space_break || special),
        }
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What go-yaml writes as it is: a tab is not among it, nor is anything above the 16 bits of the first plane.
pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// `12:30:45`: text for go-yaml, a number for others.
pub(super) fn is_base_60(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut parts = digits.split(':');
    let Some(first) = parts.next() else { return false };
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    if !first.starts_with(|c: char| c.is_ascii_digit()) || !is_number(first) {
        return false;
    }
    let parts: Vec<&str> = parts.collect();
    let Some((last, inner)) = parts.split_last() else { return false };
    let (last, fraction) = last.split_once('.').unwrap_or((last, ""));
    inner.iter().chain([&last]).all(|part| is_sixtieth(part)) && is_number(fraction)
}

/// `0` to `59`, with or without a leading zero.
fn is_sixtieth(part: &str) -> bool {
    match part.as_bytes() {
        [ones] => ones.is_ascii_digit(),
        [tens, ones] => (b'0'..=b'5').contains(tens) && ones.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_indicators() {
        let plain = |text| Analysis::of(text).plain_allowed;
        for text in ["a", "a:b", "-a", "a#b", "a, b", "é", "?a", "http://x/y"] {
            assert!(plain(text), "{text}");
        }
        for text in ["- a", "-", "a: b", "a:", "a #b", "#a", "[a", "a ", " a", "a\nb", "a\tb", "😀", "---", "...a"] {
            assert!(!plain(text), "{text}");
        }
    }

    #[test]
    fn base_60() {
        for text in ["1:30", "+1_0:5:59.5", "12:30:45", "0:0."] {
            assert!(is_base_60(text), "{text}");
        }
        for text in ["1", "1:60", "a:1", "1:", "1:300", "_1:1", "1:1.x", ":1"] {
            assert!(!is_base_60(text), "{text}");
        }
    }
}
