//! Makes each step of importing, undoing an import and adding a pack fail: the banks stay whole, and the next try
//! completes everything.

use hotseat_bank::files::faults;

use crate::testing::Home;
use crate::undo;

const OLD: &str = r#"{"bank":"x","questions":[{"id":"a","prompt":"How is A kept?"}]}"#;
const NEW: &str = r#"{"bank":"x","questions":[{"id":"a","prompt":"How is A kept?","tags":["t"]},{"id":"b","prompt":"How is B kept?"}]}"#;

fn prompts(home: &Home) -> Vec<String> {
    home.questions().into_iter().map(|(_, question)| question.prompt).collect()
}

#[test]
fn every_step_of_an_import_may_fail() {
    let tries = faults::each(|fault| {
        let home = Home::new();
        let (old, new) = (home.file("old.json", OLD), home.file("new.json", NEW));
        let plan = home.plan(&old, false).expect("readable");
        let failed = fault.during(|| plan.write());
        assert!(failed.is_err() || prompts(&home).len() == 1, "{fault:?}");
        home.import(&old);
        assert_eq!(prompts(&home).len(), 1, "{fault:?}: the next try");
        let plan = home.plan(&new, false).expect("readable");
        let failed = fault.during(|| plan.write());
        let there = prompts(&home).len();
        assert!(there == 2 || failed.is_err() && there == 1, "{fault:?}: {there}");
        home.import(&new);
        assert_eq!(prompts(&home).len(), 2, "{fault:?}: the next try");
        let again = home.plan(&new, false).expect("readable");
        assert_eq!((again.imported().same, again.changes().len()), (2, 0), "{fault:?}");
    });
    assert!(tries > 10, "{tries}");
}

#[test]
fn every_step_of_taking_an_import_back_may_fail() {
    let tries = faults::each(|fault| {
        let home = Home::new();
        let (old, new) = (home.file("old.json", OLD), home.file("new.json", NEW));
        home.import(&old);
        home.import(&new);
        let failed = fault.during(|| undo(&home.sources()));
        let there = prompts(&home).len();
        assert!(there == 1 || failed.is_err() && there == 2, "{fault:?}: {there}");
        if failed.is_err() {
            undo(&home.sources()).expect("the next try");
        }
        assert_eq!(prompts(&home), ["How is A kept?"], "{fault:?}");
    });
    assert!(tries > 5, "{tries}");
}
