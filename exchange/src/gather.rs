//! Finds the files to read and the format of each, and reads their questions.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use hotseat_bank::text;

use super::licence::licence_of;
use super::sink::Gathered;
use super::{ImportError, ImportOptions, Skipped, anki, apkg, json, markdown, names, own, reading, table, yaml};

/// The deepest nesting of folders that is read.
const MAX_DEPTH: usize = 8;

/// The most files that are read.
const MAX_FILES: usize = 10_000;

/// Reads a file, or every file of a folder whose ending is known.
pub(super) fn gather(path: &Path, options: &ImportOptions) -> Result<Gathered, ImportError> {
    let mut gathered = Gathered::default();
    let meta = fs::metadata(path).map_err(|error| ImportError::Unreadable {
        file: text::one_line(&path.display().to_string()),
        found: format!("cannot be read: {error}"),
        remedy: "check that it exists and may be read".to_owned(),
    })?;
    if !meta.is_dir() {
        let licence = path.parent().and_then(licence_of);
        file(path, path.parent().unwrap_or(path), None, licence, options, false, &mut gathered)?;
        return Ok(gathered);
    }
    let mut files = Vec::new();
    walk(path, None, 0, &mut HashSet::new(), &mut files, &mut gathered);
    let licence = licence_of(path);
    for (name, bank) in files {
        match file(&name, path, bank.as_deref(), licence.clone(), options, true, &mut gathered) {
            // A broken file must not keep the others out.
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
    // Links may form cycles.
    if fs::canonicalize(folder).is_ok_and(|real| !seen.insert(real)) {
        let file = text::one_line(&folder.display().to_string());
        let reason = "a link to a folder that is read already".to_owned();
        return gathered.passed.push(Skipped { file, line: None, reason });
    }
    let mut paths: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(error) => return skip(folder, format!("cannot be read: {error}")),
    };
    // The system lists folders in any order, but which of two equal questions is taken must not depend on that.
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
        } else if format_of(&path).is_none() {
            let file = text::one_line(&path.display().to_string());
            let reason = "no list of questions, going by its ending".to_owned();
            gathered.passed.push(Skipped { file, line: None, reason });
        } else if path.file_name().is_none_or(|name| name != hotseat_bank::MANIFEST) {
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
    Yaml,
    Table,
    Markdown,
    Page,
    Text,
    Package,
}

fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "json" | "jsonl" | "ndjson" => Format::Json,
        "yaml" | "yml" => Format::Yaml,
        "html" | "htm" | "xhtml" => Format::Page,
        "csv" | "tsv" | "tab" => Format::Table,
        "md" | "markdown" | "mdx" | "mkd" => Format::Markdown,
        "txt" => Format::Text,
        "apkg" | "colpkg" => Format::Package,
        _ => return None,
    })
}

/// What kind of file this is, going by its ending, and what the user can do, since it cannot be read.
fn foreign(path: &Path) -> (&'static str, &'static str) {
    const KNOWN: [(&[&str], &str, &str); 7] = [
        (&["mhtml", "mht", "webarchive"], "a packed page for browsers", "save it as a web page, HTML only (.html)"),
        (
            &["rst", "adoc", "asciidoc", "org", "textile", "tex", "wiki"],
            "a markup that is not read",
            "turn it into Markdown, for example with pandoc -t gfm",
        ),
        (&["toml", "xml"], "a format that is not read", "turn it into JSON, for example with yq -o json"),
        (&["xlsx", "xls", "ods", "numbers"], "a workbook", "save its sheet as CSV (UTF-8)"),
        (&["docx", "doc", "odt", "rtf", "pages"], "a document", "save it as Markdown, for example with pandoc -t gfm"),
        (&["pdf", "epub"], "a book", "copy its questions into a Markdown file"),
        (
            &["zip", "7z", "gz", "tar"],
            "a packed file",
            "unpack it first, or add a shared bank with hotseat bank add-pack",
        ),
    ];
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let known = KNOWN.iter().find(|(endings, ..)| endings.contains(&ending.as_str()));
    known.map_or(
        (
            "a format that is not known",
            "bring in .json, .jsonl, .yaml, .csv, .tsv, .md, .html, .txt (Anki's notes in plain text) or .apkg",
        ),
        |(_, found, remedy)| (found, remedy),
    )
}

fn file(
    path: &Path,
    root: &Path,
    bank: Option<&str>,
    licence: Option<String>,
    options: &ImportOptions,
    of_many: bool,
    gathered: &mut Gathered,
) -> Result<(), ImportError> {
    let mut sink = gathered.sink(path, root, licence, options);
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("questions");
    let stem = names::without_page_id(stem);
    // A file without an ending is read as text if the user named it.
    let bare = path.extension().is_none() && !of_many;
    let format = format_of(path).or(bare.then_some(Format::Text)).ok_or_else(|| {
        let (found, remedy) = foreign(path);
        ImportError::Unreadable { file: sink.file.to_string(), found: found.to_owned(), remedy: remedy.to_owned() }
    })?;
    if format == Format::Package {
        apkg::read(path, &mut sink)?;
    } else {
        let read = reading::text(path)?;
        if let Some(remark) = &read.remark {
            sink.remark(None, remark);
        }
        let text = read.text.as_str();
        match format {
            Format::Json => json::read(text, bank, &mut sink)?,
            Format::Yaml => yaml::read(text, bank, &mut sink)?,
            Format::Page => markdown::read_page(text, stem, &mut sink)?,
            Format::Markdown if own::is_sheet(text) => own::read_sheet(text, &mut sink)?,
            Format::Table if own::is_table(text) => own::read_table(text, &mut sink)?,
            Format::Markdown => markdown::read(text, stem, of_many, &mut sink)?,
            _ if anki::is_notes(text) => anki::read(text, &mut sink)?,
            Format::Table => {
                table::read(text, path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("tsv")), &mut sink)?;
            }
            _ if table::is_set(text) => table::read(text, true, &mut sink)?,
            _ => markdown::read(text, stem, of_many, &mut sink)?,
        }
    }
    sink.tell();
    if sink.is_silent() {
        let reason = match format {
            Format::Markdown | Format::Text | Format::Page if !options.bullets => {
                "no questions found; if the items of its lists are questions, say so (--bullets)"
            }
            _ => "no questions found",
        };
        sink.refuse(None, reason);
    }
    Ok(())
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
        // Half a megabyte in the form of a long study list: a table of contents, then questions as an ordered list of
        // headings.
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
        // Reading tens of thousands of headings and tags takes time proportional to their number.
        let path = home.file("many.md", "###### Why is it?\n<details>\n".repeat(100_000));
        assert!(home.plan(&path, false).is_ok());
    }
}
