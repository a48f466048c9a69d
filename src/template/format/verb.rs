//! One verb of a format string: flags, width, precision, and how they shape a piece of text.

/// What stands between `%` and its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Verb {
    pub letter: char,
    pub width: Option<usize>,
    pub precision: Option<usize>,
    pub minus: bool,
    pub plus: bool,
    pub sharp: bool,
    pub space: bool,
    pub zero: bool,
    /// `%+v`
    pub plus_v: bool,
    /// `%#v`
    pub sharp_v: bool,
}

impl Verb {
    /// `%v`
    pub fn v() -> Self {
        Verb { letter: 'v', ..Verb::default() }
    }

    pub fn with(self, letter: char) -> Self {
        Verb { letter, ..self }
    }

    /// `text` filled up to the width.
    pub fn pad(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        if missing == 0 {
            return text.into();
        }
        let fill = if self.zero && !self.minus { "0" } else { " " }.repeat(missing);
        if self.minus { format!("{text}{fill}") } else { format!("{fill}{text}") }
    }

    /// The first characters of `text` that the precision admits.
    pub fn cut<'a>(&self, text: &'a str) -> &'a str {
        let end = self.precision.and_then(|n| text.char_indices().nth(n)).map_or(text.len(), |(at, _)| at);
        text.get(..end).unwrap_or_default()
    }

    /// A whole number; `None` where the verb is not for one.
    pub fn integer(&self, value: i64) -> Option<String> {
        let (radix, prefix) = match self.letter {
            'v' | 'd' => (10, ""),
            'b' => (2, "0b"),
            'o' => (8, "0"),
            'O' => (8, ""),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            'c' => return Some(self.pad(&character(value).to_string())),
            'q' => return Some(self.pad(&super::quote_with(&character(value).to_string(), '\'', self.plus))),
            'U' => return Some(self.unicode(value)),
            _ => return None,
        };
        let signed = value < 0 || self.plus || self.space;
        if self.precision == Some(0) && value == 0 {
            return Some(Verb { zero: false, ..*self }.pad(""));
        }
        let mut digits = in_radix(value.unsigned_abs(), radix);
        if self.letter == 'X' {
            digits = digits.to_uppercase();
        }
        let wanted = match (self.precision, self.width) {
            (Some(precision), _) => precision,
            (None, Some(width)) if self.zero && !self.minus => width.saturating_sub(usize::from(signed)),
            _ => 0,
        };
        digits = format!("{digits:0>wanted$}");
        if self.sharp && !(radix == 8 && digits.starts_with('0')) {
            digits = format!("{prefix}{digits}");
        }
        if self.letter == 'O' {
            digits = format!("0o{digits}");
        }
        let sign = self.sign(value < 0);
        Some(Verb { zero: false, ..*self }.pad(&format!("{sign}{digits}")))
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            _ => "",
        }
    }

    fn unicode(&self, value: i64) -> String {
        let code = format!("{value:X}");
        let digits = self.precision.unwrap_or(4).max(4);
        let mut text = format!("U+{code:0>digits$}");
        let c = character(value);
        if self.sharp && super::is_printable(c) {
            text.push_str(&format!(" '{c}'"));
        }
        Verb { zero: false, ..*self }.pad(&text)
    }

    /// A `float64`; `None` where the verb is not for one.
    pub fn float(&self, value: f64) -> Option<String> {
        use super::{Style, float};
        let (style, precision) = match self.letter {
            'v' | 'g' | 'G' => (Style::General, self.precision),
            'e' | 'E' => (Style::Exponent, Some(self.precision.unwrap_or(6))),
            'f' | 'F' => (Style::Plain, Some(self.precision.unwrap_or(6))),
            'x' | 'X' | 'b' => (Style::General, None),
            _ => return None,
        };
        let mut text = match self.letter {
            'x' | 'X' => hexadecimal(value),
            'b' => power_of_two(value),
            _ => float(value.abs(), style, precision),
        };
        if matches!(self.letter, 'G' | 'E' | 'X') {
            text = text.to_uppercase();
        }
        if value.is_nan() {
            return Some(Verb { zero: false, ..*self }.pad(&text));
        }
        if value.is_infinite() {
            let sign = if value < 0.0 {
                "-"
            } else if self.space && !self.plus {
                " "
            } else {
                "+"
            };
            return Some(Verb { zero: false, ..*self }.pad(&format!("{sign}Inf")));
        }
        if self.sharp && matches!(self.letter, 'v' | 'g' | 'G') {
            text = with_zeros(&text, self.precision.unwrap_or(6));
        }
        let sign = self.sign(value.is_sign_negative());
        let zeros = match self.width {
            Some(width) if self.zero && !self.minus => {
                "0".repeat(width.saturating_sub(text.len().saturating_add(sign.len())))
            }
            _ => String::new(),
        };
        Some(self.pad(&format!("{sign}{zeros}{text}")))
    }

    /// A string; `None` where the verb is not for one.
    pub fn text(&self, text: &str) -> Option<String> {
        Some(match self.letter {
            'v' if self.sharp_v => self.pad(&super::quote(text)),
            'v' | 's' => self.pad(self.cut(text)),
            'q' => {
                let text = self.cut(text);
                if self.sharp && !text.contains(['`', '\n', '\r', '\u{7f}']) {
                    return Some(self.pad(&format!("`{text}`")));
                }
                self.pad(&super::quote_with(text, '"', self.plus))
            }
            'x' | 'X' => self.pad(&self.bytes(text.as_bytes())),
            _ => return None,
        })
    }

    /// Bytes in hexadecimal.
    fn bytes(&self, bytes: &[u8]) -> String {
        let upper = self.letter == 'X';
        let prefix = match (self.sharp, upper) {
            (true, true) => "0X",
            (true, false) => "0x",
            _ => "",
        };
        let shown = bytes.get(..self.precision.unwrap_or(bytes.len()).min(bytes.len())).unwrap_or_default();
        let mut out = String::new();
        for (i, byte) in shown.iter().enumerate() {
            if self.space && i > 0 {
                out.push(' ');
            }
            if i == 0 || self.space {
                out.push_str(prefix);
            }
            out.push_str(&if upper { format!("{byte:02X}") } else { format!("{byte:02x}") });
        }
        out
    }
}

