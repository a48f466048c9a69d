//! The step headline: what Helm does now, and why.

use yew::prelude::*;

use super::outcome::outcome;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::state::AppState;
use crate::app::words::headline::{Headline, headline};

/// Where, what, why, with rule and source, what comes next, and what the object in question should do.
pub fn say(dispatch: &Dispatch, state: &AppState) -> Html {
    let Headline { place, phase, head, why, rule, next } = headline(state);
    let source = rule.as_ref().and_then(|rule| rule.source.as_ref());
    html! {
        <header class="say">
            <div class="say-text">
                <p class="say-where"><span>{ place }</span><span>{ phase }</span></p>
                <h2 tabindex="-1">{ head }</h2>
                <p class="why">{ why }</p>
                <p class="say-links">
                    if let Some(rule) = &rule {
                        <span class="chip" title={rule.sentence.clone()}>{ &*rule.id }</span>
                    }
                    if let Some(source) = source {
                        <a class="src" href={source.url.clone()} target="_blank" rel="noreferrer">
                            { picture("code", "") }
                            <span>{ source.path.rsplit('/').next().unwrap_or_default().to_owned() }{ " › " }{ &*source.function }</span>
                        </a>
                    }
                    <span class="then">{ next }</span>
                </p>
            </div>
            { outcome(dispatch, state) }
        </header>
    }
}
