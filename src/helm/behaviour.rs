//! What differs between Helm versions: one column per version, one row per difference.
//!
//! Code asks for a row, never for a version number. A version between two columns behaves like the
//! older one; what is older than the first column of its major behaves like that column.

use crate::manifest::{Dialect, Split};
use crate::story::HelmVersion;

/// The versions that have a column, in the order of the columns.
const COLUMNS: [HelmVersion; 4] =
    [HelmVersion::new(3, 21, 4), HelmVersion::new(3, 22, 0), HelmVersion::new(4, 2, 4), HelmVersion::new(4, 3, 1)];

/// How to wait for the CRDs of `crds/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CrdWait {
    /// Always, by the strategy chosen.
    Always,
    /// By the strategy chosen; the default one does not wait at all.
    ByStrategy,
}

macro_rules! table {
    ($($(#[$doc:meta])* $field:ident: $type:ty = $three21:expr, $three22:expr, $four2:expr, $four3:expr;)*) => {
        /// One column of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) struct Behaviour {
            $($(#[$doc])* pub(super) $field: $type,)*
        }

        impl Behaviour {
            const NEWEST: Behaviour = Behaviour { $($field: $four3,)* };
            const ALL: [Behaviour; 4] = [
                Behaviour { $($field: $three21,)* },
                Behaviour { $($field: $three22,)* },
                Behaviour { $($field: $four2,)* },
                Behaviour::NEWEST,
            ];
        }
    };
}

table! {
    // row: type                                    = 3.21.4, 3.22.0, 4.2.4, 4.3.1;

    /// Charts and records are read as (R-SPL-1, R-SPL-2, R-ORD-2; 4.0, 4.2.0, 4.2.4).
    dialect: Dialect = TRIMMED, TRIMMED, LINES, LINES;
    /// Objects can be applied on the server side, and records say how a release was applied (DF-5, DF-35; 4.0).
    server_side: bool = false, false, true, true;
    /// `--wait` names a strategy, and deletions are awaited by it only (DF-10, DF-11; 4.0).
    strategies: bool = false, false, true, true;
    /// `--atomic` is called (DF-15; 4.0).
    atomic: &'static str = "atomic", "atomic", "rollback-on-failure", "rollback-on-failure";
    /// CRDs of `crds/` (R-CRD-4, R-CRD-6; 4.0, 4.3.0).
    crd_wait: CrdWait = CrdWait::Always, CrdWait::Always, CrdWait::ByStrategy, CrdWait::Always;
    /// An update takes the live object as base where the old manifest lacks it (R-UPD-1, B3-BASELINE; 3.22.0, 4.2.0).
    live_base: bool = false, true, true, true;
    /// Resources with a generated name are not looked for before the record (R-OWN-4, B4-GENNAME; 4.1).
    skips_generated_names: bool = false, false, true, true;
    /// A refused deletion fails the upgrade (R-UPD-3, DF-19; 4.0).
    delete_errors_fail: bool = false, false, true, true;
    /// Uninstall looks at an object first and deletes only its own (NV-2, B4-OWNCHECK; 4.3.0).
    checks_owner: bool = false, false, false, true;
    /// The uninstall of a failed atomic install waits for deletions (R-INS-25, DF-16; 4.0).
    nested_uninstall_waits: bool = false, false, true, true;
    /// Errors of several requests stand in a frame, `1 error occurred:` (DF-22; 4.0).
    error_frame: bool = true, true, false, false;
    /// Warnings go to stderr as log records (R-CLI-1, DF-37; 4.0).
    logs: bool = false, false, true, true;
    /// The status table has the description (DF-26; 4.0).
    shows_description: bool = false, false, true, true;
    /// `helm test` prints the notes (R-TST-11, DF-25; 4.0).
    test_notes: bool = true, true, false, false;
    /// `helm test` waits for deletions and cleans up after the logs (R-TST-6, R-TST-8, DF-23; 4.0).
    test_watches: bool = false, false, true, true;
    /// `helm test --logs` shows every container (R-TST-9, B4-TESTLOGS; 4.2.4).
    logs_by_container: bool = false, false, true, true;
    /// `helm test --logs` leaves out tests that are no Pods (NV-7, B4-TESTPODS; 4.3.0).
    logs_of_pods_only: bool = false, false, false, true;
    /// `helm history` cuts descriptions to 60 characters (B4-HISTORY; 4.1).
    cuts_descriptions: bool = true, true, false, false;
    /// `helm status` lists the resources (R-REC-9, DF-27; 4.0).
    status_lists_resources: bool = false, false, true, true;
    /// A failed cleanup of a rollback hides the first error (4.0).
    rollback_cleanup_hides_error: bool = false, false, true, true;
    /// `helm uninstall --dry-run` lists what is kept (NV-4; 4.3.0).
    dry_uninstall_lists_kept: bool = false, false, false, true;
    /// `--dry-run=client` does not touch the cluster (DF-29; 4.0).
    client_dry_run_is_offline: bool = false, false, true, true;
    /// First letter of "unable to continue with" (DF-31; 4.0).
    unable: &'static str = "Unable", "Unable", "unable", "unable";
    /// A name that is taken (R-INS-4, DF-30; 4.0).
    name_in_use: &'static str =
        "cannot re-use a name that is still in use",
        "cannot re-use a name that is still in use",
        "cannot reuse a name that is still in use",
        "cannot reuse a name that is still in use";
}

const TRIMMED: Dialect =
    Dialect { split: Split::Trimmed, webhooks_in_order: false, head_type: "releaseutil.SimpleHead" };
const LINES: Dialect = Dialect { split: Split::Lines, webhooks_in_order: true, head_type: "util.SimpleHead" };

impl Behaviour {
    /// The column of a version.
    pub(super) fn of(helm: HelmVersion) -> &'static Behaviour {
        const TABLE: &[Behaviour] = &Behaviour::ALL;
        let [oldest, .., newest] = TABLE else { return &Behaviour::NEWEST };
        let same_major = || COLUMNS.iter().zip(TABLE).filter(|(column, _)| column.major == helm.major);
        let not_newer = same_major().rfind(|(column, _)| **column <= helm);
        let otherwise = if COLUMNS.first().is_some_and(|first| helm < *first) { oldest } else { newest };
        not_newer.or_else(|| same_major().next()).map_or(otherwise, |(_, behaviour)| behaviour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> &'static Behaviour {
        Behaviour::of(text.parse().unwrap())
    }

    #[test]
    fn versions_between_columns_behave_like_the_older_one() {
        assert_eq!(of("4.2.9"), of("4.2.4"));
        assert_eq!(of("4.9.0"), of("4.3.1"));
        assert_eq!(of("4.0.0"), of("4.2.4"));
        assert_eq!(of("3.0.0"), of("3.21.4"));
        assert_eq!(of("2.0.0"), of("3.21.4"));
        assert_eq!(of("5.0.0"), of("4.3.1"));
        assert_ne!(of("3.21.4"), of("3.22.0"));
    }
}
