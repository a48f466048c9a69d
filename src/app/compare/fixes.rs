//! What makes both versions do the same, as it was found by trial.

use yew::prelude::*;

use super::trial::Offer;
use crate::app::editor::{diff, with_code};
use crate::app::icon::picture;
use crate::app::words::compare as words;
use crate::story::Story;

/// The offers, the best one first; `None` while changes are being tried. `on_apply` gets the story with the change.
pub fn fixes(offers: Option<&[Offer]>, on_apply: &Callback<Story>) -> Html {
    let offer = |(index, offer): (usize, &Offer)| {
        let then = if offer.left == 0 { words::THEN_SAME } else { words::THEN_SAME_HERE };
        let apply = on_apply.reform({
            let story = offer.change.story.clone();
            move |_: MouseEvent| story.clone()
        });
        html! {
            <li key={index}>
                <p>{ with_code(&offer.change.title) }{ " " }{ then }</p>
                { diff(offer.change.lines.clone()) }
                <button type="button" class={classes!("btn", (index == 0).then_some("primary"))} onclick={apply}>
                    { picture("fix", "") }<span>{ words::APPLY }</span>
                </button>
            </li>
        }
    };
    html! {
        <section class="panel" aria-labelledby="cmp-fix" aria-live="polite">
            <h3 id="cmp-fix">{ words::FIX }</h3>
            if let Some(offers) = offers {
                if offers.is_empty() { <p class="p-note">{ words::NO_FIX }</p> }
                else { <ul class="cmp-fixes">{ for offers.iter().enumerate().map(offer) }</ul> }
            } else {
                <p class="p-note" aria-busy="true">{ words::TRYING }</p>
            }
        </section>
    }
}
