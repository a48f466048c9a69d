//! Making strategic merge patches, as kubectl and Helm do before they send them.

use serde_json::{Map, Value, json};

use super::schema::Place;
use super::strategic::{DELETE_FROM, ELEMENT_ORDER, Onto, PATCH, RETAIN_KEYS, merge_maps, merge_value, sorted};
use crate::text::{sort, sort_by};

type Object = Map<String, Value>;

/// What a difference leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    /// Deletions.
    Changes,
    /// All but deletions.
    Deletions,
}

/// The strategic merge patch that brings what differs between `current` and `modified` and takes away what
/// `original` had and `modified` has not: what others put into `current` stays. `{}` for no change.
///
/// # Errors
/// List items without their merge key, in the words of apimachinery.
pub(super) fn three_way(
    place: Place<'_>,
    original: &Value,
    modified: &Value,
    current: &Value,
) -> Result<Value, String> {
    let empty = Map::new();
    let [original, modified, current] = [original, modified, current].map(|value| value.as_object().unwrap_or(&empty));
    let changes = maps(place, current, modified, Only::Changes, false)?;
    let deletions = maps(place, original, modified, Only::Deletions, false)?;
    merge_maps(place, deletions, changes, Onto::Patch).map(Value::Object)
}

fn maps(place: Place<'_>, original: &Object, modified: &Object, only: Only, retain: bool) -> Result<Object, String> {
    let mut patch = Map::new();
    for (key, new) in modified {
        let Some(old) = original.get(key) else {
            if only == Only::Changes {
                patch.insert(key.clone(), new.clone());
            }
            continue;
        };
        let below = place.key(key);
        match (old, new) {
            (Value::Object(_), Value::Object(_)) if place.patch(key).is_some_and(|patch| patch.replaced) => {
                if only == Only::Changes {
                    patch.insert(key.clone(), new.clone());
                }
            }
            (Value::Object(old_map), Value::Object(new_map)) => {
                let Some(below) = below else {
                    if old == new {
                        continue;
                    }
                    return Err(unknown_field(place, key));
                };
                let retain = place.patch(key).is_some_and(|patch| patch.retain_keys);
                let inner = maps(below, old_map, new_map, only, retain)?;
                if !inner.is_empty() {
                    patch.insert(key.clone(), Value::Object(inner));
                }
            }
            (Value::Array(old_items), Value::Array(new_items)) => {
                let Some(below) = below else {
                    if old == new {
                        continue;
                    }
                    return Err(unknown_field(place, key));
                };
                let strategy = place.patch(key).cloned().unwrap_or_default();
                match strategy.merge.as_deref() {
                    Some("") => plain_lists(key, old_items, new_items, only, &mut patch),
                    Some(merge_key) => {
                        let place = ListPlace { item: below.item(), merge_key, retain: strategy.retain_keys };
                        lists(place, key, old_items, new_items, only, &mut patch)?;
                    }
                    None => replace(key, old, new, only, &mut patch),
                }
            }
            _ => replace(key, old, new, only, &mut patch),
        }
    }
    if only == Only::Deletions {
        for key in original.keys().filter(|key| !modified.contains_key(*key)) {
            patch.insert(key.clone(), Value::Null);
        }
    }
    let more_in_original = || original.iter().any(|(key, value)| !value.is_null() && !modified.contains_key(key));
    if retain && (!patch.is_empty() || more_in_original()) {
        let mut kept: Vec<&String> =
            modified.iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key).collect();
        sort(&mut kept);
        if !kept.is_empty() {
            patch.insert(RETAIN_KEYS.to_owned(), json!(kept));
        }
    }
    Ok(patch)
}

fn unknown_field(place: Place<'_>, key: &str) -> String {
    let name = place.of_type().map(|(own, _)| own.name.as_str()).unwrap_or_default();
    format!("unable to find api field in struct {name} for the json field {key:?}")
}

fn replace(key: &str, old: &Value, new: &Value, only: Only, patch: &mut Object) {
    if only == Only::Changes && old != new {
        patch.insert(key.to_owned(), new.clone());
    }
}

/// A list merged as a set of plain values.
fn plain_lists(key: &str, old: &[Value], new: &[Value], only: Only, patch: &mut Object) {
    if old.is_empty() {
        if only == Only::Changes && !new.is_empty() {
            patch.insert(key.to_owned(), json!(new));
        }
        return;
    }
    let missing = |from: &[Value], other: &[Value]| -> Vec<Value> {
        from.iter().filter(|item| !other.contains(item)).cloned().collect()
    };
    let (added, deleted) = match only {
        Only::Changes => (missing(new, old), Vec::new()),
        Only::Deletions => (Vec::new(), missing(old, new)),
    };
    let ordered = !deleted.is_empty() || (only == Only::Changes && old != new);
    if !added.is_empty() {
        patch.insert(key.to_owned(), json!(added));
    }
    if !deleted.is_empty() {
        patch.insert(format!("{DELETE_FROM}{key}"), json!(deleted));
    }
    if ordered && !new.is_empty() {
        patch.insert(format!("{ELEMENT_ORDER}{key}"), json!(new));
    }
}

