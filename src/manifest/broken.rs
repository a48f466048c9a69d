//! Documents that cannot be read: what Helm says, what is wrong, and where.

use super::head::HeadError;
use crate::text::{Diagnostic, Label, Severity, Span};

/// What is wrong with a document, with places in the document.
pub(super) fn explain(text: &str, error: &HeadError, helm_says: &str) -> Diagnostic {
    let (id, title, cause, span, context) = match &error.yaml {
        Some(yaml) => {
            let cause = yaml.message.strip_prefix("yaml: ").unwrap_or(&yaml.message);
            (
                "manifest/not-yaml",
                "This document is not valid YAML",
                format!("The YAML reader says: {cause}."),
                yaml.span,
                yaml.context,
            )
        }
        None => {
            let cause =
                "Helm reads kind, name and annotations of every document; one of them has the wrong shape here.";
            let first_line = text.find('\n').unwrap_or(text.len());
            (
                "manifest/wrong-shape",
                "This document has the wrong shape",
                cause.to_owned(),
                Span::new(0, first_line),
                None,
            )
        }
    };
    let label = |span, text: &str| Label { file: String::new(), span, text: text.into() };
    let mut labels = vec![label(span, "")];
    labels.extend(context.map(|span| label(span, "it begins here")));
    Diagnostic {
        id,
        severity: Severity::Error,
        title: title.into(),
        cause,
        helm_says: Some(helm_says.into()),
        rule: Some("R-HEAD-1"),
        labels,
        fixes: Vec::new(),
    }
}
