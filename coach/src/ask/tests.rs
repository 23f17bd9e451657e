//! Servers that work, refuse, hang, die and lie, each a real one; and programs that do the same.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use serde_json::json;

use super::*;
use crate::Wanted;

static GOING: AtomicBool = AtomicBool::new(false);

fn at(server: &str) -> Destination {
    Destination::of(&Wanted { server, model: "m", ..Wanted::default() }, None).expect("a server")
}

/// A server that answers one request after another with these bytes, each answer cut off where it ends; joining the
/// thread returns the requests.
fn serve(answers: Vec<Vec<u8>>) -> (Destination, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = thread::spawn(move || {
        answers
            .into_iter()
            .map(|answer| {
                let (mut stream, _) = listener.accept().expect("a caller");
                let asked = request(&mut stream);
                let _ = stream.write_all(&answer);
                asked
            })
            .collect()
    });
    (at(&format!("http://{address}/v1")), server)
}

/// Reads a whole request, going by its content length.
fn request(stream: &mut TcpStream) -> String {
    let mut asked = Vec::new();
    let mut block = [0; 4096];
    loop {
        let read = stream.read(&mut block).unwrap_or(0);
        asked.extend_from_slice(&block[..read]);
        let text = String::from_utf8_lossy(&asked).into_owned();
        let length =
            text.to_lowercase().split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next()?.parse().ok());
        let whole = text.find("\r\n\r\n").is_some_and(|head| asked.len() >= head + 4 + length.unwrap_or(0));
        if read == 0 || whole {
            return text;
        }
    }
}

fn http(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn chunked(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", body.len()).into_bytes()
}

fn events(content: &str) -> String {
    let said = json!({"choices": [{"delta": {"content": content}, "finish_reason": "stop"}]});
    format!("data: {said}\n\ndata: [DONE]\n\n")
}

fn asked(destination: &Destination, patience: Patience<'_>) -> Result<u64, CoachError> {
    let exchange =
        Exchange { system: "S".into(), user: "U".into(), schema: json!({"type": "object"}), name: "n", max_tokens: 9 };
    let folder = tempfile::tempdir().expect("a folder");
    let read = |object: &Map<String, Value>| object.get("p1")?.as_u64();
    ask(destination, &exchange, folder.path(), patience, &mut |_| {}, read).map(|(made, _)| made)
}

fn patient() -> Patience<'static> {
    Patience { cancel: &GOING, within: Some(Duration::from_secs(20)) }
}

/// What asking comes to with these answers, and the requests that were sent.
fn of(answers: Vec<Vec<u8>>) -> (Result<u64, String>, Vec<String>) {
    let (destination, server) = serve(answers);
    let result = asked(&destination, patient()).map_err(|error| error.to_string());
    (result, server.join().expect("served"))
}

#[test]
fn a_reply_is_read_in_every_shape_of_http() {
    let body = events("{\"p1\":3}");
    let open = format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes();
    for answer in [http("200 OK", &body), chunked(&body), open] {
        let (made, asked) = of(vec![answer]);
        assert_eq!(made, Ok(3));
        assert!(asked[0].starts_with("POST /v1/chat/completions HTTP/1.1\r\n"), "{}", asked[0]);
        assert!(asked[0].contains("\"stream\":true"), "{}", asked[0]);
    }
}

