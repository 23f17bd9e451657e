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

/// Makes decks as people have them, and exports them in both of Anki's formats.
const MAKER: &str = r#"
import os, sys
from anki.collection import Collection, ExportAnkiPackageOptions
folder = sys.argv[1]
col = Collection(os.path.join(folder, "made.anki2"))
with open(os.path.join(folder, "ring.png"), "wb") as file:
    file.write(bytes.fromhex("89504e470d0a1a0a"))
name = col.media.add_file(os.path.join(folder, "ring.png"))
storage, people = col.decks.id("Interview::Storage"), col.decks.id("Interview::People")

def add(model, deck, tags, *fields):
    note = col.new_note(col.models.by_name(model))
    for i, field in enumerate(fields):
        note.fields[i] = field
    note.tags = tags
    col.add_note(note, deck)

add("Basic", storage, ["storage"], "What is a <b>hash ring</b>? 💍",
    f'<div>One circle.</div><img src="{name}"><ul><li>arcs</li><li>virtual nodes</li></ul>')
add("Cloze", storage, [], "A {{c1::log::what}} is written {{c2::before}} the page.", "")
add("Basic (and reversed card)", storage, [], "Idempotent", "Twice is as good as once")
add("Basic", people, [], "Tell me about a conflict 🙃", "")
add("Basic", people, [], f'<img src="{name}">', "only a picture asks")
add("Basic", people, [], "ما هي المعاملة؟", '<div dir="rtl">كل شيء أو لا شيء</div><script>alert(1)</script>')
for legacy in (False, True):
    col.export_anki_package(
        out_path=os.path.join(folder, "legacy.apkg" if legacy else "modern.apkg"), limit=None,
        options=ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy))
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

/// Says so where there is no Anki.
fn python_or_skip() -> Option<String> {
    let python = python();
    if python.is_none() {
        eprintln!(
            "SKIPPED: no Python with the package anki; python3 -m venv target/anki && target/anki/bin/pip install anki"
        );
    }
    python
}

#[test]
fn what_anki_exports_comes_in_is_drilled_and_comes_in_again_as_the_same() {
    let Some(python) = python_or_skip() else { return };
    let home = Home::new();
    let folder = home.path("").display().to_string();
    let output = Command::new(python).args(["-c", MAKER, &folder]).output().expect("started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let import = |name: &str| {
        let path = home.path(name).display().to_string();
        let out = home.json(&["bank", "import", &path, "--into", "anki", "--json"]);
        let count = |name: &str| out[name].as_u64().expect("a count");
        let skipped = out["skipped"].as_array().map_or(0, Vec::len);
        (count("new"), count("changed"), count("same"), count("prompt_only"), skipped)
    };
    assert_eq!(import("modern.apkg"), (5, 0, 0, 1, 1), "the picture asks nothing that a terminal can show");
    assert_eq!(import("modern.apkg"), (0, 0, 5, 1, 1));
    assert_eq!(import("legacy.apkg"), (0, 0, 5, 1, 1), "the same notes in the older format");
    let list = home.json(&["bank", "list", "--bank", "anki", "--json"]);
    let rows = list.as_array().expect("rows");
    let prompts: Vec<_> = rows.iter().map(|row| row["prompt"].as_str().unwrap_or_default()).collect();
    assert_eq!(
        prompts,
        [
            "What is a hash ring? 💍",
            "A [what] is written […] the page.",
            "Idempotent",
            "Tell me about a conflict 🙃",
            "ما هي المعاملة؟"
        ]
    );
    assert_eq!((rows[0]["topic"].as_str(), rows[3]["topic"].as_str()), (Some("storage"), Some("people")));
    let shown = home.run(&["bank", "show", rows[0]["question"].as_str().expect("a name")]).out();
    assert!(shown.contains("virtual nodes") && shown.contains("[image: ring.png]"), "{shown}");
    let rtl = home.run(&["bank", "show", rows[4]["question"].as_str().expect("a name")]).out();
    assert!(!rtl.contains("alert"), "{rtl}");
    home.run_with(&["drill", "--plain", "--bank", "anki"], "t\nA circle.\n.\n3\nh\nm\n\nq\n").works();
    assert_eq!(home.json(&["history", "list", "--json"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn anki_imports_the_deck_and_updates_it_from_a_later_one() {
    let Some(python) = python_or_skip() else { return };
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
