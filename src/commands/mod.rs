//! The command line: the other face of the engine. One file a subcommand: what it reads and what it prints.

pub mod app;
pub mod args;
pub mod bank;
pub mod brief;
mod candidates;
mod choice;
pub mod coach;
pub mod completions;
pub mod config;
pub mod debrief_real;
pub mod doctor;
pub mod drill;
mod filters;
pub mod history;
pub mod job;
pub mod man;
pub mod memory;
pub mod mock;
pub mod numbers;
mod out;
mod place;
pub mod plain;
pub mod plan;
pub mod queue;
mod rate;
mod remedy;
pub mod report;
mod score;
pub mod speech;
mod speech_analyze;
pub mod stats;
pub mod sync;
mod terminal;
pub mod tour;

pub use out::{Exit, Out, OutputError, Usage, parse, report, report_panic};
pub use place::Place;
