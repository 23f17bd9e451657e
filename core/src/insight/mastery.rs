//! How well groups of questions are known: topics, subtopics, kinds, levels.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::evidence;
use crate::practice::words::{count, percent};

/// With fewer answers than this, a group's figures are not enough to go by.
const ENOUGH: u32 = 5;

/// The overall mean counts as much as this many answers of a group.
const SHRINK: f64 = 3.0;

/// One question that was answered.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    /// The group that the question counts for, for example its topic.
    pub topic: &'a str,
    /// Probability of recall today, 0 to 1.
    pub recall: f64,
    /// Mean band of its answers, 1 to 4; `None` if the question has no notes.
    pub band: Option<f64>,
    /// Number of answers to the question.
    pub answers: u32,
    /// How many of them have a band.
    pub judged: u32,
}

/// How well a topic, or another group of questions, is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicMastery {
    /// Name of the topic or other group.
    pub topic: String,
    /// Title of the group, as people read it.
    pub title: String,
    /// The mean over its questions of recall times evidence, 0 to 1, drawn towards the mean of all groups while answers
    /// are few: (own × answers + mean of all × 3) ÷ (answers + 3). Questions without notes count with their recall
    /// alone.
    pub mastery: f64,
    /// Like `mastery`, but without being drawn towards the mean: the mean over its questions of recall times evidence,
    /// 0 to 1.
    pub own: f64,
    /// Mean probability of recall today, 0 to 1.
    pub recall: f64,
    /// How good the answers were: their mean band, where "would fail" is 0 and "would impress" is 1. `None` if no
    /// question of the group has notes.
    pub evidence: Option<f64>,
    /// The mean band of the answers, 1 to 4; `None` as for `evidence`.
    pub band: Option<f64>,
    /// Number of questions answered.
    pub questions: usize,
    /// Number of answers to them.
    pub answers: u32,
    /// Whether there are enough answers (five) to go by.
    pub enough: bool,
}

impl TopicMastery {
    /// How the figure came about: "recall 80 %, evidence 60 %, 12 answers: own 50 %, drawn towards the mean of all".
    pub fn words(&self) -> String {
        let evidence = self.evidence.map_or(String::new(), |evidence| format!(", evidence {}", percent(evidence)));
        let (own, shown) = (percent(self.own), percent(self.mastery));
        let drawn = if own == shown { String::new() } else { format!(": own {own}, drawn towards the mean of all") };
        format!("recall {}{evidence}, {}{drawn}", percent(self.recall), count(self.answers as usize, "answer"))
    }
}

#[derive(Default)]
struct Sums {
    known: f64,
    recall: f64,
    score: f64,
    scored: u32,
    questions: usize,
    answers: u32,
}

/// Mastery by group, weakest first. `title` returns the title of a group.
pub fn by_topic<'a>(samples: impl Iterator<Item = Sample<'a>>, title: impl Fn(&str) -> String) -> Vec<TopicMastery> {
    let mut topics: BTreeMap<&str, Sums> = BTreeMap::new();
    for sample in samples {
        let recall = sample.recall.clamp(0.0, 1.0);
        let score = sample.band.map(|band| evidence(band.clamp(1.0, 4.0)));
        let sums = topics.entry(sample.topic).or_default();
        sums.known += recall * score.unwrap_or(1.0);
        sums.recall += recall;
        sums.score += score.unwrap_or(0.0) * f64::from(sample.judged);
        sums.scored += score.map_or(0, |_| sample.judged);
        sums.questions += 1;
        sums.answers += sample.answers;
    }
    let questions: usize = topics.values().map(|sums| sums.questions).sum();
    let mean = topics.values().map(|sums| sums.known).sum::<f64>() / questions.max(1) as f64;
    let mut found: Vec<_> = topics
        .into_iter()
        .map(|(topic, sums)| {
            let own = sums.known / sums.questions as f64;
            let weight = f64::from(sums.answers);
            TopicMastery {
                topic: topic.to_owned(),
                title: title(topic),
                mastery: (own * weight + mean * SHRINK) / (weight + SHRINK),
                own,
                recall: sums.recall / sums.questions as f64,
                evidence: (sums.scored > 0).then(|| sums.score / f64::from(sums.scored)),
                band: (sums.scored > 0).then(|| 1.0 + 3.0 * sums.score / f64::from(sums.scored)),
                questions: sums.questions,
                answers: sums.answers,
                enough: sums.answers >= ENOUGH,
            }
        })
        .collect();
    found.sort_by(|a, b| a.mastery.total_cmp(&b.mastery).then_with(|| a.topic.cmp(&b.topic)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_answers_are_drawn_towards_the_mean() {
        let sample = |topic, band, answers| Sample { topic, recall: 1.0, band: Some(band), answers, judged: answers };
        let found =
            by_topic([sample("a", 1.0, 1), sample("b", 1.6, 30), sample("c", 4.0, 30)].into_iter(), str::to_owned);
        let order: Vec<&str> = found.iter().map(|topic| topic.topic.as_str()).collect();
        assert_eq!(order, ["b", "a", "c"], "one bad answer says less than thirty weak ones");
        assert!(found.iter().all(|topic| (0.0..=1.0).contains(&topic.mastery)));
        assert!(!found[1].enough && found[0].enough);
        assert!((found[1].mastery - (0.0 + 0.4 * 3.0) / 4.0).abs() < 1e-9, "the formula that the field tells");
    }

    #[test]
    fn recall_and_evidence_stand_beside_their_product() {
        let samples = [
            Sample { topic: "t", recall: 0.8, band: Some(2.5), answers: 3, judged: 3 },
            Sample { topic: "t", recall: 0.4, band: None, answers: 9, judged: 0 },
        ];
        let found = by_topic(samples.into_iter(), str::to_owned);
        assert!((found[0].recall - 0.6).abs() < 1e-9);
        assert_eq!((found[0].evidence, found[0].questions, found[0].answers), (Some(0.5), 2, 12));
        assert!((found[0].mastery - 0.4).abs() < 1e-9);
        // The mean of the products is not the product of the means.
        assert_eq!(found[0].words(), "recall 60 %, evidence 50 %, 12 answers");
    }

    #[test]
    fn an_answer_whose_judgement_was_taken_back_is_no_evidence() {
        let sample = |band, answers, judged| Sample { topic: "t", recall: 1.0, band: Some(band), answers, judged };
        let found = by_topic([sample(1.0, 2, 1), sample(4.0, 1, 1)].into_iter(), str::to_owned);
        assert_eq!((found[0].evidence, found[0].band, found[0].answers), (Some(0.5), Some(2.5), 3));
    }

    #[test]
    fn what_few_answers_are_drawn_to_is_said() {
        let sample = |topic, band, answers| Sample { topic, recall: 1.0, band: Some(band), answers, judged: answers };
        let found = by_topic([sample("a", 2.5, 5), sample("b", 4.0, 40)].into_iter(), str::to_owned);
        assert_eq!(percent(found[0].mastery), "59 %");
        assert_eq!(found[0].words(), "recall 100 %, evidence 50 %, 5 answers: own 50 %, drawn towards the mean of all");
    }
}
