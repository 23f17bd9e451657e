//! The drill line by line: for screen readers, pipes, and terminals that cannot draw.
//!
//! [`Plain`] takes lines and moments and produces lines; it touches neither standard input nor output, so a whole drill
//! can be played in a test. What follows from a line is decided by the session ([`crate::session`]); here lines become
//! intents, and news become sentences. `shell.rs` is the thin part that reads and prints.

mod answer;
mod answering;
mod coach;
mod dialogue;
mod guide;
mod judge;
mod mine;
mod mock;
mod say;
mod says;
mod shell;
mod sounds;
mod story;

use std::collections::VecDeque;

use crate::assess::{Mention, StatedMistake};
use crate::engine::Kept;
use crate::history::{Medium, Mode};
use crate::practice::{Answer, Judging, Phase, Pick, Review, Turn};
use crate::session::{DrillCourse, Intent, Left, News, Session, carry_out, discard};
use crate::sound::Sounded;
use crate::stories::Choice;

use answering::{Answering, begins_an_answer};
pub(super) use coach::opinion_lines;
use coach::{OpensCoach, PlainCoach};
pub use dialogue::{Desk, Dialogue, Input, Waits};
pub use mock::{PlainMock, Wanted};
use says::Says;
pub use shell::{mock, practise, run, tour};
pub use sounds::Sound;
use sounds::Sounds;

/// What the next line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Whether to take up something that an earlier run left.
    Offer,
    /// Whether to really discard what was left.
    Sure,
    /// Whatever the session asks for.
    Session,
    /// Notes on a question that has none.
    Notes,
    /// The ticks of the points, replies, mistakes and weak signals, one by one.
    Point(usize),
    Reply(usize),
    Mistake(usize),
    Weak(usize),
    /// Whether the points that were not judged were missing.
    Rest,
    /// Ticks for which the answer has no words.
    Doubt,
    /// A second opinion: consent, waiting, or its rows.
    Coach,
    /// Which story is going to be told, or was told in the answer.
    Story,
    /// Nothing; the drill is over.
    Over,
}

/// A drill that is asked line by line.
#[derive(Debug)]
pub struct Plain {
    /// `None` until the first question is asked.
    session: Option<Session<DrillCourse>>,
    /// The questions to be asked, and the seed they were drawn with.
    picks: (Vec<Pick>, u64),
    at: At,
    kept: VecDeque<Kept>,
    mentions: Vec<Mention>,
    /// Mistakes that the answer states.
    stated: Vec<StatedMistake>,
    /// The lines of notes written so far.
    notes: Vec<String>,
    beating: bool,
    /// Whether this is the tour, in which each step is explained.
    guided: bool,
    /// Whether a coach is set up.
    has_coach: bool,
    coach: PlainCoach,
    /// The stories listed to choose from, the best one first.
    stories: Vec<Choice>,
    says: Says,
    sounds: Sounds,
    /// News that are held back until what was said has been transcribed.
    later: Vec<News>,
}

impl Dialogue for Plain {
    fn waits(&self) -> Waits {
        let answer = self.answer();
        match (self.at, answer.map(Answer::phase)) {
            (At::Session | At::Story, Some(Phase::Thinking)) => Waits::Command { timed: true },
            (At::Session, Some(Phase::Answering | Phase::Replying)) if answer.is_some_and(Answer::is_spoken) => {
                Waits::Command { timed: true }
            }
            (At::Session, Some(Phase::Answering | Phase::Replying)) => Waits::Answer,
            (At::Notes, _) => Waits::Notes,
            (At::Over, _) => Waits::Over,
            (At::Coach, _) => Waits::Command { timed: self.coach.is_asking() },
            _ => Waits::Command { timed: false },
        }
    }

    fn sound(&mut self) -> (&mut Sounds, &mut Says) {
        (&mut self.sounds, &mut self.says)
    }

    fn sounded(&mut self, news: Sounded, desk: &mut Desk<'_>) {
        self.hear_sound(news, desk);
    }

    fn heard(&mut self, desk: &mut Desk<'_>) {
        let later = std::mem::take(&mut self.later);
        self.tell(later, desk);
    }

