//! The terminal: one of the two faces of the engine.

pub mod editor;
pub mod theme;
