//! The debrief line by line: the points, replies, mistakes and numbers of each answer, red flags, and the scorecard.

use super::{At, PlainMock, card, sounds};
use crate::assess::{Expected, RedFlag, stated_mistakes};
use crate::bank::QuestionId;
use crate::commands::plain::{Desk, Dialogue as _, say};
use crate::history::{Medium, RecordId, Tick};
use crate::practice::Mark;
use crate::practice::mock::Debriefed;
use crate::practice::words::{facts, held};
use crate::session::{DebriefPlace, Intent, News, Session};
use crate::stories::is_told_for;

impl PlainMock {
    pub(super) fn ask_debrief(&mut self, id: RecordId) {
        self.left.clear();
        self.left.push_back(super::Waiting::Debrief(id));
        self.says.line("Enter debriefs it now: the notes open, and the scorecard follows. l later.");
        self.at = At::Debrief;
    }

    pub(super) fn at_debrief(&mut self, word: &str, desk: &mut Desk<'_>) {
        match (word, self.left.front().cloned()) {
            ("", Some(super::Waiting::Debrief(id))) => self.open_debrief(&id, desk),
            ("l" | "later" | "q" | "quit", _) => self.leave(desk),
            _ => self.says.keys(word, "Enter debriefs it now, l later."),
        }
    }

    pub(super) fn open_debrief(&mut self, id: &RecordId, desk: &mut Desk<'_>) {
        match Session::debrief(id, desk.engine, desk.now) {
            Ok((session, step)) => {
                let session = self.debrief.insert(session);
                let news = session.carry_out(step, desk.engine, desk.now);
                self.tell_debrief(&news, desk);
            }
            Err(error) => {
                self.says.line(error);
                self.at = At::Over;
            }
        }
    }

    /// Runs an intent in the debrief's session and prints the news.
    fn judge(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let Some(session) = &mut self.debrief else { return };
        let news = session.run(intent, desk.engine, desk.now);
        self.tell_debrief(&news, desk);
    }

    pub(super) fn tell_debrief(&mut self, news: &[News], desk: &mut Desk<'_>) {
        self.sounds.take(news, desk.engine);
        // Judging an answer needs its words, so they are waited for.
        if self.sounds.is_to_hear() && news.contains(&News::Asked) {
            self.says.line("Listening to what you said …");
            self.later = news.iter().filter(|news| !matches!(news, News::Listen(_))).cloned().collect();
            return;
        }
        for news in news {
            // Before the next answer comes, the coach can be asked about this one.
            if *news == News::Asked && self.judged.is_some() {
                return self.offer_opinion();
            }
            match (news, self.debrief.as_ref().map(|session| session.course().place())) {
                (News::Asked, Some(DebriefPlace::Answer(at))) => self.say_answer(at, desk),
                (News::Asked, Some(DebriefPlace::Flags)) => self.step(At::Flag(0), desk),
                (News::Asked, Some(DebriefPlace::Card)) => self.say_card(desk),
                (News::Rating, Some(DebriefPlace::Answer(_))) => self.step(At::Number(0), desk),
                (News::NotJudged(_) | News::SpokenFor(_), Some(DebriefPlace::Answer(_))) => self.say_rest(news),
                (News::Doubted, Some(DebriefPlace::Answer(_))) => self.say_doubt(),
                (news, _) => say::news(&mut self.says, news),
            }
        }
    }

    /// Moves on from an answer that has been judged. The debrief is read again, because a tick may have been taken over
    /// from the coach meanwhile.
    pub(super) fn go_on_debriefing(&mut self, desk: &mut Desk<'_>) {
        self.judged = None;
        let sitting = self.debrief.as_ref().map(|session| session.course().debrief().sitting().clone());
        if let Some(sitting) = sitting {
            self.open_debrief(&sitting, desk);
        }
    }

