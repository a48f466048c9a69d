//! Playing: one step after another.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::app::context::use_dispatch;
use crate::app::state::{Action, SPEEDS};

/// Sends [`Action::Tick`] while `playing`, as often as the speed says.
#[hook]
pub fn use_play(playing: bool, speed: usize) {
    let dispatch = use_dispatch();
    use_effect_with((playing, speed), move |&(playing, speed)| {
        let per_second = SPEEDS.get(speed).copied().unwrap_or(1.0);
        let pause = (1000.0 / per_second) as u32;
        let timer = playing.then(|| Interval::new(pause, move || dispatch.send(Action::Tick)));
        move || drop(timer)
    });
}
