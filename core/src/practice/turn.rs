//! One question's way through a sitting: asked, answered, predicted, revealed, rated.

use std::rc::Rc;

use crate::assess::Ticks;
use crate::bank::{Level, Question, QuestionId};
use crate::history::{Attempt, Body, Judgement, Medium, Mode, Rating, Record, RecordId, Spent, Take, Tick};
use crate::moment::Moment;

use super::stopwatch::{Lap, Stopwatch, milli};

mod reading;

/// Where a turn stands. Each stage holds only what exists from there on, so that notes cannot be read too early.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The question alone; the candidate thinks.
    Asking,
    /// The answer is being given.
    Answering,
    /// The answer is done; the notes are still closed.
    Predicting,
    /// The notes are open.
    Revealed,
    /// The points are ticked; a rating is asked for.
    Rating,
    /// Rated or left unrated: the next question may come.
    Done(Option<Rating>),
}

/// What a turn needs to know about the candidate's settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// The level aimed at: which tiers count.
    pub level: Level,
    /// Target and maximum of typed answers are multiplied by this.
    pub typed_factor: f64,
}

impl Rules {
    /// So many seconds for an answer: typed ones get more.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of an answer, factor 1 to 5")]
    pub(super) fn scaled(self, seconds: u32, medium: Medium) -> u32 {
        match medium {
            Medium::Typed => (f64::from(seconds) * self.typed_factor).round() as u32,
            Medium::Spoken | Medium::None => seconds,
        }
    }
}

/// One question being answered.
#[derive(Clone, Debug)]
pub struct Turn {
    id: RecordId,
    name: QuestionId,
    question: Rc<Question>,
    wording: usize,
    mode: Mode,
    rules: Rules,
    stage: Stage,
    watch: Stopwatch,
    medium: Medium,
    text: String,
    hints: usize,
    clarified: usize,
    gave_up: bool,
    prediction: Option<u8>,
    ticks: Ticks,
    before: Option<Ticks>,
    /// Each time that the answer was spoken, and which of them counts.
    takes: Vec<Take>,
    take: usize,
}

/// An answer in progress, as it is kept on the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The id that the attempt is going to have.
    pub id: RecordId,
    /// Which question.
    pub name: QuestionId,
    /// Index of the wording that was asked.
    pub wording: usize,
    /// In which setting.
    pub mode: Mode,
    /// How it is being given; `None` while the candidate thinks.
    pub medium: Medium,
    /// The text so far.
    pub text: String,
    /// The time so far.
    pub spent: Spent,
    /// Hints shown.
    pub hints: usize,
    /// Whether the answer is done and only the prediction is missing.
    pub done: bool,
    /// Each time that it was spoken.
    pub takes: Vec<Take>,
    /// Which of them counts, from 0.
    pub take: usize,
}

impl Turn {
    /// Asks a question. `wording` 0 is the prompt, 1 the first variant; beyond the last it wraps around.
    pub fn ask(
        name: QuestionId,
        question: Rc<Question>,
        wording: usize,
        mode: Mode,
        rules: Rules,
        now: Moment,
    ) -> Self {
        let wording = wording % (1 + question.variants.len());
        Self {
            id: RecordId::fresh(now),
            name,
            question,
            wording,
            mode,
            rules,
            stage: Stage::Asking,
            watch: Stopwatch::start(now),
            medium: Medium::None,
            text: String::new(),
            hints: 0,
            clarified: 0,
            gave_up: false,
            prediction: None,
            ticks: Ticks::default(),
            before: None,
            takes: Vec::new(),
            take: 0,
        }
    }

    /// Goes on with an answer that a crash or a leave interrupted.
    pub fn recover(progress: Progress, question: Rc<Question>, rules: Rules, now: Moment) -> Self {
        let stage = match (progress.done, progress.medium) {
            (true, _) => Stage::Predicting,
            (false, Medium::None) => Stage::Asking,
            (false, _) => Stage::Answering,
        };
        let lap = match stage {
            Stage::Asking => Lap::Think,
            Stage::Answering => Lap::Answer,
            _ => Lap::Off,
        };
        Self {
            id: progress.id,
            wording: progress.wording % (1 + question.variants.len()),
            hints: progress.hints.min(question.hints.len()),
            watch: Stopwatch::resume(progress.spent, lap, now),
            medium: progress.medium,
            text: progress.text,
            take: progress.take.min(progress.takes.len().saturating_sub(1)),
            takes: progress.takes,
            ..Self::ask(progress.name, question, 0, progress.mode, rules, now)
        }
        .at(stage)
    }

