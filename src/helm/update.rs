//! The update of resources: upgrade, rollback and the adopting install (spec section 5.3).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cluster::{Find as _, Key, PatchType, three_way_merge, two_way_merge};
use crate::release::Hooks;
use crate::text::filled;

use super::behaviour::Refused;
use super::build::Info;
use super::fail::{Done, Fail, HelmError};
use super::flags::Flags;
use super::log::{Record, quoted};
use super::requests::{Answer, Method};
use super::session::{Cause, Session};
use super::{Role, Rule};

/// How objects that exist are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// A patch made here (R-UPD-5).
    Client {
        /// Custom resources are merged with the live object too (R-OWN-6).
        three_way: bool,
    },
    /// PUT (R-UPD-6).
    Replace,
    /// Server-side apply (R-UPD-7).
    Server {
        /// Takes fields from other managers.
        force: bool,
        /// The object was applied on the client side before.
        migrate: bool,
    },
}

impl Change {
    /// What the flags ask for.
    ///
    /// # Errors
    /// Flags that do not go together: noticed here only, when the hooks have run (R-UPD-8).
    pub fn of(flags: &Flags, server_side: bool, three_way: bool, migrate: bool) -> Done<Self> {
        let wrong = match (server_side, flags.force_replace, flags.force_conflicts) {
            (false, _, true) => "invalid client update option(s): forceConflicts enabled when serverSideApply disabled",
            (_, true, true) => "invalid operation: cannot use force conflicts and force replace together",
            (true, true, _) => "invalid operation: cannot use server-side apply and force replace together",
            (true, false, force) => return Ok(Change::Server { force, migrate }),
            (false, true, false) => return Ok(Change::Replace),
            (false, false, false) => return Ok(Change::Client { three_way }),
        };
        Err(Fail::error(wrong))
    }

    fn creates_by(self) -> Method {
        match self {
            Change::Server { force, .. } => Method::Server { force },
            _ => Method::Client,
        }
    }
}

/// An update: from what, how, and beside which hooks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan<'p> {
    pub originals: &'p [Info],
    pub change: Change,
    /// Hooks of the new revision.
    pub hooks: &'p Hooks,
}

/// What makes an object the same one in two manifests.
type Identity<'i> = (&'i Key, &'i str);

fn identity(info: &Info, versions: bool) -> Identity<'_> {
    (&info.key, if versions { &info.resource.version } else { "" })
}

