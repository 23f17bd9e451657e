//! The last line of every screen: what the keys do here, from the keymap.

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::at_right;
use crate::session::Keeping;
use crate::tui::key::key;
use crate::tui::keymap::{Action, Context, bindings};
use crate::tui::screen::keeping_words;
use crate::tui::theme::Theme;

/// The most keys that are shown, besides help; more would not be read.
const MOST: usize = 6;

/// Hints of at least this weight justify a narrower gap. Help of this weight does not count towards the most.
const HEAVY: u8 = 6;

/// Columns between two hints, and the narrower gap for heavy hints that would not fit otherwise.
const GAPS: [usize; 2] = [3, 2];

/// Width below which the help key says that some keys found no room, and the notes show their keys without words.
const NARROW: u16 = 60;

/// Keys that judge, in the order in which they are shown if there is little room.
const JUDGE: [Action; 6] =
    [Action::Hit, Action::Partial, Action::Missed, Action::AcceptSaid, Action::RestMissing, Action::Accept];

/// A key and what it does.
struct Hint {
    key: String,
    label: &'static str,
    action: Action,
    weight: u8,
    /// Whether Esc does it: the way out stays, whatever else finds no room.
    stays: bool,
}

impl Hint {
    fn is_heavy(&self) -> bool {
        self.weight >= HEAVY
    }

    fn width(&self) -> usize {
        self.key.width() + usize::from(!self.label.is_empty()) + self.label.width()
    }
}

/// Whether points are judged there.
fn judges(context: Context) -> bool {
    matches!(context, Context::Reveal | Context::Debrief)
}

/// Columns that these hints take, with the gaps between them.
fn wide(hints: &[Hint], gap: usize) -> usize {
    hints.iter().map(Hint::width).sum::<usize>() + gap * hints.len().saturating_sub(1)
}

/// The hints that fit into `width`, and the gap between them: the heaviest of those that `offered` admits, in the order
/// of the keymap. `named` is the label of an action if it differs from the keymap's.
fn hints(
    context: Context,
    width: u16,
    offered: impl Fn(Action) -> bool,
    named: impl Fn(Action) -> Option<&'static str>,
) -> (Vec<Hint>, usize) {
    let mut found: Vec<Hint> = Vec::new();
    let esc = key(KeyCode::Esc);
    for binding in bindings(context).filter(|binding| offered(binding.action)) {
        let stays = binding.keys.contains(&esc);
        if (binding.weight > 0 || stays) && found.iter().all(|hint| hint.action != binding.action) {
            let label = named(binding.action).unwrap_or(binding.label);
            let (action, weight) = (binding.action, binding.weight);
            found.push(Hint { key: binding.keys[0].name(), label, action, weight, stays });
        }
    }
    let room = usize::from(width.saturating_sub(2));
    let [usual, least] = GAPS;
    let counts = |hint: &&Hint| !hint.stays && (hint.action != Action::Help || !hint.is_heavy());
    let many = |hints: &[Hint]| hints.iter().filter(counts).count() > MOST;
    if width < NARROW && judges(context) && offered(Action::Hit) {
        let judging = bare(&found, room);
        if !judging.is_empty() {
            return (judging, least);
        }
    }
    let all = found.len();
    while !found.is_empty() && (many(&found) || wide(&found, usual) > room) {
        let heaviest = found.iter().filter(|hint| !hint.stays).map(|hint| hint.weight).max();
        let goes = |hint: &&Hint| !hint.stays && (Some(hint.weight) != heaviest || many(&found));
        let lightest = found.iter().enumerate().filter(|(_, hint)| goes(hint));
        let Some((at, hint)) = lightest.min_by_key(|(at, hint)| (hint.weight, usize::MAX - at)) else {
            narrow(&mut found, room);
            break;
        };
        if hint.is_heavy() && !many(&found) {
            if wide(&found, least) <= room {
                break;
            }
            // A key that matters is worth more than the word beside the way out.
            let word: usize = found.iter().filter(|hint| hint.stays).map(|hint| hint.width() - hint.key.width()).sum();
            if wide(&found, least) <= room + word {
                found.iter_mut().filter(|hint| hint.stays).for_each(|hint| hint.label = "");
                break;
            }
        }
        found.remove(at);
    }
    let gap = if wide(&found, usual) > room { least } else { usual };
    if width < NARROW && found.len() < all {
        found.iter_mut().filter(|hint| hint.action == Action::Help).for_each(|hint| hint.label = "more");
    }
    (found, gap)
}

