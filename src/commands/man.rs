//! Builds the manual: as a single page (`hotseat man`), and as a page for each command, for packages.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::Exit;
use super::args::Cli;
use super::out::print;
use crate::changelog::newest;

/// Sections of the program's page that apply to every command.
const SURROUNDINGS: &str = r#".SH ENVIRONMENT
.TP
.B HOTSEAT_HOME
One folder for settings, history, copies and cache, in place of those of the system.
.TP
.BR XDG_CONFIG_HOME ", " XDG_DATA_HOME ", " XDG_STATE_HOME ", " XDG_CACHE_HOME
Where those folders are otherwise, on every Unix, macOS included.
.TP
.BR VISUAL ", " EDITOR
The program for longer typing, unless the settings name one.
.TP
.B NO_COLOR
Set to anything, it means no colours.
.SH FILES
.TP
.I ~/.config/hotseat/config.toml
The settings; all of it is optional.
.B hotseat config path
says where it is on this system.
.TP
.I ~/.local/share/hotseat/history.sqlite
The history. Recordings and your own questions stand beside it.
.TP
.I ~/.local/state/hotseat/backups
Copies of it, made on their own.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Something failed; standard error says what.
.TP
.B 2
It was called in a way that cannot work.
.TP
.B 130
Interrupted.
"#;

/// Prints the manual in roff, as one page.
pub fn run() -> anyhow::Result<Exit> {
    print(&page()?)
}

/// A page for the program and one for each of its commands, as file name and content.
pub(super) fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let command = built();
    let mut pages = Vec::new();
    own_page(&command, None, &mut pages)?;
    Ok(pages)
}

fn built() -> Command {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    command
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|sub| !sub.is_hide_set())
}

