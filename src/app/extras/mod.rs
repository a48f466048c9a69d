//! What crosses between the page and the program of what is loaded only when it is asked for (`src/bin/extras.rs`), and the
//! page's end of it.

#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(not(target_arch = "wasm32"))]
#[path = "page_native.rs"]
mod page;

use std::rc::Rc;

use borsh::{BorshDeserialize, BorshSerialize};
use yew::prelude::*;

use crate::app::dispatch::Dispatch;
use crate::app::shared::Shared;
use crate::app::state::{Action, AppState, Place};
use crate::service::wire;
use crate::story::{FileRef, Story};

/// What the page tells.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize)]
pub struct Told {
    /// The story, as it is now.
    pub story: Rc<Story>,
    /// Index of the operation that is looked at.
    pub operation: usize,
    /// The file that is open in the editor.
    pub open: FileRef,
}

/// What the comparison answers: the page goes on with another story, at a place of it.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Wanted {
    /// The story.
    pub story: Story,
    /// Index of the operation.
    pub operation: usize,
    /// How many of its steps are done.
    pub done: usize,
}

/// Lets the extras know what the page shows, and does what the comparison wants.
#[hook]
pub fn use_extras(state: &AppState, dispatch: &Dispatch) {
    let shown = (state.story.clone(), state.place.operation, state.open.clone());
    let latest = use_mut_ref(|| shown.clone());
    *latest.borrow_mut() = shown.clone();
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        // A story may have megabytes: it is encoded when somebody wants to know it.
        page::describe(move || {
            let (story, operation, open) = &*latest.borrow();
            wire::encode(&(&**story, *operation, open))
        });
        page::on_wanted(move |bytes| {
            if let Some(Wanted { story, operation, done }) = wire::decode(&bytes) {
                dispatch.send(Action::Become(Shared::new(story), Place { operation, done }));
            }
        });
    });
    use_effect_with(shown, |_| page::changed());
}
