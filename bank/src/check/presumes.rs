//! Finds follow-ups whose wording takes something about the answer for granted: they have to declare it, or an
//! interviewer asks about "your queue" after an answer without one.

use std::collections::HashSet;

use super::findings::Findings;
use super::material::Material;
use crate::cues::Matcher;
use crate::problem::{Problem, Rule};
use crate::question::{FollowUp, Question};

/// What a candidate has whatever the answer was, or what every answer is.
const NEUTRAL: &str = "
    account advice answer answers api application approach area argument backend board boss budget busiest business
    call caller callers calls career change changes choice choices client clients code colleague colleagues commit
    company concern console consumers customer customers data database day decision design desk developers diagram
    director drawing end engineers estimate evening example expectations experience figure figures first group guess
    habits head idea images job jobs judgement landlord laptop largest last lead loop machine machines manager mind
    model morning night numbers offer opinion orders organisation outage own part partner partners people plan plans
    platform position practice present problem process product production proposal provider query question questions
    readers reading reason reasons recommendation request requests revenue role rule rules sales school server
    servers service services shop side sketch solution stack story suspicion suspicions system systems table tables
    target team teams tests traffic understanding user users version view way ways weeks work";

/// Words that end a phrase after "your".
const ENDS: &str = "
    a after also an and are at be because been before but by can come could did do does during fail fails for from
    get gets had has have hold if in into is it must not of on once or over should still takes than that the then
    there they to under was were when which while who will with without would you";

/// What the person answering did: the past form used in follow-ups, and the verb that a question would use to ask for
/// it.
const ANSWERED: &[(&str, &str)] = &[
    ("added", "add"),
    ("argued", "argue"),
    ("assumed", "assume"),
    ("built", "build"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("decided", "decide"),
    ("described", "describe"),
    ("drew", "draw"),
    ("gave", "give"),
    ("given", "give"),
    ("kept", "keep"),
    ("listed", "list"),
    ("mentioned", "mention"),
    ("named", "name"),
    ("picked", "pick"),
    ("planned", "plan"),
    ("preferred", "prefer"),
    ("promised", "promise"),
    ("proposed", "propose"),
    ("recommended", "recommend"),
    ("rejected", "reject"),
    ("said", "say"),
    ("settled", "settle"),
    ("shipped", "ship"),
    ("suggested", "suggest"),
    ("told", "tell"),
    ("went", "go"),
    ("wrote", "write"),
];

/// Words that may stand between "you" and the verb.
const BETWEEN: &str = "
    've also and first have just only then yourself";

/// Words with which the interviewer supplies the premise; nothing after them presumes anything.
const PREMISES: &str = "
    assume assuming if imagine say suppose supposing unless whether";

/// Words that may follow "those" and "these" although no answer has named them.
const POINTED_AT: &str = "
    are behind besides cases changes days do five four from hours in mean minutes months numbers of on people
    questions say seconds that things three times two users weeks were which who with without words years";

/// Words after which "that" is a pronoun rather than a conjunction.
const BEFORE_THAT: &str = "
    about after against at before behind by during for from in into like of on over through to under with without";

/// What "that" may point to although no answer has named it, and words after which it means the whole.
const WHOLE: &str = "
    a afternoon all an and any are be begin can candidate case change cost date day do does evening fails has have
    he her his holds hour idea in is it its kind last level makes matter means minute moment month morning much my
    night nobody not number of on or order our part person place point price question rate scale second sense she
    should size some somebody sort starts still takes that the their there they thing this time to was way we week
    were what when while who will with without work would year you your";

/// Whether a space-separated list contains a word.
fn among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// Reports follow-ups that presume something without declaring it, and a smaller step that presumes anything, and
/// requires at least one follow-up that can follow any answer.
pub(super) fn check(findings: &mut Findings<'_>, matcher: &mut Matcher) {
    let question = &findings.item.question;
    for (i, follow_up) in
        question.follow_ups.iter().enumerate().filter(|(_, follow_up)| !follow_up.builds_on_something())
    {
        if let Some(words) = presumed(question, follow_up, matcher) {
            let found = format!("{words:?} presumes something about the answer");
            let remedy = "say what it builds on (when.hit, when.touched, assumes), or bring the premise: \"Suppose …\"";
            findings.error(&format!("follow_ups[{i}].prompt"), found, remedy);
        }
    }
    if let Some(step) = question.smaller_step() {
        let as_asked = FollowUp::new("step".to_owned(), step.to_owned());
        if let Some(words) = presumed(question, &as_asked, matcher) {
            let at = question.hints.iter().position(|hint| hint == step).unwrap_or_default();
            let found = format!("{words:?} presumes something, and this hint is asked of somebody who does not know");
            findings.error(&format!("hints[{at}]"), found, "bring the premise: \"Suppose \u{2026}\"");
        }
    }
    if !question.follow_ups.is_empty() && !question.follow_ups.iter().any(FollowUp::follows_anything) {
        let remedy = "let one of them be without when and assumes, and sound right after a weak answer, too";
        findings.error("follow_ups", "none of them can be asked after any answer", remedy);
    }
}

/// Reports general prompts that name topics which do not exist, or whose `quoting` quotes nothing.
pub(super) fn prompts(material: &Material, problems: &mut Vec<Problem>) {
    let Some(manifest) = &material.manifest else { return };
    let prompts = &manifest.prompts;
    let lists = [
        ("push_back", &prompts.push_back),
        ("ten_times", &prompts.ten_times),
        ("when_it_fails", &prompts.when_it_fails),
    ];
    for (list, prompts) in lists {
        for (i, prompt) in prompts.iter().enumerate() {
            let mut error = |field: &str, found: String, remedy: &str| {
                let problem = Problem::error(Rule::Gate, &material.manifest_file, found, remedy);
                problems.push(problem.at_path(format!("prompts.{list}[{i}].{field}")));
            };
            if let Some(words) = prompt.quoting.as_ref().filter(|words| prompt.quoted("").as_ref() == Some(*words)) {
                error("quoting", format!("{words:?} quotes nothing"), "write {claim} where the quotation stands");
            }
            for (j, topic) in prompt.fits.iter().flat_map(|fits| fits.topics.iter().enumerate()) {
                if !manifest.topics.iter().any(|known| known.id == *topic) {
                    let found = format!("bank.json has no topic {topic:?}");
                    error(&format!("fits.topics[{j}]"), found, "name one of its topics");
                }
            }
        }
    }
}

/// The words with which a follow-up takes something about the answer for granted. None if it does not.
fn presumed(question: &Question, follow_up: &FollowUp, matcher: &mut Matcher) -> Option<String> {
    let code = question.snippet.as_ref().map_or("", |snippet| snippet.code.as_str());
    let mut scan = Scan { given: HashSet::new(), matcher };
    // What the question is about may be named after any answer to it.
    let about = question.tags.iter().chain(&question.subtopic);
    for text in about.chain([&question.id, &question.prompt]) {
        scan.learn(text);
    }
    scan.learn(code);
    for sentence in follow_up.prompt.split_inclusive(['.', '?', '!', ';']) {
        match scan.sentence(sentence) {
            Found::Presumes(words) => return Some(words),
            Found::Premise => return None,
            Found::Nothing => scan.learn(sentence),
        }
    }
    None
}

/// What was found in a sentence.
enum Found {
    Nothing,
    /// From here on the interviewer supplies the premise.
    Premise,
    /// These words presume something.
    Presumes(String),
}

/// The state while reading a follow-up word by word.
struct Scan<'a> {
    /// Stems that the question provides, or that the follow-up has mentioned so far.
    given: HashSet<u32>,
    matcher: &'a mut Matcher,
}

