//! What the interviewer asks after an answer. A good interviewer listens: they never ask for what was said, and never
//! build on what was not.

use super::claim;
use super::heard::{Heard, easier, is_story, is_unknown};
use crate::assess::Asked;
use crate::bank::{FollowUp, Kind, Probe, Prompts, Question};
use crate::history::Medium;
use crate::memory::fuzz::chance;
use crate::moment::Moment;
use crate::practice::answer::{Answer, Phase};
use crate::practice::put::Put;

/// The parts whose failure a design or incident round asks about, in this order.
const PROBES: [Probe; 3] = [Probe::Store, Probe::Queue, Probe::Dependency];

/// Everything that bears on which follow-up is asked.
#[derive(Debug)]
pub struct Situation<'a> {
    /// The question that was answered.
    pub question: &'a Question,
    /// The topic of the question.
    pub topic: &'a str,
    /// The general prompts, which can follow any answer.
    pub prompts: &'a Prompts,
    /// The text of the answer; `None` if it was spoken.
    pub answer: Option<&'a str>,
    /// Whether the candidate gave up, by the key for it.
    pub gave_up: bool,
    /// The follow-ups asked so far after this answer.
    pub here: &'a [Put],
    /// The follow-ups asked after earlier answers of the round.
    pub before: &'a [Put],
    /// Whether the round is past its middle, because push-back comes late.
    pub late_in_round: bool,
    /// Seed of the sitting; it decides between equally good follow-ups.
    pub seed: u64,
}

impl Answer {
    /// In a drill, asks the question's own follow-up that suits best. Returns `false` if none is left that suits, or if
    /// there is no answer to follow up. `seed` decides between those that suit equally well.
    pub fn ask_more(&mut self, seed: u64, now: Moment) -> bool {
        let next = self.own_follow_up(seed).filter(|_| self.phase() == Phase::Given && !self.gave_up());
        let asks = next.is_some();
        if let Some(put) = next {
            self.follow_up(put, now);
        }
        asks
    }

    fn own_follow_up(&self, seed: u64) -> Option<Put> {
        let (question, here, prompts) = (&**self.notes(), self.replies(), Prompts::default());
        let answer = (self.medium() == Medium::Typed).then_some(self.text());
        let (topic, gave_up, before, late_in_round) = ("", self.gave_up(), &[][..], false);
        let prompts = &prompts;
        let situation = Situation { question, topic, prompts, answer, gave_up, here, before, late_in_round, seed };
        situation.own(&mut Heard::new(question, answer, here), |_| true)
    }
}

impl Situation<'_> {
    /// The next follow-up; `None` if there is nothing left to ask.
    ///
    /// - After "don't know", a smaller step is asked for once; after a blank reply, one more of the question's own.
    /// - Design and incident questions ask about the failure of store, queue and dependency, each once a round and only
    ///   where there is such a part; design questions also about ten times the load.
    /// - Late in the round, unless the question asks for a story, there is one push-back a round, on a claim that was
    ///   made.
    /// - Otherwise it is one of the question's own. One that builds on a point is asked only if that was said, one that
    ///   asks for a point only if that was not; replies count as part of the answer.
    pub fn next(&self) -> Option<Put> {
        let mut heard = Heard::new(self.question, self.answer, self.here);
        if self.gave_up || heard.is_lost() {
            return self.smaller_step();
        }
        if heard.is_read() && self.here.last().is_some_and(|put| is_unknown(&put.text)) {
            return self.after_a_blank(&mut heard);
        }
        if matches!(self.question.kind, Kind::Design | Kind::Incident)
            && let Some(put) = self.scenario(&mut heard)
        {
            return Some(put);
        }
        if self.late_in_round
            && !is_story(self.question.kind)
            && let Some(put) = self.doubt(&mut heard)
        {
            return Some(put);
        }
        self.own(&mut heard, |_| true)
    }

    /// After a reply that was empty or "don't know": another of the question's own. After a second such reply in a row,
    /// nothing.
    fn after_a_blank(&self, heard: &mut Heard) -> Option<Put> {
        let before = self.here.iter().rev().nth(1);
        if before.is_some_and(|put| is_unknown(&put.text)) { None } else { self.own(heard, |_| true) }
    }

    /// After "don't know": a smaller step, once.
    fn smaller_step(&self) -> Option<Put> {
        let next = easier(self.question).filter(|_| self.here.is_empty())?;
        Some(Put::of(&next, Asked::FollowUp))
    }

    fn scenario(&self, heard: &mut Heard) -> Option<Put> {
        let ten_times = self.question.kind == Kind::Design && !self.here.is_empty() && !self.had(Asked::TenTimes);
        if ten_times && let Some(next) = self.general(heard, &self.prompts.ten_times) {
            return Some(Put::of(next, Asked::TenTimes));
        }
        let open = PROBES.into_iter().filter(|part| !self.all().any(|put| put.probe == Some(*part)));
        open.into_iter().find_map(|part| self.probe(heard, part))
    }

    /// A question about the failure of a part, in the question's own words if it has any.
    fn probe(&self, heard: &mut Heard, part: Probe) -> Option<Put> {
        self.own(heard, |next| next.probe == Some(part)).or_else(|| {
            let prompts = self.prompts.when_it_fails.iter().filter(|prompt| prompt.probe == Some(part));
            Some(Put::of(self.general(heard, prompts)?, Asked::Probe))
        })
    }

    /// Push-back on the strongest claim, quoted in its own words; once a round. A written answer that claims nothing
    /// leaves nothing to doubt.
    fn doubt(&self, heard: &mut Heard) -> Option<Put> {
        if self.had(Asked::PushBack) {
            return None;
        }
        let claim = self.answer.map(|answer| claim::strongest(answer, &heard.evidence().collect::<Vec<_>>()));
        if claim == Some(None) {
            return None;
        }
        let next = self.general(heard, &self.prompts.push_back)?;
        let quoted = claim.flatten().and_then(|claim| next.quoted(&claim));
        let put = Put::of(next, Asked::PushBack);
        Some(Put { prompt: quoted.unwrap_or_else(|| put.prompt.clone()), ..put })
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

    /// One of the general prompts that suit the question and were not asked in this round yet.
    fn general<'a>(&self, heard: &mut Heard, prompts: impl IntoIterator<Item = &'a FollowUp>) -> Option<&'a FollowUp> {
        let open = prompts.into_iter().filter(|prompt| !self.all().any(|put| put.id == prompt.id));
        let fit = open.filter(|prompt| heard.suits(prompt.fits.as_ref(), self.question, self.topic));
        fit.max_by(|a, b| self.chance(&a.id).total_cmp(&self.chance(&b.id)))
    }

    /// The question's own follow-up that suits best, among those that are `wanted` and were not asked yet.
    fn own(&self, heard: &mut Heard, wanted: impl Fn(&FollowUp) -> bool) -> Option<Put> {
        let open = self.question.follow_ups.iter().filter(|next| !self.here.iter().any(|put| put.id == next.id));
        let apt = open.filter(|next| wanted(next)).filter_map(|next| Some((heard.aptness(next)?, next)));
        let (_, chosen) =
            apt.max_by(|(a, x), (b, y)| a.cmp(b).then_with(|| self.chance(&x.id).total_cmp(&self.chance(&y.id))))?;
        Some(Put::of(chosen, if chosen.probe.is_some() { Asked::Probe } else { Asked::FollowUp }))
    }
}

#[cfg(test)]
mod tests;
