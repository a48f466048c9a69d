//! Words of the panels below the score.

use crate::release::Status;
use crate::trace::{Action, ObjectRef, OperationTrace, Phase, State, Trace, Verb};

use super::{count, list, steps};

/// Heading of the terminal.
pub const TERMINAL: &str = "Terminal";
/// Name of its text.
pub const OUTPUT: &str = "Output of the command";
/// While the command runs.
pub const SILENT: &str = "Helm prints nothing until it ends.\nHook output is never shown, unless\nhelm.sh/hook-output-log-policy asks for it.";
/// Heading of the records.
pub const RECORD: &str = "Release record";
/// Column of the records.
pub const REVISION: &str = "Rev.";
/// Column of the records.
pub const STATUS: &str = "Status";
/// Column of the records.
pub const DESCRIPTION: &str = "Description";
/// Before what a second upgrade answers.
pub const SECOND: &str = "A second upgrade now would answer ";
/// What it answers.
pub const IN_PROGRESS: &str = "another operation (install/upgrade/rollback) is in progress";
/// Heading of the cluster.
pub const CLUSTER: &str = "In the cluster now";
/// Heading of what no release owns.
pub const UNOWNED: &str = "Owned by nobody";
/// An empty list.
pub const NONE: &str = "Nothing.";
/// An object that is on its way out.
pub const TERMINATING: &str = "terminating";
/// An object that Helm waits for.
pub const RUNNING: &str = "running";
/// Heading of the ledger.
pub const BEHIND: &str = "Left behind";
/// An empty ledger.
pub const NOTHING_BEHIND: &str = "Nothing is left behind.";
/// Column of the ledger.
pub const OBJECT: &str = "Object";
/// Column of the ledger.
pub const MADE_BY: &str = "Made by";
/// Column of the ledger.
pub const WHY: &str = "Why it is still there";
/// Maker of what the story put there.
pub const SOMEBODY: &str = "somebody else";
/// Copies a command.
pub const COPY: &str = "Copy";
/// After copying.
pub const COPIED: &str = "Copied";
/// Heading of a failure's consequences.
pub const FOLLOWS: &str = "What follows from this";
/// Heading of what could come next.
pub const NEXT: &str = "What works next";
/// The commands are being tried.
pub const BEING_TRIED: &str = "Trying the commands that could come next.";
/// Before an error.
pub const ANSWERS: &str = " answers ";
/// Adds an operation.
pub const ADD: &str = "Add";
/// Heading of the problems.
pub const PROBLEMS: &str = "Problems";

/// "revision 3"
#[must_use]
pub fn revision(revision: u32) -> String {
    format!("revision {revision}")
}

/// After a signal.
#[must_use]
pub fn stopped(signal: &str) -> String {
    format!("Helm is stopped by SIG{}.", signal.to_ascii_uppercase())
}

/// No record.
#[must_use]
pub fn no_release(name: &str) -> String {
    format!("No release {name} is stored.")
}

/// Revisions that are not listed.
#[must_use]
pub fn older(more: usize) -> String {
    format!("{}.", count(more, "older revision", "older revisions"))
}

/// Objects that are not listed.
#[must_use]
pub fn and_more(more: usize) -> String {
    format!("And {} more.", super::number(more))
}

/// Heading of the release's objects.
#[must_use]
pub fn owned_by(release: &str) -> String {
    format!("Owned by release {release}")
}

/// "from test"
#[must_use]
pub fn from(verb: &str) -> String {
    format!("from {verb}")
}

/// "upgrade r3, pre-upgrade"
#[must_use]
pub fn maker(verb: Verb, revision: Option<u32>, phase: Phase) -> String {
    let revision = revision.filter(|_| matches!(verb, Verb::Upgrade | Verb::Rollback | Verb::Install));
    let revision = revision.map_or(String::new(), |revision| format!(" r{revision}"));
    let event = match phase {
        Phase::Hooks(event) if event.word() != super::story::verb(verb) => format!(", {}", event.word()),
        _ => String::new(),
    };
    format!("{}{revision}{event}", super::story::verb(verb))
}

