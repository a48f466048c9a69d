//! The dialog of an operation: chart version or revision, flags, place among the others.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::flags::{FLAGS, Flag, Takes};
use super::pills::verb;
use crate::app::dispatch::Dispatch;
use crate::app::icon::picture;
use crate::app::shared::Shared;
use crate::app::state::Action;
use crate::app::words::story as words;
use crate::story::{Command, HelmVersion, Operation, Story};
use crate::trace::Verb;

/// Properties of [`FlagsDialog`].
#[derive(Properties, PartialEq)]
pub struct FlagsDialogProps {
    /// The story.
    pub story: Shared<Story>,
    /// Index of the operation.
    pub index: usize,
    /// The operation.
    pub operation: Operation,
    /// The Helm version whose flags are shown.
    pub version: HelmVersion,
    /// The dialog was closed.
    pub on_close: Callback<()>,
    /// Where actions go.
    #[prop_or_default]
    pub dispatch: Dispatch,
}

/// Every change acts at once; the dialog only has to be closed.
#[component]
pub fn FlagsDialog(props: &FlagsDialogProps) -> Html {
    let root = use_node_ref();
    let FlagsDialogProps { story, index, operation, version, on_close, dispatch } = props;
    use_effect_with((), {
        let root = root.clone();
        move |()| {
            if let Some(dialog) = root.cast::<HtmlDialogElement>() {
                // It is in the page and not open, so it can be shown.
                let _ = dialog.show_modal();
            }
        }
    });
    let close = {
        let root = root.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = root.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let on_set = {
        let (dispatch, operation, index) = (dispatch.clone(), operation.clone(), *index);
        Callback::from(move |(flag, value): (Flag, Option<String>)| {
            let mut changed = operation.clone();
            flag.set(&mut changed, value.as_deref());
            let Operation { flags, helm3_flags: helm3, helm4_flags: helm4, .. } = changed;
            dispatch.send(Action::SetFlags { operation: index, flags, helm3, helm4 });
        })
    };
    let kind = kind(&operation.command);
    let shown = FLAGS.iter().filter(|flag| flag.verbs.contains(&kind) && flag.name(*version).is_some());
    let last = story.operations.len().saturating_sub(1);
    let to = |to: usize| dispatch.always::<MouseEvent>(Action::MoveOperation { from: *index, to });
    let remove = dispatch.always::<MouseEvent>(Action::RemoveOperation(*index));
    let gone = {
        let close = close.clone();
        Callback::from(move |event: MouseEvent| {
            close.emit(event.clone());
            remove.emit(event)
        })
    };
    let set_command = {
        let index = *index;
        dispatch.on(move |command| Action::SetCommand(index, command))
    };
    html! {
        <dialog class="dialog" ref={root} aria-label={words::flags_of(&verb(&operation.command))} onclose={on_close.reform(|_: Event| ())}>
            <h2>{ words::flags_of(&verb(&operation.command)) }</h2>
            { subject(story, &operation.command, &set_command) }
            <ul class="flags">
                { for shown.map(|flag| line(*flag, *version, flag.value(operation, *version), &on_set)) }
            </ul>
            <div class="dialog-foot">
                <button type="button" class="btn" disabled={*index == 0} onclick={to(index.saturating_sub(1))}>{ picture("left", "") }{ words::EARLIER }</button>
                <button type="button" class="btn" disabled={*index >= last} onclick={to(index.saturating_add(1))}>{ words::LATER }{ picture("right", "") }</button>
                <button type="button" class="btn" onclick={gone}>{ picture("close", "") }{ words::REMOVE }</button>
                <span class="sp"></span>
                <button type="button" class="btn primary" onclick={close}>{ words::DONE }</button>
            </div>
        </dialog>
    }
}

/// What the command is about: a chart version, or a revision.
fn subject(story: &Story, command: &Command, on_set: &Callback<Command>) -> Html {
    let charts = |now: &str, make: fn(String) -> Command| {
        let onchange = on_set.reform(move |event: Event| make(selected(&event)));
        html! {
            <label class="field">{ words::CHART }
                <select {onchange}>
                    for name in story.charts.keys() { <option value={name.clone()} selected={name == now}>{ name }</option> }
                </select>
            </label>
        }
    };
    match command {
        Command::Install(chart) => charts(chart, Command::Install),
        Command::Upgrade(chart) => charts(chart, Command::Upgrade),
        Command::Rollback(revision) => {
            let onchange = on_set.reform(|event: Event| Command::Rollback(written(&event).parse().unwrap_or(0)));
            html! { <label class="field">{ words::ROLLBACK_TO }<input type="number" min="0" value={revision.to_string()} {onchange} /></label> }
        }
        _ => html! {},
    }
}

/// One flag: a checkbox, its value, what it does.
fn line(flag: Flag, version: HelmVersion, value: Option<String>, on_set: &Callback<(Flag, Option<String>)>) -> Html {
    let name = flag.name(version).unwrap_or_default();
    let choices = flag.choices(version);
    let first = match flag.takes {
        Takes::Text(example) => example,
        Takes::OneOf(words) => words.first().copied().unwrap_or_default(),
        Takes::Nothing | Takes::Strategy => "",
    };
    let toggle = {
        let on = value.is_some();
        on_set.reform(move |_: Event| (flag, (!on).then(|| first.to_owned())))
    };
    let choose = on_set.reform(move |event: Event| (flag, Some(selected(&event))));
    let write = on_set.reform(move |event: Event| (flag, Some(written(&event))));
    html! {
        <li key={name}>
            <label><input type="checkbox" checked={value.is_some()} onchange={toggle} /><code>{ name }</code></label>
            if let Some(value) = &value {
                if !choices.is_empty() {
                    <select aria-label={words::value_of(name)} onchange={choose}>
                        if flag.takes == Takes::Strategy { <option value="" selected={value.is_empty()}>{ words::PLAIN }</option> }
                        for choice in choices { <option value={*choice} selected={choice == value}>{ *choice }</option> }
                    </select>
                } else if let Takes::Text(_) = flag.takes {
                    <input type="text" aria-label={words::value_of(name)} value={value.clone()} onchange={write} />
                }
            }
            <small>{ flag.does }</small>
        </li>
    }
}

fn selected(event: &Event) -> String {
    let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    select.map(|select| select.value()).unwrap_or_default()
}

fn written(event: &Event) -> String {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

fn kind(command: &Command) -> Verb {
    match command {
        Command::Install(_) => Verb::Install,
        Command::Upgrade(_) => Verb::Upgrade,
        Command::Rollback(_) => Verb::Rollback,
        Command::Uninstall => Verb::Uninstall,
        Command::Test => Verb::Test,
        Command::Helm(_) => Verb::Helm,
    }
}
