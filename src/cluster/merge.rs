//! JSON merge patches (RFC 7386): applying them and making them.

use serde_json::{Map, Value};

type Object = Map<String, Value>;

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

/// The JSON merge patch from `original` to `modified`; `{}` where they are the same.
#[must_use]
pub fn two_way_merge(original: &Value, modified: &Value) -> Value {
    Value::Object(difference(original.as_object(), modified.as_object()))
}

/// The JSON merge patch that brings what differs between `current` and `modified` and takes away what `original`
/// had and `modified` has not: what others put into `current` stays.
#[must_use]
pub fn three_way_merge(original: &Value, modified: &Value, current: &Value) -> Value {
    let mut patch = filter(&difference(original.as_object(), modified.as_object()), true);
    let changes = filter(&difference(current.as_object(), modified.as_object()), false);
    combine(&mut patch, &changes);
    Value::Object(patch)
}

fn difference(original: Option<&Object>, modified: Option<&Object>) -> Object {
    let mut patch = Map::new();
    for (key, new) in modified.into_iter().flatten() {
        match (original.and_then(|original| original.get(key)), new) {
            (Some(Value::Object(old)), Value::Object(new)) => {
                let inner = difference(Some(old), Some(new));
                if !inner.is_empty() {
                    patch.insert(key.clone(), Value::Object(inner));
                }
            }
            (Some(old), new) if old == new => {}
            _ => drop(patch.insert(key.clone(), new.clone())),
        }
    }
    for key in original.into_iter().flat_map(Map::keys) {
        if !modified.is_some_and(|modified| modified.contains_key(key)) {
            patch.insert(key.clone(), Value::Null);
        }
    }
    patch
}

/// The deletions of a patch (`nulls`), or all the rest of it.
fn filter(patch: &Object, nulls: bool) -> Object {
    let mut kept = Map::new();
    for (key, value) in patch {
        let value = match value {
            Value::Object(inner) if !inner.is_empty() => {
                let inner = filter(inner, nulls);
                if inner.is_empty() {
                    continue;
                }
                Value::Object(inner)
            }
            value if value.is_null() == nulls => value.clone(),
            _ => continue,
        };
        kept.insert(key.clone(), value);
    }
    kept
}

/// Adds one patch to another: nulls stay, since they delete.
fn combine(patch: &mut Object, more: &Object) {
    for (key, value) in more {
        match (patch.get_mut(key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => combine(old, new),
            _ => drop(patch.insert(key.clone(), value.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn patched(target: &Value, patch: &Value) -> Value {
        let mut target = target.clone();
        json_merge(&mut target, patch);
        target
    }

    #[test]
    fn the_examples_of_the_standard() {
        // RFC 7386, appendix A.
        let table = [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "b"}), json!(["c"]), json!(["c"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ];
        for (target, patch, result) in table {
            assert_eq!(patched(&target, &patch), result, "{target} {patch}");
        }
    }

    #[test]
    fn three_ways_leave_alone_what_others_put_there() {
        let original = json!({"spec": {"a": 1, "old": 1}});
        let modified = json!({"spec": {"a": 2}});
        let current = json!({"spec": {"a": 1, "old": 1, "theirs": 1}, "status": {"x": 1}});
        let patch = three_way_merge(&original, &modified, &current);
        assert_eq!(patch, json!({"spec": {"old": null, "a": 2}}));
        assert_eq!(patched(&current, &patch), json!({"spec": {"a": 2, "theirs": 1}, "status": {"x": 1}}));
        assert_eq!(three_way_merge(&original, &original, &current), json!({}));
    }

    /// Objects without nulls, which a merge patch cannot put anywhere.
    fn object() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![(0..3_i64).prop_map(Value::from), "[ab]{0,2}".prop_map(Value::from)];
        let value = leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[abc]", inner, 0..3)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        });
        prop::collection::btree_map("[abc]", value, 0..4).prop_map(|map| Value::Object(map.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn a_patch_brings_the_modified(original in object(), modified in object()) {
            let patch = two_way_merge(&original, &modified);
            prop_assert_eq!(patched(&original, &patch), modified.clone());
            prop_assert_eq!(patch == json!({}), original == modified);
        }

        #[test]
        fn a_second_time_changes_nothing(target in object(), patch in object()) {
            let once = patched(&target, &patch);
            prop_assert_eq!(patched(&once, &patch), once);
        }

        #[test]
        fn without_drift_three_ways_are_two(original in object(), modified in object()) {
            let patch = three_way_merge(&original, &modified, &original);
            prop_assert_eq!(patched(&original, &patch), modified);
        }
    }
}
