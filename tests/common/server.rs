//! A sound server that only tests and benches know, with one loudspeaker that is heard by nobody but its monitor.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than it takes to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs until it is dropped.
pub(crate) struct Server {
    folder: tempfile::TempDir,
    pub(crate) process: Child,
}

impl Server {
    /// None, and a word about it, where there is no `pulseaudio`.
    pub(crate) fn start() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("pulseaudio");
        command.args(["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes"]);
        command.args(["--realtime=no", "--high-priority=no", "-L"]);
        // Without `norewinds` it makes sound in lumps of two seconds.
        command.args(["module-null-sink sink_name=speech rate=48000 channels=1 norewinds=1", "-L"]);
        command.arg("module-native-protocol-unix auth-anonymous=1");
        command.env("XDG_RUNTIME_DIR", folder.path()).env("HOME", folder.path()).env_remove("PULSE_RUNTIME_PATH");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(process) = command.spawn() else {
            eprintln!("SKIPPED: there is no pulseaudio here");
            return None;
        };
        let server = Self { folder, process };
        let since = Instant::now();
        while !answers(&server.runtime().join("pulse/native")) {
            assert!(since.elapsed() < PATIENCE, "the sound server does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(server)
    }

    /// The folder that a program has to be given as `XDG_RUNTIME_DIR` to find it.
    pub(crate) fn runtime(&self) -> &Path {
        self.folder.path()
    }
}

#[cfg(unix)]
fn answers(socket: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(socket).is_ok()
}

#[cfg(not(unix))]
fn answers(socket: &Path) -> bool {
    socket.exists()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
