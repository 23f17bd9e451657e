//! Both faces on the same session: the same moves, made by keys and by lines, leave the same records.

use proptest::prelude::*;

use crate::bank::QuestionId;
use crate::commands::plain::{Desk, Dialogue as _, Input, Plain, PlainMock, Wanted};
use crate::config::Config;
use crate::engine::Engine;
use crate::history::{Body, Judgement, Record, Tick};
use crate::moment::Moment;
use crate::practice::{Judging, Phase, Pick, Why};
use crate::tui::testing::{Driver, demo_bank};
use hotseat_core::testing::noon;

/// Something that a candidate does, in either face.
#[derive(Clone, Copy, Debug)]
enum Move {
    Type,
    Speak,
    Words,
    Hint,
    Clarify,
    Pause,
    Done,
    GiveUp,
    Skip,
    Wait,
    Predict(u8),
    /// The ticks of the points, one after the other, as digits in base three.
    Ticks(u16),
    Keep,
    Rate(u8),
    Unrated,
    Undo,
    Retry,
    Otherwise,
    Next,
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        2 => Just(Move::Type),
        1 => Just(Move::Speak),
        3 => Just(Move::Words),
        1 => Just(Move::Hint),
        1 => Just(Move::Clarify),
        1 => Just(Move::Pause),
        3 => Just(Move::Done),
        2 => Just(Move::GiveUp),
        1 => Just(Move::Skip),
        2 => Just(Move::Wait),
        3 => (1_u8..5).prop_map(Move::Predict),
        3 => any::<u16>().prop_map(Move::Ticks),
        2 => Just(Move::Keep),
        2 => (1_u8..5).prop_map(Move::Rate),
        1 => Just(Move::Unrated),
        2 => Just(Move::Undo),
        1 => Just(Move::Retry),
        1 => Just(Move::Otherwise),
        3 => Just(Move::Next),
    ]
}

/// Where the drill stands, which has to be the same in both faces.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    Thinking,
    Typing,
    Speaking,
    Predicting,
    Ticking,
    Rating { suggested: bool },
    Rated { undo: bool, otherwise: bool },
    Over,
}

fn place(session: &crate::session::Session<crate::session::DrillCourse>) -> Place {
    if let Some(answer) = session.answer() {
        return match answer.phase() {
            Phase::Thinking => Place::Thinking,
            Phase::Given => Place::Predicting,
            _ if answer.is_spoken() => Place::Speaking,
            _ => Place::Typing,
        };
    }
    let course = session.course();
    match course.review().map(|review| (review.judging(), review)) {
        None => Place::Over,
        Some((Judging::Ticking, _)) => Place::Ticking,
        Some((Judging::Rating, review)) => Place::Rating { suggested: review.judged().is_some() },
        Some((Judging::Rated(_), review)) => {
            Place::Rated { undo: course.can_undo(), otherwise: !review.question().variants.is_empty() }
        }
    }
}

struct Lines {
    engine: Engine,
    plain: Plain,
    now: Moment,
}

impl Lines {
    fn new(picks: Vec<Pick>) -> Self {
        let config = Config { fuzz: false, ..Config::default() };
        let mut engine = Engine::in_memory(config, demo_bank(), noon()).expect("in memory");
        let plain = Plain::begin(picks, 1, true, &mut Desk { engine: &mut engine, now: noon() });
        Self { engine, plain, now: noon() }
    }

    fn input(&mut self, input: Input<'_>) {
        self.plain.feed(input, &mut Desk { engine: &mut self.engine, now: self.now });
        self.plain.take_output();
    }

    fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.input(Input::Line(line));
        }
    }

    fn wait(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.now = self.now.plus(1.0);
            self.input(Input::Tick);
        }
    }

    fn place(&self) -> Place {
        self.plain.session().map_or(Place::Over, place)
    }

    fn make(&mut self, made: Move, place: &Place, question: Option<&Shape>) {
        let typing = *place == Place::Typing;
        let or = |plain: &'static str, dotted: &'static str| if typing { dotted } else { plain };
        match (made, place) {
            (Move::Wait, _) => self.wait(7),
            (Move::Type, Place::Thinking) => self.lines(&["t"]),
            // A letter right after this key would be taken for the answer.
            (Move::Speak, Place::Thinking) => {
                self.lines(&["s"]);
                self.wait(1);
            }
            (Move::Words, Place::Typing) => self.lines(&["Some words about it."]),
            (Move::Hint, Place::Thinking | Place::Typing | Place::Speaking) => self.lines(&[or("h", ".h")]),
            (Move::Clarify, Place::Thinking | Place::Typing | Place::Speaking) => self.lines(&[or("c", ".c")]),
            (Move::Pause, Place::Thinking | Place::Typing | Place::Speaking) => self.lines(&[or("p", ".p")]),
            (Move::Done, Place::Typing | Place::Speaking) => self.lines(&[or("", ".")]),
            (Move::GiveUp, Place::Thinking | Place::Typing | Place::Speaking) => self.lines(&[or("x", ".x")]),
            (Move::Skip, Place::Thinking) => self.lines(&["n"]),
            (Move::Predict(worth), Place::Predicting) => self.lines(&[&worth.to_string()]),
            (Move::Ticks(code), Place::Ticking) => {
                let shape = question.expect("asked");
                let ticks = base_three(code, shape.points).map(|digit| ["m", "p", "h"][digit]);
                let lines: Vec<&str> = ticks.chain((0..shape.mistakes).map(|_| "n")).collect();
                // Without notes, the empty line moves on without writing any.
                self.lines(if shape.points == 0 { &[""] } else { &lines });
                // Ticks without words are asked about once.
                if self.place() == Place::Ticking {
                    self.lines(&[""]);
                }
            }
            (Move::Keep, Place::Rating { suggested: true }) | (Move::Next, Place::Rated { .. }) => self.lines(&[""]),
            (Move::Rate(rating), Place::Rating { .. }) => self.lines(&[&rating.to_string()]),
            (Move::Unrated, Place::Rating { .. }) => self.lines(&["x"]),
            (Move::Undo, Place::Rated { undo: true, .. } | Place::Thinking) => self.lines(&["u"]),
            (Move::Retry, Place::Rated { .. }) => self.lines(&["r"]),
            (Move::Otherwise, Place::Rated { otherwise: true, .. }) => self.lines(&["v"]),
            _ => {}
        }
    }
}

fn press(driver: &mut Driver, made: Move, place: &Place, question: Option<&Shape>) {
    let typing = *place == Place::Typing;
    let or = |plain: &'static str, typed: &'static str| if typing { typed } else { plain };
    match (made, place) {
        (Move::Wait, _) => driver.wait(7),
        (Move::Type, Place::Thinking) => driver.keys("t"),
        (Move::Speak, Place::Thinking) => driver.keys("s").wait(1),
        (Move::Words, Place::Typing) => {
            let some = driver.screen(80, 24).contains("Some words");
            driver.text(if some { "\nSome words about it." } else { "Some words about it." })
        }
        (Move::Hint, Place::Thinking | Place::Typing | Place::Speaking) => {
            driver.keys(or("h", "f3"));
            if driver.screen(120, 40).contains("once more shows it") {
                driver.keys(or("h", "f3"));
            }
            driver
        }
        (Move::Clarify, Place::Thinking | Place::Speaking) => driver.keys("c"),
        (Move::Clarify, Place::Typing) => driver.keys("f5"),
        (Move::Pause, Place::Thinking | Place::Typing | Place::Speaking) => driver.keys(or("p", "ctrl-t")),
        (Move::Done, Place::Typing | Place::Speaking) => driver.keys(or("enter", "ctrl-d")),
        (Move::GiveUp, Place::Thinking | Place::Typing | Place::Speaking) => match place {
            Place::Typing => driver.keys("f4"),
            _ => driver.give_up(),
        },
        (Move::Skip, Place::Thinking) => driver.keys("n n"),
        (Move::Predict(worth), Place::Predicting) => driver.keys(&worth.to_string()),
        (Move::Ticks(code), Place::Ticking) => {
            let shape = question.expect("asked");
            let keys: Vec<&str> = base_three(code, shape.points).map(|digit| ["m", "p", "y"][digit]).collect();
            driver.keys(&keys.join(" ")).keys("enter");
            if driver.screen(80, 24).contains("Where did you say that?") { driver.keys("enter") } else { driver }
        }
        (Move::Keep, Place::Rating { suggested: true }) | (Move::Next, Place::Rated { .. }) => driver.keys("enter"),
        (Move::Rate(rating), Place::Rating { .. }) => driver.keys(&rating.to_string()),
        (Move::Unrated, Place::Rating { .. }) => driver.keys("x"),
        (Move::Undo, Place::Rated { undo: true, .. }) => driver.keys("u"),
        (Move::Undo, Place::Thinking) => driver.keys("backspace"),
        (Move::Retry, Place::Rated { .. }) => driver.keys("r"),
        (Move::Otherwise, Place::Rated { otherwise: true, .. }) => driver.keys("v"),
        _ => driver,
    };
}

fn base_three(code: u16, digits: usize) -> impl Iterator<Item = usize> {
    let mut rest = usize::from(code);
    (0..digits).map(move |_| {
        let digit = rest % 3;
        rest /= 3;
        digit
    })
}

/// What determines how many lines the ticks of a question take.
struct Shape {
    points: usize,
    mistakes: usize,
}

