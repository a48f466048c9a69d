//! Errors whose message says it all, once it is put in plain words.

use super::scene::{Scene, Words, fix, label};
use crate::text::{Diagnostic, Edit, Span};

/// What go-yaml says (the end of it, or a part in between), and id, title and cause of the diagnostic.
const TABLE: &[(&str, &str, &str, &str)] = &[
    (
        "control characters are not allowed",
        "yaml/control-character",
        "This character is not allowed in YAML",
        "Control characters can only be written as escape sequences in double quotes.",
    ),
    (
        "found character that cannot start any token",
        "yaml/reserved-character",
        "A value cannot begin with this character",
        "YAML keeps it for itself. In quotes it is text.",
    ),
    (
        "did not find expected node content",
        "yaml/missing-value",
        "A value is missing here",
        "What stands here is a sign of YAML and no value.",
    ),
    (
        "did not find expected comment or line break",
        "yaml/text-after-sign",
        "Nothing but a comment may follow on this line",
        "The text of a block begins on the line below | or >.",
    ),
    (
        "found an indentation indicator equal to 0",
        "yaml/block-indentation",
        "A block has to be indented by 1 at least",
        "The digit behind | or > says how far in the text of the block is.",
    ),
    (
        "did not find expected hexdecimal number",
        "yaml/wrong-escape",
        "This escape sequence is incomplete",
        "\\x takes two hexadecimal digits, \\u four and \\U eight.",
    ),
    (
        "found invalid Unicode character escape code",
        "yaml/wrong-escape",
        "This escape sequence is no character",
        "Halves of surrogate pairs and numbers above 10FFFF are no characters.",
    ),
    (
        "found incompatible YAML document",
        "yaml/version",
        "Helm reads YAML 1.1 only",
        "A %YAML line with another version is an error.",
    ),
    (
        "found unknown directive name",
        "yaml/directive",
        "A line cannot begin with %",
        "At the start of a line % begins a directive, and there are only %YAML and %TAG.",
    ),
    (
        "could not find expected directive name",
        "yaml/directive",
        "A line cannot begin with %",
        "At the start of a line % begins a directive, and there are only %YAML and %TAG.",
    ),
    (
        "found undefined tag handle",
        "yaml/unknown-tag-handle",
        "Nothing says what this tag begins with",
        "A tag of the form !handle!name needs a %TAG line for its handle.",
    ),
    (
        "mapping keys are not allowed in this context",
        "yaml/key-sign",
        "A key cannot begin here",
        "A ? with a space behind it begins a key, which needs a line of its own.",
    ),
    (
        "mapping values are not allowed in this context",
        "yaml/colon-sign",
        "A colon is not allowed here",
        "A colon with a space behind it ends a key, and here no key can be: it would be a value, or longer than 1024 \
         characters.",
    ),
    (
        "map merge requires map or sequence of maps as the value",
        "yaml/merge",
        "Only maps can be merged",
        "The value of << has to be a map, an alias of one, or a list of them.",
    ),
    (
        "document contains excessive aliasing",
        "yaml/excessive-aliasing",
        "Aliases make this document too large",
        "Nearly all of its values are repetitions of others.",
    ),
    (
        "!!binary value contains invalid base64 data",
        "yaml/wrong-base64",
        "This is not valid base64",
        "A value with the tag !!binary has to be base64, padded with =.",
    ),
    (
        "cannot decode ",
        "yaml/tag-mismatch",
        "This value is not what its tag says",
        "The tag before it asks for a type that the text is not of.",
    ),
    (
        "invalid map key: ",
        "yaml/collection-as-key",
        "A list or a map cannot be a key",
        "Keys have to be text, numbers or booleans, because the document becomes JSON.",
    ),
    (
        "unsupported map key of type: ",
        "yaml/unsupported-key",
        "This key cannot become text",
        "The document becomes JSON, whose keys are text; null and numbers above 9223372036854775807 do not convert.",
    ),
    (
        "json: unsupported value: ",
        "yaml/not-in-json",
        "JSON has no such number",
        "The document becomes JSON, which knows neither infinity nor \"not a number\". In quotes it is text.",
    ),
    (
        "did not find expected <document start>",
        "yaml/directive",
        "A line with --- is missing",
        "Lines that begin with % are about the document that a line with --- begins.",
    ),
    ("(a limit of this tool", "yaml/limit", "This document is too large for this tool", "Helm itself would go on."),
];

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let (message, id, title, cause) = TABLE.iter().find(|(message, ..)| scene.error.message.contains(message))?;
    let words = Words { id, title: (*title).to_owned(), cause: (*cause).to_owned() };
    let span = scene.error.span;
    let mut diagnostic = scene.diagnostic(words, span);
    match *message {
        "control characters are not allowed" => {
            diagnostic.fixes.push(fix("Remove the character", vec![Edit { span, text: String::new() }]));
        }
        "found incompatible YAML document" => {
            let end = scene.lines_below(span.start).next().unwrap_or(scene.text.len());
            let line = Span::new(scene.line_start(span.start), end);
            diagnostic.fixes.push(fix("Remove the line", vec![Edit { span: line, text: String::new() }]));
        }
        "found character that cannot start any token" | "did not find expected node content" => {
            let value = Span::new(span.start, scene.value_end(span.start).max(span.start));
            diagnostic.fixes.push(scene.quote(value, "Quote the value"));
        }
        "json: unsupported value: " => diagnostic.fixes.push(scene.quote(span, "Quote it, if it is text")),
        _ => diagnostic
            .labels
            .extend(scene.error.context.map(|context| label(scene.line_span(context.start), "it begins here"))),
    }
    Some(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn what_the_table_can_mend() {
        check("a: @b # c\n", "A value cannot begin with this character", "@", "a: '@b' # c\n");
        check("a: b\u{7}c\n", "This character is not allowed in YAML", "\u{7}", "a: bc\n");
        check("%YAML 1.2\n---\na: 1\n", "Helm reads YAML 1.1 only", "%YAML 1.2\n", "---\na: 1\n");
        check("a: ,b\n", "A value is missing here", ",", "a: ',b'\n");
        check("a: .inf\n", "JSON has no such number", ".inf", "a: '.inf'\n");
    }

    #[test]
    fn what_it_can_only_name() {
        check("? [a]\n: b\n", "A list or a map cannot be a key", "[a]", "");
        check("a: !!int b\n", "This value is not what its tag says", "!!int b", "");
        check("a: |b\n", "Nothing but a comment may follow on this line", "b", "");
    }
}
