//! All wording of the page in one place, so that it can be read, checked and one day translated.
//!
//! Short, present tense, Helm is the subject. Words of Helm and Kubernetes stay as they are.

pub mod compare;
pub mod editor;
pub mod files;
pub mod headline;
pub mod outcome;
pub mod panels;
pub mod rendered;
pub mod steps;
pub mod story;
pub mod top;
pub mod transport;

/// Name of the page.
pub const TITLE: &str = "Helm hooks playground";
/// First heading, for those who cannot see the score.
pub const HEADING: &str = "Helm release lifecycle, step by step";
/// Link over everything before the stage.
pub const SKIP: &str = "Skip to the run";
/// Files hover over the page.
pub const DROP: &str = "Drop a story, a chart or manifests anywhere.";
/// The browser does not keep the work.
pub const NO_ROOM: &str = "The browser has no room to keep this story. Download it before you leave.";
/// The engine broke down over a question.
pub const ENGINE_FAILED: &str =
    "The engine could not play this story. What is drawn may be older than the text; nothing you typed is lost.";
/// A button beside it.
pub const TRY_AGAIN: &str = "Try again";
/// The engine is not there yet.
pub const LOADING: &str = "The engine is loading.";
/// Head of the column of names.
pub const ORDER: &str = "In order of execution";
/// Head of the column after the last step.
pub const AFTERWARDS: &str = "Afterwards";
/// The same after an uninstall.
pub const LEFT_BEHIND: &str = "Left behind?";
/// Phase of the steps that Helm did not get to.
pub const NOT_REACHED: &str = "Not reached";
/// The score's box.
pub const LIFELINES: &str = "Lifelines";
/// The stage, for those who jump between regions.
pub const STAGE: &str = "Run";
/// Buttons and marks of the transport.
pub const TRANSPORT: &str = "Step through the run";
/// Before the first step.
pub const NOT_STARTED: &str = "Not started";
/// Before the first step: what the drawing means.
pub const PLAN: &str = "Nothing has run yet. Dashed lines are planned; they fill as you step. \
     Click a hook to make it fail, hang or be rejected, and the plan changes at once.";
/// The same for a chart without hooks.
pub const PLAN_WITHOUT_HOOKS: &str = "No hooks in this chart: Helm writes the record, creates the resources and \
     writes the record again. Dashed lines are planned; they fill as you step.";
/// A text cannot be read.
pub const CANNOT_START: &str = "Helm stops before the first step.";
/// The reason, should the engine give none.
pub const CANNOT_START_WHY: &str = "No record is written and the cluster is not touched.";
/// What is drawn while the text is broken: what it did before.
pub const STALE_OLD: &str = "Dashed: what the chart did before the error came in.";
/// What is drawn for a text that was never whole.
pub const STALE_PLAN: &str = "Dashed: the plan once you apply the fix.";
/// At the last step.
pub const RUN_ENDS: &str = "The run ends here.";
/// At the last step of a run that fails.
pub const RUN_FAILS: &str = "The run ends here, with an error.";
/// After the step limit.
pub const TRUNCATED: &str = "Stopped after 10,000 steps. What you see is complete up to here.";

/// "Step 9 of 20"
#[must_use]
pub fn place(step: usize, of: usize) -> String {
    format!("Step {} of {}", number(step), number(of))
}

/// "Step 9: Wait for Job db-migrate"
#[must_use]
pub fn numbered(first: usize, last: usize, label: &str) -> String {
    format!("Step {}: {label}", range(first, last))
}

/// "9", "9–10"
#[must_use]
pub fn range(first: usize, last: usize) -> String {
    if first == last { number(first) } else { format!("{}–{}", number(first), number(last)) }
}

/// "Not reached: Create Job slack-notify"
#[must_use]
pub fn not_reached(label: &str) -> String {
    format!("{NOT_REACHED}: {label}")
}

/// What the drawn part of a very long run leaves out.
#[must_use]
pub fn window(before: usize, after: usize) -> String {
    match (before, after) {
        (0, after) => format!("{} more columns follow.", number(after)),
        (before, 0) => format!("{} columns come before.", number(before)),
        (before, after) => format!("{} columns come before, {} follow.", number(before), number(after)),
    }
}

/// Rows that nothing happens to in the drawn part.
#[must_use]
pub fn more_rows(hidden: usize) -> String {
    format!("{}, quiet in this part of the run.", count(hidden, "more object", "more objects"))
}

/// "1 step", "5 steps"
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// 12345 as `12,345`.
#[must_use]
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len().saturating_sub(i).checked_rem(3) == Some(0) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A weight with a proper minus sign.
#[must_use]
pub fn weight(weight: i64) -> String {
    weight.to_string().replace('-', "−")
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Virtual milliseconds as `450ms`, `2s`, `5m 0s`.
#[must_use]
pub fn duration(ms: u64) -> String {
    let seconds = ms / 1000;
    match (seconds / 60, seconds % 60) {
        (0, 0) => format!("{ms}ms"),
        (0, seconds) => format!("{seconds}s"),
        (minutes, seconds) => format!("{minutes}m {seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lists_and_times() {
        assert_eq!(count(1, "step", "steps"), "1 step");
        assert_eq!(count(12_345, "step", "steps"), "12,345 steps");
        assert_eq!(weight(-5), "−5");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!([450, 2_000, 300_000].map(duration), ["450ms", "2s", "5m 0s"]);
    }
}
