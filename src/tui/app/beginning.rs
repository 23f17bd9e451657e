//! The first letters at a question. Some of them are keys there, and yet somebody who begins to write at once means the
//! beginning of an answer.

use std::time::Duration;

use crossterm::event::KeyEvent;

use crate::moment::Moment;
use crate::tui::keymap::{self, Action, Context};

/// How soon after one letter the next one belongs to the same word. Whoever presses two keys to do two things takes
/// longer.
const SAME_WORD: Duration = Duration::from_millis(600);

/// The letters that a word can have behind `t`. Before any other one, before a capital and before another `t`, it was the
/// key that opens the editor.
const BEHIND_T: &str = "acehilorsuwy";

/// The letters that were keys so far and may yet turn out to be the beginning of an answer.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    letters: String,
    last: Option<Moment>,
    /// Whether the last letter was asked about: then it waits for the next key, however long that takes.
    asked: bool,
}

impl Beginning {
    /// Takes a key press. Returns the text with which an answer begins, if this is a letter of one: a letter that is no
    /// key at the question, or right after the one that opened the editor, the microphone or the stories.
    pub(super) fn press(
        &mut self,
        context: Context,
        key: &KeyEvent,
        letter: Option<char>,
        now: Moment,
    ) -> Option<String> {
        let goes_on = std::mem::take(&mut self.asked)
            || self.last.is_some_and(|last| now.monotonic.saturating_sub(last.monotonic) < SAME_WORD);
        let before = std::mem::take(&mut self.letters);
        let before = if goes_on { before } else { String::new() };
        self.last = Some(now);
        let letter = letter.filter(|c| c.is_alphanumeric())?;
        if context.begins_text() {
            match keymap::action(context, key) {
                None => return Some(format!("{before}{letter}")),
                // A key that is pressed twice is meant as one.
                Some(_) if before.ends_with(letter) => {}
                Some(action) => {
                    self.letters = format!("{before}{letter}");
                    self.asked = matches!(action, Action::Skip | Action::GiveUp);
                }
            }
            return None;
        }
        if matches!(context, Context::Typing | Context::MockTyping) {
            let goes_on = before.ends_with('t') && BEHIND_T.contains(letter);
            return goes_on.then(|| format!("{before}{letter}"));
        }
        let opened = matches!(context, Context::Speaking | Context::MockSpeaking | Context::StoryChoice);
        if !opened || before.is_empty() {
            return None;
        }
        let text = format!("{before}{letter}");
        match keymap::action(context, key) {
            None | Some(Action::Type) => return Some(text),
            Some(_) if before.ends_with(letter) => {}
            Some(_) => self.letters = text,
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;
    use hotseat_core::testing::noon;

    /// What comes of a word typed at a question with this many seconds between its letters. The first letter is pressed
    /// in `first`, the others in `then`.
    fn typed(word: &str, seconds: f64, first: Context, then: Context) -> Option<String> {
        let mut beginning = Beginning::default();
        let mut now = noon();
        for (at, letter) in word.chars().enumerate() {
            let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
            let context = if at == 0 { first } else { then };
            if let Some(text) = beginning.press(context, &key, Some(letter), now) {
                return Some(text);
            }
            now = now.plus(seconds);
        }
        None
    }

    #[test]
    fn a_word_that_begins_with_keys_begins_the_answer() {
        for (word, text) in [("no", "no"), ("have", "ha"), ("cache", "ca"), ("know", "kno"), ("prefer", "pre")] {
            assert_eq!(typed(word, 0.2, Context::Asking, Context::Asking).as_deref(), Some(text), "{word}");
        }
        for (word, text) in [("so", "so"), ("scale", "sca"), ("split", "spl"), ("state", "st"), ("should", "sho")] {
            assert_eq!(typed(word, 0.2, Context::Asking, Context::Speaking).as_deref(), Some(text), "{word}");
        }
        assert_eq!(typed("So", 0.2, Context::MockAsking, Context::StoryChoice).as_deref(), Some("So"));
        assert_eq!(typed("a", 0.2, Context::Asking, Context::Asking).as_deref(), Some("a"));
        for (word, text) in [("the", "th"), ("two", "tw"), ("tcp", "tc")] {
            assert_eq!(typed(word, 0.2, Context::Asking, Context::Typing).as_deref(), Some(text), "{word}");
            assert_eq!(typed(word, 0.2, Context::MockAsking, Context::MockTyping).as_deref(), Some(text), "{word}");
        }
    }

    #[test]
    fn keys_pressed_one_by_one_stay_keys() {
        assert_eq!(typed("ho", 0.7, Context::Asking, Context::Asking).as_deref(), Some("o"), "the hint was meant");
        assert_eq!(typed("no", 9.0, Context::Asking, Context::Asking).as_deref(), Some("no"), "it was asked about");
        assert_eq!(typed("so", 0.7, Context::Asking, Context::Speaking), None, "it is spoken");
        assert_eq!(typed("spp", 0.1, Context::Asking, Context::Speaking), None, "paused, and on again");
        for twice in ["hhh", "jjjj", "nn", "xx"] {
            assert_eq!(typed(twice, 0.03, Context::Asking, Context::Asking), None, "{twice}");
        }
        assert_eq!(typed("hho", 0.03, Context::Asking, Context::Asking).as_deref(), Some("o"));
        for (keys, seconds) in [("to", 0.7), ("tb", 0.1), ("tT", 0.1), ("tI", 0.1), ("tt", 0.1)] {
            assert_eq!(typed(keys, seconds, Context::Asking, Context::Typing), None, "{keys}: t opened the editor");
        }
        assert_eq!(typed("no", 0.03, Context::Next, Context::Asking).as_deref(), Some("o"));
    }
}
