//! From the open notes to the next question: ticks, rating, and what follows.

use super::answering::Answering as _;
use super::coach::{OpensCoach, PlainCoach};
use super::{At, Desk, Plain, Says, say, sounds};
use crate::assess;
use crate::history::{Medium, Rating, Tick};
use crate::practice::material;
use crate::practice::words::AFTER_YOURS;
use crate::practice::{Answer, Judging, Mark, Review};
use crate::session::{Intent, Leech, News, Session};

impl OpensCoach for Plain {
    fn coach(&mut self) -> (&mut PlainCoach, &mut Says) {
        (&mut self.coach, &mut self.says)
    }

    fn is_at_coach(&self) -> bool {
        self.at == At::Coach
    }

    fn go_to_coach(&mut self) {
        self.at = At::Coach;
    }

    fn back_from_coach(&mut self) {
        self.at = At::Session;
        self.ask_next();
    }
}

impl Plain {
    pub(super) fn revealed(&mut self, desk: &mut Desk<'_>) {
        let Some(review) = self.session.as_ref().and_then(|session| session.course().review()) else { return };
        self.mentions = desk.engine.hearing().mentions(review, review.answer().replies());
        self.stated = assess::stated_mistakes(review.question(), review.answer().text());
        let answer = review.answer();
        if answer.medium() == Medium::Spoken {
            self.says.gap("You said:");
            self.says.line(sounds::answer_words(answer, desk.engine));
        }
        for (at, put) in answer.replies().iter().enumerate() {
            self.says.gap(format!("They asked: {}", put.asked_words()));
            self.says.line(sounds::reply_words(answer, at, put, desk.engine));
        }
        say::reveal(&mut self.says, review, desk.engine.figures().judgements() == 0);
        if review.question().kind == crate::bank::Kind::Intro
            && let Some((company, notes)) = desk.engine.company_notes()
        {
            say::company(&mut self.says, &company, &notes);
        }
        if review.question().has_notes() {
            self.ask_tick(At::Point(0), desk);
        } else {
            self.notes = review.jotted().lines().map(str::to_owned).collect();
            self.at = At::Notes;
            if !self.notes.is_empty() {
                self.says.gap("Your notes so far; an empty line saves them:");
                self.notes.iter().for_each(|line| self.says.line(line));
            }
        }
    }

    /// Handles a line of notes. Before any notes, a command moves on to the rating, since that is what it was meant
    /// for.
    pub(super) fn notes_line(&mut self, line: &str, desk: &mut Desk<'_>) {
        let word = line.trim();
        if !word.is_empty() && (word.chars().count() > 1 || !self.notes.is_empty()) {
            self.notes.push(line.to_owned());
            return self.mean(Intent::Jot(self.notes.join("\n")), desk);
        }
        if !self.notes.is_empty() {
            self.keep_notes(desk);
            return self.ask_tick(At::Point(0), desk);
        }
        if word == "q" {
            return self.stop(desk);
        }
        self.ask_tick(At::Point(0), desk);
        if !word.is_empty() {
            self.at_rating(word, desk);
        }
    }

    /// Makes the lines of the notes the points of the question.
    pub(super) fn keep_notes(&mut self, desk: &mut Desk<'_>) {
        let notes = std::mem::take(&mut self.notes).join("\n");
        self.mean(Intent::KeepNotes(notes), desk);
    }

    /// Asks for the tick of the point at `at`, or moves on if there is no such point.
    pub(super) fn ask_tick(&mut self, at: At, desk: &mut Desk<'_>) {
        let Some(review) = self.session.as_ref().and_then(|session| session.course().review()) else { return };
        let (question, says) = (review.question(), &mut self.says);
        self.at = match at {
            At::Point(index) if index < question.look_for.len() => {
                say::point(says, review, index, &self.mentions);
                at
            }
            At::Point(_) if !review.answer().replies().is_empty() => return self.ask_tick(At::Reply(0), desk),
            At::Reply(index) if index < review.answer().replies().len() => {
                let (answer, put) = (review.answer(), &review.answer().replies()[index]);
                let own = question.follow_ups.iter().find(|next| next.id == put.id);
                let listen_for = own.map_or(&[][..], |next| &next.look_for);
                let place = (index + 1, answer.replies().len());
                say::reply(says, desk.engine, review, place, (put, listen_for), review.held(index));
                at
            }
            At::Point(_) | At::Reply(_) if !question.mistakes.is_empty() => {
                say::mistake(says, review, 0, &self.stated);
                At::Mistake(0)
            }
            At::Mistake(index) if index < question.mistakes.len() => {
                say::mistake(says, review, index, &self.stated);
                at
            }
            At::Weak(index) if index < question.weak.len() => {
                say::weak(says, review, index);
                at
            }
            _ => {
                self.at = At::Session;
                return self.mean(Intent::ToRating, desk);
            }
        };
    }

