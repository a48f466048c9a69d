//! What several tests need.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use helm_hooks::cli::Files;
use helm_hooks::cli::check::Checked;

/// The files of this project.
pub fn files() -> Files<'static> {
    Files { read: &|file| fs::read_to_string(file), bytes: &|file| fs::read(file), list: &list }
}

fn list(folder: &str) -> io::Result<Vec<String>> {
    let mut names: Vec<String> =
        fs::read_dir(folder)?.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    Ok(names)
}

/// Holds a check to the list of what is not equal yet: a case that is not listed and differs fails the test, and so
/// does one that is listed and does not, so the list only gets shorter. With `BLESS=1` it is written anew.
pub fn hold(checked: &Checked, list: &str) {
    assert!(checked.unusable.is_empty(), "{}", checked.unusable.concat());
    let text = fs::read_to_string(list).unwrap();
    let (head, open): (Vec<&str>, Vec<&str>) =
        text.lines().filter(|line| !line.is_empty()).partition(|line| line.starts_with('#'));
    let open: BTreeSet<&str> = open.into_iter().collect();
    let failed: BTreeSet<&str> = checked.failed().map(|case| case.name.as_str()).collect();
    if std::env::var_os("BLESS").is_some() {
        let lines: Vec<&str> = head.into_iter().chain(failed).collect();
        return fs::write(list, format!("{}\n", lines.join("\n"))).unwrap();
    }
    let differ: String = checked
        .failed()
        .filter(|case| !open.contains(case.name.as_str()))
        .map(|case| format!("{}\n{}\n", case.name, case.difference.as_deref().unwrap_or_default()))
        .collect();
    assert!(differ.is_empty(), "{} of {} differ:\n{differ}", failed.len(), checked.cases.len());
    let pass: Vec<&&str> = open.difference(&failed).collect();
    assert!(pass.is_empty(), "these are equal now, or are not there: take them out of {list}: {pass:#?}");
}
