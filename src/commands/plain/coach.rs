//! A second opinion, line by line.

use std::time::Duration;

use super::dialogue::{Desk, Dialogue, Input};
use super::say;
use super::says::Says;
use crate::coach::asking::News;
use crate::history::RecordId;
use crate::practice::Row;
use crate::session::{
    self, AsksCoach as _, CoachIntent, Coaching, EARLIER, Heard, Opinion, Order, RequestPlace, progress_words,
};
use crate::text::one_line;

/// How often news is looked for once the input has ended.
pub(super) const LOOK: Duration = Duration::from_millis(50);

/// The coach of a dialogue: what runs in the background, and the second opinion that is open.
#[derive(Debug, Default)]
pub(super) struct PlainCoach {
    coaching: Coaching,
    opinion: Option<Opinion>,
    /// Lines that were read while the coach was being asked.
    waiting: Vec<String>,
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
    /// Opens a second opinion, taking over a request that is already running in the background.
    pub(super) fn open(&mut self, attempt: RecordId, says: &mut Says, desk: &mut Desk<'_>) -> Leads {
        let (opinion, orders) = Opinion::open(attempt, desk.engine);
        self.opinion = Some(opinion);
        self.carry_out(orders, says, desk);
        self.show(says);
        self.go_on(says)
    }

    /// Whether the coach is being asked for an opinion right now.
    pub(super) fn is_asking(&self) -> bool {
        self.coaching.is_asking()
    }

    /// Carries out an order about the coach; returns any other order unchanged.
    pub(super) fn order(&mut self, order: Order) -> Option<Order> {
        self.coaching.take(order)
    }

    /// The next piece of news about what runs in the background, while no opinion is open.
    pub(super) fn news(&mut self, desk: &Desk<'_>) -> Option<Heard> {
        if self.opinion.is_some() { None } else { self.coaching.news(desk.now) }
    }

    /// Saves opinions that were asked for in advance as soon as they arrive, while no opinion is open.
    pub(super) fn hear_ahead(&mut self, says: &mut Says, desk: &mut Desk<'_>) {
        while let Some(heard) = self.news(desk) {
            if let Heard::Ahead(opinion) = heard
                && let Some(news) = session::carry_out(Order::KeepOpinion(opinion), desk.engine, desk.now)
            {
                say::news(says, &news);
            }
        }
    }

    /// Takes and prints news. Lines that were read meanwhile are returned as soon as they can be acted on.
    pub(super) fn tick(&mut self, says: &mut Says, desk: &mut Desk<'_>) -> (Leads, Vec<String>) {
        let mut through = false;
        while let Some(heard) = self.coaching.news(desk.now) {
            match heard {
                Heard::Opinion(ref news) => {
                    through |= matches!(news, News::Came(_));
                    self.mean(CoachIntent::Heard(heard), says, desk);
                }
                Heard::Ahead(opinion) => self.carry_out(vec![Order::KeepOpinion(opinion)], says, desk),
                Heard::FollowUp(_) | Heard::Edits(_) | Heard::Extract(_) => {}
            }
        }
        if !through {
            return (Leads::Stay, Vec::new());
        }
        self.show(says);
        (self.go_on(says), std::mem::take(&mut self.waiting))
    }

