//! `values.schema.json`: JSON Schema as santhosh-tekuri/jsonschema v6 checks it for Helm since 3.18, with its messages
//! (`validator.go`, `kind/kind.go`), and as Helm's former library does ([`older`]). Helm does not look at `content…`.
//! Not here: dynamic references and schemas that stand elsewhere, which allow everything, and what goes round in circles.

mod format;
mod meta;
mod numbers;
mod older;
mod older_format;
mod references;

use serde_json::{Map, Number, Value};

use self::numbers::{grouped, is_multiple, limits, measured};
use super::values::Table;
use crate::template::{Dialect, Regex, quote};

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
pub(super) fn check(schema: &str, values: &Table, dialect: &Dialect) -> Result<(), String> {
    let root: Value = serde_json::from_str(schema).map_err(|error| error.to_string())?;
    if dialect.older_schemas {
        return older::check(&root, values);
    }
    let (draft, uri) = draft(&root);
    let meta = serde_json::from_str(&meta::schema(draft)).unwrap_or(Value::Bool(true));
    let of_schema = Checker { root: &meta, draft, formats: true };
    if let Some(fault) = of_schema.check(&meta, &root, "", DEPTH) {
        let lines = lines(fault);
        return Err(format!(
            "\"{FILE}#\" is not valid against metaschema: jsonschema validation failed with '{uri}#'\n{lines}"
        ));
    }
    let checker = Checker { root: &root, draft, formats: draft < 2019 };
    checker.resolve()?;
    let fault = checker.check(&root, &Value::Object(values.clone()), "", DEPTH);
    fault.map_or(Ok(()), |fault| Err(format!("{}\n", lines(fault))))
}

/// What Helm calls the schema.
const FILE: &str = "file:///values.schema.json";

/// A fault and what is below it, a line each.
fn lines(fault: Fault) -> String {
    let mut lines = Vec::new();
    // Several faults of the whole stand side by side.
    let faults = if fault.is_group() { fault.causes } else { vec![fault] };
    faults.iter().for_each(|fault| fault.tell(0, &mut lines));
    lines.join("\n")
}

/// The year or number of the draft, without one the newest, and its name.
fn draft(root: &Value) -> (u32, &'static str) {
    const KNOWN: [(u32, &str); 5] = [
        (4, "http://json-schema.org/draft-04/schema"),
        (6, "http://json-schema.org/draft-06/schema"),
        (7, "http://json-schema.org/draft-07/schema"),
        (2019, "https://json-schema.org/draft/2019-09/schema"),
        (2020, "https://json-schema.org/draft/2020-12/schema"),
    ];
    let bare = |uri: &'static str| uri.trim_start_matches("https://").trim_start_matches("http://");
    let named = root.get("$schema").and_then(Value::as_str).unwrap_or_default();
    let found = KNOWN.into_iter().find(|(draft, uri)| *draft == 2020 || named.contains(bare(uri)));
    found.unwrap_or_default()
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

/// The draft that brought a keyword, where it is not the first one.
const SINCE: [(&str, u32); 10] = [
    ("const", 6),
    ("contains", 6),
    ("propertyNames", 6),
    ("if", 7),
    ("dependentRequired", 2019),
    ("dependentSchemas", 2019),
    ("minContains", 2019),
    ("maxContains", 2019),
    ("unevaluatedProperties", 2019),
    ("unevaluatedItems", 2019),
];

/// What `schema` has for `keyword`, if the draft knows it already.
fn rule_of<'s>(draft: u32, schema: &'s Map<String, Value>, keyword: &str) -> Option<&'s Value> {
    let since = SINCE.iter().find(|(known, _)| *known == keyword);
    schema.get(keyword).filter(|_| since.is_none_or(|(_, since)| *since <= draft))
}

struct Checker<'a> {
    root: &'a Value,
    draft: u32,
    /// Whether `format` is more than a remark.
    formats: bool,
}

/// What one schema finds wrong with one value.
struct Found<'a> {
    at: &'a str,
    faults: Vec<Fault>,
    /// The entries or items that no schema has looked at yet, as far as somebody asks.
    open: Vec<usize>,
}

