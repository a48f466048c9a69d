//! What is in the cluster at this step, by who answers for it.

use yew::prelude::*;

use super::panel;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::score::{Tone, kind_icon};
use crate::app::state::{Action, Place, RowKey, operation_of};
use crate::app::words::panels as words;
use crate::trace::{self, ObjectLife, ObjectState, Owner, StepOutcome, Trace};

/// How many objects a list shows.
const MOST: usize = 40;

/// Two lists: owned by the release, owned by nobody.
pub(super) fn cluster(dispatch: &Dispatch, trace: &Trace, now: Option<usize>, place: Place) -> Html {
    let entry = |(life, state): &(&ObjectLife, &ObjectState)| {
        let (tone, icon, word) = word(trace, place, life, state);
        let object = &life.object;
        let select = dispatch.always::<MouseEvent>(Action::Select(Some(RowKey::Object(object.clone()))));
        html! {
            <li key={object.to_string()} class="obj">
                <button type="button" onclick={select} title={object.to_string()}>
                    { picture(kind_icon(&object.kind), "k") }
                    <span class="nm">{ &object.name }</span><span class="kd vh">{ &object.kind }</span>
                </button>
                <span class={format!("st-w c-{}", tone.name())}>if let Some(icon) = icon { { picture(icon, "") } }{ word }</span>
            </li>
        }
    };
    let objects = trace.state_at(now).objects;
    let (own, others): (Vec<_>, Vec<_>) = objects.into_iter().partition(|(_, state)| state.owner == Owner::Release);
    let list = |icon: &'static str, title: String, owned: bool| {
        let all = if owned { &own } else { &others };
        let more = all.len().saturating_sub(MOST);
        html! {
            <div>
                <h4>{ picture(icon, "") }{ title }</h4>
                if all.is_empty() { <p class="p-note">{ words::NONE }</p> }
                <ul>{ for all.iter().take(MOST).map(entry) }</ul>
                if more > 0 { <p class="p-note">{ words::and_more(more) }</p> }
            </div>
        }
    };
    let content = html! {
        <>
            <div class="shelf">
                { list("own", words::owned_by(&trace.release.name), true) }
                { list("stays", words::UNOWNED.into(), false) }
            </div>
        </>
    };
    panel("p-cluster", words::CLUSTER, None, content)
}

/// What is said about an object: what it does now, else how it ended, else where it comes from.
fn word(trace: &Trace, place: Place, life: &ObjectLife, state: &ObjectState) -> (Tone, Option<&'static str>, String) {
    if state.terminating {
        return (Tone::Late, Some("late"), words::TERMINATING.into());
    }
    if is_awaited(trace, place, life) {
        return (Tone::Now, Some("wait"), words::RUNNING.into());
    }
    match state.status.as_str() {
        "Complete" | "Succeeded" => (Tone::Ok, Some("ok"), state.status.clone()),
        "Failed" => (Tone::Fail, Some("fail"), state.status.clone()),
        _ if state.owner != Owner::Release => match made_by(trace, place, state) {
            Some(verb) => (Tone::Stays, None, words::from(verb)),
            None => (Tone::Off, None, state.status.clone()),
        },
        "" | "Ready" => {
            (Tone::Owned, None, written_by(trace, place, life).map_or_else(|| state.status.clone(), words::revision))
        }
        other => (Tone::Late, Some("late"), other.to_owned()),
    }
}

/// Whether Helm still waits for an object, now or at one of the next steps: the picture is that of the wait,
/// even where the script of the cluster has the answer ready.
fn is_awaited(trace: &Trace, place: Place, life: &ObjectLife) -> bool {
    use trace::Action::{Create, WaitManifest, WaitReady};
    let Some(operation) = operation_of(trace, place.operation) else { return false };
    if place.done == 0 || place.done >= operation.steps.len() {
        return false;
    }
    let Some(here) = place.index(trace) else { return false };
    let from = life.steps.partition_point(|step| *step < here);
    let about = life.steps.iter().skip(from).take_while(|step| operation.steps.contains(step));
    let mut about = about.filter_map(|step| trace.steps.get(*step));
    let next = about.find(|step| step.index > here || !matches!(step.action, Create));
    next.is_some_and(|step| {
        let good = matches!(step.outcome, StepOutcome::Reached(_));
        matches!(step.action, WaitReady | WaitManifest) && (step.index > here || good)
    })
}

/// The command that made an object, if it was another one.
fn made_by(trace: &Trace, place: Place, state: &ObjectState) -> Option<&'static str> {
    let maker = trace.operations.get(trace.steps.get(state.created_by)?.operation)?;
    (maker.index != place.operation).then(|| crate::app::words::story::verb(maker.verb))
}

/// The revision that wrote a resource last.
fn written_by(trace: &Trace, place: Place, life: &ObjectLife) -> Option<u32> {
    let last = place.index(trace)?;
    let before = life.steps.iter().rev().filter(|step| **step <= last);
    let wrote = |step: &&trace::Step| matches!(step.outcome, StepOutcome::Created | StepOutcome::Changed);
    let wrote = before.filter_map(|step| trace.steps.get(*step)).find(wrote)?;
    trace.operations.get(wrote.operation)?.revision
}
