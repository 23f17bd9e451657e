//! The settings page: what keys and typing do, and that each change can be undone.

use chrono::NaiveDate;

use super::keymap::Context;
use super::testing::Driver;
use crate::config::{Config, Setting, Target, ThemeName};
use hotseat_core::testing::noon;

/// The page with the cursor on a setting.
fn on(driver: &mut Driver, name: &str) {
    let row = Setting::all().position(|setting| setting.name == name).expect("a setting");
    if driver.app.context() != Context::Settings {
        driver.keys("s");
    }
    driver.keys("g");
    for _ in 0..row {
        driver.keys("j");
    }
}

fn config(driver: &Driver) -> &Config {
    driver.app.engine().config()
}

#[test]
fn a_change_by_a_key_is_kept_said_and_taken_back() {
    let mut driver = Driver::new();
    on(&mut driver, "typed_factor");
    driver.keys("right right");
    assert!((config(&driver).typed_factor - 2.2).abs() < 1e-9);
    let screen = driver.screen(80, 24);
    assert!(screen.contains("typed_factor is 2.2; it was 2.1. u takes that back."), "{screen}");
    driver.keys("u");
    assert!(driver.screen(80, 24).contains("typed_factor is 2.1 again."));
    driver.keys("u u");
    assert!((config(&driver).typed_factor - 2.0).abs() < 1e-9);
    assert!(driver.screen(80, 24).contains("Nothing was changed here"));
    driver.keys("right backspace");
    assert!((config(&driver).typed_factor - 2.0).abs() < 1e-9, "Backspace: as without a settings file");
}

#[test]
fn every_setting_can_be_stepped_or_typed_and_taken_back() {
    for setting in Setting::all() {
        let mut driver = Driver::new();
        let before = config(&driver).clone();
        on(&mut driver, setting.name);
        if setting.is_typed() {
            driver.keys("enter").text("go").keys("enter");
        } else {
            driver.keys("right");
        }
        assert_ne!(*config(&driver), before, "{}", setting.name);
        driver.keys("u");
        assert_eq!(*config(&driver), before, "{}", setting.name);
    }
}

#[test]
fn what_is_typed_and_cannot_be_is_said_and_stays_to_be_mended() {
    let mut driver = Driver::new();
    on(&mut driver, "target.per_day");
    driver.keys("enter ctrl-u").text("5000").keys("enter");
    assert_eq!((driver.app.context(), config(&driver).target.per_day), (Context::Value, 8));
    for (width, height) in [(80, 24), (40, 10)] {
        let screen = driver.screen(width, height);
        assert!(screen.contains("target.per_day is 5000"), "{screen}");
    }
    driver.keys("backspace backspace enter");
    assert_eq!((driver.app.context(), config(&driver).target.per_day), (Context::Settings, 50));
    driver.keys("enter").text("1").keys("esc");
    assert_eq!((driver.app.context(), config(&driver).target.per_day), (Context::Settings, 50), "left as it was");
}

#[test]
fn a_date_taken_back_leaves_its_plan_as_it_was() {
    let day = |days| noon().calendar_day() + chrono::TimeDelta::days(days);
    let date_set: Option<NaiveDate> = Some(day(-10));
    let target = Target { date: Some(day(20)), date_set, ..Target::default() };
    let mut driver = Driver::with(Config { target: target.clone(), ..Config::default() });
    on(&mut driver, "target.date");
    driver.keys("enter ctrl-u").text("in 3 weeks").keys("enter");
    let changed = &config(&driver).target;
    assert_eq!((changed.date, changed.date_set), (Some(day(21)), Some(day(0))));
    driver.keys("u");
    assert_eq!(config(&driver).target, target);
    driver.keys("enter ctrl-u").text("03/04/2027").keys("enter");
    assert!(driver.screen(120, 24).contains("3 April 2027 or 4 March 2027"), "{}", driver.screen(120, 24));
}

#[test]
fn colours_change_at_once() {
    let mut driver = Driver::new();
    on(&mut driver, "theme");
    let dark = driver.screen(80, 24);
    driver.keys("right right");
    assert_eq!(config(&driver).theme, ThemeName::Mono);
    let styles = |screen: &str| screen.lines().last().map(str::to_owned);
    assert_ne!(styles(&driver.screen(80, 24)), styles(&dark));
}

#[test]
fn the_file_keeps_what_stands_in_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = Driver::at_home(home.path());
    let file = home.path().join("config/config.toml");
    std::fs::write(&file, "fuzz = false # steady\ntheme = \"dark\"\n").expect("written");
    on(&mut driver, "fuzz");
    driver.keys("enter");
    on(&mut driver, "target.minutes_per_day");
    driver.keys("right");
    let text = std::fs::read_to_string(&file).expect("read");
    assert!(text.starts_with("fuzz = true # steady\ntheme = \"dark\"\n"), "{text}");
    assert!(text.contains("minutes_per_day = 15\n"), "{text}");
}

#[test]
fn settings_are_found_in_the_palette_from_any_page() {
    for open in ["", "p", "b", "d"] {
        let mut driver = Driver::new();
        driver.keys(open).keys(":").text("settings").keys("enter");
        assert_eq!(driver.app.context(), Context::Settings, "{open}");
    }
}

#[test]
fn what_is_typed_takes_the_place_of_the_old_value() {
    let mut driver = Driver::new();
    on(&mut driver, "target.per_day");
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("takes its place"), "{}", driver.screen(80, 24));
    driver.text("5").keys("enter");
    assert_eq!(config(&driver).target.per_day, 5);
    driver.keys("enter right").text("0").keys("enter");
    assert_eq!(config(&driver).target.per_day, 50, "or goes on behind it");
}

#[test]
fn a_program_that_is_not_there_is_said_with_what_to_do() {
    let mut driver = Driver::new();
    on(&mut driver, "sync_passphrase");
    driver.keys("enter").text("nobody-prints-this").keys("enter");
    for (width, height) in [(80, 24), (40, 10)] {
        let screen = driver.screen(width, height).replace("\n ", " ");
        assert!(screen.contains("there is no program"), "{screen}");
    }
}
