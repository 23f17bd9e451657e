//! The same numbers on every page: each is opened by the real program on one home, and compared.

use std::fmt::Write as _;
use std::process::Command;

use chrono::{Days, Local, NaiveDate, TimeDelta};
use serde_json::Value;

use crate::harness::{HOTSEAT, Home, Start, Terminal};
use crate::{ESC, ON_HOME, quit};

/// The practice day of the program: local time less four hours.
fn today() -> NaiveDate {
    (Local::now().naive_local() - TimeDelta::hours(4)).date()
}

fn run(home: &Home, arguments: &[&str]) -> String {
    let found = Command::new(HOTSEAT).env("HOTSEAT_HOME", home.path()).args(arguments).output().expect("run");
    assert!(found.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&found.stderr));
    String::from_utf8(found.stdout).expect("text")
}

fn json(home: &Home, arguments: &[&str]) -> Value {
    serde_json::from_str(&run(home, arguments)).expect("JSON")
}

/// Forty questions of which some are overdue, some failed, some outside of the target, one suspended.
fn practised(home: &Home) {
    let all = json(home, &["bank", "list", "--json"]);
    let names = all.as_array().expect("a list").iter().step_by(10).take(40);
    let mut lines = String::new();
    for (n, question) in names.enumerate() {
        let day = today() - Days::new(3 + (n as u64 * 7) % 40);
        let (name, rating) = (question["question"].as_str().expect("a name"), 1 + n % 4);
        writeln!(
            lines,
            "{{\"id\":\"t{n}\",\"question\":\"{name}\",\"answered_at\":\"{day}T19:00:00+00:00\",\"rating\":{rating}}}"
        )
        .expect("a text");
    }
    let file = home.path().join("log.jsonl");
    std::fs::write(&file, lines).expect("written");
    run(home, &["history", "import", &file.display().to_string()]);
    let suspended = all[0]["question"].as_str().expect("a name");
    run(home, &["history", "suspend", suspended]);
}

