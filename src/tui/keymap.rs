//! The one keymap. Dispatch, footer, help and palette all read it; a key that is not in it does not exist.

mod action;
mod table;

use crossterm::event::KeyEvent;

use super::key::Key;

pub use action::Action;
pub use table::BINDINGS;

/// Where keys are pressed. Bindings of [`Context::Everywhere`] hold in all others as well, unless those bind the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// In every context.
    Everywhere,
    /// In every context in which letters are not typed into a field.
    Letters,
    /// The first screen.
    Home,
    /// The question alone.
    Asking,
    /// A typed answer.
    Typing,
    /// A spoken answer.
    Speaking,
    /// A habit to drill, or what a take of it was worth.
    Habit,
    /// A take of a habit that is being spoken.
    HabitSpeaking,
    /// A spoken answer is heard again.
    Listening,
    /// The prediction.
    Predicting,
    /// The notes.
    Reveal,
    /// Notes being written on a question that has none.
    Notes,
    /// Something being written down beside an answer, for oneself.
    Remark,
    /// The rating.
    Rating,
    /// After the rating.
    Next,
    /// The end of a sitting.
    Summary,
    /// A list of questions or topics.
    List,
    /// The list of all questions: the keys of a list, and more.
    Browse,
    /// A second opinion.
    Coach,
    /// Edits of an answer.
    Improve,
    /// A story or a target out of a text.
    Extract,
    /// Whether an answer may be sent.
    CoachConsent,
    /// A second opinion is asked for.
    CoachAsking,
    /// The search field of a list.
    Search,
    /// A question with its own answers over time.
    Question,
    /// Rows of choices: target and filters.
    Form,
    /// What the log adds up to.
    Progress,
    /// The plan to the interview.
    Plan,
    /// A date or the value of a setting being typed.
    Value,
    /// All settings.
    Settings,
    /// The memory model.
    Memory,
    /// An answer that was interrupted, or an attempt that was never rated.
    Recover,
    /// The keys of every editor.
    Editing,
    /// The list of mocks.
    Mocks,
    /// A mock that was left is offered.
    MockOffer,
    /// Between the rounds of a mock.
    MockBreak,
    /// The question of a mock.
    MockAsking,
    /// A typed answer of a mock.
    MockTyping,
    /// The interviewer thinks about what was said.
    MockThinking,
    /// A spoken answer of a mock.
    MockSpeaking,
    /// Whether to leave a mock.
    MockLeave,
    /// An answer of a mock is not on the disk.
    MockUnsaved,
    /// Everything of a mock was asked.
    MockOver,
    /// The notes of an answer, in a debrief.
    Debrief,
    /// The numbers of an answer.
    Numbers,
    /// Red flags.
    Flags,
    /// A scorecard.
    Card,
    /// Where questions are brought in from.
    Import,
    /// What would come in.
    Counts,
    /// What came in.
    BroughtIn,
    /// Questions that are no longer asked.
    Retired,
    /// The list of jobs.
    Jobs,
    /// A job.
    Job,
    /// The page of the day.
    Day,
    /// What was asked in a real interview, being written down.
    Asked,
    /// The list of stories.
    Stories,
    /// A story with its tellings.
    Story,
    /// Themes against stories.
    StoryCoverage,
    /// Which story is told.
    StoryChoice,
    /// A yes or a no.
    Confirm,
    /// A text to scroll: help, samples.
    Reader,
    /// The command palette.
    Palette,
}

/// What some keys do in a context.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys; the first is the one that is shown.
    pub keys: &'static [Key],
    /// What they do.
    pub action: Action,
    /// One or two words for the footer.
    pub label: &'static str,
    /// How much the footer needs it: 0 never shown there, 9 dropped last.
    pub weight: u8,
}

impl Context {
    /// The contexts whose keys hold here, nearest first.
    fn chain(self) -> impl Iterator<Item = Self> {
        let letters = (!self.takes_text()).then_some(Self::Letters);
        let shared = match self {
            Self::Typing | Self::MockTyping | Self::Notes | Self::Remark | Self::Asked => Some(Self::Editing),
            // A debrief has the keys of the notes and some of its own.
            Self::Debrief => Some(Self::Reveal),
            Self::Browse => Some(Self::List),
            _ => None,
        };
        [Some(self), shared, letters, Some(Self::Everywhere)].into_iter().flatten()
    }

    /// Whether a letter or digit that is no key here begins the answer: who starts to write means to.
    pub fn begins_text(self) -> bool {
        matches!(self, Self::Asking | Self::MockAsking)
    }

    /// Whether plain characters are typed into a field here.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Typing
                | Self::MockTyping
                | Self::Notes
                | Self::Remark
                | Self::Asked
                | Self::Search
                | Self::Import
                | Self::Palette
                | Self::Value
        )
    }
}

/// What a key does in a context, if anything.
pub fn action(context: Context, event: &KeyEvent) -> Option<Action> {
    let key = Key::of(event);
    let bound = |context| BINDINGS.iter().find(|b| b.context == context && b.keys.contains(&key));
    context.chain().find_map(bound).map(|binding| binding.action)
}

