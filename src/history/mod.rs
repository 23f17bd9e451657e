//! What happened: the attempt log.

mod record;

pub use record::*;
