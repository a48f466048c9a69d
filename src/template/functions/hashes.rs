//! Hashes and base32 (Sprig `crypto.go`, `strings.go`).

use std::borrow::Cow;

use super::{Args, Function, Param};
use crate::text::{from_bytes, to_bytes};

const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("sha1sum", &[S], |args| Ok(sha1(&bytes(args)).into())),
    Function::new("sha256sum", &[S], |args| Ok(sha256(&bytes(args)).into())),
    Function::new("sha512sum", &[S], |args| Ok(sha512(&bytes(args)).into())),
    Function::new("adler32sum", &[S], |args| Ok(adler32(&bytes(args)).into())),
    Function::new("b32enc", &[S], |args| Ok(base32(&bytes(args)).into())),
    Function::new("b32dec", &[S], |args| {
        Ok(match unbase32(args.text(0)) {
            Ok(bytes) => from_bytes(&bytes).into(),
            Err(message) => message.into(),
        })
    }),
];

fn bytes<'a>(args: &'a Args<'_>) -> Cow<'a, [u8]> {
    to_bytes(args.text(0))
}

/// `bytes` filled up to whole blocks, their length in bits at the end.
fn padded(bytes: &[u8], block: usize, length: usize) -> Vec<u8> {
    let mut message = bytes.to_vec();
    message.push(0x80);
    while message.len().saturating_add(length).checked_rem(block) != Some(0) {
        message.push(0);
    }
    let bits = u128::try_from(bytes.len()).unwrap_or(0).wrapping_mul(8).to_be_bytes();
    message.extend_from_slice(bits.get(16usize.saturating_sub(length)..).unwrap_or_default());
    message
}

/// The 32-bit words of a block.
fn words(block: &[u8]) -> Vec<u32> {
    block.chunks_exact(4).map(|word| word.iter().fold(0, |word, byte| (word << 8) | u32::from(*byte))).collect()
}

fn wide_words(block: &[u8]) -> Vec<u64> {
    block.chunks_exact(8).map(|word| word.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte))).collect()
}

fn hex32(state: &[u32]) -> String {
    state.iter().map(|word| format!("{word:08x}")).collect()
}

/// SHA-1 in hexadecimal (FIPS 180-4).
fn sha1(bytes: &[u8]) -> String {
    let mut state: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in padded(bytes, 64, 8).chunks_exact(64) {
        let mut schedule = words(block);
        for i in 16..80usize {
            let word = |back: usize| i.checked_sub(back).and_then(|at| schedule.get(at)).copied().unwrap_or(0);
            schedule.push((word(3) ^ word(8) ^ word(14) ^ word(16)).rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (i, word) in schedule.iter().enumerate() {
            let (f, k) = match i {
                0..20 => ((b & c) | (!b & d), 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6u32),
            };
            let next = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k).wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d, e]) {
            *old = old.wrapping_add(new);
        }
    }
    hex32(&state)
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex32(&sha256_words(bytes))
}

/// SHA-256 (FIPS 180-4).
pub(super) fn sha256_words(bytes: &[u8]) -> [u32; 8] {
    let mut state = FRACTIONS.map(high);
    for block in padded(bytes, 64, 8).chunks_exact(64) {
        let mut schedule = words(block);
        for i in 16..64usize {
            let word = |back: usize| i.checked_sub(back).and_then(|at| schedule.get(at)).copied().unwrap_or(0);
            let (a, b) = (word(15), word(2));
            let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
            let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
            schedule.push(word(16).wrapping_add(s0).wrapping_add(word(7)).wrapping_add(s1));
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for (word, constant) in schedule.iter().zip(CONSTANTS) {
            let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let t1 = h.wrapping_add(s1).wrapping_add(choice).wrapping_add(high(*constant)).wrapping_add(*word);
            let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let t2 = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(t1), c, b, a, t1.wrapping_add(t2));
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *old = old.wrapping_add(new);
        }
    }
    state
}

