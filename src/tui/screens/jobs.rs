//! The jobs, and one of them: what was read from its posting, and what the bank has for it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::bank::Level;
use crate::engine::{Engine, ExtractOf, Job, JobLine};
use crate::history::{RecordId, Wanted};
use crate::job::{Coverage, Covered};
use crate::moment::Moment;
use crate::tui::job_order::{JobOrder, JobPage};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Confirm, Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{
    Field, MEASURE, Prose, Scroll, at_right, below, column, count, cursor_mark, first_row, list_ends, moved, row_style,
    rows_in_sight, shorten, title_row,
};

/// Width below which a row says less.
const WIDE: u16 = 60;

/// The list of jobs, and the job that is open.
#[derive(Debug)]
pub struct JobsScreen {
    jobs: Vec<Job>,
    /// Why the jobs could not be read, if they could not.
    trouble: Option<String>,
    cursor: usize,
    /// Whether the job under the cursor is open.
    open: bool,
    coverage: Option<Coverage>,
    scroll: Scroll,
    /// The path of a posting: while it is being typed, and until the posting is in the list.
    field: Option<Field>,
    /// Whether the coach is on.
    coach: bool,
}

impl JobsScreen {
    /// Reads all jobs.
    pub fn new(engine: &Engine, now: Moment) -> Self {
        let mut screen = Self {
            jobs: Vec::new(),
            trouble: None,
            cursor: 0,
            open: false,
            coverage: None,
            scroll: Scroll::default(),
            field: None,
            coach: engine.coach().is_on(),
        };
        screen.read(engine, now);
        screen.cursor = screen.jobs.iter().position(|job| job.current).unwrap_or(0);
        screen
    }

    fn read(&mut self, engine: &Engine, now: Moment) {
        let here = self.here().map(|job| job.id.clone());
        match engine.jobs().all(now) {
            Ok(jobs) => (self.jobs, self.trouble) = (jobs, None),
            Err(error) => self.trouble = Some(error.to_string()),
        }
        let at = self.jobs.iter().position(|job| Some(&job.id) == here.as_ref());
        // A job that was removed is no longer open.
        self.open = self.open && at.is_some();
        self.cursor = at.unwrap_or(self.cursor).min(self.jobs.len().saturating_sub(1));
        self.coverage = self.here().filter(|_| self.open).map(|job| engine.jobs().coverage(job));
    }

    fn here(&self) -> Option<&Job> {
        self.jobs.get(self.cursor)
    }

    /// Moves the level of the job up or down, as a correction of what was read.
    fn change_level(&self, up: bool, cx: &mut Cx<'_>) {
        let Some(job) = self.here() else { return };
        let at = Level::ALL.iter().position(|level| *level == job.target.level).unwrap_or(0);
        let next = if up { at + 1 } else { at.wrapping_sub(1) };
        let Some(level) = Level::ALL.get(next) else { return };
        let wanted =
            Wanted { level: Some(*level).filter(|level| *level != job.reading.level.level), ..job.wanted.clone() };
        cx.effects.push(Effect::Job(JobOrder::Correct(job.id.clone(), wanted)));
    }

    fn act_on_field(&mut self, action: Action, cx: &mut Cx<'_>) {
        let Some(field) = &mut self.field else { return };
        match action {
            Action::Edit(edit) => field.apply(edit),
            Action::Accept if field.text().trim().is_empty() => {
                cx.say("Type the path of a file, or paste the posting itself.");
            }
            Action::Accept => {
                cx.effects.push(Effect::Job(JobOrder::AddFile(field.text().to_owned())));
            }
            _ => self.field = None,
        }
    }

    fn open_here(&mut self, cx: &mut Cx<'_>) {
        self.open = true;
        self.scroll.reset();
        self.coverage = self.here().map(|job| cx.engine.jobs().coverage(job));
    }

    fn list(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        title_row(frame, area, theme, "Jobs", &count(self.jobs.len(), "job"));
        let list = below(area, if area.height >= 8 { 2 } else { 1 });
        if let Some(field) = &self.field {
            field.draw(Span::styled("   File: ", theme.dim), theme.text, frame, first_row(list));
            return;
        }
        if self.jobs.is_empty() {
            let body = column(list, 3, MEASURE);
            let words = self.trouble.as_deref().unwrap_or(
                "No job yet. Paste a posting here, or press a and type the path of a file: what it asks for becomes a target.",
            );
            Prose::new(body.width).paragraph(words, theme.text).draw(frame, body, &Scroll::default(), theme.dim);
            return;
        }
        for (index, row) in rows_in_sight(list, self.cursor, self.jobs.len()) {
            let (job, selected) = (&self.jobs[index], index == self.cursor);
            let when = job.when(look.now.calendar_day());
            let right = if row.width >= WIDE { format!("{}, {when}", job.target.level) } else { when };
            let mark = if job.current { "● " } else { "  " };
            let room = usize::from(row.width).saturating_sub(right.len() + 8);
            let line = vec![
                Span::styled(cursor_mark(selected), theme.selected),
                Span::styled(mark, theme.accent),
                Span::styled(shorten(&job.title(), room), row_style(selected, theme)),
            ];
            frame.render_widget(Line::from(line), row);
            at_right(frame, row, &right, theme.dim);
        }
        list_ends(frame, list, self.cursor, self.jobs.len(), theme);
    }

