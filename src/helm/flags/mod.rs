//! The command line of Helm: which flags a command knows, and what they mean (pflag's rules and words).

mod table;
mod values;

use std::collections::BTreeMap;

use crate::chart::SetKind;
use crate::text::sort_by_key;

use super::Verb;
use super::behaviour::Behaviour;
use super::log::{Record, quoted};
use super::wait::Waiting;
use table::{FLAGS, Flag, Takes};

/// `--dry-run`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DryRun {
    #[default]
    No,
    Client,
    Server,
}

/// `--server-side`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ServerSide {
    #[default]
    Auto,
    Yes,
    No,
}

/// Which values of the revision before stay (R-UPG-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Reuse {
    pub reset: bool,
    pub reuse: bool,
    pub reset_then_reuse: bool,
}

/// What the flags of a command ask for.
#[derive(Debug, Clone)]
pub(super) struct Flags {
    pub waiting: Waiting,
    pub wait_for_jobs: bool,
    /// Milliseconds.
    pub timeout: u64,
    pub no_hooks: bool,
    pub atomic: bool,
    pub cleanup_on_fail: bool,
    pub keep_history: bool,
    pub force_replace: bool,
    pub force_conflicts: bool,
    pub server_side: ServerSide,
    pub replace: bool,
    pub create_namespace: bool,
    pub skip_crds: bool,
    /// Values are not checked against values.schema.json.
    pub any_values: bool,
    pub cascade: String,
    pub description: String,
    pub history_max: usize,
    pub take_ownership: bool,
    pub dry_run: DryRun,
    pub install: bool,
    pub reuse: Reuse,
    pub ignore_not_found: bool,
    pub hide_notes: bool,
    pub subchart_notes: bool,
    pub labels: BTreeMap<String, String>,
    pub logs: bool,
    pub with_names: Vec<String>,
    pub without_names: Vec<String>,
    /// `--revision`, 0 for the last.
    pub revision: usize,
    /// `--set` and its kin, in their order.
    pub sets: Vec<(SetKind, String)>,
    /// What the command says of values that pflag takes and it does not.
    pub refused: Option<String>,
    /// What parsing itself writes to stderr.
    pub notes: Vec<Note>,
    /// What is said of the last `--dry-run` once all is read.
    dry_run_note: Option<Note>,
}

/// A line that parsing the flags writes to stderr.
#[derive(Debug, Clone)]
pub(super) enum Note {
    Line(String),
    Log(Record),
}

impl Flags {
    fn new(behaviour: &Behaviour) -> Self {
        Flags {
            waiting: if behaviour.strategies { Waiting::HOOK_ONLY } else { Waiting::HELM_3 },
            wait_for_jobs: false,
            timeout: 300_000,
            no_hooks: false,
            atomic: false,
            cleanup_on_fail: false,
            keep_history: false,
            force_replace: false,
            force_conflicts: false,
            server_side: ServerSide::Auto,
            replace: false,
            create_namespace: false,
            skip_crds: false,
            any_values: false,
            cascade: "background".into(),
            description: String::new(),
            history_max: 10,
            take_ownership: false,
            dry_run: DryRun::No,
            install: false,
            reuse: Reuse::default(),
            ignore_not_found: false,
            hide_notes: false,
            subchart_notes: false,
            labels: BTreeMap::new(),
            logs: false,
            with_names: Vec::new(),
            without_names: Vec::new(),
            revision: 0,
            sets: Vec::new(),
            refused: None,
            notes: Vec::new(),
            dry_run_note: None,
        }
    }

    /// Waits for resources too, as `--atomic` does (R-INS-8).
    pub fn wait_for_resources(&mut self, behaviour: &Behaviour) {
        if self.waiting.resources.is_none() {
            self.waiting = if behaviour.strategies { Waiting::WATCHER } else { Waiting::LEGACY };
        }
    }
}

