//! Random stories, played by our engine and by real Helm: `make oracle COUNT=100 SEED=1`.
//!
//! Every story in which the two differ is made smaller as long as they still do, and written to
//! `target/oracle/found/` with Helm's recording beside it. Exit status 1 if there was one.

#[path = "../support/mod.rs"]
#[allow(dead_code)] // other tests use the rest
mod support;

mod chain;
mod dice;
mod documents;
mod flags;
mod real;
mod shrink;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::exit;

use helm_hooks::story::{self, HelmVersion, Story};

use real::Case;

const VERSIONS: [HelmVersion; 2] = [HelmVersion::new(4, 3, 1), HelmVersion::new(3, 22, 0)];

/// What is asked for.
struct Plan {
    count: u64,
    seed: u64,
    first: u64,
    parallel: usize,
    /// How many differences are made smaller.
    shrink: usize,
    out: PathBuf,
}

fn main() {
    let plan = plan();
    let stories: Vec<Story> = (plan.first..plan.first + plan.count).map(|n| chain::story(plan.seed, n)).collect();
    let cases: Vec<Case> =
        VERSIONS.iter().flat_map(|helm| stories.iter().map(|story| (story.clone(), *helm))).collect();
    let found = real::differences(&cases, &plan.out.join("all"), plan.parallel);
    let troubled = found.iter().filter(|found| found.is_none()).count();
    let mut differing: Vec<Case> = Vec::new();
    for (case, difference) in cases.iter().zip(&found) {
        if let Some(Some(text)) = difference {
            println!("{} {}\n{text}", case.0.id, case.1);
            differing.push(case.clone());
        }
    }
    let steady = steady(&differing, &plan);
    println!(
        "seed {}, stories {} to {}: {} played by {} versions, {troubled} not to be judged, {} differ, {} of them every time",
        plan.seed,
        plan.first,
        plan.first + plan.count - 1,
        plan.count,
        VERSIONS.len(),
        differing.len(),
        steady.len()
    );
    let small: Vec<Case> = shrink_all(steady.into_iter().take(plan.shrink).collect(), &plan);
    keep(&small, &plan);
    exit(i32::from(!differing.is_empty()));
}

fn plan() -> Plan {
    let mut plan = Plan { count: 100, seed: 1, first: 0, parallel: 4, shrink: 6, out: PathBuf::from("target/oracle") };
    let words: Vec<String> = std::env::args().skip(1).collect();
    for pair in words.chunks(2) {
        let [name, value] = pair else { usage() };
        let number = || value.parse::<u64>().unwrap_or_else(|_| usage());
        let size = || value.parse::<usize>().unwrap_or_else(|_| usage());
        match name.as_str() {
            "--count" => plan.count = number(),
            "--seed" => plan.seed = number(),
            "--first" => plan.first = number(),
            "--parallel" => plan.parallel = size(),
            "--shrink" => plan.shrink = size(),
            "--out" => plan.out = value.into(),
            _ => usage(),
        }
    }
    plan
}

fn usage() -> ! {
    eprintln!("usage: oracle [--count N] [--seed N] [--first N] [--parallel N] [--shrink N] [--out FOLDER]");
    exit(2)
}

/// Those that differ again: the rest is chance in Helm or in the machine, and the generator should not make it.
fn steady(cases: &[Case], plan: &Plan) -> Vec<Case> {
    if cases.is_empty() {
        return Vec::new();
    }
    let folder = plan.out.join("again");
    let _ = fs::remove_dir_all(&folder);
    let again = real::differences(cases, &folder, plan.parallel);
    let kept = cases.iter().zip(again).filter(|(_, again)| matches!(again, Some(Some(_))));
    kept.map(|(case, _)| case.clone()).collect()
}

/// Leaves out of each story what it can do without and still differ: first every part by itself, then all that
/// could go, or half of them, until nothing can.
fn shrink_all(mut cases: Vec<Case>, plan: &Plan) -> Vec<Case> {
    let mut open: Vec<usize> = (0..cases.len()).collect();
    for round in 0..20 {
        if open.is_empty() {
            break;
        }
        let parts: BTreeMap<usize, Vec<shrink::Part>> =
            open.iter().map(|i| (*i, shrink::parts(&cases[*i].0))).collect();
        let singles = |i: usize| parts[&i].iter().map(|part| vec![part.clone()]).collect::<Vec<_>>();
        let tried: BTreeMap<usize, Vec<Vec<shrink::Part>>> = open.iter().map(|i| (*i, singles(*i))).collect();
        let good = try_out(&cases, &tried, plan, &format!("shrink-{round}a"));
        let sets: BTreeMap<usize, Vec<Vec<shrink::Part>>> =
            good.iter().map(|(i, good)| (*i, sets_of(&good.iter().flatten().cloned().collect::<Vec<_>>()))).collect();
        let better = try_out(&cases, &sets, plan, &format!("shrink-{round}b"));
        open.retain(|i| {
            let Some(best) = better[i].iter().chain(&good[i]).max_by_key(|set| set.len()) else { return false };
            cases[*i].0 = shrink::without(&cases[*i].0, best);
            true
        });
    }
    cases
}

/// All parts, the halves, the quarters, the eighths.
fn sets_of(parts: &[shrink::Part]) -> Vec<Vec<shrink::Part>> {
    let mut sets = Vec::new();
    for pieces in [1, 2, 4, 8] {
        let size = parts.len().div_ceil(pieces);
        if size > 1 {
            sets.extend(parts.chunks(size).map(<[shrink::Part]>::to_vec));
        }
    }
    sets
}

/// Of each story, the sets of parts without which it still differs.
fn try_out(
    cases: &[Case],
    sets: &BTreeMap<usize, Vec<Vec<shrink::Part>>>,
    plan: &Plan,
    name: &str,
) -> BTreeMap<usize, Vec<Vec<shrink::Part>>> {
    let mut asked = Vec::new();
    let mut trials = Vec::new();
    for (i, sets) in sets {
        for set in sets {
            let story = shrink::without(&cases[*i].0, set);
            if !story.operations.is_empty() {
                asked.push((*i, set));
                let id = format!("trial-{}", trials.len());
                trials.push((Story { id, ..story }, cases[*i].1));
            }
        }
    }
    let folder = plan.out.join(name);
    let _ = fs::remove_dir_all(&folder);
    let found = real::differences(&trials, &folder, plan.parallel);
    let mut good: BTreeMap<usize, Vec<Vec<shrink::Part>>> = sets.keys().map(|i| (*i, Vec::new())).collect();
    for ((i, set), found) in asked.into_iter().zip(found) {
        if let Some(Some(_)) = found {
            good.entry(i).or_default().push(set.clone());
        }
    }
    good
}

/// Writes the stories and what differs in them.
fn keep(cases: &[Case], plan: &Plan) {
    if cases.is_empty() {
        return;
    }
    let folder = plan.out.join("found");
    let last = plan.out.join("last");
    let found = real::differences(cases, &last, plan.parallel);
    for ((story, helm), difference) in cases.iter().zip(found) {
        write(&folder, &format!("{}-{helm}.yaml", story.id), &story::write(&Story { helm: None, ..story.clone() }));
        let recording = real::recording_of(&last, story, *helm);
        write(&folder, &format!("{}-{helm}.json", story.id), &fs::read_to_string(recording).unwrap_or_default());
        let text = difference.flatten().unwrap_or_default();
        write(&folder, &format!("{}-{helm}.txt", story.id), &text);
        println!("\n{}/{}-{helm}.yaml\n{text}", folder.display(), story.id);
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}
