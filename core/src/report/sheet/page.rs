//! The interviewer's sheet as an HTML page to be filled in by a friend: one question per view, a clock, everything
//! clickable. It works without a network, runs a single script whose hash it names, sends nothing, and can be read and
//! printed where scripts do not run.
//!
//! Every input is a field that names its place in the file; `page.js` knows nothing else about the file.

use super::Sheet;
use super::fields::{At, POINT, SETTLED, check, choices, follow_up, mistakes, notes, scale};
use crate::assess::{Band, RedFlag, counts};
use crate::bank::{Dimension, FollowUp, Kind, Point, Question, Tier};
use crate::history::RecordId;
use crate::markup::html as e;
use crate::practice::mock::{FilledSheet, Planned, PlannedRound, is_for};
use crate::practice::words::count;
use crate::report::words::capital;
use crate::text::{one_line, terminal_safe_json};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The hashes that a browser checks style and script against. If they are wrong, a test prints the right ones.
pub(super) const HASHES: [&str; 2] =
    ["sha256-s2s5/g207wjqbw9pki23+lSOapgLviaHGkudZyYdTqk=", "sha256-frhgtyOPwJM7bBjwiHwE+3uMnGtH+aDhFq27cu3kD90="];

/// The exact text between the tags of the style element.
pub(super) fn style() -> String {
    format!("\n{STYLE}")
}

/// The exact text between the tags of the script element.
pub(super) fn script() -> String {
    format!("\n{SCRIPT}")
}

