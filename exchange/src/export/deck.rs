//! A deck for Anki: a zip archive with a collection in schema 11, the oldest, which every version of Anki reads.

use std::io::{Cursor, Write as _};

use hotseat_bank::text::clean;
use hotseat_bank::{Entry, Library, Question};
use rusqlite::{Connection, params};
use serde_json::json;
use sha1_smol::Sha1;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::ExportError;
use crate::names::guid;
use crate::own::{ENCLOSED, Enclosed, Part};

/// The permanent id of the note type, so that a second import finds the same one.
const NOTE_TYPE: i64 = 1_763_800_000_001;

/// Ids of notes and cards start here and are spread by hash over the range that Anki takes for timestamps.
const FIRST_NOTE: i64 = 1_500_000_000_000;

const TABLES: &str = "
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
    ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
    models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
    usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
    flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
    mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
    ivl integer not null, factor integer not null, reps integer not null, lapses integer not null,
    left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
    ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn on notes (usn); CREATE INDEX ix_cards_usn on cards (usn);
CREATE INDEX ix_revlog_usn on revlog (usn); CREATE INDEX ix_cards_nid on cards (nid);
CREATE INDEX ix_cards_sched on cards (did, queue, due); CREATE INDEX ix_revlog_cid on revlog (cid);
CREATE INDEX ix_notes_csum on notes (csum);
";

pub(super) fn write(library: &Library, chosen: &[(&Entry, Question)], now: i64) -> Result<Vec<u8>, ExportError> {
    let failed = |error: &dyn std::fmt::Display| ExportError::Failed(error.to_string());
    let collection = collection(library, chosen, now).map_err(|error| failed(&error))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("collection.anki2", collection.as_slice()), ("media", b"{}")] {
        zip.start_file(name, SimpleFileOptions::default()).map_err(|error| failed(&error))?;
        zip.write_all(content).map_err(|error| failed(&error))?;
    }
    Ok(zip.finish().map_err(|error| failed(&error))?.into_inner())
}

fn collection(library: &Library, chosen: &[(&Entry, Question)], now: i64) -> rusqlite::Result<Vec<u8>> {
    let mut db = Connection::open_in_memory()?;
    db.execute_batch(TABLES)?;
    let mut banks: Vec<&str> = Vec::new();
    for (entry, _) in chosen {
        if !banks.contains(&entry.id.bank()) {
            banks.push(entry.id.bank());
        }
    }
    let deck = |bank: &str| FIRST_NOTE + number(&format!("deck {bank}"));
    let mut decks = json!({"1": deck_json(1, "Default", now)});
    for bank in &banks {
        let title =
            library.banks().iter().find(|known| known.info.bank == *bank).map_or(*bank, |known| &known.info.name);
        decks[deck(bank).to_string()] = deck_json(deck(bank), &format!("Hotseat::{}", clean(title)), now);
    }
    db.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
        params![
            now,
            now * 1000,
            conf().to_string(),
            note_type(now).to_string(),
            decks.to_string(),
            deck_options().to_string()
        ],
    )?;
    let tx = db.transaction()?;
    let mut taken = std::collections::HashSet::new();
    for (due, (entry, question)) in (1_i64..).zip(chosen) {
        let mut id = FIRST_NOTE + number(entry.id.as_str());
        while !taken.insert(id) {
            id += 1;
        }
        let enclosed = Enclosed::of(library, entry, question);
        let shown = enclosed.shown();
        let fields = [front(&shown), back(&shown), enclosed.seal().replace('\u{1f}', "")].join("\u{1f}");
        tx.execute(
            "INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '')",
            params![
                id,
                guid(&entry.id),
                NOTE_TYPE,
                now,
                tags(entry),
                fields,
                question.prompt,
                checksum(&question.prompt)
            ],
        )?;
        tx.execute(
            "INSERT INTO cards VALUES (?1, ?1, ?2, 0, ?3, -1, 0, 0, ?4, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            params![id, deck(entry.id.bank()), now, due],
        )?;
    }
    tx.commit()?;
    Ok(db.serialize(rusqlite::MAIN_DB)?.to_vec())
}

/// A number below 10^11, derived from a text by hash.
fn number(text: &str) -> i64 {
    let sum = Sha1::from(text.as_bytes()).digest().bytes();
    let value = sum.iter().take(7).fold(0_i64, |value, &byte| value << 8 | i64::from(byte));
    value % 100_000_000_000
}

/// The first eight hexadecimal digits of the first field's SHA-1, by which Anki finds duplicates.
fn checksum(text: &str) -> i64 {
    Sha1::from(text.as_bytes()).digest().bytes().iter().take(4).fold(0, |value, &byte| value << 8 | i64::from(byte))
}

fn tags(entry: &Entry) -> String {
    let word = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("-");
    let mut tags = vec![format!("topic::{}", word(&entry.topic)), format!("kind::{}", entry.kind)];
    let levels = hotseat_bank::Level::ALL.iter().filter(|level| entry.levels.contain(**level));
    tags.extend(levels.map(|level| format!("level::{level}")));
    tags.push(format!("difficulty::{}", entry.difficulty));
    tags.extend(entry.tags.iter().map(word));
    format!(" {} ", tags.join(" "))
}

