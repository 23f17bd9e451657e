//! A posting that is pasted, corrected, seen on the page of the day, and added no second time; wide and narrow.

use crate::harness::{Home, Start};
use crate::{ENTER, ESC, ON_HOME, quit};

const POSTING: &str = "Senior Backend Engineer at Acme\n\nRequirements\n- 5+ years with Go and PostgreSQL\n- Kafka\n\nBenefits\n- A dog\n";

#[test]
fn a_posting_is_pasted_read_and_on_the_page_of_the_day() {
    for (columns, rows) in [(80, 24), (40, 10)] {
        let home = Home::new();
        let mut terminal = Start::hotseat(home.path()).size(columns, rows).start();
        if columns >= 80 {
            terminal.wait_for(ON_HOME);
        }
        terminal.wait_for("Enter").send("J").wait_for("No job yet").paste(POSTING).wait_for("what you practise");
        terminal.wait_for("● ").paste(POSTING).wait_for("posting of job 1");
        terminal.send("n").wait_for("1 job").paste("hello there\n").wait_for("Nothing of a posting");
        terminal.send("n").wait_for("1 job");
        terminal.send(ENTER).wait_for("Senior Backend Engineer").send("G").wait_for("Kafka").send(ESC);
        terminal.wait_for("1 job").send("B").wait_for("Do not leave out").send(ESC).wait_for("1 job");
        terminal
            .send(ENTER)
            .wait_for("No date")
            .send("x")
            .wait_for("Take this job off the list?")
            .send("y")
            .wait_for("No job yet");
        quit(&mut terminal);
        terminal.assert_clean();
    }
}
