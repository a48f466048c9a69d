//! The comparison as a whole.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::choice::{Choice, pair};
use super::differences::Differences;
use super::fixes::fixes;
use super::grid::Grid;
use super::keys::{Key, use_keys};
use super::pills::use_marked_pills;
use super::play::{Played, Player, Runs, use_offers, use_runs};
use super::scores::{Drawn, scores};
use super::table::{Table, table};
use super::trial::with;
use super::verdict::verdict;
use crate::app::extras::{Told, Wanted};
use crate::app::files::file_name;
use crate::app::hooks::use_measures;
use crate::app::icon::picture;
use crate::app::shared::Shared;
use crate::app::stage::panels::Copy;
use crate::app::words::{self as common, compare as words};
use crate::helm::{NEWEST, PROVED};
use crate::story::{HelmVersion, Story};
use crate::trace::Trace;

/// To a step of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Go {
    /// The run: 0 or 1.
    pub run: usize,
    /// The operation, by its index in the story.
    pub operation: usize,
    /// The step of the operation, from 1.
    pub step: usize,
}

/// Properties of [`Comparing`].
#[derive(Properties, PartialEq)]
pub struct ComparingProps {
    /// What the page tells.
    pub told: Shared<Told>,
    /// What the page is to do; the comparison is over where it goes to a step.
    pub on_wanted: Callback<(Wanted, bool)>,
    /// Stops comparing.
    pub on_close: Callback<()>,
}

/// Plays the story with two versions and draws what differs.
#[component]
pub fn Comparing(props: &ComparingProps) -> Html {
    let told = &props.told;
    let player = use_memo((), |()| Player::start());
    let versions = use_state_eq(|| pair(told.story.helm.unwrap_or(NEWEST)));
    let again = use_state_eq(|| 0_u32);
    let story = use_memo(told.story.clone(), |story| Shared::from(Rc::clone(story)));
    let (played, busy) = use_runs(&player, &story, *versions, *again);
    let on_versions = {
        let versions = versions.clone();
        Callback::from(move |chosen| versions.set(chosen))
    };
    let repeat = Callback::from(move |_: MouseEvent| again.set(again.wrapping_add(1)));
    match played {
        Played::Both(runs) => html! {
            <Comparison told={told.clone()} {runs} {busy} player={(*player).clone()} {on_versions}
                on_wanted={props.on_wanted.clone()} on_close={props.on_close.clone()} />
        },
        Played::Failed => html! {
            <div class="notice" role="alert"><p>
                { words::FAILED }{ " " }<button type="button" class="btn" onclick={repeat}>{ common::TRY_AGAIN }</button>{ " " }{ stop(&props.on_close) }
            </p></div>
        },
        Played::Nothing => html! { <p class="more" role="status" aria-busy="true">{ words::PLAYING }</p> },
    }
}

/// Properties of [`Comparison`].
#[derive(Properties, PartialEq)]
pub struct ComparisonProps {
    /// What the page tells.
    pub told: Shared<Told>,
    /// The traces of both runs.
    pub runs: Runs,
    /// They are being played anew.
    #[prop_or_default]
    pub busy: bool,
    /// Plays what could make both the same.
    #[prop_or_default]
    pub player: Player,
    /// Two other versions.
    #[prop_or_default]
    pub on_versions: Callback<[HelmVersion; 2]>,
    /// What the page is to do; the comparison is over where it goes to a step.
    #[prop_or_default]
    pub on_wanted: Callback<(Wanted, bool)>,
    /// Stops comparing.
    #[prop_or_default]
    pub on_close: Callback<()>,
}

