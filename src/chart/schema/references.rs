//! What references of a schema lead to (`root.go`, `objcompiler.go`).

use serde_json::Value;

use super::{Checker, DEPTH, FILE};

/// Keywords with a schema, or several.
const SCHEMAS: [&str; 15] = [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "items",
    "prefixItems",
    "additionalItems",
    "contains",
    "additionalProperties",
    "propertyNames",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords with schemas by names.
const NAMED: [&str; 4] = ["properties", "patternProperties", "dependencies", "dependentSchemas"];

impl Checker<'_> {
    /// What `#/a/b` leads to, or `#name`.
    pub(super) fn target(&self, reference: &str) -> Option<&Value> {
        let own = self.root.get("$id").and_then(Value::as_str).and_then(|id| id.rsplit('/').next());
        let reference = own.filter(|id| !id.is_empty()).and_then(|id| reference.strip_prefix(id)).unwrap_or(reference);
        let path = reference.strip_prefix('#')?;
        if !path.is_empty() && !path.starts_with('/') {
            return self.anchored(self.root, path, DEPTH);
        }
        self.root.pointer(&path.replace("%25", "%").replace("%24", "$"))
    }

    /// The schema that is called `name`.
    fn anchored<'s>(&self, schema: &'s Value, name: &str, depth: usize) -> Option<&'s Value> {
        let depth = depth.checked_sub(1)?;
        let keyword = if self.draft < 2019 { if self.draft == 4 { "id" } else { "$id" } } else { "$anchor" };
        let found = schema.get(keyword).and_then(Value::as_str);
        if found.is_some_and(|found| found.trim_start_matches('#') == name) {
            return Some(schema);
        }
        match schema {
            Value::Object(parts) => parts.values().find_map(|part| self.anchored(part, name, depth)),
            Value::Array(items) => items.iter().find_map(|item| self.anchored(item, name, depth)),
            _ => None,
        }
    }

    /// Follows the references of all schemas that can be come to.
    ///
    /// # Errors
    /// One that leads nowhere.
    pub(super) fn resolve(&self) -> Result<(), String> {
        let (mut waiting, mut seen) = (vec![self.root], Vec::new());
        while let Some(schema) = waiting.pop() {
            let Some(keywords) = schema.as_object().filter(|_| !seen.iter().any(|one| std::ptr::eq(*one, schema)))
            else {
                continue;
            };
            seen.push(schema);
            let reference = keywords.get("$ref").and_then(Value::as_str).filter(|name| name.starts_with('#'));
            if let Some(reference) = reference {
                let wrong = match reference.strip_prefix("#/") {
                    Some(_) => format!("json-pointer in \"{FILE}{reference}\" not found"),
                    None => format!("anchor in \"{FILE}{reference}\" not found in schema \"{FILE}\""),
                };
                waiting.push(self.target(reference).ok_or(wrong)?);
            }
            for (name, value) in
                keywords.iter().filter(|(name, _)| !(reference.is_some() && self.draft < 2019 && *name != "$ref"))
            {
                match value {
                    Value::Array(items) if SCHEMAS.contains(&name.as_str()) => waiting.extend(items),
                    Value::Object(named) if NAMED.contains(&name.as_str()) => waiting.extend(named.values()),
                    value if SCHEMAS.contains(&name.as_str()) => waiting.push(value),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}
