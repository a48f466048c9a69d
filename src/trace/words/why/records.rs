//! Steps about release records.

use super::{Action, Row, Rule, Status, Told, always, rejected, status};

const ONCE_MORE: &str = "The revision from before is recorded once more, with the status it has.";

pub(super) const WHY: &[Row] = &[
    (
        Rule::Ins15,
        |t| status(t) == Some(Status::Superseded),
        "--replace takes the name over: the last revision becomes superseded.",
    ),
    (Rule::Ins16, rejected, "Without this record the install goes no further."),
    (Rule::Ins16, always, "The record comes before the first hook. From here on the name is taken."),
    (Rule::Ins21, rejected, "The error is only logged: everything is installed, and the record stays pending-install."),
    (Rule::Ins21, always, "The last write of a good install."),
    (Rule::Ins24, always, "A failed install is recorded and nothing is deleted: what was made stays."),
    (Rule::Upg13, rejected, "Without this record the upgrade goes no further; nothing was touched."),
    (
        Rule::Upg13,
        always,
        "The record comes before any hook. If Helm is killed from here on, this status stays and blocks the next upgrade.",
    ),
    (
        Rule::Upg19,
        |t| status(t) == Some(Status::Superseded),
        "Only now, at the very end, does the old revision lose its status.",
    ),
    (Rule::Upg19, always, "The last write of a good upgrade."),
    (Rule::Upg21, |t| status(t) != Some(Status::Failed), ONCE_MORE),
    (
        Rule::Upg21,
        always,
        "The new revision is recorded as failed. The old one keeps its status, and nothing is undone.",
    ),
    (
        Rule::Rb6,
        always,
        "A rollback is a new revision with the chart, manifest and hooks of an old one. Its record comes before any hook.",
    ),
    (
        Rule::Rb11,
        |t| status(t) == Some(Status::Superseded),
        "Every revision that was deployed becomes superseded at the end.",
    ),
    (Rule::Rb11, always, "The last write of a good rollback."),
    (
        Rule::Rb12,
        |t| status(t) == Some(Status::Failed),
        "A rollback whose update fails is recorded as failed; one whose hook fails stays pending-rollback.",
    ),
    (
        Rule::Rb12,
        |t| status(t) == Some(Status::Superseded),
        "The revision from before becomes superseded, although the rollback failed.",
    ),
    (Rule::Rb12, always, ONCE_MORE),
    (
        Rule::Un9,
        |t| status(t) == Some(Status::Uninstalling),
        "The record comes before the first deletion. If Helm ends from here on, this status stays.",
    ),
    (
        Rule::Un13,
        is_forget,
        "Without --keep-history every record goes at the end. Hooks are in no manifest, so what they left stays.",
    ),
    (
        Rule::Un13,
        |t| status(t) == Some(Status::Superseded),
        "Any other revision that was still deployed becomes superseded.",
    ),
    (Rule::Un13, always, "--keep-history keeps the records; the last one becomes uninstalled."),
    (Rule::Tst4, always, "The result of the last test is stored only with this record."),
];

pub(super) const ALSO: &[Row] = &[];

fn is_forget(told: &Told<'_>) -> bool {
    matches!(told.event.action, Action::Forget { .. })
}
