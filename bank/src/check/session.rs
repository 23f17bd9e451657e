//! Worked sessions: what an hour with an interviewer is like, minute by minute.

use super::findings::Findings;
use crate::question::{Kind, Speaker};

/// How many minutes at the beginning are told in full.
const OPENING: u32 = 5;

/// How often the interviewer has to interrupt at least.
const INTERRUPTIONS: usize = 2;

pub(super) fn check(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    let session = &question.session;
    let Some((first, last)) = session.first().zip(session.last()) else {
        if matches!(question.kind, Kind::Design | Kind::Incident) {
            let remedy = "show how it may go: the first five minutes whole, then the sentences that matter by minutes";
            findings.error("session", "no worked session", remedy);
        }
        return;
    };
    if first.from != 0 {
        findings.error("session[0].from", format!("begins in minute {}", first.from), "begin in minute 0");
    }
    let minutes = question.times().target.div_ceil(60);
    if last.to != minutes {
        let found = format!("ends in minute {}", last.to);
        let remedy = format!("end in minute {minutes}, as the target time says");
        findings.error(&format!("session[{}].to", session.len() - 1), found, &remedy);
    }
    for (i, part) in session.iter().enumerate() {
        if part.to < part.from {
            let found = format!("from minute {} to {}", part.from, part.to);
            findings.error(&format!("session[{i}].to"), found, "end where it begins, or later");
        }
        if part.says.trim().is_empty() {
            findings.error(&format!("session[{i}].says"), "nothing", "write what is said");
        }
        if part.draws.as_ref().is_some_and(|draws| draws.trim().is_empty()) {
            findings.error(&format!("session[{i}].draws"), "nothing", "write what is drawn, or leave it out");
        }
    }
    for (i, pair) in session.windows(2).enumerate().filter(|(_, pair)| pair[1].from < pair[0].to) {
        let found = format!("begins in minute {}, but the part before it ends in {}", pair[1].from, pair[0].to);
        findings.error(&format!("session[{}].from", i + 1), found, "let minutes go up");
    }
    opening(findings, minutes.min(OPENING));
    let interruptions = session.iter().filter(|part| part.who == Speaker::Interviewer && part.from > 0).count();
    if interruptions < INTERRUPTIONS {
        let found = format!("{interruptions} parts of the interviewer after the beginning");
        findings.error("session", found, &format!("let the interviewer interrupt {INTERRUPTIONS} times at the least"));
    }
}

/// Checks that the first minutes are told without gaps, in several parts.
fn opening(findings: &mut Findings<'_>, minutes: u32) {
    let session = &findings.item.question.session;
    let parts = session.iter().take_while(|part| part.from < minutes).count();
    let gap = session[..parts].windows(2).find(|pair| pair[1].from > pair[0].to);
    let end = session[..parts].iter().map(|part| part.to).max().unwrap_or(0);
    let hole = gap.map(|pair| (pair[0].to, pair[1].from)).or((end < minutes).then_some((end, minutes)));
    if let Some((from, to)) = hole {
        let found = format!("nothing is said from minute {from} to {to}");
        findings.error("session", found, &format!("tell the first {minutes} minutes whole"));
    }
    if parts < 2 {
        let found = format!("{parts} parts in the first {minutes} minutes");
        findings.error("session", found, "tell what is really said there, in several parts");
    }
}
