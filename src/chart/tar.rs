//! Tar files as Go reads them (`archive/tar`): ustar, the long names of GNU tar, PAX headers.

const BLOCK: usize = 512;

/// Where the fields of a header stand.
mod field {
    use std::ops::Range;

    pub const NAME: Range<usize> = 0..100;
    pub const MODE: Range<usize> = 100..108;
    pub const SIZE: Range<usize> = 124..136;
    pub const CHECKSUM: Range<usize> = 148..156;
    pub const KIND: usize = 156;
    pub const LINK: Range<usize> = 157..257;
    pub const MAGIC: Range<usize> = 257..263;
    pub const PREFIX: Range<usize> = 345..500;
}

const BAD_HEADER: &str = "archive/tar: invalid tar header";
const TOO_SHORT: &str = "unexpected EOF";

/// What an entry of an archive is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    /// A folder, or a header for the whole archive: nothing to read.
    Nothing,
    /// A hard or symbolic link, and where it leads.
    Link(String),
    /// Something of Unix that is no file.
    Device,
}

/// A file of an archive, or what else stands in it.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub name: String,
    pub kind: Kind,
    /// As the header tells it, whatever follows.
    pub size: usize,
    data: &'a [u8],
}

impl<'a> Entry<'a> {
    /// The bytes of the file.
    ///
    /// # Errors
    /// The archive ends before it.
    pub fn data(&self) -> Result<&'a [u8], &'static str> {
        if self.data.len() < self.size && self.kind == Kind::File { Err(TOO_SHORT) } else { Ok(self.data) }
    }
}

/// Reads an archive entry by entry.
pub(super) struct Tar<'a> {
    rest: &'a [u8],
}

