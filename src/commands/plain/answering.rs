//! A question that is answered line by line, in a drill and in a mock: what is typed, and the commands that work before
//! and during an answer.

use super::dialogue::{Desk, Dialogue};
use crate::history::Medium;
use crate::practice::Answer;
use crate::session::Intent;
use crate::sound::Sounded;

/// The longest answer, in characters: more than an hour of typing.
pub(super) const MAX_CHARS: usize = 200_000;

/// A dialogue in which a question is answered.
pub(super) trait Answering: Dialogue {
    /// The letters behind a dot that are commands within a typed answer.
    const DOTTED: &'static str;
    /// What these are.
    const DOTTED_HELP: &'static str;

    /// The answer in progress.
    fn answer(&self) -> Option<&Answer>;

    /// The name of the recording that is being made.
    fn recording_name(&self, desk: &Desk<'_>) -> Option<String>;

    /// Runs an intent in the session and prints the news.
    fn mean(&mut self, intent: Intent, desk: &mut Desk<'_>);

    /// Prints how much time has passed.
    fn say_time(&mut self);

    /// Leaves the drill or the mock.
    fn quit(&mut self, desk: &mut Desk<'_>);

    /// Handles a command that only this dialogue has before and during an answer, or says which ones there are.
    fn on_own(&mut self, word: &str, desk: &mut Desk<'_>);

    /// Handles the commands that work both before and during an answer.
    fn on_question(&mut self, word: &str, desk: &mut Desk<'_>) {
        self.mean(Intent::Second, desk);
        let paused = self.answer().is_some_and(|answer| answer.watch().is_paused());
        match word {
            "c" | "clarify" => self.mean(Intent::Clarify, desk),
            "x" | "don't know" => self.mean(Intent::GiveUp, desk),
            "p" | "pause" => self.mean(Intent::Pause(!paused), desk),
            "time" => self.say_time(),
            "" => {}
            word => self.on_own(word, desk),
        }
    }

    /// Handles a line of a typed answer.
    fn answer_line(&mut self, line: &str, desk: &mut Desk<'_>) {
        let command = line.strip_prefix('.').filter(|rest| rest.chars().count() == 1 && Self::DOTTED.contains(rest));
        match (line, command) {
            (".", _) => return self.mean(Intent::Done, desk),
            (_, Some("t")) => return self.on_question("time", desk),
            (_, Some("s")) => return self.mean(Intent::Give(Medium::Spoken), desk),
            (_, Some("q")) => return self.quit(desk),
            (_, Some("?")) => return self.says().line(Self::DOTTED_HELP),
            (_, Some(command)) => return self.on_question(command, desk),
            _ => {}
        }
        match with_line(self.answer().map_or("", Answer::typed), line) {
            Some(text) => self.mean(Intent::Text(text), desk),
            None => self.says().line("That does not fit: the answer would be too long. The line was left out."),
        }
    }

    /// Handles news about recording or playing.
    fn hear_sound(&mut self, news: Sounded, desk: &mut Desk<'_>) {
        let own = self.recording_name(desk);
        let (sounds, says) = self.sound();
        if let Some(intent) = sounds.sounded(news, own.as_deref(), says) {
            self.mean(intent, desk);
        }
    }
}

/// The medium that a word stands for.
pub(super) fn medium(word: &str) -> Option<Medium> {
    match word {
        "t" | "type" => Some(Medium::Typed),
        "s" | "speak" => Some(Medium::Spoken),
        _ => None,
    }
}

/// Whether a line before an answer is the start of the answer rather than a command: whoever starts to write means to
/// answer.
pub(super) fn begins_an_answer(line: &str) -> bool {
    line.split_whitespace().nth(2).is_some()
}

/// A text with one more line of an answer; `None` if it would become too long. Two dots at the start of the line stand
/// for one.
fn with_line(text: &str, line: &str) -> Option<String> {
    let line = if line.starts_with("..") { &line[1..] } else { line };
    if text.chars().count() + line.chars().count() > MAX_CHARS {
        return None;
    }
    let gap = if text.is_empty() { "" } else { "\n" };
    Some(format!("{text}{gap}{line}"))
}
