//! What `hotseat coach` takes.

use clap::Subcommand;

use crate::history::RecordId;

/// `coach …`.
#[derive(Debug, Subcommand)]
pub enum CoachCommand {
    /// Who is asked, whether that was agreed to, and which servers there are
    #[command(
        after_help = "Asks the usual ports of this machine which models there are; nothing else is sent.\n\nExamples:\n  \
                            hotseat coach status\n  hotseat coach status --json"
    )]
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the exact request about an answer; send nothing
    #[command(
        after_help = "Examples:\n  hotseat coach preview\n  hotseat coach preview | jq -r '.messages[1].content'"
    )]
    Preview {
        /// Which answer, as `history list` names it; without one, the newest that was judged
        #[arg(value_name = "ATTEMPT")]
        attempt: Option<RecordId>,
    },
    /// Agree that answers are sent to whom the settings name
    #[command(after_help = "Examples:\n  hotseat coach agree\n  hotseat coach agree --yes")]
    Agree {
        /// Without asking back
        #[arg(long)]
        yes: bool,
    },
    /// Ask for a second opinion on an answer that you judged
    #[command(
        after_help = "Examples:\n  hotseat coach ask\n  hotseat coach ask --json | jq '.rows[] | select(.differs)'\n  \
                            hotseat coach ask --take outbox\n\nA tick that is taken over becomes a new judgement after the coach: rating \
                            and schedule stay as they were."
    )]
    Ask {
        /// Which answer, as `history list` names it; without one, the newest that was judged
        #[arg(value_name = "ATTEMPT")]
        attempt: Option<RecordId>,
        /// Take the coach's tick of this point over; the flag again for more
        #[arg(long, value_name = "POINT")]
        take: Vec<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Measure how far it can be trusted, on answers whose points are known
    #[command(
        after_help = "Sends no answer of yours. Thirty answers in both orders take half an hour with a small model.\n\n\
                            Examples:\n  hotseat coach check --quick\n  hotseat coach check\n  hotseat coach check --json > check.json"
    )]
    Check {
        /// Eight answers, in one order: whether it works at all
        #[arg(long)]
        quick: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete what it said, how it was measured, and whom you agreed to
    Forget,
}
