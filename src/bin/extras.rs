//! The door to what is loaded only when it is asked for: the comparison (`www/compare.js`) and what the chart renders to
//! (`www/rendered.js`), each opened on a node of the page.

use helm_hooks::app::compare::{Comparing, ComparingProps};
use helm_hooks::app::extras::{Told, Wanted};
use helm_hooks::app::rendered::{Beside, BesideProps, Draw};
use helm_hooks::app::shared::Shared;
use helm_hooks::service::wire;
use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

fn main() {
    // Two programs of Yew in one page tell their nodes apart by a number that each counts from one: the page has the
    // first, and what is drawn here must have others.
    if let Ok(nowhere) = gloo::utils::document().create_element("i") {
        yew::Renderer::<Nothing>::with_root(nowhere).render().destroy();
    }
}

#[component]
fn Nothing() -> Html {
    Html::default()
}

/// A comparison that is open.
#[wasm_bindgen]
pub struct Comparison {
    drawn: yew::AppHandle<Comparing>,
    wanted: Callback<(Wanted, bool)>,
    close: Callback<()>,
}

#[wasm_bindgen]
impl Comparison {
    /// Draws on `place`. `told` has the bytes of what the page tells; `want` is called with the bytes of what the page is to
    /// do and whether the comparison is over, and with nothing if it only is.
    #[wasm_bindgen(constructor)]
    pub fn new(place: web_sys::Element, told: &[u8], want: Function) -> Comparison {
        let over = want.clone();
        let wanted = Callback::from(move |(wanted, leave): (Wanted, bool)| {
            let bytes = Uint8Array::from(wire::encode(&wanted).as_slice());
            // What the page makes of it is its own affair.
            let _ = want.call2(&JsValue::NULL, &bytes, &leave.into());
        });
        let close = Callback::from(move |()| {
            let _ = over.call2(&JsValue::NULL, &JsValue::UNDEFINED, &true.into());
        });
        let props = ComparingProps { told: read(told), on_wanted: wanted.clone(), on_close: close.clone() };
        let drawn = yew::Renderer::<Comparing>::with_root_and_props(place, props).render();
        Comparison { drawn, wanted, close }
    }

    /// The page tells something new.
    pub fn tell(&mut self, told: &[u8]) {
        let (on_wanted, on_close) = (self.wanted.clone(), self.close.clone());
        self.drawn.update(ComparingProps { told: read(told), on_wanted, on_close });
    }

    /// Leaves the place empty.
    pub fn close(self) {
        self.drawn.destroy();
    }
}

/// What the chart renders to, shown beside its source.
#[wasm_bindgen]
pub struct Rendered {
    drawn: yew::AppHandle<Beside>,
    draw: Draw,
}

#[wasm_bindgen]
impl Rendered {
    /// Draws on `place`. `told` has the bytes of what the page tells; `draw` makes a text in a node of the page.
    #[wasm_bindgen(constructor)]
    pub fn new(place: web_sys::Element, told: &[u8], draw: Function) -> Rendered {
        let draw = Draw::from(draw);
        let props = BesideProps { told: read(told), draw: draw.clone() };
        let drawn = yew::Renderer::<Beside>::with_root_and_props(place, props).render();
        Rendered { drawn, draw }
    }

    /// The page tells something new.
    pub fn tell(&mut self, told: &[u8]) {
        self.drawn.update(BesideProps { told: read(told), draw: self.draw.clone() });
    }

    /// Leaves the place empty.
    pub fn close(self) {
        self.drawn.destroy();
    }
}

fn read(told: &[u8]) -> Shared<Told> {
    Shared::new(wire::decode(told).unwrap_or_default())
}
