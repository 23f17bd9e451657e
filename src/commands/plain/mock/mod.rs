//! A mock interview line by line: rounds, questions, follow-ups, debrief and scorecard, on the same session as the
//! screen.

mod ask;
mod card;
mod coach;
mod debrief;
mod offer;

use std::collections::VecDeque;

use super::answering::{Answering, begins_an_answer};
use super::coach::{OpensCoach, PlainCoach};
use super::say;
use super::says::Says;
use super::sounds::{self, Sounds};
use super::{Desk, Dialogue, Input, Waits};
use crate::assess::{Mention, StatedMistake};
use crate::history::{Medium, RecordId};
use crate::practice::mock::{Mock, MockStage, Plan};
use crate::practice::words::round_took;
use crate::practice::{Answer, Phase};
use crate::session::{DebriefCourse, Intent, Left, MockCourse, News, Session};
use crate::sound::Sounded;
use crate::stories::Choice;

/// What the next line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Whether to continue something that was left.
    Offer,
    /// Which loop to sit.
    Choose,
    /// Whatever the session asks for.
    Session,
    /// Which story is going to be told.
    Story,
    /// Whether to give up a mock: the one being offered, or the one being sat.
    SureOfOffered,
    SureOfSat,
    /// Whether to debrief now or later.
    Debrief,
    /// The ticks of an answer's points, replies and mistakes, one by one.
    Point(usize),
    Reply(usize),
    Mistake(usize),
    /// Whether the points that were not judged were missing.
    Rest,
    /// Ticks for which the answer has no words.
    Doubt,
    /// The numbers of an answer, one by one.
    Number(usize),
    /// Whether to ask for a second opinion on an answer that has been judged.
    Judged,
    /// A second opinion: consent, waiting, or its rows.
    Coach,
    /// The red flags, one by one.
    Flag(usize),
    /// Nothing; the mock is over.
    Over,
}

/// Something that an earlier run left.
#[derive(Clone, Debug)]
enum Waiting {
    /// A mock to continue.
    Mock(RecordId),
    /// A debrief to continue.
    Debrief(RecordId),
}

/// Which mock the user wants.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Whatever was left, or else one that the user is asked for.
    Any,
    /// This one, unless a mock of the same loop was left.
    New(Box<Plan>),
    /// A mock of this loop that was left; the second text says why no new one can be started.
    Waiting(String, String),
}

/// A mock that is asked line by line.
#[derive(Debug)]
pub struct PlainMock {
    at: At,
    wanted: Wanted,
    left: VecDeque<Waiting>,
    session: Option<Session<MockCourse>>,
    debrief: Option<Session<DebriefCourse>>,
    mentions: Vec<Mention>,
    /// Mistakes that the answer states.
    stated: Vec<StatedMistake>,
    /// Whether a coach is set up, the attempt it can be asked about, and what it is asked.
    has_coach: bool,
    judged: Option<RecordId>,
    coach: PlainCoach,
    /// Lines that came while the interviewer was thinking.
    waiting: Vec<String>,
    beating: bool,
    /// The stories listed to choose from, the best one first.
    stories: Vec<Choice>,
    /// Whether there are any stories.
    has_stories: bool,
    says: Says,
    sounds: Sounds,
    /// News of a debrief that are held back until what was said has been transcribed.
    later: Vec<News>,
}

impl PlainMock {
    /// Begins with the wanted mock, or with what was left. `beating` says that a tick will come every second while the
    /// clock runs.
    pub fn begin(wanted: Wanted, beating: bool, desk: &mut Desk<'_>) -> Self {
        let mut plain = Self {
            at: At::Over,
            left: offer::left(&wanted, desk),
            wanted,
            session: None,
            debrief: None,
            mentions: Vec::new(),
            stated: Vec::new(),
            has_coach: desk.engine.coach().is_on(),
            judged: None,
            coach: PlainCoach::default(),
            waiting: Vec::new(),
            beating,
            stories: Vec::new(),
            has_stories: desk.engine.stories().all().is_ok_and(|all| !all.is_empty()),
            says: Says::default(),
            sounds: Sounds::default(),
            later: Vec::new(),
        };
        plain.offer_next(desk);
        plain
    }

    fn mock(&self) -> Option<&Mock> {
        self.session.as_ref().map(|session| session.course().mock())
    }

    fn is_unsaved(&self) -> bool {
        self.session.as_ref().is_some_and(Session::is_unsaved)
    }

    fn tell(&mut self, news: &[News], desk: &Desk<'_>) {
        self.sounds.take(news, desk.engine);
        for news in news {
            match news {
                News::Asked => self.stand(),
                News::Giving => self.giving(),
                News::NothingTyped => {
                    self.says.line("Nothing typed yet. Write an answer, or say that you don't know with .x.");
                }
                News::Clarified => {
                    let given = self.session.iter().filter_map(|session| session.answer()?.clarifications().last());
                    given.for_each(|given| say::clarification(&mut self.says, given));
                }
                News::NothingToClarify(true) => {
                    self.says.line("\"What would you assume?\" State your assumption and go on.");
                }
                News::NoSuchPrediction => self.ask_prediction(),
                News::Left(left) => self.says.gap(match left {
                    Left::Debrief => "The answers are saved; `hotseat mock --plain` opens their debrief.",
                    _ => "The mock is kept; `hotseat mock` goes on with it, also on another day.",
                }),
                News::Abandoned => self.given_up(),
                news => {
                    say::news(&mut self.says, news);
                    if matches!(news, News::NotSaved(_)) && self.is_unsaved() {
                        self.says.line("The next question waits until it is saved. Enter tries again, q leaves.");
                    }
                }
            }
        }
    }

