//! From rendered text to hooks and manifests: splitting, heads, annotations, order.

mod broken;
mod entry;
mod kinds;
mod place;
mod sort;
mod split;
mod uninstall;

pub mod annotations;
pub mod head;

pub use entry::{Entry, entry, entry_at};
pub use kinds::Order;
pub use place::{Placed, exact_source_of, source_of};
pub use sort::{DocumentText, documents, execution_order, sort, sort_files};
pub use split::split;
pub use uninstall::sort_for_uninstall;

use crate::text::{Diagnostic, Span};

/// The nine hook events, in the words of `helm.sh/hook`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum HookEvent {
    /// `pre-install`
    PreInstall,
    /// `post-install`
    PostInstall,
    /// `pre-delete`
    PreDelete,
    /// `post-delete`
    PostDelete,
    /// `pre-upgrade`
    PreUpgrade,
    /// `post-upgrade`
    PostUpgrade,
    /// `pre-rollback`
    PreRollback,
    /// `post-rollback`
    PostRollback,
    /// `test`
    Test,
}

impl HookEvent {
    /// All events.
    pub const ALL: [HookEvent; 9] = [
        HookEvent::PreInstall,
        HookEvent::PostInstall,
        HookEvent::PreDelete,
        HookEvent::PostDelete,
        HookEvent::PreUpgrade,
        HookEvent::PostUpgrade,
        HookEvent::PreRollback,
        HookEvent::PostRollback,
        HookEvent::Test,
    ];

    /// The word of the annotation.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            HookEvent::PreInstall => "pre-install",
            HookEvent::PostInstall => "post-install",
            HookEvent::PreDelete => "pre-delete",
            HookEvent::PostDelete => "post-delete",
            HookEvent::PreUpgrade => "pre-upgrade",
            HookEvent::PostUpgrade => "post-upgrade",
            HookEvent::PreRollback => "pre-rollback",
            HookEvent::PostRollback => "post-rollback",
            HookEvent::Test => "test",
        }
    }
}

/// Where a document of a chart comes from.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct Origin {
    /// Short name of the chart in the story.
    pub chart: String,
    /// Path inside the chart, e.g. `templates/job.yaml`, `charts/sub/templates/x.yaml`.
    pub file: String,
    /// The document's part of that file's source text.
    pub span: Span,
}

/// A document that is a hook (R-HK-7).
#[derive(Debug, Clone, PartialEq)]
pub struct Hook {
    /// metadata.name; empty for `generateName` and `List`.
    pub name: String,
    /// kind
    pub kind: String,
    /// Stored path, e.g. `app/templates/hooks.yaml`.
    pub path: String,
    /// The document's text.
    pub manifest: String,
    /// Events in the order of the annotation, repetitions included (R-HK-5).
    pub events: Vec<HookEvent>,
    /// R-WGT-1
    pub weight: i64,
    /// Pieces as stored, known or not; empty only if the annotation is absent (R-DEL-1, R-DEL-2).
    pub delete_policies: Vec<String>,
    /// R-LOG-1
    pub output_log_policies: Vec<String>,
    /// Where its text stands in the story.
    pub origin: Origin,
}

/// A document that is not a hook.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Stored path.
    pub path: String,
    /// kind, empty for documents without one (R-HEAD-5).
    pub kind: String,
    /// metadata.name
    pub name: String,
    /// The document's text.
    pub content: String,
    /// Where its text stands in the story.
    pub origin: Origin,
}

/// What differs between Helm versions in reading rendered files; `helm::behaviour` fills it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// How a file is split into documents (R-SPL-1, R-SPL-2).
    pub split: Split,
    /// Kinds that have no place in the order of kinds yet (R-ORD-2).
    pub unplaced: &'static [&'static str],
    /// What Go calls the type of a head in errors: `releaseutil.SimpleHead` in Helm 3, `util.SimpleHead` in Helm 4.
    pub head_type: &'static str,
    /// Hooks are stored by kind, not as they stand in files (R-ORD-11).
    pub sorts_hooks: bool,
}

/// How a file is split into documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Up to v4.1: white space around separators and documents goes.
    Trimmed,
    /// v4.2.0 to v4.2.3: the same separators, trailing white space of a file's last document stays.
    TrimmedLeft,
    /// From v4.2.4: any line that begins with `---` separates, trailing white space stays.
    Lines,
}

/// Rendered files, sorted into hooks and manifests.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sorted {
    /// Hooks in stored order (R-ORD-11).
    pub hooks: Vec<Hook>,
    /// Manifests in stored order (R-ORD-10).
    pub manifests: Vec<Manifest>,
    /// Raw `helm.sh/hook` values of the documents that were dropped, with their paths (R-HK-3).
    pub skipped: Vec<(String, String)>,
    /// Helm's error about the first document that cannot be read, without a prefix; the lists hold what
    /// was read before it, in the order of the files.
    pub error: Option<String>,
    /// Only with an error: everything that can be read, as if the broken documents were not there.
    pub readable: Option<Readable>,
    /// Every document that cannot be read, and keys that stand twice, with places in the chart's source files.
    pub diagnostics: Vec<Diagnostic>,
}

/// What Helm would have found without the documents that cannot be read. Helm itself never gets that far;
/// the stage shows it, so that one broken document does not empty it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readable {
    /// Hooks in stored order.
    pub hooks: Vec<Hook>,
    /// Manifests in stored order.
    pub manifests: Vec<Manifest>,
}

impl Sorted {
    /// All hooks and manifests that can be read, whether or not Helm gets that far.
    #[must_use]
    pub fn readable(&self) -> (&[Hook], &[Manifest]) {
        match &self.readable {
            Some(readable) => (&readable.hooks, &readable.manifests),
            None => (&self.hooks, &self.manifests),
        }
    }
}
