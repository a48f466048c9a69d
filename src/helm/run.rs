//! What came of a story: the engine's raw result, before the trace explains it.

use std::sync::Arc;

use super::{Event, ObjectRef, Verb};
use crate::chart::RenderedChart;
use crate::cluster::Change;
use crate::manifest::{HookEvent, Origin};
use crate::release::Release;
use crate::story::HelmVersion;
use crate::text::Diagnostic;

/// A story as Helm played it.
#[derive(Debug, Clone)]
pub struct Run {
    /// The version that was played.
    pub helm: HelmVersion,
    /// One entry per operation that this version does.
    pub operations: Vec<OperationRun>,
    /// The cluster's history; events point into it.
    pub cluster: Vec<Change>,
    /// The history of the release records; events point into it.
    pub records: Vec<RecordChange>,
    /// What the story itself has wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// A limit ended the story early.
    pub truncated: bool,
}

/// One entry of the history of release records.
#[derive(Debug, Clone)]
pub struct RecordChange {
    /// Which record.
    pub revision: u32,
    /// Its new state, `None` for deleted.
    pub release: Option<Arc<Release>>,
}

/// One operation as Helm did it.
#[derive(Debug, Clone)]
pub struct OperationRun {
    /// Index into the story's operations.
    pub index: usize,
    /// What kind of command.
    pub verb: Verb,
    /// As the recording names it: `upgrade b`, `rollback 1`, `uninstall`.
    pub operation: String,
    /// The command line: `helm upgrade demo ./b --wait`.
    pub command: String,
    /// The flags of this version.
    pub flags: Vec<String>,
    /// Short name of the chart, for install and upgrade.
    pub chart: Option<String>,
    /// The revision it writes (install, upgrade, rollback) or works on (uninstall, test).
    pub revision: Option<u32>,
    /// Exit status, -1 for killed.
    pub exit: i32,
    /// The signal that a `stop` sent: `kill`, `term`, `int`.
    pub stopped: Option<&'static str>,
    /// What stderr has from `Error: ` on.
    pub error: String,
    /// The other lines of stderr.
    pub stderr_notes: Vec<String>,
    /// Lines of stdout.
    pub output: Vec<String>,
    /// What Helm did.
    pub events: Vec<Event>,
    /// What Helm would have done, had all gone well, from the same start; only for operations that
    /// failed. Its `cluster` and `records` marks mean nothing.
    pub planned: Vec<Event>,
    /// Why it could not start or what its charts have wrong, with places in the story's files.
    pub diagnostics: Vec<Diagnostic>,
    /// What its chart was rendered to, for install and upgrade.
    pub rendered: Option<Box<RenderedChart>>,
    /// Hooks of the revision it runs, in order of execution over all events, one entry per hook.
    pub hooks: Vec<HookView>,
    /// Hooks of the revision it does not run, in stored order.
    pub resting: Vec<HookView>,
}

/// A hook as people list it.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct HookView {
    /// Its object.
    pub object: ObjectRef,
    /// All its events.
    pub events: Vec<HookEvent>,
    /// Its weight.
    pub weight: i64,
    /// Its stored delete policies.
    pub delete_policies: Vec<String>,
    /// Where its text stands.
    pub origin: Origin,
}
