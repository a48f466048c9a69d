//! How the page keeps the work and takes in files.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::browser::{self, Watch};
use super::first::{beforehand, first};
use super::{pack, unpack};
use crate::app::engine::{Engine, use_engine};
use crate::app::shared::Shared;
use crate::app::state::{Action, AppState};
use crate::service::{Answer, Question};
use crate::story::{Given, Opened};

/// Changes are written down this long after the last one.
const DELAY: u32 = 300;

/// The state to begin with: the work of the last visit, else the first example.
#[must_use]
pub fn first_state() -> AppState {
    let kept = browser::kept();
    let state = kept.as_deref().and_then(unpack);
    if let (None, Some(text)) = (&state, &kept) {
        browser::put_aside(text);
    }
    state.map_or_else(first, beforehand)
}

/// Keeps the state in the browser: shortly after each change, and at once when the page is left.
/// Answers whether the last attempt found room.
#[hook]
pub fn use_keeping(state: &UseReducerHandle<AppState>) -> bool {
    let room = use_state_eq(|| true);
    let latest = use_mut_ref(|| state.clone());
    *latest.borrow_mut() = state.clone();
    let pending = use_mut_ref(|| None::<Timeout>);

    let save = {
        let (room, pending) = (room.setter(), pending.clone());
        move || {
            pending.borrow_mut().take();
            room.set(browser::keep(&pack(&latest.borrow())));
        }
    };
    use_effect_with(state.clone(), {
        let (save, pending) = (save.clone(), pending.clone());
        move |_| *pending.borrow_mut() = Some(Timeout::new(DELAY, save))
    });
    use_effect_with((), move |()| {
        let leaving = web_sys::window().map(|window| {
            EventListener::new(&window, "pagehide", move |_| {
                if pending.borrow().is_some() {
                    save();
                }
            })
        });
        move || drop(leaving)
    });
    *room
}

/// Takes in what is dropped on the page or pasted beside a text field: stories, charts, files for chart `chart`.
/// Answers whether files hover over the page.
#[hook]
pub fn use_outside(chart: &str, on_action: &Callback<Action>) -> bool {
    let dragging = use_state_eq(|| false);
    let engine = use_engine();
    let latest = use_mut_ref(|| Box::new(|_| ()) as Box<dyn Fn(Vec<Given>)>);
    let (chart, on_action) = (chart.to_owned(), on_action.clone());
    *latest.borrow_mut() = Box::new(move |given| take(&engine, given, &chart, &on_action));
    use_effect_with((), {
        let dragging = dragging.setter();
        move |()| {
            let watch = Watch::start(move |given| latest.borrow()(given), move |over| dragging.set(over));
            move || watch.end()
        }
    });
    *dragging
}

/// Acts on files from outside, once the engine has read them.
pub(super) fn take(engine: &Engine, given: Vec<Given>, chart: &str, on_action: &Callback<Action>) {
    let (chart, on_action) = (chart.to_owned(), on_action.clone());
    engine.ask(Question::Open(given), move |answer| {
        let Some(Answer::Opened(opened)) = answer else { return on_action.emit(Action::EngineFailed) };
        let refused = match &opened {
            Opened::Broken(found) => Shared::new(found.clone()),
            _ => Shared::default(),
        };
        on_action.emit(Action::Refused(refused));
        match opened {
            Opened::Story(story) => on_action.emit(Action::LoadStory(Shared::new(*story))),
            Opened::Files(files) => on_action.emit(Action::AddFiles(chart, files)),
            Opened::Broken(_) | Opened::Nothing => {}
        }
    });
}