impl<'a> Tar<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Tar { rest: bytes }
    }

    /// The next entry, `None` at the end.
    ///
    /// # Errors
    /// Go's words.
    pub fn next(&mut self) -> Result<Option<Entry<'a>>, &'static str> {
        let mut long = Long::default();
        loop {
            let Some(header) = self.header()? else { return Ok(None) };
            let kind = *header.get(field::KIND).unwrap_or(&0);
            let own_size = number(header.get(field::SIZE))?;
            match kind {
                b'x' => long = Long::read(self.whole(own_size)?)?,
                b'L' => long.name = Some(text(self.whole(own_size)?)),
                b'K' => long.link = Some(text(self.whole(own_size)?)),
                b'S' => return Err("sparse files are not read"),
                _ => {
                    let name = long.name.unwrap_or_else(|| name(header));
                    let link = long.link.unwrap_or_else(|| text(header.get(field::LINK).unwrap_or_default()));
                    let size = if (b'1'..=b'6').contains(&kind) { 0 } else { long.size.unwrap_or(own_size) };
                    let is_folder = kind == b'5'
                        || (kind == 0 && name.ends_with('/'))
                        || number(header.get(field::MODE))? & !0o7777 == 0o40000;
                    let kind = match kind {
                        b'g' => Kind::Nothing,
                        _ if is_folder => Kind::Nothing,
                        b'1' | b'2' => Kind::Link(link),
                        b'3' | b'4' | b'6' => Kind::Device,
                        _ => Kind::File,
                    };
                    let data = self.take(size);
                    self.take(padding(size));
                    return Ok(Some(Entry { name, kind, size, data }));
                }
            }
        }
    }

    /// The next header, `None` at the end: two blocks of zeros, or nothing more.
    fn header(&mut self) -> Result<Option<&'a [u8]>, &'static str> {
        let is_zero = |block: &[u8]| block.iter().all(|byte| *byte == 0);
        let block = self.take(BLOCK);
        if block.is_empty() {
            return Ok(None);
        }
        if block.len() < BLOCK {
            return Err(TOO_SHORT);
        }
        if is_zero(block) {
            let next = self.take(BLOCK);
            return match next.len() {
                0 => Ok(None),
                BLOCK if is_zero(next) => Ok(None),
                BLOCK => Err(BAD_HEADER),
                _ => Err(TOO_SHORT),
            };
        }
        let sum = block.iter().enumerate().map(|(at, byte)| {
            let counted = if field::CHECKSUM.contains(&at) { b' ' } else { *byte };
            usize::from(counted)
        });
        if number(block.get(field::CHECKSUM))? == sum.sum::<usize>() { Ok(Some(block)) } else { Err(BAD_HEADER) }
    }

    /// Up to `size` bytes.
    fn take(&mut self, size: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(size.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// The whole of what belongs to a header of headers.
    fn whole(&mut self, size: usize) -> Result<&'a [u8], &'static str> {
        let data = self.take(size);
        self.take(padding(size));
        if data.len() < size { Err(TOO_SHORT) } else { Ok(data) }
    }
}

/// How much follows a file of `size` up to the next block.
fn padding(size: usize) -> usize {
    size.next_multiple_of(BLOCK).saturating_sub(size)
}

/// What headers of headers say of the next entry.
#[derive(Default)]
struct Long {
    name: Option<String>,
    link: Option<String>,
    size: Option<usize>,
}

impl Long {
    /// Reads the records of a PAX header: `LENGTH KEY=VALUE\n`.
    fn read(mut records: &[u8]) -> Result<Long, &'static str> {
        let mut long = Long::default();
        while !records.is_empty() {
            let digits = records.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let length = records.get(..digits).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
            let (record, rest) = length.and_then(|length: usize| records.split_at_checked(length)).ok_or(BAD_HEADER)?;
            records = rest;
            let record = record.get(digits..).and_then(|record| record.strip_prefix(b" ")?.strip_suffix(b"\n"));
            let record = String::from_utf8_lossy(record.ok_or(BAD_HEADER)?).into_owned();
            match record.split_once('=').ok_or(BAD_HEADER)? {
                (_, "") => {}
                ("path", path) => long.name = Some(path.into()),
                ("linkpath", path) => long.link = Some(path.into()),
                ("size", size) => long.size = Some(size.parse().map_err(|_| BAD_HEADER)?),
                (key, _) if key.starts_with("GNU.sparse.") => return Err("sparse files are not read"),
                _ => {}
            }
        }
        Ok(long)
    }
}

/// The name in a header: ustar has a second field for what comes before it.
fn name(header: &[u8]) -> String {
    let own = text(header.get(field::NAME).unwrap_or_default());
    let ustar = header.get(field::MAGIC) == Some(b"ustar\0");
    let prefix = if ustar { text(header.get(field::PREFIX).unwrap_or_default()) } else { String::new() };
    if prefix.is_empty() { own } else { format!("{prefix}/{own}") }
}

/// The text of a field, up to the first zero.
fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field.split(|byte| *byte == 0).next().unwrap_or_default()).into_owned()
}

/// The number of a field: octal, or binary if its first bit is set.
fn number(field: Option<&[u8]>) -> Result<usize, &'static str> {
    let field = field.unwrap_or_default();
    if let Some((first, rest)) = field.split_first().filter(|(first, _)| **first >= 0x80) {
        // A negative number is no size.
        let start = if *first & 0x40 == 0 { usize::from(*first & 0x7F) } else { return Err(BAD_HEADER) };
        let add = |sum: usize, byte: &u8| sum.checked_mul(256)?.checked_add(usize::from(*byte));
        return rest.iter().try_fold(start, add).ok_or(BAD_HEADER);
    }
    let start = field.iter().take_while(|byte| matches!(byte, b' ' | 0)).count();
    let digits = text(field.get(start..).unwrap_or_default());
    let add = |sum: usize, digit: char| sum.checked_mul(8)?.checked_add(usize::try_from(digit.to_digit(8)?).ok()?);
    digits.trim_end_matches(' ').chars().try_fold(0, add).ok_or(BAD_HEADER)
}