    fn say_answer(&mut self, at: usize, desk: &mut Desk<'_>) {
        let Some(debrief) = self.debrief.as_ref().map(|session| session.course().debrief()) else { return };
        let Some(answer) = debrief.answers().get(at) else { return };
        let review = &answer.review;
        self.mentions = desk.engine.hearing().mentions(review, &answer.puts);
        self.stated = stated_mistakes(review.question(), review.answer().text());
        self.says.gap(format!("Debrief, answer {} of {}.", at + 1, debrief.answers().len()));
        self.says.line(review.answer().prompt());
        self.says.gap("Your answer:");
        self.says.line(match (review.answer().text(), review.answer().medium()) {
            ("", Medium::Spoken) => sounds::answer_words(review.answer(), desk.engine),
            ("", _) => "(none)".to_owned(),
            (text, _) => text.to_owned(),
        });
        for (index, put) in answer.puts.iter().enumerate() {
            self.says.gap(format!("They asked: {}", put.asked_words()));
            self.says.line(sounds::reply_words(review.answer(), index, put, desk.engine));
        }
        if is_told_for(review.answer().kind(), review.answer().name()) && !review.answer().gave_up() {
            let id = review.answer().id();
            self.says.gap(format!("`hotseat story add --answer {id}` makes a story of it."));
        }
        say::reveal(&mut self.says, review, false);
        self.step(At::Point(0), desk);
    }

    /// Asks for the item at `at`, or for whatever comes next if there is no such item.
    fn step(&mut self, at: At, desk: &mut Desk<'_>) {
        let Some(course) = self.debrief.as_ref().map(Session::course) else { return };
        if let At::Flag(index) = at {
            return self.say_flag(index, desk);
        }
        let (debrief, Some(answer_at), Some(answer)) = (course.debrief(), course.at(), course.open_answer()) else {
            return;
        };
        let (review, question) = (&answer.review, answer.review.question());
        match at {
            At::Point(index) if index < question.look_for.len() => {
                say::point(&mut self.says, review, index, &self.mentions);
            }
            At::Point(_) => return self.step(At::Reply(0), desk),
            At::Reply(index) if index < answer.puts.len() => {
                let (put, held) = (&answer.puts[index], answer.held().get(index).copied().flatten());
                let (place, asked) = ((index + 1, answer.puts.len()), (put, debrief.listen_for(answer_at, index)));
                say::reply(&mut self.says, desk.engine, review, place, asked, held);
            }
            At::Reply(_) => return self.step(At::Mistake(0), desk),
            At::Mistake(index) if index < question.mistakes.len() => {
                say::mistake(&mut self.says, review, index, &self.stated);
            }
            At::Mistake(_) => return self.judge(Intent::ToRating, desk),
            At::Number(index) => {
                let numbers = debrief.numbers(answer_at);
                let Some(number) = numbers.get(index) else {
                    let given = answer.review.answer();
                    self.judged = Some(given.id().clone()).filter(|_| self.has_coach && !given.gave_up());
                    return self.judge(Intent::Next, desk);
                };
                if index == 0 {
                    let held = held(&answer.held()).map_or(String::new(), |held| format!("; {held}"));
                    self.says.gap(format!("The evidence: {}{held}.", facts(review)));
                    if let Some(expected) = debrief.expected(answer_at) {
                        self.says.line(format!("{}: {}", Expected::lead(expected.level), expected.words));
                    }
                }
                if let Some(dimension) = debrief.dimension(&number.dimension) {
                    self.says.gap(format!("{}, {} of {}.", dimension.title, index + 1, numbers.len()));
                    for (anchor, at) in dimension.anchors.iter().zip(1..) {
                        self.says.line(format!("{at}: {anchor}"));
                    }
                }
                if !number.evidence.is_empty() {
                    self.says.line(format!("Suggested {}: {}.", number.suggested, number.evidence));
                }
                let cap = if number.cap < 4 { format!(" No more than {} here.", number.cap) } else { String::new() };
                let own = debrief.own_number(answer_at, &number.dimension);
                let keep = own.map_or(format!("the suggestion, {}", number.suggested), |own| format!("your {own}"));
                self.says.line(format!("1 to 4; Enter: {keep}.{cap}"));
            }
            _ => return,
        }
        self.at = at;
    }

