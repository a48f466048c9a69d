//! Unpacks DEFLATE (RFC 1951), bit by bit: small, and fast enough for charts.

/// Why there is no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// The bytes end before what is packed does.
    Cut,
    /// They are no DEFLATE.
    Corrupt,
    /// More would come than is wanted.
    TooLarge,
}

/// Longest code, in bits.
const LONGEST: usize = 15;

/// In what order the lengths of the codes for lengths come.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Symbols: bytes, the end of a block, and then lengths of what is repeated.
const END: usize = 256;

/// What is packed in `bytes`, at most `most` bytes.
///
/// # Errors
/// It is not whole, no DEFLATE, or larger.
pub(super) fn inflate(bytes: &[u8], most: usize) -> Result<Vec<u8>, Stopped> {
    let mut bits = Bits { bytes: bytes.iter(), held: 0, count: 0 };
    let mut out = Vec::new();
    loop {
        let is_last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => bits.stored(&mut out, most)?,
            1 => {
                let mut lengths = [8; 288];
                lengths.iter_mut().take(256).skip(144).for_each(|length| *length = 9);
                lengths.iter_mut().take(280).skip(256).for_each(|length| *length = 7);
                bits.block(&Codes::new(&lengths), &Codes::new(&[5; 30]), &mut out, most)?;
            }
            2 => {
                let (symbols, distances) = bits.codes()?;
                bits.block(&symbols, &distances, &mut out, most)?;
            }
            _ => return Err(Stopped::Corrupt),
        }
        if is_last {
            return Ok(out);
        }
    }
}

/// Codes by their lengths: how many there are of each, and their symbols in order.
struct Codes {
    counts: [usize; LONGEST],
    symbols: Vec<usize>,
}

impl Codes {
    fn new(lengths: &[usize]) -> Self {
        let mut symbols = Vec::with_capacity(lengths.len());
        let counts = std::array::from_fn(|shorter| {
            let before = symbols.len();
            let of_length = lengths.iter().enumerate().filter(|(_, length)| length.checked_sub(1) == Some(shorter));
            symbols.extend(of_length.map(|(symbol, _)| symbol));
            symbols.len().saturating_sub(before)
        });
        Codes { counts, symbols }
    }
}

struct Bits<'a> {
    bytes: std::slice::Iter<'a, u8>,
    held: usize,
    count: usize,
}

