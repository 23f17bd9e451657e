//! The choice of a story: before an answer the one that is going to be told, by its title alone; after it the one that
//! was told.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::bank::QuestionId;
use crate::engine::StoryOf;
use crate::history::RecordId;
use crate::stories::Choice;
use crate::text::one_line;
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect, Look};
use crate::tui::widgets::{
    at_right, below, cursor_mark, first_row, list_ends, moved, row_style, rows_in_sight, shorten, title_row,
};

/// What the choice is for.
#[derive(Debug)]
enum For {
    /// An answer that is going to be given; with the story chosen for it so far.
    Answer(Option<RecordId>),
    /// An answer that was given: its attempt and question.
    Attempt(RecordId, QuestionId),
}

/// What a key led to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui::screens) enum Chosen {
    /// The choice stays open.
    Open,
    /// It was closed without a change.
    Closed,
    /// This story was chosen. None: no story.
    Story(Option<RecordId>),
    /// The coach should extract a story from the answer of this attempt.
    Extract(RecordId),
}

/// The stories to choose from, by title, best match first.
#[derive(Debug)]
pub(in crate::tui::screens) struct StoryChoice {
    of: For,
    choices: Vec<Choice>,
    cursor: usize,
    /// Whether the coach is on.
    coach: bool,
}

impl StoryChoice {
    /// The choice before an answer. None if there is no story to choose, which is then said.
    pub(in crate::tui::screens) fn before(
        question: &QuestionId,
        chosen: Option<&RecordId>,
        cx: &mut Cx<'_>,
    ) -> Option<Self> {
        let choices = read(question, cx)?;
        if choices.is_empty() {
            cx.say("There are no stories yet. S on Home writes one; after the answer S makes one of it.");
            return None;
        }
        let cursor = choices.iter().position(|choice| Some(&choice.story.story.story) == chosen).unwrap_or(0);
        Some(Self { of: For::Answer(chosen.cloned()), choices, cursor, coach: false })
    }

    /// The choice after an answer. None if the stories cannot be read, which is then said.
    pub(in crate::tui::screens) fn after(attempt: &RecordId, question: &QuestionId, cx: &mut Cx<'_>) -> Option<Self> {
        let choices = read(question, cx)?;
        let told = cx.engine.stories().told_in(attempt).ok().flatten().map(|facts| facts.story.story);
        let at = choices.iter().position(|choice| Some(&choice.story.story.story) == told.as_ref());
        let (of, coach) = (For::Attempt(attempt.clone(), question.clone()), cx.engine.coach().is_on());
        Some(Self { of, choices, cursor: at.map_or(0, |at| at + 1), coach })
    }

    /// Whether an action makes sense now: the coach needs an answer that was given.
    pub(in crate::tui::screens) fn offers(&self, action: Action) -> bool {
        action != Action::Extract || self.coach
    }

    /// How many rows come before the first story.
    fn lead(&self) -> usize {
        usize::from(matches!(self.of, For::Attempt(..)))
    }

    fn rows(&self) -> usize {
        self.choices.len() + self.lead()
    }

    /// The story under the cursor. None: the cursor is on the row for no story.
    fn under(&self) -> Option<&Choice> {
        self.choices.get(self.cursor.checked_sub(self.lead())?)
    }

    /// Performs an action.
    pub(in crate::tui::screens) fn key(&mut self, action: Action, cx: &mut Cx<'_>) -> Chosen {
        let story = match action {
            Action::Accept => self.under().map(|choice| choice.story.story.story.clone()),
            Action::Missed => None,
            Action::Back => return Chosen::Closed,
            Action::Extract => {
                return match &self.of {
                    For::Attempt(attempt, _) if self.coach => Chosen::Extract(attempt.clone()),
                    _ => Chosen::Open,
                };
            }
            _ => {
                self.cursor = moved(self.cursor, self.rows(), action);
                return Chosen::Open;
            }
        };
        match &self.of {
            For::Answer(_) => return Chosen::Story(story),
            For::Attempt(attempt, _) if story.is_none() && action == Action::Accept => {
                cx.effects.push(Effect::EditStory(StoryOf::Answer(attempt.clone())));
            }
            For::Attempt(attempt, question) => {
                let told = story.is_some();
                cx.effects.push(Effect::save(cx.engine.stories().attach(story, attempt, question, cx.now)));
                cx.say(if told { "Kept: it counts as told." } else { "Kept: no story of yours." });
            }
        }
        Chosen::Closed
    }

    /// Draws it: a title, the question in a line, the stories.
    pub(in crate::tui::screens) fn view(&self, prompt: &str, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let (title, chosen) = match &self.of {
            For::Answer(chosen) => ("Which story?", chosen.as_ref()),
            For::Attempt(..) => ("Which story was that?", None),
        };
        let said = if matches!(self.of, For::Answer(_)) { "titles alone: you tell it" } else { "" };
        title_row(frame, area, theme, title, said);
        let about = shorten(&one_line(prompt), usize::from(area.width).saturating_sub(4));
        frame.render_widget(Line::styled(format!("   {about}"), theme.dim), first_row(below(area, 1)));
        let body = below(area, if area.height >= 12 { 3 } else { 2 });
        // The last row says why the story under the cursor fits.
        let foot = u16::from(body.height >= 3);
        let list = Rect { height: body.height.saturating_sub(foot), ..body };
        for (index, row) in rows_in_sight(list, self.cursor, self.rows()) {
            let selected = index == self.cursor;
            let choice = index.checked_sub(self.lead()).and_then(|at| self.choices.get(at));
            let place = match (choice, index.checked_sub(self.lead())) {
                (Some(choice), _) if chosen == Some(&choice.story.story.story) => "chosen",
                (Some(choice), Some(0)) if choice.fits => "best",
                (Some(choice), Some(1)) if choice.fits => "in reserve",
                _ => "",
            };
            let words = choice
                .map_or_else(|| "A new story of this answer".to_owned(), |choice| one_line(&choice.story.story.title));
            let words = shorten(&words, usize::from(row.width).saturating_sub(place.width() + 6));
            let line = vec![
                Span::styled(cursor_mark(selected), theme.selected),
                Span::styled(words, row_style(selected, theme)),
            ];
            frame.render_widget(Line::from(line), row);
            at_right(frame, row, place, theme.accent);
        }
        list_ends(frame, list, self.cursor, self.rows(), theme);
        let words = match self.under() {
            Some(choice) => choice.words(look.now.day()),
            None if self.coach => "Enter: in your editor, sorted by shape; c: by the coach, in quotes".to_owned(),
            None => "in your editor, its sentences below the headings as far as they tell".to_owned(),
        };
        let row = first_row(below(body, list.height));
        if foot > 0 {
            let words = shorten(&words, usize::from(row.width).saturating_sub(5));
            frame.render_widget(Line::styled(format!("   {words}"), theme.dim), row);
        }
    }
}

fn read(question: &QuestionId, cx: &mut Cx<'_>) -> Option<Vec<Choice>> {
    match cx.engine.stories().for_question(question, cx.now) {
        Ok(choices) => Some(choices),
        Err(error) => {
            cx.say(error.to_string());
            None
        }
    }
}