    /// Asks whether the points that were not judged were missing from the answer.
    fn say_rest(&mut self, news: &News) {
        let answer = self.debrief.as_ref().and_then(|session| session.course().open_answer());
        if let Some(answer) = answer {
            say::not_judged(&mut self.says, &answer.review, news);
        }
        self.at = At::Rest;
    }

    pub(super) fn at_rest(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => self.judge(Intent::ToRating, desk),
            "r" | "rest" => self.judge(Intent::RestMissing, desk),
            "b" | "back" => self.step(At::Point(0), desk),
            "q" | "quit" => self.leave(desk),
            _ => self.says.keys(word, "r the rest was missing, b ticks again, q end."),
        }
    }

    fn say_doubt(&mut self) {
        let answer = self.debrief.as_ref().and_then(|session| session.course().open_answer());
        if let Some(answer) = answer {
            say::doubted(&mut self.says, &answer.review);
        }
        self.at = At::Doubt;
    }

    pub(super) fn at_doubt(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => self.judge(Intent::ToRating, desk),
            "b" | "back" => self.step(At::Point(0), desk),
            "q" | "quit" => self.leave(desk),
            _ => self.says.keys(word, "Enter keeps the ticks, b ticks again, q end."),
        }
    }

    fn say_flag(&mut self, index: usize, desk: &mut Desk<'_>) {
        let Some(flag) = RedFlag::ALL.get(index) else { return self.judge(Intent::Card, desk) };
        let Some(debrief) = self.debrief.as_ref().map(|session| session.course().debrief()) else { return };
        if index == 0 {
            self.says.gap("Red flags, over all answers.");
        }
        let now = if debrief.red_flags().contains(flag) { "yes" } else { "no" };
        self.says.line(format!("{}? y or n; Enter: {now}.", flag.words()));
        self.at = At::Flag(index);
    }

    /// Moves `by` items of the same kind forward, or back if it is negative.
    fn next(&mut self, by: isize, desk: &mut Desk<'_>) {
        let moved = |index: usize| index.saturating_add_signed(by);
        let to = match self.at {
            At::Point(index) => At::Point(moved(index)),
            At::Reply(index) => At::Reply(moved(index)),
            At::Mistake(index) => At::Mistake(moved(index)),
            At::Number(index) => At::Number(moved(index)),
            At::Flag(index) => At::Flag(moved(index)),
            at => at,
        };
        self.step(to, desk);
    }

    /// The tick that Enter gives the current point.
    fn proposed(&self) -> Option<Tick> {
        let At::Point(index) = self.at else { return None };
        let review = &self.debrief.as_ref()?.course().open_answer()?.review;
        let point = review.question().look_for.get(index)?;
        say::proposed(review, &point.id, &self.mentions)
    }

    pub(super) fn at_tick(&mut self, word: &str, desk: &mut Desk<'_>) {
        let tick = match word {
            "h" | "hit" | "held" => Some(Tick::Hit),
            "p" | "partial" | "partly" => Some(Tick::Partial),
            "m" | "missed" => Some(Tick::Missed),
            "" => self.proposed(),
            "b" | "back" => return self.next(-1, desk),
            "q" | "quit" => return self.leave(desk),
            "l" | "listen" => return self.play(),
            _ => {
                let answer = self.debrief.as_ref().and_then(|session| session.course().open_answer());
                let recorded = answer.is_some_and(|answer| answer.review.answer().recording().is_some());
                return self.says.keys(word, say::tick_keys(recorded));
            }
        };
        if let Some(tick) = tick {
            let answer = self.debrief.as_ref().and_then(|session| session.course().open_answer());
            let question = answer.map(|answer| answer.review.question());
            let intent = match self.at {
                At::Reply(index) => Some(Intent::Held(index, tick)),
                At::Point(index) => question
                    .and_then(|question| question.look_for.get(index))
                    .map(|point| Intent::Mark(Mark::Point(point.id.clone(), tick))),
                _ => None,
            };
            if let Some(intent) = intent {
                self.judge(intent, desk);
            }
        }
        self.next(1, desk);
    }

    /// Plays the current reply, or else the answer.
    fn play(&mut self) {
        let Some(open) = self.debrief.as_ref().and_then(|session| session.course().open_answer()) else { return };
        let name = match self.at {
            At::Reply(index) => open.puts.get(index).and_then(|put| put.recording.as_deref()),
            _ => open.review.answer().recording(),
        };
        let name = name.map(str::to_owned);
        self.sounds.play(name.as_deref(), &mut self.says);
    }

    pub(super) fn at_yes_or_no(&mut self, word: &str, desk: &mut Desk<'_>) {
        let yes = match word {
            "y" | "yes" => Some(true),
            "n" | "no" => Some(false),
            "" => None,
            "b" | "back" => return self.next(-1, desk),
            "q" | "quit" => return self.leave(desk),
            _ => return self.says.keys(word, "y or n, Enter keeps it, b one back, q end."),
        };
        if let (Some(yes), Some(course)) = (yes, self.debrief.as_ref().map(Session::course)) {
            let intent = match self.at {
                At::Flag(index) => RedFlag::ALL
                    .get(index)
                    .filter(|flag| course.debrief().red_flags().contains(flag) != yes)
                    .map(|flag| Intent::Flag(*flag)),
                At::Mistake(index) => course
                    .open_answer()
                    .and_then(|answer| answer.review.question().mistakes.get(index))
                    .map(|mistake| Intent::Mark(Mark::Mistake(mistake.id.clone(), yes))),
                _ => None,
            };
            if let Some(intent) = intent {
                self.judge(intent, desk);
            }
        }
        self.next(1, desk);
    }

    pub(super) fn at_number(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let number = match word {
            "" => None,
            "b" | "back" if index == 0 => return self.step(At::Point(0), desk),
            "b" | "back" => return self.next(-1, desk),
            "q" | "quit" => return self.leave(desk),
            _ => match word.parse::<u8>() {
                Ok(number @ 1..=4) => Some(number),
                _ => return self.says.keys(word, "1 to 4, Enter keeps it, b one back, q end."),
            },
        };
        let course = self.debrief.as_ref().map(Session::course);
        let dimension = course.and_then(|course| {
            let numbers = course.debrief().numbers(course.at()?);
            numbers.get(index).map(|found| found.dimension.clone())
        });
        if let (Some(number), Some(dimension)) = (number, dimension) {
            self.judge(Intent::Number(dimension, Some(number)), desk);
        }
        self.next(1, desk);
    }

    fn say_card(&mut self, desk: &Desk<'_>) {
        self.at = At::Over;
        let Some(session) = self.debrief.take() else { return };
        let debrief = session.course().debrief();
        let seconds: Vec<f64> = debrief.answers().iter().map(Debriefed::seconds).collect();
        let parts: Vec<_> = debrief.plan().rounds.iter().map(|round| round.part).collect();
        let title = format!("{}, {}", debrief.plan().title, debrief.plan().level);
        card::say(&mut self.says, &title, &debrief.card(), &parts, &seconds, desk.engine);
        card::differ(&mut self.says, &debrief.differences());
        if session.is_unsaved() {
            return;
        }
        self.says.gap("The scorecard is saved.");
        self.says.line(format!("A report of it: hotseat report {}", debrief.sitting()));
        let queue = debrief.card().drill_queue();
        let asked = |question: &&QuestionId| desk.engine.library().entry(question).is_some();
        let gaps: Vec<String> = queue.iter().filter(asked).map(|question| format!("--question {question}")).collect();
        if !gaps.is_empty() {
            self.says.line(format!("Drill the gaps: hotseat drill --plain {}", gaps.join(" ")));
        }
    }
}
