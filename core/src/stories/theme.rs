//! What stories are about, and how far they reach.

use std::collections::BTreeSet;

use crate::bank::cues::Matcher;

hotseat_bank::vocabulary! {
    /// What a story is about, as interviewers ask for it.
    #[derive(Hash, PartialOrd, Ord)]
    Theme {
        /// Taking on what was nobody's job.
        Ownership = "ownership",
        /// A failure or mistake of your own.
        Failure = "failure",
        /// A disagreement or conflict.
        Conflict = "conflict",
        /// Feedback given or taken.
        Feedback = "feedback",
        /// Persuading people without authority over them.
        Influence = "influence",
        /// Helping somebody grow.
        Mentoring = "mentoring",
        /// A goal that nobody could spell out.
        Ambiguity = "ambiguity",
        /// A deadline at risk.
        Deadline = "deadline",
        /// Cutting scope or saying no.
        Scope = "scope",
        /// A customer or user.
        Customer = "customer",
        /// Changing your mind.
        ChangedMind = "changed-mind",
        /// Something broken in production.
        Incident = "incident",
        /// A hard technical problem.
        Problem = "problem",
        /// Growth, speed or cost.
        Scale = "scale",
        /// A shortcut or trade-off on purpose.
        TradeOff = "trade-off",
        /// Setting a direction.
        Direction = "direction",
        /// A migration or change that many had to make.
        Change = "change",
        /// Learning, or asking for help.
        Learning = "learning",
        /// Hiring people.
        Hiring = "hiring",
    }
}

hotseat_bank::vocabulary! {
    /// How far the subject of a story reached, which is also the level that the story shows.
    #[derive(Hash, PartialOrd, Ord)]
    Reach {
        /// Your own team.
        Team = "team",
        /// Several teams.
        Teams = "teams",
        /// The whole company.
        Company = "company",
    }
}

impl Theme {
    /// The theme in words to be used in a sentence: "changing your mind".
    pub fn words(self) -> String {
        within_a_sentence(self.meaning())
    }

    /// Tags of questions that ask for this theme.
    const fn tags(self) -> &'static [&'static str] {
        match self {
            Self::Ownership => &["ownership", "initiative", "succession", "bus-factor"],
            Self::Failure => &["failure", "mistake", "honesty", "sunk-cost"],
            Self::Conflict => &["conflict", "disagreement", "cross-team", "commitment"],
            Self::Feedback => &["feedback", "peer-feedback", "coachability"],
            Self::Influence => &["influence", "adoption", "standards"],
            Self::Mentoring => &["mentoring", "growth", "sponsoring"],
            Self::Ambiguity => &["ambiguity", "requirements"],
            Self::Deadline => &["deadline"],
            Self::Scope => &["scope", "saying-no"],
            Self::Customer => &["customer", "requirements"],
            Self::ChangedMind => &["changed-mind", "reversal", "sunk-cost"],
            Self::Incident => &["incident"],
            Self::Problem => &["problem", "debugging", "root-cause"],
            Self::Scale => &["scale", "scaling", "bottleneck", "performance"],
            Self::TradeOff => &["trade-off", "technical-debt"],
            Self::Direction => &["direction", "strategy", "investment"],
            Self::Change => &["change", "migration", "deprecation"],
            Self::Learning => &["learning", "asking"],
            Self::Hiring => &["hiring", "interviewing"],
        }
    }

    /// Phrases in questions that ask for this theme, used for questions without such tags.
    const fn cues(self) -> &'static [&'static str] {
        match self {
            Self::Ownership => {
                &["nobody's job", "took ownership", "owned", "on your own initiative", "depended on you"]
            }
            Self::Failure => &["failure", "failed", "mistake", "went wrong", "do differently"],
            Self::Conflict => &["conflict", "disagreed", "disagreement", "difficult colleague", "went against you"],
            Self::Feedback => &["feedback", "criticism"],
            Self::Influence => &["without authority", "no authority", "persuaded", "convinced", "influenced"],
            Self::Mentoring => &["mentored", "helped somebody", "helped to get better", "junior colleague", "career"],
            Self::Ambiguity => &["ambiguity", "unclear", "no plan", "vague"],
            Self::Deadline => &["deadline", "late", "behind schedule"],
            Self::Scope => &["scope", "said no", "told no", "prioritised"],
            Self::Customer => &["customer", "user", "requirements"],
            Self::ChangedMind => &["changed your mind", "were wrong", "turned round", "reversed", "stopped"],
            Self::Incident => &["incident", "outage", "production"],
            Self::Problem => &["hardest problem", "hard problem", "technical problem", "bug", "debugged"],
            Self::Scale => &["more traffic", "scale", "grew", "slow", "performance", "cost"],
            Self::TradeOff => &["shortcut", "trade-off", "technical debt", "compromise"],
            Self::Direction => &["strategy", "direction", "vision", "roadmap"],
            Self::Change => &["migration", "migrated", "schema change", "rollout"],
            Self::Learning => &["learned something new", "stuck", "asked for help", "taught yourself"],
            Self::Hiring => &["hired", "hiring", "interviewed"],
        }
    }
}

impl Reach {
    /// The reach in words to be used in a sentence: "several teams".
    pub fn words(self) -> String {
        within_a_sentence(self.meaning())
    }
}

fn within_a_sentence(meaning: &str) -> String {
    let meaning = meaning.trim_end_matches('.');
    let mut chars = meaning.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// The themes that a question asks for: by its tags, or by its words if no tag belongs to a theme.
pub fn themes_of<'a>(prompt: &str, tags: impl IntoIterator<Item = &'a str>) -> BTreeSet<Theme> {
    let tags: Vec<&str> = tags.into_iter().collect();
    let tagged = |theme: &&Theme| theme.tags().iter().any(|tag| tags.contains(tag));
    let by_tag: BTreeSet<Theme> = Theme::ALL.iter().filter(tagged).copied().collect();
    if !by_tag.is_empty() {
        return by_tag;
    }
    let mut matcher = Matcher::new();
    let text = matcher.text(prompt);
    let mut said = |theme: &&Theme| theme.cues().iter().any(|cue| text.mentions(&matcher.cue(cue)));
    Theme::ALL.iter().filter(|theme| said(theme)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Kind, Library};

    #[test]
    fn every_behavioural_question_asks_for_something() {
        let library = Library::builtin();
        let told = library.entries().iter().filter(|entry| entry.kind == Kind::Behavioural);
        let lost: Vec<&str> = told
            .filter(|entry| themes_of(&entry.prompt, entry.tags.iter()).is_empty())
            .map(|entry| entry.id.as_str())
            .collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn questions_without_tags_are_read() {
        let of = |prompt: &str| themes_of(prompt, []).into_iter().collect::<Vec<_>>();
        assert_eq!(of("Tell me about a time you changed your mind."), [Theme::ChangedMind]);
        assert_eq!(of("When did you disagree with somebody, and how did it end?"), [Theme::Conflict]);
        assert_eq!(of("Tell me about a deadline that you missed."), [Theme::Deadline]);
        assert!(of("What is an index?").is_empty());
    }

    #[test]
    fn words_stand_within_a_sentence() {
        assert_eq!(Theme::ChangedMind.words(), "changing your mind");
        assert_eq!(Reach::Teams.words(), "several teams");
    }
}
