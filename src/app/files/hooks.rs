//! How the page keeps the work and takes in files.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::browser::{self, Watch};
use super::first::{beforehand, first};
use super::{COPY, KEY, pack, unpack};
use crate::app::dispatch::Dispatch;
use crate::app::shared::Shared;
use crate::app::state::{Action, AppState};
use crate::service::{Answer, Given, Opened, Question};
use crate::story::Story;

/// Changes are written down this long after the last one.
const DELAY: u32 = 300;

/// The state to begin with: the work of the last visit, else the first example.
#[must_use]
pub fn first_state() -> AppState {
    resumed().map_or_else(first, beforehand)
}

/// The work of the last visit, unless there is none or another page kept it in a format of its own.
fn resumed() -> Option<AppState> {
    unpack(&browser::kept(KEY)?)
}

/// Keeps the state in the browser: shortly after each change, and at once when the page is left.
/// Where the last visit's work cannot be read, its story is, from the copy beside it.
/// Answers whether the last attempt found room.
#[hook]
pub fn use_keeping(state: &UseReducerHandle<AppState>, dispatch: &Dispatch) -> bool {
    let room = use_state_eq(|| true);
    let latest = use_mut_ref(|| state.clone());
    *latest.borrow_mut() = state.clone();
    let pending = use_mut_ref(|| None::<Timeout>);

    let save = {
        let (room, pending, dispatch) = (room.setter(), pending.clone(), dispatch.clone());
        move || {
            pending.borrow_mut().take();
            let state = latest.borrow();
            let kept = browser::keep(KEY, &pack(&state));
            room.set(kept);
            // Where there is no room for the one there is none for the other.
            if kept {
                with_text(&dispatch, &state.story, |text| {
                    browser::keep(COPY, &text);
                });
            }
        }
    };
    use_effect_with(state.clone(), {
        let (save, pending) = (save.clone(), pending.clone());
        move |_| *pending.borrow_mut() = Some(Timeout::new(DELAY, save))
    });
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        // Asked before the first writing, so that the copy is read before it is overwritten.
        if let (None, Some(text)) = (resumed(), browser::kept(COPY)) {
            take(&dispatch, Question::Open(vec![Given { path: COPY.into(), text }]), "");
        }
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
pub fn use_outside(chart: &str, dispatch: &Dispatch) -> bool {
    let dragging = use_state_eq(|| false);
    let latest = use_mut_ref(|| Box::new(|_| ()) as Box<dyn Fn(Vec<Given>)>);
    let (chart, dispatch) = (chart.to_owned(), dispatch.clone());
    *latest.borrow_mut() = Box::new(move |given| take(&dispatch, Question::Open(given), &chart));
    use_effect_with((), {
        let dragging = dragging.setter();
        move |()| {
            let watch = Watch::start(move |given| latest.borrow()(given), move |over| dragging.set(over));
            move || watch.end()
        }
    });
    *dragging
}

/// Acts on an example or on files from outside, once the engine has read them.
pub(super) fn take(dispatch: &Dispatch, question: Question, chart: &str) {
    let (to, chart) = (dispatch.clone(), chart.to_owned());
    dispatch.ask(question, move |answer| {
        let Some(Answer::Opened(opened)) = answer else { return };
        let refused = match &opened {
            Opened::Broken(found) => Shared::new(found.clone()),
            _ => Shared::default(),
        };
        to.send(Action::Refused(refused));
        match opened {
            Opened::Story(story) => to.send(Action::LoadStory(Shared::new(*story))),
            Opened::Files(files) => to.send(Action::AddFiles(chart, files)),
            Opened::Broken(_) | Opened::Nothing => {}
        }
    });
}

/// Does something with the file of a story, once the engine has written it.
pub(super) fn with_text(dispatch: &Dispatch, story: &Story, then: impl FnOnce(String) + 'static) {
    dispatch.ask(Question::Write(story.clone()), move |answer| {
        if let Some(Answer::Written(text)) = answer {
            then(text);
        }
    });
}
