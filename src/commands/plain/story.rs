//! Stories line by line: choosing the one to tell by its title, or saying which one an answer told.

use super::answering::Answering as _;
use super::{At, Desk, Plain, Says};
use crate::engine::Engine;
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::{Answer, Phase, Turn};
use crate::session::Intent;
use crate::stories::{Choice, is_told_for};

/// The most stories that are listed: nobody reads on.
pub(super) const MOST: usize = 9;

/// Says that a story can be chosen before the answer, or which one has been.
pub(super) fn offer(says: &mut Says, answer: &Answer, engine: &Engine) {
    if !engine.stories().is_told_for(answer.name()) {
        return;
    }
    let chosen = answer.story().and_then(|story| engine.stories().get(story).ok().flatten());
    match chosen {
        Some(facts) => says.line(format!("Your story: {}. `story` takes another one.", facts.story.title)),
        None if engine.stories().all().is_ok_and(|all| all.iter().any(|facts| !facts.story.retired)) => {
            says.line("`story` lists your stories, to choose the one that you tell.");
        }
        None => {}
    }
}

/// Lists stories by title, the best one first.
pub(super) fn list(says: &mut Says, choices: &[Choice], now: Moment) {
    for (number, choice) in (1..).zip(choices) {
        let place = match number {
            1 if choice.fits => "best: ",
            2 if choice.fits => "in reserve for the follow-up: ",
            _ => "",
        };
        says.line(format!("{number}. {} ({place}{})", choice.story.story.title, choice.words(now.day())));
    }
}

/// What a word means when stories are listed.
pub(super) enum Meant {
    /// The chosen story.
    Story(RecordId),
    /// None of the stories.
    NoStory,
    /// No choice that is known here.
    Nothing,
}

impl Meant {
    /// Reads a number of the list, or the word for none of them.
    pub(super) fn by(word: &str, choices: &[Choice]) -> Self {
        if matches!(word, "x" | "none") {
            return Self::NoStory;
        }
        let at = word.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let choice = at.and_then(|at| choices.get(at));
        choice.map_or(Self::Nothing, |choice| Self::Story(choice.story.story.story.clone()))
    }
}

impl Plain {
    /// Whether the current question asks for a story.
    pub(super) fn tells_a_story(&self) -> bool {
        self.any_answer().is_some_and(|answer| is_told_for(answer.kind(), answer.name()))
    }

    fn any_answer(&self) -> Option<&Answer> {
        self.session.as_ref()?.course().turn().map(Turn::answer)
    }

    pub(super) fn list_stories(&mut self, desk: &Desk<'_>) {
        let Some(answer) = self.any_answer() else { return };
        if !self.tells_a_story() {
            return self.says.line("No story is told in answer to this question.");
        }
        let (name, asked) = (answer.name().clone(), answer.phase() == Phase::Thinking);
        let id = answer.id().clone();
        match desk.engine.stories().for_question(&name, desk.now) {
            Ok(choices) => self.stories = choices.into_iter().take(MOST).collect(),
            Err(error) => return self.says.line(error.to_string()),
        }
        let made = format!("`hotseat story add --answer {id}` makes a new one of this answer.");
        if self.stories.is_empty() {
            return self.says.line(if asked {
                "There are no stories yet: hotseat story add.".to_owned()
            } else {
                made
            });
        }
        self.says.gap(if asked { "Which story? Only titles: you tell it." } else { "Which story was that?" });
        list(&mut self.says, &self.stories, desk.now);
        self.says.line("A number chooses, x none of them, Enter leaves it as it is.");
        if !asked {
            self.says.line(made);
        }
        self.at = At::Story;
    }

    pub(super) fn at_story(&mut self, word: &str, desk: &mut Desk<'_>) {
        let story = match Meant::by(word, &self.stories) {
            Meant::Story(story) => Some(story),
            Meant::NoStory => None,
            Meant::Nothing if word.is_empty() => {
                self.at = At::Session;
                return if self.answer().is_some() {
                    self.says.line("The clock runs: t type, s speak.");
                } else {
                    self.ask_next();
                };
            }
            Meant::Nothing => {
                return self.says.line("A number of the list chooses, x none of them, Enter leaves it as it is.");
            }
        };
        self.at = At::Session;
        if self.answer().is_some() {
            return self.mean(Intent::Tell(story), desk);
        }
        self.attach(story, desk);
        self.ask_next();
    }

    /// Records which story the judged answer told, if any.
    fn attach(&mut self, story: Option<RecordId>, desk: &mut Desk<'_>) {
        let Some((id, name)) = self.any_answer().map(|answer| (answer.id().clone(), answer.name().clone())) else {
            return;
        };
        let words = if story.is_some() { "Kept: it counts as told." } else { "Kept: no story of yours." };
        let record = desk.engine.stories().attach(story, &id, &name, desk.now);
        match desk.engine.save(vec![record], desk.now) {
            Ok(()) => self.says.line(words),
            Err(error) => self.says.line(format!("NOT saved: {error}. It is tried again with the next save.")),
        }
    }
}
