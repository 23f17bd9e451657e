//! The sound server over its socket: `PulseAudio`, or `PipeWire` in its place.
//!
//! Only the protocol of the `pulseaudio` crate is used. Its client has no time limits, so a server that was stopped
//! would hold up a recording for ever; a plain socket has them.

mod connection;
mod elsewhere;
mod listing;
mod place;
mod sound;

pub(super) use elsewhere::heard_elsewhere;
pub(super) use listing::devices;
pub(super) use sound::{PulseSink, PulseSource};
