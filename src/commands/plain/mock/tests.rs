//! A mock line by line, with a clock that only the test moves.

use super::*;
use crate::bank::Library;
use crate::config::Config;
use crate::engine::{Engine, MockWish};
use crate::moment::Moment;
use hotseat_core::testing::noon;

struct Lines {
    engine: Engine,
    plain: PlainMock,
    now: Moment,
    said: String,
}

impl Lines {
    fn new(loop_: &str) -> Self {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("in memory");
        let wish = MockWish { seed: Some(3), ..MockWish::default() };
        let drawn = engine.mocks().plan(loop_, &wish, noon()).expect("a plan");
        let mut desk = Desk { engine: &mut engine, now: noon() };
        let plain = PlainMock::begin(Wanted::New(Box::new(drawn)), true, &mut desk);
        Self { engine, plain, now: noon(), said: String::new() }
    }

    fn input(&mut self, input: Input<'_>) {
        self.plain.feed(input, &mut Desk { engine: &mut self.engine, now: self.now });
        self.said.push_str(&self.plain.take_output());
    }

    fn lines(&mut self, lines: &[&str]) -> &mut Self {
        for line in lines {
            self.input(Input::Line(line));
        }
        self
    }

    fn wait(&mut self, seconds: u32) -> &mut Self {
        for _ in 0..seconds {
            self.now = self.now.plus(1.0);
            self.input(Input::Tick);
        }
        self
    }

    fn count(&self, words: &str) -> usize {
        self.said.matches(words).count()
    }
}

#[test]
fn the_clock_has_teeth_and_takes_no_line_away() {
    let mut mock = Lines::new("api");
    mock.lines(&["", "t", "I would keep the contract small."]).wait(7_200);
    assert_eq!((mock.count("We have to move on."), mock.count("That was our time.")), (1, 1), "{}", mock.said);
    assert_eq!(mock.plain.waits(), Waits::Answer, "whoever is writing goes on");
    mock.lines(&["And this line is mine, too.", "."]);
    assert!(mock.said.contains("That was the round"), "{}", mock.said);
    assert!(mock.said.contains("Left out: "), "{}", mock.said);
    let attempts = mock.engine.history().attempts(&crate::history::AttemptFilter::default()).expect("read");
    assert_eq!(attempts[0].text, "I would keep the contract small.\nAnd this line is mine, too.");
}

#[test]
fn a_spoken_answer_is_stopped_when_the_round_is_long_over() {
    let mut mock = Lines::new("api");
    mock.lines(&["", "s"]).wait(7_200);
    assert_eq!(mock.count("We have to stop here."), 1, "{}", mock.said);
    assert!(mock.said.contains("That was the round"), "{}", mock.said);
}

#[test]
fn the_daily_mock_only_shows_the_clock() {
    let mut mock = Lines::new("daily");
    mock.lines(&["", "t", "I would keep the contract small."]).wait(7_200);
    assert!(!mock.said.contains("We have to") && !mock.said.contains("our time"), "{}", mock.said);
}
