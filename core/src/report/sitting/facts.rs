//! What the report of a sitting says. Serialised, this is its JSON; fields may be added and are never renamed.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::voice::Voice;
use crate::assess::{
    Asked, Band, CriticalMistake, Expected, FriendsWords, GapSort, JudgedBy, Recommendation, RedFlag, worth,
};
use crate::bank::{Archetype, Area, Kind, Level, QuestionId, Snippet, Tier};
use crate::history::{Medium, Mode, Rating, RecordId, SittingState, Spent, Tick};
use crate::insight::Tally;
use crate::practice::after_coach_words;
use crate::practice::mock::Difference;

/// One sitting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SittingReport {
    /// Its name in the log.
    pub sitting: RecordId,
    /// Drill or mock.
    pub mode: Mode,
    /// Name of the loop, for a mock.
    #[serde(rename = "loop")]
    pub loop_: Option<String>,
    /// What people read.
    pub title: String,
    /// The level aimed at: which tiers count.
    pub level: Level,
    /// The shape of role; none: all.
    pub archetype: Option<Archetype>,
    /// Seed of the draw.
    pub seed: Option<u64>,
    /// How far it got.
    pub state: SittingState,
    /// When it began.
    pub started_at: DateTime<FixedOffset>,
    /// The practice days on which something was answered, in order; the day it began, where nothing was.
    pub days: Vec<NaiveDate>,
    /// The day on which this was written.
    pub written_on: NaiveDate,
    /// Questions of the sitting.
    pub asked: usize,
    /// Those with an answer, "don't know" included.
    pub answered: usize,
    /// Those whose points were ticked.
    pub judged: usize,
    /// What a reader has to know first: that it is not over, or not debriefed.
    pub remarks: Vec<String>,
    /// The rounds in order; a drill is one round without a length.
    pub rounds: Vec<Round>,
    /// Points of the judged answers, by tier.
    pub tiers: Vec<TierCount>,
    /// The scorecard; none: not debriefed.
    pub scorecard: Option<Scorecard>,
    /// Mocks of the same loop with a scorecard, oldest first, this one last.
    pub course: Vec<Course>,
}

impl SittingReport {
    /// All questions with their number, from 1.
    pub fn questions(&self) -> impl Iterator<Item = (usize, &Round, &Question)> {
        let all = self.rounds.iter().flat_map(|round| round.questions.iter().map(move |question| (round, question)));
        all.enumerate().map(|(i, (round, question))| (i + 1, round, question))
    }

    /// What was answered.
    pub fn answers(&self) -> impl Iterator<Item = &ReportedAnswer> {
        self.rounds.iter().flat_map(Round::answers)
    }

    /// Everything that was spoken.
    pub(in crate::report) fn voices_mut(&mut self) -> impl Iterator<Item = &mut Voice> {
        let questions = self.rounds.iter_mut().flat_map(|round| &mut round.questions);
        let answers = questions.filter_map(|question| question.answer.as_mut());
        answers.flat_map(|answer| {
            let replies = answer.follow_ups.iter_mut().filter_map(|reply| reply.voice.as_mut());
            answer.voice.iter_mut().chain(replies)
        })
    }

    /// Seconds of thinking, answering and replying.
    pub fn seconds(&self) -> f64 {
        self.rounds.iter().map(|round| round.seconds).sum()
    }
}

/// A round.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Round {
    /// What people read.
    pub name: String,
    /// How long it should take; none: a drill.
    pub minutes: Option<u32>,
    /// Seconds that were allowed: its minutes, and what typing adds.
    pub allowed_seconds: Option<f64>,
    /// Seconds of thinking, answering and replying.
    pub seconds: f64,
    /// What the candidate thought it was worth, 1 to 4.
    pub prediction: Option<u8>,
    /// Mean of its answers on the scorecard, 1 to 4.
    pub mean: Option<f64>,
    /// What was asked.
    pub questions: Vec<Question>,
}

impl Round {
    /// What was answered.
    pub fn answers(&self) -> impl Iterator<Item = &ReportedAnswer> {
        self.questions.iter().filter_map(|question| question.answer.as_ref())
    }
}