    /// Judges an attempt that was answered earlier and never rated.
    pub fn judge_later(id: RecordId, attempt: &Attempt, question: Rc<Question>, rules: Rules, now: Moment) -> Self {
        Self {
            id,
            wording: attempt.wording as usize % (1 + question.variants.len()),
            watch: Stopwatch::resume(attempt.seconds, Lap::Off, now),
            medium: attempt.medium,
            text: attempt.text.clone(),
            hints: attempt.hints as usize,
            gave_up: attempt.gave_up,
            prediction: attempt.prediction,
            takes: attempt
                .recording
                .iter()
                .map(|name| Take { recording: Some(name.clone()), seconds: attempt.seconds })
                .collect(),
            ..Self::ask(attempt.question.clone(), question, 0, attempt.mode, rules, now)
        }
        .at(Stage::Revealed)
    }

    fn at(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }

    /// The ticks of the attempt before this one, to say what was gained.
    pub fn set_before(&mut self, before: Option<Ticks>) {
        self.before = before;
    }

    /// Starts a typed or a spoken answer. Thinking ends here.
    pub fn begin(&mut self, medium: Medium, now: Moment) {
        if self.stage == Stage::Asking && medium != Medium::None {
            self.medium = medium;
            self.stage = Stage::Answering;
            self.watch.switch(now, Lap::Answer);
            if medium == Medium::Spoken {
                self.takes.push(Take::default());
            }
        }
    }

    /// The take in progress is being recorded under this name, or it turned out that it is not.
    pub fn set_recording(&mut self, name: Option<String>) {
        if let Some(take) = self.takes.get_mut(self.take).filter(|_| self.stage == Stage::Answering) {
            take.recording = name;
        }
    }

    /// The answer is spoken once more, before anything is revealed. What was said before stays as a take of its own, and
    /// the clock begins anew.
    pub fn speak_again(&mut self, now: Moment) -> bool {
        let may = self.stage == Stage::Predicting && self.medium == Medium::Spoken;
        if may {
            let spent = self.watch.spent();
            self.watch = Stopwatch::resume(Spent { answer: 0.0, ..spent }, Lap::Answer, now);
            self.takes.push(Take::default());
            self.take = self.takes.len() - 1;
            self.stage = Stage::Answering;
        }
        may
    }

    /// Which of the takes counts, from 0. Only before anything is revealed.
    pub fn choose_take(&mut self, take: usize, now: Moment) {
        if let Some(chosen) = self.takes.get(take).filter(|_| self.stage == Stage::Predicting) {
            self.take = take;
            self.watch = Stopwatch::resume(chosen.seconds, Lap::Off, now);
        }
    }

    /// Keeps what has been typed so far.
    pub fn set_text(&mut self, text: String) {
        if self.stage == Stage::Answering {
            self.text = text;
        }
    }

    /// Shows the next rung of the hint ladder, while there is one.
    pub fn hint(&mut self) -> bool {
        let more = matches!(self.stage, Stage::Asking | Stage::Answering) && self.hints < self.question.hints.len();
        self.hints += usize::from(more);
        more
    }

    /// Gives the next clarification, while there is one.
    pub fn clarify(&mut self) -> bool {
        let open = matches!(self.stage, Stage::Asking | Stage::Answering);
        let more = open && self.clarified < self.question.clarifications.len();
        self.clarified += usize::from(more);
        more
    }

    /// Stops the clock, or lets it go on.
    pub fn set_paused(&mut self, now: Moment, paused: bool) {
        if matches!(self.stage, Stage::Asking | Stage::Answering) {
            self.watch.set_paused(now, paused);
        }
    }

    /// The program is about to be stopped: until [`Self::wake`] time counts as pause.
    pub fn suspend(&mut self, now: Moment) {
        self.watch.suspend(now);
    }

