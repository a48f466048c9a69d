//! Adding an operation.

use yew::prelude::*;

use super::pills::verb;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::popover::Popover;
use crate::app::state::Action;
use crate::app::words::story as words;
use crate::story::{Command, Operation, Story};

/// A button with the list of commands that can come next, the charts by their short names.
pub(super) fn add(story: &Story, dispatch: &Dispatch) -> Html {
    let button = html! { <>{ picture("create", "") }<span>{ words::ADD }</span></> };
    let content = {
        let (commands, dispatch) = (commands(story), dispatch.clone());
        Callback::from(move |close: Callback<()>| {
            let line = |command: &Command| {
                let (dispatch, close, command) = (dispatch.clone(), close.clone(), command.clone());
                let text = (format!("helm {}", verb(&command)), words::detail(&command));
                let add = move |_: MouseEvent| {
                    dispatch.send(Action::AddOperation(Box::new(Operation {
                        command: command.clone(),
                        ..Operation::default()
                    })));
                    close.emit(());
                };
                html! { <li><button type="button" onclick={add}><span>{ text.0 }</span><small>{ text.1 }</small></button></li> }
            };
            html! { <ul class="pop-list" aria-label={words::ADD}>{ for commands.iter().map(line) }</ul> }
        })
    };
    html! { <div class="op-add"><Popover {button} {content} /></div> }
}

/// Commands that make sense: an install only as the first, the newest chart first.
fn commands(story: &Story) -> Vec<Command> {
    let installed = story.operations.iter().any(|one| matches!(one.command, Command::Install(_)));
    let charts = || story.charts.keys().rev().cloned();
    let mut all: Vec<Command> = Vec::new();
    if !installed {
        all.extend(charts().map(Command::Install));
    }
    all.extend(charts().map(Command::Upgrade));
    all.extend([Command::Rollback(0), Command::Test, Command::Uninstall]);
    if installed {
        all.extend(charts().map(Command::Install));
    }
    all
}
