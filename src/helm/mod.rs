//! What Helm does: the operations, the hook loop, waiting, updates.

mod event;
mod rule;
mod run;

pub use crate::cluster::PatchType;
pub use event::{Action, Event, HookPlace, ObjectRef, Phase, Role, StepOutcome, Verb};
pub use rule::{Rule, Source};
pub use run::{HookView, OperationRun, RecordChange, Run};

use crate::story::Story;

/// Plays a story as Helm would.
#[must_use]
pub fn run(story: &Story) -> Run {
    Run {
        helm: story.helm.unwrap_or(crate::story::HelmVersion::new(4, 3, 1)),
        operations: Vec::new(),
        cluster: Vec::new(),
        records: Vec::new(),
        diagnostics: Vec::new(),
        truncated: false,
    }
}
