//! Whole drills, played line by line with a clock that only the test moves.

use super::answering::MAX_CHARS;
use super::*;
use crate::bank::{Library, Question, QuestionId};
use crate::config::Config;
use crate::engine::Engine;
use crate::history::{AttemptFilter, AttemptRow, Rating, Tick};
use crate::moment::Moment;
use crate::practice::Why;
use hotseat_core::testing::noon;

/// A drill on built-in questions, with a clock that only the test moves.
struct Play {
    engine: Engine,
    plain: Plain,
    now: Moment,
    said: String,
}

impl Play {
    fn new(questions: &[&str]) -> Self {
        let config = Config { fuzz: false, ..Config::default() };
        let engine = Engine::in_memory(config, Library::builtin(), noon()).expect("opened");
        Self::on(engine, questions, noon())
    }

    fn on(mut engine: Engine, questions: &[&str], now: Moment) -> Self {
        let picks = questions.iter().map(|id| Pick { question: QuestionId::new("backend", id), why: Why::New });
        let plain = Plain::begin(picks.collect(), 7, false, &mut Desk { engine: &mut engine, now });
        let mut play = Self { engine, plain, now, said: String::new() };
        play.said = play.plain.take_output();
        play
    }

    fn input(&mut self, input: Input<'_>) -> &str {
        self.plain.feed(input, &mut Desk { engine: &mut self.engine, now: self.now });
        self.said = self.plain.take_output();
        &self.said
    }

    fn line(&mut self, line: &str) -> &str {
        self.input(Input::Line(line))
    }

    fn wait(&mut self, seconds: f64) {
        self.now = self.now.plus(seconds);
    }

    /// Answers every tick with the same word until the rating is asked for, and stands by the ticks.
    fn tick_all(&mut self, word: &str) {
        while matches!(self.plain.at, At::Point(_) | At::Mistake(_) | At::Rest | At::Doubt) {
            let word = match self.plain.at {
                At::Point(_) => word,
                At::Mistake(_) => "n",
                At::Rest => "r",
                _ => "",
            };
            self.line(word);
        }
    }

    /// The current question.
    fn name(&self) -> QuestionId {
        let session = self.plain.session.as_ref().expect("begun");
        session.course().turn().expect("asked").answer().name().clone()
    }

    fn question(&self) -> Question {
        self.engine.library().question(&self.name()).expect("in the bank")
    }

    fn attempts(&self) -> Vec<AttemptRow> {
        self.engine.history().attempts(&AttemptFilter::default()).expect("read")
    }
}

/// Built-in questions with the properties that a test needs.
fn ids(count: usize, fits: impl Fn(&Question) -> bool) -> Vec<String> {
    let library = Library::builtin();
    let found = library.entries().iter().filter(|entry| entry.tracks.is_empty());
    let found = found.filter(|entry| library.question(&entry.id).is_ok_and(|question| fits(&question)));
    found.take(count).map(|entry| entry.id.slug().to_owned()).collect()
}

fn one() -> String {
    let rich = |q: &Question| {
        !q.mistakes.is_empty() && q.hints.len() >= 2 && !q.clarifications.is_empty() && !q.variants.is_empty()
    };
    ids(1, rich).remove(0)
}

