//! Tests of the recorder with sources that behave as devices do.

use std::path::Path;
use std::sync::{Arc, Mutex};

use super::*;
use crate::RATE;

const PATIENCE: Duration = Duration::from_secs(20);

/// Delivers blocks as fast as they are read, and then fails.
struct Played {
    blocks: std::vec::IntoIter<Vec<i16>>,
}

impl Source for Played {
    fn name(&self) -> &'static str {
        "a tape"
    }

    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError> {
        into.extend(self.blocks.next().ok_or(SoundError::Gone)?);
        Ok(())
    }
}

fn nowhere(_: &str) -> Option<String> {
    None
}

fn tape(seconds: usize) -> Box<dyn Source> {
    let block = vec![1_000; RATE as usize / 50];
    Box::new(Played { blocks: vec![block; seconds * 50].into_iter() })
}

fn until(recorder: &Recorder, holds: impl Fn(&Heard) -> bool) -> Vec<Heard> {
    let mut all = Vec::new();
    loop {
        let heard = recorder.next(PATIENCE).unwrap_or_else(|| panic!("after {all:?}"));
        all.push(heard);
        if holds(&all[all.len() - 1]) {
            return all;
        }
    }
}

fn samples(path: &Path) -> usize {
    hound::WavReader::open(path).expect("a WAV file").into_samples::<i16>().flatten().count()
}

/// Delivers its only block when it is allowed to.
struct Late {
    allowed: Receiver<()>,
    reads: Sender<()>,
}

impl Source for Late {
    fn name(&self) -> &'static str {
        "a slow device"
    }

    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError> {
        let _ = self.reads.send(());
        self.allowed.recv().map_err(|_| SoundError::Gone)?;
        into.extend([1_000; 160]);
        Ok(())
    }
}

#[test]
fn what_is_stopped_before_anything_was_heard_never_gets_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.wav");
    let ((allow, allowed), (reads, reading)) = (channel(), channel());
    let mut device = Some(Late { allowed, reads });
    let recorder = Recorder::listen(Destination::New(file.clone()), LONGEST, nowhere, move || {
        device.take().map(|device| Box::new(device) as Box<dyn Source>).ok_or(SoundError::Gone)
    });
    reading.recv_timeout(PATIENCE).expect("listens");
    recorder.stop();
    allow.send(()).expect("it waits");
    let heard = until(&recorder, |heard| matches!(heard, Heard::Ended(_)));
    assert_eq!(heard.last(), Some(&Heard::Ended(0.0)));
    assert!(!file.exists());
}

#[test]
fn a_source_that_is_lost_leaves_what_was_heard_and_is_looked_for_after_a_pause() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.wav");
    let recorder = Recorder::listen(Destination::New(path.clone()), LONGEST, nowhere, || Ok(tape(2)));
    let heard = until(&recorder, |heard| matches!(heard, Heard::Lost(_)));
    assert_eq!(heard[0], Heard::Listening("a tape".into()));
    assert_eq!(heard.iter().filter(|heard| matches!(heard, Heard::Sound(..))).count(), 20);
    assert_eq!(samples(&path), 2 * RATE as usize, "on the disk before anybody ends it");
    recorder.pause(true);
    recorder.pause(false);
    until(&recorder, |heard| matches!(heard, Heard::Lost(_)));
    recorder.stop();
    let last = until(&recorder, |heard| matches!(heard, Heard::Ended(_)));
    assert_eq!(last, [Heard::Ended(4.0)]);
    assert_eq!(samples(&path), 4 * RATE as usize);
}

/// Delivers nothing at first, like a device that is waking up.
struct Sleepy {
    asleep: usize,
    then: Box<dyn Source>,
}

impl Source for Sleepy {
    fn name(&self) -> &'static str {
        "a sleeper"
    }

    fn is_muted(&self) -> bool {
        true
    }

    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError> {
        match self.asleep.checked_sub(1) {
            Some(asleep) => {
                self.asleep = asleep;
                Err(SoundError::NoAnswer)
            }
            None => self.then.read(into),
        }
    }
}

#[test]
fn a_source_may_take_its_time_to_wake_up_and_one_that_is_muted_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.wav");
    let open = || Ok(Box::new(Sleepy { asleep: 3, then: tape(1) }) as Box<dyn Source>);
    let recorder = Recorder::listen(Destination::New(path.clone()), LONGEST, nowhere, open);
    let heard = until(&recorder, |heard| matches!(heard, Heard::Lost(_)));
    assert_eq!(heard[..2], [Heard::Listening("a sleeper".into()), Heard::Muted("a sleeper".into())]);
    assert_eq!(heard.iter().filter(|heard| matches!(heard, Heard::Sound(..))).count(), 10);
    assert_eq!(samples(&path), RATE as usize);
}

