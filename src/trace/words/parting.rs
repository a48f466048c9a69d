//! Where Helm does not do what its documentation says: said at the step where it matters, and listed on a page of its
//! own (`tests/documentation.rs` writes it).
//!
//! D-1 to D-9 were found by reading the documentation beside the code, the others by recording real Helm.

use super::why::{ended_badly, ends, first, has, hook, outcome, same_weight, waits};
use super::{HookPlace, Told};
use crate::helm::{Action, Phase, Role, Rule, StepOutcome};
use crate::manifest::HookEvent;
use crate::text::Word;

/// A sentence of the documentation and what Helm does instead.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Parting {
    /// Its id, `D-1`.
    pub id: Word,
    /// What the documentation says.
    pub documentation: Word,
    /// Where it says so.
    pub url: Word,
    /// What Helm does.
    pub helm: Word,
    /// The id of the rule.
    pub rule: Word,
}

/// A row: id, place in the documentation, what it says, what Helm does, the rule, for which steps it matters.
struct Row(&'static str, &'static str, &'static str, &'static str, Rule, fn(&Told<'_>) -> bool);

const EVENTS: &str = "https://helm.sh/docs/topics/charts_hooks/#the-available-hooks";
const LIFECYCLE: &str = "https://helm.sh/docs/topics/charts_hooks/#hooks-and-the-release-lifecycle";
const NOT_MANAGED: &str =
    "https://helm.sh/docs/topics/charts_hooks/#hook-resources-are-not-managed-with-corresponding-releases";
const POLICIES: &str = "https://helm.sh/docs/topics/charts_hooks/#hook-deletion-policies";
const INSTALL: &str = "https://helm.sh/docs/helm/helm_install/";
const UPGRADE: &str = "https://helm.sh/docs/helm/helm_upgrade/";

const ROWS: [Row; 14] = [
    Row(
        "D-1",
        LIFECYCLE,
        "Hooks are sorted by weight, then by kind, then by name.",
        "Hooks are sorted by weight, then by name. The kind plays no part.",
        Rule::Ord13,
        |t| begins_hook(t) && same_weight(t, -1) && other_kind(t),
    ),
    Row(
        "D-2",
        LIFECYCLE,
        "Since Helm 3.2.0 hooks of the same weight are installed in the order of normal resources.",
        "Hooks of the same weight run in the order of their names. Only `helm get hooks` lists them in the order of \
         resources.",
        Rule::Ord13,
        |t| begins_hook(t) && same_weight(t, -1) && same_kind(t),
    ),
    Row(
        "D-3",
        NOT_MANAGED,
        "Hook resources that must never be deleted should be annotated with helm.sh/resource-policy: keep.",
        "helm.sh/resource-policy has no effect on a hook: only its delete policies decide.",
        Rule::Del4,
        |t| deletes_hook(t) && hook(t, |place| place.resource_policy),
    ),
    Row(
        "D-4",
        EVENTS,
        "pre-install hooks run before any resources are created in Kubernetes.",
        "The CRDs of crds/ and the namespace of --create-namespace come before them.",
        Rule::Ins6,
        |t| matches!(t.event.role, Role::Crd | Role::Namespace) && runs(t, HookEvent::PreInstall) && is_write(t),
    ),
    Row(
        "D-5",
        EVENTS,
        "pre-rollback hooks run after templates are rendered.",
        "A rollback renders nothing: it takes manifest and hooks of the revision it restores as they are stored.",
        Rule::Rb4,
        |t| t.event.rule == Rule::Rb6 && runs(t, HookEvent::PreRollback),
    ),
    Row(
        "D-6",
        EVENTS,
        "post-delete hooks run after all of the release's resources have been deleted.",
        "They run once the deletions were asked for. Without --wait the resources may still be there.",
        Rule::Un12,
        |t| begins_event(t, HookEvent::PostDelete) && !waited(t),
    ),
    Row(
        "D-7",
        EVENTS,
        "post-install hooks run after all resources are loaded into Kubernetes.",
        "They run as soon as the API server accepted the resources. Without --wait none of them needs to be ready.",
        Rule::Ins20,
        |t| begins_event(t, HookEvent::PostInstall) && !waited(t),
    ),
    Row(
        "D-8",
        LIFECYCLE,
        "If a hook fails, the release fails.",
        "Not after a rollback, which stays pending-rollback, nor after an uninstall, whose record is gone, nor after \
         a test, which changes no status.",
        Rule::Rb12,
        |t| ended_badly(t) && t.hook_event().is_some_and(leaves_status),
    ),
    Row(
        "D-9",
        POLICIES,
        "before-hook-creation deletes the previous resource before a new hook is launched.",
        "Helm 4 asks for the deletion and goes on: it does not wait until the resource is gone unless --wait is given.",
        Rule::Exe5,
        |t| deletes_hook(t) && outcome(t, &StepOutcome::Terminating) && !waits(t) && before_creation(t),
    ),
    Row(
        "D-10",
        LIFECYCLE,
        "If the hook is a Job or a Pod, Helm waits until it successfully runs to completion.",
        "A Job that an earlier run left is not run again if its text is the same: the apply changes nothing, and its \
         old result counts.",
        Rule::Exe22,
        |t| t.event.role == Role::Hook && is_write(t) && ends(t) && outcome(t, &StepOutcome::Unchanged),
    ),
    Row(
        "D-11",
        POLICIES,
        "hook-succeeded deletes the resource after the hook is successfully executed.",
        "Nothing is deleted before the last hook of the event has succeeded, too.",
        Rule::Exe14,
        |t| {
            t.event.rule == Rule::Exe14
                && deletes_hook(t)
                && hook(t, |place| place.position.saturating_add(1) < place.of)
        },
    ),
    Row(
        "D-12",
        POLICIES,
        "hook-failed deletes the resource if the hook failed during execution.",
        "A hook that the API server refuses was never executed: the event fails, and no policy applies to it or to \
         the hooks before it.",
        Rule::Exe10,
        |t| {
            t.event.role == Role::Hook && is_write(t) && refused(t) && (hook(t, cleans_up) || t.neighbour(-1).is_some())
        },
    ),
    Row(
        "D-13",
        INSTALL,
        "--take-ownership takes ownership of existing resources.",
        "It skips Helm's own check. The apply is not forced, so a field that somebody else owns with another value \
         still fails the operation.",
        Rule::Own3,
        |t| t.event.role == Role::Resource && conflicts(t) && has_flag(t, "--take-ownership"),
    ),
    Row(
        "D-14",
        UPGRADE,
        "--force-conflicts makes server-side apply force changes against conflicts.",
        "It applies to the resources of the manifest. Hooks are applied without force.",
        Rule::Exe22,
        |t| t.event.role == Role::Hook && conflicts(t) && has_flag(t, "--force-conflicts"),
    ),
];

impl Row {
    fn parting(&self) -> Parting {
        let Row(id, url, documentation, helm, rule, _) = self;
        let rule = rule.id().into();
        Parting {
            id: (*id).into(),
            documentation: (*documentation).into(),
            url: (*url).into(),
            helm: (*helm).into(),
            rule,
        }
    }
}

/// All of them.
#[must_use]
pub fn partings() -> Vec<Parting> {
    ROWS.iter().map(Row::parting).collect()
}

/// The one that matters at a step.
pub(in crate::trace) fn parting(told: &Told<'_>) -> Option<Box<Parting>> {
    ROWS.iter().find(|row| (row.5)(told)).map(|row| Box::new(row.parting()))
}

/// Whether a hook's turn begins: its record.
fn begins_hook(told: &Told<'_>) -> bool {
    told.event.rule == Rule::Exe9
}

fn begins_event(told: &Told<'_>, event: HookEvent) -> bool {
    begins_hook(told) && first(told) && told.hook_event() == Some(event)
}

/// Whether the hook is another one of the kind of the one before it.
fn same_kind(told: &Told<'_>) -> bool {
    let (Some((own, _)), Some((before, _))) = (told.neighbour(0), told.neighbour(-1)) else { return false };
    own.kind == before.kind && own != before
}

/// Whether the hook is of another kind than the one before it.
fn other_kind(told: &Told<'_>) -> bool {
    let (Some((own, _)), Some((before, _))) = (told.neighbour(0), told.neighbour(-1)) else { return false };
    own.kind != before.kind
}

fn runs(told: &Told<'_>, event: HookEvent) -> bool {
    told.operation.hooks.iter().any(|hook| hook.events.contains(&event))
}

fn is_write(told: &Told<'_>) -> bool {
    matches!(told.event.action, Action::Create | Action::Apply { .. } | Action::Patch(_) | Action::Replace)
}

fn deletes_hook(told: &Told<'_>) -> bool {
    told.event.role == Role::Hook
        && matches!(told.event.action, Action::Delete { .. })
        && matches!(told.event.outcome, StepOutcome::Deleted | StepOutcome::Terminating)
}

fn before_creation(told: &Told<'_>) -> bool {
    matches!(told.event.rule, Rule::Exe3 | Rule::Exe5 | Rule::Exe7)
}

/// Whether Helm has waited for the resources by now.
fn waited(told: &Told<'_>) -> bool {
    let waits = |event: &crate::helm::Event| {
        matches!(event.action, Action::WaitManifest)
            || event.role == Role::Resource && matches!(event.action, Action::WaitReady | Action::WaitGone)
    };
    told.events.iter().take(told.index).any(|event| event.phase == Phase::Wait || waits(event))
}

/// Whether a failing hook of the event leaves the release without the status `failed`.
fn leaves_status(event: HookEvent) -> bool {
    use HookEvent as E;
    matches!(event, E::PreRollback | E::PostRollback | E::PostDelete | E::Test)
}

fn cleans_up(place: &HookPlace) -> bool {
    has(place, "hook-failed")
}

fn refused(told: &Told<'_>) -> bool {
    matches!(told.event.outcome, StepOutcome::Rejected { .. } | StepOutcome::AlreadyExists)
}

fn conflicts(told: &Told<'_>) -> bool {
    matches!(told.event.outcome, StepOutcome::Rejected { code: 409, .. }) && is_write(told)
}

fn has_flag(told: &Told<'_>, name: &str) -> bool {
    told.operation.flags.iter().any(|flag| flag.split('=').next() == Some(name))
}
