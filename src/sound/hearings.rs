//! The recordings that are listened to in the background, one at a time, in the order in which they were asked for. One can be
//! listened to before its attempt is in the log: what was found out is told as soon as somebody wants to know.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::Voice;
use crate::engine::Engine;
use crate::history::Utterance;
use crate::moment::Moment;
use crate::session::Unlogged;
use crate::speech::hearing::{Hearing, News, Wish};

/// How often news are looked for.
const LOOK: Duration = Duration::from_millis(200);

/// Something to listen to.
#[derive(Debug)]
struct Job {
    /// The name of the recording.
    recording: String,
    /// The question that it answers, where no attempt in the log says so.
    asked: String,
    /// What it is of; none: no attempt in the log names it yet.
    said: Option<Utterance>,
    /// Whether it was listened to for how it was said: figures do not wait until those before it are written down.
    measured: bool,
}

impl Job {
    fn new(recording: String, said: Option<Utterance>) -> Self {
        Self { recording, asked: String::new(), said, measured: false }
    }
}

/// What is being listened to, and what is next.
#[derive(Debug, Default)]
pub(crate) struct Hearings {
    current: Option<(Job, Hearing)>,
    waiting: VecDeque<Job>,
    /// The recording among those that wait whose figures are being found out.
    measuring: Option<(String, Hearing)>,
    /// What was found out so far of recordings that no attempt names yet.
    early: HashMap<String, Vec<News>>,
    /// What somebody wants to know and is known already.
    known: VecDeque<(Utterance, News)>,
}

impl Hearings {
    /// Begins to find out what was said in a recording whose attempt is going to be in the log.
    pub(crate) fn ahead(&mut self, Unlogged { recording, asked }: Unlogged) {
        if self.early.contains_key(&recording) || self.jobs().any(|job| job.recording == recording) {
            return;
        }
        self.early.insert(recording.clone(), Vec::new());
        self.waiting.push_back(Job { asked, ..Job::new(recording, None) });
    }

    /// Wants to know what was said in an answer or a reply. What is wrong with the settings comes back.
    pub(crate) fn want(&mut self, said: Utterance, engine: &Engine) -> Option<String> {
        let recording = engine.hearing().name_of(&said)?;
        if self.is_wanted(&said) {
            return None;
        }
        let (_, problem) = engine.hearing().wish(&said)?;
        let early = self.early.remove(&recording);
        let under_way = early.is_some();
        self.known.extend(early.into_iter().flatten().map(|news| (said.clone(), news)));
        let current = self.current.as_mut().map(|(job, _)| job);
        match current.into_iter().chain(&mut self.waiting).find(|job| job.recording == recording) {
            Some(job) => job.said = Some(said),
            None if under_way => self.known.push_back((said, News::Done)),
            None => self.waiting.push_back(Job::new(recording, Some(said))),
        }
        problem.err()
    }

    /// Wants to know what was said in a recording that belongs to no attempt; it is told as that of `said`.
    pub(crate) fn listen_to(&mut self, said: Utterance, recording: String) {
        self.waiting.push_back(Job::new(recording, Some(said)));
    }

    /// Whether somebody waits for what was said there.
    pub(crate) fn is_wanted(&self, said: &Utterance) -> bool {
        self.jobs().any(|job| job.said.as_ref() == Some(said)) || self.known.iter().any(|(of, _)| of == said)
    }

    /// Finds out in passing what an earlier run did not get to.
    pub(crate) fn catch_up(&mut self, engine: &Engine, now: Moment) {
        for said in engine.hearing().unheard(now) {
            // What is wrong with the settings is told when somebody asks.
            let _ = self.want(said, engine);
        }
    }

    /// These recordings are gone.
    pub(crate) fn forget(&mut self, recordings: &[String]) {
        self.early.retain(|recording, _| !recordings.contains(recording));
        self.waiting.retain(|job| !recordings.contains(&job.recording));
        self.current.take_if(|(job, _)| recordings.contains(&job.recording));
        self.measuring.take_if(|(recording, _)| recordings.contains(recording));
    }

    fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.current.iter().map(|(job, _)| job).chain(&self.waiting)
    }

    /// What is to be found out about a recording.
    fn wish(job: &Job, engine: &Engine) -> Option<Wish> {
        match &job.said {
            Some(said) if engine.hearing().name_of(said).is_some() => engine.hearing().wish(said).map(|(wish, _)| wish),
            _ => engine.hearing().wish_ahead(&job.recording, &job.asked),
        }
    }

    /// Begins to measure the first recording that has to wait.
    fn measure(&mut self, engine: &Engine, voice: &Voice) {
        if self.measuring.is_some() || self.current.is_none() {
            return;
        }
        let mut waiting = self.waiting.iter_mut();
        let Some(job) = waiting.find(|job| !job.measured && !voice.is_writing(&job.recording)) else { return };
        job.measured = true;
        if let Some(wish) = Self::wish(job, engine) {
            self.measuring = Some((job.recording.clone(), Hearing::start(Wish { engine: None, ..wish })));
        }
    }

    /// What was measured, if somebody wants it already; else it is kept.
    fn measured(&mut self) -> Option<(Utterance, News)> {
        let (recording, hearing) = self.measuring.as_ref()?;
        let (recording, news) = (recording.clone(), hearing.news()?);
        if news == News::Done {
            self.measuring = None;
            return None;
        }
        let said = self.jobs().find(|job| job.recording == recording).and_then(|job| job.said.clone());
        if said.is_none() {
            self.early.entry(recording).or_default().push(news.clone());
        }
        Some((said?, news))
    }

    /// Begins with the next recording, unless its last second is still being written.
    fn next(&mut self, engine: &Engine, voice: &Voice) {
        while self.current.is_none() && self.waiting.front().is_some_and(|job| !voice.is_writing(&job.recording)) {
            let Some(job) = self.waiting.pop_front() else { return };
            let wish = Self::wish(&job, engine);
            if let Some(wish) = wish {
                self.current = Some((job, Hearing::start(wish)));
            }
        }
    }

    /// The next news, if there are any that somebody wants.
    pub(crate) fn news(&mut self, engine: &Engine, voice: &Voice) -> Option<(Utterance, News)> {
        loop {
            if let Some(known) = self.known.pop_front() {
                return Some(known);
            }
            self.next(engine, voice);
            self.measure(engine, voice);
            if let Some(measured) = self.measured() {
                return Some(measured);
            }
            let (job, hearing) = self.current.as_ref()?;
            let (recording, said, news) = (job.recording.clone(), job.said.clone(), hearing.news()?);
            if news == News::Done {
                self.current = None;
            }
            match said {
                Some(said) => return Some((said, news)),
                None if news == News::Done => {}
                None => self.early.entry(recording).or_default().push(news),
            }
        }
    }

    /// When to look for news again; none: there is nothing to wait for.
    pub(crate) fn wake_in(&self) -> Option<Duration> {
        (self.current.is_some() || !self.waiting.is_empty() || !self.known.is_empty()).then_some(LOOK)
    }
}