#[test]
fn without_a_microphone_there_is_no_file_and_no_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.wav");
    let recorder = Recorder::listen(Destination::New(path.clone()), LONGEST, nowhere, || Err(SoundError::NoMicrophone));
    assert!(matches!(recorder.next(PATIENCE), Some(Heard::Deaf(_))));
    recorder.end(PATIENCE);
    assert!(!path.exists());
}

#[test]
fn what_cannot_be_written_is_told_once_and_still_heard() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("missing/a.wav");
    let recorder = Recorder::listen(Destination::New(path), LONGEST, nowhere, || Ok(tape(1)));
    let heard = until(&recorder, |heard| matches!(heard, Heard::Lost(_)));
    assert_eq!(heard.iter().filter(|heard| matches!(heard, Heard::NotKept(_))).count(), 1);
    assert_eq!(heard.iter().filter(|heard| matches!(heard, Heard::Sound(..))).count(), 10);
}

/// Delivers each block when the test provides it, so that the test controls the order of events.
struct Fed {
    blocks: Arc<Mutex<std::sync::mpsc::Receiver<Vec<i16>>>>,
}

impl Source for Fed {
    fn name(&self) -> &'static str {
        "fed"
    }

    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError> {
        let blocks = self.blocks.lock().expect("not poisoned");
        into.extend(blocks.recv().map_err(|_| SoundError::Gone)?);
        Ok(())
    }
}

#[test]
fn a_pause_is_not_recorded_and_a_second_run_goes_on_behind_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.wav");
    // The channel has no buffer: an order sent before a block is taken holds for the next one.
    let (feed, blocks) = std::sync::mpsc::sync_channel(0);
    let give = |value: i16| feed.send(vec![value; 1_600]).expect("taken");
    let blocks = Arc::new(Mutex::new(blocks));
    let open = move || Ok(Box::new(Fed { blocks: Arc::clone(&blocks) }) as Box<dyn Source>);
    let recorder = Recorder::listen(Destination::New(path.clone()), LONGEST, nowhere, open);
    give(7);
    recorder.pause(true);
    give(8);
    give(9);
    recorder.pause(false);
    give(5);
    give(6);
    recorder.stop();
    drop(feed);
    let rest = until(&recorder, |heard| matches!(heard, Heard::Ended(_)));
    let kept: Vec<i16> =
        hound::WavReader::open(&path).expect("a WAV file").into_samples().map(|one| one.expect("whole")).collect();
    // The blocks around an order may or may not have been recorded.
    let sure: Vec<i16> = kept.chunks(1_600).map(|block| block[0]).filter(|value| ![8, 5].contains(value)).collect();
    assert_eq!(sure, [7, 6]);
    assert_eq!(rest.last(), Some(&Heard::Ended(kept.len() as f64 / f64::from(RATE))));

    let recorder = Recorder::listen(Destination::Behind(path.clone()), LONGEST, nowhere, || Ok(tape(1)));
    until(&recorder, |heard| matches!(heard, Heard::Lost(_)));
    recorder.end(PATIENCE);
    assert_eq!(samples(&path), kept.len() + RATE as usize);
}

#[test]
fn it_is_never_longer_than_it_may_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.wav");
    let recorder = Recorder::listen(Destination::New(path.clone()), 1.255, nowhere, || Ok(tape(2)));
    let heard = until(&recorder, |heard| matches!(heard, Heard::Lost(_)));
    assert_eq!(heard.iter().filter(|heard| matches!(heard, Heard::Full)).count(), 1);
    assert_eq!(samples(&path), 20_080);
}

#[test]
fn where_nothing_is_heard_another_device_is_looked_for_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let silent = || {
        let blocks = vec![vec![0; RATE as usize / 50]; 4 * 50];
        Ok(Box::new(Played { blocks: blocks.into_iter() }) as Box<dyn Source>)
    };
    let elsewhere = |device: &str| (device == "a tape").then(|| "a headset".to_owned());
    let into = Destination::New(folder.path().join("a.wav"));
    let recorder = Recorder::listen(into, LONGEST, elsewhere, silent);
    until(&recorder, |heard| *heard == Heard::Elsewhere("a headset".into()));
    recorder.stop();
    let rest = until(&recorder, |heard| matches!(heard, Heard::Ended(_)));
    assert!(!rest.contains(&Heard::Elsewhere("a headset".into())), "it is told once");
    let into = Destination::New(folder.path().join("b.wav"));
    let recorder = Recorder::listen(into, LONGEST, elsewhere, || Ok(tape(4)));
    let heard = until(&recorder, |heard| matches!(heard, Heard::Lost(_)));
    assert!(!heard.iter().any(|heard| matches!(heard, Heard::Elsewhere(_))), "something is heard here");
}
