//! Walking values by their schema, as structured-merge-diff does for server-side apply.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::fields::{FieldSet, Plain, Step};
use super::schema::{Place, Relation, Shape};
use crate::text::{filled, sort};

/// What a value is to server-side apply.
pub(super) enum Form<'v> {
    /// One value.
    Leaf,
    /// Its keys belong to whoever set them.
    Map(Option<&'v Map<String, Value>>),
    /// Its items belong to whoever set them.
    List(Option<&'v Vec<Value>>, &'v Relation),
}

/// The form of a value at a place; `null` counts as an empty map or list where one belongs.
pub(super) fn form<'v>(place: Place<'v>, value: &'v Value) -> Form<'v> {
    match place.shape {
        Shape::Map { atomic: false, .. } => Form::Map(value.as_object()),
        Shape::Struct(_) | Shape::BuiltIn(_) if place.of_type().is_some_and(|(own, _)| !own.atomic) => {
            Form::Map(value.as_object())
        }
        Shape::Any if value.is_object() => Form::Map(value.as_object()),
        Shape::List { relation, .. } if *relation != Relation::Atomic => Form::List(value.as_array(), relation),
        _ => Form::Leaf,
    }
}

/// The value that a key has where an item leaves it out; only built-in kinds have such defaults.
fn key_default(place: Place<'_>, key: &str) -> Option<Plain> {
    if !place.is_built_in() {
        return None;
    }
    match place.key(key)?.shape {
        _ if key == "protocol" => Some(Plain::Text("TCP".to_owned())),
        Shape::Text => Some(Plain::Text(String::new())),
        Shape::Int32 | Shape::Int64 => Some(Plain::Number(0)),
        _ => None,
    }
}

/// What tells an item of a list apart; an error for an item that cannot be told apart.
pub(super) fn item_step(place: Place<'_>, relation: &Relation, item: &Value) -> Result<Step, String> {
    let Relation::Keys(keys) = relation else {
        return match item {
            Value::Object(_) => Err("associative list without keys has an element that's a map type".to_owned()),
            Value::Array(_) => Err("not supported: associative list with lists as elements".to_owned()),
            Value::Null => Err("associative list without keys has an element that's an explicit null".to_owned()),
            plain => Plain::of(plain).map(Step::Item).ok_or_else(String::new),
        };
    };
    let map = match item {
        Value::Object(map) => map,
        Value::Null => return Err("associative list with keys may not have a null element".to_owned()),
        _ => return Err("associative list with keys may not have non-map elements".to_owned()),
    };
    let mut found: Vec<(String, Plain)> = keys
        .iter()
        .filter_map(|key| {
            let value = map.get(key).and_then(Plain::of);
            Some((key.clone(), value.or_else(|| key_default(place, key))?))
        })
        .collect();
    if found.is_empty() {
        let names: Vec<String> = keys.iter().map(|key| format!("{key:?}")).collect();
        return Err(format!(
            "associative list with keys has an element that omits all key fields [{}] (and doesn't have default values for any key fields)",
            names.join(" ")
        ));
    }
    sort(&mut found);
    Ok(Step::Keys(found))
}

/// The steps of a list's items; those that cannot be told apart are left out.
fn steps<'v>(place: Place<'_>, relation: &Relation, items: Option<&'v Vec<Value>>) -> Vec<(Step, &'v Value)> {
    items.into_iter().flatten().filter_map(|item| Some((item_step(place, relation, item).ok()?, item))).collect()
}

/// The fields that a value sets.
pub(super) fn field_set(place: Place<'_>, value: &Value) -> FieldSet {
    let mut set = FieldSet::default();
    match form(place, value) {
        Form::Leaf => {}
        Form::Map(map) => {
            for (key, value) in map.into_iter().flatten() {
                let below = place.key(key).unwrap_or(place);
                let whole = value.is_null()
                    || value.as_object().is_some_and(Map::is_empty)
                    || matches!(form(below, value), Form::Leaf)
                    || !place.declares(key);
                let step = Step::Field(key.clone());
                if whole {
                    set.insert(step.clone());
                }
                set.graft(step, field_set(below, value));
            }
        }
        Form::List(items, relation) => {
            let mut seen: BTreeMap<Step, usize> = BTreeMap::new();
            let items = steps(place.item(), relation, items);
            for (step, _) in &items {
                let count = seen.entry(step.clone()).or_default();
                *count = count.saturating_add(1);
            }
            for (step, item) in items {
                set.insert(step.clone());
                if seen.get(&step) == Some(&1) {
                    set.graft(step, field_set(place.item(), item));
                }
            }
        }
    }
    set
}

