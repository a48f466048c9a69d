//! The trace's JSON keeps to its schema.
//!
//! Checks the words of JSON Schema that the schema uses, and that it uses no others.

use std::fs;

use helm_hooks::{story, trace};
use serde_json::Value;

/// What is wrong with `value`, with its place.
fn errors(root: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let wrong = |what: String| format!("{place}: {what}");
    for (word, rule) in schema.as_object().unwrap() {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let target = root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap();
                errors(root, target, value, place, found);
            }
            "type" => {
                let types: Vec<&str> = match rule {
                    Value::Array(types) => types.iter().map(|one| one.as_str().unwrap()).collect(),
                    one => vec![one.as_str().unwrap()],
                };
                if !types.contains(&type_of(value)) {
                    found.push(wrong(format!("{} is no {types:?}", type_of(value))));
                }
            }
            "const" if value != rule => found.push(wrong(format!("not {rule}"))),
            "enum" if !rule.as_array().unwrap().contains(value) => {
                found.push(wrong(format!("{value} is none of {rule}")))
            }
            "minimum" if value.as_i64().is_some_and(|number| number < rule.as_i64().unwrap()) => {
                found.push(wrong(format!("{value} is less than {rule}")));
            }
            "required" if value.is_object() => {
                let missing =
                    rule.as_array().unwrap().iter().filter(|name| value.get(name.as_str().unwrap()).is_none());
                found.extend(missing.map(|name| wrong(format!("{name} is missing"))));
            }
            "additionalProperties" => {
                let known = |name: &str| schema.pointer("/properties").is_some_and(|known| known.get(name).is_some());
                for (name, inner) in value.as_object().into_iter().flatten().filter(|(name, _)| !known(name)) {
                    match rule {
                        Value::Bool(_) => found.push(wrong(format!("{name} is unknown"))),
                        rule => errors(root, rule, inner, &format!("{place}/{name}"), found),
                    }
                }
            }
            "properties" => {
                for (name, rule) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        errors(root, rule, inner, &format!("{place}/{name}"), found);
                    }
                }
            }
            "items" => {
                for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
                    errors(root, rule, inner, &format!("{place}/{i}"), found);
                }
            }
            "oneOf" => {
                let fits = rule.as_array().unwrap().iter().filter(|one| {
                    let mut found = Vec::new();
                    errors(root, one, value, place, &mut found);
                    found.is_empty()
                });
                if fits.count() != 1 {
                    found.push(wrong("fits none, or several".into()));
                }
            }
            // Patterns are left to real validators.
            "pattern" | "const" | "enum" | "minimum" | "required" => {}
            other => panic!("the schema uses {other}, which this test does not know"),
        }
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn traces_of_all_scenarios_keep_to_the_schema() {
    let schema: Value = serde_json::from_str(trace::SCHEMA).unwrap();
    for entry in fs::read_dir("tests/conformance/scenarios").unwrap() {
        let path = entry.unwrap().path();
        let story = story::read(&fs::read_to_string(&path).unwrap()).unwrap();
        let mut found = Vec::new();
        errors(&schema, &schema, &trace::json(&trace::simulate(&story)), "", &mut found);
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}

#[test]
fn what_breaks_the_schema_is_found() {
    let schema: Value = serde_json::from_str(trace::SCHEMA).unwrap();
    let mut json = trace::json(&trace::simulate(&story::Story::default()));
    json["helm"] = 4.into();
    json["more"] = true.into();
    json.as_object_mut().unwrap().remove("steps");
    let mut found = Vec::new();
    errors(&schema, &schema, &json, "", &mut found);
    found.sort();
    assert_eq!(found, ["/helm: integer is no [\"string\"]", ": \"steps\" is missing", ": more is unknown"]);
}
