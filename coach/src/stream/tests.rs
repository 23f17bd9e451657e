//! Replies of common servers, whole and cut at every byte.

use proptest::prelude::*;

use super::*;

const LLAMA: &str = "data: {\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n\
    : keep-alive\n\n\
    data: {\"choices\":[{\"finish_reason\":null,\"delta\":{\"content\":\"{\\\"p1\\\":\"}}]}\n\n\
    data: {\"choices\":[{\"finish_reason\":null,\"delta\":{\"content\":\" \u{e9}}\"}}]}\n\n\
    data: {\"choices\":[{\"finish_reason\":\"stop\",\"index\":0,\"delta\":{}}]}\n\n\
    data: {\"choices\":[],\"usage\":{\"completion_tokens\":7,\"prompt_tokens\":80}}\n\n\
    data: [DONE]\n\n";

fn read(text: &str) -> Result<Heard, Broken> {
    let mut stream = Stream::default();
    stream.feed(text.as_bytes());
    stream.finish()
}

#[test]
fn a_stream_is_read_whatever_its_pieces_are() {
    let whole = read(LLAMA).expect("a reply");
    assert_eq!(whole.content, "{\"p1\": \u{e9}}");
    assert_eq!((whole.prompt_tokens, whole.reply_tokens), (Some(80), Some(7)));
    for at in 0..LLAMA.len() {
        let mut stream = Stream::default();
        stream.feed(&LLAMA.as_bytes()[..at]);
        stream.feed(&LLAMA.as_bytes()[at..]);
        assert_eq!(stream.finish().as_ref(), Ok(&whole), "cut at {at}");
    }
    assert_eq!(read(&LLAMA.replace('\n', "\r\n")).as_ref(), Ok(&whole));
    assert_eq!(read(&LLAMA.replace("data: ", "data:")).as_ref(), Ok(&whole));
}

#[test]
fn what_ends_in_the_middle_is_no_reply() {
    let through = LLAMA.find("\"stop\"").expect("an end");
    for at in 0..through {
        let mut stream = Stream::default();
        stream.feed(&LLAMA.as_bytes()[..at]);
        assert!(!stream.is_whole());
        assert!(matches!(stream.finish(), Err(Broken::Cut | Broken::Nonsense)), "cut at {at}");
    }
}

#[test]
fn refusals_have_many_shapes() {
    let said = |text: &str| match read(text) {
        Err(Broken::Refused(said)) => said,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(said(r#"{"error":{"code":400,"message":"too long","type":"exceed_context_size_error"}}"#), "too long");
    assert_eq!(said(r#"{"error":"model \u001b[31m not found"}"#), "model not found");
    assert_eq!(said("data: {\"error\":{\"message\":\"overflow\"}}\n\n"), "overflow");
    assert_eq!(said(r#"{"object":"error","message":"no such model"}"#), "no such model");
    assert_eq!(said(r#"{"detail":"Not Found"}"#), "Not Found");
    assert_eq!(said(r#"{"error":{"odd":1}}"#), "{\"odd\":1}");
}

#[test]
fn replies_in_one_piece_and_thoughts_in_fields_of_their_own_are_read() {
    let one =
        read(r#"{"choices":[{"message":{"content":"hi","reasoning":"hm"},"finish_reason":"stop"}]}"#).expect("one");
    assert_eq!((one.content.as_str(), one.reasoning.as_str()), ("hi", "hm"));
    let thought = read(
        "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"so\"}}]}\n\
         data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n",
    );
    let thought = thought.expect("a reply without [DONE]");
    assert_eq!((thought.content.as_str(), thought.reasoning.as_str()), ("x", "so"));
    let short = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"length\"}]}\ndata: [DONE]\n";
    assert_eq!(read(short), Err(Broken::Length));
    assert_eq!(read("SSH-2.0-OpenSSH\r\n"), Err(Broken::Nonsense));
    assert_eq!(read(""), Err(Broken::Cut));
    assert_eq!(read("data: {\"choices\":[\n"), Err(Broken::Nonsense));
    assert_eq!(read("{\"choices\":[]}"), Err(Broken::Nonsense));
}

#[test]
fn an_endless_reply_is_given_up() {
    let event = format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{}\"}}}}]}}\n", "x".repeat(1000));
    let mut stream = Stream::default();
    let fed = (0..1000).take_while(|_| stream.feed(event.as_bytes())).count();
    assert!(fed < 70, "{fed}");
    assert_eq!(stream.finish(), Err(Broken::TooMuch));
}

proptest! {
    #[test]
    fn no_bytes_can_harm(bytes in prop::collection::vec(any::<u8>(), 0..400), events in any::<bool>()) {
        let mut stream = Stream::default();
        if events {
            stream.feed(b"data: ");
        }
        stream.feed(&bytes);
        let _ = stream.finish();
    }

    #[test]
    fn pieces_make_no_difference(cuts in prop::collection::vec(0..LLAMA.len(), 0..20)) {
        let mut cuts = cuts;
        cuts.extend([0, LLAMA.len()]);
        cuts.sort_unstable();
        let mut stream = Stream::default();
        for pair in cuts.windows(2) {
            stream.feed(&LLAMA.as_bytes()[pair[0]..pair[1]]);
        }
        prop_assert_eq!(stream.finish(), read(LLAMA));
    }
}
