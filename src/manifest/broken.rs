//! Documents that cannot be read: what Helm says, what is wrong, and where.

use super::head::HeadError;
use crate::text::{Diagnostic, Label, Severity, Span};
use crate::yaml;

/// What is wrong with a document, with places in the document.
pub(super) fn explain(text: &str, error: &HeadError, helm_says: &str) -> Diagnostic {
    let found = match &error.yaml {
        Some(error) => yaml::explain(text, error, helm_says),
        None => wrong_shape(text, helm_says),
    };
    Diagnostic { rule: Some("R-HEAD-1"), ..found }
}

fn wrong_shape(text: &str, helm_says: &str) -> Diagnostic {
    let first_line = Span::new(0, text.find('\n').unwrap_or(text.len()));
    Diagnostic {
        id: "manifest/wrong-shape",
        severity: Severity::Error,
        title: "This document has the wrong shape".to_owned(),
        cause: "Helm reads kind, name and annotations of every document; one of them has the wrong shape here."
            .to_owned(),
        helm_says: Some(helm_says.to_owned()),
        rule: None,
        labels: vec![Label { file: String::new(), span: first_line, text: String::new() }],
        fixes: Vec::new(),
    }
}
