//! From the first start to an answer that is judged, and what a crash leaves of it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use hotseat::history::{Body, Medium, Mode, Rating, Tick};

use crate::harness::{HOTSEAT, Home, Start};
use crate::{
    CTRL_D, ENTER, ESC, ON_ANSWER, ON_HOME, ON_NEXT, ON_NOTES, ON_PREDICTION, ON_QUESTION, ON_RATING, answering,
    finish, judge, quit,
};

#[test]
fn from_the_first_start_to_a_judged_answer() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.wait_for("none seen yet").wait_for(ON_HOME);
    assert!(terminal.takes_pastes());
    terminal.send(ENTER).wait_for(ON_QUESTION).send("t").wait_for(ON_ANSWER);
    terminal.send("First, héllo 日本. ").wait_for("日本");
    terminal.paste("Pasted: 1\n\tand 2\n").send("👩‍👩‍👧‍👦e\u{301}!").wait_for("!").wait_for_word("saved");
    assert_eq!(home.draft(), "First, héllo 日本. Pasted: 1\n\tand 2\n👩‍👩‍👧‍👦e\u{301}!");
    // Backspace takes what looks like one character: the mark, the letter with its accent, the family.
    terminal.send("\x7f\x7f\x7f").wait_without("!").send("end").wait_for("end");
    terminal.send(CTRL_D).wait_for(ON_PREDICTION);
    assert!(home.attempts().is_empty(), "nothing is an attempt before the prediction");
    terminal.send("3").wait_for("you said would pass").wait_for_word("saved");

    let text = "First, héllo 日本. Pasted: 1\n\tand 2\nend";
    let attempt = home.attempts().pop().expect("saved when the screen says so");
    assert_eq!(attempt.text, text);
    assert_eq!((attempt.mode, attempt.medium, attempt.prediction), (Mode::Drill, Medium::Typed, Some(3)));
    assert_eq!((attempt.gave_up, attempt.hints), (false, 0));
    let all = terminal.started.elapsed().as_secs_f64();
    let spent = attempt.seconds;
    assert!(spent.think > 0.0 && spent.answer > 0.0 && spent.paused == 0.0, "{spent:?}");
    assert!(spent.think + spent.answer <= all, "{spent:?} within {all} s");
    assert!(home.drafts().is_empty(), "the attempt is in the log, its draft is gone");

    // Two points are ticked that no word of the answer makes: that is asked about.
    terminal
        .send(" j~")
        .send("r")
        .wait_for("Where did you say that?")
        .send(ENTER)
        .wait_for(ON_RATING)
        .send("3")
        .wait_for(ON_NEXT)
        .wait_for("comes back");
    let judgement = home.judgements().pop().expect("saved when the screen says so");
    assert_eq!(judgement.rating, Some(Rating::Good));
    assert!(judgement.band < Some(3) && judgement.doubt.is_some_and(|doubt| doubt.of == 2));
    assert_eq!((judgement.question, judgement.scheduled), (attempt.question, true));
    let ticked = |tick| judgement.points.values().filter(|&&found| found == tick).count();
    assert_eq!((ticked(Tick::Hit), ticked(Tick::Partial)), (1, 1));
    assert!(ticked(Tick::Missed) > 0, "the rest was missing");

    quit(&mut terminal);
    terminal.assert_clean();
    let kinds: Vec<&str> = home.records().iter().map(|record| record.body.kind()).collect();
    assert_eq!(&kinds[..3], ["sitting", "attempt", "judgement"]);
    crate::start_later(&home).wait_for("1 seen");
}

#[test]
fn giving_up_opens_the_notes() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.wait_for(ON_HOME).send(ENTER).wait_for(ON_QUESTION).send("xx").wait_for(ON_NOTES).wait_for_word("saved");
    judge(&mut terminal);
    let attempt = home.attempts().pop().expect("an attempt");
    assert_eq!((attempt.gave_up, attempt.medium, attempt.prediction), (true, Medium::None, None));
    assert_eq!(home.judgements()[0].rating, Some(Rating::Again));
}

#[test]
fn a_kill_while_typing_loses_little_and_the_answer_goes_on() {
    // A second is promised; the other one is for a busy machine that tests.
    const LOST: Duration = Duration::from_secs(2);
    let home = Home::new();
    let mut terminal = answering(&home, "start ");
    let began = Instant::now();
    let mut typed = Vec::new();
    // Without a rest, so that only the limit makes it write.
    while began.elapsed() < LOST + Duration::from_secs(1) {
        let word = format!("w{} ", typed.len());
        if word.len() > 5 {
            break;
        }
        terminal.send(&word).wait_for(word.trim_end());
        typed.push((word, Instant::now()));
        // As fast as people type, or a little faster.
        std::thread::sleep(Duration::from_millis(20));
    }
    let killed = Instant::now();
    terminal.kill();
    let kept = home.draft();
    let mut whole = String::from("start ");
    for (word, at) in &typed {
        whole.push_str(word);
        assert!(kept.starts_with(&whole) || killed - *at < LOST, "{word} was typed {:?} before", killed - *at);
    }
    assert!(whole.starts_with(kept.trim_end()), "{kept} is what was typed");

    let mut terminal = home.start();
    terminal.wait_for("An answer was interrupted").wait_for("w0 w1").send(ENTER).wait_for(ON_ANSWER);
    // One word: wherever the kill came, no line breaks within it.
    terminal.send("fin").wait_for("fin");
    finish(&mut terminal);
    judge(&mut terminal);
    quit(&mut terminal);
    let attempts = home.attempts();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].text, format!("{kept}fin"));
    assert!(attempts[0].seconds.answer > 1.5, "the time before the crash counts: {:?}", attempts[0].seconds);
    crate::start_later(&home);
}

