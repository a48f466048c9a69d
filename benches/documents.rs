//! What documents cost: read and ordered, played, and looked up afterwards. `cargo bench`.
//!
//! Prints the cost per document and fails if it grows by more than twice from 100 to 10,000 documents:
//! then something is worse than linear.

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use helm_hooks::chart::{RenderOptions, render};
use helm_hooks::manifest::{Dialect, HookEvent, Split, execution_order, sort};
use helm_hooks::simulate;
use helm_hooks::story::{Chart, Command, HelmVersion, Operation, Story};
use helm_hooks::template::Limits;

const HELM: HelmVersion = HelmVersion::new(4, 3, 1);
const DIALECT: Dialect = Dialect { split: Split::Lines, webhooks_in_order: true, head_type: "util.SimpleHead" };
const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];
/// The fastest of so many runs counts; a run is as many repetitions as make this much work.
const RUNS: usize = 5;
const DOCUMENTS_PER_RUN: usize = 10_000;
const MOST_GROWTH: f64 = 2.0;

fn main() -> ExitCode {
    let measures: [(&str, fn(usize) -> Duration); 3] =
        [("read and ordered", read_and_order), ("played", play), ("state at a step", look_up)];
    println!("{:<18}{:>12}{:>14}{:>16}", "", "documents", "in all", "per document");
    let mut worst = 0.0_f64;
    for (name, measure) in measures {
        let mut costs = Vec::new();
        for count in COUNTS {
            let took = measure(count);
            let each = took.as_secs_f64() / count as f64;
            println!("{name:<18}{count:>12}{:>11.3} ms{:>13.0} ns", took.as_secs_f64() * 1e3, each * 1e9);
            costs.push(each);
        }
        let growth = costs[3] / costs[1];
        println!("{name:<18}from 100 to 10,000 documents: {growth:.2} times the cost per document\n");
        worst = worst.max(growth);
    }
    if worst > MOST_GROWTH {
        println!("more than {MOST_GROWTH} times: the cost is not linear");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Every tenth document is a hook, the others are ConfigMaps.
fn chart(documents: usize) -> Chart {
    let mut text = String::new();
    for number in 0..documents {
        let kind = if number % 10 == 0 { hook(number) } else { config(number) };
        // Writing to a String cannot fail.
        let _ = write!(text, "---\n{kind}");
    }
    Chart { templates: [("all.yaml".to_owned(), text)].into(), ..Chart::default() }
}

fn config(number: usize) -> String {
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-{number}\ndata:\n  number: \"{number}\"\n  mode: plain\n"
    )
}

fn hook(number: usize) -> String {
    let weight = (number * 7919) % 100;
    format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: job-{number}\n  annotations:\n    \"helm.sh/hook\": pre-install\n    \
         \"helm.sh/hook-weight\": \"{weight}\"\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      \
         containers: [{{name: main, image: busybox}}]\n"
    )
}

fn story(documents: usize) -> Story {
    let install = Operation { command: Command::Install("a".into()), ..Operation::default() };
    Story {
        charts: [("a".to_owned(), chart(documents))].into(),
        operations: vec![install],
        helm: Some(HELM),
        ..Story::default()
    }
}

/// Shortest time of one call.
fn fastest(documents: usize, mut call: impl FnMut()) -> Duration {
    let times = (DOCUMENTS_PER_RUN / documents).max(1);
    let run = |_| {
        let began = Instant::now();
        for _ in 0..times {
            call();
        }
        began.elapsed() / u32::try_from(times).unwrap_or(u32::MAX)
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}

fn read_and_order(documents: usize) -> Duration {
    let chart = chart(documents);
    let options =
        RenderOptions { release: "demo".into(), namespace: "demo".into(), revision: 1, is_upgrade: false, helm: HELM };
    let rendered = render(&chart, "a", "", &options, &Limits::default());
    fastest(documents, || {
        let sorted = sort(&rendered, DIALECT);
        let hooks: Vec<_> = sorted.hooks.iter().collect();
        black_box(execution_order(&hooks, HookEvent::PreInstall));
    })
}

fn play(documents: usize) -> Duration {
    let story = story(documents);
    fastest(documents, || {
        black_box(simulate(&story));
    })
}

/// One look-up per document, so that the cost per document is the cost of a look-up.
fn look_up(documents: usize) -> Duration {
    let trace = simulate(&story(documents));
    assert!(!trace.truncated && trace.steps.len() >= documents, "{documents} documents are not played to the end");
    let middle = trace.steps.len() / 2;
    fastest(documents, || {
        black_box(trace.state_at(Some(middle)));
    })
}