/// Makes the main keys and the way out fit: the way out loses its word, then the others theirs, then the lightest go.
fn narrow(found: &mut Vec<Hint>, room: usize) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| (!found[*at].stays, found[*at].weight));
    for at in order {
        if wide(found, GAPS[1]) > room {
            found[at].label = "";
        }
    }
    while wide(found, GAPS[1]) > room {
        let lightest = found.iter().enumerate().filter(|(_, hint)| !hint.stays || wide(found, 0) == hint.width());
        let Some((at, _)) = lightest.min_by_key(|(at, hint)| (hint.weight, usize::MAX - at)) else { break };
        found.remove(at);
    }
}

/// All keys that judge, and the way out without its word. The longest of the others lose their words first, the first
/// key after them and the last one never, until all fit. Empty if they do not fit even so.
fn bare(found: &[Hint], room: usize) -> Vec<Hint> {
    let judging = JUDGE.iter().filter_map(|action| found.iter().find(|hint| hint.action == *action));
    let out = found.iter().find(|hint| hint.stays);
    let mut shown: Vec<Hint> = judging.chain(out).map(|hint| Hint { key: hint.key.clone(), ..*hint }).collect();
    shown.iter_mut().filter(|hint| hint.stays).for_each(|hint| hint.label = "");
    while wide(&shown, GAPS[1]) > room {
        let ends = |hint: &Hint| [Action::Hit, Action::Accept].contains(&hint.action);
        let first = shown.first().is_some_and(|hint| !hint.label.is_empty()).then_some(0);
        let middle = shown.iter().enumerate().filter(|(_, hint)| !ends(hint) && !hint.label.is_empty());
        let longest = middle.max_by_key(|(_, hint)| hint.label.width()).map(|(at, _)| at);
        let Some(at) = longest.or(first) else { return Vec::new() };
        shown[at].label = "";
    }
    shown
}

