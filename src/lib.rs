//! Hotseat: practise for engineering interviews in the terminal.
//!
//! The modules, highest layer first. Each layer knows only the layers below it. The faces are this crate;
//! `speech` is `hotseat-voice`; `coach` is `hotseat-coach`; `outside` is `hotseat-outside`; `history` with `day`, `moment`
//! and `span` is `hotseat-log`; `exchange` is `hotseat-exchange`; the bank and its leaves `files`, `json` and `text` are
//! `hotseat-bank`; the rest is `hotseat-core`.
//!
//! ```text
//! main, commands   the command line: arguments and input, text and JSON output        tui   screens, keys, effects
//! changelog        what changed from version to version
//! gate             makes everything safe that is sent to a terminal, for both faces  wrap   wraps it to its columns
//! session          conducts drills, mocks and debriefs: intents go in, orders and news come out
//! engine           bank, history, settings and drafts of one user, for both faces
//! report           reports and sheets for others: facts in, text out
//! insight          what the records add up to  browse   every question with its state, to search and to sort
//! answers          the answers to one question over time: how their words differ, points gained and lost
//! practice         a question being answered and judged, a mock, what to draw: pure machines, time is an argument
//! assess           how good an answer was
//! stories          the candidate's stories: one on a page, what all of them cover, which one fits a question
//! memory           what is remembered, and when to ask again
//! job              what a posting asks for, and what that makes of the target
//! config           settings, and where files are kept, in the words of the bank
//! coach            a second opinion: what is sent to a model, and how much of its reply is believed
//! speech           the voice: record, play, read aloud; what a recording sounds like, what was said
//! outside          other programs and servers that are asked something
//! history          what happened: the log
//! exchange         how questions come in and go out
//! bank             what can be asked
//! day, files, json, markup, moment, span, text   leaves: small modules that the others use
//! ```

pub mod changelog;
pub mod commands;
#[cfg(test)]
mod faces_tests;
pub mod gate;
pub mod sound;
pub mod tui;
mod wrap;

pub use hotseat_core::{
    answers, assess, bank, browse, coach, config, day, engine, exchange, files, history, insight, job, json, markup,
    memory, moment, outside, practice, report, scratch, session, speech, stories, text,
};
