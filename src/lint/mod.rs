//! What a chart's hooks have wrong before they run: one file per rule.
