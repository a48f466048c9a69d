//! One sort for everything on the page.

/// The indices of `items` in the order of the items; what is equal stays as it is.
///
/// The standard library's sort is compiled anew for every type that is sorted, five kilobytes each: here it sorts
/// indices, whatever the items are, and with the index as the last word the smaller, unstable one will do.
#[must_use]
pub fn order_of<T: Ord>(items: &[T]) -> Vec<usize> {
    let compare: &dyn Fn(&usize, &usize) -> std::cmp::Ordering =
        &|a, b| items.get(*a).cmp(&items.get(*b)).then(a.cmp(b));
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_unstable_by(compare);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_keep_their_order() {
        assert_eq!(order_of(&["b", "a", "c", "a"]), [1, 3, 0, 2]);
        assert_eq!(order_of(&[0; 4]), [0, 1, 2, 3]);
    }
}
