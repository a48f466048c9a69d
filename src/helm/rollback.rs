//! `helm rollback` (spec section 6).

use crate::manifest::HookEvent;
use crate::release::{Release, Status};

use super::fail::{Done, Fail, HelmError, Within as _};
use super::flags::{DryRun, Flags};
use super::log::{Record, quoted};
use super::name;
use super::requests::Method;
use super::session::Session;
use super::update::{Change, Plan};
use super::{Phase, Rule};

/// Longest description, in characters (NV-6).
const LONGEST_DESCRIPTION: usize = 256;

impl Session<'_> {
    /// Rolls back to a revision, 0 for the one before the last.
    ///
    /// # Errors
    /// Helm's error.
    pub fn rollback(&mut self, revision: i64, flags: &Flags) -> Done {
        self.checking = Rule::Rb1;
        let length = flags.description.chars().count();
        if length > LONGEST_DESCRIPTION {
            let text = format!("description must be {LONGEST_DESCRIPTION} characters or less, got {length}");
            return Err(Fail::error(text));
        }
        if name::check(self.name()).is_err() {
            return Err(Fail::error(format!("prepareRollback: Release name is invalid: {}", self.name())));
        }
        if revision < 0 {
            return Err(Fail::error("invalid release revision"));
        }
        self.checking = Rule::Rb2;
        let current = self.read_last()?;
        self.checking = Rule::Rb3;
        let previous = if revision == 0 { i64::from(current.revision).saturating_sub(1) } else { revision };
        if self.behaviour.rollback_reads_history
            && !self.read_history()?.iter().any(|release| i64::from(release.revision) == previous)
        {
            return Err(Fail::error(format!("release has no {previous} version")));
        }
        let target = self.read_record(u32::try_from(previous).unwrap_or(u32::MAX))?;
        let server_side = self.server_side(flags, target.apply_method);
        let custom = Some(&flags.description).filter(|text| !text.is_empty());
        let mut release = Release {
            revision: current.revision.saturating_add(1),
            status: Status::PendingRollback,
            description: custom.cloned().unwrap_or_else(|| format!("Rollback to {}", target.revision)),
            apply_method: self.apply_method(server_side),
            ..target
        };
        if flags.dry_run != DryRun::No {
            return Ok(());
        }
        self.checking = Rule::Rb6;
        self.create_record(&release, flags.history_max, Rule::Rb6)?;
        self.perform_rollback(Release::clone(&current), &mut release, server_side, flags)?;
        self.update_record(&release, Rule::Rb11)
    }

    fn perform_rollback(
        &mut self,
        mut current: Release,
        release: &mut Release,
        server_side: bool,
        flags: &Flags,
    ) -> Done {
        let manner = flags.manner(Method::server_side(server_side));
        self.checking = Rule::Rb7;
        let originals =
            self.build(&current).within("unable to build kubernetes objects from current release manifest: ")?;
        let mut targets =
            self.build(release).within("unable to build kubernetes objects from new release manifest: ")?;
        if !flags.no_hooks {
            self.run_hooks(release, HookEvent::PreRollback, manner)?;
        }
        if self.behaviour.rollback_marks {
            self.mark(&mut targets);
        }
        let mut created = Vec::new();
        let updated = self.in_phase(Phase::Resources, |session| {
            let change = Change::of(flags, server_side, false, true)?;
            session.update(Plan { originals: &originals, change, hooks: &release.hooks }, &mut targets, &mut created)
        });
        if let Err(fail) = updated {
            let Fail::Error(error) = fail else { return Err(fail) };
            let text = format!("Rollback {} failed: {}", quoted(self.name()), error.text);
            self.log(Record::warn(&text));
            current.status = Status::Superseded;
            release.status = Status::Failed;
            release.description = text;
            self.record(&current, Rule::Rb12)?;
            self.record(release, Rule::Rb12)?;
            return Err(self.clean_up_rollback(error, &created, flags)?);
        }
        if let Some(engine) = flags.waiting.resources
            && let Err(fail) = self.wait_for_manifest(&targets, engine, flags.wait_for_jobs, flags.timeout)
        {
            let Fail::Error(error) = fail else { return Err(fail) };
            release.status = Status::Failed;
            release.description = format!("Release {} failed: {}", quoted(self.name()), error.text);
            self.record(&current, Rule::Rb12)?;
            self.record(release, Rule::Rb12)?;
            return Err(error.within(&format!("release {} failed: ", self.name())).into());
        }
        if !flags.no_hooks {
            self.run_hooks(release, HookEvent::PostRollback, manner)?;
        }
        let superseded = self.supersede_deployed(Rule::Rb11)?;
        if superseded == 0 && self.behaviour.rollback_needs_deployed {
            return Err(Fail::error(format!("{} has no deployed releases", quoted(self.name()))));
        }
        release.status = Status::Deployed;
        Ok(())
    }

    fn clean_up_rollback(&mut self, error: HelmError, created: &[super::build::Info], flags: &Flags) -> Done<Fail> {
        if !flags.cleanup_on_fail {
            return Ok(error.into());
        }
        let errors = self.clean_up_created(created, Rule::Upg23)?;
        if errors.is_empty() {
            return Ok(error.into());
        }
        let original =
            if self.behaviour.rollback_cleanup_hides_error { String::new() } else { format!("{}: ", error.text) };
        Ok(Fail::error(format!(
            "an error occurred while cleaning up resources. original rollback error: {original}unable to cleanup resources: {errors}"
        )))
    }

    /// Every deployed revision becomes superseded (R-RB-11); how many there were.
    ///
    /// # Errors
    /// What ends Helm; that the records cannot be read.
    fn supersede_deployed(&mut self, rule: Rule) -> Done<usize> {
        let all = self.read_all_deployed()?;
        for deployed in &all {
            let mut deployed = Release::clone(deployed);
            deployed.status = Status::Superseded;
            self.record(&deployed, rule)?;
        }
        Ok(all.len())
    }
}
