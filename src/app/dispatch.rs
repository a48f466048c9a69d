//! How components reach the reducer and the engine.

use yew::prelude::*;

use super::engine::Engine;
use super::state::{Action, AppState};
use crate::service::{Answer, Question};

/// Sends actions to the reducer and questions to the engine. Never changes, so that who has it is not drawn anew.
#[derive(Clone, PartialEq, Default)]
pub struct Dispatch {
    /// None where a component is drawn alone: actions go nowhere then.
    to: Option<UseReducerDispatcher<AppState>>,
    engine: Engine,
}

impl Dispatch {
    /// Sends to a reducer and to an engine.
    #[must_use]
    pub fn new(dispatcher: UseReducerDispatcher<AppState>, engine: Engine) -> Self {
        Dispatch { to: Some(dispatcher), engine }
    }

    /// Sends an action.
    pub fn send(&self, action: Action) {
        if let Some(dispatcher) = &self.to {
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

    /// Asks the engine, and calls `then` with the answer; with `None` if it broke down, which the page says then.
    pub fn ask(&self, question: Question, then: impl FnOnce(Option<Answer>) + 'static) {
        let dispatch = self.clone();
        self.engine.ask(question, move |answer| {
            if answer.is_none() {
                dispatch.send(Action::EngineFailed);
            }
            then(answer);
        });
    }
}