    fn job(&self, job: &Job, coverage: &Coverage, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let right = if job.current { "current" } else { "" };
        title_row(frame, area, theme, "Job", right);
        let body = column(below(area, 1), 1, MEASURE);
        let lines = job.lines(coverage, look.now.calendar_day());
        let prose = lines.iter().fold(Prose::new(body.width), |prose, line| written(prose, line, theme));
        prose.draw(frame, body, &self.scroll, theme.dim);
    }
}

fn written<'a>(prose: Prose<'a>, line: &JobLine, theme: &Theme) -> Prose<'a> {
    match line {
        JobLine::Name(text) => prose.paragraph(text, theme.strong),
        JobLine::Head(text) => prose.gap().paragraph(text, theme.strong),
        JobLine::Text(text) => prose.paragraph(text, theme.text),
        JobLine::Quote(text) => prose.indented(format!("\u{201c}{text}\u{201d}"), theme.dim, 2),
        JobLine::Topic(weight, covered, text) => {
            let lead = format!("{:<3} ", "●".repeat(usize::from(*weight)));
            prose.item(Span::styled(lead, theme.accent), text, style(*covered, theme))
        }
        JobLine::Item(text) => prose.item(Span::styled("· ", theme.dim), text, theme.text),
    }
}

fn style(covered: Covered, theme: &Theme) -> Style {
    match covered {
        Covered::Well => theme.text,
        Covered::Thin => theme.warn,
        Covered::Missing => theme.bad,
    }
}

impl Screen for JobsScreen {
    fn context(&self) -> Context {
        match (&self.field, self.open) {
            (Some(_), _) => Context::Value,
            (None, true) => Context::Job,
            (None, false) => Context::Jobs,
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::UseJob => self.here().is_some_and(|job| !job.current),
            Action::Accept if self.context() == Context::Jobs => self.here().is_some(),
            Action::Asked | Action::Day => self.here().is_some(),
            Action::Extract => self.coach,
            Action::PageDown if self.open => self.scroll.has_more(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if self.field.is_some() {
            self.act_on_field(action, cx);
            return Route::Stay;
        }
        let id = self.here().map(|job| job.id.clone());
        match (action, id) {
            (Action::Back, _) if self.open => self.open = false,
            (Action::Back, _) => return Route::Back,
            (Action::Import, _) => (self.field, self.open) = (Some(Field::default()), false),
            (Action::Accept, Some(_)) if !self.open => self.open_here(cx),
            (Action::UseJob, Some(id)) => cx.effects.push(Effect::Job(JobOrder::Use(id))),
            (Action::EditQuestion, Some(id)) => cx.effects.push(Effect::EditJob(JobPage::Facts(id))),
            (Action::CompanyNotes, Some(id)) => cx.effects.push(Effect::EditJob(JobPage::Notes(id))),
            (Action::Day, id @ Some(_)) => return Route::Day(id),
            (Action::Extract, Some(id)) if self.coach => return Route::Extract(ExtractOf::Job(id)),
            (Action::Asked, id @ Some(_)) => return Route::Asked(id),
            (Action::Left | Action::Right, Some(_)) => self.change_level(action == Action::Right, cx),
            (Action::Discard, Some(id)) => {
                let title = self.here().map(Job::title).unwrap_or_default();
                return Route::Confirm(Box::new(Confirm {
                    title: "Take this job off the list?".to_owned(),
                    text: vec![title, "The history keeps it.".to_owned()],
                    effect: Effect::Job(JobOrder::Remove(id)),
                }));
            }
            _ if self.open => self.scroll.act(action),
            _ => self.cursor = moved(self.cursor, self.jobs.len(), action),
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, _cx: &mut Cx<'_>) {
        if let Some(field) = &mut self.field {
            field.type_char(c);
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        match &mut self.field {
            // A text of several lines is not a path.
            Some(field) if !text.trim().contains(['\n', '\r']) => field.paste(text),
            _ if self.open => {}
            _ => {
                self.field = None;
                cx.effects.push(Effect::Job(JobOrder::AddText(text.to_owned())));
            }
        }
    }

    fn changed(&mut self, cx: &mut Cx<'_>) {
        let before: Vec<RecordId> = self.jobs.iter().map(|job| job.id.clone()).collect();
        self.read(cx.engine, cx.now);
        // A path that led to nothing stays to be corrected.
        if self.jobs.iter().any(|job| !before.contains(&job.id)) {
            self.field = None;
        }
    }

    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.read(cx.engine, cx.now);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        match (self.here(), &self.coverage) {
            (Some(job), Some(coverage)) if self.open => self.job(job, coverage, look, frame, area),
            _ => self.list(look, frame, area),
        }
    }
}