    /// Handles a line.
    pub(super) fn take(&mut self, word: &str, says: &mut Says, desk: &mut Desk<'_>) -> Leads {
        let Some(opinion) = &self.opinion else { return Leads::Back };
        let intent = match (opinion.place(), word) {
            (RequestPlace::Consent(_), "y" | "yes") => CoachIntent::Agree,
            (RequestPlace::Consent(_), "n" | "no" | "q" | "") | (RequestPlace::Failed(_), _) => return self.close(),
            (RequestPlace::Consent(_), _) => {
                says.line(AGREES);
                return Leads::Stay;
            }
            (RequestPlace::Asking(_), "s" | "stop") => CoachIntent::Stop,
            // A script does not wait, so its lines are meant for the stage that follows.
            (RequestPlace::Asking(_), _) => {
                self.waiting.push(word.to_owned());
                return Leads::Stay;
            }
            (RequestPlace::Shown, word) => match word.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
                Some(row) if opinion.rows().get(row).is_some_and(Row::differs) => CoachIntent::Take(row),
                Some(_) => {
                    says.line("That row has nothing to take over.");
                    return self.go_on(says);
                }
                None => return self.close(),
            },
        };
        self.mean(intent, says, desk);
        self.show(says);
        self.go_on(says)
    }

    fn close(&mut self) -> Leads {
        self.opinion = None;
        Leads::Back
    }

    /// Prints what can be done next, or closes the opinion if nothing can be.
    fn go_on(&mut self, says: &mut Says) -> Leads {
        let Some(opinion) = &self.opinion else { return Leads::Back };
        match opinion.place() {
            RequestPlace::Shown => {
                says.line(if opinion.rows().iter().any(Row::differs) {
                    "A number takes the coach's tick over, Enter leaves yours as they are."
                } else {
                    "You agree on every point. Enter goes on."
                });
                Leads::Stay
            }
            RequestPlace::Consent(_) | RequestPlace::Asking(_) => Leads::Stay,
            RequestPlace::Failed(_) => self.close(),
        }
    }

    fn show(&self, says: &mut Says) {
        self.opinion.iter().flat_map(opinion_lines).for_each(|line| says.line(line));
    }

    fn mean(&mut self, intent: CoachIntent, says: &mut Says, desk: &mut Desk<'_>) {
        let Some(opinion) = &mut self.opinion else { return };
        let orders = opinion.apply(intent, desk.engine, desk.now);
        self.carry_out(orders, says, desk);
        self.opinion.as_mut().and_then(Opinion::take_word).into_iter().for_each(|word| says.line(word));
    }

    fn carry_out(&mut self, orders: Vec<Order>, says: &mut Says, desk: &mut Desk<'_>) {
        for order in orders {
            match order {
                Order::Append(records) => {
                    let saved = desk.engine.save(records, desk.now);
                    let saved = saved.map(|()| String::new()).map_err(|error| error.to_string());
                    self.mean(CoachIntent::Settled(saved), says, desk);
                }
                order => {
                    let Some(order) = self.coaching.take(order) else { continue };
                    let news = session::carry_out(order, desk.engine, desk.now);
                    news.as_ref().and_then(session::News::words).into_iter().for_each(|words| says.line(words));
                }
            }
        }
    }
}

/// A dialogue from which a second opinion can be opened.
pub(super) trait OpensCoach: Dialogue {
    /// The coach, and what is printed.
    fn coach(&mut self) -> (&mut PlainCoach, &mut Says);

    /// Whether the next line is about the opinion.
    fn is_at_coach(&self) -> bool;

    /// The next lines are about the opinion.
    fn go_to_coach(&mut self);

    /// The opinion is closed: goes back to what it interrupted.
    fn back_from_coach(&mut self);

    /// Opens a second opinion on an attempt.
    fn open_coach(&mut self, attempt: RecordId, desk: &mut Desk<'_>) {
        self.go_to_coach();
        let (coach, says) = self.coach();
        let leads = coach.open(attempt, says, desk);
        self.follow_coach(leads);
    }

    /// Goes back if the opinion is finished.
    fn follow_coach(&mut self, leads: Leads) {
        if leads == Leads::Back {
            self.back_from_coach();
        }
    }

    /// Takes the news that has arrived, and then the lines that waited for it.
    fn hear_coach(&mut self, desk: &mut Desk<'_>) {
        let (coach, says) = self.coach();
        let (leads, waiting) = coach.tick(says, desk);
        self.follow_coach(leads);
        for line in &waiting {
            self.feed(Input::Line(line), desk);
        }
    }

    /// Handles a line about the opinion.
    fn at_coach(&mut self, word: &str, desk: &mut Desk<'_>) {
        let (coach, says) = self.coach();
        let leads = coach.take(word, says, desk);
        self.follow_coach(leads);
    }

    /// The input has ended: waits for a running request, but takes none of its rows over.
    fn end_coach(&mut self, desk: &mut Desk<'_>) {
        while self.coach().0.is_asking() {
            std::thread::sleep(LOOK);
            self.hear_coach(desk);
        }
        if self.is_at_coach() {
            let leads = self.coach().0.close();
            self.follow_coach(leads);
        }
    }
}

/// What can be answered before anything is sent.
const AGREES: &str = "y send it, n send nothing.";

/// What a second opinion has to say as far as it has got, line by line.
pub(in crate::commands) fn opinion_lines(opinion: &Opinion) -> Vec<String> {
    match opinion.place() {
        RequestPlace::Consent(words) => words.iter().cloned().chain([AGREES.to_owned()]).collect(),
        RequestPlace::Asking(progress) => vec![format!("{} s stops it.", progress_words(*progress))],
        RequestPlace::Failed(why) => vec![why.clone()],
        RequestPlace::Shown => {
            let mut lines: Vec<_> = opinion.failed_again().map(|why| format!("{why} {EARLIER}")).into_iter().collect();
            lines.push(format!("Second opinion from {} ({}):", opinion.from(), opinion.trust()));
            for (number, row) in (1..).zip(opinion.rows()) {
                lines.push(format!("{number}. {}", one_line(&row.text)));
                lines.push(format!("   {}", row.words()));
                if let Some(quote) = row.quote.clone().and_then(|quote| opinion.answer().get(quote)) {
                    lines.push(format!("   \"{}\"", one_line(quote)));
                }
            }
            lines
        }
    }
}
