//! What a schema has to be: the drafts' own schemas of schemas, made from a table of their keywords.
//!
//! Left out: `$vocabulary`. What the drafts share by references stands in its place, which says the same.

/// Groups of keywords, in which drafts since 2019 tell faults one after the other.
const GROUPS: [&str; 8] = ["core", "applicator", "unevaluated", "validation", "meta-data", "format", "content", "root"];

/// Group, shape, first and last draft, and the keywords.
const KEYWORDS: [(&str, &str, u32, u32, &str); 47] = [
    ("core", "string", 4, 4, "id $ref"),
    ("core", "id", 6, 2020, "$id"),
    ("core", "uri", 4, 2020, "$schema"),
    ("core", "uri-reference", 6, 2020, "$ref"),
    ("core", "uri-reference", 2019, 2020, "$recursiveRef"),
    ("core", "boolean", 2019, 2019, "$recursiveAnchor"),
    ("core", "uri-reference", 2020, 2020, "$dynamicRef"),
    ("core", "anchor", 2019, 2020, "$anchor"),
    ("core", "anchor", 2020, 2020, "$dynamicAnchor"),
    ("core", "string", 7, 2020, "$comment"),
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
    ("meta-data", "string", 4, 2020, "title description"),
    ("meta-data", "boolean", 7, 2020, "readOnly writeOnly"),
    ("meta-data", "boolean", 2019, 2020, "deprecated"),
    ("meta-data", "array", 7, 2020, "examples"),
    ("format", "string", 4, 2020, "format"),
    ("content", "string", 7, 2020, "contentMediaType contentEncoding"),
    ("content", "schema", 2019, 2020, "contentSchema"),
    ("root", "schemas", 4, 2020, "definitions"),
    ("root", "dependencies", 4, 2020, "dependencies"),
];

/// The schema of a draft's schemas, as JSON.
pub(super) fn schema(draft: u32) -> String {
    let mut parts = Vec::new();
    for group in GROUPS {
        let mut rules = Vec::new();
        for (_, shape, first, last, names) in KEYWORDS.iter().filter(|(of, ..)| *of == group) {
            if (*first..=*last).contains(&draft) {
                let shape = of_shape(shape, draft);
                rules.extend(names.split(' ').map(|name| format!("\"{name}\":{shape}")));
            }
        }
        parts.push(rules.join(","));
    }
    if draft < 2019 {
        parts.retain(|rules| !rules.is_empty());
        let (kind, more) = match draft {
            4 => (r#""object""#, r#","dependencies":{"exclusiveMaximum":["maximum"],"exclusiveMinimum":["minimum"]}"#),
            _ => (r#"["object","boolean"]"#, ""),
        };
        return format!(r#"{{"type":{kind},"properties":{{{}}}{more}}}"#, parts.join(","));
    }
    let root = parts.pop().unwrap_or_default();
    let groups = parts.join(r#"}},{"properties":{"#);
    format!(r#"{{"type":["object","boolean"],"allOf":[{{"properties":{{{groups}}}}}],"properties":{{{root}}}}}"#)
}

/// A shape that drafts have in common, or else the one of this draft.
fn of_shape(shape: &str, draft: u32) -> String {
    let is_old = draft < 2019;
    let text = match shape {
        "schema" => r##"{"$ref":"#"}"##,
        "either" => r##"{"anyOf":[{"type":"boolean"},{"$ref":"#"}]}"##,
        "items" => r##"{"anyOf":[{"$ref":"#"},{"type":"array","minItems":1,"items":{"$ref":"#"}}]}"##,
        "list" => r##"{"type":"array","minItems":1,"items":{"$ref":"#"}}"##,
        "schemas" => r##"{"type":"object","additionalProperties":{"$ref":"#"}}"##,
        "patterns" => r##"{"type":"object","additionalProperties":{"$ref":"#"},"propertyNames":{"format":"regex"}}"##,
        "dependencies" => {
            let texts = of_shape("texts", draft);
            return format!(r##"{{"type":"object","additionalProperties":{{"anyOf":[{{"$ref":"#"}},{texts}]}}}}"##);
        }
        "lists of texts" => {
            return format!(r#"{{"type":"object","additionalProperties":{}}}"#, of_shape("texts", draft));
        }
        "texts" if draft == 4 => r#"{"type":"array","items":{"type":"string"},"minItems":1,"uniqueItems":true}"#,
        "texts" => r#"{"type":"array","items":{"type":"string"},"uniqueItems":true}"#,
        "count or none" if is_old => r#"{"allOf":[{"type":"integer","minimum":0}]}"#,
        "count" | "count or none" => r#"{"type":"integer","minimum":0}"#,
        "positive" if draft == 4 => r#"{"type":"number","minimum":0,"exclusiveMinimum":true}"#,
        "positive" => r#"{"type":"number","exclusiveMinimum":0}"#,
        "enum" if is_old => r#"{"type":"array","minItems":1,"uniqueItems":true}"#,
        "enum" => r#"{"type":"array"}"#,
        "types" => {
            let one = r#"{"enum":["array","boolean","integer","null","number","object","string"]}"#;
            return format!(r#"{{"anyOf":[{one},{{"type":"array","items":{one},"minItems":1,"uniqueItems":true}}]}}"#);
        }
        "id" if is_old => r#"{"type":"string","format":"uri-reference"}"#,
        "id" => r#"{"type":"string","format":"uri-reference","pattern":"^[^#]*#?$"}"#,
        "anchor" if draft == 2019 => r#"{"type":"string","pattern":"^[A-Za-z][-A-Za-z0-9.:_]*$"}"#,
        "anchor" => r#"{"type":"string","pattern":"^[A-Za-z_][-A-Za-z0-9._]*$"}"#,
        "uri" | "uri-reference" | "regex" => return format!(r#"{{"type":"string","format":"{shape}"}}"#),
        other => return format!(r#"{{"type":"{other}"}}"#),
    };
    text.into()
}
