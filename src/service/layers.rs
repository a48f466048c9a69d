//! Values in layers: what the chart has of its own, and what lies over it.

use serde_json::Value;

use crate::chart::Table;
use crate::yaml;

/// So much of a value is told.
const LONGEST: usize = 60;

/// Values as YAML. For each line, whether it is not the chart's own, and what the chart has instead, if anything.
#[derive(Debug, Default)]
pub(super) struct Layered {
    pub text: String,
    pub instead_of: Vec<Option<Option<String>>>,
}

/// Writes `values` in the order of `own`, those of the chart, and what is new after them.
pub(super) fn layered(values: &Table, own: &Table) -> Layered {
    let mut layers = Layered::default();
    layers.table(values, own, "");
    // What follows the last line end.
    layers.instead_of.push(None);
    layers
}

impl Layered {
    fn table(&mut self, values: &Table, own: &Table, indent: &str) {
        let new = values.keys().filter(|key| !own.contains_key(*key));
        for key in own.keys().chain(new) {
            let (value, own) = (values.get(key), own.get(key));
            match (value, own) {
                (Some(Value::Object(value)), Some(Value::Object(own))) if !value.is_empty() => {
                    self.write(&format!("{}:", yaml::emit(&key.as_str().into()).trim_end()), indent, None);
                    self.table(value, own, &format!("{indent}  "));
                }
                (Some(value), _) => {
                    let instead_of = (Some(value) != own).then(|| own.map(short));
                    let mut entry = Table::new();
                    entry.insert(key.clone(), value.clone());
                    self.write(&yaml::emit(&entry.into()), indent, instead_of);
                }
                // `null` takes a value away.
                (None, own) => self.write(&format!("# {key}:"), indent, Some(own.map(short))),
            }
        }
    }

    /// Adds lines; what is to be said of them is said at the first.
    fn write(&mut self, text: &str, indent: &str, instead_of: Option<Option<String>>) {
        let mut said = Some(instead_of);
        for line in text.lines() {
            if !line.is_empty() {
                self.text.push_str(indent);
            }
            self.text.push_str(line);
            self.text.push('\n');
            self.instead_of.push(said.take().flatten());
        }
    }
}

/// A value in one line.
fn short(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let line = text.lines().next().unwrap_or_default();
    if line.len() == text.len() && line.chars().count() <= LONGEST {
        return text;
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(values: &str, own: &str) -> Vec<String> {
        let table = |text: &str| serde_yaml::from_str::<Table>(text).unwrap();
        let Layered { text, instead_of } = layered(&table(values), &table(own));
        assert_eq!(instead_of.len(), text.split('\n').count());
        let line = |(line, said): (&str, Option<Option<String>>)| match said {
            None => line.to_owned(),
            Some(None) => format!("{line} <- new"),
            Some(Some(own)) => format!("{line} <- {own}"),
        };
        text.lines().zip(instead_of).map(line).collect()
    }

    #[test]
    fn the_charts_order_is_kept_and_what_is_new_follows() {
        let seen = said("{a: 1, z: {c: 2, b: {}}, e: x}", "{z: {b: {}, c: 1}, a: 1}");
        assert_eq!(seen, ["z:", "  b: {}", "  c: 2 <- 1", "a: 1", "e: x <- new"]);
    }

    #[test]
    fn what_null_took_away_is_a_comment() {
        assert_eq!(said("{a: {b: 1}}", "{a: {b: 1, c: [1]}, d: x}"), ["a:", "  b: 1", "  # c: <- [1]", "# d: <- x"]);
    }

    #[test]
    fn a_value_of_many_lines_is_marked_once() {
        let long = "x".repeat(80);
        let seen = said("{t: \"a\\nb\\n\", \"on\": 1, l: [1, {a: 2}]}", &format!("{{t: {long}}}"));
        let was = format!("t: | <- {}…", "x".repeat(60));
        assert_eq!(seen, [was.as_str(), "  a", "  b", "\"on\": 1 <- new", "l: <- new", "- 1", "- a: 2"]);
    }

    #[test]
    fn a_table_over_a_value_says_what_was_there() {
        assert_eq!(said("{a: {b: 1}, c: 2}", "{a: 1, c: {d: 1}}"), ["a: <- 1", "  b: 1", "c: 2 <- {\"d\":1}"]);
    }
}
