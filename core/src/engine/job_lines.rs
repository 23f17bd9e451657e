//! A job in lines, for both faces: what was read from the posting and from which sentences, and what the bank has for
//! it.

use chrono::NaiveDate;

use super::Job;
use crate::job::{Coverage, Covered, Language, Part, ReadFrom, largest};
use crate::practice::words::count;

/// The most sentences listed for one part of the posting.
const LISTED: usize = 12;

/// One line about a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobLine {
    /// The title of the job.
    Name(String),
    /// A heading for the lines that follow.
    Head(String),
    /// A sentence about the job.
    Text(String),
    /// A sentence or name of the posting that something was read from.
    Quote(String),
    /// A topic: its weight from 1 to 3, how well the bank covers it, and the words for that.
    Topic(u8, Covered, String),
    /// One item of a list.
    Item(String),
}

impl Job {
    /// All lines about the job.
    pub fn lines(&self, coverage: &Coverage, today: NaiveDate) -> Vec<JobLine> {
        let mut lines = vec![JobLine::Name(self.title())];
        let date =
            self.facts.date.map_or("No date".to_owned(), |date| format!("Interview on {date}, {}", self.when(today)));
        lines.push(JobLine::Text(date));
        let read = self.reading.interview.as_ref().filter(|read| Some(read.date) == self.facts.date);
        lines.extend(read.map(|read| JobLine::Quote(read.because.clone())));
        lines.extend(self.past_words(today).map(JobLine::Text));
        lines.extend(self.language_words().map(JobLine::Text));
        lines.extend(self.manager_words().map(JobLine::Text));
        self.reading_lines(&mut lines);
        self.coverage_lines(coverage, &mut lines);
        for (part, title) in [(Part::Must, "Asked for"), (Part::Nice, "Nice to have"), (Part::Duty, "To do")] {
            let all: Vec<&str> = self.reading.about(part).collect();
            if !all.is_empty() {
                lines.push(JobLine::Head(title.to_owned()));
                lines.extend(all.iter().take(LISTED).map(|sentence| JobLine::Item((*sentence).to_owned())));
                let more = all.len().saturating_sub(LISTED);
                lines.extend((more > 0).then(|| JobLine::Text(format!("and {more} more"))));
            }
        }
        if !self.notes.is_empty() {
            lines.push(JobLine::Head("Your notes on the company".to_owned()));
            lines.extend(self.notes.lines().map(|line| JobLine::Text(line.to_owned())));
        }
        lines
    }

    /// A sentence about the language of the posting. None if it is English.
    fn language_words(&self) -> Option<String> {
        match self.reading.language {
            Some(Language::English) => None,
            Some(Language::Other) => Some(
                "The posting is in another language: names of technologies are found; its sentences are not sorted, so look at level and topics."
                    .to_owned(),
            ),
            Some(language) => Some(format!("The posting is in {}, and read so.", capitalised(language.word()))),
            None => Some("There is too little text to tell its language.".to_owned()),
        }
    }

    /// A sentence about a role that leads people. None if it does not.
    fn manager_words(&self) -> Option<String> {
        let words = "It leads people, and no shape of role is about that: level and shape are those of the engineers whom it leads; \
                     behavioural questions are what it adds.";
        self.reading.manages.then(|| words.to_owned())
    }

    fn reading_lines(&self, lines: &mut Vec<JobLine>) {
        let (reading, target, read) = (&self.reading, &self.target, self.read_target());
        let corrected = |same: bool| if same { "" } else { " (corrected)" };
        let from = match reading.level.from {
            ReadFrom::Title => "from its title",
            ReadFrom::Years => "from the years of experience",
            ReadFrom::Words => "from its words",
            ReadFrom::Nothing => "nothing says it",
        };
        let lowest = reading.level.lowest.map_or(String::new(), |lowest| format!(", from {lowest} on"));
        let level = format!("Level: {}{}{lowest}, {from}", target.level, corrected(target.level == read.level));
        lines.push(JobLine::Head(level));
        lines.extend(reading.level.because.iter().cloned().map(JobLine::Quote));
        let shares = target.archetypes;
        let leading = target
            .archetype
            .map_or_else(|| format!("mixed, most {}", largest(shares)), |archetype| archetype.to_string());
        lines.push(JobLine::Head(format!(
            "Shape of role: {leading}{} (api {} %, distributed {} %, data {} %)",
            corrected(target.archetypes == read.archetypes),
            shares.api,
            shares.distributed,
            shares.data
        )));
        lines.extend(reading.archetype.because.iter().cloned().map(JobLine::Quote));
        let tracks = if target.tracks.is_empty() { "none".to_owned() } else { target.tracks.join(", ") };
        lines.push(JobLine::Head(format!("Tracks: {tracks}{}", corrected(target.tracks == read.tracks))));
    }

    fn coverage_lines(&self, coverage: &Coverage, lines: &mut Vec<JobLine>) {
        let corrected = if self.wanted.topics.is_some() { " (corrected)" } else { "" };
        lines.push(JobLine::Head(format!("Topics beside the bank{corrected}")));
        for topic in &coverage.topics {
            let questions = count(topic.questions, "question");
            let words = match topic.covered {
                Covered::Well => format!("{}: covered well, {questions}, {} seen", topic.title, topic.seen),
                Covered::Thin => format!("{}: thin, {questions}, {} seen", topic.title, topic.seen),
                Covered::Missing if topic.of_other_levels > 0 => {
                    let others = count(topic.of_other_levels, "question");
                    format!("{}: none for {}, {others} for other levels", topic.title, self.target.level)
                }
                Covered::Missing => format!("{}: missing, no questions", topic.title),
            };
            lines.push(JobLine::Topic(topic.weight, topic.covered, words));
        }
        if coverage.topics.is_empty() {
            lines.push(JobLine::Text(
                "Nothing in it names a topic of the bank; e, or hotseat job edit, names some.".to_owned(),
            ));
        }
        if !coverage.missing.is_empty() {
            lines.push(JobLine::Text(format!("No questions about: {}", coverage.missing.join(", "))));
        }
    }
}

/// Capitalises a word: "german" becomes "German".
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
