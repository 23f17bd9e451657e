//! Multiple choice: all choices are asked, and the right ones are the answer.

use hotseat_bank::text::one_line;

use super::asked::words;

/// One of the choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its label, such as a letter or a number, if the file gives it one.
    pub(super) label: Option<String>,
    pub(super) text: String,
    /// Whether the file marks it as right.
    pub(super) right: bool,
}

impl Choice {
    pub(super) fn of(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// What there is to choose from.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    pub(super) list: Vec<Choice>,
    /// Which ones are right, in the words of the file.
    pub(super) correct: Vec<String>,
    /// Whether numbers that say which ones are right count from 0.
    pub(super) from_zero: bool,
}

/// Appends the choices to what is asked, and puts the right ones before the explanation.
pub(super) fn put(choices: Choices, prompt: &mut String, answer: &mut String) {
    let Choices { mut list, correct, from_zero } = choices;
    list.retain(|choice| !choice.text.trim().is_empty());
    if list.is_empty() {
        let told = correct.join("\n");
        if !told.trim().is_empty() {
            *answer = if answer.is_empty() { told } else { format!("{told}\n\n{answer}") };
        }
        return;
    }
    let mut right: Vec<usize> = (0..list.len()).filter(|&i| list[i].right).collect();
    let mut told: Vec<String> = Vec::new();
    for said in correct {
        match find(&list, from_zero, &said) {
            found if found.is_empty() => told.push(said),
            found => right.extend(found),
        }
    }
    // The right choice may be at the start of the explanation.
    if right.is_empty() && told.is_empty() {
        let (first, rest) = answer.split_once("\n\n").unwrap_or((answer, ""));
        let found = find(&list, from_zero, first);
        if !found.is_empty() {
            right = found;
            *answer = rest.to_owned();
        }
    }
    // A right answer that is not among the choices becomes one, at a position that is derived from its letters.
    for said in told.iter().filter(|said| !said.trim().is_empty()) {
        let place = one_line(said).bytes().map(usize::from).sum::<usize>() % (list.len() + 1);
        list.insert(place, Choice::of(said.clone()));
        right.iter_mut().filter(|at| **at >= place).for_each(|at| *at += 1);
        right.push(place);
    }
    right.sort_unstable();
    right.dedup();
    prompt.push('\n');
    for choice in &list {
        prompt.push_str(&format!("\n- {}", one_line(&choice.text)));
    }
    let right = right.into_iter().map(|at| format!("- {}", one_line(&list[at].text))).collect::<Vec<_>>();
    if !right.is_empty() {
        let explained = std::mem::take(answer);
        [right.join("\n"), explained].join("\n\n").trim_end().clone_into(answer);
    }
}

/// The choices that a text refers to: by their words, letters or numbers.
fn find(choices: &[Choice], from_zero: bool, said: &str) -> Vec<usize> {
    let same = |text: &str| choices.iter().position(|choice| words(&choice.text) == words(text));
    if said.trim().is_empty() {
        return Vec::new();
    }
    if let Some(at) = same(said) {
        return vec![at];
    }
    let one = |name: &str| {
        let name = name.trim().trim_matches(['(', ')', '.', ':', ' ', '"', '\'']);
        let labelled = choices
            .iter()
            .position(|choice| choice.label.as_deref().is_some_and(|label| label.eq_ignore_ascii_case(name)));
        labelled.or_else(|| same(name)).or_else(|| {
            let bare = name.to_lowercase();
            let bare = bare.strip_prefix("option").map_or(bare.as_str(), str::trim_start);
            let at = if let [letter @ b'a'..=b'z'] = bare.as_bytes() {
                usize::from(letter - b'a')
            } else {
                let number: usize = bare.parse().ok()?;
                if from_zero && number < choices.len() { number } else { number.checked_sub(1)? }
            };
            (at < choices.len()).then_some(at)
        })
    };
    // "B) 443" and "B. 443" give both the letter and the words.
    let lettered = said
        .trim()
        .split_once([')', '.', ':'])
        .filter(|(letter, rest)| letter.trim().len() == 1 && !rest.trim().is_empty());
    if let Some(at) = lettered.and_then(|(letter, _)| one(letter)) {
        return vec![at];
    }
    let parts: Vec<&str> = said.split([',', ';', '&', '|']).filter(|part| !part.trim().is_empty()).collect();
    let all: Option<Vec<usize>> = parts.into_iter().map(one).collect();
    all.unwrap_or_default()
}