    /// The program goes on. A clock that was stopped by hand before stays stopped. Without a [`Self::suspend`] before,
    /// as after a stop by force, the clock is left as it is.
    pub fn wake(&mut self, now: Moment) {
        self.watch.wake(now);
    }

    /// Goes over to typing or speaking in the middle of an answer.
    pub fn change_medium(&mut self, medium: Medium) {
        if self.stage == Stage::Answering && medium != Medium::None {
            self.medium = medium;
        }
    }

    /// Says whether the clock is going to be read at least once a second. See [`Stopwatch::set_heartbeat`].
    pub fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.watch.set_heartbeat(now, beating);
    }

    /// Brings the clock up to date.
    pub fn tick(&mut self, now: Moment) {
        self.watch.read(now);
    }

    /// The answer is done. An empty typed answer is no answer: the stage stays and `false` comes back.
    pub fn finish(&mut self, now: Moment) -> bool {
        let something = self.medium == Medium::Spoken || !self.text.trim().is_empty();
        if self.stage != Stage::Answering || !something {
            return false;
        }
        self.watch.set_paused(now, false);
        self.watch.switch(now, Lap::Off);
        if let Some(take) = self.takes.get_mut(self.take) {
            take.seconds = self.watch.spent();
        }
        self.stage = Stage::Predicting;
        true
    }

    /// "Don't know": the notes open at once. What was typed so far is kept. The attempt comes back for the log.
    pub fn give_up(&mut self, now: Moment) -> Option<Record> {
        if !matches!(self.stage, Stage::Asking | Stage::Answering) {
            return None;
        }
        self.watch.set_paused(now, false);
        self.watch.switch(now, Lap::Off);
        if self.text.trim().is_empty() && self.medium == Medium::Typed {
            self.medium = Medium::None;
        }
        self.gave_up = true;
        Some(self.reveal(now))
    }

    /// What the candidate thinks it was worth, 1 to 4. The notes open; the attempt comes back for the log.
    pub fn predict(&mut self, worth: u8, now: Moment) -> Option<Record> {
        if self.stage != Stage::Predicting || !(1..=4).contains(&worth) {
            return None;
        }
        self.prediction = Some(worth);
        Some(self.reveal(now))
    }

    fn reveal(&mut self, now: Moment) -> Record {
        self.stage = Stage::Revealed;
        Record { id: self.id.clone(), at: now.wall, day: now.day(), body: Body::Attempt(self.attempt()) }
    }

    fn attempt(&self) -> Attempt {
        Attempt {
            question: self.name.clone(),
            revision: self.question.revision,
            sitting: None,
            mode: self.mode,
            medium: self.medium,
            text: self.text.clone(),
            recording: self.recording().map(str::to_owned),
            seconds: milli(self.watch.spent()),
            target_seconds: self.target(),
            prediction: self.prediction,
            hints: u32::try_from(self.hints).unwrap_or(u32::MAX),
            gave_up: self.gave_up,
            wording: u32::try_from(self.wording).unwrap_or(0),
            follow_ups: Vec::new(),
            other: serde_json::Map::new(),
        }
    }

    /// Goes on with ticks that were made earlier.
    pub fn set_ticks(&mut self, ticks: Ticks) {
        if self.stage == Stage::Revealed {
            self.ticks = ticks;
        }
    }

    /// Ticks a point.
    pub fn tick_point(&mut self, id: &str, tick: Tick) {
        if self.stage == Stage::Revealed && self.question.look_for.iter().any(|point| point.id == id) {
            self.ticks.points.insert(id.to_owned(), tick);
        }
    }

    /// Ticks a mistake or takes the tick back.
    pub fn toggle_mistake(&mut self, id: &str) {
        if self.stage == Stage::Revealed && self.question.mistakes.iter().any(|mistake| mistake.id == id) {
            toggle(&mut self.ticks.mistakes, id);
        }
    }

    /// Ticks a weak signal or takes the tick back.
    pub fn toggle_weak(&mut self, id: &str) {
        if self.stage == Stage::Revealed && self.question.weak.iter().any(|signal| signal.id == id) {
            toggle(&mut self.ticks.weak, id);
        }
    }

    /// The question was edited while its notes are open: they are the new ones, and ticks of what is gone go with it. The
    /// times stay those that the clock ran against.
    pub fn set_question(&mut self, question: Rc<Question>) {
        if !matches!(self.stage, Stage::Revealed | Stage::Rating) {
            return;
        }
        let times = self.question.times();
        let mut question = Rc::unwrap_or_clone(question);
        question.seconds = Some(times);
        self.ticks.points.retain(|id, _| question.look_for.iter().any(|point| point.id == *id));
        self.ticks.mistakes.retain(|id| question.mistakes.iter().any(|mistake| mistake.id == *id));
        self.ticks.weak.retain(|id| question.weak.iter().any(|signal| signal.id == *id));
        self.question = Rc::new(question);
    }

    /// The ticking is done.
    pub fn to_rating(&mut self) {
        if self.stage == Stage::Revealed {
            self.stage = Stage::Rating;
        }
    }

    /// Back to the ticks.
    pub fn back_to_ticks(&mut self) {
        if self.stage == Stage::Rating {
            self.stage = Stage::Revealed;
        }
    }

    /// The rating that counts; the judgement comes back for the log. `None` leaves the attempt unrated.
    pub fn rate(&mut self, rating: Option<Rating>, now: Moment) -> Option<Record> {
        if !matches!(self.stage, Stage::Revealed | Stage::Rating) {
            return None;
        }
        self.stage = Stage::Done(rating);
        Some(Record::new(now, Body::Judgement(self.judgement(rating))))
    }

    /// Opens a rated turn again, because its judgement was undone.
    pub fn unrate(&mut self) {
        if matches!(self.stage, Stage::Done(_)) {
            self.stage = Stage::Rating;
        }
    }

    fn judgement(&self, rating: Option<Rating>) -> Judgement {
        let points = self.question.look_for.iter();
        Judgement {
            attempt: self.id.clone(),
            question: self.name.clone(),
            rating,
            suggested: self.suggestion().map(|suggestion| suggestion.rating),
            points: points.map(|point| (point.id.clone(), self.ticks.of(&point.id))).collect(),
            mistakes: self.ticks.mistakes.clone(),
            weak: self.ticks.weak.clone(),
            score: self.score().map(|score| (score.value * 1e4).round() / 1e4),
            scheduled: rating.is_some() && self.mode != Mode::Practice,
            due: None,
            other: serde_json::Map::new(),
        }
    }

    /// What has to be on the disk while the answer is not: none before the first sign of work and once it is in the log.
    pub fn progress(&self) -> Option<Progress> {
        let done = self.stage == Stage::Predicting;
        if !done && self.stage != Stage::Answering {
            return None;
        }
        Some(Progress {
            id: self.id.clone(),
            name: self.name.clone(),
            wording: self.wording,
            mode: self.mode,
            medium: self.medium,
            text: self.text.clone(),
            spent: self.watch.spent(),
            hints: self.hints,
            done,
            takes: self.takes.clone(),
            take: self.take,
        })
    }
}

