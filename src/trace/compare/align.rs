//! Which entries of two lists are the same, in order.

use std::collections::BTreeMap;

/// Pairs the entries of two lists that are equal, so that pairs never cross and as many as possible are kept; what has
/// no partner stands where it is in its own list, the first list's before the second's.
///
/// An entry that comes again pairs with the one of the same number (the third with the third), so every entry has at
/// most one partner, and the longest common subsequence is the longest rising run of the partners' places (Hunt and
/// Szymanski 1977). Cost: n log n, however long the lists are.
pub(super) fn align(first: &[&str], second: &[&str]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, entry) in second.iter().enumerate().rev() {
        places.entry(entry).or_default().push(place);
    }
    let mut pairs = Vec::new();
    for (place, entry) in first.iter().enumerate() {
        let partner = places.get_mut(entry).and_then(Vec::pop);
        pairs.extend(partner.map(|partner| (place, partner)));
    }
    let mut aligned = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (one, other) in rising(&pairs).into_iter().chain([(first.len(), second.len())]) {
        aligned.extend((from..one).map(|place| (Some(place), None)));
        aligned.extend((to..other).map(|place| (None, Some(place))));
        if one < first.len() {
            aligned.push((Some(one), Some(other)));
        }
        (from, to) = (one.saturating_add(1), other.saturating_add(1));
    }
    aligned
}

/// The longest part of `pairs` whose second places rise, too.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair with the smallest place that ends a run of it, and for each pair the one before it.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, place)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|(_, end)| end < place);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter)).map(|(index, _)| *index));
        match ends.get_mut(length) {
            Some(end) => *end = (index, *place),
            None => ends.push((index, *place)),
        }
    }
    let mut run = Vec::new();
    let mut next = ends.last().map(|(index, _)| *index);
    while let Some(index) = next {
        run.extend(pairs.get(index));
        next = before.get(index).copied().flatten();
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a` in both, `-a` in the first only, `+a` in the second only.
    fn drawn(first: &str, second: &str) -> String {
        let [one, other] = [first, second].map(|list| list.split_whitespace().collect::<Vec<_>>());
        let entry = |(a, b): &(Option<usize>, Option<usize>)| match (a, b) {
            (Some(a), Some(_)) => one[*a].to_owned(),
            (Some(a), None) => format!("-{}", one[*a]),
            (None, b) => format!("+{}", other[b.unwrap()]),
        };
        align(&one, &other).iter().map(entry).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_equal_is_paired_in_order() {
        assert_eq!(drawn("", ""), "");
        assert_eq!(drawn("a b c", "a b c"), "a b c");
        assert_eq!(drawn("a b c", "a x c d"), "a -b +x c +d");
        assert_eq!(drawn("a b", ""), "-a -b");
        assert_eq!(drawn("", "a b"), "+a +b");
    }

    #[test]
    fn as_many_pairs_as_possible_are_kept() {
        assert_eq!(drawn("a b c d", "d a b c"), "+d a b c -d");
        assert_eq!(drawn("a b c", "c b a").matches(['-', '+']).count(), 4);
    }

    #[test]
    fn what_comes_again_pairs_by_number() {
        assert_eq!(drawn("a w b w", "a w b w w"), "a w b w +w");
        // The first is the first's, although the second stands nearer.
        assert_eq!(drawn("w a w", "a w"), "-w a -w +w");
    }

    #[test]
    fn long_lists_take_no_longer_than_sorting_them() {
        let names: Vec<String> = (0..50_000).map(|number| format!("n{number}")).collect();
        let first: Vec<&str> = names.iter().map(String::as_str).collect();
        let second: Vec<&str> = first.iter().rev().copied().collect();
        assert_eq!(align(&first, &second).len(), 99_999);
        assert_eq!(align(&first, &first).len(), 50_000);
    }
}
