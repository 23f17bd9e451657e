//! Term coverage: which points of a question an answer mentions. It ticks nothing; the candidate decides.

use std::ops::Range;

use serde::Serialize;
use serde::ser::SerializeSeq as _;

use super::respelled::{Respelled, Terms};
use crate::bank::cues::{Cue, Matcher, Shapes, Slip, Touch, Weighed};
use crate::bank::{FollowUpPoint, Kind, Mistake, Point, Question, rarity};

/// Whether an answer mentions a point, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// The id of the point.
    pub point: String,
    /// Whether the answer or a reply contains one of the point's cues.
    pub mentioned: bool,
    /// Where in the answer: byte ranges, sorted, not overlapping, on character boundaries. In JSON `[[start, end]]`.
    #[serde(serialize_with = "pairs")]
    pub evidence: Vec<Range<usize>>,
    /// Whether the point is said or nearly said; true whenever `mentioned` is.
    pub touched: bool,
    /// Where the answer comes close to the point without mentioning it: ranges like those of `evidence`.
    #[serde(serialize_with = "pairs")]
    pub touches: Vec<Range<usize>>,
    /// Whether some words speak for the point, even if they are too few to touch it: a tick on it is not doubted. True
    /// whenever `touched` is.
    #[serde(skip)]
    pub near: bool,
}

impl Mention {
    /// The byte ranges of the answer that speak for the point: `evidence`, or else `touches`.
    pub fn places(&self) -> &[Range<usize>] {
        if self.evidence.is_empty() { &self.touches } else { &self.evidence }
    }

    /// Whether nothing but a reply to a follow-up speaks for the point.
    pub fn is_of_a_reply(&self) -> bool {
        self.touched && self.places().is_empty()
    }
}

fn pairs<S: serde::Serializer>(ranges: &[Range<usize>], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_seq(Some(ranges.len()))?;
    for range in ranges {
        out.serialize_element(&(range.start, range.end))?;
    }
    out.end()
}

/// Which points of the question the answer mentions or touches, in the order of the question. Points without cues are
/// never mentioned, but may be touched through their wording or the shape of the answer. Takes time linear in the
/// length of the answer.
pub fn coverage(question: &Question, answer: &str) -> Vec<Mention> {
    Prepared::of(question).coverage(answer)
}

/// A question whose points are ready to be looked for in several texts.
struct Prepared<'a> {
    question: &'a Question,
    matcher: Matcher,
    /// Those of each point.
    cues: Vec<Vec<Cue>>,
    weighed: Weighed,
}

impl<'a> Prepared<'a> {
    fn of(question: &'a Question) -> Self {
        let mut matcher = Matcher::new();
        let mut cues_of = |point: &Point| point.cues.iter().map(|cue| matcher.cue(cue)).collect();
        let cues = question.look_for.iter().map(&mut cues_of).collect();
        let weighed = matcher.weigh(question, rarity());
        Self { question, matcher, cues, weighed }
    }

    fn coverage(&mut self, answer: &str) -> Vec<Mention> {
        let question = self.question;
        let text = self.matcher.text(answer);
        let text = if question.kind == Kind::Review { text.of_a_review() } else { text };
        let evidence: Vec<Vec<Range<usize>>> = self.cues.iter().map(|cues| text.evidence(cues)).collect();
        let said: Vec<bool> = evidence.iter().map(|places| !places.is_empty()).collect();
        let spoken_for = text.touches(&self.weighed, &said);
        let shapes = question.look_for.iter().any(|point| !point.detect.is_empty()).then(|| Shapes::of(answer));
        let points = question.look_for.iter().zip(evidence).zip(spoken_for).map(|((point, evidence), touch)| {
            let mentioned = !evidence.is_empty();
            let seen = || point.detect.iter().find_map(|shape| shapes.as_ref()?.place(*shape));
            let near = !touch.is_too_little();
            let places = if mentioned { None } else { words_of(touch).or_else(|| seen().map(|place| vec![place])) };
            let touched = mentioned || places.is_some();
            let (point, near) = (point.id.clone(), touched || near);
            Mention { point, mentioned, evidence, touched, touches: places.unwrap_or_default(), near }
        });
        points.collect()
    }
}

