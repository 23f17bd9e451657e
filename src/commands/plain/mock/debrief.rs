//! The debrief line by line: points, replies, mistakes and numbers of each answer, red flags, the scorecard.

use super::{At, PlainMock, card};
use crate::assess::{RedFlag, coverage};
use crate::bank::QuestionId;
use crate::commands::plain::{Desk, say};
use crate::history::{Medium, RecordId, Tick};

/// The word for how a reply held.
fn held_word(tick: Tick) -> &'static str {
    match tick {
        Tick::Hit => "held",
        Tick::Partial => "partly",
        Tick::Missed => "did not hold",
    }
}

impl PlainMock {
    pub(super) fn ask_debrief(&mut self, id: RecordId) {
        self.left.clear();
        self.left.push_back(super::Left::Debrief(id));
        self.says.line("Enter debriefs it now: the notes open, and the scorecard follows. l later.");
        self.at = At::Debrief;
    }

    pub(super) fn at_debrief(&mut self, word: &str, desk: &mut Desk<'_>) {
        match (word, self.left.front().cloned()) {
            ("", Some(super::Left::Debrief(id))) => self.open_debrief(&id, desk),
            ("l" | "later" | "q" | "quit", _) => self.stop(desk),
            _ => self.says.line("Enter debriefs it now, l later."),
        }
    }

    pub(super) fn open_debrief(&mut self, id: &RecordId, desk: &mut Desk<'_>) {
        match desk.engine.debrief(id, desk.now) {
            Ok(debrief) if debrief.answers().is_empty() => {
                self.says.line("Nothing was answered in this mock, so there is nothing to debrief.");
                self.at = At::Over;
            }
            Ok(debrief) => {
                let open = debrief.open();
                self.debrief = Some(debrief);
                match open {
                    Some(open) => self.open_answer(open, desk),
                    None => self.step(At::Flag(0), desk),
                }
            }
            Err(error) => {
                self.says.line(error);
                self.at = At::Over;
            }
        }
    }

    fn open_answer(&mut self, at: usize, desk: &mut Desk<'_>) {
        let Some(debrief) = &self.debrief else { return };
        let Some(answer) = debrief.answers().get(at) else { return };
        self.answer = at;
        let turn = &answer.turn;
        self.mentioned =
            coverage(turn.question(), turn.text()).into_iter().filter(|m| m.mentioned).map(|m| m.point).collect();
        self.says.gap(format!("Debrief, answer {} of {}.", at + 1, debrief.answers().len()));
        self.says.line(turn.prompt());
        let spoken = turn.medium() == Medium::Spoken;
        self.says.gap("Your answer:");
        self.says.line(match turn.text() {
            "" if spoken => "(spoken)",
            "" => "(none)",
            text => text,
        });
        for put in &answer.puts {
            self.says.gap(format!("They asked: {}", put.prompt));
            self.says.line(match put.text.trim() {
                "" if spoken => "(spoken)",
                "" => "(no reply)",
                text => text,
            });
        }
        say::reveal(&mut self.says, turn);
        self.step(At::Point(0), desk);
    }

    /// Asks for what stands at `at`, or for whatever comes after it when there is no such thing.
    fn step(&mut self, at: At, desk: &mut Desk<'_>) {
        let Some(debrief) = &self.debrief else { return };
        let Some(answer) = debrief.answers().get(self.answer) else { return };
        let (turn, question) = (&answer.turn, answer.turn.question());
        match at {
            At::Point(index) if index < question.look_for.len() => {
                say::point(&mut self.says, turn, index, &self.mentioned);
            }
            At::Point(_) => return self.step(At::Reply(0), desk),
            At::Reply(index) if index < answer.puts.len() => {
                let (put, held) = (&answer.puts[index], answer.held()[index]);
                self.says.gap(format!("Follow-up {} of {}: {}", index + 1, answer.puts.len(), put.prompt));
                let listen_for = debrief.listen_for(self.answer, index);
                if !listen_for.is_empty() {
                    self.says.line(format!("Listen for: {}", listen_for.join(" ")));
                }
                self.says.line(format!("h held, p partly, m did not hold; Enter: {}.", held_word(held)));
            }
            At::Reply(_) => return self.step(At::Mistake(0), desk),
            At::Mistake(index) if index < question.mistakes.len() => say::mistake(&mut self.says, turn, index),
            At::Mistake(_) => return self.step(At::Number(0), desk),
            At::Number(index) => {
                let numbers = debrief.numbers(self.answer);
                let Some(number) = numbers.get(index) else { return self.judge(desk) };
                if index == 0 {
                    self.says.gap(format!("The evidence: {}.", crate::practice::words::facts(turn)));
                }
                if let Some(dimension) = debrief.dimension(&number.dimension) {
                    self.says.gap(format!("{}, {} of {}.", dimension.title, index + 1, numbers.len()));
                    for (anchor, at) in dimension.anchors.iter().zip(1..) {
                        self.says.line(format!("{at}: {anchor}"));
                    }
                }
                let cap = if number.capped { " A must was missed: no more than 2 here." } else { "" };
                let own = debrief.own_number(self.answer, &number.dimension);
                let keep = own.map_or(format!("the suggestion, {}", number.suggested), |own| format!("your {own}"));
                self.says.line(format!("1 to 4; Enter: {keep}.{cap}"));
            }
            At::Flag(index) if index < RedFlag::ALL.len() => {
                if index == 0 {
                    self.says.gap("Red flags, over all answers.");
                }
                let flag = RedFlag::ALL[index];
                let now = if debrief.red_flags().contains(&flag) { "yes" } else { "no" };
                self.says.line(format!("{}? y or n; Enter: {now}.", flag.words()));
            }
            At::Flag(_) => return self.finish_debrief(desk),
            _ => return,
        }
        self.at = at;
    }

