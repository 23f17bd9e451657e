//! A conversation with the sound server, `PulseAudio` or the stand-in for it of `PipeWire`, over its socket.
//!
//! Only the protocol of the `pulseaudio` crate is used. Its client has no time limits, and a server that was stopped
//! would hold up a recording for ever; a plain socket has them.

mod place;
mod sound;

use std::ffi::CString;
use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandReply, Prop, Props, ProtocolError, PulseError, SetClientNameReply,
    TagStructReader,
};

use super::SoundError;
use super::devices::{Device, Devices};

pub(super) use sound::{PulseSink, PulseSource};

/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// Longest message that is believed.
const LONGEST: u32 = 16 * 1024 * 1024;

/// What the server sends.
enum Message {
    /// Samples of a stream.
    Samples(Vec<u8>),
    /// The answer to the request of this number.
    Reply(u32, Vec<u8>),
    /// The request of this number was refused.
    Refused(u32, PulseError),
    /// Something that happened.
    Told(Box<Command>),
}

/// An open conversation.
struct Connection {
    socket: BufReader<UnixStream>,
    version: u16,
    requests: u32,
}

impl Connection {
    /// Finds the server and says who we are. None: there is no server on this machine.
    fn open() -> Result<Option<Self>, SoundError> {
        let env = |name: &str| std::env::var(name).ok();
        let user = rustix::process::getuid().as_raw();
        let sockets = place::sockets(env, user, |file| std::fs::read_to_string(file).ok());
        let mut refused = None;
        for path in sockets {
            match connect(path) {
                Ok(Some(socket)) => {
                    let cookie = place::cookies(env).into_iter().find_map(|file| std::fs::read(file).ok());
                    match Self::greet(socket, cookie.unwrap_or_default()) {
                        Ok(connection) => return Ok(Some(connection)),
                        Err(error) => refused = Some(error),
                    }
                }
                Ok(None) => {}
                Err(error) => refused = Some(error),
            }
        }
        refused.map_or(Ok(None), Err)
    }

    fn greet(socket: UnixStream, cookie: Vec<u8>) -> Result<Self, SoundError> {
        let limit = |socket: &UnixStream| {
            socket.set_read_timeout(Some(ANSWER)).and_then(|()| socket.set_write_timeout(Some(ANSWER)))
        };
        limit(&socket).map_err(|error| SoundError::Other(error.to_string()))?;
        let mut connection = Self { socket: BufReader::new(socket), version: protocol::MAX_VERSION, requests: 0 };
        let auth = AuthParams { version: protocol::MAX_VERSION, supports_shm: false, supports_memfd: false, cookie };
        let reply: AuthReply = connection.ask(&Command::Auth(auth))?;
        connection.version = protocol::MAX_VERSION.min(reply.version);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"Hotseat");
        props.set(Prop::ApplicationProcessId, CString::new(std::process::id().to_string()).unwrap_or_default());
        let _: SetClientNameReply = connection.ask(&Command::SetClientName(props))?;
        Ok(connection)
    }

    /// Sends a request; the number of its answer comes back.
    fn send(&mut self, command: &Command) -> Result<u32, SoundError> {
        let number = self.requests;
        self.requests += 1;
        let mut bytes = Vec::new();
        protocol::write_command_message(&mut bytes, number, command, self.version).map_err(lost)?;
        self.socket.get_mut().write_all(&bytes).map_err(|error| lost(error.into()))?;
        Ok(number)
    }

    /// Sends a request and waits for its answer. Samples that come in between are dropped.
    fn ask<R: CommandReply>(&mut self, command: &Command) -> Result<R, SoundError> {
        let number = self.send(command)?;
        loop {
            match self.receive()? {
                Message::Reply(of, body) if of == number => {
                    let mut cursor = Cursor::new(body);
                    return TagStructReader::new(&mut cursor, self.version).read().map_err(lost);
                }
                Message::Refused(of, PulseError::NoEntity) if of == number => return Err(SoundError::NoMicrophone),
                Message::Refused(of, PulseError::AccessDenied) if of == number => return Err(SoundError::Forbidden),
                Message::Refused(of, error) if of == number => {
                    return Err(SoundError::Other(format!("the sound server refuses: {error}")));
                }
                _ => {}
            }
        }
    }

    /// Whether something can be received; waits for at most so long.
    fn wait(&mut self, limit: Duration) -> Result<bool, SoundError> {
        self.limit(limit)?;
        let found = match self.socket.fill_buf() {
            Ok([]) => return Err(SoundError::Gone),
            Ok(_) => true,
            Err(error) if is_timeout(&error) => false,
            Err(_) => return Err(SoundError::Gone),
        };
        self.limit(ANSWER)?;
        Ok(found)
    }

    fn limit(&self, limit: Duration) -> Result<(), SoundError> {
        self.socket.get_ref().set_read_timeout(Some(limit)).map_err(|_| SoundError::Gone)
    }

    /// The next message.
    fn receive(&mut self) -> Result<Message, SoundError> {
        let head = protocol::read_descriptor(&mut self.socket).map_err(lost)?;
        if head.length > LONGEST {
            return Err(SoundError::Other("the sound server sends something that is not sound".into()));
        }
        let mut body = vec![0; head.length as usize];
        self.socket.read_exact(&mut body).map_err(|error| lost(error.into()))?;
        if head.channel != u32::MAX {
            return Ok(Message::Samples(body));
        }
        let mut cursor = Cursor::new(body);
        match Command::read_tag_prefixed(&mut cursor, self.version) {
            Ok((number, Command::Reply)) => {
                let at = usize::try_from(cursor.position()).unwrap_or(usize::MAX);
                let rest = cursor.into_inner().split_off(at);
                Ok(Message::Reply(number, rest))
            }
            Ok((number, Command::Error(error))) => Ok(Message::Refused(number, error)),
            Ok((_, command)) => Ok(Message::Told(Box::new(command))),
            // A newer server may tell what this version does not know.
            Err(ProtocolError::Unimplemented(..) | ProtocolError::Invalid(_)) => {
                Ok(Message::Told(Box::new(Command::Reply)))
            }
            Err(error) => Err(lost(error)),
        }
    }

    /// What is there to record from and to play through.
    fn found(&mut self) -> Result<Found, SoundError> {
        let info: protocol::ServerInfo = self.ask(&Command::GetServerInfo)?;
        let sources: protocol::SourceInfoList = self.ask(&Command::GetSourceInfoList)?;
        let sinks: protocol::SinkInfoList = self.ask(&Command::GetSinkInfoList)?;
        Ok(Found { default: info.default_source_name, default_sink: info.default_sink_name, sources, sinks })
    }
}

