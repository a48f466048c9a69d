//! The score: phases, ticks, playhead and rows on one set of columns.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::row::row_line;
use crate::app::dispatch::Dispatch;
use crate::app::hooks::{measure, use_measures};
use crate::app::icon::picture;
use crate::app::score::{Column, PhaseSpan, Score, Window};
use crate::app::shared::Shared;
use crate::app::state::{Action, Place, RowKey};
use crate::app::words;

/// How many columns and rows are drawn at once.
const MOST_COLUMNS: usize = 200;
const MOST_ROWS: usize = 60;

/// Pixels that names of phases and ticks take, at most.
const HEAD: f64 = 64.0;

/// Properties of [`ScoreView`].
#[derive(Properties, PartialEq)]
pub struct ScoreViewProps {
    /// What is drawn.
    pub score: Shared<Score>,
    /// Where the playhead stands.
    pub place: Place,
    /// The row that is looked at.
    pub selected: Option<RowKey>,
    /// Where actions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
}

/// The part of a score that is drawn, and the place of its playhead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Where the first drawn column begins.
    pub from: f32,
    /// How wide all drawn columns are.
    pub width: f32,
    /// Steps done.
    pub done: usize,
    /// All steps are done: the ink covers everything.
    pub over: bool,
}

/// A run as one line per object and one column per step.
#[component]
pub fn ScoreView(props: &ScoreViewProps) -> Html {
    let ScoreViewProps { score, place, selected, dispatch } = props;
    let done = place.done;
    let root = use_node_ref();
    use_measures(root.clone());
    use_effect_with(*place, {
        let root = root.clone();
        move |_| follow(&root)
    });
    let current = score.column(done.max(1)).map_or(0, |column| score.columns.partition_point(|c| c.at < column.at));
    let window = Window::around(current, score.columns.len(), MOST_COLUMNS);
    let columns = score.columns.get(window.range()).unwrap_or_default();
    let from = columns.first().map_or(0.0, |column| column.at);
    let width = columns.last().map_or(0.0, Column::end) - from;
    let over = done >= score.steps;
    let view = View { from, width, done, over };
    let head = score.ink(done).map_or(width + 1.0, |at| at - from);
    let playhead = score.column(done).map_or(0.0, |column| column.middle() - from);
    let measures = format!("--n: {}; --at: {}; --head: {};", measure(width), measure(head), measure(playhead));
    let after = if score.uninstalls { words::LEFT_BEHIND } else { words::AFTERWARDS };
    let rows = visible_rows(score, view);
    let hidden = score.rows.len().saturating_sub(rows.len());
    html! {
        <div class="stagebox" role="region" aria-label={words::LIFELINES} tabindex="0" ref={root}>
            <div class={classes!("score", over.then_some("over"))} data-css={measures}>
                { for score.phases.iter().filter_map(|phase| band(score, phase, &window, view)) }
                if done > 0 { <div class="cursor" aria-hidden="true"></div> }
                <div class="head">
                    <span class="corner">{ words::ORDER }</span>
                    <ol class="phases">
                        { for score.phases.iter().filter_map(|phase| phase_head(dispatch, score, phase, &window, *place)) }
                    </ol>
                    <span class="corner corner-after">{ after }</span>
                </div>
                <ul class="rows" onkeydown={Callback::from(|event: KeyboardEvent| move_focus(&event))}>
                    { for rows.iter().map(|&index| row_line(dispatch, score, index, view, place.operation, selected.as_ref())) }
                </ul>
                if hidden > 0 { <p class="more">{ words::more_rows(hidden) }</p> }
            </div>
            if window.before() > 0 || window.after() > 0 {
                <p class="more">{ words::window(window.before(), window.after()) }</p>
            }
        </div>
    }
}

/// Indices of the rows to draw: all, or of very many those that something happens to in the drawn columns.
fn visible_rows(score: &Score, view: View) -> Vec<usize> {
    if score.rows.len() <= MOST_ROWS {
        return (0..score.rows.len()).collect();
    }
    let busy = |index: &usize| {
        let marked = |row: &crate::app::score::Row| {
            row.marks.iter().any(|mark| (view.from..=view.from + view.width).contains(&mark.at))
        };
        score.rows.get(*index).is_some_and(|row| marked(row) || matches!(row.key, RowKey::Record(_)))
    };
    (0..score.rows.len()).filter(busy).take(MOST_ROWS).collect()
}

fn band(score: &Score, phase: &PhaseSpan, window: &Window, view: View) -> Option<Html> {
    let (first, last) = ends(score, phase, window)?;
    let measures = format!("--a: {}; --b: {};", measure(first.at - view.from), measure(last.end() - view.from));
    Some(
        html! { <div class={classes!("band", (!phase.reached).then_some("nr"))} aria-hidden="true" data-css={measures}></div> },
    )
}

