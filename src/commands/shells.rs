//! The shells that can be made to complete what is typed.

use clap_complete::env::Shells;

/// A shell that cannot ask: it gets a static script, without topics and questions.
pub(super) const NUSHELL: &str = "nushell";

/// The shells for which there is a script.
pub(super) fn shells() -> Vec<&'static str> {
    Shells::builtins().names().chain([NUSHELL]).collect()
}
