//! Reads what a posting asks for, without help from a model: what each sentence is about, skills, level, shape of role.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::archetype::{self, ArchetypeRead};
use super::interview_day::{self, InterviewDay};
use super::language::{Language, language};
use super::level::{self, LevelRead, ReadFrom};
use super::part::{Part, Sentence};
use super::parts::sort;
use super::phrasebook::Phrasebook;
use super::pieces::PieceKind;
use super::technologies::{Technology, find, places};
use super::title;
use super::vocabulary::Vocabulary;

/// A topic whose sum reaches `HEAVY` gets weight 3; from `MIDDLE` on it gets weight 2.
const HEAVY: u32 = 6;
const MIDDLE: u32 = 3;

/// Something that a posting asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skill {
    /// Name of the technology or skill.
    pub name: String,
    /// The strongest part in which it is asked for.
    pub part: Part,
    /// The topics of questions about it.
    pub topics: Vec<String>,
    /// The tracks that it implies.
    pub tracks: Vec<String>,
    /// Whether a backend interview asks about it at all.
    pub of_backends: bool,
}

/// Everything that was read from a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Language of the posting; `None` if there is too little text to tell.
    pub language: Option<Language>,
    /// Title of the role, without the company, if one was given or found.
    pub title: Option<String>,
    /// The company, if the title, a label or the front matter names it.
    pub company: Option<String>,
    /// The day of the interview, if one is named beside that word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interview: Option<InterviewDay>,
    /// The level, and what it was read from.
    pub level: LevelRead,
    /// Whether the title is that of a manager of people.
    pub manages: bool,
    /// The shape of role, and what speaks for it.
    pub archetype: ArchetypeRead,
    /// Tracks (languages and platforms) of all skills, sorted.
    pub tracks: Vec<String>,
    /// Topics with their weights, 1 to 3.
    pub topics: BTreeMap<String, u8>,
    /// The skills asked for, those asked for most strongly first.
    pub skills: Vec<Skill>,
    /// The sentences, each with what it is about, in the order of the posting.
    pub sentences: Vec<Sentence>,
}

