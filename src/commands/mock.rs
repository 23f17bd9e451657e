//! `hotseat mock`: sits a mock, lists the loops, previews a mock, and prints the interviewer's sheet.

use serde::Serialize;

use super::args::{MockArgs, MockCommand, MockFlags, MockWishArgs, SheetFormat};
use super::out::{print, save, show};
use super::plain::{self, Wanted};
use super::{Exit, Out, Place, Usage, sync, terminal};
use crate::bank::Weights;
use crate::engine::{Engine, MockError, MockWish};
use crate::history::Medium;
use crate::moment::Moment;
use crate::practice::mock::Plan;
use crate::practice::words::round_minutes;
use crate::text::{clean, terminal_safe_json};
use crate::tui;
use crate::tui::screen::Route;

/// Runs `hotseat mock`.
pub fn run(place: &Place, args: MockArgs) -> anyhow::Result<Exit> {
    let Some(command) = args.command else { return sit(place, &args) };
    let engine = place.engine()?;
    match command {
        MockCommand::List { json } => list(&engine, json),
        MockCommand::Plan { wish, json } => {
            let plan = drawn(place, &engine, &loop_named(&engine, &wish)?, &wish.flags)?;
            let waits = engine.mocks().waiting(&plan.loop_).is_some();
            show(json, &plan, |out| text(&plan, engine.config().typed_factor, waits, out))
        }
        MockCommand::Sheet { wish, format, output, force } => {
            let text = sheet(
                &engine,
                &drawn(place, &engine, &loop_named(&engine, &wish)?, &wish.flags)?,
                format,
                place.now(),
            )?;
            match output {
                Some(path) => save(&path, force, text.as_bytes()),
                None => print(text.as_bytes()),
            }
        }
        MockCommand::Score { file, dry_run, json } => super::score::run(place, engine, &file, dry_run, json),
    }
}

/// Sits a mock, on the screen or line by line. Without a loop, the screen opens the list of loops, and the dialogue
/// asks for one.
fn sit(place: &Place, args: &MockArgs) -> anyhow::Result<Exit> {
    let by_lines = args.plain || {
        terminal::needs_terminal()?;
        tui::terminal::is_dumb()
    };
    if by_lines {
        sync::before(place);
    }
    let engine = if by_lines { place.engine_for_lines()? } else { place.engine()? };
    let Some(name) = &args.loop_ else {
        return if by_lines {
            Ok(sync::after(place, plain::mock(engine, Wanted::Any, place.clock)?))
        } else {
            terminal::screen_at(place, engine, Route::Mocks(false))
        };
    };
    let plan = drawn(place, &engine, name, &args.flags);
    // A mock that was left can be continued even if no new one could be drawn.
    let waiting = engine.mocks().waiting(plan.as_ref().map_or(name, |plan| &plan.loop_));
    let plan = match (plan, &waiting) {
        (Err(error), None) => return Err(error),
        (plan, _) => plan,
    };
    if by_lines {
        let wanted = match plan {
            Ok(plan) => Wanted::New(Box::new(plan)),
            Err(error) => Wanted::Waiting(name.clone(), error.to_string()),
        };
        return Ok(sync::after(place, plain::mock(engine, wanted, place.clock)?));
    }
    let route = match (waiting, plan) {
        (Some(waiting), plan) => Route::MockOffer(Box::new(waiting), plan.ok().map(Box::new), Medium::Typed),
        (None, plan) => Route::Mock(Box::new(plan?), Medium::Typed),
    };
    terminal::screen_at(place, engine, route)
}

/// A row of `mock list`, for the target's level.
#[derive(Debug, Serialize)]
struct LoopRow {
    #[serde(rename = "loop")]
    loop_: String,
    title: String,
    about: String,
    minutes: u32,
    rounds: Vec<RoundRow>,
    weights: Weights,
}

#[derive(Debug, Serialize)]
struct RoundRow {
    name: String,
    minutes: u32,
}

