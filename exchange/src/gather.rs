//! Which files there are, which format each has, and the questions in them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::card::{self, Card, Identity};
use super::fields::Fields;
use super::{ImportError, ImportOptions, Skipped, anki, apkg, json, markdown, reading, table};
use hotseat_bank::Question;
use hotseat_bank::Topic;
use hotseat_bank::text;

/// Folders nested deeper are not read.
const MAX_DEPTH: usize = 8;

/// More files than this are not read.
const MAX_FILES: usize = 10_000;

/// More questions than this come from a machine.
const MAX_QUESTIONS: usize = 100_000;

/// A question on its way into a bank.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) bank: String,
    pub(super) id: String,
    pub(super) fields: Fields,
    pub(super) has_notes: bool,
    /// Whether `source` is only what the file happened to be called.
    pub(super) source_guessed: bool,
    pub(super) place: (String, Option<usize>),
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) items: Vec<Item>,
    /// Titles of topics, by bank.
    pub(super) topics: HashMap<String, Vec<Topic>>,
    /// What a bank says of itself, for a file that is begun.
    pub(super) heads: HashMap<String, Fields>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) remarks: Vec<Skipped>,
    /// Where each question was found: the file, what it is called in `source`, and the line.
    ids: HashMap<(String, String), (String, String, Option<usize>)>,
}

/// Where the questions of one file go.
pub(super) struct Sink<'a> {
    pub(super) options: &'a ImportOptions,
    /// What messages call the file.
    pub(super) file: String,
    /// What the file is called in `source`.
    source: String,
    licence: Option<String>,
    gathered: &'a mut Gathered,
    found: usize,
}

