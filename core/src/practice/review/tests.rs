//! Ticks, ratings, and what changed since last time.

use super::*;
use crate::assess::coverage;
use crate::history::Medium;
use crate::practice::testing::{RULES, question};
use crate::testing::noon;

fn answered(mode: Mode, before: Option<Ticks>) -> Review {
    let name = "backend/q".parse().expect("a name");
    let mut answer = Answer::ask(name, Rc::new(question()), 0, mode, RULES, noon()).after(before);
    answer.give(Medium::Spoken, noon());
    answer.finish(noon().plus(100.0));
    answer.open(Some(3), &RecordId::fresh(noon()), noon().plus(100.0)).expect("open").0
}

fn hit(id: &str) -> Mark {
    Mark::Point(id.into(), Tick::Hit)
}

fn judgement(record: Record) -> Judgement {
    match record.body {
        Body::Judgement(judgement) => judgement,
        other => panic!("not a judgement: {other:?}"),
    }
}

#[test]
fn a_judgement_records_what_was_judged_and_the_band_that_follows() {
    let mut review = answered(Mode::Drill, None);
    review.mark(&hit("protect"));
    review.mark(&hit("no-such-point"));
    review.mark(&Mark::Point("measure".into(), Tick::Partial));
    review.mark(&Mark::Mistake("flush".into(), true));
    review.mark(&Mark::Mistake("flush".into(), false));
    review.to_rating();
    let judged = judgement(review.rate(Some(Rating::Good), noon().plus(150.0)).expect("a judgement"));
    assert_eq!(judged.points.keys().collect::<Vec<_>>(), ["measure", "protect"], "not judged is not missed");
    assert_eq!((judged.mistakes.len(), judged.scheduled), (0, true));
    assert_eq!((judged.suggested, judged.band, judged.within_days), (Some(Rating::Good), Some(3), None));
    assert!(review.rate(Some(Rating::Easy), noon()).is_none(), "rated once");
}

#[test]
fn what_is_not_judged_is_asked_about_and_one_word_makes_it_missing() {
    let mut review = answered(Mode::Drill, None);
    review.mark(&hit("protect"));
    assert_eq!(review.close(&[]), Closing::NotJudged(2));
    review.miss_the_rest(&[]);
    assert_eq!(review.close(&[]), Closing::Done);
    assert_eq!(review.ticks().points["senior-point"], Tick::Missed);
}

#[test]
fn what_the_words_speak_for_is_missing_only_when_that_is_said_twice() {
    let mut review = answered(Mode::Drill, None);
    let words =
        [mention("protect", true, true), mention("measure", false, true), mention("senior-point", false, false)];
    review.miss_the_rest(&words);
    assert_eq!(review.ticks().points.keys().collect::<Vec<_>>(), ["senior-point"], "said and touched are left alone");
    assert_eq!([review.close(&words), review.close(&words)], [Closing::SpokenFor(2); 2]);
    // A tick in between starts this over: no point becomes missed without having been asked about.
    review.accept(&["protect".to_owned()], &words);
    assert_eq!(review.close(&words), Closing::NotJudged(1));
    review.miss_the_rest(&words);
    assert_eq!(review.close(&words), Closing::SpokenFor(1));
    review.miss_the_rest(&words);
    assert_eq!(review.close(&words), Closing::Done);
    assert_eq!((review.ticks().of("protect"), review.ticks().points["measure"]), (Tick::Hit, Tick::Missed));
}

#[test]
fn an_untouched_sheet_is_asked_about_once_and_is_then_not_judged() {
    let mut review = answered(Mode::Drill, None);
    assert_eq!([review.close(&[]), review.close(&[])], [Closing::Untouched, Closing::Unjudged]);
    assert!(review.ticks().is_empty(), "nothing became missed by itself");
    review.mark(&hit("protect"));
    assert_eq!(review.close(&[]), Closing::NotJudged(2), "with one tick the rest is asked for");
}

fn mention(point: &str, mentioned: bool, touched: bool) -> Mention {
    Mention {
        mentioned,
        touched,
        near: touched,
        ..coverage(&question(), "").into_iter().find(|m| m.point == point).expect("a point")
    }
}

#[test]
fn what_the_answer_says_is_accepted_and_nothing_else() {
    let mut review = answered(Mode::Drill, None);
    review.mark(&Mark::Point("measure".into(), Tick::Missed));
    let words = [mention("protect", true, true), mention("measure", true, true), mention("senior-point", false, true)];
    review.accept(&["measure".to_owned(), "senior-point".to_owned()], &words);
    assert!(!review.ticks().points.contains_key("protect"), "only those that were meant");
    review.accept(&["protect".to_owned()], &words);
    assert_eq!(review.ticks().of("protect"), Tick::Hit);
    assert_eq!(review.ticks().of("measure"), Tick::Missed, "what was judged stays");
    assert_eq!(review.untouched().count(), 1, "touched is not said");
}

