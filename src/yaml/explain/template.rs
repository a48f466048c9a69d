//! Template expressions that the reader gets to see: unquoted, they are braces, and braces are a map.

use super::scene::{Scene, Words};
use crate::text::{Diagnostic, Span};

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let place = expression(scene)?;
    let words = Words {
        id: "yaml/braces-without-quotes",
        title: "Braces without quotes begin a map".to_owned(),
        cause: "To YAML {{ … }} without quotes is a map inside a map. A template expression has to be rendered first, \
                and one that is meant as text needs quotes."
            .to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, place);
    diagnostic.fixes.push(scene.quote(place, "Quote it"));
    Some(diagnostic)
}

/// The value on the line of the error that begins with `{{`.
fn expression(scene: &Scene<'_>) -> Option<Span> {
    let at = scene.error.span.start;
    let line = scene.line_start(at);
    let start = line.saturating_add(scene.line(at).find("{{")?);
    let (before, _) = scene.token_before(start)?;
    let is_value = before.end >= line;
    let end = scene.value_end(start);
    let is_alone = scene.slice(start, end).contains("}}");
    // Inside of other brackets the value does not reach to the end of its line.
    let in_flow = scene.slice(line, start).contains(['[', '{']);
    let place = if in_flow { closed(scene, start)? } else { Span::new(start, end) };
    (is_value && is_alone).then_some(place)
}

fn closed(scene: &Scene<'_>, start: usize) -> Option<Span> {
    let rest = scene.slice(start, scene.line_end(start));
    Some(Span::new(start, start.saturating_add(rest.find("}}")?).saturating_add(2)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    const TITLE: &str = "Braces without quotes begin a map";

    #[test]
    fn an_expression_gets_quotes() {
        check("a: {{ .Values.x }}\n", TITLE, "{{ .Values.x }}", "a: '{{ .Values.x }}'\n");
        check("- {{ .x }}/y # z\n", TITLE, "{{ .x }}/y", "- '{{ .x }}/y' # z\n");
        check("a: [{{ .x }}, b]\n", TITLE, "{{ .x }}", "a: ['{{ .x }}', b]\n");
        check("a: {{ f 'x' \"y\" }}\n", TITLE, "{{ f 'x' \"y\" }}", "a: \"{{ f 'x' \\\"y\\\" }}\"\n");
    }
}
