//! The arguments of `hotseat story`.

use std::path::PathBuf;

use clap::Subcommand;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};

use super::ExtractArgs;
use crate::bank::QuestionId;
use crate::commands::candidates;

/// `story …`.
#[derive(Debug, Subcommand)]
pub enum StoryCommand {
    /// List the stories, each with its themes and how often it was told
    #[command(after_help = "Examples:\n  hotseat story list\n  hotseat story list --json | jq '.[].title'")]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a story in your editor, or read one from a file
    #[command(
        after_help = "A page has a title behind # and a heading for each part: When, Role, Situation, Task, Action, Result, \
                      Number, What I learned, How others saw it, Themes, Level. What you do not know yet stays empty. A file may \
                      hold several. A page that is not understood is kept, and the next edit goes on with it.\n\nExamples:\n  \
                      hotseat story add\n  hotseat story add --print > page.md; hotseat story add page.md\n  \
                      hotseat story add --answer last     of the behavioural answer that you gave last\n\nThe editor is `editor` \
                      in config.toml, else $VISUAL, $EDITOR."
    )]
    Add {
        /// A file with stories; `-`: standard input; none: the editor
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Of this answer, by its id, or the last behavioural one; it counts as told there
        #[arg(long, value_name = "ID|last", conflicts_with = "print")]
        answer: Option<String>,
        /// Print the empty page
        #[arg(long, conflicts_with = "file")]
        print: bool,
    },
    /// Have the coach fill a story in, with words of an answer alone; without --take and --all nothing is saved
    #[command(
        after_help = "Of the behavioural answer that you gave last, or of the one in which a story was told last: then it fills in \
                      what is empty. What it quotes stands in the answer; themes and level are of the vocabulary. docs/coach.md \
                      says how to set the coach up.\n\nExamples:\n  hotseat story coach\n  hotseat story coach the-export --all\n  \
                      hotseat story coach --take 1,2,4\n  hotseat story coach --json | jq '.rows[].quote'"
    )]
    Coach {
        /// This story; none: a new one
        #[arg(value_name = "STORY", add = ArgValueCandidates::new(candidates::stories))]
        story: Option<String>,
        /// Of this answer, by its id, or the last behavioural one
        #[arg(long, value_name = "ID|last", conflicts_with = "story")]
        answer: Option<String>,
        /// What is saved, and how it is printed.
        #[command(flatten)]
        extract: ExtractArgs,
    },
    /// Edit a story; the old words stay in the history
    #[command(
        after_help = "Examples:\n  hotseat story edit the-export\n  hotseat story edit the-export --from page.md"
    )]
    Edit {
        /// Its name, as `story list` prints it
        #[arg(value_name = "STORY", add = ArgValueCandidates::new(candidates::stories))]
        story: String,
        /// The page, in place of the editor; `-`: standard input
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Show a story, when it was told, and what was left out each time
    #[command(after_help = "Examples:\n  hotseat story show the-export\n  hotseat story show the-export --json")]
    Show {
        /// Its name, as `story list` prints it
        #[arg(value_name = "STORY", add = ArgValueCandidates::new(candidates::stories))]
        story: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print stories as Markdown that `story add` reads back
    #[command(
        after_help = "Examples:\n  hotseat story export > stories.md\n  hotseat story export the-export --output export.md\n\n\
                      `hotseat history export` takes them along with everything else."
    )]
    Export {
        /// Just this one
        #[arg(value_name = "STORY", add = ArgValueCandidates::new(candidates::stories))]
        story: Option<String>,
        /// A file for it; none: standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace the file if it is there
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Themes against stories: what lacks one, what is told too often or going stale
    #[command(after_help = "Examples:\n  hotseat story coverage\n  hotseat story coverage --json")]
    Coverage {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The best story for a question, and one in reserve for the follow-up
    #[command(after_help = "Example:\n  hotseat story fit backend/problem-nobody-owned")]
    Fit {
        /// Its name, as `bank list` prints it
        #[arg(value_name = "BANK/ID", add = ArgValueCompleter::new(candidates::questions))]
        question: QuestionId,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell a story against the clock; the schedule stays as it is
    #[command(after_help = "Examples:\n  hotseat story practise the-export --seconds 60\n  \
                            hotseat story practise the-export --plain")]
    Practise {
        /// Its name, as `story list` prints it
        #[arg(value_name = "STORY", add = ArgValueCandidates::new(candidates::stories))]
        story: String,
        /// In how many seconds
        #[arg(long, value_name = "N", value_parser = ["60", "90", "180"], default_value = "90")]
        seconds: String,
        /// Line by line on standard input and output
        #[arg(long)]
        plain: bool,
    },
    /// Tell a story no longer; what it says and when it was told stays
    #[command(after_help = "Examples:\n  hotseat story retire the-export\n  hotseat story retire the-export --undo")]
    Retire {
        /// Its name, as `story list` prints it
        #[arg(value_name = "STORY", add = ArgValueCandidates::new(candidates::stories))]
        story: String,
        /// Tell it again
        #[arg(long)]
        undo: bool,
    },
}
