//! User values from one revision to the next (R-UPG-5).

use serde_json::{Map, Value};

use crate::release::Release;

use super::flags::Flags;
use super::session::Session;

/// Values inside values are followed this deep.
const DEPTH: usize = 64;

impl Session<'_> {
    /// The values of an upgrade: those given, and of the base's as many as the flags keep.
    pub fn values_of_upgrade(&self, current: &Release, given: Value, flags: &Flags) -> Value {
        let keeps = flags.reuse.reuse || flags.reuse.reset_then_reuse;
        let none_given = given.as_object().is_none_or(Map::is_empty);
        if flags.reuse.reset {
            return given;
        }
        if keeps {
            return over(given, &current.config, DEPTH);
        }
        if none_given { Value::clone(&current.config) } else { given }
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
