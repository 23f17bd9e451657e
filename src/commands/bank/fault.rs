//! `hotseat bank report`: a text for reporting that a question is wrong. It is printed or saved; nothing is opened or
//! sent, and it contains nothing from the user's answers.

use std::path::Path;

use crate::bank::{BUILTIN, Library, Question, QuestionId};
use crate::commands::Exit;
use crate::commands::out::{print, save, talk};
use crate::text::clean;

/// The page for reporting faults in built-in questions.
const WHERE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues/new?template=wrong-question.yml");

/// Prints the text, or saves it to `output`.
pub(super) fn run(library: &Library, id: &QuestionId, output: Option<&Path>, force: bool) -> anyhow::Result<Exit> {
    let question = library.question(id)?;
    let version =
        library.banks().iter().find(|bank| bank.info.bank == id.bank()).and_then(|bank| bank.info.version.clone());
    let text = text(id, &question, version.as_deref());
    let done = match output {
        Some(path) => save(path, force, text.as_bytes())?,
        None => print(clean(&text).as_bytes())?,
    };
    if id.bank() == BUILTIN {
        talk(format!("hotseat: fill in the two empty parts and paste it at {WHERE}"));
    } else {
        talk("hotseat: this question is not of the built-in bank; give the text to whoever made the bank");
    }
    Ok(done)
}

fn text(id: &QuestionId, question: &Question, bank: Option<&str>) -> String {
    let bank = bank.map_or_else(|| "no version".to_owned(), |version| format!("version {version}"));
    let quoted: String = question.prompt.lines().map(|line| format!("> {line}\n")).collect();
    let references: String = question.references.iter().map(|one| format!("- {}: {}\n", one.title, one.url)).collect();
    let references = if references.is_empty() { "none\n".to_owned() } else { references };
    format!(
        "# A wrong question: {id}\n\n\
         - Question: {id}\n\
         - Bank: {}, {bank}\n\
         - Hotseat: {} on {} ({})\n\n\
         ## What it asks\n\n{quoted}\n\
         ## What it refers to\n\n{references}\n\
         ## What is wrong\n\n\
         Which sentence, point, number or reference, and what it should say.\n\n\
         ## How you know\n\n\
         A primary source, if there is one: documentation, a paper, a measurement.\n",
        id.bank(),
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}
