//! Rendered files to hooks and manifests (`SortManifests`), and hooks to the order in which they run.

use std::ops::Range;

use super::annotations::{self, DELETE_POLICY, HOOK, OUTPUT_LOG_POLICY, WEIGHT};
use super::head::{self, Head};
use super::kinds::{Order, rank};
use super::place::{Placed, span_of};
use super::{Dialect, Hook, HookEvent, Manifest, Origin, Readable, Sorted, Split, broken, split};
use crate::chart::{Rendered, RenderedChart};
use crate::text::{order_of, sort_by_key};

/// Splits, reads and sorts the rendered files of a chart, NOTES excepted (R-RND-10). `heads` were read in the same
/// dialect.
///
/// Never fails: what Helm would end with stands in [`Sorted::error`].
/// Source: `SortManifests`, `pkg/releaseutil/manifest_sorter.go` (3), `pkg/release/v1/util/manifest_sorter.go` (4).
#[must_use]
pub fn sort(chart: &RenderedChart, dialect: Dialect, heads: &head::Memory) -> Sorted {
    let files = chart.files.iter().filter(|(path, _)| !path.ends_with("NOTES.txt"));
    sort_files(&chart.chart, files, Order::Install, dialect, heads)
}

/// The same for any rendered files of the chart called `chart` in the story, in order of their paths.
#[must_use]
pub fn sort_files<'a>(
    chart: &str,
    files: impl IntoIterator<Item = (&'a String, &'a Rendered)>,
    order: Order,
    dialect: Dialect,
    heads: &head::Memory,
) -> Sorted {
    let mut sorted = Sorted::default();
    let mut all = Readable::default();
    let mut before_error = Readable::default();
    for document in documents(files, dialect.split) {
        let text = document.text();
        let read = || head::read(text, dialect.head_type).map(|(head, document)| (head, document.duplicates));
        let head = match heads.of(text, read) {
            Ok((head, duplicates)) => {
                let twice = duplicates.iter().map(|key| document.placed().diagnostic(broken::duplicate(key)));
                sorted.diagnostics.extend(twice);
                head
            }
            Err(error) => {
                let helm_says = format!("YAML parse error on {}: {}", document.path, error.message);
                sorted.diagnostics.push(document.placed().diagnostic(broken::explain(text, &error, &helm_says)));
                if sorted.error.is_none() {
                    before_error = all.clone();
                    sorted.error = Some(helm_says);
                }
                continue;
            }
        };
        match classify(head, &document, chart) {
            Class::Hook(hook) => all.hooks.push(hook),
            Class::Manifest(manifest) => all.manifests.push(manifest),
            Class::Dropped(value) if sorted.error.is_none() => sorted.skipped.push((value, document.path.to_owned())),
            Class::Dropped(_) => {}
        }
    }
    // Stable, and by kind only: weight and name play no part in the stored order.
    if dialect.sorts_hooks {
        sort_by_key(&mut all.hooks, |hook| rank(&hook.kind, order, dialect.unplaced));
    }
    sort_by_key(&mut all.manifests, |manifest| rank(&manifest.kind, order, dialect.unplaced));
    match sorted.error {
        None => Sorted { hooks: all.hooks, manifests: all.manifests, ..sorted },
        Some(_) => {
            Sorted { hooks: before_error.hooks, manifests: before_error.manifests, readable: Some(all), ..sorted }
        }
    }
}

/// Indices into `hooks` in the order in which they run for `event`, a hook as often as it names the event
/// (R-ORD-13): by weight, then by name, then as stored.
///
/// A number that stands for weight and name settles nearly everything, so that few names are compared.
#[must_use]
pub fn execution_order(hooks: &[&Hook], event: HookEvent) -> Vec<usize> {
    let named = |hook: &Hook| hook.events.iter().filter(|named| **named == event).count();
    let shared = shared_start(hooks);
    let keyed = hooks.iter().enumerate().map(|(i, hook)| ((brief(hook, shared), i), named(hook)));
    let mut runs: Vec<(u128, usize)> = keyed.flat_map(|(run, times)| std::iter::repeat_n(run, times)).collect();
    crate::text::sort(&mut runs);
    let mut order = Vec::with_capacity(runs.len());
    for alike in runs.chunk_by(|(a, _), (b, _)| a == b) {
        if let [(_, alone)] = alike {
            order.push(*alone);
            continue;
        }
        let names: Vec<&str> = alike.iter().filter_map(|(_, i)| hooks.get(*i)).map(|hook| hook.name.as_str()).collect();
        order.extend(order_of(&names).into_iter().filter_map(|at| alike.get(at)).map(|(_, i)| *i));
    }
    order
}

