//! What was read before, so that a story that is played again after a change costs what the change costs.

use super::NEWEST;
use crate::chart::Reader;
use crate::manifest::head;
use crate::release;
use crate::story::HelmVersion;

/// What the texts of stories came to. A run with it is the run without it, sooner.
#[derive(Debug)]
pub struct Memory {
    helm: HelmVersion,
    keeps: bool,
    pub(super) reader: Reader,
    pub(super) heads: head::Memory,
    pub(super) documents: release::Memory,
}

impl Memory {
    /// Keeps nothing: for a story that is played once.
    pub(super) fn none(helm: HelmVersion) -> Self {
        let (heads, documents) = (head::Memory::default(), release::Memory::default());
        Memory { helm, keeps: false, reader: Reader::of(helm), heads, documents }
    }

    /// Keeps what is read, for stories that are much the same: see [`Memory::forget_unasked`].
    #[must_use]
    pub fn keeping() -> Self {
        Memory::kept(NEWEST)
    }

    fn kept(helm: HelmVersion) -> Self {
        let (heads, documents) = (head::Memory::keeping(), release::Memory::keeping());
        Memory { helm, keeps: true, reader: Reader::keeping(helm), heads, documents }
    }

    /// Forgets everything if it was read by another version: they do not read alike.
    pub(super) fn turn_to(&mut self, helm: HelmVersion) {
        if self.helm != helm {
            *self = if self.keeps { Memory::kept(helm) } else { Memory::none(helm) };
        }
    }

    /// What reads charts as the last story's version of Helm does.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Forgets what was not read again since this was done last.
    pub fn forget_unasked(&mut self) {
        self.reader.forget_unasked();
        self.heads.forget_unasked();
        self.documents.forget_unasked();
    }
}
