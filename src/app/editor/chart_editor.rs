//! The whole editor: files, versions, manifest, values, problems.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::bindings;
use super::component::use_goto;
use super::file_switch::{FileDeed, file_switch};
use super::foot::foot;
use super::values::ValuesEditor;
use super::version_switch::version_switch;
use super::view::{self, file_of, key};
use super::{Cursor, DiagnosticPanel, YamlEditor, problem_list};
use crate::app::icon::picture;
use crate::app::shared::Shared;
use crate::app::state::{Action, FileRef, OpenProblem, Problem};
use crate::app::words::editor as words;
use crate::manifest::Origin;
use crate::story::Story;
use crate::text::{LineIndex, Severity};
use crate::trace::Trace;

/// Properties of [`ChartEditor`].
#[derive(Properties, PartialEq, Clone)]
pub struct ChartEditorProps {
    /// The story whose texts are edited.
    pub story: Shared<Story>,
    /// What Helm does with it as it is: the notes at lines come from here.
    pub answer: Shared<Trace>,
    /// Index of the current operation in the story.
    pub operation: usize,
    /// The file that is shown.
    pub open: FileRef,
    /// What is wrong.
    pub problems: Shared<Vec<Problem>>,
    /// Index of the problem whose panel is open.
    #[prop_or_default]
    pub shown: Option<usize>,
    /// How that panel came to be open.
    #[prop_or_default]
    pub opened: Option<OpenProblem>,
    /// The document that is looked at on the stage: it is marked, its file opened, its place brought into view.
    #[prop_or_default]
    pub selected: Option<Origin>,
    /// What a person does.
    pub on_action: Callback<Action>,
}

/// The chart as text, with everything to change it.
///
/// Keys: F8 and Shift+F8 go from problem to problem, Ctrl+. opens the one at the cursor, Ctrl+Enter goes to
/// the step of the document at the cursor, as a click does.
#[component]
pub fn ChartEditor(props: &ChartEditorProps) -> Html {
    let cursor = use_mut_ref(|| 0_usize);
    let typed = use_mut_ref(|| false);
    let goto = use_goto();
    let listed = use_state_eq(|| false);
    let with_values = use_state_eq(|| false);
    let with_rendered = use_state_eq(|| false);

    use_effect_with(*with_rendered, |shown| bindings::show_rendered(*shown));
    use_effect_with((), {
        let on_action = props.on_action.clone();
        move |()| bindings::on_open_file(move |key| on_action.emit(Action::OpenFile(file_of(&key))))
    });

    use_effect_with(props.selected.clone(), {
        let (goto, typed) = (goto.clone(), typed.clone());
        let (open, on_action) = (props.open.clone(), props.on_action.clone());
        move |selected: &Option<Origin>| {
            // While somebody types, places move without anybody looking elsewhere.
            let Some(origin) = selected.as_ref().filter(|_| !*typed.borrow()) else { return };
            let file = FileRef::new(&origin.chart, &origin.file);
            goto.reveal(key(&file), origin.span.start);
            if file != open {
                on_action.emit(Action::OpenFile(file));
            }
        }
    });
    use_effect_with((props.opened.clone(), props.shown), {
        let (goto, problems) = (goto.clone(), props.problems.clone());
        move |(_, shown): &(Option<OpenProblem>, Option<usize>)| {
            if let Some(problem) = shown.and_then(|index| problems.get(index)) {
                goto.reveal(key(&problem.file), view::start(problem));
            }
        }
    });
    use_effect_with(props.answer.clone(), {
        let typed = typed.clone();
        move |_| *typed.borrow_mut() = false
    });

    let text = props.open.text(&props.story).unwrap_or_default();
    let marks = use_memo(props.clone(), |props| view::marks(props, props.open.text(&props.story).unwrap_or_default()));

    let onkeydown = {
        let (props, cursor) = (props.clone(), cursor.clone());
        Callback::from(move |event: KeyboardEvent| {
            let command = event.ctrl_key() || event.meta_key();
            let action = match event.key().as_str() {
                "F8" => Action::NextProblem { at: *cursor.borrow(), back: event.shift_key() },
                "." if command => problem_at(&props, *cursor.borrow()),
                _ => return,
            };
            event.prevent_default();
            props.on_action.emit(action);
            // A panel that appears takes the focus by itself; one that is there already is told to, once it is drawn anew.
            if props.shown.is_some() {
                Timeout::new(0, focus_panel).forget();
            }
        })
    };
    let on_cursor = {
        let props = props.clone();
        Callback::from(move |moved: Cursor| {
            *cursor.borrow_mut() = moved.at;
            let step = || view::step_of(&props.answer, props.operation, &props.open, moved.at);
            if let Some(step) = moved.picked.then(step).flatten() {
                props.on_action.emit(Action::GoToStep(step));
            }
        })
    };
    let on_change = props.on_action.reform(move |(key, text): (AttrValue, AttrValue)| {
        *typed.borrow_mut() = true;
        Action::EditFile(file_of(&key), text.to_string())
    });
    let leave_panel = {
        let (goto, props) = (goto.clone(), props.clone());
        move |action: Action| {
            let at = view::shown_here(&props).map_or(0, |(_, problem)| view::start(problem));
            props.on_action.emit(action);
            goto.focus(key(&props.open), at);
        }
    };
    let versions: Vec<AttrValue> = props.story.charts.keys().map(|name| name.clone().into()).collect();
    let count = |severity| view::count(&props.problems, severity);
    let on_toggle = toggle(&listed);
    html! {
        <section class="editor" aria-label={words::CHART} {onkeydown}>
            <div class="ed">
                <div class="ed-bar">
                    { file_switch(
                        view::file_entries(&props.story, &props.open, &props.problems), props.open.path.clone().into(), on_deed(props),
                    ) }
                    { version_switch(&versions, &props.open.chart, &on_show(props), &on_copy(props)) }
                </div>
                <div class="ed-path">
                    { picture("file", "") }<span class="ed-where">{ &props.open.path }</span>
                    <span class="ed-order">{ view::order(props, text) }</span>
                    { switch(&with_values, words::VALUES) }
                    { switch(&with_rendered, words::RENDERED) }
                </div>
                <YamlEditor file={key(&props.open)} label={words::text_of(&props.open.path, &props.open.chart)}
                    text={text.to_owned()} {marks} goto={(*goto.wish).clone()} {on_change} {on_cursor}
                    on_problem={props.on_action.reform(Action::ShowProblem)}>
                    if let Some((index, problem)) = view::shown_here(props) {
                        <DiagnosticPanel key={index} slot="panel" problem={problem.found.clone()} text={text.to_owned()}
                            focus={props.opened.as_ref().is_some_and(|opened| opened.focus)}
                            on_apply={let (leave, chart) = (leave_panel.clone(), props.open.chart.clone());
                                move |fix| leave(Action::ApplyFix { chart: chart.clone(), fix })}
                            on_close={move |()| leave_panel(Action::CloseProblem)} />
                    }
                </YamlEditor>
                if *with_values {
                    <ValuesEditor chart={AttrValue::from(props.open.chart.clone())}
                        entries={view::values_entries(&props.story, &props.open.chart)} on_change={on_values(props)} />
                }
                if *listed && !props.problems.is_empty() {
                    <div class="ed-problems">
                        { problem_list(&props.problems, props.shown, &props.on_action.reform(Action::ShowProblem)) }
                    </div>
                }
                { foot(count(Severity::Error), count(Severity::Warning), *listed, &on_toggle) }
            </div>
            // What the chart renders to is drawn here by another program.
            <div id="rendered" hidden={!*with_rendered}></div>
        </section>
    }
}

