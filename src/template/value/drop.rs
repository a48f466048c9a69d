//! Letting go of deep values without recursion: a template can nest lists as deep as it likes.

use super::{List, Shared, Value};
use std::rc::Rc;

impl Drop for List {
    fn drop(&mut self) {
        take_apart(std::mem::take(&mut self.items));
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        take_apart(std::mem::take(self.0.get_mut()).into_values().collect());
    }
}

fn take_apart(mut values: Vec<Value>) {
    while let Some(value) = values.pop() {
        match value {
            Value::List(list) => {
                if let Ok(mut list) = Rc::try_unwrap(list) {
                    values.append(&mut list.items);
                }
            }
            Value::Map(map) => {
                if let Ok(mut shared) = Rc::try_unwrap(map.entries) {
                    values.extend(std::mem::take(shared.0.get_mut()).into_values());
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entries, Value};

    #[test]
    fn deep_values_go_without_a_deep_stack() {
        let mut value = Value::Nil;
        for _ in 0..200_000 {
            value = Value::list(vec![Value::map(Entries::from([("a".into(), value)]))]);
        }
        drop(value);
    }
}
