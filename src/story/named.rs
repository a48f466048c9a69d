//! Things by name.

use borsh::io::{Read, Result, Write};
use borsh::{BorshDeserialize, BorshSerialize};
use litemap::LiteMap;

/// Things by name, in the order of the names: a sorted list, for there are few and the page must be small.
pub type Named<T> = LiteMap<String, T>;

/// Gathers things by name, one by one: collecting would sort them first (`text::filled`).
pub(crate) fn named<T>(things: impl IntoIterator<Item = (String, T)>) -> Named<T> {
    let mut named = Named::new();
    for (name, thing) in things {
        named.insert(name, thing);
    }
    named
}

/// For `#[borsh(serialize_with)]`.
pub(crate) fn write_named<W: Write, T: BorshSerialize>(named: &Named<T>, to: &mut W) -> Result<()> {
    named.len().serialize(to)?;
    named.iter().try_for_each(|(name, value)| {
        name.serialize(to)?;
        value.serialize(to)
    })
}

/// For `#[borsh(deserialize_with)]`.
pub(crate) fn read_named<R: Read, T: BorshDeserialize>(from: &mut R) -> Result<Named<T>> {
    let mut named = Named::new();
    for _ in 0..usize::deserialize_reader(from)? {
        // They come in order, so that each is put at the end.
        named.insert(String::deserialize_reader(from)?, T::deserialize_reader(from)?);
    }
    Ok(named)
}
