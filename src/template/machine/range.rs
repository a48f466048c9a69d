//! Loops (`walkRange`).

use std::rc::Rc;

use super::super::code::RangeSite;
use super::super::value::{IntKind, List, ListKind, MapKind, Value};
use super::{Halt, Machine, Slot};

/// What a loop still has to visit.
pub(super) enum Items {
    List(Rc<List>, usize),
    Map(MapKind, std::vec::IntoIter<(Rc<str>, Value)>),
    Count(IntKind, i64, i64),
}

impl Items {
    fn of(value: &Value) -> Option<Items> {
        Some(match value {
            Value::List(list) => Items::List(Rc::clone(list), 0),
            Value::Map(map) => Items::Map(map.kind, map.entries().into_iter().collect::<Vec<_>>().into_iter()),
            Value::Int(kind, end) => Items::Count(*kind, 0, *end),
            Value::Nil => Items::Count(IntKind::Int, 0, 0),
            _ => return None,
        })
    }

    fn is_empty(&self) -> bool {
        match self {
            Items::List(list, _) => list.items.is_empty(),
            Items::Map(_, entries) => entries.len() == 0,
            Items::Count(_, at, end) => at >= end,
        }
    }

    /// Index or key, and element.
    fn next(&mut self) -> Option<(Slot, Slot)> {
        match self {
            Items::List(list, at) => {
                let value = list.items.get(*at)?.clone();
                let index = Value::length(*at);
                *at = at.saturating_add(1);
                Some((index.into(), Slot { value, boxed: list.kind == ListKind::Any }))
            }
            Items::Map(kind, entries) => {
                let (key, value) = entries.next()?;
                let boxed = matches!(kind, MapKind::Any | MapKind::Values);
                Some((Value::Text(key).into(), Slot { value, boxed }))
            }
            Items::Count(kind, at, end) => {
                let now = (*at < *end).then_some(*at)?;
                *at = at.saturating_add(1);
                Some((Slot::default(), Value::Int(*kind, now).into()))
            }
        }
    }
}

impl Machine<'_> {
    pub(super) fn range(&mut self, site: &Rc<RangeSite>) -> Result<(), Halt> {
        let over = self.pop().value;
        let text = || super::super::format::display(&over, self.env.dialect.package, 4096).unwrap_or_default();
        let Some(items) = Items::of(&over) else {
            return Err(Halt::Here(format!("range can't iterate over {}", text())));
        };
        if matches!(over, Value::Int(..)) && site.variables.len() > 1 {
            return Err(Halt::Here(format!("can't use {} to iterate over more than one variable", text())));
        }
        if items.is_empty() {
            self.jump(site.otherwise);
            return Ok(());
        }
        let mark = self.variables.len();
        if let Some(scope) = self.scopes.last_mut() {
            (scope.items, scope.mark, scope.site) = (Some(items), mark, Some(Rc::clone(site)));
        }
        Ok(())
    }

    pub(super) fn next_round(&mut self, end: usize) -> Result<(), Halt> {
        let Some(scope) = self.scopes.last_mut() else { return Ok(()) };
        self.variables.truncate(scope.mark);
        let Some((key, element)) = scope.items.as_mut().and_then(Items::next) else {
            self.jump(end);
            return Ok(());
        };
        let site = scope.site.clone();
        match site.as_ref().map(|site| (site.variables.as_slice(), site.assign)) {
            Some(([only], true)) => self.assign(only, element.clone())?,
            Some(([first, second], true)) => {
                self.assign(first, key)?;
                self.assign(second, element.clone())?;
            }
            Some(([_], false)) => self.set_top(0, element.clone()),
            Some(([_, _], false)) => {
                self.set_top(0, element.clone());
                self.set_top(1, key);
            }
            _ => {}
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.dot = element;
        }
        Ok(())
    }

    /// Sets the variable that is `below` many from the top.
    fn set_top(&mut self, below: usize, slot: Slot) {
        if let Some((_, variable)) = self.variables.iter_mut().rev().nth(below) {
            *variable = slot;
        }
    }
}
