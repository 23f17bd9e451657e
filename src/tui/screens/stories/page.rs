//! The page of a story: its text, what is missing in it, and each time that it was told.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{practise, retire};
use crate::assess::Band;
use crate::engine::{ExtractOf, StoryOf};
use crate::history::RecordId;
use crate::practice::words::ago;
use crate::stories::{Part, Reach, StoryFacts, Told, practised};
use crate::text::{clean, one_line};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::widgets::{MEASURE, Prose, Scroll, column, head};

/// How many tellings are shown.
const MOST: usize = 20;

/// The page of one story.
#[derive(Debug)]
pub struct StoryScreen {
    facts: StoryFacts,
    told: Vec<Told>,
    /// The question that was asked each time, in the order of `told`.
    asked: Vec<String>,
    scroll: Scroll,
    /// Whether the coach is on.
    coach: bool,
}

impl StoryScreen {
    /// Reads the story. None if it does not exist or cannot be read, which is then said.
    pub fn open(story: &RecordId, cx: &mut Cx<'_>) -> Option<Self> {
        let facts = match cx.engine.stories().get(story) {
            Ok(Some(facts)) => facts,
            Ok(None) => {
                cx.say("This story is not in the history any more.");
                return None;
            }
            Err(error) => {
                cx.say(error.to_string());
                return None;
            }
        };
        let mut screen = Self {
            facts,
            told: Vec::new(),
            asked: Vec::new(),
            scroll: Scroll::default(),
            coach: cx.engine.coach().is_on(),
        };
        screen.read(cx);
        Some(screen)
    }

    fn read(&mut self, cx: &mut Cx<'_>) {
        match cx.engine.stories().get(&self.facts.story.story) {
            Ok(facts) => self.facts = facts.unwrap_or_else(|| self.facts.clone()),
            Err(error) => return cx.say(error.to_string()),
        }
        match cx.engine.stories().tellings(&self.facts, MOST) {
            Ok(told) => self.told = told,
            Err(error) => return cx.say(error.to_string()),
        }
        let asked = |told: &Told| match practised(&told.question) {
            Some((_, seconds)) => format!("practised in {seconds} s"),
            None => one_line(cx.engine.questions().prompt(&told.question)),
        };
        self.asked = self.told.iter().map(asked).collect();
    }

    fn text(&self, look: &Look<'_>, width: u16) -> Prose<'static> {
        let (theme, facts) = (look.theme, &self.facts);
        let mut prose = Prose::new(width).paragraph(one_line(&facts.story.title), theme.strong);
        prose = prose.paragraph(facts.told_words(look.now.day()), theme.dim);
        if facts.story.retired {
            prose = prose.paragraph("No longer told: x tells it again.", theme.warn);
        } else if let Some(wear) = facts.wear(look.now.day()) {
            prose = prose.paragraph(wear.words(), theme.warn);
        }
        for part in Part::ALL {
            let text = part.of(&facts.story);
            if !text.trim().is_empty() {
                prose =
                    prose.gap().line(Line::styled(part.heading(), theme.accent)).paragraph(clean(&text), theme.text);
            }
        }
        let missing: Vec<&str> = facts.missing().into_iter().map(Part::heading).collect();
        if !missing.is_empty() {
            prose = prose.gap().paragraph(format!("Not written yet: {}.", missing.join(", ")), theme.warn);
        }
        if self.told.is_empty() {
            return prose.gap().paragraph("Not told yet. 1, 2 and 3 practise it in 60, 90 and 180 seconds.", theme.dim);
        }
        prose = prose.gap().line(Line::styled("Told", theme.strong));
        for (told, asked) in self.told.iter().zip(&self.asked) {
            let band = told.band.and_then(|band| Band::try_from(band).ok());
            let band = band.map_or(String::new(), |band| format!(", {band}"));
            let when = ago(told.day, look.now.day());
            prose = prose.paragraph(format!("{when}, {}{band}: {}", told.time_words(), told.left_words()), theme.text);
            prose = prose.indented(asked, theme.dim, 2);
        }
        prose
    }
}

impl Screen for StoryScreen {
    fn context(&self) -> Context {
        Context::Story
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Practise(_) => !self.facts.story.retired,
            Action::PageDown => self.scroll.has_more(),
            Action::Extract => self.coach && !self.told.is_empty(),
            _ => true,
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.read(cx);
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Back => return Route::Back,
            Action::EditStory => {
                cx.effects.push(Effect::EditStory(StoryOf::Story(self.facts.story.story.clone())));
            }
            Action::RetireStory => retire(&self.facts, cx),
            Action::Extract if self.offers(action) => {
                return Route::Extract(ExtractOf::Story(StoryOf::Story(self.facts.story.story.clone())));
            }
            Action::Practise(seconds) if !self.facts.story.retired => return practise(&self.facts, seconds, cx),
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.read(cx);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        if let Err(error) = result {
            cx.say(format!("Not saved: {error}"));
        }
        self.read(cx);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let reach = self.facts.reach().map_or(String::new(), Reach::words);
        head(frame, area, ("A story of yours", theme.dim), (&reach, theme.dim));
        let body = column(area, 2, MEASURE);
        self.text(look, body.width).draw(frame, body, &self.scroll, theme.dim);
    }
}
