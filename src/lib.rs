//! Hotseat: practise for engineering interviews in the terminal.
//!
//! The map of the house, highest floor first. Each floor knows only the floors below it. The faces are this crate;
//! `speech` is `hotseat-voice`; `coach` is `hotseat-coach`; `outside` is `hotseat-outside`; `history` with `day`, `moment` and
//! `span` is `hotseat-log`; `exchange` is `hotseat-exchange`; the bank and its leaves `files`, `json` and `text` are
//! `hotseat-bank`; the rest is `hotseat-core`.
//!
//! ```text
//! main, commands   what is parsed, read and printed        tui   screens, keys, effects
//! changelog        what changed from version to version
//! gate             what may leave the program, for both faces
//! session          the conductor of drills, mocks and debriefs: what is meant goes in, what follows comes out
//! engine           bank, history, settings and drafts of one user, for both faces
//! report           what is written down for others: facts in, text out
//! insight          what it adds up to          browse   every question with its state: to search and to sort
//! answers          answers to one question over time: in which words two differ, points gained and lost
//! practice         a question being answered and judged, a mock, what to draw: pure machines, time is an argument
//! assess           how good an answer was
//! stories          what the candidate can tell: one story on a page, what all of them cover, which one fits a question
//! memory           what is remembered, and when to ask again
//! job              what a posting asks for, and what that makes of the target
//! config           settings and where things live, in the words of the bank
//! coach            a second opinion: what is sent to a model, and what of its reply is believed
//! speech           the voice: record, play, read aloud; what a recording sounds like, what was said
//! outside          programs and servers that are asked
//! history          what happened: the log
//! exchange         how questions come in and go out
//! bank             what can be asked
//! day, files, json, markup, moment, span, text   leaves
//! ```

pub mod changelog;
pub mod commands;
#[cfg(test)]
mod faces_tests;
pub mod gate;
pub mod sound;
pub mod tui;

pub use hotseat_core::{
    answers, assess, bank, browse, coach, config, day, engine, exchange, files, history, insight, job, json, markup,
    memory, moment, outside, practice, report, scratch, session, speech, stories, text,
};