fn character(value: i64) -> char {
    u32::try_from(value).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn in_radix(value: u64, radix: u32) -> String {
    match radix {
        2 => format!("{value:b}"),
        8 => format!("{value:o}"),
        16 => format!("{value:x}"),
        _ => value.to_string(),
    }
}

/// `text`, a number without sign, with a point and zeros up to that many digits (`%#g`).
fn with_zeros(text: &str, digits: usize) -> String {
    let (mantissa, exponent) = text.find('e').and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    let mut mantissa = mantissa.to_owned();
    if !mantissa.contains('.') {
        mantissa.push('.');
    }
    let significant = mantissa.trim_start_matches(['0', '.']).chars().filter(char::is_ascii_digit).count();
    let have = if significant == 0 { 1 } else { significant };
    mantissa.push_str(&"0".repeat(digits.saturating_sub(have)));
    format!("{mantissa}{exponent}")
}

/// Mantissa and exponent of a positive float, `mantissa × 2^exponent`.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.abs().to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let mantissa = bits & 0xf_ffff_ffff_ffff;
    if exponent == 0 { (mantissa, -1074) } else { (mantissa | (1 << 52), exponent.saturating_sub(1075)) }
}

/// `%x`: `0x1.8p+01`.
fn hexadecimal(value: f64) -> String {
    let (mantissa, exponent) = parts(value);
    if mantissa == 0 {
        return "0x0p+00".into();
    }
    let shift = mantissa.leading_zeros().saturating_sub(11);
    let fraction = format!("{:013x}", (mantissa << shift) & 0xf_ffff_ffff_ffff);
    let fraction = fraction.trim_end_matches('0');
    let power = exponent.saturating_add(52).saturating_sub(i32::try_from(shift).unwrap_or(0));
    let sign = if power < 0 { '-' } else { '+' };
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("0x1{dot}{fraction}p{sign}{:02}", power.unsigned_abs())
}

/// `%b`: `6755399441055744p-51`.
fn power_of_two(value: f64) -> String {
    let (mantissa, exponent) = parts(value);
    format!("{mantissa}p{}{exponent}", if exponent >= 0 { "+" } else { "" })
}
