//! The arguments of `hotseat answers`.

use std::path::PathBuf;

use clap::Subcommand;
use clap_complete::engine::ArgValueCompleter;

use crate::bank::QuestionId;
use crate::commands::candidates;
use crate::history::RecordId;

/// `answers …`.
#[derive(Debug, Subcommand)]
pub enum AnswersCommand {
    /// The last answers to a question, each with what is gone and new since the one before
    #[command(
        after_help = "Words that are gone stand in [-…-], new ones in {+…+}. Of spoken answers what was written down is \
                            compared.\n\nExamples:\n  hotseat answers show backend/index-ignored\n  hotseat answers show \
                            backend/index-ignored --count 5 --json"
    )]
    Show {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// So many, the newest
        #[arg(long, value_name = "N", default_value = "2", value_parser = clap::value_parser!(u32).range(1..=200))]
        count: u32,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Keep an answer as yours, to be read again
    #[command(
        after_help = "It stands on the question's page, behind the notes once the question was answered anew, and in \
                            `hotseat report --my-answers`. The one before it comes back with `hotseat history undo`.\n\n\
                            Examples:\n  hotseat answers keep backend/index-ignored\n  hotseat answers keep \
                            backend/index-ignored --from answer.md\n  hotseat answers show backend/index-ignored --json | jq -r \
                            '.my_answer.text' > answer.md"
    )]
    Keep {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// This answer, as `history list --json` names it; without one, the newest that has words
        #[arg(long, value_name = "ATTEMPT", conflicts_with = "from")]
        attempt: Option<RecordId>,
        /// The text in this file; `-`: standard input
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Keep no answer to a question any more; the attempts stay
    Drop {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
    },
    /// All answers that are kept, to be read in one go
    #[command(
        after_help = "Examples:\n  hotseat answers list | less\n  hotseat answers list --json | jq -r '.[].text'"
    )]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}
