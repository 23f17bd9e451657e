//! Every key, context by context.

use crossterm::event::{KeyCode as K, KeyModifiers};

use super::{Action as A, Binding, Context};
use crate::tui::editor::Edit;
use crate::tui::key::{Key, alt, ch, ctrl, key, with};

// The keys that move, where letters are free for that. What they move, and so their label in the footer, depends on the
// context.
const DOWN: &[Key] = &[key(K::Down), ch('j')];
const UP: &[Key] = &[key(K::Up), ch('k')];
const DOWN_OR_TAB: &[Key] = &[key(K::Down), ch('j'), key(K::Tab)];
const UP_OR_BACKTAB: &[Key] = &[key(K::Up), ch('k'), key(K::BackTab)];
const ASIDE_LEFT: &[Key] = &[key(K::Left), ch('<')];
const ASIDE_RIGHT: &[Key] = &[key(K::Right), ch('>')];
const PAGE_UP: &[Key] = &[key(K::PageUp), ctrl('b')];
const PAGE_DOWN: &[Key] = &[key(K::PageDown), ctrl('f')];
const PAGE_DOWN_OR_SPACE: &[Key] = &[key(K::PageDown), ctrl('f'), ch(' ')];
const TOP: &[Key] = &[ch('g'), key(K::Home)];
const BOTTOM: &[Key] = &[ch('G'), key(K::End)];

const CTRL_ALT: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::ALT);

/// The keys of a row of the table: written out, or the name of a list.
macro_rules! keys {
    ([$($key:expr),+]) => { &[$($key),+] };
    ($shared:ident) => { $shared };
}

macro_rules! bindings {
    ($($context:ident { $($keys:tt $action:expr, $label:literal, $weight:literal;)+ })+) => {
        &[$($(Binding {
            context: Context::$context, keys: keys!($keys), action: $action, label: $label, weight: $weight,
        },)+)+]
    };
}

