//! The voice: what a recording sounds like, and what was said in it.

mod activity;
pub mod delivery;
pub mod hearing;
pub mod mend;
mod resample;
pub mod strip;
mod syllables;
pub mod transcribe;
pub mod wav;
