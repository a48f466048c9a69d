//! Fields and methods of values (`evalField`).

use super::super::functions::Method;
use super::super::value::{MapKind, Value, type_name};
use super::{Halt, Machine, Slot};

impl Machine<'_> {
    /// The field `name` of `receiver`, or what its method of that name says.
    pub(super) fn field(&mut self, receiver: Slot, name: &str) -> Result<Slot, Halt> {
        if let Value::Nil = receiver.value {
            return match receiver.boxed {
                true => Err(Halt::Here(format!("nil pointer evaluating interface {{}}.{name}"))),
                false => self.missing_data(name),
            };
        }
        if let Some(method) = Method::find(&receiver.value, name) {
            let wanted = method.params().len();
            if wanted > 0 {
                return Err(Halt::Here(format!("wrong number of args for {name}: want {wanted} got 0")));
            }
            return self.answer(method, &receiver.value, &[], name);
        }
        match &receiver.value {
            Value::Map(map) => match map.get(name) {
                Some(value) => Ok(Slot { value, boxed: is_boxed(map.kind) }),
                None => self.missing_entry(map.kind, name),
            },
            Value::Record(record) => match record.field(name) {
                Some(_) if !name.starts_with(char::is_uppercase) => {
                    Err(Halt::Here(format!("{name} is an unexported field of struct type {}", self.type_of(&receiver))))
                }
                Some(value) => Ok(value.clone().into()),
                None => Err(self.no_field(&receiver, name)),
            },
            _ => Err(self.no_field(&receiver, name)),
        }
    }

    fn no_field(&self, receiver: &Slot, name: &str) -> Halt {
        Halt::Here(format!("can't evaluate field {name} in type {}", self.type_of(receiver)))
    }

    fn type_of(&self, slot: &Slot) -> String {
        if slot.boxed { "interface {}".into() } else { type_name(&slot.value, self.env.dialect.package) }
    }

    fn missing_data(&self, name: &str) -> Result<Slot, Halt> {
        if self.env.strict {
            let name = super::super::format::quote(name);
            return Err(Halt::Here(format!("nil data; no entry for key {name}")));
        }
        Ok(Slot::default())
    }

    fn missing_entry(&self, kind: MapKind, name: &str) -> Result<Slot, Halt> {
        if self.env.strict {
            let name = super::super::format::quote(name);
            return Err(Halt::Here(format!("map has no entry for key {name}")));
        }
        Ok(Slot { value: zero(kind), boxed: is_boxed(kind) })
    }

    /// Before the arguments of a method are evaluated: is there a method at all?
    pub(super) fn prepare_method(&mut self, site: &super::super::code::MethodSite) -> Result<(), Halt> {
        let Some(receiver) = self.stack.last().cloned() else { return Ok(()) };
        let name = &site.name;
        if let Value::Nil = receiver.value {
            if receiver.boxed {
                return Err(Halt::Here(format!("nil pointer evaluating interface {{}}.{name}")));
            }
            self.missing_data(name)?;
            self.pop();
            if site.piped {
                self.pop();
            }
            self.push(Slot::default());
            self.jump(site.end);
            return Ok(());
        }
        if let Some(method) = Method::find(&receiver.value, name) {
            let wanted = method.params().len();
            let given = site.args.saturating_add(usize::from(site.piped));
            if wanted != given {
                return Err(Halt::Here(format!("wrong number of args for {name}: want {wanted} got {given}")));
            }
            return Ok(());
        }
        Err(match &receiver.value {
            Value::Map(_) => Halt::Here(format!("{name} is not a method but has arguments")),
            Value::Record(record) if record.field(name).is_some() => {
                Halt::Here(format!("{name} has arguments but cannot be invoked as function"))
            }
            _ => self.no_field(&receiver, name),
        })
    }
}

/// Whether entries of such a map are `interface {}`.
fn is_boxed(kind: MapKind) -> bool {
    matches!(kind, MapKind::Any | MapKind::Values)
}

/// What such a map has for a key it does not have.
pub(in super::super) fn zero(kind: MapKind) -> Value {
    match kind {
        MapKind::Any | MapKind::Values => Value::Nil,
        MapKind::Text => Value::from(""),
        MapKind::Files => Value::list_of(super::super::value::ListKind::Bytes, Vec::new()),
    }
}
