//! `annotation/not-text`: a number or boolean without quotes as the value of an annotation.
//!
//! # What
//! Any annotation of any document whose value YAML takes for a number or a boolean. The usual one is
//! `helm.sh/hook-weight: 5`.
//!
//! # Why
//! Helm's own reader makes text of it, so `helm template` and `helm lint` pass. Kubernetes' reader does not: the
//! object cannot be built (R-WGT-4). For a resource that ends the operation up front, for a hook only when its turn
//! comes, possibly after other hooks and all resources were applied.
//!
//! # Example
//! ```yaml
//! helm.sh/hook-weight: -5
//! ```
//!
//! # Fix
//! ```yaml
//! helm.sh/hook-weight: "-5"
//! ```

use serde_json::Value;

use super::subject::is_plain;
use super::{Finding, Subject};
use crate::manifest::annotations::WEIGHT;
use crate::text::{Severity, Span};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(values) = subject.object.pointer("/metadata/annotations").and_then(Value::as_object) else {
        return Vec::new();
    };
    let odd = values.iter().filter_map(|(name, value)| Some((name.as_str(), what(value)?)));
    odd.map(|(name, what)| finding(subject, name, what)).collect()
}

/// What Go calls a value that is no text; nothing is as good as an empty text.
fn what(value: &Value) -> Option<&'static str> {
    match value {
        Value::Bool(_) => Some("bool"),
        Value::Number(_) => Some("number"),
        _ => None,
    }
}

fn finding(subject: &Subject<'_>, name: &str, what: &str) -> Finding {
    let entry = subject.entry(name);
    let at = subject.place(name);
    let when = if subject.is_hook() { "when this hook's turn comes" } else { "before anything is applied" };
    let article = if what == "bool" { "boolean" } else { "number" };
    // Helm has read a weight such as 0x10 already: what it made of it is what was meant.
    let text = match name {
        WEIGHT => subject.annotation(name).unwrap_or_default(),
        _ => at.of(subject.text),
    };
    let plain: Option<Span> = entry.filter(|entry| is_plain(entry.value)).map(|entry| entry.value.span);
    Finding::new("annotation/not-text", Severity::Error, "R-WGT-4", at)
        .says(
            format!("{name} is a {article}, and annotations are texts"),
            format!("Helm reads it without complaint. The operation fails {when}, because the object cannot be built."),
        )
        .helm_says(format!(
            "unable to decode \"\": json: cannot unmarshal {what} into Go struct field ObjectMeta.metadata.annotations of type string"
        ))
        .fix("Put it in quotes", plain, format!("\"{text}\""))
}
