//! Patterns to trees (`regexp/syntax`).

use crate::text::order_of;

/// A set of characters as ranges, bounds included.
pub(super) type Ranges = Vec<(char, char)>;

/// A part of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Empty,
    /// One of the characters, or with `true` none of them.
    Set(Ranges, bool),
    Assert(Assert),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Group(Box<Node>, Option<usize>),
    /// Node, least, most, greedy.
    Repeat(Box<Node>, u32, Option<u32>, bool),
}

/// A condition on a place between characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assert {
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    Word,
    NotWord,
}

/// Most repetitions a pattern may ask for, and deepest nesting (as in Go).
const MOST: u32 = 1000;
const DEPTH: usize = 200;

#[derive(Clone, Copy, Default)]
struct Flags {
    fold: bool,
    lines: bool,
    dot_all: bool,
    ungreedy: bool,
}

struct Parser<'a> {
    rest: &'a str,
    pattern: &'a str,
    flags: Flags,
    names: Vec<Option<String>>,
    depth: usize,
}

type Parsed<T> = Result<T, String>;

/// The tree of a pattern and the names of its groups, group 0 the whole.
pub(super) fn parse(pattern: &str) -> Parsed<(Node, Vec<Option<String>>)> {
    let mut parser = Parser { rest: pattern, pattern, flags: Flags::default(), names: vec![None], depth: 0 };
    let node = parser.alternatives()?;
    if parser.rest.is_empty() { Ok((node, parser.names)) } else { Err("unexpected ): `)`".into()) }
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }

    fn accept(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn alternatives(&mut self) -> Parsed<Node> {
        let flags = self.flags;
        let mut branches = vec![self.concat()?];
        while self.accept("|") {
            branches.push(self.concat()?);
        }
        self.flags = flags;
        Ok(match (branches.pop(), branches.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                branches.push(last);
                Node::Alternate(branches)
            }
            (None, _) => Node::Empty,
        })
    }

    fn concat(&mut self) -> Parsed<Node> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let before = self.rest;
            if matches!(c, '*' | '+' | '?') || c == '{' && self.counts().is_some() {
                let end = if c == '{' { before.find('}').map_or(1, |at| at.saturating_add(1)) } else { 1 };
                let operator = before.get(..end).unwrap_or_default();
                return Err(format!("missing argument to repetition operator: `{operator}`"));
            }
            if let Some(node) = self.atom()? {
                parts.push(self.repeated(node)?);
            }
        }
        Ok(Node::Concat(parts))
    }

    /// `{n}`, `{n,}` or `{n,m}` here: least, most, length.
    fn counts(&self) -> Option<(u32, Option<u32>, usize)> {
        let inner = self.rest.strip_prefix('{')?;
        let end = inner.find('}')?;
        let body = inner.get(..end)?;
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().unwrap_or(u32::MAX))
        };
        let (least, most) = match body.split_once(',') {
            None => (number(body)?, Some(number(body)?)),
            Some((least, "")) => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        Some((least, most, end.saturating_add(2)))
    }

    fn repeated(&mut self, mut node: Node) -> Parsed<Node> {
        let mut before: Option<&str> = None;
        loop {
            let start = self.rest;
            let (least, most) = match self.peek() {
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('?') => (0, Some(1)),
                Some('{') => match self.counts() {
                    Some((least, most, length)) => {
                        if least > MOST || most.is_some_and(|most| most > MOST || most < least) {
                            let text = start.get(..length).unwrap_or_default();
                            return Err(format!("invalid repeat count: `{text}`"));
                        }
                        self.rest = start.get(length.saturating_sub(1)..).unwrap_or_default();
                        (least, most)
                    }
                    None => return Ok(node),
                },
                _ => return Ok(node),
            };
            self.bump();
            let lazy = self.accept("?");
            if let Some(before) = before {
                let length = before.len().saturating_sub(self.rest.len());
                let text = before.get(..length).unwrap_or_default();
                return Err(format!("invalid nested repetition operator: `{text}`"));
            }
            before = Some(start);
            node = Node::Repeat(Box::new(node), least, most, lazy == self.flags.ungreedy);
        }
    }

    fn atom(&mut self) -> Parsed<Option<Node>> {
        let Some(c) = self.bump() else { return Ok(None) };
        Ok(Some(match c {
            '(' => return self.group(),
            '[' => self.class()?,
            '.' if self.flags.dot_all => Node::Set(Vec::new(), true),
            '.' => Node::Set(vec![('\n', '\n')], true),
            '^' if self.flags.lines => Node::Assert(Assert::LineStart),
            '^' => Node::Assert(Assert::TextStart),
            '$' if self.flags.lines => Node::Assert(Assert::LineEnd),
            '$' => Node::Assert(Assert::TextEnd),
            '\\' => self.escape()?,
            c => self.literal(c),
        }))
    }

    fn literal(&self, c: char) -> Node {
        let mut ranges = vec![(c, c)];
        if self.flags.fold {
            fold(&mut ranges);
        }
        Node::Set(ranges, false)
    }

    fn group(&mut self) -> Parsed<Option<Node>> {
        let open = self.pattern.get(self.pattern.len().saturating_sub(self.rest.len()).saturating_sub(1)..);
        let open = open.unwrap_or_default();
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEPTH {
            return Err("expression nests too deeply".into());
        }
        let flags = self.flags;
        let mut number = None;
        if self.accept("?P<") || self.rest.starts_with("?<") && self.accept("?<") {
            let end = self.rest.find('>').ok_or_else(|| format!("invalid named capture: `{open}`"))?;
            let name = self.rest.get(..end).unwrap_or_default().to_owned();
            let good = !name.is_empty() && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
            if !good {
                return Err(format!("invalid named capture: `(?P<{name}>`"));
            }
            if self.names.iter().any(|known| known.as_ref() == Some(&name)) {
                return Err(format!("duplicate capture group name: `{name}`"));
            }
            self.rest = self.rest.get(end.saturating_add(1)..).unwrap_or_default();
            number = Some(self.names.len());
            self.names.push(Some(name));
        } else if self.rest.starts_with('?') {
            if self.set_flags(open)? {
                self.depth = self.depth.saturating_sub(1);
                return Ok(None);
            }
        } else {
            number = Some(self.names.len());
            self.names.push(None);
        }
        let node = self.alternatives()?;
        if !self.accept(")") {
            return Err(format!("missing closing ): `{}`", self.pattern));
        }
        self.flags = flags;
        self.depth = self.depth.saturating_sub(1);
        Ok(Some(Node::Group(Box::new(node), number)))
    }

    /// `(?i)` or `(?i:`; true if that is all of the group.
    fn set_flags(&mut self, open: &str) -> Parsed<bool> {
        self.bump();
        let mut on = true;
        let mut flags = self.flags;
        let mut length = 2usize;
        let mut any = false;
        loop {
            length = length.saturating_add(1);
            let c = self.bump();
            match c {
                Some('i') => flags.fold = on,
                Some('m') => flags.lines = on,
                Some('s') => flags.dot_all = on,
                Some('U') => flags.ungreedy = on,
                Some('-') if on => on = false,
                Some(')') if any || on => {
                    self.flags = flags;
                    return Ok(true);
                }
                Some(':') if any || on => {
                    self.flags = flags;
                    return Ok(false);
                }
                _ => {
                    let text = open.get(..length).unwrap_or(open);
                    return Err(format!("invalid or unsupported Perl syntax: `{text}`"));
                }
            }
            any = c != Some('-');
        }
    }

    fn escape(&mut self) -> Parsed<Node> {
        let before = self.rest;
        Ok(match self.peek() {
            None => return Err("trailing backslash at end of expression: ``".into()),
            Some('A') => self.assert(Assert::TextStart),
            Some('z') => self.assert(Assert::TextEnd),
            Some('b') => self.assert(Assert::Word),
            Some('B') => self.assert(Assert::NotWord),
            Some('Q') => {
                self.bump();
                let end = self.rest.find("\\E").unwrap_or(self.rest.len());
                let text = self.rest.get(..end).unwrap_or_default();
                self.rest = self.rest.get(end..).unwrap_or_default();
                self.accept("\\E");
                Node::Concat(text.chars().map(|c| self.literal(c)).collect())
            }
            Some(_) => match self.known_class()? {
                Some((ranges, negated)) => Node::Set(ranges, negated),
                None => {
                    let c = self.escaped(before)?;
                    self.literal(c)
                }
            },
        })
    }

    fn assert(&mut self, assert: Assert) -> Node {
        self.bump();
        Node::Assert(assert)
    }

    /// `\d`, `\pL` and their like.
    fn known_class(&mut self) -> Parsed<Option<(Ranges, bool)>> {
        let Some(c) = self.peek() else { return Ok(None) };
        let ranges = match c.to_ascii_lowercase() {
            'd' => vec![('0', '9')],
            's' => vec![('\t', '\n'), ('\x0c', '\r'), (' ', ' ')],
            'w' => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            'p' => return self.unicode_class().map(Some),
            _ => return Ok(None),
        };
        self.bump();
        Ok(Some((ranges, c.is_ascii_uppercase())))
    }

    fn unicode_class(&mut self) -> Parsed<(Ranges, bool)> {
        let start = self.rest;
        let mut negated = self.bump() == Some('P');
        let name = if self.accept("{") {
            let end = self.rest.find('}').ok_or_else(|| format!("invalid character class range: `\\{start}`"))?;
            let name = self.rest.get(..end).unwrap_or_default();
            self.rest = self.rest.get(end.saturating_add(1)..).unwrap_or_default();
            name.to_owned()
        } else {
            self.bump().map(String::from).unwrap_or_default()
        };
        let plain = name.strip_prefix('^').unwrap_or(&name);
        negated ^= plain.len() < name.len();
        let test: fn(char) -> bool = match plain {
            "L" | "Letter" => char::is_alphabetic,
            "Lu" => char::is_uppercase,
            "Ll" => char::is_lowercase,
            "N" | "Nd" => char::is_numeric,
            "Greek" => |c| ('\u{370}'..='\u{3ff}').contains(&c) || ('\u{1f00}'..='\u{1fff}').contains(&c),
            "Latin" => |c| c.is_alphabetic() && c < '\u{250}',
            "Cyrillic" => |c| ('\u{400}'..='\u{52f}').contains(&c),
            "Han" => |c| ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c),
            "P" => |c| c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c),
            "S" => |c| "$+<=>^`|~".contains(c),
            "Z" | "Zs" => |c| c.is_whitespace() && !c.is_control(),
            _ => {
                let length = start.len().saturating_sub(self.rest.len());
                let text = start.get(..length).unwrap_or_default();
                return Err(format!("invalid character class range: `\\{text}`"));
            }
        };
        Ok((ranges_of(test), negated))
    }

    /// A character behind a backslash.
    fn escaped(&mut self, before: &str) -> Parsed<char> {
        let invalid = |rest: &str| {
            let length = before.len().saturating_sub(rest.len());
            Err(format!("invalid escape sequence: `\\{}`", before.get(..length).unwrap_or_default()))
        };
        let Some(c) = self.bump() else { return Err("trailing backslash at end of expression: ``".into()) };
        Ok(match c {
            'a' => '\x07',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            '0' => {
                let end = self.rest.find(|c: char| !('0'..='7').contains(&c)).unwrap_or(self.rest.len()).min(2);
                let digits = self.rest.get(..end).unwrap_or_default();
                let code = u32::from_str_radix(digits, 8).unwrap_or(0);
                self.rest = self.rest.get(end..).unwrap_or_default();
                char::from_u32(code).unwrap_or('\0')
            }
            'x' => {
                let digits = if self.accept("{") {
                    let end = self.rest.find('}').unwrap_or(0);
                    let digits = self.rest.get(..end).unwrap_or_default();
                    self.rest = self.rest.get(end..).unwrap_or_default();
                    self.accept("}");
                    digits
                } else {
                    let digits = self.rest.get(..2).unwrap_or_default();
                    self.rest = self.rest.get(digits.len()..).unwrap_or_default();
                    digits
                };
                match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
                    Some(c) => c,
                    None => return invalid(self.rest),
                }
            }
            c if c.is_ascii_punctuation() => c,
            _ => return invalid(self.rest),
        })
    }

    /// After `[`.
    fn class(&mut self) -> Parsed<Node> {
        let start = self.pattern.get(self.pattern.len().saturating_sub(self.rest.len()).saturating_sub(1)..);
        let start = start.unwrap_or_default();
        let missing = || format!("missing closing ]: `{start}`");
        let negated = self.accept("^");
        let mut ranges = Ranges::new();
        let mut first = true;
        loop {
            let before = self.rest;
            match self.peek() {
                None => return Err(missing()),
                Some(']') if !first => {
                    self.bump();
                    break;
                }
                Some('[') if self.rest.starts_with("[:") => {
                    if let Some(found) = self.posix()? {
                        ranges.extend(found);
                        first = false;
                        continue;
                    }
                }
                Some('\\') => {
                    self.bump();
                    if let Some((found, negated)) = self.known_class()? {
                        ranges.extend(if negated { complement(&found) } else { found });
                        first = false;
                        continue;
                    }
                    self.rest = before;
                }
                Some(_) => {}
            }
            first = false;
            let from = self.class_char().ok_or_else(missing)??;
            let mut to = from;
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]") && self.rest.len() > 1;
            if is_range {
                self.bump();
                to = self.class_char().ok_or_else(missing)??;
            }
            if to < from {
                let length = before.len().saturating_sub(self.rest.len());
                let text = before.get(..length).unwrap_or_default();
                return Err(format!("invalid character class range: `{text}`"));
            }
            ranges.push((from, to));
        }
        if self.flags.fold {
            fold(&mut ranges);
        }
        Ok(Node::Set(ranges, negated))
    }

    fn class_char(&mut self) -> Option<Parsed<char>> {
        let c = self.bump()?;
        if c != '\\' {
            return Some(Ok(c));
        }
        let before = self.rest;
        Some(self.escaped(before))
    }

    /// `[:alpha:]`
    fn posix(&mut self) -> Parsed<Option<Ranges>> {
        let Some(end) = self.rest.find(":]") else { return Ok(None) };
        let whole = self.rest.get(..end.saturating_add(2)).unwrap_or_default();
        let name = self.rest.get(2..end).unwrap_or_default();
        let plain = name.strip_prefix('^').unwrap_or(name);
        let test: fn(&char) -> bool = match plain {
            "alnum" => char::is_ascii_alphanumeric,
            "alpha" => char::is_ascii_alphabetic,
            "ascii" => char::is_ascii,
            "blank" => |c| matches!(c, ' ' | '\t'),
            "cntrl" => char::is_ascii_control,
            "digit" => char::is_ascii_digit,
            "graph" => char::is_ascii_graphic,
            "lower" => char::is_ascii_lowercase,
            "print" => |c| matches!(c, ' '..='~'),
            "punct" => char::is_ascii_punctuation,
            "space" => |c| matches!(c, '\t'..='\r' | ' '),
            "upper" => char::is_ascii_uppercase,
            "word" => |c| c.is_ascii_alphanumeric() || *c == '_',
            "xdigit" => char::is_ascii_hexdigit,
            _ => return Err(format!("invalid character class range: `{whole}`")),
        };
        let ranges = (0u8..128).map(char::from).filter(test).map(|c| (c, c)).collect();
        self.rest = self.rest.get(whole.len()..).unwrap_or_default();
        Ok(Some(if plain.len() < name.len() { complement(&ranges) } else { ranges }))
    }
}

