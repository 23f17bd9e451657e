//! A drill of one speaking habit: a question to speak about, takes of it, and how each did. One conductor for both
//! faces.

use super::step::{Order, SoundOrder};
use crate::bank::QuestionId;
use crate::engine::{Engine, HabitTakes};
use crate::history::{Body, Delivery, HabitRow, HabitTake, Record, RecordId, Transcript, Utterance};
use crate::moment::Moment;
use crate::practice::{Habit, Verdict};
use crate::speech::diction::Diction;
use crate::speech::figures::{Figure, figures};
use crate::speech::hearing::News;
use crate::speech::kept;
use crate::speech::record::{Heard, elsewhere, muted};
use crate::speech::track::{Advice, Track};

/// How far a drill of a habit has got.
#[derive(Clone, Debug, PartialEq)]
pub enum HabitPlace {
    /// The question is shown; nothing is being recorded.
    Ready,
    /// The candidate is speaking and being recorded.
    Speaking,
    /// The take has ended and is being analysed.
    Listening,
    /// The verdict on the take.
    Done(Verdict),
    /// The take could not be recorded or analysed. Says why.
    Failed(String),
}

/// A drill of one speaking habit.
#[derive(Debug)]
pub struct HabitDrill {
    habit: Habit,
    question: QuestionId,
    prompt: String,
    /// The id of the current take, which its recording and record share.
    id: RecordId,
    place: HabitPlace,
    track: Track,
    device: String,
    /// The warning at the latest reading, if any, so that it is not given twice in a row.
    told: Option<&'static str>,
    advised: Option<Advice>,
    delivery: Option<Delivery>,
    transcript: Option<Transcript>,
    /// The takes made before this one.
    before: HabitTakes,
}

impl HabitDrill {
    /// A drill of a habit, in which the candidate speaks about this question.
    pub fn new(habit: Habit, question: QuestionId, prompt: String, engine: &Engine, now: Moment) -> Self {
        Self {
            habit,
            question,
            prompt,
            id: RecordId::fresh(now),
            place: HabitPlace::Ready,
            track: Track::default(),
            device: String::new(),
            told: None,
            advised: None,
            delivery: None,
            transcript: None,
            // Earlier takes that cannot be read are no reason not to speak.
            before: engine.habit_takes(habit).unwrap_or_default(),
        }
    }

    /// The habit being drilled.
    pub fn habit(&self) -> Habit {
        self.habit
    }

    /// The question to speak about.
    pub fn prompt(&self) -> &str {
        &self.prompt
    }

    /// How far the drill has got.
    pub fn place(&self) -> &HabitPlace {
        &self.place
    }

    /// What has been heard of the take so far.
    pub fn track(&self) -> &Track {
        &self.track
    }

    /// The takes made before this one.
    pub fn before(&self) -> &HabitTakes {
        &self.before
    }

    /// The file name for the recording of the take.
    pub fn recording(&self) -> String {
        kept::name(self.id.as_str(), 1)
    }

    /// Switches to another habit, except during a take.
    pub fn choose(&mut self, habit: Habit, engine: &Engine) {
        if !matches!(self.place, HabitPlace::Speaking | HabitPlace::Listening) {
            self.habit = habit;
            self.place = HabitPlace::Ready;
            self.before = engine.habit_takes(habit).unwrap_or_default();
        }
    }

    /// Begins a take.
    pub fn begin(&mut self, engine: &Engine, now: Moment) -> Vec<Order> {
        if matches!(self.place, HabitPlace::Speaking | HabitPlace::Listening) {
            return Vec::new();
        }
        if engine.hearing().microphone().is_none() {
            self.place = HabitPlace::Failed("`microphone` is \"none\" in the settings: nothing is listened to.".into());
            return Vec::new();
        }
        *self = Self::new(self.habit, self.question.clone(), std::mem::take(&mut self.prompt), engine, now);
        self.place = HabitPlace::Speaking;
        vec![Order::Sound(SoundOrder::Hush), Order::Sound(SoundOrder::Record(self.recording()))]
    }

