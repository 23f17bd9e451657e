//! How hard a question is and whom it is for, in the words, numbers and signs of foreign lists.

use hotseat_bank::{Difficulty, Kind, Level, Levels};

/// What a cell for the difficulty or the level says. Lists mix the two: "Senior" as a difficulty, "Easy" as a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grade {
    Difficulty(Difficulty),
    /// A number without its scale, from 1 to 5.
    Number(u32),
    Levels(Levels),
}

const EASY: &[&str] = &[
    "easy",
    "simple",
    "basic",
    "basics",
    "beginner",
    "low",
    "trivial",
    "warmup",
    "leicht",
    "einfach",
    "niedrig",
    "facile",
    "débutant",
    "basso",
    "fácil",
    "facil",
    "básico",
    "basico",
    "baixo",
    "bajo",
    "semplice",
    "łatwy",
    "łatwe",
    "łatwa",
    "makkelijk",
    "gemakkelijk",
    "eenvoudig",
    "лёгкий",
    "легкий",
    "лёгкая",
    "легкая",
    "легко",
    "простой",
    "просто",
    "lätt",
    "let",
    "lett",
    "helppo",
    "snadné",
    "snadný",
    "lehké",
    "ľahké",
    "könnyű",
    "ușor",
    "usor",
    "kolay",
    "mudah",
    "dễ",
    "简单",
    "容易",
    "简單",
    "簡單",
    "簡単",
    "易しい",
    "初级",
    "初級",
    "쉬움",
    "쉬운",
    "سهل",
    "آسان",
    "आसान",
    "קל",
    "εύκολο",
    "🟢",
];

const MEDIUM: &[&str] = &[
    "medium",
    "moderate",
    "intermediate",
    "average",
    "normal",
    "mittel",
    "mittelschwer",
    "moyen",
    "moyenne",
    "intermédiaire",
    "medio",
    "media",
    "médio",
    "média",
    "intermedio",
    "intermediário",
    "średni",
    "średnie",
    "średnia",
    "gemiddeld",
    "средний",
    "средняя",
    "средне",
    "среднее",
    "середній",
    "medel",
    "middel",
    "keskitaso",
    "střední",
    "stredné",
    "közepes",
    "mediu",
    "orta",
    "sedang",
    "trung",
    "中等",
    "中",
    "普通",
    "中级",
    "中級",
    "보통",
    "중간",
    "متوسط",
    "मध्यम",
    "בינוני",
    "μέτριο",
    "🟡",
    "🟠",
];

const HARD: &[&str] = &[
    "hard",
    "difficult",
    "advanced",
    "expert",
    "high",
    "tough",
    "challenging",
    "complex",
    "schwer",
    "schwierig",
    "hoch",
    "difficile",
    "avancé",
    "difícil",
    "dificil",
    "avanzado",
    "avançado",
    "alto",
    "trudny",
    "trudne",
    "trudna",
    "moeilijk",
    "lastig",
    "сложный",
    "сложная",
    "сложно",
    "трудный",
    "трудно",
    "важкий",
    "складний",
    "svår",
    "svår",
    "svær",
    "vanskelig",
    "vaikea",
    "těžké",
    "těžký",
    "obtížné",
    "ťažké",
    "nehéz",
    "greu",
    "zor",
    "sulit",
    "khó",
    "困难",
    "困難",
    "难",
    "難",
    "難しい",
    "高级",
    "高級",
    "上級",
    "어려움",
    "어려운",
    "صعب",
    "سخت",
    "कठिन",
    "קשה",
    "δύσκολο",
    "🔴",
];

const JUNIOR: &[&str] = &["entry", "graduate", "intern", "trainee", "fresher", "associate"];
const MIDDLE: &[&str] = &["middle", "medior", "regular", "professional", "pleno", "confirmé"];
const STAFF: &[&str] = &["principal", "lead", "architect", "distinguished"];

/// Reads a cell that says how hard a question is; `None` if it says nothing that is known.
pub(super) fn difficulty(text: &str) -> Option<Grade> {
    let bare = bare(text);
    rated(&bare)
        .map(Grade::Difficulty)
        .or_else(|| number(&bare))
        .or_else(|| named(&bare).map(Grade::Difficulty))
        .or_else(|| levels(&bare).map(Grade::Levels))
}

/// Reads a cell that says whom a question is for.
pub(super) fn level(text: &str) -> Option<Grade> {
    let bare = bare(text);
    levels(&bare).map(Grade::Levels).or_else(|| named(&bare).map(Grade::Difficulty))
}

/// The difficulty that a number from 1 to 5 stands for.
pub(super) fn of_five(number: u32) -> Difficulty {
    match number {
        ..=2 => Difficulty::Easy,
        3 => Difficulty::Medium,
        _ => Difficulty::Hard,
    }
}

/// A level or a range of levels: `senior`, `mid-staff`, `mid to staff`.
pub(super) fn levels(text: &str) -> Option<Levels> {
    let lower = text.to_lowercase();
    let one = |word: &str| {
        let also = [(JUNIOR, Level::Junior), (MIDDLE, Level::Mid), (STAFF, Level::Staff)];
        word.parse().ok().or_else(|| also.iter().find(|(words, _)| words.contains(&word)).map(|(_, level)| *level))
    };
    let mut found: Vec<Level> = lower.split(|c: char| !c.is_alphanumeric()).filter_map(one).collect();
    found.sort_unstable();
    Some(Levels { lowest: *found.first()?, highest: *found.last()? })
}

