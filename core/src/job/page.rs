//! A job as one page for an editor: its title, its company, its date, and what is practised for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::wanted::JobTarget;
use crate::bank::Level;
use crate::day::Day;
use crate::history::{Archetypes, JobFacts, Wanted};

/// Prefix of remarks on the page. Lines that start with `%` are ignored when the page is read.
const REMARK: &str = "% ";

/// What an edited page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedJob {
    /// Title, company and date.
    pub facts: JobFacts,
    /// The corrections: fields that differ from what was read from the posting.
    pub wanted: Wanted,
}

/// Writes the page of a job. `read` is what was read from the posting, `now` the same with corrections.
pub fn to_page(facts: &JobFacts, read: &JobTarget, now: &JobTarget) -> String {
    let date = facts.date.map_or(String::new(), |date| date.to_string());
    let topics = topic_words(&now.topics);
    let differs = |same: bool, read: String| if same { String::new() } else { format!("{REMARK}read: {read}\n") };
    format!(
        "{REMARK}What is practised for this job. Empty a line to go back to what was read of the posting.\n\
         {REMARK}levels: {}; archetypes: shares of 100; topics: weights 1 to 3.\n\n\
         title: {}\ncompany: {}\ndate: {date}\nlevel: {}\n{}archetypes: {}\n{}tracks: {}\n{}topics: {topics}\n{}",
        Level::ALL.iter().map(|level| level.word()).collect::<Vec<_>>().join(", "),
        facts.title,
        facts.company,
        now.level,
        differs(now.level == read.level, read.level.to_string()),
        archetype_words(now.archetypes),
        differs(now.archetypes == read.archetypes, archetype_words(read.archetypes)),
        now.tracks.join(", "),
        differs(now.tracks == read.tracks, read.tracks.join(", ")),
        differs(now.topics == read.topics, topic_words(&read.topics)),
    )
}

/// "api 60, distributed 30, data 10".
fn archetype_words(shares: Archetypes) -> String {
    format!("api {}, distributed {}, data {}", shares.api, shares.distributed, shares.data)
}

fn topic_words(topics: &BTreeMap<String, u8>) -> String {
    topics.iter().map(|(topic, weight)| format!("{topic} {weight}")).collect::<Vec<_>>().join(", ")
}

/// Reads the page back. Fields that are the same as read from the posting do not count as corrections. Relative dates
/// are resolved from `today`.
///
/// # Errors
/// A message that names the line and what is wrong with it.
pub fn from_page(page: &str, read: &JobTarget, today: NaiveDate) -> Result<EditedJob, String> {
    let mut facts = JobFacts::default();
    let mut wanted = Wanted::default();
    for (n, line) in page.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('%') {
            continue;
        }
        let at = |problem: String| format!("line {}: {problem}", n + 1);
        let Some((field, value)) = line.split_once(':') else {
            return Err(at(format!(
                "{line:?} is no \"field: value\"; the fields are title, company, date, level, archetypes, tracks, topics"
            )));
        };
        let value = value.trim();
        match field.trim().to_lowercase().as_str() {
            "title" => value.clone_into(&mut facts.title),
            "company" => value.clone_into(&mut facts.company),
            "date" if value.is_empty() => facts.date = None,
            "date" => {
                let day: Day = value.parse().map_err(|error: crate::day::BadDay| at(error.to_string()))?;
                facts.date = Some(day.ahead(today).map_err(|error| at(error.to_string()))?);
            }
            "level" | "archetypes" | "topics" if value.is_empty() => {}
            "level" => {
                wanted.level = Some(value.to_lowercase().parse().map_err(at)?).filter(|level| *level != read.level);
            }
            "archetypes" => {
                wanted.archetypes =
                    Some(read_archetypes(value).map_err(at)?).filter(|shares| *shares != read.archetypes);
            }
            "tracks" => wanted.tracks = Some(names(value)).filter(|tracks| *tracks != read.tracks),
            "topics" => wanted.topics = Some(read_topics(value).map_err(at)?).filter(|topics| *topics != read.topics),
            other => {
                return Err(at(format!(
                    "there is no field {other:?}; there are title, company, date, level, archetypes, tracks, topics"
                )));
            }
        }
    }
    Ok(EditedJob { facts, wanted })
}

