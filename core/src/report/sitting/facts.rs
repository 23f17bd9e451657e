//! The facts in the report of a sitting. Serialised, they are the JSON report; fields may be added and are never
//! renamed.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::card::{Course, Scorecard};
use super::voice::Voice;
use crate::assess::{Asked, Band, worth};
use crate::bank::{Archetype, Kind, Level, QuestionId, Snippet, Tier};
use crate::history::{Medium, Mode, Rating, RecordId, SittingState, Spent, Tick};
use crate::insight::Tally;
use crate::practice::after_coach_words;
use crate::practice::mock::Difference;

/// The report of one sitting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SittingReport {
    /// Id of the sitting in the log.
    pub sitting: RecordId,
    /// Whether it was a drill or a mock.
    pub mode: Mode,
    /// Name of the loop; `None` for a drill.
    #[serde(rename = "loop")]
    pub loop_: Option<String>,
    /// Title for the reader.
    pub title: String,
    /// The level aimed at, which decides which tiers count.
    pub level: Level,
    /// The shape of role; `None` means all.
    pub archetype: Option<Archetype>,
    /// Seed with which the questions were drawn.
    pub seed: Option<u64>,
    /// Whether the sitting was started, paused, finished or abandoned.
    pub state: SittingState,
    /// When the sitting began, with the time zone of that moment.
    pub started_at: DateTime<FixedOffset>,
    /// The practice days with an answer, in order; without any answer, the day on which the sitting began.
    pub days: Vec<NaiveDate>,
    /// The day on which the report was written.
    pub written_on: NaiveDate,
    /// Number of questions in the sitting.
    pub asked: usize,
    /// How many of them have an answer, including "don't know".
    pub answered: usize,
    /// How many answers were judged.
    pub judged: usize,
    /// What a reader has to know first, for example that the sitting is not over or not debriefed.
    pub remarks: Vec<String>,
    /// The rounds in order; a drill is one round without `minutes`.
    pub rounds: Vec<Round>,
    /// Counts of the judged points, by tier.
    pub tiers: Vec<TierCount>,
    /// The scorecard; `None` if the sitting was not debriefed.
    pub scorecard: Option<Scorecard>,
    /// Mocks of the same loop that have a scorecard, oldest first, this one last.
    pub course: Vec<Course>,
}

impl SittingReport {
    /// All questions with their number, from 1.
    pub fn questions(&self) -> impl Iterator<Item = (usize, &Round, &Question)> {
        let all = self.rounds.iter().flat_map(|round| round.questions.iter().map(move |question| (round, question)));
        all.enumerate().map(|(i, (round, question))| (i + 1, round, question))
    }

    /// All answers.
    pub fn answers(&self) -> impl Iterator<Item = &ReportedAnswer> {
        self.rounds.iter().flat_map(Round::answers)
    }

    /// All spoken answers and replies.
    pub(in crate::report) fn voices_mut(&mut self) -> impl Iterator<Item = &mut Voice> {
        let questions = self.rounds.iter_mut().flat_map(|round| &mut round.questions);
        let answers = questions.filter_map(|question| question.answer.as_mut());
        answers.flat_map(|answer| {
            let replies = answer.follow_ups.iter_mut().filter_map(|reply| reply.voice.as_mut());
            answer.voice.iter_mut().chain(replies)
        })
    }

    /// Total seconds of thinking, answering and replying.
    pub fn seconds(&self) -> f64 {
        self.rounds.iter().map(|round| round.seconds).sum()
    }
}

/// A round of a mock, or all of a drill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Round {
    /// Name of the round for the reader.
    pub name: String,
    /// How long the round should take, in minutes; `None` for a drill.
    pub minutes: Option<u32>,
    /// Seconds allowed: `minutes`, plus what is added for typing.
    pub allowed_seconds: Option<f64>,
    /// Seconds spent on thinking, answering and replying.
    pub seconds: f64,
    /// The band that the candidate predicted for the round, 1 to 4.
    pub prediction: Option<u8>,
    /// Mean of the round's answers on the scorecard, 1 to 4.
    pub mean: Option<f64>,
    /// The questions, in the order in which they were asked.
    pub questions: Vec<Question>,
}

impl Round {
    /// The answers of this round.
    pub fn answers(&self) -> impl Iterator<Item = &ReportedAnswer> {
        self.questions.iter().filter_map(|question| question.answer.as_ref())
    }
}

/// A question that was asked or planned.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// Name of the question: `bank/id`.
    #[serde(rename = "question")]
    pub id: QuestionId,
    /// Title of its topic.
    pub topic: String,
    /// The kind of question.
    pub kind: Kind,
    /// The prompt, in the wording that was asked.
    pub prompt: String,
    /// The code snippet that it is about, if any.
    pub snippet: Option<Snippet>,
    /// The answer; `None` if the question was not answered.
    pub answer: Option<ReportedAnswer>,
}

