//! The interviewer's sheet as Markdown, to be read, pasted or edited.

use super::Sheet;
use crate::assess::RedFlag;
use crate::bank::{FollowUp, Question};
use crate::markup::{fence, markdown as m};

impl Sheet<'_> {
    /// Renders the sheet as Markdown.
    pub fn markdown(self) -> String {
        let plan = self.plan;
        let mut out = format!(
            "# {}\n\nLevel {}, {} minutes, seed {}. For the interviewer alone: it has the answers. Ask, listen, say nothing \
             about how it goes, and follow up. When a round runs late, drop follow-ups first.\n\n",
            m(&format!("{}: the interviewer's copy", plan.title)),
            plan.level,
            plan.minutes,
            plan.seed
        );
        for (round, questions) in plan.rounds.iter().zip(self.rounds()) {
            out += &format!("## {} ({} min)\n\n", m(&round.name), round.minutes);
            if let Some(seconds) = round.uninterrupted {
                out += &format!("Do not interrupt for the first {} minutes.\n\n", f64::from(seconds) / 60.0);
            }
            for (number, (planned, question)) in (1..).zip(questions) {
                out += &format!("### {}\n\n", m(&format!("{number}. {}", question.prompt)));
                let minutes = planned.seconds.div_ceil(60);
                out += &format!(
                    "{}, about {minutes} min with follow-ups ({})\n\n",
                    planned.kind,
                    m(planned.question.as_str())
                );
                out += &ask(question, self.settles_first(question.kind));
            }
        }
        out += "## At any time\n\n";
        for (title, prompts) in self.general() {
            out += &list(title, "-", prompts.iter().map(with_points));
        }
        out + &self.scorecard()
    }

    fn scorecard(self) -> String {
        let rows: String = self
            .scored()
            .map(|dimension| {
                let anchors = dimension.anchors.iter().map(|anchor| m(anchor)).collect::<Vec<_>>().join(" | ");
                format!("| {} | {anchors} |  |\n", m(&dimension.title))
            })
            .collect();
        let plan = self.plan;
        format!(
            "## Scorecard\n\nWrite down what you heard before the number.\n\n\
             | Dimension | 1 | 2 | 3 | 4 | Number |\n|---|---|---|---|---|---|\n{rows}\n{}Three gaps:\n\n\
             To fill it in: the same command with --format html is a page for that, with --format json a file; `hotseat mock \
             score FILE` reads what either gives. Add --seed {} --level {} --minutes {}, so that the questions are the \
             same.\n",
            list("Red flags", "- [ ]", RedFlag::ALL.iter().map(|flag| flag.words().to_owned())),
            plan.seed,
            plan.level,
            plan.minutes
        )
    }
}

/// A list under a title; empty if it has no lines.
fn list(title: &str, mark: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.map(|line| format!("{mark} {}\n", m(&line))).collect();
    if lines.is_empty() { lines } else { format!("#### {title}\n\n{lines}\n") }
}

fn ask(question: &Question, settles_first: bool) -> String {
    let mut out = question.snippet.as_ref().map_or_else(String::new, |s| fence(&s.code, &s.language) + "\n");
    out += &list("When asked back", "-", question.clarifications.iter().map(|c| format!("{} {}", c.ask, c.answer)));
    let settled = ["yes", "no"].map(str::to_owned).into_iter().filter(|_| settles_first);
    out += &list("Asked what is wanted before answering (neither, if you did not notice)", "- [ ]", settled);
    let points = question.look_for.iter().map(|point| format!("{}: {}", point.tier, point.text));
    out += &list("Listen for", "- [ ]", points);
    let critical = |critical: bool| if critical { "critical: " } else { "" };
    let mistakes = question.mistakes.iter().map(|mistake| format!("{}{}", critical(mistake.critical), mistake.text));
    out += &list("Mistakes", "- [ ]", mistakes);
    out += &list("Follow up with one to three", "- [ ]", question.follow_ups.iter().map(with_points));
    out + "Notes:\n\n"
}

/// A prompt, followed in brackets by what to listen for.
fn with_points(next: &FollowUp) -> String {
    let points: Vec<&str> = next.look_for.iter().map(|point| point.text.as_str()).collect();
    if points.is_empty() { next.prompt.clone() } else { format!("{} ({})", next.prompt, points.join(" ")) }
}
