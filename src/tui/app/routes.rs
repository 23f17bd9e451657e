//! Where a key leads: from a route to its screen, and which pages stay below it to return to.

use super::App;
use crate::browse::View;
use crate::engine::Engine;
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::{Only, Pick, Wish};
use crate::session::{Extracting, Improving, Opinion};
use crate::tui::keymap::Context;
use crate::tui::overlay::Overlay;
use crate::tui::screen::{Cx, Effect, Route, Screen};
use crate::tui::screens::{
    AskedScreen, BrowseScreen, CardScreen, CoachScreen, DayScreen, DebriefScreen, FiltersScreen, HabitScreen,
    HomeScreen, ImportScreen, JobsScreen, MemoryScreen, MockScreen, MocksScreen, OfferScreen, PlanScreen,
    ProgressScreen, QuestionScreen, RetiredScreen, SettingsScreen, SittingScreen, StoriesScreen, StoryCoverageScreen,
    StoryScreen, TargetScreen, TopicsScreen,
};

/// How many pages are remembered to return to; so a few presses of Esc lead Home from anywhere.
const PAGES_BEHIND: usize = 3;

impl App {
    /// Follows a route. False if no new screen was opened.
    pub(super) fn go(&mut self, route: Route, now: Moment, effects: &mut Vec<Effect>) -> bool {
        let route = match route {
            Route::Back if self.wanted.is_empty() => match self.behind.pop() {
                Some((screen, opened_by)) => {
                    (self.screen, self.opened_by) = (screen, opened_by);
                    self.with_screen(now, effects, |screen, cx| screen.came_back(cx));
                    return false;
                }
                None => Route::Home,
            },
            Route::Back => Route::Home,
            route => route,
        };
        if self.ends_tour(&route, effects) {
            return false;
        }
        // The list with its new filter replaces the list it was opened from.
        if matches!(route, Route::List(_))
            && self.behind.last().is_some_and(|(page, _)| page.context() == Context::Browse)
        {
            self.behind.pop();
        }
        let leads_home = matches!(route, Route::Home);
        let stands_over = matches!(route, Route::Coach(_) | Route::Improve(_) | Route::Extract(_));
        let engine = &self.engine;
        let mut cx = Cx { engine, now, effects, notice: &mut self.notice };
        let next: Box<dyn Screen> = match route {
            Route::Stay | Route::Back => return false,
            Route::Home if !self.wanted.is_empty() => {
                Box::new(SittingScreen::drill(std::mem::take(&mut self.wanted), &mut cx))
            }
            Route::Home => home(&mut cx),
            Route::Drill(picks) => Box::new(SittingScreen::drill(picks, &mut cx)),
            Route::Draw(only) => match more(only, &mut cx) {
                Some(screen) => screen,
                None => return false,
            },
            // It was free when it was offered; another process may have taken it since.
            Route::Resume(kept) if engine.is_worked_on(kept.id()) => {
                cx.say("Meanwhile another Hotseat goes on with that answer.");
                home(&mut cx)
            }
            Route::Resume(kept) => match engine.still_kept(&kept) {
                Ok(kept) => Box::new(SittingScreen::resume(kept, std::mem::take(&mut self.wanted), &mut cx)),
                Err(gone) => {
                    cx.say(gone);
                    home(&mut cx)
                }
            },
            Route::Mocks(past) => Box::new(MocksScreen::new(engine, past, now)),
            Route::Mock(plan, medium) => Box::new(MockScreen::begin(*plan, medium, &mut cx)),
            Route::MockOffer(row, plan, medium) => Box::new(OfferScreen::new(*row, plan, medium)),
            Route::ResumeMock(id, medium) => match MockScreen::resume(&id, medium, &mut cx) {
                Ok(screen) => Box::new(screen),
                Err(error) => {
                    cx.say(error);
                    return false;
                }
            },
            Route::Debrief(id) => match debrief(&id, &mut cx) {
                Some(screen) => screen,
                None => return false,
            },
            Route::Browse(filter) => Box::new(BrowseScreen::new(View { filter, ..View::default() }, &mut cx)),
            Route::Search => Box::new(BrowseScreen::search_all(&mut cx)),
            Route::List(view) => Box::new(BrowseScreen::new(*view, &mut cx)),
            Route::FilterList(view) => Box::new(FiltersScreen::for_list(engine, *view)),
            Route::Question(question) => Box::new(QuestionScreen::new(question, &mut cx)),
            Route::Coach(attempt) => Box::new(CoachScreen::open(Opinion::open(attempt, cx.engine), &mut cx)),
            Route::Improve(attempt) => Box::new(CoachScreen::open(Improving::open(attempt, cx.engine), &mut cx)),
            Route::Extract(of) => Box::new(CoachScreen::open(Extracting::open(of, cx.engine, cx.now), &mut cx)),
            Route::WeakTopics => Box::new(TopicsScreen::new(engine, now)),
            Route::Progress => Box::new(ProgressScreen::new(engine, now)),
            Route::Plan => Box::new(PlanScreen::new(engine, now)),
            Route::Memory => Box::new(MemoryScreen::new(engine, now)),
            Route::Filters(filter) => Box::new(FiltersScreen::new(engine, filter)),
            Route::Target => Box::new(TargetScreen::new(engine)),
            Route::Settings => Box::new(SettingsScreen::new(engine)),
            Route::Import => Box::new(ImportScreen::new(engine)),
            Route::Retired => Box::new(RetiredScreen::new(engine)),
            Route::Jobs => Box::new(JobsScreen::new(engine, now)),
            Route::Day(job) => Box::new(DayScreen::new(job, &mut cx)),
            Route::Asked(job) => Box::new(AskedScreen::new(job, engine)),
            Route::Stories => Box::new(StoriesScreen::new(&mut cx)),
            Route::Habit(_) | Route::Story(_) => match about(route, &mut cx) {
                Some(screen) => screen,
                None => return false,
            },
            Route::StoryCoverage => Box::new(StoryCoverageScreen::new(&mut cx)),
            Route::Confirm(confirm) => {
                self.overlay = Some(Overlay::Confirm(confirm));
                return false;
            }
        };
        self.open_screen(next, leads_home, stands_over);
        true
    }

