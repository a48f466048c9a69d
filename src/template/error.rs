//! What went wrong while a template ran, and the words Helm has for it.

use super::dialect::Dialect;

/// Why a function or the machine stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Go's message: an error the function returned, or a panic in it.
    Message(String),
    /// A limit of ours; nothing Helm would say.
    Limit(Limit),
    /// The playground cannot compute it.
    Missing,
}

/// Which limit ended a rendering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`super::Limits::steps`]
    Steps,
    /// [`super::Limits::output`]
    Output,
    /// [`super::Limits::value`]
    Value,
    /// Calls within calls.
    Depth,
}

impl Failure {
    /// An error of a function.
    pub fn message(text: impl Into<String>) -> Self {
        Failure::Message(text.into())
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Failure::Message(text)
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Failure::Message(text.into())
    }
}

/// An error as Go nests it: each level's message contains those within.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Nested {
    /// The whole message, outermost first.
    pub text: String,
    /// Where in `text` each error begins that `errors.Unwrap` reaches, the outermost at 0.
    pub starts: Vec<usize>,
    /// Whether the outermost is an error of an execution (`template.ExecError`).
    pub executing: bool,
}

impl Nested {
    /// An error around nothing.
    pub fn new(text: String) -> Self {
        Nested { text, starts: vec![0], executing: false }
    }

    /// `prefix` put before the error, as `fmt.Errorf("prefix%w")` does.
    pub fn within(mut self, prefix: &str) -> Self {
        for start in &mut self.starts {
            *start = start.saturating_add(prefix.len());
        }
        self.starts.insert(0, 0);
        self.text.insert_str(0, prefix);
        self.executing = false;
        self
    }
}

/// Helm's message for an error that ended the rendering of `file`.
pub(super) fn rendering(file: &str, error: &Nested, dialect: &Dialect) -> String {
    let text = &error.text;
    if !error.executing {
        return text.clone();
    }
    let mut parts = text.splitn(3, ": ");
    let (Some(_), Some(location), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return format!("execution error in ({file}): {text}");
    };
    if let Some(warning) = warning(rest) {
        return format!("execution error at ({location}): {warning}");
    }
    if !dialect.traces_errors {
        return text.clone();
    }
    let mut traces: Vec<Trace<'_>> = Vec::new();
    for start in &error.starts {
        let Some(trace) = text.get(*start..).and_then(trace) else { return text.clone() };
        if traces.last() != Some(&trace) {
            traces.push(trace);
        }
    }
    let text: String = traces.iter().map(Trace::text).collect();
    text.trim().into()
}

/// Helm's message for a text that does not parse; `error` is Go's.
pub(super) fn parsing(file: &str, error: &str) -> String {
    let parts: Vec<&str> = error.split(": ").collect();
    match parts.as_slice() {
        [_, location, .., message] => format!("parse error at ({location}): {message}"),
        _ => format!("parse error in ({file}): {error}"),
    }
}

pub(super) const WARNING_START: &str = "HELM_ERR_START";
pub(super) const WARNING_END: &str = "HELM_ERR_END";

/// What `fail` and `required` put between their marks.
fn warning(text: &str) -> Option<&str> {
    let from = text.find(WARNING_START)?.saturating_add(WARNING_START.len());
    let to = text.rfind(WARNING_END)?;
    text.get(from..to)
}

/// One level of Helm 4's report.
#[derive(PartialEq)]
struct Trace<'a> {
    location: &'a str,
    executing: Option<(&'a str, &'a str)>,
    message: &'a str,
}

impl Trace<'_> {
    fn text(&self) -> String {
        let mut out = String::new();
        if !self.location.is_empty() {
            out.push_str(&format!("{}\n  ", self.location));
        }
        if let Some((name, place)) = self.executing {
            out.push_str(&format!("executing \"{name}\" at <{place}>:\n    "));
        }
        if !self.message.is_empty() {
            out.push_str(self.message);
            out.push('\n');
        }
        out
    }
}

/// Takes Go's message apart as Helm 4 does (`parseTemplateExecErrorString`).
fn trace(text: &str) -> Option<Trace<'_>> {
    let rest = text.strip_prefix("template: ")?;
    if rest.starts_with("no template ") {
        return Some(Trace { location: "", executing: None, message: text });
    }
    if let Some((location, after)) = rest.split_once(": executing ") {
        let (name, after) = after.strip_prefix('"')?.split_once('"')?;
        let (place, message) = after.strip_prefix(" at <")?.split_once(">: ")?;
        return Some(Trace { location, executing: Some((name, place)), message: cut(message) });
    }
    let at = rest.rfind(": ")?;
    let message = rest.get(at.saturating_add(2)..)?;
    Some(Trace { location: rest.get(..at)?, executing: None, message: cut(message) })
}

/// The message without the next level's.
fn cut(message: &str) -> &str {
    message.find(" template:").and_then(|at| message.get(..at)).unwrap_or(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_errors_keep_place_and_last_part() {
        let error = "template: chart/templates/x.yaml:1: function \"x\" not defined";
        assert_eq!(parsing("f", error), "parse error at (chart/templates/x.yaml:1): function \"x\" not defined");
        assert_eq!(parsing("f", "template: f:2: a: b"), "parse error at (f:2): b");
    }

    #[test]
    fn traces_list_one_level_after_the_other() {
        let inner = Nested {
            executing: true,
            ..Nested::new("template: h:1:2: executing \"in\" at <.x.y>: nil pointer evaluating interface {}.y".into())
        };
        let mut outer = inner.within("template: f:3:4: executing \"f\" at <include \"in\" .>: error calling include: ");
        outer.executing = true;
        let dialect = Dialect::NEWEST;
        assert_eq!(
            rendering("f", &outer, &dialect),
            "f:3:4\n  executing \"f\" at <include \"in\" .>:\n    error calling include:\nh:1:2\n  executing \"in\" at <.x.y>:\n    nil pointer evaluating interface {}.y"
        );
    }
}
