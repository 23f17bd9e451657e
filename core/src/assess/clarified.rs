//! Whether a candidate asked for clarification before answering, judged by what was said rather than by a key.

/// How a question to the interviewer about a requirement, a number or a limit begins.
const OPENINGS: &str = "
    how many|how much|how often|how long|how large|how big|how fast|how far|how old|how fresh|how current|how critical
    do we|do you|do they|do i|do users|do all|do the|does it|does the|does a|does this|does every|does anybody|does each
    is it|is there|is that|is this|is the|is a|is one|are there|are we|are you|are they|are the|are all|are these
    can i|can we|can the|can users|can it|can a|could i|may i|may we|may the|may it|must it|must the|must we|must they
    should i|should we|should it|should the|shall i|shall we|will there|will we|will it|will the|would you|would it
    what is the|what's the|what are the|what kind|what sort|what scale|what load|what counts|what matters|what exactly|what size
    what does the|what do the|what do we|what do you|what may|what must|which of|which one|which part|which is|which are|which kind
    who uses|who is|who are|who calls|who may|who reads|who else|who owns|have we|have you|has the|has it|was it|were there
    when does|when is|where does|where do|where is|since when|by when|in which|for whom|for how|at what|from where|with how
    was there|did you|did it|did anything|any limits|any constraints";

/// How any question begins. At the beginning of an answer it is most likely one to the interviewer.
const ANY: &str =
    "what which who whose when where must does do is are may can should will would any how in for at by since";

/// How a question begins that only the interviewer can answer, wherever it stands in the text.
const ADDRESSED: &str = "
    can i assume|may i assume|could i assume|shall i assume|can we assume|may we assume|should i|shall i|do you want|would you
    do you need|do you mean|did you mean|are you|do you expect|do you have";

/// How many sentences count as the beginning of an answer.
const BEGINNING: usize = 4;

/// How questions begin that candidates go on to answer themselves.
const RHETORICAL: &str = "
    why|so why|how so|what else|and then|so what|what now|what then|what happens|what would happen|what follows|what if
    what does that mean|what do i do|what do we do|what would i|what do i|how do i|how do we|how would i|how can i|how can we
    how could|what is left|what remains|what went wrong|what did i|what did we|is that enough|is it enough|is that all
    is that bad|is it worth|is that fine|is that a problem|was it|was that|was it worth|did it help|did it work|did i
    would i|do i regret|can i prove|is it perfect|is that perfect|what is the point|what's the point|what is the catch|what's the catch
    what is the price|what's the price|what's the difference|what is the trick|what's the trick|what is the alternative
    what is the problem|what's the problem|what is the cost|what's the cost|what is the downside|what's the downside";

/// First words of a sentence that answers the candidate's own question.
const ANSWERS: &str =
    "
    because yes no yeah nope sure well simple simply not with by exactly mostly none nothing nobody never it it's there there's
    they they're about for that that's two three once twice somebody";

/// Filler words before a question that are not part of it.
const BREATHS: &str =
    "so and but ok okay first second then also well one last next quick question maybe sorry now just";

/// Questions that need no question mark, which transcripts of speech often lack: the words at the beginning of the
/// sentence, and the verbs one of which has to follow within [`SOON`] words (empty: none has to).
const UNMARKED: [(&str, &str); 8] = [
    ("can i assume", ""),
    ("could i assume", ""),
    ("may i assume", ""),
    ("can we assume", ""),
    ("do we need", ""),
    ("do we have", ""),
    ("how many", "do does will would can have"),
    ("how much", "do does will would can have"),
];

/// Within how many words after the opening the verb of such a question has to come.
const SOON: usize = 4;

/// Whether the candidate asked for clarification: with the key (`by_key` times), or in the text of the answer. None
/// if the key was not used and there is no text that could tell.
pub fn clarified(text: Option<&str>, by_key: usize) -> Option<bool> {
    if by_key > 0 {
        return Some(true);
    }
    text.filter(|text| !text.trim().is_empty()).map(asks_back)
}

/// Whether a text asks the interviewer something about the task. Questions that it answers itself do not count, nor
/// do questions that it quotes.
pub fn asks_back(text: &str) -> bool {
    let sentences = sentences(text);
    sentences.iter().enumerate().any(|(at, sentence)| {
        let next = sentences.get(at + 1).map_or("", |next| next.first_word());
        sentence.asks(next, at < BEGINNING)
    })
}

/// A sentence, its words in lower case.
struct Sentence {
    words: Vec<String>,
    /// Whether it ends with a question mark of its own.
    marked: bool,
    /// Whether it is inside quotation marks, and so said by somebody else.
    quoted: bool,
}

impl Sentence {
    /// The words without the filler in front: where the question itself begins.
    fn core(&self) -> &[String] {
        let breaths = self.words.iter().take_while(|word| among(BREATHS, word)).count();
        &self.words[breaths.min(self.words.len())..]
    }

