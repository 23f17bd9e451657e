//! The usual names for the parts of a question, as column headers of a table or as keys of an object.

/// A part of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Question,
    Answer,
    Sample,
    /// One of the answers to choose from.
    Choice,
    /// Which of the choices are right.
    Correct,
    Topic,
    Subtopic,
    Tags,
    Difficulty,
    Kind,
    Level,
    Hints,
    Mistakes,
    FollowUps,
    Id,
    Guid,
    Source,
    Licence,
}

/// Names in the languages that lists are written in, in lower case with `_` for blanks.
const NAMES: [(Column, &[&str]); 18] = [
    (
        Column::Question,
        &[
            "question",
            "questions",
            "front",
            "prompt",
            "q",
            "ask",
            "problem",
            "term",
            "frage",
            "fragen",
            "pregunta",
            "preguntas",
            "pergunta",
            "perguntas",
            "domanda",
            "domande",
            "вопрос",
            "вопросы",
            "питання",
            "запитання",
            "问题",
            "題目",
            "题目",
            "問題",
            "质问",
            "質問",
            "질문",
            "문제",
            "pytanie",
            "vraag",
            "fråga",
            "spørgsmål",
            "spørsmål",
            "kysymys",
            "soru",
            "câu_hỏi",
            "سؤال",
            "السؤال",
            "پرسش",
            "प्रश्न",
            "otázka",
            "kérdés",
            "întrebare",
            "ερώτηση",
            "שאלה",
            "pertanyaan",
            "въпрос",
        ],
    ),
    (
        Column::Answer,
        &[
            "answer",
            "answers",
            "back",
            "a",
            "notes",
            "points",
            "look_for",
            "explanation",
            "extra",
            "solution",
            "definition",
            "response",
            "antwort",
            "antworten",
            "lösung",
            "erklärung",
            "respuesta",
            "respuestas",
            "explicación",
            "resposta",
            "respostas",
            "explicação",
            "réponse",
            "réponses",
            "explication",
            "risposta",
            "risposte",
            "spiegazione",
            "ответ",
            "ответы",
            "пояснение",
            "объяснение",
            "відповідь",
            "答案",
            "答",
            "回答",
            "解答",
            "解析",
            "解説",
            "答え",
            "답",
            "답변",
            "정답",
            "해설",
            "odpowiedź",
            "antwoord",
            "svar",
            "vastaus",
            "cevap",
            "yanıt",
            "câu_trả_lời",
            "đáp_án",
            "إجابة",
            "الإجابة",
            "جواب",
            "الجواب",
            "پاسخ",
            "उत्तर",
            "odpověď",
            "válasz",
            "răspuns",
            "απάντηση",
            "תשובה",
            "jawaban",
            "отговор",
        ],
    ),
    (Column::Sample, &["sample", "sample_answer", "strong"]),
    (
        Column::Choice,
        &["options", "choices", "option", "choice", "answer_options", "possible_answers", "incorrect_answers"],
    ),
    (
        Column::Correct,
        &[
            "correct",
            "correct_answer",
            "correct_answers",
            "correct_option",
            "correct_options",
            "correct_choice",
            "correct_index",
            "answer_index",
            "correct_answer_index",
            "right_answer",
            "answer_key",
            "key",
        ],
    ),
    (
        Column::Topic,
        &[
            "topic",
            "category",
            "section",
            "deck",
            "subject",
            "thema",
            "kategorie",
            "tema",
            "categoría",
            "categoria",
            "catégorie",
            "thème",
            "sujet",
            "argomento",
            "тема",
            "категория",
            "раздел",
            "категорія",
            "分类",
            "分類",
            "类别",
            "主题",
            "主題",
            "カテゴリ",
            "カテゴリー",
            "トピック",
            "주제",
            "카테고리",
            "kategoria",
            "temat",
            "onderwerp",
            "categorie",
            "kategori",
            "konu",
            "chủ_đề",
            "الموضوع",
            "الفئة",
        ],
    ),
    (Column::Subtopic, &["subtopic", "subcategory", "unterthema", "subtema", "подтема"]),
    (
        Column::Tags,
        &[
            "tags",
            "tag",
            "labels",
            "schlagwörter",
            "schlagworte",
            "etiquetas",
            "étiquettes",
            "теги",
            "метки",
            "标签",
            "標籤",
            "タグ",
            "태그",
            "tagi",
            "etiketler",
            "keywords",
        ],
    ),
    (
        Column::Difficulty,
        &[
            "difficulty",
            "schwierigkeit",
            "dificultad",
            "dificuldade",
            "difficulté",
            "difficoltà",
            "сложность",
            "难度",
            "難度",
            "難易度",
            "난이도",
            "zorluk",
            "poziom_trudności",
        ],
    ),
    (Column::Kind, &["kind", "type", "question_type"]),
    (Column::Level, &["level", "levels", "seniority"]),
    (Column::Hints, &["hints", "hint", "hinweis", "pista", "dica", "indice", "подсказка", "提示", "ヒント", "힌트"]),
    (Column::Mistakes, &["mistakes", "common_mistakes"]),
    (Column::FollowUps, &["follow_ups", "followups", "follow_up", "followup"]),
    (Column::Id, &["id", "slug", "uuid", "question_id"]),
    (Column::Guid, &["guid"]),
    (Column::Source, &["source", "url", "link", "quelle", "fuente", "источник", "来源", "出典"]),
    (Column::Licence, &["licence", "license"]),
];

