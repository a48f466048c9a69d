//! `helm upgrade` (spec section 5).

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::manifest::HookEvent;
use crate::release::{ApplyMethod, Release, Status};

use super::build::Info;
use super::fail::{Done, Fail, HelmError, Within as _};
use super::flags::{DryRun, Flags, ServerSide};
use super::log::{Record, quoted};
use super::name;
use super::render::Inputs;
use super::requests::Method;
use super::session::{Cause, Session};
use super::update::{Change, Plan};
use super::{Phase, Rule};

/// An upgrade with everything it was prepared with.
struct Upgrade<'f> {
    /// The base: the deployed revision, as a rule.
    current: Release,
    release: Release,
    originals: Vec<Info>,
    targets: Vec<Info>,
    server_side: bool,
    flags: &'f Flags,
}

impl Session<'_> {
    /// Upgrades the release to a chart.
    ///
    /// # Errors
    /// Helm's error, without the prefix of the command.
    pub fn upgrade(&mut self, chart: &str, values: Value, flags: &mut Flags) -> Done<Release> {
        let source = self.chart(chart)?;
        self.warn_of_deprecated(source);
        if flags.atomic {
            flags.wait_for_resources(&self.behaviour);
        }
        self.checking = Rule::Upg1;
        if name::check(self.name()).is_err() {
            return Err(Fail::error(format!("release name is invalid: {}", self.name())));
        }
        let mut upgrade = self.prepare_upgrade(chart, values, flags)?;
        if flags.dry_run != DryRun::No {
            self.checking = Rule::Upg11;
            let custom = Some(&flags.description).filter(|text| !text.is_empty());
            upgrade.release.description = custom.cloned().unwrap_or_else(|| "Dry run complete".into());
            return Ok(upgrade.release);
        }
        self.checking = Rule::Upg13;
        self.create_record(&upgrade.release, flags.history_max, Rule::Upg13)?;
        self.signals.interruptible = true;
        let mut created = Vec::new();
        let performed = self.perform_upgrade(&mut upgrade, &mut created);
        self.signals.interruptible = false;
        if let Err(fail) = performed {
            let created = if matches!(fail, Fail::Cancelled) { Vec::new() } else { created };
            let error = fail.survived()?;
            return Err(self.fail_upgrade(&mut upgrade.release, error, &created, flags)?);
        }
        self.update_record(&upgrade.release, Rule::Upg19)?;
        Ok(upgrade.release)
    }

    fn prepare_upgrade<'f>(&mut self, chart: &str, values: Value, flags: &'f Flags) -> Done<Upgrade<'f>> {
        let no_deployed = format!("{} has no deployed releases", quoted(self.name()));
        self.checking = Rule::Upg2;
        if !self.behaviour.failed_base && self.read_deployed()?.is_none() {
            return Err(Fail::error(no_deployed));
        }
        let last = match self.read_last() {
            Err(Fail::Error(error)) if error.text == super::storage::NOT_FOUND => return Err(Fail::error(no_deployed)),
            other => other?,
        };
        self.checking = Rule::Upg3;
        if last.status.is_pending() && self.behaviour.refuses_pending {
            return Err(Fail::error("another operation (install/upgrade/rollback) is in progress"));
        }
        self.checking = Rule::Upg4;
        let current = self.base_of(&last, &no_deployed)?;
        let (values, own_values) = self.values_of_upgrade(&current, values, flags);
        let config = Arc::new(values);
        let revision = last.revision.saturating_add(1);
        let inputs = Inputs::new(chart, &config, flags).of_upgrade(revision, own_values);
        let rendering = self.render(inputs)?;
        super::storage::check_labels(&flags.labels)?;
        let server_side = self.server_side(flags, last.apply_method);
        let mut labels = last.labels.clone();
        labels.extend(flags.labels.clone());
        labels.retain(|_, value| value != "null");
        let release = Release {
            name: self.name().into(),
            namespace: self.namespace().into(),
            revision,
            status: Status::PendingUpgrade,
            description: "Preparing upgrade".into(),
            apply_method: self.apply_method(server_side),
            chart: chart.into(),
            config,
            manifest: rendering.manifest,
            origins: rendering.origins,
            documents: rendering.documents,
            hooks: rendering.hooks,
            notes: rendering.notes,
            labels,
        };
        self.checking = Rule::Upg8;
        self.check_fields(&release.documents)?;
        let mut targets = self.build(&release)?;
        self.checking = Rule::Upg9;
        let failed = "unable to build kubernetes objects from current release manifest: ";
        let mut originals = self.build(&current).within(failed)?;
        self.mark(&mut targets);
        self.checking = Rule::Upg10;
        let versioned = |info: &Info| (info.key.clone(), info.resource.version.clone());
        let known: BTreeSet<_> = originals.iter().map(versioned).collect();
        let new: Vec<Info> = targets.iter().filter(|info| !known.contains(&versioned(info))).cloned().collect();
        let prefix = format!("{} to continue with update: ", self.behaviour.unable_to_update);
        originals.append(&mut self.adoptable(&new, flags.take_ownership).within(&prefix)?);
        Ok(Upgrade { current, release, originals, targets, server_side, flags })
    }

    /// The revision an upgrade starts from (R-UPG-4).
    fn base_of(&mut self, last: &Arc<Release>, no_deployed: &str) -> Done<Release> {
        if last.status == Status::Deployed {
            return Ok(Release::clone(last));
        }
        match self.read_deployed()? {
            Some(deployed) => Ok(Release::clone(&deployed)),
            None if matches!(last.status, Status::Failed | Status::Superseded) => Ok(Release::clone(last)),
            None => Err(Fail::error(no_deployed)),
        }
    }

    /// `--server-side`, and what it is without (R-UPG-7, R-RB-5).
    pub fn server_side(&self, flags: &Flags, before: Option<ApplyMethod>) -> bool {
        self.behaviour.server_side
            && match flags.server_side {
                ServerSide::Yes => true,
                ServerSide::No => false,
                ServerSide::Auto => before == Some(ApplyMethod::Ssa),
            }
    }

    fn perform_upgrade(&mut self, upgrade: &mut Upgrade<'_>, created: &mut Vec<Info>) -> Done {
        let Upgrade { current, release, originals, targets, server_side, flags } = upgrade;
        let manner = flags.manner(Method::server_side(*server_side));
        self.go_on()?;
        if !flags.no_hooks {
            self.run_hooks(release, HookEvent::PreUpgrade, manner).within("pre-upgrade hooks failed: ")?;
        }
        let migrate = current.apply_method != Some(ApplyMethod::Ssa) && *server_side;
        let updated = self.in_phase(Phase::Resources, |session| {
            let change = Change::of(flags, *server_side, false, migrate)?;
            session.update(Plan { originals, change, hooks: &release.hooks }, targets, created)
        });
        let waited = updated.and_then(|()| match flags.waiting.resources {
            Some(engine) => self.wait_for_manifest(targets, engine, flags.wait_for_jobs, flags.timeout),
            None => Ok(()),
        });
        if let Err(Fail::Error(_)) = &waited {
            self.record(current, Rule::Upg21)?;
        }
        waited?;
        if !flags.no_hooks {
            self.run_hooks(release, HookEvent::PostUpgrade, manner).within("post-upgrade hooks failed: ")?;
        }
        current.status = Status::Superseded;
        self.record(current, Rule::Upg19)?;
        release.status = Status::Deployed;
        let custom = Some(&flags.description).filter(|text| !text.is_empty());
        release.description = custom.cloned().unwrap_or_else(|| "Upgrade complete".into());
        Ok(())
    }

    /// Records the failure, cleans up and rolls back as the flags say (R-UPG-21 to R-UPG-24); the error of the
    /// operation.
    ///
    /// # Errors
    /// What ends Helm.
    fn fail_upgrade(&mut self, release: &mut Release, error: HelmError, created: &[Info], flags: &Flags) -> Done<Fail> {
        let name = self.name().to_owned();
        self.log(Record::warn("upgrade failed").with("name", &name).with("error", &error.text));
        release.status = Status::Failed;
        release.description = format!("Upgrade {} failed: {}", quoted(&name), error.text);
        self.record(release, Rule::Upg21)?;
        if flags.cleanup_on_fail && !created.is_empty() {
            let errors = self.clean_up_created(created, Rule::Upg23)?;
            if !errors.is_empty() {
                return Ok(Fail::error(format!(
                    "an error occurred while cleaning up resources. original upgrade error: {}: unable to cleanup resources: {errors}",
                    error.text
                )));
            }
        }
        if !flags.atomic {
            return Ok(error.into());
        }
        let good = match self.read_history() {
            Ok(all) => all.iter().rfind(|r| matches!(r.status, Status::Superseded | Status::Deployed)).cloned(),
            Err(fail) => {
                let reading = fail.survived()?;
                return Ok(Fail::error(format!(
                    "an error occurred while finding last successful release. original upgrade error: {}: {}",
                    error.text, reading.text
                )));
            }
        };
        let Some(good) = good else {
            let failed =
                "unable to find a previously successful release when attempting to rollback. original upgrade error: ";
            return Ok(error.within(failed).into());
        };
        let mut back = flags.clone();
        back.cleanup_on_fail = false;
        back.description = String::new();
        back.history_max = 0;
        match self.rollback(i64::from(good.revision), &back) {
            Ok(()) => {
                let why = self.behaviour.atomic;
                let done = format!("release {name} failed, and has been rolled back due to {why} being set: ");
                Ok(error.within(&done).into())
            }
            Err(fail) => {
                let rolling = fail.survived()?;
                Ok(Fail::error(format!(
                    "an error occurred while rolling back the release. original upgrade error: {}: {}",
                    error.text, rolling.text
                )))
            }
        }
    }

    /// `--cleanup-on-fail`: deletes what this operation created, whatever its resource policy (R-KEEP-4); the
    /// errors as one text.
    ///
    /// # Errors
    /// What ends Helm.
    pub fn clean_up_created(&mut self, created: &[Info], rule: Rule) -> Done<String> {
        self.in_phase(Phase::Cleanup, |session| {
            let errors = session.delete_all(created, "Background", &Cause::resource(rule))?;
            let texts: Vec<&str> = errors.iter().map(|error| error.text.as_str()).collect();
            Ok(texts.join(", "))
        })
    }
}
