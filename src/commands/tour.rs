//! `hotseat tour`: one question with each step explained, on a history that is discarded afterwards.

use super::args::TourArgs;
use super::{Exit, Place, plain, terminal};
use crate::bank::Library;
use crate::config::{Config, Keep};
use crate::engine::Engine;
use crate::practice::{Pick, Why};
use crate::tui;

/// The question that is asked: short, and not about a particular language.
const QUESTION: &str = "backend/what-an-index-costs";

/// Asks the question, on the screen or line by line. Nothing is read from the disk or written to it.
pub fn run(place: &Place, args: &TourArgs) -> anyhow::Result<Exit> {
    let plain = args.plain || {
        terminal::needs_terminal()?;
        tui::terminal::is_dumb()
    };
    // Without a microphone, so that nothing said in the tour is recorded.
    let config =
        Config { microphone: "none".to_owned(), recordings: Keep::Never, retry_failed: false, ..Config::default() };
    let engine = Engine::in_memory(config, Library::builtin(), place.now())?;
    let picks = vec![Pick { question: QUESTION.parse()?, why: Why::New }];
    if plain {
        return plain::tour(engine, picks, place.clock);
    }
    let unsaved = tui::run::run_guided(engine, picks, place.clock)?;
    unsaved.map_or(Ok(Exit::Done), |words| Err(anyhow::Error::msg(words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_there_and_short() {
        let library = Library::builtin();
        let entry = library.entry(&QUESTION.parse().expect("a name")).expect("in the bank");
        assert!(entry.seconds.target <= 120, "three minutes with reading and ticking");
        assert!(entry.tracks.is_empty(), "nobody has to know a language");
    }
}