impl Scan<'_> {
    fn learn(&mut self, text: &str) {
        self.given.extend(self.matcher.stems(text));
    }

    fn is_given(&mut self, word: &str) -> bool {
        let stems = self.matcher.stems(word);
        !stems.is_empty() && stems.iter().all(|stem| self.given.contains(stem))
    }

    fn sentence(&mut self, sentence: &str) -> Found {
        let words = words(sentence);
        for (at, word) in words.iter().enumerate() {
            if among(PREMISES, &word.text) {
                return Found::Premise;
            }
            let rest = &words[at + 1..];
            let presumes = match word.text.as_str() {
                "your" => self.possession(rest),
                "you" | "you've" => self.deed(rest, at.checked_sub(1).map(|before| words[before].text.as_str())),
                "those" | "these" => self.pointer(rest, POINTED_AT),
                "that" if at.checked_sub(1).is_some_and(|i| among(BEFORE_THAT, &words[i].text)) => {
                    self.pointer(rest, WHOLE)
                }
                _ => None,
            };
            if let Some(more) = presumes {
                return Found::Presumes(format!("{} {more}", word.text));
            }
            self.learn(&word.text);
        }
        Found::Nothing
    }

    /// "your queue", if neither the question nor the follow-up has mentioned one.
    fn possession(&mut self, rest: &[Word]) -> Option<String> {
        let phrase = phrase(rest, 3);
        let known = phrase.iter().any(|word| {
            let bare = word.trim_end_matches("'s");
            among(NEUTRAL, bare) || bare.starts_with(|c: char| c.is_ascii_digit()) || self.is_given(bare)
        });
        (!known && !phrase.is_empty()).then(|| phrase.join(" "))
    }

    /// "you chose", if the question did not ask for a choice.
    fn deed(&mut self, rest: &[Word], before: Option<&str>) -> Option<String> {
        let at = rest.iter().position(|word| !among(BETWEEN, &word.text))?;
        let (_, base) = ANSWERED.iter().find(|(past, _)| *past == rest[at].text)?;
        let asks = before.is_some_and(|word| matches!(word, "did" | "had" | "what" | "would" | "have"));
        (!asks && !self.is_given(base)).then(|| rest[at].text.clone())
    }

    /// "those replicas", "that library", if nobody has mentioned any.
    fn pointer(&mut self, rest: &[Word], neutral: &str) -> Option<String> {
        let phrase: Vec<&str> = phrase(rest, 2).iter().map(|word| word.trim_end_matches("'s")).collect();
        let first = phrase.first()?;
        let known = among(neutral, first)
            || first.ends_with("ly")
            || phrase.iter().any(|word| among(neutral, word) || self.is_given(word));
        (!known).then(|| (*first).to_owned())
    }
}