/// Draws the hints, and at the right whether everything is saved, if it fits. If something is not saved, hints make
/// room for it.
pub fn footer(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    context: Context,
    keeping: Keeping,
    offered: impl Fn(Action) -> bool,
    named: impl Fn(Action) -> Option<&'static str>,
) {
    let said = keeping_words(keeping);
    let needed = u16::try_from(said.width() + 3).unwrap_or(u16::MAX);
    let alarm = keeping == Keeping::Failed;
    let room = if alarm { area.width.saturating_sub(needed) } else { area.width };
    let mut spans = vec![Span::raw(" ")];
    let (mut hints, gap) = hints(context, room, offered, named);
    // The hints move closer together if that makes room for it, and beside points the way out does without its word.
    let whole = usize::from(area.width);
    let fits = |hints: &[Hint], gap: usize| 1 + wide(hints, gap) + usize::from(needed) <= whole;
    if judges(context) && !said.is_empty() && !fits(&hints, GAPS[1]) {
        let spare = hints.iter().find(|hint| hint.stays).map_or(0, |hint| hint.width() - hint.key.width());
        if 1 + wide(&hints, GAPS[1]) + usize::from(needed) <= whole + spare {
            hints.iter_mut().filter(|hint| hint.stays).for_each(|hint| hint.label = "");
        }
    }
    let gap = if !said.is_empty() && !fits(&hints, gap) && fits(&hints, GAPS[1]) { GAPS[1] } else { gap };
    for Hint { key, label, .. } in hints {
        if spans.len() > 1 {
            spans.push(Span::raw(" ".repeat(gap)));
        }
        spans.push(Span::styled(key, theme.accent));
        if !label.is_empty() {
            spans.push(Span::styled(format!(" {label}"), theme.dim));
        }
    }
    let line = Line::from(spans);
    let used = line.width();
    frame.render_widget(line, area);
    if !said.is_empty() && used + usize::from(needed) <= usize::from(area.width) {
        let style = if alarm { theme.warn } else { theme.dim };
        at_right(frame, area, said, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_important_hints_go_first() {
        let names = |width| -> Vec<&str> {
            let offered = |action| !matches!(action, Action::ScrollRight | Action::Undo);
            hints(Context::Asking, width, offered, |_| None).0.into_iter().map(|hint| hint.label).collect()
        };
        assert_eq!(names(120), ["type", "speak", "hint", "don't know", "skip", "clarify", "leave"]);
        assert_eq!(names(44), ["type", "speak", "hint", "don't know", ""]);
        assert_eq!(names(24), ["type", "speak", ""], "the way out stays, if need be without its word");
        assert_eq!(names(14), ["type", ""]);
        assert!(names(0).is_empty());
    }

    #[test]
    fn hints_make_room_for_what_is_not_saved() {
        use ratatui::{Terminal, backend::TestBackend};
        let row = |keeping| {
            let mut terminal = Terminal::new(TestBackend::new(80, 1)).expect("no errors");
            let theme = Theme::mono();
            let draw =
                |frame: &mut Frame<'_>| footer(frame, frame.area(), &theme, Context::Next, keeping, |_| true, |_| None);
            terminal.draw(draw).expect("no errors");
            let cells = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol);
            cells.collect::<String>().trim_end().to_owned()
        };
        assert!(row(Keeping::Failed).ends_with("  NOT saved"), "{}", row(Keeping::Failed));
        assert!(row(Keeping::Failed).starts_with(" Enter next"));
        assert!(!row(Keeping::Saved).ends_with("saved"), "{}", row(Keeping::Saved));
    }

    #[test]
    fn the_notes_show_help_and_that_all_is_saved() {
        use ratatui::{Terminal, backend::TestBackend};
        let theme = Theme::mono();
        let usual = |action| !matches!(action, Action::Notes | Action::Listen | Action::ScrollRight | Action::Delivery);
        let mut terminal = Terminal::new(TestBackend::new(80, 1)).expect("no errors");
        let draw = |frame: &mut Frame<'_>| {
            footer(frame, frame.area(), &theme, Context::Reveal, Keeping::Saved, usual, |_| None);
        };
        terminal.draw(draw).expect("no errors");
        let cells = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol);
        let row = cells.collect::<String>();
        assert!(row.contains("? help") && row.trim_end().ends_with("  saved"), "{row}");
    }

    #[test]
    fn where_there_is_little_room_the_notes_show_all_keys_that_judge() {
        let shown = |context, width| hints(context, width, |action| action != Action::Notes, |_| None).0;
        let notes = shown(Context::Reveal, 40);
        let keys: Vec<&str> = notes.iter().map(|hint| hint.key.as_str()).collect();
        assert_eq!(keys, ["Space", "~", "m", "a", "r", "Enter", "Esc"]);
        assert_eq!((notes[0].label, notes[5].label), ("hit", "rate"));
        assert!(shown(Context::Debrief, 40).iter().any(|hint| hint.key == "r"), "in a debrief, too");
        assert!(shown(Context::Reveal, 12).iter().any(|hint| hint.key == "Esc"), "or at least the way out");
    }

    #[test]
    fn what_is_not_offered_is_not_shown() {
        let (shown, _) = hints(Context::Asking, 120, |action| action != Action::Hint, |_| None);
        assert!(shown.iter().all(|hint| hint.label != "hint"));
    }

    #[test]
    fn what_found_no_room_is_told_of() {
        let help = |width| {
            hints(Context::Home, width, |_| true, |_| None).0.into_iter().find(|hint| hint.action == Action::Help)
        };
        assert_eq!(help(40).map(|hint| hint.label), Some("more"));
        assert_eq!(help(80).map(|hint| hint.label), Some("help"));
    }

    #[test]
    fn a_screen_has_its_own_word_for_what_a_key_does_there() {
        let named = |action| (action == Action::Accept).then_some("go on");
        let (shown, _) = hints(Context::Home, 80, |_| true, named);
        assert_eq!(shown[0].label, "go on");
    }
}
