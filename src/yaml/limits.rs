//! How much is read. None of these bounds is met by a manifest somebody wrote.

/// Bytes of one text.
pub const TEXT: usize = 16 << 20;

/// Collections inside each other. go-yaml allows 10,000; values this deep could not be walked on the
/// stack a page has.
pub const NESTING: usize = 512;

/// Values made of one text, aliases followed. go-yaml has a ratio only, which lets 400,000 through.
pub const VALUES: usize = 2_000_000;

pub(super) const TOO_DEEP: &str = "exceeded max depth of 512 (a limit of this tool; Helm's is 10000)";
pub(super) const TOO_LONG: &str = "text is longer than 16 MiB (a limit of this tool)";
pub(super) const TOO_MANY: &str = "more than 2000000 values (a limit of this tool)";
