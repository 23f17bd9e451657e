//! Importing questions: a path, then what would come in, then a yes. Nothing is written before that.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr as _;

use crate::bank::QuestionId;
use crate::engine::Engine;
use crate::exchange::{Account, Change, How, ImportOptions, ImportPlan, Imported, Mark, Skipped, bank_name};
use crate::history::Work;
use crate::moment::Moment;
use crate::practice::Pick;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Field, Prose, Scroll, column, count, first_row, shorten};

/// How often the screen checks whether the reading is done.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The most rows of each list that are shown: files, questions, what was left out.
const MAX_LISTED: usize = 500;

/// Columns of the labels before the fields, on a screen of this width.
fn lead(width: u16) -> usize {
    if width < 36 { 8 } else { 18 }
}

const ROWS: [&str; 3] = ["File or folder", "Into the bank", "Items of lists"];

/// How far the import has got.
#[derive(Debug)]
enum ImportStage {
    /// A path is typed; with what was wrong with the last one.
    Asking(Option<String>),
    /// The files are being read.
    Reading,
    /// It was read: this would come in.
    Counted(Arc<ImportPlan>),
    /// This came in.
    Done(Arc<ImportPlan>),
}

/// The screen of an import.
#[derive(Debug)]
pub struct ImportScreen {
    path: Field,
    bank: Field,
    bullets: bool,
    row: usize,
    stage: ImportStage,
    /// The index of the question that is looked at before the import. None: the counts are shown.
    question: Option<usize>,
    /// Questions that the candidate marked as different ones, not an old one in new words.
    apart: Vec<QuestionId>,
    /// Whether there is an import that can be undone.
    undoable: bool,
    scroll: Scroll,
}

/// What is typed, as it is kept on the disk.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Typed {
    path: String,
    bank: String,
    bullets: bool,
}

impl ImportScreen {
    /// An empty form, or the one that a lost program left.
    pub fn new(engine: &Engine) -> Self {
        let typed: Typed = engine.left_form(Work::Import).unwrap_or_default();
        let (mut path, mut bank) = (Field::default(), Field::default());
        path.paste(&typed.path);
        bank.paste(&typed.bank);
        let (stage, scroll) = (ImportStage::Asking(None), Scroll::default());
        let undoable = engine.last_import().is_some();
        Self { path, bank, bullets: typed.bullets, row: 0, stage, question: None, apart: Vec::new(), undoable, scroll }
    }

    /// The bank for questions whose file names none.
    fn bank_or_default(&self) -> String {
        let typed = self.bank.text().trim();
        if !typed.is_empty() {
            return typed.to_owned();
        }
        bank_name(Path::new(self.path.text().trim().trim_matches(['"', '\''])))
    }

    fn field(&mut self) -> Option<&mut Field> {
        match self.row {
            0 => Some(&mut self.path),
            1 => Some(&mut self.bank),
            _ => None,
        }
    }

    fn look(&mut self, cx: &mut Cx<'_>) {
        if self.path.text().trim().is_empty() {
            self.row = 0;
            self.stage = ImportStage::Asking(Some("Type or paste the path of a file or folder first.".to_owned()));
            return;
        }
        let typed = Some(self.bank.text().trim().to_owned()).filter(|bank| !bank.is_empty());
        let options = ImportOptions {
            otherwise: typed.is_none().then(|| self.bank_or_default()),
            into: typed,
            bullets: self.bullets,
            apart: self.apart.clone(),
            ..ImportOptions::default()
        };
        cx.effects.push(Effect::ReadImport(self.path.text().to_owned(), options));
        self.stage = ImportStage::Reading;
    }

