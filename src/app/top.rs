//! The top bar.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::dispatch::Dispatch;
use super::icon::picture;
use super::state::{Action, AppState, Theme};
use super::words::{self, top as say};
use crate::helm::{NEWEST, PROVED};
use crate::story::HelmVersion;

/// Name, examples and files (`menu`), Helm version, theme.
pub fn top(dispatch: &Dispatch, state: &AppState, menu: Html) -> Html {
    let helm = state.story.helm.unwrap_or(NEWEST);
    let choose = dispatch.on(move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        Action::SetHelm(select.and_then(|select| select.value().parse().ok()).unwrap_or(helm))
    });
    // A story may ask for one that is not offered; the select says so then.
    let versions = PROVED.iter().chain(Some(&helm).filter(|helm| !PROVED.contains(helm)));
    let version = |version: &HelmVersion| {
        let name = version.to_string();
        html! { <option value={name.clone()} selected={*version == helm}>{ format!("Helm {}", name.trim_start_matches('v')) }</option> }
    };
    let theme = Callback::from({
        let (dispatch, theme) = (dispatch.clone(), state.theme);
        move |_: MouseEvent| dispatch.send(Action::SetTheme(other(theme)))
    });
    html! {
        <header class="top">
            <a class="brand" href="./"><span class="mark">{ picture("mark", "") }</span><span>{ words::TITLE }</span></a>
            { menu }
            <span class="sp"></span>
            <select class="ver" aria-label={say::VERSION} onchange={choose}>{ for versions.map(version) }</select>
            <a class="btn" href="#compare" aria-label={say::COMPARE}>{ picture("split", "") }<span class="hide-s">{ say::COMPARE }</span></a>
            <button type="button" class="btn icon" aria-label={say::THEME} title={say::THEME} onclick={theme}>{ picture("theme", "") }</button>
        </header>
    }
}

/// The theme that is not on screen.
fn other(theme: Theme) -> Theme {
    let dark = match theme {
        Theme::System => {
            let query = gloo::utils::window().match_media("(prefers-color-scheme: dark)");
            query.ok().flatten().is_some_and(|query| query.matches())
        }
        theme => theme == Theme::Dark,
    };
    if dark { Theme::Light } else { Theme::Dark }
}
