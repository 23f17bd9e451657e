//! Term coverage: which points of a question an answer mentions. It ticks nothing; the candidate decides.

use std::ops::Range;

use serde::Serialize;
use serde::ser::SerializeSeq as _;

use crate::bank::Question;
use crate::bank::cues::Matcher;

/// Whether an answer mentions a point, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// The point's id.
    pub point: String,
    /// Whether one of its cues is there.
    pub mentioned: bool,
    /// Where: ranges of bytes of the answer, sorted, not overlapping, on character boundaries. In JSON `[[start, end]]`.
    #[serde(serialize_with = "pairs")]
    pub evidence: Vec<Range<usize>>,
    /// Whether it is said, or close to it: what is mentioned is touched, too.
    pub touched: bool,
}

fn pairs<S: serde::Serializer>(ranges: &[Range<usize>], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_seq(Some(ranges.len()))?;
    for range in ranges {
        out.serialize_element(&(range.start, range.end))?;
    }
    out.end()
}

/// Which points of the question the answer mentions, in the order of the question. Points without cues are never
/// mentioned. Time is linear in the length of the answer.
pub fn coverage(question: &Question, answer: &str) -> Vec<Mention> {
    let mut matcher = Matcher::new();
    let text = matcher.text(answer);
    let points = question.look_for.iter().map(|point| {
        let cues: Vec<_> = point.cues.iter().map(|cue| matcher.cue(cue)).collect();
        let evidence = text.evidence(&cues);
        let mentioned = !evidence.is_empty();
        Mention { point: point.id.clone(), mentioned, evidence, touched: mentioned }
    });
    points.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;

    fn question() -> Question {
        serde_json::from_str(
            r#"{"id":"a","prompt":"A?","look_for":[
                {"id":"protect","text":"Protects the store.","cues":["serve stale","shed load"]},
                {"id":"key","text":"Has a key.","cues":["idempotency key"]},
                {"id":"mute","text":"Has no cues."}]}"#,
        )
        .expect("a question")
    }

    #[test]
    fn points_come_in_order_with_their_evidence() {
        let answer = "I'd serve stale first. Without an idempotency key nobody retries.";
        let json = serde_json::to_string(&coverage(&question(), answer)).expect("JSON");
        assert_eq!(
            json,
            r#"[{"point":"protect","mentioned":true,"evidence":[[4,15]],"touched":true},{"point":"key","mentioned":false,"evidence":[],"touched":false},{"point":"mute","mentioned":false,"evidence":[],"touched":false}]"#
        );
    }

    #[test]
    fn nothing_is_mentioned_by_nothing() {
        for answer in ["", " \n ", "\u{1b}\u{0}\u{202e}", "?"] {
            assert!(coverage(&question(), answer).iter().all(|mention| !mention.mentioned), "{answer:?}");
        }
    }

    #[test]
    fn fifty_thousand_words_are_read() {
        let answer = "serve the stale shed idempotency load key not, ".repeat(8_000);
        let found = coverage(&question(), &answer);
        assert!(found[0].mentioned && !found[0].evidence.is_empty());
        let one_word = coverage(&question(), &"x".repeat(1_000_000));
        assert!(!one_word[0].mentioned);
    }

    #[test]
    fn strong_samples_mention_more_than_weak_ones() {
        let library = Library::builtin();
        for entry in library.entries() {
            let question = library.question(&entry.id).expect("readable");
            let Some(sample) = &question.sample else { continue };
            let count = |text: &str| coverage(&question, text).iter().filter(|mention| mention.mentioned).count();
            assert!(count(&sample.strong) > count(&sample.weak), "{}", entry.id);
        }
    }
}
