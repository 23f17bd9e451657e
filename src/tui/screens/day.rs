//! The page for the evening before and the morning of an interview.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::engine::Job;
use crate::history::RecordId;
use crate::report::{DayPart, DayReport, Report};
use crate::tui::job_order::JobOrder;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, column, shorten, title_row};

/// The page of the day, to be read.
#[derive(Debug)]
pub struct DayScreen {
    job: Option<RecordId>,
    report: Option<Box<DayReport>>,
    scroll: Scroll,
}

impl DayScreen {
    /// The page for a job, or for the current one.
    pub fn new(job: Option<RecordId>, cx: &mut Cx<'_>) -> Self {
        let mut screen = Self { job, report: None, scroll: Scroll::default() };
        screen.read(cx);
        screen
    }

    fn job(&self, cx: &Cx<'_>) -> Option<Job> {
        let jobs = cx.engine.jobs();
        match &self.job {
            Some(id) => jobs.find(Some(id.as_str()), cx.now).ok(),
            None => jobs.current(cx.now),
        }
    }

    fn read(&mut self, cx: &mut Cx<'_>) {
        let job = self.job(cx);
        match cx.engine.day_report(job.as_ref(), cx.now) {
            Ok(Report::Day(report)) => self.report = Some(report),
            Ok(_) => {}
            Err(error) => cx.say(error.to_string()),
        }
    }
}

fn prose<'a>(report: &DayReport, width: u16, theme: &Theme) -> Prose<'a> {
    let mut prose = Prose::new(width).paragraph(format!("{}. {}.", report.when(), report.target), theme.dim);
    let musts = report.musts.iter().map(|must| (must.point.clone(), Some(must.prompt.clone())));
    let plain = |lines: &[String]| lines.iter().map(|line| (line.clone(), None)).collect::<Vec<_>>();
    let warm: Vec<(String, Option<String>)> = report.warm_ups.iter().map(|one| (one.prompt.clone(), None)).collect();
    for (title, lines, part) in [
        ("Do not leave out", musts.collect(), DayPart::Musts),
        ("Stories to have ready", plain(&report.stories), DayPart::Stories),
        ("To warm up", warm, DayPart::WarmUps),
        ("To ask them", plain(&report.to_ask), DayPart::ToAsk),
    ] {
        prose = prose.gap().paragraph(title, theme.strong);
        if lines.is_empty() {
            prose = prose.paragraph(DayReport::nothing(part), theme.dim);
        }
        for (line, about) in lines {
            prose = prose.item(Span::styled("· ", theme.accent), line, theme.text);
            if let Some(about) = about {
                prose = prose.indented(shorten(&crate::text::one_line(&about), 100), theme.dim, 2);
            }
        }
    }
    if let Some(job) = &report.job {
        if !job.asked_for.is_empty() {
            prose = prose.gap().paragraph("What they ask for", theme.strong);
            for sentence in &job.asked_for {
                prose = prose.item(Span::styled("· ", theme.accent), sentence, theme.text);
            }
        }
        if !job.notes.is_empty() {
            prose = prose.gap().paragraph("Your notes", theme.strong).paragraph(&job.notes, theme.text);
        }
    }
    prose = prose.gap().paragraph("Numbers", theme.strong);
    for number in &report.numbers {
        prose = prose.item(Span::styled("· ", theme.accent), format!("{}: {}", number.name, number.value), theme.text);
    }
    prose
}

impl Screen for DayScreen {
    fn context(&self) -> Context {
        Context::Day
    }

    fn is_page(&self) -> bool {
        true
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Accept => self.report.as_ref().is_some_and(|report| !report.warm_ups.is_empty()),
            Action::PageDown => self.scroll.has_more(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Back => return Route::Back,
            Action::Accept => {
                let picks = cx.engine.warm_up_picks(self.job(cx).as_ref(), cx.now);
                if !picks.is_empty() {
                    return Route::Drill(picks);
                }
            }
            Action::Report => cx.effects.push(Effect::Job(JobOrder::WriteDay(self.job.clone()))),
            action => self.scroll.act(action),
        }
        Route::Stay
    }

    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.read(cx);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let Some(report) = &self.report else { return };
        title_row(frame, area, look.theme, &report.title(), "");
        let body = column(below(area, 1), 1, MEASURE);
        prose(report, body.width, look.theme).draw(frame, body, &self.scroll, look.theme.dim);
    }
}