    fn act_asking(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Back => return Route::Home,
            Action::Accept => {
                (self.question, self.apart) = (None, Vec::new());
                self.look(cx);
            }
            Action::Undo => self.take_back(cx),
            Action::Down => self.row = (self.row + 1) % ROWS.len(),
            Action::Up => self.row = (self.row + ROWS.len() - 1) % ROWS.len(),
            Action::Left | Action::Right if self.row == 2 => self.bullets = !self.bullets,
            Action::Edit(edit) => {
                if let Some(field) = self.field() {
                    field.apply(edit);
                }
            }
            _ => {}
        }
        Route::Stay
    }

    fn act_counted(&mut self, action: Action, plan: &Arc<ImportPlan>, cx: &mut Cx<'_>) {
        match action {
            Action::Accept if brings_anything(plan.imported()) => cx.effects.push(Effect::BringIn(Arc::clone(plan))),
            Action::Accept | Action::Back => {
                self.stage = ImportStage::Asking(None);
                self.scroll.reset();
            }
            Action::Left | Action::Right => {
                let next = match self.question {
                    None if action == Action::Right => Some(0),
                    Some(at) if action == Action::Right => Some(at + 1),
                    Some(at) => at.checked_sub(1),
                    None => None,
                };
                if next.is_none_or(|next| next < plan.changes().len()) {
                    self.question = next;
                    self.scroll.reset();
                }
            }
            // The import is worked out again, and the same place is then looked at.
            Action::Another => {
                self.apart.extend(mended_at(plan, self.question).map(|change| change.question.clone()));
                self.look(cx);
            }
            _ => self.scroll.act(action),
        }
    }

    fn take_back(&mut self, cx: &mut Cx<'_>) {
        self.stage = ImportStage::Asking(None);
        self.undoable = false;
        self.scroll.reset();
        cx.effects.push(Effect::UndoImport);
    }
}

/// The question at this place, if it counts as an old one in new words.
fn mended_at(plan: &ImportPlan, at: Option<usize>) -> Option<&Change> {
    plan.changes().get(at?).filter(|change| change.how == How::Mended)
}

fn brings_anything(imported: &Imported) -> bool {
    imported.new + imported.changed > 0
}

/// The first new questions, as many as a day takes.
fn first_of(plan: &ImportPlan, cx: &Cx<'_>) -> Vec<Pick> {
    let day = cx.engine.config().target.per_day.max(1) as usize;
    plan.fresh().iter().take(day).map(|question| cx.engine.questions().pick(question, cx.now)).collect()
}

impl Screen for ImportScreen {
    fn context(&self) -> Context {
        match self.stage {
            ImportStage::Asking(_) | ImportStage::Reading => Context::Import,
            ImportStage::Counted(_) => Context::Counts,
            ImportStage::Done(_) => Context::BroughtIn,
        }
    }

