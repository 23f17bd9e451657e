//! Finds the title and the company of a posting: in its front matter, a label, a line like "company | role | place", a
//! line that names a role, or the sentence that says who is looked for.

use super::company;
use super::phrasebook::Phrasebook;
use super::pieces::{Piece, PieceKind, pieces};

/// The title is looked for in this many pieces at the beginning.
const TITLE_WITHIN: usize = 14;
/// The most words of a title.
const TITLE_WORDS: usize = 14;
/// A line of up to this many words is not a sentence.
const SHORT: usize = 5;
/// The most words before the role in a sentence that says who is looked for.
const SOUGHT_WORDS: usize = 7;

/// Labels before a colon that introduce the title or, in `COMPANY_LABELS`, the company.
const TITLE_LABELS: [&str; 24] = [
    "title",
    "job title",
    "jobtitle",
    "position",
    "role",
    "job",
    "job role",
    "stelle",
    "stellenbezeichnung",
    "titre",
    "poste",
    "intitulé du poste",
    "intitulé",
    "título",
    "puesto",
    "rol",
    "cargo",
    "vaga",
    "functie",
    "functietitel",
    "vacature",
    "posizione",
    "ruolo",
    "stanowisko",
];
const COMPANY_LABELS: [&str; 14] = [
    "company",
    "company name",
    "employer",
    "organization",
    "organisation",
    "firma",
    "unternehmen",
    "entreprise",
    "société",
    "empresa",
    "bedrijf",
    "azienda",
    "client",
    "kunde",
];
/// A line that begins with one of these words may mention a role but is not a title.
const NO_TITLE: [&str; 26] = [
    "about", "what", "how", "why", "who", "where", "from", "meet", "join", "our", "we", "you", "your", "as", "if",
    "hiring", "right", "this", "tags", "über", "was", "warum", "nos", "votre", "stack", "path",
];
/// A line with one of these words is a sentence, not a title.
const SPEAKING: [&str; 16] = [
    "we", "we're", "we’re", "our", "you", "your", "you'll", "you’ll", "is", "are", "wir", "du", "nous", "vous", "will",
    "i'm",
];

/// The title and the company of a posting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Titled {
    /// The title as the posting has it.
    pub(super) title: Option<String>,
    /// The name of the company.
    pub(super) company: Option<String>,
    /// The line or sentence that it was taken from.
    pub(super) line: Option<String>,
}

/// Title and company from the front matter, and the text below it. Without front matter, the whole text.
fn front_matter(text: &str) -> (Titled, &str) {
    const MOST: usize = 60;
    let none = (Titled::default(), text);
    let Some(rest) = text.trim_start().strip_prefix("---\n") else { return none };
    let mut end = 0;
    let mut titled = Titled::default();
    for line in rest.split_inclusive('\n').take(MOST) {
        end += line.len();
        if line.trim_end() == "---" {
            return (titled, &rest[end..]);
        }
        if let Some((field, value)) = line.split_once(':') {
            take(&mut titled, field, value, line);
        }
    }
    none
}

/// Takes the value of a field if it is a title or a company. The first value wins. Returns whether it is such a field.
fn take(titled: &mut Titled, field: &str, value: &str, line: &str) -> bool {
    let field = field.trim().trim_matches(['*', '_', '"']).to_lowercase();
    let value = value.trim().trim_matches(['"', '\'', '*', '_', ' ']).to_owned();
    if value.is_empty() {
        return false;
    }
    let place = if TITLE_LABELS.contains(&field.trim()) {
        &mut titled.title
    } else if COMPANY_LABELS.contains(&field.trim()) {
        &mut titled.company
    } else {
        return false;
    };
    if place.is_none() {
        *place = Some(value);
        titled.line.get_or_insert_with(|| line.trim().to_owned());
    }
    true
}

/// Finds title and company among the pieces of a posting.
pub(super) fn find(all: &[Piece], book: &Phrasebook) -> Titled {
    let mut titled = Titled::default();
    let first = &all[..all.len().min(TITLE_WITHIN)];
    for piece in first.iter().filter(|piece| piece.kind != PieceKind::Item) {
        if let Some((label, value)) = piece.text.split_once(':') {
            take(&mut titled, label, value, &piece.text);
        }
    }
    if titled.title.is_some() {
        return titled;
    }
    let found = first.iter().enumerate().find_map(|(at, piece)| {
        between_bars(&piece.text, book).or_else(|| {
            let title =
                names_role(at, piece, book).then(|| Titled { title: Some(tidy(&piece.text)), ..Titled::default() })?;
            Some(Titled { line: Some(piece.text.clone()), ..title })
        })
    });
    let found = found.or_else(|| all.iter().find_map(|piece| sought(&piece.text, book)));
    let company = || company::find(first, book);
    match found {
        Some(found) => Titled { company: found.company.or(titled.company).or_else(company), ..found },
        None => Titled { company: titled.company.or_else(company), ..titled },
    }
}

