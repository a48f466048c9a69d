//! What is random in Helm: here it comes from a seed, has the right shape, and is marked as made up.

use core::net::IpAddr;

use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::{base64, display, unbase64};
use crate::template::value::{Field, Record, Value};

const C: Param = Param::Certificate;
const I: Param = Param::Int;
const L: Param = Param::List;
const S: Param = Param::Text;

/// Go's name of the type.
pub(super) const TYPE: &str = "sprig.certificate";

pub(super) const FUNCTIONS: &[Function] = &[
    Function::made_up("randAlphaNum", &[I], |args, dice| letters(args, dice, ALPHANUMERIC)),
    Function::made_up("randAlpha", &[I], |args, dice| letters(args, dice, ALPHANUMERIC.get(..52).unwrap_or_default())),
    Function::made_up("randNumeric", &[I], |args, dice| {
        letters(args, dice, ALPHANUMERIC.get(52..).unwrap_or_default())
    }),
    Function::made_up("randAscii", &[I], |args, dice| letters(args, dice, ASCII)),
    Function::made_up("randBytes", &[I], rand_bytes),
    Function::made_up("randInt", &[I, I], rand_int),
    Function::made_up("uuidv4", &[], |_, dice| Ok(uuid(dice).into())),
    Function::made_up("shuffle", &[S], shuffle),
    Function::made_up("bcrypt", &[S], |_, dice| Ok(bcrypt(dice).into())),
    Function::made_up("htpasswd", &[S, S], |args, dice| {
        let user = args.text(0);
        let wrong = user.contains(':');
        Ok(if wrong { format!("invalid username: {user}") } else { format!("{user}:{}", bcrypt(dice)) }.into())
    }),
    Function::made_up("genPrivateKey", &[S], |args, dice| Ok(private_key(args.text(0), dice).into())),
    Function::made_up("genCA", &[S, I], |_, dice| Ok(certificate(dice, None))),
    Function::made_up("genCAWithKey", &[S, I, S], |args, dice| with_key(args, dice, 2)),
    Function::made_up("genSelfSignedCert", &[S, L, L, I], |args, dice| {
        check_names(args)?;
        Ok(certificate(dice, None))
    }),
    Function::made_up("genSelfSignedCertWithKey", &[S, L, L, I, S], |args, dice| {
        check_names(args)?;
        with_key(args, dice, 4)
    }),
    Function::made_up("genSignedCert", &[S, L, L, I, C], |args, dice| {
        check_names(args)?;
        Ok(certificate(dice, None))
    }),
    Function::made_up("genSignedCertWithKey", &[S, L, L, I, C, S], |args, dice| {
        check_names(args)?;
        with_key(args, dice, 5)
    }),
    Function::made_up("buildCustomCert", &[S, S], custom),
];

const ALPHANUMERIC: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const ASCII: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// Numbers that follow from a seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The numbers of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to before `end`.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(1).max(1);
        self.next().checked_rem(end).and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
    }

    /// Any bytes.
    pub(super) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = Vec::with_capacity(count.saturating_add(8));
        while bytes.len() < count {
            bytes.extend_from_slice(&self.next().to_be_bytes());
        }
        bytes.truncate(count);
        bytes
    }

    fn text(&mut self, count: usize, alphabet: &str) -> String {
        let letters = alphabet.as_bytes();
        (0..count).map(|_| letters.get(self.below(letters.len())).copied().map_or('?', char::from)).collect()
    }
}

fn letters(args: &Args<'_>, dice: &mut Dice, alphabet: &str) -> Answer {
    // goutils gives nothing for a negative count.
    let count = usize::try_from(args.int(0)).unwrap_or(0);
    args.within(count)?;
    Ok(dice.text(count, alphabet).into())
}

fn rand_bytes(args: &Args<'_>, dice: &mut Dice) -> Answer {
    let Ok(count) = usize::try_from(args.int(0)) else {
        return Err("runtime error: makeslice: len out of range".into());
    };
    args.within(count)?;
    // Texts are UTF-8 here: bytes that are letters of their own keep their number when they are decoded.
    let bytes: Vec<u8> = dice.bytes(count).into_iter().map(|byte| byte & 0x7F).collect();
    Ok(base64(&bytes).into())
}

