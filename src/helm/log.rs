//! What Helm writes to stderr beside its error (R-CLI-1).

use std::fmt::Write as _;

use super::session::Session;

/// A record of Helm 4's logger (Go's `log/slog`, text form without time).
#[derive(Debug, Clone)]
pub(super) struct Record(String);

impl Record {
    fn new(level: &str, message: &str) -> Self {
        Record(format!("level={level} msg={}", value(message)))
    }

    /// A record that tells.
    pub fn info(message: &str) -> Self {
        Record::new("INFO", message)
    }

    /// A record that warns.
    pub fn warn(message: &str) -> Self {
        Record::new("WARN", message)
    }

    /// A record of an error.
    pub fn error(message: &str) -> Self {
        Record::new("ERROR", message)
    }

    /// The line of the record.
    pub fn line(self) -> String {
        self.0
    }

    /// The record with one more attribute.
    pub fn with(mut self, key: &str, text: &str) -> Self {
        let _ = write!(self.0, " {key}={}", value(text));
        self
    }
}

impl Session<'_> {
    /// Writes a log record; Helm 3 has none without `--debug`.
    pub fn log(&mut self, record: Record) {
        if self.behaviour.logs {
            self.notes.push(record.0);
        }
    }

    /// Writes a line that both write: Helm 3 as it is, Helm 4 as a log record.
    pub fn tell(&mut self, line: &str) {
        let line = if self.behaviour.logs { Record::info(line).0 } else { line.to_owned() };
        self.notes.push(line);
    }

    /// A warning of the API server, which the client library writes by itself (R-BLD-5).
    pub fn server_warning(&mut self, warning: &str) {
        let text = match self.behaviour.quotes_warning {
            true => quoted(&format!("Warning: {warning}")),
            false => warning.to_owned(),
        };
        let place = self.behaviour.warning;
        if place.is_empty() {
            return;
        }
        self.notes.push(format!("I0101 00:00:00.000000       1 {place}] {text}"));
    }
}

/// A value as `slog` writes it: quoted only where it has to be.
fn value(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"=\"".contains(c));
    if plain { text.to_owned() } else { quoted(text) }
}

/// `text` in double quotes, as Go's `%q` writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_have_to_be() {
        let record = Record::warn("upgrade failed").with("name", "demo").with("error", "a \"b\"\nc").with("empty", "");
        assert_eq!(record.0, r#"level=WARN msg="upgrade failed" name=demo error="a \"b\"\nc" empty="""#);
        assert_eq!(Record::info("a\\b").0, r"level=INFO msg=a\b");
    }
}
