//! Lines that are further in, or less far, than any line they could belong to.

use super::scene::{Scene, Words, fix, is_blank_or_comment, is_block_header, is_plain, label, spaces};
use crate::text::{Diagnostic, Edit, Fix, Span, sort_by_key};
use crate::yaml::token::{Token, TokenKind};

/// How many columns are tried.
const TRIES: usize = 8;

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let messages = [
        "did not find expected key",
        "did not find expected '-' indicator",
        "mapping values are not allowed in this context",
    ];
    if !scene.says(&messages) {
        return None;
    }
    let line = misplaced_line(scene)?;
    let Some((fix, like)) = aligned(scene, line) else { return below_a_value(scene, line) };
    let deeper = scene.column(line.start) > scene.column(like.start);
    let words = Words {
        id: "yaml/indentation",
        title: "This line is not aligned with any other".to_owned(),
        cause: format!(
            "Lines that belong together have to be equally far in. This one is {} than the line above that it seems to \
             belong to.",
            if deeper { "further in" } else { "less far in" }
        ),
    };
    let mut diagnostic = scene.diagnostic(words, line);
    diagnostic.labels.push(label(like, "it would fit here"));
    diagnostic.fixes.push(fix);
    Some(diagnostic)
}

/// A key that is further in than a key which has a value on its line.
fn below_a_value(scene: &Scene<'_>, line: Span) -> Option<Diagnostic> {
    let above = scene.lines_above(line.start).find(|start| !is_blank_or_comment(scene.line(*start)))?;
    let above = scene.line_span(above);
    let on_line = |token: &Token<'_>| above.start < token.start.at && token.end <= above.end;
    let is_colon = |token: &Token<'_>| matches!(token.kind, TokenKind::Value) && on_line(token);
    let (colon, _) = scene.tokens.iter().find(|(token, _)| is_colon(token))?;
    let end = scene.value_end(colon.end);
    let value = scene.slice(colon.end, end).trim_start();
    if value.is_empty() || scene.column(line.start) <= scene.column(above.start) {
        return None;
    }
    if is_block_header(value) {
        return Some(block_text(scene, line, above));
    }
    let words = Words {
        id: "yaml/keys-below-a-value",
        title: "The key above has a value already".to_owned(),
        cause: "A key has either a value on its line or keys further in below it, not both.".to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, line);
    diagnostic.labels.push(label(Span::new(end.saturating_sub(value.len()), end), "its value"));
    Some(diagnostic)
}

/// Text of a block scalar that is less far in than its header or its first line says.
pub(super) fn block_text(scene: &Scene<'_>, line: Span, header: Span) -> Diagnostic {
    let words = Words {
        id: "yaml/block-text",
        title: "The text of this block is not far enough in".to_owned(),
        cause: "A block goes on as long as its lines are as far in as the first, or as the digit behind | or > says, \
                and in any case further in than its key."
            .to_owned(),
    };
    let mut diagnostic = scene.diagnostic(words, line);
    diagnostic.labels.push(label(header, "the block begins here"));
    diagnostic
}

/// The line that the error is about, from its first character on.
fn misplaced_line(scene: &Scene<'_>) -> Option<Span> {
    let at = scene.error.span.start;
    if scene.text.get(at..).is_none_or(|rest| rest.trim().is_empty()) {
        return None;
    }
    // "mapping values are not allowed" is said of the colon: the key has become part of the text above.
    let goes_on = scene.token_before(at).filter(|(token, _)| is_plain(token) && token.end == at);
    let continues = goes_on.is_some_and(|(token, _)| scene.slice(token.start.at, token.end).contains('\n'));
    let line = scene.line_span(at);
    (continues || line.start == at).then_some(line)
}

