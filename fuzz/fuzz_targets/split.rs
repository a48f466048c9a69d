//! Documents are pieces of their file, in order, and a chart of any one file is sorted or refused.
#![no_main]

use helm_hooks::helm::{NEWEST, inspect};
use helm_hooks::manifest::{Split, split};
use helm_hooks::story::{Chart, ReleaseName};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for how in [Split::Trimmed, Split::TrimmedLeft, Split::Lines] {
        let mut end = 0;
        for document in split(text, how) {
            // A document of odd white space stays, as an empty one.
            assert!(end <= document.start && (how == Split::Trimmed || !document.is_empty()));
            end = document.end;
            assert!(text.get(document).is_some());
        }
    }
    let chart =
        Chart { templates: [("all.yaml".to_owned(), text.to_owned())].into_iter().collect(), ..Chart::default() };
    inspect(&chart, "a", &ReleaseName::default(), NEWEST);
});
