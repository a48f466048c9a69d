//! `derivePassword`: the algorithm of Master Password (Sprig `crypto.go`), on scrypt (RFC 7914).

use super::hashes::sha256_words;
use super::{Answer, Args, Function, Param};
use crate::text::to_bytes;

const I: Param = Param::Int;
const S: Param = Param::Text;

pub(super) const FUNCTIONS: &[Function] = &[Function::new("derivePassword", &[I, S, S, S, S], derive)];

const SEED: &[u8] = b"com.lyndir.masterpassword";

/// What passwords of a type may look like, one class of characters a place.
const TEMPLATES: &[(&str, &str)] = &[
    ("maximum", "anoxxxxxxxxxxxxxxxxx axxxxxxxxxxxxxxxxxno"),
    (
        "long",
        "CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv \
         CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv \
         CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno",
    ),
    ("medium", "CvcnoCvc CvcCvcno"),
    ("short", "Cvcn"),
    ("basic", "aaanaaan aannaaan aaannaaa"),
    ("pin", "nnnn"),
];

/// The characters of a class.
fn class(letter: char) -> &'static [u8] {
    match letter {
        'C' => b"BCDFGHJKLMNPQRSTVWXYZ",
        'v' => b"aeiou",
        'c' => b"bcdfghjklmnpqrstvwxyz",
        'a' => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        'n' => b"0123456789",
        'o' => b"@&%?,=[]_:-+*$#!'^~;()/.",
        _ => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    }
}

fn derive(args: &Args<'_>) -> Answer {
    let (kind, password, user, site) = (args.text(1), args.text(2), args.text(3), args.text(4));
    let Some((_, templates)) = TEMPLATES.iter().find(|(name, _)| *name == kind) else {
        return Ok(format!("cannot find password template {kind}").into());
    };
    let (password, user, site) = (to_bytes(password), to_bytes(user), to_bytes(site));
    let salt = [SEED, &length(&user), &user].concat();
    let key = scrypt(&password, &salt);
    let counter = u32::try_from(args.int(0)).unwrap_or_default().to_be_bytes();
    let seed = hmac(&key, &[SEED, &length(&site), &site, &counter].concat());
    let pick = |at: usize, of: usize| usize::from(seed.get(at).copied().unwrap_or_default()).checked_rem(of);
    let templates: Vec<&str> = templates.split_whitespace().collect();
    let template = pick(0, templates.len()).and_then(|at| templates.get(at)).copied().unwrap_or_default();
    let letter = |(at, letter): (usize, char)| {
        let class = class(letter);
        class.get(pick(at.saturating_add(1), class.len())?).map(|byte| char::from(*byte))
    };
    Ok(template.chars().enumerate().filter_map(letter).collect::<String>().into())
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes()
}

/// HMAC-SHA-256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let digest = |bytes: &[u8]| sha256_words(bytes).iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let mut key = if key.len() > BLOCK { digest(key) } else { key.to_vec() };
    key.resize(BLOCK, 0);
    let padded = |with: u8| key.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
    let inner = digest(&[&padded(0x36), message].concat());
    digest(&[&*padded(0x5c), &*inner].concat())
}

/// PBKDF2 with one round of HMAC-SHA-256 (RFC 8018).
fn stretch(password: &[u8], salt: &[u8], blocks: u32) -> Vec<u8> {
    (1..=blocks).flat_map(|block| hmac(password, &[salt, &block.to_be_bytes()].concat())).collect()
}

/// Words of a block of Salsa20, and blocks of a part of scrypt.
const WORDS: usize = 16;
const PART: usize = 2 * 8 * WORDS;

/// scrypt with N = 32,768, r = 8, p = 2, and 64 bytes.
fn scrypt(password: &[u8], salt: &[u8]) -> Vec<u8> {
    // Two parts of 1,024 bytes, made of 32 each.
    let bytes = stretch(password, salt, 64);
    let words: Vec<u32> = bytes
        .chunks_exact(4)
        .map(|word| word.iter().rev().fold(0, |word, byte| (word << 8) | u32::from(*byte)))
        .collect();
    let mixed: Vec<u8> = words.chunks_exact(PART).flat_map(mix).flat_map(u32::to_le_bytes).collect();
    stretch(password, &mixed, 2)
}

/// `scryptROMix`
fn mix(part: &[u32]) -> Vec<u32> {
    const ROUNDS: usize = 32_768;
    let mut now = part.to_vec();
    let mut memory: Vec<u32> = Vec::with_capacity(ROUNDS.saturating_mul(PART));
    for _ in 0..ROUNDS {
        memory.extend_from_slice(&now);
        now = blocks(&now);
    }
    for _ in 0..ROUNDS {
        let word = now.get(PART.saturating_sub(WORDS)).copied().unwrap_or_default();
        let at = usize::try_from(word).unwrap_or_default().checked_rem(ROUNDS).unwrap_or_default();
        let start = at.saturating_mul(PART);
        let kept = memory.get(start..start.saturating_add(PART)).unwrap_or_default();
        now.iter_mut().zip(kept).for_each(|(word, kept)| *word ^= kept);
        now = blocks(&now);
    }
    now
}

/// `scryptBlockMix`: blocks at even places come first.
fn blocks(part: &[u32]) -> Vec<u32> {
    let mut last: [u32; WORDS] = [0; WORDS];
    if let Some(end) = part.last_chunk() {
        last = *end;
    }
    let (mut even, mut odd) = (Vec::with_capacity(PART), Vec::with_capacity(PART));
    for (at, block) in part.chunks_exact(WORDS).enumerate() {
        last.iter_mut().zip(block).for_each(|(word, of)| *word ^= of);
        last = salsa(last);
        if at.is_multiple_of(2) { even.extend_from_slice(&last) } else { odd.extend_from_slice(&last) }
    }
    even.append(&mut odd);
    even
}

/// Salsa20/8: columns, then rows, four times.
fn salsa(block: [u32; WORDS]) -> [u32; WORDS] {
    macro_rules! quarter {
        ($a:ident $b:ident $c:ident $d:ident) => {
            $b ^= $a.wrapping_add($d).rotate_left(7);
            $c ^= $b.wrapping_add($a).rotate_left(9);
            $d ^= $c.wrapping_add($b).rotate_left(13);
            $a ^= $d.wrapping_add($c).rotate_left(18);
        };
    }
    let [
        mut a,
        mut b,
        mut c,
        mut d,
        mut e,
        mut f,
        mut g,
        mut h,
        mut i,
        mut j,
        mut k,
        mut l,
        mut m,
        mut n,
        mut o,
        mut p,
    ] = block;
    for _ in 0..4 {
        quarter!(a e i m);
        quarter!(f j n b);
        quarter!(k o c g);
        quarter!(p d h l);
        quarter!(a b c d);
        quarter!(f g h e);
        quarter!(k l i j);
        quarter!(p m n o);
    }
    let mut words = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p];
    words.iter_mut().zip(block).for_each(|(word, old)| *word = word.wrapping_add(old));
    words
}
