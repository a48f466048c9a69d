//! The menu of stories: examples, files, reset.

use yew::prelude::*;

use super::browser;
use super::hooks::{take, with_text};
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::popover::Popover;
use crate::app::shared::Shared;
use crate::app::state::Action;
use crate::app::words::files as words;
use crate::service::{EXAMPLES, Question};
use crate::story::Story;

/// Properties of [`StoryMenu`].
#[derive(Properties, PartialEq, Clone)]
pub struct StoryMenuProps {
    /// The story at hand.
    pub story: Shared<Story>,
    /// Short name of the chart that opened files go to.
    pub chart: AttrValue,
    /// It differs from what was loaded.
    pub changed: bool,
    /// There is something to take back.
    pub can_undo: bool,
    /// Where actions and questions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
}

/// A button with the story's name; it opens examples, and what can be done with the story as a whole.
#[component]
pub fn StoryMenu(props: &StoryMenuProps) -> Html {
    let said = use_state_eq(String::new);
    let id = &props.story.id;
    let name = match id.as_str() {
        "" => words::OWN.to_owned(),
        id if EXAMPLES.iter().any(|example| example.id == id) => words::example(id),
        id => words::story(id),
    };
    let button = html! {
        <>
            <span>{ name }if props.changed { { words::CHANGED } }</span>
            { picture("down", "") }
        </>
    };
    let content = {
        let (props, said) = (props.clone(), said.clone());
        Callback::from(move |close: Callback<()>| {
            html! { <>{ examples(&props, &close) }{ deeds(&props, &close, &said) }</> }
        })
    };
    html! { <Popover {button} {content} class="top-ex" /> }
}

/// The examples, each with the sentence that says what it shows.
fn examples(props: &StoryMenuProps, close: &Callback<()>) -> Html {
    let choose = |question: Question| {
        let (dispatch, close) = (props.dispatch.clone(), close.clone());
        move |_: MouseEvent| {
            take(&dispatch, question.clone(), "");
            close.emit(());
        }
    };
    html! {
        <ul class="pop-list pop-stories" aria-label={words::EXAMPLES}>
            for example in EXAMPLES {
                <li key={example.id}>
                    <button type="button" aria-current={(props.story.id == example.id).then_some("true")} onclick={choose(Question::Example(example.id.into()))}>
                        <span><b>{ example.id }</b><small>{ example.title }</small></span>
                    </button>
                </li>
            }
            <li key="blank">
                <button type="button" onclick={choose(Question::Blank)}>
                    <span><b>{ words::EMPTY }</b><small>{ words::EMPTY_SAYS }</small></span>
                </button>
            </li>
        </ul>
    }
}

/// What can be done with the story as a whole.
fn deeds(props: &StoryMenuProps, close: &Callback<()>, said: &UseStateHandle<String>) -> Html {
    let then_close = |deed: Callback<()>| {
        let close = close.clone();
        move |_: MouseEvent| {
            deed.emit(());
            close.emit(());
        }
    };
    let open = {
        let (dispatch, chart) = (props.dispatch.clone(), props.chart.clone());
        Callback::from(move |()| {
            let (dispatch, chart) = (dispatch.clone(), chart.clone());
            browser::choose(move |given| take(&dispatch, Question::Open(given), &chart));
        })
    };
    let save = {
        let (dispatch, story) = (props.dispatch.clone(), props.story.clone());
        Callback::from(move |()| {
            let name = file_name(&story);
            with_text(&dispatch, &story, move |text| browser::download(&name, &text));
        })
    };
    let copy = {
        let (dispatch, story, said) = (props.dispatch.clone(), props.story.clone(), said.clone());
        move |_: MouseEvent| {
            let said = said.clone();
            with_text(&dispatch, &story, move |text| {
                browser::copy(&text, move |done| {
                    said.set(if done { words::COPIED } else { words::NOT_COPIED }.to_owned())
                });
            });
        }
    };
    let act = |action: Action| props.dispatch.always::<()>(action);
    html! {
        <div class="pop-buttons">
            <button type="button" class="btn" onclick={then_close(open)}>{ words::OPEN }</button>
            <button type="button" class="btn" onclick={then_close(save)}>{ words::DOWNLOAD }</button>
            <button type="button" class="btn" onclick={copy}>{ words::COPY }</button>
            <button type="button" class="btn" disabled={!props.changed} onclick={then_close(act(Action::Reset))}>{ words::RESET }</button>
            <button type="button" class="btn" disabled={!props.can_undo} onclick={then_close(act(Action::Undo))}>{ words::UNDO }</button>
            <p class="pop-said" role="status">{ said.as_str() }</p>
        </div>
    }
}

/// `shop.yaml`; names that are no file names give `story.yaml`.
#[must_use]
pub fn file_name(story: &Story) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = if !story.id.is_empty() && story.id.chars().all(plain) { &story.id } else { "story" };
    format!("{name}.yaml")
}