fn names(value: &str) -> Vec<String> {
    let mut names: Vec<String> = value
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|name| !name.is_empty())
        .map(str::to_lowercase)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Reads shares of the shapes of role: "api 60, data 40", or only one of them. They are scaled to add up to 100.
///
/// # Errors
/// A message for the user if a name or a share is not valid.
pub fn read_archetypes(value: &str) -> Result<Archetypes, String> {
    let mut shares = [0_u32; 3];
    for part in value.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let mut words = part.split(|c: char| c.is_whitespace() || c == '=').filter(|word| !word.is_empty());
        let (name, share) = (
            words.next().unwrap_or_default(),
            words.next().map_or(Ok(100), |share| share.trim_end_matches('%').parse::<u32>()),
        );
        let at = ["api", "distributed", "data"].iter().position(|known| *known == name.to_lowercase());
        match (at, share) {
            (Some(at), Ok(share)) if share <= 100 => shares[at] = share,
            (Some(_), _) => return Err(format!("{part:?}: a share is a number from 0 to 100")),
            (None, _) => return Err(format!("{name:?} is no archetype; there are api, distributed, data")),
        }
    }
    let sum: u32 = shares.iter().sum();
    if sum == 0 {
        return Err("the archetypes have no share; write for example: api 60, distributed 40".to_owned());
    }
    let of = |share: u32| u8::try_from((share * 100 + sum / 2) / sum).unwrap_or(100);
    let (api, data) = (of(shares[0]), of(shares[2]));
    Ok(Archetypes { api, distributed: 100 - (api + data).min(100), data })
}

/// Reads topics with their weights: "messaging 3, caching". A topic without a weight gets 2.
///
/// # Errors
/// A message for the user if a weight is not 1 to 3.
pub fn read_topics(value: &str) -> Result<BTreeMap<String, u8>, String> {
    let mut topics = BTreeMap::new();
    for part in value.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let mut words = part.split(|c: char| c.is_whitespace() || c == '=').filter(|word| !word.is_empty());
        let name = words.next().unwrap_or_default().to_lowercase();
        let weight = words.next().map_or(Some(2), |weight| weight.parse().ok());
        match weight.filter(|weight| (1..=3).contains(weight)) {
            Some(weight) if words.next().is_none() => topics.insert(name, weight),
            _ => return Err(format!("{part:?}: a topic has a weight from 1 to 3 behind it, such as: messaging 3")),
        };
    }
    Ok(topics)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read() -> JobTarget {
        JobTarget {
            level: Level::Senior,
            archetypes: Archetypes { api: 60, distributed: 30, data: 10 },
            archetype: None,
            tracks: vec!["go".into()],
            topics: BTreeMap::from([("messaging".to_owned(), 3)]),
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
    }

    #[test]
    fn a_page_comes_back_as_it_went_and_only_what_was_changed_is_a_correction() {
        let facts = JobFacts {
            title: "Engineer".into(),
            company: "Acme: Ltd".into(),
            date: NaiveDate::from_ymd_opt(2026, 12, 14),
        };
        let page = to_page(&facts, &read(), &read());
        let back = from_page(&page, &read(), today()).expect("read");
        assert_eq!(back, EditedJob { facts: facts.clone(), wanted: Wanted::default() });
        let page = page.replace("level: senior", "level: staff").replace("messaging 3", "messaging 2, caching");
        let wanted = from_page(&page, &read(), today()).expect("read").wanted;
        assert_eq!(wanted.level, Some(Level::Staff));
        assert_eq!(wanted.topics, Some(BTreeMap::from([("messaging".to_owned(), 2), ("caching".to_owned(), 2)])));
        assert_eq!((wanted.tracks, wanted.archetypes), (None, None));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (line, said) in [
            ("level: god", "line 1: \"god\" is none of junior"),
            ("nonsense", "no \"field: value\""),
            ("colour: red", "there is no field \"colour\""),
            ("archetypes: web 3", "\"web\" is no archetype"),
            ("topics: caching 9", "weight from 1 to 3"),
            ("date: someday", "line 1: "),
        ] {
            let error = from_page(line, &read(), today()).expect_err(line);
            assert!(error.contains(said), "{error}");
        }
        assert_eq!(read_archetypes("data"), Ok(Archetypes { api: 0, distributed: 0, data: 100 }));
        assert_eq!(read_archetypes("api 1, data 1"), Ok(Archetypes { api: 50, distributed: 0, data: 50 }));
    }
}
