//! A conversation with the sound server in which no answer is awaited for longer than [`ANSWER`].

use std::ffi::CString;
use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandReply, Prop, Props, ProtocolError, PulseError, SetClientNameReply,
    TagStructReader,
};

use super::place;
use crate::SoundError;

/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// How soon to try again to connect to a server that is not listening yet.
const AGAIN: Duration = Duration::from_millis(20);

/// Largest plausible message, in bytes.
const LONGEST: u32 = 16 * 1024 * 1024;

/// A message from the server.
pub(super) enum Message {
    /// Samples of a recording stream.
    Samples(Vec<u8>),
    /// The answer to the request with this number.
    Reply(u32, Vec<u8>),
    /// The request with this number was refused.
    Refused(u32, PulseError),
    /// A notification.
    Told(Box<Command>),
}

/// An open connection.
pub(super) struct Connection {
    pub(super) socket: BufReader<UnixStream>,
    version: u16,
    requests: u32,
}

impl Connection {
    /// Finds the server and authenticates. None if there is no server on this machine.
    pub(super) fn open() -> Result<Option<Self>, SoundError> {
        let env = |name: &str| std::env::var(name).ok();
        let user = rustix::process::getuid().as_raw();
        let sockets = place::sockets(env, user, |file| std::fs::read_to_string(file).ok());
        let cookie = place::cookie(env, |file| std::fs::read(file).ok());
        Self::open_one_of(&sockets, &cookie, Instant::now() + ANSWER)
    }

    /// Connects to the first server that listens. A socket on which nobody listens was left by a server that is gone,
    /// or belongs to one that is just starting, so it is tried again until `until`.
    fn open_one_of(sockets: &[PathBuf], cookie: &[u8], until: Instant) -> Result<Option<Self>, SoundError> {
        loop {
            let (mut problem, mut starting) = (None, false);
            for path in sockets.iter().filter(|path| path.exists()) {
                match connect(path.clone()) {
                    Ok(Some(socket)) => match Self::greet(socket, cookie.to_owned()) {
                        Ok(connection) => return Ok(Some(connection)),
                        Err(error) => problem = Some(error),
                    },
                    Ok(None) => starting = true,
                    Err(error) => problem = Some(error),
                }
            }
            if problem.is_some() || !starting || Instant::now() >= until {
                return problem.map_or(Ok(None), Err);
            }
            std::thread::sleep(AGAIN);
        }
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

    /// Sends a request and returns its number.
    pub(super) fn send(&mut self, command: &Command) -> Result<u32, SoundError> {
        let number = self.requests;
        self.requests += 1;
        let mut bytes = Vec::new();
        protocol::write_command_message(&mut bytes, number, command, self.version).map_err(lost)?;
        self.socket.get_mut().write_all(&bytes).map_err(|error| lost(error.into()))?;
        Ok(number)
    }

    /// Sends a request and waits for its answer. Samples that arrive meanwhile are dropped.
    pub(super) fn ask<R: CommandReply>(&mut self, command: &Command) -> Result<R, SoundError> {
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

    /// Waits up to `limit` until something can be received; returns whether it can.
    pub(super) fn wait(&mut self, limit: Duration) -> Result<bool, SoundError> {
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

    /// Receives the next message.
    pub(super) fn receive(&mut self) -> Result<Message, SoundError> {
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
            // A newer server may send messages that this version does not know.
            Err(ProtocolError::Unimplemented(..) | ProtocolError::Invalid(_)) => {
                Ok(Message::Told(Box::new(Command::Reply)))
            }
            Err(error) => Err(lost(error)),
        }
    }
}

/// Connects, on a separate thread because a stopped server keeps callers waiting. None if nobody is listening.
fn connect(path: PathBuf) -> Result<Option<UnixStream>, SoundError> {
    let (tell, told) = channel();
    let spawned = std::thread::Builder::new().name("sound server".into()).spawn(move || {
        // If nobody is waiting any more, the connection is closed again.
        let _ = tell.send(UnixStream::connect(path));
    });
    spawned.map_err(|error| SoundError::Other(error.to_string()))?;
    match told.recv_timeout(ANSWER) {
        Ok(Ok(socket)) => Ok(Some(socket)),
        Ok(Err(_)) => Ok(None),
        Err(_) => Err(SoundError::NoAnswer),
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

/// Translates a protocol error.
pub(super) fn lost(error: ProtocolError) -> SoundError {
    match error {
        ProtocolError::Io(error) if is_timeout(&error) => SoundError::NoAnswer,
        ProtocolError::Io(_) => SoundError::Gone,
        other => SoundError::Other(format!("the sound server cannot be understood: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    /// A socket where nobody listens.
    fn left_behind(folder: &tempfile::TempDir) -> PathBuf {
        let path = folder.path().join("native");
        drop(UnixListener::bind(&path).expect("bound"));
        path
    }

    #[test]
    fn a_socket_that_was_left_behind_is_no_server() {
        let folder = tempfile::tempdir().expect("a folder");
        let sockets = [folder.path().join("missing"), left_behind(&folder)];
        assert!(matches!(Connection::open_one_of(&sockets, &[], Instant::now()), Ok(None)));
    }

    #[test]
    fn a_server_that_is_just_starting_is_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = left_behind(&folder);
        let (tell, told) = channel();
        let client = std::thread::spawn({
            let path = path.clone();
            move || {
                tell.send(()).expect("heard");
                Connection::open_one_of(&[path], &[], Instant::now() + Duration::from_mins(1)).map(|_| ())
            }
        });
        told.recv().expect("the client runs");
        // Replaces the old socket atomically.
        let fresh = folder.path().join("fresh");
        let server = UnixListener::bind(&fresh).expect("bound");
        std::fs::rename(fresh, path).expect("moved");
        drop(server.accept().expect("a client"));
        let hung_up = client.join().expect("ended");
        assert!(matches!(hung_up, Err(SoundError::Gone)), "the server was spoken to: {hung_up:?}");
    }
}
