//! A drill of one habit of speaking, opened from a question's page: take after take, how each went, and the best and
//! the last one played in turn. What follows from a key is decided by [`HabitDrill`].

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::listening::{Listening, Recorded};
use super::speaking::level_line;
use crate::bank::QuestionId;
use crate::history::Utterance;
use crate::practice::Habit;
use crate::practice::words::clock;
use crate::session::{HabitDrill, HabitPlace, Order};
use crate::sound::{Playing, Sounded};
use crate::speech::hearing::News;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, head};

/// A drill of a habit on the screen.
#[derive(Debug)]
pub struct HabitScreen {
    drill: HabitDrill,
    scroll: Scroll,
    /// What is wrong with the sound, if anything.
    warning: Option<String>,
    /// The playback of a take, if one is open.
    listening: Option<Listening>,
}

impl HabitScreen {
    /// The drill on a question. None if no bank has it, which is then said.
    pub fn open(question: QuestionId, cx: &mut Cx<'_>) -> Option<Self> {
        match cx.engine.library().question(&question) {
            Ok(found) => {
                let prompt = crate::text::clean(&found.prompt).into_owned();
                let drill = HabitDrill::new(Habit::Start, question, prompt, cx.engine, cx.now);
                Some(Self { drill, scroll: Scroll::default(), warning: None, listening: None })
            }
            Err(error) => {
                cx.say(error.to_string());
                None
            }
        }
    }

    fn order(orders: Vec<Order>, cx: &mut Cx<'_>) {
        cx.effects.extend(orders.into_iter().map(Effect::from));
    }

    fn choose(&mut self, forward: bool, cx: &Cx<'_>) {
        let all = Habit::ALL;
        let at = all.iter().position(|habit| *habit == self.drill.habit()).unwrap_or(0);
        let next = if forward { at + 1 } else { at + all.len() - 1 } % all.len();
        self.drill.choose(all[next], cx.engine);
    }

    /// The recordings of the last and the best take, if they still exist.
    fn recordings(&self, cx: &Cx<'_>) -> Vec<Recorded> {
        let hearing = cx.engine.hearing();
        let now = matches!(self.drill.place(), HabitPlace::Done(_)).then(|| self.drill.recording());
        let before = self.drill.before();
        let last = now.or_else(|| before.rows.first()?.take.recording.clone());
        let best = before.best().and_then(|row| row.take.recording.clone());
        let mut all = Vec::new();
        for (name, title) in [(last, "the last take"), (best, "the best take before")] {
            if let Some(name) = name.filter(|name| hearing.has(name)) {
                all.push(Recorded::new(&name, title));
            }
        }
        all.dedup_by(|a, b| a.is_of_the_same(b));
        all
    }

    fn text(&self, look: &Look<'_>, width: u16) -> Prose<'_> {
        let theme = look.theme;
        let mut prose = Prose::new(width).paragraph(self.drill.prompt(), theme.strong).gap();
        prose = prose.paragraph(format!("The habit: {}.", self.drill.habit().aim()), theme.text);
        match self.drill.place() {
            HabitPlace::Ready => {
                let before = self.drill.compared();
                prose.paragraph(before, theme.dim).gap().paragraph(
                    "A take is recorded and told in figures. It is no answer: nothing is judged, and no schedule moves.",
                    theme.dim,
                )
            }
            HabitPlace::Speaking => {
                let track = self.drill.track();
                let time = format!("{} of {}", clock(track.seconds()), clock(self.drill.habit().seconds()));
                prose = prose.gap().line(level_line(track, width, theme)).line(Line::styled(time, theme.dim));
                let warning = self.drill.habit().while_spoken(track).or(self.warning.as_deref());
                prose.paragraph(warning.unwrap_or_default(), theme.warn)
            }
            HabitPlace::Listening => prose.gap().paragraph("Listening to what you said …", theme.dim),
            HabitPlace::Failed(why) => prose.gap().paragraph(why, theme.warn),
            HabitPlace::Done(verdict) => {
                let style = match verdict.kept {
                    Some(true) => theme.good,
                    Some(false) => theme.warn,
                    None => theme.text,
                };
                prose = prose.gap().paragraph(&verdict.words, style);
                prose = prose.paragraph(self.drill.compared(), theme.dim).gap();
                for figure in self.drill.figures() {
                    let beside = [figure.band, figure.own.as_str()].join("  ");
                    let words = format!("{:<22} {}  {}", figure.name, figure.value, beside.trim());
                    prose = prose.paragraph(words.trim_end(), theme.text);
                }
                prose
            }
        }
    }
}

impl Screen for HabitScreen {
    fn context(&self) -> Context {
        match (&self.listening, self.drill.place()) {
            (Some(_), _) => Context::Listening,
            (None, HabitPlace::Speaking) => Context::HabitSpeaking,
            _ => Context::Habit,
        }
    }

