//! `values.schema.json` as xeipuu/gojsonschema checks it for Helm before 3.18 (`validation.go`, `locales.go`).
//!
//! Helm 3.1 and 3.2 have an older release of it, whose few other words are not told.

use serde_json::{Map, Number, Value};

use super::super::values::Table;
use super::numbers::{is_multiple, limits};
use super::{DEPTH, draft, equal, kind, older_format, rule_of};
use crate::template::{Regex, json_text, number_text};

/// What one schema finds wrong with a value, and how near the value comes to it: of several that do not fit, the
/// nearest is told.
#[derive(Default)]
struct Found {
    lines: Vec<String>,
    score: i64,
}

impl Found {
    fn say(&mut self, at: &str, text: &str) {
        self.lines.push(format!("- {at}: {text}\n"));
        self.score = self.score.saturating_sub(2);
    }

    fn fits(&self) -> bool {
        self.lines.is_empty()
    }

    fn step(&mut self) {
        self.score = self.score.saturating_add(1);
    }

    fn merge(&mut self, other: Found) {
        self.lines.extend(other.lines);
        self.score = self.score.saturating_add(other.score);
    }
}

struct Checker<'a> {
    root: &'a Value,
    draft: u32,
}

const ROOT: &str = "(root)";

/// Checks the values of a chart against its schema.
///
/// # Errors
/// What the library says, a line each.
pub(super) fn check(root: &Value, values: &Table) -> Result<(), String> {
    let checker = Checker { root, draft: draft(root).0 };
    let found = checker.apart(root, &Value::Object(values.clone()), ROOT, DEPTH);
    if found.fits() { Ok(()) } else { Err(found.lines.concat()) }
}

