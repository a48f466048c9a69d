//! Names of releases (`pkg/chart/v2/util/validate_name.go`).

/// Longest name of a release.
const LONGEST: usize = 53;

/// What is wrong with the name of a release.
///
/// # Errors
/// Helm's words, without a prefix.
pub fn check(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("no name provided");
    }
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_label =
        |label: &str| label.starts_with(good) && label.ends_with(good) && label.chars().all(|c| good(c) || c == '-');
    if name.len() <= LONGEST && name.split('.').all(is_label) {
        return Ok(());
    }
    Err(
        r"invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53",
    )
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn names_are_dns_names_of_53_characters() {
        for name in ["a", "a-b", "a.b-c", "0", &"a".repeat(53)] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        for name in ["", "A", "-a", "a-", "a..b", "a_b", "a.-b", &"a".repeat(54)] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
