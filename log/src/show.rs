//! What `hotseat history list` prints, and what `hotseat history undo` does.

use std::io::Write;

use chrono::NaiveDate;
use hotseat_bank::QuestionId;
use hotseat_bank::text::{one_line, terminal_safe_json};

use super::attempts::{AttemptFilter, AttemptRow};
use super::connection::History;
use super::error::HistoryError;
use super::life::Projection;
use super::moment::Moment;
use super::record::{Body, Judgement, Medium, Mode, Record, Undo};
use super::span::clock;

/// A record that was taken back, and the undo record that did so.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// The record that no longer counts.
    pub record: Record,
    /// The undo; undoing this one brings the record back.
    pub undo: Record,
}

impl Undone {
    /// What was taken back, as a sentence.
    pub fn describe(&self) -> String {
        match &self.record.body {
            Body::Judgement(judgement) if !judgement.after_coach.is_empty() => {
                format!("Took back what was taken over from the coach last, in {}.", judgement.question)
            }
            Body::Judgement(judgement) => match judgement.rating {
                Some(rating) => format!("Took back the rating {rating} of {}.", judgement.question),
                None => format!("Took back the judgement of {}.", judgement.question),
            },
            Body::Bury(bury) => format!("{} is no longer held back until {}.", bury.question, bury.until),
            Body::Suspend(suspend) if suspend.suspended => format!("{} is back in the schedule.", suspend.question),
            Body::Suspend(suspend) => format!("{} is out of the schedule again.", suspend.question),
            Body::MyAnswer(kept) => {
                format!("Took back your answer to {}; what was kept before counts again.", kept.question)
            }
            other => format!("Took back a record of type {}.", other.kind()),
        }
    }
}

/// Describes, in a sentence, the record that an undo would take back. `called` is what a question is called there.
pub fn describe(record: &Record, today: NaiveDate, called: impl Fn(&QuestionId) -> String) -> String {
    let day =
        if record.day == today { "today".to_owned() } else { format!("on {}", record.day.format("%a %-d %b %Y")) };
    match &record.body {
        Body::Judgement(Judgement { question, after_coach, .. }) if !after_coach.is_empty() => {
            format!("A tick of {} was taken over from the coach {day}.", called(question))
        }
        Body::Judgement(Judgement { question, rating: Some(rating), .. }) => {
            format!("{} was rated {rating} {day}.", called(question))
        }
        Body::Judgement(judgement) => format!("{} was left unrated {day}.", called(&judgement.question)),
        Body::Bury(bury) => {
            let until = match (bury.until - today).num_days() {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                _ => bury.until.format("%a %-d %b %Y").to_string(),
            };
            format!("{} was held back {day}, until {until}.", called(&bury.question))
        }
        Body::Suspend(suspend) if suspend.suspended => {
            format!("{} was taken out of the schedule {day}.", called(&suspend.question))
        }
        Body::Suspend(suspend) => format!("{} was put back into the schedule {day}.", called(&suspend.question)),
        Body::MyAnswer(kept) if kept.text.trim().is_empty() => {
            format!("Your answer to {} was taken away {day}.", called(&kept.question))
        }
        Body::MyAnswer(kept) => format!("Your answer to {} was kept {day}.", called(&kept.question)),
        other => format!("A record of type {} ({day}).", other.kind()),
    }
}

/// Takes back the newest record that counts and can be undone. None if there is none.
pub fn undo_last(
    history: &mut History,
    now: Moment,
    projection: &dyn Projection,
) -> Result<Option<Undone>, HistoryError> {
    let Some(record) = history.last_undoable()? else { return Ok(None) };
    let undo = Record::new(now, Body::Undo(Undo { record: record.id.clone() }));
    history.append(std::slice::from_ref(&undo), projection)?;
    Ok(Some(Undone { record, undo }))
}

/// Writes the attempts as a JSON array, one a line, in the shape of `history list --json`.
pub fn list_json(history: &History, filter: &AttemptFilter, out: &mut dyn Write) -> Result<(), HistoryError> {
    let mut before = "[\n";
    history.each_attempt(filter, |row| {
        let json = serde_json::to_string(&row)
            .map_err(|error| HistoryError::BadRecord { id: row.id.clone(), problem: error.to_string() })?;
        write!(out, "{before}{}", terminal_safe_json(&json)).map_err(HistoryError::Output)?;
        before = ",\n";
        Ok(())
    })?;
    let end = if before == "[\n" { "[]\n" } else { "\n]\n" };
    out.write_all(end.as_bytes()).and_then(|()| out.flush()).map_err(HistoryError::Output)
}

