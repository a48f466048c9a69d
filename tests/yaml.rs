//! Laws of the YAML room, and the explanations in `tests/cases/yaml`.

use helm_hooks::text::{Diagnostic, LineIndex, Span};
use helm_hooks::yaml::{Node, NodeKind, emit, explain, read};
use proptest::prelude::*;
use serde_json::{Map, Value};
use std::fs;

proptest! {
    #[test]
    fn reading_never_panics_and_places_are_in_the_text(text in texts()) {
        check(&text)?;
    }

    #[test]
    fn any_text_at_all_can_be_read(text in "\\PC*|(?s).*") {
        check(&text)?;
    }

    #[test]
    fn what_is_written_reads_the_same(value in values()) {
        let text = emit(&value);
        let document = read(&text).map_err(|error| TestCaseError::fail(format!("{error:?}\n{text}")))?;
        prop_assert_eq!(document.value, sorted(value), "{}", text);
        prop_assert!(document.duplicates.is_empty());
    }
}

/// Neither the stack nor the time grows with what somebody types.
#[test]
fn depth_and_length_are_bounded() {
    let deep = 200_000;
    let steps = (0..600).map(|column| format!("{}a:\n", " ".repeat(column))).collect::<String>();
    let chain = (1..600).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1)).collect::<String>();
    let texts = [
        "[".repeat(deep),
        "{a: ".repeat(deep),
        "- ".repeat(deep),
        "? ".repeat(deep),
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        steps,
        // So many other values that the aliases are not too many.
        format!("p: [{}]\na0: &a0 1\n{chain}", "x,".repeat(9000)),
    ];
    // A browser gives about a megabyte; functions without optimisation take several times the room.
    let thread = std::thread::Builder::new().stack_size(4 << 20);
    let run = move || texts.iter().map(|text| read(text).unwrap_err().message).collect::<Vec<_>>();
    for message in thread.spawn(run).unwrap().join().unwrap() {
        assert!(message.contains("exceeded max depth"), "{message}");
    }
    assert!(read(&"a".repeat(17 << 20)).is_err());
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n\
                f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n";
    assert_eq!(read(bomb).unwrap_err().message, "yaml: document contains excessive aliasing");
}

/// Each case is a heading, a text in a `yaml` fence, and what is said about it in a `text` fence. With
/// `UPDATE_CASES=1` the latter are written anew.
#[test]
fn mistakes_are_explained() {
    let mut cases = 0;
    for file in fs::read_dir("tests/cases/yaml").unwrap() {
        let path = file.unwrap().path();
        let old = fs::read_to_string(&path).unwrap();
        let mut new = String::new();
        let mut rest = old.as_str();
        while let Some((before, after)) = rest.split_once("```yaml\n") {
            let (yaml, after) = after.split_once("```\n").unwrap();
            let (between, after) = after.split_once("```text\n").unwrap();
            let (_, after) = after.split_once("```\n").unwrap();
            new += &format!("{before}```yaml\n{yaml}```\n{between}```text\n{}```\n", explained(yaml));
            rest = after;
            cases += 1;
        }
        new += rest;
        if std::env::var_os("UPDATE_CASES").is_some() {
            fs::write(&path, &new).unwrap();
            continue;
        }
        assert!(old == new, "{}:\n{new}", path.display());
    }
    assert!(cases >= 10, "only {cases} cases");
}

