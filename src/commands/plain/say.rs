//! What the plain drill prints: no layout and no colour, just paragraphs and short lines that a screen reader can read.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::says::Says;
use super::sounds;
use crate::assess::{Band, Mention, StatedMistake, counts, reply_coverage};
use crate::bank::{Clarification, FollowUpPoint};
use crate::engine::{Engine, Kept};
use crate::history::{Medium, Mode, Rating, Tick};
use crate::moment::Moment;
use crate::practice::material::Piece;
use crate::practice::words::{self, clock, count, facts, when};
use crate::practice::{Answer, Answered, Drill, Put, Review, Tally};
use crate::session::News;
use crate::text::one_line;

/// A day in words and as a date: "in 3 days (Wed 25 Nov)".
fn day(due: NaiveDate, now: Moment) -> String {
    format!("{} ({})", when(due, now.day()), due.format("%a %-d %b"))
}

fn word_count(text: &str) -> String {
    count(text.split_whitespace().count(), "word")
}

/// The candidate's notes on a company, printed beside a question about it.
pub(super) fn company(says: &mut Says, company: &str, notes: &str) {
    says.gap(format!("Your notes on {company}:"));
    notes.lines().for_each(|line| says.line(line));
}

/// The question on its own, with what can be done.
pub(super) fn question(says: &mut Says, answer: &Answer, place: &str, engine: &Engine) {
    let topic = engine.questions().topic_title(answer.name());
    says.gap(format!("{place}. {topic}, {}, {}, {}.", answer.kind(), answer.difficulty(), answer.levels()));
    says.gap(answer.prompt());
    material(says, answer);
}

/// What belongs to a question besides its words: the snippet, the help given so far, and the time limits.
pub(super) fn material(says: &mut Says, answer: &Answer) {
    if let Some(snippet) = answer.snippet() {
        says.line("");
        for (number, line) in (1..).zip(snippet.code.lines()) {
            says.line(format!("{number:>3}  {line}"));
        }
    }
    answer.clarifications().iter().for_each(|given| clarification(says, given));
    (0..answer.hints().len()).for_each(|index| hint(says, answer, index));
    says.gap(words::time_words(answer));
}

/// A clarification that was given.
pub(super) fn clarification(says: &mut Says, given: &Clarification) {
    says.line(format!("You ask: {}", given.ask));
    says.line(format!("They answer: {}", given.answer));
}

/// A hint that was shown.
pub(super) fn hint(says: &mut Says, answer: &Answer, index: usize) {
    if let Some(hint) = answer.hints().get(index) {
        says.line(format!("Hint {} of {}: {hint}", index + 1, answer.hints_in_all()));
    }
}

/// What another hint costs, if it costs anything.
pub(super) fn hint_price(says: &mut Says, answer: &Answer) {
    if let Some(price) = words::hint_price(answer) {
        says.line(format!("Another hint: {price}."));
    }
}

/// The key of the next hint with its price: "h hint (then at most would pass)".
pub(super) fn hint_key(answer: &Answer) -> String {
    words::hint_price(answer).map_or_else(|| "h hint".to_owned(), |price| format!("h hint ({price})"))
}

/// The time spent so far.
pub(super) fn time(says: &mut Says, answer: &Answer) {
    let spent = answer.watch().spent();
    let mut words = format!("Thinking {}", clock(spent.think));
    if answer.medium() != Medium::None {
        let target = clock(answer.target().into());
        let _ = write!(words, ", answering {} of {target}", clock(spent.answer));
    }
    if spent.paused >= 1.0 {
        let _ = write!(words, ", paused {}", clock(spent.paused));
    }
    says.line(format!("{words}."));
}

/// How long the answer took.
pub(super) fn time_taken(says: &mut Says, answer: &Answer) {
    let (target, maximum) = (f64::from(answer.target()), f64::from(answer.maximum()));
    let answer = answer.spent().answer;
    let over = if answer > maximum {
        format!(", {} over; an interviewer would have interrupted at {}", clock(answer - target), clock(maximum))
    } else if answer > target {
        format!(", {} over", clock(answer - target))
    } else {
        String::new()
    };
    says.gap(format!("You took {} of {}{over}.", clock(answer), clock(target)));
}

