//! `hotseat story coach` and `hotseat job coach`: extract a story from an answer, or a target from a posting, row by
//! row.

use anyhow::anyhow;
use serde::Serialize;

use super::args::ExtractArgs;
use super::out::{show, talk};
use super::{Exit, Place, asking};
use crate::coach::extract::LeftOut;
use crate::engine::{Engine, ExtractOf};
use crate::session::{AsksCoach as _, CoachIntent, Extracting, Order};

#[derive(Serialize)]
struct Shown<'a> {
    title: String,
    from: String,
    trust: &'a str,
    rows: Vec<RowJson<'a>>,
    left_out: &'a [LeftOut],
    /// The story with the rows that were taken; `None` for a job, whose rows say it all.
    page: Option<String>,
    saved: bool,
}

#[derive(Serialize)]
struct RowJson<'a> {
    field: &'a str,
    word: Option<&'a str>,
    quote: String,
    at: usize,
    taken: bool,
}

/// Asks, prints what can be taken, and saves what is taken.
pub(super) fn run(place: &Place, mut engine: Engine, of: ExtractOf, args: &ExtractArgs) -> anyhow::Result<Exit> {
    let (mut extracting, orders) = Extracting::open(of, &engine, place.now());
    asking::ask(&mut extracting, orders, args.again, &mut engine, place)?;
    let rows = extracting.rows().len();
    if let Some(number) = args.take.iter().find(|number| !(1..=rows).contains(*number)) {
        return Err(anyhow!("there is no row {number}; there are {rows}"));
    }
    let saves = args.all || !args.take.is_empty();
    for row in (0..rows).filter(|row| !args.all && saves && !args.take.contains(&(row + 1))) {
        extracting.apply(CoachIntent::Take(row), &engine, place.now());
    }
    // Printed before it is saved, because afterwards nothing is left to be saved.
    let saves = saves && extracting.has_taken();
    let done = print(&extracting, args.json, saves)?;
    if saves {
        save(&mut extracting, &mut engine, place)?;
    }
    Ok(done)
}

fn save(extracting: &mut Extracting, engine: &mut Engine, place: &Place) -> anyhow::Result<()> {
    for order in extracting.apply(CoachIntent::Keep, engine, place.now()) {
        if let Order::KeepFilledIn(filled) = order {
            talk(engine.keep_filled_in(*filled, place.now()).map_err(|why| anyhow!("not saved: {why}"))?);
        }
    }
    Ok(())
}

fn print(extracting: &Extracting, json: bool, saved: bool) -> anyhow::Result<Exit> {
    let rows = extracting.rows();
    let page = extracting.preview();
    let shown = Shown {
        title: extracting.title(),
        from: extracting.from(),
        trust: extracting.trust(),
        rows: extracting
            .entries()
            .zip(&rows)
            .map(|(entry, row)| RowJson {
                field: &entry.field,
                word: entry.word.as_deref(),
                quote: row.quote.clone(),
                at: entry.quote.start,
                taken: saved && row.taken,
            })
            .collect(),
        left_out: &extracting.extracted().left_out,
        page: Some(page.join("\n")).filter(|page| !page.is_empty()),
        saved,
    };
    show(json, &shown, |out| {
        out.line(format!("{}, by {} ({}):", shown.title, shown.from, shown.trust))?;
        for (number, row) in (1..).zip(&rows) {
            out.line(format!("{number}. {}", row.title))?;
            out.line(format!("   \"{}\"", row.quote))?;
        }
        if rows.is_empty() {
            out.line(Extracting::NOTHING)?;
        }
        out.lines(extracting.left_out().iter().map(|left| format!("Left out: {left}.")))?;
        if !page.is_empty() {
            out.line("")?;
            out.lines(&page)?;
        }
        if !saved && !rows.is_empty() {
            out.line("\n--all saves this, --take 1,2 only these rows.")?;
        }
        Ok(())
    })
}