impl Session<'_> {
    /// Brings the cluster to `targets`, one object after the other (R-UPD-1 to R-UPD-3). What is created is added to
    /// `created`, even if something fails.
    ///
    /// # Errors
    /// The first error that stops the update, else those that did not, joined.
    pub fn update(&mut self, plan: Plan<'_>, targets: &mut [Info], created: &mut Vec<Info>) -> Done {
        let Plan { originals, change, hooks } = plan;
        let versions = self.behaviour.matches_versions;
        let known: BTreeMap<Identity<'_>, &Info> =
            filled(originals.iter().rev().map(|info| (identity(info, versions), info)));
        let mut errors: Vec<HelmError> = Vec::new();
        for target in targets.iter_mut() {
            match self.get(target)? {
                Ok(live) => {
                    let base = match known.get(&identity(target, versions)) {
                        Some(original) => original.object.clone(),
                        None if self.behaviour.live_base => {
                            self.note_foreign(target);
                            live
                        }
                        None => {
                            let (kind, name) = (&target.key.kind, quoted(&target.key.name));
                            return Err(Fail::error(match self.behaviour.names_original {
                                true => format!("original object {kind} with the name {name} not found"),
                                false => format!("no {kind} with the name {name} found"),
                            }));
                        }
                    };
                    if let Err(error) = self.change(&base, target, change)? {
                        errors.push(error);
                    }
                }
                Err(error) if error.is_not_found() => {
                    let made = self.create(target, change.creates_by(), &Cause::resource(Rule::Upd1))?;
                    created.push(target.clone());
                    made.map_err(|error| error.within("failed to create resource: "))?;
                }
                Err(error) => return Err(error.within("could not get information about the resource: ").into()),
            }
        }
        if errors.is_empty() {
            let kept: BTreeSet<Identity<'_>> = filled(targets.iter().map(|info| identity(info, versions)));
            let hooks: BTreeSet<(&str, &str)> =
                filled(hooks.iter().map(|stored| (stored.hook.kind.as_str(), stored.hook.name.as_str())));
            for original in originals.iter().filter(|original| !kept.contains(&identity(original, versions))) {
                let became_hook = hooks.contains(&(original.key.kind.as_str(), original.key.name.as_str()));
                errors.extend(self.remove(original, became_hook)?);
            }
        }
        match errors.split_first() {
            None => Ok(()),
            Some((first, rest)) => {
                let texts = rest.iter().fold(first.text.clone(), |text, error| format!("{text} && {}", error.text));
                Err(HelmError { text: texts, api: first.api.clone() }.into())
            }
        }
    }

    /// An object that the old manifest lacks is only mentioned (R-UPD-1).
    fn note_foreign(&mut self, info: &Info) {
        let text = "resource exists on cluster but not in original release, using cluster state as baseline";
        let key = &info.key;
        let record = Record::warn(text).with("namespace", &key.namespace).with("name", &key.name);
        self.log(record.with("kind", &key.kind));
    }

    fn change(&mut self, base: &Value, target: &Info, change: Change) -> Answer {
        match change {
            Change::Replace => {
                if !self.behaviour.replaces_unchanged {
                    match self.make_patch(base, target, false)? {
                        Ok((_, patch)) if is_empty(&patch) => return self.refresh(target),
                        Ok(_) => {}
                        Err(error) => return Ok(Err(error)),
                    }
                }
                let replaced = self.replace(target, &Cause::resource(Rule::Upd6))?;
                Ok(replaced.map_err(|error| error.within("failed to replace object: ")))
            }
            Change::Server { force, migrate } => {
                if migrate && let Err(error) = self.migrate_managers(target)? {
                    return Ok(Err(error));
                }
                self.apply(target, force, &Cause::resource(Rule::Upd7))
            }
            Change::Client { three_way } => self.patch_from(base, target, three_way),
        }
    }

    /// Hands the fields that client-side requests have set to the manager of the apply (R-UPD-7).
    fn migrate_managers(&mut self, target: &Info) -> Answer {
        if let Err(error) = self.get(target)? {
            return Ok(Err(error.within(&format!("failed to get object {}: ", target.full_name()))));
        }
        let handed = self.hand_over(target, &Cause::resource(Rule::Upd7))?;
        let failed = format!("failed to patch object to upgrade CSA field manager {}: ", target.full_name());
        Ok(handed.map_err(|error| error.within(&failed)))
    }

    /// What turns the live object into the target.
    fn make_patch(&mut self, base: &Value, target: &Info, three_way: bool) -> Answer<(PatchType, Value)> {
        let live = match self.get(target)? {
            Ok(live) => live,
            Err(error) => {
                let (namespace, name) = (&target.key.namespace, &target.key.name);
                let text =
                    format!("failed to create patch: unable to get data for current object {namespace}/{name}: ");
                return Ok(Err(error.within(&text)));
            }
        };
        let version = target.resource.api_version();
        let is_strange = self.behaviour.unknown_to_client.contains(&(version.as_str(), target.key.kind.as_str()));
        Ok(match self.world.cluster.make_patch(base, &target.object, &live) {
            Ok(_) if is_strange => Ok((PatchType::Merge, two_way_merge(base, &target.object))),
            Ok((PatchType::Merge, _)) if three_way => {
                Ok((PatchType::Merge, three_way_merge(base, &target.object, &live)))
            }
            Ok(made) => Ok(made),
            Err(error) => Err(HelmError::new(error).within("failed to create patch: ")),
        })
    }

    /// What Helm does instead of a change if there is nothing to change (R-UPD-9).
    fn refresh(&mut self, target: &Info) -> Answer {
        self.questions.last = true;
        let refreshed = self.get(target)?;
        Ok(refreshed.map(drop).map_err(|error| error.within("failed to refresh resource information: ")))
    }

    /// Sends what turns the live object into the target; nothing if there is nothing to change (R-UPD-5, R-UPD-9).
    fn patch_from(&mut self, base: &Value, target: &Info, three_way: bool) -> Answer {
        let (kind, patch) = match self.make_patch(base, target, three_way)? {
            Ok(made) => made,
            Err(error) => return Ok(Err(error)),
        };
        if is_empty(&patch) {
            return self.refresh(target);
        }
        let sent = self.patch(target, kind, &patch, &Cause::resource(Rule::Upd5))?;
        let failed = format!("cannot patch {} with kind {}: ", quoted(&target.key.name), target.key.kind);
        Ok(sent.map_err(|error| error.within(&failed)))
    }

    /// Deletes a resource that the new manifest lacks, unless the live object is to be kept (R-UPD-3, R-KEEP-2);
    /// the error that counts.
    fn remove(&mut self, original: &Info, became_hook: bool) -> Done<Option<HelmError>> {
        if self.behaviour.keeps_removed && self.stays(original)? {
            return Ok(None);
        }
        let cause = if became_hook {
            // The recordings, too, call it a hook by now (R-UPD-4).
            Cause { role: Role::Hook, ..Cause::resource(Rule::Upd4) }
        } else {
            Cause::resource(Rule::Upd3)
        };
        let Err(error) = self.delete(original, "Background", &cause)? else { return Ok(None) };
        if error.is_not_found() {
            return Ok(None);
        }
        let key = &original.key;
        match self.behaviour.refused_removal {
            Refused::Ignored => return Ok(None),
            Refused::Stops => return Err(error.within(&format!("Failed to delete {}: ", quoted(&key.name))).into()),
            Refused::Told => {}
        }
        let (namespace, name, kind) = (&key.namespace, &key.name, &key.kind);
        let named = match self.behaviour.delete_errors_name_kind {
            true => format!("namespace={namespace}, name={name}, kind={kind}"),
            false => name.clone(),
        };
        Ok(Some(error.within(&format!("failed to delete resource {named}: "))))
    }

    /// Whether a removed resource is to be kept, or gone already.
    fn stays(&mut self, original: &Info) -> Done<bool> {
        let live = match self.get(original)? {
            Ok(live) => live,
            Err(_) => {
                self.questions.missed();
                if self.behaviour.looks_before_removal {
                    return Ok(true);
                }
                original.object.clone()
            }
        };
        let annotations = live.find("/metadata/annotations");
        let policy = annotations.and_then(|annotations| annotations.get("helm.sh/resource-policy"));
        Ok(policy.and_then(Value::as_str) == Some("keep"))
    }
}

fn is_empty(patch: &Value) -> bool {
    patch.as_object().is_some_and(serde_json::Map::is_empty)
}