fn ends<'a>(score: &'a Score, phase: &PhaseSpan, window: &Window) -> Option<(&'a Column, &'a Column)> {
    let columns = score.columns.get(phase.first.max(window.start)..phase.end.min(window.end))?;
    Some((columns.first()?, columns.last()?))
}

fn phase_head(dispatch: &Dispatch, score: &Score, phase: &PhaseSpan, window: &Window, place: Place) -> Option<Html> {
    let columns = score.columns.get(phase.first.max(window.start)..phase.end.min(window.end))?;
    let first = columns.first()?.first;
    let on = columns.iter().any(|column| column.reached && column.first <= place.done && place.done <= column.last);
    let class = classes!("phase", on.then_some("on"), (!phase.reached).then_some("nr"));
    Some(html! {
        <li key={first} {class}>
            <span class="phase-name">{ &phase.name }</span>
            <ol class="ticks">
                { for columns.iter().map(|column| tick(dispatch, column, place)) }
            </ol>
        </li>
    })
}

/// Where a column is, seen from the playhead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// Done.
    Past,
    /// At it.
    Now,
    /// Planned, or not reached.
    Next,
}

impl Time {
    /// The time of a column once `done` steps are done.
    #[must_use]
    pub fn of(column: &Column, done: usize) -> Time {
        match () {
            () if !column.reached || done < column.first => Time::Next,
            () if done <= column.last => Time::Now,
            () => Time::Past,
        }
    }

    /// Its word in `data-t`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Time::Past => "past",
            Time::Now => "now",
            Time::Next => "next",
        }
    }
}

/// The head of one column: a button that goes there; where Helm did not get to, only a picture.
fn tick(dispatch: &Dispatch, column: &Column, place: Place) -> Html {
    let time = Time::of(column, place.done);
    // It takes the focus by Tab although it is not current.
    let first = place.done == 0 && column.first == 1;
    let measures = format!("--w: {};", measure(column.width));
    if !column.reached {
        return html! {
            <li key={column.first} class="tick off" data-css={measures}>
                <span title={column.label.clone()}>{ picture("off", "") }<span class="vh">{ words::not_reached(&column.label) }</span></span>
            </li>
        };
    }
    let now = time == Time::Now;
    let go = dispatch.always::<MouseEvent>(Action::Go(Place { done: column.last, ..place }));
    html! {
        <li key={column.first} class="tick" data-t={time.word()} data-css={measures}>
            <button
                type="button" class={format!("v-{}", column.deed.class())} title={column.label.clone()} onclick={go}
                aria-current={now.then_some("step")} tabindex={if now || first { "0" } else { "-1" }}
            >
                { picture(column.deed.icon(), "") }
                <span class="vh">{ words::numbered(column.first, column.last, &column.label) }</span>
            </button>
        </li>
    }
}

/// Keeps playhead and row of the step in view and the focus on the current tick, if a tick had it.
fn follow(root: &NodeRef) {
    let Some(root) = root.cast::<Element>() else { return };
    let Ok(Some(tick)) = root.query_selector(".tick[data-t=now] button") else { return };
    let Ok(tick) = tick.dyn_into::<HtmlElement>() else { return };
    let (seen, here) = (root.get_bounding_client_rect(), tick.get_bounding_client_rect());
    let edge = seen.width() / 3.0;
    if here.left() < seen.left() + edge || here.right() > seen.right() - edge {
        let middle = here.left() - seen.left() - seen.width() / 2.0;
        root.set_scroll_left(root.scroll_left().saturating_add(middle as i32));
    }
    if let Ok(Some(row)) = root.query_selector(".row.on") {
        let here = row.get_bounding_client_rect();
        if here.top() < seen.top() + HEAD || here.bottom() > seen.bottom() {
            let middle = here.top() - seen.top() - seen.height() / 2.0;
            root.set_scroll_top(root.scroll_top().saturating_add(middle as i32));
        }
    }
    let focused = gloo::utils::document().active_element();
    if focused.is_some_and(|node| node.matches(".tick button").unwrap_or(false)) {
        let _ = tick.focus();
    }
}

/// Up and down lead from row to row.
fn move_focus(event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowUp" => -1,
        "ArrowDown" => 1,
        _ => return,
    };
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Ok(Some(row)) = target.closest(".row") else { return };
    let other = if step < 0 { row.previous_element_sibling() } else { row.next_element_sibling() };
    let Some(Ok(Some(button))) = other.map(|row| row.query_selector(".row-name")) else { return };
    event.prevent_default();
    if let Ok(button) = button.dyn_into::<HtmlElement>() {
        let _ = button.focus();
    }
}