#[test]
fn a_typed_answer_goes_all_the_way() {
    let id = one();
    let mut play = Play::new(&[&id]);
    let question = play.question();
    assert!(play.said.contains("Question 1 of 1 (new).") && play.said.contains(&question.prompt), "{}", play.said);
    assert!(!question.look_for.iter().any(|point| play.said.contains(&point.text)), "the notes are closed");
    play.wait(12.0);
    play.line("t");
    play.wait(30.0);
    play.line("First line.");
    play.wait(30.0);
    play.line("..dotted");
    play.line("");
    play.line("Third.");
    let said = play.line(".");
    assert!(said.contains("You took 1:00 of") && said.contains("3 would pass"), "{said}");
    assert!(play.line("5").contains("1 would fail"), "5 is no prediction");
    let said = play.line("3").to_owned();
    assert!(said.contains("Point 1 of") && said.contains(&question.look_for[0].text), "{said}");
    play.tick_all("h");
    assert!(play.said.contains("That makes it ") && play.said.contains("comes back"), "{}", play.said);
    let said = play.line("3").to_owned();
    assert!(said.contains("It comes back in 2 days (Tue 24 Nov)."), "{said}");
    let said = play.line("").to_owned();
    assert!(said.contains("This drill: 1 answer in 1 min, 1 Good."), "{said}");
    assert!(play.plain.is_over());
    let attempts = play.attempts();
    let attempt = &attempts[0];
    assert_eq!(attempt.text, "First line.\n.dotted\n\nThird.");
    assert_eq!((attempt.seconds.think, attempt.seconds.answer), (12.0, 60.0));
    assert_eq!((attempt.prediction, attempt.rating), (Some(3), Some(Rating::Good)));
    assert!(attempt.points.values().all(|tick| *tick == Tick::Hit) && attempt.points.len() == question.look_for.len());
    assert!(attempt.sitting.is_some() && attempt.scheduled);
}

#[test]
fn a_hint_that_was_taken_costs_what_it_costs_whoever_wants_to_go_back() {
    let id = one();
    let mut play = Play::new(&[&id, "obs-log-or-metric"]);
    play.line("x");
    play.tick_all("m");
    play.line("");
    play.wait(1.0);
    play.line("");
    assert_eq!(play.name().to_string(), "backend/obs-log-or-metric");
    assert!(play.line("h").contains("Hint 1 of "), "{}", play.said);
    assert!(play.line("u").contains("There is no rating to take back."), "{}", play.said);
    play.line("t");
    play.line("Some words.");
    play.wait(9.0);
    play.line(".");
    play.line("3");
    assert_eq!(play.attempts().last().map(|row| row.hints), Some(1));
}

#[test]
fn a_spoken_answer_with_help_and_a_pause() {
    let id = one();
    let mut play = Play::new(&[&id]);
    assert!(play.said.contains("h hint (then at most would pass)"), "what one costs is said before: {}", play.said);
    assert!(play.line("c").contains("They answer: "));
    assert!(play.line("h").contains("Hint 1 of "));
    assert!(play.said.contains("Another hint: then at most shaky."), "what the next one costs: {}", play.said);
    play.line("p");
    play.wait(100.0);
    play.line("p");
    play.line("s");
    play.wait(40.0);
    assert!(play.line("t").contains("answering 0:40 of"), "{}", play.said);
    play.line("");
    play.line("2");
    play.tick_all("p");
    play.line("");
    let attempts = play.attempts();
    assert_eq!((attempts[0].medium, attempts[0].hints), (Medium::Spoken, 1));
    assert_eq!((attempts[0].seconds.answer, attempts[0].seconds.paused), (40.0, 100.0));
    assert_eq!(attempts[0].rating, attempts[0].suggested_rating, "Enter keeps what follows");
}

#[test]
fn given_up_skipped_and_the_end_of_input() {
    let ids = ids(3, |question| !question.look_for.is_empty());
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut play = Play::new(&ids);
    assert!(play.line("n").contains("Skipped") && play.said.contains("Question 2 of 3"), "{}", play.said);
    play.line("x");
    play.tick_all("m");
    assert!(play.said.contains("would fail (0 %): you did not know."), "{}", play.said);
    play.line("");
    let said = play.input(Input::End).to_owned();
    assert!(play.plain.is_over() && said.contains("1 Again"), "{said}");
    let attempts = play.attempts();
    assert_eq!((attempts.len(), attempts[0].gave_up, attempts[0].medium), (1, true, Medium::None));
}

