//! Notes on a company: one Markdown page, whose headings are only a suggestion.

/// The most lines that are taken as questions to ask.
const MOST: usize = 12;

/// The page that new notes start from. `company` may be empty.
pub fn notes_template(company: &str) -> String {
    let company = if company.is_empty() { "the company" } else { company };
    format!(
        "# Notes on {company}\n\n## What they do\n\n## Stack\n\n## Values\n\n## People\n\n## Why us\n\n## Questions to ask\n\n- \n\n## Links\n"
    )
}

/// The questions that the candidate wants to ask: the lines below a heading about questions, twelve at most.
pub fn questions_to_ask(notes: &str) -> Vec<String> {
    let mut below = false;
    let mut found = Vec::new();
    for line in notes.lines().map(str::trim) {
        if line.starts_with('#') {
            let heading = line.to_lowercase();
            below = ["question", "to ask", "fragen"].iter().any(|word| heading.contains(word));
        } else if below {
            let text = line.trim_start_matches(['-', '*', '•']).trim();
            if text.chars().any(char::is_alphanumeric) {
                found.push(text.to_owned());
            }
        }
    }
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_stand_below_their_heading() {
        let notes =
            "# Acme\n- a parcel\n## Questions to ask\n- How do you deploy?\n\n* Who is on call?\n-\n## Links\n- x";
        assert_eq!(questions_to_ask(notes), ["How do you deploy?", "Who is on call?"]);
        assert!(questions_to_ask(&notes_template("Acme")).is_empty());
    }
}
