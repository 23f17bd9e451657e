//! What a candidate sees of a mock: the break, the question with its clocks, the answer, the prediction.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::MockScreen;
use crate::assess::Band;
use crate::history::Medium;
use crate::practice::mock::{Reminder, left_out};
use crate::practice::words::{round_minutes, round_time, round_took, time_words};
use crate::practice::{Answer, Phase};
use crate::tui::keymap::Context;
use crate::tui::screen::Look;
use crate::tui::screens::answer_page::clock_bar as bar_of;
use crate::tui::screens::asked::{clock_row, inset, with_clarifications, with_code, with_outline};
use crate::tui::screens::mock::body_of;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll, Writing, clock, count, head, minutes, title_row};

pub(super) fn view(screen: &MockScreen, context: Context, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    match context {
        Context::MockUnsaved => unsaved(screen, look.theme, frame, area),
        Context::MockLeave => leaving(screen, look.theme, frame, area),
        Context::Predicting => predicting(screen, look.theme, frame, area),
        Context::MockBreak => resting(screen, look.theme, frame, area),
        Context::MockOver => over(screen, look.theme, frame, area),
        Context::MockTyping => typing(screen, look.theme, frame, area),
        Context::MockThinking => thinking(screen, look.theme, frame, area),
        _ => question(screen, look.theme, frame, area),
    }
}

/// Draws mock and round on the left, and the clock of the round on the right.
fn header(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let mock = screen.mock();
    let (at, of) = mock.place();
    let name = mock.round().map_or("", |round| &round.name);
    let (round, rounds) = mock.round_place();
    let rounds = if rounds > 1 { format!("round {round} of {rounds} · ") } else { String::new() };
    let follow_up = if is_reply(screen) { " · follow-up" } else { "" };
    let left = format!("{name} · {rounds}question {at} of {of}{follow_up}");
    let time = mock.round_clock();
    let late = time.spent > time.allowed;
    // What the interviewer says about the time disappears with the next key; this stays.
    let (said, late_style) = match mock.reminded() {
        Some(Reminder::RoundOver) => ("ends with this · ", true),
        Some(Reminder::MoveOn) => ("move on · ", true),
        None => ("", late),
    };
    // The time added for typing is shown if there is room beside the place.
    let whole = format!("round {}", round_time(time));
    let fits = left.width() + said.width() + whole.width() + 4 <= usize::from(area.width);
    let right = if late {
        format!("round +{} over", clock(time.spent - time.allowed))
    } else if fits {
        whole
    } else {
        format!("round {} of {}", clock(time.spent), clock(time.allowed))
    };
    let right = format!("{said}{right}");
    let style = if late_style { theme.warn } else { theme.dim };
    head(frame, area, (&left, theme.dim), (&right, style));
}

fn is_reply(screen: &MockScreen) -> bool {
    screen.session.answer().is_some_and(|answer| answer.phase() == Phase::Replying)
}

/// What the interviewer said last, with the snippet and the clarifications so far.
fn said(screen: &MockScreen, theme: &Theme, width: u16) -> Prose<'static> {
    let prompt = screen.mock().prompt().unwrap_or_default();
    let mut prose = Prose::new(width);
    if is_reply(screen) {
        if let Some(planned) = screen.mock().current().filter(|_| screen.page.whole_prompt == Some(true)) {
            prose = prose.paragraph(&planned.prompt, theme.dim).gap();
        }
        return prose.paragraph(prompt, theme.strong);
    }
    prose = prose.paragraph(prompt, theme.strong);
    if !screen.page.code.is_empty() {
        prose = with_code(prose.gap(), &screen.page.code, theme);
    }
    match screen.session.answer() {
        Some(answer) => with_clarifications(prose, answer, theme),
        None => prose,
    }
}

