//! Parses the output of engines into segments with times: whisper.cpp's JSON, `OpenAI`'s in both shapes, lines with
//! times, plain text.

use hotseat_bank::json;
use hotseat_bank::limits::First;
use hotseat_bank::text::{clean, one_line};
use hotseat_log::{Segment, TimedWord};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::habits;

/// Most segments that are read. No answer has more.
const MOST: usize = 100_000;

/// How many characters of an engine's error message are shown.
const MOST_SAID: usize = 500;

/// Parses the output for `seconds` of speech. The error says what was found instead of a transcript.
pub(super) fn read(bytes: &[u8], seconds: f64) -> Result<Vec<Segment>, String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err("it printed nothing, although somebody speaks in the recording".into());
    }
    let found = if is_json(text) {
        from_json(text, seconds)?
    } else {
        let strange = text.chars().filter(|c| *c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())).count();
        if strange * 5 > text.chars().count() {
            return Err("what it printed is not text".into());
        }
        timed_lines(text).unwrap_or_else(|| vec![plain(text, seconds)])
    };
    let found = habits::without_inventions(tidy(found, seconds));
    match habits::too_many_words(&found, seconds) {
        Some(problem) => Err(problem),
        None => Ok(found),
    }
}

/// Whether it is meant to be JSON. Lines with times also begin with a bracket, and so do tags such as `[Music]`.
fn is_json(text: &str) -> bool {
    let in_list = text.strip_prefix('[').map(str::trim_start);
    text.starts_with('{') || in_list.is_some_and(|rest| rest.starts_with(['{', ']']))
}

fn plain(text: &str, seconds: f64) -> Segment {
    Segment { start_s: 0.0, end_s: seconds, text: text.to_owned(), words: Vec::new() }
}

/// Limits times to the length of the speech, makes each text a single line, and drops empty segments. The order is
/// kept: where times run backwards, it is the times that are wrong.
fn tidy(segments: Vec<Segment>, seconds: f64) -> Vec<Segment> {
    let time = |time: f64| if time.is_finite() { time.clamp(0.0, seconds) } else { 0.0 };
    let mut out: Vec<Segment> = segments
        .into_iter()
        .take(MOST)
        .map(|segment| Segment {
            start_s: time(segment.start_s),
            end_s: time(segment.end_s),
            text: one_line(&clean(&segment.text)),
            words: segment
                .words
                .into_iter()
                .map(|word| TimedWord {
                    start_s: time(word.start_s),
                    end_s: time(word.end_s),
                    text: one_line(&word.text),
                })
                .filter(|word| word.text.chars().any(char::is_alphanumeric))
                .collect(),
        })
        .filter(|segment| !segment.text.is_empty())
        .collect();
    let mut from = 0.0_f64;
    for segment in &mut out {
        segment.start_s = segment.start_s.max(from);
        segment.end_s = segment.end_s.max(segment.start_s);
        let mut word_from = segment.start_s;
        for word in &mut segment.words {
            word.start_s = word.start_s.max(word_from);
            word.end_s = word.end_s.max(word.start_s);
            word_from = word.start_s;
        }
        from = segment.start_s;
    }
    out
}

/// `OpenAI`'s `verbose_json`. Its own servers put the words beside the segments, whisper.cpp's server puts them inside.
#[derive(Deserialize)]
struct Verbose {
    #[serde(default)]
    segments: Option<First<VerboseSegment, MOST>>,
    #[serde(default)]
    words: Option<First<VerboseWord, MOST>>,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
struct VerboseSegment {
    #[serde(alias = "start_s")]
    start: f64,
    #[serde(alias = "end_s")]
    end: f64,
    text: String,
    #[serde(default)]
    words: Option<First<VerboseWord, MOST>>,
}

#[derive(Deserialize)]
struct VerboseWord {
    #[serde(alias = "text")]
    word: String,
    /// Some engines omit it for digits.
    start: Option<f64>,
    end: Option<f64>,
}

fn timed(words: Option<First<VerboseWord, MOST>>) -> Vec<TimedWord> {
    let mut from = 0.0;
    let mut timed = |word: VerboseWord| {
        from = word.start.unwrap_or(from);
        TimedWord { start_s: from, end_s: word.end.unwrap_or(from), text: word.word }
    };
    words.unwrap_or_default().list.into_iter().map(&mut timed).collect()
}

/// The file that `whisper-cli -ojf` writes; times are in milliseconds.
#[derive(Deserialize)]
struct Whisper {
    transcription: First<WhisperPart, MOST>,
}

#[derive(Deserialize)]
struct WhisperPart {
    text: String,
    offsets: Offsets,
    #[serde(default)]
    tokens: Vec<WhisperToken>,
}

#[derive(Deserialize)]
struct WhisperToken {
    text: String,
    #[serde(default)]
    offsets: Option<Offsets>,
}

#[derive(Clone, Copy, Deserialize)]
struct Offsets {
    from: f64,
    to: f64,
}

/// The fields by which the shapes are told apart.
#[derive(Deserialize)]
struct Shape<'a> {
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    transcription: Option<IgnoredAny>,
}