/// How the answer is given from now on.
pub(super) fn giving(says: &mut Says, medium: Medium) {
    says.line(if medium == Medium::Spoken {
        "Speak now. Enter when you are done; h hint, c clarify, x don't know, p pause, t time."
    } else {
        "Type your answer. A line with a single dot ends it; .? lists what else there is."
    });
}

/// News that a drill and a mock report in the same words.
pub(super) fn news(says: &mut Says, news: &News) {
    match news {
        News::Paused(paused) => says.line(if *paused { "Paused. p goes on." } else { "The clock runs." }),
        News::NothingToTakeBack => says.line("There is no rating to take back."),
        News::NotSaved(why) => says.line(format!("NOT saved: {why}. It is tried again with the next save.")),
        News::SavedAfterAll => says.line("It is saved now."),
        News::Judged => says.line("Saved."),
        News::NotesKept(said) => says.line(said),
        News::NotesNotKept(why, notes) => {
            says.line(why);
            says.line("Your notes, so that they are not lost:");
            says.line(notes);
        }
        news => {
            if let Some(words) = news.words() {
                says.line(words);
            }
        }
    }
}

/// The question that asks for a prediction.
pub(super) fn prediction(says: &mut Says) {
    says.line(predictions("Before the notes open: how good was that?"));
}

/// What else can be done before the notes open.
pub(super) fn before_the_notes(says: &mut Says, answer: &Answer) {
    let mut ways = Vec::new();
    if answer.recording().is_some() {
        ways.push("l plays it, a says it once more".to_owned());
    }
    if answer.has_other_take() {
        ways.push(format!("take {} of {} counts, o takes the other one", answer.take() + 1, answer.takes().len()));
    }
    if answer.has_follow_up() {
        ways.push("f has them ask a follow-up".to_owned());
    }
    if !ways.is_empty() {
        says.line(format!("Or: {}.", ways.join("; ")));
    }
}

/// A question with the four bands to choose from.
pub(super) fn predictions(question: &str) -> String {
    let choices = Band::ALL.iter().map(|band| format!("{} {band}", band.number()));
    format!("{question} {}.", choices.collect::<Vec<_>>().join(", "))
}

/// Opens the notes. With `first` nothing has been rated yet, so it is explained how to judge.
pub(super) fn reveal(says: &mut Says, review: &Review, first: bool) {
    let points = &review.question().look_for;
    if points.is_empty() {
        return says.gap(
            "This question has no notes yet. Write what an interviewer would have listened for, one point a line; an empty \
             line ends. Enter alone goes on without notes.",
        );
    }
    let above = points.iter().filter(|point| !counts(point.tier, review.level())).count();
    let above = if above > 0 { format!(", {above} of them above your level and not counted") } else { String::new() };
    let all = count(points.len(), "point");
    says.gap(format!(
        "What to look for: {all}{above}. For each: h hit, p partial, m missed; Enter takes what is proposed."
    ));
    if first {
        for line in words::first_steps(review.level()) {
            says.line(line);
        }
    }
}

/// One point, with its current tick.
pub(super) fn point(says: &mut Says, review: &Review, index: usize, mentions: &[Mention]) {
    let question = review.question();
    let Some(point) = question.look_for.get(index) else { return };
    let mention = match mentions.iter().find(|mention| mention.point == point.id) {
        Some(mention) if mention.is_of_a_reply() => {
            format!(" ({} in a reply)", if mention.mentioned { "mentioned" } else { "touched" })
        }
        Some(Mention { mentioned: true, .. }) => " (mentioned in your answer)".to_owned(),
        Some(mention @ Mention { touched: true, .. }) => {
            let answer = review.answer().text();
            let words = mention.touches.iter().filter_map(|place| answer.get(place.clone()));
            format!(" (touched in your answer: {})", words.collect::<Vec<_>>().join(", "))
        }
        _ => String::new(),
    };
    let above = if counts(point.tier, review.level()) { "" } else { ", not counted" };
    let place = format!("Point {} of {}, {}{above}", index + 1, question.look_for.len(), point.tier);
    says.gap(format!("{place}: {}{mention}", point.text));
    if let Some(why) = &point.why {
        says.line(format!("Why: {why}"));
    }
    let now = match proposed(review, &point.id, mentions) {
        Some(Tick::Hit) => "hit",
        Some(Tick::Partial) => "partial",
        Some(Tick::Missed) => "missed",
        None => "not judged",
    };
    if let Some(words) = review.after_coach_words(&point.id) {
        says.line(format!("You took over {words}. It counts nowhere."));
    }
    says.line(format!("h, p or m? Enter: {now}."));
}