    fn offers(&self, action: Action) -> bool {
        match (&self.stage, action) {
            (ImportStage::Counted(plan), Action::Accept) => brings_anything(plan.imported()),
            (ImportStage::Counted(plan), Action::Right) => self.question.map_or(0, |at| at + 1) < plan.changes().len(),
            (ImportStage::Counted(_), Action::Left) => self.question.is_some(),
            (ImportStage::Counted(plan), Action::Another) => mended_at(plan, self.question).is_some(),
            (ImportStage::Done(plan), Action::Accept) => !plan.fresh().is_empty(),
            (ImportStage::Asking(_), Action::Undo) => self.undoable,
            (ImportStage::Reading, action) => action == Action::Back,
            (ImportStage::Counted(_), Action::PageDown) => self.scroll.has_more(),
            (ImportStage::Asking(_), Action::Left | Action::Right) => self.row == 2,
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match &self.stage {
            ImportStage::Asking(_) => self.act_asking(action, cx),
            ImportStage::Reading => {
                if action == Action::Back {
                    self.stage = ImportStage::Asking(None);
                }
                Route::Stay
            }
            ImportStage::Counted(plan) => {
                let plan = Arc::clone(plan);
                self.act_counted(action, &plan, cx);
                Route::Stay
            }
            ImportStage::Done(plan) => match action {
                Action::Accept if !plan.fresh().is_empty() => Route::Drill(first_of(plan, cx)),
                Action::Accept | Action::Back => Route::Home,
                Action::Import => Route::Import,
                Action::Undo => {
                    self.take_back(cx);
                    Route::Stay
                }
                _ => Route::Stay,
            },
        }
    }

    fn type_char(&mut self, c: char, _cx: &mut Cx<'_>) {
        match self.field() {
            Some(field) => field.type_char(c),
            None if c == ' ' => self.bullets = !self.bullets,
            None => {}
        }
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx<'_>) {
        if !matches!(self.stage, ImportStage::Asking(_)) {
            return;
        }
        // A path may contain blanks, but what is dropped on a terminal ends with an extra one, or with a line end.
        let line = text.trim().lines().next().unwrap_or_default().to_owned();
        if let Some(field) = self.field() {
            line.chars().for_each(|c| field.type_char(c));
        }
    }

    fn import_read(&mut self, result: Result<Arc<ImportPlan>, String>, _cx: &mut Cx<'_>) {
        // Somebody who went back meanwhile no longer wants it.
        if matches!(self.stage, ImportStage::Reading) {
            self.scroll.reset();
            self.stage = match result {
                Ok(plan) => {
                    // A question that now counts as a different one may have moved in the list, or gone from it.
                    let last = plan.changes().len().checked_sub(1);
                    self.question = self.question.and_then(|at| Some(at.min(last?)));
                    ImportStage::Counted(plan)
                }
                Err(error) => ImportStage::Asking(Some(error)),
            };
        }
    }

    fn bank_changed(&mut self, done: bool, cx: &mut Cx<'_>) {
        if let ImportStage::Counted(plan) = &self.stage
            && done
        {
            self.stage = ImportStage::Done(Arc::clone(plan));
            self.undoable = true;
            self.scroll.reset();
            // The screen says it itself.
            *cx.notice = None;
        }
    }

    fn wake_in(&self, _now: Moment) -> Option<Duration> {
        matches!(self.stage, ImportStage::Reading).then_some(LOOK_AGAIN)
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        let (path, bank) = (self.path.text().to_owned(), self.bank.text().to_owned());
        let nothing = (path.is_empty() && bank.is_empty()) || matches!(self.stage, ImportStage::Done(_));
        Form::new(Work::Import, &Typed { path, bank, bullets: self.bullets }).filter(|_| !nothing)
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        frame.render_widget(Line::styled(" Bring questions in", theme.strong), first_row(area));
        let body = column(area, if area.height >= 8 { 2 } else { 1 }, 100);
        let prose = match &self.stage {
            ImportStage::Asking(wrong) => self.form(wrong.as_deref(), theme, body.width),
            ImportStage::Reading => self.form(Some("Reading …"), theme, body.width),
            ImportStage::Counted(plan) => match self.question.and_then(|at| Some((at, plan.changes().get(at)?))) {
                Some((at, change)) => looked_at(change, at, plan, theme, body.width),
                None => counted(plan, &self.bank_or_default(), theme, body.width),
            },
            ImportStage::Done(plan) => done(plan, look, body.width),
        };
        prose.draw(frame, body, &self.scroll, theme.dim);
        // The terminal's own cursor goes where the next character does: input methods and screen readers follow it.
        let place = Position { x: body.x + self.caret(body.width), y: body.y + u16::try_from(self.row).unwrap_or(0) };
        if matches!(self.stage, ImportStage::Asking(_)) && self.row < 2 && body.contains(place) {
            frame.set_cursor_position(place);
        }
    }
}

impl ImportScreen {
    /// The column of the cursor: after what is typed in its row.
    fn caret(&self, width: u16) -> u16 {
        let room = usize::from(width).saturating_sub(lead(width) + 2);
        u16::try_from(lead(width) + end_of(&self.value(self.row).0, room).width()).unwrap_or(u16::MAX)
    }

    /// What is typed in a row, and the default that applies if nothing is.
    fn value(&self, row: usize) -> (String, String) {
        let otherwise = |text: &str| (String::new(), text.to_owned());
        match (row, self.bank.text()) {
            (0, _) => (self.path.text().to_owned(), String::new()),
            (1, "") if self.path.text().is_empty() => otherwise("if none is named"),
            (1, "") => otherwise(&format!("{}, if none is named", self.bank_or_default())),
            (1, typed) => (typed.to_owned(), String::new()),
            _ if self.bullets => ("are questions".to_owned(), String::new()),
            _ => otherwise("are no questions"),
        }
    }

