//! `*` and `&` at the start of a value: aliases and anchors, where text was meant more often than not.

use super::scene::{Scene, Words, label};
use crate::text::{Diagnostic, Span};
use crate::yaml::token::TokenKind;

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    if scene.error.message.starts_with("yaml: unknown anchor ") {
        return unknown(scene);
    }
    if scene.error.message.ends_with(" value contains itself") {
        return Some(inside_itself(scene));
    }
    if scene.says(&["did not find expected alphabetic or numeric character"]) {
        return Some(no_name(scene));
    }
    None
}

/// `*name`, and no `&name` above it.
fn unknown(scene: &Scene<'_>) -> Option<Diagnostic> {
    let span = scene.error.span;
    let name = span.of(scene.text).strip_prefix('*')?;
    let words = Words {
        id: "yaml/unknown-anchor",
        title: format!("No anchor is called {name}"),
        cause: format!(
            "*{name} stands for the value marked &{name}, which has to come first and in the same document."
        ),
    };
    let mut diagnostic = scene.diagnostic(words, span);
    let later =
        scene.tokens.iter().find(|(token, _)| matches!(token.kind, TokenKind::Anchor(anchor) if anchor == name));
    match later {
        Some((anchor, _)) => {
            diagnostic.labels.push(label(Span::new(anchor.start.at, anchor.end), "the anchor comes too late"));
        }
        None => diagnostic.fixes.push(scene.quote(span, "Quote it, if it is text")),
    }
    Some(diagnostic)
}

fn inside_itself(scene: &Scene<'_>) -> Diagnostic {
    let words = Words {
        id: "yaml/anchor-in-itself",
        title: "This value would contain itself".to_owned(),
        cause: "The alias stands inside of the value that its anchor marks, so the value would never end.".to_owned(),
    };
    scene.diagnostic(words, scene.error.span)
}

/// `*.example.com`, `* * * * *`, `& b`
fn no_name(scene: &Scene<'_>) -> Diagnostic {
    let start = scene.error.context.unwrap_or(scene.error.span).start;
    let (sign, what) =
        if scene.slice(start, start.saturating_add(1)) == "*" { ("*", "alias") } else { ("&", "anchor") };
    let words = Words {
        id: "yaml/alias-without-name",
        title: format!("A value cannot begin with {sign}"),
        cause: format!("Without quotes {sign} begins an {what}, whose name is made of letters, digits, - and _ only."),
    };
    let value = Span::new(start, scene.value_end(start));
    let mut diagnostic = scene.diagnostic(words, value);
    diagnostic.fixes.push(scene.quote(value, "Quote the value"));
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn an_alias_without_anchor_may_be_text() {
        check("a: [*x]\n", "No anchor is called x", "*x", "a: ['*x']\n");
        check("a: *x\nb: &x 1\n", "No anchor is called x", "*x", "");
    }

    #[test]
    fn stars_need_quotes() {
        check("host: *.a.b # c\n", "A value cannot begin with *", "*.a.b", "host: '*.a.b' # c\n");
        check("- * * * * *\n", "A value cannot begin with *", "* * * * *", "- '* * * * *'\n");
        check("a: &\n", "A value cannot begin with &", "&", "a: '&'\n");
    }

    #[test]
    fn a_value_cannot_hold_itself() {
        check("a: &x [*x]\n", "This value would contain itself", "*x", "");
    }
}
