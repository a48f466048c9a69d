//! What Helm did, event by event, in the vocabulary of the recording format.

use borsh::io::Read;

use crate::cluster::PatchType;
use crate::manifest::{HookEvent, Origin};
use crate::release::{ApplyMethod, HookPhase, Status};

use super::Rule;
use crate::text::{Known, one_of};

/// One event: one line of a recording, with the rule behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Virtual time at which it begins, in milliseconds since the story began.
    pub at: u64,
    /// How long it takes, in virtual milliseconds: only waits take time.
    pub took: u64,
    /// The part of the operation it belongs to.
    pub phase: Phase,
    /// What Helm does.
    pub action: Action,
    /// What the objects are to Helm.
    pub role: Role,
    /// What it is done to; several for the wait for several, none for records.
    pub objects: Vec<ObjectRef>,
    /// How it went.
    pub outcome: StepOutcome,
    /// The rule that makes Helm do it.
    pub rule: Rule,
    /// Place of the hook in the execution order of its event, for events about a hook.
    pub hook: Option<HookPlace>,
    /// Where the text stands that causes it.
    pub origin: Option<Origin>,
    /// Length of the cluster's history after the event.
    pub cluster: usize,
    /// Length of the records' history after the event.
    pub records: usize,
}

/// Which hook of which event runs, as the explanation needs it.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct HookPlace {
    /// Position in the execution order, from 0.
    pub position: usize,
    /// How many run for this event.
    pub of: usize,
    /// Its weight.
    pub weight: i64,
    /// Its delete policies as in force (the default filled in).
    pub delete_policies: Vec<String>,
    /// Whether the chart named a delete policy.
    pub explicit_policy: bool,
    /// Whether it carries `helm.sh/resource-policy`, which means nothing on a hook (R-DEL-6).
    pub resource_policy: bool,
}

/// The kind of command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, borsh::BorshSerialize, borsh::BorshDeserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// `helm install`
    Install,
    /// `helm upgrade`
    Upgrade,
    /// `helm rollback`
    Rollback,
    /// `helm uninstall`
    Uninstall,
    /// `helm test`
    Test,
    /// Anything else.
    Helm,
}

/// Which part of an operation a step belongs to; phases come in runs of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Phase {
    /// Somebody else, before the operation.
    Outside,
    /// CRDs from `crds/`.
    Crds,
    /// `--create-namespace`
    Namespace,
    /// Release records written outside a hook phase.
    Record,
    /// The hooks of an event, their records and clean-up included.
    Hooks(HookEvent),
    /// Resources of the manifest are created, changed, deleted.
    Resources,
    /// `--wait`
    Wait,
    /// `--cleanup-on-fail`
    Cleanup,
    /// Helm refuses, or has nothing to do.
    Refused,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Action {
    /// Writes a release record.
    Record {
        /// Which.
        revision: u32,
        /// Its status.
        status: Status,
        /// New or changed description.
        description: Option<String>,
        /// New or changed apply method.
        apply_method: Option<ApplyMethod>,
        /// Changed hook phases by `Kind/name`, `None` for a hook missing from this record.
        hooks: Vec<(String, Option<HookPhase>)>,
    },
    /// Deletes a release record.
    Forget {
        /// Which.
        revision: u32,
    },
    /// POST.
    Create,
    /// Server-side apply.
    Apply {
        /// Takes fields from other managers.
        force: bool,
    },
    /// Client-side patch.
    Patch(PatchType),
    /// PUT.
    Replace,
    /// DELETE.
    Delete {
        /// `Background`, `Foreground`, `Orphan`
        #[borsh(deserialize_with = "propagation")]
        propagation: Known,
    },
    /// Waits for what it has just written.
    WaitReady,
    /// Waits until what it deleted is gone.
    WaitGone,
    /// `--wait`
    WaitManifest,
    /// Somebody else does something: the text says what.
    Outside(String),
    /// Helm ends without having changed anything: the text is its error, empty if there is none.
    Refuse(String),
}

/// What an object is to Helm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Role {
    /// Part of the manifest.
    Resource,
    /// A hook, or part of one.
    Hook,
    /// From `crds/`.
    Crd,
    /// From `--create-namespace`.
    Namespace,
    /// The release record.
    Record,
}

/// How a step went.
#[derive(Debug, Clone, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum StepOutcome {
    /// A record was written, somebody else's deed was done.
    Done,
    /// It was not there before.
    Created,
    /// It was there and is different now.
    Changed,
    /// It was there and is the same.
    Unchanged,
    /// It is gone.
    Deleted,
    /// It was asked to go and is still there.
    Terminating,
    /// There was nothing to delete.
    NotFound,
    /// 409 on a POST.
    AlreadyExists,
    /// The API server refused: status code, reason, message.
    Rejected {
        /// HTTP status.
        code: u16,
        /// Reason, e.g. `Forbidden`.
        reason: String,
        /// Message of the API server.
        message: String,
    },
    /// The request during which Helm was killed.
    Cut,
    /// A wait ended well: `complete`, `succeeded`, `ready`, `running`, `vanished`, `exists`, `established`, `gone`, `done`.
    Reached(#[borsh(deserialize_with = "fate")] Known),
    /// A wait saw the object fail.
    Failed,
    /// A wait ran out of time.
    TimedOut,
    /// Helm stops with an error.
    Stopped,
}

impl StepOutcome {
    /// How it went, as one sign.
    #[must_use]
    pub fn mark(&self) -> char {
        match self {
            StepOutcome::Done => '•',
            StepOutcome::Created => '+',
            StepOutcome::Changed => '~',
            StepOutcome::Unchanged => '=',
            StepOutcome::Deleted | StepOutcome::Terminating => '-',
            StepOutcome::NotFound => '·',
            StepOutcome::Reached(_) => '✓',
            StepOutcome::AlreadyExists
            | StepOutcome::Rejected { .. }
            | StepOutcome::Cut
            | StepOutcome::Failed
            | StepOutcome::TimedOut
            | StepOutcome::Stopped => '✗',
        }
    }
}

/// Names an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct ObjectRef {
    /// kind
    pub kind: String,
    /// Namespace; empty for cluster-wide objects.
    pub namespace: String,
    /// metadata.name
    pub name: String,
}

impl std::fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

/// Reads what [`Action::Delete`] says.
fn propagation<R: Read>(from: &mut R) -> borsh::io::Result<Known> {
    one_of(from, &["Background", "Foreground", "Orphan"])
}

/// Reads what [`StepOutcome::Reached`] says.
fn fate<R: Read>(from: &mut R) -> borsh::io::Result<Known> {
    const FATES: [&str; 9] =
        ["complete", "succeeded", "ready", "running", "vanished", "exists", "established", "gone", "done"];
    one_of(from, &FATES)
}