/// The role that a sentence says is looked for: "We're looking for a senior engineer who …".
pub(super) fn sought(sentence: &str, book: &Phrasebook) -> Option<Titled> {
    let lower = sentence.to_lowercase();
    // Some letters have another length in lower case, which would shift all byte offsets.
    if lower.len() != sentence.len() {
        return None;
    }
    book.sought(&lower).into_iter().find_map(|from| {
        let rest = sentence.get(from..)?;
        let mut end = 0;
        for word in rest.split_inclusive(char::is_whitespace).take(SOUGHT_WORDS + 1) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            end += word.len();
            if bare.is_empty() {
                continue;
            }
            // A negation: "A strong role, not a lead."
            if matches!(bare.as_str(), "not" | "no" | "nicht" | "kein" | "keine") {
                return None;
            }
            if book.is_role(&bare) {
                let title = rest[..end]
                    .trim()
                    .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '+' | '#'));
                // "As an engineer you …" names no role in particular.
                let named = title.split_whitespace().count() > 1;
                return named.then(|| Titled {
                    title: Some(title.to_owned()),
                    company: None,
                    line: Some(sentence.to_owned()),
                });
            }
            if word.trim_end().ends_with(['.', '!', '?', ';', ':']) && !word.trim_end().ends_with("r.") {
                return None;
            }
        }
        None
    })
}

/// Reads "Acme | Senior Engineer | Berlin | REMOTE": the part that names a role, and the company.
fn between_bars(line: &str, book: &Phrasebook) -> Option<Titled> {
    let parts: Vec<&str> = line.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || parts[0].split_whitespace().count() > TITLE_WORDS {
        return None;
    }
    let is_role = |part: &&&str| {
        let words = part.split_whitespace().count();
        // The company's name may contain such a word as well: "Acme Engineering".
        words <= TITLE_WORDS && !part.contains("://") && words_of(part).iter().any(|word| book.is_role(word))
    };
    let role = parts.iter().skip(1).find(is_role).or_else(|| parts.first().filter(|part| is_role(part)))?;
    let company = Some(parts[0]).filter(|first| first != role).map(|first| {
        let bare = first.split(['(', ',']).next().unwrap_or_default();
        bare.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ")
    });
    Some(Titled {
        title: Some(tidy(role)),
        company: company.filter(|name| !name.is_empty()),
        line: Some(line.to_owned()),
    })
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.to_lowercase();
    words.split(|c: char| !c.is_alphanumeric() && c != ':').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a piece is a line that names a role and can be the title.
fn names_role(at: usize, piece: &Piece, book: &Phrasebook) -> bool {
    let lower = piece.text.to_lowercase();
    let words = words_of(&lower);
    let first = words.first().map_or("", String::as_str);
    let speaks = lower.split_whitespace().any(|word| SPEAKING.contains(&word.trim_matches([',', '?', '!'])));
    // A posting may consist of nothing but a list, whose first item is then the title.
    let stands_alone = piece.kind != PieceKind::Item || at == 0;
    !words.is_empty()
        && lower.split_whitespace().count() <= TITLE_WORDS
        && stands_alone
        && words.iter().any(|word| book.is_role(word))
        && !NO_TITLE.contains(&first)
        // "Lead engineer" begins like an item about the work.
        && (!book.is_work(first) || lower.split_whitespace().count() <= SHORT)
        && !speaks
        && !piece.text.contains("://")
        && (piece.kind == PieceKind::Heading
            || !lower.ends_with(['.', '!', '?', ':'])
            || lower.ends_with("jr.")
            || lower.ends_with("sr."))
}

fn tidy(text: &str) -> String {
    text.trim_matches(['"', '\'', ' ', '|', '–', '-', ':']).to_owned()
}

/// Whether a title names a single role: "Engineer", not "Growth Engineering" or "Backend developers".
pub(super) fn is_one(title: &str, book: &Phrasebook) -> bool {
    words_of(title).iter().any(|word| book.is_role(word) && !word.ends_with("ing") && !word.ends_with('s'))
}

/// The list items that name roles, as a posting for several openings has them: "Sr Growth Software Eng (5+ years)".
pub(super) fn listed_roles(all: &[Piece], book: &Phrasebook) -> Vec<String> {
    let is_one = |piece: &&Piece| {
        let words = words_of(&piece.text);
        let early = &words[..words.len().min(TITLE_WORDS / 2)];
        piece.kind == PieceKind::Item
            && early.iter().any(|word| book.is_role(word) && !word.ends_with('s'))
            && !early.first().is_some_and(|word| book.is_work(word))
    };
    all.iter().filter(is_one).map(|piece| piece.text.clone()).collect()
}

/// Splits a title into role and company: "Engineer at Acme", "Engineer @ Acme".
pub(super) fn split(title: &str) -> (String, Option<String>) {
    let title = &without_genders(title);
    for mark in [" at ", " @ ", " bei ", " chez ", " bij "] {
        if let Some((role, company)) = title.split_once(mark)
            && let company = company::without_article(company)
            && company.chars().next().is_some_and(char::is_uppercase)
            && company.split_whitespace().count() <= 4
        {
            return (role.trim().to_owned(), Some(company.trim().to_owned()));
        }
    }
    (title.to_owned(), None)
}

/// Removes "(m/w/d)" and the like, which say that all genders are meant.
fn without_genders(title: &str) -> String {
    let is_genders = |text: &str| {
        let lower = text.to_lowercase();
        let letters: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let all = letters.len() > 1
            && letters
                .iter()
                .all(|part| matches!(*part, "m" | "w" | "d" | "f" | "x" | "i" | "n" | "h" | "v" | "k" | "div" | "gn"));
        all || lower.starts_with("all gender")
    };
    let mut out = String::new();
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, behind)) = after.split_once(')') else { break };
        out.push_str(before);
        if !is_genders(inside) {
            out.push_str(&format!("({inside})"));
        }
        rest = behind;
    }
    out.push_str(rest);
    let words: Vec<&str> = out.split_whitespace().filter(|word| !(word.contains('/') && is_genders(word))).collect();
    words.join(" ")
}

