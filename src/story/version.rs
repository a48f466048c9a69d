//! Versions of Helm.

/// A released version of Helm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct HelmVersion {
    /// 3 or 4.
    pub major: u16,
    /// Minor.
    pub minor: u16,
    /// Patch.
    pub patch: u16,
}

impl HelmVersion {
    /// The version `vMAJOR.MINOR.PATCH`.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        HelmVersion { major, minor, patch }
    }

    /// Whether a pattern of `only` (`v3`, `v4.3`, `v4.3.1`) names this version.
    #[must_use]
    pub fn matches(&self, pattern: &str) -> bool {
        let full = self.to_string();
        full == pattern || full.strip_prefix(pattern).is_some_and(|rest| rest.starts_with('.'))
    }
}

impl std::fmt::Display for HelmVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "v{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl std::str::FromStr for HelmVersion {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.strip_prefix('v').unwrap_or(text).split('.').map(str::parse::<u16>);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch)), None) => Ok(HelmVersion { major, minor, patch }),
            _ => Err(()),
        }
    }
}

impl serde::Serialize for HelmVersion {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for HelmVersion {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::place::text(from, "a version of Helm such as `v4.3.1`", |text| {
            text.parse().map_err(|()| format!("`{text}` is not a version of Helm such as `v4.3.1`"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let v: HelmVersion = "v4.3.1".parse().unwrap();
        assert!(v.matches("v4") && v.matches("v4.3") && v.matches("v4.3.1"));
        assert!(!v.matches("v3") && !v.matches("v4.3.10") && !v.matches("v"));
        assert!("4.3".parse::<HelmVersion>().is_err());
    }
}
