//! The panes of a narrow page.

use yew::prelude::*;

use super::context::use_dispatch;
use super::icon::Icon;
use super::state::{Action, Tab};
use super::words::top as words;

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// The pane that is shown.
    pub tab: Tab,
    /// Hidden panes that have changed.
    pub news: [bool; 4],
}

/// One button per pane; the style sheet hides them where all panes fit.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let dispatch = use_dispatch();
    let button = |(tab, icon, word): (Tab, &'static str, &'static str)| {
        let here = tab == props.tab;
        let news = !here && props.news.get(tab as usize).copied().unwrap_or_default();
        let show = dispatch.always::<MouseEvent>(Action::ShowTab(tab));
        html! {
            <button type="button" class={classes!(news.then_some("news"))} aria-current={here.then_some("page")} onclick={show}>
                <Icon name={icon} />{ word }if news { <span class="vh">{ words::NEWS }</span> }
            </button>
        }
    };
    html! { <nav class="tabs" aria-label={words::PANES}>{ for words::TABS.map(button) }</nav> }
}
