//! What can be asked: questions, the banks they stand in, and how to find one.

mod question;

pub use question::*;
