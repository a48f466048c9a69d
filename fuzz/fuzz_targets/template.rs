//! Any template is rendered or refused at a place in it, the same each time, within its limits, and every byte of the
//! output has a source. Lexer, parser, compiler, machine and functions are behind it.
#![no_main]

use helm_hooks::chart::{RenderOptions, render};
use helm_hooks::story::{Chart, HelmVersion};
use helm_hooks::template::Limits;
use libfuzzer_sys::fuzz_target;

const HELPERS: &str = "{{ define \"h\" }}h{{ . }}{{ end }}{{ define \"deep\" }}{{ include \"deep\" . }}{{ end }}";
const VALUES: &str = "a: 1\nl: [x, y]\nm: {k: v}\ns: text\nt: '{{ .Values.a }}'\n";
const LIMITS: Limits = Limits { steps: 200_000, output: 1 << 20, value: 1 << 18 };

fuzz_target!(|text: &str| {
    let mut chart = Chart { values: VALUES.into(), ..Chart::default() };
    chart.templates.insert("x.yaml".into(), text.into());
    chart.templates.insert("_h.tpl".into(), HELPERS.into());
    for helm in [HelmVersion::new(4, 3, 1), HelmVersion::new(3, 22, 0)] {
        let options = RenderOptions {
            release: "demo".into(),
            namespace: "demo".into(),
            revision: 1,
            is_upgrade: false,
            helm,
        };
        let first = render(&chart, "a", "", &options, &LIMITS);
        assert_eq!(first, render(&chart, "a", "", &options, &LIMITS));
        assert!(first.error.is_none() || !first.diagnostics.is_empty());
        let written: usize = first.files.values().map(|file| file.text.len()).sum();
        assert!(written <= LIMITS.output * 2, "{written} bytes");
        for file in first.files.values() {
            let mut at = 0;
            for piece in &file.map {
                assert_eq!(piece.output.start, at);
                assert!(text.get(piece.source.start..piece.source.end).is_some());
                at = piece.output.end;
            }
            assert_eq!(at, file.text.len());
        }
    }
});
