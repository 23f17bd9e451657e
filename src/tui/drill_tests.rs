//! What a drill and the screens around it do, key by key.

use super::app::Input;
use super::keymap::Context;
use super::screen::Effect;
use super::testing::Driver;
use crate::bank::Library;
use crate::config::{Config, ThemeName};
use crate::history::{Medium, Mode, Rating, Tick};
use crate::session::{Order, SoundOrder};
use crate::speech::record::Heard;

/// A screen without its line breaks.
fn unwrapped(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_drill_of_three_typed_spoken_and_given_up() {
    let mut driver = Driver::new();
    driver
        .drill("popular")
        .wait(12)
        .type_in("All at once")
        .wait(20)
        .done()
        .predict(3)
        .keys("space")
        .open_rating()
        .rate(4)
        .go_on()
        .go_home();
    driver
        .drill("reviewed")
        .wait(3)
        .speak()
        .wait(30)
        .done()
        .predict(2)
        .keys("space")
        .open_rating()
        .keep_rating()
        .go_home();
    driver.drill("differently").wait(5).fail();
    let rows = driver.attempts();
    let facts: Vec<_> =
        rows.iter().map(|row| (row.medium, row.prediction, row.rating, row.gave_up, row.mode, row.scheduled)).collect();
    assert_eq!(
        facts,
        [
            (Medium::Typed, Some(3), Some(Rating::Easy), false, Mode::Drill, true),
            (Medium::Spoken, Some(2), Some(Rating::Good), false, Mode::Drill, true),
            (Medium::None, None, Some(Rating::Again), true, Mode::Drill, true),
        ]
    );
    assert_eq!((rows[0].text.as_str(), rows[0].points["together"]), ("All at once", Tick::Hit));
    assert_eq!((rows[0].seconds.think, rows[0].seconds.answer, rows[0].target_seconds), (12.0, 20.0, 360));
    assert_eq!((rows[1].seconds.answer, rows[1].target_seconds), (30.0, 300));
    assert!(rows.iter().all(|row| row.sitting.is_some()));
}

#[test]
fn a_failed_save_is_said_and_tried_again() {
    let mut driver = Driver::new();
    driver.drill("popular").answer_typed("x");
    driver.save_error = Some("the disk is full".into());
    driver.predict(3);
    assert!(driver.screen(80, 24).contains("Not saved: the disk is full"));
    let dropped =
        |driver: &Driver| driver.performed.iter().any(|effect| matches!(effect, Effect::Order(Order::Drop(_))));
    assert!(!dropped(&driver), "the draft stays as long as the attempt is not saved");
}

#[test]
fn an_undone_rating_can_be_given_again() {
    let mut driver = Driver::new();
    driver.drill("popular").answer_typed("x").predict(3).open_rating().rate(1).keys("u").rate(4);
    let rows = driver.attempts();
    assert_eq!(rows.iter().map(|row| row.rating).collect::<Vec<_>>(), [Some(Rating::Easy)]);
}

#[test]
fn time_away_from_the_terminal_is_pause() {
    let mut driver = Driver::new();
    driver.drill("popular").type_in("x").wait(10);
    driver.update(Input::Stopped(true));
    driver.now = driver.now.plus(600.0);
    driver.update(Input::Stopped(false));
    driver.wait(5).done().predict(3);
    let rows = driver.attempts();
    assert_eq!((rows[0].seconds.answer, rows[0].seconds.paused), (15.0, 600.0));
}

#[test]
fn time_in_another_editor_is_answering_time() {
    let mut driver = Driver::new();
    driver.drill("popular").type_in("x").wait(10);
    driver.edited = Ok("much more".into());
    driver.keys("ctrl-o");
    driver.done().predict(3);
    let rows = driver.attempts();
    assert_eq!(rows[0].text, "much more");
}

#[test]
fn skipping_holds_a_question_back_until_tomorrow() {
    let mut driver = Driver::new();
    driver.drill("popular").keys("n n esc");
    let standing = driver.app.engine().standing(&"demo/stampede".parse().expect("a name")).cloned();
    assert!(standing.is_some_and(|standing| standing.buried_until.is_some()));
}

#[test]
fn what_fails_four_times_is_called_by_its_name() {
    let mut driver = Driver::new();
    for day in 0..4 {
        driver.drill("popular").give_up().open_rating().rate(1);
        assert_eq!(driver.screen(80, 24).contains("Failed four times"), day == 3, "day {day}");
        driver.keys("enter").go_home();
        driver.tomorrow();
    }
}

#[test]
fn notes_never_show_before_an_attempt() {
    for keys in ["", "t", "s", "c h h h", "? ", ":"] {
        let mut driver = Driver::new();
        driver.drill("popular").keys(keys);
        for (width, height) in crate::tui::tests::SIZES {
            let screen = driver.screen(width, height);
            assert!(!screen.contains("All callers") && !screen.contains("Turns the cache off"), "{keys}: {screen}");
        }
    }
}

#[test]
fn mono_has_no_colours() {
    let driver = Driver::with(Config { theme: ThemeName::Mono, ..Config::default() });
    let coloured = Driver::new();
    assert_ne!(driver.screen(80, 24), coloured.screen(80, 24));
}

#[test]
fn a_plan_is_tried_before_it_is_kept() {
    let mut driver = Driver::new();
    driver.open_plan().keys("right");
    let tried = driver.screen(80, 24);
    assert!(tried.contains("in 21 days") && tried.contains("tried, kept when you leave"), "{tried}");
    assert!(tried.contains("Esc keep") && tried.contains("u as it was"), "{tried}");
    assert_eq!(driver.app.engine().config().target.date, None);
    driver.keys("u");
    assert!(driver.screen(80, 24).contains("no date"), "u goes back");
    driver.keys("esc");
    assert_eq!(driver.app.engine().config().target.date, None);
    driver.keys("d right esc");
    assert!(driver.screen(80, 24).contains("Kept."), "{}", driver.screen(80, 24));
    assert!(driver.app.engine().config().target.date.is_some(), "what is valid is kept, and that is said");
    driver.keys("d");
    driver.keys("d").text("2026-12-14").keys("enter enter");
    let target = driver.app.engine().config().target.clone();
    assert_eq!(target.date.map(|date| date.to_string()).as_deref(), Some("2026-12-14"));
    assert_eq!(target.date_set, Some(driver.now.day()));
    assert!(!driver.screen(80, 24).contains("tried"));
    driver.keys("backspace enter");
    assert_eq!(driver.app.engine().config().target.date, None);
}

#[test]
fn a_past_date_and_no_answers_a_day_are_said() {
    let mut driver = Driver::new();
    driver.open_plan().keys("d").text("2020-01-01").keys("enter");
    assert!(driver.screen(80, 24).contains("2020-01-01 is past"));
    driver.keys("ctrl-u").text("tomorrow").keys("enter");
    assert!(driver.screen(80, 24).contains("tomorrow"));
    driver.keys("j").keys(&"- ".repeat(9));
    let none = driver.screen(80, 24);
    assert!(none.contains("Answers a day  ‹ 0 ›") && none.contains("would stay unseen"), "{none}");
    driver.keys("k left");
    assert!(driver.screen(80, 24).contains("no day is left"));
}

#[test]
fn home_asks_before_it_undoes_and_what_it_undid_is_judged_again() {
    let mut driver = Driver::new();
    driver
        .drill("popular")
        .answer_typed("All callers miss at once.")
        .predict(2)
        .open_rating()
        .rate(1)
        .go_on()
        .go_home();
    let account = |driver: &Driver| driver.app.engine().figures().account(driver.now);
    assert_eq!((account(&driver).seen, account(&driver).unseen), (1, 2));
    driver.keys("u");
    let asked = unwrapped(&driver.screen(80, 24));
    assert!(asked.contains("Take this back?") && asked.contains("was rated Again today"), "{asked}");
    assert!(asked.contains('\u{201c}') && !asked.contains("mini/"), "by its words, not by its id: {asked}");
    driver.keys("n");
    assert_eq!(account(&driver).seen, 1, "a no leaves it");
    driver.keys("u y");
    let undone = driver.screen(80, 24);
    assert!(undone.contains("Took back Again") && undone.contains("Go on"), "{undone}");
    assert_eq!((account(&driver).seen, account(&driver).unseen), (0, 3));
    assert!(undone.contains("3 of your target (3 in the bank), 0 seen"), "{undone}");
    driver.open_browse();
    assert!(driver.screen(80, 24).contains("3 of your target (3 in the bank)"));
    driver.keys("esc g enter").open_rating().rate(3).go_on().go_home();
    assert_eq!(account(&driver).seen, 1);
    assert_eq!(driver.attempts().len(), 1, "the same answer, judged again");
    driver.keys("p esc u y u");
    assert!(driver.screen(80, 24).contains("There is nothing to take back"), "{}", driver.screen(80, 24));
}

#[test]
fn an_evening_is_made_longer_and_shorter_from_home_for_once() {
    let mut driver = Driver::on(Config { fuzz: false, ..Config::default() }, Library::builtin());
    driver.keys("right");
    let chosen = driver.screen(80, 24);
    assert!(chosen.contains("minutes tonight; tomorrow 8 a day again"), "{chosen}");
    let minutes = driver.app.engine().minutes(driver.now.day()).expect("chosen");
    assert!(chosen.contains(&format!(" of {minutes} min")) && minutes.is_multiple_of(15), "{chosen}");
    driver.keys("left left");
    assert_eq!(driver.app.engine().minutes(driver.now.day()), Some(minutes - 30));
    assert_eq!(driver.app.engine().config().target.minutes_per_day, None, "nothing is kept of it");
    driver.tomorrow().wait(1);
    assert_eq!(driver.app.engine().minutes(driver.now.day()), None);
}

#[test]
fn what_a_backlog_leaves_over_before_the_interview_is_dropped_after_a_yes() {
    let mut driver = Driver::new();
    driver.drill("popular").give_up().open_rating().rate(1).go_on().go_home();
    driver.drill("differently").speak().done().predict(2).open_rating().rate(1).go_on().go_home();
    driver.drill("reviewed").speak().done().predict(2).open_rating().rate(1).go_on().go_home();
    driver.keys("t down down down down").keys("left left left left left left left enter");
    driver.now = driver.now.plus(86_400.0 * 12.0);
    driver.wait(1).open_plan().keys("d").text("2").keys("enter enter").go_home();
    let home = driver.screen(80, 24);
    assert!(home.contains("Past the interview on") && home.contains("1 left over"), "{home}");
    driver.keys("z");
    let asked = driver.screen(80, 24);
    assert!(asked.contains("Drop 1 question?") && asked.contains("These gain"), "{asked}");
    driver.keys("y");
    let home = driver.screen(80, 24);
    assert!(!home.contains("left over"), "{home}");
    assert_eq!(driver.app.engine().figures().account(driver.now).due, 2);
}

#[test]
fn cramming_leaves_the_schedule_alone() {
    let mut driver = Driver::new();
    driver.drill("popular").fail();
    let name = "demo/stampede".parse().expect("a name");
    let before = driver.app.engine().standing(&name).cloned();
    driver.keys("c");
    assert!(driver.screen(80, 24).contains("Practice: the schedule stays as it is."));
    driver.wait(1).give_up().open_rating().rate(4).go_on();
    assert!(driver.screen(80, 24).contains("1 answer as practice"), "{}", driver.screen(80, 24));
    assert_eq!(driver.app.engine().standing(&name).cloned(), before);
    let rows = driver.attempts();
    assert_eq!((rows[1].mode, rows[1].scheduled), (Mode::Practice, false));
}

#[test]
fn a_failed_question_comes_again_in_other_words_and_says_what_was_gained() {
    let mut driver = Driver::new();
    driver.keys("enter").give_up().open_rating().rate(1);
    assert!(driver.screen(80, 24).contains("It comes once more later in this drill"), "{}", driver.screen(80, 24));
    driver
        .wait(1)
        .keys("enter")
        .give_up()
        .open_rating()
        .rate(1)
        .wait(1)
        .keys("enter")
        .give_up()
        .open_rating()
        .rate(1)
        .go_on();
    let mut gained = 0;
    for _ in 0..3 {
        assert!(driver.screen(80, 24).contains("once more"), "{}", driver.screen(80, 24));
        driver.wait(1).answer_typed("All callers at once").predict(3).keys("space").open_rating().rate(3);
        gained += usize::from(driver.screen(80, 24).contains("Gained"));
        driver.keys("enter");
    }
    assert_eq!(gained, 2, "the third has no notes");
    assert!(driver.screen(80, 24).contains("This drill"));
    let rows = driver.attempts();
    let (first, again) = rows.split_at(3);
    assert!(first.iter().all(|row| row.mode == Mode::Drill) && again.iter().all(|row| row.mode == Mode::Practice));
    assert!(first.iter().zip(again).all(|(first, again)| first.question == again.question));
}

#[test]
fn an_undone_failure_does_not_come_again_nor_does_any_where_it_is_switched_off() {
    let mut driver = Driver::new();
    driver.keys("enter").give_up().open_rating().rate(1).keys("u").rate(3);
    assert!(!driver.screen(80, 24).contains("comes once more"));
    let mut off = Driver::with(Config { retry_failed: false, ..Config::default() });
    off.keys("enter").give_up().open_rating().rate(1);
    assert!(!off.screen(80, 24).contains("comes once more"));
}

#[test]
fn z_takes_a_question_out_of_the_schedule_and_puts_it_back() {
    let mut driver = Driver::new();
    let name = "demo/stampede".parse().expect("a name");
    driver.drill("popular").give_up().open_rating().keys("z");
    assert!(driver.app.engine().questions().is_suspended(&name), "while it is being rated");
    driver.rate(1);
    assert!(driver.screen(80, 24).contains("out of the schedule"));
    driver.wait(1).keys("z");
    assert!(!driver.app.engine().questions().is_suspended(&name));
}

#[test]
fn a_leech_can_be_split() {
    let mut driver = Driver::new();
    for _ in 0..4 {
        driver.drill("popular").give_up().open_rating().rate(1);
        driver.tomorrow();
        driver.keys("s enter").go_home();
    }
    let splits = driver.performed.iter().filter(|effect| matches!(effect, Effect::SplitQuestion(_))).count();
    assert_eq!(splits, 1, "only when it does not stick");
}

#[test]
fn the_recall_that_is_aimed_at_is_tried_before_it_is_kept() {
    let mut driver = Driver::new();
    driver.drill("popular").fail().open_memory().keys("left left");
    assert!(driver.screen(80, 24).contains("‹ 88 % ›"));
    let kept = |driver: &Driver| (driver.app.engine().config().desired_retention * 100.0).round();
    assert!((kept(&driver) - 90.0).abs() < 1e-9);
    driver.keys("enter");
    assert!((kept(&driver) - 88.0).abs() < 1e-9);
    driver.keys(&"right ".repeat(20));
    assert!(driver.screen(80, 24).contains("‹ 95 % ›"), "no higher than it may be");
    driver.keys("f");
    assert!(driver.screen(80, 24).contains("too little to fit"));
}

#[test]
fn e_opens_the_question_under_the_cursor_in_an_editor() {
    let mut driver = Driver::new();
    driver.keys("b e");
    let edited = driver.performed.iter().any(|effect| matches!(effect, crate::tui::screen::Effect::EditQuestion(_)));
    assert!(edited, "{:?}", driver.performed);
}

#[test]
fn the_level_is_shown_only_while_somebody_listens() {
    let mut driver = Driver::new();
    driver.drill("popular").speak_into("mic", "ssssssss");
    let shows_level = |driver: &Driver| driver.screen(80, 24).lines().any(|row| row.starts_with(" ▆▆▆▆ "));
    assert!(shows_level(&driver));
    assert!(!shows_level(driver.keys("p")), "paused");
    assert!(shows_level(driver.keys("p")));
    assert!(!shows_level(driver.recorder(Heard::Lost("it is gone".into()))), "lost");
}

#[test]
fn a_spoken_answer_is_recorded_until_it_is_done() {
    let mut driver = Driver::new();
    driver.drill("popular").speak_into("mic", "ssss").keys("p p enter");
    let sounds = driver.sounds();
    let [SoundOrder::Record(name), rest @ ..] = sounds.as_slice() else { panic!("{sounds:?}") };
    assert_eq!(rest, [SoundOrder::PauseRecording(true), SoundOrder::PauseRecording(false), SoundOrder::StopRecording]);
    let name = name.clone();
    driver.predict(3);
    let rows = driver.attempts();
    assert_eq!(rows[0].recording.as_ref(), Some(&name));
}

#[test]
fn the_take_that_is_not_chosen_is_deleted_when_the_attempt_is_saved() {
    let mut driver = Driver::new();
    driver.drill("popular").speak_into("mic", "ssss").keys("enter a");
    driver.recorder(Heard::Listening("mic".into())).hear("ssss").keys("enter tab");
    assert!(!driver.sounds().iter().any(|sound| matches!(sound, SoundOrder::Delete(_))));
    driver.predict(2);
    let rows = driver.attempts();
    let kept = rows[0].recording.clone().expect("recorded");
    let Some(SoundOrder::Delete(deleted)) = driver.sounds().pop() else { panic!("nothing is deleted") };
    assert_eq!(deleted, [kept.replace(".wav", "-take2.wav")]);
}

#[test]
fn recordings_that_are_never_kept_are_not_in_the_log() {
    let mut driver = Driver::with(Config { recordings: crate::config::Keep::Never, ..Config::default() });
    driver.drill("popular").speak_into("mic", "ssss").done().predict(3);
    let rows = driver.attempts();
    assert_eq!(rows[0].recording, None);
    assert!(driver.keys("l").screen(80, 24).contains("Opening"), "but can be heard while it is judged");
}

#[test]
fn no_microphone_is_listened_to_when_none_is_wanted() {
    let mut driver = Driver::with(Config { microphone: "none".into(), ..Config::default() });
    driver.drill("popular").speak().wait(5).done().predict(3);
    assert!(!driver.sounds().iter().any(|sound| matches!(sound, SoundOrder::Record(_))));
}

#[test]
fn a_question_is_read_aloud_when_asked_for_and_silenced_by_an_answer() {
    let mut driver = Driver::new();
    driver.drill("popular").keys("r t");
    let read = driver.performed.iter().filter_map(|effect| match effect {
        Effect::Order(Order::Sound(sound @ (SoundOrder::ReadAloud(_) | SoundOrder::Hush))) => Some(sound),
        _ => None,
    });
    let read: Vec<_> = read.collect();
    assert!(
        matches!(read.as_slice(), [SoundOrder::ReadAloud(text), SoundOrder::Hush] if text.contains("popular")),
        "{read:?}"
    );
    let mut driver = Driver::with(Config { read_aloud: true, ..Config::default() });
    driver.drill("popular");
    assert!(matches!(driver.sounds().as_slice(), [SoundOrder::ReadAloud(_)]));
}

#[test]
fn who_starts_to_write_answers() {
    let mut driver = Driver::new();
    driver.drill("popular").text("I would take a lease.").done().predict(3);
    assert_eq!(driver.attempts()[0].text, "I would take a lease.");
    let mut driver = Driver::new();
    driver.drill("popular").paste("Pasted at once.");
    driver.done().predict(3);
    assert_eq!(driver.attempts()[0].text, "Pasted at once.");
    let mut driver = Driver::new();
    driver.drill("popular").keys("- #");
    assert!(driver.screen(80, 24).contains("t type"), "signs begin nothing");
}

#[test]
fn the_price_of_a_hint_is_told_before_it_is_taken() {
    let mut driver = Driver::new();
    driver.drill("popular").keys("h");
    let asked = driver.screen(80, 24);
    assert!(asked.contains("at most") && asked.contains("would pass") && !asked.contains("Hint 1"), "{asked}");
    driver.keys("h");
    assert!(driver.screen(80, 24).contains("Hint 1"), "{}", driver.screen(80, 24));
}

#[test]
fn a_note_to_oneself_is_kept_with_the_answer_found_again_and_can_be_taken_away() {
    let mut driver = Driver::new();
    driver.drill("popular").answer_typed("All callers miss at once.").predict(2).open_rating();
    driver.keys("n").text("Say the number first next time").keys("esc");
    assert!(driver.screen(80, 24).contains("Not kept yet"), "{}", driver.screen(80, 24));
    driver.done();
    assert!(driver.screen(80, 24).contains("The note is kept"), "{}", driver.screen(80, 24));
    driver.keep_rating().go_home();
    driver.search("number first");
    let found = driver.screen(120, 40);
    assert!(found.contains("number first next time"), "{found}");
    driver.keys("enter right");
    let page = driver.screen(120, 60);
    assert!(page.contains("Your note: Say the number first"), "{page}");
    driver.wait(1).keys("n ctrl-u ctrl-d");
    let page = driver.screen(120, 60);
    assert!(!page.contains("Your note:"), "{page}");
}

#[test]
fn a_sheet_that_stays_blank_is_no_failure() {
    let mut driver = Driver::new();
    driver.drill("popular").answer_typed("Something else.").predict(3).keys("enter");
    assert!(driver.screen(80, 24).contains("leaves the answer unrated"), "{}", driver.screen(80, 24));
    driver.keys("enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Left unrated") && !screen.contains("would fail"), "{screen}");
    let row = &driver.attempts()[0];
    assert_eq!((row.rating, row.band, row.score, row.points.len()), (None, None, None, 0));
}