/// Every binding of the program, context by context.
pub const BINDINGS: &[Binding] = bindings! {
    Home {
        [key(K::Enter)] A::Accept, "start", 9;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [ch('w')] A::Weak, "weak", 0;
        [ch('/')] A::Search, "search", 8;
        [ch('b')] A::Browse, "browse", 0;
        [ch('m')] A::Mock, "mock", 0;
        [ch('p')] A::Progress, "progress", 0;
        [ch('d')] A::Plan, "plan to the date", 0;
        [ch('c')] A::Cram, "practise without schedule", 0;
        [ch('M')] A::Memory, "memory", 0;
        [ch('f')] A::Filters, "filter", 5;
        [ch('t')] A::Target, "target", 4;
        [ch('s')] A::Settings, "settings", 0;
        [ch('i')] A::Import, "bring in questions", 0;
        [ch('S')] A::Stories, "stories", 0;
        [ch('#')] A::Numbers, "numbers worth knowing", 0;
        [ch('J')] A::Jobs, "jobs", 0;
        [ch('B')] A::Day, "page of the day", 0;
        [ch('T')] A::Theme, "colours", 0;
        [ch('u')] A::Undo, "take back what was done last", 0;
        [key(K::Left), ch('-')] A::Left, "shorter tonight", 0;
        [key(K::Right), ch('+')] A::Right, "longer tonight", 0;
        [ch('z')] A::Suspend, "drop what is left over", 0;
        [ch('R')] A::Restore, "bring the history back", 0;
        [ch('?')] A::Help, "help", 7;
        [ch('q')] A::Quit, "quit", 6;
    }
    Asking {
        [ch('t'), key(K::Enter)] A::Type, "type", 9;
        [ch('s')] A::Speak, "speak", 8;
        [ch('h')] A::Hint, "hint", 7;
        [ch('x')] A::GiveUp, "don't know", 6;
        [ch('n')] A::Skip, "skip", 5;
        [ch('c')] A::Clarify, "clarify", 4;
        [ch('p')] A::Pause, "pause", 0;
        [ch('r')] A::ReadAloud, "read it aloud", 0;
        [key(K::Backspace), ctrl('_'), ctrl('7'), ctrl('/'), alt('u')] A::Undo, "undo the rating before", 3;
        [ch('S')] A::Stories, "choose a story", 0;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        ASIDE_LEFT A::ScrollLeft, "columns to the left", 0;
        ASIDE_RIGHT A::ScrollRight, "more columns", 6;
        [key(K::Esc)] A::Back, "leave", 0;
    }
    Typing {
        [ctrl('d')] A::Done, "done", 9;
        [ctrl('o')] A::External, "editor", 7;
        [ctrl('t')] A::Pause, "pause", 6;
        [key(K::Esc)] A::Leave, "leave (kept)", 8;
        [key(K::F(6))] A::Speak, "speak instead", 0;
        [key(K::F(2))] A::Prompt, "whole question", 0;
        [key(K::F(3))] A::Hint, "hint", 5;
        [key(K::F(4))] A::GiveUp, "don't know", 0;
        [key(K::F(5))] A::Clarify, "clarify", 0;
        [with(CTRL_ALT, K::Up), with(KeyModifiers::ALT, K::Up)] A::Up, "scroll the question up", 0;
        [with(CTRL_ALT, K::Down), with(KeyModifiers::ALT, K::Down)] A::Down, "scroll the question down", 0;
        [with(CTRL_ALT, K::Left)] A::ScrollLeft, "the question to the left", 0;
        [with(CTRL_ALT, K::Right)] A::ScrollRight, "the question to the right", 4;
    }
    Editing {
        [key(K::Enter)] A::Edit(Edit::Newline), "new line", 0;
        [key(K::Backspace), ctrl('h')] A::Edit(Edit::Backspace), "delete back", 0;
        [key(K::Delete)] A::Edit(Edit::Delete), "delete", 0;
        [ctrl('w'), with(KeyModifiers::ALT, K::Backspace), with(KeyModifiers::CONTROL, K::Backspace)]
            A::Edit(Edit::DeleteWord), "delete the word before", 0;
        [alt('d'), with(KeyModifiers::CONTROL, K::Delete)] A::Edit(Edit::DeleteWordRight), "delete the word behind", 0;
        [ctrl('u')] A::Edit(Edit::DeleteToStart), "delete to the line's start", 0;
        [ctrl('k')] A::Edit(Edit::DeleteToEnd), "delete to the line's end", 0;
        [ctrl('_'), ctrl('7'), ctrl('/'), alt('u')] A::Edit(Edit::Undo), "undo", 0;
        [ctrl('y'), alt('r')] A::Edit(Edit::Redo), "redo", 0;
        [key(K::Left), ctrl('b')] A::Edit(Edit::Left), "left", 0;
        [key(K::Right), ctrl('f')] A::Edit(Edit::Right), "right", 0;
        [key(K::Up)] A::Edit(Edit::Up), "up", 0;
        [key(K::Down), ctrl('n')] A::Edit(Edit::Down), "down", 0;
        [with(KeyModifiers::CONTROL, K::Left), with(KeyModifiers::ALT, K::Left), alt('b')]
            A::Edit(Edit::WordLeft), "word left", 0;
        [with(KeyModifiers::CONTROL, K::Right), with(KeyModifiers::ALT, K::Right), alt('f')]
            A::Edit(Edit::WordRight), "word right", 0;
        [key(K::Home), ctrl('a')] A::Edit(Edit::LineStart), "line start", 0;
        [key(K::End), ctrl('e')] A::Edit(Edit::LineEnd), "line end", 0;
        [key(K::PageUp)] A::Edit(Edit::PageUp), "screen up", 0;
        [key(K::PageDown)] A::Edit(Edit::PageDown), "screen down", 0;
        [with(KeyModifiers::CONTROL, K::Home)] A::Edit(Edit::Top), "text start", 0;
        [with(KeyModifiers::CONTROL, K::End)] A::Edit(Edit::Bottom), "text end", 0;
    }
    Speaking {
        [key(K::Enter), ctrl('d')] A::Done, "done", 9;
        [ch('p'), ctrl('t'), ch(' ')] A::Pause, "pause", 7;
        [ch('h'), key(K::F(3))] A::Hint, "hint", 5;
        [ch('x'), key(K::F(4))] A::GiveUp, "don't know", 4;
        [ch('c'), key(K::F(5))] A::Clarify, "clarify", 3;
        [ch('t')] A::Type, "type instead", 0;
        [key(K::Esc)] A::Leave, "leave (kept)", 8;
        UP A::Up, "scroll up", 0;
        DOWN A::Down, "scroll down", 0;
        ASIDE_LEFT A::ScrollLeft, "columns to the left", 0;
        ASIDE_RIGHT A::ScrollRight, "more columns", 6;
    }
    Listening {
        [ch(' '), ch('p')] A::Pause, "pause", 9;
        [key(K::Left), ch('h')] A::Left, "5 s back", 7;
        [key(K::Right), ch('l')] A::Right, "5 s on", 6;
        DOWN A::Down, "next place", 5;
        UP A::Up, "place before", 0;
        [ch('c')] A::JumpBy, "by pause, point, filler", 2;
        [ch('-')] A::Slower, "slower", 1;
        [ch('+'), ch('=')] A::Faster, "faster", 1;
        [key(K::Enter)] A::Accept, "from the start", 4;
        [key(K::Tab)] A::OtherTake, "other recording", 3;
        [key(K::Esc), ch('q')] A::Back, "close", 8;
    }
    Habit {
        [key(K::Enter)] A::Accept, "speak", 9;
        [key(K::Right), ch('+')] A::Right, "other habit", 7;
        [key(K::Left), ch('-')] A::Left, "habit before", 0;
        [ch('l')] A::Listen, "last and best take", 6;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 8;
    }
    HabitSpeaking {
        [key(K::Enter), ctrl('d')] A::Done, "done", 9;
        [key(K::Esc)] A::Back, "forget it", 8;
    }
    Predicting {
        [ch('1')] A::Predict(1), "would fail", 9;
        [ch('2')] A::Predict(2), "shaky", 8;
        [ch('3')] A::Predict(3), "would pass", 7;
        [ch('4')] A::Predict(4), "would impress", 6;
        [ch('l')] A::Listen, "listen", 4;
        [ch('a')] A::SayAgain, "say it again", 3;
        [ch('f')] A::FollowUps, "follow-up", 0;
        [key(K::Tab)] A::OtherTake, "other take", 0;
        [key(K::Esc)] A::Leave, "leave (kept)", 5;
    }
    Reveal {
        [ch(' '), ch('y')] A::Hit, "hit", 9;
        [ch('~'), ch('p')] A::Partial, "partly", 8;
        [ch('m'), ch('-'), key(K::Delete)] A::Missed, "missed", 7;
        [ch('a')] A::AcceptSaid, "said", 6;
        [ch('r')] A::RestMissing, "rest", 6;
        DOWN A::Down, "move", 6;
        [key(K::Backspace)] A::Up, "back", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "scroll up", 0;
        PAGE_DOWN A::PageDown, "scroll down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Tab), key(K::BackTab)] A::Side, "answer", 4;
        ASIDE_LEFT A::ScrollLeft, "columns to the left", 0;
        ASIDE_RIGHT A::ScrollRight, "more columns", 6;
        [ch('f')] A::FollowUps, "follow-ups", 5;
        [ch('s')] A::Samples, "sample", 5;
        [ch('w')] A::WeakSignals, "weak signs", 3;
        [ch('o')] A::Framework, "outline", 3;
        [ch('h')] A::Earlier, "before", 3;
        [ch('d')] A::Worked, "drawing and minutes", 3;
        [ch('#')] A::Numbers, "numbers worth knowing", 0;
        [ch('n')] A::Notes, "write notes", 7;
        [ch('e')] A::EditQuestion, "edit the question", 0;
        [ch('l')] A::Listen, "listen", 5;
        [ch('v')] A::Delivery, "delivery", 2;
        [ch('J')] A::CompanyNotes, "your notes on the company", 4;
        [ch('E')] A::EditTranscript, "mend the transcript", 0;
        [key(K::Enter)] A::Accept, "rate", 9;
        [ch('?')] A::Help, "help", 7;
        [key(K::Esc)] A::Back, "leave", 0;
    }
    Notes {
        [ctrl('d')] A::Done, "save the notes", 9;
        [ctrl('o')] A::External, "editor", 7;
        [key(K::Esc)] A::Back, "back", 8;
    }
    Remark {
        [ctrl('d')] A::Done, "keep it", 9;
        [key(K::Esc)] A::Back, "back", 8;
    }
    Rating {
        [key(K::Enter)] A::Accept, "keep, next", 9;
        [ch('n')] A::Remark, "note to yourself", 3;
        [ch('1')] A::Rate(1), "Again", 8;
        [ch('2')] A::Rate(2), "Hard", 7;
        [ch('3')] A::Rate(3), "Good", 6;
        [ch('4')] A::Rate(4), "Easy", 5;
        [key(K::Left), ch('h')] A::Left, "lower", 0;
        [key(K::Right), ch('l')] A::Right, "higher", 0;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [ch('x')] A::Unrated, "leave unrated", 0;
        [ch('z')] A::Suspend, "suspend or put back", 0;
        [ch('e')] A::EditQuestion, "edit the question", 0;
        [ch('S')] A::Stories, "a story of it", 0;
        [ch('c')] A::SecondOpinion, "second opinion, once it is rated", 0;
        [key(K::Esc)] A::Back, "back to the points", 4;
    }
    Next {
        [key(K::Enter)] A::Accept, "next", 9;
        [ch('n')] A::Remark, "note to yourself", 3;
        [ch('r')] A::Retry, "retry", 7;
        [ch('v')] A::RetryOtherwise, "in other words", 6;
        [ch('u')] A::Undo, "undo", 5;
        [ch('b')] A::Easier, "easier one first", 8;
        [ch('s')] A::Split, "split", 5;
        [ch('z')] A::Suspend, "suspend or put back", 0;
        [ch('e')] A::EditQuestion, "edit the question", 0;
        [ch('x')] A::Retire, "stop asking it", 0;
        [ch('l')] A::Listen, "listen", 4;
        [ch('m')] A::MyAnswer, "my answer", 3;
        [ch('c')] A::SecondOpinion, "second opinion", 6;
        [ch('S')] A::Stories, "a story of it", 0;
        [key(K::Esc), ch('q')] A::Back, "stop here", 8;
    }
    Summary {
        [key(K::Enter), key(K::Esc), ch('q')] A::Back, "home", 9;
        [ch('m')] A::Start, "more", 7;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
    }
    List {
        [key(K::Enter)] A::Accept, "drill", 9;
        [ch('/')] A::Search, "search", 8;
        [ch('f')] A::Filters, "filter", 6;
        [ch('e')] A::EditQuestion, "edit", 5;
        [ch('x')] A::Retire, "stop asking it", 0;
        [ch('X')] A::Retired, "questions no longer asked", 0;
        [ch('i')] A::Import, "bring in questions", 0;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Browse {
        [key(K::Enter)] A::Accept, "drill", 9;
        [ch('/')] A::Search, "search", 8;
        [ch('d')] A::DrillAll, "drill all", 8;
        [key(K::Right), ch('l'), ch('o')] A::Open, "its page", 6;
        [ch('s')] A::Sort, "sort", 5;
        [key(K::Tab)] A::NextState, "state", 4;
        [key(K::BackTab)] A::PreviousState, "state before", 0;
        [ch('v')] A::Preview, "preview", 3;
        [ch('B')] A::Bury, "bury until tomorrow, or not", 0;
        [ch('z')] A::Suspend, "suspend, or put back", 0;
    }
    Question {
        [key(K::Enter)] A::Accept, "answer it", 9;
        [key(K::Left), ch('h')] A::Left, "answer before", 7;
        [key(K::Right), ch('l')] A::Right, "answer after", 0;
        [ch('d')] A::Compare, "difference", 5;
        [ch('m')] A::MyAnswer, "my answer", 5;
        [ch('w')] A::WriteMyAnswer, "write my answer", 0;
        [ch('n')] A::Remark, "note to yourself", 4;
        [ch('e')] A::EditQuestion, "edit", 5;
        [ch('v')] A::DrillHabit, "drill a habit", 0;
        [ch('B')] A::Bury, "bury", 4;
        [ch('z')] A::Suspend, "suspend", 3;
        [ch('c')] A::SecondOpinion, "second opinion", 6;
        [ch('i')] A::Improve, "better", 4;
        [ch('S')] A::Stories, "a story of it", 4;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        [ch('<')] A::ScrollLeft, "columns to the left", 0;
        [ch('>')] A::ScrollRight, "more columns", 2;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 6;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 8;
    }
    Coach {
        [key(K::Enter)] A::Accept, "take over", 9;
        [ch('r')] A::Retry, "ask again", 5;
        [ch('i')] A::Improve, "my answer, better", 5;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "scroll up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "scroll down", 4;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q'), ch('c')] A::Back, "back", 8;
    }
    Improve {
        [ch(' '), ch('x')] A::Toggle, "take", 9;
        [key(K::Enter)] A::Accept, "keep it", 9;
        [ch('r')] A::Retry, "ask again", 5;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "scroll up", 0;
        PAGE_DOWN A::PageDown, "scroll down", 4;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q'), ch('i')] A::Back, "back", 8;
    }
    Extract {
        [ch(' '), ch('x')] A::Toggle, "take or leave", 9;
        [key(K::Enter)] A::Accept, "save it", 9;
        [ch('r')] A::Retry, "ask again", 5;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "scroll up", 0;
        PAGE_DOWN A::PageDown, "scroll down", 4;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q'), ch('c')] A::Back, "back", 8;
    }
    CoachConsent {
        [key(K::Enter), ch('y')] A::Accept, "send it", 9;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        [key(K::Esc), ch('n'), ch('q')] A::Back, "send nothing", 8;
    }
    CoachAsking {
        [key(K::Esc), ch('q')] A::Back, "stop", 9;
    }
    Search {
        [key(K::Enter), key(K::Down), key(K::Tab)] A::Accept, "to the list", 9;
        [key(K::Esc)] A::Back, "clear", 8;
        [key(K::Backspace), ctrl('h')] A::Edit(Edit::Backspace), "delete", 0;
        [ctrl('u')] A::Edit(Edit::DeleteToStart), "delete all", 0;
        [ctrl('w'), with(KeyModifiers::ALT, K::Backspace)] A::Edit(Edit::DeleteWord), "delete the word", 0;
    }
    Form {
        [key(K::Left), ch('h')] A::Left, "choice before", 0;
        [key(K::Right), ch('l'), ch(' ')] A::Right, "change", 8;
        DOWN_OR_TAB A::Down, "down", 0;
        UP_OR_BACKTAB A::Up, "up", 0;
        TOP A::Top, "first row", 0;
        BOTTOM A::Bottom, "last row", 0;
        [key(K::Backspace), key(K::Delete), ch('-')] A::Missed, "clear the row", 4;
        [ch('d')] A::TypeDate, "type a date", 5;
        [ch('u')] A::Undo, "as it was", 6;
        [key(K::Enter)] A::Accept, "go", 9;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Progress {
        [key(K::Enter)] A::Accept, "drill", 9;
        [ch('c')] A::Cram, "as practice", 6;
        [ch('r'), key(K::Right), ch('l')] A::Range, "other days", 5;
        [key(K::Left), ch('h')] A::Left, "fewer days", 0;
        [ch('d')] A::Plan, "plan", 4;
        [ch('M')] A::Memory, "memory", 3;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Plan {
        [key(K::Enter)] A::Accept, "keep", 9;
        [key(K::Right), ch('l'), ch('+'), ch(' ')] A::Right, "more", 6;
        [key(K::Left), ch('h'), ch('-')] A::Left, "less", 5;
        [ch('d')] A::TypeDate, "type a date", 8;
        [key(K::Backspace), key(K::Delete)] A::Missed, "no date", 3;
        [ch('u')] A::Undo, "as it was", 8;
        DOWN_OR_TAB A::Down, "down", 0;
        UP_OR_BACKTAB A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first day", 0;
        BOTTOM A::Bottom, "last day", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Settings {
        [key(K::Enter)] A::Accept, "set it", 9;
        [key(K::Right), ch('l'), ch('+'), ch(' ')] A::Right, "change", 8;
        [key(K::Left), ch('h'), ch('-')] A::Left, "change back", 0;
        [key(K::Backspace), key(K::Delete)] A::Missed, "default", 5;
        [ch('r')] A::ReadAloud, "hear the voice", 6;
        [ch('u')] A::Undo, "undo", 6;
        DOWN_OR_TAB A::Down, "down", 0;
        UP_OR_BACKTAB A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Value {
        [key(K::Enter)] A::Accept, "take it", 9;
        [key(K::Esc)] A::Back, "leave it", 8;
        [key(K::Right), key(K::End), ctrl('e')] A::Edit(Edit::LineEnd), "go on behind what is there", 0;
        [key(K::Backspace), ctrl('h')] A::Edit(Edit::Backspace), "delete", 0;
        [ctrl('u')] A::Edit(Edit::DeleteToStart), "delete all", 0;
        [ctrl('w'), with(KeyModifiers::ALT, K::Backspace)] A::Edit(Edit::DeleteWord), "delete the word", 0;
    }
    Memory {
        [key(K::Enter)] A::Accept, "keep", 9;
        [key(K::Right), ch('l'), ch('+'), ch(' ')] A::Right, "more sure", 6;
        [key(K::Left), ch('h'), ch('-')] A::Left, "less", 5;
        [ch('f')] A::Fit, "fit to me", 8;
        [ch('u')] A::Undo, "as before the fit", 4;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Recover {
        [key(K::Enter)] A::Accept, "go on", 9;
        [key(K::Esc), ch('l'), ch('q')] A::Skip, "later", 7;
        [ch('d')] A::Discard, "throw away", 6;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
    }
    Mocks {
        [key(K::Enter)] A::Accept, "start or open", 9;
        [key(K::Tab), key(K::BackTab)] A::Side, "loops or past", 8;
        [ch('v')] A::Medium, "typed or spoken", 6;
        [key(K::Left), ch('-')] A::Left, "shorter", 4;
        [key(K::Right), ch('+')] A::Right, "longer", 5;
        [ch('r')] A::Resume, "go on with it", 5;
        [ch(' ')] A::Toggle, "mark", 4;
        [ch('c')] A::Compare, "compare two", 6;
        [ch('t')] A::Trend, "trend", 5;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    MockOffer {
        [key(K::Enter)] A::Accept, "go on", 9;
        [ch('n')] A::Another, "begin a new one", 8;
        [key(K::Esc), ch('l'), ch('q')] A::Skip, "later", 7;
        [ch('d')] A::Discard, "give it up", 6;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
    }
    MockBreak {
        [key(K::Enter)] A::Accept, "start the round", 9;
        [ch('v')] A::Medium, "typed or spoken", 7;
        [key(K::Esc), ch('q')] A::Leave, "leave", 8;
    }
    MockAsking {
        [key(K::Enter)] A::Accept, "answer", 9;
        [ch('t')] A::Type, "type", 8;
        [ch('s')] A::Speak, "speak", 7;
        [ch('c')] A::Clarify, "clarify", 6;
        [ch('x')] A::GiveUp, "don't know", 5;
        [ch('p')] A::Pause, "pause", 4;
        [ch('r')] A::ReadAloud, "read it aloud", 0;
        [ch('S')] A::Stories, "choose a story", 0;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        ASIDE_LEFT A::ScrollLeft, "columns to the left", 0;
        ASIDE_RIGHT A::ScrollRight, "more columns", 6;
        [key(K::Esc)] A::Leave, "leave", 3;
    }
    MockTyping {
        [ctrl('d')] A::Done, "done", 9;
        [key(K::Esc)] A::Leave, "leave", 8;
        [key(K::F(5))] A::Clarify, "clarify", 6;
        [key(K::F(4))] A::GiveUp, "don't know", 5;
        [ctrl('t')] A::Pause, "pause", 4;
        [ctrl('o')] A::External, "editor", 3;
        [key(K::F(6))] A::Speak, "speak instead", 0;
        [key(K::F(2))] A::Prompt, "whole question", 0;
        [with(CTRL_ALT, K::Up), with(KeyModifiers::ALT, K::Up)] A::Up, "scroll the question up", 0;
        [with(CTRL_ALT, K::Down), with(KeyModifiers::ALT, K::Down)] A::Down, "scroll the question down", 0;
        [with(CTRL_ALT, K::Left)] A::ScrollLeft, "the question to the left", 0;
        [with(CTRL_ALT, K::Right)] A::ScrollRight, "the question to the right", 2;
    }
    MockThinking {
        [key(K::Enter)] A::Accept, "go on", 9;
        DOWN A::Down, "scroll down", 0;
        UP A::Up, "scroll up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 0;
        [key(K::Esc)] A::Leave, "leave", 8;
    }
    MockSpeaking {
        [key(K::Enter), ctrl('d')] A::Done, "done", 9;
        [ch('p'), ctrl('t'), ch(' ')] A::Pause, "pause", 7;
        [ch('c'), key(K::F(5))] A::Clarify, "clarify", 6;
        [ch('x'), key(K::F(4))] A::GiveUp, "don't know", 5;
        [ch('t')] A::Type, "type instead", 4;
        [ch('r')] A::ReadAloud, "read it aloud", 0;
        [key(K::Esc)] A::Leave, "leave", 8;
        UP A::Up, "scroll up", 0;
        ASIDE_LEFT A::ScrollLeft, "columns to the left", 0;
        ASIDE_RIGHT A::ScrollRight, "more columns", 6;
        DOWN A::Down, "scroll down", 0;
    }
    MockLeave {
        [key(K::Enter)] A::Accept, "stay", 9;
        [ch('a')] A::Discard, "give it up", 7;
        [key(K::Esc)] A::Leave, "leave, go on later", 8;
    }
    MockUnsaved {
        [key(K::Enter)] A::Accept, "try again", 9;
        [key(K::Esc)] A::Leave, "leave", 8;
    }
    MockOver {
        [key(K::Enter)] A::Accept, "debrief", 9;
        [key(K::Esc), ch('q'), ch('l')] A::Back, "later", 8;
    }
    Debrief {
        [key(K::Enter)] A::Accept, "numbers", 9;
        [ch('n')] A::Remark, "note to yourself", 0;
        [ch('S')] A::Stories, "a story of it", 0;
        [ch(']'), ch('N')] A::NextAnswer, "next answer", 0;
        [ch('['), ch('b')] A::PreviousAnswer, "answer before", 0;
        [ch('c')] A::SecondOpinion, "second opinion", 4;
    }
    Numbers {
        [key(K::Enter)] A::Accept, "save, next", 9;
        [ch('1')] A::Number(1), "to 4 yours", 8;
        [ch('2')] A::Number(2), "your number is 2", 0;
        [ch('3')] A::Number(3), "your number is 3", 0;
        [ch('4')] A::Number(4), "your number is 4", 0;
        [key(K::Backspace), key(K::Delete), ch('-')] A::Missed, "as suggested", 0;
        DOWN_OR_TAB A::Down, "move", 6;
        UP_OR_BACKTAB A::Up, "up", 0;
        PAGE_UP A::PageUp, "scroll up", 0;
        PAGE_DOWN A::PageDown, "scroll down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('b')] A::Back, "back to the points", 7;
    }
    Flags {
        [key(K::Enter)] A::Accept, "scorecard", 9;
        [ch(' '), ch('y')] A::Toggle, "tick", 8;
        DOWN A::Down, "down", 6;
        UP A::Up, "up", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('b')] A::Back, "back to the answers", 7;
    }
    Card {
        [key(K::Enter)] A::Accept, "read the answers", 9;
        [ch('d')] A::Gaps, "drill the gaps", 8;
        [ch('r')] A::Report, "report", 6;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 5;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Import {
        [key(K::Enter)] A::Accept, "look at it", 9;
        [key(K::Down), key(K::Tab)] A::Down, "next row", 7;
        [key(K::Up), key(K::BackTab)] A::Up, "row before", 0;
        [key(K::Left)] A::Left, "change", 0;
        [key(K::Right)] A::Right, "change", 0;
        [alt('u')] A::Undo, "take the last import back", 0;
        [key(K::Esc)] A::Back, "back", 8;
        [key(K::Backspace), ctrl('h')] A::Edit(Edit::Backspace), "delete", 0;
        [ctrl('u')] A::Edit(Edit::DeleteToStart), "delete all", 0;
        [ctrl('w'), with(KeyModifiers::ALT, K::Backspace)] A::Edit(Edit::DeleteWord), "delete the word", 0;
    }
    Counts {
        [key(K::Enter)] A::Accept, "bring them in", 9;
        [key(K::Right), ch('n'), ch('l')] A::Right, "each", 8;
        [key(K::Left), ch('p'), ch('h')] A::Left, "the one before", 0;
        [ch('a')] A::Another, "it is another one", 5;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 7;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 8;
    }
    BroughtIn {
        [key(K::Enter)] A::Accept, "ask me", 9;
        [ch('u')] A::Undo, "take it back", 7;
        [ch('i')] A::Import, "bring in more", 6;
        [key(K::Esc), ch('q')] A::Back, "home", 8;
    }
    Retired {
        [key(K::Enter), ch('x')] A::Accept, "ask it again", 9;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 8;
    }
    Jobs {
        [key(K::Enter)] A::Accept, "open", 9;
        [ch('a')] A::Import, "add one", 7;
        [ch('u')] A::UseJob, "practise for it", 6;
        [ch('B')] A::Day, "page of the day", 4;
        [ch('w')] A::Asked, "what was asked", 3;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 8;
    }
    Job {
        [ch('u'), key(K::Enter)] A::UseJob, "practise for it", 9;
        [ch('e')] A::EditQuestion, "correct", 7;
        [key(K::Left), ch('-')] A::Left, "level down", 0;
        [key(K::Right), ch('+')] A::Right, "level up", 4;
        [ch('n')] A::CompanyNotes, "company", 6;
        [ch('c')] A::Extract, "have the coach read it", 4;
        [ch('B')] A::Day, "page of the day", 3;
        [ch('w')] A::Asked, "what was asked", 3;
        [ch('x')] A::Discard, "remove", 0;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 5;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 8;
    }
    Day {
        [key(K::Enter)] A::Accept, "warm up", 9;
        [ch('r')] A::Report, "print", 6;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 7;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 8;
    }
    Asked {
        [ctrl('d')] A::Done, "keep it", 9;
        [key(K::Esc)] A::Back, "back", 8;
    }
    Stories {
        [key(K::Enter), key(K::Right), ch('l')] A::Accept, "open", 9;
        [ch('n')] A::Another, "new", 8;
        [ch('e')] A::EditStory, "edit", 6;
        [ch('c')] A::StoryCoverage, "themes and gaps", 6;
        [ch('1')] A::Practise(60), "in 60 s", 5;
        [ch('2')] A::Practise(90), "in 90 s", 4;
        [ch('3')] A::Practise(180), "in 180 s", 4;
        [ch('x')] A::RetireStory, "tell it no longer, or again", 0;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "back", 7;
    }
    Story {
        [key(K::Enter), ch('1')] A::Practise(60), "in 60 s", 9;
        [ch('2')] A::Practise(90), "in 90 s", 6;
        [ch('3')] A::Practise(180), "in 180 s", 5;
        [ch('e')] A::EditStory, "edit", 7;
        [ch('c')] A::Extract, "fill it in by the coach", 6;
        [ch('x')] A::RetireStory, "tell it no longer, or again", 0;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 5;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q'), key(K::Left), ch('h')] A::Back, "back", 8;
    }
    StoryCoverage {
        [key(K::Enter)] A::Accept, "ask me, or open", 9;
        [ch('n')] A::Another, "new story", 6;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q'), ch('c')] A::Back, "back", 8;
    }
    StoryChoice {
        [key(K::Enter)] A::Accept, "this one", 9;
        [ch('x'), key(K::Backspace), key(K::Delete)] A::Missed, "none of them", 7;
        [ch('c')] A::Extract, "a new one by the coach", 6;
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN A::PageDown, "screen down", 0;
        TOP A::Top, "first", 0;
        BOTTOM A::Bottom, "last", 0;
        [key(K::Esc), ch('q')] A::Back, "as it is", 8;
    }
    Confirm {
        [ch('y'), key(K::Enter)] A::Accept, "yes", 9;
        [ch('n'), key(K::Esc), ch('q')] A::Back, "no", 8;
    }
    Reader {
        DOWN A::Down, "down", 0;
        UP A::Up, "up", 0;
        ASIDE_LEFT A::ScrollLeft, "columns to the left", 0;
        ASIDE_RIGHT A::ScrollRight, "more columns", 6;
        PAGE_UP A::PageUp, "screen up", 0;
        PAGE_DOWN_OR_SPACE A::PageDown, "more", 7;
        TOP A::Top, "start", 0;
        BOTTOM A::Bottom, "end", 0;
        [key(K::Esc), ch('q'), key(K::Enter), key(K::F(1)), ch('?'), ch('#')] A::Back, "close", 9;
    }
    Palette {
        [key(K::Enter)] A::Accept, "do it", 9;
        [key(K::Down), ctrl('n')] A::Down, "down", 0;
        [key(K::Up), ctrl('p')] A::Up, "up", 0;
        [key(K::Esc)] A::Back, "close", 8;
        [key(K::Backspace), ctrl('h')] A::Edit(Edit::Backspace), "delete", 0;
        [ctrl('u')] A::Edit(Edit::DeleteToStart), "delete all", 0;
        [ctrl('w'), with(KeyModifiers::ALT, K::Backspace)] A::Edit(Edit::DeleteWord), "delete the word", 0;
    }
    Letters {
        [ch('?')] A::Help, "help", 2;
        [ch('/')] A::Search, "search all questions", 0;
        [ch(':')] A::Palette, "all commands", 0;
    }
    Everywhere {
        [key(K::F(1))] A::Help, "help", 1;
        [ctrl('p')] A::Palette, "all commands", 0;
        [ctrl('c')] A::Quit, "quit (answers are kept)", 0;
        [ctrl('z')] A::Stop, "to the shell", 0;
        [ctrl('l')] A::Redraw, "draw anew", 0;
        [key(K::F(12))] A::Crash, "crash, where tests ask for it", 0;
    }
};
