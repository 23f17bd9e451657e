//! The arguments of the command line. Help texts are written here; what each command does is in a file of its own.

mod answers;
mod bank;
mod coach;
mod history;
mod job;
mod memory;
mod story;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};

pub use answers::AnswersCommand;
pub use bank::BankCommand;
pub use coach::{CoachCommand, ExtractArgs, ImproveArgs, PreviewArgs};
pub use history::HistoryCommand;
pub use job::{BriefArgs, DebriefRealArgs, FactArgs, JobCommand};
pub use memory::MemoryCommand;
pub use story::StoryCommand;

use super::candidates;
use super::choice::choice;
use super::shells::shells;
use crate::bank::{Archetype, Difficulty, Kind, Level, QuestionId};
use crate::config::{MOST_ANSWERS, MOST_MINUTES};
use crate::day::Day;
use crate::report::Format;

const ABOUT: &str = "Practise for engineering interviews in the terminal";

const LONG_ABOUT: &str = "Practise for engineering interviews in the terminal.\n\n\
    Hotseat asks a question, times the answer that you type or speak, then opens the interviewer's notes, has you judge \
    yourself point by point, and brings the question back on the day you are about to forget it. Without a command it \
    opens the app.";

const AFTER: &str = "Examples:
  hotseat                               open the app
  hotseat tour                          see in three minutes how it works
  hotseat drill --topic caching         practise one topic
  hotseat drill --plain --count 3       line by line, without a screen
  hotseat queue --at tomorrow           what comes back tomorrow
  hotseat plan --date '14 dec'          plan up to the interview
  hotseat history export > log.jsonl    take everything with you

HOTSEAT_HOME puts settings, history and cache under one folder of your choice.
Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.";

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "hotseat", version, about = ABOUT, long_about = LONG_ABOUT, after_help = AFTER)]
pub struct Cli {
    /// What to do; none: open the app.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Practise one question at a time, with the notes after each
    Drill(DrillArgs),
    /// Three minutes to see how it works: one question, and nothing is kept
    Tour(TourArgs),
    /// Mock interviews: sit one, list the loops, see what one would ask
    Mock(MockArgs),
    /// What is due, what comes later, and how much was never asked
    Queue(QueueArgs),
    /// Jobs: read a posting, practise for it, notes on the company
    #[command(subcommand)]
    Job(JobCommand),
    /// The page for the evening before and the morning of an interview
    Brief(BriefArgs),
    /// What was asked in a real interview, beside what was practised
    DebriefReal(DebriefRealArgs),
    /// Numbers worth knowing for estimates, with their years and sources
    Numbers {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The questions: list, show, check
    #[command(subcommand)]
    Bank(BankCommand),
    /// Your answers to a question over time, and the one that you keep
    #[command(subcommand)]
    Answers(AnswersCommand),
    /// What happened: list, export, import, undo, suspend, back up
    #[command(subcommand)]
    History(HistoryCommand),
    /// What is remembered, and how to make it anew from the history
    #[command(subcommand)]
    Memory(MemoryCommand),
    /// Stories of what you did: written on a page, told, practised, held against what is asked
    #[command(subcommand)]
    Story(StoryCommand),
    /// Attempts, time and ratings; what is weak, missed, slow, misjudged
    Stats(StatsArgs),
    /// The plan to the interview: each day, and how ready you will be
    Plan(PlanArgs),
    /// A report to keep or to show: one mock or drill, or all progress
    Report(ReportArgs),
    /// The same history on several machines, by a folder that they share
    Sync(SyncArgs),
    /// Spoken answers: record, play, delete, and how one came across
    #[command(subcommand)]
    Speech(SpeechCommand),
    /// A second opinion by your own model: who is asked, what is sent
    #[command(subcommand)]
    Coach(CoachCommand),
    /// The settings: where they are, what they are
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look for what is wrong: folders, files, banks, terminal
    #[command(
        after_help = "Examples:\n  hotseat doctor\n  hotseat doctor --json\n\nExits with 1 when something is wrong."
    )]
    Doctor {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print completions for a shell
    #[command(
        after_help = "The shell asks the program at each Tab, so that topics, questions, loops, banks and tracks are those that \
                            there are. Both have to be of one version: have the shell read this anew when it starts.\n\nExamples:\n  \
                            echo 'source <(hotseat completions bash)' >> ~/.bashrc\n  \
                            echo 'source <(hotseat completions zsh)' >> ~/.zshrc\n  \
                            echo 'hotseat completions fish | source' > ~/.config/fish/completions/hotseat.fish\n\n\
                            nushell is told once, without topics and questions:\n  hotseat completions nushell | save --force ~/.config/nushell/autoload/hotseat.nu"
    )]
    Completions {
        /// Which shell
        #[arg(value_parser = clap::builder::PossibleValuesParser::new(shells()))]
        shell: String,
    },
    /// What is new in this version
    News(NewsArgs),
    /// Print the manual
    #[command(after_help = "Examples:\n  hotseat man | man -l -\n  hotseat man > ~/.local/share/man/man1/hotseat.1")]
    Man,
    /// Write what a package holds besides the program: pages of the manual, and completions
    #[command(
        hide = true,
        after_help = "Examples:\n  hotseat packaging target/packaging\n\nIn man/ stands a page for each command, \
                            in completions/ a script for bash, zsh, fish, PowerShell, Elvish and Nushell."
    )]
    Packaging {
        /// The folder
        folder: PathBuf,
    },
}

