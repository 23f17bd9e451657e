//! An answer beside its notes: ticked, rated, and what was gained since last time.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::answer::{ASKED_ABOUT, Answer, JOTTED, LEANING, Phase, Sheet, TICKS};
use super::rules::Rules;
use super::second_opinion::after_coach_words;
use crate::assess::counts;
use crate::assess::{self, Band, Circumstances, Judged, Mention, Score, Ticks};
use crate::bank::{Level, Point, Question, Tier};
use crate::history::{Attempt, Body, Doubt, Draft, DraftStage, Judgement, Mode, Rating, Record, RecordId, Tick};
use crate::memory::cap;
use crate::moment::Moment;

/// How far the judgement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judging {
    /// The points are being ticked.
    Ticking,
    /// They are ticked; a rating is asked for.
    Rating,
    /// Rated, or left unrated.
    Rated(Option<Rating>),
}

/// What stands between ticks and a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Nothing at all is judged: is the answer to stay so? This is asked once.
    Untouched,
    /// That was asked, and it is to stay so.
    Unjudged,
    /// So many points that count are not judged: were they missing?
    NotJudged(usize),
    /// The rest was missing; so many points that the words of the answer speak for are not judged: were they missing, too?
    SpokenFor(usize),
    /// Points are ticked that the answer has no words for. This is said once.
    Doubted,
    /// Nothing.
    Done,
}

/// Something that is ticked in the notes, by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// How far a point was there.
    Point(String, Tick),
    /// Whether a mistake was made.
    Mistake(String, bool),
    /// Whether it sounded like a weak signal.
    Weak(String, bool),
}

/// An answer with its notes open.
#[derive(Clone, Debug)]
pub struct Review {
    answer: Answer,
    judging: Judging,
    prediction: Option<u8>,
    ticks: Ticks,
    /// Notes that are being written on a question without any.
    jotted: String,
    /// The rating that the candidate is about to give, where it is not the suggested one that stands there.
    leaning: Option<Rating>,
    before: Option<Ticks>,
    /// Ticks that were taken over from the coach before: shown beside one's own, and counted nowhere.
    after_coach: BTreeMap<String, Tick>,
    doubt: Option<Doubt>,
    asked_about: bool,
    /// Whether it was asked if an untouched sheet is to stay one.
    asked_untouched: bool,
    /// Whether it was asked if what the words speak for was missing, too, and nothing was ticked since.
    asked_rest: bool,
}

/// From this many ticks without words on, the candidate is asked about them.
const DOUBTFUL: usize = 3;

impl Answer {
    /// The notes open, and the attempt comes back for the log. `prediction` is what the candidate thinks it was worth, 1 to
    /// 4; those who gave up make none. None: nothing was given yet, or there is no such prediction.
    pub fn open(&self, prediction: Option<u8>, sitting: &RecordId, now: Moment) -> Option<(Review, Record)> {
        let may = match prediction {
            Some(worth) => (1..=4).contains(&worth) && !self.gave_up(),
            None => self.gave_up(),
        };
        let given = may && self.phase() == Phase::Given;
        given.then(|| (Review::of(self.clone(), prediction), self.attempt(sitting, prediction, now)))
    }
}

impl Review {
    fn of(mut answer: Answer, prediction: Option<u8>) -> Self {
        let before = answer.take_before();
        Self {
            answer,
            judging: Judging::Ticking,
            prediction,
            ticks: Ticks::default(),
            jotted: String::new(),
            leaning: None,
            before,
            after_coach: BTreeMap::new(),
            doubt: None,
            asked_about: false,
            asked_untouched: false,
            asked_rest: false,
        }
    }

    /// An attempt that was answered earlier and is judged now. `before` is what was ticked the time before it.
    pub fn later(
        id: RecordId,
        attempt: &Attempt,
        question: Rc<Question>,
        rules: Rules,
        before: Option<Ticks>,
        now: Moment,
    ) -> Self {
        let answer = Answer::of_attempt(id, attempt, question, rules, now).after(before);
        Self::of(answer, attempt.prediction)
    }

    /// What was asked and answered.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// The question with its notes.
    pub fn question(&self) -> &Rc<Question> {
        self.answer.notes()
    }

    /// The level aimed at.
    pub fn level(&self) -> Level {
        self.answer.rules().level
    }

    /// How far the judgement is.
    pub fn judging(&self) -> Judging {
        self.judging
    }

    /// What the candidate thought it was worth.
    pub fn prediction(&self) -> Option<u8> {
        self.prediction
    }

