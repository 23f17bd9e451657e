//! A model that reacts, is late, fails, or is no longer waited for, against a clock that only the test moves.

use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::config::Paths;
use crate::engine::{Engine, MockWish};
use crate::history::{AttemptFilter, Medium};
use crate::moment::Moment;
use crate::practice::Phase;
use crate::session::{Intent, MockCourse, News, Order, Session};
use crate::testing::noon;

const ANSWER: &str = "I would write the request down in one table and let one worker take it while all the others wait for what it \
                      brings.";
const ASKS: &str = "What happens to the others when that one worker dies?";

struct Desktop {
    engine: Engine,
    session: Session<MockCourse>,
    now: Moment,
    _folder: tempfile::TempDir,
}

fn suggested() -> Suggested {
    Suggested { about: "let one worker take it while all".into(), question: ASKS.into() }
}

impl Desktop {
    /// A mock whose first question is asked and being typed.
    fn typing(agreed: bool) -> (Self, Vec<News>) {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = Paths::find(Some(folder.path())).expect("folders");
        std::fs::create_dir_all(&paths.config).expect("made");
        let settings = "mock_pressure = \"gentle\"\n[coach]\ncommand = [\"model\"]\nfollow_ups = true\n";
        std::fs::write(paths.config_file(), settings).expect("written");
        let bank = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/interview");
        for file in ["bank.json", "talking.json"] {
            let own = paths.banks().join("talk").join(file);
            std::fs::create_dir_all(own.parent().expect("a folder")).expect("made");
            std::fs::copy(bank.join(file), own).expect("copied");
        }
        let mut engine = Engine::open(paths, noon()).expect("an engine");
        if agreed {
            engine.agree_to_coach(&engine.coach().destination().expect("a program"), noon()).expect("kept");
        }
        let wish = MockWish { seed: Some(1), ..MockWish::default() };
        let plan = engine.mocks().plan("short", &wish, noon()).expect("a plan");
        let (mut session, step) = Session::mock(plan, Medium::Typed, &engine, noon());
        let told = session.carry_out(step, &mut engine, noon());
        let mut desktop = Self { engine, session, now: noon(), _folder: folder };
        desktop.mean(Intent::Next);
        desktop.mean(Intent::Give(Medium::Typed));
        desktop.mean(Intent::Text(ANSWER.into()));
        (desktop, told)
    }

    /// The same once the answer is finished and a model has been asked about it.
    fn thinking() -> Self {
        let mut desktop = Self::typing(true).0;
        assert!(desktop.mean(Intent::Done).contains(&News::Thinking));
        assert!(desktop.is_asked());
        desktop
    }

    fn mean(&mut self, intent: Intent) -> Vec<News> {
        self.session.run(intent, &mut self.engine, self.now)
    }

    /// Whether a follow-up was ordered since the last call.
    fn is_asked(&mut self) -> bool {
        self.session.take_orders().iter().any(|order| matches!(order, Order::AskFollowUp(_)))
    }

    fn wait(&mut self, seconds: u32) -> Vec<News> {
        let second = |_| {
            self.now = self.now.plus(1.0);
            self.mean(Intent::Second)
        };
        (0..seconds).flat_map(second).collect()
    }

    fn reply(&mut self, text: &str) {
        self.mean(Intent::Text(text.into()));
        self.mean(Intent::Done);
    }

    /// For each follow-up of the answer in progress, whether the coach asked it.
    fn by_coach(&self) -> Vec<bool> {
        self.session.answer().expect("an answer").replies().iter().map(|put| put.by_coach).collect()
    }
}

#[test]
fn what_reacts_is_asked_and_no_time_passes_while_they_think() {
    let mut desktop = Desktop::thinking();
    let spent = desktop.session.course().mock().round_clock().spent;
    desktop.wait(5);
    assert!(desktop.session.course().is_thinking());
    assert!((desktop.session.course().mock().round_clock().spent - spent).abs() < 1e-9);
    let news = desktop.mean(Intent::Reacted(Ok(suggested())));
    assert!(news.contains(&News::Asked) && desktop.by_coach() == [true]);
    assert_eq!(desktop.session.course().mock().prompt(), Some(ASKS));
}

#[test]
fn after_six_seconds_or_at_a_word_the_bank_asks() {
    let mut desktop = Desktop::thinking();
    let news = desktop.wait(6);
    assert!(!desktop.session.course().is_thinking() && desktop.by_coach() == [false]);
    assert!(news.contains(&News::Asked), "a page of its own for the reply: {news:?}");
    assert!(news.iter().any(|news| matches!(news, News::NoReaction(why) if why.contains("6 seconds"))), "{news:?}");
    let mut desktop = Desktop::thinking();
    desktop.mean(Intent::Next);
    assert_eq!(desktop.by_coach(), [false]);
}

