//! What is asked outside of the program: other programs, without a shell, and servers, without a proxy, a redirect or a name
//! that has to be looked up. Everything is bounded, can be called off from another thread, and ends with this program.

pub mod command_line;
pub mod find;
pub mod guard;
pub mod http;
pub mod limits;
pub mod program;
pub mod url;
