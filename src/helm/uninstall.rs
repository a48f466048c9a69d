//! `helm uninstall` (spec section 7).

use std::fmt::Write as _;

use serde_json::Value;

use crate::cluster::Find as _;
use crate::manifest::{self, HookEvent, Manifest};
use crate::release::{self, Release, Status};

use super::build::Info;
use super::fail::{Done, Fail, HelmError, Within as _};
use super::flags::{DryRun, Flags};
use super::log::{Record, quoted};
use super::name;
use super::requests::Method;
use super::session::{Cause, Session};
use super::{Phase, Rule};

/// What an uninstall has to tell.
#[derive(Debug, Default)]
pub(super) struct Uninstalled {
    /// Which resources were left, and why.
    pub info: String,
}

/// Resources of a release, on their way out.
struct Doomed {
    infos: Vec<Info>,
    info: String,
    /// Refused deletions that do not end the uninstall.
    errors: Vec<HelmError>,
}

impl Session<'_> {
    /// Uninstalls the release.
    ///
    /// # Errors
    /// Helm's error.
    pub fn uninstall(&mut self, flags: &Flags) -> Done<Uninstalled> {
        if flags.dry_run != DryRun::No {
            return self.dry_uninstall(flags);
        }
        self.checking = Rule::Un3;
        if name::check(self.name()).is_err() {
            return Err(Fail::error(format!("uninstall: Release name is invalid: {}", self.name())));
        }
        let all = match self.read_history() {
            Err(Fail::Error(_)) if flags.ignore_not_found => return Ok(Uninstalled::default()),
            other => other.within(&format!("uninstall: Release not loaded: {}: ", self.name()))?,
        };
        let Some(last) = all.last() else { return Err(Fail::error("no release provided")) };
        let mut release = Release::clone(last);
        let revisions: Vec<u32> = all.iter().map(|release| release.revision).collect();
        self.checking = Rule::Un5;
        if release.status == Status::Uninstalled {
            if flags.keep_history {
                return Err(Fail::error(format!("the release named {} is already deleted", quoted(self.name()))));
            }
            self.purge(&revisions, Rule::Un5)?;
            return Ok(Uninstalled::default());
        }
        release.status = Status::Uninstalling;
        release.description = "Deletion in progress (or silently failed)".into();
        let manner = flags.manner(Method::server_side(self.behaviour.server_side));
        if !flags.no_hooks {
            self.run_hooks(&mut release, HookEvent::PreDelete, manner)?;
        }
        self.store_or_go_on(&release, Rule::Un9)?;
        let doomed = match self.in_phase(Phase::Resources, |session| session.delete_resources(&release, flags)) {
            Ok(doomed) => doomed,
            Err(fail) => {
                fail.survived()?;
                return Err(Fail::error(format!("failed to delete release: {}", self.name())));
            }
        };
        let mut errors: Vec<HelmError> = doomed.errors;
        if let Some(engine) = flags.waiting.resources
            && let Err(fail) = self.wait_resources_gone(&doomed.infos, engine, flags.timeout)
        {
            errors.push(fail.survived()?);
        }
        if !flags.no_hooks
            && let Err(fail) = self.run_hooks(&mut release, HookEvent::PostDelete, manner)
        {
            errors.push(fail.survived()?);
        }
        release.status = Status::Uninstalled;
        let custom = Some(&flags.description).filter(|text| !text.is_empty());
        release.description = custom.cloned().unwrap_or_else(|| "Uninstallation complete".into());
        if flags.keep_history {
            self.store_or_go_on(&release, Rule::Un13)?;
            if self.behaviour.uninstall_supersedes {
                for deployed in self.read_all_deployed()? {
                    self.store_or_go_on(
                        &Release { status: Status::Superseded, ..Release::clone(&deployed) },
                        Rule::Un13,
                    )?;
                }
            }
        } else if let Err(fail) = self.purge(&revisions, Rule::Un13) {
            errors.push(fail.survived()?);
        }
        if errors.is_empty() {
            return Ok(Uninstalled { info: doomed.info });
        }
        let texts: Vec<&str> = errors.iter().map(|error| error.text.as_str()).collect();
        Err(Fail::error(format!("uninstallation completed with {} error(s): {}", texts.len(), texts.join("; "))))
    }

    /// Updates a record; an uninstall goes on without a word if it cannot be written.
    fn store_or_go_on(&mut self, release: &Release, rule: Rule) -> Done {
        let Err(fail) = self.update_record(release, rule) else { return Ok(()) };
        fail.survived().map(drop)
    }

    /// Deletes all records, oldest first.
    fn purge(&mut self, revisions: &[u32], rule: Rule) -> Done {
        self.in_phase(Phase::Record, |session| {
            revisions.iter().try_for_each(|revision| session.forget(*revision, rule))
        })
        .within("uninstall: Failed to purge the release: ")
    }

    /// Deletes the resources of this revision, in the order of kinds for uninstall (R-UN-9, R-UN-10).
    fn delete_resources(&mut self, release: &Release, flags: &Flags) -> Done<Doomed> {
        let propagation = match flags.cascade.as_str() {
            "foreground" => "Foreground",
            "orphan" => "Orphan",
            _ => "Background",
        };
        let (kept, infos) = self.resources_to_delete(release)?;
        let mut info = kept_lines(&kept, self.behaviour.names_kept);
        let mut infos = infos;
        if self.behaviour.checks_owner {
            self.checking = Rule::Nv2;
            let verified = self.verify_owner(infos)?;
            for foreign in &verified.foreign {
                let record = not_deleted("skipping delete of resource not owned by this release", foreign);
                self.log(record.with("release", self.name()));
            }
            let foreign = verified.foreign.iter().map(|info| format!("[{}] {}", info.key.kind, info.key.name));
            add_block(&mut info, "because they are not owned by this release", foreign.collect());
            for (unknown, error) in &verified.unknown {
                let text = "skipping delete of resource because ownership could not be verified";
                let record = not_deleted(text, unknown).with("release", self.name());
                self.log(record.with("error", &error.text));
            }
            let unknown =
                verified.unknown.iter().map(|(info, e)| format!("[{}] {}: {}", info.key.kind, info.key.name, e.text));
            add_block(&mut info, "because their ownership could not be verified", unknown.collect());
            infos = verified.owned;
        }
        let mut errors = Vec::new();
        if !infos.is_empty() {
            errors = self.delete_all(&infos, propagation, &Cause::resource(Rule::Un9))?;
            if let Some(first) = errors.first().filter(|_| self.behaviour.delete_error_ends_uninstall) {
                return Err(first.clone().into());
            }
        }
        Ok(Doomed { infos, info, errors })
    }

    /// What stays by its resource policy, and what is to go (R-KEEP-1).
    fn resources_to_delete(&self, release: &Release) -> Done<(Vec<Manifest>, Vec<Info>)> {
        let sorted = manifest::sort_for_uninstall(
            &release.manifest,
            &release.origins,
            self.behaviour.dialect(),
            &self.memory.heads,
        )
        .map_err(Fail::error)?;
        let same = sorted.len() == release.documents.len();
        let mut kept = Vec::new();
        let mut documents = Vec::new();
        for manifest in sorted {
            // The pieces are called `manifest-0`, `manifest-1`, …; as a rule they are the documents read already.
            let number = manifest.path.strip_prefix("manifest-").and_then(|number| number.parse::<usize>().ok());
            let read = number.filter(|_| same).and_then(|number| release.documents.get(number));
            let mut found = match read.filter(|read| read.origin == manifest.origin) {
                Some(read) => vec![read.clone()],
                None => release::documents(&manifest.content, &self.memory.documents, |_| manifest.origin.clone()),
            };
            match found.first().and_then(|first| policy(first.object.as_deref().ok())) {
                None => documents.append(&mut found),
                Some(policy) if policy.trim().to_lowercase() == "keep" => kept.push(manifest),
                // Any other value: neither deleted nor listed.
                Some(_) => {}
            }
        }
        let infos = self.objects(&documents).map_err(Fail::error)?;
        Ok((kept, infos))
    }

    /// `--dry-run` looks whether the release exists; newer ones also tell what would stay (NV-4).
    fn dry_uninstall(&mut self, flags: &Flags) -> Done<Uninstalled> {
        self.checking = Rule::Un3;
        let release = match self.read_last() {
            Err(Fail::Error(_)) if flags.ignore_not_found && self.behaviour.strategies => {
                return Ok(Uninstalled::default());
            }
            other => other?,
        };
        if !self.behaviour.dry_uninstall_lists_kept {
            return Ok(Uninstalled::default());
        }
        let Ok((kept, infos)) = self.resources_to_delete(&release) else { return Ok(Uninstalled::default()) };
        let verified = self.verify_owner(infos)?;
        let count = verified.foreign.len();
        if count > 0 {
            let text = "dry-run: resources would be skipped because they are not owned by this release";
            self.log(Record::warn(text).with("release", self.name()).with("count", &count.to_string()));
            for info in &verified.foreign {
                self.log(not_deleted("dry-run: would skip resource", info));
            }
        }
        Ok(Uninstalled { info: kept_lines(&kept, self.behaviour.names_kept) })
    }
}

/// The annotation `helm.sh/resource-policy`.
pub(super) fn policy(object: Option<&Value>) -> Option<&str> {
    object?
        .find("/metadata/annotations")?
        .get("helm.sh/resource-policy")
        .map(|value| value.as_str().unwrap_or_default())
}

fn not_deleted(text: &str, info: &Info) -> Record {
    let record = Record::warn(text).with("kind", &info.key.kind).with("name", &info.key.name);
    record.with("namespace", &info.key.namespace)
}

fn kept_lines(kept: &[Manifest], named: bool) -> String {
    if !named {
        return kept.iter().map(|manifest| format!("{}\n", manifest.path)).collect();
    }
    let mut text = String::new();
    if !kept.is_empty() {
        text.push_str("These resources were kept due to the resource policy:\n");
    }
    for manifest in kept {
        let _ = writeln!(text, "[{}] {}", manifest.kind, manifest.name);
    }
    text
}

fn add_block(text: &mut String, why: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{} resource(s) were not deleted {why}:", lines.len());
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
}
