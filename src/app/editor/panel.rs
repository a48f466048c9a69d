//! The panel about one problem: what, why, what Helm says, the rule, the fixes.

use yew::prelude::*;

use super::diff::{Line, preview};
use crate::app::icon::picture;
use crate::app::words::editor as words;
use crate::text::{Diagnostic, Fix, Severity};

/// Only one panel is open at a time.
const TITLE: &str = "problem-title";

/// Properties of [`DiagnosticPanel`].
#[derive(Properties, PartialEq, Clone)]
pub struct DiagnosticPanelProps {
    /// The problem.
    pub problem: Diagnostic,
    /// The text that its fixes change.
    pub text: AttrValue,
    /// Takes the focus as soon as it is shown.
    #[prop_or_default]
    pub focus: bool,
    /// Apply this fix.
    pub on_apply: Callback<Fix>,
    /// Close.
    pub on_close: Callback<()>,
    /// Goes into the slot of the editor of this name; in the flow of the page if there is none.
    #[prop_or_default]
    pub slot: Option<AttrValue>,
}

/// One problem with its fixes. Arrow keys choose a fix, Enter applies it, Escape closes.
#[component]
pub fn DiagnosticPanel(props: &DiagnosticPanelProps) -> Html {
    let chosen = use_state_eq(|| 0_usize);
    let problem = &props.problem;
    let fix = problem.fixes.get(*chosen).cloned();

    let onkeydown = {
        let (chosen, count) = (chosen.clone(), problem.fixes.len());
        let (on_apply, on_close, fix) = (props.on_apply.clone(), props.on_close.clone(), fix.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Escape" => on_close.emit(()),
                "ArrowDown" => chosen.set(chosen.saturating_add(1).min(count.saturating_sub(1))),
                "ArrowUp" => chosen.set(chosen.saturating_sub(1)),
                // On a button or link Enter does what it says there.
                "Enter" if is_itself(&event) => match &fix {
                    Some(fix) => on_apply.emit(fix.clone()),
                    None => return,
                },
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let close = props.on_close.reform(|_: MouseEvent| ());
    let (name, tone, colour) = severity_icon(problem.severity);
    html! {
        <div class={classes!("diag", tone)} role="group" aria-labelledby={TITLE} tabindex="-1"
            slot={props.slot.clone()} data-focus={props.focus.then_some("")} {onkeydown}>
            <p class="diag-h">{ picture(name, colour) }<strong id={TITLE}>{ with_code(&problem.title) }</strong></p>
            <p>{ with_code(&problem.cause) }</p>
            <dl>
                if let Some(words) = &problem.helm_says {
                    <dt>{ words::HELM_SAYS }</dt><dd><code>{ words }</code></dd>
                }
                <dt>{ words::RULE }</dt>
                <dd>{ &*problem.id }if let Some(rule) = &problem.rule { { format!(" · {rule}") } }</dd>
            </dl>
            if let Some(fix) = fix {
                <div class="fix">
                    <p class="fix-h">{ words::QUICK_FIX }{ " " }<kbd>{ "Ctrl" }</kbd><kbd>{ "." }</kbd></p>
                    <div class="fix-list">
                        for (index, fix) in problem.fixes.iter().enumerate() {
                            <button type="button" class="fix-o" aria-pressed={(index == *chosen).to_string()}
                                onclick={choose(&chosen, index)} onfocusin={choose(&chosen, index)}>
                                { picture("fix", "") }<span>{ with_code(&fix.title) }</span>
                            </button>
                        }
                    </div>
                    { diff(preview(&props.text, &fix)) }
                    <div class="fix-b">
                        <button type="button" class="btn primary" onclick={props.on_apply.reform(move |_: MouseEvent| fix.clone())}>
                            { words::APPLY }{ " " }<kbd>{ "Enter" }</kbd>
                        </button>
                        <button type="button" class="btn" onclick={close}>{ words::CLOSE }{ " " }<kbd>{ "Esc" }</kbd></button>
                    </div>
                </div>
            } else {
                <div class="fix-b"><button type="button" class="btn" onclick={close}>{ words::CLOSE }{ " " }<kbd>{ "Esc" }</kbd></button></div>
            }
        </div>
    }
}

/// Chooses the fix of this index, whatever the event.
fn choose<E: 'static>(chosen: &UseStateHandle<usize>, index: usize) -> Callback<E> {
    let chosen = chosen.clone();
    Callback::from(move |_| chosen.set(index))
}

/// Lines that a fix changes, as a preview of it; nothing if there are none.
pub fn diff(lines: Vec<Line>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <pre class="diff" tabindex="0" aria-label={words::PREVIEW}>
            for line in lines { { diff_line(line) } }
        </pre>
    }
}

fn diff_line(line: Line) -> Html {
    match line {
        Line::Kept(text) => html! { <><span>{ text }</span>{ "\n" }</> },
        Line::Removed(text) => html! { <><del>{ text }</del>{ "\n" }</> },
        Line::Added(text) => html! { <><ins>{ text }</ins>{ "\n" }</> },
    }
}

/// Icon of a severity, its word, and the class of its colour.
pub(super) const fn severity_icon(severity: Severity) -> (&'static str, &'static str, &'static str) {
    match severity {
        Severity::Error => ("fail", "error", "c-fail"),
        Severity::Warning => ("warn", "warning", "c-late"),
        Severity::Info => ("dot", "info", "c-off"),
    }
}

/// A sentence whose parts in backticks are code.
pub fn with_code(sentence: &str) -> Html {
    let parts = sentence.split('`').enumerate();
    parts
        .map(|(index, part)| {
            if index % 2 == 1 {
                html! { <code>{ part }</code> }
            } else {
                html! { { part } }
            }
        })
        .collect()
}

/// Whether a key was pressed on the panel itself or on one of its fixes, not on another control inside.
fn is_itself(event: &KeyboardEvent) -> bool {
    let target = event.target_dyn_into::<web_sys::Element>();
    // A selector that cannot be read would be an error; this one can.
    target.is_some_and(|target| target.matches(".diag, .fix-o").unwrap_or(false))
}
