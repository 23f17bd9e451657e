//! Terminals that are slow, silent, small or of changing size, and the peace of one where nothing happens.

use std::time::Duration;

use crate::harness::{Home, Start, cpu_seconds};
use crate::{CTRL_L, ENTER, ON_ANSWER, ON_HOME, ON_QUESTION, answering, finish};

#[test]
fn the_first_frame_asks_the_terminal_nothing() {
    let home = Home::new();
    // Nobody answers here. A program that waits for an answer gives up after two seconds.
    let mut terminal = home.start();
    terminal.wait_for(ON_HOME);
    let took = terminal.started.elapsed();
    assert!(took < Duration::from_millis(1_500), "{took:?} to the first frame");
    terminal.send(CTRL_L).send(ENTER).wait_for(ON_QUESTION).send("t").wait_for(ON_ANSWER).resize(90, 30);
    terminal.send("text").wait_for("text");
    let written = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    for query in ["\x1b[6n", "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[?u", "\x1b]10;?", "\x1b]11;?", "\x1b[18t"] {
        assert!(!written.contains(query), "{query:?} was asked");
    }
}

#[test]
fn late_answers_of_a_terminal_are_not_typed() {
    let home = Home::new();
    let mut terminal = home.start();
    let answers = "\x1b[24;80R\x1b[?62;22c\x1b[?1u\x1b[I\x1b[O";
    terminal.wait_for(ON_HOME).send(answers).send(ENTER).wait_for(ON_QUESTION).send(ENTER).wait_for(ON_ANSWER);
    terminal.send("left").send(answers).send("right").wait_for("leftright").wait_for_word("saved");
    assert_eq!(home.draft(), "leftright");
}

#[test]
fn any_size_and_two_hundred_changes_of_it() {
    let home = Home::new();
    let mut terminal = answering(&home, "begin ");
    let mut typed = String::from("begin ");
    // A fixed sequence of pseudo-random numbers: what fails once fails again.
    let mut state: u32 = 1;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((state >> 16) % below).expect("small")
    };
    let mut before = (80, 24);
    for round in 0..200 {
        let size = match round % 10 {
            0 => (1, 1),
            1 => (0, 0),
            2 => (next(300), 1),
            3 => (1, next(100)),
            4 => (next(8), next(8)),
            _ => (next(250), next(80)),
        };
        let frames = terminal.frames();
        terminal.resize(size.0, size.1);
        typed.push(char::from(b'a' + u8::try_from(round % 26).expect("small")));
        terminal.send(&typed[typed.len() - 1..]);
        if size != before {
            terminal.wait_for_frame_after(frames);
        }
        before = size;
    }
    terminal.resize(100, 30).wait_for(ON_ANSWER).send(" end").wait_for(" end").wait_for_word("saved");
    assert_eq!(home.draft(), format!("{typed} end"));
    finish(&mut terminal);
    for (columns, rows) in [(1, 1), (40, 10), (300, 100), (0, 0), (80, 24)] {
        let frames = terminal.frames();
        terminal.resize(columns, rows).wait_for_frame_after(frames);
    }
    terminal.wait_for("What to look for");
}

#[test]
fn a_small_start_grows() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).size(10, 3).start();
    terminal.wait_for("too small").resize(40, 10).wait_for("Enter start").resize(80, 24).wait_for("/ search");
}

#[test]
fn where_nothing_happens_nothing_is_done() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.wait_for(ON_HOME).wait_for_frame_after(0);
    let (bytes, cpu) = (terminal.bytes().len(), cpu_seconds(terminal.pid));
    // Two seconds of watching.
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(terminal.bytes().len(), bytes, "bytes were written");
    if let (Some(before), Some(after)) = (cpu, cpu_seconds(terminal.pid)) {
        assert!(after - before < 0.03, "{} s of processor time", after - before);
    }
    // With a clock on the screen there is one frame a second.
    terminal.send(ENTER).wait_for(ON_QUESTION);
    let frames = terminal.frames();
    std::thread::sleep(Duration::from_secs(2));
    let drawn = terminal.frames() - frames;
    assert!((1..=4).contains(&drawn), "{drawn} frames in two seconds");
}

#[test]
fn a_paste_that_is_not_marked_as_one_arrives_whole() {
    // A terminal that knows no bracketed paste sends it as keys, faster than they are read.
    let home = Home::new();
    let mut terminal = answering(&home, "first");
    let long: String = (0..12_500).map(|n| format!("{n:07} ")).collect();
    assert!(long.len() >= 100_000);
    terminal.send(long.as_str()).send("last").wait_for("0012499 last");
    finish(&mut terminal);
    assert_eq!(home.attempts()[0].text, format!("first{long}last"));
}
