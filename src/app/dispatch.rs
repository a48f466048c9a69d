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

/// How components reach `state` and the engine, which is loaded at once and plays every story that the page asks for.
#[hook]
pub fn use_dispatch(state: &UseReducerHandle<AppState>) -> Dispatch {
    let engine = use_memo((), |()| Engine::start());
    let dispatch = Dispatch { to: Some(state.dispatcher()), engine: (*engine).clone() };
    use_effect_with(state.asked(), {
        let (dispatch, state) = (dispatch.clone(), state.clone());
        move |number| {
            let (Some(number), Some(question)) = (*number, state.question()) else { return };
            let to = dispatch.clone();
            dispatch.ask(question, move |answer| {
                if let Some(Answer::Played(replay)) = answer {
                    to.send(Action::Answered(number, (*replay).into()));
                }
            });
        }
    });
    dispatch
}