fn toggle(list: &mut Vec<String>, id: &str) {
    match list.iter().position(|entry| entry == id) {
        Some(at) => {
            list.remove(at);
        }
        None => list.push(id.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::testing::{RULES, question};
    use crate::testing::noon;

    fn turn() -> Turn {
        Turn::ask("backend/q".parse().expect("a name"), Rc::new(question()), 0, Mode::Drill, RULES, noon())
    }

    fn attempt(record: Record) -> Attempt {
        match record.body {
            Body::Attempt(attempt) => attempt,
            other => panic!("not an attempt: {other:?}"),
        }
    }

    fn judgement(record: Record) -> Judgement {
        match record.body {
            Body::Judgement(judgement) => judgement,
            other => panic!("not a judgement: {other:?}"),
        }
    }

    #[test]
    fn a_typed_answer_from_question_to_rating() {
        let mut turn = turn();
        assert!(turn.progress().is_none(), "nothing to keep while thinking");
        turn.begin(Medium::Typed, noon().plus(12.0));
        assert!(!turn.finish(noon().plus(13.0)), "an empty answer is no answer");
        turn.set_text("First, protect the store.".into());
        assert_eq!(turn.progress().map(|kept| kept.text), Some("First, protect the store.".into()));
        assert!(turn.finish(noon().plus(112.0)));
        assert!(turn.progress().is_some_and(|kept| kept.done), "kept until the prediction is made");
        assert!(turn.predict(5, noon().plus(113.0)).is_none());
        let kept = attempt(turn.predict(3, noon().plus(115.0)).expect("an attempt"));
        assert_eq!((kept.seconds.think, kept.seconds.answer, kept.target_seconds), (12.0, 100.0, 200));
        assert_eq!((kept.prediction, kept.medium, kept.gave_up), (Some(3), Medium::Typed, false));
        assert!(turn.progress().is_none());

        turn.tick_point("protect", Tick::Hit);
        turn.tick_point("no-such-point", Tick::Hit);
        turn.tick_point("measure", Tick::Partial);
        turn.toggle_mistake("flush");
        turn.toggle_mistake("flush");
        turn.to_rating();
        let judged = judgement(turn.rate(Some(Rating::Good), noon().plus(150.0)).expect("a judgement"));
        assert_eq!(judged.points.len(), 3, "every point is recorded, also the missed ones");
        assert_eq!(judged.points["senior-point"], Tick::Missed);
        assert_eq!((judged.mistakes.len(), judged.scheduled), (0, true));
        assert_eq!(judged.suggested, Some(Rating::Hard));
        assert!(turn.rate(Some(Rating::Easy), noon()).is_none(), "rated once");
    }

    #[test]
    fn notes_stay_closed_until_an_attempt() {
        let mut turn = turn();
        turn.tick_point("protect", Tick::Hit);
        turn.to_rating();
        assert!(turn.rate(Some(Rating::Easy), noon()).is_none());
        assert_eq!(turn.stage(), &Stage::Asking);
        assert_eq!(turn.ticks(), &Ticks::default());
    }

    #[test]
    fn an_edited_question_keeps_the_ticks_of_what_is_left_and_the_clock_of_the_answer() {
        let mut edited = question();
        edited.look_for.remove(1);
        edited.mistakes.clear();
        edited.seconds = Some(crate::bank::Seconds { think: 1, target: 2, max: 3 });
        let edited = Rc::new(edited);
        let mut turn = turn();
        turn.set_question(Rc::clone(&edited));
        assert_eq!(turn.question().look_for.len(), 3, "the notes are closed");
        turn.give_up(noon().plus(5.0)).expect("an attempt");
        turn.tick_point("protect", Tick::Hit);
        turn.tick_point("measure", Tick::Hit);
        turn.toggle_mistake("flush");
        turn.set_question(Rc::clone(&edited));
        assert_eq!(turn.ticks().points.keys().collect::<Vec<_>>(), ["protect"]);
        assert!(turn.ticks().mistakes.is_empty());
        assert_eq!(turn.target(), 100, "the clock ran against the old times");
        turn.to_rating();
        let rated = judgement(turn.rate(Some(Rating::Again), noon().plus(9.0)).expect("rated"));
        assert_eq!(rated.points.len(), 2);
        turn.set_question(Rc::new(question()));
        assert_eq!(turn.question().look_for.len(), 2, "what is rated stays as it was judged");
    }

    #[test]
    fn giving_up_opens_the_notes_and_rates_again() {
        let mut turn = turn();
        let kept = attempt(turn.give_up(noon().plus(30.0)).expect("an attempt"));
        assert_eq!((kept.gave_up, kept.medium, kept.prediction), (true, Medium::None, None));
        assert_eq!(turn.suggestion().map(|s| s.rating), Some(Rating::Again));
    }

    #[test]
    fn practice_moves_no_schedule() {
        let mut turn =
            Turn::ask("backend/q".parse().expect("a name"), Rc::new(question()), 1, Mode::Practice, RULES, noon());
        assert_eq!(turn.prompt(), "Asked otherwise?");
        turn.give_up(noon());
        assert!(!judgement(turn.rate(Some(Rating::Good), noon()).expect("a judgement")).scheduled);
    }

    #[test]
    fn spoken_answers_keep_their_own_target() {
        let mut turn = turn();
        turn.begin(Medium::Spoken, noon());
        assert_eq!((turn.target(), turn.maximum()), (100, 150));
        assert!(turn.finish(noon().plus(60.0)), "spoken answers have no text to be empty");
    }

    #[test]
    fn an_interrupted_answer_goes_on_where_it_was() {
        let mut first = turn();
        first.begin(Medium::Typed, noon().plus(10.0));
        first.set_text("half".into());
        first.hint();
        first.tick(noon().plus(40.0));
        let progress = first.progress().expect("in progress");
        let mut second = Turn::recover(progress, Rc::new(question()), RULES, noon().plus(9000.0));
        assert_eq!((second.text(), second.hints().len(), second.id()), ("half", 1, first.id()));
        assert!(second.finish(noon().plus(9005.0)));
        let kept = attempt(second.predict(2, noon().plus(9006.0)).expect("an attempt"));
        assert_eq!((kept.seconds.think, kept.seconds.answer), (10.0, 35.0));
    }

    #[test]
    fn an_answer_spoken_twice_counts_with_the_take_that_is_chosen() {
        let mut turn = turn();
        turn.begin(Medium::Spoken, noon().plus(10.0));
        turn.set_recording(Some("one.wav".into()));
        assert!(!turn.speak_again(noon().plus(20.0)), "not while speaking");
        turn.finish(noon().plus(70.0));
        assert!(turn.speak_again(noon().plus(100.0)));
        turn.set_recording(Some("two.wav".into()));
        turn.finish(noon().plus(130.0));
        assert_eq!((turn.recording(), turn.watch().spent().answer), (Some("two.wav"), 30.0));
        turn.choose_take(0, noon().plus(140.0));
        let progress = turn.progress().expect("in progress");
        let mut turn = Turn::recover(progress, Rc::new(question()), RULES, noon().plus(9000.0));
        assert_eq!((turn.takes().len(), turn.take()), (2, 0));
        let kept = attempt(turn.predict(3, noon().plus(9010.0)).expect("an attempt"));
        assert_eq!(kept.recording.as_deref(), Some("one.wav"));
        assert_eq!((kept.seconds.think, kept.seconds.answer), (10.0, 60.0));
        assert_eq!(turn.other_recordings(), ["two.wav"]);
        turn.choose_take(1, noon());
        assert_eq!(turn.take(), 0, "what is in the log does not change");
    }

    #[test]
    fn an_answer_without_a_microphone_has_no_recording() {
        let mut turn = turn();
        turn.begin(Medium::Spoken, noon());
        turn.set_recording(Some("one.wav".into()));
        turn.set_recording(None);
        turn.finish(noon().plus(60.0));
        assert_eq!(attempt(turn.predict(2, noon().plus(61.0)).expect("an attempt")).recording, None);
    }

    #[test]
    fn a_stop_changes_nothing_about_a_pause_by_hand() {
        let mut turn = turn();
        turn.begin(Medium::Typed, noon().plus(1.0));
        turn.set_paused(noon().plus(2.0), true);
        turn.wake(noon().plus(3.0));
        assert!(turn.watch().is_paused(), "woken without having been suspended");
        turn.suspend(noon().plus(4.0));
        turn.suspend(noon().plus(5.0));
        turn.wake(noon().plus(6.0));
        assert!(turn.watch().is_paused(), "suspended twice, woken once");
        turn.set_paused(noon().plus(7.0), false);
        turn.suspend(noon().plus(8.0));
        turn.wake(noon().plus(18.0));
        turn.tick(noon().plus(20.0));
        let spent = turn.watch().spent();
        assert_eq!((spent.answer, spent.paused), (1.0 + 1.0 + 2.0, 5.0 + 10.0));
    }

    #[test]
    fn what_was_gained_and_lost_since_last_time() {
        let mut turn = turn();
        assert_eq!(turn.gained(), None);
        let before = Ticks { points: [("measure".to_owned(), Tick::Hit)].into(), ..Ticks::default() };
        turn.set_before(Some(before));
        turn.give_up(noon());
        turn.tick_point("protect", Tick::Hit);
        assert_eq!(turn.gained(), Some(vec!["protect"]));
        assert_eq!(turn.lost(), Some(vec!["measure"]));
        assert_eq!(turn.hit_before(), Some(1));
    }
}
