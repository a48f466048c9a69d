//! Two scores on one set of columns, with the marked one across both.

use yew::prelude::*;

use super::differences::Differences;
use super::grid::{Grid, Phase, Run, Slot};
use crate::app::hooks::measure;
use crate::app::icon::picture;
use crate::app::score::{Column, Row, Window};
use crate::app::stage::{View, lifeline};
use crate::app::words::{self as common, compare as words};
use crate::story::HelmVersion;

/// How many columns and rows are drawn at once.
const MOST_COLUMNS: usize = 200;
const MOST_ROWS: usize = 60;

/// What the scores are drawn of.
pub(super) struct Drawn<'a> {
    pub grid: &'a Grid,
    pub versions: [HelmVersion; 2],
    pub differences: &'a Differences,
    pub operation: usize,
    /// Index of the marked column.
    pub marked: Option<usize>,
    /// Marks a difference, by its index.
    pub on_mark: &'a Callback<usize>,
}

/// Both scores, one above the other, and between them where they part.
pub(super) fn scores(drawn: &Drawn<'_>) -> Html {
    let parts = drawn.grid.slots.iter().find(|slot| slot.differs() && !slot.quiet);
    let step = parts.and_then(|slot| slot.numbers.iter().flatten().min().copied());
    let window = Window::around(drawn.marked.unwrap_or(0), drawn.grid.slots.len(), MOST_COLUMNS);
    html! {
        <div class="stagebox cmpbox" role="region" aria-label={words::LIFELINES} tabindex="0">
            { score(drawn, &window, 0) }
            <p class="split">if let Some(step) = step { <span>{ picture("split", "") }{ words::part(step) }</span> }</p>
            { score(drawn, &window, 1) }
            if window.before() > 0 || window.after() > 0 { <p class="more">{ common::window(window.before(), window.after()) }</p> }
        </div>
    }
}

fn score(drawn: &Drawn<'_>, window: &Window, side: usize) -> Html {
    let Some(helm) = drawn.versions.get(side).copied() else { return html! {} };
    let Some(Some(run)) = drawn.grid.runs.get(side) else {
        return html! { <p class="more">{ words::lacks(helm) }</p> };
    };
    let shown = drawn.grid.slots.get(window.range()).unwrap_or_default();
    let from = shown.first().map_or(0.0, |slot| slot.at);
    let width = shown.last().map_or(0.0, Slot::end) - from;
    let marked = drawn.marked.and_then(|marked| drawn.grid.slots.get(marked));
    let number = marked.and_then(|slot| slot.numbers.get(side).copied().flatten());
    // Everything has happened; a step of the marked column is ringed.
    let done = number.filter(|number| *number <= run.score.steps).unwrap_or(usize::MAX);
    let view = View { from, width, done, over: true };
    let measures = format!("--n: {}; --at: {};", measure(width), measure(width + 1.0));
    let phases: Vec<Phase> = run.phases.iter().filter_map(|phase| within(phase, window)).collect();
    let rows = run.score.rows.iter().enumerate().take(MOST_ROWS);
    let hidden = run.score.rows.len().saturating_sub(MOST_ROWS);
    html! {
        <div class="score over" data-css={measures}>
            { for phases.iter().filter_map(|phase| band(phase, &drawn.grid.slots, from)) }
            if let Some(slot) = marked { <div class="part" aria-hidden="true" data-css={span(slot.at - from, slot.end() - from)}></div> }
            <div class="head">
                <span class="corner"><b>{ words::helm(helm) }</b></span>
                <ol class="phases">{ for phases.iter().map(|phase| phase_head(drawn, run, phase, side)) }</ol>
                <span class="corner corner-after">{ common::AFTERWARDS }</span>
            </div>
            <ul class="rows">{ for rows.map(|(index, row)| line(run, row, view, drawn.grid.row_differs(side, index))) }</ul>
            if hidden > 0 { <p class="more">{ words::more_rows(hidden) }</p> }
        </div>
    }
}

/// The part of a phase that is drawn.
fn within(phase: &Phase, window: &Window) -> Option<Phase> {
    let (first, end) = (phase.first.max(window.start), phase.end.min(window.end));
    (first < end).then(|| Phase { first, end, ..phase.clone() })
}

