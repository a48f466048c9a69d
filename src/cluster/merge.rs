//! JSON merge patches (RFC 7386).

use serde_json::{Map, Value};

/// Applies a JSON merge patch to `target`.
pub fn json_merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(target) = target.as_object_mut() else { return };
    for (key, value) in patch {
        if value.is_null() {
            target.shift_remove(key);
        } else {
            json_merge(target.entry(key.as_str()).or_insert(Value::Null), value);
        }
    }
}