fn escaped(text: &str) -> String {
    clean(text).replace('\u{1f}', "").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

/// The front of a card, as HTML.
pub(crate) fn front(question: &Question) -> String {
    format!("{}{}", lines(&question.prompt), code(question))
}

/// The code on the front of a card, as HTML.
pub(crate) fn code(question: &Question) -> String {
    question.snippet.as_ref().map_or(String::new(), |snippet| format!("<pre>{}</pre>", escaped(&snippet.code)))
}

/// The back of a card, as HTML.
pub(crate) fn back(question: &Question) -> String {
    let mut out = String::new();
    let why = |why: &Option<String>| why.as_ref().map_or(String::new(), |why| format!("<br><i>{}</i>", lines(why)));
    let list = |out: &mut String, title: &str, items: Vec<String>| {
        if !items.is_empty() {
            let items = items.iter().map(|item| format!("<li>{item}</li>")).collect::<Vec<_>>().concat();
            out.push_str(&format!("<p><b>{title}</b></p><ul>{items}</ul>"));
        }
    };
    let points = Part::Answer.lines(question).into_iter().zip(question.look_for.iter().map(|point| &point.why));
    list(
        &mut out,
        Part::Answer.title(),
        points.map(|(line, reason)| format!("{}{}", lines(&line), why(reason))).collect(),
    );
    let mistakes = Part::Mistakes.lines(question).into_iter().zip(question.mistakes.iter().map(|mistake| &mistake.why));
    list(
        &mut out,
        Part::Mistakes.title(),
        mistakes.map(|(line, reason)| format!("{}{}", lines(&line), why(reason))).collect(),
    );
    for part in [Part::FollowUps, Part::Hints] {
        list(&mut out, part.title(), part.lines(question).iter().map(|line| lines(line)).collect());
    }
    if let Some(sample) = question.sample.as_ref().filter(|sample| !sample.strong.is_empty()) {
        out.push_str(&format!("<p><b>{}</b></p><p>{}</p>", Part::Sample.title(), lines(&sample.strong)));
    }
    out
}

fn deck_json(id: i64, name: &str, now: i64) -> serde_json::Value {
    json!({"id": id, "name": name, "desc": "", "mod": now, "usn": -1, "collapsed": false, "browserCollapsed": false,
        "dyn": 0, "conf": 1, "extendNew": 0, "extendRev": 0,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0]})
}

fn note_type(now: i64) -> serde_json::Value {
    let field = |name: &str, ord: u32| json!({"name": name, "ord": ord, "font": "Arial", "size": 20, "media": [], "rtl": false, "sticky": false});
    json!({NOTE_TYPE.to_string(): {
        "id": NOTE_TYPE, "name": "Hotseat question", "type": 0, "mod": now, "usn": -1, "sortf": 0, "did": 1,
        "flds": [field("Question", 0), field("Notes", 1), field(ENCLOSED, 2)],
        "tmpls": [{"name": "Question", "ord": 0, "qfmt": "{{Question}}",
            "afmt": "{{FrontSide}}<hr id=answer>{{Notes}}", "bqfmt": "", "bafmt": "", "did": null}],
        "css": ".card { font-family: sans-serif; font-size: 18px; text-align: left; max-width: 45em; margin: 1em auto; }",
        "latexPre": "", "latexPost": "", "latexsvg": false, "req": [[0, "any", [0]]], "tags": [], "vers": []
    }})
}

fn conf() -> serde_json::Value {
    json!({"nextPos": 1, "estTimes": true, "activeDecks": [1], "sortType": "noteFld", "timeLim": 0, "sortBackwards": false,
        "addToCur": true, "curDeck": 1, "newBury": true, "newSpread": 0, "dueCounts": true, "curModel": NOTE_TYPE.to_string(),
        "collapseTime": 1200})
}

fn deck_options() -> serde_json::Value {
    json!({"1": {"id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0,
        "replayq": true, "dyn": false,
        "new": {"bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20,
            "separate": true},
        "rev": {"bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1, "perDay": 200},
        "lapse": {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0}}})
}

#[cfg(test)]
mod tests {
    use crate::testing::Home;
    use crate::{ExportFormat, export};
    use hotseat_bank::{Filter, Library};

    #[test]
    fn a_deck_can_be_read_back_and_names_its_notes_for_good() {
        let library = Library::builtin();
        let deck = |now| export(&library, &Filter::default(), ExportFormat::Apkg, now).expect("exported");
        let home = Home::new();
        let first = home.bring("deck.apkg", deck(1_700_000_000));
        assert!(first.new > 100 && first.skipped.is_empty() && first.prompt_only == 0, "{:?}", first.skipped);
        let again = home.bring("deck.apkg", deck(1_800_000_000));
        assert_eq!((again.new, again.changed, again.same), (0, 0, first.new));
    }
}