fn span(from: f32, to: f32) -> String {
    format!("--a: {}; --b: {};", measure(from), measure(to))
}

fn band(phase: &Phase, slots: &[Slot], from: f32) -> Option<Html> {
    let own = slots.get(phase.first..phase.end)?;
    let measures = span(own.first()?.at - from, own.last()?.end() - from);
    let class = classes!("band", (!phase.reached).then_some("nr"));
    Some(html! { <div {class} aria-hidden="true" data-css={measures}></div> })
}

fn phase_head(drawn: &Drawn<'_>, run: &Run, phase: &Phase, side: usize) -> Html {
    let slots = drawn.grid.slots.iter().enumerate().take(phase.end).skip(phase.first);
    html! {
        <li key={phase.first} class={classes!("phase", (!phase.reached).then_some("nr"))}>
            <span class="phase-name">{ &phase.name }</span>
            <ol class="ticks">{ for slots.map(|(index, slot)| tick(drawn, run, side, index, slot)) }</ol>
        </li>
    }
}

/// The head of one column. Where the runs differ it is a button that marks the column.
fn tick(drawn: &Drawn<'_>, run: &Run, side: usize, index: usize, slot: &Slot) -> Html {
    let measures = format!("--w: {};", measure(slot.width));
    let number = slot.numbers.get(side).copied().flatten();
    let own = number.and_then(|number| run.score.columns.get(number.checked_sub(1)?));
    let (icon, class, label) = match own {
        Some(column) if column.reached => (column.deed.icon(), column.deed.class(), named(column)),
        Some(column) => ("off", "off", common::not_reached(&column.label)),
        None if index >= run.ends => ("off", "off", common::NOT_REACHED.to_owned()),
        None => (
            "off",
            "off",
            drawn.versions.get(1_usize.saturating_sub(side)).map(|helm| words::only(*helm)).unwrap_or_default(),
        ),
    };
    let all = drawn.differences.all.iter();
    let mut here = all.enumerate().filter(|(_, one)| one.operation == drawn.operation && one.slot == Some(index));
    let difference = here.next().map(|(difference, _)| difference);
    let off = (class == "off").then_some("off");
    let inside = html! { <>{ picture(icon, "") }<span class="vh">{ &label }</span></> };
    let now = drawn.marked == Some(index);
    html! {
        <li key={index} class={classes!("tick", off)} data-css={measures}>
            if let Some(difference) = difference {
                <button type="button" class={format!("v-{class}")} title={label.clone()} onclick={mark(drawn.on_mark, difference)}
                    aria-current={now.then_some("true")} tabindex="-1">{ inside }</button>
            } else {
                <span class={format!("v-{class}")} title={label.clone()}>{ inside }</span>
            }
        </li>
    }
}

fn named(column: &Column) -> String {
    common::numbered(column.first, column.last, &column.label)
}

pub(super) fn mark(on_mark: &Callback<usize>, difference: usize) -> Callback<MouseEvent> {
    on_mark.reform(move |_| difference)
}

fn line(run: &Run, row: &Row, view: View, differs: bool) -> Html {
    let weight =
        row.weight.map(|weight| html! { <><span class="vh">{ "weight " }</span>{ common::weight(weight) }</> });
    let class = classes!("row", row.owned.class(), row.gap.then_some("gap"), differs.then_some("differs"));
    html! {
        <li key={row.key.to_string()} {class}>
            <span class="row-name" title={row.name.clone()}>
                <span class="wt">{ weight.unwrap_or_default() }</span>
                { picture(row.icon, "k") }
                <span class="nm"><bdi>{ &row.name }</bdi></span>
                if !row.kind.is_empty() { <span class="kd">{ &row.kind }</span> }
            </span>
            <span class="vh">{ &row.life }if differs { { words::DIFFERS } }</span>
            { lifeline(row, view, &run.score) }
            <span class={format!("after a-{}", row.after.tone.name())}>{ picture(row.after.icon, "") }<span>{ &row.after.text }</span></span>
        </li>
    }
}
