//! The panes of a narrow page.

use yew::prelude::*;

use super::dispatch::Dispatch;
use super::icon::picture;
use super::state::{Action, Tab};
use super::words::top as words;

/// One button per pane, `shown` is the one that is; hidden ones that have `news` say so. The style sheet hides the
/// buttons where all panes fit.
pub fn tabs(dispatch: &Dispatch, shown: Tab, news: [bool; 4]) -> Html {
    let button = |(tab, icon, word): (Tab, &'static str, &'static str)| {
        let here = tab == shown;
        let news = !here && news.get(tab as usize).copied().unwrap_or_default();
        let show = dispatch.always::<MouseEvent>(Action::ShowTab(tab));
        html! {
            <button type="button" class={classes!(news.then_some("news"))} aria-current={here.then_some("page")} onclick={show}>
                { picture(icon, "") }{ word }if news { <span class="vh">{ words::NEWS }</span> }
            </button>
        }
    };
    html! { <nav class="tabs" aria-label={words::PANES}>{ for words::TABS.map(button) }</nav> }
}
