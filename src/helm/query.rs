//! Commands that only read, and `helm template`.

use super::fail::{Done, Fail};
use super::session::Session;

impl Session<'_> {
    /// Runs a command line of a story's `helm:` operation.
    ///
    /// # Errors
    /// Helm's error.
    pub fn query(&mut self, line: &str, flags: &[String], values: &str) -> Done {
        let _ = (flags, values);
        Err(Fail::error(format!("unknown command {line}")))
    }
}
