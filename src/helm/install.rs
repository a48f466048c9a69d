//! `helm install` (spec section 4).

use std::sync::Arc;

use serde_json::json;

use crate::chart::{self, Table};
use crate::manifest::{HookEvent, Origin};
use crate::release::{self, ApplyMethod, Release, Status};
use crate::text::Span;

use super::behaviour::CrdWait;
use super::build::Info;
use super::fail::{Done, Fail, HelmError, Within as _};
use super::flags::{DryRun, Flags, ServerSide};
use super::hooks::Manner;
use super::log::{Record, quoted};
use super::name;
use super::render::Inputs;
use super::requests::Method;
use super::session::{Cause, Session};
use super::update::{Change, Plan};
use super::values::stored;
use super::wait::Waiting;
use super::{Phase, Role, Rule};

impl Flags {
    /// How the hooks of an operation are run.
    pub fn manner(&self, method: Method) -> Manner {
        Manner { method, waiting: self.waiting, timeout: self.timeout }
    }
}

impl Session<'_> {
    /// Installs a chart.
    ///
    /// # Errors
    /// Helm's error, without the prefix of the command.
    pub fn install(&mut self, chart: &str, values: Table, flags: &mut Flags) -> Done<Release> {
        let online = flags.dry_run != DryRun::Client || !self.behaviour.client_dry_run_is_offline;
        self.check_installable(chart)?;
        self.check_name(flags)?;
        let server_side = self.behaviour.server_side && flags.server_side != ServerSide::No;
        if online && !flags.skip_crds && flags.dry_run == DryRun::No {
            self.in_phase(Phase::Crds, |session| session.install_crds(chart, &values, flags, server_side))?;
        }
        if flags.atomic {
            flags.wait_for_resources(&self.behaviour);
        }
        super::storage::check_labels(&flags.labels)?;
        let config = stored(&values);
        let inputs = Inputs::new(chart, values, flags).without_cluster(!online);
        let rendering = self.render(inputs)?;
        let mut release = Release {
            name: self.name().into(),
            namespace: self.namespace().into(),
            revision: 1,
            status: Status::PendingInstall,
            description: "Initial install underway".into(),
            apply_method: self.apply_method(server_side),
            chart: chart.into(),
            config,
            manifest: rendering.manifest,
            origins: rendering.origins,
            documents: rendering.documents,
            hooks: rendering.hooks,
            notes: rendering.notes,
            labels: flags.labels.clone(),
        };
        self.checking = Rule::Ins12;
        let mut resources = Vec::new();
        if online {
            let failed = "unable to build kubernetes objects from release manifest: ";
            self.check_fields(&release.documents).within(failed)?;
            resources = self.build(&release).within(failed)?;
        }
        self.mark(&mut resources);
        self.checking = Rule::Ins13;
        let adopted = if online {
            let prefix = format!("{} to continue with install: ", self.behaviour.unable);
            self.adoptable(&resources, flags.take_ownership).within(&prefix)?
        } else {
            Vec::new()
        };
        if flags.dry_run != DryRun::No {
            self.checking = Rule::Ins14;
            release.description = "Dry run complete".into();
            return Ok(release);
        }
        if flags.create_namespace {
            self.in_phase(Phase::Namespace, |session| session.create_namespace(server_side))?;
        }
        if flags.replace {
            self.supersede_last(&mut release)?;
        }
        self.checking = Rule::Ins16;
        self.create_record(&release, 0, Rule::Ins16)?;
        self.signals.interruptible = true;
        let performed = self.perform_install(&mut release, resources, &adopted, flags, server_side);
        self.signals.interruptible = false;
        match performed {
            Ok(()) => Ok(release),
            Err(fail) => {
                let error = fail.survived()?;
                Err(self.fail_install(&mut release, error, flags)?)
            }
        }
    }

    /// How a release is applied, as its record says it.
    pub fn apply_method(&self, server_side: bool) -> Option<ApplyMethod> {
        let method = if server_side { ApplyMethod::Ssa } else { ApplyMethod::Csa };
        self.behaviour.server_side.then_some(method)
    }

    /// The objects of a release's manifest.
    ///
    /// # Errors
    /// The errors of the documents.
    pub fn build(&mut self, release: &Release) -> Done<Vec<Info>> {
        match self.objects(&release.documents) {
            Err(_) if self.lenient => Ok(self.build_what_can_be_built(release)),
            Ok(infos) => Ok(infos),
            Err(error) => {
                let crd = |stored: crate::release::StoredHook<'_>| stored.hook.kind == "CustomResourceDefinition";
                self.checking = match () {
                    () if error.contains("cannot unmarshal") => Rule::Wgt4,
                    () if !error.contains("no matches for kind") => Rule::Bld2,
                    () if release.hooks.iter().any(crd) => Rule::Bld6,
                    () => Rule::Bld4,
                };
                Err(Fail::error(error))
            }
        }
    }

    fn build_what_can_be_built(&self, release: &Release) -> Vec<Info> {
        let each = release.documents.iter().filter_map(|document| self.objects(std::slice::from_ref(document)).ok());
        each.flatten().collect()
    }

    /// Whether the name is free (R-INS-4). Errors of reading the history count as free.
    fn check_name(&mut self, flags: &Flags) -> Done {
        self.checking = Rule::Ins4;
        if let Err(error) = name::check_named(self.name()) {
            return Err(self.name_refused(error));
        }
        if flags.dry_run != DryRun::No {
            return Ok(());
        }
        let last = match self.read_last() {
            Ok(last) => last,
            Err(Fail::Error(_)) => return Ok(()),
            Err(fail) => return Err(fail),
        };
        if flags.replace && matches!(last.status, Status::Uninstalled | Status::Failed) {
            return Ok(());
        }
        Err(self.name_refused(self.behaviour.name_in_use.to_owned()))
    }

    fn name_refused(&mut self, error: String) -> Fail {
        self.log(Record::error("release name check failed").with("error", &error));
        Fail::error(format!("{}{error}", self.behaviour.name_check_failed))
    }

    /// `crds/` (R-CRD-3 to R-CRD-8).
    fn install_crds(&mut self, short: &str, values: &Table, flags: &Flags, server_side: bool) -> Done {
        self.checking = Rule::Ins6;
        let source = self.chart(short)?;
        let mut total = Vec::new();
        for crd in chart::crds(source, values, &self.memory.reader) {
            let failed = format!("failed to install CRD {}: ", crd.name);
            let text = source.text(&crd.file).unwrap_or_default();
            let origin = Origin { chart: short.to_owned(), file: crd.file, span: Span::new(0, text.len()) };
            let documents = release::documents(text, &self.memory.documents, |_| origin.clone());
            let mut infos = self.objects(&documents).map_err(Fail::error).within(&failed)?;
            if infos.is_empty() {
                return Err(Fail::error(format!("{failed}resources are empty")));
            }
            if !server_side && flags.force_conflicts {
                let error = "invalid client create option(s): forceConflicts enabled when serverSideApply disabled";
                return Err(Fail::error(format!("{failed}{error}")));
            }
            let (method, rule) = if server_side {
                (Method::Server { force: flags.force_conflicts }, Rule::Crd5)
            } else {
                (Method::Client, Rule::Crd4)
            };
            let cause = Cause { role: Role::Crd, rule, hook: None, origin: Some(&origin) };
            match self.create_all(&mut infos, method, &cause) {
                Err(Fail::Error(error)) if error.already_exists() => {}
                other => {
                    other.within(&failed)?;
                    total.append(&mut infos);
                }
            }
        }
        let Some(engine) = self.crd_engine(flags.waiting).filter(|_| !total.is_empty()) else { return Ok(()) };
        self.wait_for_crds(&total, engine)
    }

    fn crd_engine(&self, waiting: Waiting) -> Option<super::wait::Engine> {
        match self.behaviour.crd_wait {
            CrdWait::Always => Some(waiting.resources.unwrap_or(waiting.hooks)),
            CrdWait::ByStrategy => waiting.resources,
        }
    }

    /// `--create-namespace`
    fn create_namespace(&mut self, server_side: bool) -> Done {
        self.checking = Rule::Ins15;
        let name = self.namespace().to_owned();
        let namespace = json!({
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": {"name": name, "labels": {"name": name}},
        });
        let documents = [crate::release::Document { object: Ok(Arc::new(namespace)), origin: Default::default() }];
        let mut infos = self.objects(&documents).map_err(Fail::error)?;
        infos.iter_mut().for_each(|info| info.origin = None);
        let cause = Cause { role: Role::Namespace, rule: Rule::Ins15, hook: None, origin: None };
        match self.create_all(&mut infos, Method::server_side(server_side), &cause) {
            Err(Fail::Error(error)) if error.already_exists() => Ok(()),
            other => other,
        }
    }

    /// `--replace`: the new release comes after the last one, which is superseded unless it failed (R-INS-15).
    fn supersede_last(&mut self, release: &mut Release) -> Done {
        self.checking = Rule::Ins15;
        let last = match self.read_last() {
            Ok(last) => last,
            Err(Fail::Error(_)) => return Ok(()),
            Err(fail) => return Err(fail),
        };
        release.revision = last.revision.saturating_add(1);
        if last.status == Status::Failed {
            return Ok(());
        }
        let mut last = Release::clone(&last);
        last.status = Status::Superseded;
        last.description = "superseded by new release".into();
        self.update_record(&last, Rule::Ins15)
    }

    fn perform_install(
        &mut self,
        release: &mut Release,
        mut resources: Vec<Info>,
        adopted: &[Info],
        flags: &Flags,
        server_side: bool,
    ) -> Done {
        let manner = flags.manner(Method::server_side(server_side));
        self.go_on()?;
        if !flags.no_hooks {
            self.run_hooks(release, HookEvent::PreInstall, manner).within("failed pre-install: ")?;
        }
        self.in_phase(Phase::Resources, |session| {
            if resources.is_empty() {
                return Ok(());
            }
            if adopted.is_empty() {
                return session.create_all(&mut resources, manner.method, &Cause::resource(Rule::Ins18));
            }
            let three_way = flags.take_ownership;
            let change = Change::of(flags, server_side, three_way, true)?;
            session.update(Plan { originals: adopted, change, hooks: &release.hooks }, &mut resources, &mut Vec::new())
        })?;
        if let Some(engine) = flags.waiting.resources {
            self.wait_for_manifest(&resources, engine, flags.wait_for_jobs, flags.timeout)?;
        }
        if !flags.no_hooks {
            self.run_hooks(release, HookEvent::PostInstall, manner).within("failed post-install: ")?;
        }
        release.status = Status::Deployed;
        let custom = Some(&flags.description).filter(|text| !text.is_empty());
        release.description = custom.cloned().unwrap_or_else(|| "Install complete".into());
        match self.update_record(release, Rule::Ins21) {
            Err(Fail::Error(error)) => {
                self.log(Record::error("failed to record the release").with("error", &error.text));
                Ok(())
            }
            other => other,
        }
    }

    /// Records the failure, or undoes everything (R-INS-24, R-INS-25); the error of the operation.
    ///
    /// # Errors
    /// What ends Helm.
    fn fail_install(&mut self, release: &mut Release, error: HelmError, flags: &Flags) -> Done<Fail> {
        let name = self.name().to_owned();
        release.status = Status::Failed;
        release.description = format!("Release {} failed: {}", quoted(&name), error.text);
        if !flags.atomic {
            return match self.update_record(release, Rule::Ins24) {
                Ok(()) | Err(Fail::Error(_)) => Ok(error.into()),
                Err(fail) => Err(fail),
            };
        }
        let mut undo = flags.clone();
        undo.keep_history = false;
        undo.description = String::new();
        undo.cascade = "background".into();
        undo.ignore_not_found = false;
        if !self.behaviour.nested_uninstall_waits {
            undo.waiting = Waiting::HELM_3;
        }
        match self.uninstall(&undo) {
            Ok(_) => {
                let why = self.behaviour.atomic;
                Ok(error
                    .within(&format!("release {name} failed, and has been uninstalled due to {why} being set: "))
                    .into())
            }
            Err(fail) => {
                let undoing = fail.survived()?;
                let text = format!(
                    "an error occurred while uninstalling the release. original install error: {}: {}",
                    error.text, undoing.text
                );
                Ok(Fail::error(text))
            }
        }
    }
}