impl Found<'_> {
    fn say(&mut self, text: impl Into<String>) {
        self.faults.push(Fault::new(self.at, text));
    }
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, depth: usize) -> Option<Fault> {
        self.check_also(schema, value, at, &mut Vec::new(), depth)
    }

    /// Checks a value that another schema is checking; what is looked at here is no longer `open` there.
    fn check_also(
        &self,
        schema: &Value,
        value: &Value,
        at: &str,
        open: &mut Vec<usize>,
        depth: usize,
    ) -> Option<Fault> {
        let depth = depth.checked_sub(1)?;
        let schema = match schema {
            Value::Bool(false) => return Some(Fault::new(at, "false schema")),
            Value::Object(schema) => schema,
            _ => return None,
        };
        let mut found = Found { at, faults: Vec::new(), open: self.open(schema, value, !open.is_empty()) };
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|name| self.target(name));
        let referenced = |target: &Value, open: &mut Vec<usize>| {
            let fault = self.check_also(target, value, at, open, depth)?;
            let causes = if fault.is_group() { fault.causes } else { vec![fault] };
            Some(Fault { reference: true, ..Fault::of(at, FAILED, causes) })
        };
        // Before 2019 nothing else counts beside a reference.
        if let Some(target) = target.filter(|_| self.draft < 2019) {
            return referenced(target, open);
        }
        if let Some(fault) = self.kind_fault(schema, value, at) {
            return Some(fault);
        }
        found.faults.extend(target.and_then(|target| referenced(target, &mut found.open)));
        match value {
            Value::Object(object) => self.object(schema, object, &mut found, depth),
            Value::Array(items) => self.array(schema, items, &mut found, depth),
            Value::String(text) => text_faults(schema, text, &mut found),
            Value::Number(number) => number_faults(schema, number, &mut found),
            _ => {}
        }
        self.combined(schema, value, &mut found, depth);
        self.unevaluated(schema, value, &mut found, depth);
        match found.faults.len() {
            0 => {
                open.retain(|i| found.open.contains(i));
                None
            }
            1 => found.faults.pop(),
            _ => Some(Fault::of(at, FAILED, found.faults)),
        }
    }

    fn rule<'s>(&self, schema: &'s Map<String, Value>, keyword: &str) -> Option<&'s Value> {
        rule_of(self.draft, schema, keyword)
    }

    /// What is wrong before a look inside: type, `const`, `enum`, `format`.
    fn kind_fault(&self, schema: &Map<String, Value>, value: &Value, at: &str) -> Option<Fault> {
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
        if let Some(wanted) = self.rule(schema, "const").filter(|wanted| !equal(wanted, value)) {
            let text =
                if is_primitive(wanted) { format!("value must be {}", shown(wanted)) } else { "'const' failed".into() };
            return Some(Fault::new(at, text));
        }
        let wanted = schema.get("enum").and_then(Value::as_array);
        if let Some(wanted) = wanted.filter(|wanted| !wanted.iter().any(|wanted| equal(wanted, value))) {
            let text = match wanted.as_slice() {
                all if !all.iter().all(is_primitive) => "'enum' failed".into(),
                [one] => format!("value must be {}", shown(one)),
                all => format!("value must be one of {}", all.iter().map(shown).collect::<Vec<_>>().join(", ")),
            };
            return Some(Fault::new(at, text));
        }
        let (name, text) = schema.get("format").filter(|_| self.formats)?.as_str().zip(value.as_str())?;
        let error = format::check(name, text).err()?;
        Some(Fault::new(at, format!("{} is not valid {name}: {error}", single(text))))
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
            let rules = self.rule(schema, keyword).and_then(Value::as_object).into_iter().flatten();
            for (name, rule) in rules.filter(|(name, _)| object.contains_key(*name)) {
                if rule.is_array() {
                    let missing = self::missing(object, Some(rule));
                    if !missing.is_empty() {
                        found.say(format!("properties {} required, if {} exists", missing.join(", "), single(name)));
                    }
                } else {
                    let fault = self.check_also(rule, &Value::Object(object.clone()), at, &mut found.open, depth);
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
        for (i, (name, value)) in object.iter().enumerate() {
            let inside = inside(at, name);
            let own = schema.get("properties").and_then(|properties| properties.get(name));
            let matching = patterns.iter().filter(|(regex, _)| regex.find_at(name, 0).is_some());
            let rules: Vec<&Value> = own.into_iter().chain(matching.map(|(_, rule)| *rule)).collect();
            found.faults.extend(rules.iter().filter_map(|rule| self.check(rule, value, &inside, depth)));
            found.open.retain(|open| *open != i || rules.is_empty());
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
        let Some(names) = self.rule(schema, "propertyNames") else { return };
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
        let first = schema.get(each).and_then(Value::as_array).map(Vec::as_slice);
        let rest = match (schema.get(each), first) {
            (Some(all), None) if self.draft < 2020 => Some(all),
            (None, _) if self.draft < 2020 => None,
            _ => schema.get(rest),
        };
        let first = first.unwrap_or_default();
        let mut faults = Vec::new();
        let too_many = items
            .len()
            .checked_sub(first.len())
            .filter(|_| self.draft < 2020 && !first.is_empty() && rest == Some(&Value::Bool(false)));
        for (i, item) in items.iter().enumerate() {
            let rule = first.get(i).or(rest.filter(|_| too_many.is_none()));
            faults.extend(rule.and_then(|rule| self.check(rule, item, &inside(i), depth)));
        }
        if let Some(count) = too_many.filter(|count| *count > 0) {
            faults.push(Fault::new(found.at, format!("last {count} additionalItem(s) not allowed")));
        }
        if let Some(rule) = self.rule(schema, "contains") {
            let (mut failed, mut matched) = (Vec::new(), Vec::new());
            for (i, item) in items.iter().enumerate() {
                match self.check(rule, item, &inside(i), depth) {
                    Some(fault) => failed.push(fault),
                    None => matched.push(i),
                }
            }
            if self.draft >= 2020 {
                found.open.retain(|open| !matched.contains(open));
            }
            let limit = |keyword: &str| self.rule(schema, keyword).and_then(Value::as_u64);
            let of_limit = |word: &str, limit: u64| {
                let got = match matched.len() {
                    0 => "but none matched".into(),
                    count => {
                        let at: Vec<String> = matched.iter().map(usize::to_string).collect();
                        format!("but matched {count} items at {}", at.join(" "))
                    }
                };
                format!("{word} {limit} items required to match contains schema, {got}")
            };
            let count = matched.len() as u64;
            match limit("minContains") {
                Some(least) if count < least => faults.push(Fault::of(found.at, of_limit("min", least), failed)),
                None if count == 0 => faults.push(Fault::of(found.at, "no items match contains schema", failed)),
                _ => {}
            }
            if let Some(most) = limit("maxContains").filter(|most| count > *most) {
                faults.push(Fault::new(found.at, of_limit("max", most)));
            }
        }
        found.faults.extend(faults);
    }

    /// What is left for `unevaluatedProperties` or `unevaluatedItems`, if the schema has it or `also` another asks.
    fn open(&self, schema: &Map<String, Value>, value: &Value, also: bool) -> Vec<usize> {
        let has = |keyword: &str| schema.contains_key(keyword);
        let is_list = |keyword: &str| schema.get(keyword).is_some_and(Value::is_array);
        let (first, count, all, asked) = match value {
            Value::Object(object) => (0, object.len(), has("additionalProperties"), "unevaluatedProperties"),
            Value::Array(items) => {
                let (each, all) = match self.draft {
                    2020 => ("prefixItems", has("items")),
                    _ => ("items", has("items") && (!is_list("items") || has("additionalItems"))),
                };
                let first = schema.get(each).and_then(Value::as_array).map_or(0, Vec::len);
                (first, items.len(), all, "unevaluatedItems")
            }
            _ => return Vec::new(),
        };
        let asked = also || (self.draft >= 2019 && has(asked));
        if all || !asked { Vec::new() } else { (first..count).collect() }
    }

    fn unevaluated(&self, schema: &Map<String, Value>, value: &Value, found: &mut Found<'_>, depth: usize) {
        let keyword = if value.is_object() { "unevaluatedProperties" } else { "unevaluatedItems" };
        let Some(rule) = self.rule(schema, keyword).filter(|_| value.is_object() || value.is_array()) else { return };
        for i in std::mem::take(&mut found.open) {
            let part = match value {
                Value::Object(object) => object.iter().nth(i).map(|(name, part)| (inside(found.at, name), part)),
                value => value.get(i).map(|part| (format!("{}/{i}", found.at), part)),
            };
            found.faults.extend(part.and_then(|(at, part)| self.check(rule, part, &at, depth)));
        }
    }

    fn combined(&self, schema: &Map<String, Value>, value: &Value, found: &mut Found<'_>, depth: usize) {
        let at = found.at;
        let rule = |keyword: &str, open: &mut Vec<usize>| {
            self.rule(schema, keyword).map(|rule| self.check_also(rule, value, at, open, depth))
        };
        let rules = |keyword: &str, open: &mut Vec<usize>| {
            let rules = schema.get(keyword).and_then(Value::as_array)?;
            let check = |rule: &Value| self.check_also(rule, value, at, open, depth);
            let faults: Vec<Option<Fault>> = rules.iter().map(check).collect();
            (!faults.is_empty()).then_some(faults)
        };
        if let Some(None) = rule("not", &mut found.open) {
            found.say("'not' failed");
        }
        if let Some(faults) = rules("allOf", &mut found.open).filter(|faults| faults.iter().any(Option::is_some)) {
            found.faults.push(Fault::of(at, "'allOf' failed", faults.into_iter().flatten().collect()));
        }
        if let Some(faults) = rules("anyOf", &mut found.open).filter(|faults| faults.iter().all(Option::is_some)) {
            found.faults.push(Fault::of(at, "'anyOf' failed", faults.into_iter().flatten().collect()));
        }
        if let Some(faults) = rules("oneOf", &mut found.open) {
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
        let branch = match rule("if", &mut found.open) {
            Some(None) => rule("then", &mut found.open),
            Some(Some(_)) => rule("else", &mut found.open),
            None => None,
        };
        found.faults.extend(branch.flatten());
    }
}

/// The place of an entry, as a JSON pointer.
fn inside(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn text_faults(schema: &Map<String, Value>, text: &str, found: &mut Found<'_>) {
    counted(schema, ("minLength", "maxLength"), text.chars().count(), found);
    let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else { return };
    if Regex::new(pattern).is_ok_and(|regex| regex.find_at(text, 0).is_none()) {
        found.say(format!("{} does not match pattern {}", single(text), single(pattern)));
    }
}

fn number_faults(schema: &Map<String, Value>, number: &Number, found: &mut Found<'_>) {
    let mut say = |keyword: &str, limit: &Number| {
        found.say(format!("{keyword}: got {}, want {}", measured(number), measured(limit)));
    };
    limits(schema, number).into_iter().for_each(|(keyword, limit)| say(keyword, limit));
    if let Some(Value::Number(of)) = schema.get("multipleOf").filter(|of| of.as_f64() != Some(0.0))
        && !is_multiple(number, of)
    {
        say("multipleOf", of);
    }
}

/// Two limits of a count.
fn counted(schema: &Map<String, Value>, (least, most): (&str, &str), count: usize, found: &mut Found<'_>) {
    #[expect(clippy::cast_precision_loss, reason = "no count of ours is that large")]
    let got = count as f64;
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let texts = |limit: f64| (grouped(&count.to_string()), grouped(&limit.to_string()));
    if let Some((got, want)) = limit(least).filter(|limit| got < *limit).map(texts) {
        found.say(format!("{least}: got {got}, want {want}"));
    }
    if let Some((got, want)) = limit(most).filter(|limit| got > *limit).map(texts) {
        found.say(format!("{most}: got {got}, want {want}"));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Schemas, values, and what real Helm says of them; one case a line.
    const CASES: &str = include_str!("../../../tests/cases/values-schema.jsonl");

    #[derive(serde::Deserialize)]
    struct Case {
        schema: Value,
        values: Value,
        says: std::collections::BTreeMap<String, String>,
        /// The versions whose words are not told yet.
        #[serde(default)]
        open: Vec<String>,
    }

    #[test]
    fn says_what_helm_says() {
        let mut wrong = Vec::new();
        for line in CASES.lines() {
            let Case { schema, values, says, open } = serde_json::from_str(line).unwrap();
            for (helm, says) in says {
                let dialect = Dialect::of(helm.parse().unwrap());
                let said = check(&schema.to_string(), values.as_object().unwrap(), &dialect);
                let said = said.err().unwrap_or_default();
                if (said == says) == open.contains(&helm) {
                    wrong.push(format!("{helm} {schema} {values}\n{said:?}\n{says:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{} cases: {}", wrong.len(), wrong.join("\n"));
    }
}
