//! Finds the moment in a recording at which a place in its transcript was said.

use hotseat_log::{Segment, Transcript};

/// The time in seconds at which the text at a byte of [`Transcript::text`] begins. Where words have no times, a segment
/// is assumed to be spoken at an even pace.
pub fn moment(transcript: &Transcript, byte: usize) -> f64 {
    let mut from = 0;
    for segment in &transcript.segments {
        // A newline separates two segments.
        let end = from + segment.text.len();
        if byte <= end {
            return within(segment, byte - from.min(byte));
        }
        from = end + 1;
    }
    transcript.segments.last().map_or(0.0, |last| last.end_s)
}

fn within(segment: &Segment, byte: usize) -> f64 {
    let mut from = 0;
    let mut found = None;
    for word in &segment.words {
        let text = word.text.trim();
        let Some(at) = segment.text.get(from..).and_then(|rest| rest.find(text)) else { continue };
        if from + at > byte {
            break;
        }
        found = Some(word.start_s);
        from += at + text.len();
    }
    let share = byte as f64 / segment.text.len().max(1) as f64;
    found.unwrap_or_else(|| segment.start_s + share.min(1.0) * (segment.end_s - segment.start_s))
}

#[cfg(test)]
mod tests {
    use hotseat_log::TimedWord;

    use super::*;

    #[test]
    fn a_place_in_the_text_is_a_moment_of_the_recording() {
        let word = |start_s: f64, text: &str| TimedWord { start_s, end_s: start_s + 0.3, text: text.into() };
        let words = vec![word(1.0, "Um,"), word(1.8, " so"), word(2.5, "first.")];
        let timed = Segment { start_s: 1.0, end_s: 3.0, text: "Um, so first.".into(), words };
        let plain = Segment { start_s: 10.0, end_s: 20.0, text: "0123456789".into(), words: Vec::new() };
        let transcript = Transcript { segments: vec![timed, plain] };
        for (byte, seconds) in [(0, 1.0), (4, 1.8), (7, 2.5), (14, 10.0), (19, 15.0), (999, 20.0)] {
            assert!((moment(&transcript, byte) - seconds).abs() < 1e-9, "{byte}: {}", moment(&transcript, byte));
        }
        assert!(moment(&Transcript::default(), 3).abs() < 1e-9);
    }
}
