//! Reading story files.

use super::Story;
use crate::text::{Diagnostic, Edit, Fix, Label, LineIndex, Span, nearest};

/// Reads a story file. Unknown fields are errors, so that a typing mistake cannot pass unseen.
///
/// What the engine refuses by itself (an operation on a chart that is not there, a flag it does not know) is no
/// error here: it belongs to the trace.
///
/// # Errors
/// What is wrong with the text, with places in it.
pub fn read(text: &str) -> Result<Story, Vec<Diagnostic>> {
    // A text without content is a story in which nothing happens.
    serde_yaml::from_str::<Option<Story>>(text)
        .map(Option::unwrap_or_default)
        .map_err(|error| vec![explain(text, &error)])
}

/// What serde says, in our words and with a place.
fn explain(text: &str, error: &serde_yaml::Error) -> Diagnostic {
    // serde complains about what stands before a syntax error first; the syntax error is worth more.
    if let Err(syntax) = serde_yaml::from_str::<serde::de::IgnoredAny>(text) {
        let cause = sentence(&without_place(&syntax));
        return diagnostic("story/syntax", "The story is not valid YAML", cause, place(text, &syntax));
    }
    let (span, message) = (place(text, error), without_place(error));
    for (start, id, explain) in EXPLANATIONS {
        if let Some(rest) = message.strip_prefix(start) {
            return explain(id, rest, text, span);
        }
    }
    diagnostic("story/invalid", "The story says something impossible", sentence(&message), span)
}

