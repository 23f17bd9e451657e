//! When a question may be asked again: some are held back until a day, and some are suspended.

use chrono::NaiveDate;

use crate::history::Standing;

/// The day from which a question that is held back on `day` may be asked again. None if it is not held back.
pub fn held_until(standing: &Standing, day: NaiveDate) -> Option<NaiveDate> {
    standing.buried_until.filter(|until| *until > day)
}

/// Whether a question may be asked on a day. One without a standing may.
pub fn may_be_asked(standing: Option<&Standing>, day: NaiveDate) -> bool {
    standing.is_none_or(|standing| !standing.suspended && held_until(standing, day).is_none())
}

/// Whether a question is due: its day has come, and it is neither held back nor suspended.
pub fn is_due(standing: &Standing, day: NaiveDate) -> bool {
    may_be_asked(Some(standing), day) && standing.remembered.is_some_and(|memory| memory.due <= day)
}

/// The day on which a question comes back, as seen from `day`: not before it is due, nor while it is held back. None
/// if it was never answered so that the schedule moved.
pub fn comes_back(standing: &Standing, day: NaiveDate) -> Option<NaiveDate> {
    standing.remembered.map(|memory| held_until(standing, day).map_or(memory.due, |until| until.max(memory.due)))
}
