//! The arguments of `hotseat history`.

use std::path::PathBuf;

use clap::Subcommand;
use clap_complete::engine::ArgValueCompleter;

use crate::bank::QuestionId;
use crate::commands::candidates;
use crate::day::Day;

/// `history …`.
#[derive(Debug, Subcommand)]
pub enum HistoryCommand {
    /// List the attempts, oldest first
    #[command(
        after_help = "Examples:\n  hotseat history list --since 2026-11-01\n  hotseat history list --limit 10 --json"
    )]
    List {
        /// Of this day or later: 2026-11-01, '1 nov', monday, '3 weeks ago'
        #[arg(long, value_name = "DATE")]
        since: Option<Day>,
        /// Of this question
        #[arg(long, value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
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
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
    },
    /// Put a suspended question back into the schedule
    #[command(after_help = "Example:\n  hotseat history unsuspend backend/index-ignored")]
    Unsuspend {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
    },
    /// Write a verified copy of the history
    #[command(
        after_help = "Examples:\n  hotseat history backup\n  hotseat history backup /mnt/stick/hotseat.sqlite\n\nAn older backup of the same \
                            history is replaced. One that holds more is not, unless --force says so."
    )]
    Backup {
        /// A file, or a folder for it; none: among the copies that are made on their own
        dest: Option<PathBuf>,
        /// Replace the file even if it holds records that the history lacks
        #[arg(long, requires = "dest")]
        force: bool,
    },
    /// Bring a lost or damaged history back: what can be read of it, and a copy
    #[command(
        after_help = "Examples:\n  hotseat history restore\n  hotseat history restore --list\n  hotseat history restore --from \
                            /mnt/stick/hotseat.sqlite\n\nWhat is there now is set aside, never deleted. A history in which \
                            nothing is missing stays as it is."
    )]
    Restore {
        /// This copy, or any other history; without it, the fullest copy
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        /// List the copies, newest first, and do nothing
        #[arg(long, conflicts_with = "from")]
        list: bool,
        /// Go on with what is there now, and say no more about what is missing; the copies stay
        #[arg(long, conflicts_with_all = ["from", "list"])]
        forget: bool,
        /// The list as JSON
        #[arg(long, requires = "list")]
        json: bool,
    },
    /// Print what can be read of a damaged history, one record a line, and say what cannot
    #[command(
        after_help = "Examples:\n  hotseat history salvage damaged.sqlite > log.jsonl\n  hotseat history salvage \
                            damaged.sqlite | hotseat history import -\n\nThe file is only read. Exits with 1 when something in \
                            it cannot be read."
    )]
    Salvage {
        /// The history; what stands beside it under the name FILE-wal is read with it
        file: PathBuf,
    },
}
