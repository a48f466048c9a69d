//! Icons: one set, 16 px box, 1.5 px stroke, in the colour of the text around. `index.html` has the set (`www/icons.svg`).

use yew::prelude::*;

/// A picture of the set that says nothing the text beside it does not say: its id in the set without `i-`, and more classes,
/// `k` for kinds, `c-ok` and the like for tones. A function, not a component: there are many of them, and none has a
/// life of its own.
pub fn picture(name: &str, class: impl Into<Classes>) -> Html {
    let mut classes = Classes::from("ic");
    classes.push(class.into());
    html! { <svg class={classes} aria-hidden="true"><use href={format!("#i-{name}")} /></svg> }
}
