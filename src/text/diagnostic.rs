//! What is wrong, where, why, and how to mend it.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Span, Word};

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Helm stops, or drops the document.
    Error,
    /// Helm goes on, but hardly as meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// One finding about a source text.
///
/// Wording: the title names the cause, `cause` the effect, both short and in the present tense.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, BorshSerialize, BorshDeserialize)]
pub struct Diagnostic {
    /// Stable id, `room/kebab-case`, e.g. `yaml/comment-in-plain-text`.
    pub id: Word,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, one sentence: "A comment ends this text too early".
    pub title: String,
    /// Why, in plain words.
    pub cause: String,
    /// What Helm itself says, word for word as far as that is stable.
    pub helm_says: Option<String>,
    /// Id of the rule of Helm that is behind it, e.g. `R-HEAD-1`.
    pub rule: Option<Word>,
    /// Places; the first one is where to point.
    pub labels: Vec<Label>,
    /// Fixes, the safest first.
    pub fixes: Vec<Fix>,
}

/// A place a [`Diagnostic`] talks about.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, BorshSerialize, BorshDeserialize)]
pub struct Label {
    /// Path of the file inside its chart, e.g. `templates/job.yaml`; empty for a text without name.
    pub file: String,
    /// Where in that file.
    pub span: Span,
    /// What is there; empty if the title says it all.
    pub text: String,
}

/// A change of the source text that mends a [`Diagnostic`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, BorshSerialize, BorshDeserialize)]
pub struct Fix {
    /// What it does, imperative: "Turn the argument into a block".
    pub title: String,
    /// The file it changes, as in [`Label::file`].
    pub file: String,
    /// Edits that do not overlap, in order of position.
    pub edits: Vec<Edit>,
}

/// Replaces `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, BorshSerialize, BorshDeserialize)]
pub struct Edit {
    /// What is replaced (empty: an insertion).
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Diagnostic {
    /// Whether Helm stops because of it, or drops the document.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// An error at one place, of which nothing more is known yet: no rule, no word of Helm, no fix.
    #[must_use]
    pub fn error(id: &'static str, title: impl Into<String>, cause: impl Into<String>, at: Label) -> Self {
        Diagnostic {
            id: id.into(),
            severity: Severity::Error,
            title: title.into(),
            cause: cause.into(),
            helm_says: None,
            rule: None,
            labels: vec![at],
            fixes: Vec::new(),
        }
    }
}

impl Fix {
    /// `source` with the edits applied; `None` where an edit does not fit the text.
    #[must_use]
    pub fn apply(&self, source: &str) -> Option<String> {
        let mut out = String::with_capacity(source.len());
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(source.get(at..edit.span.start)?);
            out.push_str(&edit.text);
            at = edit.span.end;
        }
        out.push_str(source.get(at..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_applies_its_edits_in_order() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let fix = Fix { title: String::new(), file: String::new(), edits: vec![edit(0, 1, "A"), edit(2, 2, "-")] };
        assert_eq!(fix.apply("abc").as_deref(), Some("Ab-c"));
        assert_eq!(fix.apply("a"), None);
    }
}
