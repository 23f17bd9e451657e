//! Turns records into facts. Records may come from other versions and other tools: whatever does not fit is left out,
//! and what is no longer in any bank is shown by its id.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::facts::{
    AreaMean, Course, Dimension, Flag, Gap, Mistake, Number, Point, Question, Reply, ReportedAnswer, Round, Scorecard,
    SittingReport, TierCount, Verdict,
};
use super::voice::{Heard, Voice};
use crate::assess::{AnswerCard, Band, Card, JudgedBy, KeptCard, Words, counts, share_of};
use crate::bank::{self, FollowUp, Kind, Level, QuestionId, Tier};
use crate::history::{AttemptRow, FollowUpAnswer, Mode, RecordId, SittingRow, SittingState, Tick};
use crate::insight::Tally;
use crate::json;
use crate::practice::mock::{AnswerDifferences, Difference, Given, MockProgress, Planned, PlannedRound};
use crate::practice::words::count;
use crate::report::words::capital;
use crate::text::one_line;

/// What banks say about the questions of a sitting.
pub trait NoteSource {
    /// A question with its notes; `None` if it is no longer in any bank.
    fn question(&self, id: &QuestionId) -> Option<bank::Question>;
    /// Title of the topic of a question.
    fn topic(&self, id: &QuestionId) -> String;
    /// Title of a concept.
    fn concept(&self, concept: &str) -> String;
    /// The dimensions on the scorecard of a loop.
    fn dimensions(&self, loop_: &str) -> Vec<bank::Dimension>;
}

/// An attempt, with details that only its own record has.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The attempt and its newest judgement that was made without the coach.
    pub row: AttemptRow,
    /// Ticks that were later taken over from the coach, by the id of the point.
    pub after_coach: BTreeMap<String, Tick>,
    /// The wording that was asked: 0 is the prompt, from 1 on the variants.
    pub wording: u32,
    /// Replies to follow-ups.
    pub follow_ups: Vec<FollowUpAnswer>,
    /// The candidate's note to themselves about the answer; empty if there is none.
    pub remark: String,
    /// The answer that the candidate keeps for the question ("my answer"); empty if there is none or it was not to be
    /// included.
    pub my_answer: String,
    /// What is known of the recording of the answer.
    pub heard: Heard,
    /// What is known of the recordings of the replies, in the order of the follow-ups.
    pub heard_replies: Vec<Heard>,
}

/// An earlier mock of the same loop.
#[derive(Clone, Debug)]
pub struct Past {
    /// The mock as it was last recorded.
    pub row: SittingRow,
    /// Its scorecard.
    pub card: Card,
}

/// The data that a report is made from.
pub struct Materials<'a> {
    /// The sitting as it was last recorded.
    pub row: &'a SittingRow,
    /// Its answers, oldest first.
    pub answers: Vec<Answered>,
    /// Its scorecard, and the day on which that was filled in.
    pub card: Option<(KeptCard, NaiveDate)>,
    /// The scorecard of the other judge, if friend and candidate both have one.
    pub other: Option<KeptCard>,
    /// Where the two judges of its answers differ.
    pub differences: Vec<AnswerDifferences>,
    /// Earlier mocks of the same loop with a scorecard, oldest first.
    pub past: Vec<Past>,
    /// What the banks say about its questions.
    pub notes: &'a dyn NoteSource,
    /// The level of the target, used if the sitting has none of its own.
    pub level: Level,
    /// The day on which the report is written.
    pub today: NaiveDate,
}

/// The most mocks in a course: more would not fit on a phone.
const COURSE: usize = 12;

