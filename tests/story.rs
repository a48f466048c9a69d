//! The story format: every scenario of the oracle is read, and what is written is read back.

use std::fs;

use helm_hooks::story::{self, Chart, Command, Json, Operation, Outside, Story};
use proptest::prelude::*;

#[test]
fn every_scenario_is_read_and_survives_being_written() {
    let mut count = 0;
    for entry in fs::read_dir("tests/conformance/scenarios").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let read = story::read(&text).unwrap_or_else(|found| panic!("{}: {found:#?}", path.display()));
        assert_eq!(path.file_stem().unwrap().to_str(), Some(read.id.as_str()));
        assert!(!read.operations.is_empty(), "{}", path.display());
        let written = story::write(&read);
        assert_eq!(story::read(&written).as_ref(), Ok(&read), "{}\n{written}", path.display());
        count += 1;
    }
    assert!(count >= 131, "only {count} scenarios");
}

/// Texts of everything that is hard for YAML.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", " ", "\n", "\t", "\r", "---", "#", ":", ": ", "- ", "'", "\"", "{", "yes", "~", "1.0", "\u{85}",
        "\u{2028}", "\u{feff}", "\u{0}", "\u{7f}", "é", "😀", "|", ">", "%", "&x", "*x", "!t", "`", "@", "\\",
        "x: 1\n", "  y\n", "null", "0x1", ".5", "=", "<<",
    ]);
    prop_oneof![prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn any_text_survives_being_written(title in text(), body in text(), values in text(), flag in text()) {
        let mut chart = Chart { values: values.clone(), ..Chart::default() };
        chart.templates.insert(body.clone(), body.clone());
        let operation = Operation {
            command: Command::Install(title.clone()),
            flags: vec![flag.clone(), body.clone()],
            values,
            before: vec![Outside::Create(body), Outside::Edit { object: flag, patch: Json::of(&serde_json::json!({"a": [1.5, null, title]})) }],
            ..Operation::default()
        };
        let story = Story { title: title.clone(), charts: [(title, chart)].into_iter().collect(), operations: vec![operation], ..Story::default() };
        let written = story::write(&story);
        prop_assert_eq!(story::read(&written), Ok(story), "{}", written);
    }

    #[test]
    fn reading_never_panics(text in text()) {
        let _ = story::read(&text);
    }
}
