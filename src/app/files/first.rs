//! What a first visit sees: the first example, played beforehand, so that the page is whole before its engine is there.

use super::browser;
use crate::app::shared::Shared;
use crate::app::state::{Action, AppState};
use crate::service::{Replay, wire};
use crate::story::Story;

/// A story and what the engine makes of it, as `www/first-view.bin` has them; `tests/first_view.rs` keeps them true.
#[derive(Debug, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct FirstView {
    /// The story.
    pub story: Story,
    /// The engine's answer.
    pub replay: Replay,
}

/// The state of the page at a first visit.
#[must_use]
pub fn first() -> AppState {
    match read() {
        Some(FirstView { story, replay }) => answered(AppState::new(Shared::new(story)), replay),
        // It could not be loaded; the menu has the examples.
        None => AppState::new(Shared::default()),
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
    wire::decode(&browser::begun())
}

fn answered(state: AppState, replay: Replay) -> AppState {
    state.asked().map_or_else(|| state.clone(), |number| state.after(Action::Answered(number, replay.into())))
}
