//! What the interviewer asks next, after an answer.

use crate::assess::{Asked, coverage};
use crate::bank::{FollowUp, Kind, Probe, Prompts, Question};
use crate::memory::fuzz::chance;
use crate::practice::put::Put;

/// What a design round asks the failure of, in this order.
const PROBES: [Probe; 3] = [Probe::Store, Probe::Queue, Probe::Dependency];

/// What bears on the choice.
#[derive(Debug)]
pub struct Situation<'a> {
    /// The question that was answered.
    pub question: &'a Question,
    /// The general prompts.
    pub prompts: &'a Prompts,
    /// The answer where there is text of it; none: it was spoken.
    pub answer: Option<&'a str>,
    /// What was asked after this answer already.
    pub here: &'a [Put],
    /// What was asked after earlier answers of the round.
    pub before: &'a [Put],
    /// Whether the round is past its middle: doubt comes late.
    pub late_in_round: bool,
    /// Seed of the sitting.
    pub seed: u64,
}

impl Situation<'_> {
    /// The next follow-up; none when there is nothing left to ask. Design and incident questions get the failure of
    /// store, queue and dependency, each once a round, and design ten times the load after the first of them; every
    /// round that is not about stories gets one push-back; everything else is the question's own.
    pub fn next(&self) -> Option<Put> {
        let scenario = matches!(self.question.kind, Kind::Design | Kind::Incident);
        if scenario {
            let ten_times = self.question.kind == Kind::Design && !self.had(Asked::TenTimes);
            if ten_times
                && self.here.iter().any(|put| put.asked == Asked::Probe)
                && let Some(put) = self.general(&self.prompts.ten_times, Asked::TenTimes)
            {
                return Some(put);
            }
            if let Some(put) = self.probe() {
                return Some(put);
            }
        }
        let stories = matches!(self.question.kind, Kind::Behavioural | Kind::Intro);
        if self.late_in_round
            && !stories
            && !self.had(Asked::PushBack)
            && let Some(put) = self.general(&self.prompts.push_back, Asked::PushBack)
        {
            return Some(put);
        }
        self.own()
    }

    fn all(&self) -> impl Iterator<Item = &Put> {
        self.before.iter().chain(self.here)
    }

    fn had(&self, asked: Asked) -> bool {
        self.all().any(|put| put.asked == asked)
    }

    fn chance(&self, id: &str) -> f64 {
        chance(self.seed, &format!("{}/{id}", self.question.id))
    }

    /// One of the general prompts that was not asked in this round.
    fn general<'a>(&self, prompts: impl IntoIterator<Item = &'a FollowUp>, asked: Asked) -> Option<Put> {
        let open = prompts.into_iter().filter(|prompt| !self.all().any(|put| put.id == prompt.id));
        let chosen = open.max_by(|a, b| self.chance(&a.id).total_cmp(&self.chance(&b.id)))?;
        Some(Put::of(chosen, asked))
    }

    /// The failure of the next part that the round has not asked about: the question's own words where it has some.
    fn probe(&self) -> Option<Put> {
        let part = PROBES.into_iter().find(|part| !self.all().any(|put| put.probe == Some(*part)))?;
        let own = self.question.follow_ups.iter().find(|next| next.probe == Some(part));
        own.map(|next| Put::of(next, Asked::Probe)).or_else(|| {
            let prompts = self.prompts.when_it_fails.iter().filter(|prompt| prompt.probe == Some(part));
            self.general(prompts, Asked::Probe)
        })
    }

    /// One of the question's own: the aptest where the answer can be read, any otherwise.
    fn own(&self) -> Option<Put> {
        let mentions = self.answer.map(|answer| coverage(self.question, answer));
        let mentioned =
            |id: &String| mentions.iter().flatten().any(|mention| mention.point == *id && mention.mentioned);
        let apt = |next: &FollowUp| match &next.when {
            _ if mentions.is_none() => 1,
            None => 1,
            Some(when) if when.missed.is_empty() && when.hit.is_empty() => 1,
            Some(when) if when.hit.iter().any(mentioned) || when.missed.iter().any(|id| !mentioned(id)) => 2,
            Some(_) => 0,
        };
        let open = self.question.follow_ups.iter().filter(|next| !self.here.iter().any(|put| put.id == next.id));
        let chosen =
            open.max_by(|a, b| apt(a).cmp(&apt(b)).then_with(|| self.chance(&a.id).total_cmp(&self.chance(&b.id))))?;
        Some(Put::of(chosen, if chosen.probe.is_some() { Asked::Probe } else { Asked::FollowUp }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::manifest;
    use serde_json::json;

    fn question(kind: &str) -> Question {
        serde_json::from_value(json!({
            "id": "q", "prompt": "?", "kind": kind,
            "look_for": [{"id": "key", "text": "Has a key", "cues": ["idempotency key"]},
                         {"id": "stale", "text": "Serves stale", "cues": ["serve stale"]}],
            "follow_ups": [
                {"id": "always", "prompt": "Go on?"},
                {"id": "no-key", "prompt": "And twice?", "when": {"missed": ["key"]}},
                {"id": "how-stale", "prompt": "How stale?", "when": {"hit": ["stale"]}},
                {"id": "own-queue", "prompt": "And when your queue is full?", "probe": "queue"}
            ]
        }))
        .expect("a question")
    }

    fn asked(
        question: &Question,
        answer: Option<&str>,
        before: &[Put],
        late: bool,
        seed: u64,
        count: usize,
    ) -> Vec<Put> {
        let mut here = Vec::new();
        for _ in 0..count {
            let prompts = &manifest().prompts;
            let situation = Situation { question, prompts, answer, here: &here, before, late_in_round: late, seed };
            let Some(put) = situation.next() else { break };
            here.push(put);
        }
        here
    }

    fn ids(puts: &[Put]) -> Vec<&str> {
        puts.iter().map(|put| put.id.as_str()).collect()
    }

    #[test]
    fn a_typed_answer_chooses_by_what_it_mentions() {
        let question = question("technical");
        for seed in 0..50 {
            let first = |answer| asked(&question, Some(answer), &[], false, seed, 1)[0].id.clone();
            assert_eq!(first("I would wait."), "no-key", "missed");
            assert_eq!(first("With an idempotency key I serve stale."), "how-stale", "hit");
            assert!(["always", "own-queue"].contains(&first("With an idempotency key.").as_str()), "nothing special");
        }
    }

    #[test]
    fn a_spoken_answer_chooses_by_chance_and_the_same_by_seed() {
        let question = question("technical");
        let firsts: std::collections::HashSet<String> =
            (0..80).map(|seed| asked(&question, None, &[], false, seed, 1)[0].id.clone()).collect();
        assert_eq!(firsts.len(), 4);
        assert_eq!(asked(&question, None, &[], false, 3, 4), asked(&question, None, &[], false, 3, 4));
        assert_eq!(asked(&question, None, &[], false, 3, 9).len(), 4, "nothing twice");
    }

    #[test]
    fn design_rounds_ask_for_the_failure_of_each_part_and_ten_times_the_load() {
        let question = question("design");
        let first = asked(&question, Some("A table."), &[], false, 1, 3);
        let sorts: Vec<_> = first.iter().map(|put| (put.asked, put.probe)).collect();
        assert_eq!(
            sorts,
            [(Asked::Probe, Some(Probe::Store)), (Asked::TenTimes, None), (Asked::Probe, Some(Probe::Queue))]
        );
        assert_eq!(first[2].id, "own-queue", "the question's own words come first");
        let second = asked(&question, Some("A table."), &first, true, 1, 3);
        let sorts: Vec<_> = second.iter().map(|put| put.asked).collect();
        assert_eq!(sorts, [Asked::Probe, Asked::PushBack, Asked::FollowUp]);
        assert_eq!(second[0].probe, Some(Probe::Dependency));
    }

    #[test]
    fn doubt_comes_once_a_round_and_not_over_stories() {
        let technical = question("technical");
        let first = asked(&technical, None, &[], true, 1, 2);
        assert_eq!(first.iter().filter(|put| put.asked == Asked::PushBack).count(), 1);
        assert!(asked(&technical, None, &first, true, 1, 2).iter().all(|put| put.asked != Asked::PushBack));
        let story = asked(&question("behavioural"), None, &[], true, 1, 4);
        assert!(story.iter().all(|put| put.asked != Asked::PushBack) && !ids(&story).is_empty());
    }
}