/// Connects. None: nobody listens there. On a thread of its own, because a server that was stopped keeps callers waiting.
fn connect(path: PathBuf) -> Result<Option<UnixStream>, SoundError> {
    if !path.exists() {
        return Ok(None);
    }
    let (tell, told) = channel();
    let spawned = std::thread::Builder::new().name("sound server".into()).spawn(move || {
        // Nobody waits any more: then the connection is closed again.
        let _ = tell.send(UnixStream::connect(path));
    });
    spawned.map_err(|error| SoundError::Other(error.to_string()))?;
    match told.recv_timeout(ANSWER) {
        Ok(Ok(socket)) => Ok(Some(socket)),
        // A socket that a server left behind.
        Ok(Err(_)) => Ok(None),
        Err(_) => Err(SoundError::NoAnswer),
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

fn lost(error: ProtocolError) -> SoundError {
    match error {
        ProtocolError::Io(error) if is_timeout(&error) => SoundError::NoAnswer,
        ProtocolError::Io(_) => SoundError::Gone,
        other => SoundError::Other(format!("the sound server cannot be understood: {other}")),
    }
}

/// All devices of a server.
struct Found {
    default: Option<CString>,
    default_sink: Option<CString>,
    sources: protocol::SourceInfoList,
    sinks: protocol::SinkInfoList,
}

impl Found {
    /// Whether a source can be a microphone: it is one, or it carries what another program plays into a sink that is
    /// no hardware. What the loudspeakers play is not, nor is the sink that stands in when there is no hardware.
    fn listens(&self, source: &protocol::SourceInfo) -> bool {
        let Some(sink) = source.monitor_of_sink_index else { return true };
        let sink = self.sinks.iter().find(|found| found.index == sink);
        let hardware = sink.is_none_or(|sink| sink.flags.contains(protocol::SinkFlags::HARDWARE));
        !hardware && !source.name.to_bytes().starts_with(b"auto_null")
    }

    /// The source to record from: the one of this name, or else the system's choice, if that is a microphone, or else
    /// any microphone.
    fn choose(&self, name: Option<&str>) -> Result<&protocol::SourceInfo, SoundError> {
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
        let usable = self.sources.iter().filter(|source| self.listens(source));
        usable.max_by_key(best).ok_or(SoundError::NoMicrophone)
    }
}

/// What people read for a source.
fn described(name: &CString, description: Option<&CString>) -> String {
    hotseat_bank::text::one_line(&description.unwrap_or(name).to_string_lossy())
}

/// The devices of the server; none: there is no server.
pub(super) fn devices() -> Result<Option<Devices>, SoundError> {
    let Some(mut connection) = Connection::open()? else { return Ok(None) };
    let found = connection.found()?;
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
