//! The flags themselves: one row each (`pkg/cmd/*.go`).

use super::values::{boolean, duration, number, pairs};
use super::{DryRun, Flags, Note, ServerSide};
use crate::chart::SetKind;
use crate::helm::Verb;
use crate::helm::behaviour::Behaviour;
use crate::helm::log::{Record, quoted};
use crate::helm::wait::Waiting;
use crate::story::HelmVersion;

/// Whether a flag takes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Only after `=`.
    Nothing,
    /// Only after `=`; this one if there is none.
    Maybe(&'static str),
    /// After `=` or as the next word.
    Value,
}

/// Which releases know a flag: from one on, and up to another.
type Known = (HelmVersion, HelmVersion);

const OLDEST: HelmVersion = HelmVersion::new(0, 0, 0);
const HELM_4: HelmVersion = HelmVersion::new(4, 0, 0);
const NEVER: HelmVersion = HelmVersion::new(u16::MAX, 0, 0);

const BOTH: Known = (OLDEST, NEVER);
const THREE: Known = (OLDEST, HELM_4);
const FOUR: Known = (HELM_4, NEVER);

/// Known since a release of Helm 3: where the patch release is not known, the first one that was looked at.
const fn since(minor: u16, patch: u16) -> Known {
    (HelmVersion::new(3, minor, patch), NEVER)
}

/// Sets what a flag asks for.
type Set = fn(&mut Flags, &str, &Behaviour) -> Result<(), String>;

/// A flag.
pub(super) struct Flag {
    pub name: &'static str,
    pub short: Option<char>,
    /// First letters of the commands: `i`nstall, `u`pgrade, `r`ollback, uninstall (`d`), `t`est, `h` for others.
    commands: &'static str,
    known: Known,
    pub takes: Takes,
    /// What to use instead, in Helm 4.
    pub deprecated: Option<&'static str>,
    pub set: Set,
}

impl Flag {
    pub fn is_of(&self, command: Verb) -> bool {
        let letter = match command {
            Verb::Install => 'i',
            Verb::Upgrade => 'u',
            Verb::Rollback => 'r',
            Verb::Uninstall => 'd',
            Verb::Test => 't',
            Verb::Helm => 'h',
        };
        self.commands.contains(letter)
    }

    pub fn is_known(&self, helm: HelmVersion) -> bool {
        self.known.0 <= helm && helm < self.known.1
    }

    const fn short(self, letter: char) -> Self {
        Flag { short: Some(letter), ..self }
    }

    const fn deprecated(self, instead: &'static str) -> Self {
        Flag { deprecated: Some(instead), ..self }
    }
}

const fn flag(name: &'static str, commands: &'static str, known: Known, takes: Takes, set: Set) -> Flag {
    Flag { name, short: None, commands, known, takes, deprecated: None, set }
}

/// A flag that is on or off.
macro_rules! switch {
    ($name:literal, $commands:literal, $known:expr, $($field:ident).+) => {
        flag($name, $commands, $known, Takes::Nothing, |flags, value, _| {
            flags.$($field).+ = boolean(value)?;
            Ok(())
        })
    };
}

/// A flag that is known and makes no difference here.
macro_rules! idle {
    ($name:literal, $commands:literal, $known:expr, $takes:expr) => {
        flag($name, $commands, $known, $takes, |_, _, _| Ok(()))
    };
}

/// A flag whose values are collected.
macro_rules! sets {
    ($name:literal, $kind:expr, $known:expr) => {
        flag($name, "iuh", $known, Takes::Value, |flags, value, _| {
            flags.sets.push(($kind, value.to_owned()));
            Ok(())
        })
    };
}