#[test]
fn pages_that_lie_over_others_are_searched_from() {
    for page in ["#", "?"] {
        let mut driver = Driver::new();
        driver.keys(page).keys("/").text("qz");
        assert!(driver.screen(80, 24).contains("/ qz"), "{}", driver.screen(80, 24));
    }
}

#[test]
fn a_search_from_a_changed_target_comes_back_to_it() {
    let mut driver = Driver::new();
    driver.keys("t right /").text("qz");
    assert!(driver.screen(80, 24).contains("/ qz"), "{}", driver.screen(80, 24));
    driver.keys("esc esc");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("What you practise for") && screen.contains("staff"), "{screen}");
}

#[test]
fn an_undone_rating_of_practice_is_asked_for_again_as_home_says() {
    let mut driver = Driver::new();
    driver.drill("popular").fail().keys("c").wait(1).give_up().open_rating().rate(4).go_on().go_home();
    driver.keys("u");
    assert!(driver.screen(80, 24).contains("can be judged again: Go on"), "{}", driver.screen(80, 24));
    driver.keys("y");
    let home = driver.screen(80, 24);
    assert!(home.contains("▸ Go on"), "{home}");
    driver.keys("enter").open_rating().rate(2).go_on().go_home();
    let rows = driver.attempts();
    assert_eq!((rows.len(), rows[1].mode, rows[1].rating), (2, Mode::Practice, Some(Rating::Hard)));
}

