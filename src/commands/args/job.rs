//! The arguments of `hotseat job`, `hotseat brief` and `hotseat debrief-real`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use super::ExtractArgs;
use crate::bank::Level;
use crate::commands::candidates;
use crate::commands::choice::choice;
use crate::day::Day;
use crate::report::Format;

/// `job …`.
#[derive(Clone, Debug, Subcommand)]
pub enum JobCommand {
    /// Read a posting: what it asks for, level, shape of role, topics
    #[command(
        after_help = "Takes text, Markdown and HTML; a PDF through the program that `pdf_text` in the settings names. Nothing leaves \
                            this machine.\n\nExamples:\n  hotseat job add posting.html --date '14 dec'\n  pbpaste | hotseat job add - --company Acme --use\n  \
                            hotseat job add posting.txt --dry-run"
    )]
    Add {
        /// The file; `-`: standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What it is called and when.
        #[command(flatten)]
        facts: FactArgs,
        /// Practise for it from now on
        #[arg(long = "use")]
        use_it: bool,
        /// Say what is read of it and keep nothing
        #[arg(long)]
        dry_run: bool,
        /// Add it though the same posting is in the list
        #[arg(long)]
        again: bool,
        /// Add it though nothing of a posting is found in it
        #[arg(long)]
        anyway: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List the jobs with their dates; the current one is marked
    #[command(after_help = "Examples:\n  hotseat job list\n  hotseat job list --json | jq '.[] | select(.current)'")]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what a job asks for, beside what the bank has for it
    #[command(after_help = "Examples:\n  hotseat job show\n  hotseat job show acme --json")]
    Show {
        /// Which: its number, or part of its name; none: the current one
        #[arg(value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
        job: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Practise for a job: level, shape of role, tracks, topics and date become the target
    #[command(after_help = "Examples:\n  hotseat job use acme\n  hotseat job use none     the target stays as it is")]
    Use {
        /// Which, or `none`
        #[arg(value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
        job: String,
    },
    /// Correct what was read of a job; without flags in your editor
    #[command(after_help = "Examples:\n  hotseat job edit\n  hotseat job edit acme --level staff --tracks go,rust\n  \
                            hotseat job edit acme --archetypes 'distributed 70, data 30' --topics 'messaging 3, caching'\n  \
                            hotseat job edit acme --date friday")]
    Edit {
        /// Which; none: the current one
        #[arg(value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
        job: Option<String>,
        /// What it is called and when.
        #[command(flatten)]
        facts: FactArgs,
        /// Forget the date
        #[arg(long, conflicts_with = "date")]
        no_date: bool,
        /// Its level
        #[arg(long, value_name = "LEVEL", value_parser = choice(Level::ALL, Level::word, Level::meaning))]
        level: Option<Level>,
        /// Shares of the shapes of role, such as 'api 60, data 40'
        #[arg(long, value_name = "SHARES")]
        archetypes: Option<String>,
        /// Its languages and platforms
        #[arg(long, value_name = "TRACKS", value_delimiter = ',', add = ArgValueCandidates::new(candidates::tracks))]
        tracks: Option<Vec<String>>,
        /// Its topics with weights from 1 to 3, such as 'messaging 3, caching'
        #[arg(long, value_name = "TOPICS")]
        topics: Option<String>,
    },
    /// Have the coach read the posting, with a quote for all that it says; without --take and --all nothing is saved
    #[command(
        after_help = "It adds to what was read without it: a level, a shape of role, tracks and topics that the banks have. What is \
                            saved are corrections, as `job edit` makes them. docs/coach.md says how to set the coach up.\n\n\
                            Examples:\n  hotseat job coach\n  hotseat job coach acme --all\n  hotseat job coach --take 1,3\n  \
                            hotseat job coach --json | jq '.rows[]'"
    )]
    Coach {
        /// Which; none: the current one
        #[arg(value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
        job: Option<String>,
        /// What is saved, and how it is printed.
        #[command(flatten)]
        extract: ExtractArgs,
    },
    /// Notes on the company: in your editor, or from a file
    #[command(
        after_help = "They are shown beside questions like \"why us\", and on the page of the day.\n\nExamples:\n  \
                            hotseat job notes\n  hotseat job notes acme --from notes.md\n  hotseat job notes acme --print"
    )]
    Notes {
        /// Which; none: the current one
        #[arg(value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
        job: Option<String>,
        /// Take them from this file; `-`: standard input
        #[arg(long, value_name = "FILE", conflicts_with = "print")]
        from: Option<PathBuf>,
        /// Print them
        #[arg(long)]
        print: bool,
    },
    /// Take a job off the list; the history keeps it
    #[command(
        after_help = "Examples:\n  hotseat job remove acme\n  hotseat job remove 2 --yes\n  hotseat job remove acme --undo"
    )]
    Remove {
        /// Which
        #[arg(value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
        job: String,
        /// Do not ask
        #[arg(long, conflicts_with = "undo")]
        yes: bool,
        /// Take one back into the list that was taken off it
        #[arg(long)]
        undo: bool,
    },
}

/// What a job is called and when.
#[derive(Args, Clone, Debug, Default)]
pub struct FactArgs {
    /// Its title; none: as the posting has it
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Who asks
    #[arg(long, value_name = "NAME")]
    pub company: Option<String>,
    /// The day of the interview: 2026-12-14, '14 dec', friday, 'in 9 days'
    #[arg(long, value_name = "DATE")]
    pub date: Option<Day>,
}

/// `brief`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  hotseat brief                          for the current job, as Markdown
  hotseat brief acme --format html > acme.html
  hotseat brief --output tonight.html    as one page for a phone or a printer")]
pub struct BriefArgs {
    /// For which job; none: the current one, or the target alone
    #[arg(value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
    pub job: Option<String>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", value_parser = choice(Format::ALL, Format::word, Format::meaning))]
    pub format: Option<Format>,
    /// A file for it; none: standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// `debrief-real`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "One question a line, with + ~ or - at its end for how it went. They become own questions without notes \
                        (bank `asked`), and are compared with what was practised.\n\nExamples:\n  hotseat debrief-real
  hotseat debrief-real asked.txt --job acme --on yesterday\n  echo 'How does MVCC work? -' | hotseat debrief-real - --dry-run"
)]
pub struct DebriefRealArgs {
    /// The file; `-`: standard input; none: asked line by line
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// For which job; none: the current one
    #[arg(long, value_name = "JOB", add = ArgValueCandidates::new(candidates::jobs))]
    pub job: Option<String>,
    /// The day of the interview; none: today
    #[arg(long, value_name = "DATE")]
    pub on: Option<Day>,
    /// Compare and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}
