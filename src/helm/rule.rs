//! The rules a step can stand on.
//!
//! Ids are those of the behavioural specification of Helm that the recordings check; each rule has
//! one sentence and the function of Helm that does it.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::story::HelmVersion;
use crate::text::Word;

/// Where Helm's source does what a rule says.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Source {
    /// Path in the repository of Helm, of the version asked for.
    pub path: String,
    /// Function.
    pub function: Word,
    /// Address of the file at that version.
    pub url: String,
}

macro_rules! rules {
    ($($variant:ident $id:literal $path:literal $function:literal $sentence:literal;)*) => {
        /// A rule of Helm's behaviour.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
        pub enum Rule {
            $(#[doc = $sentence] $variant,)*
        }

        impl Rule {
            /// Every rule a step can stand on.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            /// `(id, path in Helm 4, function, sentence)`
            const fn row(self) -> (&'static str, &'static str, &'static str, &'static str) {
                match self {
                    $(Rule::$variant => ($id, $path, $function, $sentence),)*
                }
            }
        }
    };
}

rules! {
    Story "story" "" "" "The story says so; Helm has no part in it.";
    Rnd8 "R-RND-8" "pkg/action/install.go" "RunWithContext" "Templates are rendered once, before any hook runs.";
    Rnd9 "R-RND-9" "pkg/action/action.go" "renderResources" "Helm renders the whole chart before it writes anything; an error there ends the operation.";
    Rnd17 "R-RND-17" "pkg/action/install.go" "performInstall" "With --no-hooks the hooks are stored in the release and not run.";
    Head1 "R-HEAD-1" "pkg/release/v1/util/manifest_sorter.go" "sort" "Each document is read as YAML; the first that cannot be read ends the whole operation.";
    Head12 "R-HEAD-12" "pkg/release/v1/util/manifest_sorter.go" "sort" "A document that is not valid YAML after rendering ends the command before a record is written.";
    Hk3 "R-HK-3" "pkg/release/v1/util/manifest_sorter.go" "sort" "One unknown event name drops the whole document: it is neither hook nor resource.";
    Del2 "R-DEL-2" "pkg/action/hooks.go" "hookSetDeletePolicy" "A hook that names no delete policy gets before-hook-creation.";
    Del3 "R-DEL-3" "pkg/action/hooks.go" "hookHasDeletePolicy" "Any explicit delete policy without before-hook-creation switches the default off.";
    Del4 "R-DEL-4" "pkg/action/hooks.go" "deleteHookByPolicy" "before-hook-creation is the only policy that acts before the hook runs.";
    Del5 "R-DEL-5" "pkg/action/hooks.go" "deleteHookByPolicy" "No policy ever deletes a CustomResourceDefinition.";
    Log1 "R-LOG-1" "pkg/action/hooks.go" "outputLogsByPolicy" "Hook logs are shown only if helm.sh/hook-output-log-policy asks for them.";
    Keep1 "R-KEEP-1" "pkg/action/resource_policy.go" "filterManifestsToKeep" "Uninstall reads helm.sh/resource-policy from the stored manifest; keep leaves the object.";
    Keep2 "R-KEEP-2" "pkg/kube/client.go" "update" "Upgrade and rollback read helm.sh/resource-policy from the live object; keep leaves it.";
    Keep4 "R-KEEP-4" "pkg/action/upgrade.go" "failRelease" "Cleaning up after a failure ignores helm.sh/resource-policy.";
    Bld2 "R-BLD-2" "pkg/kube/client.go" "buildResourceList" "All documents are turned into API objects first; one error stops everything.";
    Bld4 "R-BLD-4" "pkg/kube/client.go" "buildResourceList" "A kind the API server does not know cannot be built.";
    Bld6 "R-BLD-6" "pkg/kube/client.go" "buildResourceList" "The manifest is built before any hook runs, so a kind that only a hook brings is unknown.";
    Wgt4 "R-WGT-4" "pkg/kube/client.go" "buildResourceList" "An unquoted number in an annotation passes rendering and fails when the object is built.";
    Ord13 "R-ORD-13" "pkg/action/hooks.go" "hookByWeight" "Hooks of an event run by weight, then by name; the kind plays no part.";
    Ord17 "R-ORD-17" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Hooks run strictly one at a time.";
    Ord18 "R-ORD-18" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Clean-up after success runs backward, after a failure forward.";
    Bat2 "R-BAT-2" "pkg/kube/client.go" "batchPerform" "Resources are sent in the order of kinds; those of one kind go at the same time.";
    Bat3 "R-BAT-3" "pkg/kube/client.go" "batchPerform" "An error does not stop the later kinds: every object is tried.";
    Bat4 "R-BAT-4" "pkg/kube/client.go" "batchPerform" "A failing install creates everything it can.";
    Bat6 "R-BAT-6" "pkg/kube/client.go" "update" "An update sends one object after another, in the order of the manifest.";
    Bat7 "R-BAT-7" "pkg/action/install.go" "installCRDs" "CRDs are created one file at a time.";
    Crd3 "R-CRD-3" "pkg/action/install.go" "installCRDs" "Only install applies the crds/ folder, before anything else.";
    Crd4 "R-CRD-4" "pkg/action/install.go" "installCRDs" "Helm 3 creates each CRD and skips a file whose CRD is there already; then it waits up to 60 s.";
    Crd5 "R-CRD-5" "pkg/action/install.go" "installCRDs" "Helm 4 applies each CRD, so one that exists is patched.";
    Crd6 "R-CRD-6" "pkg/action/install.go" "installCRDs" "Helm 4 waits for CRDs as its wait strategy says.";
    Crd8 "R-CRD-8" "pkg/action/install.go" "installCRDs" "CRDs from crds/ belong to no release and survive uninstall.";
    Exe1 "R-EXE-1" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "An event without hooks does nothing and records nothing.";
    Exe2 "R-EXE-2" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "A List is one hook: all its objects are created, awaited and deleted together.";
    Exe3 "R-EXE-3" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "A hook that names an event twice runs twice.";
    Exe5 "R-EXE-5" "pkg/action/hooks.go" "deleteHookByPolicy" "before-hook-creation deletes the namesake first; nothing to delete counts as success.";
    Exe6 "R-EXE-6" "pkg/action/hooks.go" "deleteHookByPolicy" "An error while deleting before creation ends the event at once; nothing is cleaned up.";
    Exe7 "R-EXE-7" "pkg/action/hooks.go" "deleteHookByPolicy" "The deletion goes by kind and name, whoever owns the object.";
    Exe8 "R-EXE-8" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "A hook that cannot be built ends the event; nothing is cleaned up.";
    Exe9 "R-EXE-9" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Before a hook is created the release is recorded with the hook as Running.";
    Exe10 "R-EXE-10" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Helm only creates the object; if the API server refuses it, the event fails and nothing is cleaned up.";
    Exe12 "R-EXE-12" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Helm watches what it created until it is ready.";
    Exe13 "R-EXE-13" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Success reaches storage with the next record only.";
    Exe14 "R-EXE-14" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "After the last hook of an event, hooks with hook-succeeded are deleted in reverse order.";
    Exe15 "R-EXE-15" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "A hook without hook-succeeded stays in the cluster.";
    Exe16 "R-EXE-16" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "A failed hook is deleted only if hook-failed is listed.";
    Exe17 "R-EXE-17" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "When a hook fails, earlier hooks with hook-succeeded are deleted in execution order.";
    Exe18 "R-EXE-18" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Hooks after a failed one are not touched.";
    Exe20 "R-EXE-20" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "What is cleaned up depends on where the hook failed.";
    Exe21 "R-EXE-21" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Helm 4 applies hooks on the server side, as the release was applied.";
    Exe22 "R-EXE-22" "pkg/kube/client.go" "Create" "Server-side apply of a hook that exists patches it; an identical finished Job does not run again.";
    Exe23 "R-EXE-23" "pkg/kube/client.go" "Create" "A CRD as a hook is never deleted: Helm 3 fails on the second run, Helm 4 patches it.";
    Exe25 "R-EXE-25" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "A killed Helm leaves the hook Running and the release pending.";
    Exe26 "R-EXE-26" "pkg/action/hooks.go" "execHookWithDelayedShutdown" "Install and upgrade record a failed hook; rollback and pre-delete do not.";
    Wait1 "R-WAIT-1" "pkg/kube/wait.go" "watchUntilReady" "Only Jobs and Pods are waited for, until they are complete or fail.";
    Wait3 "R-WAIT-3" "pkg/kube/statuswait.go" "WatchUntilReady" "All objects of a hook are watched at once, with one time-out.";
    Wait4 "R-WAIT-4" "internal/statusreaders/job_status_reader.go" "jobConditions" "A Job is ready when it is Complete; everything but Jobs and Pods as soon as it exists.";
    Wait5 "R-WAIT-5" "pkg/kube/statuswait.go" "wait" "Failed ends the wait at once.";
    Wait7 "R-WAIT-7" "pkg/kube/statuswait.go" "wait" "Helm 4 waits until the time-out for a hook that somebody deleted.";
    Wait8 "R-WAIT-8" "pkg/kube/statuswait.go" "wait" "Helm 4 needs to list and watch every kind that is used as a hook.";
    Wait9 "R-WAIT-9" "pkg/kube/statuswait.go" "WaitForDelete" "Helm waits until what it deleted is gone.";
    Wait10 "R-WAIT-10" "pkg/kube/statuswait.go" "WatchUntilReady" "The time-out counts for each wait anew, not for the operation.";
    Rdy1 "R-RDY-1" "pkg/kube/client.go" "GetWaiter" "Who waits for what depends on --wait and its strategy.";
    Rdy4 "R-RDY-4" "pkg/action/install.go" "performInstall" "--wait covers all resources of the manifest, changed or not, and never hooks.";
    Rdy5 "R-RDY-5" "pkg/kube/ready.go" "IsReady" "Helm 3 looks at each resource every two seconds until it is ready.";
    Rdy6 "R-RDY-6" "pkg/kube/wait.go" "waitForResources" "A failed Job is noticed late: the error is retried.";
    Rdy7 "R-RDY-7" "pkg/kube/statuswait.go" "wait" "Helm 4 reads the status of every resource and stops at the first that failed.";
    Ins1 "R-INS-1" "pkg/cmd/install.go" "runInstall" "A chart has to be there, one to install, and have all the charts it asks for.";
    Ins4 "R-INS-4" "pkg/action/install.go" "availableName" "A name is free only if it has no history, or with --replace if its last revision is failed or uninstalled.";
    Ins6 "R-INS-6" "pkg/action/install.go" "RunWithContext" "CRDs are the first thing an install changes.";
    Ins9 "R-INS-9" "pkg/action/install.go" "RunWithContext" "Values are merged and checked before anything is written.";
    Ins12 "R-INS-12" "pkg/action/install.go" "RunWithContext" "The manifest is built before the record; hooks are not built here.";
    Ins13 "R-INS-13" "pkg/action/install.go" "RunWithContext" "Resources that exist already must carry this release's ownership marks.";
    Ins14 "R-INS-14" "pkg/action/install.go" "RunWithContext" "A dry run ends before anything is stored.";
    Ins15 "R-INS-15" "pkg/action/install.go" "RunWithContext" "--create-namespace makes the namespace before the record; --replace supersedes the last revision.";
    Ins16 "R-INS-16" "pkg/action/install.go" "RunWithContext" "The release is stored as pending-install before the first hook runs.";
    Ins17 "R-INS-17" "pkg/action/install.go" "performInstall" "pre-install hooks run before the resources of the manifest.";
    Ins18 "R-INS-18" "pkg/action/install.go" "performInstall" "All resources of the manifest are created, in the order of kinds.";
    Ins19 "R-INS-19" "pkg/action/install.go" "performInstall" "With --wait Helm waits for the resources before the post-install hooks.";
    Ins20 "R-INS-20" "pkg/action/install.go" "performInstall" "post-install hooks run as soon as the API server accepted the resources, ready or not.";
    Ins21 "R-INS-21" "pkg/action/install.go" "performInstall" "The last step of a good install records it as deployed.";
    Ins24 "R-INS-24" "pkg/action/install.go" "failRelease" "A failed install is recorded as failed; nothing is deleted.";
    Ins25 "R-INS-25" "pkg/action/install.go" "failRelease" "With --rollback-on-failure a failed install is uninstalled.";
    Ins30 "R-INS-30" "pkg/action/install.go" "RunWithContext" "A dry run writes nothing.";
    Own1 "R-OWN-1" "pkg/action/validate.go" "setMetadataVisitor" "Resources of the manifest get Helm's label and annotations.";
    Own2 "R-OWN-2" "pkg/action/validate.go" "checkOwnership" "A resource that exists without this release's marks stops the operation.";
    Own3 "R-OWN-3" "pkg/action/validate.go" "requireAdoption" "--take-ownership adopts what exists without the check.";
    Own5 "R-OWN-5" "pkg/action/validate.go" "existingResourceConflict" "The check comes before the hooks, so it cannot see what they create.";
    Own6 "R-OWN-6" "pkg/kube/client.go" "createPatch" "What exists and is adopted is patched, not created.";
    Own7 "R-OWN-7" "pkg/action/validate.go" "existingResourceConflict" "Hooks are neither checked nor labelled.";
    Upg1 "R-UPG-1" "pkg/action/upgrade.go" "prepareUpgrade" "An upgrade checks name and flags first.";
    Upg2 "R-UPG-2" "pkg/action/upgrade.go" "prepareUpgrade" "An upgrade needs a release.";
    Upg3 "R-UPG-3" "pkg/action/upgrade.go" "prepareUpgrade" "A pending last revision blocks every upgrade; there is no time-out.";
    Upg4 "R-UPG-4" "pkg/action/upgrade.go" "prepareUpgrade" "The base of an upgrade is the deployed revision, else a failed or superseded last one.";
    Upg8 "R-UPG-8" "pkg/action/upgrade.go" "prepareUpgrade" "The new manifest is built before the record.";
    Upg9 "R-UPG-9" "pkg/action/upgrade.go" "performUpgrade" "Both manifests, the current and the new, are built before the record.";
    Upg10 "R-UPG-10" "pkg/action/upgrade.go" "performUpgrade" "New resources that exist already must carry this release's ownership marks.";
    Upg11 "R-UPG-11" "pkg/action/upgrade.go" "performUpgrade" "A dry run of an upgrade ends here.";
    Upg12 "R-UPG-12" "pkg/action/upgrade.go" "performUpgrade" "An error up to here leaves no new revision and touches nothing.";
    Upg13 "R-UPG-13" "pkg/action/upgrade.go" "performUpgrade" "The new revision is stored as pending-upgrade before the first hook runs.";
    Upg14 "R-UPG-14" "pkg/action/upgrade.go" "releasingUpgrade" "pre-upgrade hooks are those of the new revision.";
    Upg15 "R-UPG-15" "pkg/action/upgrade.go" "releasingUpgrade" "The resources are updated after the pre-upgrade hooks.";
    Upg17 "R-UPG-17" "pkg/action/upgrade.go" "releasingUpgrade" "With --wait Helm waits for the resources before the post-upgrade hooks.";
    Upg18 "R-UPG-18" "pkg/action/upgrade.go" "releasingUpgrade" "post-upgrade hooks run once the update and its wait are done.";
    Upg19 "R-UPG-19" "pkg/action/upgrade.go" "releasingUpgrade" "At the end the old revision becomes superseded and the new one deployed.";
    Upg21 "R-UPG-21" "pkg/action/upgrade.go" "failRelease" "A failed upgrade is recorded as failed; the old revision keeps its status.";
    Upg22 "R-UPG-22" "pkg/action/upgrade.go" "handleContext" "An interrupted upgrade is recorded as failed.";
    Upg23 "R-UPG-23" "pkg/action/upgrade.go" "failRelease" "--cleanup-on-fail deletes what this upgrade created.";
    Upg24 "R-UPG-24" "pkg/action/upgrade.go" "failRelease" "With --rollback-on-failure Helm rolls back to the last good revision.";
    Upg26 "R-UPG-26" "pkg/action/upgrade.go" "prepareUpgrade" "The next upgrade compares with the deployed revision; what only the failed one made is orphaned.";
    Upg27 "R-UPG-27" "pkg/cmd/upgrade.go" "newUpgradeCmd" "upgrade --install installs if there is no release, or the last is uninstalled.";
    Upd1 "R-UPD-1" "pkg/kube/client.go" "update" "Each resource of the new manifest is looked up and created or updated, one at a time.";
    Upd2 "R-UPD-2" "pkg/kube/client.go" "update" "After an error nothing is deleted.";
    Upd3 "R-UPD-3" "pkg/kube/client.go" "update" "What the old manifest has and the new one has not is deleted last.";
    Upd4 "R-UPD-4" "pkg/kube/client.go" "update" "A resource that became a hook is deleted as no longer in the manifest.";
    Upd5 "R-UPD-5" "pkg/kube/client.go" "createPatch" "A client-side update sends a three-way patch of old manifest, new manifest and live object.";
    Upd6 "R-UPD-6" "pkg/kube/client.go" "replaceResource" "--force replaces the object; it does not delete and create it.";
    Upd7 "R-UPD-7" "pkg/kube/client.go" "patchResourceServerSide" "A server-side update applies the object as the manager helm.";
    Upd8 "R-UPD-8" "pkg/kube/client.go" "Update" "Flags that do not go together are noticed only here, after the hooks ran.";
    Upd9 "R-UPD-9" "pkg/kube/client.go" "update" "Server-side apply sends every resource, changed or not.";
    Rb1 "R-RB-1" "pkg/action/rollback.go" "Run" "A rollback checks name and revision first.";
    Rb2 "R-RB-2" "pkg/action/rollback.go" "prepareRollback" "A rollback starts from the highest revision, whatever its status; pending does not block it.";
    Rb3 "R-RB-3" "pkg/action/rollback.go" "prepareRollback" "The target must be stored; the previous one is last minus one, failed or not.";
    Rb4 "R-RB-4" "pkg/action/rollback.go" "prepareRollback" "A rollback is a new revision with chart, manifest and hooks of the target; nothing is rendered.";
    Rb6 "R-RB-6" "pkg/action/rollback.go" "Run" "The new revision is stored as pending-rollback before the first hook runs.";
    Rb7 "R-RB-7" "pkg/action/rollback.go" "performRollback" "An error while building leaves the release pending-rollback.";
    Rb8 "R-RB-8" "pkg/action/rollback.go" "performRollback" "A rollback runs the hooks of the revision it restores.";
    Rb9 "R-RB-9" "pkg/action/rollback.go" "performRollback" "The update goes from the latest revision's manifest to the target's.";
    Rb10 "R-RB-10" "pkg/action/rollback.go" "performRollback" "With --wait Helm waits for the resources of the target.";
    Rb11 "R-RB-11" "pkg/action/rollback.go" "performRollback" "At the end every deployed revision becomes superseded and the new one deployed.";
    Rb12 "R-RB-12" "pkg/action/rollback.go" "performRollback" "A rollback whose hook fails stays pending-rollback; a failed update is recorded as failed.";
    Un1 "R-UN-1" "pkg/action/uninstall.go" "parseCascadingFlag" "--cascade says how dependents are deleted.";
    Un3 "R-UN-3" "pkg/action/uninstall.go" "Run" "An uninstall needs a release.";
    Un4 "R-UN-4" "pkg/action/uninstall.go" "Run" "An uninstall works on the highest revision, whatever its status.";
    Un5 "R-UN-5" "pkg/action/uninstall.go" "Run" "A release that is uninstalled already is only purged.";
    Un7 "R-UN-7" "pkg/action/uninstall.go" "Run" "pre-delete hooks run before anything is deleted.";
    Un8 "R-UN-8" "pkg/action/uninstall.go" "Run" "A failing pre-delete hook stops the uninstall: nothing is deleted.";
    Un9 "R-UN-9" "pkg/action/uninstall.go" "deleteRelease" "The resources of this revision are deleted in the order of kinds for uninstall.";
    Un10 "R-UN-10" "pkg/action/uninstall.go" "Run" "An error while deleting keeps the release uninstalling; post-delete hooks do not run.";
    Un12 "R-UN-12" "pkg/action/uninstall.go" "Run" "post-delete hooks run once deletion was asked for; without --wait resources may still be there.";
    Un13 "R-UN-13" "pkg/action/uninstall.go" "Run" "At the end all records are deleted, or with --keep-history the last becomes uninstalled.";
    Un14 "R-UN-14" "pkg/action/uninstall.go" "purgeReleases" "Helm deletes what the manifest lists, and hooks are never in it.";
    Tst1 "R-TST-1" "pkg/action/release_testing.go" "Run" "Tests are hooks of the last revision; the first that fails ends the run.";
    Tst3 "R-TST-3" "pkg/action/release_testing.go" "Run" "A filter applies to all hooks; during the run the release holds only the chosen ones.";
    Tst4 "R-TST-4" "pkg/action/release_testing.go" "Run" "After the run the release is recorded with all its hooks, the skipped ones first.";
    Tst8 "R-TST-8" "pkg/action/release_testing.go" "Run" "Helm 4 cleans up tests after their logs, Helm 3 before.";
    Tst12 "R-TST-12" "pkg/action/release_testing.go" "Run" "A release without test hooks passes.";
    Rec6 "R-REC-6" "pkg/storage/storage.go" "Last" "The last revision is the one with the highest number.";
    Rec8 "R-REC-8" "pkg/storage/storage.go" "removeLeastRecent" "Before a new revision is stored, the oldest go until the limit holds; the deployed one never.";
    Cli1 "R-CLI-1" "pkg/cmd/root.go" "NewRootCmd" "Results go to stdout, errors to stderr, and an error exits 1.";
    Nv2 "NV-2" "pkg/action/validate.go" "verifyOwnershipBeforeDelete" "Uninstall looks at each resource first and deletes only what this release owns.";
    Nv5 "NV-5" "pkg/action/install.go" "installCRDs" "CRDs from crds/ are awaited whatever the wait strategy.";
}

/// Folders of Helm 4 and what they are called in Helm 3, longest first.
const MOVED: [(&str, &str); 3] =
    [("pkg/release/v1/util/", "pkg/releaseutil/"), ("pkg/cmd/", "cmd/helm/"), ("pkg/release/v1/", "pkg/release/")];

/// Functions of Helm 4 that stand elsewhere in Helm 3: `(function, path in Helm 3, function there)`.
const ELSEWHERE: [(&str, &str, &str); 13] = [
    ("execHookWithDelayedShutdown", "pkg/action/hooks.go", "execHook"),
    ("hookSetDeletePolicy", "pkg/action/hooks.go", "execHook"),
    ("WatchUntilReady", "pkg/kube/client.go", "watchUntilReady"),
    ("watchUntilReady", "pkg/kube/client.go", "watchUntilReady"),
    ("wait", "pkg/kube/client.go", "watchUntilReady"),
    ("WaitForDelete", "pkg/kube/wait.go", "waitForDeletedResources"),
    ("jobConditions", "pkg/kube/client.go", "waitForJob"),
    ("buildResourceList", "pkg/kube/client.go", "Build"),
    ("patchResourceServerSide", "pkg/kube/client.go", "updateResource"),
    ("replaceResource", "pkg/kube/client.go", "updateResource"),
    ("GetWaiter", "pkg/kube/client.go", "Wait"),
    ("NewRootCmd", "cmd/helm/root.go", "newRootCmd"),
    ("verifyOwnershipBeforeDelete", "pkg/action/uninstall.go", "deleteRelease"),
];

impl Rule {
    /// Id, e.g. `R-EXE-14`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.row().0
    }

    /// What the rule says, one sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        self.row().3
    }

    /// The rule with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// Where Helm does it; `None` for what is not Helm's doing.
    #[must_use]
    pub fn source(self, helm: HelmVersion) -> Option<Source> {
        let (_, path, function, _) = self.row();
        if path.is_empty() {
            return None;
        }
        let (path, function) = if helm.major == 3 { as_in_helm_3(path, function) } else { (path.to_owned(), function) };
        let url = format!("https://github.com/helm/helm/blob/{helm}/{path}");
        Some(Source { path, function: function.into(), url })
    }
}

fn as_in_helm_3(path: &str, function: &'static str) -> (String, &'static str) {
    if let Some((_, path, function)) = ELSEWHERE.iter().find(|(four, ..)| *four == function) {
        return ((*path).to_owned(), function);
    }
    let moved = MOVED.iter().find_map(|(four, three)| Some(format!("{three}{}", path.strip_prefix(four)?)));
    (moved.unwrap_or_else(|| path.to_owned()), function)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_found() {
        for &rule in Rule::ALL {
            assert_eq!(Rule::from_id(rule.id()), Some(rule), "{}", rule.id());
            assert!(rule.sentence().ends_with('.'), "{}", rule.id());
        }
    }

    #[test]
    fn sources_follow_the_version() {
        let source = |major| Rule::Exe14.source(HelmVersion::new(major, 1, 0)).unwrap();
        assert_eq!(source(4).function, "execHookWithDelayedShutdown");
        assert_eq!(source(3).function, "execHook");
        assert_eq!(Rule::Head1.source(HelmVersion::new(3, 22, 0)).unwrap().path, "pkg/releaseutil/manifest_sorter.go");
        assert_eq!(Rule::Story.source(HelmVersion::new(4, 3, 1)), None);
    }
}
