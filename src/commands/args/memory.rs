//! The arguments of `hotseat memory`.

use clap::Subcommand;
use clap_complete::engine::ArgValueCompleter;

use crate::bank::QuestionId;
use crate::commands::candidates;

/// `memory …`.
#[derive(Debug, Subcommand)]
pub enum MemoryCommand {
    /// The memory model, or what is remembered of one question
    #[command(after_help = "Examples:\n  hotseat memory show\n  hotseat memory show backend/index-ignored --json")]
    Show {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: Option<QuestionId>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Fit the memory model to the own history; kept only if it foretells better
    #[command(
        after_help = "Example:\n  hotseat memory fit\n\nWeights are fitted to the older reviews and tried on the \
                            newer ones, against those in force.\n`hotseat memory revert` takes them back."
    )]
    Fit {
        /// Only say whether it would help; save nothing
        #[arg(long)]
        preview: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Go back to the weights before the last fit
    Revert,
    /// Make memory and due days anew from the history
    #[command(after_help = "Examples:\n  hotseat memory rebuild --check\n  hotseat memory rebuild")]
    Rebuild {
        /// Only say what would change; exits with 1 when something would
        #[arg(long)]
        check: bool,
    },
}
