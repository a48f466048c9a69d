//! In what two versions differ, row by row, and a Helm that does as the other one in some of them.
//!
//! That Helm never was; it answers why two runs differ: what is different when nothing but one row is.

use super::Run;
use super::behaviour::{Behaviour, ROWS, Row};
use super::memory::Memory;
use crate::story::{HelmVersion, Story};

/// A row of the table of behaviour in which two versions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name in the table.
    pub row: &'static str,
    /// What it is about, one sentence without its full stop.
    pub says: String,
    /// Ids of the rules and of the findings it stands on.
    pub rules: Vec<&'static str>,
    /// The releases that changed it, from the older version to the newer.
    pub since: Vec<HelmVersion>,
    /// What the first and the second version have there: `yes`, `no`, a text.
    pub values: [String; 2],
}

/// What the number of a version decides by itself: the tables of flags and of what templates can tell.
const NUMBER: Row = Row {
    name: "helm",
    text: " Which flags, commands and template functions there are.",
    changes: &[],
    differs: |one, other| one.helm != other.helm,
    take: |to, from| to.helm = from.helm,
    value: |of| of.helm.to_string(),
};

fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain([&NUMBER])
}

/// The rows in which `first` and `second` differ, in the order of the table; the number itself comes last.
#[must_use]
pub fn differences(first: HelmVersion, second: HelmVersion) -> Vec<Difference> {
    let [one, other] = [first, second].map(Behaviour::of);
    let between = first.min(second)..=first.max(second);
    let of = |row: &Row| {
        let (says, rules) = read(row.text);
        let since = row.changes.iter().filter(|release| between.contains(release) && **release != *between.start());
        Difference {
            row: row.name,
            says,
            rules,
            since: since.copied().collect(),
            values: [&one, &other].map(|of| shown((row.value)(of))),
        }
    };
    rows().filter(|row| (row.differs)(&one, &other)).map(of).collect()
}

/// Plays a story as `helm` would if it did as `other` in the `rows` of these names.
#[must_use]
pub fn run_with(story: &Story, helm: HelmVersion, other: HelmVersion, rows: &[&str]) -> Run {
    let (mut behaviour, other) = (Behaviour::of(helm), Behaviour::of(other));
    for row in self::rows().filter(|row| rows.contains(&row.name)) {
        (row.take)(&mut behaviour, &other);
    }
    super::play::run(story, behaviour, &Memory::none(behaviour.helm))
}

/// The sentence of a comment, and the ids at its end.
fn read(text: &'static str) -> (String, Vec<&'static str>) {
    let text = text.trim().trim_end_matches('.');
    let (says, ids) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")).unwrap_or((text, ""));
    (says.replace('`', ""), ids.split(", ").filter(|id| !id.is_empty()).collect())
}

fn shown(value: String) -> String {
    match value.as_str() {
        "true" => "yes".into(),
        "false" => "no".into(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helm::PROVED;

    #[test]
    fn every_row_is_a_sentence_with_ids() {
        for row in rows() {
            let (says, rules) = read(row.text);
            assert!(!says.is_empty() && !says.contains(['(', ')']), "{}: {says}", row.name);
            for id in rules {
                assert!(id.contains('-') && !id.contains(char::is_lowercase), "{}: {id}", row.name);
            }
        }
    }

    #[test]
    fn nothing_but_the_rows_differs() {
        for (first, second) in PROVED.iter().zip(PROVED.iter().rev()) {
            let (mut one, other) = (Behaviour::of(*first), Behaviour::of(*second));
            rows().for_each(|row| (row.take)(&mut one, &other));
            assert_eq!(one, other);
        }
    }

    #[test]
    fn a_row_names_the_releases_that_changed_it() {
        let differ = |one: &str, other: &str| differences(one.parse().unwrap(), other.parse().unwrap());
        let rows: Vec<_> = differ("3.16.2", "3.16.4").into_iter().map(|one| (one.row, one.since, one.values)).collect();
        let yes_no = ["no".to_owned(), "yes".to_owned()];
        assert_eq!(rows[0], ("cleans_up_backward", vec![HelmVersion::new(3, 16, 3)], yes_no));
        assert_eq!(rows[1].0, "helm");
        assert_eq!(rows.len(), 2);
        let back = differ("4.3.1", "4.2.4");
        assert!(back.iter().any(|one| one.row == "checks_owner" && one.values[0] == "yes"), "{back:?}");
        assert_eq!(differ("4.3.1", "4.3.1"), []);
    }
}
