//! How this candidate's answers are likely to turn out, learned from the newest of them.

use crate::assess::Band;
use crate::engine::Figures;
use crate::history::Rated;
use crate::memory::chances::{Before, Outcome};
use crate::memory::{Chances, Fsrs, Memory, MemoryModel as _, elapsed_days};

/// How many answers chances are learned from: what was long ago says little about today.
const NEWEST: u32 = 500;

impl Figures<'_> {
    /// How answers are likely to turn out. Read from the log once, and again after something was saved. If the log
    /// cannot be read, this is as if nothing were known; the error is reported elsewhere, wherever it matters.
    pub(in crate::engine) fn chances(self) -> Chances {
        *self.engine.chances.get_or_init(|| {
            let lives = self.engine.history.rated_last(NEWEST).unwrap_or_default();
            Chances::learned(&newest(&lives, &self.engine.model), self.engine.config.unseen_prior)
        })
    }
}

/// The newest answers to these questions, oldest first, each with what was known before it. Another answer on the
/// same day is left out, because it only shows how well the notes were read.
fn newest(lives: &[Vec<Rated>], model: &Fsrs) -> Vec<Outcome> {
    let mut all = Vec::new();
    for life in lives {
        let mut last: Option<(Rated, Memory)> = None;
        for (rated, answers) in life.iter().zip(0..) {
            let elapsed = last.map_or(0, |(last, _)| elapsed_days(last.day, rated.day));
            let before = last.map(|(last, memory)| Before {
                last: last.rating,
                answers,
                recall: model.recall(memory, f64::from(elapsed)),
            });
            if before.is_none() || elapsed > 0 {
                let band = rated.band.and_then(|band| Band::try_from(band).ok());
                let band = band.unwrap_or(Band::of_rating(rated.rating));
                all.push((rated.day, Outcome { before, band }));
            }
            let memory = model.after(last.map(|(_, memory)| memory), elapsed, rated.rating);
            // A clock that was set back does not make the memory younger.
            let day = last.map_or(rated.day, |(last, _)| last.day.max(rated.day));
            last = Some((Rated { day, ..*rated }, memory));
        }
    }
    all.sort_by_key(|(day, _)| *day);
    let old = all.len().saturating_sub(NEWEST as usize);
    all.into_iter().skip(old).map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::engine::Engine;
    use crate::history::testing::{rated, typed};
    use crate::history::{Body, Judgement, Rating, Record};
    use crate::testing::noon;

    fn on(day: u32, rating: Rating, band: Option<u8>) -> Rated {
        Rated { day: noon().day() + chrono::TimeDelta::days(day.into()), rating, band }
    }

    #[test]
    fn an_answer_counts_with_what_went_before_it() {
        let life = vec![
            on(0, Rating::Hard, Some(2)),
            on(0, Rating::Good, Some(3)),
            on(7, Rating::Good, Some(2)),
            on(3, Rating::Good, None),
            on(12, Rating::Easy, None),
        ];
        let found = newest(&[life, vec![on(1, Rating::Again, None)]], &Fsrs::default());
        let told: Vec<_> =
            found.iter().map(|one| (one.band, one.before.map(|before| (before.last, before.answers)))).collect();
        let expected = [
            (Band::Shaky, None),
            (Band::Fail, None),
            (Band::Shaky, Some((Rating::Good, 2))),
            (Band::Impress, Some((Rating::Good, 4))),
        ];
        assert_eq!(told, expected, "the evidence where there is some, else the rating; none of the same day");
        assert!(found.iter().filter_map(|one| one.before).all(|before| (0.0..1.0).contains(&before.recall)));
    }

    #[test]
    fn only_the_newest_count() {
        let lives: Vec<_> = (0..700).map(|n| vec![on(n, Rating::Good, Some(if n < 200 { 1 } else { 3 }))]).collect();
        let found = newest(&lives, &Fsrs::default());
        assert!(found.len() == 500 && found.iter().all(|one| one.band == Band::Pass));
    }

    #[test]
    fn passing_raises_readiness_and_undoing_it_takes_that_back() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let readiness = |engine: &Engine| engine.figures().plan(noon()).readiness_now;
        let nothing = readiness(&engine);
        assert!((nothing - engine.config().unseen_prior).abs() < 1e-9, "the expectation of the settings");
        let question = engine.library().entries()[0].id.clone();
        let attempt = Record::new(noon(), Body::Attempt(typed(question.clone(), "words")));
        let judgement = Judgement { band: Some(3), ..rated(attempt.id.clone(), question, Rating::Good) };
        let judgement = Record::new(noon().plus(1.0), Body::Judgement(judgement));
        engine.save(vec![attempt, judgement], noon()).expect("saved");
        assert!(readiness(&engine) > nothing);
        engine.undo_last(noon().plus(2.0)).expect("undone").expect("something");
        assert!((readiness(&engine) - nothing).abs() < 1e-9);
    }
}
