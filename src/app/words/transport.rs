//! Names of the transport's buttons.

/// To the start.
pub const FIRST: &str = "First step";
/// One back.
pub const PREVIOUS: &str = "Previous step";
/// Starts playing.
pub const PLAY: &str = "Play";
/// Stops playing.
pub const PAUSE: &str = "Pause";
/// One on.
pub const NEXT: &str = "Next step";
/// To the end.
pub const LAST: &str = "Last step";
/// The range.
pub const STEP: &str = "Step";
/// The speed's group.
pub const SPEED: &str = "Speed";
/// One notch slower.
pub const SLOWER: &str = "Slower";
/// One notch faster.
pub const FASTER: &str = "Faster";
