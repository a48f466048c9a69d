//! `values.schema.json`: JSON Schema as santhosh-tekuri/jsonschema v6 checks it for Helm, with its messages
//! (`validator.go`, `kind/kind.go`). Not here: `unevaluated…`, `format`, `content…`, dynamic references, and schemas
//! that stand elsewhere, which allow everything.

use serde_json::{Map, Value};

use super::values::Table;
use crate::template::{Regex, quote};

/// Schemas within schemas are followed this deep; deeper ones allow everything.
const DEPTH: usize = 100;

/// What is wrong with a value.
struct Fault {
    /// Where, as a JSON pointer.
    at: String,
    text: String,
    causes: Vec<Fault>,
    /// It only tells of what a reference leads to.
    reference: bool,
}

/// Checks the values of a chart against its schema.
///
/// # Errors
/// Helm's message without what stands before all charts' messages; it ends with a line end where values are wrong.
pub(super) fn check(schema: &str, values: &Table) -> Result<(), String> {
    let root: Value = serde_json::from_str(schema).map_err(|error| error.to_string())?;
    let draft = draft(root.get("$schema").and_then(Value::as_str));
    let checker = Checker { root: &root, draft };
    let Some(fault) = checker.check(&root, &Value::Object(values.clone()), "", DEPTH) else { return Ok(()) };
    let mut lines = Vec::new();
    // Several faults of the whole stand side by side.
    let faults = if fault.is_group() { fault.causes } else { vec![fault] };
    faults.iter().for_each(|fault| fault.tell(0, &mut lines));
    Err(format!("{}\n", lines.join("\n")))
}

/// The year or number of the draft; without one it is the newest.
fn draft(uri: Option<&str>) -> u32 {
    let known = [("draft-04", 4), ("draft-06", 6), ("draft-07", 7), ("2019-09", 2019)];
    let found = uri.and_then(|uri| known.iter().find(|(name, _)| uri.contains(name)));
    found.map_or(2020, |(_, draft)| *draft)
}

impl Fault {
    fn new(at: &str, text: impl Into<String>) -> Fault {
        Fault { at: at.into(), text: text.into(), causes: Vec::new(), reference: false }
    }

    fn of(at: &str, text: impl Into<String>, causes: Vec<Fault>) -> Fault {
        Fault { causes, ..Fault::new(at, text) }
    }

    fn is_group(&self) -> bool {
        self.text == FAILED && !self.reference
    }

    fn tell(&self, depth: usize, lines: &mut Vec<String>) {
        let skipped = self.reference && self.causes.len() == 1;
        let deeper = if skipped { depth } else { depth.saturating_add(1) };
        if !skipped {
            lines.push(format!("{}- at {}: {}", "  ".repeat(depth), single(&self.at), self.text));
        }
        self.causes.iter().for_each(|cause| cause.tell(deeper, lines));
    }
}

const FAILED: &str = "validation failed";

struct Checker<'a> {
    root: &'a Value,
    draft: u32,
}

/// What one schema finds wrong with one value.
struct Found<'a> {
    at: &'a str,
    faults: Vec<Fault>,
}

