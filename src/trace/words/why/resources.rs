//! Steps about resources, CRDs and the namespace, and refusals.

use super::{Action, Phase, Role, Row, Rule, StepOutcome, Told, always, is_there_already, outcome, rejected};

const NEW: &str = "It is new in this revision.";
const IN_ORDER: &str =
    "Resources are updated one after another, in the order of the manifest; weights mean nothing here.";
const CRDS_FIRST: &str = "CRDs from crds/ come before everything else, and only an install looks at them.";
const DRY_RUN: &str = "A dry run changes nothing.";

pub(super) const WHY: &[Row] = &[
    (
        Rule::Crd4,
        |t| t.event.action == Action::WaitReady,
        "Helm 3 waits up to 60 s until the API server knows the new kinds.",
    ),
    (Rule::Crd4, is_there_already, "A CRD that is there already is left alone: Helm 3 never changes one."),
    (Rule::Crd4, always, CRDS_FIRST),
    (Rule::Crd5, |t| outcome(t, &StepOutcome::Created), CRDS_FIRST),
    (Rule::Crd5, always, "Helm 4 applies the CRDs of crds/, so one that is there already is patched."),
    (Rule::Nv5, always, "The manifest may need the new kind, so Helm waits for its CRD whatever the wait strategy."),
    (Rule::Ins15, is_there_already, "--create-namespace is content with a namespace that is there."),
    (
        Rule::Ins15,
        |t| t.event.role == Role::Namespace,
        "--create-namespace makes the namespace before the record, which is kept in it.",
    ),
    (Rule::Ins14, always, DRY_RUN),
    (Rule::Upg11, always, DRY_RUN),
    (Rule::Un3, is_dry, DRY_RUN),
    (
        Rule::Ins18,
        |t| outcome(t, &StepOutcome::Changed),
        "It is there already, and server-side apply changes it instead of failing.",
    ),
    (Rule::Ins18, |t| failed(t), "One error does not stop the others: Helm tries every resource, then fails."),
    (Rule::Ins18, always, "Resources go in the order of kinds; weights mean nothing here."),
    (Rule::Upd1, |t| outcome(t, &StepOutcome::Created), NEW),
    (Rule::Upd3, always, "The new revision no longer lists it. Deletions come last."),
    (
        Rule::Upd4,
        always,
        "It is a hook now and no longer in the manifest, so the update deletes it, with what the hook has just made.",
    ),
    (Rule::Upd5, always, IN_ORDER),
    (
        Rule::Upd7,
        |t| matches!(t.event.action, Action::Patch(_)),
        "The release was applied on the client before: its fields are first handed over to server-side apply.",
    ),
    (
        Rule::Upd7,
        |t| outcome(t, &StepOutcome::Unchanged),
        "With server-side apply the request is sent even when the manifest is the same.",
    ),
    (Rule::Upd7, always, IN_ORDER),
    (Rule::Upg23, always, "--cleanup-on-fail deletes what this upgrade created, resource policies or not."),
    (Rule::Rdy4, always, "--wait covers every resource of the manifest, changed or not, and never hooks."),
    (
        Rule::Rdy5,
        always,
        "--wait covers every resource of the manifest, changed or not, and never hooks. Helm 3 looks every two seconds.",
    ),
    (
        Rule::Rdy7,
        always,
        "--wait covers every resource of the manifest, changed or not, and never hooks. Helm 4 stops at the first that failed.",
    ),
    (Rule::Un9, |t| outcome(t, &StepOutcome::NotFound), "Not found counts as deleted."),
    (Rule::Un9, rejected, "The others are still deleted. The release stays uninstalling and no post-delete hook runs."),
    (
        Rule::Un9,
        always,
        "Only what the manifest of the last revision lists is deleted, in an order of kinds of its own.",
    ),
    (Rule::Un12, always, "--wait makes Helm wait for the deletions before the post-delete hooks."),
];

pub(super) const ALSO: &[Row] = &[
    (Rule::Upd1, failed, NOTHING_DELETED),
    (Rule::Upd5, failed, NOTHING_DELETED),
    (Rule::Upd6, failed, NOTHING_DELETED),
    (Rule::Upd7, failed, NOTHING_DELETED),
];

const NOTHING_DELETED: &str = "After an error nothing that the new revision dropped is deleted.";

fn failed(told: &Told<'_>) -> bool {
    rejected(told) || outcome(told, &StepOutcome::AlreadyExists)
}

fn is_dry(told: &Told<'_>) -> bool {
    told.event.phase == Phase::Refused && told.operation.flags.iter().any(|flag| flag.starts_with("--dry-run"))
}
