//! What a bank should not have too much of: critical mistakes, and questions cut to one pattern.

use super::material::Material;
use crate::problem::{Problem, Rule};
use crate::question::Tier;

/// Fewer questions than this cannot show a pattern.
const ENOUGH: usize = 20;

/// The largest share of mistakes that may be critical, in percent.
const CRITICAL: usize = 12;

/// The largest share of questions that may have the usual number of musts, in percent.
const ALIKE: usize = 70;

/// The number of musts that authors tend to give a question.
const USUAL: usize = 2;

pub(super) fn check(material: &Material, problems: &mut Vec<Problem>) {
    let questions = material.items.len();
    if questions < ENOUGH {
        return;
    }
    let mistakes: Vec<_> = material.items.iter().flat_map(|item| &item.question.mistakes).collect();
    let critical = mistakes.iter().filter(|mistake| mistake.critical).count();
    if critical * 100 > mistakes.len() * CRITICAL {
        let found =
            format!("{critical} of {} mistakes are critical, {}", mistakes.len(), share(critical, mistakes.len()));
        let remedy = format!("at most {CRITICAL} %: critical is only where an interviewer would stop");
        problems.push(Problem::error(Rule::Gate, &material.manifest_file, found, remedy));
    }
    let musts = |item: &&super::material::Item| {
        item.question.look_for.iter().filter(|point| point.tier == Tier::Must).count() == USUAL
    };
    let alike = material.items.iter().filter(musts).count();
    if alike * 100 > questions * ALIKE {
        let found = format!("{alike} of {questions} questions have exactly {USUAL} musts, {}", share(alike, questions));
        let remedy = "ask of each point whether an answer fails without it: there may be one to four";
        problems.push(Problem::warning(Rule::Gate, &material.manifest_file, found, remedy));
    }
}

fn share(part: usize, whole: usize) -> String {
    format!("{:.1} %", part as f64 * 100.0 / whole as f64)
}
