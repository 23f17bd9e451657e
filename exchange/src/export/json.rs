//! Bank files as they are read back: a single one, or `{"banks": […]}` for several.

use hotseat_bank::{Bank, Entry, Filter, Library};

use super::ExportError;
use crate::fields::Fields;

pub(super) fn write(library: &Library, filter: &Filter) -> Result<Vec<u8>, ExportError> {
    let mut banks = Vec::new();
    let additions = library.additions();
    // Retired questions too: an export should leave nothing behind.
    let admits = |filter: &Filter, entry: &Entry| filter.admits(&Entry { retired: None, ..entry.clone() });
    for bank in library.banks() {
        let name = bank.info.bank.as_str();
        let mut questions = Vec::new();
        for entry in library.entries().iter().filter(|entry| entry.id.bank() == name) {
            if admits(filter, entry) {
                let topic = Some(entry.topic.as_str());
                questions.push(question(&library.written(&entry.id)?, topic, bank)?);
            }
        }
        for (target, own, raw) in additions.iter().filter(|(_, own, _)| own.bank() == name) {
            let wanted = filter.bank.as_deref().is_none_or(|bank| bank == own.bank());
            let rest = Filter { bank: None, ..filter.clone() };
            if wanted && library.entry(target).is_none_or(|entry| admits(&rest, entry)) {
                questions.push(question(raw, None, bank)?);
            }
        }
        if !questions.is_empty() {
            banks.push(text(bank, &questions));
        }
    }
    let out = match banks.as_slice() {
        [] => return Err(ExportError::Nothing),
        [only] => format!("{only}\n"),
        all => format!("{{\n\"banks\": [\n{}\n]\n}}\n", all.join(",\n")),
    };
    Ok(out.into_bytes())
}

fn question(raw: &str, topic: Option<&str>, bank: &Bank) -> Result<String, ExportError> {
    let mut fields: Fields = serde_json::from_str(raw).map_err(|error| ExportError::Failed(error.to_string()))?;
    if let (None, Some(topic)) = (fields.get("topic"), topic.filter(|topic| *topic != "general")) {
        fields.put("topic", topic);
    }
    if let (None, Some(licence)) = (fields.get("licence"), &bank.info.licence) {
        fields.put("licence", licence);
    }
    Ok(fields.pretty())
}

fn text(bank: &Bank, questions: &[String]) -> String {
    let info = &bank.info;
    let mut head = Fields::default();
    head.put("bank", &info.bank);
    if info.name != info.bank {
        head.put("name", &info.name);
    }
    if let Some(version) = &info.version {
        head.put("version", version);
    }
    if !info.topics.is_empty() {
        head.put("topics", &info.topics);
    }
    if !info.concepts.is_empty() {
        head.put("concepts", &info.concepts);
    }
    let lines = head.iter().map(|(name, raw)| format!("  {}: {},\n", serde_json::Value::from(name), raw.get()));
    let head = lines.collect::<Vec<_>>().concat();
    format!("{{\n{head}  \"questions\": [\n    {}\n  ]\n}}", questions.join(",\n    "))
}

#[cfg(test)]
mod tests {
    use crate::testing::Home;
    use crate::{ExportFormat, export, keep, page, retire};
    use hotseat_bank::{Filter, Library};

    #[test]
    fn what_was_exported_as_json_comes_back_the_same() {
        let home = Home::new();
        home.bring(
        "ours.json",
        r#"{"bank":"big","name":"Big","licence":"MIT","topic":"t","topics":[{"id":"t","title":"Tea","subtopics":[],"questions":0}],
            "questions":[{"id":"q0","prompt":"Why? 👩‍👩‍👧‍👦","later":{"z":1,"a":[]},"retired":"2026-01-01"},
            {"id":"more","prompt":"","extends":"backend/never","look_for":[{"id":"p","text":"Ours."}]}]}"#,
    );
        let built_in = Library::builtin().entries()[0].id.clone();
        let page = page(&Library::open(&home.sources()), Some(&built_in), "mine").expect("a page");
        keep(&Library::open(&home.sources()), Some(&built_in), &format!("{page}\nShort."), "mine", &home.sources())
            .expect("kept");
        let day = "2026-11-22".parse().expect("a day");
        retire(&Library::open(&home.sources()), &built_in, Some(day), "mine", &home.sources()).expect("retired");
        home.bring("a.csv", "question,answer,topic\nHow?,\"- one\n- two\",Queues\n");
        let all = |home: &Home| {
            let library = Library::open(&home.sources());
            export(&library, &Filter { any_track: true, ..Filter::default() }, ExportFormat::Json, 0).expect("exported")
        };
        let first = all(&home);
        let other = Home::new();
        let imported = other.bring("all.json", &first);
        assert_eq!((imported.new, imported.changed, imported.skipped.len()), (4, 0, 0), "{:?}", imported.skipped);
        let there = Library::open(&other.sources());
        assert_eq!(there.entry(&built_in).and_then(|entry| entry.retired), Some(day), "what was retired stays so");
        assert_eq!(imported.same, Library::builtin().entries().len());
        assert!(all(&other) == first, "the second export differs");
        let again = other.bring("all.json", &first);
        assert_eq!((again.new, again.changed, again.same), (0, 0, imported.same + 4));
    }
}
