//! One sort for everything.
//!
//! The standard library's sort is compiled anew for every type that is sorted, five kilobytes each, and so it is for
//! every tree that is collected, which sorts first. In a program that people download that is a tenth of it: here
//! indices are merged, whatever the items are, and trees are filled one by one.

use std::cmp::Ordering;

/// The indices of `items` in the order of the items; what is equal stays as it is.
#[must_use]
pub fn order_of<T: Ord>(items: &[T]) -> Vec<usize> {
    order_by(items.len(), &|a, b| items.get(a).cmp(&items.get(b)))
}

/// The indices below `count` in the order of `compare`; what is equal stays as it is.
fn order_by(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut width = 1_usize;
    while width < count {
        let mut merged = Vec::with_capacity(count);
        for pair in order.chunks(width.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some((a, after_a)), Some((b, after_b))) = (left.split_first(), right.split_first()) {
                if compare(*b, *a) == Ordering::Less {
                    merged.push(*b);
                    right = after_b;
                } else {
                    merged.push(*a);
                    left = after_a;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        width = width.saturating_mul(2);
    }
    order
}

/// Sorts `items`; what is equal stays as it is.
pub fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

/// Sorts `items` by what `key` makes of them; what is equal stays as it is.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = order_of(&keys);
    arrange(items, &order);
}

/// Sorts `items` by `compare`; what is equal stays as it is.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order_by(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(items, &order);
}

/// Puts `items` into the order of their indices in `order`.
fn arrange<T>(items: &mut Vec<T>, order: &[usize]) {
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.iter().filter_map(|at| taken.get_mut(*at)?.take()));
}

/// A tree of `items`, or whatever else can be filled.
pub fn filled<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut filled = C::default();
    filled.extend(items);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn equals_keep_their_order() {
        assert_eq!(order_of(&["b", "a", "c", "a"]), [1, 3, 0, 2]);
        assert_eq!(order_of(&[0; 4]), [0, 1, 2, 3]);
        let mut words = vec!["dd", "b", "cc", "a"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["b", "a", "dd", "cc"]);
        sort_by(&mut words, |a, b| b.cmp(a));
        assert_eq!(words, ["dd", "cc", "b", "a"]);
        sort(&mut words);
        assert_eq!(words, ["a", "b", "cc", "dd"]);
    }

    #[test]
    fn any_number_is_sorted() {
        for count in 0..70_usize {
            let items: Vec<usize> = (0..count).map(|at| at * 37 % 11).collect();
            let mut expected: Vec<usize> = (0..count).collect();
            expected.sort_by_key(|at| items[*at]);
            assert_eq!(order_of(&items), expected);
        }
    }

    #[test]
    fn the_last_of_a_key_wins() {
        let tree: BTreeMap<_, _> = filled([(1, "a"), (0, "b"), (1, "c")]);
        assert_eq!(tree.into_iter().collect::<Vec<_>>(), [(0, "b"), (1, "c")]);
    }
}
