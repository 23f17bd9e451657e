//! Finds the company of a posting where neither a label nor the line of the title names it.

use super::phrasebook::Phrasebook;
use super::pieces::Piece;
use super::words::words;

/// The most words of a company's name, without its legal form.
const COMPANY_WORDS: usize = 4;
/// Legal forms that a company's name ends with, without a last full stop.
const LEGAL_FORMS: [&str; 11] = ["GmbH", "AG", "SE", "KG", "Ltd", "Limited", "Inc", "LLC", "B.V", "BV", "N.V"];
/// Words before the company that somebody works for.
const EMPLOYED: [&str; 6] = ["at", "@", "bei", "for", "für", "join"];
const ARTICLES: [&str; 4] = ["der", "dem", "die", "the"];
/// Words about where and how long one works.
const TERMS: [&str; 23] = [
    "remote",
    "hybrid",
    "onsite",
    "on",
    "site",
    "full",
    "part",
    "time",
    "fulltime",
    "parttime",
    "permanent",
    "contract",
    "vollzeit",
    "teilzeit",
    "unbefristet",
    "befristet",
    "homeoffice",
    "office",
    "home",
    "or",
    "and",
    "oder",
    "und",
];

/// The company that the first pieces of a posting name.
pub(super) fn find(first: &[Piece], book: &Phrasebook) -> Option<String> {
    between_bars(first, book).or_else(|| first.iter().find_map(|piece| employer(&piece.text)))
}

/// The company of a line like "Acme | Remote (EU) or Amsterdam | Full-time", which names a place and terms of work.
fn between_bars(first: &[Piece], book: &Phrasebook) -> Option<String> {
    let of_terms = |word: &String| TERMS.contains(&word.as_str());
    first.iter().find_map(|piece| {
        let parts: Vec<&str> = piece.text.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
        let [name, rest @ ..] = &parts[..] else { return None };
        let names = lower(name);
        let is_name = name.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            && names.len() <= COMPANY_WORDS
            && !names.iter().any(|word| book.is_role(word) || TERMS.contains(&word.as_str()));
        let has_terms = rest.iter().any(|part| lower(part).iter().any(of_terms));
        // "Berlin | Hybrid | Full-time" begins with the place.
        let has_place = rest.iter().any(|part| lower(part).iter().any(|word| !of_terms(word)));
        (is_name && has_terms && has_place).then(|| (*name).to_owned())
    })
}

/// The company that a text names with its legal form: "at Acme Parcels Ltd".
fn employer(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_end_matches([',', ';', ':', ')', '!', '?']).to_owned();
    words.iter().enumerate().find_map(|(end, word)| {
        let form = bare(word);
        if !LEGAL_FORMS.contains(&form.trim_end_matches('.')) {
            return None;
        }
        // A sentence may begin with "At Acme GmbH" or "Join Acme AG".
        let is_name = |word: &&&str| {
            word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '&')
                && !EMPLOYED.contains(&word.to_lowercase().as_str())
        };
        let name = words[..end].iter().rev().take(COMPANY_WORDS).take_while(is_name).count();
        let before: Vec<String> = words[..end - name].iter().rev().map(|word| word.to_lowercase()).collect();
        let named = match &before[..] {
            [article, at, ..] if ARTICLES.contains(&article.as_str()) => EMPLOYED.contains(&at.as_str()),
            [at, ..] => EMPLOYED.contains(&at.as_str()),
            [] => false,
        };
        // The last full stop may be that of the sentence.
        let form =
            if form.matches('.').count() == 1 && end + 1 == words.len() { form.trim_end_matches('.') } else { &form };
        let name = words[end - name..end].join(" ");
        (named && !name.is_empty()).then(|| format!("{name} {form}"))
    })
}

/// "Nordwind Energie AG" of "der Nordwind Energie AG".
pub(super) fn without_article(company: &str) -> &str {
    let article = ARTICLES.iter().find_map(|article| company.strip_prefix(article)?.strip_prefix(' '));
    article.map_or(company, str::trim_start)
}

fn lower(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_named_by_its_legal_form_behind_a_word_for_working_there() {
        for (text, name) in [
            ("You work at Acme Ltd.", "Acme Ltd"),
            ("You work at Acme Ltd. in Leeds.", "Acme Ltd."),
            ("Arbeiten bei der Nordwind Energie GmbH, in Kiel", "Nordwind Energie GmbH"),
            ("A job at Acme Parcels B.V. for you", "Acme Parcels B.V."),
            ("Join Acme AG", "Acme AG"),
            ("At Acme GmbH, you ship", "Acme GmbH"),
        ] {
            assert_eq!(employer(text).as_deref(), Some(name), "{text}");
        }
        for text in ["We sell to Acme Inc. and others", "GmbH", "at GmbH", "the AG", "We host at scale, SE Asia", ""] {
            assert_eq!(employer(text), None, "{text}");
        }
    }
}