impl Sink<'_> {
    /// Something was left out.
    pub(super) fn skip(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        let reason = text::one_line(reason.as_ref());
        self.gathered.skipped.push(Skipped { file: self.file.clone(), line, reason });
    }

    /// Something was read that deserves a look.
    pub(super) fn remark(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        let reason = text::one_line(reason.as_ref());
        self.gathered.remarks.push(Skipped { file: self.file.clone(), line, reason });
    }

    /// How many questions the file had, those left out included.
    pub(super) fn found(&self) -> usize {
        self.found
    }

    /// A question of a foreign format. Fails when nothing says where it belongs.
    pub(super) fn card(&mut self, mut card: Card) -> Result<(), ImportError> {
        self.found += 1;
        let Some(bank) = self.options.into.clone() else { return Err(ImportError::NoBank { file: self.file.clone() }) };
        let line = card.line;
        let source = self.options.source.clone().or(card.source.take());
        let source_guessed = source.is_none();
        card.source = source.or_else(|| Some(self.source.clone()));
        card.licence = self.options.licence.clone().or(card.licence.take()).or_else(|| self.licence.clone());
        let title = card.topic.clone();
        match card.question() {
            Err(reason) => self.skip(line, reason),
            Ok((mut question, identity)) => {
                let topic = question.topic.clone().unwrap_or_default();
                let (id, other) = match identity {
                    Identity::Given(id) => (card::slug(&id), None),
                    Identity::Guid(guid) => (card::id_of_guid(&guid), None),
                    // Equal words under another heading ask something else.
                    Identity::Prompt => {
                        (card::id_of_words(&question.prompt, ""), Some(card::id_of_words(&question.prompt, &topic)))
                    }
                };
                question.id = id;
                if let (Some(title), Some(id)) = (title, question.topic.as_ref()) {
                    self.topic(
                        &bank,
                        Topic { id: id.clone(), title: text::one_line(&title), subtopics: Vec::new(), questions: 0 },
                    );
                }
                self.add(bank, line, Fields::of(&question), &question, other, source_guessed);
            }
        }
        Ok(())
    }

    /// A question of our own format.
    pub(super) fn question(&mut self, bank: String, line: usize, mut fields: Fields, question: &Question) {
        self.found += 1;
        for (name, given) in [("source", &self.options.source), ("licence", &self.options.licence)] {
            if let Some(given) = given {
                fields.put(name, given);
            }
        }
        self.add(bank, Some(line), fields, question, None, false);
    }

    /// What a bank says of itself.
    pub(super) fn head(&mut self, bank: &str, fields: &Fields) {
        let head = self.gathered.heads.entry(bank.to_owned()).or_default();
        for name in ["name", "version", "concepts"] {
            if let (None, Some(raw)) = (head.get(name), fields.get(name)) {
                head.set(name, raw.to_owned());
            }
        }
    }

    /// The title of a topic.
    pub(super) fn topic(&mut self, bank: &str, topic: Topic) {
        let topics = self.gathered.topics.entry(bank.to_owned()).or_default();
        if !topics.iter().any(|known| known.id == topic.id) {
            topics.push(topic);
        }
    }

    fn add(
        &mut self,
        bank: String,
        line: Option<usize>,
        mut fields: Fields,
        question: &Question,
        other: Option<String>,
        source_guessed: bool,
    ) {
        if self.gathered.items.len() >= MAX_QUESTIONS {
            return self.skip(line, format!("more than {MAX_QUESTIONS} questions at a time"));
        }
        let place = (self.file.clone(), self.source.clone(), line);
        let mut id = question.id.clone();
        if id.is_empty() || id.chars().any(|c| c == '/' || c.is_whitespace() || text::is_unsafe(c)) {
            return self.skip(line, format!("{id:?} cannot be the id of a question"));
        }
        if let Some(earlier) = self.gathered.ids.get(&(bank.clone(), id.clone())) {
            let free = other.clone().filter(|other| !self.gathered.ids.contains_key(&(bank.clone(), other.clone())));
            let Some(free) = free else {
                let reason = match earlier {
                    (file, _, Some(line)) if *file == self.file => format!("asked already in line {line}"),
                    (_, source, Some(line)) => format!("asked already at {source}:{line}"),
                    (_, source, None) => format!("asked already in {source}"),
                };
                return self.skip(line, reason);
            };
            fields.put("id", &free);
            id = free;
        }
        // Under its heading it is taken, too: there equal words are the same question.
        if let Some(other) = other {
            self.gathered.ids.entry((bank.clone(), other)).or_insert_with(|| place.clone());
        }
        self.gathered.ids.insert((bank.clone(), id.clone()), place);
        let has_notes = question.has_notes() || question.extends.is_some();
        self.gathered.items.push(Item {
            bank,
            id,
            fields,
            has_notes,
            source_guessed,
            place: (self.file.clone(), line),
        });
    }
}

/// Reads a file, or every file of a folder that has a known ending.
pub(super) fn gather(path: &Path, options: &ImportOptions) -> Result<Gathered, ImportError> {
    let mut gathered = Gathered::default();
    let meta = fs::metadata(path).map_err(|error| ImportError::Unreadable {
        file: text::one_line(&path.display().to_string()),
        found: format!("cannot be read: {error}"),
        remedy: "check that it exists and may be read".to_owned(),
    })?;
    if !meta.is_dir() {
        let licence = path.parent().and_then(licence_of);
        file(path, path.parent().unwrap_or(path), None, licence, options, &mut gathered)?;
        return Ok(gathered);
    }
    let mut files = Vec::new();
    walk(path, None, 0, &mut HashSet::new(), &mut files, &mut gathered);
    let licence = licence_of(path);
    for (name, bank) in files {
        match file(&name, path, bank.as_deref(), licence.clone(), options, &mut gathered) {
            // One broken file does not keep the others out.
            Err(ImportError::Unreadable { file, found, remedy }) => {
                gathered.skipped.push(Skipped { file, line: None, reason: format!("{found}; {remedy}") });
            }
            other => other?,
        }
    }
    Ok(gathered)
}

