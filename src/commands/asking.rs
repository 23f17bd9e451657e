//! What the commands of the coach have in common: a request is sent, and followed until the reply is there.

use std::thread;
use std::time::Duration;

use anyhow::anyhow;

use super::Place;
use super::out::talk;
use crate::engine::Engine;
use crate::session::{self, AsksCoach, CoachIntent, Coaching, Order, RequestPlace, progress_words};

/// How often news is looked for while waiting.
const LOOK: Duration = Duration::from_millis(50);

/// Carries out what follows from opening a request, and waits until the reply is there; asks once more if `again` is
/// set and the reply was kept earlier. An error if nothing may be sent yet, or if no reply came.
pub(super) fn ask(
    asks: &mut impl AsksCoach,
    orders: Vec<Order>,
    again: bool,
    engine: &mut Engine,
    place: &Place,
) -> anyhow::Result<()> {
    if let RequestPlace::Consent(words) = asks.place() {
        words.iter().for_each(talk);
        return Err(anyhow!("nothing was sent, because you did not agree to it yet: hotseat coach agree"));
    }
    let mut coaching = Coaching::default();
    if again && *asks.place() == RequestPlace::Shown {
        mean(asks, CoachIntent::Again, &mut coaching, engine, place);
    }
    carry_out(asks, orders, &mut coaching, engine, place).iter().for_each(talk);
    let mut told = None;
    while let RequestPlace::Asking(progress) = asks.place() {
        let words = progress_words(*progress);
        if told != Some(words) {
            told = Some(words);
            talk(words);
        }
        match coaching.news(place.now()) {
            Some(heard) => mean(asks, CoachIntent::Heard(heard), &mut coaching, engine, place),
            None => thread::sleep(LOOK),
        }
    }
    match asks.place() {
        RequestPlace::Failed(why) => Err(anyhow!(why.clone())),
        _ => match asks.failed_again() {
            Some(why) => Err(anyhow!("{why} What it said before is kept: without --again it is shown")),
            None => Ok(()),
        },
    }
}

/// Takes a row of a reply, or keeps what was taken. Returns what there is to tell.
pub(super) fn take(asks: &mut impl AsksCoach, intent: CoachIntent, engine: &mut Engine, place: &Place) -> Vec<String> {
    let orders = asks.apply(intent, engine, place.now());
    carry_out(asks, orders, &mut Coaching::default(), engine, place)
}

fn mean(asks: &mut impl AsksCoach, intent: CoachIntent, coaching: &mut Coaching, engine: &mut Engine, place: &Place) {
    let orders = asks.apply(intent, engine, place.now());
    carry_out(asks, orders, coaching, engine, place).iter().for_each(talk);
}

/// Carries out the orders and returns what there is to tell.
fn carry_out(
    asks: &mut impl AsksCoach,
    orders: Vec<Order>,
    coaching: &mut Coaching,
    engine: &mut Engine,
    place: &Place,
) -> Vec<String> {
    let mut told = Vec::new();
    for order in orders {
        let now = place.now();
        match order {
            Order::Append(records) => {
                let saved = engine.save(records, now).map(|()| String::new()).map_err(|error| error.to_string());
                asks.apply(CoachIntent::Settled(saved), engine, now);
            }
            order => {
                let Some(order) = coaching.take(order) else { continue };
                let news = session::carry_out(order, engine, now);
                told.extend(news.and_then(|news| news.words().map(str::to_owned)));
            }
        }
    }
    told.extend(asks.take_word());
    told
}
