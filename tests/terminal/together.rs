//! Two programs on one home.

use crate::harness::{Home, Terminal};
use crate::{ENTER, ON_ANSWER, ON_HOME, answering, finish, judge, quit};

#[test]
fn both_save_and_neither_takes_the_others_answer() {
    let home = Home::new();
    let mut first = answering(&home, "of the first");
    first.wait_for_word("saved");
    // It starts on Home: the draft there belongs to somebody.
    let mut second = answering(&home, "of the second");
    second.wait_for_word("saved");
    finish(&mut second);
    finish(&mut first);

    // Both are being judged, so neither judgement is missing.
    let mut third = home.start();
    third.wait_for(ON_HOME);
    quit(&mut third);

    judge(&mut first);
    judge(&mut second);
    quit(&mut first);
    quit(&mut second);
    let texts: Vec<String> = home.attempts().into_iter().map(|attempt| attempt.text).collect();
    assert_eq!(texts, ["of the second", "of the first"]);
    assert_eq!(home.judgements().len(), 2);
    crate::start_later(&home);
}

/// Two programs that were offered the same draft. The first one goes on with it; the offer stands on the other one's screen.
fn offered_twice(home: &Home) -> (Terminal, Terminal) {
    let mut crashed = answering(home, "whose is it");
    crashed.wait_for_word("saved").kill();
    let (mut first, mut second) = (home.start(), home.start());
    second.wait_for("An answer was interrupted");
    first.wait_for("An answer was interrupted").send(ENTER).wait_for(ON_ANSWER);
    (first, second)
}

#[test]
fn one_draft_is_gone_on_with_once() {
    let home = Home::new();
    let (mut first, mut second) = offered_twice(&home);
    second.send(ENTER).wait_for("another Hotseat").wait_for(ON_HOME);
    first.send(", mine").wait_for("mine");
    finish(&mut first);
    judge(&mut first);
    // The other one still works.
    crate::answer(&mut second, "something else");
    finish(&mut second);
    judge(&mut second);
    let texts: Vec<String> = home.attempts().into_iter().map(|attempt| attempt.text).collect();
    assert_eq!(texts, ["whose is it, mine", "something else"]);
}

#[test]
fn an_attempt_is_judged_once() {
    let home = Home::new();
    let mut crashed = answering(&home, "to be judged");
    finish(&mut crashed);
    crashed.kill();
    let (mut first, mut second) = (home.start(), home.start());
    second.wait_for("never judged");
    first.wait_for("never judged").send(ENTER).wait_for(crate::ON_NOTES);
    second.send(ENTER).wait_for("another Hotseat").wait_for(ON_HOME);
    judge(&mut first);
    assert_eq!(home.judgements().len(), 1);
}

#[test]
fn what_was_finished_elsewhere_is_not_gone_on_with() {
    let home = Home::new();
    let (mut first, mut second) = offered_twice(&home);
    first.send(", mine").wait_for("mine");
    crate::open_notes(&mut first);
    judge(&mut first);
    quit(&mut first);
    // The offer of the second one is out of date by now.
    second.send(ENTER).wait_for("was finished in another").wait_for(ON_HOME);
    crate::answer(&mut second, "something else");
    crate::open_notes(&mut second);
    judge(&mut second);
    quit(&mut second);
    let texts: Vec<String> = home.attempts().into_iter().map(|attempt| attempt.text).collect();
    assert_eq!(texts, ["whose is it, mine", "something else"]);
    assert_eq!(home.judgements().len(), 2);
    // Of the answers neither drafts nor locks are left; the second one's drill can be gone on with.
    let left =
        std::fs::read_dir(home.paths().drafts()).expect("listed").map(|entry| entry.expect("listed").file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["unfinished"]);
    crate::start_later(&home);
}
