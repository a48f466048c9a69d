//! The step headline: what Helm does now, and why.

use yew::prelude::*;

use super::outcome::outcome;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::state::AppState;
use crate::app::words::headline::{self as words, Headline, headline};
use crate::trace::Parting;

/// Where, what, why, with rule and source, what comes next, and what the object in question should do.
pub fn say(dispatch: &Dispatch, state: &AppState) -> Html {
    let Headline { place, phase, head, why, rule, parting, next } = headline(state);
    let source = rule.as_ref().and_then(|rule| rule.source.as_ref());
    html! {
        <header class="say">
            <div class="say-text">
                <div class="say-where">
                    <span>{ place }</span><span>{ phase }</span>
                    if let Some(parting) = parting { { otherwise(*parting) } }
                </div>
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

/// What the documentation says and what Helm does, behind one word: the score below must not jump for it.
fn otherwise(parting: Parting) -> Html {
    html! {
        <details class="parting">
            <summary>{ words::OTHERWISE }</summary>
            <div class="pop">
                <p><b>{ words::DOCUMENTATION }</b>{ " " }<a href={parting.url} target="_blank" rel="noreferrer">{ parting.documentation.into_owned() }</a></p>
                <p><b>{ words::HELM_DOES }</b>{ " " }{ parting.helm.replace('`', "") }</p>
                <p><a href={format!("./documentation.html#{}", parting.id)} target="_blank">{ words::ALL_PARTINGS }</a></p>
            </div>
        </details>
    }
}
