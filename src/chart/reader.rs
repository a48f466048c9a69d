//! Reading the texts of charts, or remembering what they came to.

use super::values::{Table, read};
use crate::story::HelmVersion;
use crate::template::{Dialect, Memory};
use crate::text::Memo;

/// Reads charts as one version of Helm does.
#[derive(Debug)]
pub struct Reader {
    pub(super) dialect: Dialect,
    pub(super) templates: Memory,
    values: Memo<Result<Table, String>>,
}

impl Reader {
    /// Reads everything anew.
    #[must_use]
    pub fn of(helm: HelmVersion) -> Self {
        Reader { dialect: Dialect::of(helm), templates: Memory::default(), values: Memo::default() }
    }

    /// Keeps what it reads for the next time.
    #[must_use]
    pub fn keeping(helm: HelmVersion) -> Self {
        Reader { templates: Memory::keeping(), values: Memo::keeping(), ..Reader::of(helm) }
    }

    /// Forgets what was not read again since this was done last.
    pub fn forget_unasked(&mut self) {
        self.templates.forget_unasked();
        self.values.forget_unasked();
    }

    /// Reads a values file.
    ///
    /// # Errors
    /// Helm's words, without the name of the file.
    pub(super) fn values(&self, text: &str) -> Result<Table, String> {
        self.values.of(text, || read(text, &self.dialect))
    }
}