#[test]
fn an_answer_cut_at_any_byte_is_an_error_or_the_answer() {
    let answer = chunked(&events("{\"p1\":3}"));
    let answers: Vec<Vec<u8>> = (0..answer.len()).map(|at| answer[..at].to_vec()).collect();
    for cut in answers {
        let at = cut.len();
        let (destination, server) = serve(vec![cut]);
        match asked(&destination, patient()) {
            Ok(made) => assert_eq!(made, 3, "cut at {at}"),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        server.join().expect("served");
    }
}

#[test]
fn a_model_that_is_loading_is_waited_for() {
    let loading = http("503 Service Unavailable", r#"{"error":{"message":"Loading model","code":503}}"#);
    let (made, asked) = of(vec![loading, http("200 OK", &events("{\"p1\":3}"))]);
    assert_eq!((made, asked.len()), (Ok(3), 2));
}

#[test]
fn a_field_that_is_refused_is_left_out_once() {
    let refusal = http("400 Bad Request", r#"{"error":"'response_format.type' must be 'json_schema'"}"#);
    let (made, asked) = of(vec![refusal.clone(), http("200 OK", &events("{\"p1\":3}"))]);
    assert_eq!(made, Ok(3));
    assert!(asked[0].contains("response_format") && !asked[1].contains("response_format"));
    let (made, _) = of(vec![refusal.clone(), refusal]);
    assert!(made.expect_err("refused twice").contains("status 400"));
}

#[test]
fn refusals_are_told_with_what_to_do() {
    let error = |status: &str, body: &str| of(vec![http(status, body)]).0.expect_err("refused");
    let window = r#"{"error":{"code":400,"message":"request (5000 tokens) exceeds the available context size (4096 tokens)","type":"exceed_context_size_error"}}"#;
    assert!(error("400 Bad Request", window).contains("larger one"));
    assert!(error("404 Not Found", "").contains("end in /v1"));
    assert!(
        error("404 Not Found", r#"{"error":{"message":"model 'm' not found"}}"#).contains("does not have the model")
    );
    assert!(error("302 Found", "").contains("not followed"));
    let raw = error("500 Oops", "\u{1b}[31mno\u{7} memory");
    assert!(raw.contains(": no memory") && !raw.contains('\u{1b}'), "{raw}");
    let inside =
        of(vec![http("200 OK", r#"{"error":"prompt is too long"}"#)]).0.expect_err("an error in a good answer");
    assert!(inside.contains("prompt is too long"), "{inside}");
}

#[test]
fn what_is_no_reply_is_asked_for_once_more() {
    let good = || http("200 OK", &events("{\"p1\":3}"));
    let (made, asked) = of(vec![http("200 OK", &events("Sure, here you are!")), good()]);
    assert_eq!((made, asked.len()), (Ok(3), 2));
    let long = "data: {\"choices\":[{\"delta\":{\"content\":\"{\"},\"finish_reason\":\"length\"}]}\n\n";
    let (made, asked) = of(vec![http("200 OK", long), good()]);
    assert_eq!(made, Ok(3));
    assert!(asked[0].contains("\"max_tokens\":9") && asked[1].contains("\"max_tokens\":36"));
    let (made, _) = of(vec![http("200 OK", &events("No.")), http("200 OK", &events("No."))]);
    assert!(made.expect_err("no reply").contains("larger model"));
}

#[test]
fn a_server_that_reads_only_a_part_is_found_out() {
    let reply = "data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"p1\\\":3}\"},\"finish_reason\":\"stop\"}]}\n\n\
                 data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n";
    let (destination, server) = serve(vec![http("200 OK", reply)]);
    let exchange = Exchange {
        system: "S".repeat(1000),
        user: "U".into(),
        schema: json!({"type": "object"}),
        name: "n",
        max_tokens: 9,
    };
    let folder = tempfile::tempdir().expect("a folder");
    let read = |object: &Map<String, Value>| object.get("p1")?.as_u64();
    let result = ask(&destination, &exchange, folder.path(), patient(), &mut |_| {}, read);
    assert!(result.expect_err("cut").to_string().contains("larger window"));
    server.join().expect("served");
}

#[test]
fn a_silent_server_is_hung_up_on_and_a_cancellation_is_seen() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let destination = at(&format!("http://{address}/v1"));
    let short = Patience { cancel: &GOING, within: Some(Duration::from_millis(200)) };
    let error = asked(&destination, short).expect_err("silence");
    assert!(matches!(error, CoachError::Silent { .. } | CoachError::Endless { .. }), "{error}");
    let off = AtomicBool::new(true);
    let error = asked(&destination, Patience { cancel: &off, within: None }).expect_err("called off");
    assert_eq!(error, CoachError::Cancelled);
    drop(listener);
    let error = asked(&destination, patient()).expect_err("nobody").to_string();
    assert!(error.contains("start the server first"), "{error}");
}

#[test]
fn something_else_on_the_port_is_told() {
    let (made, _) = of(vec![b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()]);
    assert!(made.expect_err("no HTTP").contains("no HTTP server"));
    let (made, _) = of(vec![http("200 OK", "<html>hello</html>")]);
    assert!(made.expect_err("a page").contains("chat service"));
}

#[test]
fn single_bytes_that_a_terminal_obeys_leave_nothing_behind() {
    let broken = b"HTTP/1.1 500 Oops\r\nContent-Length: 13\r\n\r\n\x9b31mno memory".to_vec();
    let error = of(vec![broken]).0.expect_err("refused");
    assert!(error.contains(": no memory") && !error.contains("31m"), "{error}");
    let mut inside = events("{\"p1\":3,\"p2\":\"~31mx\"}").into_bytes();
    let at = inside.iter().position(|byte| *byte == b'~').expect("there");
    inside[at] = 0x9b;
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", inside.len()).into_bytes();
    answer.extend(inside);
    assert_eq!(of(vec![answer]).0, Ok(3), "a reply in another encoding is read");
}

#[test]
fn a_file_of_roots_that_is_none_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = |file: &Path| roots_in(file).expect_err("no roots").to_string();
    let missing = told(&folder.path().join("root.pem"));
    assert!(missing.contains("root.pem") && missing.contains("PEM file"), "{missing}");
    let long = folder.path().join("long.pem");
    std::fs::write(&long, vec![b'x'; 2_000_000]).expect("written");
    assert!(told(&long).contains("too long"));
}

#[cfg(unix)]
mod programs {
    use super::*;

    fn program(command: &[String]) -> Destination {
        Destination::of(&Wanted { command, ..Wanted::default() }, None).expect("a command")
    }

    fn of(script: &str) -> Result<u64, CoachError> {
        let words = ["/bin/sh", "-c", script].map(str::to_owned);
        asked(&program(&words), patient())
    }

    #[test]
    fn a_program_reads_the_prompt_in_an_empty_folder() {
        let script = "[ -z \"$(ls -A)\" ] && grep -q '^U$' && echo 'Well: {\"p1\": 3}'";
        assert_eq!(of(script).expect("a reply"), 3);
    }

    #[test]
    fn what_goes_wrong_is_told() {
        let failed = of("echo 'no key' >&2; exit 3").expect_err("failed").to_string();
        assert!(failed.contains("exit code 3") && failed.contains("no key"), "{failed}");
        assert!(matches!(of("cat"), Err(CoachError::Nonsense { .. })));
        let words = ["/nowhere/llm".to_owned()];
        let error = asked(&program(&words), patient());
        assert!(error.expect_err("not there").to_string().contains("mend `command`"));
        let off = AtomicBool::new(true);
        let sleeps = ["/bin/sh", "-c", "sleep 600"].map(str::to_owned);
        let sleeps = program(&sleeps);
        assert_eq!(asked(&sleeps, Patience { cancel: &off, within: None }), Err(CoachError::Cancelled));
    }

    #[test]
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn one_that_waits_for_a_terminal_is_ended_and_told() {
        // It stops itself, as the system stops a background program that reads from the terminal.
        let error = of("kill -STOP $$").expect_err("waits");
        assert!(matches!(&error, CoachError::WantsTerminal(_)) && error.to_string().contains("flags"), "{error}");
    }
}

#[test]
fn a_server_that_answers_with_another_model_is_found_out() {
    let said = |model: &str| {
        let said = json!({"model": model, "choices": [{"delta": {"content": "{\"p1\":3}"}, "finish_reason": "stop"}]});
        of(vec![http("200 OK", &format!("data: {said}\n\ndata: [DONE]\n\n"))]).0
    };
    assert_eq!(said("/opt/m.gguf"), Ok(3));
    assert!(said("qwen:9b").expect_err("another").contains("counts for nothing"));
    assert!(said("gpt-oss:120b-cloud").expect_err("elsewhere").contains("went there"));
}
