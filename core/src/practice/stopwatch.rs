//! Where the time of an attempt goes: thinking, answering, or paused.

use std::time::Duration;

use crate::history::Spent;
use crate::moment::Moment;

/// Between two readings the wall clock may run ahead of the monotonic one by this much before the machine is taken to
/// have slept. Small differences come from clock adjustments.
const SLEEP: f64 = 2.0;

/// A stopwatch with a heartbeat is read at least once a second, so a gap longer than this means that the program was
/// stopped.
const STALL: Duration = Duration::from_millis(2_500);

/// What the running time counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lap {
    /// Before the first key or word.
    Think,
    /// Typing, talking or in the editor.
    Answer,
    /// Between questions: not counted.
    Off,
}

/// Measures the time of one attempt. It holds no clock: every call is told the time.
#[derive(Clone, Debug)]
pub struct Stopwatch {
    spent: Spent,
    lap: Lap,
    paused: bool,
    /// While the program is stopped, whether the stopwatch was already paused by hand.
    before_stop: Option<bool>,
    read_at: Moment,
    heartbeat: bool,
}

impl Stopwatch {
    /// A stopwatch that begins with thinking time now.
    pub fn start(now: Moment) -> Self {
        Self::resume(Spent::default(), Lap::Think, now)
    }

    /// A stopwatch that continues from the time already spent, as after a crash.
    pub fn resume(spent: Spent, lap: Lap, now: Moment) -> Self {
        Self { spent, lap, paused: false, before_stop: None, read_at: now, heartbeat: false }
    }

    /// Says whether [`Self::read`] is going to be called at least once a second from now on. If so, a long gap means
    /// that the whole program was stopped, which counts as a pause.
    pub fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.read(now);
        self.heartbeat = beating;
    }

    /// The program is about to be stopped: time counts as a pause until [`Self::wake`].
    pub fn suspend(&mut self, now: Moment) {
        self.before_stop.get_or_insert(self.paused);
        self.set_paused(now, true);
    }

    /// The program is running again. A stopwatch that was paused by hand stays paused. Without a preceding
    /// [`Self::suspend`], as after a forced stop, it is left alone.
    pub fn wake(&mut self, now: Moment) {
        if let Some(paused) = self.before_stop.take() {
            self.set_paused(now, paused);
        }
    }

    /// Brings the figures up to date and returns them.
    pub fn read(&mut self, now: Moment) -> Spent {
        let awake = now.monotonic.saturating_sub(self.read_at.monotonic);
        let wall = (now.wall - self.read_at.wall).as_seconds_f64();
        let asleep = wall - awake.as_secs_f64();
        self.read_at = now;
        if self.lap == Lap::Off {
            return self.spent;
        }
        if asleep > SLEEP {
            self.spent.paused += asleep;
        }
        let elapsed = awake.as_secs_f64();
        if self.paused || (self.heartbeat && awake > STALL) {
            self.spent.paused += elapsed;
        } else if self.lap == Lap::Think {
            self.spent.think += elapsed;
        } else {
            self.spent.answer += elapsed;
        }
        self.spent
    }

    /// The time spent, up to the last reading.
    pub fn spent(&self) -> Spent {
        self.spent
    }

    /// Counts time towards another lap from now on.
    pub fn switch(&mut self, now: Moment, lap: Lap) {
        self.read(now);
        self.lap = lap;
    }

    /// Pauses, or runs again.
    pub fn set_paused(&mut self, now: Moment, paused: bool) {
        self.read(now);
        self.paused = paused;
    }

    /// Whether it is paused.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Time until the displayed second changes; `None` while the stopwatch is off.
    pub fn until_next_second(&self, now: Moment) -> Option<Duration> {
        let figure = match self.lap {
            Lap::Off => return None,
            _ if self.paused => self.spent.paused,
            Lap::Think => self.spent.think,
            Lap::Answer => self.spent.answer,
        };
        let since = now.monotonic.saturating_sub(self.read_at.monotonic).as_secs_f64();
        let left = 1.0 - (figure + since).fract();
        Some(Duration::from_secs_f64(left.max(0.001)))
    }
}

/// Rounds to milliseconds: anything finer is noise from the poll loop.
pub(super) fn milli(spent: Spent) -> Spent {
    let milli = |seconds: f64| (seconds * 1e3).round() / 1e3;
    Spent { think: milli(spent.think), answer: milli(spent.answer), paused: milli(spent.paused) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::noon;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    fn spent(think: f64, answer: f64, paused: f64) -> Spent {
        Spent { think, answer, paused }
    }

    #[track_caller]
    fn close(found: Spent, expected: Spent) {
        let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
        assert!(
            same(found.think, expected.think)
                && same(found.answer, expected.answer)
                && same(found.paused, expected.paused),
            "{found:?} against {expected:?}"
        );
    }

    #[test]
    fn thinking_answering_and_pausing_are_kept_apart() {
        let mut watch = Stopwatch::start(noon());
        watch.switch(noon().plus(12.0), Lap::Answer);
        watch.set_paused(noon().plus(20.0), true);
        watch.set_paused(noon().plus(50.0), false);
        watch.switch(noon().plus(55.0), Lap::Off);
        close(watch.read(noon().plus(500.0)), spent(12.0, 13.0, 30.0));
    }

    #[test]
    fn a_closed_lid_is_pause() {
        let mut watch = Stopwatch::start(noon());
        watch.switch(noon().plus(5.0), Lap::Answer);
        let mut woken = noon().plus(15.0);
        woken.wall += TimeDelta::hours(2);
        close(watch.read(woken), spent(5.0, 10.0, 7200.0));
    }

    #[test]
    fn a_clock_set_back_changes_nothing() {
        let mut watch = Stopwatch::start(noon());
        let mut later = noon().plus(10.0);
        later.wall -= TimeDelta::days(365);
        close(watch.read(later), spent(10.0, 0.0, 0.0));
    }

    #[test]
    fn with_a_heartbeat_a_long_gap_is_pause_and_without_it_is_not() {
        let mut watch = Stopwatch::start(noon());
        watch.switch(noon(), Lap::Answer);
        watch.set_heartbeat(noon(), true);
        watch.read(noon().plus(1.0));
        close(watch.read(noon().plus(61.0)), spent(0.0, 1.0, 60.0));
        watch.set_heartbeat(noon().plus(61.0), false);
        close(watch.read(noon().plus(161.0)), spent(0.0, 101.0, 60.0));
    }

    #[test]
    fn the_shown_second_changes_on_time() {
        let mut watch = Stopwatch::start(noon());
        watch.read(noon().plus(3.25));
        let left = watch.until_next_second(noon().plus(3.5)).expect("running").as_secs_f64();
        assert!((left - 0.5).abs() < 1e-6, "{left}");
    }

    proptest! {
        #[test]
        fn no_time_is_lost_or_invented(steps in proptest::collection::vec((0.0..100.0_f64, 0_u8..4), 1..40)) {
            let mut watch = Stopwatch::start(noon());
            let mut now = noon();
            let mut total = 0.0;
            for (seconds, what) in steps {
                now = now.plus(seconds);
                total += seconds;
                match what {
                    0 => watch.switch(now, Lap::Answer),
                    1 => watch.set_paused(now, true),
                    2 => watch.set_paused(now, false),
                    _ => { watch.read(now); }
                }
            }
            let found = watch.read(now);
            prop_assert!((found.think + found.answer + found.paused - total).abs() < 1e-4);
        }
    }
}
