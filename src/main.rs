//! The `hotseat` program.

fn main() {}
