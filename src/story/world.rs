//! What the cluster does with objects, by script.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::duration::{parse_duration, write_duration};
use super::{Named, format::is_default, place};
use crate::text::nearest;

/// Behaviour by `Kind/name`, `Kind/*` or `*`; the most exact key counts.
pub type World = Named<Behaviour>;

/// What the cluster does with an object.
#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub struct Behaviour {
    /// How it ends; `None` is the kind's default, which succeeds.
    pub outcome: Option<Outcome>,
    /// The outcome comes this many milliseconds after the write.
    pub after: u64,
    /// What happens when deletion is asked for.
    pub slow_delete: SlowDelete,
    /// Reason of a failed Job's condition; empty for the usual one.
    pub reason: String,
    /// Message of a failed Job's condition.
    pub message: String,
}

/// How an object ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Outcome {
    /// Job: condition Complete.
    Completes,
    /// Job, Pod, Deployment: fails.
    Fails,
    /// Job, Pod: started, never ends.
    Hangs,
    /// Any: deleted by somebody else.
    Vanishes,
    /// Pod: phase Succeeded.
    Succeeds,
    /// Pod: Running and Ready.
    Runs,
    /// Workload, custom resource: ready.
    Ready,
    /// Workload, custom resource: never ready.
    NeverReady,
    /// PersistentVolumeClaim: bound.
    Bound,
    /// Pod, PersistentVolumeClaim, Service: pending.
    Pending,
    /// Pod: CrashLoopBackOff.
    Crashes,
}

/// What happens when deletion is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub enum SlowDelete {
    /// Gone at once.
    #[default]
    No,
    /// Stays terminating this many milliseconds.
    After(u64),
    /// Stays terminating for ever.
    Never,
}

/// Words of the format and what they mean.
pub const OUTCOMES: [(&str, Outcome); 11] = [
    ("completes", Outcome::Completes),
    ("fails", Outcome::Fails),
    ("hangs", Outcome::Hangs),
    ("vanishes", Outcome::Vanishes),
    ("succeeds", Outcome::Succeeds),
    ("runs", Outcome::Runs),
    ("ready", Outcome::Ready),
    ("never-ready", Outcome::NeverReady),
    ("bound", Outcome::Bound),
    ("pending", Outcome::Pending),
    ("crashes", Outcome::Crashes),
];

/// A [`Behaviour`] as a map.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Fields {
    #[serde(skip_serializing_if = "is_default")]
    outcome: String,
    #[serde(skip_serializing_if = "is_default")]
    after: String,
    #[serde(skip_serializing_if = "is_default")]
    slow_delete: String,
    #[serde(skip_serializing_if = "is_default")]
    reason: String,
    #[serde(skip_serializing_if = "is_default")]
    message: String,
}

impl Behaviour {
    /// Reads `completes 2s`, `slow-delete 3s`, `completes, slow-delete 3s`.
    fn from_words(text: &str) -> Result<Self, String> {
        let mut fields = Fields::default();
        let mut words = text.split([' ', '\t', '\n', ',', ':']).filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            if word == "slow-delete" {
                fields.slow_delete = words.next().ok_or("slow-delete needs a duration or `never`")?.into();
            } else if parse_duration(word).is_some() {
                fields.after = word.into();
            } else {
                fields.outcome = word.into();
            }
        }
        Behaviour::from_fields(fields)
    }

    fn from_fields(fields: Fields) -> Result<Self, String> {
        let slow_delete = match fields.slow_delete.as_str() {
            "" => SlowDelete::No,
            "never" => SlowDelete::Never,
            text => SlowDelete::After(duration(text)?),
        };
        let after = if fields.after.is_empty() { 0 } else { duration(&fields.after)? };
        let outcome = if fields.outcome.is_empty() { None } else { Some(outcome(&fields.outcome)?) };
        Ok(Behaviour { outcome, after, slow_delete, reason: fields.reason, message: fields.message })
    }

    fn to_fields(&self) -> Fields {
        Fields {
            outcome: self.outcome.map_or("", Outcome::word).into(),
            after: if self.after == 0 { String::new() } else { write_duration(self.after) },
            slow_delete: match self.slow_delete {
                SlowDelete::No => String::new(),
                SlowDelete::After(milliseconds) => write_duration(milliseconds),
                SlowDelete::Never => "never".into(),
            },
            reason: self.reason.clone(),
            message: self.message.clone(),
        }
    }
}

impl Outcome {
    /// The word of the format.
    #[must_use]
    pub fn word(self) -> &'static str {
        OUTCOMES.iter().find(|(_, outcome)| *outcome == self).map_or("", |(word, _)| word)
    }
}

fn outcome(word: &str) -> Result<Outcome, String> {
    if let Some((_, outcome)) = OUTCOMES.iter().find(|(known, _)| *known == word) {
        return Ok(*outcome);
    }
    let words = OUTCOMES.map(|(word, _)| word);
    let meant = nearest(word, words).map(|near| format!("; `{near}` is near")).unwrap_or_default();
    Err(format!(
        "unknown outcome `{word}`, expected one of {}{meant}",
        words.map(|word| format!("`{word}`")).join(", ")
    ))
}

fn duration(text: &str) -> Result<u64, String> {
    parse_duration(text).ok_or_else(|| format!("`{text}` is not a duration such as `2s` or `500ms`"))
}

impl Serialize for Behaviour {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let fields = self.to_fields();
        if !self.reason.is_empty() || !self.message.is_empty() {
            return fields.serialize(to);
        }
        let mut words: Vec<String> = Vec::new();
        let first = [fields.outcome, fields.after].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
        if !first.is_empty() {
            words.push(first.join(" "));
        }
        if !fields.slow_delete.is_empty() {
            words.push(format!("slow-delete {}", fields.slow_delete));
        }
        to.serialize_str(&words.join(", "))
    }
}

impl<'de> Deserialize<'de> for Behaviour {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        place::text_or_map(
            from,
            "words such as `completes 2s`, or a map",
            Behaviour::from_words,
            Behaviour::from_fields,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        let slow = |outcome, after, slow_delete| Behaviour { outcome, after, slow_delete, ..Behaviour::default() };
        for (text, expected) in [
            ("completes", slow(Some(Outcome::Completes), 0, SlowDelete::No)),
            ("completes 2s", slow(Some(Outcome::Completes), 2000, SlowDelete::No)),
            ("slow-delete 3s", slow(None, 0, SlowDelete::After(3000))),
            ("completes, slow-delete never", slow(Some(Outcome::Completes), 0, SlowDelete::Never)),
            ("slow-delete: 1m fails 1s", slow(Some(Outcome::Fails), 1000, SlowDelete::After(60_000))),
            ("", Behaviour::default()),
        ] {
            assert_eq!(Behaviour::from_words(text), Ok(expected), "{text}");
        }
        assert!(Behaviour::from_words("slow-delete").is_err());
        assert!(Behaviour::from_words("slow-delete 3").is_err());
        assert!(Behaviour::from_words("completed").unwrap_err().ends_with("; `completes` is near"));
    }
}
