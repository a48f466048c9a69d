//! What Helm does: the operations, the hook loop, waiting, updates.

mod before;
mod behaviour;
mod build;
mod difference;
mod event;
mod fail;
pub mod fitness;
mod flags;
mod help;
mod hooks;
mod inspect;
mod install;
mod log;
mod lookup;
mod memory;
mod name;
mod openapi;
mod ownership;
mod play;
mod print;
mod query;
mod render;
mod requests;
mod rollback;
mod rule;
mod run;
mod session;
mod storage;
mod tables;
mod testing;
#[cfg(test)]
mod tests;
mod uninstall;
mod update;
mod upgrade;
mod values;
mod wait;
mod warning;

pub use crate::cluster::PatchType;
pub use behaviour::PROVED;
pub use difference::{Difference, differences, run_with};
pub use event::{Action, Event, HookPlace, ObjectRef, Phase, Role, StepOutcome, Verb};
pub use inspect::{dialect, inspect};
pub use memory::Memory;
pub use name::check_for_install as check_name;
pub use play::NEWEST;
pub use rule::{Rule, Source};
pub use run::{HookView, OperationRun, RecordChange, Run};
pub use warning::{unknown_hook, warning};

use crate::story::Story;

/// Plays a story as Helm would.
#[must_use]
pub fn run(story: &Story) -> Run {
    remembering(story, &mut Memory::none(helm_of(story)))
}

/// Plays a story as Helm would, with what is known of its texts.
#[must_use]
pub fn remembering(story: &Story, memory: &mut Memory) -> Run {
    let helm = helm_of(story);
    memory.turn_to(helm);
    play::run(story, behaviour::Behaviour::of(helm), memory)
}

fn helm_of(story: &Story) -> crate::story::HelmVersion {
    story.helm.unwrap_or(NEWEST)
}

/// An operation of a story as Helm does it, up to the moment at which its chart is rendered; `None` if the story's version
/// does not do it. What was rendered is in [`OperationRun::rendered`], why it was not in [`OperationRun::error`].
#[must_use]
pub fn rendering(story: &Story, operation: usize, memory: &mut Memory) -> Option<OperationRun> {
    let helm = helm_of(story);
    memory.turn_to(helm);
    play::rendering(story, behaviour::Behaviour::of(helm), memory, operation)
}
