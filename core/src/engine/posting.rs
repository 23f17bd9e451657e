//! Reading a posting from a file: text, Markdown or HTML directly, PDF through the program that the settings name.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::Engine;
use crate::files;
use crate::job::{IncomingError, MOST_RAW, is_pdf, text_of};
use crate::outside::program::{Program, run};
use crate::scratch::Scratch;
use crate::text::one_line;

/// How long the program for PDFs may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Why a posting could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PostingError {
    /// The file cannot be read.
    #[error("cannot read {name}: {error}; correct the path, or paste the text of the posting")]
    Unreadable {
        /// The file, or standard input.
        name: String,
        /// What the system reported.
        error: std::io::Error,
    },
    /// The file is too large for a posting.
    #[error("{name} has more than {} MB; that is no posting", MOST_RAW >> 20)]
    TooLarge {
        /// The file, or standard input.
        name: String,
    },
    /// The content cannot be read as text.
    #[error("{name}: {error}")]
    Content {
        /// The file, or standard input.
        name: String,
        /// What is wrong with the content.
        error: IncomingError,
    },
    /// It is a PDF, and the settings name no program for those.
    #[error(
        "{name} is a PDF; name a program that prints its text in the settings, such as pdf_text = \"pdftotext -layout {{}} -\", or save it as text"
    )]
    NoProgram {
        /// The file, or standard input.
        name: String,
    },
    /// The program for PDFs failed.
    #[error("{program} does not print the text of {name}: {problem}; try it by hand, or save the PDF as text")]
    Program {
        /// The program that was run.
        program: String,
        /// The file, or standard input.
        name: String,
        /// How it failed.
        problem: String,
    },
}

impl Engine {
    /// The text of the posting in a file. The error for anything but text says what to do.
    pub fn posting_of_file(&self, path: &Path) -> Result<String, PostingError> {
        let name = one_line(&path.display().to_string());
        let bytes = files::read(path, MOST_RAW).map_err(|error| match error.kind() {
            std::io::ErrorKind::FileTooLarge | std::io::ErrorKind::InvalidData => {
                PostingError::TooLarge { name: name.clone() }
            }
            _ => PostingError::Unreadable { name: name.clone(), error },
        })?;
        self.posting_of(&bytes, Some(path), &name)
    }

    /// The same for bytes that were read already. `path` is the file that they came from, if there is one.
    pub fn posting_of(&self, bytes: &[u8], path: Option<&Path>, name: &str) -> Result<String, PostingError> {
        let content = |error| PostingError::Content { name: name.to_owned(), error };
        if bytes.len() as u64 > MOST_RAW {
            return Err(PostingError::TooLarge { name: name.to_owned() });
        }
        if is_pdf(bytes) {
            let text = self.text_of_pdf(bytes, path, name)?;
            return text_of(&text).map_err(content);
        }
        text_of(bytes).map_err(content)
    }

    fn text_of_pdf(&self, bytes: &[u8], path: Option<&Path>, name: &str) -> Result<Vec<u8>, PostingError> {
        let [program, own @ ..] = &self.config.pdf_text[..] else {
            return Err(PostingError::NoProgram { name: name.to_owned() });
        };
        let failed =
            |problem: String| PostingError::Program { program: program.clone(), name: name.to_owned(), problem };
        // Bytes from standard input are written to a file for the program, too.
        let (scratch, file);
        let path: &Path = if let Some(path) = path {
            path
        } else {
            let folder = self.paths.as_ref().map_or_else(|| PathBuf::from("."), crate::config::Paths::temporary);
            scratch = Scratch::new(&folder).map_err(|error| failed(error.to_string()))?;
            file = scratch.path().join("posting.pdf");
            files::create(&file, bytes).map_err(|error| failed(error.to_string()))?;
            &file
        };
        let file = std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
        let mut arguments: Vec<String> = own.iter().map(|word| word.replace("{}", &file)).collect();
        if !own.iter().any(|word| word.contains("{}")) {
            arguments.push(file);
        }
        let most = usize::try_from(MOST_RAW).unwrap_or(usize::MAX);
        let run_it = Program { name: program, arguments: &arguments, input: &[], folder: None, most };
        let cancel = AtomicBool::new(false);
        let limits = crate::outside::limits::Limits::in_all(PATIENCE, &cancel);
        let ended = run(&run_it, &limits, &mut |_| {}).map_err(|error| failed(error.to_string()))?;
        if !ended.status.success() {
            let said = ended.last_words().unwrap_or_else(|| "it said nothing".to_owned());
            return Err(failed(format!("it {} ({said})", ended.how())));
        }
        Ok(ended.out)
    }
}