impl SittingReport {
    /// Gathers the facts of a sitting.
    pub fn of(materials: &Materials<'_>) -> Self {
        let sitting = &materials.row.sitting;
        let progress: Option<MockProgress> = json::of_value(&sitting.progress).ok();
        let kept = materials.card.as_ref().map(|(kept, _)| kept);
        let level = kept.map(|kept| kept.card.level).or(progress.as_ref().map(|p| p.plan.level));
        let loop_ = sitting.loop_.clone();
        let dimensions = materials.notes.dimensions(loop_.as_deref().unwrap_or_default());
        let gather = Gather { materials, kept, level: level.unwrap_or(materials.level), dimensions };
        let rounds = match &progress {
            Some(progress) => gather.rounds(progress),
            None => vec![gather.one_round()],
        };
        let title = match (&progress, &loop_) {
            (Some(progress), _) => progress.plan.title.clone(),
            (None, Some(loop_)) => loop_.clone(),
            (None, None) => "Drill".to_owned(),
        };
        let answers = || rounds.iter().flat_map(Round::answers);
        let mut days: Vec<NaiveDate> = answers().map(|answer| answer.day).collect();
        days.sort_unstable();
        days.dedup();
        if days.is_empty() {
            days.push(materials.row.day);
        }
        let mut report = Self {
            sitting: sitting.sitting.clone(),
            mode: sitting.mode,
            title,
            level: gather.level,
            archetype: progress.as_ref().and_then(|progress| progress.plan.archetype),
            seed: sitting.seed,
            state: sitting.state,
            started_at: materials.row.started_at,
            written_on: materials.today,
            asked: rounds.iter().map(|round| round.questions.len()).sum(),
            answered: answers().count(),
            judged: answers().filter(|answer| answer.judged).count(),
            remarks: Vec::new(),
            tiers: tiers(answers(), gather.level),
            scorecard: gather.scorecard(),
            course: gather.course(),
            days,
            rounds,
            loop_,
        };
        report.remarks = remarks(&report);
        report.remarks.extend(progress.and_then(|progress| progress.left_out_words()));
        report
    }
}

/// Remarks that a reader has to see first.
fn remarks(report: &SittingReport) -> Vec<String> {
    let mut remarks = Vec::new();
    let so_far = format!("{} of {} answered", report.answered, count(report.asked, "question"));
    match report.state {
        SittingState::Finished => {}
        SittingState::Started => remarks.push(format!("It is not over: {so_far} so far.")),
        SittingState::Paused => remarks.push(format!("It was left and can be resumed: {so_far} so far.")),
        SittingState::Abandoned => remarks.push(format!("It was given up: {so_far}.")),
    }
    if report.mode == Mode::Mock && report.scorecard.is_none() && report.answered > 0 {
        remarks.push(if report.judged == 0 {
            "It was not debriefed yet: nobody has held the answers against the notes, so there are times and answers \
             here, but no points and no scorecard."
                .to_owned()
        } else {
            format!(
                "Its debrief is not complete: {} of {} judged, and there is no scorecard yet.",
                report.judged,
                count(report.answered, "answer")
            )
        });
    }
    remarks
}

fn tiers<'a>(answers: impl Iterator<Item = &'a ReportedAnswer>, level: Level) -> Vec<TierCount> {
    let mut found: BTreeMap<Tier, Tally> = BTreeMap::new();
    for point in answers.flat_map(|answer| &answer.points).filter(|point| point.judged) {
        found.entry(point.tier).or_default().add(point.tick);
    }
    found.into_iter().map(|(tier, tally)| TierCount { tier, counts: counts(tier, level), tally }).collect()
}

struct Gather<'a> {
    materials: &'a Materials<'a>,
    kept: Option<&'a KeptCard>,
    level: Level,
    dimensions: Vec<bank::Dimension>,
}

