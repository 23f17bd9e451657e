//! The command palette: finds what can be done, by whatever name somebody looks for it.

use super::keymap::{Action, Context, bindings};

/// What running a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Performs an action in the current context.
    Here(Action),
    /// Performs an action on Home.
    AtHome(Action),
    /// Nothing: it says where this is done instead.
    Tells(&'static str),
}

/// Something that can be searched for and run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What running it does.
    pub does: Does,
    /// What the footer calls it.
    pub label: &'static str,
    /// The name of its key; empty if it has none here.
    pub key: String,
}

/// What can be done only on the command line: label, other names, and the sentence that says how.
const ELSEWHERE: &[(&str, &[&str], &str)] = &[
    (
        "export questions",
        &["csv", "anki", "json"],
        "Questions go out on the command line: hotseat bank export --bank NAME --output FILE.",
    ),
    (
        "report of a mock",
        &["html", "markdown", "share", "pdf"],
        "A mock's report: m, Tab to the past ones, Enter, then r; or hotseat report on the command line.",
    ),
    (
        "export the history",
        &["backup", "save", "copy"],
        "The history goes out on the command line: hotseat history export.",
    ),
];

/// Other names that somebody may look for an action by, in lower case.
fn other_names(action: Action) -> &'static [&'static str] {
    match action {
        Action::Quit => &["q", "q!", "wq", "x", "exit"],
        Action::SecondOpinion | Action::Improve | Action::Extract => &["coach", "model", "ai"],
        Action::Help => &["help", "h", "keys"],
        Action::Theme => &["theme", "colors", "dark", "light"],
        Action::Settings => &["set", "config", "configuration", "preferences", "options"],
        Action::Target => &["level", "tracks", "role"],
        Action::Plan => &["date", "calendar", "schedule"],
        Action::Search => &["find", "grep"],
        Action::Browse => &["questions", "list"],
        Action::Report => &["export", "html", "markdown", "share"],
        Action::Import => &["import", "add", "open"],
        Action::Progress => &["stats", "statistics"],
        Action::Mock => &["interview"],
        Action::Memory => &["fsrs", "retention"],
        Action::Filters => &["topic", "drill"],
        Action::Numbers => &["latency", "cheat sheet"],
        Action::Jobs => &["posting", "company", "application"],
        Action::Day => &["brief", "evening before", "morning"],
        Action::Cram => &["cram"],
        Action::Stories => &["story bank", "behavioural"],
        Action::StoryCoverage => &["gaps", "coverage"],
        Action::Done | Action::Notes => &["w", "write", "save"],
        Action::Skip => &["pass", "later"],
        Action::GiveUp => &["idk", "no idea"],
        Action::Stop => &["suspend", "bg", "sh"],
        Action::Accept => &["go"],
        _ => &[],
    }
}

/// Everything that can be done: first what is possible here; from a page also what Home offers; last what is done
/// elsewhere.
pub fn commands(context: Context, is_page: bool, offered: impl Fn(Action) -> bool) -> Vec<Command> {
    let mut found: Vec<Command> = Vec::new();
    let mut add = |command: Command| {
        if found.iter().all(|known| known.label != command.label && known.does != command.does) {
            found.push(command);
        }
    };
    let hidden = |action: &Action| matches!(action, Action::Palette | Action::Crash | Action::Edit(_));
    let of = |context| bindings(context).filter(|binding| !hidden(&binding.action));
    for binding in of(context).filter(|binding| offered(binding.action)) {
        add(Command { does: Does::Here(binding.action), label: binding.label, key: binding.keys[0].name() });
    }
    if is_page {
        let leads = |action: &Action| !action.moves() && !matches!(action, Action::Accept | Action::Undo);
        let here: Vec<Action> = of(context).map(|binding| binding.action).collect();
        for binding in of(Context::Home).filter(|binding| leads(&binding.action) && !here.contains(&binding.action)) {
            add(Command { does: Does::AtHome(binding.action), label: binding.label, key: String::new() });
        }
    }
    if is_page || context == Context::Home {
        for (label, _, told) in ELSEWHERE {
            add(Command { does: Does::Tells(told), label, key: String::new() });
        }
    }
    found
}

/// How well a command matches what was typed, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// One of its names is exactly what was typed.
    Name,
    /// Its label begins with what was typed.
    Label,
    /// One of its other names begins with what was typed.
    Start,
    /// A word in one of its names begins with what was typed.
    Word,
    /// Each typed word occurs somewhere in its names.
    Within,
}

fn fit(command: &Command, typed: &str) -> Option<Fit> {
    let others = match command.does {
        Does::Here(action) | Does::AtHome(action) => other_names(action),
        Does::Tells(_) => ELSEWHERE.iter().find(|one| one.0 == command.label).map_or(&[][..], |one| one.1),
    };
    let names = || std::iter::once(command.label).chain(others.iter().copied()).map(str::to_lowercase);
    let words = typed.split_whitespace();
    let within = |word: &str| names().any(|name| name.contains(word));
    if names().any(|name| name == typed) {
        Some(Fit::Name)
    } else if command.label.to_lowercase().starts_with(typed) {
        Some(Fit::Label)
    } else if names().any(|name| name.starts_with(typed)) {
        Some(Fit::Start)
    } else if names().any(|name| name.split_whitespace().any(|word| word.starts_with(typed))) {
        Some(Fit::Word)
    } else {
        words.into_iter().all(within).then_some(Fit::Within)
    }
}

/// The commands that match what was typed, best first; all of them while nothing is typed.
pub fn matching<'a>(commands: &'a [Command], typed: &str) -> Vec<&'a Command> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return commands.iter().collect();
    }
    let mut found: Vec<(Fit, &Command)> =
        commands.iter().filter_map(|command| Some((fit(command, &typed)?, command))).collect();
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, command)| command).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(context: Context, is_page: bool, typed: &str) -> Option<Does> {
        matching(&commands(context, is_page, |_| true), typed).first().map(|command| command.does)
    }

    #[test]
    fn what_editors_and_shells_call_things_is_found() {
        let here = |action| Some(Does::Here(action));
        for (typed, action) in [
            ("q", Action::Quit),
            ("wq", Action::Quit),
            ("help", Action::Help),
            ("theme", Action::Theme),
            ("settings", Action::Settings),
            ("set", Action::Settings),
            ("config", Action::Settings),
            ("search", Action::Search),
            ("import", Action::Import),
            ("stats", Action::Progress),
            (" Quit ", Action::Quit),
        ] {
            assert_eq!(first(Context::Home, false, typed), here(action), "{typed}");
        }
        for typed in ["export", "report"] {
            assert!(matches!(first(Context::Home, false, typed), Some(Does::Tells(_))), "{typed}");
        }
        assert_eq!(first(Context::Card, false, "export"), here(Action::Report), "the report is this page's");
    }

    #[test]
    fn a_whole_name_comes_before_a_part_of_another() {
        // "start" contains "ta" too, but the name of the target begins with it.
        assert_eq!(first(Context::Home, false, "ta"), Some(Does::Here(Action::Target)));
        assert_eq!(first(Context::Home, false, "nothing of the kind"), None);
    }

    #[test]
    fn a_page_leads_to_what_home_has_and_a_sitting_does_not() {
        assert_eq!(first(Context::Browse, true, "target"), Some(Does::AtHome(Action::Target)));
        assert_eq!(first(Context::Rating, false, "target"), None);
    }
}
