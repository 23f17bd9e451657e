//! The program is killed in the middle of every kind of work, and what was typed, ticked or chosen is there at the next
//! start.
//!
//! `HOTSEAT_KILLS=200 cargo test --test terminal kills -- --nocapture` kills it so often, each time a second after the last
//! key, and counts what is lost.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hotseat::history::testing;
use hotseat::history::{Body, History, Medium};
use rustix::process::Signal;

use crate::harness::{HOTSEAT, Home, PATIENCE, Start, Terminal};
use crate::{CTRL_D, ENTER, ON_HOME, ON_NOTES, ON_QUESTION, ON_RATING, answer, finish, judge};

/// What is typed everywhere.
const MARK: &str = "unmistakable";

/// So many kinds of work are ended at the same time.
const WORKERS: usize = 6;

/// At most so much may be lost.
const PROMISE: Duration = Duration::from_secs(1);

/// A kind of work: how one gets to it and does something, and whether that is there at the next start.
struct Scene {
    name: &'static str,
    /// Where it begins.
    home: fn() -> Home,
    work: fn(&Home) -> Terminal,
    /// What the drafts contain as soon as it is kept.
    kept: &'static str,
    is_there: fn(&Home) -> bool,
}

const SCENES: &[Scene] = &[
    Scene {
        name: "answer",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            answer(&mut terminal, MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().wait_for("An answer was interrupted").sees(MARK),
    },
    Scene {
        name: "prediction",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            answer(&mut terminal, MARK);
            terminal.send(CTRL_D).wait_for(crate::ON_PREDICTION);
            terminal
        },
        kept: "predicting",
        is_there: |home| home.start().wait_for("An answer without a prediction").sees(MARK),
    },
    Scene {
        name: "ticks of a drill",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            answer(&mut terminal, MARK);
            finish(&mut terminal);
            terminal.send(" ").wait_for("[x]");
            terminal
        },
        kept: "\"hit\"",
        is_there: |home| home.start().wait_for("never judged").send(ENTER).wait_for(ON_NOTES).sees("[x]"),
    },
    Scene {
        name: "rating",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            answer(&mut terminal, MARK);
            finish(&mut terminal);
            terminal.send("r").wait_for(ON_RATING).send("\x1b[C").wait_for("2 Hard ◂");
            terminal
        },
        kept: "\"leaning\":2",
        is_there: |home| {
            let mut terminal = home.start();
            terminal.wait_for("never judged").send(ENTER).wait_for(ON_NOTES).send(ENTER);
            terminal.wait_for(ON_RATING).sees("2 Hard ◂")
        },
    },
    Scene {
        name: "own notes",
        home: bare,
        work: |home| {
            let mut terminal = Start::program(&[HOTSEAT, "drill", "--question", "a/a"], home.path()).start();
            terminal.wait_for(ON_QUESTION).send("xx").wait_for("no notes yet");
            terminal.send("n").wait_for("Notes, one point a line").send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().wait_for("never judged").send(ENTER).wait_for("Notes, one").sees(MARK),
    },
    Scene {
        name: "note to oneself",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            answer(&mut terminal, "An answer.");
            finish(&mut terminal);
            terminal.send("n").wait_for("Your note on this answer").send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| {
            let mut terminal = home.start();
            terminal.wait_for("kept with its answer").wait_for("never judged").send(ENTER).wait_for(ON_NOTES);
            terminal.send("n").wait_for("Your note on this answer").sees(MARK)
        },
    },
    Scene {
        name: "filter of the list",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal.wait_for(ON_HOME).send("b").wait_for("Enter drill").send("f").wait_for("List just these");
            terminal.send("\x1b[B\x1b[C").wait_for("‹ technical");
            terminal
        },
        kept: "technical",
        is_there: |home| home.start().wait_for("Enter drill").send("f").wait_for("List just these").sees("technical"),
    },
    Scene {
        name: "drill between questions",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            answer(&mut terminal, MARK);
            finish(&mut terminal);
            judge(&mut terminal);
            terminal.send(ENTER).wait_for(ON_QUESTION);
            terminal
        },
        kept: "\"at\":1",
        is_there: |home| {
            home.start().wait_for("A drill was left in the middle").send(ENTER).wait_for(ON_QUESTION).sees("2 of ")
        },
    },
    Scene {
        name: "answer of a mock",
        home: Home::new,
        work: |home| {
            let mut terminal = mock(home);
            terminal.send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().wait_for("A mock interview was interrupted").sees(MARK),
    },
    Scene {
        name: "reply in a mock",
        home: Home::new,
        work: |home| {
            let mut terminal = mock(home);
            terminal.send("An answer.").wait_for("An answer.").send(CTRL_D).wait_for("follow-up");
            terminal.send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().wait_for("A mock interview was interrupted").send(ENTER).sees(MARK),
    },
    Scene {
        name: "ticks of a debrief",
        home: || sat(0),
        work: |home| {
            let mut terminal = debrief(home);
            terminal.wait_for("Enter numbers").send(" ").wait_for("[x]");
            terminal
        },
        kept: "\"hit\"",
        is_there: |home| debrief(home).wait_for("Enter numbers").sees("[x]"),
    },
    Scene {
        name: "numbers of a debrief",
        home: || sat(0),
        work: |home| {
            let mut terminal = debrief(home);
            terminal.wait_for("Enter numbers").send("r").wait_for("Enter save, next").send("4").wait_for("yours");
            terminal
        },
        kept: "\":4",
        is_there: |home| debrief(home).wait_for("Enter numbers").send(ENTER).wait_for("Enter save").sees("yours"),
    },
    Scene {
        name: "red flags",
        home: || sat(3),
        work: |home| {
            let mut terminal = debrief(home);
            terminal.wait_for("Debrief: red flags").send(" ").wait_for("[x]");
            terminal
        },
        kept: "\"red_flags\":[",
        is_there: |home| debrief(home).wait_for("Debrief: red flags").sees("[x]"),
    },
    Scene {
        name: "length of a mock",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal.wait_for(ON_HOME).send("m").wait_for("Mock interviews").send("\x1b[C").wait_for("* 75 min");
            terminal
        },
        kept: "\"minutes\":{",
        is_there: |home| home.start().wait_for("Mock interviews").sees("* 75 min"),
    },
    Scene {
        name: "target",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal.wait_for(ON_HOME).send("t").wait_for("What you practise for").send("\x1b[C").wait_for("staff");
            terminal
        },
        kept: "staff",
        is_there: |home| home.start().wait_for("What you practise for").sees("staff"),
    },
    Scene {
        name: "plan",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal
                .wait_for(ON_HOME)
                .send("d")
                .wait_for("Answers a day")
                .send("\x1b[C")
                .wait_for("tried, kept when you leave");
            terminal
        },
        kept: "per_day",
        is_there: |home| home.start().wait_for("Answers a day").sees("tried, kept when you leave"),
    },
    Scene {
        name: "plan in minutes",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal
                .wait_for(ON_HOME)
                .send("d")
                .wait_for("Answers a day")
                .send("jj\x1b[C")
                .wait_for("tried, kept when you leave");
            terminal
        },
        kept: "\"minutes_per_day\":15",
        is_there: |home| home.start().wait_for("Answers a day").sees("Minutes a day    15"),
    },
    Scene {
        name: "date of the target",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal.wait_for(ON_HOME).send("t").wait_for("What you practise for").send("d").send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().wait_for("What you practise for").sees(MARK),
    },
    Scene {
        name: "value of a setting",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal.wait_for(ON_HOME).send("s").wait_for("target.tracks").send("jj").send(ENTER);
            terminal.wait_for("Enter take it").send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().wait_for("target.tracks").sees(MARK),
    },
    Scene {
        name: "recall to aim at",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal
                .wait_for(ON_HOME)
                .send("M")
                .wait_for("Recall aimed at")
                .send("\x1b[C")
                .wait_for("tried, kept when you leave");
            terminal
        },
        kept: "memory",
        is_there: |home| home.start().wait_for("Recall aimed at").sees("tried, kept when you leave"),
    },
    Scene {
        name: "choice of questions",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal
                .wait_for(ON_HOME)
                .send("f")
                .wait_for("Drill just these")
                .send("\x1b[B\x1b[C")
                .wait_for("‹ technical");
            terminal
        },
        kept: "technical",
        is_there: |home| home.start().wait_for("Drill just these").sees("technical"),
    },
    Scene {
        name: "search",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal.wait_for(ON_HOME).send("/").wait_for("Enter to the list").send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().sees(MARK),
    },
    Scene {
        name: "import",
        home: Home::new,
        work: |home| {
            let mut terminal = home.start();
            terminal.wait_for(ON_HOME).send("i").wait_for("Bring questions in").send(MARK).wait_for(MARK);
            terminal
        },
        kept: MARK,
        is_there: |home| home.start().wait_for("Bring questions in").sees(MARK),
    },
    Scene {
        name: "question in the editor",
        home: Home::new,
        work: |home| {
            let mut terminal = edit(home, &format!("echo {MARK} >> \"$1\"; echo saved-it; exec sleep 600"));
            terminal.wait_for("saved-it");
            terminal
        },
        kept: MARK,
        is_there: |home| {
            edit(home, LOOK).wait_for("The question stays as it was");
            was_seen(home)
        },
    },
    Scene {
        name: "transcript in the editor",
        home: spoken,
        work: |home| {
            let mut terminal = mend(home, &format!("echo {MARK} >> \"$1\"; echo saved-it; exec sleep 600"));
            terminal.wait_for("saved-it");
            terminal
        },
        kept: MARK,
        is_there: |home| {
            mend(home, LOOK).wait_for("The transcript stays as it was");
            was_seen(home)
        },
    },
];

