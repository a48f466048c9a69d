//! One line of the score.

use yew::prelude::*;

use super::score::View;
use crate::app::dispatch::Dispatch;
use crate::app::hooks::measure;
use crate::app::icon::picture;
use crate::app::score::{Deed, Mark, MarkLook, Row, Score, Seg, SegLook};
use crate::app::state::{Action, Fate, Place, RowKey};
use crate::app::words;

/// Name, line, marks, and what comes of it: row `index` of the score. `selected` is the row that is looked at.
pub(super) fn row_line(
    dispatch: &Dispatch,
    score: &Score,
    index: usize,
    view: View,
    operation: usize,
    selected: Option<&RowKey>,
) -> Html {
    let Some(row) = score.rows.get(index) else { return html! {} };
    let (on, selected) = (score.is_on(row, view.done), selected == Some(&row.key));
    let current = on || selected;
    let class =
        classes!("row", row.owned.class(), row.gap.then_some("gap"), on.then_some("on"), selected.then_some("sel"),);
    let select = {
        let (key, first) = (row.key.clone(), row.first);
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(done) = first {
                dispatch.send(Action::Go(Place { operation, done }));
            }
            dispatch.send(Action::Select(Some(key.clone())));
        })
    };
    let keys = {
        let (row, dispatch) = (row.clone(), dispatch.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(action) = fate_by_key(&row, operation, &event.key()) {
                event.prevent_default();
                dispatch.send(action);
            }
        })
    };
    let weight = row.weight.map(|weight| html! { <><span class="vh">{ "weight " }</span>{ words::weight(weight) }</> });
    html! {
        <li key={row.key.to_string()} {class}>
            <button
                type="button" class="row-name" onclick={select} onkeydown={keys} aria-current={current.then_some("true")}
                tabindex={if current || index == 0 { "0" } else { "-1" }} title={row.name.clone()}
            >
                <span class="wt">{ weight.unwrap_or_default() }</span>
                { picture(row.icon, "k") }
                <span class="nm"><bdi>{ &row.name }</bdi></span>
                if !row.kind.is_empty() { <span class="kd">{ &row.kind }</span> }
            </button>
            <span class="vh">{ &row.life }</span>
            { lifeline(row, view, score) }
            <span class={format!("after a-{}", row.after.tone.name())}>{ picture(row.after.icon, "") }<span>{ &row.after.text }</span></span>
        </li>
    }
}

/// `1` to `4` on a row choose what it does.
fn fate_by_key(row: &Row, operation: usize, key: &str) -> Option<Action> {
    let RowKey::Object(object) = &row.key else { return None };
    let fate = match key {
        "1" => Fate::Succeed,
        "2" => Fate::Fail,
        "3" => Fate::Hang,
        "4" => Fate::Forbid,
        _ => return None,
    };
    let can = row.written && Fate::of_kind(&object.kind).contains(&fate);
    can.then(|| Action::SetFate { operation, object: object.clone(), fate })
}

/// Plan below, ink above; the ink is cut off at the playhead by the style sheet.
pub fn lifeline(row: &Row, view: View, score: &Score) -> Html {
    let segs: Vec<Seg> = row.segs.iter().filter_map(|seg| clip(seg, view)).collect();
    let live = |seg: &Seg| match seg.look {
        SegLook::Wait(step) => {
            !view.over
                && score.column(step).is_some_and(|column| {
                    (column.first..=column.last).contains(&view.done) && column.deed == Deed::Wait
                })
        }
        _ => false,
    };
    let inked = segs.iter().filter(|seg| seg.look != SegLook::NotReached);
    let marks = row.marks.iter().filter(|mark| (0.0..=view.width).contains(&(mark.at - view.from)));
    html! {
        <span class="life" aria-hidden="true">
            <span class="plan">{ for segs.iter().map(|seg| bar(seg, false)) }</span>
            <span class="ink">{ for inked.map(|seg| bar(seg, live(seg))) }</span>
            { for marks.map(|mark| sign(mark, view, score)) }
            if let Some(note) = &row.note { <span class="note">{ note }</span> }
        </span>
    }
}

/// The part of a stretch that is drawn.
fn clip(seg: &Seg, view: View) -> Option<Seg> {
    let from = seg.from.map(|from| from - view.from);
    let to = seg.to.map(|to| to - view.from);
    if from.is_some_and(|from| from > view.width) || to.is_some_and(|to| to < 0.0) {
        return None;
    }
    Some(Seg { from: from.filter(|from| *from >= 0.0), to: to.filter(|to| *to <= view.width), ..seg.clone() })
}

fn bar(seg: &Seg, live: bool) -> Html {
    let look = match seg.look {
        SegLook::Bar => classes!(),
        SegLook::Bad => classes!("bad"),
        SegLook::Wait(_) => classes!("wait", live.then_some("live")),
        SegLook::NotReached => classes!("nr"),
        SegLook::Status(tone) => classes!(tone.name()),
    };
    let class = classes!("seg", look, seg.from.is_none().then_some("from"), seg.to.is_none().then_some("to"));
    let from = seg.from.map_or(String::new(), |from| format!("--a: {}; ", measure(from)));
    let to = seg.to.map_or(String::new(), |to| format!("--b: {};", measure(to)));
    let measures = format!("{from}{to}").trim_end().to_owned();
    html! { <i {class} data-css={measures}>if !seg.text.is_empty() { <em>{ seg.text }</em> }</i> }
}

fn sign(mark: &Mark, view: View, score: &Score) -> Html {
    let (icon, class, edge) = match mark.look {
        MarkLook::Deed(deed @ (Deed::Fail | Deed::Late)) => (deed.icon(), deed.class(), true),
        MarkLook::Deed(deed) => (deed.icon(), deed.class(), false),
        MarkLook::Recorded => ("dot", "rec", false),
        MarkLook::Reached => ("ok", "ok", true),
        MarkLook::NotReached => ("off", "x", false),
    };
    let column = score.column(mark.step);
    let time = match column {
        _ if mark.look == MarkLook::NotReached => "next",
        _ if view.over && view.done != mark.step => "past",
        Some(column) if view.done < column.first => "next",
        Some(column) if view.done > column.last => "past",
        // A good wait is over only once the next step begins.
        Some(_) if mark.look == MarkLook::Reached && !view.over => "next",
        _ => "now",
    };
    let edge = edge && column.is_some_and(|column| mark.at >= column.end());
    let class = classes!("mk", format!("m-{class}"), edge.then_some("edge"));
    let measures = format!("--a: {};", measure(mark.at - view.from));
    html! { <i {class} data-t={time} data-css={measures}>{ picture(icon, "") }</i> }
}
