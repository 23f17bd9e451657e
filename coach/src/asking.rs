//! Asks in the background: work goes to a thread of its own, news come back.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

use super::ask::{Patience, Progress, ask};
use super::destination::Destination;
use super::error::CoachError;
use super::points::{Points, Verdict};

/// A second opinion to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Who is asked.
    pub destination: Destination,
    /// What about.
    pub points: Points,
    /// Where programs find an empty folder.
    pub scratch: PathBuf,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What can be believed, in the order of the question.
    pub verdicts: Vec<Verdict>,
    /// Milliseconds that it took.
    pub ms: u64,
    /// Tokens read and written, where the server says.
    pub tokens: (Option<u64>, Option<u64>),
}

impl Work {
    /// Asks, and waits for it.
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

/// What happened meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News<T = Done> {
    /// How far it is.
    Progress(Progress),
    /// It is through.
    Came(Result<T, CoachError>),
}

/// Something that is being asked. Dropping it calls it off, and nobody waits for that.
#[derive(Debug)]
pub struct Asking<T = Done> {
    news: Receiver<News<T>>,
    cancel: Arc<AtomicBool>,
}

impl Asking {
    /// Begins to ask for a second opinion on a thread of its own.
    pub fn start(work: Work) -> Self {
        Self::begin(move |cancel, tell| work.run(cancel, tell))
    }
}

impl<T: Send + 'static> Asking<T> {
    /// Begins to ask for something on a thread of its own.
    pub fn begin(
        work: impl FnOnce(&AtomicBool, &mut dyn FnMut(Progress)) -> Result<T, CoachError> + Send + 'static,
    ) -> Self {
        let (sender, news) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        // Without a thread the channel is closed at once, which reads as called off.
        let _ = std::thread::Builder::new().name("coach".into()).spawn(move || {
            // Whoever asked may be gone.
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

    /// The next news, if there are any.
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