    /// Takes news from the recorder with this recording name. Returns a remark to show, if there is one, and orders to
    /// carry out.
    pub fn sounded(&mut self, name: &str, heard: Heard) -> (Option<String>, Vec<Order>) {
        if self.place != HabitPlace::Speaking || name != self.recording() {
            return (None, Vec::new());
        }
        let say = match heard {
            Heard::Listening(device) => {
                self.device = device;
                None
            }
            Heard::Muted(device) => Some(muted(&device)),
            Heard::Elsewhere(other) => Some(elsewhere(&self.device, &other)),
            Heard::Sound(reading, _) => {
                self.track.push(reading);
                if self.track.seconds() >= self.habit.seconds() {
                    return (None, self.end());
                }
                let (told, advice) = (self.habit.while_spoken(&self.track), self.track.advice());
                let told_before = std::mem::replace(&mut self.told, told);
                let advised_before = std::mem::replace(&mut self.advised, advice);
                let advice = advice.filter(|_| advice != advised_before).map(|advice| advice.words(&self.device));
                told.filter(|_| told != told_before).map(str::to_owned).or(advice)
            }
            Heard::Deaf(why) => {
                self.place = HabitPlace::Failed(format!("Nothing can be recorded: {why}."));
                return (None, vec![Order::Sound(SoundOrder::StopRecording)]);
            }
            // What was said until then still makes a take.
            Heard::Lost(_) | Heard::NotKept(_) | Heard::Full => return (None, self.end()),
            Heard::Ended(_) => None,
        };
        (say, Vec::new())
    }

    /// Ends the take and has it analysed.
    pub fn end(&mut self) -> Vec<Order> {
        if self.place != HabitPlace::Speaking {
            return Vec::new();
        }
        self.place = HabitPlace::Listening;
        vec![Order::Sound(SoundOrder::StopRecording), Order::ListenTo((&self.id).into(), self.recording())]
    }

    /// Leaves the drill. A take in progress is discarded.
    pub fn leave(&mut self) -> Vec<Order> {
        let unfinished = matches!(self.place, HabitPlace::Speaking | HabitPlace::Listening);
        self.place = HabitPlace::Ready;
        let forget = [SoundOrder::StopRecording, SoundOrder::Delete(vec![self.recording()])];
        forget.into_iter().filter(|_| unfinished).map(Order::Sound).collect()
    }

    /// Takes news from the analysis of the take. At the end, the take is judged and kept.
    pub fn heard(&mut self, said: &Utterance, news: &News, engine: &Engine, now: Moment) -> Vec<Order> {
        if self.place != HabitPlace::Listening || *said != (&self.id).into() {
            return Vec::new();
        }
        match news {
            News::Delivery(Ok(delivery)) => self.delivery = Some(delivery.clone()),
            News::Delivery(Err(why)) => self.place = HabitPlace::Failed(format!("It cannot be listened to: {why}.")),
            News::Transcript(Ok(transcript)) => self.transcript = Some(transcript.clone()),
            News::Transcript(Err(_)) | News::Writing(_) => {}
            News::Done => return self.done(engine, now),
        }
        Vec::new()
    }

    fn done(&mut self, engine: &Engine, now: Moment) -> Vec<Order> {
        let Some(delivery) = self.delivery.clone() else {
            self.place = HabitPlace::Failed("It cannot be listened to.".to_owned());
            return Vec::new();
        };
        let text = self.transcript.as_ref().map(Transcript::text);
        let verdict = self.habit.judge(&delivery, text.as_deref(), self.before.writes_fillers);
        let heard = delivery.first_word_s.is_some();
        let take = HabitTake {
            question: self.question.clone(),
            habit: self.habit.word().to_owned(),
            recording: Some(self.recording()).filter(|name| engine.hearing().has(name)),
            delivery,
            segments: self.transcript.clone().unwrap_or_default().segments,
            figure: verdict.figure,
            kept: verdict.kept,
            other: serde_json::Map::new(),
        };
        self.place = HabitPlace::Done(verdict);
        if !heard {
            return vec![Order::Sound(SoundOrder::Delete(vec![self.recording()]))];
        }
        vec![Order::Append(vec![Record { id: self.id.clone(), ..Record::new(now, Body::Habit(take)) }])]
    }

