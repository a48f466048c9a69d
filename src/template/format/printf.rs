//! Go's `fmt.Sprintf`.

use super::super::value::{IntKind, Value, type_name};
use super::print::Printer;
use super::verb::Verb;

/// The widest field and the highest argument number Go takes.
const LARGEST: usize = 1_000_000;

/// `fmt.Sprintf(format, values…)` within `limit` bytes.
#[must_use]
pub fn sprintf(format: &str, values: &[Value], package: &str, limit: usize) -> Option<String> {
    let mut run = Run { rest: format, values, next: 0, reordered: false, good: true };
    let mut printer = Printer::new(package, limit);
    while let Some(at) = run.rest.find('%') {
        if printer.out.len() > limit {
            return None;
        }
        printer.out.push_str(run.rest.get(..at).unwrap_or_default());
        run.skip(at.saturating_add(1));
        run.verb(&mut printer);
    }
    printer.out.push_str(run.rest);
    run.extra(&mut printer);
    printer.finish()
}

struct Run<'a> {
    rest: &'a str,
    values: &'a [Value],
    next: usize,
    reordered: bool,
    /// Whether the last argument number was in range.
    good: bool,
}

impl Run<'_> {
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn accept(&mut self, c: char) -> bool {
        let found = self.rest.starts_with(c);
        if found {
            self.skip(c.len_utf8());
        }
        found
    }

    fn number(&mut self) -> Option<usize> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = self.rest.get(..digits)?.parse().ok().filter(|n| *n <= LARGEST);
        self.skip(digits);
        number
    }

    /// `[3]`; the next argument is the third.
    fn index(&mut self) -> bool {
        if !self.rest.starts_with('[') {
            return false;
        }
        self.reordered = true;
        let Some(end) = self.rest.find(']') else {
            self.good = false;
            self.skip(1);
            return false;
        };
        let number: Option<usize> = self.rest.get(1..end).and_then(|text| text.parse().ok());
        self.skip(end.saturating_add(1));
        match number.and_then(|n| n.checked_sub(1)).filter(|n| *n < self.values.len()) {
            Some(next) => {
                self.next = next;
                true
            }
            None => {
                self.good = false;
                false
            }
        }
    }

    fn take(&mut self) -> Option<&Value> {
        let value = self.values.get(self.next);
        self.next = self.next.saturating_add(1);
        value
    }

    /// The argument of a `*`.
    fn star(&mut self) -> Option<i64> {
        match self.take() {
            Some(Value::Int(IntKind::Int | IntKind::Int64 | IntKind::Byte, n))
                if usize::try_from(n.unsigned_abs()).is_ok_and(|n| n <= LARGEST) =>
            {
                Some(*n)
            }
            _ => None,
        }
    }

    fn flags(&mut self) -> Verb {
        let mut verb = Verb::default();
        loop {
            match self.rest.chars().next() {
                Some('#') => verb.sharp = true,
                Some('0') => verb.zero = true,
                Some('+') => verb.plus = true,
                Some('-') => verb.minus = true,
                Some(' ') => verb.space = true,
                _ => break,
            }
            self.skip(1);
        }
        verb.zero &= !verb.minus;
        verb
    }

    fn verb(&mut self, printer: &mut Printer<'_>) {
        self.good = true;
        let mut verb = self.flags();
        let mut after_index = self.index();
        if self.accept('*') {
            match self.star() {
                Some(width) => {
                    verb.minus |= width < 0;
                    verb.zero &= !verb.minus;
                    verb.width = usize::try_from(width.unsigned_abs()).ok();
                }
                None => printer.out.push_str("%!(BADWIDTH)"),
            }
            after_index = false;
        } else {
            verb.width = self.number();
            // "%[3]2d": a number after an index belongs to nobody.
            self.good &= !(after_index && verb.width.is_some());
        }
        if self.accept('.') {
            self.good &= !after_index;
            after_index = self.index();
            if self.accept('*') {
                verb.precision = self.star().and_then(|n| usize::try_from(n).ok());
                if verb.precision.is_none() {
                    printer.out.push_str("%!(BADPREC)");
                }
                after_index = false;
            } else {
                verb.precision = Some(self.number().unwrap_or(0));
            }
        }
        if !after_index {
            self.index();
        }
        let Some(letter) = self.rest.chars().next() else {
            printer.out.push_str("%!(NOVERB)");
            return;
        };
        self.skip(letter.len_utf8());
        verb.letter = letter;
        if letter == '%' {
            printer.out.push('%');
            return;
        }
        if !self.good {
            printer.out.push_str(&format!("%!{letter}(BADINDEX)"));
            return;
        }
        if letter == 'v' {
            (verb.sharp_v, verb.plus_v) = (verb.sharp, verb.plus);
            (verb.sharp, verb.plus) = (false, false);
        }
        match self.take() {
            None => printer.out.push_str(&format!("%!{letter}(MISSING)")),
            Some(value) if letter == 'T' => {
                let name = type_name(value, printer.package);
                printer.out.push_str(&verb.pad(verb.cut(&name)));
            }
            Some(value) => printer.value(value, &verb, 0),
        }
    }

    /// Arguments nobody asked for.
    fn extra(&self, printer: &mut Printer<'_>) {
        let left = self.values.get(self.next..).unwrap_or_default();
        if self.reordered || left.is_empty() {
            return;
        }
        printer.out.push_str("%!(EXTRA ");
        for (i, value) in left.iter().enumerate() {
            if i > 0 {
                printer.out.push_str(", ");
            }
            if !matches!(value, Value::Nil) {
                let name = type_name(value, printer.package);
                printer.out.push_str(&name);
                printer.out.push('=');
            }
            printer.value(value, &Verb::v(), 0);
        }
        printer.out.push(')');
    }
}
