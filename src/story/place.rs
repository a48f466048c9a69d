//! Reading values whose errors point at themselves.
//!
//! serde gives an error the place of the value that was being read when it was raised. A check made
//! after reading would point at the whole list around it, so checks run inside the visitor.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

/// Reads a text and makes a `T` of it.
pub(super) fn text<'de, D: Deserializer<'de>, T>(
    from: D,
    expecting: &'static str,
    parse: Parse<T>,
) -> Result<T, D::Error> {
    from.deserialize_any(Place { expecting, text: Some(parse), map: None, shape: PhantomData::<de::IgnoredAny> })
}

/// Reads a map of the shape `F` and makes a `T` of it.
pub(super) fn map<'de, D: Deserializer<'de>, F: Deserialize<'de>, T>(
    from: D,
    expecting: &'static str,
    check: fn(F) -> Result<T, String>,
) -> Result<T, D::Error> {
    from.deserialize_any(Place { expecting, text: None, map: Some(check), shape: PhantomData })
}

/// Reads a text, or a map of the shape `F`, and makes a `T` of it.
pub(super) fn text_or_map<'de, D: Deserializer<'de>, F: Deserialize<'de>, T>(
    from: D,
    expecting: &'static str,
    parse: Parse<T>,
    check: fn(F) -> Result<T, String>,
) -> Result<T, D::Error> {
    from.deserialize_any(Place { expecting, text: Some(parse), map: Some(check), shape: PhantomData })
}

/// Makes a `T` of a text.
type Parse<T> = fn(&str) -> Result<T, String>;

struct Place<F, T> {
    expecting: &'static str,
    text: Option<Parse<T>>,
    map: Option<fn(F) -> Result<T, String>>,
    shape: PhantomData<F>,
}

impl<'de, F: Deserialize<'de>, T> Visitor<'de> for Place<F, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        match self.text {
            Some(parse) => parse(text).map_err(E::custom),
            None => Err(E::invalid_type(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        match self.map {
            Some(check) => check(F::deserialize(MapAccessDeserializer::new(access))?).map_err(de::Error::custom),
            None => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
        }
    }
}

/// Reads a map in which no key stands twice: serde would keep the last and lose a whole chart without a word.
pub(super) mod unique {
    use std::fmt;
    use std::marker::PhantomData;

    use crate::story::Named;
    use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

    struct Unique<V>(PhantomData<V>);

    impl<'de, V: Deserialize<'de>> Visitor<'de> for Unique<V> {
        type Value = Named<V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(Named::new())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut map = Named::new();
            while let Some(key) = access.next_key::<String>()? {
                let value = access.next_value()?;
                if map.contains_key(&key) {
                    return Err(de::Error::custom(format_args!("duplicate entry `{key}`")));
                }
                map.insert(key, value);
            }
            Ok(map)
        }
    }

    /// For `#[serde(deserialize_with)]`.
    pub(in crate::story) fn deserialize<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
        from: D,
    ) -> Result<Named<V>, D::Error> {
        from.deserialize_any(Unique(PhantomData))
    }
}
