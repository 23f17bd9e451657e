//! What `hotseat story` prints: lines for people, and the same as JSON.

use chrono::NaiveDate;
use serde::Serialize;

use crate::bank::QuestionId;
use crate::commands::Exit;
use crate::commands::out::{Out, show};
use crate::engine::Engine;
use crate::moment::Moment;
use crate::practice::words::{ago, count};
use crate::stories::{By, Choice, Help, StoryFacts, Theme, Told, practised, write};
use crate::text::one_line;

/// The most tellings that are shown of one story.
const MOST: usize = 50;

/// A story as JSON.
#[derive(Serialize)]
struct StoryJson<'a> {
    name: &'a str,
    id: &'a str,
    title: &'a str,
    when: &'a str,
    role: &'a str,
    situation: &'a str,
    task: &'a str,
    action: &'a str,
    result: &'a str,
    number: &'a str,
    lesson: &'a str,
    view: &'a str,
    themes: &'a [String],
    level: Option<&'a str>,
    retired: bool,
    written: NaiveDate,
    told: usize,
    practised: usize,
    last: Option<NaiveDate>,
    band: Option<f64>,
    /// What speaks against telling it: told too often, or going stale.
    wear: Option<String>,
    /// The headings of parts that have not been written yet.
    missing: Vec<&'static str>,
}

impl<'a> StoryJson<'a> {
    fn of(facts: &'a StoryFacts, today: NaiveDate) -> Self {
        let story = &facts.story;
        Self {
            name: &facts.name,
            id: story.story.as_str(),
            title: &story.title,
            when: &story.when,
            role: &story.role,
            situation: &story.situation,
            task: &story.task,
            action: &story.action,
            result: &story.result,
            number: &story.number,
            lesson: &story.lesson,
            view: &story.view,
            themes: &story.themes,
            level: story.level.as_deref(),
            retired: story.retired,
            written: facts.written,
            told: facts.times(),
            practised: facts.practised(),
            last: facts.last(),
            band: facts.band(),
            wear: facts.wear(today).map(crate::stories::Wear::words),
            missing: facts.missing().into_iter().map(crate::stories::Part::heading).collect(),
        }
    }
}

/// A telling as JSON.
#[derive(Serialize)]
struct ToldJson<'a> {
    attempt: &'a str,
    question: &'a QuestionId,
    /// How many seconds the practised telling took; `None` if it answered a question.
    practised: Option<u32>,
    day: NaiveDate,
    seconds: f64,
    target: u32,
    band: Option<u8>,
    left_out: Vec<&'static str>,
    /// Whether the teller said so, the words suggest it, or there is nothing to go by.
    by: &'static str,
}

impl<'a> From<&'a Told> for ToldJson<'a> {
    fn from(told: &'a Told) -> Self {
        Self {
            attempt: told.attempt.as_str(),
            question: &told.question,
            practised: practised(&told.question).map(|(_, seconds)| seconds),
            day: told.day,
            seconds: told.seconds,
            target: told.target,
            band: told.band,
            left_out: told.left.iter().map(|part| part.word()).collect(),
            by: match told.by {
                By::Ticks => "ticks",
                By::Words => "words",
                By::Nothing => "nothing",
            },
        }
    }
}

/// Prints all stories.
pub(super) fn list(engine: &Engine, now: Moment, json: bool) -> anyhow::Result<Exit> {
    let all = engine.stories().all()?;
    let mut out = Out::open();
    if json {
        out.json_rows(all.iter().map(|facts| StoryJson::of(facts, now.day())))?;
        return Ok(out.end()?);
    }
    if all.is_empty() {
        out.line("No stories yet; `hotseat story add` opens a page for the first one.")?;
    }
    for facts in &all {
        let retired = if facts.story.retired { "  (no longer told)" } else { "" };
        out.line(format!("{}{retired}", facts.name))?;
        out.line(format!("    {}", one_line(&facts.story.title)))?;
        out.line(format!("    {}", facts_line(facts, now.day())))?;
        if let Some(wear) = facts.wear(now.day()).filter(|_| !facts.story.retired) {
            out.line(format!("    {}", wear.words()))?;
        }
    }
    Ok(out.end()?)
}

/// A summary: "ownership, scale; several teams; told 2×, last 3 days ago".
fn facts_line(facts: &StoryFacts, today: NaiveDate) -> String {
    let themes = if facts.story.themes.is_empty() { "no theme".to_owned() } else { facts.story.themes.join(", ") };
    let reach = facts.reach().map_or(String::new(), |reach| format!("; {}", reach.words()));
    let missing: Vec<&str> = facts.missing().into_iter().map(crate::stories::Part::heading).collect();
    let missing = if missing.is_empty() { String::new() } else { format!("; empty: {}", missing.join(", ")) };
    format!("{themes}{reach}; {}{missing}", facts.told_words(today))
}

