//! Any text of `--set` and its brothers sets values or is refused, and never makes lists beyond Helm's bound.
#![no_main]

use helm_hooks::chart::{SetKind, Table, set};
use helm_hooks::template::Dialect;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for kind in [SetKind::Typed, SetKind::Text, SetKind::Json, SetKind::File, SetKind::Literal] {
        let mut values = Table::new();
        let read = |name: &str| Some(name.to_owned());
        _ = set(&mut values, text, kind, &read, &Dialect::NEWEST);
        // What was set before is a base for more of the same.
        _ = set(&mut values, text, kind, &read, &Dialect::HELM_3);
    }
});
