//! Finds what is no longer true: versions that are out of support, and standards that have been replaced.

use chrono::NaiveDate;

use super::material::Item;
use crate::problem::{Problem, Rule, Severity};
use crate::question::Valid;

/// Obsolete RFCs that backend engineers still cite, each with the one that finally replaced it. Checked on 2026-11-30.
const OBSOLETE: &[(u32, &str)] = &[
    (793, "RFC 9293"),
    (1323, "RFC 7323"),
    (2616, "RFC 9110, 9111 and 9112"),
    (2818, "RFC 9110"),
    (4122, "RFC 9562"),
    (5077, "RFC 9846"),
    (5246, "RFC 9846"),
    (5785, "RFC 8615"),
    (5849, "RFC 6749"),
    (5988, "RFC 8288"),
    (6125, "RFC 9525"),
    (6265, "RFC 10025"),
    (6962, "RFC 9162"),
    (7049, "RFC 8949"),
    (7159, "RFC 8259"),
    (7230, "RFC 9112, and RFC 9110 for what all versions share"),
    (7231, "RFC 9110"),
    (7232, "RFC 9110"),
    (7233, "RFC 9110"),
    (7234, "RFC 9111"),
    (7235, "RFC 9110"),
    (7386, "RFC 7396"),
    (7525, "RFC 9325"),
    (7538, "RFC 9110"),
    (7540, "RFC 9113"),
    (7807, "RFC 9457"),
    (8422, "RFC 9846"),
    (8446, "RFC 9846"),
];

/// Reports what depends on a version that is no longer supported.
pub(super) fn versions(item: &Item, today: NaiveDate, problems: &mut Vec<Problem>) {
    let question = &item.question;
    let mut look = |path: String, valid: Option<&Valid>| {
        let Some(valid) = valid else { return };
        if valid.product.trim().is_empty() {
            let path = format!("{path}.product");
            problems.push(item.problem(Severity::Error, Rule::Dated, &path, "no product", "name it with its version"));
        }
        if valid.is_over(today) {
            let found = format!("support of {} ended in {}", valid.product, valid.until);
            let remedy = "see what holds for the version that is supported now, or retire it";
            problems.push(item.problem(Severity::Warning, Rule::Dated, &path, &found, remedy));
        }
    };
    look("valid".to_owned(), question.valid.as_ref());
    for (i, point) in question.look_for.iter().enumerate() {
        look(format!("look_for[{i}].valid"), point.valid.as_ref());
    }
    for (i, mistake) in question.mistakes.iter().enumerate() {
        look(format!("mistakes[{i}].valid"), mistake.valid.as_ref());
    }
}

/// Reports references to RFCs that have been replaced.
pub(super) fn standards(item: &Item, problems: &mut Vec<Problem>) {
    for (i, reference) in item.question.references.iter().enumerate() {
        for (field, text) in [("title", &reference.title), ("url", &reference.url)] {
            let replaced = rfcs(text).find_map(|rfc| OBSOLETE.iter().find(|(old, _)| *old == rfc));
            if let Some((old, new)) = replaced {
                let path = format!("references[{i}].{field}");
                let found = format!("RFC {old} is obsolete");
                let remedy = format!("cite {new}, and see whether what is said still holds there");
                problems.push(item.problem(Severity::Warning, Rule::Dated, &path, &found, &remedy));
                break;
            }
        }
    }
}

/// The numbers of the RFCs that a title or an address names.
fn rfcs(text: &str) -> impl Iterator<Item = u32> {
    let lower = text.to_ascii_lowercase();
    let numbers: Vec<u32> = lower
        .match_indices("rfc")
        .filter_map(|(at, _)| {
            let rest = lower[at + 3..].trim_start_matches([' ', '-', '/', '\u{a0}']);
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest[..end].parse().ok()
        })
        .collect();
    numbers.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_rfc_is_known_in_a_title_and_in_an_address() {
        let found = |text| rfcs(text).collect::<Vec<_>>();
        assert_eq!(found("RFC 9110, section 9.2"), [9110]);
        assert_eq!(found("https://www.rfc-editor.org/rfc/rfc8446.html"), [8446]);
        assert_eq!(found("RFC\u{a0}7807 and rfc-9457"), [7807, 9457]);
        assert!(found("Requests for comments").is_empty());
    }

    #[test]
    fn nothing_is_replaced_by_what_is_obsolete_itself() {
        for (old, new) in OBSOLETE {
            let successors = new.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok());
            for successor in successors {
                assert!(OBSOLETE.iter().all(|(other, _)| *other != successor), "{old}: {new}");
            }
        }
        assert!(OBSOLETE.is_sorted_by(|a, b| a.0 < b.0));
    }
}