    fn feed(&mut self, input: Input<'_>, desk: &mut Desk<'_>) {
        match input {
            Input::Tick if self.at == At::Coach => self.hear_coach(desk),
            Input::Tick => self.mean(Intent::Second, desk),
            Input::Line(line) => match self.waits() {
                Waits::Answer => self.answer_line(line, desk),
                Waits::Notes => self.notes_line(line, desk),
                Waits::Command { timed: true } if self.is_asked() && begins_an_answer(line) => {
                    self.mean(Intent::Give(Medium::Typed), desk);
                    self.answer_line(line, desk);
                }
                _ => self.command(line.trim(), desk),
            },
            Input::End => self.end(desk),
        }
    }

    fn leave(&mut self, desk: &mut Desk<'_>) {
        if self.at == At::Over {
            return;
        }
        // Notes must not be lost because the closing empty line is missing.
        if !self.notes.is_empty() {
            self.keep_notes(desk);
        }
        self.mean(Intent::Leave, desk);
        self.at = At::Over;
    }
}

impl Plain {
    /// Begins a drill. `beating` says that a tick will come every second while the clock runs, so that a longer gap
    /// means that the program was stopped.
    pub fn begin(picks: Vec<Pick>, seed: u64, beating: bool, desk: &mut Desk<'_>) -> Self {
        Self::start_with(picks, seed, beating, false, desk)
    }

    /// Begins to practise a story; anything left by an earlier run waits for the next drill.
    pub fn practise(picks: Vec<Pick>, desk: &mut Desk<'_>) -> Self {
        desk.engine.sweep_drills();
        let mut plain = Self::fresh(picks, 0, true, false, desk);
        plain.go_on(desk);
        plain
    }

    /// Begins the tour: a drill in which each step is explained.
    pub fn tour(picks: Vec<Pick>, desk: &mut Desk<'_>) -> Self {
        Self::start_with(picks, 0, true, true, desk)
    }

    fn start_with(picks: Vec<Pick>, seed: u64, beating: bool, guided: bool, desk: &mut Desk<'_>) -> Self {
        desk.engine.sweep_drills();
        let (kept, warnings) = desk.engine.kept();
        let mut plain = Self { kept: kept.into(), ..Self::fresh(picks, seed, beating, guided, desk) };
        for warning in &warnings {
            plain.says.line(warning);
        }
        plain.go_on(desk);
        plain
    }

    /// A drill in which nothing has been asked or offered yet.
    fn fresh(picks: Vec<Pick>, seed: u64, beating: bool, guided: bool, desk: &Desk<'_>) -> Self {
        Self {
            session: None,
            picks: (picks, seed),
            at: At::Session,
            kept: VecDeque::new(),
            mentions: Vec::new(),
            stated: Vec::new(),
            notes: Vec::new(),
            beating,
            guided,
            has_coach: desk.engine.coach().is_on(),
            coach: PlainCoach::default(),
            stories: Vec::new(),
            says: Says::default(),
            sounds: Sounds::default(),
            later: Vec::new(),
        }
    }

    /// The session, for tests that compare both faces.
    #[cfg(test)]
    pub(crate) fn session(&self) -> Option<&Session<DrillCourse>> {
        self.session.as_ref()
    }

    fn review(&self) -> Option<&Review> {
        self.session.as_ref()?.course().review()
    }

    /// Whether the answer has been rated and the next question may come.
    fn is_rated(&self) -> bool {
        self.review().is_some_and(|review| matches!(review.judging(), Judging::Rated(_)))
    }

    /// Whether a question is being asked and no answer has been started.
    fn is_asked(&self) -> bool {
        self.at == At::Session && self.answer().is_some_and(|answer| answer.phase() == Phase::Thinking)
    }

    fn tell(&mut self, news: Vec<News>, desk: &mut Desk<'_>) {
        for order in self.session.iter_mut().flat_map(Session::take_orders) {
            self.coach.order(order);
        }
        self.coach.hear_ahead(&mut self.says, desk);
        self.sounds.take(&news, desk.engine);
        // The notes are opened beside the words of the answer, so those are waited for.
        if self.sounds.is_to_hear() && news.contains(&News::Opened) {
            self.says.line("Listening to what you said …");
            self.later.extend(news);
            self.later.retain(|news| {
                !matches!(news, News::Sound(_) | News::Listen(_) | News::ListenAhead(_) | News::ListenAside(_))
            });
            return;
        }
        for news in news {
            if let Some(words) = guide::words(&news).filter(|_| self.guided) {
                self.says.gap(words);
            }
            self.tell_one(&news, desk);
        }
    }