impl Checker<'_> {
    fn apart(&self, schema: &Value, value: &Value, at: &str, depth: usize) -> Found {
        let mut found = Found::default();
        self.check(schema, value, at, &mut found, depth);
        found
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Found, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let schema = match schema {
            Value::Bool(false) => return found.say(at, "False always fails validation"),
            Value::Object(schema) => schema,
            _ => return,
        };
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let target = name.strip_prefix('#').and_then(|path| self.root.pointer(path));
            return if let Some(target) = target {
                self.check(target, value, at, found, depth)
            };
        }
        if let Some(text) = wrong_type(schema.get("type"), value) {
            return found.say(at, &text);
        }
        self.combined(schema, value, at, found, depth);
        match value {
            Value::Array(items) => self.array(schema, items, at, found, depth),
            Value::Object(object) => self.object(schema, object, at, found, depth),
            Value::Number(number) => numbers(schema, number, at, found),
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
        self.common(schema, value, at, found);
        if let Value::String(text) = value {
            texts(schema, text, at, found);
        }
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (name, rule) in properties {
            if let Some(value) = value.get(name) {
                self.check(rule, value, &inside(at, name), found, depth);
            }
        }
        found.step();
    }

    fn combined(&self, schema: &Map<String, Value>, value: &Value, at: &str, found: &mut Found, depth: usize) {
        let results = |keyword: &str| {
            let rules = schema.get(keyword).and_then(Value::as_array).into_iter().flatten();
            rules.map(|rule| self.apart(rule, value, at, depth)).collect::<Vec<Found>>()
        };
        for (keyword, text) in [
            ("anyOf", "Must validate at least one schema (anyOf)"),
            ("oneOf", "Must validate one and only one schema (oneOf)"),
        ] {
            let results = results(keyword);
            let fitting = results.iter().filter(|result| result.fits()).count();
            if results.is_empty() || fitting == 1 || (fitting > 1 && keyword == "anyOf") {
                continue;
            }
            found.say(at, text);
            if fitting == 0 {
                nearest(results).into_iter().for_each(|nearest| found.merge(nearest));
            }
        }
        let results = results("allOf");
        let all_fit = results.iter().all(Found::fits);
        results.into_iter().for_each(|result| found.merge(result));
        if !all_fit {
            found.say(at, "Must validate all the schemas (allOf)");
        }
        let result = |keyword: &str| Some(self.apart(rule_of(self.draft, schema, keyword)?, value, at, depth));
        if result("not").is_some_and(|result| result.fits()) {
            found.say(at, "Must not validate the schema (not)");
        }
        let dependencies = schema.get("dependencies").and_then(Value::as_object).into_iter().flatten();
        for (_, rule) in dependencies.filter(|(name, _)| value.get(name.as_str()).is_some()) {
            let Value::Array(names) = rule else {
                self.check(rule, value, at, found, depth);
                continue;
            };
            let missing = names.iter().filter_map(Value::as_str).filter(|name| value.get(*name).is_none());
            missing.for_each(|name| found.say(at, &format!("Has a dependency on {name}")));
        }
        let branch = result("if").map(|result| match result.fits() {
            true => ("then", "Must validate \"then\" as \"if\" was valid"),
            false => ("else", "Must validate \"else\" as \"if\" was not valid"),
        });
        if let Some((branch, text)) = branch.and_then(|(keyword, text)| Some((result(keyword)?, text)))
            && !branch.fits()
        {
            found.say(at, text);
            found.merge(branch);
        }
        found.step();
    }

    fn common(&self, schema: &Map<String, Value>, value: &Value, at: &str, found: &mut Found) {
        if let Some(wanted) = rule_of(self.draft, schema, "const").filter(|wanted| !equal(wanted, value)) {
            found.say(at, &format!("{at} does not match: {}", json_text(wanted)));
        }
        let wanted = schema.get("enum").and_then(Value::as_array).filter(|all| !all.is_empty());
        if let Some(all) = wanted.filter(|all| !all.iter().any(|wanted| equal(wanted, value))) {
            let all: Vec<String> = all.iter().map(json_text).collect();
            found.say(at, &format!("{at} must be one of the following: {}", all.join(", ")));
        }
        found.step();
    }

    fn array(&self, schema: &Map<String, Value>, items: &[Value], at: &str, found: &mut Found, depth: usize) {
        let each = schema.get("items");
        let first = each.and_then(Value::as_array).map(Vec::as_slice).filter(|first| !first.is_empty());
        let rest = match (each, first) {
            (_, Some(_)) => schema.get("additionalItems"),
            (Some(Value::Array(_)), None) => None,
            (all, None) => all,
        };
        let first = first.unwrap_or_default();
        let none_more = rest == Some(&Value::Bool(false)) && !first.is_empty();
        for (i, item) in items.iter().enumerate() {
            if let Some(rule) = first.get(i).or(rest.filter(|_| !none_more)) {
                found.merge(self.apart(rule, item, &inside(at, &i.to_string()), depth));
            }
        }
        if none_more && items.len() > first.len() {
            found.say(at, "No additional items allowed on array");
        }
        counted(schema, "Items", items.len(), at, found, ("Array must have at", AT_LEAST, " items"));
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            for (j, item) in items.iter().enumerate() {
                if let Some(i) = items.iter().take(j).rposition(|other| equal(other, item)) {
                    found.say(at, &format!("array items[{i},{j}] must be unique"));
                }
            }
        }
        if let Some(rule) = rule_of(self.draft, schema, "contains") {
            let results = items.iter().enumerate();
            let results = results.map(|(i, item)| self.apart(rule, item, &inside(at, &i.to_string()), depth));
            let results: Vec<Found> = results.collect();
            if !results.iter().any(Found::fits) {
                found.say(at, "At least one of the items must match");
                nearest(results).into_iter().for_each(|nearest| found.merge(nearest));
            }
        }
        found.step();
    }

    fn object(
        &self,
        schema: &Map<String, Value>,
        object: &Map<String, Value>,
        at: &str,
        found: &mut Found,
        depth: usize,
    ) {
        counted(schema, "Properties", object.len(), at, found, ("Must have at", AT_LEAST, " properties"));
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str) {
            if object.contains_key(name) {
                found.step();
            } else {
                found.say(at, &format!("{name} is required"));
            }
        }
        for (name, value) in object {
            let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
            let matches = |pattern: &str| Regex::new(pattern).is_ok_and(|regex| regex.find_at(name, 0).is_some());
            let mut known = schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
            let matching: Vec<&Value> = patterns.filter(|(name, _)| matches(name)).map(|(_, rule)| rule).collect();
            for rule in &matching {
                found.merge(self.apart(rule, value, &inside(at, name), depth));
            }
            if !matching.is_empty() {
                known = true;
                found.step();
            }
            match schema.get("additionalProperties") {
                Some(Value::Bool(false)) if !known => {
                    found.say(at, &format!("Additional property {name} is not allowed"));
                }
                Some(rule @ Value::Object(_)) if !known => {
                    found.merge(self.apart(rule, value, &inside(at, name), depth));
                }
                _ => {}
            }
        }
        if let Some(rule) = rule_of(self.draft, schema, "propertyNames") {
            for name in object.keys() {
                let result = self.apart(rule, &Value::String(name.clone()), at, depth);
                if !result.fits() {
                    found.say(at, &format!("Property name of \"{name}\" does not match"));
                    found.merge(result);
                }
            }
        }
        found.step();
    }
}