    /// What is ticked.
    pub fn ticks(&self) -> &Ticks {
        &self.ticks
    }

    /// Whether ticks without words were asked about.
    pub fn is_asked_about(&self) -> bool {
        self.asked_about
    }

    /// Goes on with a judgement where it was left.
    pub fn go_on_with(&mut self, sheet: Sheet) {
        self.set_ticks(sheet.ticks.unwrap_or_default());
        self.asked_about = sheet.asked_about;
        self.jot(sheet.jotted);
        self.leaning = sheet.leaning;
    }

    /// Goes on with what was asked about ticks without words before.
    pub fn set_asked_about(&mut self, asked: bool) {
        self.asked_about = asked;
    }

    /// Ticks everything anew.
    pub fn set_ticks(&mut self, ticks: Ticks) {
        if self.judging == Judging::Ticking {
            self.ticks = ticks;
        }
    }

    /// What was taken over from the coach before stands beside one's own ticks.
    pub fn set_after_coach(&mut self, ticks: BTreeMap<String, Tick>) {
        self.after_coach = ticks;
    }

    /// What is said beside a point whose tick was taken over from the coach. None: it was not.
    pub fn after_coach_words(&self, point: &str) -> Option<String> {
        self.after_coach.get(point).map(|tick| after_coach_words(*tick))
    }

    /// Notes that are being written on a question without any, as far as they got.
    pub fn jotted(&self) -> &str {
        &self.jotted
    }

    /// What is being written as notes is this now. A question that has notes takes none.
    pub fn jot(&mut self, notes: String) {
        if self.judging == Judging::Ticking && !self.question().has_notes() {
            self.jotted = notes;
        }
    }

    /// The rating under the cursor: the one that the candidate moved it to, or else the one that the ticks suggest.
    pub fn leaning(&self) -> Rating {
        self.leaning.unwrap_or_else(|| self.judged().map_or(Rating::Good, |judged| judged.band.rating()))
    }

    /// The candidate is about to give this rating. Other ticks suggest one anew.
    pub fn lean(&mut self, rating: Rating) {
        if !matches!(self.judging, Judging::Rated(_)) {
            self.leaning = Some(rating);
        }
    }

    /// Ticks something, as far as the question has it.
    pub fn mark(&mut self, mark: &Mark) {
        if self.judging != Judging::Ticking {
            return;
        }
        self.asked_rest = false;
        self.leaning = None;
        let question = Rc::clone(self.question());
        match mark {
            Mark::Point(id, tick) if question.look_for.iter().any(|point| point.id == *id) => {
                // Who gave up said nothing.
                let tick = if self.answer.gave_up() { Tick::Missed } else { *tick };
                self.ticks.points.insert(id.clone(), tick);
            }
            Mark::Mistake(id, made) if question.mistakes.iter().any(|mistake| mistake.id == *id) => {
                set(&mut self.ticks.mistakes, id, *made);
            }
            Mark::Weak(id, sounded) if question.weak.iter().any(|signal| signal.id == *id) => {
                set(&mut self.ticks.weak, id, *sounded);
            }
            _ => {}
        }
    }

    /// The question was edited while its notes are open: they are the new ones, and ticks of what is gone go with it. The
    /// times stay those that the clock ran against, and what is rated stays as it was judged.
    pub fn set_question(&mut self, question: Rc<Question>) {
        if matches!(self.judging, Judging::Rated(_)) {
            return;
        }
        self.ticks.points.retain(|id, _| question.look_for.iter().any(|point| point.id == *id));
        self.ticks.mistakes.retain(|id| question.mistakes.iter().any(|mistake| mistake.id == *id));
        self.ticks.weak.retain(|id| question.weak.iter().any(|signal| signal.id == *id));
        if question.has_notes() {
            self.jotted.clear();
        }
        self.answer.set_notes(question);
    }

    /// The candidate is done with ticking: whether nothing stands in the way of a rating. Who gave up said nothing. A sheet
    /// on which nothing is judged never becomes a failed answer by itself.
    /// `mentions`: what the words of the answer say and touch; empty where there are none.
    pub fn close(&mut self, mentions: &[Mention]) -> Closing {
        if self.answer.gave_up() {
            self.miss_the_rest(&[]);
        }
        let open = self.untouched().count();
        if open > 0 && self.asked_rest {
            return Closing::SpokenFor(open);
        }
        if open > 0 && self.ticks.is_empty() {
            let asked = std::mem::replace(&mut self.asked_untouched, true);
            return if asked { Closing::Unjudged } else { Closing::Untouched };
        }
        if open > 0 {
            return Closing::NotJudged(open);
        }
        self.weigh(mentions);
        if self.is_doubtful() {
            self.asked_about = true;
            return Closing::Doubted;
        }
        Closing::Done
    }