    fn form(&self, said: Option<&str>, theme: &Theme, width: u16) -> Prose<'static> {
        let mut prose = Prose::new(width);
        for (row, label) in ROWS.iter().enumerate() {
            let selected = row == self.row;
            let (typed, otherwise) = self.value(row);
            let column = lead(width);
            let label = shorten(label, column - 3);
            let lead = format!("{} {label:<label_width$}", if selected { "▸" } else { " " }, label_width = column - 2);
            let room = usize::from(width).saturating_sub(column + 2);
            let change = if selected && row == 2 && width >= 60 { "   Space changes it" } else { "" };
            prose = prose.line(Line::from(vec![
                Span::styled(lead, if selected { theme.selected } else { theme.dim }),
                Span::styled(end_of(&typed, room), theme.text),
                Span::styled(shorten(&otherwise, room), theme.dim),
                Span::styled(change, theme.accent),
            ]));
        }
        if let Some(said) = said {
            return prose.gap().paragraph(said, theme.warn);
        }
        let formats = "Markdown, CSV, JSON, a deck of Anki (.apkg or .txt), or a folder of them.";
        let promise = "Enter shows what would come in; nothing is written before you say so.";
        prose.gap().paragraph(formats, theme.dim).paragraph(promise, theme.dim)
    }
}

/// The end of a text that does not fit. Of a path, that is the part that matters.
fn end_of(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut from = text.len();
    for (at, _) in text.char_indices().rev() {
        if text[at..].width() + 1 > room {
            break;
        }
        from = at;
    }
    format!("…{}", &text[from..])
}

fn counts(imported: &Imported) -> String {
    let Imported { new, changed, same, .. } = imported;
    format!("{new} new, {changed} changed, {same} same, {} left out", imported.left_out())
}

/// The banks that the questions go into. `otherwise` is the bank for questions that never came in before.
fn banks(imported: &Imported, otherwise: &str) -> String {
    match imported.banks.as_slice() {
        [] => String::new(),
        [only] if only != otherwise && imported.same + imported.changed > 0 => {
            format!("Into the bank {only}, where it came in before.")
        }
        [only] => format!("Into the bank {only}."),
        several => format!("Into the banks {}.", several.join(", ")),
    }
}

fn counted(plan: &ImportPlan, otherwise: &str, theme: &Theme, width: u16) -> Prose<'static> {
    let imported = plan.imported();
    let mut prose = Prose::new(width).paragraph(counts(imported), theme.strong);
    if imported.prompt_only > 0 {
        let without = count(imported.prompt_only, "question");
        prose = prose.paragraph(format!("{without} without notes: you can write them after each answer."), theme.text);
    }
    if imported.mended > 0 {
        let words = format!("{} asked in other words now, and taken for the same.", count(imported.mended, "question"));
        prose = prose.paragraph(words, theme.warn);
    }
    prose = if brings_anything(imported) {
        prose.paragraph(
            format!("{} Enter brings them in, Esc leaves all as it is.", banks(imported, otherwise)),
            theme.text,
        )
    } else if imported.same > 0 {
        let bank = imported.banks.join(", ");
        prose.paragraph(format!("Everything is here already, in {bank}: there is nothing to bring in."), theme.text)
    } else {
        prose.paragraph("Nothing in it can be brought in.", theme.warn)
    };
    prose = listed(prose, "Left out", &imported.skipped, imported.skipped_unlisted, theme, width);
    prose = listed(prose, "Worth a look", &imported.remarks, imported.remarks_unlisted, theme, width);
    prose = became(prose, imported, theme, width);
    prose = gone(prose, imported, theme);
    listed(prose, "Asks nothing", &imported.passed, imported.passed_unlisted, theme, width)
}

/// Adds what became of everything in each file.
fn became<'a>(prose: Prose<'a>, imported: &Imported, theme: &Theme, width: u16) -> Prose<'a> {
    let mut prose = prose.gap().line(Line::styled("What became of it", theme.strong));
    for file in imported.files.iter().take(MAX_LISTED).chain(Account::sum(&imported.files).as_ref()) {
        let name = file.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let lead = format!("{}  ", end_of(name, usize::from(width / 3)));
        prose = prose.item(Span::styled(lead, theme.dim), file.words(), theme.text);
    }
    prose
}

