//! What old versions do by chance, so that another recording may show it otherwise. Everything else must be equal.

use serde_json::Value;

use crate::story::HelmVersion;

/// Something that is chance in the recordings of a scenario with some versions.
struct Chance {
    scenario: &'static str,
    from: HelmVersion,
    before: HelmVersion,
    /// Makes of a recording what the engine always does.
    settle: fn(&mut Value),
}

const CHANCES: [Chance; 2] = [
    // The creates that are under way when one is refused go on beside the record of the failure: they come before or
    // after it (`perform` in `pkg/kube/client.go`). Recorded with v3.10.3 and v3.1.3 before it, with v3.5.4 after it,
    // from the same code.
    Chance {
        scenario: "install-rejected-batch",
        from: HelmVersion::new(3, 0, 0),
        before: HelmVersion::new(3, 12, 0),
        settle: failures_after_creates,
    },
    // The last question of a wait of six seconds falls on its deadline; the limiter of requests may notice before the
    // wait does. v3.12.3 and v3.13.3 have the same `pkg/kube/wait.go` and were recorded with the wait's own words.
    Chance {
        scenario: "wait-failed-job",
        from: HelmVersion::new(3, 12, 0),
        before: HelmVersion::new(3, 15, 0),
        settle: words_of_the_wait,
    },
];

/// Settles what is chance in a recording of a scenario with a version.
pub(super) fn settle(scenario: &str, helm: HelmVersion, recorded: &mut Value) {
    let applies = |chance: &&Chance| chance.scenario == scenario && chance.from <= helm && helm < chance.before;
    CHANCES.iter().filter(applies).for_each(|chance| (chance.settle)(recorded));
}

fn failures_after_creates(recorded: &mut Value) {
    let operations = recorded.get_mut("operations").and_then(Value::as_array_mut);
    for operation in operations.into_iter().flatten() {
        let Some(events) = operation.get_mut("events").and_then(Value::as_array_mut) else { continue };
        let is = |event: Option<&Value>, field: &str, word: &str| {
            event.and_then(|event| event.get(field)).and_then(Value::as_str) == Some(word)
        };
        for at in 1..events.len() {
            let before = at.saturating_sub(1);
            if is(events.get(before), "status", "failed") && is(events.get(at), "do", "create") {
                events.swap(before, at);
            }
        }
    }
}

fn words_of_the_wait(recorded: &mut Value) {
    const LIMITER: &str = "client rate limiter Wait returned an error: rate: Wait(n=1) would exceed context deadline";
    match recorded {
        Value::String(text) => *text = text.replace(LIMITER, "context deadline exceeded"),
        Value::Array(items) => items.iter_mut().for_each(words_of_the_wait),
        Value::Object(fields) => fields.values_mut().for_each(words_of_the_wait),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_listed_is_settled() {
        let recorded = || {
            json!({"operations": [{"events": [
                {"do": "create", "object": "Service/front"},
                {"do": "record", "status": "failed"},
                {"do": "create", "object": "Deployment/web"},
            ]}]})
        };
        let objects = |scenario: &str, minor: u16| {
            let mut recorded = recorded();
            settle(scenario, HelmVersion::new(3, minor, 0), &mut recorded);
            recorded["operations"][0]["events"][1]["object"].clone()
        };
        assert_eq!(objects("install-rejected-batch", 5), "Deployment/web");
        assert_eq!(objects("install-rejected-batch", 12), Value::Null);
        assert_eq!(objects("hook-weights", 5), Value::Null);
    }
}
