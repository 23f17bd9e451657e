//! The loop without a real terminal: in which order it takes keys, sound and frames.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::Sender;

use crossterm::event::{Event, KeyCode, KeyEvent};
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::{Frame, Terminal};

use super::*;
use crate::bank::{Library, Sources};
use crate::config::Config;
use crate::session::{Order, SoundOrder};
use crate::sound::LOOK;
use crate::speech::meter::Reading;
use crate::speech::record::{Heard, Recorder};
use crate::tui::screen::Effect;

/// What the loop did with the terminal, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Did {
    Slept(Duration),
    Key,
    Frame,
}

/// A terminal whose keys come from a script.
struct Script {
    keys: VecDeque<Event>,
    /// A key that is pressed while the next frame is being drawn.
    during_frame: Option<Event>,
    screen: Terminal<TestBackend>,
    did: Vec<Did>,
}

impl Console for Script {
    fn poll(&mut self, wait: Duration) -> io::Result<bool> {
        if self.keys.is_empty() && wait > Duration::ZERO {
            self.did.push(Did::Slept(wait));
        }
        Ok(!self.keys.is_empty())
    }

    fn read(&mut self) -> io::Result<Event> {
        self.did.push(Did::Key);
        self.keys.pop_front().ok_or_else(|| io::Error::other("it reads what is not there"))
    }

    fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let Ok(_) = self.screen.draw(draw);
        self.did.push(Did::Frame);
        self.keys.extend(self.during_frame.take());
        Ok(())
    }

    fn forget(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn lend<T>(&mut self, what: impl FnOnce() -> T) -> io::Result<T> {
        Ok(what())
    }
}

fn key(c: char) -> Event {
    Event::Key(KeyEvent::from(KeyCode::Char(c)))
}

/// The loop in the middle of a spoken answer, and the sending end of its microphone.
struct Speaking {
    runner: Runner<Script>,
    microphone: Sender<Heard>,
}

impl Speaking {
    fn begin() -> Self {
        let clock = Clock::start();
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bank/demo.json");
        let library = Library::own(&Sources { extra: vec![demo], ..Sources::default() });
        let engine = Engine::in_memory(Config::default(), library, clock.now()).expect("in memory");
        let (mut app, _) = App::new(engine, None, Colours::default(), clock.now());
        let mut effects = Vec::new();
        for pressed in [Event::Key(KeyEvent::from(KeyCode::Enter)), key('s')] {
            effects.extend(app.update(Input::Terminal(pressed), clock.now()));
        }
        let recording = effects.into_iter().find_map(|effect| match effect {
            Effect::Order(Order::Sound(SoundOrder::Record(name))) => Some(name),
            _ => None,
        });
        let (recorder, microphone) = Recorder::told();
        microphone.send(Heard::Listening("a headset".into())).expect("heard");
        let console = Script {
            keys: VecDeque::new(),
            during_frame: None,
            screen: Terminal::new(TestBackend::new(80, 24)).expect("a terminal"),
            did: Vec::new(),
        };
        let mut runner = Runner {
            app,
            console,
            watch: Watch::default(),
            clock,
            background: Background::default(),
            voice: Voice::listening(recording.expect("it records"), recorder),
            hearings: Hearings::default(),
            coaching: crate::session::Coaching::default(),
            seeker: None,
        };
        runner.step().expect("a step");
        let mut speaking = Self { runner, microphone };
        assert!(speaking.shows("listening"), "{}", speaking.screen());
        speaking.runner.console.did.clear();
        speaking
    }

    /// The microphone delivers this many tenths of a second before the loop looks again.
    fn hear(&self, readings: usize) {
        let reading = Reading { rms: 0.1, peak: 0.3, voice: true, clipped: false };
        for _ in 0..readings {
            self.microphone.send(Heard::Sound(reading, 0.0)).expect("heard");
        }
    }

    /// What the loop does with the terminal in this many turns.
    fn steps(&mut self, count: usize) -> Vec<Did> {
        (0..count).for_each(|_| self.runner.step().expect("a step"));
        std::mem::take(&mut self.runner.console.did)
    }

    fn screen(&self) -> String {
        let cells = self.runner.console.screen.backend().buffer().content();
        cells.chunks(80).map(|row| row.iter().map(Cell::symbol).collect::<String>() + "\n").collect()
    }

    fn shows(&self, words: &str) -> bool {
        self.screen().contains(words)
    }
}

#[test]
fn a_key_that_waits_comes_before_the_next_frame_of_the_meter() {
    let mut speaking = Speaking::begin();
    speaking.hear(500);
    speaking.runner.console.keys.push_back(key('?'));
    assert_eq!(speaking.steps(1), [Did::Key, Did::Frame]);
    assert!(speaking.shows("Esc close"), "the frame answers the key:\n{}", speaking.screen());
}

#[test]
fn a_key_pressed_while_the_meter_is_drawn_waits_for_that_frame_alone() {
    let mut speaking = Speaking::begin();
    for pressed in ['p', 'p', 'p'] {
        // The worst case: no key was waiting when the loop looked, and much is to be shown.
        speaking.hear(500);
        speaking.runner.console.during_frame = Some(key(pressed));
        let did = speaking.steps(1);
        assert!(matches!(did[..], [Did::Slept(_), Did::Frame]), "{did:?}");
        speaking.hear(500);
        assert_eq!(speaking.steps(1), [Did::Key, Did::Frame]);
    }
    assert!(speaking.shows("paused"), "{}", speaking.screen());
}

#[test]
fn many_readings_are_one_frame_and_the_newest_is_in_it() {
    let mut speaking = Speaking::begin();
    speaking.hear(50);
    let did = speaking.steps(1);
    assert!(matches!(did[..], [Did::Slept(_), Did::Frame]), "{did:?}");
    assert!(speaking.shows("recording"), "{}", speaking.screen());
    speaking.microphone.send(Heard::Lost("it was unplugged".into())).expect("heard");
    speaking.steps(1);
    assert!(speaking.shows("it was unplugged"), "{}", speaking.screen());
}

#[test]
fn however_much_was_heard_the_answer_to_a_key_waits_for_a_part_of_it() {
    let mut speaking = Speaking::begin();
    // An hour of sound, as after a terminal that took no output for so long.
    speaking.hear(36_000);
    speaking.microphone.send(Heard::Lost("it was unplugged".into())).expect("heard");
    speaking.runner.console.keys.push_back(key('p'));
    assert_eq!(speaking.steps(1), [Did::Key, Did::Frame]);
    assert!(speaking.shows("paused") && !speaking.shows("it was unplugged"), "{}", speaking.screen());
    speaking.runner.console.keys.push_back(key('p'));
    assert_eq!(speaking.steps(1), [Did::Key, Did::Frame]);
    // The rest comes without sleeping in between, one frame each.
    let did = speaking.steps(100);
    let slept = did.iter().position(|did| matches!(did, Did::Slept(_))).expect("it ends");
    assert!(slept > 50 && did[..slept].iter().all(|did| *did == Did::Frame), "{slept}");
    assert!(speaking.shows("it was unplugged"), "{}", speaking.screen());
}

#[test]
fn while_nobody_presses_a_key_the_meter_sleeps_between_its_frames() {
    let mut speaking = Speaking::begin();
    for _ in 0..50 {
        speaking.hear(1);
        let did = speaking.steps(1);
        let [Did::Slept(wait), Did::Frame] = did[..] else { panic!("{did:?}") };
        assert!(wait > Duration::ZERO && wait <= LOOK, "{wait:?}");
    }
}
