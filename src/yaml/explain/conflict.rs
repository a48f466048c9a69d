//! The marks that a version control system leaves where two changes meet.

use super::scene::{Scene, Words};
use crate::text::Diagnostic;

const MARKS: [&str; 3] = ["<<<<<<< ", "=======", ">>>>>>> "];

pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let lines = || std::iter::once(0).chain(scene.lines_below(0));
    let found = MARKS.map(|mark| lines().find(|start| scene.line(*start).starts_with(mark)));
    let [Some(ours), Some(middle), Some(theirs)] = found else { return None };
    if !(ours < middle && middle < theirs) {
        return None;
    }
    let words = Words {
        id: "yaml/merge-conflict",
        title: "A merge conflict is left here".to_owned(),
        cause: "Two changes met, and both are in the text, with marks around them. One of them has to go.".to_owned(),
    };
    Some(scene.diagnostic(words, scene.line_span(ours)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn the_first_mark_is_shown() {
        let text = "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n";
        check(text, "A merge conflict is left here", "<<<<<<< HEAD", "");
    }
}