#[test]
fn an_undone_judgement_of_a_mock_leads_to_its_debrief() {
    let mut driver = Driver::interview();
    super::mock_tests::debriefed(&mut driver);
    driver.go_home().keys("u");
    let asked = driver.screen(80, 24);
    assert!(asked.contains("the debrief of its mock") && !asked.contains("Go on"), "{asked}");
}

#[test]
fn a_skip_that_is_taken_back_says_how_long_it_would_have_been() {
    let mut driver = Driver::new();
    driver.drill("popular").keys("n n").go_home().keys("u");
    let asked = unwrapped(&driver.screen(80, 24));
    assert!(asked.contains("was held back today, until tomorrow."), "{asked}");
}

#[test]
fn the_key_line_of_home_says_what_enter_does_there() {
    let mut driver = Driver::new();
    let keys = |driver: &Driver| driver.screen(80, 24).lines().nth(23).unwrap_or_default().to_owned();
    assert!(keys(&driver).contains("Enter start"), "{}", keys(&driver));
    driver.keys("j");
    assert!(keys(&driver).contains("Enter open"), "{}", keys(&driver));
    driver.keys("g").drill("popular").answer_typed("x").predict(3).go_home();
    assert!(keys(&driver).contains("Enter go on"), "{}", keys(&driver));
    driver.keys("j");
    assert!(keys(&driver).contains("Enter start"), "{}", keys(&driver));
}

