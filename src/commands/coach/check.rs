//! `hotseat coach check`: measures the coach on answers whose points are known.

use std::sync::atomic::AtomicBool;

use anyhow::anyhow;
use serde::Serialize;

use crate::assess::coverage;
use crate::coach::check::{Set, judge};
use crate::coach::measure::{Estimate, Measure, Pairs};
use crate::coach::points::PROMPT;
use crate::commands::out::{show, talk};
use crate::commands::{Exit, Place};
use crate::engine::KeptCheck;
use crate::history::Tick;
use crate::practice::words::count;

#[derive(Serialize)]
struct Checked {
    quick: bool,
    verdict: &'static str,
    #[serde(flatten)]
    check: KeptCheck,
}

/// Printed after a quick check, which measures nothing.
const QUICK: &str = "It works; a quick look is too short to say how well it judges.";

/// Has all answers judged, prints the result, and saves it unless the check was quick.
pub(super) fn run(place: &Place, quick: bool, json: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let coach = engine.coach();
    let destination = coach.destination()?;
    if !coach.is_agreed(&destination) {
        coach.consent_words(&destination).iter().for_each(talk);
        return Err(anyhow!("nothing was sent, because you did not agree to it yet: hotseat coach agree"));
    }
    let set = Set::ours().map_err(|error| anyhow!(error))?;
    let scratch = place.paths.temporary();
    crate::files::create_private_dir(&scratch)?;
    let never = AtomicBool::new(false);
    let (mut said, mut matched): (Vec<Pairs>, Vec<Pairs>) = (Vec::new(), Vec::new());
    let (mut flips, mut made_up, mut broken, mut seconds, mut points) = (0, 0, 0, 0.0, 0);
    let all = set.answers(quick).count();
    for (n, (question, answer)) in set.answers(quick).enumerate() {
        talk(format!("Answer {} of {all} ({})", n + 1, answer.kind));
        let judged = judge(&destination, question, answer, quick, &scratch, &never)?;
        seconds += judged.seconds;
        let labels = answer.ticks();
        let mentions = coverage(question, &answer.text);
        let found = mentions.iter().map(|mention| if mention.mentioned { Tick::Hit } else { Tick::Missed });
        matched.push(labels.iter().copied().zip(found).collect());
        let Some(verdicts) = judged.verdicts else {
            broken += 1;
            continue;
        };
        flips += judged.flips;
        points += verdicts.len();
        made_up += verdicts.iter().filter(|verdict| verdict.made_up).count();
        said.push(labels.into_iter().zip(verdicts.iter().map(|verdict| verdict.tick)).collect());
    }
    if broken == all {
        return Err(anyhow!(
            "{destination} does not work as a coach: no reply could be read ({broken} of {all}), so nothing was measured; \
             `hotseat coach preview` shows what it is asked, docs/coach.md which models can answer that"
        ));
    }
    let measure = Measure::of(&said);
    let verdict = if quick { QUICK } else { measure.trust_words() };
    let check = KeptCheck {
        to: destination.consented(),
        model: destination.model().to_owned(),
        prompt: PROMPT,
        measure,
        matcher: Measure::of(&matched),
        points,
        flips,
        made_up,
        broken,
        seconds: seconds / all.max(1) as f64,
        at: place.now().wall.to_rfc3339(),
    };
    if !quick {
        engine.keep_check(check.clone())?;
    }
    let checked = Checked { quick, verdict, check };
    show(json, &checked, |out| {
        let check = &checked.check;
        out.line(format!(
            "{destination}: {}, {} judged",
            count(check.measure.answers, "answer"),
            count(points, "point")
        ))?;
        for (name, of) in [
            ("Precision of its hits", check.measure.precision),
            ("Recall of hits", check.measure.recall),
            ("Kappa", check.measure.kappa),
            ("Term matcher: precision", check.matcher.precision),
            ("Term matcher: recall", check.matcher.recall),
            ("Term matcher: kappa", check.matcher.kappa),
        ] {
            out.line(format!("  {name:<26}{}", words(of)))?;
        }
        out.line("  Labels (rows) by its verdicts: hit, partial, missed")?;
        for (name, row) in ["hit", "partial", "missed"].into_iter().zip(check.measure.table) {
            out.line(format!("    {name:<10}{:>5}{:>5}{:>5}", row[0], row[1], row[2]))?;
        }
        out.line(format!("  Hits without words that show them: {made_up} (counted as missed)"))?;
        if !quick {
            out.line(format!("  Other verdicts with the points in reverse: {flips} of {points}"))?;
        }
        out.line(format!("  Broken replies: {broken} of {all}; {:.1} s an opinion", check.seconds))?;
        Ok(out.line(format!("Verdict: {}", checked.verdict))?)
    })
}

fn words(estimate: Option<Estimate>) -> String {
    match estimate {
        Some(Estimate { value, low, high }) => {
            format!("{value:.2} ({low:.2} to {high:.2})")
        }
        None => "nothing to divide by".to_owned(),
    }
}
