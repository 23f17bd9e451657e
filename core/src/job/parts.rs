//! Sorts the sentences of a posting by what they are about.

use super::part::{Part, Sentence};
use super::phrasebook::Phrasebook;
use super::pieces::{Piece, PieceKind};

/// A sentence with its place in the posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sorted {
    pub(super) sentence: Sentence,
    pub(super) kind: PieceKind,
    /// The part that the heading above it announces, if any.
    pub(super) under: Option<Part>,
}

/// Sorts the pieces of a posting. The result includes headings, because some of them ask for something themselves.
pub(super) fn sort(pieces: &[Piece], book: &Phrasebook) -> Vec<Sorted> {
    let mut sorted = Vec::new();
    let mut under: Option<Part> = None;
    for piece in pieces {
        let part = if piece.kind == PieceKind::Heading {
            // A heading that announces no known part ends the section above it, unless it subdivides requirements or
            // duties.
            under = book.headed(&piece.text).or(under.filter(|part| matches!(part, Part::Must | Part::Duty)));
            under.unwrap_or(Part::Company)
        } else {
            part_of(piece, under, book)
        };
        sorted.push(Sorted { sentence: Sentence { part, text: piece.text.clone() }, kind: piece.kind, under });
    }
    sorted
}

fn part_of(piece: &Piece, under: Option<Part>, book: &Phrasebook) -> Part {
    let text = piece.text.to_lowercase();
    let says = |part| book.says(part, &text);
    let first = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    let begins_with_work = book.is_work(first);
    let offers = says(Part::Offer) && !book.names_experience(&text);
    match under {
        Some(Part::Offer) => Part::Offer,
        Some(part @ (Part::Must | Part::Nice | Part::Duty)) => {
            if offers && piece.kind == PieceKind::Prose {
                Part::Offer
            } else if part != Part::Nice && says(Part::Nice) {
                Part::Nice
            } else if part == Part::Duty && says(Part::Must) && !begins_with_work && !says(Part::Duty) {
                Part::Must
            } else {
                part
            }
        }
        Some(Part::Company) | None => {
            if offers {
                Part::Offer
            } else if says(Part::Nice) {
                Part::Nice
            } else if (piece.kind == PieceKind::Item && begins_with_work) || says(Part::Duty) {
                Part::Duty
            } else if says(Part::Must) {
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
        let book = Phrasebook::of(super::super::language::language(text));
        let sorted = sort(&pieces(text, &book), &book);
        sorted.into_iter().filter(|one| one.kind != PieceKind::Heading).map(|one| one.sentence.part).collect()
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
    fn postings_in_other_languages_are_sorted_too() {
        use Part::{Company, Duty, Must, Nice, Offer};
        for text in [
            "Qui sommes-nous ?\nNous sommes une banque pour les fermes.\n\nVos missions\n- Développer des services en Go avec nous\n\n\
             Votre profil\n- Expérience avec Kafka dans une équipe\n- Terraform est un plus\n\nNos avantages\n- Un chien",
            "Sobre nosotros\nSomos un banco para los granjeros.\n\nResponsabilidades\n- Desarrollar los servicios en Go con el equipo\n\n\
             Requisitos\n- Experiencia con Kafka y con el cloud\n- Se valora Terraform\n\nQué ofrecemos\n- Un perro",
            "Over ons\nWij zijn een bank voor de boeren.\n\nWat ga je doen?\n- Bouwen van de diensten in Go met het team\n\n\
             Wat vragen wij?\n- Ervaring met Kafka\n- Terraform is een pré\n\nWat bieden wij?\n- Een hond",
        ] {
            assert_eq!(parts(text), [Company, Duty, Must, Nice, Offer], "{text}");
        }
    }

    #[test]
    fn what_is_asked_for_has_many_headings() {
        for heading in [
            "What we ask for",
            "What we'd like",
            "What we’d like",
            "What is asked for",
            "Your toolbox",
            "You should have",
            "Must-haves",
            "Our ideal candidate",
            "What we want to see",
            "Essential",
            "This is right for you if",
        ] {
            assert_eq!(
                parts(&format!("## {heading}\n- Kafka\n- Postgres in production")),
                [Part::Must; 2],
                "{heading}"
            );
        }
        for heading in ["Nice to haves", "Nice-to-haves", "Wish list", "We'd love to see", "What would be great"] {
            assert_eq!(
                parts(&format!("## {heading}\n- Kafka\n- Postgres in production")),
                [Part::Nice; 2],
                "{heading}"
            );
        }
        let german = |heading: &str| {
            let text =
                format!("Wir suchen dich für unser Team.\n\n## {heading}\n- Kafka und Java\n- Postgres im Betrieb");
            parts(&text)[1..].to_vec()
        };
        for heading in [
            "Das wünschen wir uns",
            "Was wir uns wünschen",
            "Was wir verlangen",
            "Dein Werkzeugkasten",
            "Das solltest du mitbringen",
            "Was du können solltest",
            "Worauf es uns ankommt",
            "Gefragt ist",
        ] {
            assert_eq!(german(heading), [Part::Must; 2], "{heading}");
        }
        for heading in ["Gern gesehen", "Schön wäre", "Wäre super", "Kein Muss, aber schön"] {
            assert_eq!(german(heading), [Part::Nice; 2], "{heading}");
        }
        // What the company gives is not asked for, even where it says what you may ask.
        assert_eq!(parts("## What we offer\n- A dog\n- Another dog"), [Part::Offer; 2]);
    }

    #[test]
    fn german_postings_are_sorted_too() {
        use Part::{Company, Duty, Must, Nice, Offer};
        let text = "Über uns\nWir bauen Züge.\n\nDeine Aufgaben\n- Entwicklung von Diensten in Java\n\nDein Profil\n- Erfahrung mit Kafka\n\
                    - Terraform ist von Vorteil\n\nWir bieten\n- 30 Tage Urlaub";
        assert_eq!(parts(text), [Company, Duty, Must, Nice, Offer]);
    }
}