#[test]
fn a_draft_can_wait_or_be_thrown_away() {
    let home = Home::new();
    let mut terminal = answering(&home, "kept for later");
    terminal.wait_for_word("saved").kill();
    let mut terminal = home.start();
    terminal.wait_for("An answer was interrupted").send("l").wait_for("Go on");
    quit(&mut terminal);
    let mut terminal = home.start();
    terminal.wait_for("An answer was interrupted").send("d").wait_for("once more").send("d").wait_for(ON_HOME);
    quit(&mut terminal);
    assert!(home.drafts().is_empty());
    home.start().wait_for(ON_HOME);
}

#[test]
fn what_waits_is_offered_before_a_drill_that_was_asked_for() {
    let home = Home::new();
    let mut terminal = answering(&home, "first of all");
    terminal.wait_for_word("saved").kill();
    let drill = || Start::program(&[HOTSEAT, "drill", "--topic", "caching", "--count", "2"], home.path()).start();
    let mut terminal = drill();
    terminal.wait_for("An answer was interrupted").send("l").wait_for(ON_QUESTION).wait_for("1 of 2");
    quit(&mut terminal);
    let mut terminal = drill();
    terminal.wait_for("An answer was interrupted").send(ENTER).wait_for("first of all");
    finish(&mut terminal);
    judge(&mut terminal);
    terminal.send(ENTER).wait_for(ON_QUESTION).wait_for("Caching");
    quit(&mut terminal);
}

#[test]
fn a_kill_before_the_prediction_asks_for_it() {
    let home = Home::new();
    let mut terminal = answering(&home, "complete");
    terminal.send(CTRL_D).wait_for(ON_PREDICTION);
    // The prediction screen says nothing about drafts, so the file is asked.
    let done = |path: PathBuf| std::fs::read_to_string(path).is_ok_and(|text| text.contains("\"predicting\""));
    while !home.draft_files().into_iter().any(done) {
        assert!(terminal.started.elapsed() < crate::harness::PATIENCE, "the draft never says that the answer is done");
        std::thread::sleep(Duration::from_millis(10));
    }
    terminal.kill();
    let mut terminal = home.start();
    terminal
        .wait_for("An answer without a prediction")
        .send(ENTER)
        .wait_for(ON_PREDICTION)
        .send("4")
        .wait_for(ON_NOTES);
    terminal.wait_for_word("saved");
    assert_eq!(home.attempts()[0].prediction, Some(4));
}

#[test]
fn a_kill_between_attempt_and_judgement_asks_for_the_judgement() {
    let home = Home::new();
    let mut terminal = answering(&home, "judged later");
    finish(&mut terminal);
    terminal.kill();
    let mut terminal = home.start();
    terminal.wait_for("An answer that was never judged").wait_for("judged later").send(ENTER).wait_for(ON_NOTES);
    terminal.send("m");
    judge(&mut terminal);
    quit(&mut terminal);
    let (attempts, judgements) = (home.attempts(), home.judgements());
    assert_eq!((attempts.len(), judgements.len()), (1, 1));
    assert!(
        home.records()
            .iter()
            .any(|record| matches!(record.body, Body::Attempt(_)) && record.id == judgements[0].attempt)
    );
    home.start().wait_for(ON_HOME);
}

#[test]
fn pasted_control_characters_do_nothing() {
    let home = Home::new();
    let mut terminal = answering(&home, "a");
    terminal.send("\x1b[200~b\x07\x08\x04\x1b[31mc\r\nd\re\u{202e}f\x1b[201~").wait_for("f").wait_for_word("saved");
    let kept = home.draft();
    assert!(!kept.chars().any(|c| c.is_control() && c != '\n'), "{kept:?}");
    assert!(kept.starts_with("ab") && kept.ends_with("\nd\nef"), "{kept:?}");
    Start::hotseat(home.path()).start().wait_for(ON_HOME);
}

#[test]
fn a_kill_between_ticks_and_rating_loses_no_tick() {
    let home = Home::new();
    let mut terminal = answering(&home, "ticked later");
    finish(&mut terminal);
    terminal.send("~m").wait_for("[~]").wait_for_word("saved").kill();
    let mut terminal = home.start();
    terminal.wait_for("An answer that was never judged").wait_for("2 points judged").send(ENTER).wait_for(ON_NOTES);
    terminal.wait_for("[~]").wait_for("[-]");
    // Killed once more before anything is touched, and left by hand after that.
    terminal.wait_for_word("saved").kill();
    let mut terminal = home.start();
    terminal.wait_for("2 points judged").send(ENTER).wait_for(ON_NOTES).wait_for("[~]").send(ESC).wait_for(ON_HOME);
    quit(&mut terminal);
    let mut terminal = home.start();
    terminal.wait_for("2 points judged").send(ENTER).wait_for(ON_NOTES).send("r").wait_for("Where did you say");
    terminal.send(ENTER).wait_for(ON_RATING).send("1").wait_for(ON_NEXT).wait_for("comes back");
    assert_eq!(home.judgements()[0].points.values().filter(|tick| **tick == Tick::Partial).count(), 1);
    quit(&mut terminal);
    assert!(home.draft_files().is_empty(), "{:?}", home.draft_files());
}
