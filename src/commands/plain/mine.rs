//! Earlier answers line by line, and keeping an answer.

use super::{Desk, Plain};
use crate::answers::Difference;
use crate::practice::words::{KEPT, NOTHING_TO_KEEP};
use crate::practice::{Answer, Review};
use crate::text::clean;

impl Plain {
    /// Prints the answer that is kept, and what was removed and added since the last one.
    pub(super) fn say_earlier(&mut self, desk: &Desk<'_>) {
        let Some(answer) = self.review().map(Review::answer) else { return };
        let earlier = match desk.engine.earlier(answer.name(), answer.id()) {
            Ok(earlier) => earlier,
            Err(error) => return self.says.line(error.to_string()),
        };
        let now = desk.engine.hearing().words(answer);
        if earlier.mine.is_none() && earlier.last.is_none() {
            return self.says.line("You have not answered this question before.");
        }
        if let Some(kept) = &earlier.mine {
            self.says.gap("My answer:");
            self.says.line(&kept.answer.text);
        }
        let Some((row, words)) = &earlier.last else { return };
        let day = row.day.format("%a %-d %b %Y");
        let (before, after) = (clean(words.trim()), clean(now.trim()));
        if after.is_empty() {
            self.says.gap(format!("The answer of {day}:"));
            return self.says.line(before);
        }
        let difference = Difference::between(&before, &after);
        let title = if difference.is_none() { "The same words as on" } else { "[-Gone-] and {+new+} since" };
        self.says.gap(format!("{title} {day}:"));
        self.says.line(difference.marked(&before, &after).text);
    }

    /// Keeps the answer as the candidate's own, to be read again.
    pub(super) fn keep_as_mine(&mut self, desk: &mut Desk<'_>) {
        let Some(answer): Option<&Answer> = self.review().map(Review::answer) else { return };
        let said = match desk.engine.keep_given(answer, desk.now) {
            None => NOTHING_TO_KEEP.to_owned(),
            Some(record) => match desk.engine.save(vec![record], desk.now) {
                Ok(()) => KEPT.to_owned(),
                Err(error) => format!("NOT saved: {error}. It is tried again with the next save."),
            },
        };
        self.says.line(said);
    }
}