    fn tell_one(&mut self, news: &News, desk: &mut Desk<'_>) {
        let answer = self.session.as_ref().and_then(|session| session.course().turn()).map(Turn::answer);
        match (news, answer) {
            (News::Asked, Some(_)) => self.show(desk),
            (News::Giving, Some(answer)) => say::giving(&mut self.says, answer.medium()),
            (News::Given, Some(answer)) => {
                if answer.replies().is_empty() {
                    say::time_taken(&mut self.says, answer);
                }
                say::prediction(&mut self.says);
                say::before_the_notes(&mut self.says, answer);
            }
            (News::NoSuchPrediction, _) => say::prediction(&mut self.says),
            (News::NothingTyped, _) => self.says.line("Nothing typed yet. Write an answer, or give up with .x."),
            (News::Hint, Some(answer)) => {
                say::hint(&mut self.says, answer, answer.hints().len().saturating_sub(1));
                say::hint_price(&mut self.says, answer);
            }
            (News::Clarified, Some(answer)) => {
                answer.clarifications().last().into_iter().for_each(|given| say::clarification(&mut self.says, given));
            }
            (News::Opened, _) => self.revealed(desk),
            (News::Untouched | News::NotJudged(_) | News::SpokenFor(_), _) => self.say_rest(news),
            (News::Doubted, _) => self.say_doubt(),
            (News::Rating, _) => self.say_rating(desk),
            (News::Rated, _) => self.rated(desk),
            (News::WentOn(kept), _) => self.says.gap(kept.words(desk.now.day())),
            (News::TakenBack, _) => {
                self.says.line("Taken back.");
                self.say_rating(desk);
            }
            (News::Left(left), _) => self.say_left(*left),
            (News::Ended, _) => {
                self.summary(desk);
                self.at = At::Over;
            }
            (news, _) => {
                say::news(&mut self.says, news);
                if matches!(news, News::NotSaved(_)) && self.is_rated() {
                    self.ask_next();
                }
            }
        }
    }

    fn say_left(&mut self, left: Left) {
        self.says.gap(match left {
            Left::Answer => "Your answer is kept and offered at the next start.",
            Left::Unjudged => "Your answer is saved; its rating is asked for at the next start.",
            Left::Unsaved => "Your answer could not be saved; what was kept of it is offered at the next start.",
            Left::Nothing | Left::Mock | Left::Debrief => return,
        });
    }

    fn end(&mut self, desk: &mut Desk<'_>) {
        let typed =
            self.waits() == Waits::Answer && self.answer().is_some_and(|answer| !answer.text().trim().is_empty());
        match self.at {
            At::Over => {}
            At::Coach => self.end_coach(desk),
            At::Session if typed || self.answer().is_some_and(Answer::is_spoken) => self.mean(Intent::Done, desk),
            At::Session if self.is_rated() => self.command("q", desk),
            _ => {
                self.says.gap("No more input.");
                self.stop(desk);
            }
        }
    }

    /// Ends the drill because the candidate leaves.
    fn stop(&mut self, desk: &mut Desk<'_>) {
        self.leave(desk);
        self.summary(desk);
    }

    fn summary(&mut self, desk: &Desk<'_>) {
        match &self.session {
            Some(session) => say::summary(&mut self.says, session.course().drill(), desk.now),
            None => self.says.gap("Nothing was rated in this drill."),
        }
    }

    /// Moves on: first to anything left by an earlier run, then to the questions of the drill.
    fn go_on(&mut self, desk: &mut Desk<'_>) {
        if let Some(kept) = self.kept.front() {
            say::kept(&mut self.says, kept, desk.engine);
            self.at = At::Offer;
            return;
        }
        self.at = At::Session;
        if self.session.is_some() {
            return self.mean(Intent::Next, desk);
        }
        self.start(None, desk);
    }

    fn start(&mut self, left: Option<Kept>, desk: &mut Desk<'_>) {
        self.at = At::Session;
        // It was not in use when it was offered, but may be by now.
        let left = match left.map(|left| desk.engine.still_kept(&left)).transpose() {
            Ok(left) => left,
            Err(gone) => {
                self.says.line(gone);
                return self.go_on(desk);
            }
        };
        let (session, step) = if let Some(session) = self.session.take() {
            let mut session = session;
            let step = left.map(|left| session.go_on_with(left, desk.engine, desk.now));
            (session, step.unwrap_or_default())
        } else {
            let (picks, seed) = (std::mem::take(&mut self.picks.0), self.picks.1);
            Session::drill(picks, left, seed, desk.engine, desk.now)
        };
        let session = self.session.insert(session);
        let news = session.carry_out(step, desk.engine, desk.now);
        session.run(Intent::Beat(self.beating), desk.engine, desk.now);
        self.tell(news, desk);
    }