    /// What has to be on the disk while the judgement is not: the answer with its ticks, with notes that are being written
    /// and with the rating that is about to be given. None: there is none of these, or it is rated.
    pub fn draft(&self, now: Moment) -> Option<Draft> {
        let nothing = self.ticks.is_empty() && self.jotted.trim().is_empty() && self.leaning.is_none();
        if nothing || matches!(self.judging, Judging::Rated(_)) {
            return None;
        }
        let mut draft = self.answer.draft(now)?;
        draft.stage = DraftStage::Judging;
        draft.prediction = self.prediction;
        draft.other.insert(TICKS.to_owned(), serde_json::to_value(&self.ticks).ok()?);
        if self.asked_about {
            draft.other.insert(ASKED_ABOUT.to_owned(), true.into());
        }
        if let Some(leaning) = self.leaning {
            draft.other.insert(LEANING.to_owned(), serde_json::to_value(leaning).ok()?);
        }
        if !self.jotted.is_empty() {
            draft.other.insert(JOTTED.to_owned(), self.jotted.clone().into());
        }
        Some(draft)
    }

    /// The ticking is done.
    pub fn to_rating(&mut self) {
        if self.judging == Judging::Ticking {
            self.judging = Judging::Rating;
        }
    }

    /// Back to the ticks.
    pub fn back_to_ticks(&mut self) {
        if self.judging == Judging::Rating {
            self.judging = Judging::Ticking;
        }
    }

    /// The rating that counts; the judgement comes back for the log. `None` leaves the attempt unrated.
    pub fn rate(&mut self, rating: Option<Rating>, now: Moment) -> Option<Record> {
        if matches!(self.judging, Judging::Rated(_)) {
            return None;
        }
        self.judging = Judging::Rated(rating);
        Some(Record::new(now, Body::Judgement(self.judgement(rating))))
    }

    /// Opens a rated answer again, because its judgement was taken back.
    pub fn unrate(&mut self) {
        if matches!(self.judging, Judging::Rated(_)) {
            self.judging = Judging::Rating;
            self.leaning = None;
        }
    }

    fn judgement(&self, rating: Option<Rating>) -> Judgement {
        let judged = self.judged();
        Judgement {
            rating,
            suggested: judged.map(|judged| judged.band.rating()),
            points: self.ticks.points.clone(),
            mistakes: self.ticks.mistakes.clone(),
            weak: self.ticks.weak.clone(),
            score: self.score().filter(|_| !self.is_blank()).and_then(Score::recorded),
            band: judged.map(|judged| judged.band.number()),
            doubt: self.doubt.clone(),
            within_days: rating.and_then(cap),
            scheduled: rating.is_some() && self.answer.mode() != Mode::Practice,
            ..Judgement::unrated(self.answer.id().clone(), self.answer.name().clone())
        }
    }

    /// The band of the ticks so far with what decided it, if there is anything to go by: a blank sheet is not one on which
    /// everything was missed.
    pub fn judged(&self) -> Option<Judged> {
        if self.is_blank() { None } else { assess::judge(self.score(), self.circumstances()) }
    }

    /// Whether there are points to judge and nothing at all is judged.
    pub fn is_blank(&self) -> bool {
        self.ticks.is_empty() && !self.answer.gave_up() && self.untouched().next().is_some()
    }

    fn circumstances(&self) -> Circumstances {
        Circumstances {
            seconds: self.answer.spent(),
            target_seconds: self.answer.target(),
            hints: u32::try_from(self.answer.hints().len()).unwrap_or(u32::MAX),
            gave_up: self.answer.gave_up(),
        }
    }

    /// Points that count at the level and are not judged.
    pub fn untouched(&self) -> impl Iterator<Item = &Point> {
        self.question().look_for.iter().filter(|point| self.is_untouched(point))
    }

    fn is_untouched(&self, point: &Point) -> bool {
        counts(point.tier, self.level()) && !self.ticks.points.contains_key(&point.id)
    }

