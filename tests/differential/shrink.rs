//! Making a story smaller: every part of it that can be left out.

use helm_hooks::story::{Operation, Story};

/// A part that can be left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Operation(usize),
    /// Chart, file, number of the document.
    Document(String, String, usize),
    /// Chart, file, number of the line.
    Line(String, String, usize),
    /// Operation, list (0 for both majors, 3, 4), number.
    Flag(usize, u8, usize),
    World(usize, String),
    Reject(usize, usize),
    Stop(usize, usize),
    Before(usize, usize),
    Values(usize),
    NamespaceAbsent,
    Chart(String),
}

/// The parts of a story. Large ones first, so that their leaving is tried first.
pub fn parts(story: &Story) -> Vec<Part> {
    let mut parts: Vec<Part> = (0..story.operations.len()).map(Part::Operation).collect();
    parts.extend(story.charts.keys().map(|chart| Part::Chart(chart.clone())));
    for (name, chart) in &story.charts {
        for (file, text) in &chart.templates {
            let documents = 0..text.split("---\n").count();
            parts.extend(documents.map(|i| Part::Document(name.clone(), file.clone(), i)));
        }
    }
    for (i, operation) in story.operations.iter().enumerate() {
        for (list, flags) in [(0, &operation.flags), (3, &operation.helm3_flags), (4, &operation.helm4_flags)] {
            // Without a time-out what hangs would hang for five minutes.
            let kept = |flag: &String| flag.starts_with("--timeout");
            parts.extend((0..flags.len()).filter(|n| !kept(&flags[*n])).map(|n| Part::Flag(i, list, n)));
        }
        parts.extend(operation.world.keys().map(|object| Part::World(i, object.clone())));
        parts.extend((0..operation.reject.len()).map(|n| Part::Reject(i, n)));
        parts.extend((0..operation.stop.len()).map(|n| Part::Stop(i, n)));
        parts.extend((0..operation.before.len()).map(|n| Part::Before(i, n)));
        parts.extend((!operation.values.is_empty()).then_some(Part::Values(i)));
    }
    parts.extend(story.namespace_absent.then_some(Part::NamespaceAbsent));
    for (name, chart) in &story.charts {
        for (file, text) in &chart.templates {
            let lines = text.lines().enumerate().filter(|(_, line)| line.starts_with("    helm.sh/"));
            parts.extend(lines.map(|(i, _)| Part::Line(name.clone(), file.clone(), i)));
        }
    }
    parts
}

/// The story without some of its parts.
pub fn without(story: &Story, left_out: &[Part]) -> Story {
    let mut story = story.clone();
    let mut left_out = left_out.to_vec();
    // Lines before documents, flags before operations, and of each the last first, so that numbers stay true.
    left_out.sort_by_key(|part| (rank(part), std::cmp::Reverse(part.clone())));
    for part in left_out {
        leave_out(&mut story, part);
    }
    story
}

fn rank(part: &Part) -> u8 {
    match part {
        Part::Line(..) => 0,
        Part::Document(..) => 1,
        Part::Operation(_) | Part::Chart(_) => 3,
        _ => 2,
    }
}

fn leave_out(story: &mut Story, part: Part) {
    let mut operation = |i: usize, change: &dyn Fn(&mut Operation)| change(&mut story.operations[i]);
    match part {
        Part::Flag(i, 0, n) => operation(i, &|operation| drop(operation.flags.remove(n))),
        Part::Flag(i, 3, n) => operation(i, &|operation| drop(operation.helm3_flags.remove(n))),
        Part::Flag(i, _, n) => operation(i, &|operation| drop(operation.helm4_flags.remove(n))),
        Part::World(i, object) => operation(i, &|operation| drop(operation.world.remove(&object))),
        Part::Reject(i, n) => operation(i, &|operation| drop(operation.reject.remove(n))),
        Part::Stop(i, n) => operation(i, &|operation| drop(operation.stop.remove(n))),
        Part::Before(i, n) => operation(i, &|operation| drop(operation.before.remove(n))),
        Part::Values(i) => operation(i, &|operation| operation.values.clear()),
        Part::Operation(i) => drop(story.operations.remove(i)),
        Part::NamespaceAbsent => story.namespace_absent = false,
        Part::Line(chart, file, n) => edit(story, &chart, &file, "\n", n),
        Part::Document(chart, file, n) => edit(story, &chart, &file, "---\n", n),
        Part::Chart(chart) => {
            let Some(gone) = story.charts.remove(&chart) else { return };
            if story.charts.is_empty() {
                story.charts.insert(chart, gone);
                return;
            }
            use helm_hooks::story::Command::{Helm, Install, Upgrade};
            let other = story.charts.keys().next().unwrap().clone();
            for operation in &mut story.operations {
                match &mut operation.command {
                    Install(name) | Upgrade(name) if *name == chart => name.clone_from(&other),
                    Helm(line) => *line = line.replace(&format!("chart:{chart}"), &format!("chart:{other}")),
                    _ => {}
                }
            }
        }
    }
}

fn edit(story: &mut Story, chart: &str, file: &str, between: &str, n: usize) {
    let Some(chart) = story.charts.get_mut(chart) else { return };
    let Some(text) = chart.templates.get_mut(file) else { return };
    let mut pieces: Vec<&str> = text.split(between).collect();
    pieces.remove(n);
    *text = tidy(&pieces.join(between));
    if text.is_empty() {
        chart.templates.remove(file);
    }
}

/// Without the heads of annotations that are gone.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_bare =
        |i: usize| lines[i] == "  annotations:" && !lines.get(i + 1).is_some_and(|next| next.starts_with("    "));
    let kept: Vec<&str> = (0..lines.len()).filter(|i| !is_bare(*i)).map(|i| lines[i]).collect();
    kept.iter().map(|line| format!("{line}\n")).collect()
}