    pub(super) fn at_point(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let point = self.review().and_then(|review| review.question().look_for.get(index));
        let Some(id) = point.map(|point| point.id.clone()) else { return };
        let tick = match word {
            "h" | "hit" => Tick::Hit,
            "p" | "partial" => Tick::Partial,
            "m" | "missed" => Tick::Missed,
            "" => match self.review().and_then(|review| say::proposed(review, &id, &self.mentions)) {
                Some(tick) => tick,
                None => return self.ask_tick(At::Point(index + 1), desk),
            },
            "b" | "back" => return self.ask_tick(At::Point(index.saturating_sub(1)), desk),
            "q" | "quit" => return self.stop(desk),
            "l" | "listen" => return self.play_answer(),
            _ => {
                let recorded = self.review().is_some_and(|review| review.answer().recording().is_some());
                return self.says.keys(word, say::tick_keys(recorded));
            }
        };
        self.mean(Intent::Mark(Mark::Point(id, tick)), desk);
        self.ask_tick(At::Point(index + 1), desk);
    }

    pub(super) fn at_reply(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let tick = match word {
            "h" | "hit" | "held" => Some(Tick::Hit),
            "p" | "partial" | "partly" => Some(Tick::Partial),
            "m" | "missed" => Some(Tick::Missed),
            "" => None,
            "b" | "back" if index == 0 => {
                let last = self.review().map_or(0, |review| review.question().look_for.len().saturating_sub(1));
                return self.ask_tick(At::Point(last), desk);
            }
            "b" | "back" => return self.ask_tick(At::Reply(index - 1), desk),
            "q" | "quit" => return self.stop(desk),
            "l" | "listen" => {
                let put = self.review().and_then(|review| review.answer().replies().get(index));
                let name = put.and_then(|put| put.recording.clone());
                return self.sounds.play(name.as_deref(), &mut self.says);
            }
            _ => {
                let put = self.review().and_then(|review| review.answer().replies().get(index));
                let recorded = put.is_some_and(|put| put.recording.is_some());
                return self.says.keys(word, say::reply_keys(recorded));
            }
        };
        if let Some(tick) = tick {
            self.mean(Intent::Held(index, tick), desk);
        }
        self.ask_tick(At::Reply(index + 1), desk);
    }

    fn play_answer(&mut self) {
        let answer = self.session.as_ref().and_then(|session| session.course().review()).map(Review::answer);
        let name = answer.and_then(Answer::recording).map(str::to_owned);
        self.sounds.play(name.as_deref(), &mut self.says);
    }

    pub(super) fn at_yes_or_no(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let Some(question) = self.review().map(Review::question) else { return };
        let mistakes = matches!(self.at, At::Mistake(_));
        let id = if mistakes {
            question.mistakes.get(index).map(|mistake| mistake.id.clone())
        } else {
            question.weak.get(index).map(|signal| signal.id.clone())
        };
        let Some(id) = id else { return };
        let next = if mistakes { At::Mistake(index + 1) } else { At::Weak(index + 1) };
        let made = match word {
            "y" | "yes" => true,
            "n" | "no" => false,
            "" => return self.ask_tick(next, desk),
            "q" | "quit" => return self.stop(desk),
            _ => return self.says.keys(word, "y yes, n no, Enter keeps it, q end."),
        };
        let mark = if mistakes { Mark::Mistake(id, made) } else { Mark::Weak(id, made) };
        self.mean(Intent::Mark(mark), desk);
        self.ask_tick(next, desk);
    }

    /// Asks whether the points that were not judged were missing from the answer.
    pub(super) fn say_rest(&mut self, news: &News) {
        if let Some(review) = self.session.as_ref().and_then(|session| session.course().review()) {
            say::not_judged(&mut self.says, review, news);
        }
        self.at = At::Rest;
    }

    pub(super) fn at_rest(&mut self, word: &str, desk: &mut Desk<'_>) {
        let intent = match word {
            "" => Intent::ToRating,
            "r" | "rest" => Intent::RestMissing,
            "b" | "back" => return self.ask_tick(At::Point(0), desk),
            "q" | "quit" => return self.stop(desk),
            _ => return self.says.keys(word, "r the rest was missing, b ticks again, q end."),
        };
        self.at = At::Session;
        self.mean(intent, desk);
    }

    /// Asks about ticks for which the answer has no words.
    pub(super) fn say_doubt(&mut self) {
        if let Some(review) = self.session.as_ref().and_then(|session| session.course().review()) {
            say::doubted(&mut self.says, review);
        }
        self.at = At::Doubt;
    }