/// Merges `right` over `left`.
pub(super) fn merge(place: Place<'_>, left: &Value, right: &Value) -> Value {
    match (form(place, left), form(place, right)) {
        (Form::Map(left_map), Form::Map(right_map)) if is_full(left_map) || is_full(right_map) => {
            let mut merged = left_map.cloned().unwrap_or_default();
            for (key, value) in right_map.into_iter().flatten() {
                let below = place.key(key).unwrap_or(place);
                match merged.get_mut(key) {
                    Some(old) => *old = merge(below, old, value),
                    None => drop(merged.insert(key.clone(), value.clone())),
                }
            }
            Value::Object(merged)
        }
        (Form::List(left, relation), Form::List(right, _))
            if left.is_some_and(|l| !l.is_empty()) || right.is_some_and(|r| !r.is_empty()) =>
        {
            Value::Array({
                let (left, right) = (steps(place.item(), relation, left), steps(place.item(), relation, right));
                merge_lists(place, &left, &right)
            })
        }
        _ => right.clone(),
    }
}

fn is_full(map: Option<&Map<String, Value>>) -> bool {
    map.is_some_and(|map| !map.is_empty())
}

/// Items that only one list has keep their place among the others; those that both have come in the order of `right`.
fn merge_lists(place: Place<'_>, left: &[(Step, &Value)], right: &[(Step, &Value)]) -> Vec<Value> {
    let of_left: BTreeMap<&Step, &Value> = filled(left.iter().map(|(step, item)| (step, *item)));
    let of_right: BTreeMap<&Step, &Value> = filled(right.iter().map(|(step, item)| (step, *item)));
    let mut shared = right.iter().map(|(step, _)| step).filter(|step| of_left.contains_key(step)).peekable();
    let merged = |step: &Step, item: &Value| match of_left.get(step) {
        Some(old) => merge(place.item(), old, item),
        None => item.clone(),
    };
    let mut out = Vec::with_capacity(left.len().max(right.len()));
    let mut left = left.iter().peekable();
    let mut right = right.iter().peekable();
    loop {
        match (left.peek(), right.peek()) {
            (None, None) => return out,
            (Some((l, _)), Some((r, item))) if l == r => {
                out.push(merged(r, item));
                shared.next();
                left.next();
                right.next();
            }
            // Both have it, but it is not its turn: it comes when `right` gets there.
            (Some((l, _)), Some(_)) if of_right.contains_key(l) && shared.peek().is_some_and(|next| *next != l) => {
                left.next();
            }
            (Some((l, item)), _) if !of_right.contains_key(l) => {
                out.push(Value::clone(item));
                left.next();
            }
            (Some(_), None) => {
                left.next();
            }
            (_, Some((r, item))) => {
                if shared.peek().is_some_and(|next| *next == r) {
                    shared.next();
                }
                out.push(merged(r, item));
                right.next();
            }
        }
    }
}

/// How two values differ.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Fields that only the first has.
    pub removed: FieldSet,
    /// Fields that both have, with different values.
    pub modified: FieldSet,
    /// Fields that only the second has.
    pub added: FieldSet,
}

impl Comparison {
    fn graft(&mut self, step: &Step, below: Comparison) {
        self.removed.graft(step.clone(), below.removed);
        self.modified.graft(step.clone(), below.modified);
        self.added.graft(step.clone(), below.added);
    }
}

/// Compares two values.
pub(super) fn compare(place: Place<'_>, left: &Value, right: &Value) -> Comparison {
    let mut comparison = Comparison::default();
    if left == right {
        return comparison;
    }
    match (form(place, left), form(place, right)) {
        (Form::Map(left), Form::Map(right)) => {
            let keys = left.into_iter().flatten().map(|(key, value)| (key, Some(value)));
            for (key, old) in keys {
                let new = right.and_then(|right| right.get(key));
                compare_child(place.key(key).unwrap_or(place), Step::Field(key.clone()), old, new, &mut comparison);
            }
            for (key, new) in right.into_iter().flatten() {
                if !left.is_some_and(|left| left.contains_key(key)) {
                    let below = place.key(key).unwrap_or(place);
                    compare_child(below, Step::Field(key.clone()), None, Some(new), &mut comparison);
                }
            }
        }
        (Form::List(left, relation), Form::List(right, _)) => {
            let (left, right) = (grouped(place.item(), relation, left), grouped(place.item(), relation, right));
            let mut all: Vec<&Step> = left.keys().chain(right.keys()).collect();
            sort(&mut all);
            all.dedup();
            for step in all {
                let (old, new) =
                    (left.get(step).map_or(&[][..], Vec::as_slice), right.get(step).map_or(&[][..], Vec::as_slice));
                compare_items(place.item(), step, old, new, &mut comparison);
            }
        }
        _ => {}
    }
    comparison
}

fn grouped<'v>(place: Place<'_>, relation: &Relation, items: Option<&'v Vec<Value>>) -> BTreeMap<Step, Vec<&'v Value>> {
    let mut groups: BTreeMap<Step, Vec<&Value>> = BTreeMap::new();
    for item in items.into_iter().flatten() {
        if let Ok(step) = item_step(place, relation, item) {
            groups.entry(step).or_default().push(item);
        }
    }
    groups
}

