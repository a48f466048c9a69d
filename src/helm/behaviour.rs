//! What differs between Helm versions: one row per difference, with the releases that changed it.
//!
//! Code asks for a row, never for a version number. A row begins with what the oldest releases do; each change holds
//! from its release on, up to the next. Helm 4 comes after Helm 3 in that order, whatever the calendar says, so what
//! came into both majors has two changes. Where it is not known which patch release brought a change, the first one
//! stands here that was recorded with it (`tests/conformance/`).

use crate::manifest::{Dialect, Split};
use crate::story::HelmVersion;

/// The versions whose recordings are all met, newest first: these are offered, and no others.
pub const PROVED: &[HelmVersion] = &[
    HelmVersion::new(4, 3, 1),
    HelmVersion::new(4, 2, 4),
    HelmVersion::new(4, 1, 4),
    HelmVersion::new(4, 0, 5),
    HelmVersion::new(3, 22, 0),
    HelmVersion::new(3, 21, 4),
    HelmVersion::new(3, 20, 2),
    HelmVersion::new(3, 19, 5),
    HelmVersion::new(3, 18, 6),
    HelmVersion::new(3, 17, 4),
    HelmVersion::new(3, 16, 4),
    HelmVersion::new(3, 16, 2),
    HelmVersion::new(3, 15, 4),
    HelmVersion::new(3, 14, 4),
    HelmVersion::new(3, 13, 3),
    HelmVersion::new(3, 12, 3),
    HelmVersion::new(3, 11, 3),
    HelmVersion::new(3, 10, 3),
    HelmVersion::new(3, 9, 4),
    HelmVersion::new(3, 8, 2),
    HelmVersion::new(3, 7, 2),
    HelmVersion::new(3, 6, 3),
    HelmVersion::new(3, 5, 4),
    HelmVersion::new(3, 4, 2),
    HelmVersion::new(3, 3, 4),
    HelmVersion::new(3, 2, 4),
    HelmVersion::new(3, 1, 3),
];

/// How to wait for the CRDs of `crds/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CrdWait {
    /// Always, by the strategy chosen.
    Always,
    /// By the strategy chosen; the default one does not wait at all.
    ByStrategy,
}

/// What is told of the errors of several requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Errors {
    /// The first one.
    First,
    /// All, in a frame: `2 errors occurred:`.
    Framed,
    /// All, a line each.
    Lines,
}

/// Which StatefulSets are ready only when their update revision is the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Revisions {
    OfNone,
    OfAll,
    /// Those that are updated whole.
    WithoutPartition,
}

/// What a refused deletion of a removed resource does to an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It ends there.
    Stops,
    /// Nothing.
    Ignored,
    /// It goes on and fails at its end.
    Told,
}

/// A row as data, so that two versions can be compared row by row (`difference.rs`).
pub(super) struct Row {
    /// The field.
    pub(super) name: &'static str,
    /// The comment above it: a sentence, the ids of what it stands on in brackets at its end.
    pub(super) text: &'static str,
    /// The releases that changed it.
    pub(super) changes: &'static [HelmVersion],
    /// Whether two behaviours differ in it.
    pub(super) differs: fn(&Behaviour, &Behaviour) -> bool,
    /// Gives the first what the second has.
    pub(super) take: fn(&mut Behaviour, &Behaviour),
    /// What it is.
    pub(super) value: fn(&Behaviour) -> String,
}

