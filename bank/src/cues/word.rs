//! A word of a prepared text: its place, its role in the clause, and what it says about the phrase before it.

use super::clause_words::{COPULAS, IDLE, JOINS, MODALS, NEEDS, OPENS, WANTS, WHATEVER};

/// A word of a text, with its role.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Byte offset of its start.
    pub(super) start: u32,
    /// Byte offset of its end.
    pub(super) end: u32,
    pub(super) sentence: u32,
    pub(super) clause: u32,
    /// How many words that count precede it.
    pub(super) count: u32,
    pub(super) role: Role,
    pub(super) behind: Behind,
    /// Whether it states a requirement: negated, that does not say that something is missing.
    pub(super) requires: bool,
    /// Whether it is "no", which negates the noun after it.
    pub(super) is_no: bool,
}

/// What a word says about a phrase before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// After a negation: that it is absent or not needed.
    Needs,
    /// That it is rejected.
    Idle,
    /// That its purpose or place follows.
    Joins,
    /// Nothing, because another noun phrase begins.
    Opens,
    /// Nothing, because the verb that follows is a plan and not a fact.
    Modal,
    /// Nothing yet, because its description follows.
    Copula,
    /// After a negation: that it is not what follows.
    Whatever,
    /// After that: that it is rejected.
    Wants,
    /// Nothing at all.
    Nothing,
}

impl Behind {
    pub(super) fn of(word: &str) -> Self {
        let lists = [
            (NEEDS, Self::Needs),
            (IDLE, Self::Idle),
            (JOINS, Self::Joins),
            (OPENS, Self::Opens),
            (MODALS, Self::Modal),
            (COPULAS, Self::Copula),
            (WHATEVER, Self::Whatever),
            (WANTS, Self::Wants),
        ];
        lists.into_iter().find(|(words, _)| words.contains(&word)).map_or(Self::Nothing, |(_, behind)| behind)
    }
}

/// The role of a word in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A grammatical word, which does not count towards gaps.
    Function,
    Content,
    /// A character that is a word by itself, in scripts written without spaces.
    Ideograph,
    /// Negates what follows in the clause.
    Negation,
    /// A negation that cancels an earlier one: "never without", "not skip".
    Inverting,
    /// A negation that negates nothing: "not only".
    Spent,
}

impl Word {
    pub(super) fn counts(&self) -> bool {
        self.role != Role::Function
    }

    pub(super) fn denies(&self) -> bool {
        matches!(self.role, Role::Negation | Role::Inverting)
    }
}
