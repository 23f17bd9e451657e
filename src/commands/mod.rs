//! The command line, one of the two faces of the engine. Each subcommand has a file of its own for what it reads and
//! what it prints.

pub mod answers;
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
mod extract;
mod filters;
pub mod history;
pub mod job;
pub mod man;
pub mod memory;
pub mod mock;
pub mod news;
pub mod numbers;
mod out;
pub mod packaging;
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
mod speech_drill;
mod speech_say;
mod speech_setup;
mod speech_transcribe;
pub mod stats;
pub mod story;
pub mod sync;
mod terminal;
pub mod tour;

pub use out::{Exit, Out, OutputError, Usage, parse, report, report_panic};
pub use place::Place;