impl Reading {
    /// Reads a posting. `title` is the title that the user gave; if it is `None`, the title is looked for in the
    /// posting. `since` is the day on which the posting was taken in: from it on a day without a year is looked for.
    pub fn of(posting: &str, title: Option<&str>, vocabulary: &Vocabulary, since: NaiveDate) -> Self {
        let language = language(posting);
        let book = Phrasebook::of(language);
        let (pieces, titled) = title::read(posting, &book);
        let given = title.map(str::to_owned);
        let title = given.or_else(|| titled.title.clone());
        // The name of the company says nothing about the role.
        let (role, company) = match title.as_deref().map(title::split) {
            Some((role, company)) => (Some(role), titled.company.or(company)),
            None => (None, titled.company),
        };
        let listed = title::listed_roles(&pieces, &book);
        let sorted = sort(&pieces, &book);
        // If no heading announces requirements or duties, sentences that name technologies count as duties.
        let headed = sorted.iter().any(|one| matches!(one.under, Some(Part::Must | Part::Duty)));
        // Some job boards print the text twice; the second copy must not count.
        let mut before: HashSet<String> = HashSet::new();
        let named: Vec<(Sentence, Vec<&'static Technology>)> = sorted
            .into_iter()
            .filter(|one| one.kind == PieceKind::Heading || before.insert(one.sentence.text.clone()))
            .filter(|one| Some(&one.sentence.text) != titled.line.as_ref() || one.kind == PieceKind::Prose)
            .map(|mut one| {
                let found = find(&one.sentence.text);
                let of_work = found.iter().filter(|one| !one.group.tracks.is_empty()).count();
                // The technologies in use are often mentioned where the company praises itself.
                if one.sentence.part == Part::Company {
                    let is_listed =
                        one.kind == PieceKind::Item && one.under != Some(Part::Company) && !found.is_empty();
                    // In a language that cannot be sorted, a sentence that names technologies counts as a duty.
                    let unsorted = language.is_some_and(|language| !language.is_read()) && !found.is_empty();
                    if (is_listed && listed.contains(&one.sentence.text))
                        || of_work >= 2
                        || (!headed && of_work >= 1)
                        || unsorted
                    {
                        one.sentence.part = Part::Duty;
                    } else if is_listed {
                        one.sentence.part = Part::Must;
                    }
                }
                (one, found)
            })
            .filter(|(one, found)| one.kind != PieceKind::Heading || !found.is_empty())
            .map(|(one, found)| (one.sentence, found))
            .collect();
        let sentences: Vec<Sentence> = named.iter().map(|(sentence, _)| sentence.clone()).collect();
        let level = level::read(role.as_deref(), &listed, &sentences, &book);
        let archetype = archetype::read(role.as_deref(), &named, &book);
        let skills = skills(role.as_deref(), &named, vocabulary);
        let mut tracks: Vec<String> = Vec::new();
        for track in skills.iter().flat_map(|skill| &skill.tracks) {
            if !tracks.contains(track) {
                tracks.push(track.clone());
            }
        }
        tracks.sort();
        Self {
            language,
            manages: role.as_deref().is_some_and(level::manages),
            title: role,
            company,
            interview: interview_day::read(posting, since),
            level,
            archetype,
            tracks,
            topics: topics(&skills),
            skills,
            sentences,
        }
    }

    /// Whether the text looks like a posting: a role, a skill or years of experience was found.
    pub fn found_something(&self) -> bool {
        self.title.is_some() || !self.skills.is_empty() || self.level.from == ReadFrom::Years
    }

    /// The sentences with requirements; those that name a technology or a number come first.
    pub fn asked_for(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.about(Part::Must).collect();
        let names = |text: &str| text.contains(|c: char| c.is_ascii_digit()) || !find(text).is_empty();
        all.sort_by_key(|text| !names(text));
        all
    }

    /// The sentences that belong to a part.
    pub fn about(&self, part: Part) -> impl Iterator<Item = &str> {
        self.sentences.iter().filter(move |sentence| sentence.part == part).map(|sentence| sentence.text.as_str())
    }
}

/// Whether the `len` bytes at `at` are a whole word.
fn is_word(text: &str, at: usize, len: usize) -> bool {
    !text[..at].ends_with(char::is_alphanumeric) && !text[at + len..].starts_with(char::is_alphanumeric)
}

/// The skills asked for, each once, with the strongest part in which it occurs.
fn skills(title: Option<&str>, named: &[(Sentence, Vec<&'static Technology>)], vocabulary: &Vocabulary) -> Vec<Skill> {
    let front_end = named.iter().any(|(_, found)| found.iter().any(|one| one.group.about == "front end"));
    let in_title: Vec<&Technology> = title.map(find).unwrap_or_default();
    let mut skills: Vec<Skill> = Vec::new();
    let mut add = |skill: Skill| match skills.iter_mut().find(|known| known.name == skill.name) {
        Some(known) => {
            known.part = known.part.min(skill.part);
            if known.tracks.is_empty() {
                known.tracks = skill.tracks;
            }
        }
        None => skills.push(skill),
    };
    let of_the_role = || named.iter().filter(|(sentence, _)| sentence.part.is_of_the_role());
    let tracks: Vec<&str> = in_title
        .iter()
        .chain(of_the_role().flat_map(|(_, found)| found))
        .flat_map(|technology| technology.group.tracks.iter().map(String::as_str))
        .collect();
    for technology in &in_title {
        add(skill(technology, Part::Must, false));
    }
    for (sentence, found) in of_the_role() {
        let lower = sentence.text.to_lowercase();
        let servers = ["backend", "back-end", "back end", "server", "services", "api", "apis"];
        let servers =
            servers.iter().any(|word| lower.match_indices(word).any(|(at, _)| is_word(&lower, at, word.len())));
        // Some languages of servers are also those of phones.
        let on_telephones = !servers && found.iter().any(|one| one.name == "Android");
        for technology in found {
            let mut skill = skill(technology, sentence.part, servers || !front_end);
            if on_telephones {
                skill.tracks.retain(|track| !matches!(track.as_str(), "java" | "kotlin" | "dotnet"));
            }
            add(skill);
        }
        for (name, topics) in vocabulary.find(&sentence.text, &places(&sentence.text), &tracks) {
            add(Skill { name, part: sentence.part, topics, tracks: Vec::new(), of_backends: true });
        }
    }
    skills.sort_by_key(|skill| skill.part);
    skills
}

fn skill(technology: &Technology, part: Part, hinted: bool) -> Skill {
    let group = technology.group;
    let hints = group.hints.iter().filter(|_| hinted);
    Skill {
        name: technology.name.clone(),
        part,
        topics: group.topics.clone(),
        tracks: group.tracks.iter().chain(hints).cloned().collect(),
        of_backends: !group.off,
    }
}

/// The topics of these skills with their weights.
fn topics(skills: &[Skill]) -> BTreeMap<String, u8> {
    let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
    for skill in skills {
        let worth = match skill.part {
            Part::Must => 3,
            Part::Duty => 2,
            _ => 1,
        };
        for topic in skill.topics.iter().collect::<BTreeSet<_>>() {
            *sums.entry(topic).or_default() += worth;
        }
    }
    let weight = |sum: u32| match sum {
        HEAVY.. => 3,
        MIDDLE.. => 2,
        _ => 1,
    };
    sums.into_iter().map(|(topic, sum)| (topic.to_owned(), weight(sum))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Level, Library};

    const POSTING: &str = "# Senior Backend Engineer (m/f/d) at Acme\n\nWe ship parcels.\n\n## What you'll do\n- Build REST APIs in Go\n\
        - Run services on Kubernetes, on-call included\n\n## What you bring\n- 5+ years with PostgreSQL and Kafka\n- React is a plus\n\n## Benefits\n\
        - A Java course\n";

    #[test]
    fn a_posting_is_read_whole() {
        let reading = Reading::of(POSTING, None, &Vocabulary::of(&Library::builtin()), NaiveDate::MIN);
        assert_eq!(reading.title.as_deref(), Some("Senior Backend Engineer"));
        assert_eq!(reading.company.as_deref(), Some("Acme"));
        assert_eq!(reading.level.level, Level::Senior);
        assert_eq!(reading.tracks, ["go"], "what is offered is not asked for");
        assert!(reading.topics["messaging"] >= 2 && reading.topics.contains_key("api-design"), "{:?}", reading.topics);
        let react = reading.skills.iter().find(|skill| skill.name == "React").expect("found");
        assert!(!react.of_backends && react.part == Part::Nice);
        assert_eq!(reading.about(Part::Offer).collect::<Vec<_>>(), ["A Java course"]);
        let twice = format!("{POSTING}\n## What you bring\n- You are kind\n- 5+ years with PostgreSQL and Kafka\n");
        let reading = Reading::of(&twice, None, &Vocabulary::of(&Library::builtin()), NaiveDate::MIN);
        assert_eq!(reading.asked_for(), ["5+ years with PostgreSQL and Kafka", "You are kind"]);
    }

    #[test]
    fn typed_javascript_means_servers_only_where_it_is_said_or_nothing_else_can_be_meant() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        let tracks = |text: &str| Reading::of(text, None, &vocabulary, NaiveDate::MIN).tracks;
        assert_eq!(tracks("Requirements:\n- TypeScript and React"), [""; 0]);
        assert_eq!(tracks("Requirements:\n- TypeScript and React\n- TypeScript on the backend"), ["node"]);
        assert_eq!(tracks("Requirements:\n- TypeScript"), ["node"]);
    }

    #[test]
    fn what_is_no_posting_has_nothing_of_one() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        let found = |text: &str| Reading::of(text, None, &vocabulary, NaiveDate::MIN).found_something();
        for text in ["hello", "Dear all, the party is on Friday. Bring cake.", "42"] {
            assert!(!found(text), "{text}");
        }
        for text in ["Senior Engineer", "Go, Kafka", "Buscamos a alguien con cinco años de experiencia en la empresa"]
        {
            assert!(found(text), "{text}");
        }
        assert!(Reading::of("Acme | Engineering Manager | Berlin", None, &vocabulary, NaiveDate::MIN).manages);
    }

    #[test]
    fn a_list_without_headings_asks_for_what_it_names() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        let reading = Reading::of(
            "- Senior Backend Engineer\n- 5 years of Go\n- Kafka and PostgreSQL\n- On-call",
            None,
            &vocabulary,
            NaiveDate::MIN,
        );
        assert_eq!((reading.level.level, reading.tracks.clone()), (Level::Senior, vec!["go".to_owned()]));
        let names: Vec<&str> = reading.skills.iter().map(|skill| skill.name.as_str()).collect();
        assert_eq!(names, ["Go", "Kafka", "PostgreSQL", "on-call"], "each once");
    }