/// Flags and what stands between them.
pub(super) type Parsed = (Flags, Vec<String>);

/// A command line that is refused.
#[derive(Debug)]
pub(super) struct Refused {
    /// What pflag or cobra says of it.
    pub error: String,
    /// What was written to stderr before.
    pub notes: Vec<Note>,
}

/// Reads the command line of `command`.
///
/// # Errors
/// What pflag says of it.
pub(super) fn parse(command: Verb, line: &[String], behaviour: &Behaviour) -> Result<Parsed, Refused> {
    let mut flags = Flags::new(behaviour);
    let mut arguments = Vec::new();
    let given = match read(command, line, behaviour, &mut flags, &mut arguments) {
        Ok(given) => given,
        Err(error) => {
            // What is deprecated cobra says only of a line that it could read.
            flags.notes.retain(|note| matches!(note, Note::Log(_)));
            return Err(Refused { error, notes: flags.notes });
        }
    };
    // Values are taken one after the other; what is deprecated cobra says after the last.
    sort_by_key(&mut flags.notes, |note| matches!(note, Note::Line(_)));
    if let Err(error) = exclusive(behaviour, &given) {
        return Err(Refused { error, notes: flags.notes });
    }
    flags.notes.extend(flags.dry_run_note.take());
    Ok((flags, arguments))
}

/// Reads word by word; the names of the flags that were given.
fn read(
    command: Verb,
    line: &[String],
    behaviour: &Behaviour,
    flags: &mut Flags,
    arguments: &mut Vec<String>,
) -> Result<Vec<&'static str>, String> {
    let mut given: Vec<&'static str> = Vec::new();
    let mut words = line.iter();
    while let Some(word) = words.next() {
        if word == "--" {
            arguments.extend(words.by_ref().cloned());
        } else if let Some(body) = word.strip_prefix("--") {
            let (name, value) = match body.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (body, None),
            };
            let flag =
                find(command, behaviour, |flag| flag.name == name).ok_or_else(|| format!("unknown flag: --{name}"))?;
            let value = match (value, flag.takes) {
                (Some(value), _) => value,
                (None, Takes::Nothing) => "true".into(),
                (None, Takes::Maybe(default)) => default.into(),
                (None, Takes::Value) => {
                    words.next().cloned().ok_or_else(|| format!("flag needs an argument: --{name}"))?
                }
            };
            given.push(flag.name);
            set(flags, flag, &value, behaviour)?;
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            let mut rest = letters.chars();
            while let Some(letter) = rest.next() {
                let flag = find(command, behaviour, |flag| flag.short == Some(letter))
                    .ok_or_else(|| format!("unknown shorthand flag: '{letter}' in {word}"))?;
                let value = match (flag.takes, rest.as_str()) {
                    (Takes::Nothing, more) if !more.starts_with('=') => "true".to_owned(),
                    (Takes::Maybe(default), "") => default.to_owned(),
                    (_, "") => {
                        words.next().cloned().ok_or_else(|| format!("flag needs an argument: '{letter}' in {word}"))?
                    }
                    (_, more) => more.strip_prefix('=').unwrap_or(more).to_owned(),
                };
                given.push(flag.name);
                set(flags, flag, &value, behaviour)?;
                if flag.takes != Takes::Nothing {
                    break;
                }
            }
        } else {
            arguments.push(word.clone());
        }
    }
    Ok(given)
}

fn find(command: Verb, behaviour: &Behaviour, is: impl Fn(&Flag) -> bool) -> Option<&'static Flag> {
    FLAGS.iter().find(|flag| flag.is_of(command) && flag.is_known(behaviour.helm) && is(flag))
}

