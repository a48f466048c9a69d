//! TOML texts as BurntSushi/toml reads them (`lex.go`, `parse.go`), with its messages for the common mistakes.

mod scalar;
mod tree;

use super::format::quote;
use super::value::{DEPTH, Value};
use tree::{Table, joined};

/// Reads `text` to a map.
///
/// # Errors
/// The library's message, with the line and the last key.
pub(super) fn decode(text: &str) -> Result<Value, String> {
    let mut reader = Reader { rest: text, line: 1, path: Vec::new(), key: Vec::new() };
    let mut root = Table::default();
    match reader.top(&mut root) {
        Ok(()) => Ok(root.value()),
        Err(message) => {
            let last: Vec<String> = reader.path.iter().chain(&reader.key).cloned().collect();
            let last = if last.is_empty() { String::new() } else { format!(" (last key {})", quote(&joined(&last))) };
            Err(format!("toml: line {}{last}: {message}", reader.line))
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    /// From 1.
    line: usize,
    /// The table that a `[head]` opened.
    path: Vec<String>,
    /// The key whose value is read.
    key: Vec<String>,
}

type Parsed<T> = Result<T, String>;

impl<'a> Reader<'a> {
    fn next(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) {
        let mut chars = self.rest.chars();
        if chars.next() == Some('\n') {
            self.line = self.line.saturating_add(1);
        }
        self.rest = chars.as_str();
    }

    /// Takes `text` if it is next. It holds no line break.
    fn has(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        self.next()
    }

    /// Skips spaces, line ends and comments.
    fn blank(&mut self) -> Option<char> {
        loop {
            match self.spaces() {
                Some('#') => self.rest = self.rest.find('\n').and_then(|end| self.rest.get(end..)).unwrap_or_default(),
                Some('\n' | '\r') => self.take(),
                next => return next,
            }
        }
    }

    fn shown(&self) -> String {
        self.next().map_or("end of file".into(), |c| format!("'{c}'"))
    }

    fn top(&mut self, root: &mut Table) -> Parsed<()> {
        while self.blank().is_some() {
            if self.has("[[") {
                let path = self.table_name("]]")?;
                root.at(&above(&path))?;
                self.path = above(&path);
                root.open_list(&path)?;
                self.path = path;
            } else if self.has("[") {
                let path = self.table_name("]")?;
                root.at(&above(&path))?;
                self.path = above(&path);
                root.open(&path)?;
                self.path = path;
            } else {
                let path = self.path.clone();
                self.pair(root.at(&path)?, DEPTH)?;
            }
            if let Some(c) = self.spaces().filter(|c| !matches!(c, '#' | '\n' | '\r')) {
                let wanted = "expected a top-level item to end with a newline, comment, or EOF";
                return Err(format!("{wanted}, but got {} instead", rune(c)));
            }
        }
        Ok(())
    }

    fn table_name(&mut self, end: &str) -> Parsed<Vec<String>> {
        let mut path = Vec::new();
        loop {
            match self.spaces() {
                None | Some(']') => return Err("unexpected end of table name (table names cannot be empty)".into()),
                Some('.') => return Err("unexpected table separator (table names cannot be empty)".into()),
                Some(_) => path.push(self.name()?),
            }
            self.spaces();
            if self.has(end) {
                return shallow(path);
            }
            if !self.has(".") {
                let got = self.next().map_or("'\\x00'".into(), rune);
                self.take();
                return Err(format!("expected '.' or ']' to end table name, but got {got} instead"));
            }
        }
    }

    /// One part of a key.
    fn name(&mut self) -> Parsed<String> {
        if let Some('"' | '\'') = self.next() {
            return self.string(false);
        }
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let end = self.rest.find(|c| !bare(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        Ok(name.into())
    }

    /// `a.b = value`
    fn pair(&mut self, table: &mut Table, depth: usize) -> Parsed<()> {
        self.key.clear();
        match self.spaces() {
            None | Some('=') => return Err("unexpected '=': key name appears blank".into()),
            Some('.') => return Err("unexpected '.': keys cannot start with a '.'".into()),
            Some(_) => {}
        }
        let mut key = Vec::new();
        loop {
            self.spaces();
            key.push(self.name()?);
            match self.spaces() {
                None => return Err("unexpected EOF; expected key separator '='".into()),
                Some('.') => self.take(),
                Some('=') => break,
                Some(c) => return Err(format!("expected '.' or '=', but got {} instead", rune(c))),
            }
        }
        self.take();
        self.key = shallow(key)?;
        let value = self.value(depth)?;
        table.set(&self.path, &self.key, value)?;
        self.key.clear();
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Parsed<Value> {
        let depth = depth.checked_sub(1).ok_or("values nest too deeply")?;
        match self.spaces() {
            None => Err("unexpected EOF; expected value".into()),
            Some('[') => self.array(depth),
            Some('{') => self.inline(depth),
            Some('"' | '\'') => Ok(self.string(true)?.into()),
            Some('.') => Err("floats must start with a digit, not '.'".into()),
            Some('0'..='9' | '+' | '-' | 'i' | 'n') => self.number(),
            Some(c) if c.is_alphabetic() => self.truth(),
            Some(c) => Err(format!("expected value but found {} instead", rune(c))),
        }
    }

    fn array(&mut self, depth: usize) -> Parsed<Value> {
        let mut items = Vec::new();
        self.take();
        loop {
            match self.blank() {
                Some(']') => {
                    self.take();
                    return Ok(Value::list(items));
                }
                Some(',') => return Err("unexpected comma".into()),
                _ => items.push(self.value(depth)?),
            }
            match self.blank() {
                Some(',') => self.take(),
                Some(']') => {}
                _ => {
                    let wanted = "expected a comma (',') or array terminator (']')";
                    return Err(format!("{wanted}, but got {}", self.shown()));
                }
            }
        }
    }

    fn inline(&mut self, depth: usize) -> Parsed<Value> {
        let mut table = Table::default();
        let outer = (self.path.clone(), std::mem::take(&mut self.key));
        self.path.extend(outer.1.iter().cloned());
        self.take();
        loop {
            match self.blank() {
                Some('}') => {
                    self.take();
                    (self.path, self.key) = outer;
                    return Ok(table.value());
                }
                Some(',') => return Err("unexpected comma".into()),
                _ => self.pair(&mut table, depth)?,
            }
            match self.blank() {
                Some(',') => self.take(),
                Some('}') => {}
                _ => {
                    let wanted = "expected a comma or an inline table terminator '}'";
                    return Err(format!("{wanted}, but got {} instead", self.shown()));
                }
            }
        }
    }
}

fn shallow(path: Vec<String>) -> Parsed<Vec<String>> {
    if path.len() > DEPTH { Err("keys nest too deeply".into()) } else { Ok(path) }
}

fn above(path: &[String]) -> Vec<String> {
    path.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default()
}

/// A character as `%q` shows it.
fn rune(c: char) -> String {
    super::format::quote_with(&c.to_string(), '\'', false)
}

#[cfg(test)]
mod tests {
    use super::super::format::json::{Style, text};
    use super::*;

    fn json(toml: &str) -> String {
        text(&decode(toml).unwrap(), Style::Raw).unwrap()
    }

    /// What BurntSushi/toml 1.6.0 makes of it, here and below.
    #[test]
    fn tables_and_lists_nest() {
        let toml =
            "a.b.c = 1 # why\n[x]\ny = {p = [1,\n 2,], \"q r\" = 'z'}\n[[l]]\nn = 1\n[l.m]\nk = -0.5\n[[l]]\n[a.d]\n";
        let read = r#"{"a":{"b":{"c":1},"d":{}},"l":[{"m":{"k":-0.5},"n":1},{}],"x":{"y":{"p":[1,2],"q r":"z"}}}"#;
        assert_eq!(json(toml), read);
        assert_eq!(json("a.b = 1\n[a]\nc = 2\n[a.d]\n"), r#"{"a":{"b":1,"c":2,"d":{}}}"#);
    }

    #[test]
    fn scalars_have_types() {
        let numbers = "a = 0o17\nb = 1e3\nc = 1979-05-27 07:32:00\nd = 12:30\ne = -1_0\n";
        let read = r#"{"a":15,"b":1000,"c":"1979-05-27T07:32:00Z","d":"0000-01-01T12:30:00Z","e":-10}"#;
        assert_eq!(json(numbers), read);
        let texts = r#"d = '''
x\n'''
e = """a \
   b""""
f = "\u00e9\t"
"#;
        assert_eq!(json(texts), r#"{"d":"x\\n","e":"a b\"","f":"é\t"}"#);
    }

    #[test]
    fn errors_name_line_and_key() {
        for (toml, message) in [
            (
                "a = 1\n\nb = [1",
                "line 3 (last key \"b\"): expected a comma (',') or array terminator (']'), but got end of file",
            ),
            ("[t]\na = 01", "line 2 (last key \"t.a\"): Invalid integer \"01\": cannot have leading zeroes"),
            ("[t]\n[t]", "line 2: Key 't' has already been defined."),
            (
                "a = 1 b",
                "line 1: expected a top-level item to end with a newline, comment, or EOF, but got 'b' instead",
            ),
            ("a = foo", "line 1 (last key \"a\"): expected value but found \"foo\" instead"),
            ("a=[{b=1}]\n[[a]]\nb=1", "line 2: Key 'a' was already created and cannot be used as an array."),
            ("a = \"x\ny\"", "line 1 (last key \"a\"): strings cannot contain newlines"),
            ("= 1", "line 1: unexpected '=': key name appears blank"),
            ("[]", "line 1: unexpected end of table name (table names cannot be empty)"),
            ("a = \"\\q\"", "line 1 (last key \"a\"): invalid escape in string '\\q'"),
            ("a = 1__0", "line 1 (last key \"a\"): Invalid integer \"1__0\": underscores must be surrounded by digits"),
            ("[a\nb=1", "line 2: expected '.' or ']' to end table name, but got '\\n' instead"),
            ("a\nb=1", "line 1: expected '.' or '=', but got '\\n' instead"),
            ("a=1\n[a.b]\n", "line 2: Key 'a' was already created as a hash."),
            ("a = 99999999999999999999", "line 1 (last key \"a\"): 99999999999999999999 is out of range for int64"),
            ("a = 1.", "line 1 (last key \"a\"): Invalid float \"1.\": '.' must be followed by one or more digits"),
            ("[[a]]\nb=1\n[a]\n", "line 3: Key 'a' has already been defined."),
        ] {
            assert_eq!(decode(toml).unwrap_err(), format!("toml: {message}"), "{toml}");
        }
    }
}