impl Found<'_> {
    fn say(&mut self, text: impl Into<String>) {
        self.faults.push(Fault::new(self.at, text));
    }
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, depth: usize) -> Option<Fault> {
        let depth = depth.checked_sub(1)?;
        let schema = match schema {
            Value::Bool(false) => return Some(Fault::new(at, "false schema")),
            Value::Object(schema) => schema,
            _ => return None,
        };
        if let Some(fault) = kind_fault(schema, value, at) {
            return Some(fault);
        }
        let mut found = Found { at, faults: Vec::new() };
        if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|name| self.target(name)) {
            let fault = self.check(target, value, at, depth).map(|fault| {
                let causes = if fault.is_group() { fault.causes } else { vec![fault] };
                Fault { reference: true, ..Fault::of(at, FAILED, causes) }
            });
            if self.draft < 2019 {
                return fault;
            }
            found.faults.extend(fault);
        }
        match value {
            Value::Object(object) => self.object(schema, object, &mut found, depth),
            Value::Array(items) => self.array(schema, items, &mut found, depth),
            Value::String(text) => text_faults(schema, text, &mut found),
            Value::Number(number) => number_faults(schema, number.as_f64().unwrap_or_default(), &mut found),
            _ => {}
        }
        self.combined(schema, value, &mut found, depth);
        match found.faults.len() {
            0 | 1 => found.faults.pop(),
            _ => Some(Fault::of(at, FAILED, found.faults)),
        }
    }

    /// What `#/a/b` leads to.
    fn target(&self, reference: &str) -> Option<&Value> {
        let path = reference.strip_prefix('#')?;
        self.root.pointer(&path.replace("%25", "%").replace("%24", "$"))
    }

    fn object(&self, schema: &Map<String, Value>, object: &Map<String, Value>, found: &mut Found<'_>, depth: usize) {
        let at = found.at;
        counted(schema, ("minProperties", "maxProperties"), object.len(), found);
        let missing = missing(object, schema.get("required"));
        match missing.as_slice() {
            [] => {}
            [one] => found.say(format!("missing property {one}")),
            several => found.say(format!("missing properties {}", several.join(", "))),
        }
        for keyword in ["dependencies", "dependentSchemas", "dependentRequired"] {
            let rules = schema.get(keyword).and_then(Value::as_object).into_iter().flatten();
            for (name, rule) in rules.filter(|(name, _)| object.contains_key(*name)) {
                if rule.is_array() {
                    let missing = self::missing(object, Some(rule));
                    if !missing.is_empty() {
                        found.say(format!("properties {} required, if {} exists", missing.join(", "), single(name)));
                    }
                } else {
                    let fault = self.check(rule, &Value::Object(object.clone()), at, depth);
                    found.faults.extend(fault);
                }
            }
        }
        let patterns: Vec<(Regex, &Value)> = schema
            .get("patternProperties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(pattern, schema)| Some((Regex::new(pattern).ok()?, schema)))
            .collect();
        let mut additional = Vec::new();
        for (name, value) in object {
            let inside = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            let own = schema.get("properties").and_then(|properties| properties.get(name));
            let matching = patterns.iter().filter(|(regex, _)| regex.find_at(name, 0).is_some());
            let rules: Vec<&Value> = own.into_iter().chain(matching.map(|(_, rule)| *rule)).collect();
            found.faults.extend(rules.iter().filter_map(|rule| self.check(rule, value, &inside, depth)));
            match schema.get("additionalProperties") {
                Some(_) if !rules.is_empty() => {}
                Some(Value::Bool(false)) => additional.push(single(name)),
                Some(rule) => found.faults.extend(self.check(rule, value, &inside, depth)),
                None => {}
            }
        }
        if !additional.is_empty() {
            found.say(format!("additional properties {} not allowed", additional.join(", ")));
        }
        let Some(names) = schema.get("propertyNames") else { return };
        for name in object.keys() {
            if let Some(fault) = self.check(names, &Value::String(name.clone()), "", depth) {
                let causes = if fault.is_group() { fault.causes } else { vec![fault] };
                found.faults.push(Fault::of(at, format!("invalid propertyName {}", single(name)), causes));
            }
        }
    }

    fn array(&self, schema: &Map<String, Value>, items: &[Value], found: &mut Found<'_>, depth: usize) {
        counted(schema, ("minItems", "maxItems"), items.len(), found);
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            let twice = items
                .iter()
                .enumerate()
                .find_map(|(at, item)| Some((items.iter().take(at).position(|other| equal(other, item))?, at)));
            if let Some((first, second)) = twice {
                found.say(format!("items at {first} and {second} are equal"));
            }
        }
        let inside = |i: usize| format!("{}/{i}", found.at);
        let (each, rest) = if self.draft < 2020 { ("items", "additionalItems") } else { ("prefixItems", "items") };
        let first = schema.get(each).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let rest = match schema.get(each) {
            Some(all) if !all.is_array() => Some(all),
            _ => schema.get(rest),
        };
        let mut faults = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let rule = first.get(i).or(rest.filter(|_| self.draft >= 2020 || rest != Some(&Value::Bool(false))));
            faults.extend(rule.and_then(|rule| self.check(rule, item, &inside(i), depth)));
        }
        if self.draft < 2020 && rest == Some(&Value::Bool(false)) && items.len() > first.len() {
            let count = items.len().saturating_sub(first.len());
            faults.push(Fault::new(found.at, format!("last {count} additionalItem(s) not allowed")));
        }
        if let Some(rule) = schema.get("contains") {
            let mut failed = Vec::new();
            let checked = items.iter().enumerate().map(|(i, item)| self.check(rule, item, &inside(i), depth));
            let none = checked.map(|fault| fault.map(|fault| failed.push(fault)).is_some()).fold(true, |a, b| a & b);
            if none && schema.get("minContains").is_none() {
                faults.push(Fault::of(found.at, "no items match contains schema", failed));
            }
        }
        found.faults.extend(faults);
    }

    fn combined(&self, schema: &Map<String, Value>, value: &Value, found: &mut Found<'_>, depth: usize) {
        let at = found.at;
        let rule = |keyword: &str| schema.get(keyword).map(|rule| self.check(rule, value, at, depth));
        let rules = |keyword: &str| {
            let rules = schema.get(keyword).and_then(Value::as_array)?;
            let faults: Vec<Option<Fault>> = rules.iter().map(|rule| self.check(rule, value, at, depth)).collect();
            (!faults.is_empty()).then_some(faults)
        };
        if let Some(None) = rule("not") {
            found.say("'not' failed");
        }
        if let Some(faults) = rules("allOf").filter(|faults| faults.iter().any(Option::is_some)) {
            found.faults.push(Fault::of(at, "'allOf' failed", faults.into_iter().flatten().collect()));
        }
        if let Some(faults) = rules("anyOf").filter(|faults| faults.iter().all(Option::is_some)) {
            found.faults.push(Fault::of(at, "'anyOf' failed", faults.into_iter().flatten().collect()));
        }
        if let Some(faults) = rules("oneOf") {
            let matched: Vec<usize> =
                faults.iter().enumerate().filter(|(_, fault)| fault.is_none()).map(|(i, _)| i).collect();
            match matched.as_slice() {
                [] => {
                    let causes = faults.into_iter().flatten().collect();
                    found.faults.push(Fault::of(at, "'oneOf' failed, none matched", causes));
                }
                [_] => {}
                [first, second, ..] => {
                    found.say(format!("'oneOf' failed, subschemas {first}, {second} matched"));
                }
            }
        }
        let branch = match rule("if") {
            Some(None) => rule("then"),
            Some(Some(_)) => rule("else"),
            None => None,
        };
        found.faults.extend(branch.flatten());
    }
}

