//! What the interviewer says about the time, and what happens to the answer when a round ends.

use super::*;
use crate::bank::Library;
use crate::config::{Config, MockPressure, Paths};
use crate::engine::MockWish;
use crate::history::AttemptFilter;
use crate::practice::mock::Reminder;
use crate::testing::noon;

struct Desktop {
    engine: Engine,
    session: Session<MockCourse>,
    now: Moment,
}

impl Desktop {
    /// A mock whose first question is asked and being typed.
    fn typing(loop_: &str, mock_pressure: MockPressure) -> Self {
        let config = Config { mock_pressure, ..Config::default() };
        let mut engine = Engine::in_memory(config, Library::builtin(), noon()).expect("an engine");
        let wish = MockWish { seed: Some(3), ..MockWish::default() };
        let plan = engine.mocks().plan(loop_, &wish, noon()).expect("a plan");
        let (mut session, step) = Session::mock(plan, Medium::Typed, &engine, noon());
        session.carry_out(step, &mut engine, noon());
        let mut desktop = Self { engine, session, now: noon() };
        desktop.mean(Intent::Next);
        desktop.mean(Intent::Give(Medium::Typed));
        desktop.mean(Intent::Text("All that I have to say".into()));
        desktop
    }

    fn mean(&mut self, intent: Intent) -> Vec<News> {
        self.session.run(intent, &mut self.engine, self.now)
    }

    /// Lets this many seconds pass and returns the news from them.
    fn wait(&mut self, seconds: u32) -> Vec<News> {
        let mut told = Vec::new();
        for _ in 0..seconds {
            self.now = self.now.plus(1.0);
            told.extend(self.mean(Intent::Second));
        }
        told.retain(|news| matches!(news, News::Reminded(_) | News::HandedIn(_)));
        told
    }
}

#[test]
fn the_interviewer_moves_on_ends_the_round_and_takes_what_there_is() {
    let mut desktop = Desktop::typing("api", MockPressure::Auto);
    let told = desktop.wait(3 * 3_600);
    let (over, handed_in) = (News::Reminded(Reminder::RoundOver), News::HandedIn(true));
    assert_eq!(told, [News::Reminded(Reminder::MoveOn), over, handed_in], "each once");
    let texts: Vec<String> = desktop
        .engine
        .history()
        .attempts(&AttemptFilter::default())
        .expect("read")
        .into_iter()
        .map(|row| row.text)
        .collect();
    assert_eq!(texts, ["All that I have to say"], "whole, and on the disk");
    let progress = desktop.session.course().mock().progress();
    assert_eq!(progress.left_out.len() + 1, progress.plan.rounds[0].questions.len());
    assert!(desktop.session.course().mock().unpredicted().is_some(), "the break comes");
}

#[test]
fn the_daily_mock_and_a_gentle_one_hold_nobody_to_the_time() {
    for (loop_, pressure) in [("daily", MockPressure::Auto), ("api", MockPressure::Gentle)] {
        assert_eq!(Desktop::typing(loop_, pressure).wait(7_200), [], "{loop_}");
    }
    assert!(!Desktop::typing("daily", MockPressure::Real).wait(7_200).is_empty());
}

#[test]
fn a_typed_answer_is_not_taken_from_somebody_who_writes_line_by_line() {
    let mut desktop = Desktop::typing("api", MockPressure::Real);
    desktop.mean(Intent::Lines);
    let told = desktop.wait(3 * 3_600);
    assert_eq!(told, [News::Reminded(Reminder::MoveOn), News::Reminded(Reminder::RoundOver)]);
    desktop.mean(Intent::Text("All that I have to say\nand one line more".into()));
    desktop.mean(Intent::Done);
    assert!(desktop.session.answer().is_none(), "no follow-up, no next question: the round ends");
    assert!(!desktop.session.course().mock().progress().left_out.is_empty());
}

#[test]
fn nobody_is_interrupted_in_the_middle_of_typing() {
    let mut desktop = Desktop::typing("api", MockPressure::Real);
    for word in 0..3_600 {
        desktop.mean(Intent::Text(format!("All that I have to say, {word}")));
        let told = desktop.wait(3);
        assert!(!told.contains(&News::HandedIn(true)));
    }
    assert!(desktop.wait(6).contains(&News::HandedIn(true)));
}

#[test]
fn what_was_said_before_a_mock_was_given_up_is_written_down_too() {
    let home = tempfile::tempdir().expect("a folder");
    let paths = Paths::find(Some(home.path())).expect("below the folder");
    let mut engine = Engine::open(paths.clone(), noon()).expect("opened");
    let wish = MockWish { seed: Some(3), ..MockWish::default() };
    let plan = engine.mocks().plan("api", &wish, noon()).expect("a plan");
    let (mut session, step) = Session::mock(plan, Medium::Spoken, &engine, noon());
    session.carry_out(step, &mut engine, noon());
    session.run(Intent::Next, &mut engine, noon());
    std::fs::create_dir_all(paths.recordings()).expect("a folder");
    // The first question about which something more is asked is not on the disk before its reply.
    while session.answer().is_some_and(|answer| answer.phase() != Phase::Replying) {
        session.run(Intent::Give(Medium::Spoken), &mut engine, noon());
        let name = session.recording_name(&engine).expect("it is spoken");
        std::fs::write(paths.recordings().join(&name), "sound").expect("written");
        session.run(Intent::Recording(name), &mut engine, noon());
        session.run(Intent::Done, &mut engine, noon());
    }
    let said: Utterance = session.answer().expect("a follow-up").id().into();
    let told = session.run(Intent::Abandon, &mut engine, noon().plus(40.0));
    assert!(told.contains(&News::ListenAside(said)), "{told:?}");
}
