//! Why there is no opinion, and what the candidate can do about it.

/// Why the coach says nothing. Each is one line with cause and remedy; none is ever replaced by a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoachError {
    /// The settings make no sense.
    #[error("`[coach]` in config.toml: {0}")]
    Setting(String),
    /// There is none.
    #[error("The coach is off, because there is no [coach] in config.toml; docs/coach.md shows how to set it up.")]
    Off,
    /// The settings point to another machine.
    #[error(
        "`[coach]` in config.toml names {0}, which is not this machine, so nothing was sent. What is to leave the machine \
         does so by a command of your own, command = [\"llm\", \"--no-log\"], or with remote = {0:?} and https"
    )]
    Elsewhere(String),
    /// There is no key for a server that wants one.
    #[error("There is no key for {who}, so nothing was sent: {problem}.")]
    Key {
        /// The server.
        who: String,
        /// What is wrong with it, and what to do. Never the key.
        problem: String,
    },
    /// Somebody else answered.
    #[error("{who} answered with {model}, which is not what was asked for, so it counts for nothing: {remedy}.")]
    OtherModel {
        /// The server.
        who: String,
        /// Which model it says it was.
        model: String,
        /// What to do.
        remedy: String,
    },
    /// There is nothing to judge.
    #[error("The answer has {words}; under {least} there is nothing to judge, so nothing was sent.")]
    TooShort {
        /// "3 words".
        words: String,
        /// Words from which on there is.
        least: usize,
    },
    /// A text has nothing in it.
    #[error("The {what} has {words}; under {least} there is nothing to read, so nothing was sent.")]
    TooLittle {
        /// What the text is: "answer", "posting".
        what: &'static str,
        /// "3 words".
        words: String,
        /// Words from which on there is.
        least: usize,
    },
    /// A text fits into no window.
    #[error("The {what} with its fields is {kib} KiB long; more than {most} KiB are not sent.")]
    TooMuch {
        /// What the text is.
        what: &'static str,
        /// How long both are.
        kib: usize,
        /// What is sent at most.
        most: usize,
    },
    /// It fits into no window.
    #[error("Question and answer are {kib} KiB long; more than {most} KiB are not sent.")]
    TooLong {
        /// How long they are.
        kib: usize,
        /// What is sent at most.
        most: usize,
    },
    /// The server is not there.
    #[error("{who}: {problem}.")]
    Server {
        /// The server.
        who: String,
        /// What happened, and what to do.
        problem: String,
    },
    /// The program is not there.
    #[error("Cannot start {program}: {why}. Install it, or mend `command` under [coach] in config.toml.")]
    NotStarted {
        /// The program.
        program: String,
        /// What the system said.
        why: String,
    },
    /// The program failed.
    #[error("{program} failed ({how}): {said}.")]
    Failed {
        /// The program.
        program: String,
        /// Exit code or signal.
        how: String,
        /// What it said about it.
        said: String,
    },
    /// The program asks for something.
    #[error("{0} waits for a terminal and was ended; give it the flags that make it ask nothing.")]
    WantsTerminal(String),
    /// Nothing came.
    #[error(
        "{who} said nothing for {seconds} s and was hung up on. Is the model loaded? A smaller one answers sooner."
    )]
    Silent {
        /// Server or program.
        who: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// It took too long.
    #[error("{who} was not through after {seconds} s and was hung up on; a smaller model answers sooner.")]
    Endless {
        /// Server or program.
        who: String,
        /// The limit.
        seconds: u64,
    },
    /// The reply is none.
    #[error("{who} gave back no opinion: {problem}.")]
    Nonsense {
        /// Server or program.
        who: String,
        /// What was found, and what to do.
        problem: String,
    },
    /// It was called off.
    #[error("Called off; nothing was kept.")]
    Cancelled,
}