/// How many bytes the names of all hooks begin with alike, such as the name of the release.
fn shared_start(hooks: &[&Hook]) -> usize {
    let mut names = hooks.iter().map(|hook| hook.name.as_bytes());
    let first = names.next().unwrap_or_default();
    names.fold(first.len(), |shared, name| {
        first.iter().take(shared).zip(name).take_while(|(one, other)| one == other).count()
    })
}

/// Weight and the next eight bytes of the name as one number: of two hooks the one with the smaller number runs first.
fn brief(hook: &Hook, shared: usize) -> u128 {
    let mut bytes = [0; 16];
    let (weight, name) = bytes.split_at_mut(8);
    // The lowest weight of all is 0.
    weight.copy_from_slice(&(hook.weight ^ i64::MIN).to_be_bytes());
    let rest = hook.name.as_bytes().iter().skip(shared);
    name.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    u128::from_be_bytes(bytes)
}

/// One document of a rendered file, not yet read.
#[derive(Debug, Clone)]
pub struct DocumentText<'a> {
    /// Stored path of the file, e.g. `app/templates/hooks.yaml`.
    pub path: &'a str,
    /// The file.
    pub rendered: &'a Rendered,
    /// Its part of the file.
    pub range: Range<usize>,
}

impl<'a> DocumentText<'a> {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.rendered.text.get(self.range.clone()).unwrap_or_default()
    }

    /// For turning places in it into places in the source.
    #[must_use]
    pub fn placed(&self) -> Placed<'a> {
        Placed { rendered: self.rendered, start: self.range.start, source: None }
    }

    /// Where its text stands in the chart called `chart` in the story; white space at the end does not count.
    #[must_use]
    pub fn origin(&self, chart: &str) -> Origin {
        let trimmed = self.range.start..self.range.start.saturating_add(self.text().trim_end().len());
        let span = super::source_of(self.rendered, span_of(&trimmed));
        Origin { chart: chart.into(), file: self.rendered.file.clone(), span }
    }
}

/// The documents of rendered files, in order; partials and files of white space have none.
pub fn documents<'a>(
    files: impl IntoIterator<Item = (&'a String, &'a Rendered)>,
    how: Split,
) -> impl Iterator<Item = DocumentText<'a>> {
    let has_documents = |path: &str, text: &str| !is_partial(path) && !text.trim().is_empty();
    files.into_iter().filter(move |(path, rendered)| has_documents(path, &rendered.text)).flat_map(
        move |(path, rendered)| {
            split(&rendered.text, how).into_iter().map(move |range| DocumentText { path, rendered, range })
        },
    )
}

fn is_partial(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with('_'))
}

/// What a document is (R-HK-1, R-HK-3).
enum Class {
    Hook(Hook),
    Manifest(Manifest),
    /// It names an unknown event; the raw annotation.
    Dropped(String),
}

