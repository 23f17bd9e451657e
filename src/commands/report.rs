//! `hotseat report`: one sitting, or all progress, as Markdown, as a page or as JSON.

use std::path::Path;

use super::args::ReportArgs;
use super::out::{print, save};
use super::{Exit, Place, Usage};
use crate::engine::ReportError;
use crate::report::Format;

/// The word for all of it.
const PROGRESS: &str = "progress";

/// Does it.
pub fn run(place: &Place, args: &ReportArgs) -> anyhow::Result<Exit> {
    let now = place.now();
    let progress = args.subject.as_deref() == Some(PROGRESS);
    if args.since.is_some() && !progress {
        return Err(Usage("--since goes with `hotseat report progress`; a sitting has its own days".to_owned()).into());
    }
    if args.my_answers && progress {
        return Err(Usage("--my-answers goes with a sitting; `hotseat answers list` has all of them".to_owned()).into());
    }
    let engine = place.engine()?;
    let report = if progress {
        engine.reports().progress(args.since.map(|day| day.back(now.day())), now)
    } else {
        engine
            .reports()
            .find(args.subject.as_deref())
            .and_then(|row| engine.reports().with_my_answers(args.my_answers).sitting(&row, now))
    };
    let report = report.map_err(|error| match error {
        ReportError::Unknown { .. } | ReportError::Ambiguous { .. } => anyhow::Error::from(Usage(error.to_string())),
        _ => error.into(),
    })?;
    let format = args.format.or(args.output.as_deref().and_then(by_name)).unwrap_or_default();
    let text = report.write(format);
    if let Some(path) = &args.output {
        return save(path, args.force, text.as_bytes());
    }
    print(text.as_bytes())
}

/// The format that the name of a file asks for.
pub(super) fn by_name(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "html" | "htm" => Some(Format::Html),
        "json" => Some(Format::Json),
        "md" | "markdown" | "txt" => Some(Format::Md),
        _ => None,
    }
}
