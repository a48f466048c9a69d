//! Custom resources against the schema of their CRD.

use serde_json::{Map, Value, json};

use super::super::value::{at, list, text};
use super::{invalid, not_supported, required};

/// How deep a schema is followed.
pub(super) const DEEPEST: usize = 64;

/// What is wrong with a custom resource.
pub(super) fn check(schema: &Value, object: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    visit(schema, object, "", DEEPEST, &mut errors);
    errors
}

fn visit(schema: &Value, value: &Value, path: &str, depth: usize, errors: &mut Vec<String>) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    let wanted = text(schema, &["type"]);
    if value.is_null() || wrong_type(schema, wanted, value, path, errors) {
        return;
    }
    let allowed = list(schema, &["enum"]);
    if !allowed.is_empty() && !allowed.contains(value) {
        let allowed: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
        errors.push(not_supported(path, value, &allowed));
    }
    bounds(schema, value, path, errors);
    match value {
        Value::Object(map) => {
            for name in list(schema, &["required"]).iter().filter_map(Value::as_str) {
                if !map.contains_key(name) {
                    errors.push(required(&joined(path, name), ""));
                }
            }
            properties(schema, map, path, deeper, errors);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(at(schema, &["items"]), item, &format!("{path}[{index}]"), deeper, errors);
            }
        }
        _ => {}
    }
}

fn properties(schema: &Value, map: &Map<String, Value>, path: &str, depth: usize, errors: &mut Vec<String>) {
    for (name, value) in map {
        let declared = at(schema, &["properties", name]);
        let schema = if declared.is_null() { at(schema, &["additionalProperties"]) } else { declared };
        if schema.is_object() && !(path.is_empty() && name == "metadata") {
            visit(schema, value, &joined(path, name), depth, errors);
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn wrong_type(schema: &Value, wanted: &str, value: &Value, path: &str, errors: &mut Vec<String>) -> bool {
    let either = at(schema, &["x-kubernetes-int-or-string"]) == &Value::Bool(true);
    let found = match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Number(number) if number.is_f64() => "number",
        _ => "integer",
    };
    let fits = found == wanted
        || (wanted.is_empty() && !either)
        || (wanted == "number" && found == "integer")
        || (either && matches!(found, "string" | "integer"));
    let wanted = if either { "integer,string" } else { wanted };
    if !fits {
        let detail = format!("{path} in body must be of type {wanted}: {found:?}");
        errors.push(invalid(path, &json!(found), &detail));
    }
    !fits
}

fn bounds(schema: &Value, value: &Value, path: &str, errors: &mut Vec<String>) {
    let Some(number) = value.as_f64() else { return };
    if let Some(least) = at(schema, &["minimum"]).as_f64().filter(|least| number < *least) {
        errors.push(invalid(path, value, &format!("{path} in body should be greater than or equal to {least}")));
    }
    if let Some(most) = at(schema, &["maximum"]).as_f64().filter(|most| number > *most) {
        errors.push(invalid(path, value, &format!("{path} in body should be less than or equal to {most}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_resources_fit_their_schema() {
        let schema = json!({"type": "object", "properties": {"spec": {"type": "object", "required": ["v"], "properties": {
            "v": {"type": "integer", "minimum": 1}, "mode": {"type": "string", "enum": ["a", "b"]},
            "list": {"type": "array", "items": {"type": "string"}},
        }}}});
        let said = |spec: Value| check(&schema, &json!({"metadata": {"name": "x"}, "spec": spec}));
        assert_eq!(said(json!({"v": 1, "mode": "a", "list": ["x"]})), [""; 0]);
        assert_eq!(said(json!({})), ["spec.v: Required value"]);
        assert_eq!(
            said(json!({"v": "x", "mode": "c", "list": [1]})),
            [
                "spec.v: Invalid value: \"string\": spec.v in body must be of type integer: \"string\"",
                "spec.mode: Unsupported value: \"c\": supported values: \"a\", \"b\"",
                "spec.list[0]: Invalid value: \"integer\": spec.list[0] in body must be of type string: \"integer\"",
            ]
        );
        assert_eq!(
            said(json!({"v": 0})),
            ["spec.v: Invalid value: 0: spec.v in body should be greater than or equal to 1"]
        );
    }
}
