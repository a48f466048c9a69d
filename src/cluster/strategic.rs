//! Applying strategic merge patches: lists merge by key, and directives say what a plain patch cannot.

use serde_json::{Map, Value};

use super::schema::Place;
use super::words::go_value;
use crate::text::sort_by_key;

type Object = Map<String, Value>;

pub(super) const PATCH: &str = "$patch";
pub(super) const RETAIN_KEYS: &str = "$retainKeys";
pub(super) const ELEMENT_ORDER: &str = "$setElementOrder/";
pub(super) const DELETE_FROM: &str = "$deleteFromPrimitiveList/";

/// What a patch is merged into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Onto {
    /// An object: directives are carried out and leave no trace.
    Object,
    /// Another patch: directives and nulls stay.
    Patch,
}

/// Applies a strategic merge patch to an object.
///
/// # Errors
/// Why the patch makes no sense, in the words of apimachinery.
pub(super) fn strategic_merge(place: Place<'_>, object: &Value, patch: &Value) -> Result<Value, String> {
    let patch = patch.as_object().cloned().unwrap_or_default();
    merge_maps(place, object.as_object().cloned().unwrap_or_default(), patch, Onto::Object).map(Value::Object)
}

/// Merges `patch` into `original`.
pub(super) fn merge_maps(
    place: Place<'_>,
    mut original: Object,
    mut patch: Object,
    onto: Onto,
) -> Result<Object, String> {
    if let Some(directive) = patch.shift_remove(PATCH) {
        return match directive.as_str() {
            Some("replace") => Ok(patch),
            Some("delete") => Ok(Map::new()),
            _ => {
                Err(format!("unknown patch type: {} in map: {}", go_value(&directive), go_value(&Value::Object(patch))))
            }
        };
    }
    retain_keys(&mut original, &mut patch, onto)?;
    let ordered: Vec<String> = patch.keys().filter(|key| key.starts_with(ELEMENT_ORDER)).cloned().collect();
    for directive in ordered {
        merge_ordered(place, &mut original, &mut patch, &directive, onto)?;
    }
    for (key, value) in patch {
        match key.strip_prefix(DELETE_FROM) {
            Some(_) if onto == Onto::Patch => drop(original.insert(key, value)),
            Some(list) => delete_from(&mut original, list, &value),
            None => merge_key(place, &mut original, key, value, onto)?,
        }
    }
    Ok(original)
}

fn merge_key(place: Place<'_>, original: &mut Object, key: String, value: Value, onto: Onto) -> Result<(), String> {
    if value.is_null() {
        original.shift_remove(&key);
        if onto == Onto::Patch {
            original.insert(key, Value::Null);
        }
        return Ok(());
    }
    let below = place.key(&key).unwrap_or(place);
    let strategy = place.patch(&key).and_then(|patch| patch.merge.as_deref());
    let replaced = place.patch(&key).is_some_and(|patch| patch.replaced);
    let merged = match (original.get_mut(&key).map(Value::take), value) {
        (Some(Value::Object(old)), Value::Object(new)) if !replaced => {
            Some(Value::Object(merge_maps(below, old, new, onto)?))
        }
        (Some(Value::Array(old)), Value::Array(new)) => Some(Value::Array(match strategy {
            Some(merge_key) => merge_lists(below.item(), old, new, merge_key, onto)?,
            None => new,
        })),
        (_, new) => without_directives(if onto == Onto::Object { without_nulls(new) } else { new }),
    };
    match merged {
        Some(merged) => drop(original.insert(key, merged)),
        None => drop(original.shift_remove(&key)),
    }
    Ok(())
}

/// Clears what `$retainKeys` does not name.
fn retain_keys(original: &mut Object, patch: &mut Object, onto: Onto) -> Result<(), String> {
    let Some(directive) = patch.shift_remove(RETAIN_KEYS) else { return Ok(()) };
    if onto == Onto::Patch {
        original.entry(RETAIN_KEYS).or_insert(directive);
        return Ok(());
    }
    let bad = "patch format is incorrect for retainKeys: all fields of the patch must be in the list";
    let Value::Array(kept) = &directive else { return Err(bad.to_owned()) };
    let named = |key: &str| kept.iter().any(|name| name == key);
    let stray = patch.iter().find(|(key, value)| {
        !value.is_null() && !key.starts_with(DELETE_FROM) && !key.starts_with(ELEMENT_ORDER) && !named(key)
    });
    if stray.is_some() {
        return Err(bad.to_owned());
    }
    original.retain(|key, _| named(key));
    Ok(())
}

fn delete_from(original: &mut Object, list: &str, gone: &Value) {
    if let (Some(Value::Array(items)), Value::Array(gone)) = (original.get_mut(list), gone) {
        items.retain(|item| !gone.contains(item));
    }
}

