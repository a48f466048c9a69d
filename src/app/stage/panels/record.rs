//! The release records and what a second command would answer.

use yew::prelude::*;

use super::Panel;
use crate::app::icon::Icon;
use crate::app::score::{Tone, status_icon};
use crate::app::shared::Shared;
use crate::app::words::panels as words;
use crate::trace::Trace;

/// How many revisions are listed.
const MOST: usize = 10;

/// Properties of [`Records`].
#[derive(Properties, PartialEq)]
pub struct RecordsProps {
    /// The trace.
    pub trace: Shared<Trace>,
    /// Index of this step; none before the first.
    pub now: Option<usize>,
}

/// Revision, status and description of every record, newest first.
#[component]
pub fn Records(props: &RecordsProps) -> Html {
    let records = props.trace.state_at(props.now).records;
    let more = records.len().saturating_sub(MOST);
    let pending = records.last().is_some_and(|last| last.status.is_pending());
    html! {
        <Panel class="p-record" title={words::RECORD}>
            if records.is_empty() {
                <p class="p-note">{ words::no_release(&props.trace.release.name) }</p>
            } else {
                <table>
                    <thead><tr><th scope="col">{ words::REVISION }</th><th scope="col">{ words::STATUS }</th><th scope="col">{ words::DESCRIPTION }</th></tr></thead>
                    <tbody>
                        for release in records.iter().rev().take(MOST) {
                            <tr key={release.revision}>
                                <td>{ release.revision }</td>
                                <td>
                                    <span class={format!("tag t-{}", Tone::of(release.status).name())}>
                                        <Icon name={status_icon(release.status)} />{ release.status.word() }
                                    </span>
                                </td>
                                <td>{ &release.description }</td>
                            </tr>
                        }
                    </tbody>
                </table>
            }
            if more > 0 { <p class="p-note">{ words::older(more) }</p> }
            if pending { <p class="p-note">{ words::SECOND }<code>{ words::IN_PROGRESS }</code>{ "." }</p> }
        </Panel>
    }
}
