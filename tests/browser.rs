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

/// Opens every page at several widths and tells, a line each, what is there and what stands out over the edge. The pages
/// run no script themselves.
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
      answers: count("article.answer"), tables: count("table"), boxes: count(".boxes li"),
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
        assert_eq!((&line["out"], &line["wide"], &line["scripts"]), (&json!(0), &json!(false), &json!(0)), "{line}");
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
            _ => at_least("boxes", 20),
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
