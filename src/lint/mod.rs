//! What a chart's hooks have wrong before they run: one file per rule.
//!
//! A rule looks at one document and says what it finds, with a fix where one is safe. Its file says what it finds,
//! why that matters, and shows an example with the fix applied; the example is its test.

mod annotation_not_text;
mod finding;
mod generate_name;
mod keep_on_hook;
mod no_clean_start;
mod output_log_policy;
mod several_events;
mod stays;
mod subject;
mod unknown_delete_policy;
mod unknown_event;
mod weight;

use finding::Finding;
use subject::Subject;

use crate::chart::RenderedChart;
use crate::manifest::{Placed, Split, documents};
use crate::story::Chart;
use crate::text::Diagnostic;

/// Every rule, in the order in which findings about one document are listed.
const RULES: &[fn(&Subject<'_>) -> Vec<Finding>] = &[
    unknown_event::check,
    annotation_not_text::check,
    weight::check,
    unknown_delete_policy::check,
    output_log_policy::check,
    no_clean_start::check,
    generate_name::check,
    keep_on_hook::check,
    several_events::check,
    stays::check,
];

/// Findings about the documents of a rendered chart, in their order, with places in the chart's source files.
///
/// `chart` is the source of `rendered`; a fix is offered only where both have the same text. What cannot be read is
/// left out: [`crate::manifest::sort`] reports it.
#[must_use]
pub fn check(chart: &Chart, rendered: &RenderedChart, split: Split) -> Vec<Diagnostic> {
    let files = rendered.files.iter().filter(|(path, _)| !path.ends_with("NOTES.txt"));
    let mut found = Vec::new();
    for document in documents(files, split) {
        let Some(subject) = Subject::read(document.text()) else { continue };
        let placed = Placed { source: chart.text(&document.rendered.file), ..document.placed() };
        let findings = RULES.iter().flat_map(|rule| rule(&subject));
        found.extend(findings.map(|finding| finding.placed(placed)));
    }
    found
}