#[test]
fn the_rating_before_is_taken_back_from_the_next_question() {
    let mut driver = Driver::new();
    driver.keys("enter").answer_typed("x").predict(3).open_rating().keep_rating();
    let asked = driver.screen(80, 24);
    assert!(asked.contains("2 of 3") && asked.contains("Backspace takes it back"), "{asked}");
    driver.keys("backspace");
    let rating = driver.screen(80, 24);
    assert!(rating.contains("Taken back") && rating.contains("1 Again"), "{rating}");
    driver.rate(4).go_on();
    assert!(driver.screen(80, 24).contains("2 of 3"), "{}", driver.screen(80, 24));
    let rows = driver.attempts();
    assert_eq!((rows.len(), rows[0].rating), (1, Some(Rating::Easy)));
    // Once the answer is begun, the key types a character of it.
    driver.give_up().open_rating().keep_rating().keys("t").text("ab").keys("backspace");
    assert!(driver.screen(80, 24).contains("Ctrl-D done"), "{}", driver.screen(80, 24));
    assert_eq!(driver.attempts().len(), 2);
}

#[test]
fn nothing_is_taken_back_where_nothing_was_rated() {
    let mut driver = Driver::new();
    driver.keys("enter backspace");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("1 of 3") && !screen.contains("Taken back"), "{screen}");
    assert!(driver.attempts().is_empty());
}