fn rand_int(args: &Args<'_>, dice: &mut Dice) -> Answer {
    let (from, to) = (args.int(0), args.int(1));
    let range = to.checked_sub(from).and_then(|range| usize::try_from(range).ok()).filter(|range| *range > 0);
    let Some(range) = range else { return Err("invalid argument to Intn".into()) };
    let by = i64::try_from(dice.below(range)).unwrap_or(0);
    Ok(Value::int(from.saturating_add(by)))
}

fn uuid(dice: &mut Dice) -> String {
    let hex: String = dice.bytes(16).iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let variant = dice.text(1, "89ab");
    format!("{}-{}-4{}-{variant}{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

fn shuffle(args: &Args<'_>, dice: &mut Dice) -> Answer {
    let mut letters: Vec<char> = args.text(0).chars().collect();
    for at in (1..letters.len()).rev() {
        letters.swap(at, dice.below(at.saturating_add(1)));
    }
    Ok(letters.into_iter().collect::<String>().into())
}

fn bcrypt(dice: &mut Dice) -> String {
    format!("$2a$10${}", dice.text(53, ALPHANUMERIC))
}

/// A text that looks like a block of PEM and is none.
fn pem(label: &str, size: usize, dice: &mut Dice) -> String {
    let body = base64(&dice.bytes(size));
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in body.as_bytes().chunks(64) {
        out.extend(line.iter().copied().map(char::from));
        out.push('\n');
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

fn private_key(kind: &str, dice: &mut Dice) -> String {
    match kind {
        "" | "rsa" => pem("RSA PRIVATE KEY", 2349, dice),
        "dsa" => pem("DSA PRIVATE KEY", 858, dice),
        "ecdsa" => pem("EC PRIVATE KEY", 121, dice),
        "ed25519" => pem("PRIVATE KEY", 48, dice),
        other => format!("Unknown type {other}"),
    }
}

fn record(cert: String, key: String) -> Value {
    let fields = vec![Field::new("Cert", cert.into()), Field::new("Key", key.into())];
    Value::Record(Record { type_name: TYPE, pointer: false, fields, display: None }.into())
}

fn certificate(dice: &mut Dice, key: Option<&str>) -> Value {
    let key = key.map_or_else(|| pem("RSA PRIVATE KEY", 1191, dice), str::to_owned);
    record(pem("CERTIFICATE", 800, dice), key)
}

/// A certificate for the key in argument `i`.
fn with_key(args: &Args<'_>, dice: &mut Dice, i: usize) -> Answer {
    let key = args.text(i);
    if !key.contains("-----BEGIN ") {
        return Err("parsing private key: no PEM data in input".into());
    }
    Ok(certificate(dice, Some(key)))
}

/// The addresses and names a certificate is for have to be some.
fn check_names(args: &Args<'_>) -> Result<(), Failure> {
    let list = |i: usize| match args.value(i) {
        Value::List(list) => list.items.as_slice(),
        _ => &[],
    };
    let shown = |value: &Value| display(value, args.env.dialect.package, 4096).unwrap_or_default();
    for address in list(1) {
        match address {
            Value::Text(text) if text.parse::<IpAddr>().is_ok() => {}
            Value::Text(text) => return Err(Failure::message(format!("error parsing ip: {text}"))),
            other => return Err(Failure::message(format!("error parsing ip: {} is not a string", shown(other)))),
        }
    }
    match list(2).iter().find(|name| !matches!(name, Value::Text(_))) {
        None => Ok(()),
        Some(name) => {
            Err(Failure::message(format!("error processing alternate dns name: {} is not a string", shown(name))))
        }
    }
}

fn custom(args: &Args<'_>, _: &mut Dice) -> Answer {
    let decoded = |i: usize| unbase64(args.text(i)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let Ok(cert) = decoded(0) else { return Err("unable to decode base64 certificate".into()) };
    let Ok(key) = decoded(1) else { return Err("unable to decode base64 private key".into()) };
    if !cert.contains("-----BEGIN ") {
        return Err("unable to decode certificate".into());
    }
    if !key.contains("-----BEGIN ") {
        return Err("error parsing private key: no PEM data in input".into());
    }
    Ok(record(cert, key))
}
