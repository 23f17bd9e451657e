//! A second opinion, line by line.

use std::time::Duration;

use super::say::Says;
use super::{At, Desk, Plain};
use crate::coach::asking::News;
use crate::history::RecordId;
use crate::practice::{Answer, Review, Row};
use crate::session::{self, Coaching, EARLIER, Heard, Opinion, OpinionIntent, OpinionPlace, Order, progress_words};

/// How often news is looked for once the input has ended.
pub(super) const LOOK: Duration = Duration::from_millis(50);

/// A second opinion, and the request for it that is running.
#[derive(Debug)]
pub(crate) struct PlainCoach {
    opinion: Opinion,
    coaching: Coaching,
    /// Lines that were read while the coach was being asked.
    waiting: Vec<String>,
}

impl PlainCoach {
    /// Opens a second opinion, taking over a request that is already running in the background. Also returns lines to
    /// print.
    pub(crate) fn open(attempt: RecordId, coaching: Coaching, desk: &mut Desk<'_>) -> (Self, Vec<String>) {
        let (opinion, orders) = Opinion::open(attempt, desk.engine);
        let mut coach = Self { opinion, coaching, waiting: Vec::new() };
        let mut told = coach.carry_out(orders, desk);
        told.extend(coach.place_words());
        (coach, told)
    }

    /// Whether the coach is being asked right now.
    pub(crate) fn is_asking(&self) -> bool {
        self.coaching.is_asking()
    }

    /// The stage that the opinion has reached.
    pub(crate) fn place(&self) -> &OpinionPlace {
        self.opinion.place()
    }

    /// The opinion, with its attempt and who was asked.
    pub(crate) fn opinion(&self) -> &Opinion {
        &self.opinion
    }

    /// Applies an intent and returns lines to print.
    pub(crate) fn mean(&mut self, intent: OpinionIntent, desk: &mut Desk<'_>) -> Vec<String> {
        let orders = self.opinion.apply(intent, desk.engine, desk.now);
        let mut told = self.carry_out(orders, desk);
        told.extend(self.opinion.take_word());
        told
    }

    /// Takes the news that has arrived. Returns lines to print, and whether the opinion has reached another stage.
    pub(crate) fn hear(&mut self, desk: &mut Desk<'_>) -> (Vec<String>, bool) {
        let (mut told, mut through) = (Vec::new(), false);
        while let Some(heard) = self.coaching.news(desk.now) {
            match heard {
                Heard::Opinion(news) => {
                    through |= matches!(news, News::Came(_));
                    told.extend(self.mean(OpinionIntent::Heard(news), desk));
                }
                Heard::Ahead(opinion) => told.extend(self.carry_out(vec![Order::KeepOpinion(opinion)], desk)),
                Heard::FollowUp(_) | Heard::Edits(_) | Heard::Extract(_) => {}
            }
        }
        (told, through)
    }

    fn carry_out(&mut self, orders: Vec<Order>, desk: &mut Desk<'_>) -> Vec<String> {
        let mut told = Vec::new();
        for order in orders {
            match order {
                Order::Append(records) => {
                    let saved = desk.engine.save(records, desk.now).map_err(|error| error.to_string());
                    told.extend(self.mean(OpinionIntent::Settled(saved), desk));
                }
                order => {
                    let Some(order) = self.coaching.take(order) else { continue };
                    let news = session::carry_out(order, desk.engine, desk.now);
                    told.extend(news.and_then(|news| news.words().map(str::to_owned)));
                }
            }
        }
        told
    }

    /// The current stage in words, line by line.
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
                let failed = self.opinion.failed_again().map(|why| format!("{why} {EARLIER}"));
                let mut lines: Vec<String> = failed.into_iter().collect();
                lines.push(format!("Second opinion from {} ({}):", self.opinion.from(), self.opinion.trust()));
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

/// What a line about an opinion leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// The opinion is still open.
    Stay,
    /// The opinion is finished, and the dialogue returns to what it interrupted.
    Back,
}

impl PlainCoach {
    /// Prints what can be done next, or returns if nothing can be.
    pub(super) fn go_on(&self, says: &mut Says) -> Leads {
        match self.place() {
            OpinionPlace::Shown(rows) => {
                let ask = if rows.iter().any(Row::differs) {
                    "A number takes the coach's tick over, Enter leaves yours as they are."
                } else {
                    "You agree on every point. Enter goes on."
                };
                says.line(ask);
                Leads::Stay
            }
            OpinionPlace::Consent(_) | OpinionPlace::Asking(_) => Leads::Stay,
            OpinionPlace::Failed(_) => Leads::Back,
        }
    }

