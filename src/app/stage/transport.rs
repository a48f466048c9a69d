//! First, back, play, forward, last, and a range to drag.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::state::{Action, AppState, Place, SPEEDS};
use crate::app::words::{self, transport as say};

/// Steps through one operation of `steps` steps; `label` says what the current one does.
pub fn transport(dispatch: &Dispatch, state: &AppState, steps: usize, label: &str) -> Html {
    let AppState { place, playing, speed, .. } = state;
    let (operation, done) = (place.operation, place.done);
    let value =
        if done == 0 { words::NOT_STARTED.to_owned() } else { format!("{}: {label}", words::place(done, steps)) };
    let drag = dispatch.on(move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let done = input.and_then(|input| input.value().parse().ok()).unwrap_or(done);
        Action::Go(Place { operation, done })
    });
    let button = |icon, name: &'static str, action: Action| {
        html! { <button type="button" class="tb" aria-label={name} title={name} onclick={dispatch.always::<MouseEvent>(action)}>{ picture(icon, "") }</button> }
    };
    let (play_icon, play_name) = if *playing { ("pause", say::PAUSE) } else { ("play", say::PLAY) };
    let play = dispatch.always::<MouseEvent>(Action::PlayPause);
    let (_, rate) = SPEEDS.get(*speed).copied().unwrap_or_default();
    html! {
        <div class="transport" role="group" aria-label={words::TRANSPORT}>
            { button("first", say::FIRST, Action::First) }
            { button("prev", say::PREVIOUS, Action::Previous) }
            <button type="button" class="tb tb-play" aria-label={play_name} title={play_name} onclick={play}>{ picture(play_icon, "") }</button>
            { button("next", say::NEXT, Action::Next) }
            { button("last", say::LAST, Action::Last) }
            <input
                type="range" min="0" max={steps.to_string()} value={done.to_string()} oninput={drag}
                aria-label={say::STEP} aria-valuetext={value}
            />
            <output>{ format!("{} / {}", words::number(done), words::number(steps)) }</output>
            <span class="speed" role="group" aria-label={say::SPEED}>
                <button type="button" class="tb" aria-label={say::SLOWER} title={say::SLOWER} disabled={*speed == 0} onclick={dispatch.always::<MouseEvent>(Action::Slower)}>{ "−" }</button>
                <output>{ rate }{ " ×" }</output>
                <button
                    type="button" class="tb" aria-label={say::FASTER} title={say::FASTER} disabled={speed.saturating_add(1) >= SPEEDS.len()}
                    onclick={dispatch.always::<MouseEvent>(Action::Faster)}
                >{ "+" }</button>
            </span>
            <span class="keys" aria-hidden="true">
                <kbd>{ "←" }</kbd><kbd>{ "→" }</kbd>{ " step " }<kbd>{ "Space" }</kbd>{ " play " }<kbd>{ "F" }</kbd>{ " next failure" }
            </span>
        </div>
    }
}