/// The page's title with the release date of this version, so that it is the same wherever and whenever the page is
/// made.
fn man(command: &Command) -> Man {
    let date = newest().map_or("", |release| release.date);
    let source = concat!("hotseat ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).date(date).source(source).manual("Hotseat")
}

fn page_name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn own_page(command: &Command, above: Option<&str>, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let man = man(command);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if shown(command).next().is_some() {
        man.render_subcommands_section(&mut page)?;
    }
    let more = More::of(command);
    section("NOTES", &more.notes, &mut page);
    let mut related: Vec<&str> = Vec::new();
    match above {
        None => {
            page.extend_from_slice(SURROUNDINGS.as_bytes());
            related.extend(shown(command).map(page_name));
        }
        Some("hotseat") => related.push("hotseat"),
        Some(above) => related.extend(["hotseat", above]),
    }
    section("EXAMPLES", &more.examples, &mut page);
    let related: Vec<String> = related.iter().map(|name| format!(".BR {} (1)", escaped(name))).collect();
    section("SEE ALSO", &(related.join(" ,\n") + "\n").replace(" ,\n", ",\n"), &mut page);
    pages.push((format!("{}.1", page_name(command)), tidied(&page)));
    shown(command).try_for_each(|sub| own_page(sub, Some(page_name(command)), pages))
}

fn section(title: &str, text: &str, page: &mut Vec<u8>) {
    if !text.is_empty() {
        page.extend_from_slice(format!(".SH {title}\n{text}").as_bytes());
    }
}

fn page() -> io::Result<Vec<u8>> {
    let command = built();
    let man = man(&command);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    page.extend_from_slice(b".SH COMMANDS\n");
    shown(&command).try_for_each(|sub| chapter(sub, &mut page))?;
    let more = More::of(&command);
    section("NOTES", &more.notes, &mut page);
    page.extend_from_slice(SURROUNDINGS.as_bytes());
    section("EXAMPLES", &more.examples, &mut page);
    Ok(tidied(&page))
}

/// Removes breaks and paragraphs next to another one: formatters skip those with a warning.
fn tidied(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    // An empty line means space, which roff wants spelled out.
    let lines: Vec<&str> = text.lines().map(|line| if line.is_empty() { ".sp" } else { line }).collect();
    let is_needless = |at: usize| {
        let beside = |at: Option<usize>| at.and_then(|at| lines.get(at)).copied().unwrap_or_default();
        let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
        match lines[at] {
            ".br" => before.starts_with(".sp") || after.starts_with(".sp"),
            ".PP" => before.starts_with(".SS") || before.starts_with(".SH"),
            _ => false,
        }
    };
    let kept = (0..lines.len()).filter(|at| !is_needless(*at)).map(|at| format!("{}\n", lines[at]));
    kept.collect::<String>().into_bytes()
}

/// Writes the chapter of one command, followed by those of its subcommands.
fn chapter(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let below: Vec<&Command> = shown(command).collect();
    if below.is_empty() {
        let man = Man::new(command.clone());
        let mut sections = Vec::new();
        man.render_synopsis_section(&mut sections)?;
        man.render_description_section(&mut sections)?;
        man.render_options_section(&mut sections)?;
        let more = More::of(command);
        section("NOTES", &more.notes, &mut sections);
        section("EXAMPLES", &more.examples, &mut sections);
        let name = command.get_bin_name().unwrap_or(command.get_name());
        page.extend_from_slice(format!(".SS {}\n", escaped(name)).as_bytes());
        // What would be section headings on a page of its own become paragraphs here.
        for line in String::from_utf8_lossy(&sections).lines() {
            let line = match line.strip_prefix(".SH ") {
                Some("SYNOPSIS" | "DESCRIPTION") => ".PP".to_owned(),
                Some(title) => format!(".PP\n\\fI{}\\fR", title.trim_matches('"').to_lowercase()),
                None => line.to_owned(),
            };
            page.extend_from_slice(line.as_bytes());
            page.push(b'\n');
        }
    }
    below.into_iter().try_for_each(|sub| chapter(sub, page))
}

/// The help after a command's options: prose, and examples, which are indented there.
#[derive(Default)]
struct More {
    notes: String,
    examples: String,
}

impl More {
    fn of(command: &Command) -> Self {
        let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let mut more = Self::default();
        let mut begins = false;
        for line in text.lines() {
            if let Some(example) = line.strip_prefix("  ") {
                more.examples.push_str(&format!("{}\n", escaped(example)));
            } else if line.trim().is_empty() {
                begins = true;
            } else if !matches!(line, "Examples:" | "Example:") {
                if begins && !more.notes.is_empty() {
                    more.notes.push_str(".PP\n");
                }
                begins = false;
                more.notes.push_str(&format!("{}\n", escaped(line)));
            }
        }
        if !more.examples.is_empty() {
            more.examples = format!(".EX\n{}.EE\n", more.examples);
        }
        more
    }
}

/// Escapes text for roff, in which a backslash starts a command and a dash is a hyphen; a full stop or a quotation mark
/// at the start of a line is a command as well.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_command_once() {
        let page = String::from_utf8(page().expect("written")).expect("text");
        for name in ["hotseat drill", "hotseat bank check", "hotseat history import", "hotseat memory rebuild"] {
            let heading = format!(".SS {name}\n");
            assert_eq!(page.matches(&heading).count(), 1, "{name}");
        }
        assert!(page.contains("\\-\\-difficulty") && page.contains("HOTSEAT_HOME"));
        assert_eq!(page.matches(".TH ").count(), 1);
        assert!(!page.contains("bank\\-list(1)"), "it points to no pages that do not exist");
        assert!(!page.contains("packaging"), "what is hidden stays so");
    }

    #[test]
    fn every_command_has_a_page_that_is_dated_and_leads_on() {
        let pages = pages().expect("written");
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        for name in ["hotseat.1", "hotseat-drill.1", "hotseat-bank.1", "hotseat-bank-list.1", "hotseat-news.1"] {
            assert!(names.contains(&name), "{name} is not in {names:?}");
        }
        let date = newest().expect("a version").date;
        for (name, page) in &pages {
            let page = String::from_utf8_lossy(page);
            let title = page.lines().find(|line| line.starts_with(".TH ")).expect("a title");
            assert!(title.contains(date) && title.contains(env!("CARGO_PKG_VERSION")), "{name}: {title}");
            assert!(page.contains("\n.SH \"SEE ALSO\"\n") || page.contains("\n.SH SEE ALSO\n"), "{name}");
            // Every page that is referred to exists.
            for line in page.lines().filter_map(|line| line.strip_prefix(".BR ")?.split_once(" (1)")) {
                let led = format!("{}.1", line.0.replace("\\-", "-"));
                assert!(names.contains(&led.as_str()), "{name} leads to {led}");
            }
        }
    }

    #[test]
    fn breaks_do_not_stand_beside_breaks() {
        let page = b".SS one\n.PP\ntext\n.br\n\n.br\nmore\n.br\nlast\n.PP\n";
        assert_eq!(tidied(page), b".SS one\ntext\n.sp\nmore\n.br\nlast\n.PP\n");
    }

    #[test]
    fn examples_keep_their_lines_and_prose_does_not_command() {
        let command = Command::new("x").after_help("What it does.\n.more\n\nExamples:\n  x --a\n  x 'b'\n\nThen this.");
        let more = More::of(&command);
        assert_eq!(more.notes, "What it does.\n\\&.more\n.PP\nThen this.\n");
        assert_eq!(more.examples, ".EX\nx \\-\\-a\nx 'b'\n.EE\n");
    }
}
