//! The words for times, days and results, shared by the screen and the line-by-line face.

use chrono::NaiveDate;

use super::answer::Answer;
use super::mock::{Mock, MockProgress, PlannedRound, RoundClock};
use super::review::Review;
use crate::assess::{self, Band, Judged, Score, Ticks, mean_words, share_of};
use crate::bank::Level;
use crate::history::{AttemptRow, Medium, Rating, Tick};

pub use crate::assess::halves;
pub use crate::span::{clock, minutes, whole_minutes};

/// The title for a drill that can be continued.
pub const DRILL_WAITS: &str = "A drill was left in the middle";

/// How far a drill has got, by [`Drill::behind`](super::Drill::behind): "2 of 8 questions behind you".
pub fn drill_left((behind, of): (usize, usize)) -> String {
    format!("{behind} of {} behind you", count(of, "question"))
}

/// The band a candidate predicted, from 1 to 4, in words: "you said would pass". Empty for any other number.
pub fn you_said(worth: u8) -> String {
    Band::try_from(worth).map_or(String::new(), |band| format!("you said {band}"))
}

/// The targets for an answer in both media: "About 3 min aloud, 6 min typed."
pub fn time_words(answer: &Answer) -> String {
    let length = |medium| target_length(answer.rules().times(answer.times(), medium).target);
    format!("About {} aloud, {} typed.", length(Medium::Spoken), length(Medium::Typed))
}

/// The length of an answer, as its clock has it: "90 s", "2½ min", "5 min". A whole minute would be too coarse beside a
/// clock that says 2:30.
fn target_length(seconds: u32) -> String {
    const SHORT: u32 = 120;
    const FEW_MINUTES: u32 = 600;
    match seconds {
        _ if seconds < SHORT && !seconds.is_multiple_of(60) => format!("{seconds} s"),
        _ if seconds < FEW_MINUTES && (15..45).contains(&(seconds % 60)) => format!("{}½ min", seconds / 60),
        _ => minutes(f64::from(seconds)),
    }
}

/// A band with the share of points behind it: "would pass (62 %)". `share` is a fraction from 0 to 1.
pub fn band(band: Band, share: Option<f64>) -> String {
    let share = share.map_or(String::new(), |share| format!(" ({})", percent(share)));
    format!("{band}{share}")
}

/// What an answer came to when it was judged, in the words of [`band`]; `None` if it has no band.
pub fn came_to(row: &AttemptRow) -> Option<String> {
    let worth = Band::try_from(row.band?).ok()?;
    let mistakes = u32::try_from(row.mistakes.len()).unwrap_or(u32::MAX);
    Some(band(worth, row.score.map(|score| share_of(score, mistakes))))
}

/// Said when an answer was kept as the candidate's own, to be read again.
pub const KEPT: &str = "Kept as my answer: it stands on the question's page, and behind the notes of the next time.";

/// Said when the coach is asked before the candidate has given a rating.
pub const AFTER_YOURS: &str = "Rate it first: the second opinion comes after yours.";

/// Said when an answer has no words that could be kept.
pub const NOTHING_TO_KEEP: &str = "Nothing of it was written down, so there is nothing to keep.";

/// The band of an answer, what decided it, and how that compares with the prediction. With `whole`, it also names what
/// else lowered the band, and the musts, which [`facts`] names as well. `None` if nothing is judged.
pub fn verdict(review: &Review, whole: bool) -> Option<String> {
    let judged = review.judged()?;
    let why = if whole { judged.words() } else { judged.reason.words() };
    let said = match review.prediction().and_then(|said| Band::try_from(said).ok()) {
        Some(said) if said == judged.band => ", as you said".to_owned(),
        Some(said) => format!("; you said {said}"),
        None => String::new(),
    };
    Some(format!("{}: {why}{said}.", band(judged.band, judged.share)))
}

/// A fraction as a whole percentage: `82 %`.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A count with its noun, in the singular or plural: `1 answer`, `3 answers`.
pub fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// A day from today on, in words: "today", "tomorrow", "in 3 days". Past days count as today.
pub fn when(due: NaiveDate, today: NaiveDate) -> String {
    match (due - today).num_days() {
        ..=0 => "today".into(),
        1 => "tomorrow".into(),
        days => format!("in {}", days_long(days)),
    }
}

/// A day up to today, in words: "today", "yesterday", "3 days ago". Future days count as today.
pub fn ago(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        ..=0 => "today".into(),
        1 => "yesterday".into(),
        days => format!("{} ago", days_long(days)),
    }
}

/// A span of two days or more, in days, months or years.
fn days_long(days: i64) -> String {
    match days {
        ..=59 => format!("{days} days"),
        60..=729 => format!("{} months", (days + 15) / 30),
        _ => format!("{} years", (days + 182) / 365),
    }
}

