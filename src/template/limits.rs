//! How much work a template may make.

/// Bounds of one rendering. Each has its own diagnostic; none of them is Helm's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Instructions, over all files of the chart.
    pub steps: u64,
    /// Bytes written, over all files, included templates counted each time.
    pub output: usize,
    /// Bytes or elements one function may return.
    pub value: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { steps: 20_000_000, output: 32 << 20, value: 8 << 20 }
    }
}