/// What is on a page, its lines joined.
fn page(terminal: &mut Terminal, key: &str, known_by: &str) -> String {
    terminal.wait_for(ON_HOME).send(key).wait_for(known_by);
    let page = terminal.contents();
    terminal.send(ESC).wait_for(ON_HOME);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_says_the_same_of_one_home() {
    let home = Home::new();
    practised(&home);
    let date = (today() + Days::new(20)).to_string();
    let plan = json(&home, &["plan", "--date", &date, "--json"]);
    let target = json(&home, &["stats", "--json"])["target"].clone();
    let number = |key: &str| target[key].as_u64().expect("a number");
    let [bank, questions, seen, unseen] = ["bank", "questions", "seen", "unseen"].map(number);
    let [due, failed] = ["due", "failed"].map(number);
    assert!(seen > 9 && due > 3 && failed > 1 && unseen + seen == questions && questions < bank, "{target}");
    assert_eq!(json(&home, &["queue", "--json"])["target"], target);
    assert_eq!([&plan["questions"], &plan["unseen"]].map(Value::as_u64), [Some(questions), Some(unseen)]);

    let of_target = format!("{questions} of your target ({bank} in the bank)");
    let state = format!("{seen} seen, {unseen} unseen; {due} due, {failed} of them failed last time");
    let whole = format!("Questions: {of_target}, {state}");
    for command in ["stats", "queue", "plan"] {
        let text = run(&home, &[command]);
        assert!(text.contains(&whole), "{command} does not say {whole:?}: {text}");
    }
    let percent = |key: &str| format!("{:.0} %", plan[key].as_f64().expect("a share") * 100.0);
    let (now, kept, stopped) = (percent("readiness_now"), percent("readiness"), percent("readiness_if_stopped"));
    let ready = format!("eadiness {now} today; on the day {kept} if you keep the plan, {stopped} if you stop");
    for command in ["plan", "stats"] {
        let text = run(&home, &[command]);
        assert!(text.contains(&ready), "{command} does not say {ready:?}: {text}");
    }

    let mut terminal = Start::hotseat(home.path()).size(160, 40).start();
    terminal.wait_for(ON_HOME).wait_for("q quit");
    let home_page = terminal.contents();
    assert!(home_page.contains(&format!("{of_target}, {seen} seen")), "{home_page}");
    assert!(home_page.contains(&ready), "{home_page}");
    let first = &plan["days"][0];
    let tonight: u64 = ["new", "review", "window"].iter().map(|key| first[*key].as_u64().expect("a number")).sum();
    assert!(home_page.contains(&format!("Tonight   {tonight} question")), "{home_page}");
    let new = first["new"].as_u64().expect("a number");
    assert!(new == 0 || home_page.contains(&format!("{new} new")), "{home_page}");

    let browse = page(&mut terminal, "b", "d drill all");
    assert!(browse.contains(&of_target), "{browse}");
    // What the plan does not get to is one number, with the long ones in it.
    let [left, long] = ["unseen_on_date", "long_unseen_on_date"].map(|key| plan[key].as_u64().expect("a number"));
    assert!(left > long && long > 1, "{left} {long}");
    let short = format!("{left} would stay unseen, {long} of them long");
    assert!(run(&home, &["plan"]).contains(&short), "{}", run(&home, &["plan"]));
    let planned = page(&mut terminal, "d", "d type a date");
    assert!(planned.contains(&whole) && planned.contains(&ready) && planned.contains(&short), "{planned}");
    let progress = page(&mut terminal, "p", "r other days");
    assert!(progress.contains(&of_target) && progress.contains(&state) && progress.contains(&ready), "{progress}");
    assert!(progress.contains(&format!("leave {left} ({long} long)")), "{progress}");
    let report = run(&home, &["report", "progress", "--format", "md"]);
    assert!(report.contains(&format!("leave {left} ({long} long) unseen")), "{report}");
    quit(&mut terminal);
    terminal.assert_clean();
}

#[test]
fn a_narrow_home_says_the_same_in_fewer_words_and_cuts_none_of_them() {
    let home = Home::new();
    practised(&home);
    let plan = json(&home, &["plan", "--date", &(today() + Days::new(20)).to_string(), "--json"]);
    let percent = |key: &str| format!("{:.0} %", plan[key].as_f64().expect("a share") * 100.0);
    let (now, kept, stopped) = (percent("readiness_now"), percent("readiness"), percent("readiness_if_stopped"));
    let mut terminal = Start::hotseat(home.path()).size(40, 24).start();
    let page = terminal.wait_for("ready ").wait_for("q quit").contents();
    let words: Vec<&str> = page.split_whitespace().collect();
    let words = words.join(" ");
    assert!(words.contains(&format!("ready {now}, kept {kept}, stopped {stopped}")), "{page}");
    let seen = json(&home, &["stats", "--json"])["target"]["seen"].as_u64().expect("a number");
    let questions = plan["questions"].as_u64().expect("a number");
    assert!(words.contains(&format!("{seen} of {questions} seen")), "{page}");
    assert!(!page.contains('…'), "{page}");
    quit(&mut terminal);
}

#[test]
fn minutes_chosen_for_one_evening_hold_when_one_comes_back() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start();
    terminal.wait_for(ON_HOME).send("+").wait_for(" minutes tonight").wait_for("q quit");
    let page = terminal.contents();
    let words: Vec<&str> = page.split_whitespace().collect();
    let at = words.windows(2).position(|two| two == ["minutes", "tonight;"]).expect("told");
    let minutes: u32 = words[at - 1].parse().expect("a number");
    quit(&mut terminal);
    let mut terminal = Start::hotseat(home.path()).start();
    terminal.wait_for(ON_HOME).wait_for(&format!("of {minutes} min"));
    for _ in 0..minutes.div_ceil(15) {
        terminal.send("-");
    }
    terminal.wait_for("Tonight as always");
    quit(&mut terminal);
    let mut terminal = Start::hotseat(home.path()).start();
    assert!(!terminal.wait_for(ON_HOME).contents().contains(&format!("of {minutes} min")));
    quit(&mut terminal);
}

#[test]
fn an_empty_home_claims_nothing_and_counts_alike() {
    let home = Home::new();
    let target = json(&home, &["stats", "--json"])["target"].clone();
    let of_target = format!("{} of your target ({} in the bank)", target["questions"], target["bank"]);
    for command in ["stats", "queue", "plan"] {
        assert!(run(&home, &[command]).contains(&of_target), "{command}");
    }
    for command in ["stats", "plan"] {
        let text = run(&home, &[command]).to_lowercase();
        assert!(text.contains("no answers yet") && !text.contains("readiness 5"), "{text}");
    }
    let mut terminal = Start::hotseat(home.path()).size(120, 40).start();
    terminal.wait_for(ON_HOME);
    assert!(terminal.contents().contains(&of_target), "{}", terminal.contents());
    assert!(page(&mut terminal, "b", "d drill all").contains(&of_target));
    let planned = page(&mut terminal, "d", "d type a date");
    assert!(planned.contains(&of_target) && planned.contains("Readiness: no answers yet."), "{planned}");
    quit(&mut terminal);
}
