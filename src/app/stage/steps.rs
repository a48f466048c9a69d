//! The score turned by 90 degrees: one line per step, one rail per object. Narrow pages and print show it.

use web_sys::Element;
use yew::prelude::*;

use super::score::Time;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::score::{Column, Deed, Rail, Rails, Score, Window};
use crate::app::shared::Shared;
use crate::app::state::{Action, Place};
use crate::app::words;

/// How many lines are drawn at once.
const MOST_LINES: usize = 200;

/// Properties of [`Steps`].
#[derive(Properties, PartialEq)]
pub struct StepsProps {
    /// What is drawn.
    pub score: Shared<Score>,
    /// Where the playhead stands.
    pub place: Place,
    /// What the current step contains: headline and outcome, where they do not stand above.
    #[prop_or_default]
    pub children: Html,
    /// Where actions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
}

/// All steps in order, by phase.
#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let StepsProps { score, place, children, dispatch } = props;
    let rails = use_memo(score.clone(), |score| Rails::of(score));
    let done = place.done;
    let root = use_node_ref();
    use_effect_with(*place, {
        let root = root.clone();
        move |_| follow(&root)
    });
    let current = score.columns.partition_point(|column| column.first <= done).saturating_sub(1);
    let window = Window::around(current, score.columns.len(), MOST_LINES);
    let lanes = format!("n{}", rails.lanes.len());
    let phases = score.phases.iter().filter_map(|phase| {
        let range = phase.first.max(window.start)..phase.end.min(window.end);
        let columns = score.columns.get(range.clone())?;
        let first = columns.first()?;
        let on = columns.iter().any(|column| Time::of(column, done) == Time::Now);
        let above = rails.above(score, range.start);
        Some(html! {
            <li key={first.first} class={classes!("steps-phase", on.then_some("on"))}>
                <p class="steps-name" data-t={if first.reached && first.first <= done { "past" } else { "next" }}>
                    { drawn(&above, None) }{ &phase.name }
                </p>
                <ol>
                    { for columns.iter().zip(range).map(|(column, index)| {
                        let rails = (rails.beside(score, index), rails.node(score, index));
                        line(dispatch, column, *place, rails, children)
                    }) }
                </ol>
            </li>
        })
    });
    html! {
        <div class="railbox" ref={root}>
            if done == 0 { { children.clone() } }
            <div class={classes!("lanes", lanes.clone())} aria-hidden="true">
                { for rails.lanes.iter().enumerate().map(|(i, lane)| html! { <span class={format!("l{i}")}>{ &lane.name }</span> }) }
            </div>
            if window.before() > 0 { <p class="more">{ words::window(window.before(), 0) }</p> }
            <ol class={classes!("steps", lanes)}>{ for phases }</ol>
            if window.after() > 0 { <p class="more">{ words::window(0, window.after()) }</p> }
        </div>
    }
}

/// Keeps the current step in the upper part of the window, where the list is shown.
fn follow(root: &NodeRef) {
    let Some(Ok(Some(step))) = root.cast::<Element>().map(|root| root.query_selector(".st[data-t=now]")) else {
        return;
    };
    let seen = gloo::utils::document().document_element().map_or(0.0, |page| f64::from(page.client_height()));
    let here = step.get_bounding_client_rect();
    // How far from the top it comes to stand is in the style sheet.
    if here.height() > 0.0 && (here.top() < seen * 0.1 || here.bottom() > seen * 0.8) {
        step.scroll_into_view();
    }
}

/// One step: its rails, a button that goes there, and at the current step what belongs to it.
fn line(
    dispatch: &Dispatch,
    column: &Column,
    place: Place,
    (rails, node): (Vec<Rail>, Option<usize>),
    children: &Html,
) -> Html {
    let time = Time::of(column, place.done);
    let class = format!("v-{}", column.deed.class());
    if !column.reached {
        return html! {
            <li key={column.first} class="st off" data-t="next">
                { drawn(&rails, None) }
                <span class="st-b">{ picture("off", "") }<span class="vh">{ words::NOT_REACHED }{ ": " }</span><span>{ &column.label }</span></span>
            </li>
        };
    }
    let now = time == Time::Now;
    let go = dispatch.always::<MouseEvent>(Action::Go(Place { done: column.last, ..place }));
    html! {
        <li key={column.first} class="st" data-t={time.word()}>
            { drawn(&rails, node.map(|lane| (lane, column.deed))) }
            <button type="button" class={classes!("st-b", class)} onclick={go} aria-current={now.then_some("step")}>
                <span class="st-n">{ words::range(column.first, column.last) }</span>
                { picture(column.deed.icon(), "") }
                <span>{ &column.label }</span>
            </button>
            if now { { children.clone() } }
        </li>
    }
}

/// Rails and the ring of the step on one of them.
fn drawn(rails: &[Rail], node: Option<(usize, Deed)>) -> Html {
    let rail = |rail: &Rail| {
        let half = match (rail.before, rail.after) {
            (true, false) => Some("t"),
            (false, true) => Some("b"),
            _ => None,
        };
        let class = classes!("rl", rail.owned.class(), format!("l{}", rail.lane), rail.bad.then_some("bad"));
        let wait = classes!("rl", "w", format!("l{}", rail.lane));
        html! {
            <>
                if rail.before || rail.after { <i {class} data-h={half}></i> }
                if rail.waits { <i class={wait}></i> }
            </>
        }
    };
    html! {
        <span class="rails" aria-hidden="true">
            { for rails.iter().map(rail) }
            if let Some((lane, deed)) = node { <b class={format!("rn l{lane} v-{}", deed.class())}></b> }
        </span>
    }
}