    /// Takes and prints news. Lines that were read meanwhile are returned as soon as they can be acted on.
    pub(super) fn tick(&mut self, says: &mut Says, desk: &mut Desk<'_>) -> (Leads, Vec<String>) {
        let (mut told, through) = self.hear(desk);
        if through {
            told.extend(self.place_words());
        }
        for line in &told {
            says.line(line);
        }
        if through { (self.go_on(says), std::mem::take(&mut self.waiting)) } else { (Leads::Stay, Vec::new()) }
    }

    /// Handles a line.
    pub(super) fn take(&mut self, word: &str, says: &mut Says, desk: &mut Desk<'_>) -> Leads {
        let told = match (self.place(), word) {
            (OpinionPlace::Consent(_), "y" | "yes") => {
                let mut told = self.mean(OpinionIntent::Agree, desk);
                told.extend(self.place_words());
                told
            }
            (OpinionPlace::Consent(_), "n" | "no" | "q" | "") | (OpinionPlace::Failed(_), _) => return Leads::Back,
            (OpinionPlace::Consent(_), _) => vec!["y send it, n send nothing.".to_owned()],
            (OpinionPlace::Asking(_), "s" | "stop") => {
                let mut told = self.mean(OpinionIntent::Stop, desk);
                told.extend(self.place_words());
                told
            }
            // A script does not wait, so its lines are meant for the stage that follows.
            (OpinionPlace::Asking(_), _) => {
                self.waiting.push(word.to_owned());
                return Leads::Stay;
            }
            (OpinionPlace::Shown(rows), word) => match word.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
                Some(row) if rows.get(row).is_some_and(Row::differs) => {
                    let mut told = self.mean(OpinionIntent::TakeOver(row), desk);
                    told.extend(self.place_words());
                    told
                }
                Some(_) => vec!["That row has nothing to take over.".to_owned()],
                None => return Leads::Back,
            },
        };
        for line in &told {
            says.line(line);
        }
        self.go_on(says)
    }

    /// The requests that are still running in the background.
    pub(super) fn into_coaching(self) -> Coaching {
        self.coaching
    }
}

impl Plain {
    pub(super) fn open_coach(&mut self, desk: &mut Desk<'_>) {
        let attempt = self.review().map(Review::answer).map(Answer::id).cloned();
        let Some(attempt) = attempt else { return };
        let (coach, told) = PlainCoach::open(attempt, std::mem::take(&mut self.coaching), desk);
        for line in &told {
            self.says.line(line);
        }
        let leads = coach.go_on(&mut self.says);
        self.coach = Some(coach);
        self.at = At::Coach;
        self.follow_coach(leads);
    }

    fn follow_coach(&mut self, leads: Leads) {
        if leads == Leads::Back {
            if let Some(coach) = self.coach.take() {
                self.coaching = coach.into_coaching();
            }
            self.at = At::Session;
            self.ask_next();
        }
    }

    pub(super) fn hear_coach(&mut self, desk: &mut Desk<'_>) {
        let Some(coach) = &mut self.coach else { return };
        let (leads, waiting) = coach.tick(&mut self.says, desk);
        self.follow_coach(leads);
        for word in &waiting {
            self.command(word, desk);
        }
    }

    /// The input has ended: waits for a running request, but takes none of its rows over.
    pub(super) fn end_coach(&mut self, desk: &mut Desk<'_>) {
        while self.coach.as_ref().is_some_and(PlainCoach::is_asking) {
            std::thread::sleep(LOOK);
            self.hear_coach(desk);
        }
        if self.at == At::Coach {
            self.follow_coach(Leads::Back);
        }
    }

    pub(super) fn at_coach(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(coach) = &mut self.coach else { return self.follow_coach(Leads::Back) };
        let leads = coach.take(word, &mut self.says, desk);
        self.follow_coach(leads);
    }

    /// Saves opinions that were asked for in advance as soon as they arrive.
    pub(super) fn hear_ahead(&mut self, desk: &mut Desk<'_>) {
        while let Some(heard) = self.coaching.news(desk.now) {
            if let Heard::Ahead(opinion) = heard {
                let news = session::carry_out(Order::KeepOpinion(opinion), desk.engine, desk.now);
                if let Some(news) = &news {
                    super::say::news(&mut self.says, news);
                }
            }
        }
    }
}