impl Gather<'_> {
    /// The rounds of a mock.
    fn rounds(&self, progress: &MockProgress) -> Vec<Round> {
        let by_id: HashMap<&RecordId, &Answered> =
            self.materials.answers.iter().map(|answered| (&answered.row.id, answered)).collect();
        let of = |list: &[f64], i: usize| list.get(i).copied().unwrap_or(0.0);
        let round = |(i, planned): (usize, &PlannedRound)| Round {
            name: planned.name.clone(),
            minutes: Some(planned.minutes),
            allowed_seconds: Some(f64::from(planned.minutes) * 60.0 + of(&progress.grace, i)),
            seconds: of(&progress.spent, i),
            prediction: progress.predictions.get(i).copied().flatten(),
            mean: self.kept.and_then(|kept| kept.card.rounds.get(i)).and_then(|round| round.mean),
            questions: planned
                .questions
                .iter()
                .map(|question| {
                    let given = progress.given.iter().find(|g| g.round == i && g.question == question.question);
                    // If the attempt was undone, its place stays empty.
                    let answered = given.and_then(|given| Some((given, *by_id.get(&given.attempt)?)));
                    self.planned(question, i, answered)
                })
                .collect(),
        };
        progress.plan.rounds.iter().enumerate().map(round).collect()
    }

    fn planned(&self, planned: &Planned, round: usize, answered: Option<(&Given, &Answered)>) -> Question {
        let notes = self.materials.notes.question(&planned.question);
        Question {
            id: planned.question.clone(),
            topic: self.topic(&planned.question),
            kind: planned.kind,
            prompt: planned.prompt.clone(),
            snippet: notes.as_ref().and_then(|notes| notes.snippet.clone()),
            answer: answered.map(|(given, answered)| self.answer(answered, Some((given, round)), notes.as_ref())),
        }
    }

    /// One round for a drill, or for a mock whose plan cannot be read: first what was answered, then what was not, in
    /// order.
    fn one_round(&self) -> Round {
        let mut questions: Vec<Question> = Vec::new();
        let mut asked = |question: &QuestionId, answered: Option<&Answered>| {
            let notes = self.materials.notes.question(question);
            let wording = answered.map_or(0, |answered| answered.wording as usize);
            let prompt = notes.as_ref().map(|notes| match wording.checked_sub(1).and_then(|i| notes.variants.get(i)) {
                Some(variant) => variant.clone(),
                None => notes.prompt.clone(),
            });
            questions.push(Question {
                id: question.clone(),
                topic: self.topic(question),
                kind: notes.as_ref().map_or(Kind::default(), |notes| notes.kind),
                prompt: prompt.unwrap_or_else(|| question.to_string()),
                snippet: notes.as_ref().and_then(|notes| notes.snippet.clone()),
                answer: answered.map(|answered| self.answer(answered, None, notes.as_ref())),
            });
        };
        for answered in &self.materials.answers {
            asked(&answered.row.question, Some(answered));
        }
        let sitting = &self.materials.row.sitting;
        for question in &sitting.questions {
            if !self.materials.answers.iter().any(|answered| answered.row.question == *question) {
                asked(question, None);
            }
        }
        let seconds = self.materials.answers.iter().map(|answered| {
            let replies: f64 = answered.follow_ups.iter().map(|reply| reply.seconds).sum();
            answered.row.seconds.think + answered.row.seconds.answer + replies
        });
        Round {
            name: capital(if sitting.mode == Mode::Mock { "mock" } else { "drill" }),
            minutes: None,
            allowed_seconds: None,
            seconds: seconds.sum(),
            prediction: None,
            mean: None,
            questions,
        }
    }

    fn topic(&self, question: &QuestionId) -> String {
        self.materials.notes.topic(question)
    }

    fn answer(
        &self,
        answered: &Answered,
        given: Option<(&Given, usize)>,
        notes: Option<&bank::Question>,
    ) -> ReportedAnswer {
        let row = &answered.row;
        let judged = row.score.is_some() || row.rating.is_some() || !row.points.is_empty();
        let look_for = notes.filter(|_| judged).map_or(&[][..], |notes| &notes.look_for);
        let mistake = |id: &String| {
            let known = notes.and_then(|notes| notes.mistakes.iter().find(|mistake| mistake.id == *id));
            known.map_or(Mistake { text: id.clone(), critical: false }, |known| Mistake {
                text: known.text.clone(),
                critical: known.critical,
            })
        };
        let weak = |id: &String| {
            let known = notes.and_then(|notes| notes.weak.iter().find(|weak| weak.id == *id));
            known.map_or_else(|| id.clone(), |known| known.text.clone())
        };
        let card = given.and_then(|(_, round)| {
            let answers = &self.kept?.card.answers;
            answers.iter().find(|card| card.round == round && card.question == row.question)
        });
        ReportedAnswer {
            attempt: row.id.clone(),
            day: row.day,
            medium: row.medium,
            text: row.text.clone(),
            voice: Voice::of(&answered.heard, |text| {
                notes.map_or_else(Vec::new, |notes| Words::Heard(text).coverage(notes))
            }),
            remark: answered.remark.clone(),
            my_answer: answered.my_answer.clone(),
            seconds: row.seconds,
            target_seconds: row.target_seconds,
            gave_up: row.gave_up,
            hints: row.hints,
            clarified: given.map_or(0, |(given, _)| given.clarified),
            prediction: row.prediction,
            evidence: row.band.map(f64::from),
            band: row.band.and_then(|band| Band::try_from(band).ok()),
            reason: card.filter(|card| card.band.map(Band::number) == row.band).and_then(|card| card.reason.clone()),
            share: row.score.map(|score| share_of(score, u32::try_from(row.mistakes.len()).unwrap_or(u32::MAX))),
            doubted: row.doubt.as_ref().map(|doubt| (doubt.points.len(), doubt.of)),
            rating: row.rating,
            judged,
            leaves_open: card
                .is_some_and(|card| card.of < look_for.iter().filter(|point| counts(point.tier, self.level)).count()),
            points: look_for
                .iter()
                .map(|point| Point {
                    id: point.id.clone(),
                    text: point.text.clone(),
                    tier: point.tier,
                    counts: counts(point.tier, self.level),
                    tick: row.points.get(&point.id).copied().unwrap_or(Tick::Missed),
                    judged: row.points.contains_key(&point.id),
                    after_coach: answered.after_coach.get(&point.id).copied(),
                })
                .collect(),
            mistakes: row.mistakes.iter().map(mistake).collect(),
            weak: row.weak.iter().map(weak).collect(),
            follow_ups: self.replies(answered, given.map(|(given, _)| given), card, notes),
            numbers: card.map_or_else(Vec::new, |card| self.numbers(card)),
            differences: self.differences(&row.id),
        }
    }

    fn differences(&self, attempt: &RecordId) -> Vec<Difference> {
        let found = self.materials.differences.iter().find(|one| one.attempt == *attempt);
        found.map_or_else(Vec::new, |one| one.differences.clone())
    }

    fn replies(
        &self,
        answered: &Answered,
        given: Option<&Given>,
        card: Option<&AnswerCard>,
        notes: Option<&bank::Question>,
    ) -> Vec<Reply> {
        let ticks = self.kept.and_then(|kept| kept.held.get(&answered.row.id));
        let voice = |i: usize| {
            let mentions = |text: &str| notes.map_or_else(Vec::new, |notes| Words::Heard(text).coverage(notes));
            answered.heard_replies.get(i).and_then(|heard| Voice::of(heard, mentions))
        };
        let held = |i: usize, id: &str| {
            if self.kept.and_then(|kept| kept.open.get(&answered.row.id)).is_some_and(|open| open.contains(&i)) {
                return None;
            }
            let on_card = || card?.follow_ups.iter().find(|held| held.id == id).map(|held| held.tick);
            ticks.and_then(|ticks| ticks.get(i).copied()).or_else(on_card)
        };
        match given {
            Some(given) => given
                .follow_ups
                .iter()
                .enumerate()
                .map(|(i, put)| Reply {
                    asked: Some(put.asked),
                    prompt: put.prompt.clone(),
                    text: put.text.clone(),
                    voice: voice(i),
                    seconds: put.seconds,
                    held: held(i, &put.id),
                    by_coach: put.by_coach,
                })
                .collect(),
            None => answered
                .follow_ups
                .iter()
                .enumerate()
                .map(|(i, reply)| {
                    let known = notes.and_then(|notes| notes.follow_ups.iter().find(|next| next.id == reply.id));
                    Reply {
                        asked: None,
                        prompt: known.map_or_else(|| reply.id.clone(), |next: &FollowUp| next.prompt.clone()),
                        text: reply.text.clone(),
                        voice: voice(i),
                        seconds: reply.seconds,
                        held: held(i, &reply.id),
                        by_coach: false,
                    }
                })
                .collect(),
        }
    }

    fn numbers(&self, card: &AnswerCard) -> Vec<Number> {
        let number = |number: &crate::assess::Number| Number {
            dimension: number.dimension.clone(),
            title: self.title(&number.dimension),
            value: number.number,
            suggested: number.suggested,
            capped: number.capped,
            cap: number.cap,
            evidence: number.evidence.clone(),
            anchor: self.anchor(&number.dimension, number.number),
        };
        card.numbers.iter().map(number).collect()
    }

    fn title(&self, dimension: &str) -> String {
        let known = self.dimensions.iter().find(|known| known.id == dimension);
        known.map_or_else(|| dimension.to_owned(), |known| known.title.clone())
    }

    fn anchor(&self, dimension: &str, number: u8) -> Option<String> {
        let known = self.dimensions.iter().find(|known| known.id == dimension)?;
        known.anchors.get(usize::from(number).checked_sub(1)?).cloned()
    }

    fn scorecard(&self) -> Option<Scorecard> {
        let (kept, day) = self.materials.card.as_ref()?;
        let card = &kept.card;
        let friend_said = self.friends().map(|kept| &kept.friend).filter(|friend| !friend.is_empty());
        // In the order of the bank; dimensions that it does not know come last.
        let place = |id: &str| self.dimensions.iter().position(|known| known.id == id).unwrap_or(usize::MAX);
        let mut dimensions: Vec<Dimension> = card
            .dimensions
            .iter()
            .map(|(id, mean)| Dimension {
                id: id.clone(),
                title: self.title(id),
                mean: *mean,
                answers: card.answers.iter().flat_map(|a| &a.numbers).filter(|n| n.dimension == *id).count(),
                anchor: self.anchor(id, nearest(*mean)),
            })
            .collect();
        dimensions.sort_by_key(|dimension| place(&dimension.id));
        Some(Scorecard {
            day: *day,
            overall: card.overall,
            band: card.band,
            level_read: card.level_read,
            level_untold: card.level_untold,
            reasons: card.reasons.clone(),
            expected: card.expected.clone(),
            condition: card.condition(),
            band_without_doubted: card.band_without_doubted,
            judged_by: card.judged_by,
            judged: card.judged_words_of(&friend_said.map_or("a friend".into(), |friend| one_line(friend.who()))),
            doubt: card.doubt_words(),
            verdicts: self.verdicts(),
            friend: friend_said.cloned(),
            critical: card.critical.clone(),
            lowered_by: card.lowered_by.iter().map(|id| self.title(id)).collect(),
            predicted: card.predicted,
            evidence: card.evidence,
            dimensions,
            areas: card
                .areas
                .iter()
                .map(|(area, mean)| AreaMean { area: *area, title: area.title(), mean: *mean })
                .collect(),
            red_flags: card.red_flags.iter().map(|flag| Flag { id: *flag, text: flag.words() }).collect(),
            gaps: card
                .gaps
                .iter()
                .map(|gap| Gap {
                    what: match &gap.concept {
                        Some(concept) if gap.questions.len() > 1 => self.materials.notes.concept(concept),
                        _ => gap.what.clone(),
                    },
                    sort: gap.sort,
                    words: gap.words(|concept| self.materials.notes.concept(concept)),
                    concept: gap.concept.clone(),
                    questions: gap.questions.clone(),
                })
                .collect(),
        })
    }

    /// The scorecards of one or both judges, the one that counts first.
    fn cards(&self) -> impl Iterator<Item = &KeptCard> {
        self.kept.into_iter().chain(&self.materials.other)
    }

    /// The scorecard that a friend filled in, if any.
    fn friends(&self) -> Option<&KeptCard> {
        self.cards().find(|kept| kept.is_friends())
    }

    /// The verdicts of two judges; empty if there is only one.
    fn verdicts(&self) -> Vec<Verdict> {
        if self.materials.other.is_none() {
            return Vec::new();
        }
        let verdict = |kept: &KeptCard| Verdict {
            by: if kept.is_friends() { JudgedBy::Friend } else { JudgedBy::Candidate },
            who: if kept.is_friends() { one_line(kept.friend.who()) } else { "the candidate".to_owned() },
            overall: kept.card.overall,
            band: kept.card.band,
            condition: kept.card.condition(),
            level_read: kept.card.level_read,
            level_untold: kept.card.level_untold,
        };
        self.cards().map(verdict).collect()
    }

    /// The course of mocks of the same loop, ending with this one.
    fn course(&self) -> Vec<Course> {
        let Some(kept) = self.kept else { return Vec::new() };
        let one = |row: &SittingRow, card: &Card| Course {
            sitting: row.sitting.sitting.clone(),
            day: row.day,
            overall: card.overall,
            band: card.band,
            dimensions: card.dimensions.iter().map(|(id, mean)| (id.clone(), *mean)).collect::<BTreeMap<_, _>>(),
        };
        let this = self.materials.row;
        let past = &self.materials.past;
        let first = past.len().saturating_sub(COURSE - 1);
        past[first..].iter().map(|past| one(&past.row, &past.card)).chain([one(this, &kept.card)]).collect()
    }
}

/// The nearest whole number of 1 to 4, halves rounded down: an anchor applies only once it is reached.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 4")]
fn nearest(mean: f64) -> u8 {
    (mean - 0.5 - 1e-9).ceil().clamp(1.0, 4.0) as u8
}
