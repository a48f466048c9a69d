//! What comes of an object or a record: the last column of the score.

use crate::app::words;
use crate::release::Status;
use crate::trace::{Owner, StepOutcome};

/// The last cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct After {
    /// Its tone.
    pub tone: Tone,
    /// Icon, without `i-`.
    pub icon: &'static str,
    /// "stays, from test"
    pub text: String,
}

/// The role of a colour. Never the only sign: each stands beside a word and an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Succeeded, deployed.
    Ok,
    /// Under way.
    Now,
    /// Failed.
    Fail,
    /// Too late.
    Late,
    /// Left behind.
    Stays,
    /// Belongs to the release.
    Owned,
    /// Over, or never was.
    Off,
}

impl Tone {
    /// Its name in classes: `a-ok`, `c-ok`, `t-ok`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tone::Ok => "ok",
            Tone::Now => "now",
            Tone::Fail => "fail",
            Tone::Late => "late",
            Tone::Stays => "stays",
            Tone::Owned => "res",
            Tone::Off => "off",
        }
    }

    /// The tone of a record's status.
    #[must_use]
    pub const fn of(status: Status) -> Tone {
        match status {
            Status::Deployed => Tone::Ok,
            Status::Failed => Tone::Fail,
            Status::PendingInstall | Status::PendingUpgrade | Status::PendingRollback | Status::Uninstalling => {
                Tone::Now
            }
            Status::Unknown | Status::Uninstalled | Status::Superseded => Tone::Off,
        }
    }
}

/// Icon of a record's status.
#[must_use]
pub const fn status_icon(status: Status) -> &'static str {
    match Tone::of(status) {
        Tone::Ok => "ok",
        Tone::Fail => "fail",
        Tone::Now => "wait",
        _ => "done",
    }
}

/// A record after the operation: its status, the one before, whether Helm got that far.
#[must_use]
pub fn of_record(last: Option<Status>, before: Option<Status>) -> After {
    let Some(status) = last else {
        return After { tone: Tone::Off, icon: "delete", text: words::story::RECORD_GONE.into() };
    };
    let text = match status {
        Status::Uninstalled => words::story::RECORD_KEPT.into(),
        _ if before == last => words::story::still(status.word()),
        _ => status.word().into(),
    };
    let icon = if Tone::of(status) == Tone::Off { "off" } else { status_icon(status) };
    After { tone: Tone::of(status), icon, text }
}

/// What became of an object in the operation, gathered over its steps.
#[derive(Debug, Clone, Default)]
pub struct Fortune {
    /// The last write.
    pub written: Option<StepOutcome>,
    /// It was deleted.
    pub deleted: bool,
    /// A wait for it ended well.
    pub ready: bool,
    /// It was refused, failed or ran out of time.
    pub bad: Option<StepOutcome>,
    /// Helm would have touched it, had it got that far.
    pub missed: bool,
    /// It is touched at all.
    pub touched: bool,
}

/// An object that is there after the operation. `from` is the operation that made it, if another one.
#[must_use]
pub fn of_there(fortune: &Fortune, owner: &Owner, status: &str, terminating: bool, from: Option<&str>) -> After {
    let bad = match &fortune.bad {
        Some(StepOutcome::TimedOut) => Some(words::story::TIMED_OUT),
        Some(StepOutcome::Rejected { .. } | StepOutcome::AlreadyExists) => Some(words::story::REJECTED),
        Some(_) => Some(words::story::FAILED),
        None if status == "Failed" => Some(words::story::FAILED),
        None => None,
    };
    if terminating {
        return After { tone: Tone::Late, icon: "late", text: words::story::TERMINATING.into() };
    }
    if *owner != Owner::Release {
        let more = bad.map(str::to_owned).or_else(|| from.map(|from| format!("from {from}")));
        let text = more.map_or(words::story::STAYS.to_owned(), |more| format!("{}, {more}", words::story::STAYS));
        return After { tone: Tone::Stays, icon: "stays", text };
    }
    if let Some(bad) = bad {
        let tone = if bad == words::story::TIMED_OUT { Tone::Late } else { Tone::Fail };
        return After { tone, icon: tone.name(), text: bad.into() };
    }
    let written = match &fortune.written {
        Some(StepOutcome::Created) => words::story::CREATED,
        Some(StepOutcome::Changed) => words::story::PATCHED,
        Some(StepOutcome::Unchanged) => words::story::UNCHANGED,
        _ => {
            let text = from.map_or_else(|| words::story::UNTOUCHED.to_owned(), words::story::still);
            let icon = if fortune.missed { "off" } else { "own" };
            return After { tone: Tone::Off, icon, text };
        }
    };
    let text = if fortune.ready { format!("{written}, {}", words::story::READY) } else { written.into() };
    After { tone: Tone::Owned, icon: "own", text }
}

/// An object that is not there after the operation.
#[must_use]
pub fn of_gone(fortune: &Fortune) -> After {
    let off = |icon, text: &str| After { tone: Tone::Off, icon, text: text.into() };
    match &fortune.bad {
        _ if fortune.deleted => off("delete", words::story::DELETED),
        Some(StepOutcome::Rejected { .. } | StepOutcome::AlreadyExists | StepOutcome::Cut) => {
            After { tone: Tone::Fail, icon: "fail", text: words::story::REJECTED.into() }
        }
        Some(_) => After { tone: Tone::Fail, icon: "fail", text: words::story::FAILED.into() },
        None if fortune.missed => off("off", words::story::NEVER_CREATED),
        None if fortune.touched => off("delete", words::story::GONE),
        None => off("off", words::story::NOT_IN_THIS_RUN),
    }
}
