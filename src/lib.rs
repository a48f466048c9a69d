//! What Helm hooks really do.
//!
//! A [`story::Story`] (charts, operations and what the cluster does) goes in, a [`trace::Trace`]
//! (every step Helm takes, why, and the state after it) comes out:
//!
//! ```text
//! text ► yaml ► story ► template ► chart ► manifest ► lint ► cluster, release ► helm ► trace ► service ► app
//! ```
//!
//! A room may use what stands left of it and nothing to its right (`ARCHITECTURE.md`).
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// One panic kills the whole page (wasm is built with `panic = "abort"`), so none can be written.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::todo,
    clippy::unimplemented
)]
// Indexing and slicing panic on what a user can type; `get` does not.
#![deny(clippy::indexing_slicing, clippy::string_slice)]
// Overflow panics in debug builds and wraps in release builds; either breaks "same story, same trace".
#![deny(clippy::arithmetic_side_effects)]
// Output belongs to the command line alone.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]
// Tests may fail loudly.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

pub mod chart;
pub mod cluster;
pub mod helm;
pub mod lint;
pub mod manifest;
pub mod release;
pub mod service;
pub mod story;
pub mod template;
pub mod text;
pub mod trace;
pub mod yaml;

#[cfg(feature = "web")]
pub mod app;
#[cfg(feature = "cli")]
pub mod cli;

pub use helm::Memory;
pub use trace::{simulate, simulate_remembering};
