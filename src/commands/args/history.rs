//! What `hotseat history` takes.

use std::path::PathBuf;

use clap::Subcommand;

use crate::bank::QuestionId;
use crate::day::Day;

/// `history …`.
#[derive(Debug, Subcommand)]
pub enum HistoryCommand {
    /// List the attempts, oldest first
    #[command(
        after_help = "Examples:\n  hotseat history list --since 2026-11-01\n  hotseat history list --limit 10 --json"
    )]
    List {
        /// Of this day or later: YYYY-MM-DD, today, yesterday
        #[arg(long, value_name = "DATE")]
        since: Option<Day>,
        /// Of this question
        #[arg(long, value_name = "BANK/ID")]
        question: Option<QuestionId>,
        /// Only the newest so many
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the whole log, one record a line
    #[command(after_help = "Example:\n  hotseat history export > log.jsonl")]
    Export,
    /// Merge a log into this one, all of it or nothing
    #[command(
        after_help = "Examples:\n  hotseat history import log.jsonl\n  ssh laptop hotseat history export | hotseat \
                            history import -\n\nRecords that are here already are left alone, so it may be repeated."
    )]
    Import {
        /// What `export` printed, or lines of another tool; `-`: standard input
        file: PathBuf,
    },
    /// Take the last rating back (or the last question that was held back)
    Undo,
    /// Take a question out of the schedule; what is remembered of it stays
    #[command(
        after_help = "Example:\n  hotseat history suspend backend/index-ignored\n\n`hotseat queue` lists suspended \
                            questions under Later."
    )]
    Suspend {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID")]
        question: QuestionId,
    },
    /// Put a suspended question back into the schedule
    #[command(after_help = "Example:\n  hotseat history unsuspend backend/index-ignored")]
    Unsuspend {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID")]
        question: QuestionId,
    },
    /// Write a verified copy of the history
    #[command(after_help = "Examples:\n  hotseat history backup\n  hotseat history backup /mnt/stick/hotseat.sqlite")]
    Backup {
        /// A file, or a folder for it; none: among the daily backups
        dest: Option<PathBuf>,
    },
}
