//! Analyses a recording in the background: first how the answer was said, then, if a transcriber is set up, the words.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use hotseat_log::{Delivery, Transcript};

use super::delivery::{Analysis, analyse};
use super::transcribe::{SttError, Transcriber, transcribe};

/// What to analyse, and with which transcriber.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Path of the recording.
    pub recording: PathBuf,
    /// The question that was answered, empty if that is not known.
    pub asked: String,
    /// The transcriber. None if none is set up, or if there is a transcript already.
    pub engine: Option<Transcriber>,
    /// The folder for temporary files.
    pub scratch: PathBuf,
}

/// Results, as they become known.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// How it was said, or why that cannot be determined.
    Delivery(Result<Delivery, String>),
    /// The transcription has begun; with the share that is done, 0 to 1, if the transcriber reports it.
    Writing(Option<f64>),
    /// The transcript, or why there is none.
    Transcript(Result<Transcript, String>),
    /// Nothing more will come.
    Done,
}

/// A recording being analysed. Dropping it stops the analysis and any program it started.
#[derive(Debug)]
pub struct Hearing {
    news: Receiver<News>,
    cancel: Arc<AtomicBool>,
    worker: Option<JoinHandle<()>>,
}

impl Hearing {
    /// Starts analysing on a separate thread.
    pub fn start(wish: Wish) -> Self {
        let (sender, news) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        let worker = std::thread::Builder::new().name("hearing".into()).spawn(move || {
            hear(&wish, &stop, &sender);
            let _ = sender.send(News::Done);
        });
        // Without a thread the channel closes at once, which reads as done.
        Self { news, cancel, worker: worker.ok() }
    }

    /// The next news, if there is any. After the last it is always [`News::Done`].
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
            // The thread checks for cancellation at least ten times a second.
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
    match transcribe(engine, &wish.recording, &speech, &wish.asked, &wish.scratch, stop, &mut progress) {
        Ok(transcript) => tell(News::Transcript(Ok(transcript))),
        Err(SttError::Cancelled) => {}
        Err(error) => tell(News::Transcript(Err(error.to_string()))),
    }
}
