//! Frames as SVG: one that stands, or several that follow each other. Moving takes no script, so that it works where a page
//! shows the file as a picture, and stands still for whoever asks their system for less motion.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// Width and height of a cell in the picture.
const CELL: (f64, f64) = (8.43, 18.0);

/// Space around the cells.
const MARGIN: f64 = 12.0;

/// A frame.
pub(super) fn still(frame: &Buffer) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    begin(&mut out, frame, "")?;
    for y in 0..frame.area.height {
        out.push_str(&row(frame, y, f64::from(y) * CELL.1)?);
    }
    end(&mut out)?;
    Ok(out)
}

/// Frames and how long each is shown.
#[derive(Default)]
pub(super) struct Film {
    frames: Vec<(Buffer, Duration)>,
    still: usize,
}

impl Film {
    /// Another frame.
    pub(super) fn show(&mut self, frame: Buffer, time: Duration) {
        self.frames.push((frame, time));
    }

    /// The last frame stays longer.
    pub(super) fn hold(&mut self, time: Duration) {
        if let Some(last) = self.frames.last_mut() {
            last.1 += time;
        }
    }

    /// The last frame is the one that is shown where nothing may move.
    pub(super) fn mark_still(&mut self) {
        self.still = self.frames.len().saturating_sub(1);
    }

    /// All of it, over and over. Rows that several frames share are drawn once.
    pub(super) fn draw(&self) -> Result<String, std::fmt::Error> {
        let Some((first, _)) = self.frames.first() else { return Ok(String::new()) };
        let all: Duration = self.frames.iter().map(|(_, time)| *time).sum();
        let mut style = format!(
            "g.f{{visibility:hidden;animation-duration:{}ms;animation-iteration-count:infinite;animation-timing-function:step-end}}\n",
            all.as_millis()
        );
        let percent = |time: Duration| 100.0 * time.as_secs_f64() / all.as_secs_f64();
        let mut from = Duration::ZERO;
        for (number, (_, time)) in self.frames.iter().enumerate() {
            let (start, end) = (percent(from), percent(from + *time));
            write!(style, "#f{number}{{animation-name:k{number}}}@keyframes k{number}{{")?;
            if number > 0 {
                write!(style, "0%{{visibility:hidden}}")?;
            }
            writeln!(style, "{start:.2}%{{visibility:visible}}{end:.2}%,100%{{visibility:hidden}}}}")?;
            from += *time;
        }
        writeln!(
            style,
            "@media (prefers-reduced-motion:reduce){{g.f{{animation:none}}#f{}{{visibility:visible}}}}",
            self.still
        )?;
        let mut out = String::new();
        begin(&mut out, first, &style)?;
        let (mut rows, mut shown): (HashMap<String, usize>, String) = (HashMap::new(), String::new());
        let mut drawn = String::new();
        for (number, (frame, _)) in self.frames.iter().enumerate() {
            write!(shown, "<g class=\"f\" id=\"f{number}\">")?;
            for y in 0..frame.area.height {
                let text = row(frame, y, 0.0)?;
                if text.is_empty() {
                    continue;
                }
                let next = rows.len();
                let known = *rows.entry(text).or_insert_with_key(|text| {
                    drawn.push_str(&format!("<g id=\"r{next}\">\n{text}</g>\n"));
                    next
                });
                write!(shown, "<use href=\"#r{known}\" y=\"{:.0}\"/>", f64::from(y) * CELL.1)?;
            }
            writeln!(shown, "</g>")?;
        }
        writeln!(out, "<defs>\n{drawn}</defs>\n{}", shown.trim_end())?;
        end(&mut out)?;
        Ok(out)
    }
}

fn begin(out: &mut String, frame: &Buffer, style: &str) -> std::fmt::Result {
    let width = f64::from(frame.area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(frame.area.height) * CELL.1 + 2.0 * MARGIN;
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}">"#
    )?;
    if !style.is_empty() {
        writeln!(out, "<style>\n{style}</style>")?;
    }
    writeln!(out, r##"<rect width="100%" height="100%" rx="8" fill="#16181d"/>"##)?;
    writeln!(out, r#"<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">"#)
}

fn end(out: &mut String) -> std::fmt::Result {
    writeln!(out, "</g>\n</svg>")
}

/// A row of cells whose upper edge is so far below the first one's.
fn row(frame: &Buffer, y: u16, top: f64) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    let mut x = 0;
    while x < frame.area.width {
        let cell = &frame[(x, y)];
        let mut text = String::new();
        let start = x;
        while x < frame.area.width && same_style(cell, &frame[(x, y)]) {
            text.push_str(frame[(x, y)].symbol());
            x += u16::try_from(frame[(x, y)].symbol().width().max(1)).unwrap_or(1);
        }
        if cell.modifier.contains(Modifier::REVERSED) {
            let (left, width) = (MARGIN + f64::from(start) * CELL.0, f64::from(x - start) * CELL.0);
            let (top, height) = (MARGIN + top, CELL.1);
            writeln!(
                out,
                r##"<rect x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" fill="#e4e6ea"/>"##
            )?;
        }
        if !text.trim().is_empty() {
            run(&mut out, cell, &text, start, top)?;
        }
    }
    Ok(out)
}

fn same_style(a: &Cell, b: &Cell) -> bool {
    a.fg == b.fg && a.modifier == b.modifier
}

fn run(out: &mut String, cell: &Cell, text: &str, x: u16, top: f64) -> std::fmt::Result {
    let lead = text.len() - text.trim_start().len();
    let left = MARGIN + (f64::from(x) + lead as f64) * CELL.0;
    let base = MARGIN + top + 13.5;
    let text = text.trim();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let mut style = format!(r#"fill="{}""#, if reversed { "#16181d" } else { colour(cell.fg) });
    if cell.modifier.contains(Modifier::BOLD) {
        style.push_str(r#" font-weight="bold""#);
    }
    if cell.modifier.contains(Modifier::UNDERLINED) {
        style.push_str(r#" text-decoration="underline""#);
    }
    let length = text.width() as f64 * CELL.0;
    writeln!(
        out,
        r#"<text x="{left:.1}" y="{base:.1}" textLength="{length:.1}" xml:space="preserve" {style}>{escaped}</text>"#
    )
}

fn colour(colour: Color) -> &'static str {
    match colour {
        Color::Cyan => "#56c8d8",
        Color::Green => "#7ec97e",
        Color::Yellow => "#e2c05b",
        Color::Red => "#e07a7a",
        // The only one of these is the grey of what is secondary.
        Color::DarkGray | Color::Indexed(_) => "#8b919c",
        _ => "#e4e6ea",
    }
}
