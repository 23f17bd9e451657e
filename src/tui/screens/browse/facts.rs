//! What the preview and the page of a question say about it.

use chrono::{Datelike as _, NaiveDate};

use crate::bank::{Entry, QuestionId};
use crate::browse::{Catalogue, State};
use crate::practice::words::when;
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect};
use crate::tui::widgets::{count, minutes, percent};

/// A day: `Thu 26 Nov`, or with the year if that is not the current one.
pub(crate) fn day_words(day: NaiveDate, today: NaiveDate) -> String {
    let format = if day.year() == today.year() { "%a %-d %b" } else { "%-d %b %Y" };
    day.format(format).to_string()
}

/// Kind, difficulty and levels of a question.
pub(crate) fn labels(entry: &Entry) -> String {
    format!("{} · {} · {}", entry.kind, entry.difficulty, entry.levels)
}

/// Sentences about the state of a question and how it went so far.
pub(crate) fn facts(row: usize, all: &Catalogue, cx: &Cx<'_>) -> Vec<String> {
    let (known, id, today) = (&all.rows()[row], all.id(row), cx.now.day());
    let recall = cx.engine.recall(id, cx.now).map(|recall| format!(" Recall today {}.", percent(recall)));
    let recall = recall.unwrap_or_default();
    let comes = |due| match due {
        Some(due) => format!("{}, {}", day_words(due, today), when(due, today)),
        None => "later".to_owned(),
    };
    let state = match known.state {
        State::New if known.attempts == 0 => "Never asked.".to_owned(),
        State::New => "Not in the schedule yet.".to_owned(),
        State::Due => format!("Due.{recall}"),
        State::Learning => format!("Failed last time; comes back {}.", comes(known.due)),
        State::Review => format!("Comes back {}.{recall}", comes(known.due)),
        State::Suspended => "Out of the schedule; z puts it back.".to_owned(),
        State::Buried => format!("Held back until {}; B lets it go.", comes(known.due)),
        State::Retired => "No longer asked.".to_owned(),
        State::Gone => "No longer in a bank: its answers can be read, it cannot be asked.".to_owned(),
    };
    let mut facts = vec![state];
    if known.attempts > 0 {
        let last = known.last.map_or(String::new(), |last| format!(", last rated {last}"));
        facts.push(format!("{} so far{last}.", count(known.attempts as usize, "answer")));
    }
    if let Some(entry) = all.entry(row) {
        let seconds = entry.seconds;
        let think = minutes(f64::from(seconds.think));
        let typed = f64::from(seconds.target) * cx.engine.config().typed_factor;
        let (aloud, typed) = (minutes(f64::from(seconds.target)), minutes(typed));
        facts.push(format!("Think {think}, answer about {aloud} aloud, {typed} typed."));
    }
    facts
}

/// Holds a question back or takes it out of the schedule, or reverses that. Returns what to say once that is saved;
/// None if nothing changes.
pub(crate) fn hold(action: Action, id: &QuestionId, state: State, cx: &mut Cx<'_>) -> Option<String> {
    let questions = cx.engine.questions();
    let done = match action {
        Action::Bury => questions.toggle_buried(id, state, cx.now),
        Action::Suspend => questions.toggle_suspended(id, state, cx.now),
        _ => return None,
    };
    let Some((record, said)) = done else {
        cx.say("It is retired: no longer asked anyway.");
        return None;
    };
    cx.effects.push(Effect::save(record));
    Some(said.to_owned())
}
