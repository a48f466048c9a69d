//! The list of problems.

use yew::prelude::*;

use super::panel::{severity_icon, with_code};
use crate::app::icon::picture;
use crate::app::state::Problem;
use crate::app::words::editor as words;

/// One line per problem with its place; each leads to its panel. `current` is the one whose panel is open.
pub fn problem_list(problems: &[Problem], current: Option<usize>, on_open: &Callback<usize>) -> Html {
    html! {
        <ul class="probs">
            for (index, problem) in problems.iter().enumerate() {
                <li class={classes!((current == Some(index)).then_some("cur"))}>
                    <button type="button" onclick={on_open.reform(move |_: MouseEvent| index)}>
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
    html! { <>{ picture(name, colour) }<span class="vh">{ format!("{tone}: ") }</span></> }
}

/// "prepare-config.yaml, line 17"
fn place(problem: &Problem) -> String {
    match problem.file.path.rsplit('/').next() {
        Some(name) if !name.is_empty() => words::place(name, problem.line),
        _ => words::THE_STORY.to_owned(),
    }
}
