//! Short ways into JSON values: API objects are plain JSON here, as they are in the recordings.

use serde_json::{Value, json};

/// Reading by JSON pointer.
pub trait Find {
    /// What stands at a pointer that escapes nothing. [`Value::pointer`] allocates for every part.
    fn find(&self, pointer: &str) -> Option<&Value>;
}

impl Find for Value {
    fn find(&self, pointer: &str) -> Option<&Value> {
        pointer.split('/').skip(1).try_fold(self, |value, part| match value {
            Value::Array(items) => items.get(part.parse::<usize>().ok()?),
            _ => value.get(part),
        })
    }
}

/// The text at a pointer as [`Find::find`] takes it; empty if there is none.
#[must_use]
pub fn text_at<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.find(pointer).and_then(Value::as_str).unwrap_or_default()
}

static NOTHING: Value = Value::Null;

/// What stands at `path`, `null` if nothing does.
pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().try_fold(value, |value, key| value.get(key)).unwrap_or(&NOTHING)
}

/// The text at `path`, empty if there is none.
pub(super) fn text<'a>(value: &'a Value, path: &[&str]) -> &'a str {
    at(value, path).as_str().unwrap_or_default()
}

/// The whole number at `path`.
pub(super) fn number(value: &Value, path: &[&str]) -> Option<i64> {
    at(value, path).as_i64()
}

/// The items at `path`, none if there is no list.
pub(super) fn list<'a>(value: &'a Value, path: &[&str]) -> &'a [Value] {
    at(value, path).as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Puts `new` at `path`; what is in the way and no map becomes one.
pub(super) fn set(value: &mut Value, path: &[&str], new: impl Into<Value>) {
    *path.iter().fold(value, |value, key| child(value, key)) = new.into();
}

/// Puts `new` at `path` unless something stands there.
pub(super) fn set_default(value: &mut Value, path: &[&str], new: impl FnOnce() -> Value) {
    if at(value, path).is_null() {
        set(value, path, new());
    }
}

/// Takes away what stands at `path`.
pub(super) fn remove(value: &mut Value, path: &[&str]) -> Option<Value> {
    let (last, parents) = path.split_last()?;
    let parent = parents.iter().try_fold(value, |value, key| value.get_mut(key))?;
    parent.as_object_mut()?.shift_remove(*last)
}

fn child<'a>(value: &'a mut Value, key: &str) -> &'a mut Value {
    if !value.is_object() {
        *value = json!({});
    }
    &mut value[key]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_written_by_path() {
        let mut value = json!({"a": {"b": "x", "n": 3, "l": [1]}});
        assert_eq!(text(&value, &["a", "b"]), "x");
        assert_eq!(text(&value, &["a", "c"]), "");
        assert_eq!(number(&value, &["a", "n"]), Some(3));
        assert_eq!(list(&value, &["a", "l"]).len(), 1);
        for pointer in ["", "/a", "/a/b", "/a/l/0", "/a/l/1", "/a/l/x", "/a/n/x", "/"] {
            assert_eq!(value.find(pointer), value.pointer(pointer), "{pointer}");
        }
        set(&mut value, &["a", "b", "c"], 1);
        set_default(&mut value, &["a", "n"], || json!(4));
        set_default(&mut value, &["z"], || json!(5));
        assert_eq!(remove(&mut value, &["a", "l"]), Some(json!([1])));
        assert_eq!(remove(&mut value, &["q", "l"]), None);
        assert_eq!(value, json!({"a": {"b": {"c": 1}, "n": 3}, "z": 5}));
    }
}
