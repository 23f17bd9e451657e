//! The example answers of a question, from two sentences to the strong one.

use std::ops::RangeInclusive;

use super::findings::{Findings, words};
use super::sentences::sentences;
use crate::question::{Kind, Question, Sample};

/// Target time in seconds from which a passing sample is required too.
const LONG: u32 = 150;

/// Length of a passing sample in percent of the words of the strong one.
const PASSING: RangeInclusive<usize> = 40..=75;

pub(super) fn check(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    findings.count(
        "say",
        "sentences to say in a hurry",
        sentences(question.say.as_deref().unwrap_or_default()),
        &(2..=2),
    );
    expect(findings);
    let Some(sample) = &question.sample else {
        return findings.error("sample", "no sample answers", "write a weak and a strong one");
    };
    findings.count("sample.weak", "words", words(&sample.weak), &(40..=80));
    findings.count("sample.strong", "words", words(&sample.strong), &strong(question));
    passing(findings, sample);
    if words(&sample.why_it_works) < 12 {
        findings.error("sample.why_it_works", "missing or thin", "point at the points that it makes");
    }
}

/// How many words a strong sample should have: what can be said in the target time; if that is more than anybody would
/// read, just the opening and the decisions.
fn strong(question: &Question) -> RangeInclusive<usize> {
    match (question.kind, question.times().target) {
        (Kind::Design | Kind::Incident, _) => 400..=600,
        (_, ..=100) => 150..=220,
        (_, ..=135) => 200..=300,
        (_, ..=165) => 280..=400,
        (_, ..=240) => 300..=450,
        _ => 350..=550,
    }
}

fn expect(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    for level in question.levels.all() {
        let path = format!("expect.{level}");
        match question.expect.get(&level) {
            None => {
                findings.error(&path, "nothing", "say in a sentence what an interviewer at this level wants to hear");
            }
            Some(sentence) => findings.count(&path, "sentences", sentences(sentence), &(1..=1)),
        }
    }
    for level in question.expect.keys().filter(|level| !question.levels.contain(**level)) {
        let found = format!("the question is for {} to {}", question.levels.lowest, question.levels.highest);
        findings.error(&format!("expect.{level}"), found, "remove it, or widen the levels");
    }
}

fn passing(findings: &mut Findings<'_>, sample: &Sample) {
    let target = findings.item.question.times().target;
    if sample.passing.is_empty() && sample.lacks.is_empty() {
        if target >= LONG {
            let found = format!("no passing answer at a target of {target} seconds");
            findings.error("sample.passing", found, "write one that is flawed but enough, and in lacks what it lacks");
        }
        return;
    }
    let share = words(&sample.passing) * 100 / words(&sample.strong).max(1);
    if !PASSING.contains(&share) {
        let found = format!("{share} % of the words of the strong answer");
        findings.warning("sample.passing", found, "about half to two thirds is what people say who just pass");
    }
    findings.count("sample.lacks", "sentences", sentences(&sample.lacks), &(1..=1));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Seconds;

    #[test]
    fn a_strong_answer_is_as_long_as_its_time() {
        let range = |kind, target| {
            let seconds = Seconds { think: 10, target, max: target * 2 };
            strong(&Question::bare("a".into(), "A?".into(), kind, seconds))
        };
        assert_eq!(range(Kind::Technical, 90), 150..=220);
        assert_eq!(range(Kind::Intro, 120), 200..=300);
        assert_eq!(range(Kind::Behavioural, 150), 280..=400);
        assert_eq!(range(Kind::Technical, 180), 300..=450);
        assert_eq!(range(Kind::Review, 300), 350..=550);
        assert_eq!(range(Kind::Incident, 420), 400..=600);
        assert_eq!(range(Kind::Design, 2_400), 400..=600);
    }
}