pub(super) const FLAGS: &[Flag] = &[
    switch!("install", "u", BOTH, install).short('i'),
    switch!("create-namespace", "iu", since(2, 0), create_namespace),
    switch!("replace", "i", BOTH, replace),
    switch!("skip-crds", "i", BOTH, skip_crds),
    switch!("skip-crds", "u", since(1, 3), skip_crds),
    switch!("no-hooks", "iurdh", BOTH, no_hooks),
    switch!("skip-schema-validation", "iuh", since(16, 2), any_values),
    switch!("atomic", "iu", BOTH, atomic).deprecated("rollback-on-failure"),
    switch!("rollback-on-failure", "iu", FOUR, atomic),
    switch!("cleanup-on-fail", "ur", BOTH, cleanup_on_fail),
    switch!("force", "i", since(11, 3), force_replace).deprecated("force-replace"),
    switch!("force", "ur", BOTH, force_replace).deprecated("force-replace"),
    switch!("force-replace", "iur", FOUR, force_replace),
    switch!("force-conflicts", "iur", FOUR, force_conflicts),
    switch!("take-ownership", "iu", since(17, 0), take_ownership),
    switch!("wait-for-jobs", "iur", since(5, 0), wait_for_jobs),
    idle!("recreate-pods", "ur", THREE, Takes::Nothing),
    switch!("keep-history", "d", BOTH, keep_history),
    switch!("ignore-not-found", "d", since(13, 0), ignore_not_found),
    switch!("reset-values", "u", BOTH, reuse.reset),
    switch!("reuse-values", "u", BOTH, reuse.reuse),
    switch!("reset-then-reuse-values", "u", since(14, 0), reuse.reset_then_reuse),
    switch!("render-subchart-notes", "iu", BOTH, subchart_notes),
    switch!("hide-notes", "iu", since(16, 2), hide_notes),
    switch!("hide-notes", "t", (HelmVersion::new(3, 16, 2), HELM_4), hide_notes),
    switch!("logs", "t", BOTH, logs),
    flag("wait", "iur", THREE, Takes::Nothing, set_wait_switch),
    flag("wait", "d", (HelmVersion::new(3, 7, 0), HELM_4), Takes::Nothing, set_wait_switch),
    flag("wait", "iurd", FOUR, Takes::Maybe("watcher"), set_wait),
    flag("timeout", "iurdt", BOTH, Takes::Value, |flags, value, _| {
        flags.timeout = duration(value)?;
        Ok(())
    }),
    flag("history-max", "u", BOTH, Takes::Value, set_history_max),
    flag("history-max", "r", since(4, 2), Takes::Value, set_history_max),
    flag("revision", "h", BOTH, Takes::Value, |flags, value, _| {
        flags.revision = number(value)?;
        Ok(())
    }),
    flag("description", "iud", since(1, 0), Takes::Value, set_description),
    flag("description", "r", FOUR, Takes::Value, set_description),
    flag("cascade", "d", since(12, 0), Takes::Value, |flags, value, _| {
        flags.cascade = value.to_owned();
        Ok(())
    }),
    flag("server-side", "i", FOUR, Takes::Nothing, |flags, value, _| {
        flags.server_side = if boolean(value)? { ServerSide::Yes } else { ServerSide::No };
        Ok(())
    }),
    flag("server-side", "ur", FOUR, Takes::Value, set_server_side),
    flag("dry-run", "d", BOTH, Takes::Nothing, set_dry_run_switch),
    flag("dry-run", "r", THREE, Takes::Nothing, set_dry_run_switch),
    flag("dry-run", "iu", (OLDEST, HelmVersion::new(3, 13, 0)), Takes::Nothing, set_dry_run_switch),
    flag("dry-run", "iu", (HelmVersion::new(3, 13, 0), HELM_4), Takes::Maybe("client"), set_dry_run_3),
    flag("dry-run", "iur", FOUR, Takes::Maybe("unset"), set_dry_run_4),
    flag("labels", "iu", since(13, 0), Takes::Value, |flags, value, _| {
        flags.labels.extend(pairs(value)?);
        Ok(())
    })
    .short('l'),
    flag("filter", "t", since(5, 0), Takes::Value, set_filter),
    sets!("set", SetKind::Typed, BOTH),
    sets!("set-string", SetKind::Text, BOTH),
    sets!("set-json", SetKind::Json, since(10, 3)),
    sets!("set-literal", SetKind::Literal, since(12, 3)),
    sets!("set-file", SetKind::File, BOTH),
    idle!("values", "iu", BOTH, Takes::Value).short('f'),
    idle!("dependency-update", "i", BOTH, Takes::Nothing),
    idle!("dependency-update", "u", since(7, 2), Takes::Nothing),
    idle!("devel", "iu", BOTH, Takes::Nothing),
    idle!("disable-openapi-validation", "iu", since(2, 4), Takes::Nothing),
    idle!("enable-dns", "iu", since(11, 3), Takes::Nothing),
    idle!("version", "iu", BOTH, Takes::Value),
    idle!("debug", "iurdth", BOTH, Takes::Nothing),
    idle!("namespace", "iurdth", BOTH, Takes::Value).short('n'),
    idle!("kube-context", "iurdth", BOTH, Takes::Value),
    idle!("kubeconfig", "iurdth", BOTH, Takes::Value),
    idle!("color", "iurdth", FOUR, Takes::Value),
];

