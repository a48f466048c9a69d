//! What works after a failure: the engine tries each command, and the page says what came of it.

use yew::prelude::*;

use super::panel;
use crate::app::context::use_dispatch;
use crate::app::engine::use_engine;
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
}

/// One line per command that could come next.
#[component]
pub fn WorksNext(props: &WorksNextProps) -> Html {
    let dispatch = use_dispatch();
    let at = props.operation.saturating_add(1);
    let tried = use_tried(&props.story, props.operation);
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
    let content = html! {
        <>
            <ul class="next">{ for tried.iter().map(line) }</ul>
        </>
    };
    panel("p-cluster", words::NEXT, None, content)
}

/// What came of the commands; empty until the engine has tried them.
#[hook]
fn use_tried(story: &Shared<Story>, operation: usize) -> Shared<Vec<Tried>> {
    let engine = use_engine();
    let tried = use_state(Shared::<Vec<Tried>>::default);
    use_effect_with((story.clone(), operation), {
        let tried = tried.setter();
        move |(story, operation)| {
            let question = Question::Try { story: (**story).clone(), operation: *operation };
            engine.ask(question, move |answer| {
                if let Some(Answer::Tried(all)) = answer {
                    tried.set(Shared::new(all));
                }
            });
        }
    });
    (*tried).clone()
}
