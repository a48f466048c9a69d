//! How components reach the reducer.

use yew::prelude::*;

use super::state::{Action, AppState};

/// Sends actions to the reducer. Never changes, so that who uses it is not drawn anew.
#[derive(Clone, PartialEq)]
pub struct Dispatch(Option<UseReducerDispatcher<AppState>>);

impl Dispatch {
    /// Sends to a reducer.
    #[must_use]
    pub fn new(dispatcher: UseReducerDispatcher<AppState>) -> Self {
        Dispatch(Some(dispatcher))
    }

    /// Sends an action.
    pub fn send(&self, action: Action) {
        if let Some(dispatcher) = &self.0 {
            dispatcher.dispatch(action);
        }
    }

    /// A callback that sends what `action` makes of an event.
    pub fn on<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let dispatch = self.clone();
        Callback::from(move |event| dispatch.send(action(event)))
    }

    /// A callback that always sends the same action.
    pub fn always<E: 'static>(&self, action: Action) -> Callback<E> {
        self.on(move |_| action.clone())
    }
}

/// The dispatcher of the page; one that goes nowhere where a component is drawn alone.
#[hook]
pub fn use_dispatch() -> Dispatch {
    use_context::<Dispatch>().unwrap_or(Dispatch(None))
}
