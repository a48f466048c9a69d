//! Making things fail: four radios for the object in question.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::state::{Action, AppState, Fate, RowKey};
use crate::app::words::outcome as words;
use crate::helm::ObjectRef;
use crate::trace;

/// What the object in question does in this operation. A choice plays the story anew at once.
pub fn outcome(dispatch: &Dispatch, state: &AppState) -> Html {
    let (Some(object), Some(operation)) = (subject(state), state.command()) else { return html! {} };
    if state.stale {
        return html! {};
    }
    let now = Fate::of(&state.story, operation, &object);
    let refused = matches!(now, Fate::Forbid | Fate::Exists);
    let choose = {
        let (object, operation) = (object.clone(), state.place.operation);
        move |fate| Action::SetFate { operation, object: object.clone(), fate }
    };
    let option = |fate: Fate| {
        let chosen = now == fate || (fate == Fate::Forbid && refused);
        let (icon, class, word, meaning) = words::fate(if chosen { now } else { fate }, &object.kind);
        let on = dispatch.always(choose(fate));
        html! {
            <label key={word} class={classes!("opt", class)}>
                <input type="radio" name="fate" value={word} checked={chosen} onchange={on} />
                { picture(icon, "") }
                <span>{ word }<small>{ meaning }</small></span>
            </label>
        }
    };
    let fates = Fate::of_kind(&object.kind).into_iter().filter(|&fate| fate != Fate::Exists);
    let refuse = choose.clone();
    let refusal = dispatch.on(move |event: Event| {
        let chosen = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let exists = chosen.is_some_and(|select| select.value() == words::refusal(Fate::Exists));
        refuse(if exists { Fate::Exists } else { Fate::Forbid })
    });
    html! {
        <fieldset class="fault">
            <legend>{ words::WHAT_SHOULD }<b>{ &object.name }</b>{ words::DO }</legend>
            { for fates.map(option) }
            if refused {
                <select class="refusal" aria-label={words::REFUSAL} onchange={refusal}>
                    { for [Fate::Forbid, Fate::Exists].map(|fate| html! {
                        <option value={words::refusal(fate)} selected={fate == now}>{ words::refusal(fate) }</option>
                    }) }
                </select>
            }
        </fieldset>
    }
}

/// The object whose outcome can be chosen here: the row looked at, else what the step is about, else the last
/// or the first hook that is waited for, else the first object that is written.
#[must_use]
pub fn subject(state: &AppState) -> Option<ObjectRef> {
    let operation = state.operation()?;
    let all = state.trace.steps.get(operation.steps.clone())?;
    let chained = || all.iter().chain(&operation.not_reached);
    let written = |object: &ObjectRef| chained().any(|step| writes(step) && step.objects.contains(object));
    if let Some(RowKey::Object(object)) = &state.selected {
        return Some(object.clone()).filter(&written);
    }
    let done = state.place.done;
    let here = all.iter().take(done).rev().flat_map(|step| step.objects.iter());
    let hooks = || chained().filter(|step| step.role == trace::Role::Hook).flat_map(|step| &step.objects);
    here.chain(hooks()).chain(chained().flat_map(|step| &step.objects)).find(|object| written(object)).cloned()
}

fn writes(step: &trace::Step) -> bool {
    use trace::Action::{Apply, Create, Patch, Replace};
    matches!(step.action, Create | Apply { .. } | Patch(_) | Replace)
}
