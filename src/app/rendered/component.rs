//! The pane as a whole: what is to be seen, asked of the engine anew after every change.

use yew::prelude::*;

use super::sheet_view::SheetView;
use super::text::Draw;
use crate::app::engine::Engine;
use crate::app::extras::Told;
use crate::app::shared::Shared;
use crate::app::words::{self as common, rendered as words};
use crate::service::{Answer, Question, Sheet, Sight};

/// Properties of [`Beside`].
#[derive(Properties, PartialEq)]
pub struct BesideProps {
    /// What the page tells.
    pub told: Shared<Told>,
    /// Makes the text.
    pub draw: Draw,
}

/// A sheet with what it is an answer to.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What the page told.
    pub told: Shared<Told>,
    /// What was to be seen.
    pub sight: Sight,
    /// The answer.
    pub sheet: Shared<Sheet>,
}

/// What has been heard of the engine.
#[derive(Clone, PartialEq)]
enum Heard {
    Nothing,
    Sheet(Seen),
    Failed,
}

/// Shows what the file that is looked at renders to, or all files, or the values.
#[component]
pub fn Beside(props: &BesideProps) -> Html {
    let engine = use_memo((), |()| Engine::start());
    let sight = use_state_eq(Sight::default);
    let heard = use_state_eq(|| Heard::Nothing);
    let again = use_state_eq(|| 0_u32);
    use_effect_with((props.told.clone(), *sight, *again), {
        let heard = heard.setter();
        move |(told, sight, _): &(Shared<Told>, Sight, u32)| {
            let (told, sight) = (told.clone(), *sight);
            let Told { story, operation, open } = (*told).clone();
            engine.ask(Question::Render { story, operation, file: open, sight }, move |answer| {
                let sheet = match answer {
                    Some(Answer::Rendered(bytes)) => Sheet::decode(&bytes),
                    _ => None,
                };
                heard.set(
                    sheet.map_or(Heard::Failed, |sheet| Heard::Sheet(Seen { told, sight, sheet: Shared::new(sheet) })),
                );
            });
        }
    });
    let on_sight = {
        let sight = sight.clone();
        Callback::from(move |chosen| sight.set(chosen))
    };
    match &*heard {
        Heard::Nothing => html! { <p class="more" role="status" aria-busy="true">{ words::RENDERING }</p> },
        Heard::Failed => {
            let repeat = move |_: MouseEvent| again.set(again.wrapping_add(1));
            html! {
                <p class="more" role="alert">
                    { words::FAILED }{ " " }<button type="button" class="btn" onclick={repeat}>{ common::TRY_AGAIN }</button>
                </p>
            }
        }
        Heard::Sheet(seen) => {
            // Until the engine has answered, the sheet before stays.
            let busy = seen.told != props.told || seen.sight != *sight;
            html! { <SheetView seen={seen.clone()} sight={*sight} {busy} draw={props.draw.clone()} {on_sight} /> }
        }
    }
}
