//! Asks in the background: the work goes to a thread of its own, and news comes back.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

use super::ask::{Patience, Progress, ask};
use super::destination::Destination;
use super::error::CoachError;
use super::points::{Points, Verdict};

/// A request for a second opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The server or program that is asked.
    pub destination: Destination,
    /// The answer, and the points that it is held against.
    pub points: Points,
    /// The folder under which programs are given an empty one to run in.
    pub scratch: PathBuf,
}

/// The result of a request for a second opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The verdicts that can be believed, in the order of the question's points.
    pub verdicts: Vec<Verdict>,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Tokens read and written; `None` where the server does not say.
    pub tokens: (Option<u64>, Option<u64>),
}

impl Work {
    /// Asks and waits for the result.
    pub fn run(&self, cancel: &AtomicBool, tell: &mut dyn FnMut(Progress)) -> Result<Done, CoachError> {
        let began = Instant::now();
        let patience = Patience { cancel, within: None };
        let read = |object: &_| self.points.believe(object, false);
        let (verdicts, heard) =
            ask(&self.destination, &self.points.exchange(false), &self.scratch, patience, tell, read)?;
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(Done { verdicts, ms, tokens: (heard.prompt_tokens, heard.reply_tokens) })
    }
}

/// What the thread reports while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News<T = Done> {
    /// How far the request has got.
    Progress(Progress),
    /// It is finished; nothing comes after this.
    Came(Result<T, CoachError>),
}

/// A request in progress. Dropping it cancels the request without waiting for the thread.
#[derive(Debug)]
pub struct Asking<T = Done> {
    news: Receiver<News<T>>,
    cancel: Arc<AtomicBool>,
}

impl Asking {
    /// Starts a request for a second opinion on a thread of its own.
    pub fn start(work: Work) -> Self {
        Self::begin(move |cancel, tell| work.run(cancel, tell))
    }
}

impl<T: Send + 'static> Asking<T> {
    /// Starts any request on a thread of its own.
    pub fn begin(
        work: impl FnOnce(&AtomicBool, &mut dyn FnMut(Progress)) -> Result<T, CoachError> + Send + 'static,
    ) -> Self {
        let (sender, news) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        // If no thread can be started, the channel is closed at once, which reads as cancelled.
        let _ = std::thread::Builder::new().name("coach".into()).spawn(move || {
            // Whoever asked may be gone, so failing to send is no error.
            let mut told = None;
            let mut tell = |progress| {
                if told != Some(progress) {
                    told = Some(progress);
                    let _ = sender.send(News::Progress(progress));
                }
            };
            let came = work(&stop, &mut tell);
            let _ = sender.send(News::Came(came));
        });
        Self { news, cancel }
    }

    /// The next piece of news, or `None` if there is none yet.
    pub fn news(&self) -> Option<News<T>> {
        match self.news.try_recv() {
            Ok(news) => Some(news),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(News::Came(Err(CoachError::Cancelled))),
        }
    }
}

impl<T> Drop for Asking<T> {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}
