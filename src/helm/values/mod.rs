//! User values: those of the command line, and those that stay from one revision to the next (R-UPG-5).

mod set;

use serde_json::{Map, Value};

use crate::release::Release;
use crate::yaml;

use super::fail::{Done, Fail};
use super::flags::Flags;
use super::session::Session;
use set::Reading;

/// Values inside values are followed this deep.
const DEPTH: usize = 64;

impl Session<'_> {
    /// The values of `-f` (`text`) and `--set`.
    ///
    /// # Errors
    /// What Helm says of values it cannot read.
    pub fn user_values(&self, text: &str, flags: &Flags) -> Done<Value> {
        let mut values = match yaml::read(text) {
            Ok(document) => document.value,
            Err(error) => {
                let failed = "failed to parse values.yaml: error converting YAML to JSON: ";
                return Err(Fail::error(format!("{failed}{}", error.message)));
            }
        };
        if !values.is_object() {
            values = Value::Object(Map::new());
        }
        // Helm goes through them in this order, whatever the order of the command line.
        for kind in ["set-json", "set", "set-string", "set-file", "set-literal"] {
            for (_, text) in flags.sets.iter().filter(|(name, _)| *name == kind) {
                let failed = |error| Fail::error(format!("failed parsing --{kind} data: {error}"));
                match kind {
                    "set-json" => set::set_json(&mut values, text).map_err(Fail::error),
                    "set" => set::set(&mut values, text, Reading::Typed).map_err(failed),
                    "set-string" => set::set(&mut values, text, Reading::Text).map_err(failed),
                    "set-literal" => set::set_literal(&mut values, text).map_err(failed),
                    _ => {
                        let file = text.split_once('=').map_or("", |(_, file)| file);
                        Err(failed(format!("open {file}: no such file or directory")))
                    }
                }?;
            }
        }
        Ok(values)
    }

    /// The values of an upgrade: those given, and of the base's as many as the flags keep; and the values that stand
    /// for the chart's own, with `--reuse-values` those of the base's chart under the base's.
    pub fn values_of_upgrade(&self, current: &Release, given: Value, flags: &Flags) -> (Value, Option<Value>) {
        if flags.reuse.reset {
            return (given, None);
        }
        if flags.reuse.reuse {
            let chart = self.story.charts.get(&*current.chart);
            let own = chart.and_then(|chart| yaml::read(&chart.values).ok()).map(|read| read.value);
            let old = over(Value::clone(&current.config), &own.unwrap_or_default(), DEPTH);
            return (over(given, &current.config, DEPTH), Some(old));
        }
        if flags.reuse.reset_then_reuse {
            return (over(given, &current.config, DEPTH), None);
        }
        let none_given = given.as_object().is_none_or(Map::is_empty);
        (if none_given { Value::clone(&current.config) } else { given }, None)
    }
}

/// `above` over `below`, map by map (`CoalesceTables`).
fn over(above: Value, below: &Value, depth: usize) -> Value {
    match (above, below) {
        (Value::Object(mut above), Value::Object(below)) if depth > 0 => {
            for (key, value) in below {
                let merged = match above.shift_remove(key) {
                    Some(own) => over(own, value, depth.saturating_sub(1)),
                    None => value.clone(),
                };
                above.insert(key.clone(), merged);
            }
            Value::Object(above)
        }
        (above, _) => above,
    }
}
