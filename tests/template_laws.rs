//! What holds for every template, however broken: no panic, no surprise, every byte has a source.

use helm_hooks::chart::{RenderOptions, RenderedChart, render};
use helm_hooks::story::{Chart, HelmVersion};
use helm_hooks::template::Limits;
use proptest::prelude::*;

const HELPERS: &str = "{{ define \"h\" }}h{{ . }}{{ end }}{{ define \"deep\" }}{{ include \"deep\" . }}{{ end }}";

fn options() -> RenderOptions {
    RenderOptions {
        release: "demo".into(),
        namespace: "demo".into(),
        revision: 1,
        is_upgrade: false,
        helm: HelmVersion::new(4, 3, 1),
    }
}

fn chart(template: &str) -> Chart {
    let mut chart = Chart { values: "a: 1\nl: [x, y]\nm: {k: v}\ns: text\n".into(), ..Chart::default() };
    chart.templates.insert("x.yaml".into(), template.into());
    chart.templates.insert("_h.tpl".into(), HELPERS.into());
    chart
}

fn rendered(template: &str) -> RenderedChart {
    let limits = Limits { steps: 200_000, output: 1 << 20, value: 1 << 18 };
    render(&chart(template), "a", "", &options(), &limits)
}

/// The pieces follow each other without gaps, and each points into its file.
fn check_map(rendered: &RenderedChart, template: &str) {
    for file in rendered.files.values() {
        let mut at = 0;
        for piece in &file.map {
            assert_eq!(piece.output.start, at, "a gap in {:?}", file.map);
            assert!(piece.output.end > at, "an empty piece in {:?}", file.map);
            assert!(template.get(piece.source.start..piece.source.end).is_some(), "{piece:?} points outside");
            at = piece.output.end;
        }
        assert_eq!(at, file.text.len(), "the end has no source");
    }
}

fn check(template: &str) {
    let first = rendered(template);
    check_map(&first, template);
    assert_eq!(first, rendered(template));
    assert!(first.error.is_none() || !first.diagnostics.is_empty());
    for label in first.diagnostics.iter().flat_map(|found| &found.labels) {
        let source = if label.file == "templates/x.yaml" { template } else { HELPERS };
        assert!(source.get(label.span.start..label.span.end).is_some(), "{label:?} points outside");
    }
}

/// Parts of templates, whole and broken.
fn parts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "{{",
        "}}",
        "{{- ",
        " -}}",
        " ",
        "\n",
        "text ",
        "<no value>",
        "(",
        ")",
        "|",
        ":=",
        "=",
        ",",
        "$x",
        "$",
        ".",
        ".Values",
        ".Values.a",
        ".Values.l",
        ".Values.m.k",
        ".Values.no.way",
        ".Release.Name",
        ".Chart",
        ".Files.Get",
        "if ",
        "else ",
        "else if ",
        "end",
        "range ",
        "with ",
        "define \"d\"",
        "template \"h\" ",
        "block \"b\" .",
        "break",
        "continue",
        "nil",
        "true",
        "1",
        "-2.5",
        "'c'",
        "\"s\"",
        "`raw`",
        "include \"h\" ",
        "include \"deep\" ",
        "tpl ",
        "printf \"%5d%v\" ",
        "quote ",
        "toYaml ",
        "nindent 2 ",
        "default ",
        "index ",
        "len ",
        "eq ",
        "and ",
        "or ",
        "not ",
        "list ",
        "dict ",
        "set ",
        "merge ",
        "until 9 ",
        "repeat 3 ",
        "fail ",
        "required ",
        "substr ",
        "trunc -3 ",
        "é",
        "/* c */",
        "nosuch ",
        "splitList ",
        "join ",
        "fromYaml ",
        "toJson ",
        "b64dec ",
        "sha256sum ",
        "semverCompare ",
        "snakecase ",
        "wrap ",
        "urlParse ",
        "slice ",
        "dig ",
    ]);
    prop::collection::vec(words, 0..24).prop_map(|words| words.concat())
}