fn from_json(text: &str, seconds: f64) -> Result<Vec<Segment>, String> {
    let wrong = |misfit: json::Misfit| format!("its JSON is not as expected: {misfit}");
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        return Err(format!("it began like JSON, but {error}"));
    }
    if text.starts_with('[') {
        let verbose: First<VerboseSegment, MOST> = json::read(text).map_err(wrong)?;
        return Ok(verbose.list.into_iter().map(VerboseSegment::segment).collect());
    }
    let shape: Shape<'_> =
        serde_json::from_str(text).map_err(|error| format!("its JSON is not as expected: {error}"))?;
    if let Some(error) = shape.error {
        return Err(format!("it said: {}", one_line(&said(error)).chars().take(MOST_SAID).collect::<String>()));
    }
    if shape.transcription.is_some() {
        let whisper: Whisper = json::read(text).map_err(wrong)?;
        return Ok(whisper.transcription.list.into_iter().map(WhisperPart::segment).collect());
    }
    let verbose: Verbose = json::read(text).map_err(wrong)?;
    let loose = timed(verbose.words);
    let segments: Vec<Segment> =
        verbose.segments.unwrap_or_default().list.into_iter().map(VerboseSegment::segment).collect();
    match (segments.is_empty(), verbose.text) {
        (false, _) => Ok(with_loose_words(segments, loose)),
        (true, Some(text)) => {
            let start = loose.first().map_or(0.0, |word| word.start_s);
            let end = loose.last().map_or(seconds, |word| word.end_s);
            Ok(vec![Segment { start_s: start, end_s: end, text, words: loose }])
        }
        (true, None) => Err("its JSON has neither `segments` nor `text`".into()),
    }
}

/// The message in an error object, or all of it if there is none.
fn said(error: &RawValue) -> String {
    #[derive(Deserialize)]
    struct Told {
        message: String,
    }
    serde_json::from_str::<Told>(error.get()).map_or_else(|_| error.get().to_owned(), |told| told.message)
}

impl VerboseSegment {
    fn segment(self) -> Segment {
        Segment { start_s: self.start, end_s: self.end, text: self.text, words: timed(self.words) }
    }
}

/// Adds words that are listed beside the segments to the segments in which they begin.
fn with_loose_words(mut segments: Vec<Segment>, loose: Vec<TimedWord>) -> Vec<Segment> {
    // The earliest start from each segment onwards. It never decreases, so the last segment that starts before a word
    // can be found by binary search, whatever their order.
    let mut from: Vec<f64> = segments.iter().map(|segment| segment.start_s).collect();
    for i in (1..from.len()).rev() {
        from[i - 1] = from[i - 1].min(from[i]);
    }
    for word in loose {
        let home = from.partition_point(|start| *start <= word.start_s + 0.005).saturating_sub(1);
        if let Some(segment) = segments.get_mut(home) {
            segment.words.push(word);
        }
    }
    segments
}

impl WhisperPart {
    /// Converts to a segment. Tokens are parts of words, and a word begins with a space. Markers such as `[_BEG_]` are
    /// not words.
    fn segment(self) -> Segment {
        let mut words: Vec<TimedWord> = Vec::new();
        for token in self.tokens {
            let Some(offsets) = token.offsets.filter(|_| !token.text.starts_with("[_")) else { continue };
            match words.last_mut() {
                Some(word) if !token.text.starts_with(' ') => {
                    word.text.push_str(&token.text);
                    // A comma has its own time, after the word.
                    if token.text.chars().any(char::is_alphanumeric) {
                        word.end_s = offsets.to / 1e3;
                    }
                }
                _ => words.push(TimedWord { start_s: offsets.from / 1e3, end_s: offsets.to / 1e3, text: token.text }),
            }
        }
        Segment { start_s: self.offsets.from / 1e3, end_s: self.offsets.to / 1e3, text: self.text, words }
    }
}