/// Asks how well a reply held: the follow-up with its place among all of them, from 1, the reply, and what to listen for.
pub(super) fn reply(
    says: &mut Says,
    engine: &Engine,
    review: &Review,
    (number, of): (usize, usize),
    (put, listen_for): (&Put, &[FollowUpPoint]),
    held: Option<Tick>,
) {
    let at = number - 1;
    says.gap(format!("Follow-up {number} of {of}: {}", put.asked_words()));
    says.line(format!("You: {}", sounds::reply_words(review.answer(), at, put, engine)));
    if !listen_for.is_empty() {
        let words = engine.hearing().reply_words(review.answer().id(), at, put);
        let found = reply_coverage(review.question(), &put.prompt, listen_for, &words);
        let touched = |at: usize| found.get(at).is_some_and(|point| point.touched);
        let points = listen_for
            .iter()
            .enumerate()
            .map(|(at, point)| if touched(at) { format!("{} (touched)", point.text) } else { point.text.clone() });
        says.line(format!("Listen for: {}", points.collect::<Vec<_>>().join(" ")));
    }
    let now = match held {
        Some(Tick::Hit) => "held",
        Some(Tick::Partial) => "partly",
        Some(Tick::Missed) => "did not hold",
        None => "not judged",
    };
    says.line(format!("h held, p partly, m did not hold; Enter: {now}."));
}

/// What can be said about a point.
pub(super) fn tick_keys(recorded: bool) -> &'static str {
    if recorded {
        "h hit, p partial, m missed, Enter keeps it, b one back, l listen, q end."
    } else {
        "h hit, p partial, m missed, Enter keeps it, b one back, q end."
    }
}

/// What can be said about a reply.
pub(super) fn reply_keys(recorded: bool) -> &'static str {
    if recorded {
        "h held, p partly, m did not hold, Enter keeps it, b one back, l listen, q end."
    } else {
        "h held, p partly, m did not hold, Enter keeps it, b one back, q end."
    }
}

/// The tick that Enter gives a point: its current one, or else the one that the words of the answer suggest. `None`
/// leaves it open.
pub(super) fn proposed(review: &Review, point: &str, mentions: &[Mention]) -> Option<Tick> {
    let said = || mentions.iter().any(|mention| mention.point == point && mention.mentioned).then_some(Tick::Hit);
    let nothing = review.answer().gave_up().then_some(Tick::Missed);
    review.ticks().points.get(point).copied().or(nothing).or_else(said)
}

/// Some points were not judged; asks whether they were missing.
pub(super) fn not_judged(says: &mut Says, review: &Review, news: &News) {
    match news {
        News::NotJudged(open) => {
            says.gap(format!("{} not judged. r: the rest was missing, b ticks again.", count(*open, "point")));
        }
        News::SpokenFor(open) => {
            let are =
                if *open == 1 { "point that your words speak for is" } else { "points that your words speak for are" };
            says.gap(format!("{open} {are} not judged:"));
            review.untouched().for_each(|point| says.line(format!("- {}", point.text)));
            says.line("b ticks again; r once more: missing, too.");
        }
        _ => {
            says.gap(
                "Nothing is judged yet. Enter leaves the answer unrated; r: all of it was missing, b ticks again.",
            );
        }
    }
}

/// Asks about ticks for which the answer has no words.
pub(super) fn doubted(says: &mut Says, review: &Review) {
    let Some(doubt) = review.doubt() else { return };
    says.gap(format!("Where did you say that? {} without words in the answer:", count(doubt.points.len(), "tick")));
    for point in review.question().look_for.iter().filter(|point| doubt.points.contains(&point.id)) {
        says.line(format!("- {}", point.text));
    }
    says.line("Your answer:");
    says.line(review.answer().text());
    says.line("Enter keeps the ticks, b ticks again.");
}