/// How far a waiting answer has been judged: ", 3 points judged". Empty if not at all.
pub fn ticked(ticks: Option<&Ticks>) -> String {
    ticks.map_or(String::new(), |ticks| format!(", {} judged", count(ticks.points.len(), "point")))
}

/// The mean prediction and mean band of some answers, as a sentence.
pub fn on_average(predicted: f64, came_to: f64) -> String {
    format!("On average you said {}; it came to {}.", mean_words(predicted), mean_words(came_to))
}

/// What was predicted for a sitting and what its answers came to, as a sentence.
pub fn predicted(predicted: f64, came_to: f64) -> String {
    format!("You predicted {}; the answers came to {}.", mean_words(predicted), mean_words(came_to))
}

/// The cost of the next hint, in words: "then at most would pass"; `None` if it costs no more or there is none.
pub fn hint_price(answer: &Answer) -> Option<String> {
    let hints = answer.hints().len();
    assess::hint_price(hints).filter(|_| hints < answer.hints_in_all())
}

/// The length of a mock round, and how long it may take if all of it is typed, if that is longer: "45 min, up to 70 min
/// typed".
pub fn round_minutes(round: &PlannedRound, typed_factor: f64) -> String {
    let answers: u32 = round.questions.iter().map(|question| question.target).sum();
    let whole = f64::from(round.minutes) * 60.0;
    let typed = whole + f64::from(answers) * (typed_factor - 1.0).max(0.0);
    let (usual, longer) = (minutes(whole), minutes(typed));
    if longer == usual { usual } else { format!("{usual}, up to {longer} typed") }
}

/// Which question of a mock comes next: "question 3 of 9"; before the first answer "first question".
pub fn mock_question(progress: &MockProgress) -> String {
    let of = progress.plan.rounds.get(progress.round).map_or(0, |round| round.questions.len());
    if progress.given.is_empty() && progress.question == 0 {
        return "first question".to_owned();
    }
    format!("question {} of {of}", progress.question + 1)
}

/// Where a mock stands: "Daily, question 2 of 4"; of several rounds with the one that runs: "Whole process, round 2 of 4:
/// Design, first question".
pub fn mock_place(progress: &MockProgress) -> String {
    let plan = &progress.plan;
    let round = match (plan.rounds.len(), plan.rounds.get(progress.round)) {
        (of, Some(round)) if of > 1 => format!(", round {} of {of}: {}", progress.round + 1, round.name),
        _ => String::new(),
    };
    format!("{}{round}, {}", plan.title, mock_question(progress))
}

/// How much of a mock is in the log: "2 answers are saved."; before the first, that there is none yet.
pub fn mock_saved(progress: &MockProgress) -> String {
    match progress.given.len() {
        0 => "No answer is finished yet.".to_owned(),
        1 => "1 answer is saved.".to_owned(),
        answers => format!("{answers} answers are saved."),
    }
}

/// The clock of a round: "3:10 of 45:00", or "3:10 of 50:00, 5:00 for typing" once typing has added to it.
pub fn round_time(time: RoundClock) -> String {
    let typing = if time.typing < 1.0 { String::new() } else { format!(", {} for typing", clock(time.typing)) };
    format!("{} of {}{typing}", clock(time.spent), clock(time.allowed))
}

/// How long the round that ended last took, and how long it was allowed: "61 min of 70 min, 25 min of them for typing".
/// Empty if its result is no longer to be predicted, or no round has ended.
pub fn round_took(mock: &Mock) -> String {
    let Some(round) = mock.unpredicted() else { return String::new() };
    let (took, had) = (minutes(mock.last_round_took()), mock.last_round_had());
    let typing = had - 60.0 * f64::from(round.minutes);
    let typing = if typing < 30.0 { String::new() } else { format!(", {} of them for typing", minutes(typing)) };
    format!("{took} of {}{typing}", minutes(had))
}

/// What somebody needs to know on seeing notes for the first time: what counts, what is found in the answer, and what a
/// blank means.
pub fn first_steps(level: Level) -> [String; 3] {
    [
        format!("What counts is what {level} is expected to say; the other points say that they do not count."),
        "Mentioned: words of your answer stand for the point. Touched: they come near it. You decide.".to_owned(),
        "A blank point is not judged yet; it never counts as missed by itself.".to_owned(),
    ]
}

/// Which rating follows from the ticks, and whether Easy is offered.
pub fn what_to_rate(review: &Review) -> String {
    let Some(judged) = review.judged() else {
        return "Rate it as an interviewer would. Enter takes the marked one.".to_owned();
    };
    let easy = if judged.band == Band::Impress { " If it was easy, 4 says so." } else { "" };
    format!("That makes it {}. Enter keeps it.{easy}", judged.band.rating())
}

/// Whether a rating differs from the one that follows from the ticks. Easy instead of Good does not count as different.
pub fn is_own_choice(review: &Review, rating: Rating) -> bool {
    let easy = |judged: Judged| judged.band == Band::Impress && rating == Rating::Easy;
    review.judged().is_some_and(|judged| judged.band.rating() != rating && !easy(judged))
}

