//! Certificates that prove who is answering and certificates that do not, presented by a real server.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;

use super::*;

static GOING: AtomicBool = AtomicBool::new(false);

/// A server with a certificate that a root of its own has signed; it runs until this is dropped.
struct Server {
    process: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Server {
    /// A server whose certificate is for this name. `None`, after saying so, if there is no `openssl`.
    fn of(name: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let openssl = || {
            let mut command = Command::new("openssl");
            command.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
            command
        };
        let names = format!("subjectAltName=DNS:{name}");
        let new = |to: &str, subject: &str, more: &[&str]| {
            let (key, cert) = (format!("{to}-key.pem"), format!("{to}.pem"));
            let mut command = openssl();
            command.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", subject]);
            command.args(["-keyout", &key, "-out", &cert]).args(more).status().is_ok_and(|status| status.success())
        };
        let made = new("root", "/CN=a company", &["-addext", "keyUsage=critical,keyCertSign"])
            && new(
                "cert",
                "/CN=hotseat",
                &[
                    "-CA",
                    "root.pem",
                    "-CAkey",
                    "root-key.pem",
                    "-addext",
                    &names,
                    "-addext",
                    "basicConstraints=critical,CA:FALSE",
                ],
            );
        if !made {
            eprintln!("SKIPPED: no openssl that makes certificates");
            return None;
        }
        let serve = ["s_server", "-accept", "127.0.0.1:0", "-key", "cert-key.pem", "-cert", "cert.pem", "-www"];
        let mut process = openssl().args(serve).spawn().expect("started");
        let lines = BufReader::new(process.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let port =
            lines.filter(|line| line.starts_with("ACCEPT")).find_map(|line| line.rsplit(':').next()?.parse().ok());
        Some(Self { process, folder, port: port.expect("it says where it listens") })
    }

    fn ask(&self, roots: Option<&[u8]>) -> Result<Answer, HttpError> {
        let url = Url::far("localhost", self.port);
        let call = Call { url: &url, headers: &[("authorization", "Bearer sk-123")], body: None, most: 1_000_000 };
        let limits = Limits::in_all(Duration::from_secs(20), &GOING);
        send_trusting(call, roots, &limits, &mut |_, _| ControlFlow::Continue(()))
    }

    fn root(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("root.pem")).expect("read")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_told_in_one_line_and_nothing_is_sent() {
    let Some(server) = Server::of("localhost") else { return };
    let error = server.ask(None).expect_err("nobody knows it").to_string();
    assert!(error.contains("certificate") && error.contains("UnknownIssuer"), "{error}");
    assert!(error.contains("nothing was sent") && !error.contains('\n') && !error.contains("sk-123"), "{error}");
}

#[test]
fn a_root_of_ones_own_vouches_for_its_servers_and_no_other_root_does() {
    let (Some(server), Some(other)) = (Server::of("localhost"), Server::of("localhost")) else { return };
    // As companies hand it out: with words around it, and others beside it.
    let mut bundle = b"The root of a company\n".to_vec();
    bundle.extend(other.root());
    bundle.extend(server.root());
    assert_eq!(server.ask(Some(&bundle)).expect("it is trusted").status, 200);
    let error = server.ask(Some(&other.root())).expect_err("another root").to_string();
    assert!(error.contains("certificate") && error.contains("nothing was sent"), "{error}");
    for no in [&b"not a certificate"[..], b""] {
        let error = server.ask(Some(no)).expect_err("no root").to_string();
        assert!(error.contains("BEGIN CERTIFICATE"), "{error}");
    }
}

#[test]
fn a_certificate_for_another_name_is_refused_whoever_vouches_for_it() {
    let Some(server) = Server::of("api.example.com") else { return };
    let error = server.ask(Some(&server.root())).expect_err("another name").to_string();
    assert!(error.contains("certificate") && error.contains("nothing was sent"), "{error}");
}
