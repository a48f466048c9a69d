//! What a schema has to be: the drafts' own schemas of schemas, made from a table of their keywords.
//!
//! Left out: `$vocabulary`. What the drafts share by references stands in its place, which says the same.

use serde_json::{Map, Value, json};

/// Groups of keywords, in which drafts since 2019 tell faults one after the other.
const GROUPS: [&str; 8] = ["core", "applicator", "unevaluated", "validation", "meta-data", "format", "content", "root"];

/// Group, shape, first and last draft, and the keywords.
const KEYWORDS: [(&str, &str, u32, u32, &str); 47] = [
    ("core", "text", 4, 4, "id $ref"),
    ("core", "id", 6, 2020, "$id"),
    ("core", "uri", 4, 2020, "$schema"),
    ("core", "uri-reference", 6, 2020, "$ref"),
    ("core", "uri-reference", 2019, 2020, "$recursiveRef"),
    ("core", "boolean", 2019, 2019, "$recursiveAnchor"),
    ("core", "uri-reference", 2020, 2020, "$dynamicRef"),
    ("core", "anchor", 2019, 2020, "$anchor"),
    ("core", "anchor", 2020, 2020, "$dynamicAnchor"),
    ("core", "text", 7, 2020, "$comment"),
    ("core", "schemas", 2019, 2020, "$defs"),
    ("applicator", "either", 4, 4, "additionalItems additionalProperties"),
    ("applicator", "schema", 6, 2019, "additionalItems"),
    ("applicator", "items", 4, 2019, "items"),
    ("applicator", "list", 2020, 2020, "prefixItems"),
    ("applicator", "schema", 2020, 2020, "items"),
    ("applicator", "schema", 6, 2020, "contains additionalProperties propertyNames"),
    ("applicator", "schemas", 4, 2020, "properties"),
    ("applicator", "schemas", 4, 6, "patternProperties"),
    ("applicator", "patterns", 7, 2020, "patternProperties"),
    ("applicator", "schemas", 2019, 2020, "dependentSchemas"),
    ("applicator", "schema", 7, 2020, "if then else"),
    ("applicator", "list", 4, 2020, "allOf anyOf oneOf"),
    ("applicator", "schema", 4, 2020, "not"),
    ("unevaluated", "schema", 2019, 2020, "unevaluatedItems unevaluatedProperties"),
    ("validation", "positive", 4, 2020, "multipleOf"),
    ("validation", "number", 4, 2020, "maximum minimum"),
    ("validation", "boolean", 4, 4, "exclusiveMaximum exclusiveMinimum"),
    ("validation", "number", 6, 2020, "exclusiveMaximum exclusiveMinimum"),
    ("validation", "count", 4, 2020, "maxLength maxItems maxProperties"),
    ("validation", "count", 2019, 2020, "maxContains minContains"),
    ("validation", "count or none", 4, 2020, "minLength minItems minProperties"),
    ("validation", "regex", 4, 2020, "pattern"),
    ("validation", "boolean", 4, 2020, "uniqueItems"),
    ("validation", "texts", 4, 2020, "required"),
    ("validation", "lists of texts", 2019, 2020, "dependentRequired"),
    ("validation", "enum", 4, 2020, "enum"),
    ("validation", "types", 4, 2020, "type"),
    ("meta-data", "text", 4, 2020, "title description"),
    ("meta-data", "boolean", 7, 2020, "readOnly writeOnly"),
    ("meta-data", "boolean", 2019, 2020, "deprecated"),
    ("meta-data", "array", 7, 2020, "examples"),
    ("format", "text", 4, 2020, "format"),
    ("content", "text", 7, 2020, "contentMediaType contentEncoding"),
    ("content", "schema", 2019, 2020, "contentSchema"),
    ("root", "schemas", 4, 2020, "definitions"),
    ("root", "dependencies", 4, 2020, "dependencies"),
];

/// The schema of a draft's schemas.
pub(super) fn schema(draft: u32) -> Value {
    let mut groups = GROUPS.map(|_| Map::new());
    let is_of_draft = |first: u32, last: u32| (first..=last).contains(&draft);
    for (group, shape, first, last, names) in KEYWORDS {
        let group = GROUPS.iter().zip(&mut groups).find(|(name, _)| **name == group && is_of_draft(first, last));
        let Some((_, properties)) = group else { continue };
        properties.extend(names.split(' ').map(|name| (name.to_owned(), of_shape(shape, draft))));
    }
    if draft < 2019 {
        let properties: Map<String, Value> = groups.into_iter().flatten().collect();
        return match draft {
            4 => json!({
                "type": "object",
                "properties": properties,
                "dependencies": {"exclusiveMaximum": ["maximum"], "exclusiveMinimum": ["minimum"]},
            }),
            _ => json!({"type": ["object", "boolean"], "properties": properties}),
        };
    }
    let [.., root] = &groups;
    let root = root.clone();
    let parts = groups.into_iter().map(|properties| json!({"properties": properties}));
    let parts: Vec<Value> = parts.take(GROUPS.len().saturating_sub(1)).collect();
    json!({"type": ["object", "boolean"], "allOf": parts, "properties": root})
}

fn of_shape(shape: &str, draft: u32) -> Value {
    let schema = || json!({"$ref": "#"});
    let list = || json!({"type": "array", "minItems": 1, "items": {"$ref": "#"}});
    let count = || json!({"type": "integer", "minimum": 0});
    let texts = || match draft {
        4 => json!({"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": true}),
        _ => json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
    };
    let of_all = |rule: Value| json!({"type": "object", "additionalProperties": rule});
    match shape {
        "schema" => schema(),
        "either" => json!({"anyOf": [{"type": "boolean"}, schema()]}),
        "items" => json!({"anyOf": [schema(), list()]}),
        "list" => list(),
        "schemas" => of_all(schema()),
        "patterns" => {
            json!({"type": "object", "additionalProperties": schema(), "propertyNames": {"format": "regex"}})
        }
        "dependencies" => of_all(json!({"anyOf": [schema(), texts()]})),
        "texts" => texts(),
        "lists of texts" => of_all(texts()),
        "count" => count(),
        "count or none" if draft < 2019 => json!({"allOf": [count()]}),
        "count or none" => count(),
        "positive" if draft == 4 => json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
        "positive" => json!({"type": "number", "exclusiveMinimum": 0}),
        "enum" if draft < 2019 => json!({"type": "array", "minItems": 1, "uniqueItems": true}),
        "enum" | "array" => json!({"type": "array"}),
        "types" => {
            let one = json!({"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]});
            json!({"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": true}]})
        }
        "id" if draft >= 2019 => json!({"type": "string", "format": "uri-reference", "pattern": "^[^#]*#?$"}),
        "id" => json!({"type": "string", "format": "uri-reference"}),
        "anchor" if draft == 2019 => json!({"type": "string", "pattern": "^[A-Za-z][-A-Za-z0-9.:_]*$"}),
        "anchor" => json!({"type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"}),
        "uri" | "uri-reference" | "regex" => json!({"type": "string", "format": shape}),
        "text" => json!({"type": "string"}),
        other => json!({"type": other}),
    }
}