impl Bits<'_> {
    /// The next bits as a number, the lowest first; up to 16.
    fn take(&mut self, count: usize) -> Result<usize, Stopped> {
        while self.count < count {
            let byte = self.bytes.next().ok_or(Stopped::Cut)?;
            self.held |= usize::from(*byte) << self.count;
            self.count = self.count.saturating_add(8);
        }
        let taken = self.held & !(usize::MAX << count);
        self.held >>= count;
        self.count = self.count.saturating_sub(count);
        Ok(taken)
    }

    fn symbol(&mut self, codes: &Codes) -> Result<usize, Stopped> {
        // The code so far, the first of its length, and how many there are of shorter ones.
        let (mut code, mut first, mut shorter) = (0_usize, 0_usize, 0_usize);
        for count in codes.counts {
            code |= self.take(1)?;
            let index = code.saturating_sub(first);
            if index < count {
                return codes.symbols.get(shorter.saturating_add(index)).copied().ok_or(Stopped::Corrupt);
            }
            shorter = shorter.saturating_add(count);
            first = first.saturating_add(count) << 1;
            code <<= 1;
        }
        Err(Stopped::Corrupt)
    }

    /// Bytes that are not packed.
    fn stored(&mut self, out: &mut Vec<u8>, most: usize) -> Result<(), Stopped> {
        self.take(self.count % 8)?;
        let length = self.take(16)?;
        if length ^ self.take(16)? != 0xFFFF {
            return Err(Stopped::Corrupt);
        }
        for _ in 0..length {
            let byte = self.take(8)?;
            push(out, byte, most)?;
        }
        Ok(())
    }

    /// Codes that a block brings along: for bytes and lengths, and for distances.
    fn codes(&mut self) -> Result<(Codes, Codes), Stopped> {
        let symbols = self.take(5)?.saturating_add(257);
        let all = symbols.saturating_add(self.take(5)?).saturating_add(1);
        let given = self.take(4)?.saturating_add(4);
        let mut lengths = [0; 19];
        for place in ORDER.into_iter().take(given) {
            if let Some(length) = lengths.get_mut(place) {
                *length = self.take(3)?;
            }
        }
        let of_lengths = Codes::new(&lengths);
        let mut lengths: Vec<usize> = Vec::with_capacity(all);
        while lengths.len() < all {
            let (length, times) = match self.symbol(&of_lengths)? {
                16 => (*lengths.last().ok_or(Stopped::Corrupt)?, self.take(2)?.saturating_add(3)),
                17 => (0, self.take(3)?.saturating_add(3)),
                18 => (0, self.take(7)?.saturating_add(11)),
                length => (length, 1),
            };
            lengths.extend(std::iter::repeat_n(length, times));
        }
        let (symbols, distances) = lengths.split_at_checked(symbols).ok_or(Stopped::Corrupt)?;
        Ok((Codes::new(symbols), Codes::new(distances)))
    }

    fn block(&mut self, symbols: &Codes, distances: &Codes, out: &mut Vec<u8>, most: usize) -> Result<(), Stopped> {
        loop {
            let symbol = self.symbol(symbols)?;
            match symbol.checked_sub(END) {
                None => push(out, symbol, most)?,
                Some(0) => return Ok(()),
                Some(code) => {
                    let length = match code {
                        29 => 258,
                        code => self.spread(code.saturating_sub(1), 2)?.saturating_add(3),
                    };
                    let code = self.symbol(distances)?;
                    let distance = self.spread(code, 1)?.saturating_add(1);
                    for _ in 0..length {
                        let at = out.len().checked_sub(distance).ok_or(Stopped::Corrupt)?;
                        let byte = out.get(at).copied().ok_or(Stopped::Corrupt)?;
                        push(out, usize::from(byte), most)?;
                    }
                }
            }
        }
    }

    /// The number of a code: the higher it is, the more bits follow. Each number of them has `1 << group` codes.
    fn spread(&mut self, code: usize, group: usize) -> Result<usize, Stopped> {
        let codes = 1_usize << group;
        let Some(more) = (code >> group).checked_sub(1).filter(|more| *more > 0) else { return Ok(code) };
        let start = codes.saturating_add(code & codes.saturating_sub(1)) << more.min(LONGEST);
        Ok(start.saturating_add(self.take(more.min(LONGEST))?))
    }
}

fn push(out: &mut Vec<u8>, byte: usize, most: usize) -> Result<(), Stopped> {
    if out.len() >= most {
        return Err(Stopped::TooLarge);
    }
    out.push(u8::try_from(byte).map_err(|_| Stopped::Corrupt)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn deflated(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(level));
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// Texts with repetitions near and far, and noise.
    fn sample() -> Vec<u8> {
        let mut state = 1_u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        });
        let noise: Vec<u8> = noise.take(40_000).collect();
        [&b"kind: Job\n".repeat(300), &noise[..], &noise[..20_000], &b"a".repeat(5_000)].concat()
    }

    #[test]
    fn whatever_was_packed_comes_back() {
        for bytes in [&b""[..], b"a", b"kind: Job\n", &sample()] {
            for level in [0, 1, 6, 9] {
                assert_eq!(inflate(&deflated(bytes, level), 1 << 20).as_deref(), Ok(bytes), "level {level}");
            }
        }
    }

    #[test]
    fn what_is_cut_or_too_large_is_told() {
        for level in [0, 1, 9] {
            let packed = deflated(&sample(), level);
            for at in [0, 1, 100, packed.len() / 2, packed.len() - 1] {
                assert_eq!(inflate(&packed[..at], 1 << 20), Err(Stopped::Cut), "{at} of level {level}");
            }
            assert_eq!(inflate(&packed, 1_000), Err(Stopped::TooLarge));
        }
    }

    #[test]
    fn damaged_bytes_end() {
        let packed = deflated(&sample(), 9);
        for at in (0..packed.len()).step_by(997) {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            _ = inflate(&damaged, 1 << 20);
        }
        assert_eq!(inflate(&[7], 10), Err(Stopped::Corrupt));
    }
}
