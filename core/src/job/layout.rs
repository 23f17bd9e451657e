//! Restores the lines of a posting: puts columns one below the other, and rejoins lines that a page or a PDF has
//! broken.

/// A gap of this many blanks separates two columns.
const GAP: usize = 3;
/// There are two columns if at least this many lines have text in both, …
const COLUMN_LINES: usize = 6;
/// … and these are at least this share, in percent, of the lines that reach the second column.
const COLUMN_SHARE: usize = 60;

/// Lines count as broken to fit a page if at least this many …
const BROKEN_LINES: usize = 4;
/// … are at most this many characters shorter than the longest, …
const RAGGED: usize = 18;
/// … and the longest has between `NARROW` and `WIDE` characters. Nobody breaks lines to be shorter than `NARROW`.
const NARROW: usize = 38;
const WIDE: usize = 125;

/// Restores the lines of a text.
pub(super) fn meant(text: &str) -> String {
    joined(&one_column(text))
}

/// Puts the second of two columns below the first; a text with one column stays as it is.
fn one_column(text: &str) -> String {
    let lines: Vec<Vec<char>> =
        text.lines().map(|line| line.trim_end().replace('\t', "    ").chars().collect()).collect();
    let Some(at) = gap_of(&lines) else { return text.to_owned() };
    let mut left = String::new();
    let mut right = String::new();
    for line in &lines {
        let parted = line.len() > at && line[at.saturating_sub(GAP)..at].iter().all(|c| *c == ' ');
        let (first, second) = if parted { line.split_at(at) } else { (line.as_slice(), &[][..]) };
        left.extend(first);
        left = left.trim_end().to_owned();
        left.push('\n');
        right.extend(second);
        right.push('\n');
    }
    format!("{left}\n{}", right.trim_start_matches('\n'))
}

/// The character at which the second column begins; `None` if there is only one column.
fn gap_of(lines: &[Vec<char>]) -> Option<usize> {
    let longest = lines.iter().map(Vec::len).max().unwrap_or(0).min(200);
    let both = |at: usize| {
        let is_parted = |line: &&Vec<char>| {
            line[at - GAP..at].iter().all(|c| *c == ' ') && line[at] != ' ' && line[..at].iter().any(|c| *c != ' ')
        };
        let reach: Vec<&Vec<char>> = lines.iter().filter(|line| line.len() > at).collect();
        let parted = reach.iter().filter(|line| is_parted(line)).count();
        (parted >= COLUMN_LINES && parted * 100 >= reach.len() * COLUMN_SHARE).then_some((parted, at))
    };
    (20..longest).filter_map(both).max().map(|(_, at)| at)
}

/// Rejoins lines that were broken because of their length.
fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let len = |line: &str| line.trim_end().chars().count();
    let longest = lines.iter().map(|line| len(line)).max().unwrap_or(0);
    let full = |line: &str| len(line) + RAGGED >= longest;
    let is_broken =
        (NARROW..=WIDE).contains(&longest) && lines.iter().filter(|line| full(line)).count() >= BROKEN_LINES;
    let mut out = String::with_capacity(text.len());
    let mut before: Option<&str> = None;
    for line in &lines {
        let here = line.trim();
        match before.filter(|before| goes_on(before, here, is_broken && full(before))) {
            Some(before) => {
                let kept = out.trim_end().len();
                out.truncate(kept);
                // The word was broken as well: drop its hyphen.
                if before.ends_with('-') && before.chars().rev().nth(1).is_some_and(char::is_alphabetic) {
                    out.pop();
                } else {
                    out.push(' ');
                }
                out.push_str(here);
            }
            None => out.push_str(line),
        }
        out.push('\n');
        before = (!here.is_empty()).then_some(here);
    }
    out
}

/// Whether a line continues the sentence of the line before it.
fn goes_on(before: &str, line: &str, before_is_full: bool) -> bool {
    let Some(first) = line.chars().next() else { return false };
    if !first.is_alphanumeric() && !matches!(first, '(' | '&') {
        return false;
    }
    if before.ends_with(['.', '!', '?', ':']) || before.starts_with('#') {
        return false;
    }
    first.is_lowercase() || (before_is_full && !before.ends_with(';')) || before.ends_with(',') && before_is_full
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_a_page_has_broken_are_whole_again() {
        let text = "Requirements\n- Several years of experience with services in Go\n  and with PostgreSQL, which has to be kept run-\n  ning \
                    at all hours of the day, or so\n- Kafka and the like, which we use for all our\n  Events\n- Rust\n\nBenefits\n";
        assert_eq!(
            meant(text),
            "Requirements\n- Several years of experience with services in Go and with PostgreSQL, which has to be kept running at all \
             hours of the day, or so\n- Kafka and the like, which we use for all our Events\n- Rust\n\nBenefits\n"
        );
    }

    #[test]
    fn lines_of_their_own_stay() {
        for text in [
            "Go\nRust\nJava\n",
            "Senior Engineer\nAcme\n\nYou will:\nbuild things\n",
            "Skills:\n- Go\n- Rust\n",
            "## Go\nand\n",
        ] {
            assert_eq!(meant(text), text);
        }
    }

    #[test]
    fn two_columns_stand_one_below_the_other() {
        let rows = [
            ("Requirements", "Benefits"),
            ("- Go and Rust", "- A dog of your own"),
            ("- PostgreSQL", "- Java, the island"),
            ("- Kafka", "- Fruit"),
            ("- Kubernetes", "- A ring of rubies"),
            ("- Terraform", "- More fruit"),
            ("- On-call", "- Parties"),
        ];
        let text: String = rows.iter().map(|(left, right)| format!("{left:<30}{right}\n")).collect();
        let meant = meant(&text);
        let place = |words: &str| meant.find(words).expect("there");
        assert!(place("On-call") < place("Benefits") && place("Benefits") < place("Parties"), "{meant}");
        let table = "Level     Salary\nSenior    10\nMid       8\n";
        assert_eq!(super::meant(table), table, "a small table stays");
    }

    #[test]
    fn anything_can_be_laid_out() {
        for text in ["", "\n\n", "-\n-", &" ".repeat(500), &"a   b\n".repeat(50), &"é        x\n".repeat(20)] {
            meant(text);
        }
    }
}
