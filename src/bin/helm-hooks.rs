//! The command's door.

fn main() {}