/// Merges a list for which the patch says the order (`$setElementOrder/list`).
fn merge_ordered(
    place: Place<'_>,
    original: &mut Object,
    patch: &mut Object,
    directive: &str,
    onto: Onto,
) -> Result<(), String> {
    let Some(Value::Array(order)) = patch.shift_remove(directive) else { return Ok(()) };
    if onto == Onto::Patch {
        original.entry(directive).or_insert_with(|| Value::Array(order.clone()));
    }
    let key = directive.strip_prefix(ELEMENT_ORDER).unwrap_or(directive);
    let merge_key = place.patch(key).and_then(|patch| patch.merge.as_deref()).unwrap_or_default();
    let live = original.get(key).and_then(Value::as_array).cloned();
    let change = match patch.shift_remove(key) {
        Some(Value::Array(change)) => Some(change),
        Some(other) => {
            patch.insert(key.to_owned(), other);
            None
        }
        None => None,
    };
    let item = place.key(key).unwrap_or(place).item();
    let merged = match (&live, change) {
        (None, None) => return Ok(()),
        (Some(live), None) => live.clone(),
        (None, Some(change)) => change.into_iter().filter_map(without_directives).collect(),
        (Some(live), Some(change)) => merge_lists(item, live.clone(), change, merge_key, onto)?,
    };
    let sorted = by_order(merged, &order, live.as_deref().unwrap_or_default(), merge_key);
    original.insert(key.to_owned(), Value::Array(sorted));
    Ok(())
}

/// Merges lists by `merge_key`, as sets of plain values for the empty key.
fn merge_lists(
    place: Place<'_>,
    mut original: Vec<Value>,
    patch: Vec<Value>,
    merge_key: &str,
    onto: Onto,
) -> Result<Vec<Value>, String> {
    if merge_key.is_empty() {
        let mut merged = original.clone();
        for item in &patch {
            if !merged.contains(item) {
                merged.push(item.clone());
            }
        }
        return Ok(by_order(merged, &patch, &original, merge_key));
    }
    let server = original.clone();
    let replace = patch.iter().any(|item| item.get(PATCH).is_some_and(|directive| directive == "replace"));
    let mut plain = Vec::with_capacity(patch.len());
    for item in patch {
        let Some(directive) = item.get(PATCH) else {
            plain.push(item);
            continue;
        };
        if directive == "delete" {
            let key = merge_value(&item, merge_key)?;
            original.retain(|old| old.get(merge_key) != Some(key));
        }
    }
    if replace {
        return Ok(plain);
    }
    let mut merged = original;
    for item in &plain {
        let key = merge_value(item, merge_key)?;
        match merged.iter_mut().find(|old| old.get(merge_key) == Some(key)) {
            Some(old) => {
                let (below, change) = (object(old.take()), object(item.clone()));
                *old = Value::Object(merge_maps(place, below, change, onto)?);
            }
            None => merged.push(item.clone()),
        }
    }
    Ok(by_order(merged, &plain, &server, merge_key))
}

fn object(value: Value) -> Object {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The value of an item's merge key.
pub(super) fn merge_value<'v>(item: &'v Value, merge_key: &str) -> Result<&'v Value, String> {
    item.get(merge_key)
        .ok_or_else(|| format!("map: {} does not contain declared merge key: {merge_key}", go_value(item)))
}

/// Puts the items that `order` names in that order, and the others where `server` had them among those.
fn by_order(items: Vec<Value>, order: &[Value], server: &[Value], merge_key: &str) -> Vec<Value> {
    let (named, mut others): (Vec<Value>, Vec<Value>) =
        items.into_iter().partition(|item| place_in(order, item, merge_key).is_some());
    let mut named = sorted(named, order, merge_key).into_iter().peekable();
    others = sorted(others, server, merge_key);
    let mut others = others.into_iter().peekable();
    let mut all = Vec::new();
    loop {
        let earlier = match (others.peek(), named.peek()) {
            (None, None) => return all,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(other), Some(named)) => {
                match (place_in(server, other, merge_key), place_in(server, named, merge_key)) {
                    (Some(other), Some(named)) => other < named,
                    _ => false,
                }
            }
        };
        all.extend(if earlier { others.next() } else { named.next() });
    }
}

/// Sorts items as `order` has them; those to be deleted come last.
pub(super) fn sorted(items: Vec<Value>, order: &[Value], merge_key: &str) -> Vec<Value> {
    let (deleted, mut kept): (Vec<Value>, Vec<Value>) =
        items.into_iter().partition(|item| item.get(PATCH).is_some_and(|directive| directive == "delete"));
    sort_by_key(&mut kept, |item| place_in(order, item, merge_key));
    kept.extend(deleted);
    kept
}

fn place_in(list: &[Value], item: &Value, merge_key: &str) -> Option<usize> {
    list.iter().position(|other| match merge_key {
        "" => other == item,
        key => other.get(key) == item.get(key),
    })
}

/// A value that is new to the object: its directives have nothing to act on.
fn without_directives(value: Value) -> Option<Value> {
    match value {
        Value::Object(map) if map.contains_key(PATCH) => None,
        Value::Object(map) => {
            let kept = map.into_iter().filter_map(|(key, value)| Some((key, without_directives(value)?)));
            Some(Value::Object(kept.collect()))
        }
        Value::Array(items) => Some(Value::Array(items.into_iter().filter_map(without_directives).collect())),
        plain => Some(plain),
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        plain => plain,
    }
}
