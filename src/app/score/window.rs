//! Which part of a long run is drawn, so that ten thousand steps cost no more than a few hundred.

use std::ops::Range;

/// How much is drawn, and how much stays out at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first that is drawn.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// How many there are.
    pub of: usize,
}

impl Window {
    /// At most `most` of `of`, with `current` among them. Moves in leaps, so that stepping does not shift it.
    #[must_use]
    pub fn around(current: usize, of: usize, most: usize) -> Window {
        if of <= most {
            return Window { start: 0, end: of, of };
        }
        let leap = (most / 2).max(1);
        let block = current.min(of.saturating_sub(1)).checked_div(leap).unwrap_or_default();
        let start = block.saturating_mul(leap).saturating_sub(leap / 2).min(of.saturating_sub(most));
        Window { start, end: start.saturating_add(most), of }
    }

    /// What is drawn.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// How many come before.
    #[must_use]
    pub fn before(&self) -> usize {
        self.start
    }

    /// How many come after.
    #[must_use]
    pub fn after(&self) -> usize {
        self.of.saturating_sub(self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_one_is_always_inside() {
        for current in 0..1_000 {
            let window = Window::around(current, 1_000, 240);
            assert!(window.range().contains(&current), "{current}: {window:?}");
            assert_eq!(window.range().len(), 240);
            assert_eq!(window.before() + 240 + window.after(), 1_000);
        }
        assert_eq!(Window::around(5, 20, 240).range(), 0..20);
        assert_eq!(Window::around(0, 0, 240).range(), 0..0);
    }
}