    pub(super) fn at_doubt(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => {
                self.at = At::Session;
                self.mean(Intent::ToRating, desk);
            }
            "b" | "back" => self.ask_tick(At::Point(0), desk),
            "q" | "quit" => self.stop(desk),
            // Going on to the rating means standing by the ticks.
            word => {
                self.at = At::Session;
                self.mean(Intent::ToRating, desk);
                self.at_rating(word, desk);
            }
        }
    }

    pub(super) fn say_rating(&mut self, desk: &Desk<'_>) {
        self.at = At::Session;
        if let Some(review) = self.session.as_ref().and_then(|session| session.course().review()) {
            say::rating(&mut self.says, review, desk.engine, desk.now);
        }
    }

    pub(super) fn at_rating(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(review) = self.session.as_ref().and_then(|session| session.course().review()) else { return };
        let says = &mut self.says;
        let rating = match word {
            "" => match review.judged() {
                // Anything left by an earlier run is offered before the next question.
                Some(judged) if self.kept.is_empty() => return self.mean(Intent::Keep(judged.band.rating()), desk),
                Some(judged) => Some(judged.band.rating()),
                None => return says.line("1 Again, 2 Hard, 3 Good, 4 Easy, x unrated."),
            },
            "x" | "unrated" => None,
            "f" | "s" | "o" | "d" => {
                let question = review.question();
                let (pieces, none) = match word {
                    "f" => (material::follow_ups(question), "This question has no follow-ups."),
                    "s" => (material::samples(question), "This question has no sample answers."),
                    "o" => (material::outline(question, review.level()), "This question has no outline."),
                    _ => (material::worked(question), "Nothing is drawn or worked out for this question."),
                };
                return say::pieces(says, &pieces, none);
            }
            "a" | "answers" => return self.say_earlier(desk),
            "w" if review.question().weak.is_empty() => return says.line("This question has no weak signals."),
            "b" | "back" | "w" => {
                self.mean(Intent::BackToTicks, desk);
                return self.ask_tick(if word == "w" { At::Weak(0) } else { At::Point(0) }, desk);
            }
            "c" | "coach" if self.has_coach => return says.line(AFTER_YOURS),
            "q" | "quit" => return self.stop(desk),
            word => match word.parse::<u8>().ok().and_then(|number| Rating::try_from(number).ok()) {
                Some(rating) => Some(rating),
                None => {
                    return says.keys(
                        word,
                        "Enter keeps what follows from the ticks; 1 Again, 2 Hard, 3 Good, 4 Easy, x unrated, b ticks again, f \
                         follow-ups, s samples, o outline, d drawing, w weak signals, a what you answered before, q end.",
                    );
                }
            },
        };
        self.mean(Intent::Rate(rating), desk);
    }

    /// Prints what came of the rating.
    pub(super) fn rated(&mut self, desk: &Desk<'_>) {
        let Some(course) = self.session.as_ref().map(Session::course) else { return };
        let Some(review) = course.review() else { return };
        let Judging::Rated(rating) = review.judging() else { return };
        say::rated(&mut self.says, review, rating, desk.engine, desk.now);
        if course.drill().asks_again(review.answer().name()) {
            say::again(&mut self.says, review);
        }
        if let Some(leech) = course.leech() {
            say::leech(&mut self.says, matches!(leech, Leech::Easier(_)));
        }
        self.ask_next();
    }

    pub(super) fn ask_next(&mut self) {
        let Some(session) = &self.session else { return };
        if session.is_unsaved() {
            return self.says.line("Enter tries to save it again, q ends.");
        }
        let course = session.course();
        let more = course.drill().has_next() || !self.kept.is_empty();
        let enter = if more { "the next question" } else { "the summary" };
        let otherwise = course.review().is_some_and(|review| !review.question().variants.is_empty());
        let otherwise = if otherwise { ", v in another wording" } else { "" };
        let coach = if self.has_coach { "c a second opinion, " } else { "" };
        let told = if self.tells_a_story() { "`story` which one it told, " } else { "" };
        let easier = if matches!(course.leech(), Some(Leech::Easier(_))) { "e an easier one first, " } else { "" };
        self.says.line(format!(
            "Enter: {enter}. {easier}r once more as practice{otherwise}, u take the rating back, m keep it as my answer, {coach}{told}q end."
        ));
    }

    pub(super) fn at_next(&mut self, word: &str, desk: &mut Desk<'_>) {
        let unsaved = self.session.as_ref().is_some_and(Session::is_unsaved);
        let intent = match word {
            "" if unsaved || self.kept.is_empty() => Intent::Next,
            "" => return self.go_on(desk),
            "e" | "easier" => Intent::Easier,
            "r" | "retry" => Intent::Retry { otherwise: false },
            "v" | "otherwise" => Intent::Retry { otherwise: true },
            "u" | "undo" => Intent::Undo,
            "m" | "mine" => {
                self.keep_as_mine(desk);
                return self.ask_next();
            }
            "c" | "coach" if self.has_coach => {
                let attempt = self.review().map(|review| review.answer().id().clone());
                if let Some(attempt) = attempt {
                    self.open_coach(attempt, desk);
                }
                return;
            }
            "story" => return self.list_stories(desk),
            "q" | "quit" => Intent::End,
            word => {
                if !matches!(word, "?" | "help") {
                    self.says.line("Not understood.");
                }
                return self.ask_next();
            }
        };
        self.mean(intent, desk);
    }
}
