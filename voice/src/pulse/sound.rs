//! Samples from and to the sound server.

use std::io::Write as _;
use std::time::Duration;

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{
    self, ChannelMap, Command, CreatePlaybackStreamReply, CreateRecordStreamReply, PlaybackStreamParams,
    RecordStreamParams, SampleFormat, SampleSpec,
};

use super::connection::{Connection, Message, lost};
use super::listing::{Found, described};
use crate::streams::{SILENT, Sink, SinkState, Source};
use crate::{RATE, SoundError, bytes};

/// Size of a block of a recording in bytes: 20 ms.
const BLOCK: u32 = 2 * RATE / 50;

/// How many bytes of playback the server buffers: a tenth of a second, so that seeking is heard at once.
const AHEAD: u32 = 2 * RATE / 10;

const SPEC: SampleSpec = SampleSpec { format: SampleFormat::S16Le, channels: 1, sample_rate: RATE };

/// A microphone of the sound server.
pub(crate) struct PulseSource {
    connection: Connection,
    /// The first byte of a sample, if a block ended in the middle of one.
    odd: Option<u8>,
    name: String,
    muted: bool,
}

impl PulseSource {
    /// Listens to the device with this name, or to the system's default. None if there is no sound server.
    pub(crate) fn open(name: Option<&str>) -> Result<Option<Self>, SoundError> {
        let Some(mut connection) = Connection::open()? else { return Ok(None) };
        let found = Found::ask(&mut connection)?;
        let source = found.choose(name)?;
        let name = described(&source.name, source.description.as_ref());
        let muted = source.muted;
        let params = RecordStreamParams {
            sample_spec: SPEC,
            channel_map: ChannelMap::mono(),
            source_index: Some(source.index),
            // Without these two settings the server collects two seconds before it sends anything.
            buffer_attr: BufferAttr { fragment_size: BLOCK, ..BufferAttr::default() },
            flags: StreamFlags { adjust_latency: true, ..StreamFlags::default() },
            ..RecordStreamParams::default()
        };
        let _: CreateRecordStreamReply = connection.ask(&Command::CreateRecordStream(params))?;
        Ok(Some(Self { connection, odd: None, name, muted }))
    }
}

impl Source for PulseSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_muted(&self) -> bool {
        self.muted
    }

    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError> {
        loop {
            if !self.connection.wait(SILENT)? {
                return Err(SoundError::NoAnswer);
            }
            match self.connection.receive()? {
                Message::Samples(bytes) => {
                    let mut bytes = self.odd.take().into_iter().chain(bytes);
                    while let Some(low) = bytes.next() {
                        match bytes.next() {
                            Some(high) => into.push(i16::from_le_bytes([low, high])),
                            None => self.odd = Some(low),
                        }
                    }
                    return Ok(());
                }
                Message::Told(told) if matches!(*told, Command::RecordStreamKilled(_)) => return Err(SoundError::Gone),
                _ => {}
            }
        }
    }
}

/// The loudspeaker of the sound server.
pub(crate) struct PulseSink {
    connection: Connection,
    channel: u32,
    /// How many bytes the server wants.
    wanted: usize,
    /// Number of the request to play what is left, once it has been sent.
    draining: Option<u32>,
}

impl PulseSink {
    /// Opens the system's default loudspeaker. None if there is no sound server.
    pub(crate) fn open() -> Result<Option<Self>, SoundError> {
        let Some(mut connection) = Connection::open()? else { return Ok(None) };
        let params = PlaybackStreamParams {
            sample_spec: SPEC,
            channel_map: ChannelMap::mono(),
            sink_name: Some(protocol::DEFAULT_SINK.to_owned()),
            buffer_attr: BufferAttr { target_length: AHEAD, ..BufferAttr::default() },
            flags: StreamFlags { adjust_latency: true, ..StreamFlags::default() },
            ..PlaybackStreamParams::default()
        };
        let created: Result<CreatePlaybackStreamReply, _> = connection.ask(&Command::CreatePlaybackStream(params));
        let created = created.map_err(|error| match error {
            SoundError::NoMicrophone => SoundError::NoLoudspeaker,
            other => other,
        })?;
        Ok(Some(Self {
            connection,
            channel: created.channel,
            wanted: created.requested_bytes as usize,
            draining: None,
        }))
    }
}

impl Sink for PulseSink {
    fn wait(&mut self, limit: Duration) -> Result<SinkState, SoundError> {
        let mut limit = limit;
        while (self.wanted < 2 || self.draining.is_some()) && self.connection.wait(limit)? {
            match self.connection.receive()? {
                Message::Told(told) => match *told {
                    Command::Request(request) if request.channel == self.channel => {
                        self.wanted += request.length as usize;
                    }
                    Command::PlaybackStreamKilled(_) => return Err(SoundError::Gone),
                    _ => {}
                },
                Message::Reply(number, _) if Some(number) == self.draining => return Ok(SinkState::Played),
                _ => {}
            }
            // Takes the messages that are already there, and does not wait for more.
            limit = Duration::from_millis(1);
        }
        Ok(if self.draining.is_some() { SinkState::Wants(0) } else { SinkState::Wants(self.wanted / 2) })
    }

    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError> {
        let bytes: Vec<u8> = bytes(samples).collect();
        let mut message = Vec::with_capacity(bytes.len() + protocol::DESCRIPTOR_SIZE);
        protocol::write_memblock(&mut message, self.channel, &bytes, 0).map_err(lost)?;
        self.connection.socket.get_mut().write_all(&message).map_err(|_| SoundError::Gone)?;
        self.wanted = self.wanted.saturating_sub(bytes.len());
        Ok(())
    }

    fn forget(&mut self) -> Result<(), SoundError> {
        self.connection.send(&Command::FlushPlaybackStream(self.channel))?;
        Ok(())
    }

    fn drain(&mut self) -> Result<(), SoundError> {
        if self.draining.is_none() {
            self.draining = Some(self.connection.send(&Command::DrainPlaybackStream(self.channel))?);
        }
        Ok(())
    }
}