/// One mistake, with what it is marked as.
pub(super) fn mistake(says: &mut Says, review: &Review, index: usize, stated: &[StatedMistake]) {
    let question = review.question();
    let Some(mistake) = question.mistakes.get(index) else { return };
    let critical = if mistake.critical { ", critical" } else { "" };
    let touched = stated.iter().find(|stated| stated.mistake == mistake.id).map_or(String::new(), |stated| {
        let words = stated.places.iter().filter_map(|place| review.answer().text().get(place.clone()));
        format!(" (touched in your answer: {})", words.collect::<Vec<_>>().join(", "))
    });
    says.gap(format!("Mistake {} of {}{critical}: {}{touched}", index + 1, question.mistakes.len(), mistake.text));
    if let Some(why) = &mistake.why {
        says.line(format!("Why: {why}"));
    }
    let now = if review.ticks().mistakes.contains(&mistake.id) { "yes" } else { "no" };
    says.line(format!("Did you make it? y or n; Enter: {now}."));
}

/// One weak signal, with what it is marked as.
pub(super) fn weak(says: &mut Says, review: &Review, index: usize) {
    let question = review.question();
    let Some(signal) = question.weak.get(index) else { return };
    says.gap(format!("Sounds thin, {} of {}: {}", index + 1, question.weak.len(), signal.text));
    let now = if review.ticks().weak.contains(&signal.id) { "yes" } else { "no" };
    says.line(format!("Did you sound like that? y or n; Enter: {now}."));
}

/// The suggested rating with its reason, and the choices.
pub(super) fn rating(says: &mut Says, review: &Review, engine: &Engine, now: Moment) {
    says.gap(format!("{}.", facts(review).trim_end_matches('.')));
    // What was asked about a moment ago is not repeated.
    let doubt = words::doubt(review).filter(|_| !review.stands_by_ticks());
    for line in doubt.into_iter().chain(words::verdict(review, true)) {
        says.line(line);
    }
    for rating in Rating::ALL {
        let due = match review.answer().mode() {
            Mode::Practice => "practice, the schedule stays as it is".to_owned(),
            _ => format!("comes back {}", day(engine.questions().preview(review.answer(), rating, now), now)),
        };
        says.line(format!("{} {rating}: {due}", rating.number()));
    }
    match review.judged() {
        None => says.line("Rate it as an interviewer would: 1 to 4."),
        Some(_) => says.line(words::what_to_rate(review)),
    }
    says.line("1 to 4 another, x unrated, b ticks again, f follow-ups, s samples, o outline, d drawing, w weak signals, ? help.");
}

/// What came of the rating.
pub(super) fn rated(says: &mut Says, review: &Review, rating: Option<Rating>, engine: &Engine, now: Moment) {
    let Some(rating) = rating else {
        says.gap("Left unrated. It stays where it was in the schedule.");
        return;
    };
    let own = if words::is_own_choice(review, rating) { " (your choice)" } else { "" };
    let comes = match review.answer().mode() {
        Mode::Practice => " Practice: the schedule stays as it was.".to_owned(),
        _ => engine
            .questions()
            .due(review.answer().name())
            .map_or(String::new(), |due| format!(" It comes back {}.", day(due, now))),
    };
    says.gap(format!("{rating}{own}.{comes}"));
    if let Some(gains) = review.progress() {
        says.line(format!("Last time: {} of {}.", gains.before, gains.of));
        for (label, texts) in [("Gained", gains.gained), ("Lost", gains.lost)] {
            for text in texts {
                says.line(format!("{label}: {text}"));
            }
        }
    }
}

/// Says that the question comes again in this drill.
pub(super) fn again(says: &mut Says, review: &Review) {
    let words = if review.question().variants.is_empty() { "" } else { ", in other words" };
    says.line(format!("It comes once more later in this drill{words}, as practice."));
}

/// What to do about a question that does not stick.
pub(super) fn leech(says: &mut Says, easier: bool) {
    says.line(if easier {
        "Failed four times or more: repeating it does not help. Take an easier one of the topic first, or split it into \
         questions of your own, one point each (`hotseat bank add`); `hotseat history suspend` takes it out of the schedule."
    } else {
        "Failed four times or more: repeating it does not help. Split it into questions of your own, one point each, or \
         rewrite its points in your words (`hotseat bank add`); `hotseat history suspend` takes it out of the schedule."
    });
}