impl Sheet<'_> {
    /// Renders the page. `sitting` is the id that the mock gets when the saved file is imported.
    pub fn page(self, sitting: RecordId) -> String {
        let blank = FilledSheet::blank(self.plan, self.questions, self.dimensions, sitting).with_prompts(self.prompts);
        let mut body = self.cover();
        for (i, (round, questions)) in self.plan.rounds.iter().zip(self.rounds()).enumerate() {
            for (j, (planned, question)) in questions.into_iter().enumerate() {
                let at = At("/rounds".into()).nth(i).of("questions").nth(j);
                body += &self.question((i, round), j, (planned, question), &at);
            }
            body += &self.end_of_round(i, round);
        }
        body += &self.signing();
        let title = e(&one_line(&format!("{}: the interviewer's page", self.plan.title)));
        let [style_hash, script_hash] = HASHES;
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{style_hash}'; script-src \
             '{script_hash}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>{}</style>\n</head>\n<body>\n\
             {}<main>\n{body}</main>\n{FOOT}{}<p class=\"hidden\" role=\"status\" id=\"said\"></p>\n\
             <script type=\"application/json\" id=\"sheet\">{}</script>\n<script>{}</script>\n</body>\n</html>\n",
            style(),
            self.bar(),
            self.overview(),
            data(&blank),
            script()
        )
    }

    fn bar(self) -> String {
        let round = |round: &PlannedRound| format!("<div>{}</div>", "<i></i>".repeat(round.questions.len()));
        let rounds: String = self.plan.rounds.iter().map(round).collect();
        format!(
            "<header class=\"bar\">\n<div>\n<div class=\"line\">\n\
             <p class=\"where\"><strong id=\"round\"></strong><span id=\"place\"></span></p>\n\
             <div class=\"clock\" id=\"clock\" role=\"timer\"><b id=\"time\">0:00</b> <span id=\"of\"></span><span id=\"left\"></span></div>\n\
             <button class=\"quiet\" data-act=\"overview\">All</button>\n</div>\n\
             <div class=\"rounds\" aria-hidden=\"true\">{rounds}</div>\n</div>\n</header>\n"
        )
    }

    fn cover(self) -> String {
        let plan = self.plan;
        let rounds = if plan.rounds.len() > 1 { count(plan.rounds.len(), "round") + ", " } else { String::new() };
        format!(
            "<section class=\"view\" data-kind=\"cover\" data-place=\"Before it begins\" aria-labelledby=\"cover\">\n\
             <p class=\"kicker\">The interviewer's page: it has the answers, not for the candidate</p>\n\
             <h1 id=\"cover\" tabindex=\"-1\">{}</h1>\n\
             <p>Level {}, {rounds}{}, {} minutes.</p>\n\
             <ol class=\"steps\">\n\
             <li>Read the question out, then press <b>Start clock</b>.</li>\n\
             <li>Listen. Click what you hear: there, partly, missing. What you do not judge stays unknown; it never counts as a zero.</li>\n\
             <li>When they are done, press <b>Answer over</b> and ask one to three things more. Once a round, push back.</li>\n\
             <li>Say nothing about how it goes until the end. When a round runs late, drop what you would ask next first.</li>\n\
             <li>At the end, save the file and send it to the candidate.</li>\n</ol>\n\
             <p class=\"small script\">What you click is kept in this browser, on this device, until you clear it: the page can be \
             closed and opened again. Nothing is sent anywhere. <kbd>Ctrl</kbd> <kbd>Enter</kbd> is next, with \
             <kbd>Shift</kbd> back; <kbd>Ctrl</kbd> <kbd>.</kbd> is the clock.</p>\n\
             <p class=\"note\" id=\"unkept\" hidden>This browser keeps nothing for this page. Save the file before you close it.</p>\n\
             <noscript><p class=\"note\">Scripts do not run here, so this page can be read and printed, but not filled in. A phone \
             that shows it in a preview opens it in its browser instead.</p></noscript>\n</section>\n",
            e(&plan.title),
            plan.level,
            count(plan.questions().count(), "question"),
            plan.minutes
        )
    }

    fn question(
        self,
        (i, round): (usize, &PlannedRound),
        j: usize,
        (planned, question): (&Planned, &Question),
        at: &At,
    ) -> String {
        let id = format!("q{i}-{j}");
        let mut out = format!(
            "<section class=\"view\" data-kind=\"question\" data-round=\"{i}\" data-question=\"{j}\" data-target=\"{}\" \
             data-seconds=\"{}\" aria-labelledby=\"{id}\">\n<p class=\"kicker\">{}, about {} min with what you ask next</p>\n\
             <h2 id=\"{id}\" tabindex=\"-1\">{}</h2>\n",
            planned.think.saturating_add(planned.target),
            planned.seconds,
            e(&capital(&planned.kind.to_string())),
            planned.seconds.div_ceil(60),
            e(&question.prompt)
        );
        if let (0, Some(seconds)) = (j, round.uninterrupted) {
            let minutes = f64::from(seconds) / 60.0;
            out += &format!("<p class=\"note\">Do not interrupt for the first {minutes} minutes.</p>\n");
        }
        if let Some(snippet) = &question.snippet {
            out += &format!("<pre tabindex=\"0\" aria-label=\"Code\">{}</pre>\n", e(snippet.code.trim_end()));
        }
        out += &self.asked_back(planned.kind, question, at);
        out += &self.points(question, at);
        out += &mistakes(question, at);
        out += &self.next(planned, question, at);
        out += &notes(at);
        out + &self.numbers(planned.kind, at) + "</section>\n"
    }

    fn asked_back(self, kind: Kind, question: &Question, at: &At) -> String {
        let settled = if self.settles_first(kind) {
            choices(
                "<h3>Settled what is wanted before answering?</h3>",
                &at.of("clarified"),
                &SETTLED,
                "data-as=\"bool\"",
            )
        } else {
            String::new()
        };
        let answers: String = question
            .clarifications
            .iter()
            .map(|c| format!("<li><b>{}</b>{}</li>\n", e(&c.ask), e(&c.answer)))
            .collect();
        if answers.is_empty() {
            return settled;
        }
        format!(
            "<details>\n<summary>When they ask back ({})</summary>\n<div>\n<ul class=\"asked\">\n{answers}</ul>\n\
             <label class=\"field script\">How often they asked<input type=\"number\" inputmode=\"numeric\" min=\"0\" max=\"99\" \
             data-count data-path=\"{}\"></label>\n</div>\n</details>\n{settled}",
            question.clarifications.len(),
            at.of("asked_back").html()
        )
    }

    fn points(self, question: &Question, at: &At) -> String {
        if question.look_for.is_empty() {
            return "<h3>Listen</h3>\n<p class=\"hint\">This question has no notes: write down what you hear, and give numbers.</p>\n"
                .to_owned();
        }
        let points: String = question
            .look_for
            .iter()
            .enumerate()
            .map(|(k, point)| self.point(point, &at.of("points").nth(k).of("tick")))
            .collect();
        format!(
            "<h3>Listen for</h3>\n{points}<p class=\"script\"><button class=\"quiet\" data-act=\"rest\">Mark what is not judged \
             as missing</button></p>\n"
        )
    }

    fn point(self, point: &Point, at: &At) -> String {
        let counts = counts(point.tier, self.plan.level);
        let tier = match (counts, point.tier) {
            (false, tier) => format!("<span class=\"tag\">for {tier}, above the level</span>"),
            (true, Tier::Must) => "<span class=\"tag must\">must</span>".to_owned(),
            (true, tier) => format!("<span class=\"tag\">{tier}</span>"),
        };
        let class = if counts { "" } else { " class=\"above\"" };
        let legend = format!("<span{class}>{tier}{}</span>", e(&point.text));
        choices(&legend, at, &POINT, if counts { "data-counts" } else { "" })
    }

    fn next(self, planned: &Planned, question: &Question, at: &At) -> String {
        let mut place = 0;
        let mut one = |next: &FollowUp| {
            let out = follow_up(next, &at.of("follow_ups").nth(place));
            place += 1;
            out
        };
        let own: String = question.follow_ups.iter().map(&mut one).collect();
        let mut out = "<h3>Ask next</h3>\n".to_owned();
        if !own.is_empty() {
            out += &format!("<p class=\"hint\">One to three of these, where they suit.</p>\n{own}");
        }
        // Number the prompts in the order of the blank sheet, which differs from the order in which they are shown.
        let [push_back, fails, ten] = self.general();
        let mut written = [push_back, ten, fails].map(|(title, prompts)| {
            let suiting: Vec<&FollowUp> = prompts.iter().filter(|prompt| is_for(prompt, planned)).collect();
            let list: String = suiting.iter().map(|next| one(next)).collect();
            match suiting.len() {
                0 => String::new(),
                of => format!("<details>\n<summary>{title} ({of})</summary>\n<div>\n{list}</div>\n</details>\n"),
            }
        });
        written.swap(1, 2);
        out + &written.concat()
    }

    fn numbers(self, kind: Kind, at: &At) -> String {
        let scored: Vec<&Dimension> =
            self.dimensions.iter().filter(|dimension| dimension.kinds.contains(&kind)).collect();
        if scored.is_empty() {
            return String::new();
        }
        let one = |dimension: &&Dimension| {
            let title = format!("<b>{}</b>", e(&dimension.title));
            let at = at.of("numbers").of(&dimension.id);
            scale(&title, &at, dimension.anchors.iter().map(String::as_str), "No number of mine")
        };
        format!(
            "<details>\n<summary>Your numbers, 1 to 4</summary>\n<div>\n<p class=\"hint\">Write down what you heard first. What you \
             leave open is worked out from what you clicked.</p>\n{}</div>\n</details>\n",
            scored.iter().map(one).collect::<String>()
        )
    }

    fn end_of_round(self, i: usize, round: &PlannedRound) -> String {
        let then = match self.plan.rounds.get(i + 1) {
            Some(next) => format!("<p>Next: {}, {} minutes. A break is fine.</p>\n", e(&next.name), next.minutes),
            None => String::new(),
        };
        format!(
            "<section class=\"view\" data-kind=\"end\" data-round=\"{i}\" data-place=\"The end of the round\" \
             aria-labelledby=\"end{i}\">\n<p class=\"kicker\">{}</p>\n<h2 id=\"end{i}\" tabindex=\"-1\">The round is over</h2>\n\
             <p>Before you tell them anything, ask: what do you think that was worth?</p>\n{}{then}</section>\n",
            e(&round.name),
            scale(
                "<span class=\"hidden\">What they think it was worth</span>",
                &At("/rounds".into()).nth(i).of("predicted"),
                Band::ALL.iter().map(|band| band.word()),
                "I did not ask"
            )
        )
    }

    fn signing(self) -> String {
        let flags: String = RedFlag::ALL
            .iter()
            .enumerate()
            .map(|(i, flag)| check(&At("/red_flags".into()).nth(i).of("seen"), "bad", &e(flag.words())))
            .collect();
        let gaps: String = (0..3)
            .map(|i| {
                format!(
                    "<label class=\"field\">Gap {}<textarea class=\"short\" rows=\"1\" data-path=\"/gaps/{i}\"></textarea></label>\n",
                    i + 1
                )
            })
            .collect();
        let done = self.jumps();
        format!(
            "<section class=\"view\" data-kind=\"card\" data-place=\"The scorecard\" aria-labelledby=\"card\">\n\
             <h2 id=\"card\" tabindex=\"-1\">Your scorecard</h2>\n\
             <fieldset>\n<legend><h3>Red flags that you saw</h3></legend>\n<div>{flags}</div>\n</fieldset>\n\
             <h3>Three gaps to work on, in your words</h3>\n{gaps}\
             <label class=\"field\">Anything else<textarea data-path=\"/notes\"></textarea></label>\n\
             <div class=\"pair\">\n<label class=\"field\">Your name<input type=\"text\" autocomplete=\"name\" maxlength=\"80\" data-path=\"/judge\"></label>\n\
             <label class=\"field\">Held on<input type=\"date\" id=\"held-on\" data-path=\"/held_on\"></label>\n</div>\n\
             <div class=\"script\">\n<div class=\"saved\"><button class=\"main\" data-act=\"save\">Save the file</button>\
             <button data-act=\"copy\">Copy as text</button></div>\n\
             <p role=\"status\" id=\"told\">The file is for the candidate, who reads it with <kbd>hotseat mock score FILE</kbd>.</p>\n\
             <textarea class=\"file\" id=\"file\" readonly hidden aria-label=\"The file as text\"></textarea>\n\
             <h3>What is filled in</h3>\n<ul class=\"overview\">\n{done}</ul>\n\
             <p><button class=\"quiet\" data-act=\"clear\">Throw everything away and start afresh</button></p>\n</div>\n</section>\n"
        )
    }

    /// A button for each question that shows how far it is filled in.
    fn jumps(self) -> String {
        let prompts = self.questions.iter().map(|question| e(&one_line(&question.prompt)));
        let line = |(at, prompt): (usize, String)| {
            format!(
                "<li><button data-to=\"{at}\"><span>{}. {prompt}</span> <span data-of=\"{at}\"></span></button></li>\n",
                at + 1
            )
        };
        prompts.enumerate().map(line).collect()
    }

    fn overview(self) -> String {
        format!(
            "<dialog id=\"overview\" aria-labelledby=\"overview-title\">\n<h2 id=\"overview-title\">All questions</h2>\n\
             <ul class=\"overview\">\n{}</ul>\n<button data-act=\"close\">Close</button>\n</dialog>\n",
            self.jumps()
        )
    }
}

/// The buttons at the bottom, always in the same places.
const FOOT: &str = "<nav class=\"foot\" aria-label=\"Steps\">\n<div>\n<button id=\"back\" data-act=\"back\">Back</button>\n\
                    <button id=\"press\" data-act=\"clock\">Start clock</button>\n\
                    <button id=\"next\" class=\"main\" data-act=\"next\">Next</button>\n</div>\n</nav>\n";

/// The blank sheet as JSON for the script. `<` is escaped so that no text can close the element around it.
fn data(blank: &FilledSheet) -> String {
    // A sheet is numbers, texts and lists, so this cannot fail.
    let json = serde_json::to_string(blank).unwrap_or_default();
    terminal_safe_json(&json).replace('<', "\\u003c")
}
