//! Certificates that prove who is answering and certificates that do not, presented by a real server.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;

use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::*;

static GOING: AtomicBool = AtomicBool::new(false);

/// A server with a self-made certificate; it runs until this is dropped.
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
        let made = openssl()
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
            ])
            .args(["-subj", "/CN=hotseat", "-addext", &names, "-addext", "basicConstraints=critical,CA:FALSE"])
            .status();
        if !made.is_ok_and(|status| status.success()) {
            eprintln!("SKIPPED: no openssl that makes certificates");
            return None;
        }
        let serve = ["s_server", "-accept", "127.0.0.1:0", "-key", "key.pem", "-cert", "cert.pem", "-www"];
        let mut process = openssl().args(serve).spawn().expect("started");
        let lines = BufReader::new(process.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let port =
            lines.filter(|line| line.starts_with("ACCEPT")).find_map(|line| line.rsplit(':').next()?.parse().ok());
        Some(Self { process, folder, port: port.expect("it says where it listens") })
    }

    fn ask(&self, agent: &Agent) -> Result<Answer, HttpError> {
        let url = Url::far("localhost", self.port);
        let call = Call { url: &url, headers: &[("authorization", "Bearer sk-123")], body: None, most: 1_000_000 };
        let limits = Limits::in_all(Duration::from_secs(20), &GOING);
        send_by(agent, call, &limits, &mut |_, _| ControlFlow::Continue(()))
    }

    /// An agent that trusts this certificate and no other.
    fn trusted(&self) -> Agent {
        let pem = std::fs::read(self.folder.path().join("cert.pem")).expect("read");
        let roots = RootCerts::new_with_certs(&[Certificate::from_pem(&pem).expect("a certificate")]);
        let tls = TlsConfig::builder().root_certs(roots).build();
        Agent::new_with_config(Agent::config_builder().https_only(true).proxy(None).tls_config(tls).build())
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
    let error = server.ask(&agent(true)).expect_err("nobody knows it").to_string();
    assert!(error.contains("certificate") && error.contains("UnknownIssuer"), "{error}");
    assert!(error.contains("nothing was sent") && !error.contains('\n') && !error.contains("sk-123"), "{error}");
    let answer = server.ask(&server.trusted()).expect("it is trusted now");
    assert_eq!(answer.status, 200);
}

#[test]
fn a_certificate_for_another_name_is_refused_whoever_vouches_for_it() {
    let Some(server) = Server::of("api.example.com") else { return };
    let error = server.ask(&server.trusted()).expect_err("another name").to_string();
    assert!(error.contains("certificate") && error.contains("nothing was sent"), "{error}");
}