/// Prints one story with its tellings.
pub(super) fn one(engine: &Engine, facts: &StoryFacts, now: Moment, json: bool) -> anyhow::Result<Exit> {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        story: StoryJson<'a>,
        tellings: Vec<ToldJson<'a>>,
    }
    let told = engine.stories().tellings(facts, MOST)?;
    let story = StoryJson::of(facts, now.day());
    show(json, &Whole { story, tellings: told.iter().map(Into::into).collect() }, |out| {
        out.lines(write(&facts.story, Help::None).lines())?;
        out.line(format!("\n{}: {}.", facts.name, facts_line(facts, now.day())))?;
        for told in &told {
            let asked = match practised(&told.question) {
                Some((_, seconds)) => format!("practised in {seconds} s"),
                None => format!("in answer to {}", told.question),
            };
            out.line(format!("  {}, {asked}, {}: {}", ago(told.day, now.day()), told.time_words(), told.left_words()))?;
        }
        Ok(())
    })
}

/// Prints which themes the stories cover.
pub(super) fn coverage(engine: &Engine, now: Moment, json: bool) -> anyhow::Result<Exit> {
    #[derive(Serialize)]
    struct Row<'a> {
        theme: &'static str,
        asked: usize,
        stories: Vec<&'a str>,
    }
    #[derive(Serialize)]
    struct Worn<'a> {
        story: &'a str,
        why: String,
    }
    #[derive(Serialize)]
    struct Covered<'a> {
        themes: Vec<Row<'a>>,
        gaps: Vec<&'static str>,
        worn: Vec<Worn<'a>>,
    }
    let all = engine.stories().all()?;
    let covered = engine.stories().coverage(&all, now);
    let name = |at: &usize| all[*at].name.as_str();
    let rows = covered.themes.iter().map(|row| Row {
        theme: row.theme.word(),
        asked: row.asked,
        stories: row.stories.iter().map(name).collect(),
    });
    let gaps = covered.gaps.iter().map(|gap| gap.theme.word());
    let worn = covered.worn.iter().map(|(at, wear)| Worn { story: name(at), why: wear.words() });
    let value = Covered { themes: rows.collect(), gaps: gaps.collect(), worn: worn.collect() };
    show(json, &value, |out| {
        for row in value.themes.iter().filter(|row| !row.stories.is_empty()) {
            let asked = count(row.asked, "question");
            out.line(format!("{:<13} {asked:<13} {}", row.theme, row.stories.join(", ")))?;
        }
        out.lines(covered.gaps.iter().map(|gap| gap.words()))?;
        out.lines(value.worn.iter().map(|worn| format!("{}: {}.", worn.story, worn.why)))?;
        Ok(())
    })
}

/// Prints the stories for a question, the best one first.
pub(super) fn choices(
    engine: &Engine,
    question: &QuestionId,
    choices: &[Choice],
    now: Moment,
    json: bool,
) -> anyhow::Result<Exit> {
    #[derive(Serialize)]
    struct Row<'a> {
        story: &'a str,
        title: &'a str,
        fits: bool,
        themes: Vec<&'static str>,
        told: usize,
        band: Option<f64>,
    }
    let rows: Vec<Row<'_>> = choices
        .iter()
        .map(|choice| Row {
            story: &choice.story.name,
            title: &choice.story.story.title,
            fits: choice.fits,
            themes: choice.themes.iter().map(|theme| theme.word()).collect(),
            told: choice.story.times(),
            band: choice.story.band(),
        })
        .collect();
    show(json, &rows, |out| {
        out.line(one_line(engine.questions().prompt(question)))?;
        let fitting: Vec<&Choice> = choices.iter().filter(|choice| choice.fits).collect();
        if fitting.is_empty() {
            let themes: Vec<String> = engine.stories().themes_of(question).into_iter().map(Theme::words).collect();
            let about = if themes.is_empty() { String::new() } else { format!(" It is about {}.", themes.join(", ")) };
            out.line(format!("No story of yours fits.{about}"))?;
        }
        for (choice, place) in fitting.iter().zip(["Best", "In reserve"].into_iter().chain(std::iter::repeat("Also"))) {
            out.line(format!("{place}: {} ({})", one_line(&choice.story.story.title), choice.words(now.day())))?;
        }
        Ok(())
    })
}