/// Draws the question alone, or the follow-up of a spoken answer.
fn question(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    header(screen, theme, frame, area);
    let Some(answer) = screen.session.answer() else { return };
    let asking = answer.phase() == Phase::Thinking;
    clock_row(answer, (!asking).then_some("speak now"), theme, frame, area);
    let [above, clock_row] =
        area.layout(&Layout::vertical([Constraint::Min(0), Constraint::Length(u16::from(!asking))]));
    let above = match answer.phase() {
        Phase::Answering | Phase::Replying => screen.page.speaking.draw(bar_of(answer), theme, frame, area),
        _ => above,
    };
    let body = inset(above);
    let advice =
        if asking { advice(screen) } else { "Say it aloud, as to an interviewer. Enter when you are done.".to_owned() };
    let told = with_outline(said(screen, theme, body.width), answer, theme);
    let mut prose = told.gap().paragraph(&advice, theme.dim);
    if let Some(words) = screen.stories.words().filter(|_| asking) {
        prose = prose.paragraph(words, theme.accent);
    }
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
    clock_bar(screen, theme, frame, clock_row);
}

/// How long the answer should be, and what Enter does.
fn advice(screen: &MockScreen) -> String {
    let mock = screen.mock();
    let mut advice = screen.session.answer().map_or_else(String::new, time_words);
    let first = mock.place().0 == 1;
    if let Some(seconds) = mock.round().and_then(|round| round.uninterrupted).filter(|_| first) {
        advice.push_str(&format!(" You have {} uninterrupted.", minutes(f64::from(seconds))));
    }
    if screen.session.answer().is_some_and(Answer::has_clarification) {
        advice.push_str(" You may ask back (c).");
    }
    advice.push_str(if screen.usual == Medium::Spoken {
        " Enter starts speaking, a letter typing."
    } else {
        " Enter or a letter starts typing."
    });
    advice
}

fn clock_bar(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, row: Rect) {
    if row.is_empty() {
        return;
    }
    let Some(answer) = screen.session.answer() else { return };
    let (spent, paused) = (answer.watch().spent().answer, answer.watch().is_paused());
    if is_reply(screen) {
        // A reply has no target of its own: it takes from the time of the round.
        let words = if paused { "paused".to_owned() } else { format!("reply {}", clock(spent)) };
        return frame.render_widget(Line::styled(format!(" {words}"), theme.dim), row);
    }
    let left = screen.mock().uninterrupted();
    if left > 0.0 && !paused {
        let words = format!(" {}  nobody interrupts you for another {}", clock(spent), clock(left));
        return frame.render_widget(Line::styled(words, theme.accent), row);
    }
    bar_of(answer).draw(frame, row, theme);
}

fn typing(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let text_width = area.width.saturating_sub(2);
    let prose = said(screen, theme, text_width);
    // A follow-up is short and new, so it is always shown whole.
    let opened = is_reply(screen) || screen.session.answer().is_some_and(|answer| screen.page.shows_whole(answer));
    let [top, rest] = area.layout(&Layout::vertical([Constraint::Length(1), Constraint::Min(1)]));
    header(screen, theme, frame, top);
    let prompt = screen.mock().prompt().unwrap_or_default();
    let page = Writing { prompt, whole: prose, opened, scroll: &screen.page.scroll };
    let clock_row = page.draw(&screen.page.editor, theme, frame, rest, area.height);
    clock_bar(screen, theme, frame, clock_row);
}

/// The interviewer is thinking; what was said can be read meanwhile.
fn thinking(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    header(screen, theme, frame, area);
    let Some(answer) = screen.session.answer() else { return };
    let body = inset(area);
    let mut prose = Prose::new(body.width)
        .paragraph("They think about what you said.", theme.strong)
        .gap()
        .paragraph(answer.prompt(), theme.dim)
        .gap()
        .paragraph(answer.text(), theme.text);
    for put in answer.replies() {
        prose = prose.gap().paragraph(&put.prompt, theme.dim).gap().paragraph(&put.text, theme.text);
    }
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
}