/// A home with one own question, without notes.
fn bare() -> Home {
    let home = Home::new();
    let banks = home.paths().banks();
    std::fs::create_dir_all(&banks).expect("made");
    let bank = r#"{"bank":"a","questions":[{"id":"a","prompt":"Alpha?"}]}"#;
    std::fs::write(banks.join("a.json"), bank).expect("written");
    home
}

/// A short mock, at its first answer.
fn mock(home: &Home) -> Terminal {
    let mut terminal = begin_mock(home);
    terminal.send(crate::ENTER).wait_for(crate::ON_ANSWER);
    terminal
}

fn begin_mock(home: &Home) -> Terminal {
    let argv = [HOTSEAT, "mock", "daily", "--minutes", "15", "--seed", "1"];
    let mut terminal = Start::program(&argv, home.path()).start();
    terminal.wait_for("Enter start the round").send(ENTER).wait_for("Enter answer");
    terminal
}

/// A home with a mock that was sat, of which so many answers are judged.
fn sat(judged: usize) -> Home {
    let home = Home::new();
    let mut terminal = mock(&home);
    terminal.send("An answer.").wait_for("An answer.").send(CTRL_D).wait_for("follow-up");
    while home.attempts().is_empty() {
        let frames = terminal.frames();
        terminal.send(CTRL_D).wait_for_frame_after(frames);
    }
    for (number, then) in [(2, "question 3 of 3"), (3, "How good was it")] {
        terminal.wait_for(&format!("question {number} of 3")).wait_for("Enter answer").send("xx");
        crate::mock::say_nothing_until(&mut terminal, then);
    }
    terminal.wait_for("How good was it").send("2").wait_for("That was the interview");
    if judged > 0 {
        terminal.send(ENTER);
    }
    for number in 1..=judged {
        terminal.wait_for(&format!("Debrief: answer {number} of 3")).wait_for("Enter numbers").send("r");
        terminal.wait_for("Enter save, next").send(ENTER);
    }
    if judged == 3 {
        terminal.wait_for("Debrief: red flags");
    }
    crate::quit(&mut terminal);
    home
}

