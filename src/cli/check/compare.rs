//! The first difference between two recordings.

use serde_json::{Map, Value};

/// Where two values differ first, the events of an operation before all else about it.
///
/// `place` is where they stand.
pub(super) fn first_difference(place: &str, ours: &Value, theirs: &Value) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => in_maps(place, ours, theirs),
        (Value::Array(ours), Value::Array(theirs)) => in_lists(place, ours, theirs),
        _ if ours == theirs => None,
        _ => Some(both(place, Some(ours), Some(theirs))),
    }
}

/// A field that is absent is as good as one that is null.
fn in_maps(place: &str, ours: &Map<String, Value>, theirs: &Map<String, Value>) -> Option<String> {
    let mut keys: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
    keys.sort_by_key(|key| (*key != "events", key.as_str()));
    keys.dedup();
    keys.into_iter().find_map(|key| {
        let value = |map: &Map<String, Value>| map.get(key).cloned().unwrap_or_default();
        first_difference(&format!("{place}.{key}"), &value(ours), &value(theirs))
    })
}

/// An event is shown whole: one field of it says little.
fn in_lists(place: &str, ours: &[Value], theirs: &[Value]) -> Option<String> {
    (0..ours.len().max(theirs.len())).find_map(|at| {
        let place_of_item = format!("{place}[{at}]");
        match (ours.get(at), theirs.get(at)) {
            (Some(ours), Some(theirs)) if !place.ends_with(".events") => first_difference(&place_of_item, ours, theirs),
            (ours, theirs) => (ours != theirs).then(|| both(&place_of_item, ours, theirs)),
        }
    })
}

fn both(place: &str, ours: Option<&Value>, theirs: Option<&Value>) -> String {
    let text = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
    format!("  at {}\n{}", place.trim_start_matches('.'), super::both(&text(theirs), &text(ours)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_event_that_differs_is_told_before_all_else() {
        let ours = json!({"after": 1, "events": [{"do": "create"}, {"do": "wait"}], "exit": 0});
        let theirs = json!({"after": 2, "events": [{"do": "create"}, {"do": "delete"}], "exit": 1});
        let found = first_difference("", &ours, &theirs).unwrap();
        assert_eq!(found, "  at events[1]\n    ours   {\"do\":\"wait\"}\n    Helm's {\"do\":\"delete\"}");
    }

    #[test]
    fn what_is_missing_differs_and_what_is_null_does_not() {
        assert_eq!(first_difference("", &json!({"a": null}), &json!({})), None);
        let found = first_difference("", &json!({"a": [1]}), &json!({"a": [1, 2]})).unwrap();
        assert_eq!(found, "  at a[1]\n    ours   nothing\n    Helm's 2");
    }
}
