//! What the hook annotations mean (R-HK-2, R-WGT-1, R-DEL-1, R-LOG-1).

use super::HookEvent;

/// Makes a document a hook.
pub const HOOK: &str = "helm.sh/hook";
/// Its place among the hooks of an event.
pub const WEIGHT: &str = "helm.sh/hook-weight";
/// When Helm deletes what the hook made.
pub const DELETE_POLICY: &str = "helm.sh/hook-delete-policy";
/// When Helm prints the logs of the hook's pods.
pub const OUTPUT_LOG_POLICY: &str = "helm.sh/hook-output-log-policy";
/// `keep` leaves a resource of the manifest when the release goes.
pub const RESOURCE_POLICY: &str = "helm.sh/resource-policy";

/// A second name of an event, from Helm 2.
const TEST_SUCCESS: &str = "test-success";

/// The pieces of a list annotation, as Helm looks at them: trimmed and in small letters.
pub fn pieces(value: &str) -> impl Iterator<Item = String> + '_ {
    // Go makes one letter of each letter, whatever stands beside it; only İ has a longer small form.
    let lower = |piece: &str| piece.chars().filter_map(|c| c.to_lowercase().next()).collect();
    value.split(',').map(move |piece| lower(piece.trim()))
}

/// The event that a piece of `helm.sh/hook` names.
#[must_use]
pub fn event(piece: &str) -> Option<HookEvent> {
    if piece == TEST_SUCCESS {
        return Some(HookEvent::Test);
    }
    HookEvent::ALL.into_iter().find(|event| event.word() == piece)
}

/// The events of `helm.sh/hook`, repetitions included; `None` if one of them is unknown (R-HK-3, R-HK-5).
#[must_use]
pub fn events(value: &str) -> Option<Vec<HookEvent>> {
    pieces(value).map(|piece| event(&piece)).collect()
}

/// The weight, as Go's `strconv.Atoi` reads it; 0 for what it refuses.
#[must_use]
pub fn weight(value: &str) -> i64 {
    // Rust's reader takes the same texts: digits with an optional sign, nothing else.
    value.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_as_helm_does() {
        use HookEvent::{PostInstall, PreInstall, Test};
        for (value, expected) in [
            ("pre-install", Some(vec![PreInstall])),
            (" PRE-Install , post-install\n", Some(vec![PreInstall, PostInstall])),
            ("pre-install,pre-install", Some(vec![PreInstall, PreInstall])),
            ("test,test-success", Some(vec![Test, Test])),
            ("pre-install,", None),
            (",pre-install", None),
            ("", None),
            ("pre-install,foo", None),
            ("pre-install post-install", None),
            ("crd-install", None),
            ("test-failure", None),
        ] {
            assert_eq!(events(value), expected, "{value}");
        }
    }

    #[test]
    fn weights_are_read_as_helm_does() {
        for (value, expected) in [
            ("5", 5),
            ("-5", -5),
            ("+5", 5),
            ("010", 10),
            ("9223372036854775807", i64::MAX),
            ("9223372036854775808", 0),
            ("-9223372036854775808", i64::MIN),
            (" 5", 0),
            ("5 ", 0),
            ("1.0", 0),
            ("0x10", 0),
            ("1_000", 0),
            ("5\n", 0),
            ("", 0),
            ("+", 0),
            ("-", 0),
        ] {
            assert_eq!(weight(value), expected, "{value}");
        }
    }
}
