//! Jobs on the command line: postings read and refused, corrected, practised for, and what came of the interview.

mod common;

use common::{Home, of_type, records};

const POSTING: &str = "<!doctype html><html><head><title>Jobs</title><script>var a = 'Java Python';</script></head><body>\
    <h1>(Senior) Backend Engineer (m/w/d)</h1><p>We ship parcels.</p><h2>Your tasks</h2><ul><li>Build REST APIs in Go</li>\
    <li>Run them on Kubernetes</li></ul><h2>Your profile</h2><ul><li>5+ years with PostgreSQL and Kafka</li><li>Terraform is a plus</li>\
    <li>React</li></ul><h2>We offer</h2><ul><li>A Ruby ring</li></ul></body></html>";

fn home() -> Home {
    let home = Home::new();
    home.write("posting.html", POSTING);
    home
}

fn posting(home: &Home) -> String {
    common::text(&home.path("posting.html"))
}

#[test]
fn a_posting_becomes_the_target_and_stands_beside_the_bank() {
    let home = home();
    let added = home.run(&["job", "add", &posting(&home), "--company", "Acme", "--date", "2030-12-14"]);
    added.works();
    assert!(added.err().contains("Acme: (Senior) Backend Engineer is current"), "{}", added.err());
    let out = added.out();
    for said in
        ["Level: senior, from its title", "Tracks: go", "Messaging: ", "No questions about: React", "Nice to have"]
    {
        assert!(out.contains(said) || said == "Tracks: cloud, go" && out.contains("Tracks: go"), "{said}\n{out}");
    }
    assert!(!out.contains("Java") && !out.contains("Ruby"), "{out}");
    let config = home.run(&["config", "show"]).out();
    assert!(config.contains("date = \"2030-12-14\"") && config.contains("messaging"), "{config}");
    let shown = home.json(&["job", "show", "--json"]);
    assert_eq!(shown["target"]["level"], "senior");
    assert_eq!(shown["current"], true);
    assert!(shown["coverage"]["topics"].as_array().is_some_and(|topics| !topics.is_empty()));
    assert!(shown["reading"]["sentences"].as_array().is_some_and(|all| all.iter().any(|one| one["part"] == "must")));
    assert_eq!(of_type(&records(&home), "job").len(), 1);
}

