//! What documents cost: parsed, ordered, simulated, and the state after any step.
//!
//! Prints microseconds per document for growing charts and fails where a document of the largest costs more than
//! twice as much as one of a hundred: everything is linear, or nearly so.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use helm_hooks::chart::{RenderOptions, render};
use helm_hooks::helm::{NEWEST, inspect};
use helm_hooks::manifest::{Dialect, Hook, HookEvent, Sorted, Split, execution_order, sort};
use helm_hooks::story::{Chart, Command, Operation, ReleaseName, Story};
use helm_hooks::template::Limits;
use helm_hooks::trace::simulate;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// From which size to which the cost of a document has to stay the same, and how much more it may be.
const FLAT: (usize, usize, f64) = (100, 10_000, 2.0);

/// How long each measurement goes on, at least once.
const LONG: Duration = Duration::from_millis(500);

const DIALECT: Dialect = Dialect { split: Split::Lines, webhooks_in_order: true, head_type: "util.SimpleHead" };

/// A chart of so many documents: half of them hooks, ten to a file.
fn chart(documents: usize) -> Chart {
    let document = |i: usize| match i % 2 {
        0 => format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-{i}\ndata:\n  color: blue\n"),
        _ => format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: job-{i}\n  annotations:\n    helm.sh/hook: pre-install,pre-upgrade\n    \
             helm.sh/hook-weight: \"{}\"\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: main\n          \
             image: busybox\n",
            i % 7
        ),
    };
    let all: Vec<String> = (0..documents).map(document).collect();
    let files = all.chunks(10).enumerate().map(|(i, file)| (format!("{i}.yaml"), file.join("---\n")));
    Chart { templates: files.collect(), ..Chart::default() }
}

fn sorted(chart: &Chart) -> Sorted {
    let ReleaseName { name: release, namespace } = ReleaseName::default();
    let options = RenderOptions { release, namespace, revision: 1, is_upgrade: false, helm: NEWEST };
    sort(&render(chart, "a", "", &options, &Limits::default()), DIALECT)
}

fn story(chart: Chart) -> Story {
    let operation = |command| Operation { command, ..Operation::default() };
    let operations = [Command::Install("a".into()), Command::Upgrade("a".into()), Command::Uninstall].map(operation);
    Story { charts: [("a".to_owned(), chart)].into(), operations: operations.into(), ..Story::default() }
}

/// The best time of one run.
fn measure(mut run: impl FnMut()) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    while best == Duration::MAX || begin.elapsed() < LONG {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
    }
    best
}

/// The measurements of one size, in microseconds.
fn measurements(documents: usize) -> Vec<(&'static str, f64)> {
    let chart = chart(documents);
    let sorted_chart = sorted(&chart);
    let hooks: Vec<&Hook> = sorted_chart.hooks.iter().collect();
    let story = story(chart.clone());
    let trace = simulate(&story);
    assert!(trace.operations.iter().all(|operation| operation.exit == 0) && !trace.truncated);
    let release = ReleaseName::default();
    let middle = trace.steps.len() / 2;
    [
        ("parse and sort", measure(|| drop(black_box(sorted(&chart))))),
        ("order hooks", measure(|| drop(black_box(execution_order(&hooks, HookEvent::PreInstall))))),
        ("lint", measure(|| drop(black_box(inspect(&chart, "a", &release, NEWEST))))),
        ("simulate", measure(|| drop(black_box(simulate(&story))))),
        ("state at a step", measure(|| drop(black_box(trace.state_at(Some(middle)))))),
    ]
    .map(|(name, time)| (name, time.as_secs_f64() * 1e6))
    .into()
}

fn main() -> ExitCode {
    let all: Vec<(usize, Vec<(&str, f64)>)> = SIZES.map(|size| (size, measurements(size))).into();
    println!("{:<18}{}", "µs per document", SIZES.map(|size| format!("{size:>10}")).concat());
    let mut flat = true;
    for i in 0..all[0].1.len() {
        let per_document: Vec<(usize, f64)> =
            all.iter().map(|(size, rows)| (*size, rows[i].1 / *size as f64)).collect();
        let at = |wanted| per_document.iter().find(|(size, _)| *size == wanted).map_or(0.0, |(_, cost)| *cost);
        let (from, to, times) = FLAT;
        let is_flat = at(to) <= at(from) * times;
        flat &= is_flat;
        let cells: String = per_document.iter().map(|(_, cost)| format!("{cost:>10.2}")).collect();
        println!("{:<18}{cells}{}", all[0].1[i].0, if is_flat { "" } else { "   not flat" });
    }
    if flat { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
