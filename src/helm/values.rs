//! User values: those of the command line, and those that stay from one revision to the next (R-UPG-5).

use std::sync::Arc;

use serde_json::Value;

use crate::chart::{self, SetKind, Table};
use crate::release::Release;
use crate::template::Dialect;

use super::fail::{Done, Fail};
use super::flags::Flags;
use super::session::Session;

impl Session<'_> {
    /// The values of `-f` (`text`) and `--set`.
    ///
    /// # Errors
    /// What Helm says of values it cannot read.
    pub fn user_values(&self, text: &str, flags: &Flags) -> Done<Table> {
        let dialect = Dialect::of(self.helm);
        let mut values = Table::new();
        chart::read_values(&mut values, text, &dialect)
            .map_err(|error| Fail::error(format!("failed to parse values.yaml: {error}")))?;
        for kind in SetKind::ALL {
            for (_, text) in flags.sets.iter().filter(|(given, _)| *given == kind) {
                // A story has no files beside its charts.
                chart::set(&mut values, text, kind, &|_| None, &dialect).map_err(Fail::error)?;
            }
        }
        Ok(values)
    }

    /// The values of an upgrade: those given, and of the base's as many as the flags keep; and the values that stand
    /// for the chart's own, with `--reuse-values` those of the base's chart under the base's (`reuseValues`).
    ///
    /// # Errors
    /// If the values of the base do not fit its chart.
    pub fn values_of_upgrade(
        &mut self,
        current: &Release,
        mut given: Table,
        flags: &Flags,
    ) -> Done<(Table, Option<Table>)> {
        if flags.reuse.reset {
            return Ok((given, None));
        }
        let before = || chart::as_floats(Value::clone(&current.config)).as_object().cloned().unwrap_or_default();
        let dialect = Dialect::of(self.helm);
        let mut own = None;
        if flags.reuse.reuse {
            let (values, said) = match self.story.charts.get(&*current.chart) {
                Some(chart) => chart::all_values(chart, before(), &self.memory.reader)
                    .map_err(|error| Fail::error(format!("failed to rebuild old values: {error}")))?,
                None => (before(), Vec::new()),
            };
            self.warn(&said);
            own = Some(values);
        }
        if flags.reuse.reuse || flags.reuse.reset_then_reuse {
            let said = chart::coalesce_tables(&mut given, before(), &dialect);
            self.warn(&said);
        } else if given.is_empty() {
            given = before();
        }
        Ok((given, own))
    }
}

/// Values as the record keeps them, that is as JSON: a number that is whole has no point.
pub(super) fn stored(values: &Table) -> Arc<Value> {
    Arc::new(chart::as_written(Value::Object(values.clone())))
}
