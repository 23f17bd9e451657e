//! Works out the shape of role (archetype) of a posting from its title, the technologies it asks for and what it says
//! about the work.

use serde::Serialize;

use super::part::{Part, Sentence};
use super::phrasebook::Phrasebook;
use super::technologies::{Technology, find};
use crate::bank::Archetype;
use crate::history::Archetypes;

/// What a title adds: a share of what the text adds up to, and the least that it adds. However long a posting is, its
/// title names the role.
const NAMES_IT: (f64, f64) = (0.7, 9.0);
const NAMES_A_SIDE: (f64, f64) = (0.42, 6.0);
const NAMES_ANYTHING: (f64, f64) = (0.1, 2.0);

/// The most that the names of one group add together: a long list of databases is one sign, not ten.
const MOST_OF_A_GROUP: f64 = 2.0;

/// What a sentence adds that describes such work in words.
const SAID: f64 = 1.0;

/// A shape of role leads if its share, in percent, is at least this …
const LEADS: u8 = 45;
/// … and this many percentage points ahead of the next.
const AHEAD: u8 = 10;

/// The order in which a title is checked for words that name a shape outright. If there are none, `ASIDE` is the order
/// for words that only hint at one.
const OUTRIGHT: [Archetype; 2] = [Archetype::Data, Archetype::Distributed];
const ASIDE: [Archetype; 3] = [Archetype::Api, Archetype::Data, Archetype::Distributed];

/// The shape of role that was read from a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArchetypeRead {
    /// The shares of the three shapes, in percent.
    pub shares: Archetypes,
    /// Up to five sentences and names that speak for the largest share, the strongest first.
    pub because: Vec<String>,
}

/// The leading shape of role: its share is at least 45 % and well ahead of the next. `None` if the role is mixed.
pub fn leading(shares: Archetypes) -> Option<Archetype> {
    let [first, second, _] = ranked(shares);
    (first.1 >= LEADS && first.1.saturating_sub(second.1) >= AHEAD).then_some(first.0)
}

/// The largest share, whether or not it leads.
pub fn largest(shares: Archetypes) -> Archetype {
    ranked(shares)[0].0
}

fn ranked(shares: Archetypes) -> [(Archetype, u8); 3] {
    let mut ranked =
        [(Archetype::Api, shares.api), (Archetype::Distributed, shares.distributed), (Archetype::Data, shares.data)];
    ranked.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
    ranked
}

/// A shape of role, its total score, and everything that speaks for it, each with what it adds.
type Score = (Archetype, f64, Vec<(f64, String)>);

