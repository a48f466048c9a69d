//! Components, drawn on the host from stories that the engine plays. Snapshots have one tag per line.
#![cfg(feature = "web")]

#[path = "components/draw.rs"]
mod draw;

// The checks choose these tests by the name of the room.
#[path = "components"]
mod app {
    mod compare;
    mod editor;
    mod panels;
    mod rendered;
    mod stage;
    mod story_bar;
}