/// Where the items of a list stand that is merged by key.
#[derive(Clone, Copy)]
struct ListPlace<'a> {
    item: Place<'a>,
    merge_key: &'a str,
    retain: bool,
}

fn lists(
    place: ListPlace<'_>,
    key: &str,
    old: &[Value],
    new: &[Value],
    only: Only,
    patch: &mut Object,
) -> Result<(), String> {
    if old.is_empty() {
        if only == Only::Changes && !new.is_empty() {
            patch.insert(key.to_owned(), json!(new));
        }
        return Ok(());
    }
    let merge_key = place.merge_key;
    let (by_key_old, by_key_new) = (by_key(old, merge_key)?, by_key(new, merge_key)?);
    let (mut left, mut right) = (by_key_old.iter().peekable(), by_key_new.iter().peekable());
    let (mut changed, mut deleted) = (Vec::new(), Vec::new());
    loop {
        match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some((l, old)), Some((r, new))) if l == r => {
                let (Some(old), Some(new_map)) = (old.as_object(), new.as_object()) else { break };
                let mut inner = maps(place.item, old, new_map, only, place.retain)?;
                if !inner.is_empty() {
                    inner.insert(merge_key.to_owned(), merge_value(new, merge_key)?.clone());
                    changed.push(Value::Object(inner));
                }
                left.next();
                right.next();
            }
            (Some((l, _)), Some((r, new))) if l > r => {
                changed.extend((only == Only::Changes).then(|| Value::clone(new)));
                right.next();
            }
            (None, Some((_, new))) => {
                changed.extend((only == Only::Changes).then(|| Value::clone(new)));
                right.next();
            }
            (Some((_, old)), _) => {
                if only == Only::Deletions {
                    deleted.push(json!({merge_key: merge_value(old, merge_key)?, PATCH: "delete"}));
                }
                left.next();
            }
        }
    }
    let mut list = sorted(changed, new, merge_key);
    list.extend(deleted);
    let same_order =
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.get(merge_key) == new.get(merge_key));
    let ordered = !list.is_empty() || (only == Only::Changes && !same_order);
    if !list.is_empty() {
        patch.insert(key.to_owned(), Value::Array(list));
    }
    if ordered && !new.is_empty() {
        let order: Vec<Value> = new.iter().map(|item| json!({merge_key: item.get(merge_key)})).collect();
        patch.insert(format!("{ELEMENT_ORDER}{key}"), Value::Array(order));
    }
    Ok(())
}

