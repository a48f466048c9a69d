//! Points in time (Sprig `date.go`, Go `time`). All zones are UTC: there is no table of others.

use super::times::parse as parse_duration;
use super::{Answer, Args, Function, Param};
use crate::template::error::Failure;
use crate::template::format::{duration_text, quote};
use crate::template::layout::{Moment, format, parse};
use crate::template::value::{Field, IntKind, Record, Value};

const A: Param = Param::Any;
const S: Param = Param::Text;
const T: Param = Param::Time;

/// Go's name of the type.
pub(super) const TYPE: &str = "time.Time";

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("now", &[], |args| Ok(time(Moment { seconds: args.env.now, nanos: 0 }))),
    Function::new("date", &[S, A], |args| in_zone(args, args.text(0), 1, "UTC")),
    Function::new("dateInZone", &[S, A, S], |args| in_zone(args, args.text(0), 1, args.text(2))),
    Function::new("date_in_zone", &[S, A, S], |args| in_zone(args, args.text(0), 1, args.text(2))),
    Function::new("htmlDate", &[A], |args| in_zone(args, "2006-01-02", 0, "UTC")),
    Function::new("htmlDateInZone", &[A, S], |args| in_zone(args, "2006-01-02", 0, args.text(1))),
    Function::new("dateModify", &[S, T], |args| Ok(moved(args).unwrap_or_else(|_| args.value(1).clone()))),
    Function::new("date_modify", &[S, T], |args| Ok(moved(args).unwrap_or_else(|_| args.value(1).clone()))),
    Function::new("mustDateModify", &[S, T], moved),
    Function::new("must_date_modify", &[S, T], moved),
    Function::new("toDate", &[S, S], |args| Ok(time(parse(args.text(0), args.text(1)).unwrap_or(Moment::ZERO)))),
    Function::new("mustToDate", &[S, S], |args| Ok(time(parse(args.text(0), args.text(1)).map_err(Failure::Message)?))),
    Function::new("unixEpoch", &[T], |args| {
        Ok(moment(args.value(0)).unwrap_or(Moment::ZERO).seconds.to_string().into())
    }),
    Function::new("ago", &[A], |args| {
        const SECOND: i64 = 1_000_000_000;
        let then = moment_or_now(args, 0).seconds;
        Ok(duration_text(args.env.now.saturating_sub(then).saturating_mul(SECOND)).into())
    }),
];

/// A `time.Time`.
pub(in crate::template) fn time(at: Moment) -> Value {
    let fields = vec![
        Field::new("seconds", Value::Int(IntKind::Int64, at.seconds)),
        Field::new("nanos", Value::Int(IntKind::Int64, at.nanos)),
    ];
    let display = format(at, "2006-01-02 15:04:05.999999999 -0700 MST");
    Value::Record(Record { type_name: TYPE, pointer: false, fields, display: Some(display) }.into())
}

/// The moment a `time.Time` stands for.
pub(super) fn moment(value: &Value) -> Option<Moment> {
    let Value::Record(record) = value else { return None };
    let part = |name| match record.field(name) {
        Some(Value::Int(_, value)) => Some(*value),
        _ => None,
    };
    (record.type_name == TYPE).then_some(Moment { seconds: part("seconds")?, nanos: part("nanos")? })
}

/// Argument `i` as a moment: a time, seconds since 1970, or whatever else for now.
fn moment_or_now(args: &Args<'_>, i: usize) -> Moment {
    match args.value(i) {
        Value::Int(IntKind::Int | IntKind::Int64, seconds) => Moment { seconds: *seconds, nanos: 0 },
        other => moment(other).unwrap_or(Moment { seconds: args.env.now, nanos: 0 }),
    }
}

/// Names of UTC.
const UTC: [&str; 8] = ["", "UTC", "Local", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT"];

/// Zones whose names have no slash; a name that is no zone's is UTC, as in Sprig.
const ZONES: &str = "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire HST Hongkong Iceland Iran Israel Jamaica Japan \
                     Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore \
                     Turkey W-SU WET";

fn in_zone(args: &Args<'_>, layout: &str, i: usize, zone: &str) -> Answer {
    let is_greenwich = zone == "Greenwich" || zone.starts_with("GMT") || zone == "Etc/GMT";
    let named = zone.contains('/') || ZONES.split(' ').any(|known| known == zone);
    // Greenwich differs in its name only.
    if !UTC.contains(&zone) && (if is_greenwich { layout.contains("MST") } else { named }) {
        return Err(Failure::Missing);
    }
    let text = format(moment_or_now(args, i), layout);
    args.within(text.len())?;
    Ok(text.into())
}

fn moved(args: &Args<'_>) -> Answer {
    let Some(by) = parse_duration(args.text(0)) else {
        return Err(Failure::message(format!("time: invalid duration {}", quote(args.text(0)))));
    };
    let from = moment(args.value(1)).unwrap_or(Moment::ZERO);
    Ok(time(from.plus(by)))
}