/// SHA-512 in hexadecimal (FIPS 180-4).
fn sha512(bytes: &[u8]) -> String {
    let mut state = FRACTIONS;
    for block in padded(bytes, 128, 16).chunks_exact(128) {
        let mut schedule = wide_words(block);
        for i in 16..80usize {
            let word = |back: usize| i.checked_sub(back).and_then(|at| schedule.get(at)).copied().unwrap_or(0);
            let (a, b) = (word(15), word(2));
            let s0 = a.rotate_right(1) ^ a.rotate_right(8) ^ (a >> 7);
            let s1 = b.rotate_right(19) ^ b.rotate_right(61) ^ (b >> 6);
            schedule.push(word(16).wrapping_add(s0).wrapping_add(word(7)).wrapping_add(s1));
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for (word, constant) in schedule.iter().zip(CONSTANTS) {
            let s1 = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
            let choice = (e & f) ^ (!e & g);
            let t1 = h.wrapping_add(s1).wrapping_add(choice).wrapping_add(*constant).wrapping_add(*word);
            let s0 = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
            let t2 = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(t1), c, b, a, t1.wrapping_add(t2));
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *old = old.wrapping_add(new);
        }
    }
    state.iter().map(|word| format!("{word:016x}")).collect()
}

/// SHA-256 uses the first half of the constants of SHA-512.
// The upper half fits by definition.
#[allow(clippy::cast_possible_truncation)]
const fn high(word: u64) -> u32 {
    (word >> 32) as u32
}

/// Fractional parts of the square roots of the first 8 primes.
const FRACTIONS: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

/// Fractional parts of the cube roots of the first 80 primes.
#[rustfmt::skip]
const CONSTANTS: &[u64; 80] = &[
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
];

/// Adler-32 in decimal.
fn adler32(bytes: &[u8]) -> String {
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = a.wrapping_add(u32::from(*byte)) % 65521;
        b = b.wrapping_add(a) % 65521;
    }
    ((b << 16) | a).to_string()
}

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(5) {
        let mut group = [0u8; 8];
        for (to, from) in group.iter_mut().skip(3).zip(chunk) {
            *to = *from;
        }
        let word = u64::from_be_bytes(group);
        let digits = chunk.len().saturating_mul(8).div_ceil(5);
        for place in 0..8usize {
            let shift = 35usize.saturating_sub(place.saturating_mul(5));
            let code = usize::try_from((word >> shift) & 31).unwrap_or(0);
            let digit = ALPHABET.get(code).copied().unwrap_or(b'=');
            out.push(if place < digits { char::from(digit) } else { '=' });
        }
    }
    out
}

fn unbase32(text: &str) -> Result<Vec<u8>, String> {
    let corrupt = |at: usize| Err(format!("illegal base32 data at input byte {at}"));
    let input: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let body = input.iter().position(|byte| *byte == b'=').unwrap_or(input.len());
    let mut out = Vec::new();
    let (mut word, mut bits) = (0u64, 0u32);
    for (at, byte) in input.iter().take(body).enumerate() {
        let Some(code) = ALPHABET.iter().position(|digit| digit == byte) else { return corrupt(at) };
        word = (word << 5) | u64::try_from(code).unwrap_or(0);
        bits = bits.saturating_add(5);
        if bits >= 8 {
            bits = bits.saturating_sub(8);
            out.extend((word >> bits).to_be_bytes().last());
        }
    }
    let fits = input.len().checked_rem(8) == Some(0) && input.iter().skip(body).all(|byte| *byte == b'=');
    let whole = matches!(body.checked_rem(8), Some(0 | 2 | 4 | 5 | 7));
    if fits && whole { Ok(out) } else { corrupt(if fits { body } else { input.len() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digests() {
        assert_eq!(sha1(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            sha512(b"abc"),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        );
        assert_eq!(adler32(b"Wikipedia"), "300286872");
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        assert_eq!(unbase32("MZXW6===").as_deref(), Ok(&b"foo"[..]));
    }
}