/// Reads the shape of role from the title, the sentences and the technologies in each sentence.
pub(super) fn read(
    title: Option<&str>,
    sentences: &[(Sentence, Vec<&'static Technology>)],
    book: &Phrasebook,
) -> ArchetypeRead {
    let mut scores: [Score; 3] =
        [Archetype::Api, Archetype::Distributed, Archetype::Data].map(|archetype| (archetype, 0.0, Vec::new()));
    let mut add = |archetype: Archetype, worth: f64, because: &str| {
        for (of, score, why) in &mut scores {
            if *of == archetype {
                *score += worth;
                why.push((worth, because.to_owned()));
            }
        }
    };
    let mut by_group: Vec<(&str, f64)> = Vec::new();
    for (sentence, technologies) in sentences {
        let weight: f64 = match sentence.part {
            Part::Must | Part::Duty => 1.0,
            Part::Nice => 0.4,
            Part::Company => 0.2,
            Part::Offer => continue,
        };
        for technology in technologies {
            let Some(lean) = technology.group.lean else { continue };
            let about = technology.group.about.as_str();
            let at = by_group.iter().position(|(known, _)| *known == about).unwrap_or_else(|| {
                by_group.push((about, 0.0));
                by_group.len() - 1
            });
            let worth = weight.min(MOST_OF_A_GROUP - by_group[at].1).max(0.0);
            by_group[at].1 += worth;
            if worth > 0.0 {
                add(lean, worth, &technology.name);
            }
        }
        let lower = sentence.text.to_lowercase();
        for archetype in ASIDE {
            if book.speaks_for(archetype, &lower) {
                add(archetype, SAID * weight, &sentence.text);
            }
        }
    }
    if let Some(title) = title {
        let named = named(title, book);
        let said: f64 = scores.iter().map(|(_, score, _)| score).sum();
        for (of, score, why) in &mut scores {
            for (_, (share, least)) in named.iter().filter(|(archetype, _)| archetype == of) {
                *score += (said * share).max(*least);
                why.push((f64::INFINITY, title.to_owned()));
            }
        }
    }
    let total: f64 = scores.iter().map(|(_, score, _)| score).sum();
    let share = |archetype: Archetype| {
        let score = scores.iter().find(|(of, ..)| *of == archetype).map_or(0.0, |(_, score, _)| *score);
        percent(if total > 0.0 { score / total } else { 1.0 / 3.0 })
    };
    let (api, data) = (share(Archetype::Api), share(Archetype::Data));
    let shares = Archetypes { api, distributed: 100 - (api + data).min(100), data };
    let first = largest(shares);
    let mut because = scores.into_iter().find(|(of, ..)| *of == first).map_or_else(Vec::new, |(.., why)| why);
    because.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut named: Vec<String> = Vec::new();
    for (_, words) in because {
        if !named.contains(&words) {
            named.push(words);
        }
    }
    named.truncate(5);
    ArchetypeRead { shares, because: named }
}

/// The shapes of role that a title names, each with the share and the least that it adds. A title that names two of
/// them outright ("Infrastructure and Data Engineer") speaks for both.
fn named(title: &str, book: &Phrasebook) -> Vec<(Archetype, (f64, f64))> {
    let mut rest = format!("{} ", title.to_lowercase());
    let mut outright: Vec<Archetype> = Vec::new();
    for archetype in OUTRIGHT {
        // A phrase that has counted must not count again through a part of it: "data infrastructure".
        if let Some(word) = book.titles(archetype).find(|word| contains_word(&rest, word)) {
            rest = rest.replace(word, "|");
            outright.push(archetype);
        }
    }
    if !outright.is_empty() {
        let (share, least) = NAMES_IT;
        let of_several = if outright.len() > 1 { 2.0 } else { 1.0 };
        return outright.into_iter().map(|archetype| (archetype, (share / of_several, least / of_several))).collect();
    }
    // A "Java engineer" writes services in Java. A platform, if there is one, is named elsewhere in the title.
    let of_a_language = || find(title).iter().any(|one| one.group.about == "languages with questions");
    let says = |archetype: &Archetype| {
        book.titles_aside(*archetype).any(|word| contains_word(&rest, word))
            || (*archetype == Archetype::Api && of_a_language())
    };
    let aside = ASIDE.into_iter().find(says);
    let worth = if aside.is_some() { NAMES_A_SIDE } else { NAMES_ANYTHING };
    let any = rest.split(|c: char| !c.is_alphanumeric()).any(|word| book.is_role(word)).then_some(Archetype::Api);
    aside.or(any).map(|archetype| (archetype, worth)).into_iter().collect()
}

/// A share of 0 to 1 in percent, rounded to the nearest five.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of one")]
fn percent(share: f64) -> u8 {
    ((share.clamp(0.0, 1.0) * 20.0).round() * 5.0) as u8
}

/// Whether a text contains a word or phrase that does not begin inside another word.
fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(title: &str, musts: &[&str]) -> Archetype {
        let sentence = |text: &&str| (Sentence { part: Part::Must, text: (*text).to_owned() }, find(text));
        largest(read(Some(title), &musts.iter().map(sentence).collect::<Vec<_>>(), &Phrasebook::of(None)).shares)
    }

    #[test]
    fn titles_and_technologies_say_the_shape_of_role() {
        assert_eq!(read_of("Data Engineer", &["SQL and Airflow"]), Archetype::Data);
        assert_eq!(read_of("Site Reliability Engineer", &["Prometheus", "REST APIs"]), Archetype::Distributed);
        assert_eq!(read_of("Backend Engineer (Member Data)", &["Spark", "GraphQL APIs"]), Archetype::Api);
        assert_eq!(
            read_of("Infrastructure and Data Engineer", &["Terraform, Kubernetes", "GitOps", "high availability"]),
            Archetype::Distributed
        );
        assert_eq!(read_of("Data Infrastructure Engineer", &["Kubernetes", "Terraform"]), Archetype::Data);
        assert_eq!(read_of("Full Stack Developer", &["React, Node.js and REST APIs"]), Archetype::Api);
        assert_eq!(
            read_of(
                "Staff Machine Learning Engineer",
                &["AWS, Linux and Kubernetes", "data structures", "scalability"]
            ),
            Archetype::Data
        );
        assert_eq!(read_of("Data Governance Lead", &["Python", "APIs for stakeholders"]), Archetype::Data);
        assert_eq!(
            read_of("Software Engineer II", &["React, JavaScript and Node.js", "data structures", "Kafka"]),
            Archetype::Api
        );
        assert_eq!(read_of("Software Engineer", &["Spark", "data pipelines", "Snowflake and dbt"]), Archetype::Data);
    }

    #[test]
    fn what_is_mixed_leads_nowhere() {
        assert_eq!(leading(Archetypes { api: 40, distributed: 35, data: 25 }), None);
        assert_eq!(leading(Archetypes { api: 60, distributed: 30, data: 10 }), Some(Archetype::Api));
    }
}
