//! The drill line by line, as a script and as a person with a keyboard have it.

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use chrono::NaiveDate;
use common::{Home, of_type, records};
use serde_json::Value;

const DRILL: [&str; 5] = ["drill", "--plain", "--bank", "mini", "--new"];

/// Three questions: typed, spoken, given up.
const THREE: &str = "h\nt\nFirst line.\n  Second, naïve 👩‍👩‍👧‍👦.\n.\n3\nh\nh\nn\n\n\n\
                     s\n\n2\nh\np\ny\n2\n\n\
                     x\nm\nm\nn\n\n\n";

#[test]
fn three_questions_end_as_three_attempts_that_come_back_when_fsrs_says() {
    let home = Home::with_mini();
    let ran = home.run_with(&DRILL, THREE);
    ran.works();
    let out = ran.out();
    assert!(!out.contains('\u{1b}'), "no escape sequences");
    assert!(out.contains("Question 3 of 3 (new)") && out.contains("This drill: 3 answers in"), "{out}");
    assert!(out.contains("would pass (100 %): it took a hint: at most would pass, as you said."), "{out}");

    let records = records(&home);
    let attempts = of_type(&records, "attempt");
    let judgements = of_type(&records, "judgement");
    assert_eq!((attempts.len(), judgements.len()), (3, 3));
    let sittings = of_type(&records, "sitting");
    let states: Vec<&Value> = sittings.iter().map(|sitting| &sitting["state"]).collect();
    assert_eq!(states, ["started", "finished"]);
    for (attempt, judgement) in attempts.iter().zip(&judgements) {
        assert_eq!(attempt["id"], judgement["attempt"]);
        assert_eq!(attempt["sitting"], sittings[0]["sitting"]);
        for time in ["think", "answer", "paused"] {
            assert!(
                attempt["seconds"][time].as_f64().is_some_and(|seconds| (0.0..60.0).contains(&seconds)),
                "{attempt}"
            );
        }
    }
    let [typed, spoken, given_up] = attempts[..] else { panic!("three") };
    assert_eq!(typed["text"], "First line.\n  Second, naïve 👩‍👩‍👧‍👦.");
    assert_eq!((&typed["medium"], &typed["prediction"], &typed["hints"]), (&"typed".into(), &3.into(), &1.into()));
    assert_eq!((&typed["target_seconds"], &spoken["target_seconds"]), (&120.into(), &60.into()));
    assert_eq!((&spoken["medium"], &spoken["prediction"], &spoken["text"]), (&"spoken".into(), &2.into(), &"".into()));
    assert_eq!((&given_up["gave_up"], &given_up["prediction"]), (&true.into(), &Value::Null));
    let points = |judgement: &Value| format!("{} {}", judgement["points"], judgement["mistakes"]);
    assert_eq!(points(judgements[0]), r#"{"a":"hit","b":"hit"} []"#);
    assert_eq!(points(judgements[1]), r#"{"a":"hit","b":"partial"} ["m"]"#);
    assert_eq!(points(judgements[2]), r#"{"a":"missed","b":"missed"} []"#);
    let ratings: Vec<_> = judgements.iter().map(|j| (j["rating"].as_u64(), j["suggested"].as_u64())).collect();
    assert_eq!(ratings, [(Some(3), Some(3)), (Some(2), Some(3)), (Some(1), Some(1))]);

    // FSRS-6's first intervals with its default weights: Good 2.3065 days, Hard 1.2931, Again 0.212, in whole days.
    let day: NaiveDate = typed["day"].as_str().expect("a day").parse().expect("a date");
    let later = (day + chrono::Days::new(2)).to_string();
    let queue = home.json(&["queue", "--json", "--at", &later]);
    assert_eq!(queue["at"], later.as_str());
    assert_eq!(queue["due"].as_array().map(Vec::len), Some(3), "{queue}");
    for row in queue["due"].as_array().expect("rows") {
        let stability = row["stability"].as_f64().expect("a number");
        let expected = [(typed, 2, 2.3065), (spoken, 1, 1.2931), (given_up, 1, 0.212)];
        let (_, days, expected) = expected.into_iter().find(|one| one.0["question"] == row["question"]).expect("asked");
        assert_eq!(row["interval_days"], days, "{row}");
        assert!((stability - expected).abs() < 1e-5, "{row}");
    }
    let today = home.json(&["queue", "--json", "--at", &day.to_string()]);
    assert_eq!((today["due"].as_array().map(Vec::len), today["later"].as_array().map(Vec::len)), (Some(0), Some(3)));
}

#[test]
fn a_rating_of_ones_own_decides_when_it_comes_back() {
    for (rating, days, stability) in [("3", 2, 2.3065), ("4", 8, 8.2956)] {
        let home = Home::with_mini();
        let input = format!("t\nWords.\n.\n3\nh\nm\nn\n{rating}\nq\n");
        home.run_with(&DRILL, input).works();
        let queue = home.json(&["queue", "--json"]);
        let row = &queue["later"][0];
        assert_eq!(row["interval_days"], days, "{queue}");
        assert!((row["stability"].as_f64().expect("a number") - stability).abs() < 1e-4, "{row}");
        let list = home.json(&["history", "list", "--json"]);
        assert_eq!(list[0]["rating"].to_string(), rating);
        assert_eq!((&list[0]["suggested_rating"], &list[0]["band"]), (&3.into(), &3.into()));
    }
}

#[test]
fn the_end_of_input_ends_it_politely_at_every_prompt() {
    let lines: Vec<&str> = "h\nt\nWords.\n.\n3\nh\nh\nn\n\nr\ns\n\n2\n".split_inclusive('\n').collect();
    for many in 0..=lines.len() {
        let home = Home::with_mini();
        let ran = home.run_with(&DRILL, lines[..many].concat());
        ran.works();
        assert_eq!(ran.err(), "", "after {many} lines");
        let records = records(&home);
        let attempts = of_type(&records, "attempt").len();
        let drafts = std::fs::read_dir(home.path("data/drafts")).map_or(0, |files| {
            files.filter(|file| file.as_ref().is_ok_and(|f| f.path().extension().is_some_and(|e| e == "json"))).count()
        });
        let expected = match many {
            0..=2 => (0, 0),
            3..=4 => (0, 1),
            // From the first tick to the rating the ticks have a draft.
            6..=8 | 11..=12 => (1, 1),
            5..=10 => (1, 0),
            _ => (2, 0),
        };
        assert_eq!((attempts, drafts), expected, "after {many} lines: {}", ran.out());
    }
}

#[test]
fn an_answer_that_was_left_is_offered_first() {
    let home = Home::with_mini();
    let ran = home.run_with(&DRILL, "t\nHalf an answer\n.q\n");
    assert!(ran.works().out().contains("Your answer is kept"), "{}", ran.out());
    assert!(home.run(&["doctor"]).works().out().contains("1 answer in progress waits"));
    let ran = home.run_with(&DRILL, "c\nand the rest\n.\n4\nh\nh\nn\n3\nq\n");
    let out = ran.works().out();
    assert!(out.contains("An answer was interrupted: 3 words"), "{out}");
    let list = home.json(&["history", "list", "--json"]);
    assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
    assert_eq!(list[0]["text"], "Half an answer\nand the rest");
    assert!(home.run(&["doctor"]).works().out().contains("none waiting"));
}

#[test]
fn an_answer_can_be_thrown_away_once_asked_twice() {
    let home = Home::with_mini();
    home.run_with(&DRILL, "t\nHalf an answer\n.q\n").works();
    let out = home.run_with(&DRILL, "d\nn\nl\nq\n").works().out();
    assert_eq!(out.matches("An answer was interrupted").count(), 2, "no means no: {out}");
    let out = home.run_with(&DRILL, "d\ny\nq\n").works().out();
    assert!(out.contains("Question 1 of 3"), "{out}");
    assert!(home.run(&["doctor"]).works().out().contains("none waiting"));
}

/// A drill whose prompts are waited for.
struct Dialogue {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Dialogue {
    fn start(home: &Home) -> Self {
        let mut child = home.command(&DRILL).stdin(Stdio::piped()).spawn().expect("started");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, input, output }
    }

    fn say(&mut self, line: &str) {
        let input = self.input.as_mut().expect("open");
        writeln!(input, "{line}").and_then(|()| input.flush()).expect("taken");
    }

    /// Reads until a line has these words.
    fn wait_for(&mut self, words: &str) {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).expect("text"), 0, "it ended before it said {words:?}");
            if line.contains(words) {
                return;
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_with_the_answer_kept() {
    use rustix::process::{Pid, Signal, kill_process};
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let home = Home::with_mini();
        let mut drill = Dialogue::start(&home);
        drill.say("t");
        drill.say("Kept to the last line");
        drill.say(".t");
        drill.wait_for("answering 0:0");
        let pid = Pid::from_child(&drill.child);
        kill_process(pid, signal).expect("sent");
        drill.wait_for("Your answer is kept");
        assert_eq!(drill.child.wait().expect("ended").code(), Some(code));
        let out = home.run_with(&DRILL, "").works().out();
        assert!(out.contains("An answer was interrupted: 5 words"), "{out}");
    }
}

#[cfg(unix)]
#[test]
fn a_kill_loses_no_line_that_a_second_has_passed_over() {
    let home = Home::with_mini();
    let mut drill = Dialogue::start(&home);
    drill.say("t");
    drill.say("Kept by itself");
    drill.say(".t");
    drill.wait_for("answering 0:0");
    // The draft appears by itself, within a second and the time of a write.
    let kept = || {
        let files = std::fs::read_dir(home.path("data/drafts")).into_iter().flatten().filter_map(Result::ok);
        let files = files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|kind| kind == "json"));
        files.filter_map(|path| std::fs::read_to_string(path).ok()).any(|text| text.contains("Kept by itself"))
    };
    let started = std::time::Instant::now();
    while !kept() {
        assert!(started.elapsed().as_secs() < 20, "the draft never came");
        std::thread::yield_now();
    }
    drill.child.kill().expect("killed");
    drill.child.wait().expect("ended");
    let out = home.run_with(&DRILL, "").works().out();
    assert!(out.contains("An answer was interrupted: 3 words"), "{out}");
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let home = Home::with_mini();
    let mut drill = Dialogue::start(&home);
    drill.say("t");
    drill.wait_for("Type your answer");
    drill.say("Nobody reads on");
    let Dialogue { mut child, input, output } = drill;
    drop(output);
    let mut input = input.expect("open");
    let _ = writeln!(input, ".");
    drop(input);
    let mut err = String::new();
    let mut stderr = child.stderr.take().expect("piped");
    std::io::Read::read_to_string(&mut stderr, &mut err).expect("text");
    assert_eq!((child.wait().expect("ended").code(), err.as_str()), (Some(0), ""));
    let out = home.run_with(&DRILL, "").works().out();
    assert!(out.contains("An answer without a prediction: 3 words"), "{out}");
}

#[test]
fn an_endless_input_does_not_fill_the_memory_or_hang() {
    let home = Home::with_mini();
    let mut input = String::from("t\n");
    input.push_str(&"many words on one line ".repeat(20_000));
    input.push_str("\n.\n4\n");
    let out = home.run_with(&DRILL, input).works().out();
    assert!(out.contains("That does not fit") && out.contains("Nothing typed yet"), "{out}");
}

#[test]
fn the_tour_says_what_each_step_is_and_keeps_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_hotseat"));
    let ran = command
        .args(["tour", "--plain"])
        .env("HOTSEAT_HOME", home.path())
        .write_stdin("t\nIt makes reads fast.\n.\n2\n")
        .output()
        .expect("ran");
    let said = String::from_utf8(ran.stdout).expect("UTF-8");
    for step in ["Tour, 1 of 5", "Tour, 2 of 5", "Tour, 3 of 5", "Tour, 4 of 5"] {
        assert_eq!(said.matches(step).count(), 1, "{step} in {said}");
    }
    assert!(std::fs::read_dir(home.path()).expect("listed").next().is_none(), "nothing is kept");
}
