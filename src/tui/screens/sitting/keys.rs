//! What the keys of a drill mean, stage by stage, including those for writing notes.

use super::SittingScreen;
use crate::engine::{ExtractOf, StoryOf};
use crate::history::Rating;
use crate::practice::words::{AFTER_YOURS, KEPT, NOTHING_TO_KEEP};
use crate::practice::{Answer, Only};
use crate::session::Intent;
use crate::sound::Playing;
use crate::tui::external::Of;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Route, Screen as _};
use crate::tui::screens::retired::retire;
use crate::tui::screens::stories::{Chosen, StoryChoice};

impl SittingScreen {
    pub(super) fn key(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let intent = match self.context() {
            Context::Asking | Context::Typing | Context::Speaking => match action {
                Action::Back | Action::Leave => return self.leave(cx),
                Action::Skip => Some(Intent::Skip),
                Action::Undo => Some(Intent::Undo),
                Action::Stories => {
                    self.choose_story(cx);
                    None
                }
                _ => self.session.answer().and_then(|answer| self.page.key(action, answer, cx)),
            },
            Context::Listening => self.key_listening(action, cx),
            Context::Predicting => match action {
                Action::Predict(worth) => Some(Intent::Predict(worth)),
                Action::SayAgain => Some(Intent::SayAgain),
                Action::OtherTake => Some(Intent::NextTake),
                Action::FollowUps => Some(Intent::FollowUp),
                Action::Listen => return self.heard_again(cx),
                Action::Leave => return self.leave(cx),
                _ => None,
            },
            Context::Reader => {
                self.reveal.read(action);
                None
            }
            Context::Reveal => match action {
                Action::Back => return self.leave(cx),
                Action::Listen => return self.heard_again(cx),
                _ => self.key_reveal(action, cx),
            },
            Context::Notes => {
                self.key_notes(action, cx);
                None
            }
            Context::Remark => {
                self.remark = self.remark.take().and_then(|mut page| page.key(action, cx).then_some(page));
                None
            }
            Context::StoryChoice => match self.key_choice(action, cx) {
                Chosen::Extract(attempt) => return Route::Extract(ExtractOf::Story(StoryOf::Answer(attempt))),
                Chosen::Story(story) => Some(Intent::Tell(story)),
                Chosen::Open | Chosen::Closed => None,
            },
            Context::Rating => self.key_rating(action, cx),
            Context::Next => match action {
                Action::Listen => return self.heard_again(cx),
                Action::Retire => return self.retire(cx),
                Action::Stories => {
                    self.choose_story(cx);
                    None
                }
                Action::SecondOpinion if self.offers(action) => {
                    let attempt = self.any_answer().map(|answer| answer.id().clone());
                    return attempt.map_or(Route::Stay, Route::Coach);
                }
                _ => self.key_next(action, cx),
            },
            _ => return self.key_summary(action),
        };
        if let Some(intent) = intent {
            self.apply(intent, cx);
        }
        Route::Stay
    }

    /// Opens the choice of the story that is going to be told, or that was told.
    fn choose_story(&mut self, cx: &mut Cx<'_>) {
        let Some(answer) = self.any_answer().filter(|_| self.stories.told) else { return };
        self.choice = match self.review() {
            Some(_) => StoryChoice::after(answer.id(), answer.name(), cx),
            None => StoryChoice::before(answer.name(), answer.story(), cx),
        };
    }

    fn key_choice(&mut self, action: Action, cx: &mut Cx<'_>) -> Chosen {
        let chosen = self.choice.as_mut().map_or(Chosen::Closed, |choice| choice.key(action, cx));
        if chosen != Chosen::Open {
            self.choice = None;
        }
        chosen
    }

    fn leave(&mut self, cx: &mut Cx<'_>) -> Route {
        self.apply(Intent::Leave, cx);
        Route::Back
    }

    fn heard_again(&mut self, cx: &mut Cx<'_>) -> Route {
        self.play_back(cx);
        Route::Stay
    }

