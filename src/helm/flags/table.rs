//! The flags themselves: one row each (`pkg/cmd/*.go`).

use super::values::{boolean, duration, number, pairs};
use super::{DryRun, Flags, Note, ServerSide};
use crate::helm::Verb;
use crate::helm::behaviour::Behaviour;
use crate::helm::log::{Record, quoted};
use crate::helm::wait::Waiting;

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

/// Which majors know a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    Both,
    Three,
    Four,
}

/// Sets what a flag asks for.
type Set = fn(&mut Flags, &str, &Behaviour) -> Result<(), String>;

/// A flag.
pub(super) struct Flag {
    pub name: &'static str,
    pub short: Option<char>,
    /// First letters of the commands: `i`nstall, `u`pgrade, `r`ollback, uninstall (`d`), `t`est, `h` for others.
    commands: &'static str,
    since: Since,
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

    pub fn is_known(&self, behaviour: &Behaviour) -> bool {
        match self.since {
            Since::Both => true,
            Since::Three => !behaviour.strategies,
            Since::Four => behaviour.strategies,
        }
    }

    const fn short(self, letter: char) -> Self {
        Flag { short: Some(letter), ..self }
    }

    const fn deprecated(self, instead: &'static str) -> Self {
        Flag { deprecated: Some(instead), ..self }
    }
}

const fn flag(name: &'static str, commands: &'static str, since: Since, takes: Takes, set: Set) -> Flag {
    Flag { name, short: None, commands, since, takes, deprecated: None, set }
}

/// A flag that is on or off.
macro_rules! switch {
    ($name:literal, $commands:literal, $since:expr, $($field:ident).+) => {
        flag($name, $commands, $since, Takes::Nothing, |flags, value, _| {
            flags.$($field).+ = boolean(value)?;
            Ok(())
        })
    };
}

/// A flag that is known and makes no difference here.
macro_rules! idle {
    ($name:literal, $commands:literal, $since:expr, $takes:expr) => {
        flag($name, $commands, $since, $takes, |_, _, _| Ok(()))
    };
}

/// A flag whose values are collected.
macro_rules! sets {
    ($name:literal) => {
        flag($name, "iuh", Since::Both, Takes::Value, |flags, value, _| {
            flags.sets.push(($name, value.to_owned()));
            Ok(())
        })
    };
}

pub(super) const FLAGS: &[Flag] = &[
    switch!("install", "u", Since::Both, install).short('i'),
    switch!("create-namespace", "iu", Since::Both, create_namespace),
    switch!("replace", "i", Since::Both, replace),
    switch!("skip-crds", "iu", Since::Both, skip_crds),
    switch!("no-hooks", "iurdh", Since::Both, no_hooks),
    switch!("atomic", "iu", Since::Both, atomic).deprecated("rollback-on-failure"),
    switch!("rollback-on-failure", "iu", Since::Four, atomic),
    switch!("cleanup-on-fail", "ur", Since::Both, cleanup_on_fail),
    switch!("force", "iur", Since::Both, force_replace).deprecated("force-replace"),
    switch!("force-replace", "iur", Since::Four, force_replace),
    switch!("force-conflicts", "iur", Since::Four, force_conflicts),
    switch!("take-ownership", "iu", Since::Both, take_ownership),
    switch!("wait-for-jobs", "iur", Since::Both, wait_for_jobs),
    idle!("recreate-pods", "ur", Since::Three, Takes::Nothing),
    switch!("keep-history", "d", Since::Both, keep_history),
    switch!("ignore-not-found", "d", Since::Both, ignore_not_found),
    switch!("reset-values", "u", Since::Both, reuse.reset),
    switch!("reuse-values", "u", Since::Both, reuse.reuse),
    switch!("reset-then-reuse-values", "u", Since::Both, reuse.reset_then_reuse),
    switch!("render-subchart-notes", "iu", Since::Both, subchart_notes),
    switch!("hide-notes", "iu", Since::Both, hide_notes),
    switch!("hide-notes", "t", Since::Three, hide_notes),
    switch!("logs", "t", Since::Both, logs),
    flag("wait", "iurd", Since::Three, Takes::Nothing, |flags, value, _| {
        flags.waiting = if boolean(value)? { Waiting::LEGACY } else { Waiting::HELM_3 };
        Ok(())
    }),
    flag("wait", "iurd", Since::Four, Takes::Maybe("watcher"), set_wait),
    flag("timeout", "iurdt", Since::Both, Takes::Value, |flags, value, _| {
        flags.timeout = duration(value)?;
        Ok(())
    }),
    flag("history-max", "ur", Since::Both, Takes::Value, |flags, value, _| {
        flags.history_max = number(value)?;
        Ok(())
    }),
    flag("revision", "h", Since::Both, Takes::Value, |flags, value, _| {
        flags.revision = number(value)?;
        Ok(())
    }),
    flag("description", "iud", Since::Both, Takes::Value, set_description),
    flag("description", "r", Since::Four, Takes::Value, set_description),
    flag("cascade", "d", Since::Both, Takes::Value, |flags, value, _| {
        flags.cascade = value.to_owned();
        Ok(())
    }),
    flag("server-side", "i", Since::Four, Takes::Nothing, |flags, value, _| {
        flags.server_side = if boolean(value)? { ServerSide::Yes } else { ServerSide::No };
        Ok(())
    }),
    flag("server-side", "ur", Since::Four, Takes::Value, set_server_side),
    flag("dry-run", "d", Since::Both, Takes::Nothing, set_dry_run_switch),
    flag("dry-run", "r", Since::Three, Takes::Nothing, set_dry_run_switch),
    flag("dry-run", "iu", Since::Three, Takes::Maybe("client"), set_dry_run_3),
    flag("dry-run", "iur", Since::Four, Takes::Maybe("unset"), set_dry_run_4),
    flag("labels", "iu", Since::Both, Takes::Value, |flags, value, _| {
        flags.labels.extend(pairs(value)?);
        Ok(())
    })
    .short('l'),
    flag("filter", "t", Since::Both, Takes::Value, set_filter),
    sets!("set"),
    sets!("set-string"),
    sets!("set-json"),
    sets!("set-literal"),
    sets!("set-file"),
    idle!("values", "iu", Since::Both, Takes::Value).short('f'),
    idle!("dependency-update", "iu", Since::Both, Takes::Nothing),
    idle!("devel", "iu", Since::Both, Takes::Nothing),
    idle!("disable-openapi-validation", "iu", Since::Both, Takes::Nothing),
    idle!("enable-dns", "iu", Since::Both, Takes::Nothing),
    idle!("skip-schema-validation", "iu", Since::Both, Takes::Nothing),
    idle!("version", "iu", Since::Both, Takes::Value),
    idle!("debug", "iurdth", Since::Both, Takes::Nothing),
    idle!("namespace", "iurdth", Since::Both, Takes::Value).short('n'),
    idle!("kube-context", "iurdth", Since::Both, Takes::Value),
    idle!("kubeconfig", "iurdth", Since::Both, Takes::Value),
    idle!("color", "iurdth", Since::Four, Takes::Value),
];

fn set_wait(flags: &mut Flags, value: &str, _: &Behaviour) -> Result<(), String> {
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
            return Err(format!("invalid wait input {value}. Valid inputs are watcher, hookOnly, and legacy"));
        }
    };
    if instead != value {
        let text = format!("--wait={value} is deprecated (boolean value) and can be replaced with --wait={instead}");
        flags.notes.push(Note::Log(Record::warn(&text)));
    }
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
    flags.notes.extend(warning.map(|text| Note::Log(Record::warn(&text))));
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
