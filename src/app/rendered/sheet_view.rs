//! A sheet: what it shows, why there is no more, and the text.

use yew::prelude::*;

use super::component::Seen;
use super::text::{Draw, Text};
use crate::app::editor::key;
use crate::app::icon::picture;
use crate::app::stage::panels::Copy;
use crate::app::story_bar::verb;
use crate::app::words::{editor, rendered as words};
use crate::service::{Sight, Why};
use crate::story::FileRef;

/// Properties of [`SheetView`].
#[derive(Properties, PartialEq)]
pub struct SheetViewProps {
    /// The newest sheet.
    pub seen: Seen,
    /// What is to be seen.
    pub sight: Sight,
    /// A newer sheet is awaited.
    #[prop_or_default]
    pub busy: bool,
    /// Makes the text.
    pub draw: Draw,
    /// Something else is to be seen.
    #[prop_or_default]
    pub on_sight: Callback<Sight>,
}

/// A sheet with the switch between what can be seen.
#[component]
pub fn SheetView(props: &SheetViewProps) -> Html {
    let host = use_node_ref();
    let text = use_mut_ref(|| None::<Text>);
    use_effect_with((), {
        let (host, text, draw) = (host.clone(), text.clone(), props.draw.clone());
        move |()| {
            *text.borrow_mut() = Text::start(&draw, host.cast());
            move || {
                text.take();
            }
        }
    });
    use_effect_with(props.seen.clone(), {
        let text = text.clone();
        move |seen| {
            if let Some(text) = text.borrow().as_ref() {
                show(text, seen);
            }
        }
    });
    let Seen { told, sight, sheet } = &props.seen;
    let title = match sight {
        Sight::File if sheet.files.len() < 2 => told.open.path.clone(),
        Sight::File | Sight::All => editor::files(sheet.files.len()),
        Sight::Values => words::VALUES.into(),
    };
    let by = sheet.operation.and_then(|index| Some((index, told.story.operations.get(index)?)));
    let option = |(sight, name): (Sight, &'static str)| {
        let chosen = sight == props.sight;
        html! {
            <button type="button" aria-pressed={chosen.to_string()} onclick={props.on_sight.reform(move |_: MouseEvent| sight)}>{ name }</button>
        }
    };
    html! {
        <section class="ed" aria-label={words::RENDERED} aria-busy={props.busy.then_some("true")}>
            <div class="ed-bar">
                <div class="seg3" role="group" aria-label={words::WHAT}>{ for words::SIGHTS.map(option) }</div>
                <Copy text={sheet.text.clone()} />
            </div>
            <div class="ed-path">
                { picture("file", "") }<span class="ed-where">{ title }</span>
                if let Some((index, operation)) = by { <span class="ed-order">{ words::by(&verb(&operation.command), index) }</span> }
            </div>
            if let Some(why) = &sheet.why { { explain(why) } }
            <div class="ed-text" ref={host}></div>
        </section>
    }
}

fn explain(why: &Why) -> Html {
    let (tone, text, helm) = words::why(why);
    html! {
        <p class={classes!("ed-why", tone)} role="status">
            { text }if let Some(helm) = helm { { " " }<code>{ helm.to_owned() }</code> }
        </p>
    }
}

fn show(text: &Text, seen: &Seen) {
    let Seen { told, sight, sheet } = seen;
    let files = sheet.files.iter().map(|path| key(&FileRef::new(&told.open.chart, path)).to_string());
    let lines = sheet.lines.iter().flat_map(|line| [line.file, line.line]);
    let notes = sheet.lines.iter().zip(1_usize..).filter_map(|(line, number)| {
        let instead_of = line.instead_of.as_ref()?;
        Some(format!("{number}\t{}", words::instead_of(instead_of.as_deref())))
    });
    text.show(words::label(*sight), &sheet.text, files.collect(), lines.collect(), notes.collect());
}
