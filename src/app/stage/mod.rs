//! The stage: what Helm does and why, the run, and the state at this step.

mod outcome;
pub mod panels;
mod row;
mod say;
mod score;
mod steps;
mod transport;

pub use outcome::{outcome, subject};
pub use row::lifeline;
pub use say::say;
pub use score::{ScoreView, ScoreViewProps, Time, View};
pub use steps::{Steps, StepsProps};
pub use transport::transport;

use yew::prelude::*;

use crate::app::dispatch::Dispatch;
use crate::app::hooks::use_width;
use crate::app::score::Score;
use crate::app::shared::Shared;
use crate::app::state::{AppState, operation_of};
use crate::app::words;
use crate::trace::Trace;
use panels::panels;

/// What a score needs beside its columns (names, afterwards, margins), and the width of its smallest column.
const BESIDE: usize = 430;
const COLUMN: usize = 24;
/// More columns than this fold and scroll in their own box, where there is room for so many.
const ENOUGH: usize = 19;
/// The room for columns before anything is measured.
const ROOM: usize = 26;

/// Properties of [`Stage`].
#[derive(Properties, PartialEq)]
pub struct StageProps {
    /// The page.
    pub state: AppState,
    /// Where actions and questions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
}

/// One operation: headline, score or steps, transport, panels.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let StageProps { state, dispatch } = props;
    let root = use_node_ref();
    let width = use_width(root.clone());
    let room = width.map_or(ROOM, |width| width.saturating_sub(BESIDE) / COLUMN);
    let steps = state.operation().map_or(0, |one| one.steps.len().saturating_add(one.not_reached.len()));
    let narrow = room < steps.min(ENOUGH);
    let room = (!narrow).then_some(room as f32);
    let drawn = (state.trace.clone(), state.place.operation, room);
    let score = use_memo(drawn, |(trace, operation, room)| Shared::new(scored(trace, *operation, *room)));
    let score = (*score).clone();
    let say = say(dispatch, state);
    let label = score.column(state.place.done).map(|column| column.label.clone()).unwrap_or_default();
    let name = state.operation().map(|operation| operation.command.clone()).unwrap_or_default();
    html! {
        <section id="stage" class="stage" aria-label={words::STAGE} aria-busy={state.asked().map(|_| "true")}>
            <section ref={root} class={classes!("run", narrow.then_some("narrow"), state.stale.then_some("stale"))} aria-label={name}>
                if !narrow { { say.clone() } }
                if !score.columns.is_empty() {
                    if !narrow { <ScoreView score={score.clone()} place={state.place} selected={state.selected.clone()} dispatch={dispatch.clone()} /> }
                    <Steps score={score.clone()} place={state.place} dispatch={dispatch.clone()}>if narrow { { say } }</Steps>
                } else if narrow { { say } }
                if state.trace.truncated { <p class="more limit">{ words::TRUNCATED }</p> }
                { transport(dispatch, state, score.steps, &label) }
                { panels(dispatch, state) }
            </section>
        </section>
    }
}

fn scored(trace: &Trace, operation: usize, room: Option<f32>) -> Score {
    operation_of(trace, operation).map(|operation| Score::of(trace, operation, room)).unwrap_or_default()
}