    /// Prints the question as it stands, at whatever stage it is.
    fn show(&mut self, desk: &mut Desk<'_>) {
        let Some(session) = &self.session else { return };
        let Some(turn) = session.course().turn() else { return };
        if let Some(put) = turn.answer().replies().last().filter(|_| turn.answer().phase() == Phase::Replying) {
            self.says.gap(&put.prompt);
            return say::giving(&mut self.says, turn.answer().medium());
        }
        let drill = session.course().drill();
        let answer = turn.answer();
        let (number, of) = drill.place();
        let why = drill.current().map_or("", |pick| pick.why.word());
        let planned = drill.current().is_some_and(|pick| pick.why.mode() == Mode::Practice);
        let left_over = session.course().is_left_over();
        let place = match (answer.mode(), left_over) {
            (Mode::Practice, false) if planned => {
                format!("Question {number} of {of} ({why}; the schedule stays as it is)")
            }
            (Mode::Practice, _) => "Once more, as practice".to_owned(),
            (_, true) => "From an earlier start".to_owned(),
            _ => format!("Question {number} of {of} ({why})"),
        };
        say::question(&mut self.says, answer, &place, desk.engine);
        if !answer.text().is_empty() {
            self.says.gap("Your answer so far:");
            self.says.line(answer.text());
        }
        match (turn, answer.phase()) {
            (Turn::Reviewing(_), _) => self.revealed(desk),
            (_, Phase::Thinking) => {
                let hint = say::hint_key(answer);
                self.says.line(format!(
                    "t type, s speak, {hint}, c clarify, x don't know, n skip, p pause, q end, ? help; three words or more \
                     begin the answer."
                ));
                story::offer(&mut self.says, answer, desk.engine);
            }
            (_, Phase::Answering | Phase::Replying) => say::giving(&mut self.says, answer.medium()),
            (_, Phase::Given) => {
                say::prediction(&mut self.says);
                say::before_the_notes(&mut self.says, answer);
            }
        }
    }

    fn command(&mut self, word: &str, desk: &mut Desk<'_>) {
        let word = word.to_lowercase();
        if self.sounds.stop_playing() && word.is_empty() {
            return;
        }
        match (self.at, self.answer().map(Answer::phase)) {
            (At::Offer, _) => self.at_offer(&word, desk),
            (At::Sure, _) => self.at_sure(&word, desk),
            (At::Point(index), _) => self.at_point(index, &word, desk),
            (At::Reply(index), _) => self.at_reply(index, &word, desk),
            (At::Rest, _) => self.at_rest(&word, desk),
            (At::Doubt, _) => self.at_doubt(&word, desk),
            (At::Coach, _) => self.at_coach(&word, desk),
            (At::Story, _) => self.at_story(&word, desk),
            (At::Mistake(index) | At::Weak(index), _) => self.at_yes_or_no(index, &word, desk),
            (At::Session, Some(Phase::Thinking)) => self.at_asking(&word, desk),
            (At::Session, Some(Phase::Given)) => self.at_predicting(&word, desk),
            (At::Session, Some(_)) => self.at_speaking(&word, desk),
            (At::Session, None) if self.is_rated() => self.at_next(&word, desk),
            (At::Session, None) => self.at_rating(&word, desk),
            (At::Notes | At::Over, _) => {}
        }
    }

    fn at_offer(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "c" | "continue" | "" => {
                let left = self.kept.pop_front();
                self.start(left, desk);
            }
            "l" | "later" => {
                self.kept.pop_front();
                self.go_on(desk);
            }
            "d" | "discard" => {
                self.says.line("Throw it away for good? y or n.");
                self.at = At::Sure;
            }
            "q" | "quit" => self.stop(desk),
            _ => {
                if let Some(kept) = self.kept.front() {
                    self.says.keys(word, say::offer_keys(kept));
                }
            }
        }
    }

    fn at_sure(&mut self, word: &str, desk: &mut Desk<'_>) {
        if matches!(word, "y" | "yes")
            && let Some(left) = self.kept.pop_front()
        {
            for order in discard(&left, desk.engine, desk.now) {
                if let Some(news) = carry_out(order, desk.engine, desk.now) {
                    say::news(&mut self.says, &news);
                    self.sounds.take(&[news], desk.engine);
                }
            }
        }
        self.go_on(desk);
    }
}

#[cfg(test)]
mod tests;