#[test]
fn the_end_of_input_ends_the_answer_and_loses_nothing() {
    let id = one();
    let mut play = Play::new(&[&id]);
    play.line("t");
    play.line("Half a thought");
    assert!(play.input(Input::End).contains("how good was that?"));
    assert!(play.input(Input::End).contains("Your answer is kept"), "{}", play.said);
    assert!(play.plain.is_over());
    let mut play = Play::new(&[&id]);
    play.line("t");
    play.input(Input::End);
    assert!(play.plain.is_over(), "nothing typed: nothing to predict");
    let mut play = Play::new(&[&id]);
    play.line("t");
    play.line("A thought");
    play.line(".");
    play.line("4");
    play.line("h");
    assert!(play.input(Input::End).contains("its rating is asked for at the next start"));
    // The next run offers it, and it can be rated there.
    let now = play.now.plus(60.0);
    let mut next = Play::on(play.engine, &[&id], now);
    assert!(next.said.contains("An answer was never judged: 2 words"), "{}", next.said);
    assert!(next.line("c").contains("From an earlier start") && next.said.contains("A thought"), "{}", next.said);
    next.tick_all("h");
    next.line("3");
    let said = next.line("").to_owned();
    assert!(next.plain.is_over() && said.contains("1 Good"), "the question is not asked again: {said}");
    assert_eq!(next.attempts().len(), 1);
    assert_eq!(next.attempts()[0].rating, Some(Rating::Good));
}

#[test]
fn ticks_can_be_changed_and_ratings_taken_back() {
    let id = one();
    let mut play = Play::new(&[&id]);
    play.line("t");
    play.line("Words");
    play.line(".");
    play.line("1");
    play.tick_all("h");
    assert!(play.line("z").contains("Not understood. Enter keeps what follows"));
    assert!(play.line("b").contains("Enter: hit."), "{}", play.said);
    play.line("m");
    play.tick_all("");
    play.line("4");
    assert!(play.said.contains("Easy"), "{}", play.said);
    play.line("u");
    play.line("x");
    assert!(play.said.contains("Left unrated"), "{}", play.said);
    play.wait(1.0);
    let said = play.line("v").to_owned();
    let variant = play.question().variants[0].clone();
    assert!(said.contains("Once more, as practice") && said.contains(&variant), "{said}");
    play.line("x");
    play.tick_all("m");
    play.line("");
    assert!(play.said.contains("the schedule stays as it was"), "{}", play.said);
    assert!(play.said.contains("Enter: the summary."), "what else can be done is done now: {}", play.said);
    play.line("");
    assert!(play.said.contains("1 of them as practice"), "{}", play.said);
    let attempts = play.attempts();
    assert_eq!(attempts.iter().map(|row| row.mode).collect::<Vec<_>>(), [Mode::Drill, Mode::Practice]);
    assert_eq!(attempts[0].rating, None);
    assert_eq!(attempts[0].points.values().filter(|tick| **tick == Tick::Missed).count(), 1);
    assert!(play.engine.questions().due(&attempts[0].question).is_none(), "neither moved the schedule");
}

#[test]
fn enter_leaves_open_what_the_words_do_not_say_and_it_is_asked_about() {
    let id = one();
    let mut play = Play::new(&[&id]);
    let question = play.question();
    play.line("t");
    play.line(&format!("Well, {}.", question.look_for[0].cues[0]));
    play.line(".");
    play.line("2");
    assert!(play.said.contains("Enter: hit."), "what is said is proposed: {}", play.said);
    play.line("");
    assert!(play.said.contains("Enter: not judged."), "{}", play.said);
    while matches!(play.plain.at, At::Point(_) | At::Mistake(_)) {
        play.line("");
    }
    assert!(play.said.contains("not judged. r: the rest was missing"), "{}", play.said);
    assert!(play.line("").contains("the rest was missing"), "Enter makes nothing of it");
    play.tick_all("");
    assert!(play.said.contains("1 of ") && play.said.contains("That makes it"), "{}", play.said);
    // Leaving the sheet blank is not a failure.
    let mut play = Play::new(&[&id]);
    play.line("t");
    play.line("Something else.");
    play.line(".");
    play.line("2");
    while matches!(play.plain.at, At::Point(_) | At::Mistake(_)) {
        play.line("");
    }
    assert!(play.said.contains("Enter leaves the answer unrated"), "{}", play.said);
    play.line("");
    assert!(play.said.contains("Left unrated"), "{}", play.said);
}

