//! Go's ways of printing values, where the server's messages have them.

use serde_json::Value;

use crate::text::sort_by_key;

/// `%v` of a value decoded from JSON: `map[a:1 b:[x y]]`.
pub(super) fn go_value(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(go_value).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            sort_by_key(&mut keys, |(key, _)| *key);
            let items: Vec<String> = keys.iter().map(|(key, value)| format!("{key}:{}", go_value(value))).collect();
            format!("map[{}]", items.join(" "))
        }
        plain => plain.to_string(),
    }
}
