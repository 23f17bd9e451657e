//! `hotseat packaging DIR`: what a package holds besides the program, in one run: pages of the manual and completions.
//!
//! Both say the same on every system, so that they are made once, by a program that runs where the packages are built.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::out::talk;
use super::{Exit, completions, man};

/// Writes both below a folder, which is made where it is not there. What stands there under the same names is replaced.
pub fn run(folder: &Path) -> anyhow::Result<Exit> {
    let pages = man::pages()?;
    let scripts = completions::scripts()?;
    let number = (pages.len(), scripts.len());
    write(&folder.join("man"), pages)?;
    write(&folder.join("completions"), scripts)?;
    talk(format!("{} pages and {} completions are in {}.", number.0, number.1, folder.display()));
    Ok(Exit::Done)
}

/// Readable by everybody, as files of a package are.
fn write(folder: &Path, files: Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("cannot make {shown}"))?;
    for (name, content) in files {
        fs::write(folder.join(&name), content).with_context(|| format!("cannot write {name} in {shown}"))?;
    }
    Ok(())
}
