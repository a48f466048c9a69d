//! JSON values as bytes, for those who only keep or carry them: about a tenth of their size as values. Not JSON text: its
//! reader stops at 128 levels, where a manifest may have more, and does not give back every number as it was.

use std::sync::Arc;

use serde_json::{Map, Number, Value};

/// A value that is only kept; `null` by default.
#[derive(Debug, Clone, PartialEq, Eq, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Packed(Arc<[u8]>);

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const SIGNED: u8 = 3;
const UNSIGNED: u8 = 4;
const FLOAT: u8 = 5;
const TEXT: u8 = 6;
const LIST: u8 = 7;
const MAP: u8 = 8;

/// Sizes from this one on take four bytes more.
const LONG: u8 = 255;

impl Packed {
    /// Packs a value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        let mut bytes = Vec::new();
        pack(value, &mut bytes);
        Packed(bytes.into())
    }

    /// The value, as it was.
    #[must_use]
    pub fn value(&self) -> Value {
        unpack(&mut &*self.0).unwrap_or_default()
    }

    /// The value with only these of its fields: much of an object costs little to pass over and much to unpack.
    #[must_use]
    pub fn fields(&self, names: &[&str]) -> Value {
        unpack_fields(&mut &*self.0, names).unwrap_or_default()
    }
}

fn unpack_fields(from: &mut &[u8], names: &[&str]) -> Option<Value> {
    let mut rest = *from;
    if take(&mut rest)? != [MAP] {
        return unpack(from);
    }
    let mut found = Map::new();
    for _ in 0..unpack_size(&mut rest)? {
        let key = unpack_text(&mut rest)?;
        if names.contains(&key) {
            found.insert(key.to_owned(), unpack(&mut rest)?);
        } else {
            pass(&mut rest)?;
        }
    }
    Some(Value::Object(found))
}

/// Passes over the value at the head of `from`.
fn pass(from: &mut &[u8]) -> Option<()> {
    let [kind] = take(from)?;
    match kind {
        SIGNED | UNSIGNED | FLOAT => drop(take::<8>(from)?),
        TEXT => drop(unpack_text(from)?),
        LIST => {
            for _ in 0..unpack_size(from)? {
                pass(from)?;
            }
        }
        MAP => {
            for _ in 0..unpack_size(from)? {
                unpack_text(from)?;
                pass(from)?;
            }
        }
        _ => {}
    }
    Some(())
}

fn pack(value: &Value, into: &mut Vec<u8>) {
    match value {
        Value::Null => into.push(NULL),
        Value::Bool(bool) => into.push(if *bool { TRUE } else { FALSE }),
        Value::Number(number) => {
            let (kind, bits) = match (number.as_i64(), number.as_u64()) {
                (Some(signed), _) => (SIGNED, signed.cast_unsigned()),
                (None, Some(unsigned)) => (UNSIGNED, unsigned),
                (None, None) => (FLOAT, number.as_f64().unwrap_or_default().to_bits()),
            };
            into.push(kind);
            into.extend_from_slice(&bits.to_le_bytes());
        }
        Value::String(text) => {
            into.push(TEXT);
            pack_text(text, into);
        }
        Value::Array(items) => {
            into.push(LIST);
            pack_size(items.len(), into);
            items.iter().for_each(|item| pack(item, into));
        }
        Value::Object(entries) => {
            into.push(MAP);
            pack_size(entries.len(), into);
            for (key, value) in entries {
                pack_text(key, into);
                pack(value, into);
            }
        }
    }
}

fn pack_text(text: &str, into: &mut Vec<u8>) {
    pack_size(text.len(), into);
    into.extend_from_slice(text.as_bytes());
}

fn pack_size(size: usize, into: &mut Vec<u8>) {
    match u8::try_from(size) {
        Ok(short) if short < LONG => into.push(short),
        _ => {
            into.push(LONG);
            into.extend_from_slice(&u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
        }
    }
}

/// The value at the head of `from`, which is left behind it; `None` for bytes that nothing was packed into.
fn unpack(from: &mut &[u8]) -> Option<Value> {
    let kind = take::<1>(from)?;
    Some(match kind {
        [FALSE] => Value::Bool(false),
        [TRUE] => Value::Bool(true),
        [SIGNED] => i64::from_le_bytes(take(from)?).into(),
        [UNSIGNED] => u64::from_le_bytes(take(from)?).into(),
        [FLOAT] => Value::Number(Number::from_f64(f64::from_le_bytes(take(from)?))?),
        [TEXT] => Value::String(unpack_text(from)?.to_owned()),
        [LIST] => {
            let size = unpack_size(from)?;
            let mut items = Vec::with_capacity(size.min(from.len()));
            for _ in 0..size {
                items.push(unpack(from)?);
            }
            Value::Array(items)
        }
        [MAP] => {
            let size = unpack_size(from)?;
            let mut entries = Map::with_capacity(size.min(from.len()));
            for _ in 0..size {
                let key = unpack_text(from)?.to_owned();
                entries.insert(key, unpack(from)?);
            }
            Value::Object(entries)
        }
        _ => Value::Null,
    })
}

fn unpack_text<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    let size = unpack_size(from)?;
    let (text, rest) = from.split_at_checked(size)?;
    *from = rest;
    std::str::from_utf8(text).ok()
}

fn unpack_size(from: &mut &[u8]) -> Option<usize> {
    match take(from)? {
        [LONG] => usize::try_from(u32::from_le_bytes(take(from)?)).ok(),
        [short] => Some(usize::from(short)),
    }
}

fn take<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = from.split_first_chunk()?;
    *from = rest;
    Some(*head)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        let long = "x".repeat(70_000);
        for value in [
            json!(null),
            json!({"b": [true, false, null, {}], "a": {"z": "é", "": []}}),
            json!([0, -1, i64::MIN, u64::MAX, 1.0, 0.1, -0.0, 1e300, 5e-324]),
            json!({long.clone(): [long.clone()]}),
            json!(vec![json!(1); 254]),
            json!(vec![json!(1); 255]),
        ] {
            let packed = Packed::of(&value);
            assert_eq!(packed.value().to_string(), value.to_string());
            assert_eq!(packed.value(), value);
        }
        assert_eq!(Packed::default().value(), Value::Null);
    }

    #[test]
    fn fields_come_back_alone() {
        let object =
            json!({"a": {"b": [1, null, true, "x", {"y": -1.5}]}, "c": [[], {}], "d": "d", "e": {"f": u64::MAX}});
        let packed = Packed::of(&object);
        assert_eq!(packed.fields(&["c", "e", "g"]), json!({"c": [[], {}], "e": {"f": u64::MAX}}));
        assert_eq!(packed.fields(&["a", "c", "d", "e"]), object);
        assert_eq!(packed.fields(&[]), json!({}));
        assert_eq!(Packed::of(&json!([1])).fields(&["a"]), json!([1]));
    }
}
