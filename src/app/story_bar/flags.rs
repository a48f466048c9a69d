//! The flags that change what Helm does, as one table, and what a story's lists say about them.

use crate::story::{HelmVersion, Operation};
use crate::trace::Verb;

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing: it is there or not.
    Nothing,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any text; an example of one.
    Text(&'static str),
    /// Nothing in Helm 3; in Helm 4 one of [`STRATEGIES`], or nothing for the first.
    Strategy,
}

/// How Helm 4 can wait; the first is what `--wait` alone means.
pub const STRATEGIES: [&str; 3] = ["watcher", "hookOnly", "legacy"];

/// A flag as people choose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// Its name in Helm 3, if it has one.
    pub helm3: Option<&'static str>,
    /// Its name in Helm 4, if it has one.
    pub helm4: Option<&'static str>,
    /// What it takes.
    pub takes: Takes,
    /// The commands that have it.
    pub verbs: &'static [Verb],
    /// What it does, one sentence.
    pub does: &'static str,
}

use Takes::{Nothing, OneOf, Strategy, Text};
use Verb::{Install, Rollback, Test, Uninstall, Upgrade};

const WRITES: &[Verb] = &[Install, Upgrade, Rollback];
const CHARTED: &[Verb] = &[Install, Upgrade];
const TIMED: &[Verb] = &[Install, Upgrade, Rollback, Uninstall, Test];

const fn both(name: &'static str, takes: Takes, verbs: &'static [Verb], does: &'static str) -> Flag {
    Flag { helm3: Some(name), helm4: Some(name), takes, verbs, does }
}

const fn renamed(helm3: &'static str, helm4: &'static str, verbs: &'static [Verb], does: &'static str) -> Flag {
    Flag { helm3: Some(helm3), helm4: Some(helm4), takes: Nothing, verbs, does }
}

const fn only4(name: &'static str, takes: Takes, verbs: &'static [Verb], does: &'static str) -> Flag {
    Flag { helm3: None, helm4: Some(name), takes, verbs, does }
}

/// Every flag that changes the sequence, in the order of the dialog.
pub const FLAGS: [Flag; 24] = [
    both("--install", Nothing, &[Upgrade], "Installs if there is no release yet."),
    both(
        "--wait",
        Strategy,
        &[Install, Upgrade, Rollback, Uninstall],
        "Waits for the resources before the post hooks.",
    ),
    both("--wait-for-jobs", Nothing, WRITES, "With --wait: waits for Jobs of the manifest too."),
    both("--timeout", Text("5m0s"), TIMED, "How long each wait may take."),
    both("--no-hooks", Nothing, &[Install, Upgrade, Rollback, Uninstall], "Runs no hooks."),
    renamed("--atomic", "--rollback-on-failure", CHARTED, "Undoes a failed install or upgrade."),
    both("--cleanup-on-fail", Nothing, &[Upgrade, Rollback], "Deletes what a failed upgrade created."),
    renamed(
        "--force",
        "--force-replace",
        &[Install, Upgrade, Rollback],
        "Replaces resources instead of patching them.",
    ),
    only4("--server-side", OneOf(&["true", "false", "auto"]), WRITES, "Whether the API server merges changes."),
    only4("--force-conflicts", Nothing, WRITES, "Takes over fields that somebody else manages."),
    both("--take-ownership", Nothing, CHARTED, "Adopts resources that exist without asking whose they are."),
    both("--replace", Nothing, &[Install], "Uses the name of an uninstalled release again."),
    both("--create-namespace", Nothing, CHARTED, "Creates the release's namespace."),
    both("--skip-crds", Nothing, CHARTED, "Leaves the crds/ folder out."),
    both("--reuse-values", Nothing, &[Upgrade], "Starts from the last release's values."),
    both("--reset-values", Nothing, &[Upgrade], "Starts from the chart's values."),
    both("--history-max", Text("10"), &[Upgrade, Rollback], "How many revisions are kept."),
    both("--description", Text("why"), &[Install, Upgrade, Uninstall], "Text of the record."),
    both("--dry-run", OneOf(&["client", "server"]), &[Install, Upgrade], "Renders and writes nothing."),
    both("--keep-history", Nothing, &[Uninstall], "Keeps the records of an uninstalled release."),
    both("--ignore-not-found", Nothing, &[Uninstall], "A release that is not there is no error."),
    both("--cascade", OneOf(&["background", "foreground", "orphan"]), &[Uninstall], "How dependents are deleted."),
    both("--filter", Text("name=smoke-test"), &[Test], "Runs only some tests."),
    both("--logs", Nothing, &[Test], "Prints the logs of test Pods."),
];