/// `news`.
#[derive(Args, Clone, Copy, Debug, Default)]
#[command(after_help = "Examples:\n  hotseat news\n  hotseat news --all --json")]
pub struct NewsArgs {
    /// What was new in earlier versions, too
    #[arg(long)]
    pub all: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Which questions. Lists take commas, or the flag again.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[command(next_help_heading = "Which questions")]
pub struct FilterArgs {
    /// Of this bank
    #[arg(long, value_name = "BANK", add = ArgValueCandidates::new(candidates::banks))]
    pub bank: Option<String>,
    /// Of any of these topics
    #[arg(long = "topic", value_name = "TOPIC", value_delimiter = ',', add = ArgValueCandidates::new(candidates::topics))]
    pub topics: Vec<String>,
    /// Of any of these kinds
    #[arg(long = "kind", value_name = "KIND", value_parser = choice(Kind::ALL, Kind::word, Kind::meaning), value_delimiter = ',')]
    pub kinds: Vec<Kind>,
    /// That suit this level
    #[arg(long, value_name = "LEVEL", value_parser = choice(Level::ALL, Level::word, Level::meaning))]
    pub level: Option<Level>,
    /// Of any of these difficulties
    #[arg(long = "difficulty", value_name = "DIFFICULTY", value_parser = choice(Difficulty::ALL, Difficulty::word, Difficulty::meaning), value_delimiter = ',')]
    pub difficulties: Vec<Difficulty>,
    /// Relevant to this shape of role
    #[arg(long, value_name = "ARCHETYPE", value_parser = choice(Archetype::ALL, Archetype::word, Archetype::meaning))]
    pub archetype: Option<Archetype>,
    /// Also those of these languages and platforms
    #[arg(long = "track", value_name = "TRACK", value_delimiter = ',', add = ArgValueCandidates::new(candidates::tracks))]
    pub tracks: Vec<String>,
    /// With any of these tags
    #[arg(long = "tag", value_name = "TAG", value_delimiter = ',', add = ArgValueCandidates::new(candidates::tags))]
    pub tags: Vec<String>,
}

/// Which part of the schedule; one at most.
#[derive(Args, Clone, Copy, Debug, Default)]
#[group(multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "a flag each, of which the parser takes one")]
pub struct PartArgs {
    /// Of the weakest topics
    #[arg(long)]
    pub weak: bool,
    /// Never asked before
    #[arg(long)]
    pub new: bool,
    /// Due today or earlier
    #[arg(long)]
    pub due: bool,
    /// Known ones, those that fade first, as practice: asked today or not
    #[arg(long)]
    pub cram: bool,
}

/// `drill`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "What no flag says is taken from the target (see `hotseat config show`).\n\nExamples:
  hotseat drill                           tonight's questions
  hotseat drill --topic caching,messaging --count 5
  hotseat drill --kind incident --level staff --minutes 45
  hotseat drill --due                     only what has come back
  hotseat drill --cram --topic caching    the evening before: the schedule stays as it is
  hotseat drill --plain < answers.txt     line by line; `?` at a prompt says what it takes")]
pub struct DrillArgs {
    /// Just these questions, in this order, such as backend/slow-query-steps; may be given more than once
    #[arg(long, value_name = "QUESTION", add = ArgValueCompleter::new(candidates::questions), conflicts_with_all = ["count", "minutes", "seed"])]
    pub question: Vec<QuestionId>,
    /// Which questions.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Which part of the schedule.
    #[command(flatten)]
    pub part: PartArgs,
    /// At most so many questions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub count: Option<u32>,
    /// At most so many minutes of thinking and target time, in the medium that you mostly answer in
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_440))]
    pub minutes: Option<u32>,
    /// Seed of the order of new questions; the same seed draws the same ones
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// As practice: answers are kept, the schedule stays as it is
    #[arg(long)]
    pub practice: bool,
    /// Line by line on standard input and output, for screen readers, pipes and plain terminals
    #[arg(long)]
    pub plain: bool,
}

