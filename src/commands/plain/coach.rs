//! A second opinion line by line.

use std::time::Duration;

use super::{At, Desk, Plain};
use crate::coach::asking::{Asking, News};
use crate::history::RecordId;
use crate::practice::{Answer, Review, Row};
use crate::session::{self, Opinion, OpinionIntent, OpinionPlace, Order, progress_words};

/// How often it is looked for news at the end of the input.
const LOOK: Duration = Duration::from_millis(50);

/// A second opinion, and what is being asked for it.
#[derive(Debug)]
pub(crate) struct PlainCoach {
    opinion: Opinion,
    asking: Option<Asking>,
    /// Lines that came while it was asked.
    waiting: Vec<String>,
}

impl PlainCoach {
    /// Opens it. What there is to tell comes back beside it.
    pub(crate) fn open(attempt: RecordId, desk: &mut Desk<'_>) -> (Self, Vec<String>) {
        let (opinion, orders) = Opinion::open(attempt, desk.engine);
        let mut coach = Self { opinion, asking: None, waiting: Vec::new() };
        let mut told = coach.carry_out(orders, desk);
        told.extend(coach.place_words());
        (coach, told)
    }

    /// Whether it is being asked.
    pub(crate) fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    /// Where it is.
    pub(crate) fn place(&self) -> &OpinionPlace {
        self.opinion.place()
    }

    /// What it is about, and who was asked.
    pub(crate) fn opinion(&self) -> &Opinion {
        &self.opinion
    }

    /// Takes an intent. What there is to tell comes back.
    pub(crate) fn mean(&mut self, intent: OpinionIntent, desk: &mut Desk<'_>) -> Vec<String> {
        let orders = self.opinion.apply(intent, desk.engine, desk.now);
        let mut told = self.carry_out(orders, desk);
        told.extend(self.opinion.take_word());
        told
    }

    /// What came meanwhile. True: the place is another one.
    pub(crate) fn hear(&mut self, desk: &mut Desk<'_>) -> (Vec<String>, bool) {
        let (mut told, mut through) = (Vec::new(), false);
        while let Some(news) = self.asking.as_ref().and_then(Asking::news) {
            if matches!(news, News::Came(_)) {
                self.asking = None;
                through = true;
            }
            told.extend(self.mean(OpinionIntent::Heard(news), desk));
        }
        (told, through)
    }

    fn carry_out(&mut self, orders: Vec<Order>, desk: &mut Desk<'_>) -> Vec<String> {
        let mut told = Vec::new();
        for order in orders {
            match order {
                Order::AskCoach(work) => self.asking = Some(Asking::start(*work)),
                Order::StopCoach => self.asking = None,
                Order::Append(records) => {
                    let saved = desk.engine.save(records, desk.now).map_err(|error| error.to_string());
                    told.extend(self.mean(OpinionIntent::Settled(saved), desk));
                }
                order => {
                    let news = session::carry_out(order, desk.engine, desk.now);
                    told.extend(news.and_then(|news| news.words().map(str::to_owned)));
                }
            }
        }
        told
    }

    /// The place in words, line by line.
    pub(crate) fn place_words(&self) -> Vec<String> {
        match self.opinion.place() {
            OpinionPlace::Consent(words) => {
                let mut lines = words.clone();
                lines.push("y send it, n send nothing.".to_owned());
                lines
            }
            OpinionPlace::Asking(progress) => {
                vec![format!("{} s stops it.", progress_words(*progress))]
            }
            OpinionPlace::Failed(why) => vec![why.clone()],
            OpinionPlace::Shown(rows) => {
                let mut lines =
                    vec![format!("Second opinion from {} ({}):", self.opinion.from(), self.opinion.trust())];
                for (index, row) in rows.iter().enumerate() {
                    lines.push(format!("{}. {}", index + 1, crate::text::one_line(&row.text)));
                    lines.push(format!("   {}", row.words()));
                    if let Some(quote) = row.quote.clone().and_then(|quote| self.opinion.answer().get(quote)) {
                        lines.push(format!("   \"{}\"", crate::text::one_line(quote)));
                    }
                }
                lines
            }
        }
    }
}

