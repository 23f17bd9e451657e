//! A whole short mock interview: killed in the middle of an answer, gone on with, debriefed, and its scorecard saved.

use hotseat::assess::KeptCard;
use hotseat::history::{Body, Medium, Mode, SittingState};

use crate::harness::{Home, Start, Terminal};
use crate::{CTRL_D, ENTER, ESC, ON_HOME};

const ON_BREAK: &str = "Enter start the round";
const ON_QUESTION: &str = "Enter answer";
const ON_ANSWER: &str = "Ctrl-D done";
const ON_PREDICTION: &str = "How good was it";
const ON_OVER: &str = "That was the interview";
const ON_POINTS: &str = "Enter numbers";
const ON_NUMBERS: &str = "Enter save, next";
const ON_FLAGS: &str = "Debrief: red flags";

fn start(home: &Home) -> Terminal {
    Start::program(&[crate::harness::HOTSEAT, "mock", "daily", "--minutes", "15", "--seed", "3"], home.path()).start()
}

/// The texts of the drafts.
fn kept(home: &Home, text: &str) -> bool {
    home.drafts().iter().any(|draft| draft == text)
}

/// Says nothing to the smaller steps that are asked of whoever does not know.
pub(crate) fn say_nothing_until(terminal: &mut Terminal, then: &str) {
    terminal.wait_for("follow-up");
    while !terminal.contents().contains(then) {
        let frames = terminal.frames();
        terminal.send(CTRL_D).wait_for_frame_after(frames);
    }
}

/// Gives up what is left of the round, up to the prediction.
fn give_up_the_rest(terminal: &mut Terminal, from: usize, of: usize) {
    for number in from..=of {
        terminal.wait_for(&format!("question {number} of {of}")).wait_for(ON_QUESTION).send("xx");
        let next = format!("question {} of {of}", number + 1);
        say_nothing_until(terminal, if number == of { "How good was it" } else { &next });
    }
}

/// How many questions were drawn.
fn drawn(home: &Home) -> usize {
    let sitting = |body: &Body| match body {
        Body::Sitting(sitting) => Some(sitting.questions.len()),
        _ => None,
    };
    home.records().iter().find_map(|record| sitting(&record.body)).expect("a sitting")
}

fn last_state(home: &Home) -> Option<SittingState> {
    home.records().iter().rev().find_map(|record| match &record.body {
        Body::Sitting(sitting) => Some(sitting.state),
        _ => None,
    })
}

#[test]
fn a_short_mock_survives_a_kill_and_ends_in_a_saved_scorecard() {
    let home = Home::new();
    let mut terminal = start(&home);
    terminal.wait_for(ON_BREAK).send(ENTER).wait_for(ON_QUESTION).send("t").wait_for(ON_ANSWER);
    terminal.send("Half of an answer").wait_for("Half of an answer");
    let since = std::time::Instant::now();
    while !kept(&home, "Half of an answer") {
        assert!(since.elapsed() < crate::harness::A_SECOND, "the draft is at most a second behind");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    terminal.kill();
    assert!(home.attempts().is_empty());

    let mut terminal = home.start();
    terminal.wait_for("A mock interview was interrupted").wait_for("Half of an answer").send(ENTER).wait_for(ON_ANSWER);
    terminal.send(", and the rest").wait_for("and the rest").send(CTRL_D).wait_for("follow-up");
    terminal.send("It depends.").wait_for("It depends.");
    // Every follow-up of the first question, however many come.
    while home.attempts().is_empty() {
        terminal.send(CTRL_D).wait_for("question");
        assert!(since.elapsed() < crate::harness::PATIENCE, "{}", terminal.contents());
    }
    let first = home.attempts().remove(0);
    assert_eq!((first.mode, first.medium), (Mode::Mock, Medium::Typed));
    assert_eq!(first.text, "Half of an answer, and the rest");
    assert_eq!(first.follow_ups[0].text, "It depends.");

    // The second question is on the screen: killed there, it is asked again.
    let of = drawn(&home);
    terminal.wait_for(&format!("question 2 of {of}")).kill();
    let mut terminal = home.start();
    terminal.wait_for("A mock interview was interrupted").wait_for("1 answer is saved").send(ENTER);
    give_up_the_rest(&mut terminal, 2, of);
    terminal.wait_for(ON_PREDICTION).send("2").wait_for(ON_OVER);
    assert_eq!(home.attempts().len(), of);
    assert_eq!(last_state(&home), Some(SittingState::Finished));
    assert!(home.draft_files().is_empty(), "the log has everything");

    terminal.send(ENTER);
    for number in 1..=of {
        terminal.wait_for(&format!("Debrief: answer {number} of {of}")).wait_for(ON_POINTS).send("r");
        terminal.wait_for(ON_NUMBERS).send(ENTER);
    }
    terminal.wait_for(ON_FLAGS).send(ENTER).wait_for("level read").wait_for("of 4   saved");
    let records = home.records();
    let card = records.iter().find_map(|record| match &record.body {
        Body::Scorecard(card) => serde_json::from_value::<KeptCard>(card.card.clone()).ok(),
        _ => None,
    });
    assert_eq!(card.expect("saved when the screen says so").card.answers.len(), of);
    assert!(home.judgements().iter().all(|judgement| judgement.scheduled && judgement.rating.is_some()));
    terminal.send(ESC).wait_for("Past mocks").send(ESC).wait_for(ON_HOME).wait_for("last: Daily");
    crate::quit(&mut terminal);
    terminal.assert_clean();
    home.start().wait_for(ON_HOME);
}

#[test]
fn a_signal_keeps_the_answer_of_a_mock() {
    let home = Home::new();
    let mut terminal = start(&home);
    terminal.wait_for(ON_BREAK).send(ENTER).wait_for(ON_QUESTION).send("t").wait_for(ON_ANSWER);
    terminal.send("Typed just now").wait_for("Typed just now").signal(rustix::process::Signal::HUP).end();
    assert!(kept(&home, "Typed just now"), "{:?}", home.drafts());
    home.start().wait_for("A mock interview was interrupted").wait_for("Typed just now");
}

#[test]
fn a_mock_on_another_screen_is_not_offered() {
    let home = Home::new();
    let mut terminal = start(&home);
    terminal.wait_for(ON_BREAK).send(ENTER).wait_for(ON_QUESTION);
    let mut other = home.start();
    other.wait_for(ON_HOME).send("m").wait_for("Go on: Daily").send(ENTER).wait_for("Another Hotseat goes on");
    crate::quit(&mut other);
    terminal.send(ESC).wait_for("Leave this mock?").send(ESC).wait_for(ON_HOME).wait_for("waits to be gone on");
    assert_eq!(last_state(&home), Some(SittingState::Paused));
    crate::quit(&mut terminal);
    let mut again = start(&home);
    again.wait_for("A mock interview waits").send(ENTER).wait_for(ON_QUESTION);
}
