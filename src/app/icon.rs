//! Icons: one set, 16 px box, 1.5 px stroke, in the colour of the text around.

use yew::prelude::*;

/// The set, once per page; every [`picture`] points into it.
pub fn sprite() -> Html {
    // A constant of this program, never what somebody typed.
    Html::from_html_unchecked(AttrValue::Static(include_str!("../../www/icons.svg")))
}

/// A picture that says nothing the text beside it does not say: its id in the set without `i-`, and more classes,
/// `k` for kinds, `c-ok` and the like for tones. A function, not a component: there are many of them, and none has a
/// life of its own.
pub fn picture(name: &str, class: impl Into<Classes>) -> Html {
    let mut classes = Classes::from("ic");
    classes.push(class.into());
    html! { <svg class={classes} aria-hidden="true"><use href={format!("#i-{name}")} /></svg> }
}