/// What is wrong before a look inside: type, `const`, `enum`.
fn kind_fault(schema: &Map<String, Value>, value: &Value, at: &str) -> Option<Fault> {
    const TYPES: [&str; 7] = ["null", "boolean", "number", "integer", "string", "array", "object"];
    let got = kind(value);
    if let Some(wanted) = schema.get("type") {
        let fits = |name: &str| match wanted {
            Value::Array(names) => names.iter().any(|wanted| wanted == name),
            wanted => wanted == name,
        };
        let wanted: Vec<&str> = TYPES.into_iter().filter(|name| fits(name)).collect();
        let whole = value.as_f64().is_some_and(|number| number.fract() == 0.0);
        let fits = wanted.is_empty() || wanted.contains(&got) || (whole && wanted.contains(&"integer"));
        if !fits {
            return Some(Fault::new(at, format!("got {got}, want {}", wanted.join(" or "))));
        }
    }
    if let Some(wanted) = schema.get("const").filter(|wanted| !equal(wanted, value)) {
        let text =
            if is_primitive(wanted) { format!("value must be {}", shown(wanted)) } else { "'const' failed".into() };
        return Some(Fault::new(at, text));
    }
    let wanted = schema.get("enum").and_then(Value::as_array)?;
    if wanted.iter().any(|wanted| equal(wanted, value)) {
        return None;
    }
    let text = match wanted.as_slice() {
        all if !all.iter().all(is_primitive) => "'enum' failed".into(),
        [one] => format!("value must be {}", shown(one)),
        all => format!("value must be one of {}", all.iter().map(shown).collect::<Vec<_>>().join(", ")),
    };
    Some(Fault::new(at, text))
}

