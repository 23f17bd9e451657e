//! Inline SVG pictures. Bars and lines are placed in percent of the width, and text is sized in pixels, so that a
//! picture is as readable on a phone as on paper. Each picture has a description in words, and colour is never the only
//! difference.

use std::fmt::Display;

use crate::history::Delivery;
use crate::insight::Tally;
use crate::markup::html;
use crate::practice::words::clock;
use crate::speech::delivery::LONG_PAUSE_S;

/// Height of a row of bars in pixels: a line of text, a bar, and the gap to the next row.
const ROW: usize = 46;

/// A picture as wide as the page. `id` must be unique on the page; `title` and `description` are for screen readers.
fn picture(id: &str, title: &str, description: &str, height: usize, body: &str) -> String {
    described(&format!("width=\"100%\" height=\"{height}\""), id, title, description, body)
}

/// A picture with its own coordinate system, at most `width` pixels wide.
pub(super) fn drawing(id: &str, title: &str, description: &str, (width, height): (usize, usize), body: &str) -> String {
    described(&format!("viewBox=\"0 0 {width} {height}\" width=\"{width}\""), id, title, description, body)
}

fn described(size: &str, id: &str, title: &str, description: &str, body: &str) -> String {
    let (title, description) = (html(title), html(description));
    format!(
        "<svg {size} role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n\
         <title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{description}</desc>\n{body}</svg>\n"
    )
}

/// Text at a position. `attributes` are further attributes of the element, such as [`MIDDLE`].
pub(super) fn text(class: &str, (x, y): (impl Display, impl Display), attributes: &str, words: &str) -> String {
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{attributes}>{}</text>\n", html(words))
}

/// Attribute that centres text on its position.
pub(super) const MIDDLE: &str = " text-anchor=\"middle\"";

/// Attribute that makes text end at its position.
pub(super) const END: &str = " text-anchor=\"end\"";

/// A row of a picture: a name and a figure above a bar.
#[derive(Debug)]
pub(super) struct BarRow {
    /// Text on the left; should be short enough for a phone.
    pub name: String,
    /// Text on the right.
    pub figure: String,
    /// The bar below them.
    pub bar: Bar,
}

impl BarRow {
    /// A row with the shares of hits, partial hits and misses.
    pub(super) fn of_tally(name: String, tally: Tally) -> Self {
        let Tally { hit, partial, missed } = tally;
        let share = |count: u32| f64::from(count) / f64::from(tally.times().max(1));
        Self {
            name,
            figure: format!("{hit} there, {partial} partly, {missed} missing"),
            bar: Bar::Parts([share(hit), share(partial), share(missed)]),
        }
    }
}

/// The bar of a row. All lengths are shares of the width, 0 to 1.
#[derive(Debug)]
pub(super) enum Bar {
    /// A length compared with a target: a tick marks the target, and what exceeds it has another colour.
    Against { length: f64, target: f64 },
    /// Shares of hits, partial hits and misses.
    Parts([f64; 3]),
    /// One share.
    Share(f64),
}

fn percent(share: f64) -> String {
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}

fn rect(class: &str, x: f64, y: usize, width: f64, height: usize) -> String {
    if width <= 0.0 {
        return String::new();
    }
    let (x, width) = (percent(x), percent(width));
    format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>\n")
}

fn upright(class: &str, x: f64, from: usize, to: usize) -> String {
    let x = percent(x);
    format!("<line class=\"{class}\" x1=\"{x}\" y1=\"{from}\" x2=\"{x}\" y2=\"{to}\"/>\n")
}