    #[test]
    fn technologies_are_found_in_postings_of_other_languages() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        for (text, tracks, topic) in [
            (
                "Développeur Go confirmé\n\nVotre profil\n- Vous maîtrisez Go et les bases de données\n- Tests unitaires avec vous",
                "go",
                "testing",
            ),
            (
                "Desarrollador Ruby\n\nRequisitos\n- Experiencia con Rails y con las bases de datos",
                "ruby",
                "sql-and-indexes",
            ),
            (
                "Rust-Entwickler (m/w/d)\n\nDein Profil\n- Erfahrung mit Rust und mit verteilten Systemen",
                "rust",
                "distributed-systems",
            ),
            (
                "PHP-ontwikkelaar\n\nWat vragen wij van je?\n- Ervaring met PHP en met de microservices",
                "php",
                "architecture",
            ),
        ] {
            let reading = Reading::of(text, None, &vocabulary, NaiveDate::MIN);
            assert!(
                reading.tracks == [tracks] && reading.topics.contains_key(topic),
                "{text}: {:?} {:?}",
                reading.tracks,
                reading.topics
            );
        }
    }

    #[test]
    fn anything_can_be_read() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        for text in ["", "\u{0}\u{1b}[31m", "a", &"[".repeat(5_000), &"Go, ".repeat(20_000), "###\n- \n"] {
            let reading = Reading::of(text, None, &vocabulary, NaiveDate::MIN);
            assert!(reading.topics.values().all(|weight| (1..=3).contains(weight)));
        }
    }
}
