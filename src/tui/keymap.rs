//! The one keymap. Dispatch, footer, help and palette all read it; a key that is not in it does not exist.

mod action;
mod table;

use crossterm::event::KeyEvent;

use super::key::Key;

pub use action::Action;
pub use table::BINDINGS;

/// The place in which a key is pressed. Bindings of [`Context::Everywhere`] apply in all others too, unless those bind
/// the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Bindings that apply in every context.
    Everywhere,
    /// Every context in which letters are not typed into a field.
    Letters,
    /// Home, the first screen.
    Home,
    /// A question is shown and not answered yet.
    Asking,
    /// An answer is being typed.
    Typing,
    /// An answer is being spoken.
    Speaking,
    /// A habit to drill, or how its last take went.
    Habit,
    /// A take of a habit is being spoken.
    HabitSpeaking,
    /// A spoken answer is played back.
    Listening,
    /// The prediction is asked for.
    Predicting,
    /// The notes of the question beside the answer, to be ticked.
    Reveal,
    /// Notes are being written on a question that has none.
    Notes,
    /// A note of one's own beside an answer is being written.
    Remark,
    /// The rating is asked for.
    Rating,
    /// After the rating, before the next question.
    Next,
    /// The summary at the end of a sitting.
    Summary,
    /// A list of questions or topics.
    List,
    /// The list of all questions: the keys of a list, and some of its own.
    Browse,
    /// A second opinion from the coach.
    Coach,
    /// Edits of an answer that the coach proposes.
    Improve,
    /// A story or a target that the coach extracts from a text.
    Extract,
    /// The coach needs consent before an answer is sent.
    CoachConsent,
    /// The coach is working on its reply.
    CoachAsking,
    /// The search field of a list.
    Search,
    /// The page of a question, with one's own answers over time.
    Question,
    /// Rows of choices: the target, or filters.
    Form,
    /// The figures that the log adds up to.
    Progress,
    /// The plan to the interview.
    Plan,
    /// A date or the value of a setting is being typed.
    Value,
    /// All settings.
    Settings,
    /// The page of the memory model.
    Memory,
    /// An interrupted answer, or an attempt that was never rated, is offered.
    Recover,
    /// The keys that all editors share.
    Editing,
    /// The list of loops and mocks.
    Mocks,
    /// A mock that was left is offered for resuming.
    MockOffer,
    /// The break before a round of a mock.
    MockBreak,
    /// A question of a mock is shown and not answered yet.
    MockAsking,
    /// An answer of a mock is being typed.
    MockTyping,
    /// The interviewer of a mock thinks about the answer.
    MockThinking,
    /// An answer of a mock is being spoken.
    MockSpeaking,
    /// Asks whether to leave a mock.
    MockLeave,
    /// An answer of a mock could not be saved.
    MockUnsaved,
    /// All questions of a mock were asked.
    MockOver,
    /// The notes of an answer in a debrief.
    Debrief,
    /// The numbers of an answer in a debrief, one for each dimension.
    Numbers,
    /// The red flags of an answer in a debrief.
    Flags,
    /// The scorecard of a mock.
    Card,
    /// The form that says where questions are imported from.
    Import,
    /// What an import would bring in.
    Counts,
    /// What an import brought in.
    BroughtIn,
    /// Questions that are no longer asked.
    Retired,
    /// The list of jobs.
    Jobs,
    /// One job.
    Job,
    /// The page of the day: for the evening before and the morning of an interview.
    Day,
    /// The questions of a real interview are being written down.
    Asked,
    /// The list of stories.
    Stories,
    /// The page of a story, with each time that it was told.
    Story,
    /// Which themes the stories cover.
    StoryCoverage,
    /// Choosing which story an answer told.
    StoryChoice,
    /// A question to be answered with yes or no.
    Confirm,
    /// A text that can be scrolled, such as help.
    Reader,
    /// The command palette.
    Palette,
}

/// Which keys trigger an action in a context.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it applies.
    pub context: Context,
    /// The keys; the first one is the one shown.
    pub keys: &'static [Key],
    /// The action that they trigger.
    pub action: Action,
    /// One or two words for the footer.
    pub label: &'static str,
    /// How much the footer needs it: 0 is never shown there, 9 is dropped last.
    pub weight: u8,
}

impl Context {
    /// The contexts whose keys apply here, nearest first.
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

    /// Whether a letter or digit without a binding here begins a typed answer with that character.
    pub fn begins_text(self) -> bool {
        matches!(self, Self::Asking | Self::MockAsking)
    }

    /// Whether a digit begins to type the value of the row under the cursor.
    pub fn begins_value(self) -> bool {
        matches!(self, Self::Form | Self::Plan | Self::Settings)
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

/// What a key does in a context. None: it is not bound there.
pub fn action(context: Context, event: &KeyEvent) -> Option<Action> {
    let key = Key::of(event);
    let bound = |context| BINDINGS.iter().find(|b| b.context == context && b.keys.contains(&key));
    context.chain().find_map(bound).map(|binding| binding.action)
}

/// Every binding that applies in a context, nearest context first.
pub fn bindings(context: Context) -> impl Iterator<Item = &'static Binding> {
    let own = move |action| BINDINGS.iter().any(|own| own.context == context && own.action == action);
    // An action that a context binds itself is listed there only, not again among the shared keys.
    let twice = move |binding: &Binding| {
        let shared = matches!(binding.context, Context::List | Context::Letters);
        shared && binding.context != context && own(binding.action)
    };
    let all = context.chain().flat_map(|context| BINDINGS.iter().filter(move |binding| binding.context == context));
    all.filter(move |binding| !twice(binding))
}

/// The name of the key that is shown for an action. None: it is not bound here.
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
