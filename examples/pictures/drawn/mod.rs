//! What is shown: an evening that always goes the same way.

mod demo;
mod svg;

use std::time::Duration;

use crossterm::event::KeyCode;
use demo::Demo;
use svg::{Film, still};

/// What draws a picture.
type Draw = fn() -> anyhow::Result<String>;

/// All pictures, each with what draws it.
pub(crate) const PICTURES: [(&str, Draw); 2] = [("reveal.svg", reveal), ("loop.svg", whole_loop)];

const QUESTION: &str = "cache-hit-rate-collapse";

const ANSWER: &str = "First I'd check the number is real: same definition, raw hits and misses beside the ratio, \
per host. While that query runs I'd protect the database, because at forty per cent it sees six times the reads: \
single flight on the hot keys, serve stale where we can, and a rate limit on the worst caller.\n\nThen I'd line the \
drop up with deploys of anything that writes to the cache.";

/// The notes beside an answer, half ticked.
fn reveal() -> anyhow::Result<String> {
    let mut demo = Demo::start((100, 26))?;
    demo.ask(QUESTION)?;
    demo.wait(26)?;
    demo.type_text("t")?;
    demo.type_text(ANSWER)?;
    demo.wait(161)?;
    demo.control('d')?;
    demo.type_text("3 j j~j")?;
    Ok(still(&demo.frame()?)?)
}

/// From the question to the day on which it comes back, in five seconds.
fn whole_loop() -> anyhow::Result<String> {
    let millis = Duration::from_millis;
    let mut demo = Demo::start((80, 24))?;
    let mut film = Film::default();
    demo.ask(QUESTION)?;
    demo.wait(2)?;
    film.show(demo.frame()?, millis(700));
    demo.wait(19)?;
    demo.type_text("t")?;
    // A few words a frame: nobody watches somebody type.
    let words: Vec<&str> = ANSWER.split_inclusive(' ').collect();
    for some in words.chunks(words.len().div_ceil(10)) {
        demo.type_text(&some.concat())?;
        demo.wait(14)?;
        film.show(demo.frame()?, millis(130));
    }
    film.hold(millis(200));
    demo.control('d')?;
    film.show(demo.frame()?, millis(600));
    demo.type_text("3")?;
    film.show(demo.frame()?, millis(700));
    for key in [" ", " ", "-", " "] {
        demo.type_text(key)?;
        demo.wait(4)?;
        film.show(demo.frame()?, millis(220));
    }
    film.mark_still();
    demo.type_text("r")?;
    film.show(demo.frame()?, millis(700));
    demo.press(KeyCode::Enter)?;
    film.show(demo.frame()?, millis(2_500));
    Ok(film.draw()?)
}
