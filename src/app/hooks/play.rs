//! Playing: one step after another.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::app::dispatch::Dispatch;
use crate::app::state::{Action, SPEEDS};

/// Sends [`Action::Tick`] while `playing`, as often as the speed says.
#[hook]
pub fn use_play(dispatch: &Dispatch, playing: bool, speed: usize) {
    let dispatch = dispatch.clone();
    use_effect_with((playing, speed), move |&(playing, speed)| {
        let (pause, _) = SPEEDS.get(speed).copied().unwrap_or((1_000, ""));
        let timer = playing.then(|| Interval::new(pause, move || dispatch.send(Action::Tick)));
        move || drop(timer)
    });
}
