//! The one constant that decides, the score from which a point counts as touched, chosen on some questions and measured
//! on the others: what the program would do with answers to questions that nobody has looked at.

use std::collections::BTreeSet;

use super::Row;

/// Into how many parts the questions are divided.
const FOLDS: usize = 5;

/// The precision on halves and weak answers that the cut-off has to keep; of those that do, the one with the highest
/// recall is chosen.
const LEAST_PRECISION: f64 = 0.9;

/// The cut-offs to choose from.
fn cut_offs() -> impl Iterator<Item = f32> {
    (80_u8..=180).map(|tenths| f32::from(tenths) / 10.0)
}

/// Prints what the folds come to together.
pub(crate) fn report(rows: &[Row]) {
    let questions: BTreeSet<String> = rows.iter().map(|row| row.question.to_string()).collect();
    let fold = |row: &Row| questions.range(..row.question.to_string()).count() % FOLDS;
    let (mut chosen, mut halves, mut both) = (Vec::new(), Count::default(), Count::default());
    for this in 0..FOLDS {
        let others = || rows.iter().filter(|row| fold(row) != this && is_half_or_weak(row));
        let at = |cut_off: f32| Count::of(others(), cut_off);
        let keeps = cut_offs().filter(|cut_off| at(*cut_off).precision() >= LEAST_PRECISION);
        let Some(cut_off) = keeps.max_by(|a, b| at(*a).recall().total_cmp(&at(*b).recall())) else { continue };
        chosen.push(cut_off);
        let mine = || rows.iter().filter(|row| fold(row) == this);
        halves.add(Count::of(mine().filter(|row| row.quality == "half"), cut_off));
        both.add(Count::of(mine().filter(|row| is_half_or_weak(row)), cut_off));
    }
    let said: Vec<String> = chosen.iter().map(|cut_off| format!("{cut_off:.1}")).collect();
    println!(
        "by {FOLDS} folds of {} questions, cut-offs {}: halves {:.3} / {:.3}, halves and weak {:.3} / {:.3}",
        questions.len(),
        said.join(", "),
        halves.precision(),
        halves.recall(),
        both.precision(),
        both.recall()
    );
}

fn is_half_or_weak(row: &Row) -> bool {
    matches!(row.quality.as_str(), "half" | "weak")
}

#[derive(Clone, Copy, Default)]
struct Count {
    right: u32,
    wrong: u32,
    missing: u32,
}

impl Count {
    fn of<'a>(rows: impl Iterator<Item = &'a Row>, cut_off: f32) -> Self {
        let mut count = Self::default();
        for row in rows {
            match (row.score >= cut_off, row.there) {
                (true, true) => count.right += 1,
                (true, false) => count.wrong += 1,
                (false, true) => count.missing += 1,
                (false, false) => {}
            }
        }
        count
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missing += other.missing;
    }

    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missing).max(1))
    }
}
