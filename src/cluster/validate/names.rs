//! Names and labels.

use serde_json::{Value, json};

use super::super::Resource;
use super::super::value::{at, text};
use super::{invalid, required};

const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const LABEL_NAME: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/// What a name must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// A DNS label.
    Label,
    /// A DNS subdomain, of at most so many characters.
    Subdomain(usize),
    /// Anything that can stand in an address.
    PathSegment,
}

/// Kinds whose names are no plain DNS subdomains.
const RULES: [(&str, Rule); 9] = [
    ("Service", Rule::Label),
    ("Namespace", Rule::Label),
    ("StatefulSet", Rule::Label),
    // The controller adds 11 characters.
    ("CronJob", Rule::Subdomain(52)),
    ("Role", Rule::PathSegment),
    ("RoleBinding", Rule::PathSegment),
    ("ClusterRole", Rule::PathSegment),
    ("ClusterRoleBinding", Rule::PathSegment),
    ("CustomResourceDefinition", Rule::Subdomain(253)),
];

/// What is wrong with an object's name and labels.
pub(super) fn metadata(resource: &Resource, object: &Value) -> Vec<String> {
    let name = text(object, &["metadata", "name"]);
    if name.is_empty() {
        return vec![required("metadata.name", "name or generateName is required")];
    }
    let rule = RULES.iter().find(|(kind, _)| *kind == resource.kind).map_or(Rule::Subdomain(253), |(_, rule)| *rule);
    let said = match rule {
        Rule::Label => dns_label(name),
        Rule::Subdomain(longest) => dns_subdomain(name, longest),
        Rule::PathSegment => path_segment(name),
    };
    let mut errors: Vec<String> = said.iter().map(|said| invalid("metadata.name", &json!(name), said)).collect();
    errors.extend(labels(object, "metadata"));
    errors
}

/// What is wrong with the labels at a path.
pub(super) fn labels(object: &Value, path: &str) -> Vec<String> {
    let steps: Vec<&str> = path.split('.').chain(["labels"]).collect();
    labels_of(at(object, &steps), &format!("{path}.labels"))
}

/// What is wrong with a map of labels.
pub(super) fn labels_of(labels: &Value, path: &str) -> Vec<String> {
    let mut errors = Vec::new();
    for (key, value) in labels.as_object().into_iter().flatten() {
        let name = key.rsplit('/').next().unwrap_or(key);
        if !bounded(name, is_word, |c| is_word(c) || matches!(c, '-' | '_' | '.')) || name.len() > 63 {
            errors.push(invalid(path, &json!(key), LABEL_NAME));
        }
        let value = value.as_str().unwrap_or_default();
        if value.len() > 63 {
            errors.push(invalid(path, &json!(value), "must be no more than 63 bytes"));
        }
        if !value.is_empty() && !bounded(value, is_word, |c| is_word(c) || matches!(c, '-' | '_' | '.')) {
            errors.push(invalid(path, &json!(value), LABEL_VALUE));
        }
    }
    errors
}

/// What is wrong with a DNS label.
pub(super) fn dns_label(name: &str) -> Vec<String> {
    let mut said = Vec::new();
    if name.len() > 63 {
        said.push(too_long(63));
    }
    if !is_dns_label(name) {
        said.push(if is_subdomain(name) { "must not contain dots".to_owned() } else { LABEL.to_owned() });
    }
    said
}

/// What is wrong with the name of a port.
pub(super) fn port_name(name: &str) -> Vec<String> {
    let mut said = Vec::new();
    if name.len() > 15 {
        said.push(too_long(15));
    }
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        said.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned());
    } else if !name.chars().any(|c| c.is_ascii_lowercase()) {
        said.push("must contain at least one letter (a-z)".to_owned());
    } else if name.contains("--") {
        said.push("must not contain consecutive hyphens".to_owned());
    } else if name.starts_with('-') || name.ends_with('-') {
        said.push("must not begin or end with a hyphen".to_owned());
    }
    said
}

fn dns_subdomain(name: &str, longest: usize) -> Vec<String> {
    let mut said = Vec::new();
    if name.len() > longest {
        said.push(too_long(longest));
    }
    if !is_subdomain(name) {
        said.push(SUBDOMAIN.to_owned());
    }
    said
}

fn path_segment(name: &str) -> Vec<String> {
    if matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    ["/", "%"].iter().filter(|part| name.contains(**part)).map(|part| format!("may not contain '{part}'")).collect()
}

fn too_long(longest: usize) -> String {
    format!("must be no more than {longest} characters")
}

fn is_dns_label(name: &str) -> bool {
    let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    bounded(name, lower, |c| lower(c) || c == '-')
}

fn is_subdomain(name: &str) -> bool {
    name.split('.').all(is_dns_label)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Whether a text begins and ends with a character of one sort and has only those of another between.
fn bounded(text: &str, edge: impl Fn(char) -> bool, inner: impl Fn(char) -> bool) -> bool {
    text.starts_with(&edge) && text.ends_with(&edge) && text.chars().all(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: &str, name: &str) -> Vec<String> {
        let resource = Resource {
            group: String::new(),
            version: "v1".into(),
            kind: kind.into(),
            plural: String::new(),
            namespaced: true,
        };
        metadata(&resource, &json!({"metadata": {"name": name}}))
    }

    #[test]
    fn names_follow_the_rule_of_their_kind() {
        assert_eq!(said("ConfigMap", "a.b-c"), [""; 0]);
        assert_eq!(said("ConfigMap", "My_App"), [format!("metadata.name: Invalid value: \"My_App\": {SUBDOMAIN}")]);
        assert_eq!(said("Service", "a.b"), ["metadata.name: Invalid value: \"a.b\": must not contain dots"]);
        assert_eq!(said("Role", "system:x/y"), ["metadata.name: Invalid value: \"system:x/y\": may not contain '/'"]);
        assert_eq!(said("CronJob", &"a".repeat(53)).len(), 1);
        assert_eq!(said("ConfigMap", ""), ["metadata.name: Required value: name or generateName is required"]);
    }

    #[test]
    fn labels_are_words() {
        let object = json!({"metadata": {"labels": {"app.kubernetes.io/version": "1.0+x", "ok": "", "a b": "c"}}});
        assert_eq!(labels(&object, "metadata").len(), 2);
    }
}