fn set(flags: &mut Flags, flag: &Flag, value: &str, behaviour: &Behaviour) -> Result<(), String> {
    (flag.set)(flags, value, behaviour).map_err(|error| {
        let name = match flag.short {
            Some(short) => format!("-{short}, --{}", flag.name),
            None => format!("--{}", flag.name),
        };
        format!("invalid argument {} for {} flag: {error}", quoted(value), quoted(&name))
    })?;
    if let Some(instead) = flag.deprecated.filter(|_| behaviour.strategies) {
        let line = format!("Flag --{} has been deprecated, use --{instead} instead", flag.name);
        flags.notes.push(Note::Line(line));
    }
    Ok(())
}

/// Flags that do not go together (cobra's words).
fn exclusive(behaviour: &Behaviour, given: &[&str]) -> Result<(), String> {
    for (force, conflicts) in [("force-replace", "force-conflicts"), ("force", "force-conflicts")] {
        if behaviour.server_side && given.contains(&force) && given.contains(&conflicts) {
            let mut set = [force, conflicts];
            set.sort_unstable();
            let set = set.join(" ");
            return Err(format!(
                "if any flags in the group [{force} {conflicts}] are set none of the others can be; [{set}] were all set"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::HelmVersion;

    fn parsed(major: u16, command: Verb, line: &str) -> Result<Parsed, String> {
        let behaviour = Behaviour::of(HelmVersion::new(major, 99, 0));
        let line: Vec<String> = line.split(' ').map(str::to_owned).collect();
        parse(command, &line, &behaviour).map_err(|refused| refused.error)
    }

    #[test]
    fn flags_take_values_as_pflag_reads_them() {
        let (flags, arguments) =
            parsed(4, Verb::Upgrade, "demo --timeout 3s ./a -i --wait=legacy --history-max=0").unwrap();
        assert_eq!((flags.timeout, flags.install, flags.history_max), (3000, true, 0));
        assert_eq!(flags.waiting, Waiting::LEGACY);
        assert_eq!(arguments, ["demo", "./a"]);
    }

    #[test]
    fn each_major_knows_its_own() {
        let error = |major, command, line| parsed(major, command, line).unwrap_err();
        assert_eq!(error(3, Verb::Install, "--rollback-on-failure"), "unknown flag: --rollback-on-failure");
        assert_eq!(error(4, Verb::Upgrade, "--recreate-pods"), "unknown flag: --recreate-pods");
        assert_eq!(error(3, Verb::Uninstall, "--atomic"), "unknown flag: --atomic");
        assert_eq!(error(4, Verb::Install, "-x"), "unknown shorthand flag: 'x' in -x");
        assert_eq!(error(4, Verb::Install, "--timeout"), "flag needs an argument: --timeout");
    }

    #[test]
    fn values_that_do_not_fit_are_errors() {
        let error = |major, line| parsed(major, Verb::Install, line).unwrap_err();
        assert_eq!(
            error(4, "--wait=x"),
            r#"invalid argument "x" for "--wait" flag: invalid wait input "x". Valid inputs are watcher, hookOnly, and legacy"#
        );
        assert_eq!(
            error(3, "--wait=x"),
            r#"invalid argument "x" for "--wait" flag: strconv.ParseBool: parsing "x": invalid syntax"#
        );
        assert_eq!(error(3, "--timeout=x"), r#"invalid argument "x" for "--timeout" flag: time: invalid duration "x""#);
    }

    #[test]
    fn deprecated_flags_say_so_and_exclusive_ones_refuse() {
        let (flags, _) = parsed(4, Verb::Install, "--atomic").unwrap();
        assert!(flags.atomic);
        assert!(matches!(&flags.notes[..], [Note::Line(line)]
            if line == "Flag --atomic has been deprecated, use --rollback-on-failure instead"));
        assert!(parsed(3, Verb::Install, "--atomic").unwrap().0.notes.is_empty());
        assert_eq!(
            parsed(4, Verb::Upgrade, "--force-replace --force-conflicts").unwrap_err(),
            "if any flags in the group [force-replace force-conflicts] are set none of the others can be; [force-conflicts force-replace] were all set"
        );
    }
}
