//! Why there is no opinion, and what the candidate can do about it.

/// Why the coach says nothing. Each message is one line with cause and remedy; an error is never replaced by a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoachError {
    /// The settings are invalid.
    #[error("`[coach]` in config.toml: {0}")]
    Setting(String),
    /// No coach is set up.
    #[error("The coach is off, because there is no [coach] in config.toml; docs/coach.md shows how to set it up.")]
    Off,
    /// The settings point to another machine.
    #[error(
        "`[coach]` in config.toml names {0}, which is not this machine, so nothing was sent. What is to leave the machine \
         does so by a command of your own, command = [\"llm\", \"--no-log\"], or with remote = {0:?} and https"
    )]
    Elsewhere(String),
    /// The server wants a key, and none could be had.
    #[error("There is no key for {who}, so nothing was sent: {problem}.")]
    Key {
        /// The server that was asked.
        who: String,
        /// What went wrong, and what to do. Never contains the key.
        problem: String,
    },
    /// Another model answered than was asked for.
    #[error("{who} answered with {model}, which is not what was asked for, so it counts for nothing: {remedy}.")]
    OtherModel {
        /// The server that was asked.
        who: String,
        /// The model that the server says answered.
        model: String,
        /// What the candidate can do.
        remedy: String,
    },
    /// The answer is too short to judge.
    #[error("The answer has {words}; under {least} there is nothing to judge, so nothing was sent.")]
    TooShort {
        /// The length of the answer in words: "3 words".
        words: String,
        /// The fewest words that can be judged.
        least: usize,
    },
    /// A text is too short to be read.
    #[error("The {what} has {words}; under {least} there is nothing to read, so nothing was sent.")]
    TooLittle {
        /// What kind of text it is: "answer", "posting".
        what: &'static str,
        /// The length of the text in words: "3 words".
        words: String,
        /// The fewest words that can be read.
        least: usize,
    },
    /// A text is too long to send.
    #[error("The {what} with its fields is {kib} KiB long; more than {most} KiB are not sent.")]
    TooMuch {
        /// What kind of text it is: "answer", "posting".
        what: &'static str,
        /// The length of the text with its fields, in KiB.
        kib: usize,
        /// The most that is sent, in KiB.
        most: usize,
    },
    /// Question and answer are too long to send.
    #[error("Question and answer are {kib} KiB long; more than {most} KiB are not sent.")]
    TooLong {
        /// Their length together, in KiB.
        kib: usize,
        /// The most that is sent, in KiB.
        most: usize,
    },
    /// The server cannot be reached or did not answer as it should.
    #[error("{who}: {problem}.")]
    Server {
        /// The server that was asked.
        who: String,
        /// What happened, and what to do.
        problem: String,
    },
    /// The program cannot be started.
    #[error("Cannot start {program}: {why}. Install it, or mend `command` under [coach] in config.toml.")]
    NotStarted {
        /// The program's name.
        program: String,
        /// The error from the system.
        why: String,
    },
    /// The program ended with a failure.
    #[error("{program} failed ({how}): {said}.")]
    Failed {
        /// The program's name.
        program: String,
        /// Its exit code, or that a signal ended it.
        how: String,
        /// What it printed about the failure.
        said: String,
    },
    /// The program wants to ask something on a terminal.
    #[error("{0} waits for a terminal and was ended; give it the flags that make it ask nothing.")]
    WantsTerminal(String),
    /// Nothing came within the time limit.
    #[error(
        "{who} said nothing for {seconds} s and was hung up on. Is the model loaded? A smaller one answers sooner."
    )]
    Silent {
        /// The server or program that was asked.
        who: String,
        /// How long we waited, in seconds.
        seconds: u64,
    },
    /// It was not finished within the time limit.
    #[error("{who} was not through after {seconds} s and was hung up on; a smaller model answers sooner.")]
    Endless {
        /// The server or program that was asked.
        who: String,
        /// The limit, in seconds.
        seconds: u64,
    },
    /// The reply contains no usable opinion.
    #[error("{who} gave back no opinion: {problem}.")]
    Nonsense {
        /// The server or program that was asked.
        who: String,
        /// What was wrong with the reply, and what to do.
        problem: String,
    },
    /// The candidate cancelled it.
    #[error("Called off; nothing was kept.")]
    Cancelled,
}
