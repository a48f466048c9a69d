//! AES with a key of 256 bits in CBC mode (Sprig `crypto.go`). What is random in it is made up.

use aes::Aes256;
use aes::cipher::{BlockDecrypt as _, BlockEncrypt as _, KeyInit as _};

use super::made_up::Dice;
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::{base64, unbase64};

const S: Param = Param::Text;
const BLOCK: usize = 16;

pub(super) const FUNCTIONS: &[Function] =
    &[Function::made_up("encryptAES", &[S, S], encrypt), Function::new("decryptAES", &[S, S], decrypt)];

type Block = [u8; BLOCK];

/// A start that would be random, and the text filled up to whole blocks, each mixed with the one before.
fn encrypt(args: &Args<'_>, dice: &mut Dice) -> Answer {
    if args.text(1).is_empty() {
        return Ok("".into());
    }
    let cipher = cipher(args.text(0));
    let mut text = args.text(1).as_bytes().to_vec();
    let fill = BLOCK.saturating_sub(text.len() % BLOCK);
    text.resize(text.len().saturating_add(fill), u8::try_from(fill).unwrap_or_default());
    let mut out = dice.bytes(BLOCK);
    let mut before = block(&out);
    for part in text.chunks(BLOCK) {
        before = encrypted(&cipher, xor(block(part), &before));
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
    let cipher = cipher(args.text(0));
    let mut text = Vec::with_capacity(parts.len());
    let mut before = start;
    for part in parts.chunks(BLOCK) {
        text.extend_from_slice(&xor(decrypted(&cipher, block(part)), &block(before)));
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

/// The first 32 bytes of the password are the key.
fn cipher(password: &str) -> Aes256 {
    let mut key = [0; 32];
    key.iter_mut().zip(password.as_bytes()).for_each(|(to, from)| *to = *from);
    Aes256::new(&key.into())
}

fn encrypted(cipher: &Aes256, block: Block) -> Block {
    let mut block = block.into();
    cipher.encrypt_block(&mut block);
    block.into()
}

fn decrypted(cipher: &Aes256, block: Block) -> Block {
    let mut block = block.into();
    cipher.decrypt_block(&mut block);
    block.into()
}
