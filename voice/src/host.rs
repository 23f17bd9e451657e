//! Microphones and loudspeakers on macOS and Windows, through `cpal`.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cpal::traits::{DeviceTrait as _, HostTrait as _, StreamTrait as _};
use cpal::{ErrorKind, FromSample, Sample as _, SampleFormat, SizedSample, Stream, StreamConfig};

use super::device::{Device, Devices};
use super::resample::Resampler;
use super::streams::{SILENT, Sink, SinkState, Source};
use super::{RATE, SoundError};

/// How much sound may be queued for the loudspeaker, in tenths of a second.
const AHEAD_TENTHS: usize = 1;

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn other(error: cpal::Error) -> SoundError {
    match error.kind() {
        ErrorKind::PermissionDenied => SoundError::Forbidden,
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => SoundError::Gone,
        _ => SoundError::Other(error.to_string()),
    }
}

/// Whether the system recovers by itself and the stream continues.
fn is_passing(error: &cpal::Error) -> bool {
    matches!(error.kind(), ErrorKind::DeviceChanged | ErrorKind::Xrun | ErrorKind::RealtimeDenied)
}

fn name(device: &cpal::Device) -> String {
    device.description().map_or_else(|_| String::new(), |found| hotseat_bank::text::one_line(found.name()))
}

pub(super) fn devices() -> Result<Devices, SoundError> {
    let host = cpal::default_host();
    let row = |default: &str| {
        let default = default.to_owned();
        move |device: cpal::Device| {
            let name = name(&device);
            Device { default: name == default, description: name.clone(), name, monitor: false }
        }
    };
    let default_input = host.default_input_device().as_ref().map(name).unwrap_or_default();
    let default_output = host.default_output_device().as_ref().map(name).unwrap_or_default();
    Ok(Devices {
        through: "system".into(),
        inputs: host.input_devices().map_err(other)?.map(row(&default_input)).collect(),
        outputs: host.output_devices().map_err(other)?.map(row(&default_output)).collect(),
    })
}

/// A microphone, read through the system.
pub(super) struct HostSource {
    name: String,
    blocks: Receiver<Result<Vec<f32>, SoundError>>,
    resampler: Resampler,
    resampled: Vec<f32>,
    _stream: Stream,
}

impl HostSource {
    pub(super) fn open(microphone: Option<&str>) -> Result<Self, SoundError> {
        let host = cpal::default_host();
        let device = match microphone {
            None => host.default_input_device().ok_or(SoundError::NoMicrophone)?,
            Some(wanted) => {
                let mut all = host.input_devices().map_err(other)?;
                all.find(|device| name(device) == wanted).ok_or_else(|| SoundError::Unknown(wanted.to_owned()))?
            }
        };
        let found = device.default_input_config().map_err(other)?;
        let (format, config) = (found.sample_format(), StreamConfig::from(found));
        let (send, blocks) = channel();
        let stream = match format {
            SampleFormat::F32 => listen::<f32>(&device, config, send),
            SampleFormat::F64 => listen::<f64>(&device, config, send),
            SampleFormat::I8 => listen::<i8>(&device, config, send),
            SampleFormat::I16 => listen::<i16>(&device, config, send),
            SampleFormat::I32 => listen::<i32>(&device, config, send),
            SampleFormat::U8 => listen::<u8>(&device, config, send),
            SampleFormat::U16 => listen::<u16>(&device, config, send),
            format => return Err(SoundError::Other(format!("the microphone delivers {format}, which is not known"))),
        };
        let stream = stream.map_err(other)?;
        stream.play().map_err(other)?;
        let resampler = Resampler::new(config.sample_rate, RATE);
        Ok(Self { name: name(&device), blocks, resampler, resampled: Vec::new(), _stream: stream })
    }
}

/// Starts listening to a device, mixing all its channels into one.
fn listen<T: SizedSample>(
    device: &cpal::Device,
    config: StreamConfig,
    send: Sender<Result<Vec<f32>, SoundError>>,
) -> Result<Stream, cpal::Error>
where
    f32: FromSample<T>,
{
    let channels = usize::from(config.channels.max(1));
    let failed = send.clone();
    device.build_input_stream(
        config,
        move |samples: &[T], _: &_| {
            let frames = samples.chunks_exact(channels);
            let mono =
                frames.map(|frame| frame.iter().map(|&one| f32::from_sample(one)).sum::<f32>() / channels as f32);
            // If nobody is listening any more, the stream ends soon.
            let _ = send.send(Ok(mono.collect()));
        },
        move |error| {
            if !is_passing(&error) {
                // As above.
                let _ = failed.send(Err(other(error)));
            }
        },
        Some(Duration::from_secs(2)),
    )
}