/// Every binding that holds in a context, nearest context first.
pub fn bindings(context: Context) -> impl Iterator<Item = &'static Binding> {
    let own = move |action| BINDINGS.iter().any(|own| own.context == context && own.action == action);
    // What a context binds itself stands in its own place, not once more among the keys that it shares.
    let twice = move |binding: &Binding| {
        let shared = matches!(binding.context, Context::List | Context::Letters);
        shared && binding.context != context && own(binding.action)
    };
    let all = context.chain().flat_map(|context| BINDINGS.iter().filter(move |binding| binding.context == context));
    all.filter(move |binding| !twice(binding))
}

/// The key that is shown for an action.
pub fn key_for(context: Context, action: Action) -> Option<String> {
    bindings(context).find(|binding| binding.action == action).map(|binding| binding.keys[0].name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::ctrl;
    use crossterm::event::{KeyCode, KeyModifiers};
    use std::collections::HashSet;

    fn event(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(code, modifiers)
    }

    #[test]
    fn no_key_means_two_things_in_one_context() {
        let mut seen = HashSet::new();
        for binding in BINDINGS {
            for key in binding.keys {
                assert!(seen.insert((binding.context, *key)), "{:?} twice in {:?}", key, binding.context);
            }
        }
    }

    #[test]
    fn typing_swallows_letters_but_not_the_help_key() {
        let question_mark = event(KeyCode::Char('?'), KeyModifiers::SHIFT);
        assert_eq!(action(Context::Typing, &question_mark), None);
        assert_eq!(action(Context::Home, &question_mark), Some(Action::Help));
        for context in [Context::Typing, Context::Search, Context::Home] {
            assert_eq!(action(context, &event(KeyCode::F(1), KeyModifiers::NONE)), Some(Action::Help));
        }
    }

    #[test]
    fn every_context_shows_a_way_on_and_can_be_left() {
        for context in [
            Context::Home,
            Context::Asking,
            Context::Typing,
            Context::Speaking,
            Context::Listening,
            Context::Habit,
            Context::HabitSpeaking,
            Context::Predicting,
            Context::Reveal,
            Context::Rating,
            Context::Next,
            Context::Summary,
            Context::List,
            Context::Browse,
            Context::Question,
            Context::Coach,
            Context::Improve,
            Context::Extract,
            Context::CoachConsent,
            Context::CoachAsking,
            Context::Search,
            Context::Form,
            Context::Progress,
            Context::Plan,
            Context::Value,
            Context::Settings,
            Context::Memory,
            Context::Recover,
            Context::Mocks,
            Context::MockOffer,
            Context::MockBreak,
            Context::MockAsking,
            Context::MockTyping,
            Context::MockThinking,
            Context::MockSpeaking,
            Context::MockLeave,
            Context::MockUnsaved,
            Context::MockOver,
            Context::Debrief,
            Context::Numbers,
            Context::Flags,
            Context::Card,
            Context::Notes,
            Context::Remark,
            Context::Import,
            Context::Counts,
            Context::BroughtIn,
            Context::Retired,
            Context::Jobs,
            Context::Job,
            Context::Day,
            Context::Asked,
            Context::Stories,
            Context::Story,
            Context::StoryCoverage,
            Context::StoryChoice,
            Context::Confirm,
            Context::Reader,
            Context::Palette,
        ] {
            assert!(bindings(context).any(|b| b.weight == 9), "{context:?} has no main key");
            let ways_out = [Action::Back, Action::Leave, Action::Quit, Action::Skip];
            let own = |b: &Binding| !matches!(b.context, Context::Letters | Context::Everywhere);
            assert!(bindings(context).any(|b| own(b) && ways_out.contains(&b.action)), "{context:?}");
        }
    }

    #[test]
    fn every_list_has_keys_for_its_ends() {
        for context in [
            Context::Home,
            Context::Reveal,
            Context::Debrief,
            Context::Rating,
            Context::Summary,
            Context::List,
            Context::Browse,
            Context::Question,
            Context::Form,
            Context::Progress,
            Context::Plan,
            Context::Memory,
            Context::Recover,
            Context::Mocks,
            Context::MockOffer,
            Context::Numbers,
            Context::Flags,
            Context::Card,
            Context::Counts,
            Context::Retired,
            Context::Jobs,
            Context::Job,
            Context::Day,
            Context::Stories,
            Context::Story,
            Context::StoryCoverage,
            Context::StoryChoice,
            Context::Reader,
        ] {
            let pressed = |c| action(context, &event(KeyCode::Char(c), KeyModifiers::NONE));
            assert_eq!([pressed('g'), pressed('G')], [Some(Action::Top), Some(Action::Bottom)], "{context:?}");
        }
    }

    #[test]
    fn shown_names_read_as_people_say_them() {
        assert_eq!(key_for(Context::Typing, Action::Done).as_deref(), Some("Ctrl-D"));
        assert_eq!(key_for(Context::Reveal, Action::Hit).as_deref(), Some("Space"));
        assert_eq!(Key::of(&event(KeyCode::Char('D'), KeyModifiers::CONTROL | KeyModifiers::SHIFT)), ctrl('d'));
    }
}
