//! What was heard of an answer or a reply: the transcript beside the points, and the panel that says how it came
//! across. Typed ones have only the part about words.

use std::ops::Range;

use ratatui::text::{Line, Span};

use super::super::listening::Place;
use super::marks::Marks;
use crate::assess::Words;
use crate::bank::Question;
use crate::engine::{Engine, Known};
use crate::history::{Medium, Transcript, Utterance};
use crate::practice::{Answer, Put};
use crate::speech::delivery::LONG_PAUSE_S;
use crate::speech::diction::{Diction, Finding, Sort};
use crate::speech::figures::{figures, too_few};
use crate::speech::hearing::News;
use crate::speech::moments::moment;
use crate::text::one_line;
use crate::tui::keymap::{Action, Context, key_for};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, clock, count, percent, strip};

/// Seconds between a word and a pause up to which the word counts as right before the pause.
const NEAR_S: f64 = 0.5;

/// What is known about how an answer or a reply was spoken or written.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    known: Known,
    /// The typed text; empty if there is none.
    typed: String,
    spoken: bool,
    /// Whether it is a reply; those are not compared with earlier answers.
    is_reply: bool,
    /// Seconds that it took, by the clock of the answer.
    took: f64,
    /// The words of the transcript, or of what was typed.
    text: String,
    words: Diction,
    /// What is being worked out at the moment, or what went wrong.
    doing: String,
}

impl Heard {
    /// Reads from the log what is known of an answer.
    pub(super) fn load(engine: &Engine, answer: &Answer) -> Self {
        let spoken = answer.medium() == Medium::Spoken;
        Self::of(engine, answer.id().into(), answer.text(), spoken, answer.spent().answer)
    }

    /// Reads from the log what is known of the reply at this index.
    pub(super) fn load_reply(engine: &Engine, answer: &Answer, at: usize, put: &Put) -> Self {
        let spoken = put.recording.is_some() || (put.text.trim().is_empty() && answer.medium() == Medium::Spoken);
        Self::of(engine, Utterance::reply(answer.id(), at), put.text.trim(), spoken, put.seconds)
    }

    fn of(engine: &Engine, said: Utterance, typed: &str, spoken: bool, took: f64) -> Self {
        let is_reply = said.reply.is_some();
        let known = if spoken { engine.hearing().known(said) } else { Ok(Known::default()) };
        let (mut known, doing) =
            known.map_or_else(|error| (Known::default(), error.to_string()), |it| (it, String::new()));
        // The log may come from another machine, so the text is made safe to show.
        for segment in known.transcript.iter_mut().flat_map(|transcript| &mut transcript.segments) {
            segment.text = one_line(&segment.text);
        }
        let mut heard = Self { known, doing, typed: typed.to_owned(), spoken, is_reply, took, ..Self::default() };
        heard.read();
        heard
    }

    fn read(&mut self) {
        self.text = match &self.known.transcript {
            Some(transcript) if self.spoken || self.typed.is_empty() => transcript.text(),
            _ => self.typed.clone(),
        };
        self.words = Diction::of(&self.text);
    }

    /// Takes news about this answer. True if its words changed.
    pub(super) fn hear(&mut self, news: &News) -> bool {
        match news {
            News::Delivery(Ok(delivery)) => {
                self.known.delivery = Some(delivery.clone());
                self.doing.clear();
            }
            News::Writing(share) => {
                let share = share.map_or(String::new(), |share| format!(" {}", percent(share)));
                self.doing = format!("Being written down …{share}");
            }
            News::Transcript(Ok(transcript)) => {
                self.doing.clear();
                self.mend(transcript.clone());
                return true;
            }
            News::Delivery(Err(problem)) | News::Transcript(Err(problem)) => self.doing = one_line(problem),
            News::Done => {}
        }
        false
    }

    /// Takes a transcript, written by a recogniser or corrected by the candidate.
    pub(super) fn mend(&mut self, transcript: Transcript) {
        self.known.transcript = Some(transcript);
        self.read();
    }

    pub(super) fn transcript(&self) -> Option<&Transcript> {
        self.known.transcript.as_ref()
    }

    /// The length of the recording in seconds; by the clock if that is not known yet.
    pub(super) fn seconds(&self) -> f64 {
        self.known.delivery.as_ref().map_or(self.took, |delivery| delivery.duration_s)
    }

    /// The words of the answer, typed or transcribed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it was spoken and so can have a transcript.
    pub(super) fn is_spoken(&self) -> bool {
        self.spoken
    }

    /// The moments at which points of a question are made, in order of time. Empty without a transcript.
    pub(super) fn places_of_points(&self, question: &Question) -> Vec<Place> {
        let Some(transcript) = &self.known.transcript else { return Vec::new() };
        let found = Words::Heard(&transcript.text()).coverage(question);
        let said = question.look_for.iter().zip(&found).filter(|(_, found)| found.touched);
        let first = said.filter_map(|(point, found)| Some((found.places().first()?.start, point)));
        let mut places: Vec<Place> =
            first.map(|(byte, point)| Place { at: moment(transcript, byte), words: point.text.clone() }).collect();
        places.sort_by(|a, b| a.at.total_cmp(&b.at));
        places
    }

