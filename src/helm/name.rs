//! Names of releases (`pkg/chart/v2/util/validate_name.go`).

use crate::story::HelmVersion;

use super::behaviour::Behaviour;
use super::log::quoted;

/// Longest name of a release.
const LONGEST: usize = 53;

/// What is wrong with the name of a release.
///
/// # Errors
/// Helm's words, without a prefix.
pub(super) fn check(name: &str) -> Result<(), &'static str> {
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

/// As [`check`], and the error has the name.
///
/// # Errors
/// Helm's words, without the prefix of the version.
pub(super) fn check_named(name: &str) -> Result<(), String> {
    check(name).map_err(|error| format!("release name {}: {error}", quoted(name)))
}

/// As [`check`], for the name of a release that is installed.
///
/// # Errors
/// The words of this version of Helm.
pub fn check_for_install(name: &str, helm: HelmVersion) -> Result<(), String> {
    check_named(name).map_err(|error| format!("{}{error}", Behaviour::of(helm).name_check_failed))
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