#[test]
fn a_must_without_words_is_asked_about_once_and_stands_in_the_judgement() {
    let mut review = answered(Mode::Drill, None);
    for id in ["protect", "measure", "senior-point"] {
        review.mark(&hit(id));
    }
    let words =
        [mention("protect", false, false), mention("measure", false, true), mention("senior-point", true, true)];
    let kept = |review: &Review| review.draft(noon()).expect("ticks").other.contains_key("asked_about");
    assert!(!kept(&review));
    assert_eq!(review.close(&words), Closing::Doubted);
    assert!(kept(&review), "also when the drill is left now, it was asked");
    assert_eq!(review.close(&words), Closing::Done, "the candidate stands by it");
    review.to_rating();
    let judged = judgement(review.rate(Some(Rating::Good), noon()).expect("rated"));
    let doubt = judged.doubt.expect("a doubt");
    assert_eq!((doubt.points, doubt.of, doubt.band), (vec!["protect".to_owned()], 3, 2));
    assert_eq!(judged.band, Some(4));
    let mut unsaid = answered(Mode::Drill, None);
    unsaid.mark(&hit("protect"));
    unsaid.miss_the_rest(&[]);
    assert_eq!(unsaid.close(&[]), Closing::Done, "without words there is nothing to doubt");
}

#[test]
fn a_shaky_answer_comes_back_within_a_week() {
    let mut review = answered(Mode::Drill, None);
    assert_eq!(judgement(review.rate(Some(Rating::Hard), noon()).expect("rated")).within_days, Some(7));
}

#[test]
fn practice_moves_no_schedule() {
    let mut review = answered(Mode::Practice, None);
    assert!(!judgement(review.rate(Some(Rating::Good), noon()).expect("a judgement")).scheduled);
}

#[test]
fn a_rating_that_is_taken_back_is_asked_for_again_with_the_ticks_as_they_were() {
    let mut review = answered(Mode::Drill, None);
    review.mark(&hit("protect"));
    review.rate(Some(Rating::Good), noon());
    review.unrate();
    assert_eq!(review.judging(), Judging::Rating);
    assert_eq!(review.ticks().of("protect"), Tick::Hit);
    review.back_to_ticks();
    assert_eq!(review.judging(), Judging::Ticking);
}

#[test]
fn the_rating_that_is_about_to_be_given_is_kept_until_other_ticks_suggest_one() {
    let mut review = answered(Mode::Drill, None);
    assert_eq!((review.leaning(), review.draft(noon()).is_some()), (Rating::Good, false), "nothing is chosen");
    review.mark(&hit("protect"));
    review.to_rating();
    let suggested = review.leaning();
    review.lean(Rating::Easy);
    let sheet = crate::practice::AnswerProgress::from(review.draft(noon()).expect("kept")).sheet;
    assert_eq!(sheet.leaning, Some(Rating::Easy));
    let mut later = answered(Mode::Drill, None);
    later.go_on_with(sheet);
    later.to_rating();
    assert_eq!(later.leaning(), Rating::Easy);
    later.back_to_ticks();
    later.mark(&hit("measure"));
    assert_ne!(later.leaning(), Rating::Easy, "other ticks");
    review.rate(Some(Rating::Easy), noon());
    review.lean(Rating::Hard);
    review.unrate();
    assert_eq!(review.leaning(), suggested, "what was taken back is asked for as if it were the first time");
}

#[test]
fn an_edited_question_keeps_the_ticks_of_what_is_left_and_the_clock_of_the_answer() {
    let mut edited = question();
    edited.look_for.remove(1);
    edited.mistakes.clear();
    edited.seconds = Some(crate::bank::Seconds { think: 1, target: 2, max: 3 });
    let mut review = answered(Mode::Drill, None);
    review.mark(&hit("protect"));
    review.mark(&hit("measure"));
    review.mark(&Mark::Mistake("flush".into(), true));
    review.set_question(Rc::new(edited));
    assert_eq!(review.ticks().points.keys().collect::<Vec<_>>(), ["protect"]);
    assert!(review.ticks().mistakes.is_empty());
    assert_eq!(review.answer().target(), 100, "the clock ran against the old times");
    let rated = judgement(review.rate(Some(Rating::Again), noon()).expect("rated"));
    assert_eq!(rated.points.len(), 1);
    review.set_question(Rc::new(question()));
    assert_eq!(review.question().look_for.len(), 2, "what is rated stays as it was judged");
}

#[test]
fn what_was_gained_and_lost_since_last_time() {
    assert_eq!(answered(Mode::Drill, None).progress(), None);
    let before = Ticks { points: [("measure".to_owned(), Tick::Hit)].into(), ..Ticks::default() };
    let mut review = answered(Mode::Drill, Some(before));
    review.mark(&hit("protect"));
    let gains = review.progress().expect("there was a last time");
    assert_eq!((gains.before, gains.of), (1, 3));
    assert_eq!(gains.gained, ["Protects the store first"]);
    assert_eq!(gains.lost, ["Measures before changing"]);
}
