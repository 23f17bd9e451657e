//! Listens to a recording in the background: first for how the answer was said, then, where a transcriber is set up, for
//! what.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use hotseat_log::{Delivery, Transcript};

use super::delivery::{Analysis, analyse};
use super::transcribe::{SttError, Transcriber, transcribe};

/// What to listen to, and who writes it down.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The recording.
    pub recording: PathBuf,
    /// Who writes down what was said; none: nobody is set up, or it is written down already.
    pub engine: Option<Transcriber>,
    /// Where files lie that are needed for a moment.
    pub scratch: PathBuf,
}

/// What was found out so far.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// How it was said, or why that cannot be told.
    Delivery(Result<Delivery, String>),
    /// The share of the transcript that is done, 0 to 1, if the transcriber tells; None: it has begun.
    Writing(Option<f64>),
    /// What was said, or why that cannot be told. The last of the news.
    Transcript(Result<Transcript, String>),
    /// There is nothing more to come.
    Done,
}

/// A recording that is being listened to. Dropping it stops it, and whatever it started.
#[derive(Debug)]
pub struct Hearing {
    news: Receiver<News>,
    cancel: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

impl Hearing {
    /// Begins to listen on a thread of its own.
    pub fn start(wish: Wish) -> Self {
        let (sender, news) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        let worker = std::thread::Builder::new().name("hearing".into()).spawn(move || {
            hear(&wish, &stop, &sender);
            let _ = sender.send(News::Done);
        });
        // Without a thread the channel is closed at once, which reads as done.
        Self { news, cancel, worker: worker.ok() }
    }

    /// The next news, if there are any. After the last it is [`News::Done`] every time.
    pub fn news(&self) -> Option<News> {
        match self.news.try_recv() {
            Ok(news) => Some(news),
            Err(std::sync::mpsc::TryRecvError::Empty) => None,
            Err(std::sync::mpsc::TryRecvError::Disconnected) => Some(News::Done),
        }
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
        if let Some(worker) = self.worker.take() {
            // It looks at least ten times a second.
            let _ = worker.join();
        }
    }
}

fn hear(wish: &Wish, stop: &AtomicBool, news: &Sender<News>) {
    let tell = |what| {
        // Whoever asked may be gone.
        let _ = news.send(what);
    };
    let Analysis { delivery, speech } = match analyse(&wish.recording, |_| !stop.load(Ordering::Relaxed)) {
        Ok(Some(analysis)) => analysis,
        Ok(None) => return,
        Err(error) => return tell(News::Delivery(Err(error.to_string()))),
    };
    tell(News::Delivery(Ok(delivery)));
    let Some(engine) = &wish.engine else { return };
    tell(News::Writing(None));
    let mut progress = |share| tell(News::Writing(Some(share)));
    match transcribe(engine, &wish.recording, &speech, &wish.scratch, stop, &mut progress) {
        Ok(transcript) => tell(News::Transcript(Ok(transcript))),
        Err(SttError::Cancelled) => {}
        Err(error) => tell(News::Transcript(Err(error.to_string()))),
    }
}