    /// The same kind of thing, one further or one back.
    fn next(&mut self, by: isize, desk: &mut Desk<'_>) {
        let moved = |index: usize| index.saturating_add_signed(by);
        let to = match self.at {
            At::Point(index) => At::Point(moved(index)),
            At::Reply(index) => At::Reply(moved(index)),
            At::Mistake(index) => At::Mistake(moved(index)),
            At::Number(index) => At::Number(moved(index)),
            At::Flag(index) => At::Flag(moved(index)),
            at => at,
        };
        self.step(to, desk);
    }

    pub(super) fn at_tick(&mut self, word: &str, desk: &mut Desk<'_>) {
        let tick = match word {
            "h" | "hit" | "held" => Some(Tick::Hit),
            "p" | "partial" | "partly" => Some(Tick::Partial),
            "m" | "missed" => Some(Tick::Missed),
            "" => None,
            "b" | "back" => return self.next(-1, desk),
            "q" | "quit" => return self.stop(desk),
            _ => return self.says.line("h hit, p partial, m missed, Enter keeps it, b one back, q end."),
        };
        let (Some(debrief), Some(tick)) = (&mut self.debrief, tick) else { return self.next(1, desk) };
        match self.at {
            At::Reply(index) => debrief.set_held(self.answer, index, tick),
            At::Point(index) => {
                if let Some(turn) = debrief.answers().get(self.answer).map(|answer| &answer.turn) {
                    let mut ticks = turn.ticks().clone();
                    if let Some(point) = turn.question().look_for.get(index) {
                        ticks.points.insert(point.id.clone(), tick);
                    }
                    debrief.set_ticks(self.answer, ticks);
                }
            }
            _ => {}
        }
        self.next(1, desk);
    }

    pub(super) fn at_yes_or_no(&mut self, word: &str, desk: &mut Desk<'_>) {
        let yes = match word {
            "y" | "yes" => Some(true),
            "n" | "no" => Some(false),
            "" => None,
            "b" | "back" => return self.next(-1, desk),
            "q" | "quit" => return self.stop(desk),
            _ => return self.says.line("y or n, Enter keeps it, b one back, q end."),
        };
        let (Some(debrief), Some(yes)) = (&mut self.debrief, yes) else { return self.next(1, desk) };
        match self.at {
            At::Flag(index) => {
                let flag = RedFlag::ALL[index.min(RedFlag::ALL.len() - 1)];
                if debrief.red_flags().contains(&flag) != yes {
                    debrief.toggle_flag(flag);
                }
            }
            At::Mistake(index) => {
                if let Some(turn) = debrief.answers().get(self.answer).map(|answer| &answer.turn) {
                    let mut ticks = turn.ticks().clone();
                    if let Some(mistake) = turn.question().mistakes.get(index) {
                        ticks.mistakes.retain(|made| *made != mistake.id);
                        ticks.mistakes.extend(yes.then(|| mistake.id.clone()));
                    }
                    debrief.set_ticks(self.answer, ticks);
                }
            }
            _ => {}
        }
        self.next(1, desk);
    }

    pub(super) fn at_number(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let number = match word {
            "" => None,
            "b" | "back" if index == 0 => return self.step(At::Point(0), desk),
            "b" | "back" => return self.next(-1, desk),
            "q" | "quit" => return self.stop(desk),
            _ => match word.parse::<u8>() {
                Ok(number @ 1..=4) => Some(number),
                _ => return self.says.line("1 to 4, Enter keeps it, b one back, q end."),
            },
        };
        if let (Some(debrief), Some(number)) = (&mut self.debrief, number)
            && let Some(dimension) = debrief.numbers(self.answer).get(index).map(|n| n.dimension.clone())
        {
            debrief.set_number(self.answer, &dimension, Some(number));
        }
        self.next(1, desk);
    }

    fn judge(&mut self, desk: &mut Desk<'_>) {
        let Some(debrief) = &mut self.debrief else { return };
        let record = desk.engine.judge_mock(debrief, self.answer, desk.now);
        let open = debrief.open();
        if self.save(record.into_iter().collect(), desk) {
            self.says.line("Saved.");
        }
        match open {
            Some(open) => self.open_answer(open, desk),
            None => self.step(At::Flag(0), desk),
        }
    }

    fn finish_debrief(&mut self, desk: &mut Desk<'_>) {
        let Some(debrief) = &mut self.debrief else { return };
        let record = debrief.scorecard(desk.now);
        let (sitting, queue) = (debrief.sitting().clone(), debrief.card().drill_queue());
        let seconds: Vec<f64> = debrief.answers().iter().map(crate::practice::mock::Answer::seconds).collect();
        let parts: Vec<_> = debrief.plan().rounds.iter().map(|round| round.part).collect();
        let title = format!("{}, {}", debrief.plan().title, debrief.plan().level);
        card::say(&mut self.says, &title, &debrief.card(), &parts, &seconds, desk.engine);
        if self.save(vec![record], desk) {
            self.says.gap("The scorecard is saved.");
            self.says.line(format!("A report of it: hotseat report {sitting}"));
            let asked = |question: &&QuestionId| desk.engine.library().entry(question).is_some();
            let gaps: Vec<String> =
                queue.iter().filter(asked).map(|question| format!("--question {question}")).collect();
            if !gaps.is_empty() {
                self.says.line(format!("Drill the gaps: hotseat drill --plain {}", gaps.join(" ")));
            }
        }
        self.at = At::Over;
    }
}
