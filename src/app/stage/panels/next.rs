//! What works after a failure: the engine tries each command and the page says what came of it.

use yew::prelude::*;

use super::Panel;
use crate::app::context::use_dispatch;
use crate::app::icon::Icon;
use crate::app::shared::Shared;
use crate::app::state::Action;
use crate::app::words::panels as words;
use crate::story::{Command, Operation, Story};

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
    let tried = use_memo((props.story.clone(), props.operation), |(story, operation)| try_all(story, *operation));
    let line = |one: &Tried| {
        let add = dispatch.always::<MouseEvent>(Action::InsertOperation(at, Box::new(one.operation.clone())));
        let works = one.error.is_none();
        html! {
            <li>
                <Icon name={if works { "ok" } else { "fail" }} class={if works { "c-ok" } else { "c-fail" }} />
                <div>
                    <code>{ &one.command }</code>
                    if let Some(error) = &one.error { { words::ANSWERS }<code>{ error }</code> } else { { words::works(one.steps) } }
                </div>
                if works { <button type="button" class="btn" onclick={add} aria-label={words::add(&one.command)}>{ words::ADD }</button> }
            </li>
        }
    };
    html! {
        <Panel class="p-cluster" title={words::NEXT}>
            <ul class="next">{ for tried.iter().map(line) }</ul>
        </Panel>
    }
}

/// A command that was tried.
struct Tried {
    operation: Operation,
    command: String,
    steps: usize,
    /// What Helm answers, if it does not work.
    error: Option<String>,
}

/// The commands people try next, each after the same story, in a cluster where all goes well.
fn try_all(story: &Story, operation: usize) -> Vec<Tried> {
    let chart = match story.operations.get(operation).map(|one| &one.command) {
        Some(Command::Install(chart) | Command::Upgrade(chart)) => Some(chart.clone()),
        _ => story.charts.keys().next_back().cloned(),
    };
    let charted = chart.map(|chart| [Command::Upgrade(chart.clone()), Command::Install(chart)]);
    let [upgrade, install] = charted.map_or([None, None], |both| both.map(Some));
    let commands = [upgrade, Some(Command::Rollback(0)), install, Some(Command::Uninstall)];
    commands.into_iter().flatten().filter_map(|command| try_one(story, operation, command)).collect()
}

fn try_one(story: &Story, operation: usize, command: Command) -> Option<Tried> {
    let mut trial = story.clone();
    trial.operations.truncate(operation.saturating_add(1));
    let operation = Operation { command, ..Operation::default() };
    trial.operations.push(operation.clone());
    let trace = crate::simulate(&trial);
    let last = trace.operations.last().filter(|last| last.index.saturating_add(1) == trial.operations.len())?;
    let error = (last.exit != 0).then(|| first_line(&last.error));
    // "helm upgrade shop ./shop" is told by its first two words.
    let command = last.command.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Some(Tried { operation, command, steps: last.steps.len(), error })
}

fn first_line(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    line.strip_prefix("Error: ").unwrap_or(line).to_owned()
}
