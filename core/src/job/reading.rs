//! What a posting asks for, read without anybody's help: sentences by what they are about, skills, level, shape of role.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::archetype::{self, ArchetypeRead};
use super::language::{Language, language};
use super::level::{self, LevelRead};
use super::parts::{Part, Sentence, sort};
use super::pieces::{Piece, PieceKind, pieces};
use super::technologies::{Technology, find};
use super::vocabulary::Vocabulary;

/// The title stands in the first so many pieces.
const TITLE_WITHIN: usize = 14;
/// A title has so many words at most.
const TITLE_WORDS: usize = 14;

/// From these sums on a topic weighs 3, or 2.
const HEAVY: u32 = 6;
const MIDDLE: u32 = 3;

/// Something that a posting asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skill {
    /// Its name.
    pub name: String,
    /// Where it is asked for most strongly.
    pub part: Part,
    /// The topics that questions about it stand under.
    pub topics: Vec<String>,
    /// The tracks that it means.
    pub tracks: Vec<String>,
    /// Whether a backend interview asks about such things at all.
    pub of_backends: bool,
}

/// A posting as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Its language. None: too little text to tell.
    pub language: Option<Language>,
    /// Its title, if one was found.
    pub title: Option<String>,
    /// Who asks, if the title says so.
    pub company: Option<String>,
    /// The level.
    pub level: LevelRead,
    /// The shape of role.
    pub archetype: ArchetypeRead,
    /// Languages and platforms.
    pub tracks: Vec<String>,
    /// Topics with their weight, 1 to 3.
    pub topics: BTreeMap<String, u8>,
    /// What is asked for, the strongest first.
    pub skills: Vec<Skill>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

impl Reading {
    /// Reads a posting. `title`: as somebody gave it; none: as the posting has it.
    pub fn of(posting: &str, title: Option<&str>, vocabulary: &Vocabulary) -> Self {
        let pieces = pieces(posting);
        let found_title = title_of(&pieces);
        let title = title.map(str::to_owned).or_else(|| found_title.clone());
        let named: Vec<(Sentence, Vec<&'static Technology>)> = sort(&pieces)
            .into_iter()
            .filter(|sentence| Some(&sentence.text) != found_title.as_ref())
            .map(|mut sentence| {
                let found = find(&sentence.text);
                // What is worked with is often told among the praise of oneself.
                if sentence.part == Part::Company
                    && found.iter().filter(|one| !one.group.tracks.is_empty()).count() >= 2
                {
                    sentence.part = Part::Duty;
                }
                (sentence, found)
            })
            .collect();
        let sentences: Vec<Sentence> = named.iter().map(|(sentence, _)| sentence.clone()).collect();
        let level = level::read(title.as_deref(), &sentences);
        let archetype = archetype::read(title.as_deref(), &named);
        let skills = skills(title.as_deref(), &named, vocabulary);
        let mut tracks: Vec<String> = Vec::new();
        for track in skills.iter().flat_map(|skill| &skill.tracks) {
            if !tracks.contains(track) {
                tracks.push(track.clone());
            }
        }
        tracks.sort();
        let (title, company) = title.map_or((None, None), |title| split_title(&title));
        Self {
            language: language(posting),
            title,
            company,
            level,
            archetype,
            tracks,
            topics: topics(&skills),
            skills,
            sentences,
        }
    }

    /// The sentences about something.
    pub fn about(&self, part: Part) -> impl Iterator<Item = &str> {
        self.sentences.iter().filter(move |sentence| sentence.part == part).map(|sentence| sentence.text.as_str())
    }
}

/// The first line that names a role.
fn title_of(pieces: &[Piece]) -> Option<String> {
    const ROLES: [&str; 24] = [
        "engineer",
        "developer",
        "entwickler",
        "architect",
        "architekt",
        "programmer",
        "sre",
        "devops",
        "administrator",
        "lead",
        "consultant",
        "dba",
        "engineers",
        "developers",
        "entwicklerin",
        "engineering",
        "ingenieur",
        "programmierer",
        "backend",
        "fullstack",
        "tech lead",
        "technical staff",
        "scientist",
        "analyst",
    ];
    let names_role = |piece: &&Piece| {
        let lower = piece.text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
        (1..=TITLE_WORDS).contains(&words)
            && ROLES.iter().any(|role| {
                lower
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == *role || (role.starts_with("entwickler") && word.ends_with(role)))
            })
            && !lower.starts_with("about")
            && piece.kind != PieceKind::Item
            && (piece.kind == PieceKind::Heading || !lower.ends_with(['.', '!', '?']))
    };
    let found = pieces.iter().take(TITLE_WITHIN).find(names_role)?;
    let text = found.text.trim();
    // Front matter and labels name what follows.
    let named = text.split_once(':').filter(|(label, _)| {
        matches!(
            label.trim().to_lowercase().as_str(),
            "title" | "job title" | "jobtitle" | "position" | "role" | "job" | "stelle"
        )
    });
    let text = named.map_or(text, |(_, title)| title);
    Some(text.trim_matches(['"', '\'', ' ', '|', '–', '-']).to_owned())
}

