//! What documents cost: parsed, ordered, simulated, kept in memory, and the way from one position to the next.
//!
//! Prints microseconds per document for growing charts and fails where a document of the largest costs more than
//! twice as much as one of a hundred: everything is linear, or nearly so. What is felt at once has limits of its own:
//! changes of the position in the longest story, and the memory of all of it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use helm_hooks::chart::{RenderOptions, render};
use helm_hooks::helm::{NEWEST, inspect};
use helm_hooks::manifest::head::Memory;
use helm_hooks::manifest::{Dialect, Hook, HookEvent, Sorted, Split, execution_order, sort};
use helm_hooks::story::{Chart, Command, Operation, ReleaseName, Story};
use helm_hooks::template::Limits;
use helm_hooks::trace::{Trace, simulate};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// From which size to which the cost of a document has to stay the same, and how much more it may be.
const FLAT: (usize, usize, f64) = (100, 10_000, 2.0);

/// Milliseconds that a change of the position may take in the longest story. The page's wasm takes two to three times
/// as long and has to draw as well.
const POSITION: f64 = 8.0;

/// Megabytes that the longest story may need at any one time, its trace included.
const MEMORY: f64 = 300.0;

/// How long each measurement goes on, and how often at least: one run alone may have been disturbed.
const LONG: Duration = Duration::from_millis(500);
const OFTEN: usize = 3;

const DIALECT: Dialect =
    Dialect { split: Split::Lines, unplaced: &[], head_type: "util.SimpleHead", sorts_hooks: true };

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
    sort(&render(chart, "a", "", &options, &Limits::default()), DIALECT, &Memory::default())
}

fn story(chart: Chart) -> Story {
    let operation = |command| Operation { command, ..Operation::default() };
    let operations = [Command::Install("a".into()), Command::Upgrade("a".into()), Command::Uninstall].map(operation);
    Story { charts: [("a".to_owned(), chart)].into_iter().collect(), operations: operations.into(), ..Story::default() }
}

/// The best time of one run.
fn measure(mut run: impl FnMut()) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < OFTEN || begin.elapsed() < LONG {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
        runs += 1;
    }
    best
}

/// Knows how much memory is in use, what the allocator itself needs for each piece included, and the most that was.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;
static IN_USE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// What glibc takes for a piece: eight bytes more, in steps of sixteen.
fn piece(size: usize) -> usize {
    (size + 8).next_multiple_of(16).max(32)
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = IN_USE.fetch_add(piece(layout.size()), Relaxed) + piece(layout.size());
        MOST.fetch_max(now, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(piece(layout.size()), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

/// The measurements of one size, in microseconds.
fn measurements(documents: usize) -> Vec<(&'static str, f64)> {
    let chart = chart(documents);
    let sorted_chart = sorted(&chart);
    let hooks: Vec<&Hook> = sorted_chart.hooks.iter().collect();
    let story = story(chart.clone());
    let release = ReleaseName::default();
    [
        ("parse and sort", measure(|| drop(black_box(sorted(&chart))))),
        ("order hooks", measure(|| drop(black_box(execution_order(&hooks, HookEvent::PreInstall))))),
        ("lint", measure(|| drop(black_box(inspect(&chart, "a", &release, NEWEST))))),
        ("simulate", measure(|| drop(black_box(simulate(&story))))),
    ]
    .map(|(name, time)| (name, time.as_secs_f64() * 1e6))
    .into()
}

/// Prints a measurement beside its limit; whether it keeps it.
fn within(name: &str, value: f64, unit: &str, limit: f64) -> bool {
    let verdict = if value <= limit { "" } else { "   too much" };
    println!("{name:<40}{value:>10.2} {unit} of {limit:.0}{verdict}");
    value <= limit
}

/// Steps, position changes and memory of the longest story.
fn longest(documents: usize) -> bool {
    let before = IN_USE.load(Relaxed);
    MOST.store(before, Relaxed);
    let story = story(chart(documents));
    let trace = simulate(&story);
    let (most, kept) = (MOST.load(Relaxed) - before, IN_USE.load(Relaxed) - before);
    assert!(trace.operations.iter().all(|operation| operation.exit == 0) && !trace.truncated);
    println!("\n{} documents, {} steps", documents, trace.steps.len());
    let mega = |bytes: usize| bytes as f64 / 1e6;
    let milli = |time: Duration| time.as_secs_f64() * 1e3;
    let positions = [
        within("memory at most", mega(most), "MB", MEMORY),
        within("memory of the trace", mega(kept), "MB", MEMORY),
        within("a jump", milli(measure(|| jump(&trace))) / JUMPS as f64, "ms", POSITION),
        within("a step", milli(measure(|| walk(&trace))) / WALK as f64, "ms", POSITION),
    ];
    positions.iter().all(|kept| *kept)
}

/// Positions that are far from each other.
const JUMPS: usize = 10;

/// Steps that are gone one after the other.
const WALK: usize = 10;

fn jump(trace: &Trace) {
    for i in 0..JUMPS {
        drop(black_box(trace.state_at(Some(trace.steps.len() * i / JUMPS))));
    }
}

fn walk(trace: &Trace) {
    let from = trace.operations.first().map_or(0, |first| first.steps.end.saturating_sub(WALK));
    for step in from..from + WALK {
        drop(black_box(trace.state_at(Some(step))));
    }
}

/// Sizes given on the command line, or all.
fn sizes() -> Vec<usize> {
    let given: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    if given.is_empty() { SIZES.into() } else { given }
}

fn main() -> ExitCode {
    let sizes = sizes();
    let kept = longest(sizes.last().copied().unwrap_or_default());
    let all: Vec<(usize, Vec<(&str, f64)>)> = sizes.iter().map(|size| (*size, measurements(*size))).collect();
    let head: String = sizes.iter().map(|size| format!("{size:>10}")).collect();
    println!("\n{:<18}{head}", "µs per document");
    let mut flat = true;
    for i in 0..all[0].1.len() {
        let per_document: Vec<(usize, f64)> =
            all.iter().map(|(size, rows)| (*size, rows[i].1 / *size as f64)).collect();
        let at = |wanted| per_document.iter().find(|(size, _)| *size == wanted).map(|(_, cost)| *cost);
        let (from, to, times) = FLAT;
        let is_flat = at(from).zip(at(to)).is_none_or(|(from, to)| to <= from * times);
        flat &= is_flat;
        let cells: String = per_document.iter().map(|(_, cost)| format!("{cost:>10.3}")).collect();
        println!("{:<18}{cells}{}", all[0].1[i].0, if is_flat { "" } else { "   not flat" });
    }
    if flat && kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