#[test]
fn several_jobs_are_told_apart_corrected_and_removed() {
    let home = home();
    home.run(&["job", "add", &posting(&home), "--company", "Acme"]).works();
    let second = home.run_with(
        &["job", "add", "-", "--company", "Beta", "--date", "2020-01-01"],
        "# Data Engineer\n- Airflow and Spark\n",
    );
    second.works();
    assert!(second.out().contains("2020-01-01 is past") && second.err().contains("job use"), "{second:?}");
    home.run(&[
        "job",
        "edit",
        "beta",
        "--level",
        "staff",
        "--archetypes",
        "data 80, api 20",
        "--topics",
        "streaming-and-analytics 3",
    ])
    .works();
    home.run(&["job", "use", "beta"]).works();
    let rows = home.json(&["job", "list", "--json"]);
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    let beta = rows.as_array().and_then(|rows| rows.iter().find(|row| row["company"] == "Beta")).expect("listed");
    assert_eq!((&beta["current"], &beta["target"]["level"]), (&true.into(), &"staff".into()));
    assert!(!home.run(&["config", "show"]).out().contains("2020-01-01"), "nothing is planned for a day that is over");
    home.run(&["job", "edit", "beta", "--topics", "cacheing"]).fails(2, &["\"cacheing\" is no topic", "caching"]);
    home.run(&["job", "edit", "beta", "--archetypes", "web"]).fails(2, &["\"web\" is no archetype"]);
    home.run(&["job", "show", "nobody"]).fails(2, &["no job is called \"nobody\"", "Acme"]);
    home.run(&["job", "remove", "beta"]).fails(1, &["nobody can be asked here", "--yes takes Beta"]);
    assert_eq!(home.json(&["job", "list", "--json"]).as_array().map(Vec::len), Some(2), "nothing goes unasked");
    home.run(&["job", "remove", "beta", "--yes"]).works();
    home.run(&["job", "show", "beta"]).fails(2, &["no job is called \"beta\""]);
    assert!(home.run(&["job", "remove", "beta", "--undo"]).works().err().contains("in the list again"));
    home.run(&["job", "remove", "beta", "--undo"]).fails(1, &["no job was taken off the list"]);
    home.run(&["job", "remove", "beta", "--yes"]).works();
    home.run(&["job", "use", "none"]).works();
    assert_eq!(home.json(&["job", "list", "--json"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn years_of_a_language_the_company_and_the_day_of_the_interview_are_read() {
    let home = Home::new();
    let text = "# Backend Engineer\n\nLedgerline | Remote (EU) or Amsterdam | Full-time\n\nInterview on 14 December 2030.\n\n\
                ## Requirements\n- 8 years of Rust\n- You know Kafka and PostgreSQL\n- PCI-DSS or PSD2\n- The memory model\n";
    let added = home.run_with(&["job", "add", "-"], text);
    let out = added.works().out();
    for said in [
        "Ledgerline: Backend Engineer",
        "Interview on 2030-12-14",
        "\"Interview on 14 December 2030.\"",
        "Level: senior, from the years of experience",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let shown = home.json(&["job", "show", "--json"]);
    assert!(shown["target"]["topics"]["cpp"].is_null(), "{shown}");
    let names = shown["reading"]["skills"].to_string();
    assert!(names.contains("PSD2") && !names.contains("SOC 2"), "{names}");
    assert!(home.run(&["config", "show"]).out().contains("date = \"2030-12-14\""));
    let moved = home.run(&["job", "edit", "1", "--no-date"]);
    assert!(moved.works().err().contains("Saved Ledgerline: Backend Engineer; the target follows it."), "{moved:?}");
    assert!(home.json(&["job", "show", "--json"])["date"].is_null(), "a date that was removed does not come back");
    let given = home.run_with(&["job", "add", "-", "--again", "--date", "2030-12-20"], text);
    assert!(given.works().out().contains("Interview on 2030-12-20"), "{given:?}");
    let later = home.run(&["job", "edit", "1", "--no-date"]);
    assert!(later.works().err().contains("It is number 2 now."), "{later:?}");
}

#[test]
fn what_is_no_posting_is_refused_with_what_to_do_and_nothing_is_kept() {
    let home = Home::new();
    home.run(&["job", "add", "/no/such/file"]).fails(1, &["cannot read /no/such/file", "standard input"]);
    home.run_with(&["job", "add", "-"], " \n").fails(1, &["there is no text in it"]);
    home.run_with(&["job", "add", "-"], "<html><img src=a.png></html>").fails(1, &["1 pictures", "copy the text"]);
    home.run_with(&["job", "add", "-"], "word ".repeat(420_000)).fails(1, &["2050 kB", "128 kB"]);
    home.run_with(&["job", "add", "-"], [0_u8, 1, 2]).fails(1, &["it is no text"]);
    home.run_with(&["job", "add", "-"], "%PDF-1.7 x").fails(1, &["pdf_text", "settings"]);
    home.run(&["job", "show"]).fails(1, &["no job was added yet"]);
    assert!(records(&home).is_empty());
}

#[test]
fn a_page_of_two_megabytes_of_scripts_is_a_posting_like_any_other() {
    let home = Home::new();
    let page = POSTING.replace("var a", &format!("/*{}*/ var a", "x".repeat(2 << 20)));
    let shown = home.run_with(&["job", "add", "-", "--dry-run"], page);
    shown.works();
    assert!(shown.out().contains("Level: senior"), "{}", shown.out());
    assert!(records(&home).is_empty());
}

#[test]
fn other_languages_are_told_and_german_is_read() {
    let home = Home::new();
    let german = "# Softwareentwickler (m/w/d)\n\nDeine Aufgaben\n- Entwicklung von Diensten in Java und Kotlin für die Bahn\n\nDein Profil\n\
        - Mindestens 5 Jahre Erfahrung mit Kafka und mit Datenbanken\n- Terraform ist von Vorteil\n\nWir bieten\n- Urlaub und die Berge\n";
    let shown = home.run_with(&["job", "add", "-", "--dry-run"], german);
    assert!(shown.out().contains("in German") && shown.out().contains("Level: senior"), "{}", shown.out());
    assert!(shown.out().contains("java, kotlin"), "{}", shown.out());
    let french = "Développeur backend confirmé H/F\n\nVos missions\n- Développer des services en Go pour nos clients\n\nVotre profil\n\
        - Vous maîtrisez Go et les bases de données, avec 4 ans d'expérience\n- Kafka serait un plus\n\nNos avantages\n- Une île, Java\n";
    let shown = home.run_with(&["job", "add", "-", "--dry-run"], french);
    let out = shown.out();
    assert!(out.contains("in French, and read so") && out.contains("Level: mid, from its title"), "{out}");
    assert!(out.contains("Tracks: go\n") && out.contains("Nice to have\n  - Kafka") && !out.contains("Java"), "{out}");
    let other = "Инженер\n\nМы ищем разработчика с опытом работы с Kubernetes, Kafka и Go\n";
    let shown = home.run_with(&["job", "add", "-", "--dry-run"], other);
    assert!(shown.out().contains("another language") && shown.out().contains("Messaging"), "{}", shown.out());
}

#[test]
fn what_was_added_already_and_what_is_no_posting_is_added_only_when_it_is_said() {
    let home = home();
    home.run(&["job", "add", &posting(&home), "--company", "Acme"]).works();
    home.run(&["job", "add", &posting(&home)]).fails(1, &["posting of job 1 already: Acme", "--again"]);
    let dry = home.run(&["job", "add", &posting(&home), "--dry-run"]);
    assert!(dry.works().err().contains("posting of job 1 already"), "{dry:?}");
    assert_eq!(of_type(&records(&home), "job").len(), 1);
    home.run(&["job", "add", &posting(&home), "--again"]).works();
    home.run_with(&["job", "add", "-"], "hello\n").fails(1, &["Nothing of a posting was found in it", "--anyway"]);
    assert_eq!(of_type(&records(&home), "job").len(), 2);
    home.run_with(&["job", "add", "-", "--anyway"], "hello\n").works();
    assert_eq!(of_type(&records(&home), "job").len(), 3);
    let colours = home.run_with(&["job", "add", "-", "--title", "\u{1b}[31mRed\u{1b}[0m Engineer"], "Go and Kafka\n");
    assert!(colours.works().err().contains("Red Engineer") && !colours.err().contains("[31m"), "{colours:?}");
}

#[test]
fn a_posting_without_headings_is_read_from_its_list_and_a_manager_is_told_of() {
    let home = Home::new();
    let list = "<ul><li>Senior Backend Engineer</li><li>5 years of Go</li><li>Kafka</li></ul>";
    let shown = home.run_with(&["job", "add", "-", "--dry-run"], list);
    assert!(shown.works().out().contains("Level: senior, from its title"), "{shown:?}");
    assert!(shown.out().contains("Tracks: go") && shown.out().contains("Messaging"), "{}", shown.out());
    let manager = "Acme | Engineering Manager | Berlin\n\nYou will lead a team that builds APIs in Java.\n";
    let shown = home.run_with(&["job", "add", "-", "--dry-run"], manager);
    assert!(
        shown.works().out().contains("It leads people") && shown.out().contains("Acme: Engineering Manager"),
        "{shown:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_pdf_is_read_by_the_program_that_the_settings_name_without_a_shell() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.write("to text", "#!/bin/sh\ntest \"$1\" = -x || exit 3\ntail -n +2 \"$2\"\n");
    std::fs::set_permissions(home.path("to text"), std::fs::Permissions::from_mode(0o700)).expect("executable");
    let program = common::text(&home.path("to text"));
    home.write("config/config.toml", format!("pdf_text = [{program:?}, \"-x\", \"{{}}\"]\n"));
    home.write("a $(touch b).pdf", "%PDF-1.7\nStaff Engineer\nRequirements:\n- Rust and Kafka\n");
    let shown = home.run(&["job", "add", &common::text(&home.path("a $(touch b).pdf")), "--dry-run"]);
    shown.works();
    assert!(shown.out().contains("Level: staff") && shown.out().contains("rust"), "{}", shown.out());
    home.write("config/config.toml", format!("pdf_text = [{program:?}]\n"));
    home.run_with(&["job", "add", "-"], "%PDF-1.7\nx").fails(1, &["does not print the text", "by hand"]);
}

#[test]
fn notes_on_the_company_and_the_page_of_the_day() {
    let home = home();
    home.run(&["job", "add", &posting(&home), "--company", "Acme <b>", "--date", "2030-12-14"]).works();
    home.run_with(
        &["job", "notes", "--from", "-"],
        "## Values\nParcels first\u{1b}[31m\n\n## Questions to ask\n- How do you deploy?\n",
    )
    .works();
    assert!(home.run(&["job", "notes", "--print"]).out().contains("Parcels first"));
    let brief = home.run(&["brief"]);
    brief.works();
    for said in ["## Do not leave out", "How do you deploy?", "## Numbers", "Parcels first", "## To warm up"] {
        assert!(brief.out().contains(said), "{said}\n{}", brief.out());
    }
    let page = home.run(&["brief", "--format", "html"]).out();
    assert!(
        page.starts_with("<!doctype html>") && page.contains("Acme &lt;b&gt;") && !page.contains('\u{1b}'),
        "{page}"
    );
    let output = common::text(&home.path("day.html"));
    home.run(&["brief", "--output", &output]).works();
    home.run(&["brief", "--output", &output]).fails(1, &["--force"]);
}

#[test]
fn the_page_of_a_job_that_is_not_the_current_one_is_about_that_job() {
    let home = home();
    home.run(&["job", "add", &posting(&home), "--company", "Acme"]).works();
    let other =
        "Staff Platform Engineer\n\nRequirements\n- You set the direction of several teams\n- Kubernetes\n- Rust\n";
    home.run_with(&["job", "add", "-", "--company", "Nordic", "--date", "in 9 days"], other).works();
    let brief = home.run(&["brief", "nordic"]);
    assert!(brief.works().out().contains("staff, distributed"), "{}", brief.out());
    assert!(!brief.out().contains("suits the target"), "there is something to warm up with: {}", brief.out());
    home.run(&["job", "edit", "nordic", "--tracks", "klingon"]).fails(2, &["\"klingon\" is no track", "rust"]);
    home.run(&["job", "edit", "nordic", "--tracks", "go, rust"]).works();
    assert!(home.run(&["job", "list"]).out().contains("go, rust"));
}

#[test]
fn what_was_asked_is_kept_compared_and_can_be_practised() {
    let home = home();
    home.run(&["job", "add", &posting(&home), "--company", "Acme"]).works();
    let note = "1. How many ducks fit into a parcel? -\n- Tell me about yourself and how you got here +\n";
    let dry = home.run_with(&["debrief-real", "-", "--dry-run"], note);
    dry.works();
    assert!(dry.out().contains("How many ducks fit into a parcel? (badly)"), "{}", dry.out());
    assert!(of_type(&records(&home), "interview").is_empty());
    let kept = home.run_with(&["debrief-real", "-", "--on", "yesterday"], note);
    kept.works();
    assert!(kept.out().contains("2 questions: "), "{}", kept.out());
    let records = records(&home);
    let interview = of_type(&records, "interview")[0];
    assert_eq!(interview["asked"][0]["went"], "badly");
    let listed = home.run(&["bank", "list", "--bank", "asked"]);
    assert!(listed.out().contains("How many ducks fit into a parcel?"), "{listed:?}");
    home.run_with(&["debrief-real", "-", "--on", "yesterday"], note)
        .fails(1, &["were written down for", "nothing was kept"]);
    home.run_with(&["debrief-real", "-", "--on", "2999-01-01"], note).fails(1, &["2999-01-01 is still to come"]);
    // A day without a year, two weeks ahead: hardly that of last year.
    let coming = chrono::Local::now().date_naive() + chrono::Days::new(15);
    let bare = coming.format("%-d %b").to_string();
    home.run_with(&["debrief-real", "-", "--on", &bare], "Why us?")
        .fails(2, &["is still to come; for the one before it say"]);
    let kept = home.run_with(&["debrief-real", "-", "--on", "2025-12-14"], "Why us?");
    assert!(kept.works().err().contains("Kept as of Sun 14 Dec 2025."), "{kept:?}");
    let dry = home.run_with(&["debrief-real", "-", "--on", "2025-12-15", "--dry-run"], "Why us?");
    assert!(dry.works().err().contains("Would be kept as of Mon 15 Dec 2025."), "{dry:?}");
    home.run_with(&["debrief-real", "-"], "\n").fails(1, &["no question in it", "+ ~ or -"]);
    home.run(&["debrief-real"]).fails(2, &["no terminal"]);
}

#[test]
fn jobs_come_along_with_an_export() {
    let home = home();
    home.run(&["job", "add", &posting(&home), "--company", "Acme"]).works();
    let export = home.run(&["history", "export"]).out();
    let other = Home::new();
    other.write("log.jsonl", export);
    other.run(&["history", "import", &common::text(&other.path("log.jsonl"))]).works();
    assert!(other.run(&["job", "list"]).out().contains("Acme"));
}
