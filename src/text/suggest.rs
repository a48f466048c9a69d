//! "Did you mean": the known word nearest to a misspelt one.

/// The candidate nearest to `word`, if it is near enough to be meant: at most a third of the word may differ.
///
/// Letters' case does not count; of equally near candidates the first wins.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(LONGEST).collect();
    let limit = word.len().div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase().chars().collect::<Vec<_>>()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Longer words are not compared further: nobody mistypes a field of a hundred letters.
const LONGEST: usize = 100;

/// How many letters must be added, dropped, changed or swapped with their neighbour to make `b` of `a`.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i.saturating_add(1)];
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX);
            let mut best = at(&last, j).saturating_add(usize::from(x != y));
            best = best.min(at(&row, j).saturating_add(1)).min(at(&last, j.saturating_add(1)).saturating_add(1));
            let swapped = j.checked_sub(1).zip(i.checked_sub(1)).is_some_and(|(j, i)| {
                let neighbour = |word: &[char], at: usize, letter: char| word.get(at) == Some(&letter);
                neighbour(b, j, x) && neighbour(a, i, y)
            });
            if swapped {
                best = best.min(at(&before, j.saturating_sub(1)).saturating_add(1));
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let events = ["pre-install", "post-install", "pre-upgrade", "test"];
        for (word, expected) in [
            ("pre-instal", Some("pre-install")),
            ("preinstall", Some("pre-install")),
            ("pre_install", Some("pre-install")),
            ("Post-Install", Some("post-install")),
            ("tets", Some("test")),
            ("deploy", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, events), expected, "{word}");
        }
    }

    #[test]
    fn distances() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (a, b, expected) in
            [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "abc", 0)]
        {
            assert_eq!(distance(&chars(a), &chars(b)), expected, "{a} {b}");
        }
    }
}