/// Rows of bars below each other; `None` if there are no rows.
pub(super) fn rows(id: &str, title: &str, rows: &[BarRow]) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut body = hatch(id);
    for (i, row) in rows.iter().enumerate() {
        let (line, bar) = (i * ROW + 14, i * ROW + 22);
        body += &text("b", (0, line), "", &row.name);
        body += &text("s", ("100%", line), END, &row.figure);
        body += &rect("track", 0.0, bar, 1.0, 12);
        body += &match row.bar {
            Bar::Share(share) => rect("a", 0.0, bar, share, 12),
            Bar::Against { length, target } => {
                let over = (length - target).max(0.0);
                rect("a", 0.0, bar, length - over, 12)
                    + &rect("over", target, bar, over, 12)
                    + &if target > 0.0 {
                        upright("target", target.min(0.998), bar - 4, bar + 16)
                    } else {
                        String::new()
                    }
            }
            Bar::Parts([full, half, missing]) => {
                let middle = rect("partial", full, bar, half, 12);
                let hatched =
                    middle.replacen("class=\"partial\"", &format!("class=\"partial\" style=\"fill:url(#{id}-h)\""), 1);
                rect("hit", 0.0, bar, full, 12) + &hatched + &rect("missed", full + half, bar, missing, 12)
            }
        };
    }
    let description: Vec<String> = rows.iter().map(|row| format!("{}: {}", row.name, row.figure)).collect();
    Some(picture(id, title, &description.join(". "), rows.len() * ROW, &body))
}

fn hatch(id: &str) -> String {
    format!(
        "<defs><pattern id=\"{id}-h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><line class=\"partial-line\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>\n"
    )
}

/// A line over time with values between `least` and `most`, and gaps where a value is unknown. `lines` are values at
/// which a thin line is drawn, with their labels. `ends` are the labels below the first and the last value.
pub(super) fn course(
    id: &str,
    title: &str,
    values: &[Option<f64>],
    (least, most): (f64, f64),
    lines: &[(f64, &str)],
    ends: (&str, &str),
) -> String {
    const TOP: f64 = 10.0;
    const HEIGHT: f64 = 54.0;
    // The labels of the lines are to the left of the first value.
    let x = |i: usize| 0.10 + 0.86 * if values.len() < 2 { 0.5 } else { i as f64 / (values.len() - 1) as f64 };
    let y = |value: f64| TOP + HEIGHT * (1.0 - ((value - least) / (most - least)).clamp(0.0, 1.0));
    let mut body = String::new();
    for (value, label) in lines {
        let at = y(*value);
        body += &format!(
            "<line class=\"axis\" x1=\"10%\" y1=\"{at:.1}\" x2=\"100%\" y2=\"{at:.1}\"/>\n{}",
            text("s", (0, format!("{:.1}", at + 4.0)), "", label)
        );
    }
    let known: Vec<(usize, f64)> = values.iter().enumerate().filter_map(|(i, value)| Some((i, (*value)?))).collect();
    for pair in known.windows(2) {
        let [(i, from), (j, to)] = pair else { continue };
        // Values that are not neighbours are not connected: nothing is known about the time between them.
        if j - i == 1 {
            body += &format!(
                "<line class=\"a-line\" x1=\"{}\" y1=\"{:.1}\" x2=\"{}\" y2=\"{:.1}\"/>\n",
                percent(x(*i)),
                y(*from),
                percent(x(*j)),
                y(*to)
            );
        }
    }
    for (i, value) in &known {
        body += &format!("<circle class=\"dot\" cx=\"{}\" cy=\"{:.1}\" r=\"5\"/>\n", percent(x(*i)), y(*value));
    }
    body += &if values.len() < 2 {
        text("s", ("53%", 84), MIDDLE, ends.1)
    } else {
        text("s", ("10%", 84), "", ends.0) + &text("s", ("100%", 84), END, ends.1)
    };
    let told: Vec<String> = known.iter().map(|(_, value)| format!("{value:.1}")).collect();
    let description = format!("From {} to {}: {}", ends.0, ends.1, told.join(", "));
    picture(id, title, &description, 88, &body)
}

/// The scale from 1 to 4, divided into four bands around the whole numbers, with a mark at the value. `on` is the index
/// of the highlighted band.
pub(super) fn scale(id: &str, value: f64, bands: &[&str], on: usize) -> String {
    let at = (value - 1.0) / 3.0;
    let mut body = String::new();
    let edge = |cut: f64| ((cut - 1.0) / 3.0).clamp(0.0, 1.0);
    for (i, band) in bands.iter().enumerate() {
        let (left, right) = (edge(i as f64 + 0.5), edge(i as f64 + 1.5));
        let class = if i == on { "zone on" } else { "zone" };
        body += &rect(class, left + 0.003, 8, right - left - 0.006, 14);
        body += &text(if i == on { "b" } else { "s" }, (percent(f64::midpoint(left, right)), 42), MIDDLE, band);
    }
    body += &upright("target", at.clamp(0.003, 0.997), 2, 28);
    let title = "Result on the scale from 1 to 4";
    picture(id, title, &format!("{value:.1}, which is {}", bands[on.min(3)]), 50, &body)
}

