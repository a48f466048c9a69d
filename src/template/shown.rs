//! Nodes as Go's errors show them: the source with Go's own spacing (`parse.Node.String`).

use super::ast::Place;
use super::format::quote;
use super::lex::{Kind, Lexer};

/// The text of the node at `place`.
pub(super) fn shown(source: &str, place: Place) -> String {
    let text = place.span.of(source);
    let mut lexer = Lexer::inside(text);
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    loop {
        let token = lexer.next();
        let word = token.span.of(text);
        match token.kind {
            Kind::Eof | Kind::Error | Kind::RightDelim => return out,
            Kind::Space => {
                space = !out.is_empty() && !out.ends_with([' ', '(']);
                continue;
            }
            Kind::Pipe | Kind::Declare | Kind::Assign => {
                out.push(' ');
                out.push_str(word);
                out.push(' ');
            }
            Kind::Char => {
                out.push_str(word);
                out.push(' ');
            }
            Kind::RightParen => out.push_str(word),
            _ => {
                if space {
                    out.push(' ');
                }
                out.push_str(word);
            }
        }
        space = false;
    }
}

/// The text of a template action that calls `name` with the pipeline at `place`.
pub(super) fn shown_call(source: &str, name: &str, place: Place) -> String {
    let pipe = shown(source, place);
    let space = if pipe.is_empty() { "" } else { " " };
    format!("{{{{template {}{space}{pipe}}}}}", quote(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn spacing_is_gos() {
        let cases = [
            ("include  \"a\"\n  .", "include \"a\" ."),
            ("$x:=1|upper", "$x := 1 | upper"),
            ("( 1 | add 2 ).x  3", "(1 | add 2).x 3"),
            ("$i,$x := ( list )", "$i, $x := (list)"),
            ("and (eq 1 1)   (not .x )", "and (eq 1 1) (not .x)"),
        ];
        for (source, text) in cases {
            assert_eq!(shown(source, Place { pos: 0, span: Span::new(0, source.len()) }), text);
        }
    }
}
