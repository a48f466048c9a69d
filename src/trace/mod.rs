//! The product: every step Helm takes, why, and the state after it.
//!
//! A step is one event of the recording format, so what the page shows is what the recordings of
//! real Helm prove. The trace decides nothing; it reports what [`crate::helm`] did.

mod build;
mod cited;
mod compare;
mod json;
mod likeness;
mod lives;
mod recording;
mod status;
#[cfg(test)]
mod tests;
mod words;

pub use cited::{Cited, cited};
pub use compare::{About, Abreast, Alike, Cause, Compared, Comparison, Row, Side, abreast, compare, side_by_side};
pub use json::{SCHEMA, json};
pub use recording::recording;
pub use words::{Parting, partings};

use std::ops::Range;
use std::sync::Arc;

use borsh::BorshDeserialize as _;
use borsh::io::Read;

pub use crate::helm::{Action, HookPlace, HookView, ObjectRef, PatchType, Phase, Role, StepOutcome, Verb};

use crate::helm::Rule;
use crate::manifest::{HookEvent, Origin};
use crate::release::Release;
use crate::story::{HelmVersion, ReleaseName};
use crate::text::{Diagnostic, Known, Packed, one_of};

/// What [`crate::simulate`] makes of a story; by default, of none.
#[derive(Debug, Clone, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Trace {
    /// The Helm version that was played.
    pub helm: HelmVersion,
    /// Name and namespace of the release.
    pub release: ReleaseName,
    /// One entry per operation that this version does.
    pub operations: Vec<OperationTrace>,
    /// All steps of all operations.
    pub steps: Vec<Step>,
    /// The rules that the steps stand on.
    pub rules: Vec<Cited>,
    /// Every object that ever was, in order of first appearance, with its states.
    pub objects: Vec<ObjectLife>,
    /// Every release record that ever was, by revision, with its states.
    pub records: Vec<RecordLife>,
    /// What the story itself has wrong (an operation without its chart and the like).
    pub diagnostics: Vec<Diagnostic>,
    /// The step limit ended the story early.
    pub truncated: bool,
}

impl Default for Trace {
    fn default() -> Self {
        Trace {
            helm: crate::helm::NEWEST,
            release: ReleaseName::default(),
            operations: Vec::new(),
            steps: Vec::new(),
            rules: Vec::new(),
            objects: Vec::new(),
            records: Vec::new(),
            diagnostics: Vec::new(),
            truncated: false,
        }
    }
}

/// One operation of a trace.
#[derive(Debug, Clone, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct OperationTrace {
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
    #[borsh(deserialize_with = "signal")]
    pub stopped: Option<Known>,
    /// What stderr has from `Error: ` on.
    pub error: String,
    /// The other lines of stderr.
    pub stderr_notes: Vec<String>,
    /// Lines of stdout.
    pub output: Vec<String>,
    /// Its steps, in [`Trace::steps`].
    pub steps: Range<usize>,
    /// Steps of the same operation in a cluster where all goes well that were not reached.
    pub not_reached: Vec<Step>,
    /// Why it could not start or what its charts have wrong, with places in the story's files.
    pub diagnostics: Vec<Diagnostic>,
    /// Hooks of the revision this operation runs, in order of execution over all its events.
    pub hooks: Vec<HookView>,
    /// Hooks of that revision that this operation does not run, in stored order.
    pub resting: Vec<HookView>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Step {
    /// Index in [`Trace::steps`].
    pub index: usize,
    /// Index in [`Trace::operations`].
    pub operation: usize,
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
    /// What happens, one sentence: "Helm waits for Job db-migrate to finish."
    pub headline: String,
    /// Why, one or two sentences.
    pub why: String,
    /// What Helm's documentation says otherwise.
    pub parting: Option<Box<Parting>>,
    /// Place of the hook in the execution order of its event, for steps about a hook.
    pub hook: Option<HookPlace>,
    /// Where the text stands that causes it.
    pub origin: Option<Origin>,
}

/// The whole life of one object name.
#[derive(Debug, Clone, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct ObjectLife {
    /// Which.
    pub object: ObjectRef,
    /// States in order, each valid from the end of a step on; `None` for gone.
    pub states: Vec<(usize, Option<Arc<ObjectState>>)>,
    /// Whether it is left behind, in order, each entry valid from the end of a step on: why it is, or `None`.
    /// Only means something while the object is there.
    pub left: Vec<(usize, Option<Arc<str>>)>,
    /// Indices of the steps about it, in order.
    pub steps: Vec<usize>,
}