    /// What was not judged was missing, but for what the words of the answer say or touch: that is missing, too, when it is
    /// said once more.
    pub fn miss_the_rest(&mut self, mentions: &[Mention]) {
        if self.judging != Judging::Ticking {
            return;
        }
        let asked = std::mem::take(&mut self.asked_rest);
        let spoken_for =
            |point: &&Point| !asked && mentions.iter().any(|mention| mention.point == point.id && mention.touched);
        let rest: Vec<String> =
            self.untouched().filter(|point| !spoken_for(point)).map(|point| point.id.clone()).collect();
        if !rest.is_empty() {
            self.leaning = None;
        }
        self.ticks.points.extend(rest.into_iter().map(|id| (id, Tick::Missed)));
        let open = self.untouched().count();
        self.asked_rest = open > 0;
    }

    /// Those of these points that the answer says and that are not judged are there.
    pub fn accept(&mut self, points: &[String], mentions: &[Mention]) {
        if self.judging == Judging::Ticking {
            self.asked_rest = false;
            self.leaning = None;
            let said = mentions.iter().filter(|mention| mention.mentioned && points.contains(&mention.point));
            let open = said.filter(|mention| !self.ticks.points.contains_key(&mention.point));
            let found: Vec<String> = open.map(|mention| mention.point.clone()).collect();
            self.ticks.points.extend(found.into_iter().map(|id| (id, Tick::Hit)));
        }
    }

    /// Holds the ticks against the words of the answer: what is ticked though no words touch it is kept with the
    /// judgement. Empty `mentions`: there is no text to look at.
    fn weigh(&mut self, mentions: &[Mention]) {
        let ticked = |id: &str| self.ticks.of(id) != Tick::Missed;
        let counted: Vec<&Point> =
            self.question().look_for.iter().filter(|point| counts(point.tier, self.level())).collect();
        // Without cues nobody knows in which words a point is made.
        let wordless = |point: &&&Point| {
            !point.cues.is_empty() && mentions.iter().any(|mention| mention.point == point.id && !mention.touched)
        };
        let doubted: Vec<String> =
            counted.iter().filter(|point| ticked(&point.id)).filter(wordless).map(|point| point.id.clone()).collect();
        let of = assess::ticked(self.question(), &self.ticks, self.level());
        self.doubt = (!doubted.is_empty()).then(|| {
            let mut ticks = self.ticks.clone();
            ticks.points.extend(doubted.iter().map(|id| (id.clone(), Tick::Missed)));
            let score = assess::score(self.question(), &ticks, self.level());
            let band = assess::judge(score, self.circumstances()).map_or(Band::Fail, |judged| judged.band);
            Doubt { points: doubted, of: u32::try_from(of).unwrap_or(u32::MAX), band: band.number() }
        });
    }

    /// Ticks that the words of the answer do not bear out.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    /// Whether the candidate was asked about those ticks, and stands by them.
    pub fn stands_by_ticks(&self) -> bool {
        self.asked_about
    }

    /// Whether the doubt is worth a question: three ticks or more, or a must. It is asked once.
    fn is_doubtful(&self) -> bool {
        let Some(doubt) = self.doubt.as_ref().filter(|_| !self.asked_about) else { return false };
        let must = |point: &Point| point.tier == Tier::Must && doubt.points.contains(&point.id);
        doubt.points.len() >= DOUBTFUL || self.question().look_for.iter().any(must)
    }

    /// The score of the ticks so far.
    pub fn score(&self) -> Option<Score> {
        assess::score(self.question(), &self.ticks, self.level())
    }

    /// What was gained and lost since last time, of the points that count. None: there was no last time.
    pub fn progress(&self) -> Option<Gains<'_>> {
        let before = self.before.as_ref()?;
        let hit = |ticks: &Ticks, id: &str| ticks.of(id) == Tick::Hit;
        let mut gains = Gains::default();
        for point in self.question().look_for.iter().filter(|point| counts(point.tier, self.level())) {
            match (hit(before, &point.id), hit(&self.ticks, &point.id)) {
                (false, true) => gains.gained.push(&point.text),
                (true, false) => gains.lost.push(&point.text),
                _ => {}
            }
            gains.before += usize::from(hit(before, &point.id));
            gains.of += 1;
        }
        Some(gains)
    }
}

/// What moved since the last time that a question was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gains<'a> {
    /// Points hit last time.
    pub before: usize,
    /// Points in all.
    pub of: usize,
    /// Texts of points that are hit now and were not then.
    pub gained: Vec<&'a str>,
    /// Texts of points that were hit then and are not now.
    pub lost: Vec<&'a str>,
}

/// Puts an id into a list, or takes it out.
fn set(list: &mut Vec<String>, id: &str, there: bool) {
    match (list.iter().position(|entry| entry == id), there) {
        (Some(at), false) => {
            list.remove(at);
        }
        (None, true) => list.push(id.to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