    fn key_reveal(&mut self, action: Action, cx: &mut Cx<'_>) -> Option<Intent> {
        match action {
            Action::Accept => return Some(Intent::ToRating),
            Action::EditTranscript => {
                if let Some(review) = self.session.course().review() {
                    let of = Of::Transcript(self.reveal.said(review));
                    cx.effects.push(Effect::Edit(of, self.reveal.transcript_page(review)));
                }
            }
            Action::Notes if self.session.course().lacks_notes() => self.open_notes(),
            Action::Notes => self.write_remark(cx),
            Action::EditQuestion => self.edit_question(cx),
            _ => return self.session.course().review().and_then(|review| self.reveal.act(action, review, cx)),
        }
        None
    }

    fn key_rating(&mut self, action: Action, cx: &mut Cx<'_>) -> Option<Intent> {
        match action {
            Action::Rate(number) => return Rating::try_from(number).ok().map(|rating| Intent::Rate(Some(rating))),
            Action::Accept => return self.review().map(|review| Intent::Keep(review.leaning())),
            Action::Unrated => return Some(Intent::Rate(None)),
            Action::Back => return Some(Intent::BackToTicks),
            Action::Suspend => return Some(Intent::Suspend),
            Action::Remark => self.write_remark(cx),
            Action::SecondOpinion if self.offers(action) => cx.say(AFTER_YOURS),
            Action::Stories => self.choose_story(cx),
            Action::EditQuestion => self.edit_question(cx),
            Action::Left | Action::Right => {
                let at = self.review()?.leaning().number();
                let next = if action == Action::Left { at - 1 } else { at + 1 };
                return Rating::try_from(next).ok().map(Intent::Lean);
            }
            _ => self.page.scroll.act(action),
        }
        None
    }

    fn key_next(&mut self, action: Action, cx: &mut Cx<'_>) -> Option<Intent> {
        match action {
            Action::Accept => return Some(Intent::Next),
            Action::Easier => return Some(Intent::Easier),
            Action::Suspend => return Some(Intent::Suspend),
            Action::Retry => return Some(Intent::Retry { otherwise: false }),
            Action::RetryOtherwise => return Some(Intent::Retry { otherwise: true }),
            Action::Undo => return Some(Intent::Undo),
            Action::Back => return Some(Intent::End),
            Action::Split if self.session.course().leech().is_some() => {
                let name = self.any_answer().map(|answer| answer.name().clone());
                cx.effects.extend(name.map(Effect::SplitQuestion));
            }
            Action::EditQuestion => self.edit_question(cx),
            Action::Remark => self.write_remark(cx),
            Action::MyAnswer => self.keep_as_mine(cx),
            _ => {}
        }
        None
    }

    /// Keeps the answer as "my answer", to be read again.
    fn keep_as_mine(&self, cx: &mut Cx<'_>) {
        let Some(answer) = self.any_answer() else { return };
        match cx.engine.keep_given(answer, cx.now) {
            Some(record) => {
                cx.effects.push(Effect::save(record));
                cx.say(KEPT);
            }
            None => cx.say(NOTHING_TO_KEEP),
        }
    }

    fn edit_question(&self, cx: &mut Cx<'_>) {
        let name = self.any_answer().map(|answer| answer.name().clone());
        cx.effects.extend(name.map(Effect::EditQuestion));
    }

    /// Stops asking the question after a yes, or asks it again.
    fn retire(&self, cx: &mut Cx<'_>) -> Route {
        let Some(name) = self.any_answer().map(Answer::name) else { return Route::Stay };
        if cx.engine.is_retired(name) {
            cx.effects.push(Effect::Retire(name.clone(), false));
            return Route::Stay;
        }
        retire(cx.engine, name)
    }

    fn key_listening(&mut self, action: Action, cx: &mut Cx<'_>) -> Option<Intent> {
        let other = action == Action::OtherTake && self.any_answer().is_some_and(Answer::has_other_take);
        if action == Action::Back || other {
            self.listening = None;
            cx.effects.push(Effect::Play(Playing::Close));
            if other {
                self.apply(Intent::NextTake, cx);
                self.play_back(cx);
            }
        } else if let Some(listening) = &mut self.listening {
            listening.act(action, cx);
        }
        None
    }

    fn key_summary(&mut self, action: Action) -> Route {
        match action {
            Action::Back => return Route::Back,
            Action::Start => return Route::Draw(Only::Anything),
            _ => self.page.scroll.act(action),
        }
        Route::Stay
    }
}
