//! How screens show what was heard: transcript, strip and figures as they come in, and what a corrected transcript
//! changes.

use super::app::{Input, SMALLEST};
use super::screen::Effect;
use super::testing::Driver;
use crate::config::{Config, ThemeName};
use crate::history::{Delivery, RecordId, Segment, Stretch, TimedWord, Transcript};
use crate::session::Order;
use crate::speech::hearing::News;

fn attempt(driver: &Driver) -> RecordId {
    let rows = driver.attempts();
    rows.last().expect("an attempt").id.clone()
}

fn delivery() -> Delivery {
    Delivery {
        duration_s: 42.0,
        first_word_s: Some(1.8),
        last_word_s: Some(40.5),
        talk_s: 33.2,
        pauses: vec![
            Stretch { start_s: 9.0, end_s: 9.6 },
            Stretch { start_s: 17.3, end_s: 20.1 },
            Stretch { start_s: 31.0, end_s: 33.1 },
        ],
        longest_pause_s: 2.8,
        syllables_per_s: Some(4.3),
        rms: 0.05,
        clipped: 0,
        level_db: (0..60_i16).map(|n| i8::try_from(-18 - n * 7 % 13).unwrap_or(-30)).collect(),
    }
}

fn transcript() -> Transcript {
    let words = |words: &[(f64, f64, &str)]| {
        words.iter().map(|&(start_s, end_s, text)| TimedWord { start_s, end_s, text: text.into() }).collect()
    };
    let first = Segment {
        start_s: 1.8,
        end_s: 17.3,
        text: "Um, so all of them miss at once, you know, and I think forty requests a second hit the database.".into(),
        words: words(&[(15.0, 16.0, "hit"), (16.0, 16.3, "the"), (16.3, 17.3, "database.")]),
    };
    let second = Segment {
        start_s: 20.1,
        end_s: 40.5,
        text: "We would serve stale data. I don't write tests for that.".into(),
        words: Vec::new(),
    };
    Transcript { segments: vec![first, second] }
}

fn spoken() -> Driver {
    let mut driver = Driver::new();
    driver.drill("popular").wait(5).speak().wait(42).done().predict(3);
    driver
}

fn tell(driver: &mut Driver, news: News) {
    let attempt = attempt(driver);
    driver.update(Input::Heard((&attempt).into(), news));
}

fn scenes() -> Vec<(&'static str, Driver)> {
    let mut writing = spoken();
    tell(&mut writing, News::Delivery(Ok(delivery())));
    tell(&mut writing, News::Writing(Some(0.4)));
    writing.keys("tab");
    let mut written = spoken();
    tell(&mut written, News::Delivery(Ok(delivery())));
    tell(&mut written, News::Transcript(Ok(transcript())));
    let mut across = spoken();
    tell(&mut across, News::Delivery(Ok(delivery())));
    tell(&mut across, News::Transcript(Ok(transcript())));
    across.keys("v");
    let mut alone = spoken();
    tell(&mut alone, News::Delivery(Ok(delivery())));
    alone.keys("v");
    let mut typed = Driver::new();
    typed.drill("popular").answer_typed("I think all callers miss at once. Maybe 40% of them.").predict(3).keys("v");
    let mut failed = spoken();
    tell(&mut failed, News::Delivery(Ok(delivery())));
    tell(&mut failed, News::Transcript(Err("whisper-cli failed (exit code 3): its model cannot be loaded".into())));
    failed.keys("tab");
    vec![
        ("transcript_coming", writing),
        ("transcript", written),
        ("came_across", across),
        ("came_across_without_words", alone),
        ("came_across_typed", typed),
        ("transcript_failed", failed),
    ]
}

#[test]
fn what_was_heard_at_several_sizes() {
    for (name, driver) in scenes() {
        let shown: Vec<String> =
            [(80, 24), (120, 40), (40, 10)].iter().map(|&(w, h)| format!("{w}×{h}\n{}", driver.screen(w, h))).collect();
        insta::assert_snapshot!(name, shown.join("\n"));
    }
}

#[test]
fn no_size_is_too_small_for_it() {
    for (_, mut driver) in scenes() {
        for _ in 0..2 {
            for width in (SMALLEST.0..=40).chain([59, 80, 200]) {
                for height in (SMALLEST.1..=14).chain([24, 60]) {
                    driver.draw(width, height);
                }
            }
            driver.keys("pgdn");
        }
    }
}