impl Source for HostSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError> {
        let block = match self.blocks.recv_timeout(SILENT) {
            Ok(block) => block?,
            Err(RecvTimeoutError::Timeout) => return Err(SoundError::NoAnswer),
            Err(RecvTimeoutError::Disconnected) => return Err(SoundError::Gone),
        };
        self.resampled.clear();
        self.resampler.push(&block, &mut self.resampled);
        into.extend(self.resampled.iter().map(|&sample| i16::from_sample(sample.clamp(-1.0, 1.0))));
        Ok(())
    }
}

/// The samples queued for the loudspeaker, at the device's rate, and the error that occurred, if any.
#[derive(Default)]
struct Waiting {
    samples: VecDeque<f32>,
    error: Option<SoundError>,
}

/// A loudspeaker, played through the system.
pub(super) struct HostSink {
    waiting: Arc<Mutex<Waiting>>,
    resampler: Resampler,
    rate: u32,
    draining: bool,
    _stream: Stream,
}

impl HostSink {
    pub(super) fn open() -> Result<Self, SoundError> {
        let device = cpal::default_host().default_output_device().ok_or(SoundError::NoLoudspeaker)?;
        let found = device.default_output_config().map_err(other)?;
        let (format, config) = (found.sample_format(), StreamConfig::from(found));
        let waiting = Arc::<Mutex<Waiting>>::default();
        let stream = match format {
            SampleFormat::F32 => speak::<f32>(&device, config, Arc::clone(&waiting)),
            SampleFormat::F64 => speak::<f64>(&device, config, Arc::clone(&waiting)),
            SampleFormat::I16 => speak::<i16>(&device, config, Arc::clone(&waiting)),
            SampleFormat::I32 => speak::<i32>(&device, config, Arc::clone(&waiting)),
            SampleFormat::U16 => speak::<u16>(&device, config, Arc::clone(&waiting)),
            format => return Err(SoundError::Other(format!("the loudspeaker takes {format}, which is not known"))),
        };
        let stream = stream.map_err(other)?;
        stream.play().map_err(other)?;
        let rate = config.sample_rate;
        Ok(Self { waiting, resampler: Resampler::new(RATE, rate), rate, draining: false, _stream: stream })
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts playing the queued samples, the same on all channels.
fn speak<T: SizedSample + FromSample<f32>>(
    device: &cpal::Device,
    config: StreamConfig,
    waiting: Arc<Mutex<Waiting>>,
) -> Result<Stream, cpal::Error> {
    let channels = usize::from(config.channels.max(1));
    let failed = Arc::clone(&waiting);
    device.build_output_stream(
        config,
        move |out: &mut [T], _: &_| {
            let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            for frame in out.chunks_mut(channels) {
                let sample = T::from_sample(waiting.samples.pop_front().unwrap_or(0.0));
                frame.fill(sample);
            }
        },
        move |error| {
            if !is_passing(&error) {
                failed.lock().unwrap_or_else(PoisonError::into_inner).error = Some(other(error));
            }
        },
        Some(Duration::from_secs(2)),
    )
}

impl Sink for HostSink {
    fn wait(&mut self, limit: Duration) -> Result<SinkState, SoundError> {
        let ahead = self.rate as usize * AHEAD_TENTHS / 10;
        let waits = {
            let mut waiting = self.waiting();
            if let Some(error) = waiting.error.take() {
                return Err(error);
            }
            waiting.samples.len()
        };
        if self.draining && waits == 0 {
            return Ok(SinkState::Played);
        }
        let room = ahead.saturating_sub(waits) * RATE as usize / self.rate.max(1) as usize;
        if self.draining || room < RATE as usize / 100 {
            std::thread::sleep(limit.min(Duration::from_millis(10)));
            return Ok(SinkState::Wants(0));
        }
        Ok(SinkState::Wants(room))
    }

    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError> {
        let block: Vec<f32> = samples.iter().map(|&sample| f32::from(sample) / 32_768.0).collect();
        let mut resampled = Vec::new();
        self.resampler.push(&block, &mut resampled);
        self.waiting().samples.extend(resampled);
        Ok(())
    }

    fn forget(&mut self) -> Result<(), SoundError> {
        self.waiting().samples.clear();
        Ok(())
    }

    fn drain(&mut self) -> Result<(), SoundError> {
        self.draining = true;
        Ok(())
    }
}