/// Whether a version is of Helm 3.
#[must_use]
pub fn is_helm_3(version: HelmVersion) -> bool {
    version.matches("v3")
}

impl Flag {
    /// Its name in a version.
    #[must_use]
    pub fn name(&self, version: HelmVersion) -> Option<&'static str> {
        if is_helm_3(version) { self.helm3 } else { self.helm4 }
    }

    /// Its value in an operation: `None` if it is not set, an empty text if it is set without one.
    #[must_use]
    pub fn value(&self, operation: &Operation, version: HelmVersion) -> Option<String> {
        let name = self.name(version)?;
        let own = if is_helm_3(version) { &operation.helm3_flags } else { &operation.helm4_flags };
        own.iter().chain(&operation.flags).find_map(|flag| value_of(flag, name))
    }

    /// Sets it, or with `None` takes it away. A flag of one name goes to both versions, others to their own.
    pub fn set(&self, operation: &mut Operation, value: Option<&str>) {
        for name in [self.helm3, self.helm4].into_iter().flatten() {
            for list in [&mut operation.flags, &mut operation.helm3_flags, &mut operation.helm4_flags] {
                list.retain(|flag| value_of(flag, name).is_none());
            }
        }
        let Some(value) = value else { return };
        let written = |name: &str| if value.is_empty() { name.to_owned() } else { format!("{name}={value}") };
        match (self.helm3, self.helm4) {
            (Some(three), Some(_)) if self.takes == Strategy && !value.is_empty() => {
                operation.helm3_flags.push(three.to_owned());
                operation.helm4_flags.push(written(three));
            }
            (Some(three), Some(four)) if three == four => operation.flags.push(written(three)),
            (three, four) => {
                operation.helm3_flags.extend(three.map(written));
                operation.helm4_flags.extend(four.map(written));
            }
        }
    }

    /// What can be chosen for it in a version.
    #[must_use]
    pub fn choices(&self, version: HelmVersion) -> &'static [&'static str] {
        match self.takes {
            OneOf(words) => words,
            Strategy if !is_helm_3(version) => &STRATEGIES,
            _ => &[],
        }
    }
}

/// The value of a written flag, if it has this name: `--timeout=4s`, `--wait`.
fn value_of(flag: &str, name: &str) -> Option<String> {
    let rest = flag.strip_prefix(name)?;
    match rest.chars().next() {
        None => Some(String::new()),
        Some('=') => Some(rest.trim_start_matches('=').to_owned()),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V3: HelmVersion = HelmVersion::new(3, 22, 0);
    const V4: HelmVersion = HelmVersion::new(4, 3, 1);

    fn flag(name: &str, version: HelmVersion) -> Flag {
        FLAGS.into_iter().find(|flag| flag.name(version) == Some(name)).unwrap()
    }

    #[test]
    fn every_flag_is_read_back_and_taken_away() {
        for version in [V3, V4] {
            for flag in FLAGS.iter().filter(|flag| flag.name(version).is_some()) {
                let value = match flag.takes {
                    Takes::Nothing => "",
                    Takes::OneOf(words) => words[0],
                    Takes::Text(example) => example,
                    Takes::Strategy => flag.choices(version).last().copied().unwrap_or_default(),
                };
                let mut operation = Operation::default();
                flag.set(&mut operation, Some(value));
                assert_eq!(flag.value(&operation, version).as_deref(), Some(value), "{flag:?}");
                flag.set(&mut operation, None);
                assert_eq!(operation, Operation::default(), "{flag:?}");
            }
        }
    }

    #[test]
    fn a_renamed_flag_is_set_under_both_names() {
        let mut operation = Operation::default();
        flag("--atomic", V3).set(&mut operation, Some(""));
        assert_eq!(operation.helm3_flags, ["--atomic"]);
        assert_eq!(operation.helm4_flags, ["--rollback-on-failure"]);
        assert!(operation.flags.is_empty());
    }

    #[test]
    fn names_that_begin_alike_are_not_confused() {
        let operation =
            Operation { flags: vec!["--wait-for-jobs".into(), "--timeout=4s".into()], ..Operation::default() };
        assert_eq!(flag("--wait", V3).value(&operation, V3), None);
        assert_eq!(flag("--timeout", V4).value(&operation, V4).as_deref(), Some("4s"));
    }
}
