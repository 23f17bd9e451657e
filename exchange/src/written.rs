//! A question as a page for an editor: Markdown with comments, and how it is read back.

use hotseat_bank::text::{clean, one_line};
use hotseat_bank::{Difficulty, FollowUp, Kind, Mistake, Point, Question, Sample, Seconds, Tier};

use super::card;
use super::grade;
use super::names::{IdsOfWords, Names, slug};

const HEAD: &str = "<!-- Write the question below the first heading and save. Remarks like this one are not kept.
     Nothing but the question is needed; an empty question keeps nothing. -->\n";
const POINTS: &str =
    "<!-- One a line: what a strong answer contains. Begin with must:, senior: or staff: to say how much it
     matters; without such a word it is strong. -->\n";
const MISTAKES: &str =
    "<!-- One a line: what would be wrong. Begin with critical: where an interviewer would stop. -->\n";
const ADDED: &str =
    "<!-- This question is built in and its words stay as they are. What you write below is added to it;
     the seconds are yours to change. -->\n";
const HINTS: &str = "<!-- One a line, each giving away more. -->\n";

/// What a page shows.
enum Of<'a> {
    /// A question that is yet to be written.
    New,
    /// A question of an own bank, with the topic of its file.
    Own(&'a str),
    /// Additions to a question that itself stays as it is.
    Addition,
}

/// The page for a new question.
pub(super) fn template() -> String {
    let new = card::Card { prompt: "new".to_owned(), ..card::Card::default() }.question();
    new.map_or_else(|_| String::new(), |(question, _)| page(&question, &Of::New))
}

/// The page of an existing question. `topic` is the one that its file gives.
pub(super) fn to_markdown(question: &Question, topic: &str) -> String {
    page(question, &Of::Own(topic))
}

/// The page of what is added to a question; `addition` has the question's prompt and times filled in for this.
pub(super) fn addition_to_markdown(addition: &Question) -> String {
    format!("{ADDED}{}", page(addition, &Of::Addition))
}