/// A button that shows or hides something.
fn switch(state: &UseStateHandle<bool>, name: &'static str) -> Html {
    html! {
        <button type="button" class="btn ghosty" aria-pressed={state.to_string()}
            onclick={toggle(state).reform(|_: MouseEvent| ())}>{ name }</button>
    }
}

fn toggle(state: &UseStateHandle<bool>) -> Callback<()> {
    let state = state.clone();
    Callback::from(move |()| state.set(!*state))
}

/// Opens the problem in the line of byte `at`, else the next one.
fn focus_panel() {
    let panel = gloo::utils::document().query_selector(".diag").ok().flatten();
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<HtmlElement>().ok()) {
        // A panel can always have the focus.
        let _ = panel.focus();
    }
}

fn problem_at(props: &ChartEditorProps, at: usize) -> Action {
    let line = LineIndex::new(props.open.text(&props.story).unwrap_or_default()).line(at);
    let here = view::in_file(&props.problems, &props.open).find(|(_, problem)| problem.line == line);
    here.map_or(Action::NextProblem { at, back: false }, |(index, _)| Action::ShowProblem(index))
}

fn on_deed(props: &ChartEditorProps) -> Callback<FileDeed> {
    let (open, on_action) = (props.open.clone(), props.on_action.clone());
    let file = |open: &FileRef, path: &AttrValue| FileRef { path: path.to_string(), ..open.clone() };
    Callback::from(move |deed| match deed {
        FileDeed::Open(path) => on_action.emit(Action::OpenFile(file(&open, &path))),
        FileDeed::Add(path) => {
            on_action.emit(Action::EditFile(file(&open, &path), String::new()));
            on_action.emit(Action::OpenFile(file(&open, &path)));
        }
        FileDeed::Rename(path) => on_action.emit(Action::RenameFile(open.clone(), path.to_string())),
        FileDeed::Remove => on_action.emit(Action::RemoveFile(open.clone())),
    })
}

/// Another version shows the same file, if it has it.
fn on_show(props: &ChartEditorProps) -> Callback<AttrValue> {
    let (story, open) = (props.story.clone(), props.open.clone());
    props.on_action.reform(move |version: AttrValue| {
        let same = FileRef::new(&version, &open.path);
        let there = same.text(&story).is_some();
        let first = || view::file_entries(&story, &same, &[]).first().map(|entry| FileRef::new(&version, &entry.path));
        Action::OpenFile(if there { same } else { first().unwrap_or(same.clone()) })
    })
}

fn on_copy(props: &ChartEditorProps) -> Callback<()> {
    let like = props.open.chart.clone();
    props.on_action.reform(move |()| Action::AddChart { like: like.clone() })
}

fn on_values(props: &ChartEditorProps) -> Callback<(Option<usize>, AttrValue)> {
    let chart = props.open.chart.clone();
    props.on_action.reform(move |(operation, text): (Option<usize>, AttrValue)| match operation {
        Some(index) => Action::EditValues(index, text.to_string()),
        None => Action::EditFile(FileRef::new(&chart, crate::story::path::VALUES), text.to_string()),
    })
}
