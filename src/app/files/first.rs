//! What a first visit sees: the first example, played beforehand, so that the page is whole before its engine is there.

use crate::app::shared::Shared;
use crate::app::state::{Action, AppState};
use crate::service::{Replay, wire};
use crate::story::{Story, as_json, blank};

/// The first example and what the engine makes of it; `tests/first_view.rs` keeps it true.
static BYTES: &[u8] = include_bytes!("../../../www/first-view.bin");

/// A story and what the engine makes of it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct FirstView {
    /// The story.
    #[serde(with = "as_json")]
    pub story: Story,
    /// The engine's answer.
    pub replay: Replay,
}

/// The state of the page at a first visit.
#[must_use]
pub fn first() -> AppState {
    match read() {
        Some(FirstView { story, replay }) => answered(AppState::new(Shared::new(story)), replay),
        // Cannot be, for the tests read it.
        None => AppState::new(Shared::new(blank())),
    }
}

/// The state with the answer to its question, if that is what was played beforehand.
pub(super) fn beforehand(state: AppState) -> AppState {
    match read() {
        Some(FirstView { story, replay }) if story == *state.story => answered(state, replay),
        _ => state,
    }
}

fn read() -> Option<FirstView> {
    wire::decode(BYTES)
}

fn answered(state: AppState, replay: Replay) -> AppState {
    state.asked().map_or_else(|| state.clone(), |number| state.after(Action::Answered(number, replay.into())))
}