/// Parses lines as whisper.cpp prints them (`[00:00:00.000 --> 00:00:02.000]  text`), and SRT and VTT, where the text
/// is below its times. None if there are no such lines.
fn timed_lines(text: &str) -> Option<Vec<Segment>> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim();
        if let Some((start_s, end_s, rest)) = times(line) {
            segments.push(Segment { start_s, end_s, text: rest.trim().to_owned(), words: Vec::new() });
        } else if let Some(last) = segments.last_mut() {
            // The number of the next segment in SRT.
            let is_number = line.chars().all(|c| c.is_ascii_digit());
            let before_times = lines.peek().is_some_and(|next| times(next.trim()).is_some());
            if line.is_empty() || (is_number && before_times) {
                continue;
            }
            last.text.push(' ');
            last.text.push_str(line);
        }
    }
    (!segments.is_empty()).then_some(segments)
}

fn times(line: &str) -> Option<(f64, f64, &str)> {
    let (start, rest) = line.trim_start_matches('[').split_once("-->")?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || ":.,".contains(c))).unwrap_or(rest.len());
    Some((clock(start.trim())?, clock(&rest[..end])?, rest[end..].trim_start_matches(']')))
}

/// Parses `1:02:03.250` or `02:03,250` into seconds.
fn clock(text: &str) -> Option<f64> {
    let text = text.replace(',', ".");
    text.split(':').try_fold(0.0, |sum, part| Some(sum * 60.0 + part.parse::<f64>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The output of whisper-cli 1.9 with `-ojf`, shortened.
    const WHISPER: &str = r#"{"systeminfo":"x","model":{"type":"base"},"params":{},"result":{"language":"en"},
      "transcription":[
       {"timestamps":{"from":"00:00:00,000","to":"00:00:02,500"},"offsets":{"from":0,"to":2500},
        "text":" Um, so first I wrote",
        "tokens":[{"text":"[_BEG_]","timestamps":{"from":"00:00:00,000","to":"00:00:00,000"},"offsets":{"from":0,"to":0},"id":50363,"p":0.9,"t_dtw":-1},
         {"text":" Um","offsets":{"from":100,"to":400},"id":1,"p":0.8},{"text":",","offsets":{"from":400,"to":600},"id":2,"p":0.8},
         {"text":" so","offsets":{"from":600,"to":900},"id":3,"p":0.8},{"text":" fir","offsets":{"from":900,"to":1100},"id":4,"p":0.8},
         {"text":"st","offsets":{"from":1100,"to":1300},"id":5,"p":0.8},{"text":"[_TT_125]","offsets":{"from":2500,"to":2500},"id":6,"p":0.1}]},
       {"offsets":{"from":2500,"to":3000},"text":" ","tokens":[]}]}"#;

    fn heard(text: &str) -> Vec<(f64, f64, String)> {
        let found = read(text.as_bytes(), 10.0).expect("a transcript");
        found.into_iter().map(|segment| (segment.start_s, segment.end_s, segment.text)).collect()
    }

    #[test]
    fn whisper_cli_is_read_with_its_words() {
        let found = read(WHISPER.as_bytes(), 10.0).expect("a transcript");
        assert_eq!(found.len(), 1, "an empty piece is none");
        assert_eq!(found[0].text, "Um, so first I wrote");
        let words: Vec<(&str, f64, f64)> =
            found[0].words.iter().map(|word| (word.text.as_str(), word.start_s, word.end_s)).collect();
        assert_eq!(words, [("Um,", 0.1, 0.4), ("so", 0.6, 0.9), ("first", 0.9, 1.3)]);
    }

    #[test]
    fn both_shapes_of_verbose_json_are_read() {
        let inside = r#"{"text":"a b","segments":[{"id":0,"start":0.0,"end":1.0,"text":" a b","words":[
            {"word":" a","start":0.1,"end":0.3,"probability":0.9},{"word":" b","start":0.4,"end":0.9}]}]}"#;
        let beside = r#"{"task":"transcribe","duration":1.0,"text":"a b","segments":[{"start":0.0,"end":1.0,"text":"a b"}],
            "words":[{"word":"a","start":0.1,"end":0.3},{"word":"b","start":0.4,"end":0.9}]}"#;
        for json in [inside, beside] {
            let found = read(json.as_bytes(), 10.0).expect("a transcript");
            assert_eq!((found.len(), found[0].words.len(), found[0].text.as_str()), (1, 2, "a b"));
            assert_eq!((found[0].words[1].text.as_str(), found[0].words[1].end_s), ("b", 0.9));
        }
        assert_eq!(heard(r#"{"text": "all of it"}"#), [(0.0, 10.0, "all of it".to_owned())]);
        assert_eq!(heard(r#"[{"start": 1, "end": 2, "text": "x"}]"#), [(1.0, 2.0, "x".to_owned())]);
    }

    #[test]
    fn lines_with_times_are_read() {
        let printed = "[00:00:00.000 --> 00:00:02.000]   So first\n[00:00:02.000 --> 00:00:04.500]   I wrote";
        let two = [(0.0, 2.0, "So first".to_owned()), (2.0, 4.5, "I wrote".to_owned())];
        assert_eq!(heard(printed), two);
        let srt = "1\n00:00:00,000 --> 00:00:02,000\nSo first\n\n2\n00:00:02,000 --> 00:00:04,500\nI wrote\n";
        assert_eq!(heard(srt), two);
        assert_eq!(heard("just text\nin two lines"), [(0.0, 10.0, "just text in two lines".to_owned())]);
    }

    #[test]
    fn times_that_run_backwards_leave_the_words_in_order() {
        let wild = r#"[{"start": 4, "end": 6, "text": "So first", "words": [{"word": "So", "start": 5, "end": 4},
            {"word": "first", "start": 4.5, "end": 5}]}, {"start": 1, "end": 0.5, "text": "I wrote"}]"#;
        assert_eq!(heard(wild), [(4.0, 6.0, "So first".to_owned()), (4.0, 4.0, "I wrote".to_owned())]);
        let found = read(wild.as_bytes(), 10.0).expect("a transcript");
        let times: Vec<(f64, f64)> = found[0].words.iter().map(|word| (word.start_s, word.end_s)).collect();
        assert_eq!(times, [(5.0, 5.0), (5.0, 5.0)]);
    }

    #[test]
    fn a_word_without_a_time_is_no_reason_to_refuse_the_rest() {
        let json = r#"{"segments":[{"start":0.0,"end":2.0,"text":" took 20 ms","words":[{"word":" took","start":0.1,"end":0.3},
            {"word":" 20"},{"word":" ms","start":0.8,"end":1.0}]}]}"#;
        let found = read(json.as_bytes(), 10.0).expect("a transcript");
        assert_eq!((found[0].text.as_str(), found[0].words.len()), ("took 20 ms", 3));
        assert!((found[0].words[1].start_s - 0.1).abs() < 1e-9);
    }

    #[test]
    fn tags_for_sounds_are_neither_json_nor_words() {
        assert!(heard("[BLANK_AUDIO]").is_empty() && heard("[Music]").is_empty());
        assert!(heard(r#"{"segments":[{"start":0,"end":1,"text":" [BLANK_AUDIO]"}]}"#).is_empty());
    }

    #[test]
    fn what_is_no_transcript_is_said_to_be_none() {
        let problem = |bytes: &[u8]| read(bytes, 10.0).expect_err("no transcript");
        assert!(problem(b" \n ").contains("nothing"));
        assert!(problem(b"{\"a\": 1}").contains("neither"));
        assert!(problem(b"{\"text\": ").contains("JSON"));
        assert!(problem(&[0x80; 300]).contains("not text"));
        assert!(problem(br#"{"error":{"message":"no model"}}"#).contains("no model"));
    }

    #[test]
    fn bad_bytes_in_between_do_no_harm() {
        let found = read(b"So \xff first\x1b[31m I wrote", 3.0).expect("text");
        assert_eq!(found[0].text, "So \u{fffd} first I wrote");
        let wild = r#"[{"start": -4, "end": 1e300, "text": "x"}]"#;
        assert_eq!(heard(wild), [(0.0, 10.0, "x".to_owned())]);
    }

    proptest! {
        #[test]
        fn a_word_goes_to_the_last_piece_that_begins_before_it(
            starts in prop::collection::vec(0_u8..20, 1..12),
            words in prop::collection::vec(0_u8..24, 0..12),
        ) {
            let piece = |start: &u8| Segment { start_s: f64::from(*start), end_s: 30.0, text: "x".into(), words: Vec::new() };
            let said = |start: &u8| TimedWord { start_s: f64::from(*start), end_s: 30.0, text: start.to_string() };
            let mut expected: Vec<Segment> = starts.iter().map(piece).collect();
            for word in words.iter().map(said) {
                let home = starts.iter().rposition(|start| f64::from(*start) <= word.start_s).unwrap_or(0);
                expected[home].words.push(word);
            }
            let found = with_loose_words(starts.iter().map(piece).collect(), words.iter().map(said).collect());
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn nothing_that_comes_back_can_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            for segment in read(&bytes, 5.0).unwrap_or_default() {
                prop_assert!((0.0..=5.0).contains(&segment.start_s) && (0.0..=5.0).contains(&segment.end_s));
                prop_assert!(!segment.text.chars().any(char::is_control));
            }
        }
    }
}
