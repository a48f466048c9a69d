//! AES with a key of 256 bits in CBC mode (Sprig `crypto.go`; FIPS 197). What is random in it is made up.

use super::made_up::Dice;
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::{base64, unbase64};

const S: Param = Param::Text;
const BLOCK: usize = 16;
const ROUNDS: usize = 14;

pub(super) const FUNCTIONS: &[Function] =
    &[Function::made_up("encryptAES", &[S, S], encrypt), Function::new("decryptAES", &[S, S], decrypt)];

type Block = [u8; BLOCK];

/// A start that would be random, and the text filled up to whole blocks, each mixed with the one before.
fn encrypt(args: &Args<'_>, dice: &mut Dice) -> Answer {
    if args.text(1).is_empty() {
        return Ok("".into());
    }
    let cipher = Cipher::new(args.text(0));
    let mut text = args.text(1).as_bytes().to_vec();
    let fill = BLOCK.saturating_sub(text.len() % BLOCK);
    text.resize(text.len().saturating_add(fill), u8::try_from(fill).unwrap_or_default());
    let mut out = dice.bytes(BLOCK);
    let mut before = block(&out);
    for part in text.chunks(BLOCK) {
        before = cipher.encrypt(xor(block(part), &before));
        out.extend_from_slice(&before);
    }
    args.within(out.len().saturating_mul(2))?;
    Ok(base64(&out).into())
}

/// The text again. What is not encrypted so makes Go panic.
fn decrypt(args: &Args<'_>) -> Answer {
    if args.text(1).is_empty() {
        return Ok("".into());
    }
    let bytes = unbase64(args.text(1)).map_err(Failure::Message)?;
    let Some((start, parts)) = bytes.split_at_checked(BLOCK) else {
        return Err("runtime error: slice bounds out of range".into());
    };
    if !parts.len().is_multiple_of(BLOCK) {
        return Err("crypto/cipher: input not full blocks".into());
    }
    let cipher = Cipher::new(args.text(0));
    let mut text = Vec::with_capacity(parts.len());
    let mut before = start;
    for part in parts.chunks(BLOCK) {
        text.extend_from_slice(&xor(cipher.decrypt(block(part)), &block(before)));
        before = part;
    }
    let Some(fill) = text.last() else { return Err("runtime error: index out of range [-1]".into()) };
    match text.len().checked_sub(usize::from(*fill)).and_then(|end| text.get(..end)) {
        Some(text) => Ok(String::from_utf8_lossy(text).into_owned().into()),
        None => Err("runtime error: slice bounds out of range".into()),
    }
}

/// The first bytes of `bytes`, and zeros.
fn block(bytes: &[u8]) -> Block {
    let mut block = [0; BLOCK];
    block.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    block
}

fn xor(mut a: Block, b: &Block) -> Block {
    a.iter_mut().zip(b).for_each(|(to, from)| *to ^= from);
    a
}

/// Twice `byte` in the field of AES.
fn double(byte: u8) -> u8 {
    (byte << 1) ^ if byte & 0x80 == 0 { 0 } else { 0x1b }
}

/// `byte` times a small `factor` in the field of AES.
fn times(byte: u8, factor: u8) -> u8 {
    let (mut sum, mut power) = (0, byte);
    for bit in 0..4 {
        if factor >> bit & 1 == 1 {
            sum ^= power;
        }
        power = double(power);
    }
    sum
}

struct Cipher {
    /// What each byte becomes, and back.
    boxes: ([u8; 256], [u8; 256]),
    keys: Vec<Block>,
}

