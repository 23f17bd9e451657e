//! What a heading of a posting says of what follows it.

use super::parts::Part;

/// Words of headings, in the order in which they are looked for: "preferred qualifications" are nice to have.
const HEADINGS: [(Part, &[&str]); 5] = [
    (
        Part::Nice,
        &[
            "nice to have", "nice-to-have", "nice to", "bonus", "preferred", "desirable", "desired", "good to have", "extra points", "pluses",
            "optional", "plus points", "a plus", "wünschenswert", "von vorteil", "pluspunkt", "idealerweise", "even better", "stand out",
            "great to have", "would be great", "advantage", "also like",
        ],
    ),
    (
        Part::Offer,
        &[
            "benefit", "we offer", "offer you", "what's in it", "what’s in it", "perks", "compensation", "salary", "equal opportun", "eeo", "to apply",
            "diversity", "inclusion", "interview process", "hiring process", "recruitment process", "application process", "location", "pay ",
            "disclaimer", "what you get", "what you'll get", "what you’ll get", "we provide", "accommodation", "privacy", "our offer", "contact",
            "why join", "why you", "why work", "perk", "we give", "recruiter", "your manager", "wir bieten", "bieten wir", "bewerb", "kontakt", "das bieten",
            "deine vorteile", "unser angebot", "wir freuen", "what we bring", "working conditions", "life at", "equity", "wage", "apply now", "our process",
            "next steps",
        ],
    ),
    (
        Part::Must,
        &[
            "requirement", "qualification", "you have", "you've", "you’ve", "you bring", "you'll bring", "you’ll bring", "you'll need", "you’ll need",
            "you need", "who you are", "about you", "your profile", "profile", "skills", "experience", "must have", "must-have", "looking for",
            "we expect", "minimum", "background", "should have", "ideal candidate", "expertise", "knowledge", "education", "you are", "you're",
            "you’re", "what we need", "we need", "we value", "we seek", "we'd like", "success in this role", "good fit", "great fit", "right fit", "competenc", "anforderung",
            "dein profil", "ihr profil", "qualifikation", "mitbring", "bringst du", "bringen sie", "erwarten wir", "wir erwarten", "kenntnisse",
            "voraussetzung", "auszeichnet", "dich aus", "must", "required", "wünschen wir", "criteria", "prerequisite", "attribute", "who are you",
        ],
    ),
    (
        Part::Company,
        &[
            "about us", "about the company", "who we are", "our mission", "our story", "our values", "our culture", "über uns", "wer wir sind",
            "unternehmen", "company", "about our", "what we do", "our vision", "our product", "das sind wir", "overview of", "why we",
        ],
    ),
    (
        Part::Duty,
        &[
            "responsib", "you'll do", "you’ll do", "you will", "you'll be", "you’ll be", "will you do", "the role", "your role", "role", "tasks",
            "day to day", "day-to-day", "duties", "you'll work", "you’ll work", "your mission", "your impact", "impact you", "job description",
            "in this role", "scope", "the job", "the position", "position", "stack", "technolog", "projects", "working on", "work on", "opportunity",
            "accountab", "what to expect", "function", "aufgabe", "deine rolle", "erwartet dich", "dich erwartet", "erwartet sie", "tätigkeit", "deine mission",
            "job summary", "overview", "summary", "description", "contribute", "deliver", "outcomes", "the team", "your team", "our team",
        ],
    ),
];

/// What a heading says of what follows.
pub(super) fn headed(heading: &str) -> Option<Part> {
    let heading = format!("{} ", heading.to_lowercase());
    HEADINGS.iter().find(|(_, words)| words.iter().any(|word| heading.contains(word))).map(|(part, _)| *part)
}