/// Before a round: no clock is running.
fn resting(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let mock = screen.mock();
    let plan = &mock.progress().plan;
    title_row(frame, area, theme, &format!("{} · {}", plan.title, plan.level), "nothing runs");
    let body = body_of(area);
    let Some(round) = mock.round() else { return };
    let (at, of) = mock.round_place();
    let length = round_minutes(round, mock.typed_factor());
    let title = if of > 1 {
        format!("Round {at} of {of}: {}, {length}", round.name)
    } else {
        format!("{}, {length}", round.name)
    };
    let how = if screen.usual == Medium::Spoken { "aloud" } else { "by typing" };
    let questions = count(round.questions.len(), "question");
    let mut prose = Prose::new(body.width)
        .paragraph(&title, theme.strong)
        .gap()
        .paragraph(format!("{questions}. They follow up, and say nothing about how it goes."), theme.text);
    if let Some(seconds) = round.uninterrupted {
        let words = format!("You open with {} in which nobody interrupts you.", minutes(f64::from(seconds)));
        prose = prose.paragraph(&words, theme.text);
    }
    for remark in plan.remarks().iter().filter(|_| at == 1) {
        prose = prose.paragraph(remark, theme.text);
    }
    prose = prose
        .paragraph(format!("You answer {how} (v changes that)."), theme.text)
        .gap()
        .paragraph("Enter starts, Esc leaves, also for another day.", theme.dim);
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
}

fn predicting(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let mock = screen.mock();
    let Some(round) = mock.unpredicted() else { return };
    title_row(frame, area, theme, &mock.progress().plan.title, "");
    let body = body_of(area);
    let took = format!("{}: {}.", round.name, round_took(mock));
    let gap = |prose: Prose<'static>| if body.height > 10 { prose.gap() } else { prose };
    let mut prose = Prose::new(body.width)
        .line(Line::styled("That was the round. Thank you.", theme.strong))
        .paragraph(&took, theme.dim);
    let left = mock.left_out_of_last_round();
    if left > 0 {
        prose = prose.paragraph(left_out(left), theme.warn);
    }
    prose = gap(prose).paragraph("How good was it, before anything is revealed?", theme.strong);
    prose = gap(prose);
    for band in Band::ALL {
        let number = band.number().to_string();
        let choice = vec![Span::styled(number, theme.accent), Span::styled(format!("  {band}"), theme.text)];
        prose = prose.line(Line::from(choice));
    }
    prose.draw(frame, body, &Scroll::default(), theme.dim);
}

fn over(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    title_row(frame, area, theme, &screen.mock().progress().plan.title, "");
    let body = body_of(area);
    let answers = count(screen.mock().progress().given.len(), "answer");
    let words = format!(
        "{answers}, all saved. In the debrief the notes open: you tick what was there, number each answer, and get the \
         scorecard. It can wait for another day, too."
    );
    let mut prose = Prose::new(body.width)
        .line(Line::styled("That was the interview.", theme.strong))
        .gap()
        .paragraph(&words, theme.text);
    if let Some(left) = screen.mock().progress().left_out_words() {
        prose = prose.paragraph(&left, theme.dim);
    }
    prose.draw(frame, body, &Scroll::default(), theme.dim);
}

fn leaving(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    title_row(frame, area, theme, &screen.mock().progress().plan.title, "the clock stands still");
    let body = body_of(area);
    let gap = |prose: Prose<'static>| if body.height > 10 { prose.gap() } else { prose };
    let kept = "Everything so far is kept, half an answer too.";
    let prose = gap(Prose::new(body.width).line(Line::styled("Leave this mock?", theme.strong)));
    let prose = gap(prose.paragraph(kept, theme.text));
    let key = |name: &'static str| Span::styled(name, theme.accent);
    prose
        .item(key("Enter  "), "stay, the clock goes on", theme.text)
        .item(key("Esc    "), "leave, and go on later", theme.text)
        .item(key("a      "), "give it up; what was answered can be debriefed", theme.text)
        .draw(frame, body, &Scroll::default(), theme.dim);
}

fn unsaved(screen: &MockScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    title_row(frame, area, theme, &screen.mock().progress().plan.title, "the clock stands still");
    let body = body_of(area);
    let error = screen.why_unsaved.as_str();
    let prose = Prose::new(body.width)
        .line(Line::styled("Your answer is NOT saved yet.", theme.warn))
        .gap()
        .paragraph(error, theme.text)
        .gap()
        .paragraph("The next question waits until it is. Enter tries again.", theme.text);
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
}