/// A timeline of speech: bars, gaps for pauses, long pauses hatched with their length above them. `None` if nobody
/// speaks.
pub(super) fn speech(id: &str, delivery: &Delivery) -> Option<String> {
    const TOP: usize = 18;
    const HEIGHT: usize = 30;
    let (first, last) = (delivery.first_word_s?, delivery.last_word_s?);
    let duration = delivery.duration_s.max(0.1);
    let share = |seconds: f64| (seconds / duration).clamp(0.0, 1.0);
    let mut body = hatch(id) + &rect("track", 0.0, TOP, 1.0, HEIGHT);
    let mut from = first;
    let ends = delivery.pauses.iter().map(|pause| (pause.start_s, pause.end_s)).chain([(last, last)]);
    for (start, end) in ends {
        body += &rect("a", share(from), TOP, share(start) - share(from), HEIGHT);
        from = end;
    }
    let mut told = vec![format!("First word after {first:.1} s")];
    // Labels that would overlap the one before are left out.
    let mut free = 0.0;
    for pause in delivery.pauses_over(LONG_PAUSE_S) {
        let (left, right) = (share(pause.start_s), share(pause.end_s));
        let hatched = rect("partial", left, TOP, right - left, HEIGHT);
        body += &hatched.replacen("class=\"partial\"", &format!("class=\"partial\" style=\"fill:url(#{id}-h)\""), 1);
        let middle = f64::midpoint(left, right);
        if middle - 0.05 >= free {
            body += &text("s", (percent(middle), TOP - 5), MIDDLE, &format!("{:.1} s", pause.seconds()));
            free = middle + 0.05;
        }
        told.push(format!("a pause of {:.1} s at {}", pause.seconds(), clock(pause.start_s)));
    }
    body += &text("s", (0, TOP + HEIGHT + 16), "", "0:00");
    body += &text("s", ("100%", TOP + HEIGHT + 16), END, &clock(delivery.duration_s));
    Some(picture(id, "Speech and pauses along the time", &told.join("; "), TOP + HEIGHT + 20, &body))
}

/// Columns next to each other; the highest have their count above them, and `labels` are below the columns with these
/// indices.
pub(super) fn columns(id: &str, title: &str, description: &str, counts: &[u32], labels: &[(usize, String)]) -> String {
    const HEIGHT: f64 = 70.0;
    let most = f64::from(counts.iter().copied().max().unwrap_or(0).max(1));
    let width = 1.0 / counts.len().max(1) as f64;
    let mut body = "<line class=\"axis\" x1=\"0\" y1=\"90\" x2=\"100%\" y2=\"90\"/>\n".to_owned();
    for (i, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = (HEIGHT * f64::from(*count) / most).max(2.0);
        body += &format!(
            "<rect class=\"a\" x=\"{}\" y=\"{:.1}\" width=\"{}\" height=\"{height:.1}\"/>\n",
            percent((i as f64 + 0.12) * width),
            90.0 - height,
            percent(width * 0.76)
        );
        if f64::from(*count) >= most {
            let place = (percent((i as f64 + 0.5) * width), format!("{:.1}", 84.0 - height));
            body += &text("s", place, MIDDLE, &count.to_string());
        }
    }
    for (i, label) in labels {
        let (at, anchor) = match i {
            0 => (0.0, " text-anchor=\"start\""),
            i if i + 1 == counts.len() => (1.0, END),
            i => ((*i as f64 + 0.5) * width, MIDDLE),
        };
        body += &text("s", (percent(at), 106), anchor, label);
    }
    picture(id, title, description, 110, &body)
}
