//! The switch between the versions of the chart.

use yew::prelude::*;

use crate::app::icon::picture;
use crate::app::words::editor as words;

/// One button per version, and one that copies the current version.
pub(super) fn version_switch(
    versions: &[AttrValue],
    current: &str,
    on_show: &Callback<AttrValue>,
    on_copy: &Callback<()>,
) -> Html {
    html! {
        <div class="seg3" role="group" aria-label={words::VERSIONS}>
            for version in versions {
                <button type="button" aria-pressed={(**version == *current).to_string()}
                    onclick={let version = version.clone(); on_show.reform(move |_: MouseEvent| version.clone())}>
                    { version }
                </button>
            }
            <button type="button" class="plus" aria-label={words::copy_of(current)}
                onclick={on_copy.reform(|_: MouseEvent| ())}>
                { picture("create", "") }
            </button>
        </div>
    }
}
