//! Which questions a day of a plan takes.

use chrono::NaiveDate;

use super::ahead::gain;
use super::terms::{Card, PlanStage};
use crate::memory::{MemoryModel, Room, recall_on};

/// Takes cards in order while there is room for them, `most` at the most.
fn fill(order: &[usize], cards: &[Card], most: usize, room: &mut Room, into: &mut Vec<usize>) {
    let mut left = most;
    for &n in order {
        if left == 0 || room.answers == 0 {
            return;
        }
        if room.fits(cards[n].seconds, cards[n].long) {
            room.take(cards[n].seconds, cards[n].long);
            into.push(n);
            left -= 1;
        }
    }
}

/// Which cards a day takes, by position and in order of importance: new ones, due ones, and those chosen for the
/// window.
pub(super) fn take(
    cards: &[Card],
    day: NaiveDate,
    stage: PlanStage,
    mut room: Room,
    model: &impl MemoryModel,
) -> [Vec<usize>; 3] {
    let open: Vec<usize> = (0..cards.len()).filter(|&n| cards[n].from.is_some_and(|from| from <= day)).collect();
    let mut taken = [Vec::new(), Vec::new(), Vec::new()];
    match stage {
        PlanStage::Over => {}
        PlanStage::Window { date, prior } => {
            let of_unseen = gain(None, day, date, prior, model);
            let mut ranked: Vec<(f64, usize)> = open
                .into_iter()
                .map(|n| match &cards[n].remembered {
                    None => (of_unseen, n),
                    seen => (gain(seen.as_ref(), day, date, prior, model), n),
                })
                .filter(|(gain, _)| *gain > 0.0)
                .collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let ranked: Vec<usize> = ranked.into_iter().map(|(_, n)| n).collect();
            fill(&ranked, cards, usize::MAX, &mut room, &mut taken[2]);
        }
        PlanStage::Paced { new } => {
            let (unseen, seen): (Vec<usize>, Vec<usize>) =
                open.into_iter().partition(|&n| cards[n].remembered.is_none());
            let mut due: Vec<(f64, usize)> = seen
                .into_iter()
                .filter_map(|n| Some((n, cards[n].remembered.filter(|memory| memory.due <= day)?)))
                .map(|(n, memory)| (recall_on(&memory, day, model), n))
                .collect();
            due.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let due: Vec<usize> = due.into_iter().map(|(_, n)| n).collect();
            // The week's long question comes first, so that there is room for it.
            let is_long = |n: &usize| cards[*n].long;
            let long_due: Vec<usize> = due.iter().copied().filter(is_long).collect();
            let long_new: Vec<usize> = unseen.iter().copied().filter(is_long).collect();
            fill(&long_due, cards, 1, &mut room, &mut taken[1]);
            fill(&long_new, cards, usize::from(new > 0 || due.is_empty()), &mut room, &mut taken[0]);
            let short = |all: Vec<usize>| all.into_iter().filter(|n| !cards[*n].long).collect::<Vec<_>>();
            let (unseen, due) = (short(unseen), short(due));
            let paced = (new as usize).saturating_sub(taken[0].len());
            fill(&unseen, cards, paced, &mut room, &mut taken[0]);
            fill(&due, cards, usize::MAX, &mut room, &mut taken[1]);
            // Places that neither the pace nor the schedule fills go to more new questions.
            let rest: Vec<usize> = unseen.into_iter().filter(|n| !taken[0].contains(n)).collect();
            fill(&rest, cards, usize::MAX, &mut room, &mut taken[0]);
            // If there are only long questions, one of them is asked even before its week is over.
            if taken.iter().all(Vec::is_empty) && room.long == 0 {
                room.long = 1;
                fill(&long_due, cards, 1, &mut room, &mut taken[1]);
                let most = usize::from(taken[1].is_empty());
                fill(&long_new, cards, most, &mut room, &mut taken[0]);
            }
        }
    }
    taken
}

/// Sorts cards chosen earlier, given by position: new ones, due ones, and those chosen for the window.
pub(super) fn sorted(cards: &[Card], stage: PlanStage, chosen: &[usize]) -> [Vec<usize>; 3] {
    if matches!(stage, PlanStage::Window { .. }) {
        return [Vec::new(), Vec::new(), chosen.to_vec()];
    }
    let (new, due) = chosen.iter().copied().partition(|&n| cards[n].remembered.is_none());
    [new, due, Vec::new()]
}