impl Cipher {
    /// The first 32 bytes of the password are the key.
    fn new(password: &str) -> Cipher {
        let boxes = boxes();
        let mut words: Vec<[u8; 4]> = Vec::with_capacity(60);
        let mut key = [0; 32];
        key.iter_mut().zip(password.as_bytes()).for_each(|(to, from)| *to = *from);
        words.extend(key.chunks(4).map(|word| <[u8; 4]>::try_from(word).unwrap_or_default()));
        let mut constant = 1;
        while words.len() < BLOCK.saturating_sub(1).saturating_mul(4) {
            let mut word: [u8; 4] = words.last().copied().unwrap_or_default();
            if words.len().is_multiple_of(8) {
                word.rotate_left(1);
            }
            if words.len().is_multiple_of(4) {
                word = word.map(|byte| looked_up(&boxes.0, byte));
            }
            if words.len().is_multiple_of(8) {
                word[0] ^= constant;
                constant = double(constant);
            }
            let back = words.len().checked_sub(8).and_then(|at| words.get(at)).copied().unwrap_or_default();
            word.iter_mut().zip(back).for_each(|(to, from)| *to ^= from);
            words.push(word);
        }
        Cipher { boxes, keys: words.chunks(4).map(|words| block(words.as_flattened())).collect() }
    }

    fn key(&self, round: usize) -> Block {
        self.keys.get(round).copied().unwrap_or_default()
    }

    fn encrypt(&self, block: Block) -> Block {
        let mut state = xor(block, &self.key(0));
        for round in 1..=ROUNDS {
            state = shifted(state.map(|byte| looked_up(&self.boxes.0, byte)), 5);
            if round < ROUNDS {
                state = mixed(state, [2, 3, 1, 1]);
            }
            state = xor(state, &self.key(round));
        }
        state
    }

    fn decrypt(&self, block: Block) -> Block {
        let mut state = block;
        for round in (1..=ROUNDS).rev() {
            state = xor(state, &self.key(round));
            if round < ROUNDS {
                state = mixed(state, [14, 11, 13, 9]);
            }
            state = shifted(state, 13).map(|byte| looked_up(&self.boxes.1, byte));
        }
        xor(state, &self.key(0))
    }
}

fn looked_up(table: &[u8; 256], byte: u8) -> u8 {
    table.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Turns the rows: each byte comes from `step` places further on, times its own place.
fn shifted(state: Block, step: usize) -> Block {
    let from = |at: usize| state.get(at.saturating_mul(step) % BLOCK).copied().unwrap_or_default();
    std::array::from_fn(from)
}

/// Mixes each column; `factors` are those of its first row, which each row below turns by one.
fn mixed(state: Block, factors: [u8; 4]) -> Block {
    let of = |at: usize| {
        let column = state.get(at.saturating_sub(at % 4)..).unwrap_or_default();
        let turned = factors.iter().cycle().skip(4usize.saturating_sub(at % 4));
        column.iter().take(4).zip(turned).fold(0, |sum, (byte, factor)| sum ^ times(*byte, *factor))
    };
    std::array::from_fn(of)
}

/// The table of bytes and its inverse, found by walking through the field with 3 and its inverse.
fn boxes() -> ([u8; 256], [u8; 256]) {
    let (mut there, mut back) = ([0; 256], [0; 256]);
    let (mut p, mut q) = (1u8, 1u8);
    for _ in 0..256 {
        p ^= double(p);
        // Divided by 3.
        q ^= q << 1;
        q ^= q << 2;
        q ^= q << 4;
        if q & 0x80 != 0 {
            q ^= 0x09;
        }
        let turned = q ^ q.rotate_left(1) ^ q.rotate_left(2) ^ q.rotate_left(3) ^ q.rotate_left(4) ^ 0x63;
        pair(&mut there, &mut back, p, turned);
    }
    pair(&mut there, &mut back, 0, 0x63);
    (there, back)
}

fn pair(there: &mut [u8; 256], back: &mut [u8; 256], from: u8, to: u8) {
    if let Some(cell) = there.get_mut(usize::from(from)) {
        *cell = to;
    }
    if let Some(cell) = back.get_mut(usize::from(to)) {
        *cell = from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 197, C.3.
    #[test]
    fn the_published_example() {
        let mut key = String::new();
        key.extend((0..32u8).map(char::from));
        let cipher = Cipher::new(&key);
        let plain: Block = std::array::from_fn(|at| u8::try_from(at * 0x11).unwrap());
        let secret = cipher.encrypt(plain);
        let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "8ea2b7ca516745bfeafc49904b496089");
        assert_eq!(cipher.decrypt(secret), plain);
    }
}
