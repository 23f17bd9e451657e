//! The arguments of `hotseat coach`.

use clap::{Args, Subcommand};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};

use crate::bank::QuestionId;
use crate::commands::candidates;
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
        after_help = "Examples:\n  hotseat coach preview\n  hotseat coach preview --improve\n  hotseat coach preview --follow-up\n  \
                            hotseat coach preview --posting acme\n  hotseat coach preview | jq -r '.messages[1].content'"
    )]
    Preview(PreviewArgs),
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
        /// Ask once more, whatever was said before
        #[arg(long)]
        again: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask for small edits of an answer that you judged, and keep those that you take
    Improve(ImproveArgs),
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

/// `coach improve`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "At most five edits come, each of words that stand in the answer once, and which of your own sentences a \
                        tighter answer keeps. Figures and names that you did not say are taken out and asked for in \
                        brackets. What is taken is kept as `hotseat answers keep` keeps an answer. What was proposed \
                        is proposed again until the answer is another one, or --again asks anew.\n\nExamples:\n  hotseat coach improve backend/index-ignored\n  \
                        hotseat coach improve backend/index-ignored --take 1,3 --tight\n  hotseat coach improve --json | jq \
                        '.edits[].replace'"
)]
pub struct ImproveArgs {
    /// Of this question the newest answer that was judged; without one, the newest of all
    #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
    pub question: Option<QuestionId>,
    /// This answer, as `history list --json` names it
    #[arg(long, value_name = "ATTEMPT", conflicts_with = "question")]
    pub attempt: Option<RecordId>,
    /// Take these edits, by their numbers
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub take: Vec<usize>,
    /// Take the tighter answer
    #[arg(long)]
    pub tight: bool,
    /// Ask once more, whatever was proposed before
    #[arg(long)]
    pub again: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `coach preview`.
#[derive(Args, Clone, Debug)]
pub struct PreviewArgs {
    /// Which answer, as `history list` names it; without one, the newest that was judged
    #[arg(value_name = "ATTEMPT")]
    pub attempt: Option<RecordId>,
    /// The one of `coach improve`
    #[arg(long, group = "which")]
    pub improve: bool,
    /// The one for a follow-up in a mock, before anything was replied
    #[arg(long, group = "which")]
    pub follow_up: bool,
    /// The one of `story coach`
    #[arg(long, group = "which")]
    pub story: bool,
    /// The one of `job coach`: for this job, or the current one
    #[arg(long, value_name = "JOB", group = "which", num_args = 0..=1, default_missing_value = "", conflicts_with = "attempt",
          add = ArgValueCandidates::new(candidates::jobs))]
    pub posting: Option<String>,
}

/// What `story coach` and `job coach` have in common.
#[derive(Args, Clone, Debug)]
pub struct ExtractArgs {
    /// Save these rows, by their numbers
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub take: Vec<usize>,
    /// Save all of them
    #[arg(long, conflicts_with = "take")]
    pub all: bool,
    /// Ask once more, whatever was found before
    #[arg(long)]
    pub again: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}
