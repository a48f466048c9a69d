//! One sort for everything on the page.

use std::cmp::Ordering;

/// The indices 0 to `len` in the order that `compare` gives them; what is equal stays as it is.
///
/// The standard library's sort is compiled anew for every type that is sorted, five kilobytes each.
#[must_use]
pub fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

/// The indices of `items` in the order of the items.
#[must_use]
pub fn order_of<T: Ord>(items: &[T]) -> Vec<usize> {
    order(items.len(), &|a, b| items.get(a).cmp(&items.get(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_keep_their_order() {
        let words = ["b", "a", "c", "a"];
        assert_eq!(order_of(&words), [1, 3, 0, 2]);
        assert_eq!(order(words.len(), &|_, _| Ordering::Equal), [0, 1, 2, 3]);
    }
}