#[test]
fn whoever_fails_everything_sits_as_many_questions_as_home_says() {
    let mut driver = Driver::new();
    assert!(driver.screen(80, 24).contains("the first of 3 tonight"), "{}", driver.screen(80, 24));
    driver.keys("enter");
    for at in ["1 of 3", "2 of 3", "3 of 3"] {
        assert!(driver.screen(80, 24).contains(at), "{at}: {}", driver.screen(80, 24));
        driver.wait(1).give_up().open_rating().rate(1).go_on();
    }
    assert!(driver.screen(80, 24).contains("3 of 3 · once more"), "{}", driver.screen(80, 24));
}

#[test]
fn choosing_says_how_many_of_the_questions_are_of_the_target() {
    let mut driver = Driver::on(Config { fuzz: false, ..Config::default() }, Library::builtin());
    let questions = driver.app.engine().figures().account(driver.now).questions;
    driver.keys("f");
    for (size, words) in
        [((80, 24), format!("{questions} of them of your target")), ((40, 10), format!("target {questions}"))]
    {
        let screen = driver.screen(size.0, size.1);
        assert!(screen.contains(&words), "{screen}");
    }
}

#[test]
fn values_and_the_menu_are_seen_on_the_smallest_screen() {
    let mut driver = Driver::new();
    assert!(driver.screen(20, 5).contains("▸ Start"), "{}", driver.screen(20, 5));
    driver.drill("popular").fail();
    driver.keys("t d").text("14 dec").keys("enter enter");
    assert!(driver.screen(20, 5).contains("▸ Start"), "{}", driver.screen(20, 5));
    for (open, value) in [("t", "senior"), ("f", "any"), ("s", "senior"), ("d", "14")] {
        driver.keys(open);
        assert!(driver.screen(22, 8).contains(value), "{open}:\n{}", driver.screen(22, 8));
        driver.go_home();
    }
    driver.keys("i").text("a.md");
    assert!(driver.screen(22, 8).contains("a.md"), "{}", driver.screen(22, 8));
}