/// Items by their merge key's text, sorted by it.
fn by_key<'v>(items: &'v [Value], merge_key: &str) -> Result<Vec<(String, &'v Value)>, String> {
    let mut items: Vec<(String, &Value)> = items
        .iter()
        .map(|item| Ok((super::words::go_value(merge_value(item, merge_key)?), item)))
        .collect::<Result<_, String>>()?;
    sort_by(&mut items, |a, b| a.0.cmp(&b.0));
    Ok(items)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::schema::{Root, Schema};
    use super::super::strategic::strategic_merge;
    use super::super::{three_way_merge, two_way_merge};
    use super::*;

    fn pod(spec: Value) -> Value {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec})
    }

    fn root() -> Root {
        Root::built_in(&Arc::new(Schema::built_in()), "Pod", "v1")
    }

    fn patch(original: &Value, modified: &Value, current: &Value) -> Value {
        three_way(root().place(), original, modified, current).unwrap()
    }

    #[test]
    fn containers_merge_by_name_and_keep_their_order() {
        let original = pod(json!({"containers": [{"name": "a", "image": "x"}, {"name": "b", "image": "x"}]}));
        let modified = pod(json!({"containers": [{"name": "b", "image": "y"}, {"name": "c", "image": "x"}]}));
        let current = pod(json!({"containers": [
            {"name": "a", "image": "x"}, {"name": "side", "image": "s"}, {"name": "b", "image": "x", "tty": true},
        ]}));
        let patch = patch(&original, &modified, &current);
        assert_eq!(
            patch,
            json!({"spec": {
                "$setElementOrder/containers": [{"name": "b"}, {"name": "c"}],
                "containers": [{"name": "b", "image": "y"}, {"name": "c", "image": "x"}, {"name": "a", "$patch": "delete"}],
            }})
        );
        let live = strategic_merge(root().place(), &current, &patch).unwrap();
        assert_eq!(
            live["spec"]["containers"],
            json!([{"name": "side", "image": "s"}, {"name": "b", "image": "y", "tty": true}, {"name": "c", "image": "x"}])
        );
    }

    #[test]
    fn sets_of_plain_values_and_kept_keys() {
        let with = |finalizers: Value, volumes: Value| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"finalizers": finalizers}, "spec": {"volumes": volumes}});
        let original = with(json!(["a", "b"]), json!([{"name": "v", "emptyDir": {}}]));
        let modified = with(json!(["b", "c"]), json!([{"name": "v", "configMap": {"name": "m"}}]));
        let current = with(json!(["a", "b", "theirs"]), json!([{"name": "v", "emptyDir": {}}]));
        let patch = patch(&original, &modified, &current);
        assert_eq!(patch["metadata"]["$deleteFromPrimitiveList/finalizers"], json!(["a"]));
        assert_eq!(patch["spec"]["volumes"][0]["$retainKeys"], json!(["configMap", "name"]));
        let live = strategic_merge(root().place(), &current, &patch).unwrap();
        assert_eq!(live["metadata"]["finalizers"], json!(["b", "c", "theirs"]));
        assert_eq!(live["spec"]["volumes"], json!([{"name": "v", "configMap": {"name": "m"}}]));
    }

    #[test]
    fn what_cannot_be_merged_says_so() {
        let nameless = pod(json!({"containers": [{"image": "x"}]}));
        let named = pod(json!({"containers": [{"name": "x"}]}));
        let error = three_way(root().place(), &named, &nameless, &named).unwrap_err();
        assert_eq!(error, "map: map[image:x] does not contain declared merge key: name");
    }

    /// `patches.jsonl` has what the Go libraries make of objects as they were sent, are to be and are
    /// (`tests/cluster/patches.go`).
    #[test]
    fn patches_are_those_of_the_go_libraries() {
        let schema = Arc::new(Schema::built_in());
        let recorded = include_str!("../../tests/cluster/patches.jsonl");
        assert!(recorded.lines().count() > 50);
        for line in recorded.lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let [original, modified, current] = ["original", "modified", "current"].map(|name| &case[name]);
            let root = Root::built_in(&schema, modified["kind"].as_str().unwrap(), "v1");
            assert_eq!(three_way(root.place(), original, modified, current).unwrap(), case["patch"], "{line}");
            assert_eq!(strategic_merge(root.place(), current, &case["patch"]).unwrap(), case["patched"], "{line}");
            assert_eq!(two_way_merge(original, modified), case["two_way"], "{line}");
            assert_eq!(three_way_merge(original, modified, current), case["three_way"], "{line}");
        }
    }

    fn containers() -> impl Strategy<Value = Value> {
        let env = prop::collection::btree_map("[XY]", "[12]", 0..3).prop_map(|env| {
            json!(env.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect::<Vec<_>>())
        });
        let one = ("[ij]", env).prop_map(|(image, env)| json!({"image": image, "env": env}));
        let named = prop::collection::btree_map("[abc]", one, 1..4).prop_map(|containers| {
            containers
                .into_iter()
                .map(|(name, mut container)| {
                    container["name"] = json!(name);
                    container
                })
                .collect::<Vec<_>>()
        });
        let labels = prop::collection::btree_map("[ab]", "[xy]", 0..3);
        (named.prop_shuffle(), labels).prop_map(|(containers, labels)| {
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": labels}, "spec": {"containers": containers}})
        })
    }

    /// Values alone, in whatever order.
    fn sorted_lists(value: &Value) -> Value {
        match value {
            Value::Array(items) => {
                let mut items: Vec<Value> = items.iter().map(sorted_lists).collect();
                items.sort_by_key(ToString::to_string);
                Value::Array(items)
            }
            Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), sorted_lists(v))).collect()),
            plain => plain.clone(),
        }
    }

    #[test]
    fn without_drift_the_patch_brings_the_modified() {
        let root = root();
        proptest!(|(original in containers(), modified in containers())| {
            let patch = three_way(root.place(), &original, &modified, &original).unwrap();
            let live = strategic_merge(root.place(), &original, &patch).unwrap();
            prop_assert_eq!(&live["spec"], &modified["spec"]);
            prop_assert_eq!(sorted_lists(&live), sorted_lists(&modified));
        });
    }

    #[test]
    fn no_change_makes_no_patch() {
        let root = root();
        proptest!(|(original in containers(), current in containers())| {
            prop_assert_eq!(three_way(root.place(), &original, &original, &original).unwrap(), json!({}));
            let patch = three_way(root.place(), &original, &current, &current).unwrap();
            let live = strategic_merge(root.place(), &current, &patch).unwrap();
            prop_assert_eq!(live, current);
        });
    }
}
