//! The tables of a text while it is read: which are there because a key below them was written, and which by name.

use std::collections::BTreeMap;

use super::super::functions::bare_or_quoted;
use super::super::value::Value;
use crate::text::filled;

#[derive(Debug, Default)]
pub(super) struct Table {
    entries: BTreeMap<String, Node>,
    /// Only keys below it have been written, so it may still be opened by its name.
    implicit: bool,
}

#[derive(Debug)]
enum Node {
    /// What nothing is added to: a text, a list, a table in braces.
    Leaf(Value),
    Table(Table),
    /// `[[a]]`, at least one.
    Tables(Vec<Table>),
}

/// A key as it is written.
pub(super) fn joined(path: &[String]) -> String {
    path.iter().map(|part| bare_or_quoted(part)).collect::<Vec<_>>().join(".")
}

fn defined(path: &[String]) -> String {
    format!("Key '{}' has already been defined.", joined(path))
}

impl Table {
    /// The table at `path`, made where it is missing; of a list the last one.
    ///
    /// # Errors
    /// There is something else.
    pub(super) fn at(&mut self, path: &[String]) -> Result<&mut Table, String> {
        let mut table = self;
        for (i, part) in path.iter().enumerate() {
            let new = || Node::Table(Table { implicit: true, ..Table::default() });
            table = match table.entries.entry(part.clone()).or_insert_with(new) {
                Node::Table(table) => Some(table),
                Node::Tables(tables) => tables.last_mut(),
                Node::Leaf(_) => None,
            }
            .ok_or_else(|| {
                let above = path.get(..=i).unwrap_or_default();
                format!("Key '{}' was already created as a hash.", joined(above))
            })?;
        }
        Ok(table)
    }

    /// `[path]`
    ///
    /// # Errors
    /// It was opened before, or is no table.
    pub(super) fn open(&mut self, path: &[String]) -> Result<(), String> {
        let Some((last, above)) = path.split_last() else { return Ok(()) };
        let new = || Node::Table(Table { implicit: true, ..Table::default() });
        match self.at(above)?.entries.entry(last.clone()).or_insert_with(new) {
            Node::Table(table) if table.implicit => {
                table.implicit = false;
                Ok(())
            }
            _ => Err(defined(path)),
        }
    }

    /// `[[path]]`
    ///
    /// # Errors
    /// It is no list of tables.
    pub(super) fn open_list(&mut self, path: &[String]) -> Result<(), String> {
        let Some((last, above)) = path.split_last() else { return Ok(()) };
        match self.at(above)?.entries.entry(last.clone()).or_insert_with(|| Node::Tables(Vec::new())) {
            Node::Tables(tables) => {
                tables.push(Table::default());
                Ok(())
            }
            _ => Err(format!("Key '{}' was already created and cannot be used as an array.", joined(path))),
        }
    }

    /// Sets the value of a key with points; `context` is where this table stands.
    ///
    /// # Errors
    /// The key has a value.
    pub(super) fn set(&mut self, context: &[String], key: &[String], value: Value) -> Result<(), String> {
        let Some((last, above)) = key.split_last() else { return Ok(()) };
        let whole = || context.iter().chain(key).cloned().collect::<Vec<_>>();
        let table = self.at(above).map_err(|_| defined(&whole()))?;
        if table.entries.contains_key(last) {
            return Err(defined(&whole()));
        }
        table.entries.insert(last.clone(), Node::Leaf(value));
        Ok(())
    }

    /// What was read.
    pub(super) fn value(self) -> Value {
        let value = |node| match node {
            Node::Leaf(value) => value,
            Node::Table(table) => table.value(),
            Node::Tables(tables) => Value::list(tables.into_iter().map(Table::value).collect()),
        };
        Value::map(filled(self.entries.into_iter().map(|(key, node)| (key.into(), value(node)))))
    }
}