/// Writes the attempts as text for people, one a line.
pub fn list_text(history: &History, filter: &AttemptFilter, out: &mut dyn Write) -> Result<(), HistoryError> {
    let mut any = false;
    history.each_attempt(filter, |row| {
        any = true;
        writeln!(out, "{}", line(&row)).map_err(HistoryError::Output)
    })?;
    if !any {
        writeln!(out, "No attempts yet.").map_err(HistoryError::Output)?;
    }
    out.flush().map_err(HistoryError::Output)
}

fn line(row: &AttemptRow) -> String {
    let rating = row.rating.map_or("–", |rating| rating.word());
    let how = match (row.gave_up, row.medium) {
        (true, _) => "gave up",
        (false, Medium::Typed) => "typed",
        (false, Medium::Spoken) => "spoken",
        (false, Medium::None) => "no answer",
    };
    let mode = match row.mode {
        Mode::Drill => "",
        Mode::Mock => ", mock",
        Mode::Practice => ", practice",
    };
    let when = row.answered_at.format("%Y-%m-%d %H:%M");
    let question = one_line(row.question.as_str());
    format!("{when}  {rating:<5}  {:>6}  {question} ({how}{mode})", clock(row.seconds.answer))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::testing::{Counting, at, attempt, bury, judgement};

    fn sample() -> History {
        let mut history = History::in_memory().expect("opened");
        let records = [attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3), attempt("c", "b/r", 2)];
        history.append(&records, &Counting).expect("saved");
        history
    }

    #[test]
    fn the_list_is_one_array_that_a_terminal_may_see() {
        let mut out = Vec::new();
        list_json(&sample(), &AttemptFilter::default(), &mut out).expect("written");
        let text = String::from_utf8(out).expect("text");
        assert!(!text.contains('\u{1b}'));
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).expect("an array");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["text"], "answer a \u{0}\u{1b}[31m naïve 👩‍👩‍👧‍👦");
        let mut out = Vec::new();
        list_json(&History::in_memory().expect("opened"), &AttemptFilter::default(), &mut out).expect("written");
        assert_eq!(out, b"[]\n");
    }

    #[test]
    fn people_get_a_line_an_attempt() {
        let mut out = Vec::new();
        list_text(&sample(), &AttemptFilter::default(), &mut out).expect("written");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(
            text,
            "2026-11-01 12:00  Good     0:00  b/q (typed)\n2026-11-01 14:00  –        0:00  b/r (typed)\n"
        );
    }

    #[test]
    fn a_closed_pipe_is_told() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let history = sample();
        for result in [
            list_json(&history, &AttemptFilter::default(), &mut Closed),
            list_text(&history, &AttemptFilter::default(), &mut Closed),
            history.export(&mut Closed).map(|_| ()),
        ] {
            let kind = match result {
                Err(HistoryError::Output(error)) => Some(error.kind()),
                _ => None,
            };
            assert_eq!(kind, Some(std::io::ErrorKind::BrokenPipe));
        }
    }

    #[test]
    fn a_question_held_back_says_when_and_until_when() {
        let day = |days: i64| bury("b", "b/q", 0).day + chrono::TimeDelta::days(days);
        let held = bury("b", "b/q", 0);
        let describe = |record: &Record, day| describe(record, day, ToString::to_string);
        assert_eq!(describe(&held, day(0)), "b/q was held back today, until tomorrow.");
        assert_eq!(describe(&held, day(1)), "b/q was held back on Sun 1 Nov 2026, until today.");
        assert_eq!(describe(&held, day(9)), "b/q was held back on Sun 1 Nov 2026, until Mon 2 Nov 2026.");
    }

    #[test]
    fn undo_takes_back_the_last_word_and_says_which() {
        let mut history = sample();
        history.append(&[bury("bury", "b/r", 3)], &Counting).expect("saved");
        let now = Moment { wall: at(10), monotonic: Duration::ZERO };
        let mut undo = || undo_last(&mut history, now, &Counting).expect("undone").map(|undone| undone.describe());
        assert_eq!(undo().as_deref(), Some("b/r is no longer held back until 2026-11-02."));
        assert_eq!(undo().as_deref(), Some("Took back the rating Good of b/q."));
        assert_eq!(undo(), None);
    }
}
