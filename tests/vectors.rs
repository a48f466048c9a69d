//! What Helm's own Go code does with texts, case by case, as `helm-hooks check vectors` tells anybody. The vectors are
//! never edited.
//!
//! `vectors/open.txt` lists the cases that are not equal yet, one `FILE ID` a line.

mod support;

use helm_hooks::cli::check;

/// Kinds of vectors, and how many cases each has.
const KINDS: [(&str, usize); 7] =
    [("yaml", 1266), ("head", 166), ("emit", 490), ("split", 138), ("sort", 143), ("templates", 3751), ("values", 327)];

#[test]
fn texts_are_read_as_helm_does() {
    let files: Vec<String> = KINDS.iter().map(|(kind, _)| format!("tests/vectors/{kind}.jsonl")).collect();
    let checked = check::vectors(&files, support::files());
    support::hold(&checked, "tests/vectors/open.txt");
    for (file, (_, count)) in files.iter().zip(KINDS) {
        let found = checked.cases.iter().filter(|case| case.name.split(' ').next() == Some(file)).count();
        assert_eq!(found, count, "{file}");
    }
}
