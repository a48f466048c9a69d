//! What works after a failure: the engine tries each command, and the page says what came of it.

use yew::prelude::*;

use super::panel;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::shared::Shared;
use crate::app::state::Action;
use crate::app::words::panels as words;
use crate::service::{Answer, Question, Tried};
use crate::story::Story;

/// Properties of [`WorksNext`].
#[derive(Properties, PartialEq)]
pub struct WorksNextProps {
    /// The story.
    pub story: Shared<Story>,
    /// Index of the operation that failed.
    pub operation: usize,
    /// Where actions and questions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
}

/// One line per command that could come next.
#[component]
pub fn WorksNext(props: &WorksNextProps) -> Html {
    let dispatch = &props.dispatch;
    let at = props.operation.saturating_add(1);
    let tried = use_tried(&props.story, props.operation, dispatch);
    let line = |one: &Tried| {
        let add = dispatch.always::<MouseEvent>(Action::InsertOperation(at, Box::new(one.operation.clone())));
        let works = one.error.is_none();
        html! {
            <li>
                { picture(if works { "ok" } else { "fail" }, if works { "c-ok" } else { "c-fail" }) }
                <div>
                    <code>{ &one.command }</code>
                    if let Some(error) = &one.error { { words::ANSWERS }<code>{ error }</code> } else { { words::works(one.steps) } }
                </div>
                if works { <button type="button" class="btn" onclick={add} aria-label={words::add(&one.command)}>{ words::ADD }</button> }
            </li>
        }
    };
    let content = match &tried {
        Some(tried) => html! { <ul class="next">{ for tried.iter().map(line) }</ul> },
        None => html! { <p class="p-note" aria-busy="true">{ words::BEING_TRIED }</p> },
    };
    panel("p-cluster", words::NEXT, None, content)
}

/// What came of the commands; none until the engine has tried them.
#[hook]
fn use_tried(story: &Shared<Story>, operation: usize, dispatch: &Dispatch) -> Option<Shared<Vec<Tried>>> {
    let tried = use_state(|| None);
    use_effect_with((story.clone(), operation), {
        let (tried, dispatch) = (tried.setter(), dispatch.clone());
        move |(story, operation)| {
            let question = Question::Try { story: story.rc(), operation: *operation };
            dispatch.ask(question, move |answer| match answer {
                Some(Answer::Tried(all)) => tried.set(Some(Shared::new(all))),
                _ => tried.set(Some(Shared::default())),
            });
        }
    });
    (*tried).clone()
}
