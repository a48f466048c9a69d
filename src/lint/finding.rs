//! What a rule finds: a [`Diagnostic`] under construction, with places in the document.

use crate::manifest::Placed;
use crate::text::{Diagnostic, Edit, Fix, Label, Severity, Span};

/// A finding about a document.
pub(super) struct Finding(Diagnostic);

impl Finding {
    /// What rule `id` finds at a place, and the rule of Helm behind it.
    pub fn new(id: &'static str, severity: Severity, rule: &'static str, at: Span) -> Self {
        Finding(Diagnostic {
            id: id.into(),
            severity,
            title: String::new(),
            cause: String::new(),
            helm_says: None,
            rule: Some(rule.into()),
            labels: vec![Label { file: String::new(), span: at, text: String::new() }],
            fixes: Vec::new(),
        })
    }

    /// The title names the cause, the second sentence the effect.
    pub fn says(mut self, title: impl Into<String>, cause: impl Into<String>) -> Self {
        self.0.title = title.into();
        self.0.cause = cause.into();
        self
    }

    /// What Helm says to it.
    pub fn helm_says(mut self, text: impl Into<String>) -> Self {
        self.0.helm_says = Some(text.into());
        self
    }

    /// Offers to replace `span` by `text`, if there is such a place.
    pub fn fix(self, title: impl Into<String>, span: Option<Span>, text: impl Into<String>) -> Self {
        let Some(span) = span else { return self };
        self.fix_all(title, vec![Edit { span, text: text.into() }])
    }

    /// Offers several replacements at once, in order of position.
    pub fn fix_all(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.0.fixes.push(Fix { title: title.into(), file: String::new(), edits });
        self
    }

    /// With places in the source file.
    pub fn placed(self, placed: Placed<'_>) -> Diagnostic {
        placed.diagnostic(self.0)
    }
}