fn page(q: &Question, of: &Of<'_>) -> String {
    let mut out = format!("{HEAD}\n# Question\n\n");
    let prompt = if matches!(of, Of::New) { String::new() } else { escaped(&q.prompt) };
    out.push_str(&format!("{prompt}\n\n# About\n\n"));
    let mut about = |name: &str, value: &str, remark: &str| {
        out.push_str(&format!("- {name}: {value} <!-- {remark} -->\n"));
    };
    if let Of::New | Of::Own(_) = of {
        let topic = if let Of::Own(topic) = of { topic } else { "" };
        let levels = format!("{} to {}", q.levels.lowest, q.levels.highest);
        about("topic", topic, "one word, for example caching");
        about("kind", q.kind.word(), &words(Kind::ALL.iter().map(|kind| kind.word())));
        about("difficulty", q.difficulty.word(), &words(Difficulty::ALL.iter().map(|difficulty| difficulty.word())));
        about("levels", &levels, "lowest to highest of junior, mid, senior, staff");
    }
    about("tags", &q.tags.join(", "), "with commas in between");
    let Seconds { think, target, max } = q.times();
    about(
        "seconds",
        &format!("{think}, {target}, {max}"),
        "to think, to answer well, at most; nothing: the usual ones",
    );
    let list = |out: &mut String, title: &str, remark: &str, lines: Vec<String>| {
        out.push_str(&format!("\n# {title}\n\n{remark}"));
        for line in &lines {
            out.push_str(&format!("- {}\n", escaped(line)));
        }
    };
    let points = q.look_for.iter().map(|point| match point.tier {
        Tier::Strong => plain(&point.text),
        tier => format!("{tier}: {}", point.text),
    });
    list(&mut out, "Look for", POINTS, points.collect());
    let mistakes = q
        .mistakes
        .iter()
        .map(|mistake| if mistake.critical { format!("critical: {}", mistake.text) } else { plain(&mistake.text) });
    list(&mut out, "Mistakes", MISTAKES, mistakes.collect());
    list(&mut out, "Follow-ups", "", q.follow_ups.iter().map(|next| next.prompt.clone()).collect());
    list(&mut out, "Hints", HINTS, q.hints.clone());
    out.push_str("\n# Strong answer\n\n");
    if let Some(sample) = &q.sample {
        out.push_str(&format!("{}\n", escaped(&sample.strong)));
    }
    clean(&out).into_owned()
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// If a text begins with a word that would be read as its weight, its actual weight is written in front.
pub(super) fn plain(text: &str) -> String {
    if weight(text).is_some() { format!("strong: {text}") } else { text.to_owned() }
}

/// A text in which no line is read as a heading of the page.
fn escaped(text: &str) -> String {
    let escape = |line: &str| {
        if line.starts_with("# ") || line.starts_with("\\# ") { format!("\\{line}") } else { line.to_owned() }
    };
    text.lines().map(escape).collect::<Vec<_>>().join("\n").replace("<!--", "<!\\--")
}

fn unescaped(text: &str) -> String {
    let text = text.replace("<!\\--", "<!--");
    text.lines()
        .map(|line| {
            line.strip_prefix('\\').filter(|rest| rest.trim_start_matches('\\').starts_with("# ")).unwrap_or(line)
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn weight(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.split_once(':')?;
    matches!(word, "must" | "strong" | "senior" | "staff" | "critical").then_some((word, rest.trim_start()))
}

/// The headings of a page.
const NAMES: [&str; 7] = ["question", "about", "look for", "mistakes", "follow-ups", "hints", "strong answer"];

/// Reads a page back. `before` is the question that was edited: what the page does not show is kept, and points keep
/// their ids, which the history refers to. Returns `None` if nothing is asked, so that nothing is saved.
pub(super) fn from_markdown(page: &str, before: Option<&Question>) -> Result<Option<Question>, String> {
    let page = without_remarks(page);
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in page.lines() {
        match line.strip_prefix("# ") {
            Some(title) => sections.push((title.trim().to_lowercase(), String::new())),
            None => {
                if let Some((_, body)) = sections.last_mut() {
                    body.push_str(line);
                    body.push('\n');
                } else if !line.trim().is_empty() {
                    return Err(format!(
                        "{:?} stands above the first heading; write it below \"# Question\"",
                        one_line(line)
                    ));
                }
            }
        }
    }
    let section = |name: &str| sections.iter().find(|(title, _)| title == name).map(|(_, body)| unescaped(body.trim()));
    if let Some((title, _)) = sections.iter().find(|(title, _)| !NAMES.contains(&title.as_str())) {
        return Err(format!("a heading {title:?} is not known; there are {}", NAMES.join(", ")));
    }
    let prompt = card::tidy(&section("question").unwrap_or_default());
    if prompt.is_empty() {
        return Ok(None);
    }
    let mut question = match before {
        Some(before) => before.clone(),
        None => card::Card { prompt: prompt.clone(), ..card::Card::default() }.question()?.0,
    };
    question.prompt = prompt;
    about(&section("about").unwrap_or_default(), &mut question)?;
    let lines = |name: &str| section(name).map(|body| items(&body));
    if let Some(lines) = lines("look for") {
        question.look_for = points(&lines, &question)?;
    }
    if let Some(lines) = lines("mistakes") {
        question.mistakes = mistakes(&lines, &question);
    }
    if let Some(lines) = lines("follow-ups") {
        question.follow_ups = follow_ups(&lines, &question);
    }
    if let Some(lines) = lines("hints") {
        question.hints = lines;
    }
    if let Some(strong) = section("strong answer") {
        let mut sample = question.sample.take().unwrap_or_default();
        sample.strong = card::tidy(&strong);
        question.sample = (sample != Sample::default()).then_some(sample);
    }
    if question.id.is_empty() {
        question.id = IdsOfWords::of(&question.prompt).first();
    }
    Ok(Some(question))
}

fn without_remarks(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    clean(&out).into_owned()
}

fn about(body: &str, question: &mut Question) -> Result<(), String> {
    let shown = question.times();
    for line in items(body) {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("{line:?} is no \"name: value\""))?;
        let value = value.trim();
        match name.trim() {
            "topic" => question.topic = Some(slug(value)).filter(|topic| !topic.is_empty()),
            "kind" if !value.is_empty() => question.kind = value.to_lowercase().parse()?,
            "difficulty" if !value.is_empty() => question.difficulty = value.to_lowercase().parse()?,
            "levels" if !value.is_empty() => {
                question.levels = grade::levels(value)
                    .ok_or_else(|| format!("levels: {value:?} names none of junior, mid, senior, staff"))?;
            }
            "tags" => question.tags = value.split(',').map(one_line).filter(|tag| !tag.is_empty()).collect(),
            "seconds" if value.is_empty() => question.seconds = None,
            "seconds" => {
                let times = seconds(value)?;
                // Unchanged times are the usual ones of the kind; since that may have changed, they are only stored if
                // they were edited.
                if times != shown {
                    question.seconds = Some(times);
                }
            }
            "kind" | "difficulty" | "levels" => {}
            other => {
                return Err(format!(
                    "{other:?} is not known; there are topic, kind, difficulty, levels, tags, seconds"
                ));
            }
        }
    }
    Ok(())
}

/// The longest time that a question may name, in seconds.
const LONGEST: u32 = 4 * 60 * 60;

pub(super) fn seconds(value: &str) -> Result<Seconds, String> {
    let numbers: Result<Vec<u32>, _> = value.split(',').map(|part| part.trim().parse()).collect();
    let Ok([think, target, max]) = numbers.as_deref() else {
        return Err(format!(
            "seconds: {value:?} is not three whole numbers; write for example 20, 180, 270: to think, to answer well, at most"
        ));
    };
    let times = Seconds { think: *think, target: *target, max: *max };
    if times.target == 0 || times.max < times.target || times.think.max(times.max) > LONGEST {
        return Err(format!(
            "seconds: {value:?} cannot be; the second number is at least 1, the third no smaller, and none is above {LONGEST}"
        ));
    }
    Ok(times)
}

/// The items of a list; a line without a dash continues the item above it.
fn items(body: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        match (line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")), out.last_mut()) {
            (Some(item), _) => out.push(item.trim().to_owned()),
            (None, _) if line.trim() == "-" => {}
            (None, Some(last)) if line.starts_with(' ') => {
                last.push(' ');
                last.push_str(line.trim());
            }
            (None, _) => out.push(line.trim().to_owned()),
        }
    }
    out.retain(|item| !item.is_empty());
    out
}

/// Which of the old items each line stands for: the one with the same words, or else the one at its position that no
/// other line stands for.
fn matched(lines: &[String], old: &[&str]) -> Vec<Option<usize>> {
    // Each old item is used once: of two equal lines, the second is a new item.
    let mut free: Vec<Option<String>> = old.iter().map(|text| Some(one_line(text))).collect();
    let mut find = |line: &String| {
        let line = one_line(line);
        let found = free.iter().position(|text| text.as_ref() == Some(&line))?;
        free[found] = None;
        Some(found)
    };
    let exact: Vec<Option<usize>> = lines.iter().map(&mut find).collect();
    let by_place = |i: usize| (i < old.len() && lines.len() == old.len() && !exact.contains(&Some(i))).then_some(i);
    exact.iter().enumerate().map(|(i, found)| found.or_else(|| by_place(i))).collect()
}

/// Names for new ids, with all ids of the question in use.
fn names(question: &Question) -> Names {
    let mut names = Names::default();
    let ids = question.look_for.iter().map(|point| &point.id).chain(question.weak.iter().map(|weak| &weak.id));
    let ids = ids.chain(question.mistakes.iter().map(|mistake| &mistake.id));
    ids.chain(question.follow_ups.iter().map(|next| &next.id)).for_each(|id| names.take(id));
    names
}

/// The points, one per line with its weight in front. Those that `before` has keep their ids.
pub(super) fn points(lines: &[String], before: &Question) -> Result<Vec<Point>, String> {
    let mut names = names(before);
    let mut split = Vec::new();
    for line in lines {
        let (word, text) = weight(line).filter(|(word, _)| *word != "critical").unwrap_or(("strong", line));
        split.push((word.parse::<Tier>()?, text.to_owned()));
    }
    let texts: Vec<String> = split.iter().map(|(_, text)| text.clone()).collect();
    let old: Vec<&str> = before.look_for.iter().map(|point| point.text.as_str()).collect();
    let matched = matched(&texts, &old);
    let make = |((tier, text), old): ((Tier, String), Option<usize>)| match old.and_then(|i| before.look_for.get(i)) {
        Some(point) => Point { text, tier, ..point.clone() },
        None => Point { tier, ..Point::new(names.name(&text), text) },
    };
    Ok(split.into_iter().zip(matched).map(make).collect())
}

/// The mistakes, one per line. Those that `before` has keep their ids.
pub(super) fn mistakes(lines: &[String], before: &Question) -> Vec<Mistake> {
    let mut names = names(before);
    let split: Vec<(bool, String)> = lines
        .iter()
        .map(|line| match weight(line) {
            Some(("critical", text)) => (true, text.to_owned()),
            Some(("strong", text)) => (false, text.to_owned()),
            _ => (false, line.clone()),
        })
        .collect();
    let texts: Vec<String> = split.iter().map(|(_, text)| text.clone()).collect();
    let old: Vec<&str> = before.mistakes.iter().map(|mistake| mistake.text.as_str()).collect();
    let matched = matched(&texts, &old);
    let make = |((critical, text), old): ((bool, String), Option<usize>)| match old.and_then(|i| before.mistakes.get(i))
    {
        Some(mistake) => Mistake { text, critical, ..mistake.clone() },
        None => Mistake { id: names.name(&text), text, why: None, critical, valid: None },
    };
    split.into_iter().zip(matched).map(make).collect()
}

/// The follow-ups, one per line. Those that `before` has keep their ids, and the points looked for in the reply.
pub(super) fn follow_ups(lines: &[String], before: &Question) -> Vec<FollowUp> {
    let mut names = names(before);
    let old: Vec<&str> = before.follow_ups.iter().map(|next| next.prompt.as_str()).collect();
    let make = |(prompt, old): (&String, Option<usize>)| match old.and_then(|i| before.follow_ups.get(i)) {
        Some(next) => FollowUp { prompt: prompt.clone(), ..next.clone() },
        None => FollowUp::new(names.name(prompt), prompt.clone()),
    };
    lines.iter().zip(matched(lines, &old)).map(make).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hotseat_bank::Library;

    #[test]
    fn the_untouched_template_keeps_nothing_and_a_filled_one_a_question() {
        assert_eq!(from_markdown(&template(), None), Ok(None));
        let filled = template()
            .replace("# Question\n", "# Question\n\nWhy two?\nReally?\n")
            .replace("# Mistakes", "- must: One\n- Two,\n  and more\n\n# Mistakes")
            .replace("levels: junior to staff", "levels: mid");
        let question = from_markdown(&filled, None).expect("valid").expect("a question");
        assert_eq!(question.prompt, "Why two?\nReally?");
        let points: Vec<_> = question.look_for.iter().map(|point| (point.tier, point.text.as_str())).collect();
        assert_eq!(points, [(Tier::Must, "One"), (Tier::Strong, "Two, and more")]);
        assert_eq!(question.levels.highest.word(), "mid");
        assert!(question.id.starts_with("why-two-really-"));
    }

    #[test]
    fn every_built_in_question_survives_the_editor() {
        let library = Library::builtin();
        for entry in library.entries() {
            let mut question = library.question(&entry.id).expect("readable");
            question.topic = Some(entry.topic.to_string());
            let back = from_markdown(&to_markdown(&question, &entry.topic), Some(&question))
                .expect("valid")
                .expect("a question");
            assert_eq!(back, question, "{}", entry.id);
        }
    }

    #[test]
    fn a_mended_point_keeps_its_name() {
        let library = Library::builtin();
        let question = library.question(&library.entries()[0].id).expect("readable");
        let text = &question.look_for[1].text;
        let page = to_markdown(&question, "t").replace(text.as_str(), "Said better.");
        let back = from_markdown(&page, Some(&question)).expect("valid").expect("a question");
        assert_eq!((back.look_for[1].text.as_str(), &back.look_for[1].id), ("Said better.", &question.look_for[1].id));
    }

    #[test]
    fn two_equal_lines_are_two_points() {
        let before = from_markdown("# Question\nWhy?\n# Look for\n- One\n", None).expect("valid").expect("a question");
        let page = to_markdown(&before, "").replace("- One", "- One\n- must: One");
        let after = from_markdown(&page, Some(&before)).expect("valid").expect("a question");
        let ids: Vec<_> = after.look_for.iter().map(|point| point.id.as_str()).collect();
        assert_eq!(ids, ["one", "one-2"]);
    }

    #[test]
    fn mistakes_on_the_page_are_named() {
        let wrong = |from: &str, to: &str| {
            from_markdown(&template().replace("# Question\n", "# Question\n\nWhy?\n").replace(from, to), None)
                .expect_err("wrong")
        };
        assert!(wrong("kind: technical", "kind: hard").contains("\"hard\" is none of technical"));
        assert!(wrong("# Hints", "# Hint").contains("\"hint\" is not known"));
        assert!(wrong("levels: junior to staff", "levels: boss").contains("names none"));
        assert!(wrong("seconds: 20, 180, 270", "seconds: three minutes").contains("not three whole numbers"));
        assert!(wrong("seconds: 20, 180, 270", "seconds: 20, 180, 90").contains("cannot be"));
        assert!(wrong("seconds: 20, 180, 270", "seconds: 20, 0, 90").contains("cannot be"));
    }

    #[test]
    fn times_are_written_only_when_they_are_others_than_usual() {
        let times = |from: &str, to: &str| {
            let page = template().replace("# Question\n", "# Question\n\nWhy?\n").replace(from, to);
            from_markdown(&page, None).expect("valid").expect("a question").seconds
        };
        assert_eq!(times("kind: technical", "kind: design"), None, "the usual ones go with the kind");
        assert_eq!(times("seconds: 20, 180, 270", "seconds:"), None);
        assert_eq!(times("20, 180, 270", "5,60,90"), Some(Seconds { think: 5, target: 60, max: 90 }));
    }
}
