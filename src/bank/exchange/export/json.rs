//! Bank files as they are read back: one of them, or `{"banks": […]}` with several.

use super::ExportError;
use crate::bank::Entry;
use crate::bank::exchange::fields::Fields;
use crate::bank::filter::Filter;
use crate::bank::library::{Bank, Library};

pub(super) fn write(library: &Library, filter: &Filter) -> Result<Vec<u8>, ExportError> {
    let mut banks = Vec::new();
    let additions = library.additions();
    // Whoever leaves takes everything along, retired questions too.
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
