//! Anki's own package as the judge of exported decks. It is looked for in `$ANKI_PYTHON`, `target/anki` and the system's
//! Python; without it the test says so and passes.

mod common;

use std::path::Path;
use std::process::Command;

use common::Home;

/// Imports a deck twice, the second edition of which has one prompt mended, and prints what the collection holds.
const JUDGE: &str = r#"
import json, sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
col = Collection(sys.argv[1])
counts = []
for path in sys.argv[2:]:
    log = col.import_anki_package(ImportAnkiPackageRequest(
        package_path=path, options=ImportAnkiPackageOptions(merge_notetypes=True))).log
    counts.append([len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)])
notes = [col.get_note(nid) for nid in col.find_notes("")]
note = next(n for n in notes if "mini" in col.decks.name(n.cards()[0].did))
print(json.dumps({
    "counts": counts, "notes": len(notes), "cards": len(col.find_cards("")), "tags": note.tags,
    "fields": [n.fields for n in notes if "mini" in col.decks.name(n.cards()[0].did)],
    "answer": note.cards()[0].answer(), "problems": col.fix_integrity()[1],
}))
col.close()
"#;

fn python() -> Option<String> {
    let given = std::env::var("ANKI_PYTHON").ok();
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/anki/bin/python").display().to_string();
    let known = |python: &String| {
        Command::new(python).args(["-c", "import anki.collection"]).output().is_ok_and(|output| output.status.success())
    };
    given.into_iter().chain([venv, "python3".to_owned()]).find(known)
}

#[test]
fn anki_imports_the_deck_and_updates_it_from_a_later_one() {
    let Some(python) = python() else {
        eprintln!(
            "SKIPPED: no Python with the package anki; python3 -m venv target/anki && target/anki/bin/pip install anki"
        );
        return;
    };
    let home = Home::with_mini();
    let deck = |name: &str| {
        let path = home.path(name).display().to_string();
        let ran = home.run(&["bank", "export", "--format", "apkg", "--output", &path]);
        assert_eq!(ran.code(), Some(0), "{ran:?}");
        path
    };
    let first = deck("first.apkg");
    home.write("data/banks/mini.json", common::MINI.replace("First of three?", "First of <three>?"));
    // Which edition is newer is told by whole seconds.
    let begun = seconds();
    while seconds() == begun {
        std::thread::yield_now();
    }
    let second = deck("second.apkg");
    let collection = home.path("collection.anki2").display().to_string();
    let output =
        Command::new(python).args(["-c", JUDGE, &collection, &first, &second, &second]).output().expect("started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let all = home.json(&["bank", "list", "--json"]).as_array().map_or(0, Vec::len);
    assert_eq!((found["notes"].as_u64(), found["cards"].as_u64()), (Some(all as u64), Some(all as u64)), "{found}");
    assert_eq!(found["counts"][0][0].as_u64(), Some(all as u64), "{found}");
    assert_eq!((found["counts"][1][0].as_u64(), found["counts"][2][0].as_u64()), (Some(0), Some(0)), "{found}");
    let text = found.to_string();
    assert!(text.contains("First of &lt;three&gt;?") && !text.contains("First of three?"), "{found}");
    assert!(text.contains("Says A") && text.contains("Says M") && text.contains("topic::three"), "{found}");
    assert_eq!(found["problems"], true, "Anki finds the collection sound");
}

fn seconds() -> u64 {
    std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs())
}