/// What an interviewer knows beyond the points; prints `none` if the question has nothing of it.
pub(super) fn pieces(says: &mut Says, pieces: &[Piece<'_>], none: &str) {
    if pieces.is_empty() {
        return says.line(none);
    }
    for piece in pieces {
        match piece {
            Piece::Title(title) => says.gap(title),
            Piece::Said(text) | Piece::Text(text) => says.line(text),
            Piece::Item(lead, text) if lead == "·" => says.line(format!("- {text}")),
            Piece::Step(number, text) => says.line(format!("{number}. {text}")),
            Piece::Item(lead, text) => says.line(format!("{lead}: {text}")),
            Piece::Code(snippet) => snippet.code.lines().for_each(|line| says.line(line)),
            Piece::Drawing(diagram) => diagram.listed().into_iter().for_each(|line| says.line(line)),
            Piece::Link(title, url) => says.line(format!("{title}, {url}")),
        }
    }
}

/// What an earlier run left.
pub(super) fn kept(says: &mut Says, kept: &Kept, engine: &Engine) {
    let (what, facts, text) = match kept {
        Kept::Draft { progress, saved_at } => {
            let what = if progress.done { "An answer without a prediction" } else { "An answer was interrupted" };
            let facts = format!("{} in, kept {}", clock(progress.spent.answer), saved_at.format("%Y-%m-%d %H:%M"));
            (what, facts, progress.text.as_str())
        }
        Kept::Unjudged { attempt, sheet, .. } => {
            let facts = format!("it took {}{}", clock(attempt.seconds.answer), words::ticked(sheet.ticks.as_ref()));
            ("An answer was never judged", facts, attempt.text.as_str())
        }
        Kept::Drill { drill, .. } => {
            says.gap(format!("{}: {}.", words::DRILL_WAITS, words::drill_left(drill.behind())));
            says.line(engine.questions().prompt(kept.question()));
            return says.line(offer_keys(kept));
        }
    };
    let length = if text.is_empty() { "no text".to_owned() } else { word_count(text) };
    says.gap(format!("{what}: {length}, {facts}."));
    says.line(engine.questions().prompt(kept.question()));
    says.line(offer_keys(kept));
}

/// What can be done about something that an earlier run left.
pub(super) fn offer_keys(kept: &Kept) -> &'static str {
    match kept {
        Kept::Drill { .. } => "c go on with it, l later, d end that drill, q quit.",
        Kept::Draft { .. } | Kept::Unjudged { .. } => "c go on with it, l later, d throw it away, q quit.",
    }
}

/// The summary at the end of the drill.
pub(super) fn summary(says: &mut Says, drill: &Drill, now: Moment) {
    let answered = drill.answered();
    if answered.is_empty() {
        return says.gap("Nothing was rated in this drill.");
    }
    let tally = Tally::of(answered);
    let counts = Rating::ALL.iter().zip(tally.ratings).filter(|(_, count)| *count > 0);
    let mut line = format!("This drill: {}", tally.words());
    if tally.answers > 0 && tally.practice > 0 {
        line.push_str("; without them");
    }
    for (rating, count) in counts {
        let _ = write!(line, ", {count} {rating}");
    }
    says.gap(format!("{line}."));
    if let (Some(predicted), Some(evidence)) = (tally.predicted, tally.evidence) {
        says.line(words::on_average(predicted, evidence));
    }
    for answer in answered {
        says.line(summary_line(answer, now));
    }
}

fn summary_line(answer: &Answered, now: Moment) -> String {
    let rating = answer.rating.map_or("Unrated", Rating::word);
    let due = match (answer.practice, answer.due) {
        (true, _) => "practice".to_owned(),
        (false, Some(due)) => format!("comes back {}", when(due, now.day())),
        (false, None) => "unscheduled".to_owned(),
    };
    format!("{rating}, {}, {due}: {}", clock(answer.seconds.answer), one_line(&answer.prompt))
}