impl Plain {
    pub(super) fn open_coach(&mut self, desk: &mut Desk<'_>) {
        let attempt = self.review().map(Review::answer).map(Answer::id).cloned();
        let Some(attempt) = attempt else { return };
        let (coach, told) = PlainCoach::open(attempt, desk);
        self.coach = Some(coach);
        self.at = At::Coach;
        self.tell_coach(&told);
        self.go_on_from_coach();
    }

    fn tell_coach(&mut self, told: &[String]) {
        for line in told {
            self.says.line(line);
        }
    }

    /// What comes next: back to the drill where there is nothing to be said to it any more.
    fn go_on_from_coach(&mut self) {
        match self.coach.as_ref().map(PlainCoach::place) {
            Some(OpinionPlace::Shown(rows)) => {
                let ask = if rows.iter().any(Row::differs) {
                    "A number takes the coach's tick over, Enter leaves yours as they are."
                } else {
                    "You agree on every point. Enter goes on."
                };
                self.says.line(ask);
            }
            Some(OpinionPlace::Consent(_) | OpinionPlace::Asking(_)) => {}
            Some(OpinionPlace::Failed(_)) | None => self.leave_coach(),
        }
    }

    fn leave_coach(&mut self) {
        self.coach = None;
        self.at = At::Session;
        self.ask_next();
    }

    pub(super) fn hear_coach(&mut self, desk: &mut Desk<'_>) {
        let Some(coach) = &mut self.coach else { return };
        let (mut told, through) = coach.hear(desk);
        if through {
            told.extend(coach.place_words());
        }
        self.tell_coach(&told);
        if through {
            let waiting = self.coach.as_mut().map(|coach| std::mem::take(&mut coach.waiting)).unwrap_or_default();
            self.go_on_from_coach();
            for word in &waiting {
                self.command(word, desk);
            }
        }
    }

    /// There is no more input: what is asked is waited for, and its rows stay as they are.
    pub(super) fn end_coach(&mut self, desk: &mut Desk<'_>) {
        while self.coach.as_ref().is_some_and(PlainCoach::is_asking) {
            std::thread::sleep(LOOK);
            self.hear_coach(desk);
        }
        if self.at == At::Coach {
            self.leave_coach();
        }
    }

    pub(super) fn at_coach(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(coach) = &mut self.coach else { return self.leave_coach() };
        let told = match (coach.place(), word) {
            (OpinionPlace::Consent(_), "y" | "yes") => {
                let mut told = coach.mean(OpinionIntent::Agree, desk);
                told.extend(coach.place_words());
                told
            }
            (OpinionPlace::Consent(_), "n" | "no" | "q" | "") | (OpinionPlace::Failed(_), _) => {
                return self.leave_coach();
            }
            (OpinionPlace::Consent(_), _) => vec!["y send it, n send nothing.".to_owned()],
            (OpinionPlace::Asking(_), "s" | "stop") => {
                let mut told = coach.mean(OpinionIntent::Stop, desk);
                told.extend(coach.place_words());
                told
            }
            // A script does not wait: its lines are about what comes.
            (OpinionPlace::Asking(_), _) => return coach.waiting.push(word.to_owned()),
            (OpinionPlace::Shown(rows), word) => match word.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
                Some(row) if rows.get(row).is_some_and(Row::differs) => {
                    let mut told = coach.mean(OpinionIntent::TakeOver(row), desk);
                    told.extend(coach.place_words());
                    told
                }
                Some(_) => vec!["That row has nothing to take over.".to_owned()],
                None => return self.leave_coach(),
            },
        };
        self.tell_coach(&told);
        self.go_on_from_coach();
    }
}