fn classify(head: Head, document: &DocumentText<'_>, chart: &str) -> Class {
    let (path, text) = (document.path.to_owned(), document.text().to_owned());
    let Some(value) = head.annotations.get(HOOK) else {
        let origin = document.origin(chart);
        return Class::Manifest(Manifest { path, kind: head.kind, name: head.name, content: text, origin });
    };
    let Some(events) = annotations::events(value) else {
        return Class::Dropped(value.clone());
    };
    let list = |key| head.annotations.get(key).map(|value| annotations::pieces(value).collect()).unwrap_or_default();
    Class::Hook(Hook {
        events,
        weight: head.annotations.get(WEIGHT).map_or(0, |value| annotations::weight(value)),
        delete_policies: list(DELETE_POLICY),
        output_log_policies: list(OUTPUT_LOG_POLICY),
        name: head.name,
        kind: head.kind,
        path,
        manifest: text,
        origin: document.origin(chart),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::text::Span;

    const HELM_4: Dialect =
        Dialect { split: Split::Lines, unplaced: &[], head_type: "util.SimpleHead", sorts_hooks: true };

    fn sorted(files: &[(&str, &str)]) -> Sorted {
        let one =
            |(path, text): &(&str, &str)| ((*path).to_owned(), Rendered::unchanged(text, format!("source/{path}")));
        let files: BTreeMap<String, Rendered> = files.iter().map(one).collect();
        sort(&RenderedChart { chart: "a".into(), files, ..RenderedChart::default() }, HELM_4, &head::Memory::default())
    }

    fn hook(name: &str, weight: &str) -> String {
        format!(
            "kind: Job\nmetadata:\n  name: {name}\n  annotations: {{helm.sh/hook: test, helm.sh/hook-weight: '{weight}'}}\n"
        )
    }

    #[test]
    fn origins_point_at_the_document_in_its_file() {
        let text = "# first\n---\nkind: A\n---\n\nkind: B\n\n";
        let sorted = sorted(&[("x.yaml", text)]);
        let found: Vec<&str> = sorted.manifests.iter().map(|manifest| manifest.origin.span.of(text)).collect();
        assert_eq!(found, ["# first", "kind: A", "kind: B"]);
        assert_eq!(sorted.manifests[1].origin.file, "source/x.yaml");
        assert_eq!(sorted.manifests[1].origin.chart, "a");
    }

    #[test]
    fn a_broken_document_hides_no_other() {
        let broken = "kind: Job\na: [\n";
        let text = format!("kind: Service\n---\n{broken}---\nkind: ConfigMap\n---\n{}", hook("late", "0"));
        let sorted = sorted(&[("a.yaml", &text), ("b.yaml", "just text"), ("c.yaml", "kind: Secret")]);
        let kinds = |manifests: &[Manifest]| manifests.iter().map(|m| m.kind.clone()).collect::<Vec<_>>();
        assert_eq!(kinds(&sorted.manifests), ["Service"]);
        assert!(sorted.hooks.is_empty());
        assert!(sorted.error.as_deref().is_some_and(|error| error.starts_with("YAML parse error on a.yaml: ")));
        let (hooks, manifests) = sorted.readable();
        assert_eq!(kinds(manifests), ["Secret", "ConfigMap", "Service"]);
        assert_eq!(hooks[0].name, "late");
        let places: Vec<&str> = sorted.diagnostics.iter().map(|found| found.labels[0].file.as_str()).collect();
        assert_eq!(places, ["source/a.yaml", "source/b.yaml"]);
        assert_eq!(sorted.diagnostics[1].labels[0].span, Span::new(0, 9));
    }

    #[test]
    fn a_wrong_shape_is_marked_where_it_is() {
        for (text, marked) in [
            ("kind: A\nmetadata:\n  annotations: [x]\n", "[x]"),
            ("kind: [A]\n", "[A]"),
            ("metadata: {name: {a: b}}\n", "{a: b}"),
            ("- a\n- b\n", "- a"),
        ] {
            let sorted = sorted(&[("x.yaml", text)]);
            assert_eq!(sorted.diagnostics[0].labels[0].span.of(text), marked, "{text}");
            assert_eq!(sorted.diagnostics[0].id, "manifest/wrong-shape");
        }
    }

    #[test]
    fn keys_that_stand_twice_are_told_with_both_places() {
        let text = "kind: A\n---\nkind: A\nmetadata:\n  name: a\nkind: B\n";
        let sorted = sorted(&[("x.yaml", text)]);
        let [found] = sorted.diagnostics.as_slice() else { panic!("{:?}", sorted.diagnostics) };
        let places: Vec<usize> = found.labels.iter().map(|label| label.span.start).collect();
        assert_eq!((&*found.id, places), ("yaml/duplicate-key", vec![text.rfind("kind").unwrap(), 12]));
        assert_eq!(sorted.error, None);
    }

    #[test]
    fn notes_and_partials_are_no_manifests() {
        let sorted =
            sorted(&[("t/NOTES.txt", "{"), ("t/myNOTES.txt", "{"), ("t/_x.yaml", "{"), ("_t/x.yaml", "kind: A")]);
        assert_eq!((sorted.error, sorted.manifests.len()), (None, 1));
    }

    #[test]
    fn hooks_run_by_weight_then_name_then_as_stored() {
        let text = [("b", "0"), ("a", "10"), ("job-2", "2"), ("job-10", "2"), ("B", "0"), ("c", "-5"), ("", "0")]
            .map(|(name, weight)| hook(name, weight))
            .join("---\n");
        let sorted = sorted(&[("x.yaml", &text)]);
        let hooks: Vec<&Hook> = sorted.hooks.iter().collect();
        let names: Vec<&str> =
            execution_order(&hooks, HookEvent::Test).iter().map(|i| hooks[*i].name.as_str()).collect();
        assert_eq!(names, ["c", "", "B", "b", "job-10", "job-2", "a"]);
        assert!(execution_order(&hooks, HookEvent::PreInstall).is_empty());
    }

    #[test]
    fn a_hook_runs_as_often_as_it_names_the_event() {
        let sorted =
            sorted(&[("x.yaml", &hook("a", "0").replace("hook: test", "hook: 'test,pre-install,test-success'"))]);
        let hooks: Vec<&Hook> = sorted.hooks.iter().collect();
        assert_eq!(execution_order(&hooks, HookEvent::Test), [0, 0]);
        assert_eq!(execution_order(&hooks, HookEvent::PreInstall), [0]);
    }
}