/// An object at some time.
#[derive(Debug, Clone, PartialEq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct ObjectState {
    /// The object as the API server has it; not serialised.
    #[borsh(skip)]
    pub manifest: Packed,
    /// Made by a hook, a release, or somebody else.
    pub owner: Owner,
    /// What has become of it, in Kubernetes' words: `Complete`, `Failed`, `Running`, `Ready`; empty if it has no state of its own.
    pub status: String,
    /// Deletion was asked for.
    pub terminating: bool,
    /// The operation and step that created it (index in [`Trace::steps`]).
    pub created_by: usize,
    /// Where the text stands that it was made of.
    pub origin: Option<Origin>,
}

/// Who answers for an object.
#[derive(Debug, Clone, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Owner {
    /// A release: it carries Helm's ownership marks and is in the newest manifest or was.
    Release,
    /// Nobody: it is a hook's, made by this event.
    Hook(HookEvent),
    /// Nobody: a CRD of `crds/` or the namespace.
    Unowned,
    /// Somebody else.
    Outside,
}

/// The whole life of one release record.
#[derive(Debug, Clone, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct RecordLife {
    /// Which.
    pub revision: u32,
    /// States in order, each valid from the end of a step on; `None` for gone.
    pub states: Vec<(usize, Option<Arc<Release>>)>,
}

/// The state after a step: a view of the trace, made anew for each position.
#[derive(Debug, Clone, Default)]
pub struct State<'t> {
    /// Objects in the cluster, in order of first appearance.
    pub objects: Vec<(&'t ObjectLife, &'t ObjectState)>,
    /// Stored records, oldest first.
    pub records: Vec<&'t Release>,
    /// What is left that no release owns.
    pub ledger: Vec<LedgerEntry<'t>>,
}

/// An object that no release owns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LedgerEntry<'t> {
    /// Which.
    pub object: &'t ObjectRef,
    /// What has become of it.
    pub state: &'t ObjectState,
    /// Why it is still there, one sentence.
    pub why: &'t str,
}

impl Trace {
    /// Whether an operation ends before its first step because of what its chart's texts have wrong.
    #[must_use]
    pub fn cannot_start(&self, operation: &OperationTrace) -> bool {
        let steps = self.steps.get(operation.steps.clone()).unwrap_or_default();
        let idle = steps.iter().all(|step| matches!(step.phase, Phase::Refused | Phase::Outside));
        idle && operation.exit != 0 && operation.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether the texts of all operations can be read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.operations.iter().any(|one| self.cannot_start(one))
    }

    /// The state after step `step`; before the first step for `None`.
    ///
    /// Cost: two binary searches per object and one per record that ever was.
    #[must_use]
    pub fn state_at(&self, step: Option<usize>) -> State<'_> {
        let Some(step) = step else { return State::default() };
        let mut state = State::default();
        for life in &self.objects {
            let Some(now) = at(&life.states, step) else { continue };
            if let Some(why) = at(&life.left, step) {
                state.ledger.push(LedgerEntry { object: &life.object, state: now, why });
            }
            state.objects.push((life, now));
        }
        state.records = self.records.iter().filter_map(|life| at(&life.states, step).map(Arc::as_ref)).collect();
        state
    }
}

/// Reads [`OperationTrace::stopped`].
fn signal<R: Read>(from: &mut R) -> borsh::io::Result<Option<Known>> {
    bool::deserialize_reader(from)?.then(|| one_of(from, &["kill", "term", "int"])).transpose()
}

/// The entry that is valid after `step`, if it is not `None`.
fn at<T>(entries: &[(usize, Option<T>)], step: usize) -> Option<&T> {
    let next = entries.partition_point(|(from, _)| *from <= step);
    entries.get(next.checked_sub(1)?)?.1.as_ref()
}

/// Plays a story. Pure: the same story makes the same trace, byte for byte, on every machine.
#[must_use]
pub fn simulate(story: &crate::story::Story) -> Trace {
    build::build(story, crate::helm::run(story))
}

/// Plays a story as [`simulate`] does, sooner where `memory` knows its texts.
#[must_use]
pub fn simulate_remembering(story: &crate::story::Story, memory: &mut crate::helm::Memory) -> Trace {
    build::build(story, crate::helm::remembering(story, memory))
}