/// `tour`.
#[derive(Args, Clone, Copy, Debug, Default)]
#[command(
    after_help = "Examples:\n  hotseat tour\n  hotseat tour --plain            line by line\n\nHistory and settings are neither read nor written."
)]
pub struct TourArgs {
    /// Line by line on standard input and output, for screen readers and plain terminals
    #[arg(long)]
    pub plain: bool,
}

/// `sync`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Any folder will do that comes to the other machines: of Syncthing or Dropbox, a checkout, a stick. \
                        Records of the history, the target and own banks come together there; run it on every machine. \
                        sync = \"DIR\" in the settings does it at each start and end of practice.\n\nExamples:
  hotseat sync ~/Sync/hotseat            one round
  hotseat sync ~/Sync/hotseat --status   what is there, and what waits
  hotseat sync                           the folder of the settings"
)]
pub struct SyncArgs {
    /// The folder, which has to be there; without one, that of the settings
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Say how things stand and change nothing
    #[arg(long)]
    pub status: bool,
    /// Recordings come along
    #[arg(long, conflicts_with = "status")]
    pub recordings: bool,
    /// As JSON
    #[arg(long, requires = "status")]
    pub json: bool,
}

/// `mock`.
#[derive(Args, Clone, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "What no flag says is taken from the target. A mock that was left is offered to be gone on with \
                  first.\n\nExamples:\n  hotseat mock\n  hotseat mock daily\n  \
                  hotseat mock distributed --minutes 45 --plain\n  hotseat mock list"
)]
pub struct MockArgs {
    /// What to do instead of sitting one.
    #[command(subcommand)]
    pub command: Option<MockCommand>,
    /// Which loop, as `mock list` prints it; without one, the list of them
    #[arg(value_name = "LOOP", add = ArgValueCandidates::new(candidates::loops))]
    pub loop_: Option<String>,
    /// What of it differs from the target.
    #[command(flatten)]
    pub flags: MockFlags,
    /// Line by line, for screen readers and pipes
    #[arg(long)]
    pub plain: bool,
}