/// Reads the pieces and the title of a posting.
pub(super) fn read(posting: &str, book: &Phrasebook) -> (Vec<Piece>, Titled) {
    let (given, rest) = front_matter(posting);
    let all = pieces(rest, book);
    let found = find(&all, book);
    let titled = Titled {
        title: given.title.or(found.title),
        company: given.company.or(found.company),
        line: given.line.or(found.line),
    };
    (all, titled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(text: &str) -> (Option<String>, Option<String>) {
        let titled = read(text, &Phrasebook::of(None)).1;
        let (title, company) = titled.title.map_or((None, None), |title| {
            let (title, company) = split(&title);
            (Some(title), company)
        });
        (title, titled.company.or(company))
    }

    #[test]
    fn titles_are_found_wherever_postings_have_them() {
        for (text, title, company) in [
            ("# Senior Backend Engineer (m/f/d) at Acme\n\nWe ship.", "Senior Backend Engineer", "Acme"),
            ("---\nlayout: post\ntitle: 'Lead développeur'\ncompany: Acme\n---\nNous …", "Lead développeur", "Acme"),
            ("Acme (https://acme.io) | Sr. Go Engineer | Berlin | REMOTE\n\nWe ship.", "Sr. Go Engineer", "Acme"),
            (
                "Acme ships parcels. We are looking for a mid/senior Software Engineer who ships.",
                "mid/senior Software Engineer",
                "",
            ),
            ("Poste : Développeur Java H/F\nEntreprise : Acme", "Développeur Java", "Acme"),
            ("Wir ziehen um.\n\nSoftwareentwicklerin (w/m/d)\n", "Softwareentwicklerin", ""),
            (
                "# Senior Backend Engineer\n\nLedgerline | Remote (EU) or Amsterdam | Full-time\n\nWe ship.",
                "Senior Backend Engineer",
                "Ledgerline",
            ),
            ("# Backend Engineer\n\nEngineering | Berlin | Full-time\n", "Backend Engineer", ""),
            ("# Backend Engineer\n\nBerlin | Hybrid | Full-time\n", "Backend Engineer", ""),
            (
                "Softwareentwickler (m/w/d) bei der Nordwind Energie GmbH\n\nWir ziehen um.",
                "Softwareentwickler",
                "Nordwind Energie GmbH",
            ),
            (
                "# Softwareentwickler\n\nBei uns, bei der Nordwind Energie GmbH, baust du mit.",
                "Softwareentwickler",
                "Nordwind Energie GmbH",
            ),
            ("# Backend Engineer\n\nYou work at Acme Ltd. in Leeds.", "Backend Engineer", "Acme Ltd."),
            ("# Backend Engineer\n\nA job at Acme Parcels B.V.", "Backend Engineer", "Acme Parcels B.V."),
            ("# Backend Engineer\n\nWe sell to Acme Inc. and others.", "Backend Engineer", ""),
            ("- Backend Engineer\n- Go\n- Kafka", "Backend Engineer", ""),
            ("# Lead Backend Engineer\n\nWe are looking for a backend engineer.", "Lead Backend Engineer", ""),
        ] {
            let company = Some(company.to_owned()).filter(|company| !company.is_empty());
            assert_eq!(titled(text), (Some(title.to_owned()), company), "{text}");
        }
    }

    #[test]
    fn what_speaks_of_a_role_is_no_title() {
        for text in [
            "Right now we are hiring engineers:\n",
            "What you do as an engineer\n",
            "From an engineer:\n",
            "Hello.\n",
            "a | b | c\n",
        ] {
            assert_eq!(titled(text).0, None, "{text}");
        }
    }
}