/// Items with the same step; where there are several they are compared as one value.
fn compare_items(place: Place<'_>, step: &Step, old: &[&Value], new: &[&Value], comparison: &mut Comparison) {
    match (old, new) {
        ([] | [_], [] | [_]) => {
            compare_child(place, step.clone(), old.first().copied(), new.first().copied(), comparison);
        }
        ([_, _, ..], [_, _, ..]) => {
            if old != new {
                comparison.modified.insert(step.clone());
            }
        }
        ([_, _, ..], _) => {
            compare_child(place, step.clone(), None, new.first().copied(), comparison);
            comparison.removed.insert(step.clone());
        }
        _ => {
            compare_child(place, step.clone(), old.first().copied(), None, comparison);
            comparison.added.insert(step.clone());
        }
    }
}

fn compare_child(place: Place<'_>, step: Step, old: Option<&Value>, new: Option<&Value>, comparison: &mut Comparison) {
    match (old, new) {
        (None, None) => {}
        (Some(old), Some(new)) => {
            if old == new {
                return;
            }
            let whole = match (form(place, old), form(place, new)) {
                (Form::Map(old), Form::Map(new)) => !is_full(old) && !is_full(new),
                (Form::List(old, _), Form::List(new, _)) => {
                    old.is_none_or(Vec::is_empty) && new.is_none_or(Vec::is_empty)
                }
                _ => true,
            };
            if whole {
                comparison.modified.insert(step);
            } else {
                comparison.graft(&step, compare(place, old, new));
            }
        }
        (None, Some(new)) => {
            comparison.added.insert(step.clone());
            comparison.added.graft(step, every_field(place, new));
        }
        (Some(old), None) => {
            comparison.removed.insert(step.clone());
            comparison.removed.graft(step, every_field(place, old));
        }
    }
}

/// All fields of a value, those between included.
fn every_field(place: Place<'_>, value: &Value) -> FieldSet {
    let mut set = FieldSet::default();
    match form(place, value) {
        Form::Leaf => {}
        Form::Map(map) => {
            for (key, value) in map.into_iter().flatten() {
                let step = Step::Field(key.clone());
                set.insert(step.clone());
                set.graft(step, every_field(place.key(key).unwrap_or(place), value));
            }
        }
        Form::List(items, relation) => {
            for (step, item) in steps(place.item(), relation, items) {
                set.insert(step.clone());
                set.graft(step, every_field(place.item(), item));
            }
        }
    }
    set
}

/// The value without the fields of `set`; a map or list of which nothing is left becomes `null`.
pub(super) fn without(place: Place<'_>, value: &Value, set: &FieldSet) -> Value {
    match form(place, value) {
        Form::Map(Some(map)) if !map.is_empty() => {
            let kept: Map<String, Value> = map
                .iter()
                .filter_map(|(key, value)| {
                    let below = place.key(key).unwrap_or(place);
                    Some((key.clone(), without_step(below, value, set, &Step::Field(key.clone()))?))
                })
                .collect();
            if kept.is_empty() { Value::Null } else { Value::Object(kept) }
        }
        Form::List(Some(items), relation) if !items.is_empty() => {
            let kept: Vec<Value> = steps(place.item(), relation, Some(items))
                .iter()
                .filter_map(|(step, item)| without_step(place.item(), item, set, step))
                .collect();
            if kept.is_empty() { Value::Null } else { Value::Array(kept) }
        }
        _ => value.clone(),
    }
}

fn without_step(place: Place<'_>, value: &Value, set: &FieldSet, step: &Step) -> Option<Value> {
    if set.has(step) {
        return None;
    }
    Some(set.below(step).map_or_else(|| value.clone(), |below| without(place, value, below)))
}

/// Whether `config` names a list or map that is empty where `live` has nothing; items of lists are told apart by their
/// places.
pub(super) fn adds_emptiness(place: Place<'_>, live: &Value, config: &Value) -> bool {
    let below =
        |at: Option<&Value>, place: Place<'_>, value: &Value| adds_emptiness(place, at.unwrap_or(&Value::Null), value);
    match config {
        Value::Object(map) if map.is_empty() => live.is_null() && matches!(place.shape, Shape::Map { .. }),
        Value::Object(map) => {
            map.iter().any(|(key, value)| below(live.get(key), place.key(key).unwrap_or(place), value))
        }
        Value::Array(items) if items.is_empty() => live.is_null() && matches!(place.shape, Shape::List { .. }),
        Value::Array(items) => items.iter().enumerate().any(|(at, item)| below(live.get(at), place.item(), item)),
        _ => false,
    }
}

/// The set and the declared fields on the way to its fields.
pub(super) fn with_named_fields(place: Place<'_>, set: &FieldSet) -> FieldSet {
    let mut named = set.clone();
    for (step, below) in set.children() {
        let inner = match step {
            Step::Field(name) => {
                if place.declares(name) {
                    named.insert(step.clone());
                }
                place.key(name).unwrap_or(place)
            }
            _ => place.item(),
        };
        named.graft(step.clone(), with_named_fields(inner, below));
    }
    named
}