/// How many ticks have no words in the answer, as a sentence; `None` if there are no such ticks.
pub fn doubt(review: &Review) -> Option<String> {
    let doubt = review.doubt()?;
    Some(format!(
        "For {} of {} no words were found in the answer.",
        doubt.points.len(),
        count(doubt.of as usize, "tick")
    ))
}

/// How replies held: "1 of 2 follow-ups held, 1 not judged". `None` if no follow-up was asked.
pub fn held(replies: &[Option<Tick>]) -> Option<String> {
    let judged = replies.iter().flatten().count();
    let open = replies.len() - judged;
    let held = replies.iter().flatten().filter(|tick| **tick == Tick::Hit).count();
    Some(match (judged, open) {
        (0, 0) => return None,
        (0, open) => format!("{}, not judged", count(open, "follow-up")),
        (judged, 0) => format!("{held} of {} held", count(judged, "follow-up")),
        (judged, open) => format!("{held} of {} held, {open} not judged", count(judged, "follow-up")),
    })
}

/// The facts behind a band: "2½ of 6 points, every must there, no mistake ticked, in time".
pub fn facts(review: &Review) -> String {
    let Some(score) = review.score().filter(|score| score.of > 0) else {
        return "This question has no notes: you are the judge.".to_owned();
    };
    if review.is_blank() {
        return format!("None of {} is judged{}", count(score.of, "point"), time(review.answer()));
    }
    let mut words = format!("{} of {}", halves(score.points), count(score.of, "point"));
    words.push_str(&match (score.musts, score.musts_missed) {
        (0, _) => String::new(),
        (_, 0) if score.musts_partly > 0 => ", not every must wholly there".to_owned(),
        (_, 0) => ", every must there".to_owned(),
        (_, 1) => ", a must missing".to_owned(),
        (_, n) => format!(", {n} musts missing"),
    });
    words.push_str(&mistakes(score));
    words.push_str(&time(review.answer()));
    words
}

fn mistakes(score: Score) -> String {
    match (score.mistakes, score.critical) {
        (0, _) => ", no mistake ticked".into(),
        (1, true) => ", a critical mistake".into(),
        (1, false) => ", a mistake".into(),
        (n, _) => format!(", {n} mistakes"),
    }
}

fn time(answer: &Answer) -> String {
    let (gave_up, target) = (answer.gave_up(), f64::from(answer.target()));
    let answer = answer.spent().answer;
    if gave_up {
        ", given up".into()
    } else if answer > target {
        format!(", {} over", clock(answer - target))
    } else {
        ", in time".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_people_say_them() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        let said = |days| when(today + chrono::TimeDelta::days(days), today);
        assert_eq!(said(1), "tomorrow");
        assert_eq!(said(15), "in 15 days");
        assert_eq!(said(90), "in 3 months");
        assert_eq!(said(800), "in 2 years");
        let before = |days| ago(today - chrono::TimeDelta::days(days), today);
        assert_eq!([0, 1, 4, 90, 800].map(before), ["today", "yesterday", "4 days ago", "3 months ago", "2 years ago"]);
    }

    #[test]
    fn replies_that_nobody_judged_are_not_missed() {
        let (hit, missed) = (Some(Tick::Hit), Some(Tick::Missed));
        let said = [&[][..], &[None], &[hit, missed], &[hit, None, None]].map(held);
        assert_eq!(
            said.map(Option::unwrap_or_default),
            ["", "1 follow-up, not judged", "1 of 2 follow-ups held", "1 of 1 follow-up held, 2 not judged"]
        );
    }

    #[test]
    fn what_typing_adds_to_a_round_is_said() {
        let question = crate::practice::mock::Planned {
            question: "b/q".parse().expect("a name"),
            topic: "t".into(),
            kind: crate::bank::Kind::Technical,
            seconds: 420,
            think: 60,
            target: 300,
            prompt: "?".into(),
        };
        let round = PlannedRound {
            name: "One".into(),
            minutes: 10,
            part: None,
            uninterrupted: None,
            questions: vec![question],
        };
        assert_eq!(round_minutes(&round, 2.0), "10 min, up to 15 min typed");
        assert_eq!(round_minutes(&round, 1.0), "10 min");
        let time = |typing: f64| RoundClock { spent: 190.0, allowed: 2700.0 + typing, typing, ahead: 0.0 };
        assert_eq!(
            [round_time(time(0.0)), round_time(time(300.0))],
            ["3:10 of 45:00", "3:10 of 50:00, 5:00 for typing"]
        );
    }

    #[test]
    fn halves_are_shown_as_halves() {
        assert_eq!([0.0, -0.0, 0.5, 2.0, 2.5].map(halves), ["0", "0", "½", "2", "2½"]);
    }
}
