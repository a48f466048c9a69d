//! What Helm prints to stdout (R-REC-9, section 10).

use crate::cluster::timestamp;
use crate::manifest::HookEvent;
use crate::release::{HookPhase, Release};

use super::session::Session;

/// What Go prints for a time that never was.
const NEVER: &str = "Mon Jan  1 00:00:00 0001";

impl Session<'_> {
    /// Prints a text that ends with a line end.
    pub fn print(&mut self, text: &str) {
        self.output.extend(text.strip_suffix('\n').unwrap_or(text).split('\n').map(str::to_owned));
    }

    /// The table of a release, as install, upgrade and test print it.
    pub fn print_release(&mut self, release: &Release, hide_notes: bool) {
        self.print_with_resources(release, "", hide_notes);
    }

    /// The table of a release with tables of its resources, as status prints it.
    pub fn print_with_resources(&mut self, release: &Release, resources: &str, hide_notes: bool) {
        let now = date(self.world.cluster.now());
        self.print(&format!(
            "NAME: {}\nLAST DEPLOYED: {now}\nNAMESPACE: {}\nSTATUS: {}\nREVISION: {}",
            release.name,
            release.namespace,
            release.status.word(),
            release.revision
        ));
        if self.behaviour.shows_description {
            self.print(&format!("DESCRIPTION: {}", release.description));
        }
        if !resources.is_empty() {
            self.print(&format!("RESOURCES:\n{resources}\n"));
        }
        self.print_tests(release, &now);
        if release.description.eq_ignore_ascii_case("Dry run complete") {
            self.print("HOOKS:");
            for stored in release.hooks.iter() {
                self.print_hook(&stored.hook.path, &stored.hook.manifest);
            }
            self.print(&format!("MANIFEST:\n{}\n", release.manifest));
        }
        if !hide_notes && !release.notes.is_empty() {
            self.print(&format!("NOTES:\n{}", release.notes.trim()));
        }
    }

    fn print_tests(&mut self, release: &Release, now: &str) {
        let is_test = |event: &HookEvent| *event == HookEvent::Test;
        if !release.hooks.iter().any(|stored| stored.hook.events.iter().any(is_test)) {
            return self.print("TEST SUITE: None");
        }
        for stored in release.hooks.iter() {
            let Some(phase) = stored.phase else { continue };
            let ended = if matches!(phase, HookPhase::Running) { NEVER } else { now };
            for _ in stored.hook.events.iter().filter(|event| is_test(event)) {
                self.print(&format!(
                    "TEST SUITE:     {}\nLast Started:   {now}\nLast Completed: {ended}\nPhase:          {phase:?}",
                    stored.hook.name
                ));
            }
        }
    }

    /// A hook or a file of a manifest with its source.
    pub fn print_hook(&mut self, path: &str, text: &str) {
        self.print(&format!("---\n# Source: {path}\n{text}\n"));
    }
}

/// A time in milliseconds since the story began, as Go's `time.ANSIC` writes it.
pub(super) fn date(at: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let stamp = timestamp(at);
    let part = |from: usize, to: usize| stamp.get(from..to).unwrap_or_default();
    let number = |from, to| part(from, to).parse::<usize>().unwrap_or_default();
    // Every story begins on a Thursday.
    let day = usize::try_from(at / 86_400_000 % 7).ok().and_then(|day| DAYS.get(day)).copied().unwrap_or_default();
    let month = MONTHS.get(number(5, 7).saturating_sub(1)).copied().unwrap_or_default();
    format!("{day} {month} {:>2} {} {}", number(8, 10), part(11, 19), part(0, 4))
}

/// The same as RFC 3339.
pub(super) fn rfc3339(at: u64) -> String {
    timestamp(at)
}

/// The same as Go prints a time by itself.
pub(super) fn universal(at: u64) -> String {
    format!("{} +0000 UTC", timestamp(at).replace('T', " ").trim_end_matches('Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_go() {
        assert_eq!(date(0), "Thu Jan  1 00:00:00 2026");
        assert_eq!(date((31 + 15) * 86_400_000 + 3_723_000), "Mon Feb 16 01:02:03 2026");
    }
}
