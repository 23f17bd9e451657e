//! `hotseat plan`: each day up to the interview, and how much will be remembered on the day.

use chrono::NaiveDate;

use super::args::PlanArgs;
use super::out::show;
use super::{Exit, Place, Usage};
use crate::engine::PlanWords;
use crate::memory::Plan;

/// Sets or clears the date, if asked to, and prints the plan.
pub fn run(place: &Place, args: &PlanArgs) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let now = place.now();
    let today = now.day();
    let mut target = engine.config().target.clone();
    if let Some(day) = args.date {
        let date = day.date(today);
        if date < today {
            return Err(Usage(format!("{date} is past; give a day from today ({today}) on, or --clear")).into());
        }
        target.date = Some(date);
    }
    if args.clear {
        target.date = None;
    }
    target.per_day = args.per_day.unwrap_or(target.per_day);
    if !args.preview && target != engine.config().target {
        engine.set_target(target.clone())?;
    }
    let plan = engine.figures().plan_for(target.date, target.per_day, now);
    show(args.json, &plan, |out| {
        let later = plan.date.filter(|_| !plan.enough && !plan.days.is_empty());
        let later = later.and_then(|date| engine.figures().date_enough(date, plan.per_day, now));
        Ok(out.lines(lines(&plan, today, later))?)
    })
}

fn lines(plan: &Plan, today: NaiveDate, later: Option<NaiveDate>) -> Vec<String> {
    let words = PlanWords::of(plan, today, later);
    let (Some(date), Some(when)) = (plan.date, &words.when) else {
        return vec![
            "No interview date. Questions come back when they are due; `hotseat plan --date DATE` plans up to a day."
                .into(),
            words.readiness,
            words.meaning,
        ];
    };
    let mut lines =
        vec![format!("Interview on {}, {when}; {} answers a day.", date.format("%a %Y-%m-%d"), plan.per_day)];
    if plan.days.is_empty() {
        let after = if date < today {
            " Questions come back when they are due; `hotseat plan --clear` forgets it."
        } else {
            ""
        };
        lines.push(format!("No day is left to plan.{after}"));
        lines.extend([words.readiness, words.meaning]);
        return lines;
    }
    lines.extend([words.readiness, words.meaning]);
    lines.push(words.enough);
    lines.extend(words.window);
    lines.push(String::new());
    lines.push(format!("{:<14}  {:>4}  {:>6}  {:>6}", "Day", "new", "review", "window"));
    let number = |count: u32| if count == 0 { "·".to_owned() } else { count.to_string() };
    lines.extend(plan.days.iter().map(|day| {
        let (new, review, window) = (number(day.new), number(day.review), number(day.window));
        format!("{:<14}  {new:>4}  {review:>6}  {window:>6}", day.date.format("%a %Y-%m-%d").to_string())
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::plan::{Card, Terms};
    use crate::memory::{Chances, Fsrs, Plan};

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    fn shown(days: i64, per_day: u32) -> String {
        let terms = Terms {
            start: day(0),
            today: day(0),
            date: day(days),
            per_day,
            done_today: 0,
            introduced_today: 0,
            retention: 0.9,
            unseen_prior: 0.5,
            chances: Chances::unknown(0.5),
        };
        let cards = vec![Card { remembered: None, answers: 0, from: Some(day(0)) }; 20];
        lines(&Plan::of(&cards, &terms, &Fsrs::default()), day(0), None).join("\n")
    }

    #[test]
    fn every_case_is_said_in_plain_words() {
        let kept = shown(10, 5);
        assert!(kept.contains("in 10 days") && kept.contains("That is enough"), "{kept}");
        assert!(kept.contains("From Fri 2026-11-27 on") || kept.contains("From Sat 2026-11-28 on"), "{kept}");
        let short = shown(4, 2);
        assert!(short.contains("would stay unasked.") && short.contains(" a day would do"), "{short}");
        assert!(shown(1, 5).contains("tomorrow"));
        assert!(shown(0, 5).contains("No day is left"));
        let past = shown(-3, 5);
        assert!(past.contains("past") && past.contains("--clear"), "{past}");
        assert!(shown(10, 0).contains("a day would do"));
    }
}
