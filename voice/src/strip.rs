//! An answer at a glance: a strip over time, and its figures beside what research and other tools say, each with its
//! source, and beside the candidate's own earlier answers. Facts; nobody is graded here.

use hotseat_log::Delivery;

use super::delivery::LONG_PAUSE_S;
use super::diction::{Sort, Words};

/// What happens in one cell of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing yet, or nothing more: before the first word and after the last.
    Outside,
    /// Speech, as loud as 0 (soft) to 7.
    Speech(u8),
    /// A pause.
    Pause,
    /// A pause of more than 2 s.
    LongPause,
}

/// Decibels from the softest bar to the loudest.
const RANGE_DB: f64 = 30.0;

/// The answer in `width` cells of equal time.
pub fn strip(delivery: &Delivery, width: usize) -> Vec<Cell> {
    let (Some(first), Some(last)) = (delivery.first_word_s, delivery.last_word_s) else {
        return vec![Cell::Outside; width];
    };
    let loudest = delivery.level_db.iter().copied().max().map_or(0.0, f64::from);
    let each = delivery.duration_s / width.max(1) as f64;
    let cell = |n: usize| {
        let (from, to) = (n as f64 * each, (n + 1) as f64 * each);
        if to <= first || from >= last {
            return Cell::Outside;
        }
        // What fills the larger part of the cell; a long pause is shown however narrow the strip is.
        let silent = |start: f64, end: f64| (end.min(to) - start.max(from)).max(0.0);
        let middle = f64::midpoint(from, to);
        let long = delivery.pauses_over(LONG_PAUSE_S).any(|pause| {
            silent(pause.start_s, pause.end_s) > each / 2.0
                || (from..to).contains(&f64::midpoint(pause.start_s, pause.end_s))
        });
        let quiet: f64 = delivery.pauses.iter().map(|pause| silent(pause.start_s, pause.end_s)).sum();
        if long {
            return Cell::LongPause;
        }
        if quiet > each / 2.0 {
            return Cell::Pause;
        }
        let share = (middle / delivery.duration_s).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index, then 0 to 7")]
        let height = {
            let part = (share * delivery.level_db.len() as f64) as usize;
            let level = delivery.level_db.get(part).copied().map_or(loudest, f64::from);
            (((level - loudest + RANGE_DB) / RANGE_DB).clamp(0.0, 0.999) * 8.0) as u8
        };
        Cell::Speech(height)
    };
    (0..width).map(cell).collect()
}

/// A figure with what it can be held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is measured.
    pub name: &'static str,
    /// The figure, with its unit.
    pub value: String,
    /// What others found, with the source; empty: nothing is known.
    pub band: &'static str,
    /// What it was in earlier answers; empty: nothing to compare with.
    pub own: String,
    /// Whether the figure lies outside of the band.
    pub outside: bool,
}

/// From so many earlier answers on a comparison says something.
pub const ENOUGH: usize = 5;

/// The middle of the earlier figures, if there are enough of them.
fn usual(earlier: &[Delivery], figure: impl Fn(&Delivery) -> Option<f64>) -> Option<(f64, usize)> {
    let mut figures: Vec<f64> = earlier.iter().filter_map(figure).filter(|figure| figure.is_finite()).collect();
    if figures.len() < ENOUGH {
        return None;
    }
    figures.sort_by(f64::total_cmp);
    let (half, n) = (figures.len() / 2, figures.len());
    let median = if n % 2 == 1 { figures[half] } else { f64::midpoint(figures[half - 1], figures[half]) };
    Some((median, n))
}