    /// The moments of fillers, as far as they are in the transcript.
    pub(super) fn places_of_fillers(&self) -> Vec<Place> {
        let Some(transcript) = &self.known.transcript else { return Vec::new() };
        let text = transcript.text();
        let found = Diction::of(&text).findings.into_iter().filter(|finding| finding.sort == Sort::Filler);
        found
            .map(|finding| Place { at: moment(transcript, finding.range.start), words: text[finding.range].to_owned() })
            .collect()
    }

    /// Whether there is anything to show in the panel.
    pub(super) fn is_something(&self) -> bool {
        self.known.delivery.is_some() || !self.text.is_empty()
    }

    /// Adds a spoken answer as it stands beside the points: what was said and when, with `marks` in its text.
    pub(super) fn spoken(&self, mut prose: Prose<'static>, marks: &Marks, theme: &Theme) -> Prose<'static> {
        if !self.doing.is_empty() {
            prose = prose.paragraph(&self.doing, theme.dim);
        }
        let keys = [Action::Listen, Action::Delivery].map(|action| key_for(Context::Reveal, action));
        if let ([Some(listen), Some(delivery)], true) = (keys, self.known.delivery.is_some()) {
            prose = prose.line(Line::from(vec![
                Span::styled(listen, theme.accent),
                Span::styled(" plays it   ", theme.dim),
                Span::styled(delivery, theme.accent),
                Span::styled(" how it came across", theme.dim),
            ]));
        }
        let Some(transcript) = self.known.transcript.as_ref() else {
            return prose.paragraph("Spoken; tick what you said.", theme.dim);
        };
        Self::written(prose, transcript, marks, theme)
    }

    /// Adds the segments of a transcript with their times, and with `marks` in their text.
    fn written(mut prose: Prose<'static>, transcript: &Transcript, marks: &Marks, theme: &Theme) -> Prose<'static> {
        if transcript.segments.is_empty() {
            return prose.paragraph("Nothing was heard in the recording.", theme.dim);
        }
        let mut from = 0;
        for segment in &transcript.segments {
            let place = from..from + segment.text.len();
            let time = Span::styled(format!("{:>5} ", clock(segment.start_s)), theme.dim);
            prose = prose.painted_item(time, &segment.text, &marks.within(&place, theme), theme.text);
            // Segments are joined by one newline.
            from = place.end + 1;
        }
        prose
    }

    /// Adds a reply below the follow-up: its words, or what there is in place of them.
    pub(super) fn reply(
        &self,
        recorded: bool,
        marks: &Marks,
        mut prose: Prose<'static>,
        theme: &Theme,
    ) -> Prose<'static> {
        if !self.doing.is_empty() {
            prose = prose.paragraph(&self.doing, theme.dim);
        }
        match (&self.known.transcript, self.typed.is_empty()) {
            (_, false) => {
                let painted = marks.within(&(0..self.text.len()), theme);
                prose.painted_item(Span::default(), &self.text, &painted, theme.text)
            }
            (Some(transcript), true) => Self::written(prose, transcript, marks, theme),
            (None, true) => prose.paragraph(self.in_place_of_words(recorded), theme.dim),
        }
    }

    /// What to say about a reply without a transcript or typed words.
    pub(super) fn in_place_of_words(&self, recorded: bool) -> String {
        let took = clock(self.took);
        match (self.spoken, recorded) {
            (true, true) => {
                let key = key_for(Context::Reveal, Action::Listen).unwrap_or_default();
                format!("Spoken, {took}: {key} plays it.")
            }
            (true, false) => format!("Spoken, {took}; not recorded."),
            (false, _) => "No reply.".to_owned(),
        }
    }

    /// The panel about how it came across.
    pub(super) fn panel(&self, theme: &Theme, width: u16) -> Prose<'static> {
        let mut prose = Prose::new(width).line(Line::styled("How it came across", theme.strong));
        if let Some(delivery) = &self.known.delivery {
            for row in strip(delivery, theme, width) {
                prose = prose.line(row);
            }
            prose = prose.gap();
            let spoken = (self.known.transcript.is_some() && self.words.count > 0).then_some(&self.words);
            for fact in figures(delivery, spoken, &self.known.earlier) {
                let style = if fact.outside { theme.warn } else { theme.text };
                let name = Span::styled(format!("{:<23}", fact.name), theme.dim);
                prose = prose.item(name, &fact.value, style);
                for beside in [fact.band, fact.own.as_str()].into_iter().filter(|beside| !beside.is_empty()) {
                    prose = prose.indented(beside, theme.dim, 2);
                }
            }
            let few = too_few(self.known.earlier.len());
            if !few.is_empty() && !self.is_reply {
                prose = prose.gap().paragraph(&few, theme.dim);
            }
            prose = self.pauses(prose, theme);
        } else if self.spoken {
            prose = prose.paragraph("There is no recording to listen to.", theme.dim);
        }
        if !self.doing.is_empty() {
            prose = prose.gap().paragraph(&self.doing, theme.dim);
        }
        if self.words.count > 0 {
            return self.about_words(prose.gap(), theme);
        }
        if self.known.delivery.is_some() && self.known.transcript.is_none() && self.doing.is_empty() {
            let mut hint =
                "No transcript: one line in config.toml has answers written down, such as stt = \"whisper-cli -m \
                        MODEL\"."
                    .to_owned();
            if let Some(key) = key_for(Context::Reveal, Action::EditTranscript) {
                hint.push_str(&format!(" Or write it yourself with {key}."));
            }
            prose = prose.gap().paragraph(&hint, theme.dim);
        }
        prose
    }