/// In a name of several words, these mean that the column is about a question or an answer rather than one itself.
const ABOUT: [&str; 12] = ["id", "no", "nr", "number", "num", "type", "count", "date", "status", "by", "time", "index"];

/// The part with this name, if it is one of the usual ones.
pub(super) fn column(name: &str) -> Option<Column> {
    let name = without_remark(name).replace("(s)", "s");
    let name = name.trim().trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
    let mut plain = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        // `correctAnswer` is two words.
        if c.is_uppercase() && before.is_lowercase() {
            plain.push('_');
        }
        before = c;
        if c.is_alphanumeric() || is_mark(c) {
            plain.extend(c.to_lowercase());
        } else if !plain.ends_with('_') {
            plain.push('_');
        }
    }
    let known = |name: &str| NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(column, _)| *column);
    known(&plain).or_else(|| of_words(&plain))
}

/// A name without what a template says about it: "Question - at most 120 characters", "Answer (short)".
pub(super) fn without_remark(name: &str) -> &str {
    let cut = [" - ", " – ", " ("].iter().filter_map(|sign| name.find(sign)).min();
    cut.map(|at| name[..at].trim()).filter(|name| !name.is_empty()).unwrap_or(name)
}

/// The parts that these names stand for, seen together: if there is an "A" and a "B", both are choices.
pub(super) fn columns(names: &[&str]) -> Vec<Option<Column>> {
    let letter = |name: &&str| matches!(name.trim().as_bytes(), [b'A'..=b'H' | b'a'..=b'h']);
    let lettered = names.iter().filter(|name| letter(name)).count() > 1
        && names.iter().any(|name| name.trim().eq_ignore_ascii_case("b"));
    names.iter().map(|name| if lettered && letter(name) { Some(Column::Choice) } else { column(name) }).collect()
}

/// Combining marks that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93e}'..='\u{94d}')
}

/// Recognises a name of several words: "Interview question", "Model answer", "Option B".
fn of_words(name: &str) -> Option<Column> {
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    if words.len() < 2 {
        // Names such as "option1" and "choice2".
        let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
        return (bare.len() < name.len() && matches!(bare, "option" | "choice")).then_some(Column::Choice);
    }
    if words.len() == 2 && matches!(words[0], "option" | "choice" | "answer" | "antwort") && words[1].len() == 1 {
        return Some(Column::Choice);
    }
    if words.len() > 4 || has(&ABOUT) {
        return None;
    }
    if has(&["sample", "example"]) && has(&["answer"]) {
        Some(Column::Sample)
    } else if has(&["correct", "right"]) && has(&["answer", "option", "choice"]) {
        Some(Column::Correct)
    } else if has(&["difficulty"]) {
        Some(Column::Difficulty)
    } else if has(&["follow"]) {
        Some(Column::FollowUps)
    } else if has(&["answer", "answers", "solution", "explanation"]) {
        Some(Column::Answer)
    } else if has(&["question", "prompt", "frage", "вопрос", "pregunta"]) {
        Some(Column::Question)
    } else if has(&["category", "topic"]) {
        Some(Column::Topic)
    } else {
        None
    }
}

/// The tags in a cell, separated by commas or semicolons if there are any, otherwise by whitespace.
pub(super) fn tags(cell: &str) -> Vec<String> {
    let parts: Vec<&str> =
        if cell.contains([',', ';']) { cell.split([',', ';']).collect() } else { cell.split_whitespace().collect() };
    parts.into_iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_other_languages_and_of_several_words() {
        for (name, expected) in [
            ("Frage", Some(Column::Question)),
            ("Interview Question", Some(Column::Question)),
            ("Вопрос", Some(Column::Question)),
            ("答案", Some(Column::Answer)),
            ("Réponse", Some(Column::Answer)),
            ("Model answer:", Some(Column::Answer)),
            ("correctAnswer", Some(Column::Correct)),
            ("Option B", Some(Column::Choice)),
            ("option3", Some(Column::Choice)),
            ("Difficulty Level", Some(Column::Difficulty)),
            ("Question - max 120 characters", Some(Column::Question)),
            ("Correct answer(s) - choose one", Some(Column::Correct)),
            ("Question No", None),
            ("Asked by", None),
            ("S.No", None),
            ("#", None),
            ("", None),
        ] {
            assert_eq!(column(name), expected, "{name:?}");
        }
    }
}
