//! Durations in a form for people to read, all rounded by one rule: a second counts once it is over, as on a stopwatch.

/// Seconds as `m:ss`, or `h:mm:ss` from an hour on.
pub fn clock(seconds: f64) -> String {
    let whole = whole_seconds(seconds);
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Seconds as people say them: `40 s`, `28 min`, `1 h 52 min`.
pub fn minutes(seconds: f64) -> String {
    let whole = whole_seconds(seconds);
    match whole_minutes(seconds) {
        _ if whole < 60 => format!("{whole} s"),
        minutes if minutes < 60 => format!("{minutes} min"),
        minutes if minutes % 60 == 0 => format!("{} h", minutes / 60),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// Minutes, half a minute counting as a whole one.
pub fn whole_minutes(seconds: f64) -> u64 {
    (whole_seconds(seconds) + 30) / 60
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a day's worth and more")]
fn whole_seconds(seconds: f64) -> u64 {
    seconds.clamp(0.0, 1e9) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!([0.0, 14.9, 161.0, 3723.0].map(clock), ["0:00", "0:14", "2:41", "1:02:03"]);
        assert_eq!(
            [40.0, 100.0, 1690.0, 6720.0, 7200.0].map(minutes),
            ["40 s", "2 min", "28 min", "1 h 52 min", "2 h"]
        );
        assert_eq!(clock(-5.0), "0:00");
        assert_eq!([29.9, 30.0, 89.9, 90.0].map(whole_minutes), [0, 1, 1, 2]);
    }
}
