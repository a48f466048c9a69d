//! What reading a document brings up: what Helm says, what is wrong, and where.

use super::entry_at;
use super::head::HeadError;
use crate::text::{Diagnostic, Label, Severity, Span};
use crate::yaml::{self, DuplicateKey};

/// Why a document cannot be read, with places in the document.
pub(super) fn explain(text: &str, error: &HeadError, helm_says: &str) -> Diagnostic {
    let found = match &error.yaml {
        Some(error) => yaml::explain(text, error, helm_says),
        None => wrong_shape(text, &error.message, helm_says),
    };
    Diagnostic { rule: Some("R-HEAD-1".into()), ..found }
}

/// A key that stands twice: nothing that stops Helm, but one of the two values is lost.
pub(super) fn duplicate(found: &DuplicateKey) -> Diagnostic {
    Diagnostic {
        id: "yaml/duplicate-key".into(),
        severity: Severity::Warning,
        title: format!("The key {} stands twice", found.key),
        cause: "Helm takes the last one without a word.".into(),
        helm_says: None,
        rule: Some("R-HEAD-7".into()),
        labels: vec![label(found.second, ""), label(found.first, "this one is lost")],
        fixes: Vec::new(),
    }
}

fn wrong_shape(text: &str, message: &str, helm_says: &str) -> Diagnostic {
    let field = field(message);
    let what = if field.is_empty() { "the document".to_owned() } else { field.join(".") };
    Diagnostic {
        id: "manifest/wrong-shape".into(),
        severity: Severity::Error,
        title: format!("The shape of {what} is wrong"),
        cause: "Helm reads kind, name and annotations of every document: a map, its annotations a map of texts.".into(),
        helm_says: Some(helm_says.into()),
        rule: None,
        labels: vec![label(place(text, &field), "")],
        fixes: Vec::new(),
    }
}

/// The field that Go names behind the type: `… into Go struct field SimpleHead.kind of type …`.
fn field(message: &str) -> Vec<&str> {
    let named = message.split_once("Go struct field ").and_then(|(_, rest)| rest.split_once(" of type "));
    named.map(|(path, _)| path.split('.').skip(1).collect()).unwrap_or_default()
}

/// The field's value, or else the first line.
fn place(text: &str, field: &[&str]) -> Span {
    let root = yaml::read(text).ok().and_then(|document| document.root);
    let value = root.as_ref().and_then(|root| entry_at(root, field)).map(|entry| entry.value.span);
    value.unwrap_or_else(|| Span::new(0, text.find('\n').unwrap_or(text.len())))
}

fn label(span: Span, text: &str) -> Label {
    Label { file: String::new(), span, text: text.into() }
}
