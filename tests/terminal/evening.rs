//! An evening as it is pressed: how many keys a question takes, what a terminal says in between, and the tour.

use crate::harness::{HOTSEAT, Home, Start, Terminal};
use crate::{CTRL_D, ENTER, ESC, ON_ANSWER, ON_NOTES, ON_PREDICTION, ON_QUESTION, ON_RATING};

/// A question of seven points. Of each of the first four the answer has words.
const SEVEN: &str = r#"{"bank":"seven","topic":"t","questions":[
{"id":"q1","prompt":"What does a lease give you?","seconds":{"think":5,"target":60,"max":120},"look_for":[
{"id":"a","text":"It ends by itself.","cues":["expires"]},
{"id":"b","text":"One holder at a time.","cues":["exclusive"]},
{"id":"c","text":"It has to be renewed.","cues":["renew"]},
{"id":"d","text":"Clocks differ.","cues":["clock skew"]},
{"id":"e","text":"A token fences off a late writer.","cues":["fencing"]},
{"id":"f","text":"The store checks the token.","cues":["storage checks"]},
{"id":"g","text":"Too short a lease flaps.","cues":["flapping"]}]},
{"id":"q2","prompt":"Why does a queue need a bound?","seconds":{"think":5,"target":60,"max":120},"look_for":[
{"id":"a","text":"Memory is finite."}]}]}"#;

const ANSWER: &str = "It expires, is exclusive, one has to renew it, and there is clock skew.";

fn home() -> Home {
    let home = Home::new();
    let banks = home.paths().banks();
    std::fs::create_dir_all(&banks).expect("a folder");
    std::fs::write(banks.join("seven.json"), SEVEN).expect("written");
    home
}

fn drill(home: &Home) -> Terminal {
    Start::program(&[HOTSEAT, "drill", "--question", "seven/q1", "--question", "seven/q2"], home.path()).start()
}

/// A terminal whose keys are counted.
struct Counted {
    terminal: Terminal,
    keys: usize,
}

impl Counted {
    /// From the question to its notes.
    fn at_the_notes(home: &Home) -> Self {
        let mut counted = Self { terminal: drill(home), keys: 0 };
        counted.terminal.wait_for(ON_QUESTION);
        counted.press("t", ON_ANSWER);
        counted.terminal.send(ANSWER).wait_for("clock skew");
        counted.press(CTRL_D, ON_PREDICTION).press("3", ON_NOTES);
        counted
    }

    fn press(&mut self, key: &str, then: &str) -> &mut Self {
        self.keys += 1;
        self.terminal.send(key).wait_for(then);
        self
    }
}

#[test]
fn a_question_of_seven_points_takes_nine_keys_beside_the_answer() {
    let home = home();
    let mut counted = Counted::at_the_notes(&home);
    // What is mentioned in one key, each of it shown; the cursor is on what is left.
    counted.press("a", "4 of 7").press("~", "4½ of 7").press("m", "[-]").press("m", "[-] Too short");
    counted.press(ENTER, ON_RATING).press(ENTER, "Why does a queue need a bound?");
    assert_eq!(counted.keys, 9);
    let judged = home.judgements();
    assert_eq!(judged.len(), 1);
    assert_eq!((judged[0].rating, judged[0].points.len()), (judged[0].suggested, 7));
}

#[test]
fn one_by_one_a_question_of_seven_points_takes_a_key_for_each() {
    let home = home();
    let mut counted = Counted::at_the_notes(&home);
    for ticked in ["1 of 7", "2 of 7", "3 of 7", "4 of 7"] {
        counted.press(" ", ticked);
    }
    counted.press("~", "4½ of 7").press("m", "[-]").press("m", "[-] Too short");
    counted.press(ENTER, ON_RATING).press(ENTER, "Why does a queue need a bound?");
    assert_eq!(counted.keys, 12);
}

/// What terminals say without being asked, or late.
const REPORTS: [&str; 8] = [
    "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "\x1b]52;c;aGVsbG8=\x1b\\",
    "\x1b[>1;4000;19c",
    "\x1bP>|WezTerm 2024\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1b[?2026;2$y",
    "\x1b[?997;1n",
];

#[test]
fn what_a_terminal_reports_is_neither_text_nor_in_the_way() {
    let home = home();
    let mut terminal = drill(&home);
    terminal.wait_for(ON_QUESTION).send(ENTER).wait_for(ON_ANSWER);
    let mut wanted = String::new();
    for (number, report) in REPORTS.iter().enumerate() {
        terminal.send("left ").send(report).send(format!("right{number};\r")).wait_for(&format!("right{number};"));
        wanted.push_str(&format!("left right{number};\n"));
    }
    terminal.wait_for_word("saved");
    assert_eq!(home.draft(), wanted);
    terminal.send(CTRL_D).wait_for(ON_PREDICTION);
    for report in REPORTS {
        terminal.send(report);
    }
    terminal.send("2").wait_for("you said shaky").wait_for_word("saved");
    assert_eq!(home.attempts()[0].prediction, Some(2));
    let end = terminal.send(REPORTS[6]).send("\x03").end();
    assert_eq!(end.code, 0);
    terminal.assert_clean();
}