/// `mock …`.
#[derive(Clone, Debug, Subcommand)]
pub enum MockCommand {
    /// List the loops
    #[command(after_help = "Examples:\n  hotseat mock list\n  hotseat mock list --json | jq '.[].loop'")]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print what a mock would ask, without starting anything
    #[command(
        after_help = "What no flag says is taken from the target.\n\nExamples:\n  hotseat mock plan distributed\n  \
                            hotseat mock plan api --level mid --minutes 45 --seed 7 --json\n  hotseat mock plan daily --bank company"
    )]
    Plan {
        /// Which mock.
        #[command(flatten)]
        wish: MockWishArgs,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the interviewer's copy, so that a friend can hold the interview
    #[command(
        after_help = "It has the answers. With the same seed, `mock plan` lists the same questions.\n\nExamples:\n  \
                            hotseat mock sheet daily --seed 7 > sheet.md\n  hotseat mock sheet api --format html --output sheet.html\n  hotseat mock sheet api --format json > score.json   to fill in and \
                            read back\n\nThe page (html) is filled in where it is read, keeps what was clicked in the \
                            browser, sends nothing, and saves the file for `mock score`."
    )]
    Sheet {
        /// Which mock.
        #[command(flatten)]
        wish: MockWishArgs,
        /// How it is written
        #[arg(long, value_name = "FORMAT", value_enum, default_value = "md")]
        format: SheetFormat,
        /// A file for it; none: standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace the file if it is there
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Read the scorecard that a friend filled in back in, as a mock
    #[command(
        after_help = "The page that `mock sheet LOOP --format html` prints saves it; `--format json` prints one to \
                            fill in by hand. What is left open is not known and counts nowhere. Reading the same file again changes \
                            nothing.\n\nExamples:\n  hotseat mock sheet daily --seed 7 --format json > score.json\n  \
                            hotseat mock score score.json --dry-run\n  hotseat mock score score.json"
    )]
    Score {
        /// The file; `-`: standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Say what would happen and write nothing
        #[arg(long)]
        dry_run: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// Which mock, and what of it differs from the target.
#[derive(Args, Clone, Debug)]
pub struct MockWishArgs {
    /// Which loop, as `mock list` prints it; with one `--bank`, without it the bank's own
    #[arg(value_name = "LOOP", add = ArgValueCandidates::new(candidates::loops))]
    pub loop_: Option<String>,
    /// What of it differs from the target.
    #[command(flatten)]
    pub flags: MockFlags,
}

/// What of a mock differs from the target.
#[derive(Args, Clone, Debug, Default)]
pub struct MockFlags {
    /// Aim at this level
    #[arg(long, value_name = "LEVEL", value_parser = choice(Level::ALL, Level::word, Level::meaning))]
    pub level: Option<Level>,
    /// For this shape of role, where the loop has none of its own
    #[arg(long, value_name = "ARCHETYPE", value_parser = choice(Archetype::ALL, Archetype::word, Archetype::meaning))]
    pub archetype: Option<Archetype>,
    /// Also questions of these languages and platforms
    #[arg(long = "track", value_name = "TRACK", value_delimiter = ',', add = ArgValueCandidates::new(candidates::tracks))]
    pub tracks: Vec<String>,
    /// Questions of this bank first; the built-in bank fills what it lacks
    #[arg(long = "bank", value_name = "BANK", value_delimiter = ',', add = ArgValueCandidates::new(candidates::banks))]
    pub banks: Vec<String>,
    /// Nothing but questions of that bank, also where it cannot fill the loop
    #[arg(long)]
    pub strict: bool,
    /// Another length; rounds keep their proportions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(5..=600))]
    pub minutes: Option<u32>,
    /// Seed of the draw; the same seed draws the same questions
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// How `mock sheet` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SheetFormat {
    /// Markdown
    Md,
    /// One page to hold the interview from: on a phone, a desk or paper
    Html,
    /// A file to fill in, for `mock score`
    Json,
}

/// `speech …`.
#[derive(Clone, Debug, Subcommand)]
pub enum SpeechCommand {
    /// List what there is to record from and to play through
    #[command(
        after_help = "Examples:\n  hotseat speech devices\n  hotseat speech devices --json | jq '.inputs[].name'\n\n\
                            `microphone` in config.toml takes a name from this list, or \"none\"."
    )]
    Devices {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Record to a WAV file, 16 kHz mono; Ctrl-C ends it
    #[command(
        after_help = "Examples:\n  hotseat speech record answer.wav\n  hotseat speech record test.wav --seconds 5\n\n\
                            The file is whole at every moment, also when the program is killed."
    )]
    Record {
        /// The file; what stood there is replaced
        #[arg(value_name = "OUT.wav")]
        out: PathBuf,
        /// End after so many seconds, at most three hours
        #[arg(long, value_name = "N", value_parser = seconds)]
        seconds: Option<f64>,
        /// The microphone, as `speech devices` names it
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
    },
    /// Play a WAV file
    #[command(after_help = "Examples:\n  hotseat speech play answer.wav\n  hotseat speech play answer.wav --from 42")]
    Play {
        /// The file
        file: PathBuf,
        /// Begin so many seconds after its start
        #[arg(long, value_name = "N", value_parser = seconds, default_value = "0")]
        from: f64,
        /// Slower or faster, 0.8 to 1.5, at the same pitch
        #[arg(long, value_name = "N", value_parser = speed, default_value = "1")]
        speed: f64,
    },
    /// First word, pauses, speed and level of a recording; with a transcript also its words
    #[command(
        after_help = "Takes any WAV file. Pauses are those of 0.25 s and longer. A transcript is plain text, or \
                            what a transcriber prints (JSON, SRT).\n\nExamples:\n  hotseat speech analyze answer.wav\n  \
                            hotseat speech analyze answer.wav --transcript answer.txt --json"
    )]
    Analyze {
        /// The recording
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What was said in it
        #[arg(long, value_name = "FILE")]
        transcript: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Look for who can write spoken answers down, try them, and set one
    Setup(SetupArgs),
    /// Write down what is said in a WAV file
    #[command(
        after_help = "By whom the settings name, or --engine. Long silence is left out, and what recognisers invent is, too.\n\n\
                            Examples:\n  hotseat speech transcribe answer.wav\n  hotseat speech transcribe answer.wav --json\n  \
                            hotseat speech transcribe answer.wav --engine 'whisper-cli -m ~/models/ggml-base.en.bin'"
    )]
    Transcribe {
        /// The recording
        file: PathBuf,
        /// Who writes it down, as the setting `stt` names one
        #[arg(long, value_name = "LINE")]
        engine: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Drill one habit of speaking on any question
    Drill(HabitArgs),
    /// Read a text aloud, as questions are where `read_aloud` is set
    Say(SayArgs),
    /// Delete recordings of answers; the answers themselves stay
    #[command(after_help = "Examples:\n  hotseat speech purge --older-than 7\n  hotseat speech purge --dry-run\n\n\
                            Recordings of answers that are still in progress stay.")]
    Purge {
        /// Only those that are older than so many days
        #[arg(long, value_name = "DAYS")]
        older_than: Option<u16>,
        /// Say what would go and delete nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// `speech setup`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Looks for programs, models and servers on this machine, has each write down a sentence that comes with the program, \
                            and shows what came back, how many words were wrong and how long it took. Nothing is fetched, and \
                            nothing is set before you say so.\n\nExamples:\n  hotseat speech setup\n  hotseat speech setup --engine \
                            'http://127.0.0.1:8080/inference'\n  hotseat speech setup --yes"
)]
pub struct SetupArgs {
    /// Try this one alone, as the setting `stt` names one
    #[arg(long, value_name = "LINE")]
    pub engine: Option<String>,
    /// Set the best one without asking
    #[arg(long)]
    pub yes: bool,
    /// As JSON; sets nothing without --yes
    #[arg(long)]
    pub json: bool,
}