fn walk(
    folder: &Path,
    bank: Option<&str>,
    depth: usize,
    seen: &mut HashSet<PathBuf>,
    files: &mut Vec<(PathBuf, Option<String>)>,
    gathered: &mut Gathered,
) {
    let mut skip = |path: &Path, reason: String| {
        let file = text::one_line(&path.display().to_string());
        gathered.skipped.push(Skipped { file, line: None, reason });
    };
    if depth > MAX_DEPTH {
        return skip(folder, format!("nested more than {MAX_DEPTH} folders deep"));
    }
    // Links must not lead in circles.
    if fs::canonicalize(folder).is_ok_and(|real| !seen.insert(real)) {
        return;
    }
    let mut paths: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(error) => return skip(folder, format!("cannot be read: {error}")),
    };
    // The order of a folder is chance; which of two equal questions comes in must not be.
    paths.sort();
    paths.retain(|path| !path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")));
    let manifest = folder.join(hotseat_bank::MANIFEST);
    let named = manifest
        .is_file()
        .then(|| hotseat_bank::read_manifest(&manifest, &manifest.display().to_string()).ok())
        .flatten();
    let named = named.map(|manifest| manifest.bank).or_else(|| bank.map(str::to_owned));
    for path in paths {
        if path.is_dir() {
            walk(&path, named.as_deref(), depth + 1, seen, files, gathered);
        } else if format_of(&path).is_some() && path.file_name().is_none_or(|name| name != hotseat_bank::MANIFEST) {
            if files.len() >= MAX_FILES {
                let file = text::one_line(&path.display().to_string());
                gathered.skipped.push(Skipped { file, line: None, reason: format!("more than {MAX_FILES} files") });
                return;
            }
            files.push((path, named.clone()));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Table,
    Markdown,
    Text,
    Package,
}

fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "json" | "jsonl" | "ndjson" => Format::Json,
        "csv" | "tsv" => Format::Table,
        "md" | "markdown" | "mdx" | "mkd" => Format::Markdown,
        "txt" => Format::Text,
        "apkg" | "colpkg" => Format::Package,
        _ => return None,
    })
}

fn file(
    path: &Path,
    root: &Path,
    bank: Option<&str>,
    licence: Option<String>,
    options: &ImportOptions,
    gathered: &mut Gathered,
) -> Result<(), ImportError> {
    let source = path.strip_prefix(root).ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path);
    let mut sink = Sink {
        options,
        file: text::one_line(&path.display().to_string()),
        source: text::one_line(&source.display().to_string()),
        licence,
        gathered,
        found: 0,
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("questions");
    let format = format_of(path).ok_or_else(|| ImportError::Unreadable {
        file: sink.file.clone(),
        found: "a format that is not known".to_owned(),
        remedy: "bring in .json, .jsonl, .csv, .tsv, .md, .txt (Anki's notes in plain text) or .apkg".to_owned(),
    })?;
    if format == Format::Package {
        apkg::read(path, &mut sink)?;
    } else {
        let read = reading::text(path)?;
        if read.guessed {
            sink.remark(None, "not UTF-8; it was read as Windows-1252, so look at its accents");
        }
        let text = read.text.as_str();
        match format {
            Format::Json => json::read(text, bank, &mut sink)?,
            Format::Markdown => markdown::read(text, stem, &mut sink)?,
            _ if anki::is_notes(text) => anki::read(text, &mut sink)?,
            Format::Table => {
                table::read(text, path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("tsv")), &mut sink)?;
            }
            _ => markdown::read(text, stem, &mut sink)?,
        }
    }
    if sink.found() == 0 && sink.gathered.skipped.last().is_none_or(|skipped| skipped.file != sink.file) {
        let reason = match format {
            Format::Markdown | Format::Text if !options.bullets => {
                "no questions found; if the items of its lists are questions, say so (--bullets)"
            }
            _ => "no questions found",
        };
        sink.skip(None, reason);
    }
    Ok(())
}