macro_rules! table {
    ($($(#[doc = $doc:literal])* $field:ident: $type:ty = $oldest:expr $(, ($($number:literal),*) => $value:expr)*;)*) => {
        /// What one version does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) struct Behaviour {
            /// The version, for the tables of flags and what templates can tell.
            pub(super) helm: HelmVersion,
            $($(#[doc = $doc])* pub(super) $field: $type,)*
        }

        /// Every row of the table, in its order.
        pub(super) const ROWS: &[Row] = &[
            $(Row {
                name: stringify!($field),
                text: concat!($($doc),*),
                changes: &[$(HelmVersion::new($($number),*)),*],
                differs: |one, other| one.$field != other.$field,
                take: |to, from| to.$field = from.$field,
                value: |of| format!("{:?}", of.$field),
            },)*
        ];

        impl Behaviour {
            /// The behaviour of a version.
            pub(super) fn of(helm: HelmVersion) -> Behaviour {
                Behaviour {
                    helm,
                    $($field: {
                        let changes: &[(HelmVersion, $type)] = &[$((HelmVersion::new($($number),*), $value)),*];
                        let changed = changes.iter().rfind(|(release, _)| *release <= helm);
                        changed.map_or($oldest, |(_, value)| *value)
                    },)*
                }
            }
        }
    };
}

table! {
    /// Files are split into documents (R-SPL-1, R-SPL-2, B4-TRAIL, B4-SEP).
    split: Split = Split::Trimmed, (4, 2, 0) => Split::TrimmedLeft, (4, 2, 4) => Split::Lines;
    /// Kinds that have no place in the order of kinds (R-ORD-1, R-ORD-2, B3-PRIOCLASS).
    unplaced_kinds: &'static [&'static str] =
        &["SecretList", "IngressClass", "PriorityClass", MUTATING, VALIDATING],
        (3, 3, 4) => &["IngressClass", "PriorityClass", MUTATING, VALIDATING],
        (3, 8, 2) => &["PriorityClass", MUTATING, VALIDATING],
        (3, 12, 3) => &[MUTATING, VALIDATING],
        (4, 0, 0) => &[];
    /// What Go calls the type of a document's head, as errors have it.
    head_type: &'static str = "releaseutil.SimpleHead", (4, 0, 0) => "util.SimpleHead";
    /// Objects can be applied on the server side, and records say how a release was applied (DF-5, DF-35).
    server_side: bool = false, (4, 0, 0) => true;
    /// Errors of server-side apply say that it was one and name the object.
    apply_errors_name_object: bool = false, (4, 2, 4) => true;
    /// `--wait` names a strategy, and deletions are awaited by it only (DF-10, DF-11).
    strategies: bool = false, (4, 0, 0) => true;
    /// `--atomic` is called (DF-15).
    atomic: &'static str = "atomic", (4, 0, 0) => "rollback-on-failure";
    /// CRDs of `crds/` (R-CRD-4, R-CRD-6, B4-CRDWAIT).
    crd_wait: CrdWait = CrdWait::Always, (4, 0, 0) => CrdWait::ByStrategy, (4, 3, 0) => CrdWait::Always;
    /// An update takes the live object as base where the old manifest lacks it (R-UPD-1, B3-BASELINE, B4-BASELINE).
    live_base: bool = false,
        (3, 22, 0) => true, (4, 0, 0) => false, (4, 0, 5) => true, (4, 1, 0) => false, (4, 2, 0) => true;
    /// The error of an update that has no base for an object speaks of an original object (R-UPD-1, DF-18).
    names_original: bool = false, (4, 0, 0) => true;
    /// An update takes an object of another version of its kind for another object (R-UPD-1, R-UPD-3, B4-GVK).
    matches_versions: bool = false, (4, 0, 0) => true, (4, 1, 3) => false;
    /// What failed for good ends a wait by status at once, not when the time is out (R-WAIT-5, R-RDY-7, B4-FAILFAST).
    fails_fast: bool = true, (4, 0, 0) => false, (4, 1, 3) => true;
    /// Errors of a wait by status give the message of the status (R-RDY-7).
    tells_status_message: bool = true, (4, 0, 0) => false, (4, 1, 4) => true;
    /// `--wait` asks at once, not only after two seconds (R-RDY-5).
    asks_at_once: bool = false, (3, 6, 3) => true;
    /// Milliseconds that a time-out of 0 stands for there; none for no end (R-WAIT-3, B4-ZERO).
    no_timeout: Option<u64> = None, (4, 1, 0) => Some(30_000);
    /// What `--wait` can be, as its error has it.
    wait_inputs: &'static str = "watcher, and legacy", (4, 1, 4) => "watcher, hookOnly, and legacy";
    /// Resources with a generated name are not looked for before the record (R-OWN-4, B4-GENNAME).
    skips_generated_names: bool = false, (4, 1, 3) => true;
    /// What a refused deletion of a removed resource does to the update (R-UPD-3, DF-19, B3-UPDELERR).
    refused_removal: Refused = Refused::Stops, (3, 3, 4) => Refused::Ignored, (4, 0, 0) => Refused::Told;
    /// A removed resource that is gone already is not deleted (R-UPD-3, B3-UPDELGET).
    looks_before_removal: bool = false, (3, 3, 4) => true;
    /// An upgrade is refused while the last revision is pending (R-UPG-3, R-RB-13, B3-PENDING).
    refuses_pending: bool = false, (3, 4, 2) => true;
    /// An error of pruning ends the operation (R-REC-8, B3-PRUNEERR).
    prune_errors_end: bool = false, (3, 5, 4) => true;
    /// Resources are marked as the release's own, and those that are there are taken over if they carry the mark; before,
    /// whatever was there already was refused (R-OWN-1, R-OWN-2, R-OWN-3, R-OWN-4, R-OWN-5, B3-OWNER).
    marks: bool = false, (3, 2, 4) => true;
    /// An upgrade takes a failed or superseded revision as base where none is deployed (R-UPG-4, B3-FAILEDBASE).
    failed_base: bool = false, (3, 2, 4) => true;
    /// An update looks whether what it removes is to be kept (R-KEEP-2, B3-KEEPUP).
    keeps_removed: bool = false, (3, 2, 4) => true;
    /// Pruning takes the deployed revision, too (R-REC-8, B3-PRUNEDEP).
    prunes_deployed: bool = true, (3, 2, 4) => false;
    /// A rollback fails in the end where no revision is deployed (R-RB-11, B3-RBNODEP).
    rollback_needs_deployed: bool = true, (3, 2, 4) => false;
    /// Hooks are stored by kind, not as they stand in files (R-ORD-11, B3-HOOKSORT).
    sorts_hooks: bool = false, (3, 2, 4) => true;
    /// Forced replacement replaces what has not changed, too (R-UPD-6, B3-FORCESAME).
    replaces_unchanged: bool = false, (3, 2, 4) => true;
    /// Errors of `helm template` end with a hint at `--debug` (R-CLI-8).
    hints_at_debug: bool = false, (3, 2, 4) => true;
    /// `upgrade --install` ends if it cannot read the history; before, it went on as an upgrade (R-UPG-27, B3-INSTREAD).
    unread_history_ends: bool = false, (3, 2, 4) => true;
    /// `upgrade --install` hands `--render-subchart-notes` on to the install (R-UPG-28, B3-INSTNOTES).
    installs_with_subchart_notes: bool = false, (3, 2, 4) => true;
    /// What is kept at uninstall is told by kind and name, not by number (R-KEEP-1).
    names_kept: bool = false, (3, 5, 4) => true;
    /// The states of a Pod that is a hook are printed.
    prints_pods: bool = true, (3, 4, 2) => false;
    /// The error of a deletion that was refused in an update names namespace and kind (R-UPD-3).
    delete_errors_name_kind: bool = true, (4, 1, 0) => false, (4, 2, 0) => true;
    /// Uninstall looks at an object first and deletes only its own (NV-2, B4-OWNCHECK).
    checks_owner: bool = false, (4, 3, 0) => true;
    /// The uninstall of a failed atomic install waits for deletions (R-INS-25, DF-16).
    nested_uninstall_waits: bool = false, (4, 0, 0) => true;
    /// Helm itself refuses fields that a kind does not have (R-BLD-5, R-EXE-8, B3-VALIDATE).
    checks_fields: bool = true, (3, 9, 4) => false;
    /// A kind that the server does not know is told with the name of the document.
    names_unmapped: bool = false, (3, 9, 4) => true;
    /// What is said before the names of charts that are not there (R-INS-1).
    dependency_hint: &'static str = "",
        (3, 8, 2) => "An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: ",
        (4, 0, 0) => "an error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: ",
        (4, 2, 4) => "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: ";
    /// That a chart is deprecated goes to stdout (R-INS-1).
    prints_warnings: bool = true, (3, 3, 4) => false;
    /// What errors of `helm install` begin with.
    install_failed: &'static str = "", (3, 7, 2) => "INSTALLATION FAILED: ";
    /// SIGINT and SIGTERM cancel an install or an upgrade instead of killing Helm (R-INS-24, R-UPG-22, B3-SIGNAL).
    catches_signals: bool = false, (3, 7, 2) => true;
    /// A resource that cannot be looked at is named.
    names_unreadable: bool = false, (3, 8, 2) => true;
    /// What reads metadata tells where in the text it stopped (R-WGT-4).
    quotes_metadata: bool = true, (3, 8, 2) => false;
    /// Kinds that are too new for Helm's client to know what they look like: it patches them as custom ones (R-UPD-5).
    unknown_to_client: &'static [(&'static str, &'static str)] = NEWER_THAN_1_18, (3, 4, 2) => NEWER_THAN_1_20, (3, 8, 2) => &[];
    /// Pruning goes on where no revision is deployed (R-REC-8, B3-PRUNE).
    prunes_without_deployed: bool = false, (3, 9, 4) => true;
    /// A rollback marks its objects as the release's own (R-RB-9, B3-RBMETA).
    rollback_marks: bool = false, (3, 9, 4) => true;
    /// A refused deletion ends an uninstall (R-UN-10, B3-UNERR).
    delete_error_ends_uninstall: bool = false, (3, 10, 3) => true;
    /// What is told of the errors of several requests (R-BAT-3, R-BAT-4, DF-22, B3-BATCHERR).
    errors: Errors = Errors::First, (3, 11, 3) => Errors::Framed, (4, 0, 0) => Errors::Lines;
    /// After a refused creation all others are tried, too (R-BAT-3, B3-BATCHERR).
    tries_all: bool = false, (3, 11, 3) => true;
    /// What a wait ends with when the time is out (R-RDY-6).
    out_of_time: &'static str = "timed out waiting for the condition", (3, 12, 3) => "context deadline exceeded";
    /// A Job that failed for good ends a wait for it (R-RDY-6).
    failed_job_ends_wait: bool = false, (3, 13, 3) => true;
    /// Which StatefulSets are ready only when their update revision is the current one (R-RDY-5).
    current_revision: Revisions =
        Revisions::OfNone, (3, 9, 4) => Revisions::OfAll, (3, 11, 3) => Revisions::WithoutPartition;
    /// What a hook without objects fails with.
    nothing_to_delete: &'static str =
        "object not found, skipping delete", (3, 13, 3) => "object not found, skipping delete: no objects visited";
    /// A rollback looks for its target in the history first (R-RB-3, B3-RBMISSING).
    rollback_reads_history: bool = false, (3, 13, 3) => true;
    /// `helm test --logs` goes by weight and obeys filters (R-TST-9).
    sorts_test_logs: bool = false, (3, 13, 3) => true;
    /// `helm get metadata` is known.
    knows_metadata: bool = false, (3, 13, 0) => true;
    /// The lines of `lookup_func.go` that Helm 3 names when a lookup finds no such group and version (R-RND-7).
    lookup_lines: [u32; 2] = [111, 85], (3, 14, 0) => [130, 104];
    /// Warnings go to stderr as log records (R-CLI-1, DF-37).
    logs: bool = false, (4, 0, 0) => true;
    /// Where the client says it stands when it passes on a warning of the API server; older ones do not (R-BLD-5).
    warning: &'static str = "", (3, 4, 0) => "warnings.go:67", (3, 5, 0) => "warnings.go:70", (3, 18, 6) => "warnings.go:110", (3, 20, 2) => "warnings.go:107";
    /// A warning of the API server is quoted and called one when it is passed on (R-BLD-5).
    quotes_warning: bool = false, (3, 18, 6) => true;
    /// Where Helm says it stands when it drops a document with unknown events (R-HK-4).
    unknown_event: &'static str = "manifest_sorter.go:192",
        (3, 16, 2) => "manifest_sorter.go:190", (3, 18, 6) => "manifest_sorter.go:199";
    /// Where in coalesce.go Helm says it stands when it warns of globals, a table among them, a skipped value, and tables
    /// that meet values.
    coalesce_lines: (u16, u16, u16, u16) = (99, 133, 165, 196),
        (3, 2, 4) => (94, 128, 160, 196), (3, 5, 4) => (94, 128, 163, 200), (3, 7, 2) => (94, 127, 162, 199),
        (3, 8, 2) => (105, 139, 175, 220),
        (3, 13, 3) => (138, 175, 237, 286), (3, 17, 4) => (138, 175, 237, 298), (3, 19, 5) => (138, 175, 237, 303),
        (3, 20, 2) => (138, 175, 237, 316);
    /// Where in dependencies.go Helm says it stands when it warns of conditions, tags, and the two forms of imports.
    dependency_lines: (u16, u16, u16, u16) = (49, 81, 247, 260),
        (3, 13, 3) => (63, 95, 270, 287), (3, 14, 4) => (63, 94, 269, 286), (3, 18, 6) => (64, 95, 270, 287);
    /// Where in load.go Helm says it stands when it warns of requirements.yaml and of its lock file.
    requirements_lines: (u16, u16) = (112, 0), (3, 4, 2) => (120, 0), (3, 15, 4) => (120, 138);
    /// Warnings about values tell the whole path, not only its last key.
    names_whole_paths: bool = false, (3, 8, 2) => true;
    /// Hooks are cleaned up backward after an event that went well (R-EXE-14, R-ORD-18, B3-REVERSE).
    cleans_up_backward: bool = false, (3, 16, 3) => true;
    /// When a hook fails, those before it are cleaned up, too (R-EXE-17, R-EXE-20, B3-FAILCLEAN).
    cleans_up_earlier: bool = false, (3, 19, 5) => true;
    /// A refused deletion by `hook-failed` is only told; before, its error takes the place of the hook's (R-EXE-16,
    /// B3-FAILDELERR).
    tells_failed_deletion: bool = false, (3, 18, 6) => true;
    /// Deletions of hooks are awaited (R-EXE-5, R-EXE-6, B3-GONEWAIT).
    waits_for_deleted_hooks: bool = false, (3, 14, 4) => true;
    /// The error of a failed Job names it.
    names_failed_job: bool = false, (3, 14, 4) => true;
    /// `upgrade --install` installs where the last revision is uninstalled (R-UPG-27, B3-UPINSTUN).
    installs_over_uninstalled: bool = false, (3, 14, 4) => true;
    /// `--wait` takes what a controller has not seen yet for not ready, whatever its kind (R-RDY-5).
    ready_when_observed: bool = false, (3, 14, 4) => true;
    /// `--wait` forgives some errors of its questions (R-RDY-6, B3-POLLERR).
    forgives_errors: bool = false, (3, 15, 4) => true;
    /// `helm.sh/hook-output-log-policy` is known (R-LOG-1, B3-LOGPOLICY).
    hook_logs: bool = false, (3, 18, 6) => true;
    /// `uninstall --keep-history` supersedes older revisions that are deployed (R-UN-13, B3-KEEPSUP).
    uninstall_supersedes: bool = false, (3, 19, 5) => true;
    /// Conflicts at creation and deletion are given more attempts (R-BAT-5, B3-CONFLICT).
    retries_conflicts: bool = false, (3, 17, 4) => true;
    /// `helm get metadata` tells annotations and dependencies (R-REC-9).
    metadata_has_dependencies: bool = false, (3, 17, 4) => true;
    /// The status table has the description (DF-26).
    shows_description: bool = false, (4, 0, 0) => true;
    /// `helm test` prints the notes (R-TST-11, DF-25).
    test_notes: bool = true, (4, 0, 0) => false;
    /// `helm test` waits for deletions and cleans up after the logs (R-TST-6, R-TST-8, DF-23).
    test_watches: bool = false, (4, 0, 0) => true;
    /// `helm test --logs` shows every container (R-TST-9, B4-TESTLOGS).
    logs_by_container: bool = false, (4, 2, 4) => true;
    /// `helm test --logs` leaves out tests that are no Pods (NV-7, B4-TESTPODS).
    logs_of_pods_only: bool = false, (4, 3, 0) => true;
    /// `helm status` lists the resources (R-REC-9, DF-27).
    status_lists_resources: bool = false, (4, 0, 0) => true;
    /// A failed cleanup of a rollback hides the first error.
    rollback_cleanup_hides_error: bool = false, (4, 0, 0) => true;
    /// `helm uninstall --dry-run` lists what is kept (NV-4).
    dry_uninstall_lists_kept: bool = false, (4, 3, 0) => true;
    /// The minor version of Kubernetes that Helm supposes where it does not ask the cluster: that of its client, as
    /// releases are built (R-CLI-8).
    client_kubernetes: u16 = 16, (3, 3, 4) => 18, (3, 5, 4) => 20, (3, 6, 3) => 21, (3, 7, 2) => 22, (3, 8, 2) => 23,
        (3, 9, 4) => 24, (3, 10, 3) => 25, (3, 11, 3) => 26, (3, 12, 3) => 27, (3, 13, 3) => 28, (3, 14, 4) => 29,
        (3, 15, 4) => 30, (3, 16, 2) => 31, (3, 17, 4) => 32, (3, 18, 6) => 33, (3, 19, 5) => 34, (3, 20, 2) => 35,
        (3, 21, 4) => 36, (3, 22, 0) => 37, (4, 0, 0) => 34, (4, 1, 0) => 35, (4, 2, 0) => 36, (4, 3, 0) => 37;
    /// `--dry-run=client` does not touch the cluster (DF-29).
    client_dry_run_is_offline: bool = false, (4, 0, 0) => true;
    /// The head of "unable to continue with update" (DF-31).
    unable_to_update: &'static str = "rendered manifests contain a new resource that already exists. Unable",
        (3, 2, 4) => "rendered manifests contain a resource that already exists. Unable",
        (3, 13, 3) => "Unable", (4, 0, 0) => "unable";
    /// The head of "unable to continue with install" (DF-31).
    unable: &'static str = "rendered manifests contain a resource that already exists. Unable",
        (3, 13, 3) => "Unable", (4, 0, 0) => "unable";
    /// What a name that is refused is told with (R-INS-4).
    name_check_failed: &'static str = "", (4, 0, 0) => "release name check failed: ";
    /// A name that is taken (R-INS-4, DF-30).
    name_in_use: &'static str =
        "cannot re-use a name that is still in use", (4, 0, 0) => "cannot reuse a name that is still in use";
}

const NEWER_THAN_1_20: &[(&str, &str)] =
    &[("autoscaling/v2", "HorizontalPodAutoscaler"), ("batch/v1", "CronJob"), ("policy/v1", "PodDisruptionBudget")];
const NEWER_THAN_1_18: &[(&str, &str)] = &[
    ("autoscaling/v2", "HorizontalPodAutoscaler"),
    ("batch/v1", "CronJob"),
    ("policy/v1", "PodDisruptionBudget"),
    ("networking.k8s.io/v1", "Ingress"),
    ("networking.k8s.io/v1", "IngressClass"),
];
const MUTATING: &str = "MutatingWebhookConfiguration";
const VALIDATING: &str = "ValidatingWebhookConfiguration";

impl Behaviour {
    /// How charts and records are read.
    pub(super) fn dialect(&self) -> Dialect {
        Dialect {
            split: self.split,
            unplaced: self.unplaced_kinds,
            head_type: self.head_type,
            sorts_hooks: self.sorts_hooks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Behaviour {
        Behaviour::of(text.parse().unwrap())
    }

    #[test]
    fn a_change_holds_from_its_release_to_the_next() {
        let live_base = ["3.0.0", "3.21.9", "3.22.0", "3.99.0", "4.0.4", "4.0.5", "4.1.4", "4.2.0", "9.0.0"];
        let found = live_base.map(|version| of(version).live_base);
        assert_eq!(found, [false, false, true, true, false, true, false, true, true]);
    }

    #[test]
    fn proved_versions_are_listed_newest_first() {
        assert!(PROVED.is_sorted_by(|a, b| a > b));
    }
}
