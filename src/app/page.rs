//! The page around the stage: top bar, story bar, editor, tabs.

use yew::prelude::*;

use super::dispatch::Dispatch;
use super::editor::ChartEditor;
use super::extras::use_extras;
use super::files::{StoryMenu, use_outside};
use super::hooks::{use_keys, use_play};
use super::stage::Stage;
use super::state::{Action, AppState, RowKey, Theme};
use super::story_bar::StoryBar;
use super::tabs::tabs;
use super::top::top;
use super::words;
use crate::manifest::Origin;
use crate::trace;

/// Properties of [`Page`].
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// The page's state.
    pub state: AppState,
    /// Where actions and questions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
    /// The browser has room to keep the work.
    #[prop_or(true)]
    pub kept: bool,
}

/// Everything that is on the page.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let PageProps { state, dispatch, kept } = props;
    use_keys(dispatch);
    use_play(dispatch, state.playing, state.speed);
    use_extras(state, dispatch);
    use_effect_with(state.theme, |&theme| paint(theme));
    let on_action = dispatch.on(|action: Action| action);
    let dragging = use_outside(&state.open.chart, dispatch);
    let broken = state.stale || state.open_problem().is_some();
    let menu = html! {
        <StoryMenu
            story={state.story.clone()} chart={state.open.chart.clone()} changed={state.is_changed()}
            can_undo={state.can_undo()} dispatch={dispatch.clone()}
        />
    };
    html! {
        <>
            <div class={classes!("app", broken.then_some("diagnosed"))} data-tab={state.tab.name()}>
                <a class="skip" href="#stage">{ words::SKIP }</a>
                { top(dispatch, state, menu) }
                <StoryBar state={state.clone()} dispatch={dispatch.clone()} />
                if dragging { <p class="drop">{ words::DROP }</p> }
                { notices(*kept, state, dispatch.always(Action::AskAgain)) }
                <main>
                    <h1 class="vh">{ words::HEADING }</h1>
                    <ChartEditor
                        story={state.story.clone()} answer={state.answer.clone()} operation={state.place.operation}
                        open={state.open.clone()} problems={state.problems.clone()} shown={state.open_problem()}
                        opened={state.problem.clone()} selected={origin(state)} {on_action}
                    />
                    // The comparison, a program of its own, draws here; while it does, the stage rests.
                    <div id="compare" class="stage" hidden=true></div>
                    <Stage state={state.clone()} dispatch={dispatch.clone()} />
                </main>
                { tabs(dispatch, state.tab, state.news) }
                <p class="vh" aria-live="polite">if state.place.done > 0 { { words::headline::announcement(state) } }</p>
            </div>
        </>
    }
}

/// What the page cannot do: keep the work, play the story, take a file.
fn notices(kept: bool, state: &AppState, again: Callback<MouseEvent>) -> Html {
    if kept && !state.failed && state.refused.is_empty() {
        return html! {};
    }
    html! {
        <div class="notice" role="alert">
            if !kept { <p>{ words::NO_ROOM }</p> }
            if state.failed {
                <p>{ words::ENGINE_FAILED }{ " " }<button type="button" class="btn" onclick={again}>{ words::TRY_AGAIN }</button></p>
            }
            for found in state.refused.iter() { <p><b>{ &found.title }</b>{ " " }{ &found.cause }</p> }
        </div>
    }
}

/// The text behind what is looked at: the selected row, else the step.
fn origin(state: &AppState) -> Option<Origin> {
    let of_object = |object: &trace::ObjectRef| {
        let life = state.trace.objects.iter().find(|life| life.object == *object)?;
        life.states.iter().rev().find_map(|(_, there)| there.as_ref()?.origin.clone())
    };
    match (&state.selected, state.step()) {
        (Some(RowKey::Object(object)), _) => of_object(object).or_else(|| of_hook(state, object)),
        (_, Some(step)) => step.origin.clone().or_else(|| step.objects.first().and_then(of_object)),
        _ => None,
    }
}

fn of_hook(state: &AppState, object: &trace::ObjectRef) -> Option<Origin> {
    state.operation()?.hooks.iter().find(|hook| hook.object == *object).map(|hook| hook.origin.clone())
}

/// The theme is an attribute of the root, for the style sheet to read.
fn paint(theme: Theme) {
    let Some(root) = gloo::utils::document().document_element() else { return };
    // Setting a known attribute cannot fail.
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "light"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
    };
}