    fn first_word(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    fn asks(&self, next: &str, early: bool) -> bool {
        let core = self.core();
        if self.quoted || core.is_empty() {
            return false;
        }
        if !self.marked {
            return UNMARKED.iter().any(|(opening, soon)| {
                let begins = begins(core, opening);
                let rest = &core[opening.split(' ').count().min(core.len())..];
                begins && (soon.is_empty() || verb(rest, soon))
            });
        }
        let answered = among(ANSWERS, next) || next.starts_with(|c: char| c.is_ascii_digit());
        if answered || any_begins(core, RHETORICAL) {
            return false;
        }
        let any = core.len() > 1 && among(ANY, &core[0]);
        self.clauses().any(|clause| any_begins(clause, ADDRESSED) || early && any_begins(clause, OPENINGS))
            || early && any
    }

    /// The question, and each part of it that follows a comma: "if it fails, do we lose orders?".
    fn clauses(&self) -> impl Iterator<Item = &[String]> {
        let core = self.core();
        (0..core.len()).filter(move |at| *at == 0 || core[at - 1].ends_with(',')).map(move |at| &core[at..])
    }
}

/// Whether one of the verbs comes soon and before the subject, as in a question: "how many users do we", not "how
/// many we do".
fn verb(rest: &[String], verbs: &str) -> bool {
    let subject = |word: &&String| !among("you i we they there it", word);
    rest.iter().take(SOON).take_while(subject).any(|word| among(verbs, word))
}

fn among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word.trim_end_matches(','))
}

/// Whether these words begin with one of the phrases of a list.
fn any_begins(words: &[String], list: &str) -> bool {
    list.split(['|', '\n']).map(str::trim).any(|phrase| !phrase.is_empty() && begins(words, phrase))
}

fn begins(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter().map(|word| word.trim_end_matches(','));
    phrase.split(' ').all(|part| words.next() == Some(part))
}

/// The sentences of a text. Each item of a list is a sentence of its own, so a list of questions is several.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut opened = false;
    for line in text.lines() {
        for word in line.split_whitespace() {
            let quotes = word.chars().filter(|c| matches!(c, '"' | '\u{201c}' | '\u{201d}')).count();
            let inside = opened || quotes > 0;
            opened ^= quotes % 2 == 1;
            let end = word.trim_end_matches(['"', '\u{201d}', ')', '\'', '*', '_']).chars().next_back();
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != ',').replace('\u{2019}', "'");
            let bare = bare.trim_start_matches(',');
            if bare.chars().any(char::is_alphanumeric) {
                words.push(bare.to_lowercase());
            }
            if matches!(end, Some('?' | '.' | '!' | ':' | ';')) {
                found.push(Sentence { words: std::mem::take(&mut words), marked: end == Some('?'), quoted: inside });
            }
        }
        let ends_nothing = line.trim().is_empty() || line.trim_end().ends_with(',');
        // A wrapped line continues the sentence; an item of a list starts another.
        if line.trim().is_empty() || line.trim_start().starts_with(['-', '*', '\u{2022}']) && !ends_nothing {
            found.push(Sentence { words: std::mem::take(&mut words), marked: false, quoted: opened });
            opened = false;
        }
    }
    found.push(Sentence { words, marked: false, quoted: opened });
    found.retain(|sentence| !sentence.words.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn questions_to_the_interviewer_are_clarifications() {
        for text in [
            "How many users are there? I'd start with one table.",
            "First question: is it fine if a message arrives twice?",
            "Before I begin, do we need to keep the order of events?",
            "Okay, so can I assume that all of it fits on one machine",
            "so how many requests a second will there be at the peak and then I would shard it",
            "I have two questions.\n- Does the client retry?\n- What is the budget?",
            "Who uses it, and how fresh must it be? I take a minute for granted.",
            "If the provider is down, may the order wait? Then I'd queue it.",
            "Should I go into the schema or stay high level?",
            "Is there one region or several?",
        ] {
            assert!(asks_back(text), "{text}");
        }
    }

    #[test]
    fn what_a_candidate_answers_quotes_or_states_is_none() {
        for text in [
            "",
            "I would use a queue.",
            "Why? Because the cache is cold.",
            "Why not a queue? It adds a system to run.",
            "What happens when it fails? The consumer retries.",
            "How do we know? We measure it.",
            "Is it slower? Yes, but nobody notices.",
            "Do we need a queue? Not yet.",
            "I'd ask the team \"how many users are there?\" and wait.",
            "How many users there are decides it, so I measure first.",
            "It depends on how many users there are.",
            "How many exactly you can see when it runs, I'd start with ten.",
            "The cost? Two machines.",
            "I told them that it was late, and what did I learn? To say it earlier.",
            "A pool of ten, right?",
        ] {
            assert!(!asks_back(text), "{text}");
        }
    }

    #[test]
    fn the_key_counts_and_without_words_nobody_knows() {
        assert_eq!(clarified(None, 1), Some(true));
        assert_eq!(clarified(Some("I would use a queue."), 2), Some(true));
        assert_eq!(clarified(None, 0), None);
        assert_eq!(clarified(Some(" \n"), 0), None);
        assert_eq!(clarified(Some("I would use a queue."), 0), Some(false));
        assert_eq!(clarified(Some("How many are there?"), 0), Some(true));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,80}") {
            asks_back(&text);
        }

        #[test]
        fn nothing_without_a_question_asks(words in proptest::collection::vec("[a-h]{1,6}", 0..30)) {
            prop_assert!(!asks_back(&words.join(" ")));
        }
    }
}