/// The kind of question that a word of another list stands for.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let bare = bare(text);
    bare.parse().ok().or_else(|| {
        Some(match bare.as_str() {
            "behavioral" | "behaviour" | "behavior" | "hr" | "soft skills" | "verhalten" => Kind::Behavioural,
            "system design" | "system-design" | "architecture" | "systems design" => Kind::Design,
            "debugging" | "troubleshooting" | "outage" => Kind::Incident,
            "code review" | "code-review" => Kind::Review,
            "coding" | "code" | "theory" | "theoretical" | "concept" | "conceptual" | "technisch" => Kind::Technical,
            "hypothetical" | "scenario" => Kind::Situational,
            "introduction" | "icebreaker" => Kind::Intro,
            _ => return None,
        })
    })
}

fn bare(text: &str) -> String {
    text.trim().trim_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '*' | '/')).trim().to_lowercase()
}

/// The word of a difficulty, alone or among others: "Schwer", "medium difficulty", "sehr leicht".
fn named(bare: &str) -> Option<Difficulty> {
    let one = |word: &str| {
        let known = [(EASY, Difficulty::Easy), (MEDIUM, Difficulty::Medium), (HARD, Difficulty::Hard)];
        known.iter().find(|(words, _)| words.contains(&word)).map(|(_, difficulty)| *difficulty)
    };
    let mut words = bare.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|word| !word.is_empty());
    one(bare).or_else(|| words.clone().count().le(&4).then(|| words.find_map(one)).flatten())
}

/// A rating that names its scale: `4/5`, `2 of 3`, `★★☆`, `L2`.
fn rated(bare: &str) -> Option<Difficulty> {
    let full = bare.chars().filter(|c| matches!(c, '★' | '⭐' | '●' | '*')).count();
    let empty = bare.chars().filter(|c| matches!(c, '☆' | '○')).count();
    let only = bare.chars().all(|c| matches!(c, '★' | '⭐' | '●' | '*' | '☆' | '○' | '\u{fe0f}' | ' '));
    if only && full > 0 && empty > 0 {
        return of_scale(full, full + empty);
    }
    if let Some(digit) = bare.strip_prefix('l').and_then(|rest| rest.parse().ok()).filter(|n| (1..=3).contains(n)) {
        return of_scale(digit, 3);
    }
    let (got, all) = bare.split_once('/').or_else(|| bare.split_once(" of "))?;
    of_scale(got.trim().parse().ok()?, all.trim().parse().ok()?)
}

/// The third of a scale from 1 that a rating is in.
fn of_scale(got: usize, all: usize) -> Option<Difficulty> {
    ((1..=all).contains(&got) && (2..=100).contains(&all)).then(|| match (got - 1) * 3 / all {
        0 => Difficulty::Easy,
        1 => Difficulty::Medium,
        _ => Difficulty::Hard,
    })
}

/// A number from 1 to 5, as a digit, with a word before it, or as stars.
fn number(bare: &str) -> Option<Grade> {
    let stars = bare.chars().filter(|c| matches!(c, '★' | '⭐' | '☆' | '*')).count();
    if stars > 0 && bare.chars().all(|c| matches!(c, '★' | '⭐' | '☆' | '*' | '\u{fe0f}' | ' ')) {
        return (stars <= 5).then(|| Grade::Number(u32::try_from(stars).unwrap_or(5)));
    }
    let digits = bare.strip_prefix("level").or_else(|| bare.strip_prefix("stufe")).unwrap_or(bare).trim();
    let digits = digits.strip_suffix(".0").or_else(|| digits.strip_suffix(",0")).unwrap_or(digits);
    digits.parse().ok().filter(|number| (1..=5).contains(number)).map(Grade::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn difficulties_are_read_in_words_numbers_and_signs() {
        use Difficulty::{Easy, Hard, Medium};
        for (text, expected) in [
            ("Leicht", Easy),
            ("mittel", Medium),
            ("sehr schwer", Hard),
            ("Facile", Easy),
            ("moyen", Medium),
            ("difficile", Hard),
            ("fácil", Easy),
            ("Medio", Medium),
            ("difícil", Hard),
            ("łatwy", Easy),
            ("gemiddeld", Medium),
            ("сложный", Hard),
            ("中等", Medium),
            ("Medium difficulty", Medium),
            ("(Hard)", Hard),
            ("2/5", Easy),
            ("3 of 3", Hard),
            ("★★☆", Medium),
            ("⭐⭐⭐", Medium),
            ("L1", Easy),
            ("5", Hard),
            ("Level 3", Medium),
            ("2.0", Easy),
            ("🔴", Hard),
        ] {
            let read = match difficulty(text) {
                Some(Grade::Difficulty(read)) => Some(read),
                Some(Grade::Number(number)) => Some(of_five(number)),
                _ => None,
            };
            assert_eq!(read, Some(expected), "{text}");
        }
        let junior = Levels { lowest: Level::Junior, highest: Level::Junior };
        assert_eq!(difficulty("Junior"), Some(Grade::Levels(junior)));
        assert_eq!(level("Hard"), Some(Grade::Difficulty(Hard)));
        assert_eq!(
            level("Mid to Principal"),
            Some(Grade::Levels(Levels { lowest: Level::Mid, highest: Level::Staff }))
        );
        assert!(
            ["", "7", "0", "blorp", "2024-01-01", "an easy text that goes on"]
                .iter()
                .all(|text| difficulty(text).is_none())
        );
        assert_eq!((kind("Behavioral"), kind("multiple")), (Some(Kind::Behavioural), None));
    }
}
