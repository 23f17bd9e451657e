//! The arguments of `hotseat bank`.

use std::path::PathBuf;

use clap::Subcommand;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};

use super::FilterArgs;
use crate::bank::QuestionId;
use crate::commands::candidates;
use crate::commands::choice::choice;
use crate::exchange::ExportFormat;

/// `bank …`.
#[derive(Debug, Subcommand)]
pub enum BankCommand {
    /// List the questions
    #[command(after_help = "Examples:\n  hotseat bank list --topic caching\n  hotseat bank list --json | jq length")]
    List {
        /// Which questions.
        #[command(flatten)]
        filter: FilterArgs,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a question with its notes
    #[command(
        after_help = "Examples:\n  hotseat bank show backend/index-ignored\n  hotseat bank show backend/index-ignored --json"
    )]
    Show {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// As JSON, as its file has it
        #[arg(long)]
        json: bool,
    },
    /// Check banks: the built-in one and your own, or a file or folder
    #[command(after_help = "Examples:\n  hotseat bank check\n  hotseat bank check my-bank.json --gate\n\n\
                            Exits with 1 when there is an error; warnings alone are no failure.")]
    Check {
        /// A bank file, or a folder of them
        path: Option<PathBuf>,
        /// Hold own banks to what the built-in one has to pass, too
        #[arg(long)]
        gate: bool,
        /// Hold every sample against the points of all other topics, too
        #[arg(long)]
        full: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a question in your editor, or edit one
    #[command(
        after_help = "Examples:\n  hotseat bank add --into company\n  hotseat bank add company/why-two-phases\n  \
                      hotseat bank add backend/index-ignored     add notes of your own to a built-in question\n  \
                      hotseat bank add --print > page.md; hotseat bank add --from page.md\n\nThe editor is `editor` in \
                      the settings, else $VISUAL, else $EDITOR."
    )]
    Add {
        /// The question to edit; none: a new one
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: Option<QuestionId>,
        /// The own bank for a new question, or for notes on a built-in one
        #[arg(long, value_name = "BANK", default_value = "mine", add = ArgValueCandidates::new(candidates::own_banks))]
        into: String,
        /// Take this page instead of opening the editor; `-`: standard input
        #[arg(long, value_name = "FILE", conflicts_with = "print")]
        from: Option<PathBuf>,
        /// Print the page instead of opening the editor
        #[arg(long)]
        print: bool,
    },
    /// Bring questions in: JSON, CSV, Markdown, Anki's notes in plain text or a package of Anki
    #[command(after_help = "Examples:\n  hotseat bank import deck.apkg --into anki --dry-run\n  \
                      hotseat bank import questions/ --into company\n  hotseat bank import ours.json\n\nQuestions are known \
                      again by what is asked in their source: bringing a file in again updates their text and keeps \
                      their history and what you wrote yourself. --dry-run shows every question, with what would \
                      change in it; hotseat bank undo takes the last import back.")]
    Import {
        /// A file, or a folder of them
        path: PathBuf,
        /// The bank for questions whose file names none
        #[arg(long, value_name = "BANK", add = ArgValueCandidates::new(candidates::own_banks))]
        into: Option<String>,
        /// Say what would happen and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Take the items of lists for questions, in Markdown that has no other
        #[arg(long)]
        bullets: bool,
        /// Where the questions come from; none: the name of the file
        #[arg(long, value_name = "TEXT")]
        source: Option<String>,
        /// Under which licence they are
        #[arg(long, value_name = "TEXT")]
        licence: Option<String>,
        /// What looks like this question in other words is another one; --dry-run calls it "mended"
        #[arg(long, value_name = "BANK/ID", value_delimiter = ',')]
        apart: Vec<QuestionId>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take the last import back; what you changed since stays
    #[command(
        after_help = "Examples:\n  hotseat bank undo\n\nNew questions go again, changed ones are as before. The \
                            history stays: brought in anew, a question finds its own."
    )]
    Undo {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Add a bank that somebody shared: a folder with bank.json, as a .zip
    #[command(
        after_help = "Examples:\n  hotseat bank add-pack team.zip\n\nIt is checked first, as by hotseat bank check; \
                            with an error nothing is added."
    )]
    AddPack {
        /// The pack
        file: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take questions out: JSON, Markdown, CSV or a deck for Anki
    #[command(
        after_help = "Examples:\n  hotseat bank export > everything.json\n  hotseat bank export --format md --topic caching\n  \
                      hotseat bank export --format apkg --output deck.apkg"
    )]
    Export {
        /// What is written
        #[arg(long, value_parser = choice(ExportFormat::ALL, ExportFormat::word, ExportFormat::meaning), default_value_t)]
        format: ExportFormat,
        /// A file for it; none: standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace the file if it is there
        #[arg(long, requires = "output")]
        force: bool,
        /// Which questions.
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Stop asking a question; its history stays
    #[command(
        after_help = "Examples:\n  hotseat bank retire company/old-question\n  hotseat bank retire company/old-question --undo\n\n\
                      A built-in question stays in its bank: a bank of yours says that it is no longer asked."
    )]
    Retire {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// The own bank that says so of a built-in question
        #[arg(long, value_name = "BANK", default_value = "mine", add = ArgValueCandidates::new(candidates::own_banks))]
        into: String,
        /// Ask it again
        #[arg(long)]
        undo: bool,
    },
    /// The text to tell that a question is wrong, with what is needed filled in
    #[command(
        after_help = "Examples:\n  hotseat bank report backend/index-ignored\n  hotseat bank report backend/index-ignored --output report.md\n\n\
                      Nothing is opened or sent, and nothing of your answers is in it."
    )]
    Report {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// A file for it; none: standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace the file if it is there
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Which points of a question an answer mentions
    #[command(after_help = "Examples:\n  hotseat bank cover backend/index-ignored --answer answer.txt\n  \
                            pbpaste | hotseat bank cover backend/index-ignored --answer - --json")]
    Cover {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// A file with the answer; `-`: standard input
        #[arg(long, value_name = "FILE")]
        answer: PathBuf,
        /// The answer was written down by a recogniser
        #[arg(long)]
        heard: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// What an answer is worth, by the points that it made
    #[command(
        after_help = "FILE holds what was ticked (hit, partial or missed, by the ids that bank show prints). Of its \
                            fields only points is needed; points that it leaves out \
                            were missed:\n  {\"points\": {\"POINT\": \"hit\"}, \"mistakes\": [\"MISTAKE\"], \
                            \"level\": \"senior\", \"hints\": 0,\n   \"answer_seconds\": null, \"gave_up\": false}\n\n\
                            Examples:\n  hotseat bank rate backend/index-ignored --ticks ticks.json\n  \
                            hotseat bank rate backend/index-ignored --ticks - --json"
    )]
    Rate {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// A file with what was ticked; `-`: standard input
        #[arg(long, value_name = "FILE")]
        ticks: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}