    fn offers(&self, action: Action) -> bool {
        if let Some(listening) = &self.listening {
            return listening.offers(action);
        }
        let listens = *self.drill.place() == HabitPlace::Listening;
        match action {
            Action::Accept | Action::Left | Action::Right => !listens,
            Action::Listen => matches!(self.drill.place(), HabitPlace::Done(_)) || !self.drill.before().rows.is_empty(),
            Action::PageDown => self.scroll.has_more(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if let Some(listening) = &mut self.listening {
            if action == Action::Back {
                cx.effects.push(Effect::Play(Playing::Close));
                self.listening = None;
            } else {
                listening.act(action, cx);
            }
            return Route::Stay;
        }
        match action {
            Action::Accept => {
                self.scroll.reset();
                self.warning = None;
                let orders = self.drill.begin(cx.engine, cx.now);
                Self::order(orders, cx);
            }
            Action::Done => Self::order(self.drill.end(), cx),
            Action::Left | Action::Right => self.choose(action == Action::Right, cx),
            Action::Listen => {
                self.listening = Listening::open((self.recordings(cx), 0), cx);
                if self.listening.is_none() {
                    cx.say("The recordings of the takes are not there any more.");
                }
            }
            Action::Back if *self.drill.place() == HabitPlace::Speaking => {
                Self::order(self.drill.leave(), cx);
                cx.say("The take is forgotten.");
            }
            Action::Back => {
                Self::order(self.drill.leave(), cx);
                return Route::Back;
            }
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        Self::order(self.drill.leave(), cx);
    }

    fn sounded(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        match (news, &mut self.listening) {
            (Sounded::Recorder(name, heard), _) => {
                let (say, orders) = self.drill.sounded(&name, heard);
                if say.is_some() {
                    self.warning = say;
                } else if self.drill.track().advice().is_none() {
                    // A problem with the sound is over with the next take.
                    self.warning = None;
                }
                Self::order(orders, cx);
            }
            (news, Some(listening)) => listening.sounded(news),
            (_, None) => {}
        }
    }

    fn heard(&mut self, said: &Utterance, news: &News, cx: &mut Cx<'_>) {
        let orders = self.drill.heard(said, news, cx.engine, cx.now);
        Self::order(orders, cx);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        if let Err(error) = result {
            cx.say(format!("Not saved: {error}"));
        }
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let right = self.listening.as_ref().map_or("one habit", Listening::title);
        head(frame, area, ("Speaking", theme.dim), (right, theme.dim));
        let body = below(area, 2);
        let side = if body.width >= 50 { 3 } else { 1 };
        let width = body.width.saturating_sub(2 * side).min(MEASURE);
        let body = Rect { x: body.x + side, width, ..body };
        match &self.listening {
            Some(listening) => listening.view_in(look, frame, body),
            None => self.text(look, width).draw(frame, body, &self.scroll, theme.dim),
        }
    }
}