/// `speech drill`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "A take is recorded, listened to and told in the figures of every spoken answer. It is kept in the log, as no \
                            answer: nothing is judged, and no schedule moves. Enter ends a take, Ctrl-C forgets it.\n\nExamples:\n  \
                            hotseat speech drill --habit start\n  hotseat speech drill --habit pauses --question backend/lsm-or-btree\n  \
                            hotseat speech drill --habit fillers --list"
)]
pub struct HabitArgs {
    /// fillers: none for two minutes; start: the first sentence within five seconds; pauses: none over four seconds
    #[arg(long, value_name = "HABIT", value_parser = habit)]
    pub habit: crate::practice::Habit,
    /// The question to speak about; one is drawn where none is named
    #[arg(long, value_name = "ID")]
    pub question: Option<crate::bank::QuestionId>,
    /// List the takes so far, and record nothing
    #[arg(long)]
    pub list: bool,
    /// As JSON: the take, or with --list all of them
    #[arg(long)]
    pub json: bool,
}

/// A habit by its word.
fn habit(word: &str) -> Result<crate::practice::Habit, String> {
    use crate::practice::Habit;
    Habit::of(word).ok_or_else(|| format!("write {}", Habit::ALL.map(Habit::word).join(", ")))
}

/// `speech say`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "By `voice` and `voice_rate` of the settings, or the first voice that is found. The text goes to the program's \
                            input. Ctrl-C ends it.\n\nA voice that is not known speaks what it reads, or writes it to the WAV file \
                            in place of {}; {rate} becomes the words a minute.\n\nExamples:\n  hotseat speech say\n  hotseat speech say \
                            'What does a read lock cost?' --rate 150\n  hotseat speech say --voice 'espeak-ng -v en-gb'\n  hotseat speech \
                            say --voice 'piper -m ~/voices/en_US-amy-medium.onnx'\n  hotseat speech say --list"
)]
pub struct SayArgs {
    /// What to read; a question where nothing is said
    pub text: Option<String>,
    /// The voice, as the setting `voice` names one
    #[arg(long, value_name = "LINE")]
    pub voice: Option<String>,
    /// Words a minute
    #[arg(long, value_name = "N", value_parser = rate())]
    pub rate: Option<u32>,
    /// List the voices that are found, and read nothing
    #[arg(long, conflicts_with_all = ["text", "voice", "rate"])]
    pub list: bool,
    /// As JSON, with --list
    #[arg(long, requires = "list")]
    pub json: bool,
}

