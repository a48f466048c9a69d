//! The list of problems.

use yew::prelude::*;

use super::panel::{severity_icon, with_code};
use crate::app::icon::Icon;
use crate::app::shared::Shared;
use crate::app::state::Problem;
use crate::app::words::editor as words;

/// Properties of [`ProblemList`].
#[derive(Properties, PartialEq, Clone)]
pub struct ProblemListProps {
    /// All problems.
    pub problems: Shared<Vec<Problem>>,
    /// Index of the one whose panel is open.
    #[prop_or_default]
    pub current: Option<usize>,
    /// Open this one.
    pub on_open: Callback<usize>,
}

/// One line per problem with its place and what follows from it; each leads to its panel.
#[component]
pub fn ProblemList(props: &ProblemListProps) -> Html {
    html! {
        <ul class="probs">
            for (index, problem) in props.problems.iter().enumerate() {
                <li class={classes!((props.current == Some(index)).then_some("cur"))}>
                    <button type="button" onclick={props.on_open.reform(move |_: MouseEvent| index)}>
                        { severity(problem) }
                        <span><b>{ with_code(&problem.found.title) }</b><small>{ place(problem) }</small></span>
                    </button>
                </li>
            }
        </ul>
    }
}

fn severity(problem: &Problem) -> Html {
    let (name, tone, colour) = severity_icon(problem.found.severity);
    html! { <><Icon {name} class={colour} /><span class="vh">{ format!("{tone}: ") }</span></> }
}

/// "prepare-config.yaml, line 17"
fn place(problem: &Problem) -> String {
    match problem.file.path.rsplit('/').next() {
        Some(name) if !name.is_empty() => words::place(name, problem.line),
        _ => words::THE_STORY.to_owned(),
    }
}