    fn pauses(&self, mut prose: Prose<'static>, theme: &Theme) -> Prose<'static> {
        let Some(delivery) = &self.known.delivery else { return prose };
        let mut long = delivery.pauses_over(LONG_PAUSE_S).peekable();
        if long.peek().is_some() {
            prose = prose.gap().line(Line::styled("Pauses of more than 2 s", theme.strong));
        }
        for pause in long {
            let after = self.words_before(pause.start_s);
            let after = if after.is_empty() { String::new() } else { format!(", after \"… {after}\"") };
            let said = format!("{:.1} s{after}", pause.seconds());
            let time = Span::styled(format!("{:>6}  ", clock(pause.start_s)), theme.dim);
            prose = prose.item(time, &said, theme.text);
        }
        prose
    }

    /// The last three words before a time, in seconds. Empty if no word of the transcript ends near it.
    fn words_before(&self, time: f64) -> String {
        let Some(transcript) = &self.known.transcript else { return String::new() };
        let words = transcript.segments.iter().flat_map(|segment| &segment.words);
        let before: Vec<_> = words.filter(|word| word.end_s <= time + NEAR_S).collect();
        if before.last().is_none_or(|last| last.end_s < time - NEAR_S) {
            return String::new();
        }
        let last: Vec<&str> = before[before.len().saturating_sub(3)..].iter().map(|word| word.text.as_str()).collect();
        last.join(" ")
    }

    fn about_words(&self, mut prose: Prose<'static>, theme: &Theme) -> Prose<'static> {
        let found = &self.words;
        prose = prose.line(Line::styled(count(found.count, "word"), theme.strong));
        let (fillers, hedges, numbers) =
            (self.listed(Sort::Filler), self.listed(Sort::Hedge), self.listed(Sort::Number));
        // Many recognisers leave out every "um", so none in the transcript does not mean that none was said.
        let fillers = match found.count_of(Sort::Filler) {
            0 if self.known.transcript.is_some() => "unknown, none was written down".to_owned(),
            _ => fillers,
        };
        let mut rows = vec![
            ("I / we", format!("{} / {}", found.i, found.we)),
            ("Fillers, at least", fillers),
            ("Hedges", hedges),
            ("Numbers named", numbers),
        ];
        let again =
            |(phrase, times): &(String, usize)| ("Said again and again", format!("\"{phrase}\", {times} times"));
        rows.extend(found.repeated.iter().map(again));
        for (name, value) in rows {
            prose = prose.item(Span::styled(format!("{name:<23}"), theme.dim), value, theme.text);
        }
        for finding in found.findings.iter().filter(|finding| finding.sort == Sort::Avoid) {
            let said = format!("\"{}\"", &self.text[finding.range.clone()]);
            prose = prose.gap().item(Span::styled("Better not said: ", theme.warn), &said, theme.text);
            prose = prose.indented(finding.why.unwrap_or_default(), theme.dim, 2);
        }
        let marks = marks(&found.findings);
        if marks.is_empty() {
            return prose;
        }
        prose = prose.gap().line(Line::styled("Where they are", theme.strong));
        prose.marked(&self.text, &marks, theme.text, theme.mentioned)
    }

    /// How often something of this kind was said, and the first five different ones.
    fn listed(&self, sort: Sort) -> String {
        let mut all: Vec<&str> = Vec::new();
        for finding in self.words.findings.iter().filter(|finding| finding.sort == sort) {
            let said = &self.text[finding.range.clone()];
            if !all.iter().any(|other| other.eq_ignore_ascii_case(said)) {
                all.push(said);
            }
        }
        let more = if all.len() > 5 { ", …" } else { "" };
        all.truncate(5);
        let list = if all.is_empty() { String::new() } else { format!(": {}{more}", all.join(", ")) };
        format!("{}{list}", self.words.count_of(sort))
    }
}

/// The ranges to mark in the text: everything except numbers, without overlaps.
fn marks(findings: &[Finding]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.sort != Sort::Number) {
        match marks.last_mut() {
            Some(last) if finding.range.start < last.end => last.end = last.end.max(finding.range.end),
            _ => marks.push(finding.range.clone()),
        }
    }
    marks
}