fn inside(at: &str, name: &str) -> String {
    if at == ROOT { name.into() } else { format!("{at}.{name}") }
}

/// The first of those with the highest score.
fn nearest(results: Vec<Found>) -> Option<Found> {
    results.into_iter().reduce(|best, next| if next.score > best.score { next } else { best })
}

fn wrong_type(wanted: Option<&Value>, value: &Value) -> Option<String> {
    let wanted: Vec<&str> = match wanted? {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    let whole = value.as_f64().is_some_and(|number| number.fract() == 0.0);
    let given = if whole { "integer" } else { kind(value) };
    let fits = wanted.contains(&given) || (whole && wanted.contains(&"number"));
    if fits || wanted.is_empty() {
        return None;
    }
    let wanted = match wanted.as_slice() {
        [one] => (*one).into(),
        several => format!("[{}]", several.join(",")),
    };
    Some(format!("Invalid type. Expected: {wanted}, given: {given}"))
}

/// Words for the two limits of a count.
const AT_LEAST: [&str; 2] = ["least", "most"];
const THAN: [&str; 2] = ["greater than or equal to", "less than or equal to"];

/// Says what a count is short of, or has too much of.
fn counted(
    schema: &Map<String, Value>,
    what: &str,
    count: usize,
    at: &str,
    found: &mut Found,
    (before, words, after): (&str, [&str; 2], &str),
) {
    let count = count as u64;
    for (keyword, word) in ["min", "max"].into_iter().zip(words) {
        let limit = schema.get(&format!("{keyword}{what}")).and_then(Value::as_u64);
        let crossed = |limit: &u64| if keyword == "min" { count < *limit } else { count > *limit };
        if let Some(limit) = limit.filter(crossed) {
            found.say(at, &format!("{before} {word} {limit}{after}"));
        }
    }
}

fn texts(schema: &Map<String, Value>, text: &str, at: &str, found: &mut Found) {
    counted(schema, "Length", text.chars().count(), at, found, ("String length must be", THAN, ""));
    let pattern = schema.get("pattern").and_then(Value::as_str);
    if let Some(pattern) = pattern.filter(|pattern| Regex::new(pattern).is_ok_and(|it| it.find_at(text, 0).is_none())) {
        found.say(at, &format!("Does not match pattern '{pattern}'"));
    }
    formatted(schema, Some(text), at, found);
    found.step();
}

/// A number has no format at all.
fn formatted(schema: &Map<String, Value>, text: Option<&str>, at: &str, found: &mut Found) {
    let format = schema.get("format").and_then(Value::as_str);
    if let Some(format) = format.filter(|format| !older_format::fits(format, text)) {
        found.say(at, &format!("Does not match format '{format}'"));
    }
}

fn numbers(schema: &Map<String, Value>, number: &Number, at: &str, found: &mut Found) {
    let shown = |number: &Number| number_text(number.as_f64().unwrap_or_default());
    if let Some(Value::Number(of)) = schema.get("multipleOf").filter(|of| of.as_f64() > Some(0.0))
        && !is_multiple(number, of)
    {
        found.say(at, &format!("Must be a multiple of {}", shown(of)));
    }
    let words = [
        ("maximum", "less than or equal to"),
        ("exclusiveMaximum", "less than"),
        ("minimum", "greater than or equal to"),
        ("exclusiveMinimum", "greater than"),
    ];
    let crossed = limits(schema, number);
    for (keyword, words) in words {
        if let Some((_, limit)) = crossed.iter().find(|(name, _)| *name == keyword) {
            found.say(at, &format!("Must be {words} {}", shown(limit)));
        }
    }
    formatted(schema, None, at, found);
    found.step();
}