/// A question that was asked, or would have been.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// `bank/id`.
    #[serde(rename = "question")]
    pub id: QuestionId,
    /// What people read for its topic.
    pub topic: String,
    /// What sort of question it is.
    pub kind: Kind,
    /// As it was asked.
    pub prompt: String,
    /// The snippet it is about.
    pub snippet: Option<Snippet>,
    /// None: it was not reached.
    pub answer: Option<ReportedAnswer>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportedAnswer {
    /// Its attempt in the log.
    pub attempt: RecordId,
    /// Practice day.
    pub day: NaiveDate,
    /// How it was given.
    pub medium: Medium,
    /// The answer, verbatim; empty for a spoken one that nobody wrote down.
    pub text: String,
    /// How it was spoken, and what was said; none: it was not, or nothing is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// What the candidate wrote down beside it, for themselves; empty: nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The answer to the question that the candidate keeps, where it was asked for; empty: none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub my_answer: String,
    /// Where the time went.
    pub seconds: Spent,
    /// The target in force.
    pub target_seconds: u32,
    /// "Don't know".
    pub gave_up: bool,
    /// Hints that were shown.
    pub hints: u32,
    /// Clarifications that were asked for.
    pub clarified: usize,
    /// What the candidate thought it was worth, 1 to 4.
    pub prediction: Option<u8>,
    /// What the ticks come to on the same scale; none: not judged, or no notes.
    pub evidence: Option<f64>,
    /// The same as a band, 1 to 4.
    pub band: Option<Band>,
    /// The share of the points that counted, 0 to 1.
    pub share: Option<f64>,
    /// What decided the band, in words; none: not on a scorecard, or on one from before there were bands.
    pub reason: Option<String>,
    /// Ticks that the answer has no words for, of how many.
    pub doubted: Option<(usize, u32)>,
    /// What counts for the schedule.
    pub rating: Option<Rating>,
    /// Whether points were ticked.
    pub judged: bool,
    /// Whether nothing is held against the points that were not: a friend judged and left them open.
    #[serde(skip)]
    pub leaves_open: bool,
    /// The points of the notes with what was ticked; empty until it is judged.
    pub points: Vec<Point>,
    /// Mistakes made.
    pub mistakes: Vec<Mistake>,
    /// Weak signals recognised.
    pub weak: Vec<String>,
    /// What was asked after it.
    pub follow_ups: Vec<Reply>,
    /// Its numbers on the scorecard.
    pub numbers: Vec<Number>,
    /// Where a friend and the candidate judged it differently.
    pub differences: Vec<Difference>,
}

impl ReportedAnswer {
    /// Whether a recording of it or of a reply comes along.
    pub(super) fn has_sound(&self) -> bool {
        let replies = self.follow_ups.iter().filter_map(|reply| reply.voice.as_ref());
        self.voice.iter().chain(replies).any(|voice| voice.sound.is_some())
    }

    /// The points that count at the level, and those that stand above it.
    pub fn points_apart(&self) -> (Vec<&Point>, Vec<&Point>) {
        self.points.iter().partition(|point| point.counts)
    }

    /// Whether anything is known of a point: a candidate who leaves one open did not make it, a friend did not judge it.
    fn is_known(&self, point: &Point) -> bool {
        point.judged || !self.leaves_open
    }

    /// Points hit, a partial one counting one half, of those that count, and how many count.
    pub fn points_of(&self) -> (f64, usize) {
        let counted = self.points.iter().filter(|point| point.counts && self.is_known(point));
        counted.fold((0.0, 0), |(sum, of), point| (sum + worth(point.tick), of + 1))
    }

    /// Musts hit, and how many there are.
    pub fn musts_of(&self) -> (usize, usize) {
        let musts = || self.points.iter().filter(|point| point.tier == Tier::Must && self.is_known(point));
        (musts().filter(|point| point.tick != Tick::Missed).count(), musts().count())
    }
}

/// A point of the notes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Its id within the question.
    pub id: String,
    /// The point, as the notes have it.
    pub text: String,
    /// How much it matters.
    pub tier: Tier,
    /// Whether its tier counts at the level aimed at.
    pub counts: bool,
    /// What was ticked; missed, where nothing was.
    pub tick: Tick,
    /// Whether anything was.
    pub judged: bool,
    /// The tick that was taken over from the coach afterwards; it counts nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_coach: Option<Tick>,
}

impl Point {
    /// What is said beside it of a tick that was taken over from the coach; empty: none was.
    pub fn after_coach_words(&self) -> String {
        self.after_coach.map_or(String::new(), |tick| format!(" ({})", after_coach_words(tick)))
    }
}

/// A mistake that was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mistake {
    /// The mistake, as the notes have it.
    pub text: String,
    /// Whether an interviewer would stop there.
    pub critical: bool,
}

/// A follow-up with its reply.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reply {
    /// What sort of follow-up it was; none: not known any more.
    pub asked: Option<Asked>,
    /// What was asked.
    pub prompt: String,
    /// The reply, verbatim; empty for a spoken one.
    pub text: String,
    /// How it was spoken, and what was said; none: it was not, or nothing is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// Seconds of the reply.
    pub seconds: f64,
    /// How it held; none: not judged.
    pub held: Option<Tick>,
    /// Whether the candidate's own model asked it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_coach: bool,
}

impl Reply {
    /// Who asked, where it was not the interviewer of the bank.
    pub fn asked_by(&self) -> Option<&'static str> {
        self.by_coach.then_some("asked by the coach")
    }
}

