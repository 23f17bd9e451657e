//! How well topics are known.

use std::collections::BTreeMap;

use serde::Serialize;

/// Answers below which nothing is said about a topic.
pub const ENOUGH: u32 = 3;

/// Answers that the overall mean counts as when a topic has few of its own.
const SHRINK: f64 = 3.0;

/// One question that was answered.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// Its topic.
    pub topic: &'a str,
    /// Probability of recall today, 0 to 1.
    pub recall: f64,
    /// Mean score of its answers; none: no notes.
    pub score: Option<f64>,
    /// Answers.
    pub answers: u32,
}

/// How well a topic is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicMastery {
    /// The topic.
    pub topic: String,
    /// What people read for it.
    pub title: String,
    /// Recall times score, 0 to 1, drawn towards the mean of all topics while answers are few: the mean counts as three
    /// answers.
    pub mastery: f64,
    /// Questions answered.
    pub questions: usize,
    /// Answers.
    pub answers: u32,
}

/// Adds up by topic, weakest first.
pub fn by_topic<'a>(samples: impl Iterator<Item = Sample<'a>>, title: impl Fn(&str) -> String) -> Vec<TopicMastery> {
    let mut topics: BTreeMap<&str, (f64, usize, u32)> = BTreeMap::new();
    for sample in samples {
        let known = sample.recall.clamp(0.0, 1.0) * sample.score.map_or(1.0, |score| score.clamp(0.0, 1.0));
        let sums = topics.entry(sample.topic).or_default();
        *sums = (sums.0 + known, sums.1 + 1, sums.2 + sample.answers);
    }
    let questions: usize = topics.values().map(|sums| sums.1).sum();
    let mean = topics.values().map(|sums| sums.0).sum::<f64>() / questions.max(1) as f64;
    let mut found: Vec<_> = topics
        .into_iter()
        .map(|(topic, (known, questions, answers))| {
            let own = known / questions as f64;
            let weight = f64::from(answers);
            TopicMastery {
                topic: topic.to_owned(),
                title: title(topic),
                mastery: (own * weight + mean * SHRINK) / (weight + SHRINK),
                questions,
                answers,
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
        let sample = |topic, score, answers| Sample { topic, recall: 1.0, score: Some(score), answers };
        let found =
            by_topic([sample("a", 0.0, 1), sample("b", 0.2, 30), sample("c", 1.0, 30)].into_iter(), str::to_owned);
        let order: Vec<&str> = found.iter().map(|topic| topic.topic.as_str()).collect();
        assert_eq!(order, ["b", "a", "c"], "one bad answer says less than thirty weak ones");
        assert!(found.iter().all(|topic| (0.0..=1.0).contains(&topic.mastery)));
    }
}