type Explain = fn(&'static str, &str, &str, Span) -> Diagnostic;

/// How serde's messages begin, and what we make of what follows.
const EXPLANATIONS: [(&str, &str, Explain); 7] = [
    ("unknown field ", "story/unknown-field", |id, rest, text, span| unknown(id, "field", rest, text, span)),
    ("unknown variant ", "story/unknown-word", |id, rest, text, span| unknown(id, "word", rest, text, span)),
    ("unknown outcome ", "story/unknown-word", |id, rest, text, span| unknown(id, "outcome", rest, text, span)),
    ("missing field ", "story/missing-field", |id, rest, _, span| {
        diagnostic(id, &format!("The field {rest} is missing"), "It has no default, so it must be there.".into(), span)
    }),
    ("duplicate field ", "story/duplicate", |id, rest, _, span| twice(id, rest, span)),
    ("duplicate entry ", "story/duplicate", |id, rest, _, span| twice(id, rest, span)),
    ("invalid type: ", "story/wrong-type", |id, rest, _, span| {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
        diagnostic(id, "This is not what belongs here", format!("Expected {expected}, found {found}."), span)
    }),
];

/// A name that is not known, the known ones behind it in the message, all in backticks.
fn unknown(id: &'static str, what: &str, rest: &str, text: &str, span: Span) -> Diagnostic {
    let mut names = rest.split('`').skip(1).step_by(2);
    let name = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let meant = nearest(name, known.iter().copied());
    let title = match meant {
        Some(meant) => format!("Unknown {what} `{name}`: did you mean `{meant}`?"),
        None => format!("Unknown {what} `{name}`"),
    };
    let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut found = diagnostic(id, &title, format!("What can stand here: {known}."), span);
    // Inside a text such as `completd 2s` the name begins later than the value.
    let at = span.of(text).find(name).map(|at| span.start.saturating_add(at));
    if let (Some(meant), Some(start)) = (meant, at) {
        let span = Span::new(start, start.saturating_add(name.len()));
        found.labels = vec![label(span)];
        let edits = vec![Edit { span, text: meant.into() }];
        found.fixes.push(Fix { title: format!("Write `{meant}`"), file: String::new(), edits });
    }
    found
}

fn twice(id: &'static str, name: &str, span: Span) -> Diagnostic {
    diagnostic(id, &format!("{name} stands twice"), "The second would hide the first.".into(), span)
}

fn diagnostic(id: &'static str, title: &str, cause: String, span: Span) -> Diagnostic {
    Diagnostic::error(id, title, cause, label(span))
}

fn label(span: Span) -> Label {
    Label { file: String::new(), span, text: String::new() }
}

/// The word or line rest at the place of the error; serde_yaml counts characters, not bytes.
fn place(text: &str, error: &serde_yaml::Error) -> Span {
    let Some(location) = error.location() else { return Span::at(0) };
    let line_start = LineIndex::new(text).start(location.line());
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let skipped: usize = line.chars().take(location.column().saturating_sub(1)).map(char::len_utf8).sum();
    let rest = line.get(skipped..).unwrap_or_default();
    let length = key_length(rest).unwrap_or_else(|| rest.trim_end().len());
    let start = line_start.saturating_add(skipped);
    Span::new(start, start.saturating_add(length))
}

/// The length of `key` in `key: value`.
fn key_length(rest: &str) -> Option<usize> {
    let end =
        rest.find(": ").or_else(|| rest.trim_end().ends_with(':').then(|| rest.trim_end().len().saturating_sub(1)))?;
    rest.get(..end).filter(|key| !key.contains([' ', '{', '[', '"'])).map(str::len)
}

/// The message without the path before it and the place behind it.
fn without_place(error: &serde_yaml::Error) -> String {
    let full = error.to_string();
    let place = error.location().map(|at| format!(" at line {} column {}", at.line(), at.column())).unwrap_or_default();
    let message = full.strip_suffix(&place).unwrap_or(&full);
    match message.split_once(": ") {
        // A path such as `operations[0].world`; messages have spaces before their colon.
        Some((path, rest)) if !path.contains(' ') => rest.to_owned(),
        _ => message.to_owned(),
    }
}

/// With a capital at the beginning and a full stop at the end.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The one diagnostic of `text`: `id@the text under the first label: title`.
    fn wrong(text: &str) -> String {
        let found = read(text).expect_err("an error").remove(0);
        format!("{}@{}: {}", found.id, found.labels[0].span.of(text), found.title)
    }

    #[test]
    fn defaults() {
        let story = read("operations:\n- install: a\n").unwrap();
        assert_eq!(story.release, crate::story::ReleaseName::default());
        assert_eq!(story.operations[0].command, crate::story::Command::Install("a".into()));
        assert_eq!(read("").unwrap(), Story::default());
        assert_eq!(read("release: {name: x}").unwrap().release.namespace, "demo");
        assert_eq!(read("helm: v3.22.0").unwrap().helm, Some(crate::story::HelmVersion::new(3, 22, 0)));
    }

    #[test]
    fn mistakes_have_a_place_and_a_name() {
        for (text, expected) in [
            ("titel: x", "story/unknown-field@titel: Unknown field `titel`: did you mean `title`?"),
            (
                "charts:\n  a:\n    templtes: {}\n",
                "story/unknown-field@templtes: Unknown field `templtes`: did you mean `templates`?",
            ),
            (
                "operations:\n- instal: a\n",
                "story/unknown-field@instal: Unknown field `instal`: did you mean `install`?",
            ),
            ("bananas: 1\n", "story/unknown-field@bananas: Unknown field `bananas`"),
            (
                "world: {Job/a: completd 2s}",
                "story/unknown-word@completd: Unknown outcome `completd`: did you mean `completes`?",
            ),
            ("helm: 4.3\n", "story/wrong-type@4.3: This is not what belongs here"),
            ("helm: four\n", "story/invalid@four: The story says something impossible"),
            ("operations:\n- title: x\n", "story/invalid@title: The story says something impossible"),
            ("operations:\n- install: a\n  test: true\n", "story/invalid@install: The story says something impossible"),
            (
                "operations: [{stop: [{signal: trem}]}]",
                "story/unknown-word@trem: Unknown word `trem`: did you mean `term`?",
            ),
            (
                "operations: [{reject: [{verb: get}]}]",
                "story/missing-field@{verb: get}]}]: The field `code` is missing",
            ),
            ("charts:\n  a: {}\n  a: {}\n", "story/duplicate@a: `a` stands twice"),
            ("id: a\nid: b\n", "story/duplicate@id: `id` stands twice"),
            ("a: [\n", "story/syntax@: The story is not valid YAML"),
            ("é: 1", "story/unknown-field@é: Unknown field `é`"),
        ] {
            assert_eq!(wrong(text), expected, "{text}");
        }
    }

    #[test]
    fn the_fix_mends_the_mistake() {
        let text = "operations:\n- install: a\n  flgs: [--wait]\n";
        let found = read(text).unwrap_err().remove(0);
        assert_eq!(found.fixes[0].apply(text).unwrap(), "operations:\n- install: a\n  flags: [--wait]\n");
    }
}
