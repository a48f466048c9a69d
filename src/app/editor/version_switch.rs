//! The switch between the versions of the chart.

use yew::prelude::*;

use crate::app::icon::Icon;
use crate::app::words::editor as words;

/// Properties of [`VersionSwitch`].
#[derive(Properties, PartialEq, Clone)]
pub struct VersionSwitchProps {
    /// Short names of all versions.
    pub versions: Vec<AttrValue>,
    /// The one that is shown.
    pub current: AttrValue,
    /// Show this one.
    pub on_show: Callback<AttrValue>,
    /// Add a copy of the current one.
    pub on_copy: Callback<()>,
}

/// One button per version, and one that copies the current version.
#[component]
pub fn VersionSwitch(props: &VersionSwitchProps) -> Html {
    html! {
        <div class="seg3" role="group" aria-label={words::VERSIONS}>
            for version in &props.versions {
                <button type="button" aria-pressed={(*version == props.current).to_string()}
                    onclick={let version = version.clone(); props.on_show.reform(move |_: MouseEvent| version.clone())}>
                    { version }
                </button>
            }
            <button type="button" class="plus" aria-label={words::copy_of(&props.current)}
                onclick={props.on_copy.reform(|_: MouseEvent| ())}>
                <Icon name="create" />
            </button>
        </div>
    }
}