/// The words of an answer or a reply, by how they were written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words<'a> {
    /// Typed by the candidate.
    Typed(&'a str),
    /// Heard by a speech recogniser.
    Heard(&'a str),
}

impl<'a> Words<'a> {
    /// Words that were heard or else typed.
    pub fn of(text: &'a str, heard: bool) -> Self {
        if heard { Self::Heard(text) } else { Self::Typed(text) }
    }

    /// The words, however they were written down.
    pub fn text(self) -> &'a str {
        match self {
            Self::Typed(text) | Self::Heard(text) => text,
        }
    }

    /// Which points of the question they mention or touch, as [`coverage`] has it. What a recogniser wrote does so, too, if
    /// it does respelled: without the full stops that it puts wherever somebody breathes, and with the terms that it took
    /// for other words.
    pub fn coverage(self, question: &Question) -> Vec<Mention> {
        let mut prepared = Prepared::of(question);
        let mut found = prepared.coverage(self.text());
        let Self::Heard(text) = self else { return found };
        if found.iter().all(|mention| mention.mentioned) {
            return found;
        }
        let respelled = Respelled::of(text, &mut Terms::of(question));
        let original = |places: &[Range<usize>]| places.iter().map(|place| respelled.original(place)).collect();
        if respelled.text != text {
            for (mention, other) in found.iter_mut().zip(prepared.coverage(&respelled.text)) {
                if other.touched && !mention.touched || other.mentioned && !mention.mentioned {
                    let evidence = original(&other.evidence);
                    *mention = Mention { evidence, touches: original(&other.touches), ..other };
                }
                mention.near |= other.near;
            }
        }
        // Only what is mentioned is looked for in one breath: words from two sentences are too easily touched.
        let breath = respelled.in_one_breath();
        if breath != respelled.text {
            for (mention, other) in found.iter_mut().zip(prepared.coverage(&breath)) {
                if other.mentioned && !mention.mentioned {
                    *mention = Mention { evidence: original(&other.evidence), ..other };
                }
            }
        }
        found
    }
}

/// The same for an answer and the replies to its follow-ups: a point counts wherever it is made. Ranges refer to the
/// answer alone.
pub fn coverage_with<'a>(
    question: &Question,
    answer: Words<'_>,
    replies: impl IntoIterator<Item = Words<'a>>,
) -> Vec<Mention> {
    let mut found = answer.coverage(question);
    for reply in replies.into_iter().filter(|reply| !reply.text().trim().is_empty()) {
        for (mention, said) in found.iter_mut().zip(reply.coverage(question)) {
            mention.mentioned |= said.mentioned;
            mention.touched |= said.touched;
            mention.near |= said.near;
        }
    }
    found
}

/// A mistake that an answer makes in so many words. It ticks nothing; the candidate decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedMistake {
    /// The id of the mistake.
    pub mistake: String,
    /// Where in the answer: ranges like those of [`Mention::evidence`].
    pub places: Vec<Range<usize>>,
}

/// Which mistakes of the question the answer states, in the order of the question.
pub fn stated_mistakes(question: &Question, answer: &str) -> Vec<StatedMistake> {
    let mut matcher = Matcher::new();
    let text = matcher.text(answer);
    let slips = matcher.slips(question, rarity());
    let stated = |(mistake, slip): (&Mistake, &Slip)| {
        Some(StatedMistake { mistake: mistake.id.clone(), places: text.states(slip)? })
    };
    question.mistakes.iter().zip(&slips).filter_map(stated).collect()
}

/// Which of `points`, those that a good reply to a follow-up makes, the reply touches, in their order. They have no
/// cues, so they are never more than touched. `asked` is the follow-up itself: its own words count for nothing in the
/// reply.
pub fn reply_coverage(question: &Question, asked: &str, points: &[FollowUpPoint], reply: &str) -> Vec<Mention> {
    if points.is_empty() || reply.trim().is_empty() {
        return Vec::new();
    }
    let look_for = points.iter().map(|point| Point::new(point.id.clone(), point.text.clone())).collect();
    coverage(&Question { prompt: asked.to_owned(), look_for, ..question.clone() }, reply)
}