/// How it was said, in figures. `earlier` are the candidate's own answers before this one.
pub fn facts(delivery: &Delivery, words: Option<&Words>, earlier: &[Delivery]) -> Vec<Fact> {
    let seconds = |figure: f64| format!("{figure:.1} s");
    let own = |figure: fn(&Delivery) -> Option<f64>, say: &dyn Fn(f64) -> String| {
        usual(earlier, figure).map_or(String::new(), |(median, n)| format!("you: {}, median of {n}", say(median)))
    };
    let mut facts = Vec::new();
    let mut add = |name, value, band, own, outside| facts.push(Fact { name, value, band, own, outside });
    let Some(first) = delivery.first_word_s else {
        add("Speech", "none heard".into(), "", String::new(), false);
        return facts;
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
        let fillers = words.of(Sort::Filler);
        let minutes = (delivery.duration_s / 60.0).max(1.0 / 60.0);
        let rate = fillers as f64 / minutes;
        let band = "up to 5 a minute did no harm, 12 did (Laske & DiGennaro Reed 2024)";
        add("Fillers, at least", format!("{fillers} ({rate:.1} a minute)"), band, String::new(), rate > 10.0);
    }
    let level = |figure: f64| format!("{figure:.0} dB");
    let decibels = |delivery: &Delivery| (delivery.rms > 0.0).then(|| 20.0 * delivery.rms.log10());
    let mut value = decibels(delivery).map_or_else(|| "silent".to_owned(), level);
    if delivery.clipped > 0 {
        value.push_str(", too loud in places");
    }
    add("Level", value, "", own(decibels, &level), delivery.clipped > 0);
    facts
}

/// What to say about earlier answers when there are too few of them; empty when there are enough.
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
    use hotseat_log::Stretch;

    fn delivery() -> Delivery {
        Delivery {
            duration_s: 20.0,
            first_word_s: Some(2.0),
            last_word_s: Some(19.0),
            talk_s: 13.0,
            pauses: vec![Stretch { start_s: 6.0, end_s: 7.0 }, Stretch { start_s: 10.0, end_s: 13.0 }],
            longest_pause_s: 3.0,
            syllables_per_s: Some(4.2),
            rms: 0.05,
            clipped: 0,
            level_db: vec![-30; 10].into_iter().chain([-20; 10]).collect(),
        }
    }

    #[test]
    fn the_strip_shows_speech_pauses_and_what_is_outside() {
        let shown: String = strip(&delivery(), 20)
            .into_iter()
            .map(|cell| match cell {
                Cell::Outside => ' ',
                Cell::Speech(height) => char::from(b'0' + height),
                Cell::Pause => '.',
                Cell::LongPause => '_',
            })
            .collect();
        assert_eq!(shown, "  5555.555___777777 ");
        // A long pause is there on the narrowest strip.
        assert!(strip(&delivery(), 3).contains(&Cell::LongPause));
        assert!(strip(&delivery(), 0).is_empty());
        assert_eq!(strip(&Delivery::default(), 4), [Cell::Outside; 4]);
    }

    #[test]
    fn five_earlier_answers_make_a_comparison() {
        let earlier: Vec<Delivery> =
            (1..=5).map(|n| Delivery { first_word_s: Some(f64::from(n)), ..delivery() }).collect();
        let first = |earlier: &[Delivery]| facts(&delivery(), None, earlier)[0].own.clone();
        assert_eq!(first(&earlier[..4]), "");
        assert_eq!(first(&earlier), "you: 3.0 s, median of 5");
        assert!(too_few(4).contains("too few") && too_few(5).is_empty());
    }

    #[test]
    fn figures_stand_beside_their_bands() {
        let words = crate::diction::words(&"um the lag rose ".repeat(20));
        let facts = facts(&delivery(), Some(&words), &[]);
        let fact = |name: &str| facts.iter().find(|fact| fact.name == name).expect("there");
        assert_eq!(fact("Longest pause").value, "3.0 s");
        assert_eq!(fact("Words a minute").value, "282");
        assert!(fact("Words a minute").outside && fact("Fillers, at least").outside);
        assert_eq!(fact("Fillers, at least").value, "20 (60.0 a minute)");
        assert_eq!(super::facts(&Delivery::default(), None, &[]).len(), 1);
    }
}