    /// The delivery of the take in the figures used for every answer, compared with those of earlier takes.
    pub fn figures(&self) -> Vec<Figure> {
        let Some(delivery) = &self.delivery else { return Vec::new() };
        let earlier: Vec<Delivery> = self.before.rows.iter().map(|row| row.take.delivery.clone()).collect();
        let words = self.transcript.as_ref().map(|transcript| Diction::of(&transcript.text()));
        figures(delivery, words.as_ref(), &earlier)
    }

    /// What earlier takes reached, in a sentence; empty if there are none.
    pub fn compared(&self) -> String {
        let figure = |row: &HabitRow| row.take.figure.map(|figure| self.habit.figure(figure));
        let last = self.before.rows.iter().find_map(figure);
        let best = self.before.best().and_then(|row| Some(format!("{} on {}", figure(row)?, row.day)));
        match (last, best) {
            (Some(last), Some(best)) => format!("The take before: {last}; the best: {best}."),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::speech::meter::Reading;
    use crate::testing::noon;

    fn engine() -> Engine {
        Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opens")
    }

    fn drill(engine: &Engine) -> HabitDrill {
        let question = "b/q".parse().expect("a name");
        HabitDrill::new(Habit::Start, question, "Why?".into(), engine, noon())
    }

    fn hear(drill: &mut HabitDrill, voice: bool) -> (Option<String>, Vec<Order>) {
        let reading = Reading { rms: 0.1, peak: 0.3, voice, clipped: false };
        drill.sounded(&drill.recording(), Heard::Sound(reading, 0.0))
    }

    #[test]
    fn a_take_is_recorded_listened_to_and_kept_as_no_attempt() {
        let engine = engine();
        let mut drill = drill(&engine);
        assert!(matches!(&drill.begin(&engine, noon())[1], Order::Sound(SoundOrder::Record(_))));
        let said: Vec<String> = (0..60).filter_map(|_| hear(&mut drill, false).0).collect();
        assert_eq!(said, ["Five seconds are over: begin."], "it is said once");
        let orders = drill.end();
        let Order::ListenTo(said, _) = &orders[1] else { panic!("{orders:?}") };
        let delivery = Delivery { first_word_s: Some(6.0), last_word_s: Some(9.0), ..Delivery::default() };
        assert!(drill.heard(said, &News::Delivery(Ok(delivery)), &engine, noon()).is_empty());
        let orders = drill.heard(said, &News::Done, &engine, noon());
        let [Order::Append(records)] = &orders[..] else { panic!("{orders:?}") };
        let Body::Habit(take) = &records[0].body else { panic!("{records:?}") };
        assert_eq!((take.kept, take.figure), (Some(false), Some(6.0)));
        assert!(matches!(drill.place(), HabitPlace::Done(_)) && !drill.figures().is_empty());
    }

    #[test]
    fn a_take_ends_when_its_time_is_over_and_silence_is_not_kept() {
        let engine = engine();
        let mut drill = drill(&engine);
        drill.begin(&engine, noon());
        let ended = (0..600).find_map(|_| Some(hear(&mut drill, true).1).filter(|orders| !orders.is_empty()));
        let Some(Order::ListenTo(said, _)) = ended.as_ref().and_then(|orders| orders.get(1)) else {
            panic!("{ended:?}")
        };
        drill.heard(said, &News::Delivery(Ok(Delivery::default())), &engine, noon());
        let orders = drill.heard(said, &News::Done, &engine, noon());
        assert!(matches!(&orders[..], [Order::Sound(SoundOrder::Delete(_))]), "{orders:?}");
    }

    #[test]
    fn leaving_in_the_middle_forgets_the_take() {
        let engine = engine();
        let mut drill = drill(&engine);
        assert!(drill.leave().is_empty());
        drill.begin(&engine, noon());
        assert!(matches!(&drill.leave()[..], [_, Order::Sound(SoundOrder::Delete(_))]));
    }
}
