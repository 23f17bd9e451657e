//! Detects the language of a posting by its most frequent small words.

crate::bank::vocabulary! {
    /// A language that can be recognised.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    Language {
        /// English.
        English = "english",
        /// German.
        German = "german",
        /// French.
        French = "french",
        /// Spanish.
        Spanish = "spanish",
        /// Portuguese.
        Portuguese = "portuguese",
        /// Italian.
        Italian = "italian",
        /// Dutch.
        Dutch = "dutch",
        /// Polish.
        Polish = "polish",
        /// Written in a script other than that of the languages above.
        Other = "another",
    }
}

impl Language {
    /// Whether sentences of this language can be sorted. In other languages, only names of technologies are found.
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Other)
    }
}

const WORDS: [(Language, &[&str]); 8] = [
    (
        Language::English,
        &["the", "and", "of", "to", "you", "with", "our", "we", "for", "are", "is", "your", "have", "will"],
    ),
    (
        Language::German,
        &[
            "und", "der", "die", "das", "wir", "mit", "von", "für", "du", "dich", "sie", "eine", "ist", "deine", "im",
            "zu",
        ],
    ),
    (
        Language::French,
        &["et", "le", "les", "des", "vous", "nous", "dans", "une", "pour", "sur", "est", "votre", "du", "avec"],
    ),
    (
        Language::Spanish,
        &["y", "el", "los", "las", "con", "para", "una", "en", "del", "que", "experiencia", "por", "nuestro"],
    ),
    (
        Language::Portuguese,
        &["e", "os", "com", "para", "uma", "em", "do", "da", "que", "você", "experiência", "não", "por", "nosso"],
    ),
    (Language::Italian, &["il", "di", "che", "con", "per", "una", "del", "della", "nel", "sono", "esperienza", "gli"]),
    (Language::Dutch, &["de", "het", "een", "van", "je", "met", "voor", "onze", "wij", "bij", "zijn", "aan", "op"]),
    (Language::Polish, &["i", "w", "z", "na", "do", "oraz", "się", "doświadczenie", "jest", "dla", "nie", "praca"]),
];

/// With fewer small words than this, the language is unknown.
const FEW: usize = 4;

/// The language of a text; `None` if there is too little text to tell.
pub(super) fn language(text: &str) -> Option<Language> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = text.chars().filter(|c| c.is_alphabetic() && u32::from(*c) > 0x24F).count();
    if letters > 0 && foreign * 4 > letters {
        return Some(Language::Other);
    }
    let mut counts = [0_usize; WORDS.len()];
    for word in text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase) {
        for (count, (_, words)) in counts.iter_mut().zip(WORDS) {
            *count += usize::from(words.contains(&word.as_str()));
        }
    }
    let (at, most) = counts.iter().copied().enumerate().rev().max_by_key(|(_, count)| *count)?;
    (most >= FEW).then_some(WORDS[at].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_and_too_little_is_none() {
        for (text, expected) in [
            ("You will build the services of our team and run them with us.", Some(Language::English)),
            ("Du entwickelst mit uns die Dienste, und wir freuen uns für dich.", Some(Language::German)),
            (
                "Nous cherchons pour notre équipe une personne avec de l'expérience dans le développement et les API.",
                Some(Language::French),
            ),
            (
                "Buscamos para el equipo una persona con experiencia en los servicios y las API del negocio.",
                Some(Language::Spanish),
            ),
            ("Мы ищем разработчика с опытом работы с Kubernetes", Some(Language::Other)),
            ("Go, Kafka", None),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