#[test]
fn notes_open_on_request_only() {
    let rich =
        |q: &Question| !q.follow_ups.is_empty() && q.sample.is_some() && !q.framework.is_empty() && !q.weak.is_empty();
    let id = ids(1, rich).remove(0);
    let mut play = Play::new(&[&id]);
    play.line("s");
    play.line("");
    play.line("2");
    play.tick_all("p");
    let question = play.question();
    assert!(play.line("f").contains(&question.follow_ups[0].prompt));
    assert!(play.line("s").contains(&question.sample.as_ref().expect("a sample").strong));
    assert!(play.line("o").contains(&format!("1. {}", question.framework[0])));
    assert!(play.line("w").contains(&question.weak[0].text));
    play.line("y");
    while matches!(play.plain.at, At::Weak(_)) {
        play.line("n");
    }
    play.line("2");
    assert_eq!(play.attempts()[0].weak, [question.weak[0].id.clone()]);
}

#[test]
fn an_answer_has_its_limit_and_its_own_commands() {
    let id = one();
    let mut play = Play::new(&[&id]);
    play.line("t");
    assert!(play.line(".").contains("Nothing typed yet"));
    assert!(play.line(".?").contains(".h hint"));
    assert!(play.line(".h").contains("Hint 1"));
    assert!(play.line(&"x".repeat(MAX_CHARS + 1)).contains("does not fit"));
    play.line("fits");
    assert!(play.line(".q").contains("Your answer is kept"), "{}", play.said);
    assert!(play.plain.is_over());
}

#[test]
fn a_question_that_does_not_stick_gives_way_to_an_easier_one() {
    let id = ids(1, |question| question.difficulty == crate::bank::Difficulty::Hard).remove(0);
    let mut play = Play::new(&[&id]);
    for failure in 1..=4 {
        play.line("x");
        play.tick_all("m");
        let said = play.line("").to_owned();
        assert_eq!(said.contains("Failed four times"), failure == 4, "{said}");
        if failure < 4 {
            play.line("");
            let now = play.now.plus(86_400.0);
            play = Play::on(play.engine, &[&id], now);
        }
    }
    assert!(play.said.contains("e an easier one first"), "{}", play.said);
    let said = play.line("e").to_owned();
    assert!(said.contains("Question 2 of 2"), "{said}");
    assert_ne!(play.name().slug(), id);
}

#[test]
fn what_a_bank_says_cannot_reach_the_terminal() {
    let mut says = Says::default();
    says.line("a\u{1b}[31mb\u{202e}c");
    assert_eq!(says.take(), "abc\n");
}

#[test]
fn a_line_of_words_begins_the_answer() {
    let id = one();
    let mut play = Play::new(&[&id]);
    play.line("I would read the plan first.");
    play.line("And then the statistics.");
    play.line(".");
    play.line("3");
    assert_eq!(play.attempts()[0].text, "I would read the plan first.\nAnd then the statistics.");
}

#[test]
fn what_was_asked_about_is_not_said_once_more() {
    let id = one();
    let mut play = Play::new(&[&id]);
    play.line("t");
    play.line("Nothing of the kind.");
    play.line(".");
    play.line("2");
    play.tick_all("h");
    assert!(play.said.contains("Enter keeps it") && !play.said.contains("no words were found"), "{}", play.said);
}
