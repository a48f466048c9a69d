//! A button with something that opens below it.

use yew::prelude::*;

/// Properties of [`Popover`].
#[derive(Properties, PartialEq, Clone)]
pub struct PopoverProps {
    /// What the button shows.
    pub button: Html,
    /// What opens; it is handed a callback that closes it again and gives the focus back to the button.
    pub content: Callback<Callback<()>, Html>,
    /// More classes for the button.
    #[prop_or_default]
    pub class: Classes,
}

/// A disclosure: Escape closes it, and so does leaving it.
#[component]
pub fn Popover(props: &PopoverProps) -> Html {
    let open = use_state_eq(|| false);
    let (whole, button) = (use_node_ref(), use_node_ref());

    let close = {
        let (open, button) = (open.clone(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            if let Some(button) = button.cast::<web_sys::HtmlElement>() {
                // A button that cannot take the focus is no error.
                let _ = button.focus();
            }
        })
    };
    let onkeydown = {
        let (close, is_open) = (close.clone(), *open);
        Callback::from(move |event: KeyboardEvent| {
            if is_open && event.key() == "Escape" {
                event.stop_propagation();
                close.emit(());
            }
        })
    };
    let onfocusout = {
        let (open, whole) = (open.clone(), whole.clone());
        Callback::from(move |event: FocusEvent| {
            let next: Option<web_sys::Node> =
                event.related_target().and_then(|next| wasm_bindgen::JsCast::dyn_into(next).ok());
            let inside = whole.cast::<web_sys::Node>().is_some_and(|whole| whole.contains(next.as_ref()));
            if !inside {
                open.set(false);
            }
        })
    };
    let onclick = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    html! {
        <div class="menu" ref={whole} {onkeydown} {onfocusout}>
            <button type="button" class={classes!("btn", "ghosty", props.class.clone())} ref={button}
                aria-expanded={open.to_string()} {onclick}>{ props.button.clone() }</button>
            // Not focusable by Tab, but a click inside must not count as leaving.
            if *open { <div class="pop" tabindex="-1">{ props.content.emit(close) }</div> }
        </div>
    }
}
