//! The top bar.

use yew::prelude::*;

use super::context::use_dispatch;
use super::icon::Icon;
use super::state::{Action, AppState, Theme};
use super::story_bar::is_helm_3;
use super::words::{self, top as say};
use crate::story::HelmVersion;

/// The versions to choose from, with the names of their buttons.
pub const VERSIONS: [(HelmVersion, &str); 2] =
    [(HelmVersion::new(3, 22, 0), "3.22"), (HelmVersion::new(4, 3, 1), "4.3")];

/// Properties of [`Top`].
#[derive(Properties, PartialEq)]
pub struct TopProps {
    /// The page.
    pub state: AppState,
    /// What stands beside the name: examples, files.
    #[prop_or_default]
    pub children: Html,
}

/// Name, examples and files, Helm version, undo, theme.
#[component]
pub fn Top(props: &TopProps) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let three = is_helm_3(state.answer.helm);
    let version = |(version, name): (HelmVersion, &'static str)| {
        let now = is_helm_3(version) == three;
        let set = dispatch.always::<MouseEvent>(Action::SetHelm(version));
        html! { <button type="button" aria-pressed={now.to_string()} onclick={set}><span class="hide-s">{ "Helm " }</span>{ name }</button> }
    };
    let theme = Callback::from({
        let (dispatch, theme) = (dispatch.clone(), state.theme);
        move |_: MouseEvent| dispatch.send(Action::SetTheme(other(theme)))
    });
    html! {
        <header class="top">
            <a class="brand" href="./"><span class="mark"><Icon name="mark" /></span><span>{ words::TITLE }</span></a>
            { props.children.clone() }
            <span class="sp"></span>
            <div class="seg3 ver" role="group" aria-label={say::VERSION}>{ for VERSIONS.map(version) }</div>
            <button type="button" class="btn icon" aria-label={say::THEME} title={say::THEME} onclick={theme}><Icon name="theme" /></button>
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
