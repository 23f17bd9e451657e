//! How something was said, in figures: compared with what research and other tools say, each with its source, and with
//! the candidate's own earlier answers. Facts, not grades.

use hotseat_log::Delivery;
use serde::Serialize;

use super::diction::{Diction, Sort};

/// A figure with what it can be compared to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The name of what is measured.
    pub name: &'static str,
    /// The figure, with its unit.
    pub value: String,
    /// What others found, with the source; empty if nothing is known.
    pub band: &'static str,
    /// The figure in earlier answers; empty if there is nothing to compare with.
    pub own: String,
    /// Whether the figure is outside that band.
    pub outside: bool,
}

/// How many earlier answers are needed for a comparison.
pub const ENOUGH: usize = 5;

/// The median of the earlier figures and their number. None if there are fewer than [`ENOUGH`].
fn usual(earlier: &[Delivery], figure: impl Fn(&Delivery) -> Option<f64>) -> Option<(f64, usize)> {
    let mut known: Vec<f64> = earlier.iter().filter_map(figure).filter(|figure| figure.is_finite()).collect();
    if known.len() < ENOUGH {
        return None;
    }
    known.sort_by(f64::total_cmp);
    let (half, n) = (known.len() / 2, known.len());
    let median = if n % 2 == 1 { known[half] } else { f64::midpoint(known[half - 1], known[half]) };
    Some((median, n))
}

/// How something was said, in figures. `earlier` holds the candidate's own answers before this one.
pub fn figures(delivery: &Delivery, words: Option<&Diction>, earlier: &[Delivery]) -> Vec<Figure> {
    let seconds = |figure: f64| format!("{figure:.1} s");
    let own = |figure: fn(&Delivery) -> Option<f64>, say: &dyn Fn(f64) -> String| {
        usual(earlier, figure).map_or(String::new(), |(median, n)| format!("you: {}, median of {n}", say(median)))
    };
    let mut figures = Vec::new();
    let mut add = |name, value, band, own, outside| figures.push(Figure { name, value, band, own, outside });
    let Some(first) = delivery.first_word_s else {
        add("Speech", "none heard".into(), "", String::new(), false);
        return figures;
    };
    let band = "from 5 s on a listener wonders (our judgement)";
    add("First word after", seconds(first), band, own(|d| d.first_word_s, &seconds), first > 5.0);
    let band = "2 to 3 s is a good pause (Zandan, HBR)";
    let longest = delivery.longest_pause_s;
    add("Longest pause", seconds(longest), band, own(|d| Some(d.longest_pause_s), &seconds), false);
    let share = |figure: f64| format!("{:.0} %", figure * 100.0);
    if let Some(silence) = delivery.silence() {
        add("Silence between words", share(silence), "", own(Delivery::silence, &share), false);
    }
    if let Some(rate) = delivery.syllables_per_s {
        let say = |figure: f64| format!("about {figure:.1} syllables a second");
        add("Speed, estimated", say(rate), "", own(|d| d.syllables_per_s, &|figure| format!("{figure:.1}")), false);
    }
    if let Some(words) = words.filter(|words| words.count > 0) {
        if let Some(pace) = words.per_minute(delivery) {
            let band = "130 to 175 (Read.ai); below 110 or above 190 stands out (Speech Away)";
            add("Words a minute", format!("{pace:.0}"), band, String::new(), !(110.0..=190.0).contains(&pace));
        }
        let fillers = words.count_of(Sort::Filler);
        let minutes = (delivery.duration_s / 60.0).max(1.0 / 60.0);
        let rate = fillers as f64 / minutes;
        let band = "up to 5 a minute did no harm, 12 did (Laske & DiGennaro Reed 2024)";
        // Many recognisers leave out every "um", so an absence from the transcript proves nothing.
        let value = match fillers {
            0 => "unknown, none was written down".to_owned(),
            _ => format!("{fillers} ({rate:.1} a minute)"),
        };
        add("Fillers, at least", value, band, String::new(), rate > 10.0);
    }
    let level = |figure: f64| format!("{figure:.0} dB");
    let decibels = |delivery: &Delivery| (delivery.rms > 0.0).then(|| 20.0 * delivery.rms.log10());
    let mut value = decibels(delivery).map_or_else(|| "silent".to_owned(), level);
    if delivery.clipped > 0 {
        value.push_str(", too loud in places");
    }
    add("Level", value, "", own(decibels, &level), delivery.clipped > 0);
    figures
}

/// What to say if there are too few earlier answers; empty if there are enough.
pub fn too_few(earlier: usize) -> String {
    match earlier {
        0 => "This is your first spoken answer: nothing to compare with yet.".into(),
        1 => format!("One earlier spoken answer: too few to tell, {ENOUGH} are needed."),
        n if n < ENOUGH => format!("{n} earlier spoken answers: too few to tell, {ENOUGH} are needed."),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::tests::delivery;

    #[test]
    fn five_earlier_answers_make_a_comparison() {
        let earlier: Vec<Delivery> =
            (1..=5).map(|n| Delivery { first_word_s: Some(f64::from(n)), ..delivery() }).collect();
        let first = |earlier: &[Delivery]| figures(&delivery(), None, earlier)[0].own.clone();
        assert_eq!(first(&earlier[..4]), "");
        assert_eq!(first(&earlier), "you: 3.0 s, median of 5");
        assert!(too_few(4).contains("too few") && too_few(5).is_empty());
    }

    #[test]
    fn figures_stand_beside_their_bands() {
        let words = Diction::of(&"um the lag rose ".repeat(20));
        let figures = figures(&delivery(), Some(&words), &[]);
        let fact = |name: &str| figures.iter().find(|fact| fact.name == name).expect("there");
        assert_eq!(fact("Longest pause").value, "3.0 s");
        assert_eq!(fact("Words a minute").value, "282");
        assert!(fact("Words a minute").outside && fact("Fillers, at least").outside);
        assert_eq!(fact("Fillers, at least").value, "20 (60.0 a minute)");
        assert_eq!(super::figures(&Delivery::default(), None, &[]).len(), 1);
        let smooth = super::figures(&delivery(), Some(&Diction::of("the lag rose")), &[]);
        let fillers = smooth.iter().find(|fact| fact.name == "Fillers, at least").expect("there");
        assert!(fillers.value.starts_with("unknown") && !fillers.outside, "{fillers:?}");
    }
}