fn set_wait_switch(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    flags.waiting = if boolean(value)? { Waiting::LEGACY } else { Waiting::HELM_3 };
    Ok(())
}

fn set_wait(flags: &mut Flags, value: &str, behaviour: &Behaviour) -> Result<(), String> {
    let instead = match value {
        "true" => "watcher",
        "false" => "hookOnly",
        other => other,
    };
    flags.waiting = match instead {
        "watcher" => Waiting::WATCHER,
        "hookOnly" => Waiting::HOOK_ONLY,
        "legacy" => Waiting::LEGACY,
        _ => {
            let value = quoted(value);
            return Err(format!("invalid wait input {value}. Valid inputs are {}", behaviour.wait_inputs));
        }
    };
    if instead != value {
        let text = format!("--wait={value} is deprecated (boolean value) and can be replaced with --wait={instead}");
        flags.notes.push(Note::Log(Record::warn(&text)));
    }
    Ok(())
}

fn set_history_max(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    flags.history_max = number(value)?;
    Ok(())
}

fn set_description(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    flags.description = value.to_owned();
    Ok(())
}

/// Any text is taken; what does not fit is found out much later (R-UPG-7).
fn set_server_side(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    flags.server_side = match value {
        "true" => ServerSide::Yes,
        "false" => ServerSide::No,
        _ => ServerSide::Auto,
    };
    Ok(())
}

fn set_dry_run_switch(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    flags.dry_run = if boolean(value)? { DryRun::Client } else { DryRun::No };
    Ok(())
}

fn set_dry_run_3(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    flags.dry_run = match value {
        "client" | "true" => DryRun::Client,
        "server" => DryRun::Server,
        _ => DryRun::No,
    };
    Ok(())
}

fn set_dry_run_4(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    flags.refused = None;
    flags.dry_run_note = None;
    let (dry_run, warning) = match value {
        "none" => (DryRun::No, None),
        "client" => (DryRun::Client, None),
        "server" => (DryRun::Server, None),
        "unset" => {
            (DryRun::Client, Some("--dry-run is deprecated and should be replaced with '--dry-run=client'".to_owned()))
        }
        _ => {
            let Ok(yes) = boolean(value) else {
                let value = quoted(value);
                flags.refused =
                    Some(format!(r#"invalid dry-run value ({value}). Must be "none", "server", or "client""#));
                return Ok(());
            };
            let (dry_run, instead) = if yes { (DryRun::Client, "client") } else { (DryRun::No, "none") };
            let text = format!(
                "boolean '--dry-run={value}' flag is deprecated and must be replaced with '--dry-run={instead}'"
            );
            (dry_run, Some(text))
        }
    };
    flags.dry_run = dry_run;
    flags.dry_run_note = warning.map(|text| Note::Log(Record::warn(&text)));
    Ok(())
}

/// `name=a`, `!name=b`, several divided by commas; anything else is ignored (R-TST-2).
fn set_filter(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
    for part in value.split(',') {
        if let Some(name) = part.strip_prefix("name=") {
            flags.with_names.push(name.to_owned());
        } else if let Some(name) = part.strip_prefix("!name=").or_else(|| part.strip_prefix("! name=")) {
            flags.without_names.push(name.to_owned());
        }
    }
    Ok(())
}
