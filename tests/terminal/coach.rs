//! The coach on the screen: agreed to, asked, taken over, stopped while its server hangs; and a mock that is killed while it
//! thinks.

use std::path::Path;

use hotseat::history::Tick;
use serde_json::json;

use crate::harness::{HOTSEAT, Home, Start, Terminal};
use crate::model::{Model, Says, about};
use crate::{CTRL_D, ENTER, ESC, ON_ANSWER, ON_HOME, ON_LAST, ON_NOTES, ON_PREDICTION, ON_QUESTION, ON_RATING, quit};

const DEMO: &str = include_str!("../fixtures/bank/demo.json");
const BANK: &str = include_str!("../fixtures/interview/bank.json");
const TALKING: &str = include_str!("../fixtures/interview/talking.json");

const SAID: &str = "All callers miss at the same moment and ask the database, so I let one caller refresh while the others wait for it.";

/// What the page of consent, of a question to the coach, and of its opinion is known by.
const ON_CONSENT: &str = "Enter send it";
const ON_ASKING: &str = "Esc stop";
const ON_OPINION: &str = "Enter take over";
const ON_THINKING: &str = "They think about what you said.";

fn write(home: &Home, below: &str, text: &str) {
    let path = home.path().join(below);
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("made");
    std::fs::write(path, text).expect("written");
}

fn with_coach(server: &str, more: &str) -> Home {
    let home = Home::new();
    write(
        &home,
        "config/config.toml",
        &format!("fuzz = false\n[coach]\nserver = \"{server}\"\nmodel = \"judge\"\n{more}"),
    );
    home
}

/// Judges every point as there, with words of the answer.
fn opinion() -> Says {
    // Each with a quote of its own: one that stands for all says nothing.
    let words: Vec<&str> = SAID.split(' ').collect();
    let hit = |n: usize| json!({"quote": words[n..n + 5].join(" "), "verdict": "hit"});
    let points: serde_json::Map<_, _> = (1..=9).map(|n| (format!("p{n}"), hit(n))).collect();
    Says::Content(serde_json::Value::Object(points).to_string())
}

/// Answered and rated.
fn rated(home: &Home) -> Terminal {
    let drill = [HOTSEAT, "drill", "--question", "demo/stampede"];
    let mut terminal = Start::program(&drill, home.path()).start();
    terminal.wait_for(ON_QUESTION).send("t").wait_for(ON_ANSWER).send(SAID).wait_for("wait for it.");
    terminal.send(CTRL_D).wait_for(ON_PREDICTION).send("3").wait_for(ON_NOTES).wait_for_word("saved");
    // Once for what the words say nothing of, once for what they do.
    terminal.send("r").wait_for("r again").send("r").wait_for(ON_RATING).send("2").wait_for(ON_LAST);
    terminal
}

#[test]
fn consent_opinion_a_row_taken_over_and_a_server_that_hangs() {
    let mut asked = 0;
    let model = Model::scripted(move |_| {
        asked += 1;
        if asked == 1 { opinion() } else { Says::Nothing }
    });
    let home = with_coach(&model.server, "");
    write(&home, "data/banks/demo.json", DEMO);
    let mut terminal = rated(&home);
    terminal.send("c").wait_for(ON_CONSENT).wait_for("this machine");
    assert!(model.asked().is_empty(), "nothing is sent before a yes");
    terminal.send(ENTER).wait_for(ON_OPINION).wait_for("you: missed");
    terminal.send(ENTER).wait_for("Taken over, as a judgement after the coach.");
    let judgement = home.judgements().pop().expect("a second one");
    assert_eq!(judgement.after_coach.len(), 1);
    assert_eq!(judgement.points[&judgement.after_coach[0]], Tick::Hit);

    // Asked once more, it says nothing: Esc hangs up, the program stays, and what was known before is still known.
    terminal.send("r").wait_for(ON_ASKING).send(ESC).wait_for(ON_LAST);
    assert!(model.wait_for_hang_ups(1), "it was hung up on");
    terminal.send("c").wait_for(ON_OPINION).wait_for("coach: hit").send(ESC).wait_without(ON_OPINION).wait_for(ON_LAST);
    assert_eq!(model.asked().len(), 2);
    quit(&mut terminal);
    terminal.assert_clean();
}

#[test]
fn quitting_while_a_server_hangs_waits_for_nothing() {
    let model = Model::scripted(|_| Says::Nothing);
    let home = with_coach(&model.server, "");
    write(&home, "data/banks/demo.json", DEMO);
    let mut terminal = rated(&home);
    terminal.send("c").wait_for(ON_CONSENT).send(ENTER).wait_for(ON_ASKING);
    quit(&mut terminal);
    terminal.assert_clean();
}

#[test]
fn a_mock_that_is_killed_while_they_think_goes_on_with_the_answer() {
    let mut asked = 0;
    let model = Model::scripted(move |request| {
        assert_eq!(about(request), "follow_up");
        asked += 1;
        let question = "What happens to the others when that one caller dies?";
        match asked {
            2 => Says::Content(json!({"about": "I let one caller refresh", "question": question}).to_string()),
            _ => Says::Nothing,
        }
    });
    let home = with_coach(&model.server, "follow_ups = true\n");
    write(&home, "data/banks/talk/bank.json", BANK);
    write(&home, "data/banks/talk/talking.json", TALKING);
    let agreed =
        std::process::Command::new(HOTSEAT).args(["coach", "agree", "--yes"]).env("HOTSEAT_HOME", home.path()).output();
    assert!(agreed.expect("started").status.success());
    let mock = [HOTSEAT, "mock", "short", "--seed", "1"];
    let mut terminal = Start::program(&mock, home.path()).start();
    terminal.wait_for("Enter start the round").send(ENTER).wait_for("Enter answer").send("t").wait_for(ON_ANSWER);
    terminal.send(SAID).wait_for("wait for it.").wait_for_word("saved").send(CTRL_D).wait_for(ON_THINKING);
    assert!(model.wait_for_asked(1), "it is on its way");
    terminal.wait_for("All callers miss at the same moment").kill();
    assert!(model.wait_for_hang_ups(1), "it was hung up on");
    assert_eq!(home.attempts(), []);

    let mut terminal = home.start();
    terminal.wait_for("A mock interview was interrupted").send(ENTER).wait_for(ON_ANSWER).wait_for("wait for it.");
    terminal.send(CTRL_D).wait_for("What happens to the others when that one caller dies?").wait_for("follow-up");
    terminal.send("They wait for two seconds and take over.").wait_for("take over.").send(CTRL_D).wait_for(ON_THINKING);
    // Whoever does not want to wait goes on with what the bank asks; whoever leaves is hung up for.
    terminal.send(ENTER).wait_without(ON_THINKING).wait_for("follow-up");
    terminal.send(ESC).wait_for("Leave this mock?").send(ESC).wait_without("Leave this mock?").wait_for(ON_HOME);
    assert!(model.wait_for_hang_ups(2), "it was hung up on");
    quit(&mut terminal);
    terminal.assert_clean();
}