/// The command that deletes everything that is left.
#[must_use]
pub fn delete_all<'a>(objects: impl Iterator<Item = &'a ObjectRef>, namespace: &str) -> String {
    let names: Vec<String> =
        objects.map(|object| format!("{}/{}", object.kind.to_ascii_lowercase(), object.name)).collect();
    format!("kubectl delete {} -n {namespace}", names.join(" "))
}

/// A command that would work.
#[must_use]
pub fn works(steps: usize) -> String {
    format!(" works, in {}.", count(steps, "step", "steps"))
}

/// Name of the button that adds a command.
#[must_use]
pub fn add(command: &str) -> String {
    format!("Add {command}")
}

/// One consequence of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// Icon, without `i-`.
    pub icon: &'static str,
    /// The fact.
    pub what: String,
    /// What it means.
    pub more: String,
    /// A command that tells more.
    pub code: Option<String>,
}

/// What follows from the failure of an operation. `now` is the state at its end.
#[must_use]
pub fn consequences(trace: &Trace, operation: &OperationTrace, now: &State<'_>) -> Vec<Consequence> {
    let one = |icon, what: String, more: &str, code| Consequence { icon, what, more: more.to_owned(), code };
    let taken = trace.steps.get(operation.steps.clone()).unwrap_or_default();
    let mut all = Vec::new();
    if !operation.not_reached.is_empty() {
        let what = format!("{} not reached.", count(operation.not_reached.len(), "step", "steps"));
        let touched = taken.iter().any(|step| step.phase == Phase::Resources);
        all.push(one(
            "off",
            what,
            if touched { "Some resources changed before that." } else { "No resource changed." },
            None,
        ));
    }
    all.extend(records(now).into_iter().map(|what| one("record", what, "", None)));
    let made = |made_by: usize| operation.steps.contains(&made_by);
    let left: Vec<&ObjectRef> =
        now.ledger.iter().filter(|entry| made(entry.state.created_by)).map(|entry| entry.object).collect();
    if let Some(object) = left.last() {
        let names: Vec<String> = left.iter().take(3).map(|object| steps::object(object)).collect();
        let verb = if left.len() == 1 { "stays" } else { "stay" };
        let what = if left.len() > 3 { count(left.len(), "object", "objects") } else { list(&names) };
        let logs = matches!(object.kind.as_str(), "Job" | "Pod").then(|| {
            format!("kubectl logs {}/{} -n {}", object.kind.to_ascii_lowercase(), object.name, object.namespace)
        });
        all.push(one("stays", format!("{what} {verb}."), if logs.is_some() { "Read why:" } else { "" }, logs));
    }
    let undone = taken.iter().any(|step| step.phase == Phase::Cleanup)
        || trace.steps.get(operation.steps.end..).is_some_and(|_| operation.flags.iter().any(|flag| is_undoing(flag)));
    if !undone && !taken.iter().all(|step| matches!(step.action, Action::Refuse(_) | Action::Outside(_))) {
        all.push(one("warn", "Helm undoes nothing.".into(), "Whatever was already changed stays changed.", None));
    }
    if all.is_empty() {
        all.push(one("off", "Nothing changed.".into(), "No record is written and the cluster is not touched.", None));
    }
    all
}

fn is_undoing(flag: &str) -> bool {
    ["--atomic", "--rollback-on-failure", "--cleanup-on-fail"].iter().any(|name| flag.starts_with(name))
}

/// "Revision 3 is failed, revision 2 still deployed."
fn records(now: &State<'_>) -> Option<String> {
    let last = now.records.last()?;
    let what = format!("Revision {} is {}", last.revision, last.status.word());
    let deployed = now.records.iter().rev().find(|one| one.status == Status::Deployed && one.revision != last.revision);
    Some(match deployed {
        Some(deployed) => format!("{what}, revision {} still deployed.", deployed.revision),
        None => format!("{what}."),
    })
}