/// How fast a voice may be told to speak.
fn rate() -> clap::builder::RangedI64ValueParser<u32> {
    let (slowest, fastest) = crate::speech::aloud::RATES;
    clap::value_parser!(u32).range(i64::from(slowest)..=i64::from(fastest))
}

/// A number of seconds up to three hours.
fn seconds(text: &str) -> Result<f64, String> {
    let longest = crate::speech::record::LONGEST;
    let seconds = text.parse().ok().filter(|seconds| (0.0..=longest).contains(seconds));
    seconds.ok_or_else(|| format!("write a number of seconds from 0 to {longest}"))
}

/// A speed that something may be played at.
fn speed(text: &str) -> Result<f64, String> {
    let (slowest, fastest) = crate::speech::SPEEDS;
    let speed = text.parse().ok().filter(|speed| (slowest..=fastest).contains(speed));
    speed.ok_or_else(|| format!("write a number from {slowest} to {fastest}"))
}

/// `queue`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  hotseat queue\n  hotseat queue --at 2026-12-01 --json\n  hotseat queue --topic caching"
)]
pub struct QueueArgs {
    /// As of this day: 2026-12-01, '1 dec', tomorrow, 'in 2 weeks'
    #[arg(long, value_name = "DATE")]
    pub at: Option<Day>,
    /// Which questions.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `stats`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  hotseat stats\n  hotseat stats --since 2026-11-01 --json")]
pub struct StatsArgs {
    /// Of this day or later: 2026-11-01, '1 nov', monday, '3 weeks ago'
    #[arg(long, value_name = "DATE")]
    pub since: Option<Day>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Where recordings stand that come along with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SoundPlace {
    /// In a folder beside the page
    Folder,
    /// Inside of the page, which is then one large file
    Inside,
}

/// `report`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  hotseat report                                 the last mock, to paste into a message
  hotseat report --output mock.html              as a page for a browser, a phone or a printer
  hotseat report --output mock.html --with-recordings=inside   what was said can be heard in it
  hotseat report progress --format html > progress.html
  hotseat report progress --since 2026-11-01 --format json\n\nThe format of --output goes by the name of the file. A file \
                        can be read by you alone; show it to whom you like."
)]
pub struct ReportArgs {
    /// Which: `progress`, or the id of a sitting or its beginning; none: the last mock
    #[arg(value_name = "SITTING|progress")]
    pub subject: Option<String>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", value_parser = choice(Format::ALL, Format::word, Format::meaning))]
    pub format: Option<Format>,
    /// A file for it; none: standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Have recordings come along with the page: in a folder beside it, or inside of it
    #[arg(long, value_name = "WHERE", value_enum, num_args = 0..=1, default_missing_value = "folder", requires = "output")]
    pub with_recordings: Option<SoundPlace>,
    /// Progress of this day or later: 2026-11-01, '1 nov', monday, '3 weeks ago'
    #[arg(long, value_name = "DATE")]
    pub since: Option<Day>,
    /// With the answers that you keep, below those of the sitting
    #[arg(long)]
    pub my_answers: bool,
}

