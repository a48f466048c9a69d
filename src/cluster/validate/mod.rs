//! What the server does not accept, in its own words: the checks that charts run into, not all there are.

mod changes;
mod custom;
mod data;
mod formats;
mod names;
mod pods;
mod services;
mod specs;
mod warnings;

use serde_json::Value;

use super::kinds::Known;
use super::value::{at, list, text};

pub(super) use warnings::warnings;

/// What is wrong with an object that is to be created; empty if nothing is.
pub(super) fn new_object(known: &Known, object: &Value) -> Vec<String> {
    let mut errors = names::metadata(&known.resource, object);
    errors.extend(match &known.schema {
        Some(schema) => custom::check(schema.value(), object),
        None => specs::check(&known.resource, object),
    });
    errors
}

/// What is wrong with a change from `live` to `object`; empty if nothing is.
pub(super) fn changed_object(known: &Known, live: &Value, object: &Value) -> Vec<String> {
    let mut errors = names::labels(object, "metadata");
    errors.extend(match &known.schema {
        Some(schema) => custom::check(schema.value(), object),
        None => changes::check(&known.resource, live, object),
    });
    errors
}

/// A field that must be there.
fn required(path: &str, detail: &str) -> String {
    if detail.is_empty() { format!("{path}: Required value") } else { format!("{path}: Required value: {detail}") }
}

/// A value that is not right.
fn invalid(path: &str, value: &Value, detail: &str) -> String {
    format!("{path}: Invalid value: {value}: {detail}")
}

fn forbidden(path: &str, detail: &str) -> String {
    format!("{path}: Forbidden: {detail}")
}

fn duplicate(path: &str, value: &str) -> String {
    format!("{path}: Duplicate value: {value:?}")
}

fn not_supported(path: &str, value: &Value, supported: &[&str]) -> String {
    let supported: Vec<String> = supported.iter().map(|word| format!("{word:?}")).collect();
    format!("{path}: Unsupported value: {value}: supported values: {}", supported.join(", "))
}

/// Whether a label selector selects what carries `labels`; one that is not there selects nothing.
fn selects(selector: &Value, labels: &Value) -> bool {
    if selector.is_null() {
        return false;
    }
    let matches = at(selector, &["matchLabels"]).as_object().into_iter().flatten();
    let mut matches = matches.map(|(key, wanted)| labels.get(key) == Some(wanted));
    matches.all(|fits| fits) && expressions_select(selector, labels)
}

fn expressions_select(selector: &Value, labels: &Value) -> bool {
    list(selector, &["matchExpressions"]).iter().all(|expression| {
        let found = labels.get(text(expression, &["key"]));
        let listed = found.is_some_and(|value| list(expression, &["values"]).iter().any(|wanted| wanted == value));
        match text(expression, &["operator"]) {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => found.is_some(),
            "DoesNotExist" => found.is_none(),
            _ => true,
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn selectors_select() {
        let labels = json!({"app": "web", "tier": "front"});
        let table = [
            (json!({"matchLabels": {"app": "web"}}), true),
            (json!({"matchLabels": {"app": "api"}}), false),
            (json!({"matchExpressions": [{"key": "tier", "operator": "In", "values": ["front", "back"]}]}), true),
            (json!({"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["front"]}]}), false),
            (json!({"matchExpressions": [{"key": "zone", "operator": "DoesNotExist"}]}), true),
            (json!({"matchExpressions": [{"key": "zone", "operator": "Exists"}]}), false),
            (Value::Null, false),
        ];
        for (selector, selected) in table {
            assert_eq!(selects(&selector, &labels), selected, "{selector}");
        }
    }
}
