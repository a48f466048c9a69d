//! What templates can call: `docs/templates.md`, made from the engine's own table of functions and from
//! `templates/functions.tsv`, a line for each. `BLESS=1` writes it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use helm_hooks::template::{Dialect, Exactness, functions};

const DOCUMENT: &str = "docs/templates.md";
const LINES: &str = "tests/templates/functions.tsv";

const HEAD: &str = "\
# Functions of templates

What a template can call, and whether the playground and `helm-hooks render` give the same as Helm, byte for byte. All are held to what
Helm's own engine answers by the cases in `tests/vectors/templates.jsonl`. This page is made from the engine's table: `BLESS=1 cargo test
--test template_docs`.

- **exact**: the same result, and the same error where there is one.
- **made up**: random in Helm, so no two runs of it agree. Ours has the same shape, and stays the same for the same chart.
- **4**: only in Helm 4.
";

/// A line of the table: name, what it gives, where it differs.
type Line<'a> = (&'a str, &'a str, &'a str);

#[test]
fn every_function_has_a_line_and_the_page_is_fresh() {
    let text = fs::read_to_string(LINES).unwrap();
    let told: BTreeSet<&str> =
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
    let known: BTreeSet<&str> = functions(&Dialect::NEWEST).into_iter().map(|(name, _)| name).collect();
    assert_eq!(known.difference(&told).collect::<Vec<_>>(), Vec::<&&str>::new(), "functions without a line");
    assert_eq!(told.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "lines without a function");
    let page = page(&text);
    if std::env::var_os("BLESS").is_some() {
        fs::write(DOCUMENT, page).unwrap();
        return;
    }
    assert!(fs::read_to_string(DOCUMENT).is_ok_and(|old| old == page), "{DOCUMENT} is stale: BLESS=1 writes it anew");
}

fn page(lines: &str) -> String {
    let mut page = HEAD.to_owned();
    let all = functions(&Dialect::NEWEST);
    let old: BTreeSet<&str> = functions(&Dialect::HELM_3).into_iter().map(|(name, _)| name).collect();
    let made_up = all.iter().filter(|(_, exactness)| *exactness == Exactness::MadeUp).count();
    _ = write!(page, "\n{} functions, {made_up} of them made up.\n", all.len());
    for line in lines.lines() {
        if let Some(family) = line.strip_prefix("# ") {
            _ = write!(page, "\n## {family}\n\n| function | what it gives | |\n|---|---|---|\n");
            continue;
        }
        let (name, gives, differs) = read(line);
        let exactness = all.iter().find(|(known, _)| *known == name).map(|(_, exactness)| *exactness);
        let exact = match (exactness, differs) {
            (Some(Exactness::MadeUp), _) => "made up",
            (_, "") => "exact",
            _ => differs,
        };
        let newer = if old.contains(name) { "" } else { ", 4" };
        _ = writeln!(page, "| `{name}` | {gives} | {exact}{newer} |");
    }
    page
}

fn read(line: &str) -> Line<'_> {
    let mut fields = line.split('\t');
    let mut next = || fields.next().unwrap_or_default();
    (next(), next(), next())
}