/// What is said about a text, as the command line could print it, and the text with the first fix.
fn explained(text: &str) -> String {
    let Err(error) = read(text) else { return "nothing is wrong\n".to_owned() };
    let lines = LineIndex::new(text);
    let diagnostic = explain(text, &error, &error.message);
    let mut out = format!("{}\n{}\n", diagnostic.title, diagnostic.cause);
    for label in &diagnostic.labels {
        let place = lines.line_column(text, label.span.start);
        let line = label.span.of(text).lines().next().unwrap_or_default();
        out += format!("  {}:{} `{line}` {}", place.line, place.column, label.text).trim_end();
        out.push('\n');
    }
    out += &format!("Helm says: {}\n", diagnostic.helm_says.unwrap());
    for fix in &diagnostic.fixes {
        out += &format!("Fix: {}\n", fix.title);
    }
    if let Some(fix) = diagnostic.fixes.first() {
        let fixed = fix.apply(text).unwrap();
        let changed = fixed.lines().filter(|line| !text.lines().any(|old| old == *line));
        changed.for_each(|line| out += &format!("  | {line}\n"));
        assert!(read(&fixed).is_ok(), "{fixed}");
    }
    out
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match read(text) {
        Ok(document) => {
            if let Some(root) = &document.root {
                check_node(root, Span::new(0, text.len()), text)?;
            }
            for duplicate in &document.duplicates {
                prop_assert!(duplicate.first.end <= duplicate.second.start);
            }
        }
        Err(error) => {
            prop_assert!(is_place(error.span, text), "{error:?}");
            check_diagnostic(&explain(text, &error, &error.message), text)?;
        }
    }
    Ok(())
}

fn check_node(node: &Node, around: Span, text: &str) -> Result<(), TestCaseError> {
    let Span { start, end } = node.span;
    prop_assert!(is_place(node.span, text), "{node:?}");
    prop_assert!(around.start <= start && end <= around.end, "{:?} is not in {around:?}", node.span);
    let parts: Vec<&Node> = match &node.kind {
        NodeKind::Sequence(items) => items.iter().collect(),
        NodeKind::Mapping(pairs) => pairs.iter().flat_map(|(key, value)| [key, value]).collect(),
        NodeKind::Scalar { .. } | NodeKind::Alias(_) => Vec::new(),
    };
    for pair in parts.windows(2) {
        prop_assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
    }
    parts.into_iter().try_for_each(|part| check_node(part, node.span, text))
}

fn check_diagnostic(diagnostic: &Diagnostic, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(!diagnostic.title.is_empty() && !diagnostic.cause.is_empty());
    prop_assert!(diagnostic.labels.iter().all(|label| is_place(label.span, text)), "{diagnostic:?}");
    prop_assert!(diagnostic.fixes.iter().all(|fix| fix.apply(text).is_some()), "{diagnostic:?}");
    Ok(())
}

fn is_place(span: Span, text: &str) -> bool {
    text.get(span.start..span.end).is_some()
}

/// Texts made of what YAML is made of.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "- ",
        "  ",
        " ",
        ": ",
        ":",
        "? ",
        "# c",
        "#",
        "'",
        "\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!!str ",
        "!",
        "|",
        "|-\n",
        "|2\n",
        ">\n",
        "\t",
        "\r\n",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "---",
        "...\n",
        "%YAML 1.1\n",
        "%TAG ! a\n",
        "\\",
        "\\n",
        "<<: ",
        "<<: *a",
        "~",
        "é",
        "😀",
        "a",
        "b: c",
        "1",
        "0x1F",
        ".5",
        "1e3",
        "\u{7}",
        "`",
        "@",
        "null",
        "yes",
        "{{ .x }}",
        "key: value\n",
        "-name: x",
        "--\n",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

/// Values that YAML can hold: no characters it forbids, and no `<<`, which would be a merge.
fn values() -> impl Strategy<Value = Value> {
    let text = || {
        let words = prop::sample::select(vec![
            "yes",
            "null",
            "~",
            "1",
            "0x1f",
            "1:30",
            "- a",
            "a: b",
            "#",
            "'",
            "\"",
            "a\nb\n",
            " a",
            "a ",
            "\t",
            "2001-01-01",
            "=",
        ]);
        let forbidden = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
        let any = any::<String>().prop_map(move |text| text.replace(forbidden, "x"));
        prop_oneof![words.prop_map(str::to_owned), "[a-z .:#'\"\\n-]{0,120}", any]
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1000i32..1000).prop_map(|n| Value::from(f64::from(n) + 0.5)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let keys = text().prop_filter("a merge, or too long", |key| key != "<<" && key.len() < 150);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(keys, inner, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(entries.into_iter().collect::<Map<_, _>>())
        }
        other => other,
    }
}
