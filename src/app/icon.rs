//! Icons: one set, 16 px box, 1.5 px stroke, in the colour of the text around.

use yew::prelude::*;

/// The set, once per page; every [`Icon`] points into it.
#[component]
pub fn Sprite() -> Html {
    // A constant of this program, never what somebody typed.
    Html::from_html_unchecked(AttrValue::Static(include_str!("../../www/icons.svg")))
}

/// Properties of [`Icon`].
#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// Its id in the set, without `i-`.
    pub name: &'static str,
    /// More classes: `k` for kinds, `c-ok` and the like for tones.
    #[prop_or_default]
    pub class: Classes,
}

/// A picture that says nothing the text beside it does not say.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class={classes!("ic", props.class.clone())} aria-hidden="true"><use href={format!("#i-{}", props.name)} /></svg>
    }
}
