//! A transcript as text for an editor, and back: one segment a line, with its time in front.

use hotseat_bank::text::one_line;
use hotseat_log::span::clock;
use hotseat_log::{Segment, Transcript};

/// The transcript as text. An empty transcript gives an empty page, on which the words can be written.
pub fn to_page(transcript: &Transcript) -> String {
    let line = |segment: &Segment| format!("{:>5}  {}\n", clock(segment.start_s), segment.text);
    transcript.segments.iter().map(line).collect()
}

/// Reads an edited page back as a transcript of a recording of `seconds`. A line with an unchanged time keeps the exact
/// time; a line without one continues the line above. Words lose their times where the text was changed.
pub fn from_page(page: &str, before: &Transcript, seconds: f64) -> Transcript {
    let mut old = before.segments.iter().peekable();
    let mut segments: Vec<Segment> = Vec::new();
    for line in page.lines().map(one_line).filter(|line| !line.is_empty()) {
        let (time, text) = match line.split_once(' ').and_then(|(first, rest)| Some((time(first)?, rest))) {
            Some((time, text)) => (Some(time), text.to_owned()),
            None if time(&line).is_some() => continue,
            None => (None, line),
        };
        let Some(time) = time else {
            match segments.last_mut() {
                Some(last) => {
                    last.text = format!("{} {text}", last.text);
                    last.words.clear();
                }
                None => segments.push(Segment { start_s: 0.0, end_s: seconds, text, words: Vec::new() }),
            }
            continue;
        };
        // Times only increase, so segments before this time were deleted.
        while old.peek().is_some_and(|segment| segment.start_s.floor() < time) {
            old.next();
        }
        let same = old.next_if(|segment| (segment.start_s.floor() - time).abs() < 0.5);
        segments.push(match same {
            Some(segment) if segment.text == text => segment.clone(),
            Some(segment) => Segment { text, words: Vec::new(), ..segment.clone() },
            None => Segment { start_s: time.min(seconds), end_s: seconds, text, words: Vec::new() },
        });
    }
    // A segment without an end of its own ends where the next begins.
    for at in 1..segments.len() {
        let next = segments[at].start_s;
        let before = &mut segments[at - 1];
        if before.end_s > next {
            before.end_s = next.max(before.start_s);
        }
    }
    Transcript { segments }
}

/// Parses `1:02` or `1:02:03` into seconds.
fn time(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let whole =
        parts.iter().all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()));
    if !whole || !(2..=3).contains(&parts.len()) {
        return None;
    }
    parts.iter().try_fold(0.0, |sum, part| Some(sum * 60.0 + part.parse::<f64>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hotseat_log::TimedWord;
    use proptest::prelude::*;

    fn transcript(lines: &[(f64, f64, &str)]) -> Transcript {
        let segment = |&(start_s, end_s, text): &(f64, f64, &str)| Segment {
            start_s,
            end_s,
            text: text.into(),
            words: vec![TimedWord { start_s, end_s, text: "w".into() }],
        };
        Transcript { segments: lines.iter().map(segment).collect() }
    }

    #[test]
    fn a_mended_line_keeps_its_time() {
        let before = transcript(&[(1.8, 3.9, "So first"), (4.3, 6.4, "the lack rose"), (67.5, 70.0, "done")]);
        let page = to_page(&before);
        assert_eq!(page, " 0:01  So first\n 0:04  the lack rose\n 1:07  done\n");
        assert_eq!(from_page(&page, &before, 80.0), before, "nothing changed");
        let mended = from_page(" 0:01  So first\n 0:04  the lag rose\nby itself\n 1:07  done\n", &before, 80.0);
        assert_eq!(mended.segments[1].text, "the lag rose by itself");
        assert_eq!((mended.segments[1].start_s, mended.segments[1].words.len()), (4.3, 0));
        assert_eq!(mended.segments[2], before.segments[2]);
        let cut = from_page("1:07 done", &before, 80.0);
        assert_eq!(cut.segments, before.segments[2..]);
    }

    #[test]
    fn without_a_transcript_one_can_be_written() {
        let none = Transcript::default();
        let written = from_page("I said it loud.\n0:12 And clear.", &none, 20.0);
        let lines: Vec<(f64, f64, &str)> =
            written.segments.iter().map(|s| (s.start_s, s.end_s, s.text.as_str())).collect();
        assert_eq!(lines, [(0.0, 12.0, "I said it loud."), (12.0, 20.0, "And clear.")]);
        assert!(from_page(" \n", &none, 20.0).segments.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_written_times_are_in_the_recording(page in "([0-9]{0,3}:?[0-9]{0,3} ?[a-z\u{1b}]{0,6}\n){0,8}") {
            let before = transcript(&[(1.0, 2.0, "a"), (3.0, 9.0, "b")]);
            for segment in from_page(&page, &before, 30.0).segments {
                prop_assert!(0.0 <= segment.start_s && segment.start_s <= segment.end_s && segment.end_s <= 30.0);
            }
        }
    }
}