#[test]
fn the_palette_says_that_nothing_is_called_so_and_stays() {
    let mut driver = Driver::new();
    driver.keys(":").text("zzz").keys("enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Nothing is called \"zzz\"") && screen.contains(": zzz"), "{screen}");
    driver.keys("backspace backspace backspace").text("settings").keys("enter");
    assert_eq!(driver.app.context(), super::keymap::Context::Settings);
}

#[test]
fn a_note_to_oneself_is_kept_while_it_is_written() {
    let mut driver = Driver::new();
    driver.drill("popular").answer_typed("x").predict(2).open_rating().keys("n").text("Say the number");
    let kept = driver.performed.iter().rev().find_map(|effect| match effect {
        Effect::KeepForm(form) => Some(form.clone()),
        _ => None,
    });
    let kept = kept.expect("kept");
    assert!(kept.work == crate::history::Work::Remark && kept.state["text"] == "Say the number", "{kept:?}");
    driver.done();
    let dropped =
        driver.performed.iter().any(|effect| matches!(effect, Effect::DropForm(crate::history::Work::Remark)));
    assert!(dropped, "it is in the log now");
}

#[test]
fn whoever_begins_to_write_at_once_loses_no_letter_and_skips_nothing() {
    for word in ["no, a cache", "xor of both", "should hold", "have two", "cache it", "people ask", "keep one"] {
        let mut driver = Driver::new();
        driver.drill("popular").text(word);
        assert_eq!(driver.app.context(), Context::Typing, "{word}");
        assert!(driver.screen(80, 24).contains(word), "{word}: {}", driver.screen(80, 24));
        assert!(!driver.screen(80, 24).contains("paused"), "{word}");
        let name = "demo/stampede".parse().expect("a name");
        assert!(driver.app.engine().standing(&name).is_none(), "{word}: it was not skipped");
    }
}