/// Actions that parse more often than not.
fn actions() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        ".",
        ".Values",
        ".Values.a",
        ".Values.l",
        ".Values.m",
        ".Values.s",
        "$",
        "1",
        "0",
        "-7",
        "\"s\"",
        "(list 1 \"a\" nil)",
        "(dict \"k\" .)",
        "nil",
        "true",
        ".Files",
        ".Capabilities",
        "1.5",
        "(until 3)",
        "(include \"h\" .)",
        "\"\"",
    ]);
    let function = prop::sample::select(vec![
        "upper",
        "quote",
        "toYaml",
        "toJson",
        "len",
        "index",
        "first",
        "last",
        "rest",
        "keys",
        "int",
        "toString",
        "trunc 2",
        "indent 2",
        "default",
        "list",
        "dict",
        "printf \"%v %d %q\"",
        "eq",
        "lt",
        "has",
        "append",
        "join \",\"",
        "sortAlpha",
        "typeOf",
        "kindOf",
        "merge",
        "deepCopy",
        "tpl",
        "split \",\"",
        "substr 0 2",
        "title",
        "camelcase",
        "toPrettyJson",
        "untilStep 0 9",
        "round",
        "add",
        "div",
        "mod",
        "fromYaml",
        "fromJson",
        "b64enc",
        "b64dec",
        "uniq",
        "ternary 1 2",
        "wrap 3",
        "abbrev 5",
        "html",
        "urlquery",
        "coalesce",
        "dig \"a\" 1",
        "chunk 2",
        "slice",
        "pick",
        "omit",
        "get",
        "set",
    ]);
    let call = (function, prop::collection::vec(value.clone(), 0..3))
        .prop_map(|(function, values)| format!("{function} {}", values.join(" ")));
    let pipe = (value, prop::collection::vec(call, 0..3)).prop_map(|(value, calls)| {
        let calls: Vec<String> = std::iter::once(value.to_owned()).chain(calls).collect();
        calls.join(" | ")
    });
    let shape = (
        prop::sample::select(vec![
            "{{ P }}",
            "{{- if P }}a{{ else }}b{{ end }}",
            "{{ range P }}{{ . }},{{ end }}",
            "{{ with P }}{{ . }}{{ end }}",
            "{{ $x := P }}{{ $x }}",
            "{{ template \"h\" P }}",
            "a\n  {{- P -}}\n b",
        ]),
        pipe,
    );
    prop::collection::vec(shape.prop_map(|(shape, pipe)| shape.replace('P', &pipe)), 0..5).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text(template in "\\PC{0,60}") {
        check(&template);
    }

    #[test]
    fn any_parts(template in parts()) {
        check(&template);
    }

    #[test]
    fn any_actions(template in actions()) {
        check(&template);
    }
}

/// Runs `work` on a stack as small as the browser's.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn endless_recursion_ends_as_in_helm() {
    on_a_small_stack(|| {
        let found = render(&chart("{{ include \"deep\" . }}"), "a", "", &options(), &Limits::default());
        let error = found.error.unwrap();
        let end =
            "error calling include: rendering template has a nested reference name: deep: unable to execute template";
        assert!(error.ends_with(end), "{}", &error[error.len().saturating_sub(200)..]);
    });
}

#[test]
fn deep_nesting_needs_no_deep_stack() {
    on_a_small_stack(|| {
        for depth in [200, 5_000] {
            check(&format!("{{{{ {}1{} }}}}", "(".repeat(depth), ")".repeat(depth)));
            check(&format!("{}x{}", "{{ if true }}".repeat(depth), "{{ end }}".repeat(depth)));
            check(&format!("{{{{ if false }}}}a{}{{{{ end }}}}", "{{ else if false }}b".repeat(depth)));
        }
        check(
            "{{ $x := list }}{{ range until 3000 }}{{ $x = list $x }}{{ end }}{{ toYaml $x }}{{ $x }}{{ toJson $x }}{{ deepCopy $x }}",
        );
        check(
            "{{ $d := dict }}{{ $_ := set $d \"d\" $d }}{{ toJson $d }}{{ $d }}{{ eq (toYaml $d) \"\" }}{{ deepEqual $d (deepCopy $d) }}",
        );
        check("{{ define \"t\" }}{{ template \"t\" . }}{{ end }}{{ template \"t\" . }}");
        check("{{ define \"p\" }}{{ tpl \"{{ include \\\"p\\\" . }}\" . }}{{ end }}{{ include \"p\" . }}");
    });
}

#[test]
fn limits_have_a_diagnostic_of_their_own() {
    for (template, words) in [
        ("{{ range until 2000000 }}{{ end }}", "bigger"),
        ("{{ range 9000000 }}{{ end }}", "steps"),
        ("{{ range until 1000 }}{{ range until 1000 }}0123456789{{ end }}{{ end }}", "steps"),
        ("{{ range until 100 }}{{ repeat 100000 \"x\" }}{{ end }}", "text"),
        ("{{ repeat 1000000 \"x\" }}", "bigger"),
        ("{{ printf \"%900000d\" 1 }}", "bigger"),
    ] {
        let found = rendered(template);
        let limit = found.diagnostics.iter().find(|found| found.id == "template/limit");
        let title = &limit.unwrap_or_else(|| panic!("{template}: {:?}", found.diagnostics)).title;
        assert!(title.contains(words), "{template}: {title}");
        assert_eq!(found.error, None, "{template}");
    }
}
