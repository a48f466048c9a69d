//! The release records and what a second command would answer.

use yew::prelude::*;

use super::panel;
use crate::app::icon::picture;
use crate::app::score::{Tone, status_icon};
use crate::app::words::panels as words;
use crate::trace::Trace;

/// How many revisions are listed.
const MOST: usize = 10;

/// Revision, status and description of every record, newest first.
pub(super) fn records(trace: &Trace, now: Option<usize>) -> Html {
    let records = trace.state_at(now).records;
    let more = records.len().saturating_sub(MOST);
    let pending = records.last().is_some_and(|last| last.status.is_pending());
    let content = html! {
        <>
            if records.is_empty() {
                <p class="p-note">{ words::no_release(&trace.release.name) }</p>
            } else {
                <table>
                    <thead><tr><th scope="col">{ words::REVISION }</th><th scope="col">{ words::STATUS }</th><th scope="col">{ words::DESCRIPTION }</th></tr></thead>
                    <tbody>
                        for release in records.iter().rev().take(MOST) {
                            <tr key={release.revision}>
                                <td>{ release.revision }</td>
                                <td>
                                    <span class={format!("tag t-{}", Tone::of(release.status).name())}>
                                        { picture(status_icon(release.status), "") }{ release.status.word() }
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
        </>
    };
    panel("p-record", words::RECORD, None, content)
}
