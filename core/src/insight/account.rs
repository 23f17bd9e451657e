//! The questions of the target, counted once for every page that quotes a number of them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::history::{Rating, Standing};
use crate::memory::is_due;

/// The questions of the target on a given day. `docs/words.md` defines each word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Questions of all banks that are still asked, admitted by the target or not.
    pub bank: usize,
    /// Questions that the target admits.
    pub questions: usize,
    /// Those of them that were answered in a way that moved the schedule.
    pub seen: usize,
    /// The others of them: `seen` and `unseen` add up to `questions`.
    pub unseen: usize,
    /// Seen questions whose day has come.
    pub due: usize,
    /// Due questions whose last rating that counted was Again.
    pub failed: usize,
}

impl Account {
    /// Counts the standings of the target's questions (`None` for one never touched); `bank` is the number of questions
    /// in the bank.
    pub fn of<'a>(target: impl Iterator<Item = Option<&'a Standing>>, bank: usize, day: NaiveDate) -> Self {
        let mut account = Self { bank, ..Self::default() };
        for standing in target {
            account.questions += 1;
            let Some((standing, memory)) = standing.and_then(|standing| Some((standing, standing.remembered?))) else {
                account.unseen += 1;
                continue;
            };
            account.seen += 1;
            if is_due(standing, day) {
                account.due += 1;
                account.failed += usize::from(memory.last_rating == Rating::Again);
            }
        }
        account
    }

    /// "262 of your target (431 in the bank)".
    pub fn questions_words(self) -> String {
        format!("{} of your target ({} in the bank)", self.questions, self.bank)
    }

    /// "20 seen, 242 unseen; 5 due, 1 of them failed last time".
    pub fn state_words(self) -> String {
        let failed =
            if self.failed > 0 { format!(", {} of them failed last time", self.failed) } else { String::new() };
        format!("{} seen, {} unseen; {} due{failed}", self.seen, self.unseen, self.due)
    }

    /// The whole account in a sentence without its full stop: "Questions: 262 of your target …".
    pub fn words(self) -> String {
        format!("Questions: {}, {}", self.questions_words(), self.state_words())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bank::QuestionId;
    use crate::history::Remembered;
    use crate::insight::testing::day;

    fn standing(due: i64, rating: Rating) -> Standing {
        Standing {
            question: QuestionId::new("b", "q"),
            remembered: Some(Remembered {
                stability: 3.0,
                difficulty: 5.0,
                last_day: day(-9),
                due: day(due),
                interval_days: 3,
                last_rating: rating,
            }),
            attempts: 1,
            lapses: 0,
            passed: true,
            suspended: false,
            buried_until: None,
        }
    }

    #[test]
    fn each_question_counts_where_the_words_say() {
        let held = Standing { buried_until: Some(day(1)), ..standing(0, Rating::Again) };
        let out = Standing { suspended: true, ..standing(0, Rating::Again) };
        let untouched = Standing { remembered: None, ..standing(0, Rating::Good) };
        let all = [Some(standing(0, Rating::Good)), Some(standing(-3, Rating::Again)), Some(standing(1, Rating::Good))];
        let all = all.into_iter().chain([Some(held), Some(out), Some(untouched), None]).collect::<Vec<_>>();
        let account = Account::of(all.iter().map(Option::as_ref), 9, day(0));
        assert_eq!(account, Account { bank: 9, questions: 7, seen: 5, unseen: 2, due: 2, failed: 1 });
        assert_eq!(
            account.words(),
            "Questions: 7 of your target (9 in the bank), 5 seen, 2 unseen; 2 due, 1 of them failed last time"
        );
    }

    proptest! {
        #[test]
        fn the_parts_add_up(lives in prop::collection::vec(prop::option::of((-9_i64..9, 1_u8..5, any::<bool>())), 0..50)) {
            let all: Vec<_> = lives.iter().map(|life| life.map(|(due, rating, suspended)| Standing {
                suspended, ..standing(due, Rating::try_from(rating).expect("1 to 4"))
            })).collect();
            let account = Account::of(all.iter().map(Option::as_ref), all.len(), day(0));
            prop_assert_eq!(account.seen + account.unseen, account.questions);
            prop_assert!(account.failed <= account.due && account.due <= account.seen);
        }
    }
}
