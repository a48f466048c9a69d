//! The values beside the templates: those of the chart, and those that operations pass with `-f`.

use yew::prelude::*;

use super::YamlEditor;
use crate::app::words::editor as words;
use crate::story::path::VALUES;

/// A text of values.
#[derive(Debug, Clone, PartialEq)]
pub struct ValuesEntry {
    /// The operation that passes them; `None` for the chart's own.
    pub operation: Option<usize>,
    /// What the switch calls it: `values.yaml`, `upgrade r2`.
    pub name: AttrValue,
    /// The text.
    pub text: AttrValue,
}

/// Properties of [`ValuesEditor`].
#[derive(Properties, PartialEq, Clone)]
pub struct ValuesEditorProps {
    /// Short name of the chart whose values these are.
    pub chart: AttrValue,
    /// The chart's own first, then those of operations.
    pub entries: Vec<ValuesEntry>,
    /// A text has changed: the operation, and the new text.
    pub on_change: Callback<(Option<usize>, AttrValue)>,
}

/// One editor for all values, with a switch between them.
#[component]
pub fn ValuesEditor(props: &ValuesEditorProps) -> Html {
    let shown = use_state_eq(|| None::<usize>);
    let Some(entry) = props.entries.iter().find(|entry| entry.operation == *shown).or_else(|| props.entries.first())
    else {
        return Html::default();
    };
    let file = match entry.operation {
        None => format!("{}\n{VALUES}", props.chart),
        Some(index) => format!("-f\n{index}"),
    };
    let label = match entry.operation {
        None => words::text_of(VALUES, &props.chart),
        Some(_) => words::passed_by(&entry.name),
    };
    let on_change = props.on_change.reform(|(file, text): (AttrValue, AttrValue)| {
        let operation = file.strip_prefix("-f\n").and_then(|index| index.parse().ok());
        (operation, text)
    });
    html! {
        <section class="ed-values" aria-label={words::VALUES}>
            <div class="ed-bar">
                <div class="seg3" role="group" aria-label={words::WHICH_VALUES}>
                    for one in &props.entries {
                        <button type="button" aria-pressed={(one.operation == entry.operation).to_string()}
                            onclick={let (shown, operation) = (shown.clone(), one.operation); move |_: MouseEvent| shown.set(operation)}>
                            { &one.name }
                        </button>
                    }
                </div>
            </div>
            <YamlEditor {file} {label} text={entry.text.clone()} {on_change} />
        </section>
    }
}