/// The content of the log, except for the ids, which are random.
fn log(engine: &Engine) -> Vec<String> {
    let mut out = Vec::new();
    engine.history().export(&mut out).expect("written");
    let text = String::from_utf8(out).expect("text");
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| {
            let mut record: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let fields = record.as_object_mut().expect("an object");
            for drawn in ["id", "sitting", "attempt", "record", "seed"] {
                fields.remove(drawn);
            }
            record.to_string()
        })
        .collect();
    // The order of records of the same moment depends on their random ids.
    lines.sort_unstable();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn the_same_moves_leave_the_same_records(made in proptest::collection::vec(moves(), 1..50)) {
        let picks: Vec<Pick> = demo_bank()
            .entries()
            .iter()
            .map(|entry| Pick { question: entry.id.clone(), why: Why::New })
            .collect();
        let mut lines = Lines::new(picks.clone());
        let mut driver = Driver::new();
        driver.drill_of(picks);
        for one in made {
            let place = lines.place();
            let asked = lines.plain.session().and_then(|session| session.course().turn());
            let name: Option<QuestionId> = asked.map(|turn| turn.answer().name().clone());
            let shape = name.map(|name| {
                let question = lines.engine.library().question(&name).expect("in the bank");
                Shape { points: question.look_for.len(), mistakes: question.mistakes.len() }
            });
            lines.make(one, &place, shape.as_ref());
            press(&mut driver, one, &place, shape.as_ref());
            prop_assert_eq!(log(&lines.engine), log(driver.app.engine()), "after {:?} at {:?}", one, place);
        }
    }
}

#[test]
fn a_tick_taken_over_from_the_coach_stands_beside_ones_own_in_both_faces() {
    let mut driver = Driver::interview();
    crate::tui::mock_tests::sat(&mut driver);
    let row = driver.attempts()[0].clone();
    let engine = driver.app.engine();
    let point = engine.questions().find(&row.question).expect("in the bank").look_for[0].id.clone();
    let own = Judgement {
        points: [(point.clone(), Tick::Missed)].into(),
        ..Judgement::unrated(row.id.clone(), row.question.clone())
    };
    let after = Judgement { points: [(point.clone(), Tick::Hit)].into(), after_coach: vec![point], ..own.clone() };
    for judgement in [own, after] {
        driver.now = driver.now.plus(1.0);
        let now = driver.now;
        driver.app.engine_mut().save(vec![Record::new(now, Body::Judgement(judgement))], now).expect("saved");
    }
    driver.keys("enter");
    let screen = driver.screen(120, 40);
    assert!(screen.contains("[-]") && screen.contains("after the coach: hit"), "{screen}");
    driver.keys("esc").go_home();

    let now = driver.now;
    let mut desk = Desk { engine: driver.app.engine_mut(), now };
    let mut plain = PlainMock::begin(Wanted::Any, true, &mut desk);
    let mut said = plain.take_output();
    for _ in 0..3 {
        plain.feed(Input::Line(""), &mut desk);
        said.push_str(&plain.take_output());
    }
    assert!(said.contains("You took over after the coach: hit. It counts nowhere."), "{said}");
    assert!(said.contains("Enter: missed."), "{said}");
}

#[test]
fn a_reply_in_a_drill_is_judged_alike_in_both_faces() {
    let pick = Pick { question: "demo/stampede".parse().expect("a name"), why: Why::New };
    let held = |engine: &Engine| -> Vec<Vec<Option<Tick>>> {
        let mut out = Vec::new();
        engine.history().export(&mut out).expect("written");
        let records = String::from_utf8(out).expect("text");
        let records = records.lines().map(|line| serde_json::from_str::<Record>(line).expect("a record"));
        let judged = records.filter_map(|record| match record.body {
            Body::Judgement(judgement) => Some((judgement.rating, judgement.held)),
            _ => None,
        });
        judged
            .map(|(rating, held)| (rating == Some(crate::history::Rating::Hard)).then_some(held).expect("Hard"))
            .collect()
    };

    let mut driver = Driver::new();
    driver.drill_of(vec![pick.clone()]).answer_typed("All callers miss at once.").keys("f");
    driver.text("The lock runs out.").done().predict(3);
    let open = driver.screen(120, 60);
    assert!(open.contains("Follow-ups: did the reply hold?") && open.contains("[ ] The caller that"), "{open}");
    // Four points stand above it.
    driver.keys("j j j j p").wait(1);
    assert!(driver.screen(120, 60).contains("[~] The caller that"), "{}", driver.screen(120, 60));
    driver.keys("g space m m m enter").rate(2);
    assert_eq!(held(driver.app.engine()), [[Some(Tick::Partial)]]);

    let mut lines = Lines::new(vec![pick]);
    lines.lines(&["t", "All callers miss at once.", ".", "f", "The lock runs out.", ".", "3", "h", "m", "m", "m"]);
    lines.plain.feed(Input::Line("?"), &mut Desk { engine: &mut lines.engine, now: lines.now });
    assert!(lines.plain.take_output().contains("m did not hold"));
    lines.lines(&["p", "n", "n", "2"]);
    assert_eq!(held(&lines.engine), [[Some(Tick::Partial)]]);
}