/// A number on an anchored dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// Id of the dimension.
    pub dimension: String,
    /// What people read for it.
    pub title: String,
    /// What counts, 1 to 4.
    #[serde(rename = "number")]
    pub value: u8,
    /// What the evidence suggested.
    pub suggested: u8,
    /// Whether the answer holds it at `cap`.
    pub capped: bool,
    /// The most that the answer can get here, 1 to 4.
    pub cap: u8,
    /// What the suggestion comes from, in words; empty on a scorecard from before it was kept.
    pub evidence: String,
    /// What an interviewer observes at that number; none: no bank has the dimension any more.
    pub anchor: Option<String>,
}

/// How points of a tier went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierCount {
    /// The tier.
    pub tier: Tier,
    /// Whether it counts at the level aimed at.
    pub counts: bool,
    /// How often its points were there.
    #[serde(flatten)]
    pub tally: Tally,
}

/// The scorecard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scorecard {
    /// The day on which it was filled in.
    pub day: NaiveDate,
    /// Rounds weighted by the loop, 1 to 4; none: nothing was scored.
    pub overall: Option<f64>,
    /// The recommendation: that mean, held down by what no mean makes up for.
    pub band: Option<Recommendation>,
    /// The level that the answers read as; none: not yet mid, or nothing to read it from.
    pub level_read: Option<Level>,
    /// Whether there are too few points to read any level from.
    pub level_untold: bool,
    /// The rules that decided both, in words.
    pub reasons: Vec<String>,
    /// What an interviewer one level above the level read wants to have heard in answers that fell short; left out where there
    /// is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
    /// Who judged; none: it was not kept.
    pub judged_by: Option<JudgedBy>,
    /// The same in words, with what is doubtful about it.
    pub judged: Option<String>,
    /// That the recommendation hangs on ticks that no words bear out, to follow it. None: it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    /// The recommendation without those ticks, where it is a lower one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band_without_doubted: Option<Recommendation>,
    /// What has to be said beside the recommendation: that most of the ticks behind it have no words. None: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// What a friend and the candidate each make of it, the one that counts first; empty: one of them judged.
    pub verdicts: Vec<Verdict>,
    /// What a friend who judged said in words.
    pub friend: Option<FriendsWords>,
    /// Titles of the design criteria at 1 that lowered it.
    pub lowered_by: Vec<String>,
    /// Mean prediction, over the answers that have one and points.
    pub predicted: Option<f64>,
    /// Mean evidence of the same answers.
    pub evidence: Option<f64>,
    /// The dimensions in the order of the bank.
    pub dimensions: Vec<Dimension>,
    /// What hiring managers judge, with the mean of its numbers.
    pub areas: Vec<AreaMean>,
    /// Red flags that were ticked.
    pub red_flags: Vec<Flag>,
    /// Critical mistakes that were made.
    pub critical: Vec<CriticalMistake>,
    /// What to work on, worst first.
    pub gaps: Vec<Gap>,
}

/// What one of two judges makes of the sitting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// Which of the two.
    #[serde(rename = "judged_by")]
    pub by: JudgedBy,
    /// Who that is, in words.
    pub who: String,
    /// 1 to 4; none: nothing was scored.
    pub overall: Option<f64>,
    /// The recommendation.
    pub band: Option<Recommendation>,
    /// That it hangs on ticks that no words bear out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    /// The level that the answers read as to them.
    pub level_read: Option<Level>,
    /// Whether there are too few points to read any level from.
    pub level_untold: bool,
}

/// A dimension over the whole sitting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dimension {
    /// Its id.
    #[serde(rename = "dimension")]
    pub id: String,
    /// What people read for it.
    pub title: String,
    /// Mean of its numbers, 1 to 4.
    pub mean: f64,
    /// Answers that it was scored on.
    pub answers: usize,
    /// What an interviewer observes at the nearest whole number, halves downwards; none: no bank has it any more.
    pub anchor: Option<String>,
}

/// One of the things that hiring managers judge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaMean {
    /// Which.
    pub area: Area,
    /// What people read for it.
    pub title: &'static str,
    /// 1 to 4.
    pub mean: f64,
}

/// A red flag.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flag {
    /// Which.
    pub id: RedFlag,
    /// What people read for it.
    pub text: &'static str,
}

/// Something to work on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// What lacked, as something one could say or do.
    pub what: String,
    /// How bad it is.
    pub sort: GapSort,
    /// What to work on, as people read it.
    pub words: String,
    /// The concept, where points of several questions share one.
    pub concept: Option<String>,
    /// The questions in whose answers it lacked, worst first.
    pub questions: Vec<QuestionId>,
}

/// One mock of the same loop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Course {
    /// Its sitting.
    pub sitting: RecordId,
    /// The practice day on which it began.
    pub day: NaiveDate,
    /// Its result, 1 to 4.
    pub overall: Option<f64>,
    /// The band of that.
    pub band: Option<Recommendation>,
    /// Mean of each dimension, by id.
    pub dimensions: BTreeMap<String, f64>,
}