#[test]
fn the_strip_is_told_without_colours() {
    let mut driver = Driver::with(Config { fuzz: false, theme: ThemeName::Mono, ..Config::default() });
    driver.drill("popular").wait(5).speak().wait(42).done().predict(3);
    tell(&mut driver, News::Delivery(Ok(delivery())));
    driver.keys("v");
    let screen = driver.screen(80, 24);
    assert!(screen.contains('▅') && screen.contains("___") && screen.contains("2.8s"), "{screen}");
}

#[test]
fn what_was_said_counts_as_mentioned_and_is_kept() {
    let mut driver = spoken();
    let asked = driver
        .performed
        .iter()
        .any(|effect| matches!(effect, Effect::Order(Order::Listen(said)) if *said == (&attempt(&driver)).into()));
    assert!(asked, "the loop is told to listen");
    assert!(!driver.screen(120, 40).contains("● mentioned"));
    tell(&mut driver, News::Delivery(Ok(delivery())));
    tell(&mut driver, News::Transcript(Ok(transcript())));
    assert_eq!(driver.screen(120, 40).matches('●').count(), 2);
    let history = driver.app.engine().history();
    assert_eq!(history.delivery_of(&attempt(&driver)).expect("read"), Some(delivery()));
    assert_eq!(history.transcript_of(&attempt(&driver)).expect("read"), Some(transcript()));
    assert!(driver.screen(120, 40).contains("0:20 We would serve"), "{}", driver.screen(120, 40));
}

#[test]
fn a_mended_transcript_is_a_record_of_its_own() {
    let mut driver = spoken();
    tell(&mut driver, News::Delivery(Ok(delivery())));
    tell(&mut driver, News::Transcript(Ok(transcript())));
    driver.now = driver.now.plus(1.0);
    driver.edited = Ok(" 0:01  One caller refreshes, the rest wait.\n".into());
    driver.keys("E");
    let offered = driver.performed.iter().find_map(|effect| match effect {
        Effect::Edit(_, page) => Some(page.clone()),
        _ => None,
    });
    assert!(offered.is_some_and(|page| page.starts_with(" 0:01  Um, so all") && page.contains("\n 0:20  We would")));
    let kept = driver.app.engine().history().transcript_of(&attempt(&driver)).expect("read").expect("kept");
    assert_eq!(kept.text(), "One caller refreshes, the rest wait.");
    let start = kept.segments[0].start_s;
    assert!((start - 1.8).abs() < 1e-9, "a line that kept its time keeps the exact one: {start}");
    assert!(driver.screen(120, 40).contains("● mentioned"));
    // Opened and left unchanged: nothing is written.
    let saves = |driver: &Driver| {
        driver.performed.iter().filter(|effect| matches!(effect, Effect::Order(Order::Append(_)))).count()
    };
    let before = saves(&driver);
    driver.edited = Ok(" 0:01  One caller refreshes, the rest wait.\n".into());
    driver.keys("E");
    assert_eq!(saves(&driver), before);
}

#[test]
fn a_transcript_from_elsewhere_cannot_draw_on_the_terminal() {
    let mut driver = spoken();
    let evil = "so \u{1b}[31m\u{202e}first\nsecond";
    let segment = Segment { start_s: 1.0, end_s: 2.0, text: evil.into(), words: Vec::new() };
    tell(&mut driver, News::Transcript(Ok(Transcript { segments: vec![segment] })));
    // Read again from the log, as after an import.
    driver.go_home().keys("enter");
    let screen = driver.screen(120, 40);
    assert!(screen.contains("so first second"), "{screen}");
}

#[test]
fn news_that_come_late_are_kept_all_the_same() {
    let mut driver = spoken();
    let first = attempt(&driver);
    driver.open_rating().rate(3).go_on().go_home();
    driver.update(Input::Heard((&first).into(), News::Delivery(Ok(delivery()))));
    driver.update(Input::Heard((&first).into(), News::Transcript(Ok(transcript()))));
    let history = driver.app.engine().history();
    assert!(history.delivery_of(&first).expect("read").is_some());
    assert!(history.transcript_of(&first).expect("read").is_some());
}

#[test]
fn delivery_is_offered_where_there_is_something_to_say() {
    let mut driver = spoken();
    driver.keys("v");
    assert!(!driver.screen(80, 24).contains("None given"));
    let mut silent = Driver::new();
    silent.drill("popular").give_up();
    assert!(!silent.screen(120, 40).contains("delivery"));
}