/// `plan`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  hotseat plan --date 2026-12-14\n  hotseat plan --date 2026-12-14 --per-day 12 \
                        --preview\n  hotseat plan --clear")]
pub struct PlanArgs {
    /// The day of the interview: 2026-12-14, '14 dec', friday, 'in 3 weeks'
    #[arg(long, value_name = "DATE", conflicts_with = "clear")]
    pub date: Option<Day>,
    /// Forget the date; questions simply come back when they are due
    #[arg(long)]
    pub clear: bool,
    /// Answers a day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST_ANSWERS)))]
    pub per_day: Option<u32>,
    /// Minutes a day, in place of answers; --per-day goes back to those
    #[arg(long, value_name = "N", conflicts_with = "per_day", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_MINUTES)))]
    pub minutes_per_day: Option<u32>,
    /// Only show what it would be; save nothing
    #[arg(long)]
    pub preview: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `config …`.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the path of the settings file, alone; it need not exist
    #[command(after_help = "Example:\n  $EDITOR \"$(hotseat config path)\"")]
    Path,
    /// Print all settings as the file has them, defaults filled in
    Show,
    /// List what can be set: value, default, what it takes, what it does
    #[command(
        after_help = "The app has the same as a page: s on its first screen.\n\nExamples:\n  hotseat config list\n  hotseat config list --json | jq '.[].name'"
    )]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_parser_is_sound() {
        Cli::command().debug_assert();
    }

    /// Examples that fail when they are tried are worse than none.
    #[test]
    fn examples_name_questions_and_topics_that_exist() {
        fn examples(command: &clap::Command) -> String {
            let own = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            command.get_subcommands().map(examples).fold(own, |all, more| all + "\n" + &more)
        }
        let library = crate::bank::Library::builtin();
        let text = examples(&Cli::command());
        let names: Vec<&str> = text.split_whitespace().filter(|word| word.starts_with("backend/")).collect();
        assert!(!names.is_empty());
        for name in names {
            assert!(library.entry(&name.parse().expect("a name")).is_some(), "{name}");
        }
        let lines = text.lines().filter_map(|line| line.trim().strip_prefix("hotseat "));
        for line in lines {
            let words = shell_words::split(line.split("  ").next().unwrap_or_default()).expect("as a shell takes it");
            let words = words.into_iter().take_while(|word| !matches!(word.as_str(), "|" | ">" | "<"));
            let parsed = Cli::try_parse_from(std::iter::once("hotseat".to_owned()).chain(words));
            let parsed = parsed.unwrap_or_else(|error| panic!("{line}: {error}"));
            if let Some(Command::Drill(DrillArgs { filter, .. }) | Command::Queue(QueueArgs { filter, .. })) =
                parsed.command
            {
                filter.of_all(&library).unwrap_or_else(|error| panic!("{line}: {error}"));
            }
        }
    }

    #[test]
    fn lists_take_commas_and_repetition() {
        let cli =
            Cli::try_parse_from(["hotseat", "drill", "--topic", "a,b", "--topic", "c", "--kind", "design,review"]);
        let Some(Command::Drill(args)) = cli.expect("valid").command else { panic!("a drill") };
        assert_eq!(args.filter.topics, ["a", "b", "c"]);
        assert_eq!(args.filter.kinds, [Kind::Design, Kind::Review]);
    }

    #[test]
    fn one_part_of_the_schedule_at_a_time() {
        assert!(Cli::try_parse_from(["hotseat", "drill", "--new", "--due"]).is_err());
        assert!(Cli::try_parse_from(["hotseat", "drill", "--count", "0"]).is_err());
    }
}
