//! JSON values inside of a story.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::text::Packed;

/// A JSON value that is only carried, `{}` by default: the page never looks inside.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Json(Packed);

impl Default for Json {
    fn default() -> Self {
        Json::of(&Map::new().into())
    }
}

impl Json {
    /// Of a value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        Json(Packed::of(value))
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> Value {
        self.0.value()
    }

    /// The fields of a map; of anything else none.
    #[must_use]
    pub fn fields(&self) -> Map<String, Value> {
        match self.value() {
            Value::Object(fields) => fields,
            _ => Map::new(),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Value::deserialize(from).map(|value| Json::of(&value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_stay_what_they_are() {
        for value in [json!({}), json!({"z": 1.5, "a": [null, true, "é\n"], "m": {}}), json!([]), json!(-3), json!("")]
        {
            let kept = Json::of(&value);
            assert_eq!(kept.value(), value);
            assert_eq!(kept.value().to_string(), value.to_string(), "the order of keys");
            assert_eq!(kept == Json::default(), value == json!({}));
        }
    }
}
