//! `hotseat drill`: draws questions and asks them, on the screen or line by line.

use super::args::{DrillArgs, PartArgs};
use super::{Exit, Place, Usage, plain, remedy, sync, terminal};
use crate::engine::{Engine, LONG_ASKED};
use crate::moment::Moment;
use crate::practice::{Long, Only, Pick, Wish};
use crate::tui;

/// Runs `hotseat drill`.
pub fn run(place: &Place, args: &DrillArgs) -> anyhow::Result<Exit> {
    let plain = is_plain(args.plain)?;
    if plain {
        sync::before(place);
    }
    let engine = if plain { place.engine_for_lines()? } else { place.engine()? };
    let now = place.now();
    let wish = wish(&engine, args, now)?;
    if let Some(unknown) = args.question.iter().find(|question| engine.library().entry(question).is_none()) {
        return Err(Usage(format!("no bank has {unknown}; `hotseat bank list` names all questions")).into());
    }
    let picks = picks(&engine, args, &wish, now);
    if picks.is_empty() {
        anyhow::bail!("{}", remedy::nearest(&engine, &wish, now));
    }
    ask(place, engine, picks, wish.seed, plain)
}

/// Whether questions are asked line by line: because that is wanted, or because the terminal cannot draw.
pub(super) fn is_plain(wanted: bool) -> Result<bool, Usage> {
    if wanted {
        return Ok(true);
    }
    terminal::needs_terminal()?;
    Ok(tui::terminal::is_dumb())
}

/// Asks these questions, on the screen or line by line.
pub(super) fn ask(place: &Place, engine: Engine, picks: Vec<Pick>, seed: u64, plain: bool) -> anyhow::Result<Exit> {
    if plain {
        return Ok(sync::after(place, plain::run(engine, picks, seed, place.clock)?));
    }
    terminal::screen(place, engine, Some(picks))
}

/// Asks tonight's questions line by line, for a terminal that cannot draw.
pub(super) fn tonight(place: &Place) -> anyhow::Result<Exit> {
    let plain = DrillArgs { plain: true, ..DrillArgs::default() };
    run(place, &plain)
}

/// The wish that flags and target add up to.
fn wish(engine: &Engine, args: &DrillArgs, now: Moment) -> Result<Wish, Usage> {
    let target = engine.wish(now);
    let filter = args.filter.over(target.filter, engine.library())?;
    let only = match args.part {
        PartArgs { weak: true, .. } => Only::Weak,
        PartArgs { new: true, .. } => Only::New,
        PartArgs { due: true, .. } => Only::Due,
        PartArgs { cram: true, .. } => Only::Cram,
        // Whoever names a topic or a kind also wants questions that are not due yet.
        _ if args.filter.is_empty() => Only::Tonight,
        _ => Only::Anything,
    };
    let all = engine.library().entries().len();
    let (count, seconds) = match (args.count, args.minutes) {
        (Some(count), minutes) => (count as usize, minutes.map(|minutes| minutes * 60)),
        (None, Some(minutes)) => (all, Some(minutes * 60)),
        (None, None) => (target.count, target.seconds),
    };
    // Unless kinds are named, long questions come once a week. Kinds alone bring a few of them; with a count or a time
    // as well, there is no limit.
    let long = match (args.count, args.minutes) {
        _ if args.filter.kinds.is_empty() => Long::Weekly,
        (None, None) => Long::Asked(LONG_ASKED),
        _ => Long::Asked(all),
    };
    Ok(Wish { filter, only, count, seconds, long, topics: target.topics, seed: args.seed.unwrap_or(target.seed) })
}

/// The questions drawn for the wish; with `--practice`, as practice that leaves the schedule alone.
fn picks(engine: &Engine, args: &DrillArgs, wish: &Wish, now: Moment) -> Vec<Pick> {
    let picks = scheduled(engine, args, wish, now);
    if args.practice { picks.into_iter().map(Pick::as_practice).collect() } else { picks }
}

/// Without any flags: what is left of tonight's questions, as the app's first screen offers them; after those, further
/// ones.
fn scheduled(engine: &Engine, args: &DrillArgs, wish: &Wish, now: Moment) -> Vec<Pick> {
    if !args.question.is_empty() {
        return args.question.iter().map(|question| engine.questions().pick(question, now)).collect();
    }
    let bare = wish.only == Only::Tonight && args.count.is_none() && args.minutes.is_none() && args.seed.is_none();
    if bare {
        let tonight = engine.figures().tonight(now).picks;
        if !tonight.is_empty() {
            return tonight;
        }
    }
    let picks = engine.draw(wish, now);
    if picks.is_empty() && wish.only == Only::Tonight {
        return engine.draw(&Wish { only: Only::Anything, ..wish.clone() }, now);
    }
    picks
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::bank::{Kind, Library};
    use crate::commands::args::{Cli, Command};
    use crate::config::Config;
    use crate::practice::Why;
    use hotseat_core::testing::noon;

    fn drawn(flags: &[&str]) -> Vec<Pick> {
        let engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let cli = Cli::try_parse_from(["hotseat", "drill"].iter().chain(flags)).expect("valid");
        let Some(Command::Drill(args)) = cli.command else { panic!("a drill") };
        let wish = wish(&engine, &args, noon()).expect("known names");
        picks(&engine, &args, &wish, noon())
    }

    #[test]
    fn without_flags_it_asks_what_the_first_screen_offers() {
        let engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        assert_eq!(drawn(&[]), engine.figures().tonight(noon()).picks);
        assert_eq!(drawn(&["--count", "3"]).len(), 3);
    }

    #[test]
    fn named_questions_are_asked_in_their_order() {
        let names: Vec<_> = Library::builtin().entries().iter().take(2).map(|entry| entry.id.clone()).collect();
        let flags = ["--question", names[1].as_str(), "--question", names[0].as_str(), "--practice"];
        let picks = drawn(&flags);
        assert_eq!(
            picks.iter().map(|pick| pick.question.clone()).collect::<Vec<_>>(),
            [names[1].clone(), names[0].clone()]
        );
        assert!(picks.iter().all(|pick| pick.why == Why::Practice));
    }

    #[test]
    fn flags_choose() {
        let library = Library::builtin();
        let picks = drawn(&["--kind", "design,incident", "--count", "4"]);
        assert_eq!(picks.len(), 4);
        for pick in &picks {
            let kind = library.entry(&pick.question).expect("known").kind;
            assert!(matches!(kind, Kind::Design | Kind::Incident), "{kind}");
        }
        assert_eq!(drawn(&["--seed", "7"]), drawn(&["--seed", "7"]));
        assert_ne!(drawn(&["--seed", "7"]), drawn(&["--seed", "8"]));
        assert!(drawn(&["--due"]).is_empty());
    }

    #[test]
    fn practice_asks_the_same_and_cramming_only_what_is_known() {
        let practice = drawn(&["--practice"]);
        assert!(practice.iter().all(|pick| pick.why == Why::Practice));
        let names = |picks: Vec<Pick>| picks.into_iter().map(|pick| pick.question).collect::<Vec<_>>();
        assert_eq!(names(practice), names(drawn(&[])));
        assert!(drawn(&["--cram"]).is_empty());
    }

    #[test]
    fn minutes_bound_the_draw() {
        let library = Library::builtin();
        let picks = drawn(&["--minutes", "20"]);
        let entries = picks.iter().filter_map(|pick| library.entry(&pick.question));
        let seconds: u32 = entries.map(|entry| entry.seconds.think + entry.seconds.target).sum();
        assert!(picks.len() > 1 && seconds <= 1_200, "{seconds}");
    }
}
