//! JSON texts as Go reads them (`encoding/json` `scanner.go`, `decode.go`), with its messages.

use super::format::quote;
use super::value::{DEPTH, Entries, Value};

/// What was read, and the first number that no `float64` holds: Go puts nothing in its place and reads on.
pub(super) struct Decoded {
    /// The value; every number is a `float64`.
    pub value: Value,
    /// Go's message.
    pub error: Option<String>,
}

/// Reads `text`, all of it.
///
/// # Errors
/// Go's message about what is no JSON.
pub(super) fn decode(text: &str) -> Result<Decoded, String> {
    let mut reader = Reader { rest: text, error: None };
    let value = reader.value(DEPTH)?;
    match reader.look() {
        Some(_) => Err(reader.wrong("after top-level value")),
        None => Ok(Decoded { value, error: reader.error }),
    }
}

struct Reader<'a> {
    rest: &'a str,
    error: Option<String>,
}

impl<'a> Reader<'a> {
    fn next(&self) -> Option<u8> {
        self.rest.bytes().next()
    }

    /// The next byte that is no white space.
    fn look(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.next()
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// What is wrong with the next byte, which Go takes for a character.
    fn wrong(&self, context: &str) -> String {
        let Some(byte) = self.next() else { return "unexpected end of JSON input".into() };
        let shown = match byte {
            b'\'' => "\\'".into(),
            b'"' => "\"".into(),
            _ => quote(&char::from(byte).to_string()).trim_matches('"').to_owned(),
        };
        format!("invalid character '{shown}' {context}")
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        let depth = depth.checked_sub(1).ok_or("exceeded max depth")?;
        match self.look() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(self.string()?.into()),
            Some(b't') => self.literal("true", Value::Bool(true)),
            Some(b'f') => self.literal("false", Value::Bool(false)),
            Some(b'n') => self.literal("null", Value::Nil),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.wrong("looking for beginning of value")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, String> {
        let mut entries = Entries::new();
        self.take(1);
        if self.look() == Some(b'}') {
            self.take(1);
            return Ok(Value::map(entries));
        }
        loop {
            if self.look() != Some(b'"') {
                return Err(self.wrong("looking for beginning of object key string"));
            }
            let key = self.string()?;
            if self.look() != Some(b':') {
                return Err(self.wrong("after object key"));
            }
            self.take(1);
            let value = self.value(depth)?;
            entries.insert(key.into(), value);
            if self.ends(b'}', "after object key:value pair")? {
                return Ok(Value::map(entries));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, String> {
        let mut items = Vec::new();
        self.take(1);
        if self.look() == Some(b']') {
            self.take(1);
            return Ok(Value::list(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends(b']', "after array element")? {
                return Ok(Value::list(items));
            }
        }
    }

    /// Takes a comma, or what ends the collection.
    fn ends(&mut self, end: u8, context: &str) -> Result<bool, String> {
        match self.look() {
            Some(byte) if byte == end || byte == b',' => {
                self.take(1);
                Ok(byte == end)
            }
            _ => Err(self.wrong(context)),
        }
    }

    fn literal(&mut self, word: &str, value: Value) -> Result<Value, String> {
        for letter in word.chars() {
            if !self.rest.starts_with(letter) {
                return Err(self.wrong(&format!("in literal {word} (expecting '{letter}')")));
            }
            self.take(1);
        }
        Ok(value)
    }

    fn string(&mut self) -> Result<String, String> {
        let mut out = String::new();
        self.take(1);
        loop {
            let plain = self.rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ').unwrap_or(self.rest.len());
            out.push_str(self.take(plain));
            match self.next() {
                Some(b'"') => {
                    self.take(1);
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.take(1);
                    out.push(self.escaped()?);
                }
                _ => return Err(self.wrong("in string literal")),
            }
        }
    }

    /// What an escape stands for; half of a pair for a replacement character.
    fn escaped(&mut self) -> Result<char, String> {
        let c = match self.next() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.take(1);
                return self.code();
            }
            _ => return Err(self.wrong("in string escape code")),
        };
        self.take(1);
        Ok(c)
    }

    fn code(&mut self) -> Result<char, String> {
        let first = self.digits()?;
        let before = self.rest;
        if (0xD800..0xDC00).contains(&first) && self.rest.starts_with("\\u") {
            self.take(2);
            let second = self.digits()?;
            if (0xDC00..0xE000).contains(&second) {
                let low = second.saturating_sub(0xDC00);
                let high = first.saturating_sub(0xD800) << 10;
                let code = 0x1_0000_u32.saturating_add(high | low);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.rest = before;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn digits(&mut self) -> Result<u32, String> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.next().and_then(|byte| char::from(byte).to_digit(16)) else {
                return Err(self.wrong("in \\u hexadecimal character escape"));
            };
            self.take(1);
            code = code << 4 | digit;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, String> {
        let all = self.rest;
        if self.next() == Some(b'-') {
            self.take(1);
        }
        match self.next() {
            Some(b'0') => _ = self.take(1),
            _ => self.some_digits("in numeric literal")?,
        }
        if self.next() == Some(b'.') {
            self.take(1);
            self.some_digits("after decimal point in numeric literal")?;
        }
        if matches!(self.next(), Some(b'e' | b'E')) {
            self.take(1);
            if matches!(self.next(), Some(b'+' | b'-')) {
                self.take(1);
            }
            self.some_digits("in exponent of numeric literal")?;
        }
        let text = all.get(..all.len().saturating_sub(self.rest.len())).unwrap_or_default();
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Value::Float(number)),
            _ => {
                let message = || format!("json: cannot unmarshal number {text} into Go value of type float64");
                self.error.get_or_insert_with(message);
                Ok(Value::Nil)
            }
        }
    }

    fn some_digits(&mut self, context: &str) -> Result<(), String> {
        match self.rest.bytes().take_while(u8::is_ascii_digit).count() {
            0 => Err(self.wrong(context)),
            count => {
                self.take(count);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> String {
        match decode(json).unwrap().value {
            Value::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn escapes_stand_for_characters() {
        assert_eq!(text(r#""a\u00e9\n\ud83d\ude00\/""#), "aé\n😀/");
        assert_eq!(text(r#""\ud83dx\ud83d\ud83d\ude00\udc00""#), "\u{fffd}x\u{fffd}😀\u{fffd}");
    }

    /// The messages are those that Go 1.26 prints.
    #[test]
    fn errors_are_gos() {
        for (json, message) in [
            ("", "unexpected end of JSON input"),
            ("[1,]", "invalid character ']' looking for beginning of value"),
            ("[1 2]", "invalid character '2' after array element"),
            ("-", "unexpected end of JSON input"),
            ("-x", "invalid character 'x' in numeric literal"),
            ("1.x", "invalid character 'x' after decimal point in numeric literal"),
            ("1e+", "unexpected end of JSON input"),
            ("1ex", "invalid character 'x' in exponent of numeric literal"),
            ("\"\n\"", "invalid character '\\n' in string literal"),
            (r#""\q""#, "invalid character 'q' in string escape code"),
            (r#""\u12g4""#, "invalid character 'g' in \\u hexadecimal character escape"),
            ("é", "invalid character 'Ã' looking for beginning of value"),
        ] {
            assert_eq!(decode(json).err().as_deref(), Some(message), "{json}");
        }
    }
}
