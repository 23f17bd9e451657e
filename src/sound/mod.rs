//! The hand of both faces on what is recorded, played, read aloud and listened to.

mod hearings;
mod voice;

pub(crate) use hearings::Hearings;
pub use voice::{LOOK, Playing, Sounded, Voice};
