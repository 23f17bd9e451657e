//! The sentences of a posting, sorted into what they are about.

use serde::{Deserialize, Serialize};

use super::headings::headed;
use super::pieces::{Piece, PieceKind};

crate::bank::vocabulary! {
    /// What a sentence of a posting is about.
    #[derive(Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    Part {
        /// What is asked for.
        Must = "must",
        /// What is nice to have.
        Nice = "nice",
        /// What there is to do.
        Duty = "duty",
        /// Who asks.
        Company = "company",
        /// What is offered, and what stands in every posting.
        Offer = "offer",
    }
}

impl Part {
    /// Whether it says something of the role itself.
    pub fn is_of_the_role(self) -> bool {
        matches!(self, Self::Must | Self::Nice | Self::Duty)
    }
}

/// A sentence and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// What it is about.
    pub part: Part,
    /// The sentence.
    pub text: String,
}

const OFFERS: &[&str] = &[
    "equal opportunity",
    "regardless of",
    "without regard",
    "401k",
    "401(k)",
    "health insurance",
    "dental",
    "paid time off",
    "vacation",
    "parental leave",
    "stock option",
    "equity",
    "we offer",
    "wir bieten",
    "urlaub",
    "salary range",
    "compensation",
    "competitive salary",
    "home office",
    "homeoffice",
    "apply now",
    "send us",
    "visa",
    "accommodation",
    "discriminat",
    "veteran",
    "gender identity",
    "benefits",
    "per year",
    "bewirb",
    "disabilit",
    "background check",
    "bonus",
    "retirement",
    "pension",
    "wellness",
    "stipend",
    "relocation",
];
const NICE: &[&str] = &[
    "nice to have",
    "nice-to-have",
    "is a plus",
    "a plus",
    "are a plus",
    "a big plus",
    "bonus points",
    "is a bonus",
    "preferred",
    "preferably",
    "ideally",
    "an advantage",
    "advantageous",
    "desirable",
    "beneficial",
    "would be great",
    "not required",
    "von vorteil",
    "wünschenswert",
    "idealerweise",
    "gerne auch",
    "ein plus",
    "good to have",
    "is helpful",
    "would be helpful",
    "nice if",
];
const MUSTS: &[&str] = &[
    "years of",
    "years'",
    "years experience",
    "experience with",
    "experience in",
    "experience working",
    "experience building",
    "experience designing",
    "proficien",
    "you have",
    "you've",
    "must have",
    "must be",
    "required",
    "strong knowledge",
    "solid understanding",
    "strong understanding",
    "good understanding",
    "deep understanding",
    "knowledge of",
    "familiar",
    "expertise in",
    "fluent",
    "degree in",
    "ability to",
    "understanding of",
    "comfortable with",
    "hands-on",
    "proven",
    "track record",
    "skilled in",
    "you know",
    "you are",
    "you're",
    "we expect",
    "looking for",
    "erfahrung",
    "kenntnisse",
    "du hast",
    "sie haben",
    "du bringst",
    "sicherer umgang",
    "abgeschlossenes studium",
    "verständnis",
    "beherrsch",
    "able to",
    "passion",
    "you can",
    "must",
    "deutschkenntnisse",
    "vertraut",
    "background in",
    "skills",
];
const DUTIES: &[&str] = &[
    "you will",
    "you'll",
    "you’ll",
    "responsible for",
    "your mission",
    "in this role",
    "as a ",
    "du entwickelst",
    "du arbeitest",
    "sie entwickeln",
    "du bist verantwortlich",
    "your role",
    "work with",
    "work on",
    "help us",
    "help build",
    "day-to-day",
    "verantwort",
    "our stack",
    "we use",
    "our tech stack",
    "the tech stack",
    "we work with",
    "built with",
    "built on",
    "written in",
    "the role",
];
/// How items about work begin.
const VERBS: &[&str] = &[
    "design",
    "build",
    "develop",
    "lead",
    "own",
    "work",
    "collaborate",
    "maintain",
    "implement",
    "participate",
    "ensure",
    "mentor",
    "drive",
    "write",
    "create",
    "improve",
    "deliver",
    "partner",
    "contribute",
    "define",
    "architect",
    "optimize",
    "optimise",
    "support",
    "manage",
    "automate",
    "monitor",
    "operate",
    "review",
    "identify",
    "take",
    "troubleshoot",
    "perform",
    "conduct",
    "establish",
    "help",
    "scale",
    "debug",
    "analyze",
    "analyse",
    "integrate",
    "deploy",
    "provide",
    "guide",
    "coordinate",
    "champion",
    "evaluate",
    "investigate",
    "set",
    "shape",
    "make",
    "solve",
    "understand",
    "translate",
    "ship",
    "assist",
    "influence",
    "designing",
    "building",
    "developing",
    "leading",
    "working",
    "maintaining",
    "implementing",
    "writing",
    "entwicklung",
    "konzeption",
    "weiterentwicklung",
    "umsetzung",
    "betrieb",
    "planung",
    "mitarbeit",
    "entwurf",
    "wartung",
    "aufbau",
    "unterstützung",
    "analyse",
    "optimierung",
    "pflege",
    "sicherstellung",
    "du",
    "gestaltung",
    "implementierung",
];