/// The program at the debrief of the one mock that was sat.
fn debrief(home: &Home) -> Terminal {
    let mut terminal = home.start();
    terminal.wait_for(ON_HOME).send("m").wait_for("Tab loops or past").send("\t").wait_for("Past mocks").send(ENTER);
    terminal.wait_for("Debrief: ");
    terminal
}

/// A home with an answer that was spoken and waits to be judged.
fn spoken() -> Home {
    let home = Home::new();
    let question = "backend/slow-query-steps".parse().expect("a name");
    let mut attempt = testing::typed(question, "");
    attempt.medium = Medium::Spoken;
    let mut history = History::open(&home.paths().history_file()).expect("opened");
    history.append(&[testing::record("a", 0, Body::Attempt(attempt))], &testing::Counting).expect("saved");
    home
}

/// What an editor does that only shows what it was given.
const LOOK: &str = "cp \"$1\" \"$HOME/seen\"; exit 1";

fn was_seen(home: &Home) -> bool {
    std::fs::read_to_string(home.path().join("seen")).is_ok_and(|seen| seen.contains(MARK))
}

/// The program with an editor that does this with the file `$1`.
fn with_editor(home: &Home, script: &str) -> Terminal {
    use std::os::unix::fs::PermissionsExt as _;
    let path = home.path().join("editor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("executable");
    let folder = home.path().display().to_string();
    Start::hotseat(home.path()).env("EDITOR", &path.display().to_string()).env("HOME", &folder).start()
}

/// The first question of the list in an editor.
fn edit(home: &Home, script: &str) -> Terminal {
    let mut terminal = with_editor(home, script);
    terminal.wait_for(ON_HOME).send("b").wait_for("d drill all").send("e");
    terminal
}

/// What was written down of the one answer, in an editor.
fn mend(home: &Home, script: &str) -> Terminal {
    let mut terminal = with_editor(home, script);
    terminal.wait_for("never judged").send(ENTER).wait_for(ON_NOTES).send("E");
    terminal
}

/// Whether a file of these folders contains it.
fn contains(folder: &Path, text: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.filter_map(Result::ok).any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => contains(&entry.path(), text),
        // What is just being written counts when it has its name.
        _ if entry.file_name().to_string_lossy().starts_with('.') => false,
        _ => std::fs::read_to_string(entry.path()).is_ok_and(|content| content.contains(text)),
    })
}