/// A word in lower case.
struct Word {
    text: String,
    /// Whether a comma, a colon or the end of the text follows it.
    ends: bool,
}

fn words(sentence: &str) -> Vec<Word> {
    let bare = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.replace('\u{2019}', "'").to_lowercase()
    };
    let words = sentence
        .split_whitespace()
        .map(|word| Word { text: bare(word), ends: word.ends_with(|c: char| !c.is_alphanumeric()) });
    words.filter(|word| !word.text.is_empty()).collect()
}

/// The words up to the end of a phrase, at most `most`.
fn phrase(rest: &[Word], most: usize) -> Vec<&str> {
    let mut phrase = Vec::new();
    for word in rest.iter().take(most) {
        if among(ENDS, &word.text) {
            break;
        }
        phrase.push(word.text.as_str());
        if word.ends {
            break;
        }
    }
    phrase
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(prompt: &str, follow_up: &str) -> Option<String> {
        let question = serde_json::from_value(json!({"id": "q", "prompt": prompt})).expect("a question");
        presumed(&question, &FollowUp::new("f".into(), follow_up.into()), &mut Matcher::new())
    }

    #[test]
    fn words_that_presume_something_are_found() {
        let table = [
            ("How do you speed up a list?", "How large does your cache get?", "your cache"),
            ("How do you speed up a list?", "What happens to your read replica after an hour?", "your read replica"),
            ("How did you help another team?", "You gave them a library. Who looks after it?", "you gave"),
            ("How do you store it?", "Why not the one that you rejected?", "you rejected"),
            ("How do you store it?", "You've just named two. Which is cheaper?", "you've named"),
            ("How did you help?", "Who works with that library now?", "that library"),
            ("How do you speed up a list?", "What do those replicas cost?", "those replicas"),
        ];
        for (prompt, follow_up, words) in table {
            assert_eq!(found(prompt, follow_up).as_deref(), Some(words), "{follow_up}");
        }
    }

    #[test]
    fn what_a_question_is_about_can_be_named() {
        let question = json!({"id": "token-bucket", "prompt": "100 calls a second. How?", "tags": ["rate-limit"]});
        let question = serde_json::from_value(question).expect("a question");
        for prompt in ["What does your limiter do?", "How full is your bucket?"] {
            let follow_up = FollowUp::new("f".into(), prompt.into());
            assert_eq!(presumed(&question, &follow_up, &mut Matcher::new()), None, "{prompt}");
        }
    }

    #[test]
    fn what_question_or_follow_up_bring_along_presumes_nothing() {
        let table = [
            ("How do you speed up a list?", "Does your answer hold at ten times the load?"),
            ("How do you speed up a list?", "Your service is down for an hour. What do users see?"),
            ("A cache is full. What now?", "How do you size your cache?"),
            ("How do you speed up a list?", "Suppose your cache lost everything. What happens?"),
            ("How do you speed up a list?", "You run a cache. How do you warm your cache?"),
            ("Which would you choose?", "What would change if the one you chose were gone?"),
            ("What do you do?", "A library changes. Who pays for that library?"),
            ("What do you do?", "What did you say to them?"),
            ("What do you do?", "How does that change at ten times the load?"),
            ("What do you do?", "And in that case?"),
            ("Whom do you hire?", "Somebody is ill. What happens to that candidate\u{2019}s result?"),
            ("What do you do?", "How do you find those who still call it?"),
            ("What do you do?", "Had you chosen otherwise, what then?"),
        ];
        for (prompt, follow_up) in table {
            assert_eq!(found(prompt, follow_up), None, "{follow_up}");
        }
    }
}
