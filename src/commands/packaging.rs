//! `hotseat packaging DIR`: writes what a package contains besides the program, in one run: manual pages and
//! completions.
//!
//! Both are the same on every system, so they are made once, by a program that runs where the packages are built.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::out::talk;
use super::{Exit, completions, man};

/// Writes both below a folder, which is created if necessary. Existing files of the same names are replaced.
pub fn run(folder: &Path) -> anyhow::Result<Exit> {
    let pages = man::pages()?;
    let scripts = completions::scripts()?;
    let number = (pages.len(), scripts.len());
    write(&folder.join("man"), pages)?;
    write(&folder.join("completions"), scripts)?;
    talk(format!("{} pages and {} completions are in {}.", number.0, number.1, folder.display()));
    Ok(Exit::Done)
}

/// Writes files that everybody can read, as in any package.
fn write(folder: &Path, files: Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("cannot make {shown}"))?;
    for (name, content) in files {
        fs::write(folder.join(&name), content).with_context(|| format!("cannot write {name} in {shown}"))?;
    }
    Ok(())
}