#[test]
fn a_question_is_skipped_or_given_up_when_that_is_asked_for_twice() {
    let mut driver = Driver::new();
    driver.drill("popular").keys("n");
    assert!(driver.screen(80, 24).contains("Skip it until tomorrow? n once more."), "{}", driver.screen(80, 24));
    driver.keys("j n");
    assert_eq!(driver.app.context(), Context::Asking, "another key in between is a no");
    driver.keys("x");
    assert!(driver.screen(80, 24).contains("x once more"), "{}", driver.screen(80, 24));
    driver.keys("x");
    assert_eq!(driver.app.context(), Context::Reveal);
}

#[test]
fn after_the_last_question_everything_on_its_key_line_can_be_done() {
    let mut driver = Driver::new();
    driver.drill("popular").answer_typed("All callers miss at once.").predict(3).keys("space").open_rating();
    assert!(driver.screen(80, 24).contains("Enter keep  "), "{}", driver.screen(80, 24));
    driver.keep_rating();
    assert_eq!(driver.app.context(), Context::Next, "what was judged is still there");
    assert!(driver.screen(80, 24).contains("Enter end"), "{}", driver.screen(80, 24));
    driver.keys("m").wait(1);
    assert!(driver.app.engine().my_answer(&"demo/stampede".parse().expect("a name")).expect("read").is_some());
    driver.keys("u");
    assert_eq!(driver.app.context(), Context::Rating, "it can be taken back");
    driver.keep_rating().go_on();
    assert!(driver.screen(80, 24).contains("This drill"), "{}", driver.screen(80, 24));
}

#[test]
fn a_digit_begins_to_type_the_value_under_the_cursor() {
    let mut driver = Driver::new();
    driver.keys("t j j j").text("14.12.").keys("enter j").text("12").keys("enter j").text("45");
    assert!(driver.screen(80, 24).contains("1 to 600"), "{}", driver.screen(80, 24));
    driver.keys("enter esc");
    let target = driver.app.engine().config().target.clone();
    let date = target.date.map(|date| date.to_string());
    assert_eq!((date.as_deref(), target.per_day, target.minutes_per_day), (Some("2026-12-14"), 12, Some(45)));
    assert!(driver.screen(80, 24).contains("Kept."), "{}", driver.screen(80, 24));
    driver.keys("t j j j j").text("9999").keys("enter");
    assert!(driver.screen(80, 24).contains("per_day"), "{}", driver.screen(80, 24));
    driver.keys("esc u esc");
    assert_eq!(driver.app.engine().config().target, target, "u goes back");
    driver.keys("d j").text("9").keys("enter esc");
    assert_eq!(driver.app.engine().config().target.per_day, 9, "in the plan, too");
    driver.keys("t 5");
    assert_eq!(driver.app.context(), Context::Form, "a level has no digits");
}