/// Sorts the pieces of a posting. Headings are not among what comes back.
pub(super) fn sort(pieces: &[Piece]) -> Vec<Sentence> {
    let mut sorted = Vec::new();
    let mut under: Option<Part> = None;
    for piece in pieces {
        if piece.kind == PieceKind::Heading {
            // A heading that says nothing ends what stood before, unless it divides a list of what is asked for.
            under = headed(&piece.text).or(under.filter(|part| matches!(part, Part::Must | Part::Duty)));
            continue;
        }
        sorted.push(Sentence { part: part_of(piece, under), text: piece.text.clone() });
    }
    sorted
}

fn part_of(piece: &Piece, under: Option<Part>) -> Part {
    let text = piece.text.to_lowercase();
    let says = |cues: &[&str]| cues.iter().any(|cue| text.contains(cue));
    let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let begins_with_work = VERBS.contains(&first);
    let offers = says(OFFERS) && !says(&["experience", "erfahrung"]);
    match under {
        Some(Part::Offer) => Part::Offer,
        Some(part @ (Part::Must | Part::Nice | Part::Duty)) => {
            if offers && piece.kind == PieceKind::Prose {
                Part::Offer
            } else if part != Part::Nice && says(NICE) {
                Part::Nice
            } else if part == Part::Duty && says(MUSTS) && !begins_with_work && !says(DUTIES) {
                Part::Must
            } else {
                part
            }
        }
        Some(Part::Company) | None => {
            if offers {
                Part::Offer
            } else if says(NICE) {
                Part::Nice
            } else if (piece.kind == PieceKind::Item && begins_with_work) || says(DUTIES) {
                Part::Duty
            } else if says(MUSTS) {
                Part::Must
            } else {
                Part::Company
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    fn parts(text: &str) -> Vec<Part> {
        sort(&pieces(text)).into_iter().map(|sentence| sentence.part).collect()
    }

    #[test]
    fn headings_say_what_follows_and_sentences_may_say_otherwise() {
        use Part::{Company, Duty, Must, Nice, Offer};
        let text = "About us\nWe are a bank for farmers.\n\nWhat you'll do\n- Build services in Go\n- Run them\n\nYour profile\n- 5+ years of backend work\n\
                    - Kafka is a plus\n\nPreferred qualifications\n- Rust\n\nBenefits\n- A dog\n- Experience with dogs";
        assert_eq!(parts(text), [Company, Duty, Duty, Must, Nice, Nice, Offer, Offer]);
    }

    #[test]
    fn prose_without_headings_is_sorted_by_its_words() {
        use Part::{Company, Duty, Must, Nice, Offer};
        let text = "Our shop sells shoes. You will own the checkout. We expect experience with Postgres. Terraform would be great. \
                    We offer 30 days of vacation.";
        assert_eq!(parts(text), [Company, Duty, Must, Nice, Offer]);
    }

    #[test]
    fn german_postings_are_sorted_too() {
        use Part::{Company, Duty, Must, Nice, Offer};
        let text = "Über uns\nWir bauen Züge.\n\nDeine Aufgaben\n- Entwicklung von Diensten in Java\n\nDein Profil\n- Erfahrung mit Kafka\n\
                    - Terraform ist von Vorteil\n\nWir bieten\n- 30 Tage Urlaub";
        assert_eq!(parts(text), [Company, Duty, Must, Nice, Offer]);
    }
}