fn text_faults(schema: &Map<String, Value>, text: &str, found: &mut Found<'_>) {
    counted(schema, ("minLength", "maxLength"), text.chars().count(), found);
    let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else { return };
    if Regex::new(pattern).is_ok_and(|regex| regex.find_at(text, 0).is_none()) {
        found.say(format!("{} does not match pattern {}", single(text), single(pattern)));
    }
}

fn number_faults(schema: &Map<String, Value>, number: f64, found: &mut Found<'_>) {
    type IsWrong = fn(f64, f64) -> bool;
    let rules: [(&str, IsWrong); 5] = [
        ("minimum", |got, want| got < want),
        ("maximum", |got, want| got > want),
        ("exclusiveMinimum", |got, want| got <= want),
        ("exclusiveMaximum", |got, want| got >= want),
        ("multipleOf", |got, want| want != 0.0 && (got / want).fract() != 0.0),
    ];
    for (keyword, is_wrong) in rules {
        let limit = schema.get(keyword).and_then(Value::as_f64);
        if let Some(limit) = limit.filter(|limit| is_wrong(number, *limit)) {
            found.say(format!("{keyword}: got {}, want {}", grouped(number), grouped(limit)));
        }
    }
}

/// Two limits of a count.
fn counted(schema: &Map<String, Value>, (least, most): (&str, &str), count: usize, found: &mut Found<'_>) {
    #[expect(clippy::cast_precision_loss, reason = "no count of ours is that large")]
    let got = count as f64;
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    if let Some(limit) = limit(least).filter(|limit| got < *limit) {
        found.say(format!("{least}: got {}, want {}", grouped(got), grouped(limit)));
    }
    if let Some(limit) = limit(most).filter(|limit| got > *limit) {
        found.say(format!("{most}: got {}, want {}", grouped(got), grouped(limit)));
    }
}

/// The quoted names that `object` lacks.
fn missing(object: &Map<String, Value>, names: Option<&Value>) -> Vec<String> {
    let names = names.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    names.filter(|name| !object.contains_key(*name)).map(single).collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Numbers are the same whatever they are written as.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

fn is_primitive(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => single(text),
        Value::Null => "<nil>".into(),
        other => other.to_string(),
    }
}

/// As Go quotes it, in single quotes.
fn single(text: &str) -> String {
    let quoted = quote(text).replace("\\\"", "\"").replace('\'', "\\'");
    let inner = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(&quoted);
    format!("'{inner}'")
}

/// A number with commas after each three digits, as the English of `x/text` has it.
fn grouped(number: f64) -> String {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.trim_start_matches('-');
    let mut out = String::from(if whole.len() > digits.len() { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len().saturating_sub(i).checked_rem(3) == Some(0) {
            out.push(',');
        }
        out.push(digit);
    }
    fraction.map_or(out.clone(), |fraction| format!("{out}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Schema, values, and what Helm v4.3.1 says of them; one case a line.
    const CASES: &str = include_str!("../../tests/cases/values-schema.jsonl");

    #[test]
    fn says_what_helm_says() {
        for line in CASES.lines() {
            let [schema, values, says]: [String; 3] = serde_json::from_str(line).unwrap();
            let values = serde_json::from_str(&values).unwrap();
            assert_eq!(check(&schema, &values).err().unwrap_or_default(), says, "{schema}");
        }
        assert_eq!(CASES.lines().count(), 24);
    }
}
