//! What a question on the screen has to do with stories, looked up once when it is asked.

use crate::practice::Answer;
use crate::text::one_line;
use crate::tui::screen::Cx;

/// Whether a story is told in answer to it, and which one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tui::screens) struct StoryOffer {
    /// Whether stories are told in answer to it.
    pub(in crate::tui::screens) told: bool,
    /// Whether the candidate has any stories.
    pub(in crate::tui::screens) any: bool,
    /// The title of the chosen one. None: none is chosen.
    pub(in crate::tui::screens) chosen: Option<String>,
}

impl StoryOffer {
    /// Looks it up. What cannot be read is reported by the page that is opened.
    pub(in crate::tui::screens) fn of(answer: Option<&Answer>, cx: &Cx<'_>) -> Self {
        let Some(answer) = answer.filter(|answer| cx.engine.stories().is_told_for(answer.name())) else {
            return Self::default();
        };
        let all = cx.engine.stories().all().unwrap_or_default();
        let chosen = all.iter().find(|facts| Some(&facts.story.story) == answer.story());
        Self {
            told: true,
            any: all.iter().any(|facts| !facts.story.retired),
            chosen: chosen.map(|facts| one_line(&facts.story.title)),
        }
    }

    /// The line about stories below the question. None: there is nothing to say.
    pub(in crate::tui::screens) fn words(&self) -> Option<String> {
        match &self.chosen {
            Some(title) => Some(format!("Your story: {title}")),
            None if self.told && self.any => Some("S chooses the story that you tell.".to_owned()),
            None => None,
        }
    }
}
