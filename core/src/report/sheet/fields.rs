//! The fields of the page. Each one names its place in the saved file.

use crate::bank::{FollowUp, Question};
use crate::markup::html as e;

/// The choices for a point: value, CSS class, label.
pub(super) const POINT: [(&str, &str, &str); 4] = [
    ("", "open", "not judged"),
    ("missed", "missed", "missing"),
    ("partial", "partial", "partly"),
    ("hit", "hit", "there"),
];
const REPLY: [(&str, &str, &str); 4] = [
    ("", "open", "not asked"),
    ("missed", "missed", "did not hold"),
    ("partial", "partial", "partly"),
    ("hit", "hit", "held"),
];
pub(super) const SETTLED: [(&str, &str, &str); 3] =
    [("", "open", "did not notice"), ("false", "", "no"), ("true", "", "yes")];

/// Where a field is in the file: a JSON pointer.
#[derive(Clone, Debug)]
pub(super) struct At(pub(super) String);

impl At {
    pub(super) fn of(&self, name: &str) -> Self {
        Self(format!("{}/{}", self.0, name.replace('~', "~0").replace('/', "~1")))
    }

    /// The place of an item in a list, counted from 0.
    pub(super) fn nth(&self, at: usize) -> Self {
        Self(format!("{}/{at}", self.0))
    }

    pub(super) fn html(&self) -> String {
        e(&self.0)
    }
}

/// A choice between several options. The one with an empty value is preselected and means that nothing was chosen.
pub(super) fn choices(legend: &str, at: &At, options: &[(&str, &str, &str)], more: &str) -> String {
    let at = at.html();
    let options: String = options
        .iter()
        .map(|(value, class, words)| {
            let checked = if value.is_empty() { " checked" } else { "" };
            format!(
                "<label class=\"{class}\"><input type=\"radio\" name=\"{at}\" value=\"{value}\"{checked} data-path=\"{at}\" \
                 {more}><span>{words}</span></label>\n"
            )
        })
        .collect();
    format!(
        "<fieldset class=\"item\">\n<legend>{legend}</legend>\n<div class=\"choices\">\n{options}</div>\n</fieldset>\n"
    )
}

/// A choice of a number from 1 on, each with its meaning, or of no number.
pub(super) fn scale<'a>(legend: &str, at: &At, meanings: impl Iterator<Item = &'a str>, none: &str) -> String {
    let at = at.html();
    let rows: String = (1..)
        .zip(meanings)
        .map(|(number, meaning)| {
            format!(
                "<label class=\"row\"><input type=\"radio\" name=\"{at}\" value=\"{number}\" data-as=\"number\" \
                 data-path=\"{at}\"><b>{number}</b><span>{}</span></label>\n",
                e(meaning)
            )
        })
        .collect();
    format!(
        "<fieldset class=\"item\">\n<legend>{legend}</legend>\n<div class=\"rows\">\n{rows}\
         <label class=\"row open\"><input type=\"radio\" name=\"{at}\" value=\"\" checked data-path=\"{at}\"><b>–</b>\
         <span class=\"above\">{none}</span></label>\n</div>\n</fieldset>\n"
    )
}

pub(super) fn check(at: &At, class: &str, words: &str) -> String {
    format!(
        "<label class=\"check {class}\"><input type=\"checkbox\" data-path=\"{}\"><span>{words}</span></label>\n",
        at.html()
    )
}

pub(super) fn mistakes(question: &Question, at: &At) -> String {
    let list: String = question
        .mistakes
        .iter()
        .enumerate()
        .map(|(k, mistake)| {
            let critical = if mistake.critical { "<span class=\"tag critical\">critical</span>" } else { "" };
            check(&at.of("mistakes").nth(k).of("made"), "bad", &format!("{critical}{}", e(&mistake.text)))
        })
        .collect();
    if list.is_empty() {
        return list;
    }
    format!("<fieldset>\n<legend><h3>Mistakes that they made</h3></legend>\n<div>{list}</div>\n</fieldset>\n")
}

pub(super) fn follow_up(next: &FollowUp, at: &At) -> String {
    let points: String = next.look_for.iter().map(|point| format!("<li>{}</li>\n", e(&point.text))).collect();
    let listen = if points.is_empty() { points } else { format!("<ul class=\"listen\">\n{points}</ul>\n") };
    let legend = format!("<b>{}</b>\n{listen}", e(&next.prompt));
    format!(
        "<div class=\"item\">\n{}<label class=\"script\"><span class=\"hidden\">What they replied</span>\
         <textarea class=\"short\" rows=\"1\" placeholder=\"What they replied\" data-path=\"{}\"></textarea></label>\n</div>\n",
        choices(&legend, &at.of("tick"), &REPLY, ""),
        at.of("reply").html()
    )
}

pub(super) fn notes(at: &At) -> String {
    format!(
        "<label class=\"field\">What they said<small>Kept as their answer. Their words, not your verdict.</small>\
         <textarea data-path=\"{}\"></textarea></label>\n\
         <div class=\"pair script\">\n<label class=\"field\">The answer took, in minutes<input type=\"number\" inputmode=\"decimal\" \
         min=\"0\" max=\"600\" step=\"any\" data-path=\"{}\"></label>\n\
         <p><button class=\"quiet\" data-act=\"clear-clock\">Set the clock back</button></p>\n</div>\n{}",
        at.of("answer").html(),
        at.of("took_minutes").html(),
        check(&at.of("gave_up"), "", "They did not know and said so")
    )
}
