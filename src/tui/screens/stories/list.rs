//! The list of stories: what there is to tell, how often each was told, and what is missing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::{practise, retire};
use crate::engine::StoryOf;
use crate::stories::{Gap, StoryFacts};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::widgets::{
    Prose, Scroll, at_right, below, count, cursor_mark, list_ends, moved, row_style, rows_in_sight, shorten,
    text_below, title_row,
};

/// Width from which a row says how a story was told, not only how often.
const WIDE: u16 = 70;

/// How many gaps are named below the list.
const GAPS: usize = 3;

/// All stories by title; those that are no longer told come last.
#[derive(Debug)]
pub struct StoriesScreen {
    all: Vec<StoryFacts>,
    gaps: Vec<Gap>,
    cursor: usize,
}

impl StoriesScreen {
    /// Reads all stories.
    pub fn new(cx: &mut Cx<'_>) -> Self {
        let mut screen = Self { all: Vec::new(), gaps: Vec::new(), cursor: 0 };
        screen.read(cx);
        screen
    }

    /// Reads the stories again; the cursor stays on its story.
    fn read(&mut self, cx: &mut Cx<'_>) {
        let under = self.under().map(|facts| facts.story.story.clone());
        match cx.engine.stories().all() {
            Ok(all) => self.all = all,
            Err(error) => cx.say(error.to_string()),
        }
        let found = self.all.iter().position(|facts| Some(&facts.story.story) == under.as_ref());
        self.cursor = found.unwrap_or(self.cursor).min(self.all.len().saturating_sub(1));
        self.gaps = cx.engine.stories().coverage(&self.all, cx.now).gaps;
    }

    fn under(&self) -> Option<&StoryFacts> {
        self.all.get(self.cursor)
    }

    fn empty(look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let body = text_below(area, 0);
        let prose = Prose::new(body.width)
            .paragraph("No stories yet.", look.theme.strong)
            .gap()
            .paragraph(
                "n opens a page in your editor: a title, what happened, what you did, how it ended.",
                look.theme.text,
            )
            .paragraph("After the answer to a behavioural question, S makes a story of it.", look.theme.dim);
        prose.draw(frame, body, &Scroll::default(), look.theme.dim);
    }
}

impl Screen for StoriesScreen {
    fn context(&self) -> Context {
        Context::Stories
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Accept | Action::EditStory | Action::RetireStory => !self.all.is_empty(),
            Action::Practise(_) => self.under().is_some_and(|facts| !facts.story.retired),
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
        let under = self.under().cloned();
        match (action, under) {
            (Action::Back, _) => return Route::Back,
            (Action::Another, _) => cx.effects.push(Effect::EditStory(StoryOf::New)),
            (Action::StoryCoverage, _) => return Route::StoryCoverage,
            (Action::Accept, Some(facts)) => return Route::Story(facts.story.story),
            (Action::EditStory, Some(facts)) => cx.effects.push(Effect::EditStory(StoryOf::Story(facts.story.story))),
            (Action::RetireStory, Some(facts)) => retire(&facts, cx),
            (Action::Practise(seconds), Some(facts)) if !facts.story.retired => return practise(&facts, seconds, cx),
            _ => self.cursor = moved(self.cursor, self.all.len(), action),
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
        let told = self.all.iter().filter(|facts| !facts.story.retired).count();
        let stories = if told == 1 { "1 story".to_owned() } else { format!("{told} stories") };
        let right =
            if self.gaps.is_empty() { stories } else { format!("{stories}, {}", count(self.gaps.len(), "gap")) };
        title_row(frame, area, theme, "Your stories", &right);
        let body = below(area, 2);
        if self.all.is_empty() {
            return Self::empty(look, frame, body);
        }
        // Themes without a story are named below the list if there is room for both.
        let named = if area.height >= 14 { self.gaps.len().min(GAPS) } else { 0 };
        let foot = u16::try_from(named + usize::from(named > 0)).unwrap_or(0);
        let list = Rect { height: body.height.saturating_sub(foot), ..body };
        for (index, row) in rows_in_sight(list, self.cursor, self.all.len()) {
            let (facts, selected) = (&self.all[index], index == self.cursor);
            let words = words(facts, row.width, look);
            let room = usize::from(row.width).saturating_sub(words.width() + 6);
            let title = shorten(&crate::text::one_line(&facts.story.title), room);
            let style = if facts.story.retired { theme.dim } else { row_style(selected, theme) };
            let line = vec![Span::styled(cursor_mark(selected), theme.selected), Span::styled(title, style)];
            frame.render_widget(Line::from(line), row);
            let worn = facts.wear(look.now.day()).is_some() && !facts.story.retired;
            at_right(frame, row, &words, if worn { theme.warn } else { theme.dim });
        }
        list_ends(frame, list, self.cursor, self.all.len(), theme);
        let gaps = below(body, list.height + u16::from(foot > 0));
        for (gap, y) in self.gaps.iter().take(named).zip(gaps.y..gaps.bottom()) {
            let row = Rect { y, height: 1, ..gaps };
            let words = shorten(&gap.words(), usize::from(row.width).saturating_sub(5));
            frame.render_widget(Line::styled(format!("   {words}"), theme.dim), row);
        }
    }
}

/// The words at the right of a story: how it was told, as far as there is room.
fn words(facts: &StoryFacts, width: u16, look: &Look<'_>) -> String {
    if facts.story.retired {
        return "no longer told".to_owned();
    }
    let wide = width >= WIDE;
    match facts.wear(look.now.day()) {
        Some(wear) if wide => crate::text::one_line(wear.words().split(':').next().unwrap_or_default()),
        _ if wide => facts.told_words(look.now.day()),
        Some(_) => format!("! {}×", facts.times()),
        None => format!("{}×", facts.times()),
    }
}