#[test]
fn what_comes_too_late_is_asked_after_the_reply_and_nobody_is_asked_twice_at_once() {
    let mut desktop = Desktop::thinking();
    desktop.wait(6);
    desktop.reply("Then I would have it in memory, and warm it up before anybody comes.");
    assert!(!desktop.is_asked(), "it is still at the first one");
    let mut desktop = Desktop::thinking();
    desktop.wait(6);
    desktop.mean(Intent::Reacted(Ok(suggested())));
    assert_eq!(desktop.by_coach(), [false], "nobody is interrupted");
    desktop.reply("Then I would have it in memory, and warm it up before anybody comes.");
    assert_eq!(desktop.by_coach(), [false, true]);
    assert!(!desktop.is_asked() && !desktop.session.course().is_thinking());
}

#[test]
fn one_that_says_nothing_for_a_minute_is_hung_up_on_and_the_next_follow_up_is_asked_for() {
    let mut desktop = Desktop::thinking();
    desktop.wait(59);
    assert!(
        !desktop.session.take_orders().iter().any(|order| matches!(order, Order::StopFollowUp)),
        "it may be loading"
    );
    desktop.wait(1);
    assert!(matches!(desktop.session.take_orders()[..], [Order::StopFollowUp]));
    desktop.wait(10);
    assert!(desktop.session.take_orders().is_empty(), "once");
    desktop.reply("Then I would have it in memory, and warm it up before anybody comes.");
    assert!(desktop.is_asked() && desktop.session.course().is_thinking());
    desktop.mean(Intent::Reacted(Ok(suggested())));
    assert_eq!(desktop.by_coach(), [false, true]);
}

#[test]
fn what_gives_a_point_away_is_not_asked() {
    let mut desktop = Desktop::thinking();
    let question = "Would an idempotency key, jitter or stale data help the others?".to_owned();
    desktop.mean(Intent::Reacted(Ok(Suggested { question, ..suggested() })));
    assert_eq!(desktop.by_coach(), [false]);
}

#[test]
fn a_coach_that_fails_is_told_once_and_the_bank_asks() {
    let mut desktop = Desktop::thinking();
    let failed = || Intent::Reacted(Err(CoachError::WantsTerminal("model".into())));
    let told = |news: &[News]| news.iter().filter(|news| matches!(news, News::NoReaction(_))).count();
    assert_eq!(told(&desktop.mean(failed())), 1);
    assert_eq!(desktop.by_coach(), [false]);
    desktop.reply("Then I would have it in memory, and warm it up before anybody comes.");
    assert!(desktop.is_asked(), "it may work again");
    assert_eq!(told(&desktop.mean(failed())), 0);
}

#[test]
fn nothing_is_asked_before_a_yes_to_that_and_it_is_said_at_the_beginning() {
    let (mut desktop, told) = Desktop::typing(false);
    assert!(told.iter().any(|news| matches!(news, News::NoReaction(why) if why.contains("did not agree"))), "{told:?}");
    assert!(!desktop.mean(Intent::Done).contains(&News::Thinking));
    assert!(!desktop.is_asked() && desktop.by_coach() == [false]);
}

#[test]
fn what_is_spoken_or_unknown_is_not_sent() {
    let mut desktop = Desktop::typing(true).0;
    desktop.mean(Intent::Give(Medium::Spoken));
    desktop.mean(Intent::Done);
    assert!(!desktop.is_asked(), "nothing is written down yet");
    let mut desktop = Desktop::typing(true).0;
    desktop.mean(Intent::Text("I don't know.".into()));
    desktop.mean(Intent::Done);
    assert!(!desktop.is_asked());
}

#[test]
fn leaving_in_the_middle_keeps_the_answer_and_calls_the_question_off() {
    let mut desktop = Desktop::thinking();
    desktop.wait(1);
    desktop.mean(Intent::Leave);
    assert!(matches!(desktop.session.take_orders()[..], [Order::StopFollowUp]));
    let id = desktop.session.course().mock().id().clone();
    let (session, _) = Session::resume_mock(&id, Medium::Typed, &desktop.engine, desktop.now).expect("it goes on");
    let answer = session.answer().expect("the answer");
    assert_eq!((answer.phase(), answer.text()), (Phase::Answering, ANSWER));
}

#[test]
fn giving_up_in_the_middle_keeps_the_answer_as_given() {
    let mut desktop = Desktop::thinking();
    desktop.mean(Intent::Abandon);
    let attempts = desktop.engine.history().attempts(&AttemptFilter::default()).expect("read");
    assert_eq!(attempts.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), [ANSWER]);
}

#[test]
fn a_program_that_ends_while_they_think_goes_on_with_the_answer() {
    let desktop = Desktop::thinking();
    let draft = desktop.session.course().mock().draft(desktop.now).expect("a draft");
    let kept = crate::practice::mock::progress_of(&draft).expect("a mock");
    assert_eq!((kept.stage, kept.text()), (crate::practice::mock::MockStage::Answering, ANSWER));
    let mut desktop = Desktop::thinking();
    desktop.wait(6);
    desktop.reply("Then I would have it in memory.");
    let draft = desktop.session.course().mock().draft(desktop.now);
    assert!(draft.is_some());
}