fn wait_until_kept(home: &Home, text: &str, name: &str) {
    let since = std::time::Instant::now();
    while !contains(&home.paths().drafts(), text) {
        assert!(since.elapsed() < PATIENCE, "{name}: never kept");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What lies among the drafts.
fn draft_names(home: &Home) -> Vec<String> {
    let (drafts, unfinished) = (home.paths().drafts(), home.paths().unfinished());
    let entries = [drafts, unfinished].into_iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
}

/// Ends the program in the middle of this work so many times. How often something was lost.
fn ends(scene: &Scene, at: usize, tries: usize, hurried: bool) -> usize {
    let lost = |number: usize| {
        let home = (scene.home)();
        let mut terminal = (scene.work)(&home);
        // Other signals than this one can be heard of: then everything is written at the last moment.
        let signal = [Signal::KILL, Signal::TERM, Signal::KILL, Signal::HUP][(at + number) % 4];
        if signal == Signal::KILL {
            if hurried {
                std::thread::sleep(PROMISE);
            } else {
                wait_until_kept(&home, scene.kept, scene.name);
            }
        }
        terminal.signal(signal).end();
        let kept = draft_names(&home);
        let is_there = catch_unwind(AssertUnwindSafe(|| (scene.is_there)(&home))).unwrap_or(false);
        if !is_there {
            println!("{}: lost after {signal:?}; there was {kept:?}", scene.name);
        }
        !is_there
    };
    (0..tries).filter(|number| lost(*number)).count()
}

#[test]
fn work_in_progress_survives_kills() {
    let wanted: Option<usize> = std::env::var("HOTSEAT_KILLS").ok().and_then(|count| count.parse().ok());
    let tries = wanted.map_or(2, |count| count.div_ceil(SCENES.len()));
    let (next, table) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    // Most of the time each of them waits.
    std::thread::scope(|all| {
        for _ in 0..WORKERS {
            all.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(scene) = SCENES.get(at) else { return };
                    let lost = ends(scene, at, tries, wanted.is_some());
                    table.lock().expect("nobody panics with it").insert(at, (scene.name, lost));
                }
            });
        }
    });
    let table = table.into_inner().expect("nobody panicked with it");
    let lost: usize = table.values().map(|(_, lost)| lost).sum();
    let mut rows = format!("{:<26}{:>4}{:>6}\n", "work", "ends", "lost");
    for (name, lost) in table.values() {
        let _ = writeln!(rows, "{name:<26}{tries:>4}{lost:>6}");
    }
    println!("{rows}{:<26}{:>4}{lost:>6}", "in all", tries * SCENES.len());
    assert_eq!(lost, 0, "\n{rows}");
}