/// An answer with its judgement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportedAnswer {
    /// Id of the attempt in the log.
    pub attempt: RecordId,
    /// Practice day of the answer.
    pub day: NaiveDate,
    /// Whether it was typed or spoken.
    pub medium: Medium,
    /// The answer, verbatim; empty for a spoken answer without a written text.
    pub text: String,
    /// Recording, figures and transcript; `None` if it was not spoken or nothing is known of the recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// The candidate's note to themselves about the answer; empty if there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The answer that the candidate keeps for the question ("my answer"); empty if there is none or it was not to be
    /// included.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub my_answer: String,
    /// Seconds spent on thinking, answering and pausing.
    pub seconds: Spent,
    /// Target time in seconds at the time of the answer.
    pub target_seconds: u32,
    /// Whether the candidate answered "don't know".
    pub gave_up: bool,
    /// Number of hints shown.
    pub hints: u32,
    /// Number of clarifications asked for.
    pub clarified: usize,
    /// The band that the candidate predicted, 1 to 4.
    pub prediction: Option<u8>,
    /// What the ticks come to on the scale of the prediction; `None` if the answer was not judged or the question has
    /// no notes.
    pub evidence: Option<f64>,
    /// The evidence as a band.
    pub band: Option<Band>,
    /// The share of the counting points that was hit, 0 to 1.
    pub share: Option<f64>,
    /// What decided the band, in words; `None` if it is not on a scorecard, or on one from before bands were recorded.
    pub reason: Option<String>,
    /// How many ticks are not supported by words of the answer, and out of how many.
    pub doubted: Option<(usize, u32)>,
    /// The rating, which counts for the schedule.
    pub rating: Option<Rating>,
    /// Whether the answer was judged.
    pub judged: bool,
    /// Whether points without a tick count as unknown rather than missed: a friend judged the answer and left points
    /// open.
    #[serde(skip)]
    pub leaves_open: bool,
    /// The points of the notes with their ticks; empty until the answer is judged.
    pub points: Vec<Point>,
    /// Mistakes that were made.
    pub mistakes: Vec<Mistake>,
    /// Weak signals that were recognised in the answer.
    pub weak: Vec<String>,
    /// Follow-ups with their replies.
    pub follow_ups: Vec<Reply>,
    /// The numbers of this answer on the scorecard.
    pub numbers: Vec<Number>,
    /// Where the friend's and the candidate's judgements differ.
    pub differences: Vec<Difference>,
}

impl ReportedAnswer {
    /// Whether the report includes a recording of the answer or of a reply.
    pub(super) fn has_sound(&self) -> bool {
        let replies = self.follow_ups.iter().filter_map(|reply| reply.voice.as_ref());
        self.voice.iter().chain(replies).any(|voice| voice.sound.is_some())
    }

    /// The points that count at the level, and those above it.
    pub fn points_apart(&self) -> (Vec<&Point>, Vec<&Point>) {
        self.points.iter().partition(|point| point.counts)
    }

    /// Whether a point's tick is known. If the candidate judged, a point left open was missed; if a friend judged, it
    /// is unknown.
    fn is_known(&self, point: &Point) -> bool {
        point.judged || !self.leaves_open
    }

    /// The points hit (a partial hit counting half) out of those that count, and the number of those.
    pub fn points_of(&self) -> (f64, usize) {
        let counted = self.points.iter().filter(|point| point.counts && self.is_known(point));
        counted.fold((0.0, 0), |(sum, of), point| (sum + worth(point.tick), of + 1))
    }

    /// The number of musts hit or partly hit, and of all musts.
    pub fn musts_of(&self) -> (usize, usize) {
        let musts = || self.points.iter().filter(|point| point.tier == Tier::Must && self.is_known(point));
        (musts().filter(|point| point.tick != Tick::Missed).count(), musts().count())
    }
}

/// A point of the notes with its tick.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Id of the point within the question.
    pub id: String,
    /// Text of the point, as in the notes.
    pub text: String,
    /// The tier, which says how much the point matters.
    pub tier: Tier,
    /// Whether its tier counts at the level aimed at.
    pub counts: bool,
    /// The tick; [`Tick::Missed`] if there is none.
    pub tick: Tick,
    /// Whether there is a tick.
    pub judged: bool,
    /// The tick that was later taken over from the coach; it counts nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_coach: Option<Tick>,
}

impl Point {
    /// A remark, with a leading blank, on the tick that was taken over from the coach; empty if there is none.
    pub fn after_coach_words(&self) -> String {
        self.after_coach.map_or(String::new(), |tick| format!(" ({})", after_coach_words(tick)))
    }
}

/// A mistake that was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mistake {
    /// Text of the mistake, as in the notes.
    pub text: String,
    /// Whether the mistake is critical: an interviewer would stop there.
    pub critical: bool,
}

/// A follow-up and the reply to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reply {
    /// The sort of follow-up; `None` if it is no longer known.
    pub asked: Option<Asked>,
    /// The prompt of the follow-up.
    pub prompt: String,
    /// The reply, verbatim; empty for a spoken reply without a written text.
    pub text: String,
    /// Recording, figures and transcript; `None` if it was not spoken or nothing is known of the recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// Length of the reply in seconds.
    pub seconds: f64,
    /// How well the reply held; `None` if it was not judged.
    pub held: Option<Tick>,
    /// Whether the candidate's own model asked it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_coach: bool,
}

impl Reply {
    /// A remark on who asked; `None` if it was the interviewer with the questions of the bank.
    pub fn asked_by(&self) -> Option<&'static str> {
        self.by_coach.then_some("asked by the coach")
    }
}

/// The number of an answer on an anchored dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// Id of the dimension.
    pub dimension: String,
    /// Title of the dimension.
    pub title: String,
    /// The number that counts, 1 to 4.
    #[serde(rename = "number")]
    pub value: u8,
    /// The number that the evidence suggested, 1 to 4.
    pub suggested: u8,
    /// Whether the number was limited to `cap`.
    pub capped: bool,
    /// The highest number that the answer can get on this dimension, 1 to 4.
    pub cap: u8,
    /// Where the suggestion comes from, in words; empty on a scorecard from before this was kept.
    pub evidence: String,
    /// What an interviewer observes at that number; `None` if the dimension is no longer in any bank.
    pub anchor: Option<String>,
}

/// Counts of the points of one tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierCount {
    /// The tier of the points counted.
    pub tier: Tier,
    /// Whether it counts at the level aimed at.
    pub counts: bool,
    /// How often its points were hit, partly hit and missed.
    #[serde(flatten)]
    pub tally: Tally,
}
