//! What holds for all answers: more of it never lowers, faults never raise.

use super::*;

/// One generated answer: ticks of its points (3: not judged), mistakes, a reply, hints and seconds, a number, the
/// kind.
type Drawn = (Vec<u8>, (bool, bool), u8, (u32, f64), u8, usize);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let answer = (
        prop::collection::vec(0_u8..4, 5),
        any::<(bool, bool)>(),
        0_u8..3,
        (0_u32..3, 0.0..300.0),
        0_u8..5,
        0_usize..7,
    );
    prop::collection::vec(answer, 1..7)
}

fn tick(state: u8) -> Option<Tick> {
    [Tick::Missed, Tick::Partial, Tick::Hit].get(usize::from(state)).copied()
}

fn add_up(drawn: &[Drawn], red_flags: usize) -> Card {
    let built: Vec<_> = drawn
        .iter()
        .map(|(states, (slip, fatal), reply, (hints, answer), own, kind)| {
            let mut question = full();
            question.kind = Kind::ALL[*kind];
            let mut ticks = ticked(&[], &[], &[]);
            let states = question.look_for.iter().zip(states);
            ticks.points = states.filter_map(|(point, state)| Some((point.id.clone(), tick(*state)?))).collect();
            ticks.mistakes.extend(slip.then(|| "slip".to_owned()));
            ticks.mistakes.extend(fatal.then(|| "fatal".to_owned()));
            let sorts = [Asked::Probe, Asked::PushBack, Asked::TenTimes];
            let held = sorts.map(|asked| held(asked, tick(*reply).unwrap_or(Tick::Missed)));
            let seconds = Spent { think: 0.0, answer: *answer, paused: 0.0 };
            let circumstances = Circumstances { seconds, target_seconds: 150, hints: *hints, gave_up: false };
            let numbers: BTreeMap<String, u8> =
                Some(("structure".to_owned(), *own)).filter(|_| *own > 0).into_iter().collect();
            (question, ticks, held, circumstances, numbers)
        })
        .collect();
    let answers: Vec<_> = built
        .iter()
        .map(|(question, ticks, held, circumstances, numbers)| JudgedAnswer {
            circumstances: *circumstances,
            numbers,
            ..judged(question, ticks, held, 0)
        })
        .collect();
    let scale = Scale {
        rounds: &[RoundInfo { name: "Round".into(), part: None }],
        weights: Weights { core: 40, scenario: 40, behavioural: 20 },
        level: Level::Senior,
        dimensions: &manifest().dimensions,
    };
    Card::of(&answers, scale, &RedFlag::ALL[..red_flags], JudgedBy::Candidate)
}

proptest! {
    #[test]
    fn more_of_it_never_lowers(before in drawn(), at in any::<prop::sample::Index>(), point in 0_usize..6, red in 0_usize..4) {
        let mut after = before.clone();
        let answer = at.index(before.len());
        match point {
            5 => after[answer].2 = 2,
            _ => after[answer].0[point] = if before[answer].0[point] == 1 { 2 } else { (before[answer].0[point] + 1) % 3 },
        }
        // A hit cannot be raised any further.
        if point < 5 && before[answer].0[point] == 2 {
            after.clone_from(&before);
        }
        let (a, b) = (add_up(&before, red), add_up(&after, red));
        prop_assert!(b.band >= a.band && b.level_read >= a.level_read && b.overall >= a.overall, "{:?} {:?}", a.reasons, b.reasons);
        for (a, b) in a.answers.iter().zip(&b.answers) {
            prop_assert!(b.band >= a.band);
            for (a, b) in a.numbers.iter().zip(&b.numbers) {
                prop_assert!(b.suggested >= a.suggested && b.number >= a.number && (1..=4).contains(&a.number));
            }
        }
    }

    #[test]
    fn mistakes_and_red_flags_never_raise(before in drawn(), at in any::<prop::sample::Index>(), what in 0_u8..3, red in 0_usize..4) {
        let mut after = before.clone();
        let answer = at.index(before.len());
        match what {
            0 => after[answer].1.0 = true,
            1 => after[answer].1.1 = true,
            _ => {}
        }
        let (a, b) = (add_up(&before, red), add_up(&after, red + usize::from(what == 2)));
        prop_assert!(b.band <= a.band && b.level_read <= a.level_read && b.overall <= a.overall, "{:?} {:?}", a.reasons, b.reasons);
    }

    #[test]
    fn no_number_is_above_what_the_band_allows(drawn in drawn()) {
        for answer in add_up(&drawn, 0).answers {
            let band = answer.band.map_or(4, Band::number);
            for number in answer.numbers {
                prop_assert!(number.number <= band + 1 && number.number <= number.cap);
                let whole = ["correctness", "structure", "correct-under-constraints", "story-complete", "focus"];
                if whole.contains(&number.dimension.as_str()) {
                    prop_assert!(number.number <= band);
                }
            }
        }
    }
}
