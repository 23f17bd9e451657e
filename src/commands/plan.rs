//! `hotseat plan`: each day up to the interview, and how much will be remembered on the day.

use chrono::NaiveDate;

use super::args::PlanArgs;
use super::out::show;
use super::{Exit, Place, Usage};
use crate::engine::{Account, PlanWords, pace_words};
use crate::memory::Plan;
use crate::moment::Moment;
use crate::practice::words::{minutes, percent};

/// Sets or clears the date, if asked to, and prints the plan.
pub fn run(place: &Place, args: &PlanArgs) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let now = place.now();
    // An interview is on a calendar day, whichever practice day it still is.
    let today = now.calendar_day();
    let mut target = engine.config().target.clone();
    if let Some(day) = args.date {
        target.date = Some(day.to_come(today).map_err(|past| Usage(format!("{past}, or --clear")))?);
    }
    if args.clear {
        target.date = None;
    }
    if let Some(per_day) = args.per_day {
        (target.per_day, target.minutes_per_day) = (per_day, None);
    }
    target.minutes_per_day = args.minutes_per_day.or(target.minutes_per_day);
    if !args.preview && target != engine.config().target {
        engine.set_target(target.clone())?;
    }
    let plan = engine.figures().plan_for(&target, now);
    show(args.json, &plan, |out| {
        let later = plan.date.filter(|_| !plan.enough && !plan.days.is_empty());
        let later = later.and_then(|_| engine.figures().date_enough(&target, now));
        Ok(out.lines(lines(&plan, engine.figures().account(now), now, later))?)
    })
}

fn lines(plan: &Plan, account: Account, now: Moment, later: Option<NaiveDate>) -> Vec<String> {
    let words = PlanWords::of(plan, account, now, later);
    let (Some(date), Some(when)) = (plan.date, &words.when) else {
        let none =
            "No interview date. Questions come back when they are due; `hotseat plan --date DATE` plans up to a day.";
        let mut lines = vec![none.to_owned()];
        lines.extend(words.evening);
        lines.extend([words.account, words.readiness, words.meaning]);
        return lines;
    };
    let mut lines = vec![format!("Interview on {}, {when}; {}.", date.format("%a %Y-%m-%d"), pace_words(plan))];
    lines.extend(words.evening);
    if plan.days.is_empty() {
        let after = if date < now.calendar_day() {
            " Questions come back when they are due; `hotseat plan --clear` forgets it."
        } else {
            ""
        };
        lines.push(format!("No day is left to plan.{after}"));
        lines.extend([words.account, words.readiness, words.meaning]);
        return lines;
    }
    lines.extend([words.account, words.readiness, words.meaning]);
    lines.push(words.enough);
    lines.extend(words.window);
    lines.push(String::new());
    lines.push(format!(
        "{:<14}  {:>4}  {:>6}  {:>6}  {:>10}  {:>10}",
        "Day", "new", "due", "window", "time", "on the day"
    ));
    let number = |count: u32| if count == 0 { "·".to_owned() } else { count.to_string() };
    let ready = |share: &f64| if plan.answers == 0 { String::new() } else { percent(*share) };
    lines.extend(plan.days.iter().zip(&plan.curve).map(|(day, share)| {
        let (new, review, window) = (number(day.new), number(day.review), number(day.window));
        let (time, ready) = (minutes(f64::from(day.seconds)), ready(share));
        let name = day.date.format("%a %Y-%m-%d").to_string();
        format!("{name:<14}  {new:>4}  {review:>6}  {window:>6}  {time:>10}  {ready:>10}").trim_end().to_owned()
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::plan::{Card, Terms};
    use crate::memory::{Chances, Fsrs, Plan};
    use hotseat_core::testing::noon;

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    fn shown(days: i64, per_day: u32) -> String {
        let terms = Terms {
            start: day(0),
            today: day(0),
            date: day(days),
            per_day,
            minutes: None,
            done_today: 0,
            done_seconds: 0,
            long_from: day(0),
            introduced_today: 0,
            retention: 0.9,
            unseen_prior: 0.5,
            chances: Chances::unknown(0.5),
        };
        let cards =
            vec![Card { remembered: None, answers: 0, from: Some(day(0)), seconds: 300, long: false, weight: 1 }; 20];
        lines(&Plan::of(&cards, &terms, &Fsrs::default()), Account::default(), noon(), None).join("\n")
    }

    #[test]
    fn every_case_is_said_in_plain_words() {
        let kept = shown(10, 5);
        assert!(kept.contains("in 10 days") && kept.contains("That is enough"), "{kept}");
        assert!(kept.contains("From Fri 2026-11-27 on") || kept.contains("From Sat 2026-11-28 on"), "{kept}");
        let short = shown(4, 2);
        assert!(short.contains("would stay unseen.") && short.contains(" a day would do"), "{short}");
        assert!(shown(1, 5).contains("tomorrow"));
        assert!(shown(0, 5).contains("No day is left"));
        let past = shown(-3, 5);
        assert!(past.contains("past") && past.contains("--clear"), "{past}");
        assert!(shown(10, 0).contains("a day would do"));
    }
}