/// All characters a test admits, as ranges.
fn ranges_of(test: fn(char) -> bool) -> Ranges {
    let mut ranges = Ranges::new();
    for c in '\0'..=char::MAX {
        if !test(c) {
            continue;
        }
        match ranges.last_mut() {
            Some((_, last)) if u32::from(c).checked_sub(1) == Some(u32::from(*last)) => *last = c,
            _ => ranges.push((c, c)),
        }
    }
    ranges
}

/// The characters in none of the ranges.
fn complement(ranges: &Ranges) -> Ranges {
    let mut out = Ranges::new();
    let mut next = Some('\0');
    for (from, to) in order_of(ranges).into_iter().filter_map(|at| ranges.get(at).copied()) {
        if let Some(start) = next
            && let Some(before) = (start..from).next_back()
        {
            out.push((start, before));
        }
        let after = (to..=char::MAX).nth(1);
        next = match (next, after) {
            (Some(start), Some(after)) => Some(start.max(after)),
            _ => None,
        };
    }
    if let Some(start) = next {
        out.push((start, char::MAX));
    }
    out
}

/// Adds the other case of letters.
fn fold(ranges: &mut Ranges) {
    // Wide ranges hold both cases anyway, or nobody means their letters.
    let narrow = ranges.clone().into_iter().filter(|(from, to)| u32::from(*to).saturating_sub(u32::from(*from)) < 256);
    for c in narrow.flat_map(|(from, to)| from..=to) {
        for other in [single(c.to_lowercase()), single(c.to_uppercase())].into_iter().flatten() {
            if other != c {
                ranges.push((other, other));
            }
        }
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}
