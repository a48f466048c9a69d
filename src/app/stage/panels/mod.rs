//! The state at this step: cluster, records, terminal; at the end what stays, what follows, what works next.

mod behind;
mod cluster;
mod follows;
mod next;
mod record;
mod terminal;

pub use behind::{Copy, CopyProps};
pub use next::{WorksNext, WorksNextProps};

use yew::prelude::*;

use behind::left_behind;
use cluster::cluster;
use follows::follows;
use record::records;
use terminal::terminal;

use crate::app::dispatch::Dispatch;
use crate::app::editor::problem_list;
use crate::app::state::{Action, AppState, operation_of};
use crate::app::words::panels as words;
use crate::trace::Verb;

/// The panels that matter at this place of the run.
pub fn panels(dispatch: &Dispatch, state: &AppState) -> Html {
    let index = state.place.index(&state.trace);
    let Some(operation) = state.operation() else {
        return html! { <div class="panels"></div> };
    };
    let done = state.place.done;
    let over = done > 0 && done >= operation.steps.len();
    let answer = operation_of(&state.answer, operation.index);
    if answer.is_some_and(|one| state.answer.cannot_start(one)) {
        let (current, on_open) = (state.open_problem(), dispatch.on(Action::ShowProblem));
        let list = problem_list(&state.problems, current, &on_open);
        return html! {
            <div class="panels two">
                { panel("p-cluster", words::PROBLEMS, Some(state.problems.len()), list) }
                { terminal(&state.answer, operation.index, true) }
            </div>
        };
    }
    let terminal = terminal(&state.trace, operation.index, over);
    let records = records(&state.trace, index);
    let behind = left_behind(dispatch, &state.trace, index);
    let cluster = cluster(dispatch, &state.trace, index, state.place);
    match (over, operation.exit != 0) {
        (true, true) => html! {
            <div class="panels">
                { follows(&state.trace, index, operation.index) }
                <WorksNext story={state.story.clone()} operation={operation.index} dispatch={dispatch.clone()} />
                { terminal }{ cluster }{ records }{ behind }
            </div>
        },
        (true, false) if operation.verb == Verb::Uninstall => html! {
            <div class="panels fin">{ behind }{ records }{ terminal }</div>
        },
        (true, false) => html! { <div class="panels">{ cluster }{ records }{ terminal }{ behind }</div> },
        _ => html! { <div class="panels">{ cluster }{ records }{ terminal }</div> },
    }
}

/// A panel with its heading, a number beside it, and what it holds. Its class, `p-cluster`, `p-record` and so on, says
/// where it shows on a narrow page.
fn panel(class: &'static str, title: &'static str, count: Option<usize>, content: Html) -> Html {
    html! {
        <section class={classes!("panel", class)} aria-label={title}>
            <h3>{ title }if let Some(count) = count { { " " }<span class="count">{ count }</span> }</h3>
            { content }
        </section>
    }
}
