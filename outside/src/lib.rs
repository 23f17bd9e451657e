//! What the program asks of the outside world: other programs, run without a shell, and servers, reached without a
//! proxy, redirects or name lookups. Everything is bounded, can be cancelled from another thread, and ends with this
//! program.

pub mod command_line;
pub mod find;
pub mod guard;
pub mod http;
pub mod limits;
pub mod program;
pub mod url;