    /// Replaces the screen. The old one is kept to return to if it is a page or if the new one only lies over it.
    fn open_screen(&mut self, next: Box<dyn Screen>, leads_home: bool, stands_over: bool) {
        let before = (std::mem::replace(&mut self.screen, next), self.opened_by.take());
        if leads_home {
            self.behind.clear();
        } else if before.0.is_page() || stands_over {
            self.behind.push(before);
            let most = self.behind.len().saturating_sub(PAGES_BEHIND);
            self.behind.drain(..most);
        }
    }
}

/// The debrief of a mock. None if it cannot be opened; the reason is then shown.
fn debrief(id: &RecordId, cx: &mut Cx<'_>) -> Option<Box<dyn Screen>> {
    let error = match DebriefScreen::open(id, cx) {
        Ok(screen) => return Some(Box::new(screen)),
        Err(error) => error,
    };
    // A mock that a friend conducted has a scorecard but no answers.
    let card = cx.engine.mocks().find(id).ok().flatten().and_then(CardScreen::of);
    if card.is_none() {
        cx.say(error);
    }
    card.map(|card| Box::new(card) as Box<dyn Screen>)
}

/// A drill beyond today's share. None if there are no questions for it, which is then shown.
fn more(only: Only, cx: &mut Cx<'_>) -> Option<Box<dyn Screen>> {
    let picks = extra(cx.engine, only, cx.now);
    if picks.is_empty() {
        cx.say(if only == Only::Cram {
            "Nothing was answered yet, so there is nothing to go over once more."
        } else {
            "Every question of the target was asked today. Change the target, or come back tomorrow."
        });
        return None;
    }
    Some(Box::new(SittingScreen::drill(picks, cx)))
}

/// Draws questions beyond today's share.
pub(super) fn extra(engine: &Engine, only: Only, now: Moment) -> Vec<Pick> {
    engine.draw(&Wish { only, ..engine.wish(now) }, now)
}

/// Home. Answers that can be resumed are offered once the disk has been read.
fn home(cx: &mut Cx<'_>) -> Box<dyn Screen> {
    cx.effects.push(Effect::Offer);
    Box::new(HomeScreen::new(cx.engine, Vec::new(), cx.now))
}

/// The screen for one item that may no longer exist. None if so; the reason is then shown.
fn about(route: Route, cx: &mut Cx<'_>) -> Option<Box<dyn Screen>> {
    match route {
        Route::Habit(question) => Some(Box::new(HabitScreen::open(question, cx)?)),
        Route::Story(story) => Some(Box::new(StoryScreen::open(&story, cx)?)),
        _ => None,
    }
}
