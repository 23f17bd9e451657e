//! The terminal: one of the two faces of the engine.

pub mod editor;
pub mod keymap;
pub mod terminal;
pub mod theme;
pub mod widgets;