    fn command(&mut self, word: &str, desk: &mut Desk<'_>) {
        let word = word.to_lowercase();
        if self.sounds.stop_playing() && word.is_empty() {
            return;
        }
        match self.at {
            At::Offer => self.at_offer(&word, desk),
            At::Choose => self.at_choose(&word, desk),
            At::SureOfOffered | At::SureOfSat => self.at_sure(&word, desk),
            At::Session => self.at_session(&word, desk),
            At::Story => self.at_story(&word, desk),
            At::Debrief => self.at_debrief(&word, desk),
            At::Point(_) | At::Reply(_) => self.at_tick(&word, desk),
            At::Mistake(_) | At::Flag(_) => self.at_yes_or_no(&word, desk),
            At::Rest => self.at_rest(&word, desk),
            At::Doubt => self.at_doubt(&word, desk),
            At::Number(index) => self.at_number(index, &word, desk),
            At::Judged => self.at_judged(&word, desk),
            At::Coach => self.at_coach(&word, desk),
            At::Over => {}
        }
    }

    /// Whether a question is being asked and no answer has been started.
    fn is_asked(&self) -> bool {
        let answer = self.answer().filter(|_| self.at == At::Session && !self.is_unsaved());
        answer.is_some_and(|answer| answer.phase() == Phase::Thinking)
    }

    fn at_session(&mut self, word: &str, desk: &mut Desk<'_>) {
        if self.is_unsaved() {
            return if matches!(word, "q" | "quit") { self.leave(desk) } else { self.mean(Intent::Next, desk) };
        }
        match (self.answer().map(Answer::phase), self.mock().and_then(Mock::unpredicted)) {
            (Some(Phase::Thinking), _) => self.at_asking(word, desk),
            (Some(_), _) => self.at_speaking(word, desk),
            (None, Some(_)) => self.at_predicting(word, desk),
            (None, None) => self.at_break(word, desk),
        }
    }
}

impl Dialogue for PlainMock {
    fn waits(&self) -> Waits {
        let answer = self.answer().filter(|_| self.at == At::Session && !self.is_unsaved());
        match answer {
            Some(answer) if answer.phase() == Phase::Thinking || answer.is_spoken() => Waits::Command { timed: true },
            Some(answer) if answer.phase() == Phase::Given => Waits::Command { timed: true },
            Some(_) => Waits::Answer,
            None if self.at == At::Coach => Waits::Command { timed: self.coach.is_asking() },
            None if self.at == At::Over => Waits::Over,
            None => Waits::Command { timed: false },
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
        self.tell_debrief(&later, desk);
    }

    fn feed(&mut self, input: Input<'_>, desk: &mut Desk<'_>) {
        match input {
            Input::Tick if self.at == At::Coach => self.hear_coach(desk),
            Input::Tick => {
                self.hear_follow_up(desk);
                self.mean(Intent::Second, desk);
                self.catch_up(desk);
            }
            // A line that comes while the interviewer thinks is meant for the follow-up.
            Input::Line(line) if self.thinks() => self.wait_with(line, desk),
            Input::Line(line) if self.waits() == Waits::Answer => self.answer_line(line, desk),
            Input::Line(line) if self.is_asked() && begins_an_answer(line) => {
                self.mean(Intent::Give(Medium::Typed), desk);
                self.answer_line(line, desk);
            }
            Input::Line(line) => self.command(line.trim(), desk),
            Input::End if self.thinks() => self.end_thinking(desk),
            Input::End if self.at == At::Coach => self.end_coach(desk),
            Input::End => {
                let answer = self.answer().filter(|_| self.at == At::Session && !self.is_unsaved());
                let said = answer.is_some_and(|answer| answer.is_spoken() || !answer.typed().trim().is_empty());
                if said {
                    return self.mean(Intent::Done, desk);
                }
                if self.at != At::Over {
                    self.says.gap("No more input.");
                }
                self.leave(desk);
            }
        }
    }

    fn leave(&mut self, desk: &mut Desk<'_>) {
        if self.at == At::Over {
            return;
        }
        self.at = At::Over;
        if let Some(mut debrief) = self.debrief.take() {
            let news = debrief.run(Intent::Leave, desk.engine, desk.now);
            self.tell(&news.into_iter().filter(|news| *news != News::Asked).collect::<Vec<_>>(), desk);
            if !debrief.course().debrief().is_saved() {
                self.says.gap("The debrief is kept as far as it got; `hotseat mock --plain` goes on with it.");
            }
        } else {
            self.mean(Intent::Leave, desk);
        }
    }
}

impl PlainMock {
    /// Prints the current state of the mock.
    fn stand(&mut self) {
        let Some(mock) = self.mock() else { return };
        if let Some((name, took)) = mock.unpredicted().map(|round| (round.name.clone(), round_took(mock))) {
            return self.say_round_ended(&name, &took);
        }
        match mock.stage() {
            MockStage::Break => self.say_break(),
            MockStage::Asking => self.say_question(),
            MockStage::Answering => {
                self.say_prompt();
                self.giving();
            }
            MockStage::Replying => self.say_follow_up(),
            MockStage::Over => {
                let id = mock.id().clone();
                self.says.gap("That was the interview.");
                self.ask_debrief(id);
            }
        }
    }
}

#[cfg(test)]
mod tests;