/// A title without the company that stands in it, and the company: "Engineer at Acme", "Engineer @ Acme".
fn split_title(title: &str) -> (Option<String>, Option<String>) {
    let title = &without_genders(title);
    for mark in [" at ", " @ ", " bei "] {
        if let Some((role, company)) = title.split_once(mark)
            && company.chars().next().is_some_and(char::is_uppercase)
            && company.split_whitespace().count() <= 4
        {
            return (Some(role.trim().to_owned()), Some(company.trim().to_owned()));
        }
    }
    (Some(title.to_owned()), None)
}

/// A title without "(m/w/d)" and the like, which says that anybody is meant.
fn without_genders(title: &str) -> String {
    let mut out = String::new();
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, behind)) = after.split_once(')') else { break };
        let lower = inside.to_lowercase();
        let letters: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let genders = letters.len() > 1
            && letters.iter().all(|part| matches!(*part, "m" | "w" | "d" | "f" | "x" | "i" | "n" | "div" | "gn"));
        out.push_str(before);
        if !genders && !lower.starts_with("all gender") {
            out.push_str(&format!("({inside})"));
        }
        rest = behind;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether what stands there is a word of its own.
fn is_word(text: &str, at: usize, len: usize) -> bool {
    !text[..at].ends_with(char::is_alphanumeric) && !text[at + len..].starts_with(char::is_alphanumeric)
}

/// What is asked for, each once, at its strongest.
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
    for technology in in_title {
        add(skill(technology, Part::Must, false));
    }
    for (sentence, found) in named.iter().filter(|(sentence, _)| sentence.part.is_of_the_role()) {
        let lower = sentence.text.to_lowercase();
        let servers = ["backend", "back-end", "back end", "server", "services", "api", "apis"];
        let servers =
            servers.iter().any(|word| lower.match_indices(word).any(|(at, _)| is_word(&lower, at, word.len())));
        for technology in found {
            add(skill(technology, sentence.part, servers || !front_end));
        }
        for (name, topics) in vocabulary.find(&sentence.text) {
            let known = found.iter().any(|one| one.name.eq_ignore_ascii_case(&name));
            if !known {
                add(Skill { name, part: sentence.part, topics, tracks: Vec::new(), of_backends: true });
            }
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

/// Topics with their weight.
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
        let reading = Reading::of(POSTING, None, &Vocabulary::of(&Library::builtin()));
        assert_eq!(reading.title.as_deref(), Some("Senior Backend Engineer"));
        assert_eq!(reading.company.as_deref(), Some("Acme"));
        assert_eq!(reading.level.level, Level::Senior);
        assert_eq!(reading.tracks, ["go"], "what is offered is not asked for");
        assert!(reading.topics["messaging"] >= 2 && reading.topics.contains_key("api-design"), "{:?}", reading.topics);
        let react = reading.skills.iter().find(|skill| skill.name == "React").expect("found");
        assert!(!react.of_backends && react.part == Part::Nice);
        assert_eq!(reading.about(Part::Offer).collect::<Vec<_>>(), ["A Java course"]);
    }

    #[test]
    fn typed_javascript_means_servers_only_where_it_is_said_or_nothing_else_can_be_meant() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        let tracks = |text: &str| Reading::of(text, None, &vocabulary).tracks;
        assert_eq!(tracks("Requirements:\n- TypeScript and React"), [""; 0]);
        assert_eq!(tracks("Requirements:\n- TypeScript and React\n- TypeScript on the backend"), ["node"]);
        assert_eq!(tracks("Requirements:\n- TypeScript"), ["node"]);
    }

    #[test]
    fn anything_can_be_read() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        for text in ["", "\u{0}\u{1b}[31m", "a", &"[".repeat(5_000), &"Go, ".repeat(20_000), "###\n- \n"] {
            let reading = Reading::of(text, None, &vocabulary);
            assert!(reading.topics.values().all(|weight| (1..=3).contains(weight)));
        }
    }
}