fn rows(engine: &Engine) -> Vec<LoopRow> {
    let level = engine.config().target.level;
    let loops = engine.mocks().loops();
    loops
        .iter()
        .map(|(bank, one)| LoopRow {
            loop_: engine.mocks().loop_name(bank, one),
            title: one.title.clone(),
            about: one.about.clone(),
            minutes: one.minutes_at(level),
            rounds: one.rounds_at(level).map(|r| RoundRow { name: r.name.clone(), minutes: r.minutes }).collect(),
            weights: one.weights,
        })
        .collect()
}

fn list(engine: &Engine, json: bool) -> anyhow::Result<Exit> {
    let rows = rows(engine);
    show(json, &rows, |out| {
        let widest = rows.iter().map(|row| row.loop_.len()).max().unwrap_or(0);
        out.line(format!("{:widest$}  {:>3}  {:^11}  What", "Loop", "min", "weights"))?;
        for row in &rows {
            let Weights { core, scenario, behavioural } = row.weights;
            let weights = format!("{core}/{scenario}/{behavioural}");
            out.line(format!("{:widest$}  {:>3}  {weights:^11}  {}", row.loop_, row.minutes, row.title))?;
        }
        Ok(out.line("\nWeights: core technical / design and incidents / behavioural, in percent.")?)
    })
}

/// The loop that was asked for; without a name, the first one of the bank that was asked for.
fn loop_named(engine: &Engine, wish: &MockWishArgs) -> anyhow::Result<String> {
    if let Some(name) = &wish.loop_ {
        return Ok(name.clone());
    }
    let mocks = engine.mocks();
    let [wanted] = &wish.flags.banks[..] else {
        let remedy = "name a loop that `hotseat mock list` prints, or one bank with --bank for its own loop";
        return Err(Usage(format!("Which loop? {remedy}")).into());
    };
    let own = mocks.loops().into_iter().find(|(bank, _)| bank == wanted);
    let own = own.map(|(bank, one)| mocks.loop_name(bank, &one));
    let none = || Usage(format!("{wanted} has no loop of its own: name one that `hotseat mock list` prints"));
    Ok(own.ok_or_else(none)?)
}

fn drawn(place: &Place, engine: &Engine, name: &str, flags: &MockFlags) -> anyhow::Result<Plan> {
    let wish = MockWish {
        level: flags.level,
        archetype: flags.archetype,
        tracks: flags.tracks.clone(),
        banks: flags.banks.clone(),
        strict: flags.strict,
        minutes: flags.minutes,
        seed: flags.seed,
    };
    engine.mocks().plan(name, &wish, place.now()).map_err(|error| match error {
        MockError::Unknown { .. } | MockError::UnknownBank { .. } | MockError::NoBank => {
            anyhow::Error::from(Usage(error.to_string()))
        }
        _ => error.into(),
    })
}

fn sheet(engine: &Engine, plan: &Plan, format: SheetFormat, now: Moment) -> anyhow::Result<String> {
    let mocks = engine.mocks();
    let text = match format {
        SheetFormat::Md => mocks.sheet_markdown(plan),
        SheetFormat::Html => mocks.sheet_page(plan, now),
        SheetFormat::Json => {
            terminal_safe_json(&serde_json::to_string_pretty(&mocks.blank_sheet(plan, now))?).into_owned()
        }
    };
    Ok(format!("{}\n", clean(text.trim_end())))
}

fn text(plan: &Plan, typed_factor: f64, waits: bool, out: &mut Out) -> anyhow::Result<()> {
    out.line(format!("{}, {}, {} min, seed {}", plan.title, plan.level, plan.minutes, plan.seed))?;
    for round in &plan.rounds {
        out.line(format!("\n{} ({})", round.name, round_minutes(round, typed_factor)))?;
        for question in &round.questions {
            let minutes = f64::from(question.seconds) / 60.0;
            out.line(format!("  {minutes:>4.1} min  {:<11}  {}", question.kind, question.question))?;
        }
    }
    for (at, remark) in plan.remarks().iter().enumerate() {
        out.line(format!("{}{remark}", if at == 0 { "\n" } else { "" }))?;
    }
    if waits {
        let own =
            format!("`hotseat mock {}` goes on with the one that waits, which keeps its own questions.", plan.loop_);
        out.line(format!("\nThis is what a new one would ask; {own}"))?;
    }
    Ok(())
}
