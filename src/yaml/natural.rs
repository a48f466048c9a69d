//! The order in which go-yaml writes keys: as people count, `a9` before `a10`.

use serde_json::{Map, Value};

/// The entries of a map in that order; version 3 puts what is no letter behind letters where it follows a digit.
pub(super) fn sorted_naturally(map: &Map<String, Value>, version_3: bool) -> Vec<(&String, &Value)> {
    let entries: Vec<_> = map.iter().collect();
    merge_sort(entries, version_3)
}

/// Sorts without asking the order to be consistent, which it is not: `a9`, `a10`, `a1a` go round in a circle.
/// What Helm writes then differs from run to run; the library's sort may panic.
fn merge_sort<'m>(mut entries: Vec<(&'m String, &'m Value)>, version_3: bool) -> Vec<(&'m String, &'m Value)> {
    if entries.len() < 2 {
        return entries;
    }
    let back = merge_sort(entries.split_off(entries.len() / 2), version_3);
    let front = merge_sort(entries, version_3);
    let mut merged = Vec::with_capacity(front.len().saturating_add(back.len()));
    let (mut front, mut back) = (front.into_iter().peekable(), back.into_iter().peekable());
    while let (Some((a, _)), Some((b, _))) = (front.peek(), back.peek()) {
        merged.extend(if is_before(b, a, version_3) { back.next() } else { front.next() });
    }
    merged.extend(front);
    merged.extend(back);
    merged
}

/// go-yaml's `keyList.Less` for texts.
fn is_before(a: &str, b: &str, version_3: bool) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum::<usize>();
    let (before, rest_a) = a.split_at_checked(common).unwrap_or((a, ""));
    let rest_b = b.get(common..).unwrap_or_default();
    let (Some(x), Some(y)) = (rest_a.chars().next(), rest_b.chars().next()) else {
        return rest_a.len() < rest_b.len();
    };
    match (x.is_alphabetic(), y.is_alphabetic()) {
        (true, true) => return x < y,
        (false, false) => {}
        (x_is_letter, y_is_letter) => {
            let after_digit = version_3 && before.ends_with(char::is_numeric);
            return if after_digit { x_is_letter } else { y_is_letter };
        }
    }
    // Inside a number a zero is no leading zero: both get a digit in front.
    let in_number = (x == '0' || y == '0') && ends_in_number(before);
    let ((an, a_digits), (bn, b_digits)) = (number(rest_a, in_number), number(rest_b, in_number));
    if an != bn {
        return an < bn;
    }
    if a_digits != b_digits {
        return a_digits < b_digits;
    }
    x < y
}

/// Whether `text` ends in a number that is not zero.
fn ends_in_number(text: &str) -> bool {
    text.bytes().rev().take_while(u8::is_ascii_digit).any(|digit| digit != b'0')
}

/// The number at the start of `text`, as 64 bits hold it, and how many digits it has.
fn number(text: &str, in_number: bool) -> (i64, usize) {
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    digits.fold((i64::from(in_number), 0), |(number, count), digit| {
        let digit = i64::from(digit.wrapping_sub(b'0'));
        (number.wrapping_mul(10).wrapping_add(digit), count.saturating_add(1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_and_letters_follow_signs() {
        let mut map = Map::new();
        for key in ["a10", "a9", "b", "a-1", "a", "A", "a01", "a1", "1a", "_x", "a100000000000000000000", "x-2", "x-10"]
        {
            map.insert(key.into(), Value::Null);
        }
        let keys: Vec<&str> = sorted_naturally(&map, false).into_iter().map(|(key, _)| key.as_str()).collect();
        let expected = "_x 1a A a a-1 a1 a01 a9 a10 b x-2 x-10";
        assert_eq!(keys.into_iter().filter(|key| key.len() < 9).collect::<Vec<_>>().join(" "), expected);
    }
}