/// The line and what belongs to it, moved to where a line above it begins, nearest column first. Only what
/// leaves nothing wrong is taken: lines can be moved to many places where they do not belong.
fn aligned(scene: &Scene<'_>, line: Span) -> Option<(Fix, Span)> {
    let column = scene.column(line.start);
    let mut candidates: Vec<Span> = Vec::new();
    let above = scene.lines_above(line.start).filter(|start| !is_blank_or_comment(scene.line(*start)));
    for start in above {
        let place = scene.line_span(start);
        let columns = [place.start.saturating_add(dashes(place.of(scene.text))), place.start];
        let limit = candidates.iter().map(|known| scene.column(known.start)).min().unwrap_or(usize::MAX);
        let news = columns.into_iter().filter(|at| scene.column(*at) < limit && scene.column(*at) != column);
        candidates.extend(news.map(|at| Span::new(at, place.end)));
        if scene.column(place.start) == 0 {
            break;
        }
    }
    sort_by_key(&mut candidates, |candidate| scene.column(candidate.start).abs_diff(column));
    let fixes = candidates.into_iter().take(TRIES).flat_map(|like| {
        let to = scene.column(like.start);
        // With what is below it, or alone. One space too many is a slip that the next lines may share.
        let slip = (to.abs_diff(column) == 1).then_some(column);
        let least = [Some(column.saturating_add(1)), Some(usize::MAX), slip];
        least.into_iter().flatten().map(move |least| (moved(scene, line, to, least), like))
    });
    fixes.into_iter().find(|(fix, _)| scene.is_well_with(fix))
}

/// The length of the `- ` at the start of a line.
fn dashes(line: &str) -> usize {
    line.len().saturating_sub(line.trim_start_matches(['-', ' ']).len())
}

/// Moves the line to a column, and as far those below it that are in by `least` at least.
fn moved(scene: &Scene<'_>, line: Span, to: usize, least: usize) -> Fix {
    let from = scene.column(line.start);
    let below = scene.lines_below(line.start).take_while(|start| {
        let line = scene.line(*start);
        line.trim().is_empty() || spaces(line) >= least
    });
    let lines = std::iter::once(scene.line_start(line.start)).chain(below);
    let edits = lines.filter(|start| !scene.line(*start).trim().is_empty()).map(|start| {
        if to > from {
            return Edit { span: Span::at(start), text: " ".repeat(to.saturating_sub(from)) };
        }
        Edit { span: Span::new(start, start.saturating_add(from.saturating_sub(to))), text: String::new() }
    });
    fix("Align it with that line", edits.collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    const TITLE: &str = "This line is not aligned with any other";

    #[test]
    fn a_line_between_two_columns_is_moved_to_the_nearer() {
        let text = "metadata:\n   name: x\n  annotations:\n    a: b\nspec: {}\n";
        let fixed = "metadata:\n   name: x\n   annotations:\n     a: b\nspec: {}\n";
        check(text, TITLE, "annotations:", fixed);
    }

    #[test]
    fn a_line_that_is_too_far_in_is_moved_out() {
        let text = "metadata:\n  name: x\n   annotations:\n     a: b\n";
        check(text, TITLE, "annotations:", "metadata:\n  name: x\n  annotations:\n    a: b\n");
    }

    #[test]
    fn a_key_belongs_to_its_list_entry() {
        let text = "l:\n  - name: a\n   image: b\n  - name: c\n";
        check(text, TITLE, "image: b", "l:\n  - name: a\n    image: b\n  - name: c\n");
    }

    #[test]
    fn lines_that_share_the_slip_move_together() {
        let text = "m:\n  name: x\n   a: b\n   c: d\n";
        check(text, TITLE, "a: b", "m:\n  name: x\n  a: b\n  c: d\n");
    }

    #[test]
    fn a_line_among_well_placed_ones_moves_alone() {
        let text = "l:\n- name: x\n image: y\n  args: []\n";
        check(text, TITLE, "image: y", "l:\n- name: x\n  image: y\n  args: []\n");
    }

    #[test]
    fn keys_below_a_value_are_not_moved() {
        let title = "The key above has a value already";
        check("a: x\n  b: y\n  c: z\n", title, "b: y", "");
        check("a: |4\n  b\n", "The text of this block is not far enough in", "b", "");
        check("a: {}\n  b: y\n  c: z\n", title, "b: y", "");
    }
}
