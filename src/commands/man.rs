//! `hotseat man`: the whole manual as one page, every command with its options.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::Exit;
use super::args::Cli;
use super::out::print;

/// Prints the manual in roff.
pub fn run() -> anyhow::Result<Exit> {
    print(page()?.as_bytes())
}

fn page() -> io::Result<String> {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone()).manual("Hotseat");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    page.extend_from_slice(b".SH COMMANDS\n");
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        chapter(sub, &mut page)?;
    }
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// One command; those below it follow.
fn chapter(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let below: Vec<&Command> = command.get_subcommands().filter(|sub| sub.get_name() != "help").collect();
    if below.is_empty() {
        let man = Man::new(command.clone());
        let mut sections = Vec::new();
        man.render_synopsis_section(&mut sections)?;
        man.render_description_section(&mut sections)?;
        man.render_options_section(&mut sections)?;
        if command.get_after_help().is_some() {
            man.render_extra_section(&mut sections)?;
        }
        let name = command.get_bin_name().unwrap_or(command.get_name());
        page.extend_from_slice(format!(".SS {}\n", name.replace('-', "\\-")).as_bytes());
        // Headings of a page of its own become paragraphs of this one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_command_once() {
        let page = page().expect("written");
        for name in ["hotseat drill", "hotseat bank check", "hotseat history import", "hotseat memory rebuild"] {
            let heading = format!(".SS {name}\n");
            assert_eq!(page.matches(&heading).count(), 1, "{name}");
        }
        assert!(page.contains("\\-\\-difficulty") && page.contains("HOTSEAT_HOME"));
        assert_eq!(page.matches(".TH ").count(), 1);
        assert!(!page.contains("bank\\-list(1)"), "it points to no pages that do not exist");
    }
}
