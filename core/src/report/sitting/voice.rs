//! How a report shows something spoken: the transcript with the points marked in it, figures with their sources, a
//! timeline with the pauses, and the recording if it was asked for.

use std::ops::Range;

use serde::Serialize;

use crate::assess::{Mention, marks};
use crate::history::{Delivery, Segment, Transcript};
use crate::markup::html as e;
use crate::markup::page::{aside, figure, table};
use crate::practice::words::clock;
use crate::report::svg;
use crate::speech::delivery::LONG_PAUSE_S;
use crate::speech::diction::Diction;
use crate::speech::figures::{Figure, figures};

/// What the log has on a recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// The measured delivery, if it is known.
    pub delivery: Option<Delivery>,
    /// The transcript, if there is one.
    pub transcript: Option<Transcript>,
    /// The delivery of earlier answers, newest first.
    pub earlier: Vec<Delivery>,
    /// File name of the recording, if it still exists.
    pub recording: Option<String>,
}

/// A spoken answer or reply, as the report shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Voice {
    /// The segments of the transcript; `None` if there is no transcript.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Vec<Segment>>,
    /// The measured delivery, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// The delivery in figures, each with what others found and the source of that.
    pub figures: Vec<Figure>,
    /// Byte ranges of the transcript that refer to points, and whether they say the point (`true`) or only come near
    /// it.
    #[serde(skip)]
    marks: Vec<(Range<usize>, bool)>,
    /// File name of the recording, if it still exists.
    #[serde(skip)]
    pub recording: Option<String>,
    /// Where a browser finds the recording; `None` if the report does not include it.
    #[serde(skip)]
    pub sound: Option<String>,
}

impl Voice {
    /// Prepares what is known of a recording; `None` if nothing is. `mentions` returns the points that a text refers
    /// to.
    pub(super) fn of(heard: &Heard, mentions: impl FnOnce(&str) -> Vec<Mention>) -> Option<Self> {
        if heard.delivery.is_none() && heard.transcript.is_none() && heard.recording.is_none() {
            return None;
        }
        let text = heard.transcript.as_ref().map(Transcript::text).unwrap_or_default();
        let words = (!text.trim().is_empty()).then(|| Diction::of(&text));
        let figures = |delivery: &Delivery| figures(delivery, words.as_ref(), &heard.earlier);
        Some(Self {
            figures: heard.delivery.as_ref().map(figures).unwrap_or_default(),
            marks: if words.is_some() { marks(&mentions(&text), &[]) } else { Vec::new() },
            transcript: heard.transcript.as_ref().map(|transcript| transcript.segments.clone()),
            delivery: heard.delivery.clone(),
            recording: heard.recording.clone(),
            sound: None,
        })
    }

    /// Whether there is a transcript with words in it.
    pub(super) fn has_words(&self) -> bool {
        self.transcript.as_ref().is_some_and(|segments| segments.iter().any(|segment| !segment.text.trim().is_empty()))
    }

    /// The transcript as HTML, each segment with its time.
    pub(super) fn words(&self) -> String {
        let Some(segments) = self.transcript.as_ref().filter(|_| self.has_words()) else {
            let heard = self.transcript.is_some();
            return aside(if heard { "Nothing was heard in the recording." } else { "Spoken; nobody wrote it down." });
        };
        let mut from = 0;
        let mut lines = String::new();
        for segment in segments {
            let place = from..from + segment.text.len();
            let time = format!("<span class=\"time\">{}</span> ", clock(segment.start_s));
            lines += &format!("<p>{time}{}</p>\n", marked(&segment.text, &self.within(&place)));
            // In the text that the marks refer to, segments are joined by a newline.
            from = place.end + 1;
        }
        let key =
            if self.marks.is_empty() { "" } else { " Underlined: words that say a point; dotted: that come near one." };
        format!(
            "<blockquote class=\"said\">\n{lines}</blockquote>\n{}",
            aside(&format!("As it was written down.{key}"))
        )
    }

    /// The marks within a part of the text, as byte ranges of that part.
    fn within(&self, part: &Range<usize>) -> Vec<(Range<usize>, bool)> {
        let inside = self.marks.iter().filter(|(mark, _)| mark.start < part.end && mark.end > part.start);
        let place = |mark: &Range<usize>| mark.start.max(part.start) - part.start..mark.end.min(part.end) - part.start;
        inside.map(|(mark, said)| (place(mark), *said)).collect()
    }

    /// An audio player for the recording; empty if the report does not include it.
    pub(super) fn player(&self) -> String {
        let player = |sound: &String| format!("<audio controls preload=\"none\" src=\"{}\"></audio>\n", e(sound));
        self.sound.as_ref().map_or_else(String::new, player)
    }

    /// The delivery as HTML: the player, the timeline, and the figures with their sources. `id` must be unique on the
    /// page.
    pub(super) fn delivery(&self, id: &str) -> String {
        let mut body = self.player();
        let Some(delivery) = &self.delivery else { return body };
        if let Some(line) = svg::speech(id, delivery) {
            body += &figure(&line, "Speech along the time; a gap is a pause, a hatched one a pause of more than 2 s.");
        }
        let rows: Vec<Vec<String>> = self.figures.iter().map(row).collect();
        body + &table("How it came across", &["How it came across", "", "What others found"], &rows, &[])
    }

    /// The lines of the transcript and of the figures, not yet escaped for Markdown.
    pub(super) fn lines(&self) -> (Vec<String>, Vec<String>) {
        let segments = self.transcript.iter().flatten();
        let words = segments.map(|segment| format!("{:>5}  {}", clock(segment.start_s), segment.text)).collect();
        let mut said: Vec<String> = self.figures.iter().map(line).collect();
        if let Some(delivery) = &self.delivery {
            let pauses = delivery.pauses_over(LONG_PAUSE_S);
            said.extend(pauses.map(|pause| format!("Pause at {}: {:.1} s", clock(pause.start_s), pause.seconds())));
        }
        (words, said)
    }
}

fn row(figure: &Figure) -> Vec<String> {
    let beside = [figure.band, figure.own.as_str()].into_iter().filter(|beside| !beside.is_empty());
    vec![e(figure.name), e(&figure.value), e(&beside.collect::<Vec<_>>().join("; "))]
}

fn line(figure: &Figure) -> String {
    let beside = [figure.band, figure.own.as_str()].into_iter().filter(|beside| !beside.is_empty());
    let beside = beside.map(|beside| format!("; {beside}")).collect::<String>();
    format!("{}: {}{beside}", figure.name, figure.value)
}

/// A text with these byte ranges marked, as HTML.
fn marked(text: &str, marks: &[(Range<usize>, bool)]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (place, said) in marks {
        let class = if *said { "point" } else { "near" };
        let (before, words) = (text.get(from..place.start), text.get(place.clone()));
        let (Some(before), Some(words)) = (before, words) else { continue };
        out += &format!("{}<mark class=\"{class}\">{}</mark>", e(before), e(words));
        from = place.end;
    }
    out + &e(text.get(from..).unwrap_or_default())
}
