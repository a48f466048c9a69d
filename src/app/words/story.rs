//! Words of the story bar and of what comes of things.

use crate::manifest::HookEvent;
use crate::story::Command;
use crate::trace::Verb;

/// The story bar.
pub const OPERATIONS: &str = "Operations of this release";
/// Adds one.
pub const ADD: &str = "Add operation";
/// Opens its dialog.
pub const FLAGS: &str = "Flags";
/// An operation of other versions.
pub const LEFT_OUT: &str = "not in this version";
/// An operation whose chart cannot be read.
pub const CANNOT_START: &str = "cannot start";
/// An operation that has not begun.
pub const PLANNED: &str = "planned";
/// An operation that is not over.
pub const UNDER_WAY: &str = "running";
/// An operation that was killed.
pub const STOPPED: &str = "stopped";
/// Tests that passed.
pub const PASSED: &str = "passed";
/// Any other operation that went well.
pub const FINISHED: &str = "finished";
/// Moves an operation to the front.
pub const EARLIER: &str = "Earlier";
/// Moves an operation to the back.
pub const LATER: &str = "Later";
/// Removes an operation.
pub const REMOVE: &str = "Remove operation";
/// Closes the dialog.
pub const DONE: &str = "Done";
/// Chart of an install or upgrade.
pub const CHART: &str = "Chart version";
/// Target of a rollback.
pub const ROLLBACK_TO: &str = "Revision (0 for the previous one)";
/// A flag without its optional value.
pub const PLAIN: &str = "(no value)";

/// Title of the dialog.
#[must_use]
pub fn flags_of(verb: &str) -> String {
    format!("Flags of helm {verb}")
}

/// Name of a flag's value.
#[must_use]
pub fn value_of(flag: &str) -> String {
    format!("Value of {flag}")
}

/// More about a command that can be added.
#[must_use]
pub fn detail(command: &Command) -> String {
    match command {
        Command::Install(chart) | Command::Upgrade(chart) => format!("chart {chart}"),
        Command::Rollback(0) => "to the previous revision".into(),
        Command::Rollback(revision) => format!("to revision {revision}"),
        Command::Test => "runs the test hooks".into(),
        Command::Uninstall => "deletes the release".into(),
        Command::Helm(line) => line.clone(),
    }
}

/// A record that was deleted.
pub const RECORD_GONE: &str = "deleted";
/// A record of an uninstalled release.
pub const RECORD_KEPT: &str = "record kept";
/// An object nobody owns that is still there.
pub const STAYS: &str = "stays";
/// An object that ended badly.
pub const FAILED: &str = "failed";
/// An object that did not end in time.
pub const TIMED_OUT: &str = "timed out";
/// An object the API server refused.
pub const REJECTED: &str = "rejected";
/// An object that is on its way out.
pub const TERMINATING: &str = "terminating";
/// A resource that is new.
pub const CREATED: &str = "created";
/// A resource that changed.
pub const PATCHED: &str = "patched";
/// A resource that is as it was.
pub const UNCHANGED: &str = "unchanged";
/// A resource that was waited for.
pub const READY: &str = "ready";
/// A resource this operation has no part in.
pub const UNTOUCHED: &str = "not touched";
/// An object that was deleted.
pub const DELETED: &str = "deleted";
/// An object that went away by itself.
pub const GONE: &str = "gone";
/// An object that Helm did not get to.
pub const NEVER_CREATED: &str = "never created";
/// A hook of another event.
pub const NOT_IN_THIS_RUN: &str = "not in this run";

/// The life of a hook that does not run.
pub const NOT_PART: &str = "Not part of this run.";

/// When a hook runs, for one that does not now: "pre-delete: runs before an uninstall".
#[must_use]
pub fn runs(events: &[HookEvent]) -> String {
    let names: Vec<&str> = events.iter().map(|event| event.word()).collect();
    let when: Vec<String> = events.iter().map(|event| when(*event).to_owned()).collect();
    format!("{}: runs {}", names.join(", "), super::list(&when))
}

fn when(event: HookEvent) -> &'static str {
    match event {
        HookEvent::PreInstall => "before an install",
        HookEvent::PostInstall => "after an install",
        HookEvent::PreDelete => "before an uninstall",
        HookEvent::PostDelete => "after an uninstall",
        HookEvent::PreUpgrade => "before an upgrade",
        HookEvent::PostUpgrade => "after an upgrade",
        HookEvent::PreRollback => "before a rollback",
        HookEvent::PostRollback => "after a rollback",
        HookEvent::Test => "with helm test",
    }
}

/// The word of a command.
#[must_use]
pub const fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Install => "install",
        Verb::Upgrade => "upgrade",
        Verb::Rollback => "rollback",
        Verb::Uninstall => "uninstall",
        Verb::Test => "test",
        Verb::Helm => "helm",
    }
}

/// "still deployed", "still revision 2"
#[must_use]
pub fn still(what: &str) -> String {
    format!("still {what}")
}
