//! The devices that the sound server offers, and which of them is used.

use std::ffi::CString;

use pulseaudio::protocol::{self, Command};

use super::connection::Connection;
use crate::SoundError;
use crate::device::{Device, Devices};

/// All devices of a server.
pub(super) struct Found {
    default: Option<CString>,
    default_sink: Option<CString>,
    sources: protocol::SourceInfoList,
    sinks: protocol::SinkInfoList,
}

impl Found {
    /// Asks the server for its devices.
    pub(super) fn ask(connection: &mut Connection) -> Result<Self, SoundError> {
        let info: protocol::ServerInfo = connection.ask(&Command::GetServerInfo)?;
        let sources: protocol::SourceInfoList = connection.ask(&Command::GetSourceInfoList)?;
        let sinks: protocol::SinkInfoList = connection.ask(&Command::GetSinkInfoList)?;
        Ok(Self { default: info.default_source_name, default_sink: info.default_sink_name, sources, sinks })
    }

    /// Whether a source can serve as a microphone: it is one, or it is the monitor of a sink that is not hardware, so
    /// that another program can play into it. Monitors of loudspeakers are excluded, and so is that of the dummy sink
    /// that the server provides when there is no hardware.
    fn listens(&self, source: &protocol::SourceInfo) -> bool {
        let Some(sink) = source.monitor_of_sink_index else { return true };
        let sink = self.sinks.iter().find(|found| found.index == sink);
        let hardware = sink.is_none_or(|sink| sink.flags.contains(protocol::SinkFlags::HARDWARE));
        !hardware && !source.name.to_bytes().starts_with(b"auto_null")
    }

    /// The sources that can serve as a microphone.
    pub(super) fn microphones(&self) -> impl Iterator<Item = &protocol::SourceInfo> {
        self.sources.iter().filter(|source| self.listens(source))
    }

    /// The source to record from: the one with this name; without a name, the system's default if it can serve as a
    /// microphone, or else any that can.
    pub(super) fn choose(&self, name: Option<&str>) -> Result<&protocol::SourceInfo, SoundError> {
        if let Some(name) = name {
            let found = self.sources.iter().find(|source| {
                let described = source.description.as_deref().is_some_and(|words| words.to_bytes() == name.as_bytes());
                source.name.to_bytes() == name.as_bytes() || described
            });
            return found.ok_or_else(|| SoundError::Unknown(name.to_owned()));
        }
        let best = |source: &&protocol::SourceInfo| {
            let own = source.monitor_of_sink_index.is_none();
            (own, Some(&source.name) == self.default.as_ref())
        };
        self.microphones().max_by_key(best).ok_or(SoundError::NoMicrophone)
    }
}

/// The display name of a source.
pub(super) fn described(name: &CString, description: Option<&CString>) -> String {
    hotseat_bank::text::one_line(&description.unwrap_or(name).to_string_lossy())
}

/// The devices of the server. None if there is no server.
pub(crate) fn devices() -> Result<Option<Devices>, SoundError> {
    let Some(mut connection) = Connection::open()? else { return Ok(None) };
    let found = Found::ask(&mut connection)?;
    let chosen = found.choose(None).map(|source| source.index).ok();
    let row = |source: &protocol::SourceInfo| Device {
        name: source.name.to_string_lossy().into_owned(),
        description: described(&source.name, source.description.as_ref()),
        default: Some(source.index) == chosen,
        monitor: source.monitor_of_sink_index.is_some(),
    };
    let sink = |sink: &protocol::SinkInfo| Device {
        name: sink.name.to_string_lossy().into_owned(),
        description: described(&sink.name, sink.description.as_ref()),
        default: Some(&sink.name) == found.default_sink.as_ref(),
        monitor: false,
    };
    Ok(Some(Devices {
        through: "sound server".into(),
        inputs: found.sources.iter().map(row).collect(),
        outputs: found.sinks.iter().map(sink).collect(),
    }))
}