/// Two runs: verdict, scores, table of differences, what makes both the same.
#[component]
pub fn Comparison(props: &ComparisonProps) -> Html {
    let ComparisonProps { told, runs, busy, player, .. } = props;
    let [first, second] = &**runs;
    let traces = [first, second];
    let versions = traces.map(|trace| trace.helm);
    let differences = use_memo(runs.clone(), |runs| Differences::of(runs.each_ref()));
    use_marked_pills((0..told.story.operations.len()).filter(|index| differences.count(*index) > 0).collect());
    let choice = use_choice(&differences, runs, told.operation);
    let operation = choice.operation;
    let grid = use_memo((runs.clone(), operation), |(runs, operation)| Grid::of(runs.each_ref(), *operation));
    let marked = choice.difference.and_then(|index| differences.all.get(index));
    let root = use_node_ref();
    use_measures(root.clone());
    use_effect_with((), {
        let root = root.clone();
        move |()| focus(&root, "h2")
    });
    let on_mark = {
        let (choice, differences) = (choice.clone(), differences.clone());
        Callback::from(move |index| choice.set(choice.at(&differences, index)))
    };
    use_keys({
        let (choice, differences, on_close) = (choice.clone(), differences.clone(), props.on_close.clone());
        Callback::from(move |key| match key {
            Key::Next => choice.set(choice.next(&differences, false)),
            Key::Back => choice.set(choice.next(&differences, true)),
            Key::Close => on_close.emit(()),
        })
    });
    let story = use_memo(told.story.clone(), |story| Shared::from(Rc::clone(story)));
    let offers = use_offers(player, &story, runs, operation, differences.count(operation) > 0);
    let on_go = props.on_wanted.reform({
        let story = story.clone();
        move |Go { run, operation, step }| {
            let helm = versions.get(run).copied().unwrap_or(NEWEST);
            (Wanted { story: with(&story, helm), operation, done: step }, true)
        }
    });
    let on_apply = props.on_wanted.reform({
        let root = root.clone();
        move |story: Story| {
            focus(&root, "h2");
            (Wanted { story, operation, done: 0 }, false)
        }
    });
    // The page shows the operation that is compared.
    use_effect_with(operation, {
        let (told, on_wanted) = (told.clone(), props.on_wanted.clone());
        move |&operation| {
            if operation != told.operation {
                on_wanted.emit((Wanted { story: (*told.story).clone(), operation, done: 0 }, false));
            }
        }
    });
    let slot = marked.and_then(|one| one.slot);
    let drawn = Drawn { grid: &grid, versions, differences: &differences, operation, marked: slot, on_mark: &on_mark };
    let listed = Table {
        traces,
        differences: &differences,
        operation,
        marked: choice.difference,
        on_mark: &on_mark,
        on_go: &on_go,
    };
    let command = command(&told.story, versions);
    html! {
        <section class="run compare" aria-label={words::title(versions)} aria-busy={busy.then_some("true")} ref={root}>
            { verdict(traces, &differences, operation, marked, picker(props, versions)) }
            { scores(&drawn) }
            <div class="panels panels-cmp">
                { table(&listed) }
                if differences.count(operation) > 0 { { fixes(offers.as_ref().map(|offers| offers.as_slice()), &on_apply) } }
            </div>
            <div class="rm cmp-copy"><code>{ &command }</code><Copy text={command.clone()} /></div>
            <p class="vh" aria-live="polite">if let Some(marked) = marked { { announced(marked, traces) } }</p>
        </section>
    }
}

/// What is looked at; another operation of the page, or another pair of runs, begins anew.
#[hook]
fn use_choice(differences: &Differences, runs: &Runs, told: usize) -> UseStateHandle<Choice> {
    let choice = use_state_eq(|| Choice::first(differences, told));
    let seen = use_mut_ref(|| None::<usize>);
    use_effect_with((runs.clone(), told), {
        let (here, fresh) = (Choice::of(differences, choice.operation), Choice::of(differences, told));
        let choice = choice.clone();
        // The first drawing has chosen already.
        move |_| match seen.replace(Some(told)) {
            None => {}
            Some(before) if before == told => choice.set(here),
            // The page has followed the comparison, or the comparison follows the page.
            Some(_) if choice.operation == told => {}
            Some(_) => choice.set(fresh),
        }
    });
    choice
}

/// The choice of both versions, and the way out.
fn picker(props: &ComparisonProps, versions: [HelmVersion; 2]) -> Html {
    let [first, second] = versions;
    let select =
        |name: &'static str, chosen: HelmVersion, change: fn([HelmVersion; 2], HelmVersion) -> [HelmVersion; 2]| {
            let on_versions = props.on_versions.clone();
            let onchange = move |event: Event| {
                let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
                if let Some(helm) = select.and_then(|select| select.value().parse().ok()) {
                    on_versions.emit(change(versions, helm));
                }
            };
            html! {
                <label>{ name }
                    <select {onchange}>{ for PROVED.iter().map(|helm| html! {
                        <option value={helm.to_string()} selected={*helm == chosen}>{ words::helm(*helm) }</option>
                    }) }</select>
                </label>
            }
        };
    let [one, other] = words::RUNS;
    html! {
        <div class="cmp-pick">
            { select(one, first, |[_, second], helm| [helm, second]) }
            { select(other, second, |[first, _], helm| [first, helm]) }
            { stop(&props.on_close) }
        </div>
    }
}

fn stop(on_close: &Callback<()>) -> Html {
    html! {
        <button type="button" class="btn" onclick={on_close.reform(|_: MouseEvent| ())}>{ picture("close", "") }<span>{ words::STOP }</span></button>
    }
}

/// The command that writes the same comparison.
fn command(story: &Story, [first, second]: [HelmVersion; 2]) -> String {
    format!("helm-hooks diff {} --helm {first} --helm {second}", file_name(story))
}

fn announced(marked: &super::differences::Difference, traces: [&Trace; 2]) -> String {
    let [first, second] = traces.map(|trace| words::helm(trace.helm));
    let [one, other] = &marked.sides;
    format!("{}. {first}: {}. {second}: {}.", marked.what, one.says, other.says)
}

/// Gives the focus to a node of the comparison.
fn focus(root: &NodeRef, node: &str) {
    let found = root.cast::<web_sys::Element>().and_then(|root| root.query_selector(node).ok().flatten());
    if let Some(node) = found.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = node.focus();
    }
}