/// What a folder's licence file begins with, as far as it is one of the usual ones.
fn licence_of(folder: &Path) -> Option<String> {
    const KNOWN: [(&str, &str); 12] = [
        ("apache license", "Apache-2.0"),
        ("mit license", "MIT"),
        ("permission is hereby granted, free of charge", "MIT"),
        ("gnu affero general public license", "AGPL-3.0"),
        ("gnu lesser general public license", "LGPL"),
        ("gnu general public license", "GPL"),
        ("mozilla public license", "MPL-2.0"),
        ("attribution-noncommercial-noderiv", "CC BY-NC-ND"),
        ("attribution-noncommercial", "CC BY-NC"),
        ("attribution-sharealike", "CC BY-SA"),
        ("creative commons attribution", "CC BY"),
        ("cc0 1.0", "CC0-1.0"),
    ];
    let name = ["LICENSE", "LICENCE", "LICENSE.md", "LICENSE.txt", "COPYING"].into_iter().find_map(|name| {
        let path = folder.join(name);
        path.is_file().then_some(path)
    })?;
    let text = reading::text(&name).ok()?.text;
    let start: String = text.chars().take(1_000).collect::<String>().to_lowercase();
    let start = start.split_whitespace().collect::<Vec<_>>().join(" ");
    KNOWN.iter().find(|(words, _)| start.contains(words)).map(|(_, licence)| (*licence).to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::testing::{Home, counts};

    #[test]
    fn folders_are_read_file_by_file() {
        let home = Home::new();
        home.file("set/LICENSE", "MIT License\n\nCopyright");
        home.file("set/README.md", "# Welcome\n\nNothing here.\n");
        home.file("set/a/one.md", "## What is one?\n\nOne.\n");
        home.file("set/b.csv", "question,answer\nWhat is two?,Two.\n");
        home.file("set/broken.apkg", "no zip");
        home.file("set/.hidden.md", "## What is hidden?\n");
        home.file("set/ours/bank.json", r#"{"bank":"ours"}"#);
        home.file("set/ours/t.json", r#"{"topic":"t","questions":[{"id":"q","prompt":"Ours?"}]}"#);
        let imported = home.import(&home.folder.path().join("in/set"));
        assert_eq!(counts(&imported), [3, 0, 0, 1, 2], "{imported:?}");
        assert_eq!(imported.banks, ["ours", "x"]);
        let questions = home.questions();
        let one = questions.iter().find(|(entry, _)| entry.prompt == "What is one?").expect("there");
        assert_eq!((one.1.source.as_deref(), one.1.licence.as_deref()), (Some("a/one.md"), Some("MIT")));
    }

    #[test]
    fn large_files_are_bounded() {
        let home = Home::new();
        let path = home.file("big.csv", "");
        fs::File::options().write(true).open(&path).and_then(|file| file.set_len(17 << 20)).expect("a sparse file");
        assert!(home.plan(&path, false).expect_err("too large").to_string().contains("16 MiB"));
        let answer = "word ".repeat(100_000);
        let imported = home.bring("page.md", format!("## What is long?\n\n{answer}\n\n## {answer}?\n\nx\n"));
        assert_eq!((imported.new, imported.skipped.len()), (1, 1), "{:?}", imported.skipped);
        let open = "<details>\n<summary>Q".repeat(20_000);
        assert!(home.bring("open.md", open).new <= 2);
        // Half a megabyte in the shape of a long study list: a table of contents, questions as an ordered list of headings.
        let mut long = String::from("# Questions\n\n### Table of Contents\n\n| No. | Questions |\n|---|---|\n");
        (1..=400).for_each(|n| long.push_str(&format!("| {n} | [What is part {n}?](#what-is-part-{n}) |\n")));
        for n in 1..=400 {
            let line = "It keeps what it is told until somebody tells it otherwise. ".repeat(21);
            long.push_str(&format!(
            "\n{n}. ### What is part {n}?\n\n    {line}\n\n    ```js\n    # part({n})?\n    ```\n\n    **[⬆ Back to Top](#table-of-contents)**\n"
        ));
        }
        assert!(long.len() > 500_000);
        let imported = home.bring("long.md", long);
        assert_eq!((imported.new, imported.prompt_only, imported.skipped.len()), (400, 0, 0), "{:?}", imported.skipped);
        // Tens of thousands of headings and marks take no longer than their number.
        let path = home.file("many.md", "###### Why is it?\n<details>\n".repeat(100_000));
        assert!(home.plan(&path, false).is_ok());
    }
}