/// Adds questions that once came from the same source and are no longer in it.
fn gone<'a>(prose: Prose<'a>, imported: &Imported, theme: &Theme) -> Prose<'a> {
    if imported.gone.is_empty() {
        return prose;
    }
    let title = format!("No longer in it, and kept: {}", count(imported.gone.len(), "question"));
    let mut prose = prose.gap().line(Line::styled(title, theme.strong));
    for id in imported.gone.iter().take(MAX_LISTED) {
        prose = prose.item(Span::styled("- ", theme.dim), id.as_str(), theme.text);
    }
    if let more @ 1.. = imported.gone.len().saturating_sub(MAX_LISTED) {
        prose = prose.paragraph(format!("and {more} more"), theme.dim);
    }
    prose.paragraph("x on a question takes it out; its history stays.", theme.dim)
}

/// One of the questions: what it is and what changes in it.
fn looked_at(change: &Change, at: usize, plan: &ImportPlan, theme: &Theme, width: u16) -> Prose<'static> {
    let file = change.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let place = change.line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"));
    let all = plan.changes().len();
    let head = vec![
        Span::styled(format!("{} of {all}, {}", at + 1, change.how.word()), theme.strong),
        Span::styled(format!("  {}", end_of(&place, usize::from(width / 2))), theme.dim),
    ];
    let mut prose = Prose::new(width).line(Line::from(head));
    if change.how == How::Mended {
        let words = "The one that was there, in other words? a makes it a new one.";
        prose = prose.paragraph(words, theme.warn);
    }
    for part in change.differences() {
        prose = prose.gap().paragraph(part.title, theme.strong);
        for (mark, line) in part.lines {
            let style = match mark {
                // Everything about a new question is added, so nothing is highlighted.
                Mark::Added if change.how == How::New => theme.text,
                Mark::Added => theme.good,
                Mark::Gone => theme.bad,
                Mark::Kept => theme.text,
            };
            let sign = if change.how == How::New { ' ' } else { mark.sign() };
            prose = prose.item(Span::styled(format!("{sign} "), style), &line, style);
        }
    }
    prose.gap().paragraph(change.question.to_string(), theme.dim)
}

fn listed<'a>(
    mut prose: Prose<'a>,
    title: &'a str,
    list: &[Skipped],
    unlisted: usize,
    theme: &Theme,
    width: u16,
) -> Prose<'a> {
    if list.is_empty() {
        return prose;
    }
    prose = prose.gap().line(Line::styled(title, theme.strong));
    for one in list.iter().take(MAX_LISTED) {
        let file = one.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let place = one.line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"));
        // A long name is cut, to leave room for the reason.
        let lead = format!("{}  ", end_of(&place, usize::from(width / 3)));
        prose = prose.item(Span::styled(lead, theme.dim), &one.reason, theme.text);
    }
    if let more @ 1.. = (list.len() + unlisted).saturating_sub(MAX_LISTED) {
        let words = format!("and {more} more; hotseat bank import with --dry-run lists them");
        prose = prose.paragraph(&words, theme.dim);
    }
    prose
}

fn done(plan: &ImportPlan, look: &Look<'_>, width: u16) -> Prose<'static> {
    let theme = look.theme;
    let imported = plan.imported();
    let mut prose = Prose::new(width).line(Line::styled("Brought in.", theme.good));
    prose = prose.paragraph(counts(imported), theme.strong);
    prose = prose.paragraph(banks(imported, ""), theme.text).gap();
    let day = look.engine.config().target.per_day.max(1) as usize;
    let words = match plan.fresh().len() {
        0 => "Esc goes home.".to_owned(),
        1 => "Enter asks you the new one now.".to_owned(),
        n if n <= day => format!("Enter asks you the {n} new ones now."),
        n => format!("Enter asks you the first {day} of the {n} new ones now. The others come day by day."),
    };
    prose.paragraph(&words, theme.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_path_the_end_is_shown() {
        assert_eq!(end_of("/a/b", 10), "/a/b");
        assert_eq!(end_of("/home/me/questions.md", 10), "…stions.md");
        assert_eq!(end_of("/東京/東京", 5), "…東京");
        assert_eq!(end_of("abc", 0), "…");
    }
}
