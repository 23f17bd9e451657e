//! Reports and the interviewer's copy in a real browser: whether everything arrives, fits a phone and is drawn. Pictures
//! are kept in `target/reports`. Chromium is looked for in `$CHROMIUM` and on the path; without it the test says so and
//! passes.

mod common;

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Home, text};
use serde_json::{Value, json};

/// Longer than any browser takes to draw a page, also on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

fn chromium() -> Option<String> {
    let given = std::env::var("CHROMIUM").ok();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(str::to_owned);
    let runs = |name: &String| {
        let asked = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    given.into_iter().chain(names).find(runs)
}

struct Browser {
    program: String,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Runs it without a window; what it prints.
    fn run(&self, args: &[&str], page: &Path) -> String {
        let printed = self.profile.path().join("printed");
        let mut child = Command::new(&self.program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"])
            .args(["--disable-dev-shm-usage", "--allow-file-access-from-files"])
            .arg(format!("--user-data-dir={}", self.profile.path().display()))
            .args(args)
            .arg(format!("file://{}", page.display()))
            .stdout(std::fs::File::create(&printed).expect("a file"))
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        let begun = Instant::now();
        loop {
            match child.try_wait().expect("asked") {
                Some(status) => {
                    assert!(status.success(), "{status}: {args:?}");
                    return std::fs::read_to_string(&printed).expect("UTF-8");
                }
                None if begun.elapsed() > PATIENCE => {
                    let _ = child.kill();
                    panic!("{} did not end: {args:?}", self.program);
                }
                None => std::thread::park_timeout(Duration::from_millis(20)),
            }
        }
    }

    /// A picture of a page as wide as this.
    fn picture(&self, page: &Path, to: &Path, width: u32, height: u32, more: &[&str]) {
        let size = format!("--window-size={width},{height}");
        let to = format!("--screenshot={}", to.display());
        self.run(&[&[size.as_str(), to.as_str()], more].concat(), page);
    }
}

/// How many colours a picture has, and which share of it the most frequent one.
fn colours(path: &Path) -> (usize, f64) {
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("a picture"));
    let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("a frame");
    let step = info.color_type.samples();
    let mut counts: HashMap<&[u8], usize> = HashMap::new();
    for pixel in pixels[..info.buffer_size()].chunks_exact(step) {
        *counts.entry(pixel).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let most = counts.values().max().copied().unwrap_or(0);
    (counts.len(), f64::from(u32::try_from(most).expect("small")) / f64::from(u32::try_from(all).expect("small")))
}

/// A user with three mocks that a friend held, and some weeks of practice.
fn home() -> Home {
    let home = Home::new();
    // The calendar ends today.
    let today = (chrono::Local::now().naive_local() - chrono::TimeDelta::hours(4)).date();
    let before = |days: i64| (today - chrono::TimeDelta::days(days)).to_string();
    for (seed, day) in [("1", before(21)), ("2", before(12)), ("3", before(2))] {
        let mut sheet = home.json(&["mock", "sheet", "distributed", "--seed", seed, "--format", "json"]);
        sheet["held_on"] = json!(day);
        let questions = sheet["rounds"]
            .as_array_mut()
            .expect("rounds")
            .iter_mut()
            .flat_map(|round| round["questions"].as_array_mut().expect("questions"));
        for (i, question) in questions.enumerate() {
            question["took_minutes"] = json!(1.5 + 0.7 * i as f64);
            question["answer"] =
                json!(format!("I'd measure first <script>alert({i})</script>. {}", "And then on. ".repeat(20)));
            for (j, point) in question["points"].as_array_mut().expect("points").iter_mut().enumerate() {
                point["tick"] = json!(["hit", "hit", "partial", "missed"][(i + j) % 4]);
            }
            for next in question["follow_ups"].as_array_mut().expect("follow-ups").iter_mut().take(2) {
                next["tick"] = json!("hit");
                next["reply"] = json!("An unbroken".to_owned() + &"word".repeat(60));
            }
        }
        let file = format!("{seed}.json");
        home.write(&file, sheet.to_string());
        home.run(&["mock", "score", &text(&home.path(&file))]).works();
    }
    let bank: Value = home.json(&["bank", "list", "--json"]);
    let lines: String = (0..400_i64)
        .map(|n| {
            let question = &bank[usize::try_from(n * 7 % 40).expect("small")]["question"];
            let day = before(90 - n / 5);
            let line = json!({
                "id": format!("line-{n}"), "question": question, "answered_at": format!("{day}T19:{:02}:00+00:00", n % 60),
                "rating": 1 + n % 4, "prediction": 1 + (n / 3) % 4, "score": (n % 5) as f64 / 5.0,
                "seconds": {"think": 10, "answer": 60 + n % 90, "paused": 0}, "target_seconds": 100
            });
            format!("{line}\n")
        })
        .collect();
    home.write("log.jsonl", lines);
    home.run(&["history", "import", &text(&home.path("log.jsonl"))]).works();
    home
}

/// Opens every page at several widths and tells, a line each, what is there and what stands out over the edge.
const PROBE: &str = r#"<!doctype html><meta charset="utf-8"><body><script>
for (const name of NAMES) for (const width of [320, 390, 1000]) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  frame.src = name;
  frame.onload = () => {
    const page = frame.contentDocument, count = what => page.querySelectorAll(what).length;
    const out = [...page.querySelectorAll("body *")].filter(element =>
      element.getBoundingClientRect().right > width + 1 && !element.closest(".scroll, .hidden, pre"));
    const line = document.createElement("p");
    line.textContent = JSON.stringify({name, width, out: out.length, wide: page.documentElement.scrollWidth > width,
      scripts: count("script"), pictures: count("svg"), shapes: count("svg rect, svg circle, svg line"),
      answers: count("article.answer"), tables: count("table"), boxes: count("[data-path]"),
      title: page.title, heading: page.querySelector("h1").textContent, lang: page.documentElement.lang});
    document.body.append(line);
  };
  document.body.append(frame);
}
</script></body>"#;

#[test]
fn pages_arrive_whole_and_fit_a_phone_a_desk_and_paper() {
    let Some(program) = chromium() else {
        // Past the capture of the test harness: whoever reads the log has to know.
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: no Chromium to open the reports in; install the package chromium");
        return;
    };
    let browser = Browser { program, profile: tempfile::tempdir().expect("a folder") };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/reports");
    std::fs::create_dir_all(&folder).expect("a folder");
    let home = home();
    let names = ["mock.html", "progress.html", "sheet.html"];
    let page = |name: &str| folder.join(name);
    home.run(&["report", "--output", &text(&page(names[0])), "--force"]).works();
    home.run(&["report", "progress", "--output", &text(&page(names[1])), "--force"]).works();
    let sheet = home.run(&["mock", "sheet", "distributed", "--seed", "9", "--format", "html"]);
    std::fs::write(page(names[2]), sheet.works().out()).expect("written");

    let probe = folder.join("probe.html");
    std::fs::write(&probe, PROBE.replace("NAMES", &json!(names).to_string())).expect("written");
    let dom = browser.run(&["--virtual-time-budget=20000", "--dump-dom"], &probe);
    let lines: Vec<Value> = dom
        .split("<p>")
        .skip(1)
        .filter_map(|rest| rest.split_once("</p>"))
        .map(|(line, _)| serde_json::from_str(&line.replace("&lt;", "<").replace("&amp;", "&")).expect("a line"))
        .collect();
    assert_eq!(lines.len(), 9, "{dom}");
    for line in &lines {
        // A report runs nothing; the interviewer's page has the file and the one script that its policy names.
        let scripts = if line["name"] == "sheet.html" { 2 } else { 0 };
        assert_eq!((&line["out"], &line["wide"]), (&json!(0), &json!(false)), "{line}");
        assert_eq!(line["scripts"], scripts, "{line}");
        assert_eq!(line["lang"], "en");
        let at_least = |what: &str, least: u64| assert!(line[what].as_u64() >= Some(least), "{what}: {line}");
        match line["name"].as_str() {
            Some("mock.html") => {
                at_least("answers", 5);
                // Result, times, tiers, and each dimension over the three mocks.
                at_least("pictures", 8);
                at_least("shapes", 60);
                at_least("tables", 3);
            }
            Some("progress.html") => {
                assert_eq!(line["heading"], "Progress");
                at_least("pictures", 8);
                at_least("shapes", 200);
            }
            _ => at_least("boxes", 100),
        }
    }

    for name in names {
        let stem = name.trim_end_matches(".html");
        let mut looks = vec![("phone", 390, &[][..]), ("desk", 1000, &[][..])];
        if name == names[0] {
            looks.push(("dark", 390, &["--force-dark-mode"][..]));
        }
        for (what, width, more) in looks {
            let to = folder.join(format!("{stem}-{what}.png"));
            browser.picture(&page(name), &to, width, 2400, more);
            let (count, most) = colours(&to);
            assert!(count > 20 && most < 0.97, "{} is blank: {count} colours, {most}", to.display());
        }
        let paper = folder.join(format!("{stem}.pdf"));
        browser.run(&["--no-pdf-header-footer", &format!("--print-to-pdf={}", paper.display())], &page(name));
        let pdf = std::fs::read(&paper).expect("printed");
        assert!(pdf.starts_with(b"%PDF") && pdf.len() > 10_000, "{}", paper.display());
    }
}

/// Holds a whole interview on the page: by keys and clicks, closed and opened again in the middle. What was saved, what was
/// seen on the way, and whether anything was loaded or refused, stand in the document then. The clock runs in virtual time.
const FRIEND: &str = r#"<!doctype html><meta charset="utf-8"><body><script>
const tell = (id, value) => {
  const line = document.createElement("pre");
  line.id = id;
  line.textContent = JSON.stringify(value);
  document.body.append(line);
};
const wait = ms => new Promise(done => setTimeout(done, ms));
const frame = document.createElement("iframe");
frame.style.cssText = "width:320px;height:640px;border:0";
const seen = {refused: 0, errors: [], clocks: [], views: 0, alone: true, focused: true, out: []};
let win, page, saved;
function opened() {
  win = frame.contentWindow;
  page = frame.contentDocument;
  win.addEventListener("error", event => seen.errors.push(String(event.message)));
  page.addEventListener("securitypolicyviolation", () => { seen.refused += 1; });
  win.HTMLAnchorElement.prototype.click = function () { saved = {name: this.download, file: this.href}; };
}
const at = what => page.querySelector(`.view:not([hidden]) ${what}`);
const press = what => page.querySelector(`[data-act="${what}"]`).click();
const key = (name, shiftKey = false) =>
  page.body.dispatchEvent(new win.KeyboardEvent("keydown", {key: name, ctrlKey: true, shiftKey, bubbles: true}));
function write(field, text) {
  field.value = text;
  field.dispatchEvent(new win.Event("input", {bubbles: true}));
}
function look() {
  seen.views += 1;
  const shown = [...page.querySelectorAll(".view")].filter(view => view.offsetParent !== null);
  seen.alone &&= shown.length === 1;
  page.querySelectorAll(".view:not([hidden]) details").forEach(one => { one.open = true; });
  const edge = page.querySelector("main").getBoundingClientRect().right;
  const out = [...page.querySelectorAll(".view:not([hidden]) *, .bar *, .foot *")]
    .filter(one => !one.closest("pre, .hidden") && one.getBoundingClientRect().right > edge + 1);
  seen.out.push(...out.map(one => `${shown[0].dataset.kind}: ${one.outerHTML.slice(0, 120)}`));
  seen.focused &&= shown[0].contains(page.activeElement) && page.activeElement.matches("h1, h2");
}
async function next() {
  if (seen.views % 2) press("next"); else key("Enter");
  await wait(10);
  look();
}
async function answer(number) {
  // The second question is not asked at all, of the third only the first point is judged.
  if (number === 1) return;
  key(".");
  await wait(90000);
  const points = [...page.querySelectorAll(".view:not([hidden]) [data-path*='/points/'][value='hit']")];
  for (const point of number === 2 ? points.slice(0, 1) : points) point.click();
  press("clock");
  if (number === 0) {
    write(at("textarea[data-path$='/answer']"), "I'd <b>measure</b> first.");
    at("[data-path*='/follow_ups/0/'][value='partial']").click();
    write(at("[data-path$='/follow_ups/0/reply']"), "It depends.");
    at("[data-path*='/numbers/'][value='3']").click();
    await wait(600000);
    seen.clocks.push(page.getElementById("clock").className);
  }
}
frame.onload = async () => {
  frame.onload = null;
  opened();
  await wait(10);
  seen.cover = page.querySelector(".view:not([hidden]) h1") !== null;
  await next();
  const questions = page.querySelectorAll("[data-kind=question]").length;
  for (let number = 0; number < questions; number += 1) {
    seen.clocks.push(page.getElementById("clock").className);
    await answer(number);
    if (number === 0) {
      // Closed and opened again.
      const again = new Promise(done => { frame.onload = done; });
      win.location.reload();
      await again;
      frame.onload = null;
      opened();
      await wait(10);
      seen.kept = [at("[data-path*='/points/0/']:checked").value, at("textarea[data-path$='/answer']").value];
    }
    await next();
  }
  at("[data-path$='/predicted'][value='3']").click();
  await next();
  at("[data-path='/red_flags/2/seen']").click();
  write(at("[data-path='/gaps/0']"), "Numbers before words");
  write(at("[data-path='/judge']"), "Ana");
  press("save");
  seen.told = page.getElementById("told").textContent;
  seen.unasked = page.querySelector("[data-of='1']").textContent;
  seen.loaded = win.performance.getEntriesByType("resource").length;
  seen.style = win.getComputedStyle(page.querySelector(".foot")).position;
  seen.name = saved.name;
  const request = new XMLHttpRequest();
  request.onload = () => {
    tell("file", request.responseText);
    tell("seen", seen);
  };
  request.open("GET", saved.file);
  request.send();
};
frame.src = "page.html";
document.body.append(frame);
</script></body>"#;

/// What a driver page told under a name.
fn told(dom: &str, id: &str) -> Value {
    let Some((_, rest)) = dom.split_once(&format!("<pre id=\"{id}\">")) else { panic!("nothing told of {id}: {dom}") };
    let text = rest.split_once("</pre>").expect("its end").0;
    serde_json::from_str(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).expect("JSON")
}

#[test]
fn a_friend_holds_an_interview_on_the_page_and_what_is_saved_is_scored() {
    let Some(program) = chromium() else {
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: no Chromium to hold an interview in; install the package chromium");
        return;
    };
    let browser = Browser { program, profile: tempfile::tempdir().expect("a folder") };
    let home = Home::new();
    let sheet = home.run(&["mock", "sheet", "daily", "--seed", "7", "--format", "html"]);
    home.write("page.html", sheet.works().out());
    home.write("friend.html", FRIEND);
    let dom = browser.run(&["--virtual-time-budget=3000000", "--dump-dom"], &home.path("friend.html"));

    let seen = told(&dom, "seen");
    assert_eq!((&seen["refused"], &seen["loaded"], &seen["errors"]), (&json!(0), &json!(0), &json!([])), "{seen}");
    assert_eq!(
        (&seen["cover"], &seen["alone"], &seen["focused"]),
        (&json!(true), &json!(true), &json!(true)),
        "{seen}"
    );
    assert_eq!(seen["out"], json!([]), "every view fits a small phone, with everything open");
    assert_eq!(seen["style"], "fixed", "the browser took the style");
    assert_eq!(seen["kept"], json!(["hit", "I'd <b>measure</b> first."]), "what was clicked is there again");
    assert_eq!(seen["clocks"][0], "clock ");
    assert_eq!(seen["clocks"][1], "clock over");
    assert_eq!(seen["unasked"], "not asked");
    assert!(seen["told"].as_str().is_some_and(|told| told.contains("hotseat mock score score-daily-")), "{seen}");

    let file = told(&dom, "file");
    let text = file.as_str().expect("a text");
    let saved: Value = serde_json::from_str(text).expect("JSON");
    let first = &saved["rounds"][0]["questions"][0];
    let took = first["took_minutes"].as_f64().expect("a time");
    assert!((1.45..1.7).contains(&took), "{took}");
    home.write("score.json", text);
    let score = home.run(&["mock", "score", &common::text(&home.path("score.json"))]);
    assert!(score.works().out().contains("judged by Ana"), "{score:?}");
    let report = home.json(&["report", "--format", "json"]);
    let answers: Vec<&Value> = report["rounds"][0]["questions"].as_array().expect("questions").iter().collect();
    assert!(answers[1]["answer"].is_null(), "what was not asked has no answer");
    let points = answers[2]["answer"]["points"].as_array().expect("points");
    let judged: Vec<bool> = points.iter().map(|point| point["judged"] == json!(true)).collect();
    assert_eq!(judged.iter().filter(|judged| **judged).count(), 1, "{points:?}");
    assert_eq!(answers[2]["answer"]["share"], json!(1.0), "nothing is held against what was not judged");
    assert_eq!(answers[0]["answer"]["follow_ups"][0]["text"], "It depends.");
    assert_eq!(report["rounds"][0]["prediction"], 3);
    let page = home.run(&["report"]);
    let page = page.works().out();
    assert!(page.contains("In the words of Ana") && page.contains("Numbers before words"), "{page}");
}