/// Where the words touch a point. None if they do not say enough.
fn words_of(touch: Touch) -> Option<Vec<Range<usize>>> {
    touch.is_enough().then_some(touch.places)
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
    fn a_full_stop_of_a_recogniser_hides_nothing_and_moves_nothing() {
        let question: Question = serde_json::from_str(
            r#"{"id":"a","prompt":"What if one fails?","look_for":[
                {"id":"second","text":"Has a second provider.","cues":["providers fail have a second"]},
                {"id":"copy","text":"Keeps a copy.","cues":["serve from the cache"]}]}"#,
        )
        .expect("a question");
        let text = "Providers fail. So I have a second one. Till then I serve from the cash.";
        let said = |words: Words<'_>| words.coverage(&question).iter().map(|found| found.mentioned).collect::<Vec<_>>();
        assert_eq!(said(Words::Heard(text)), [true, true]);
        assert_eq!(said(Words::Typed(text)), [false; 2], "somebody who types means a full stop, and cash");
        for mention in Words::Heard(text).coverage(&question) {
            assert!(mention.evidence.iter().all(|place| text.get(place.clone()).is_some()));
        }
    }

    #[test]
    fn points_come_in_order_with_their_evidence() {
        let answer = "I'd serve stale first. Without an idempotency key nobody retries.";
        let json = serde_json::to_string(&coverage(&question(), answer)).expect("JSON");
        assert_eq!(
            json,
            r#"[{"point":"protect","mentioned":true,"evidence":[[4,15]],"touched":true,"touches":[]},{"point":"key","mentioned":false,"evidence":[],"touched":false,"touches":[]},{"point":"mute","mentioned":false,"evidence":[],"touched":false,"touches":[]}]"#
        );
    }

    #[test]
    fn other_words_and_shapes_touch_a_point() {
        let question: Question = serde_json::from_str(
            r#"{"id":"a","prompt":"A?","look_for":[
                {"id":"intake","text":"Accepts at a single intake, with a durable queue behind it.","cues":["single intake"]},
                {"id":"ended","text":"Says how it went.","detect":["result","number-before-after"]}]}"#,
        )
        .expect("a question");
        let answer = "One intake, a durable queue behind it. It went from 14 s to 2 s.";
        let found = coverage(&question, answer);
        let words = |mention: &Mention| mention.places().iter().map(|place| answer[place.clone()].to_owned()).collect();
        let words: Vec<Vec<String>> = found.iter().map(words).collect();
        assert_eq!(words, [vec!["intake", "durable queue behind"], vec!["14 s to 2 s"]]);
        assert!(found.iter().all(|mention| mention.touched && !mention.mentioned && mention.evidence.is_empty()));
        assert!(coverage(&question, "It is fine.").iter().all(|mention| !mention.touched && !mention.near));
        let nearly = &coverage(&question, "A durable queue.")[0];
        assert!(nearly.near && !nearly.touched, "too little for a mark, too much for a doubt");
    }

    #[test]
    fn what_a_reply_says_is_said() {
        let answer = "I'd look at it first.";
        let found = coverage_with(
            &question(),
            Words::Typed(answer),
            ["", "With an idempotency key.", "Nothing else."].map(Words::Typed),
        );
        let made: Vec<_> = found.iter().map(|point| (point.mentioned, point.touched, point.is_of_a_reply())).collect();
        assert_eq!(made, [(false, false, false), (true, true, true), (false, false, false)]);
        assert!(found.iter().all(|mention| mention.places().is_empty()), "no words of the answer speak for it");
        let both = coverage_with(&question(), Words::Typed("Serve stale."), ["Shed load."].map(Words::Typed));
        assert!(both[0].mentioned && both[0].evidence.first() == Some(&(0..11)) && !both[0].is_of_a_reply());
    }

    #[test]
    fn nothing_is_mentioned_by_nothing() {
        for answer in ["", " \n ", "\u{1b}\u{0}\u{202e}", "?"] {
            assert!(coverage(&question(), answer).iter().all(|mention| !mention.touched), "{answer:?}");
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
    fn a_mistake_is_found_where_it_is_stated_and_ticks_nothing() {
        let question: Question = serde_json::from_str(
            r#"{"id":"a","prompt":"It is slow.","mistakes":[{"id":"restart","text":"Restarts the database.","critical":true}]}"#,
        )
        .expect("a question");
        let answer = "First I'd restart the database.";
        let found = stated_mistakes(&question, answer);
        let words: Vec<&str> = found.iter().flat_map(|one| &one.places).map(|place| &answer[place.clone()]).collect();
        assert_eq!((found.len(), words), (1, vec!["restart", "database"]));
        assert!(stated_mistakes(&question, "I would not restart the database.").is_empty());
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
