//! The state at this step: cluster, records, terminal; at the end what stays, what follows, what works next.

mod behind;
mod cluster;
mod follows;
mod next;
mod record;
mod terminal;

pub use behind::{LeftBehind, LeftBehindProps};
pub use cluster::{ClusterNow, ClusterNowProps};
pub use follows::{Follows, FollowsProps};
pub use next::{WorksNext, WorksNextProps};
pub use record::{Records, RecordsProps};
pub use terminal::{Terminal, TerminalProps};

use yew::prelude::*;

use crate::app::context::use_dispatch;
use crate::app::editor::ProblemList;
use crate::app::state::{Action, AppState, cannot_start, operation_of};
use crate::app::words::panels as words;
use crate::trace::Verb;

/// Properties of [`Panels`].
#[derive(Properties, PartialEq)]
pub struct PanelsProps {
    /// The page.
    pub state: AppState,
}

/// The panels that matter at this place of the run.
#[component]
pub fn Panels(props: &PanelsProps) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let index = state.place.index(&state.trace);
    let Some(operation) = state.operation() else {
        return html! { <div class="panels"></div> };
    };
    let done = state.place.done;
    let over = done > 0 && done >= operation.steps.len();
    let answer = operation_of(&state.answer, operation.index);
    if answer.is_some_and(|one| cannot_start(&state.answer, one)) {
        let open = dispatch.on(Action::ShowProblem);
        return html! {
            <div class="panels two">
                <Panel class="p-cluster" title={words::PROBLEMS} count={state.problems.len()}>
                    <ProblemList problems={state.problems.clone()} current={state.open_problem()} on_open={open} />
                </Panel>
                <Terminal trace={state.answer.clone()} operation={operation.index} over={true} />
            </div>
        };
    }
    let terminal = html! { <Terminal trace={state.trace.clone()} operation={operation.index} {over} /> };
    let records = html! { <Records trace={state.trace.clone()} now={index} /> };
    let behind = html! { <LeftBehind trace={state.trace.clone()} now={index} /> };
    let cluster = html! { <ClusterNow trace={state.trace.clone()} now={index} place={state.place} /> };
    match (over, operation.exit != 0) {
        (true, true) => html! {
            <div class="panels">
                <Follows trace={state.trace.clone()} now={index} operation={operation.index} />
                <WorksNext story={state.story.clone()} operation={operation.index} />
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

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// `p-cluster`, `p-record`, … : where it shows on a narrow page.
    pub class: &'static str,
    /// Its heading.
    pub title: AttrValue,
    /// A number beside the heading.
    #[prop_or_default]
    pub count: Option<usize>,
    /// What it holds.
    pub children: Html,
}

/// A panel with its heading.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    html! {
        <section class={classes!("panel", props.class)} aria-label={props.title.clone()}>
            <h3>{ &props.title }if let Some(count) = props.count { { " " }<span class="count">{ count }</span> }</h3>
            { props.children.clone() }
        </section>
    }
}