#[test]
fn the_wheel_scrolls_and_the_mouse_is_left_alone() {
    let home = home();
    let mut terminal = drill(&home);
    terminal.wait_for(ON_QUESTION).send(ESC).wait_for(crate::ON_HOME).send("\x03").end();
    terminal.assert_clean();
    let bytes = terminal.bytes();
    let wrote = |sequence: &[u8]| bytes.windows(sequence.len()).any(|part| part == sequence);
    assert!(wrote(b"\x1b[?1007h") && wrote(b"\x1b[?1007r"), "arrows for the wheel, and back as it was");
    for captured in [&b"\x1b[?1000h"[..], b"\x1b[?1002h", b"\x1b[?1003h", b"\x1b[?1006h"] {
        assert!(!wrote(captured), "selection is the terminal's");
    }
}

#[test]
fn the_tour_leads_through_one_question_and_keeps_nothing() {
    let home = Home::new();
    let mut terminal = Start::program(&[HOTSEAT, "tour"], home.path()).start();
    terminal.wait_for("Tour 1 of 5").send("t").wait_for("Tour 2 of 5").send("It makes reads fast.").wait_for("fast.");
    terminal.send(CTRL_D).wait_for("Tour 3 of 5").send("2").wait_for("Tour 4 of 5").send("r").wait_for("Tour 5 of 5");
    terminal.send(ENTER).wait_for("Rated. Here").send(ENTER).wait_for("nothing of this was kept").send(ENTER);
    assert_eq!(terminal.end().code, 0);
    terminal.assert_clean();
    let left: Vec<_> = std::fs::read_dir(home.path()).expect("listed").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_field_survives_every_change_of_size() {
    let home = home();
    let mut terminal = home.start();
    terminal.wait_for(crate::ON_HOME).send("/").wait_for(" / ");
    let mut typed = String::new();
    for (number, (columns, rows)) in [(20, 5), (300, 100), (40, 10), (120, 40), (80, 24)].into_iter().enumerate() {
        terminal.resize(columns, rows).send(number.to_string());
        typed.push_str(&number.to_string());
        terminal.wait_for(&format!("/ {typed}"));
    }
    let end = terminal.send("\x03").end();
    assert_eq!(end.code, 0);
}

#[test]
fn a_word_typed_at_once_is_the_answer_though_its_letters_are_keys() {
    for word in ["no cache, no herd", "should hold", "people ask twice"] {
        let home = home();
        let mut terminal = drill(&home);
        terminal.wait_for(ON_QUESTION).send(word).wait_for(word).wait_for(ON_ANSWER).wait_for_word("saved");
        assert_eq!(home.draft(), word);
    }
}

/// The rows of a screen that break a word at their end.
fn broken(screen: &str, text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let last = |row: &str| row.split_whitespace().next_back().map(str::to_owned);
    screen
        .lines()
        .filter(|row| last(row).is_some_and(|word| !words.contains(&word.as_str())))
        .map(str::to_owned)
        .collect()
}

#[test]
fn lines_that_are_printed_break_between_words() {
    for (columns, arguments) in [(40, &["plan"][..]), (52, &["queue"]), (60, &["doctor"])] {
        let home = home();
        let run = || std::process::Command::new(HOTSEAT).env("HOTSEAT_HOME", home.path()).args(arguments).output();
        let whole = String::from_utf8_lossy(&run().expect("run").stdout).into_owned();
        let argv: Vec<&str> = std::iter::once(HOTSEAT).chain(arguments.iter().copied()).collect();
        let mut terminal = Start::program(&argv, home.path()).size(columns, 60).start();
        terminal.end();
        // All output is there when the terminal is closed, which may be after the end of the process.
        terminal.assert_clean();
        let screen = terminal.contents();
        // The terminal itself is told of in other words than a pipe, and a path may be longer than a row.
        let broken: Vec<String> = broken(&screen, &whole).into_iter().filter(|row| !row.contains('/')).collect();
        assert!(broken.len() <= 2, "{arguments:?}: {broken:#?} in\n{screen}");
    }
    let home = home();
    let argv = [HOTSEAT, "drill", "--plain", "--question", "seven/q1"];
    let mut terminal = Start::program(&argv, home.path()).size(40, 30).start();
    let screen = terminal.wait_for("three words or more").contents();
    for phrase in ["What does a lease give you?", "t type, s speak, h hint, c clarify, x"] {
        assert!(screen.lines().any(|row| row == phrase), "{screen}");
    }
    terminal.send("q\r").end();
}
