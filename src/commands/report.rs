//! `hotseat report`: one sitting, or all progress, as Markdown, as a page or as JSON.

use std::fs;
use std::path::Path;

use anyhow::anyhow;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::args::{ReportArgs, SoundPlace};
use super::out::{print, save};
use super::{Exit, Place, Usage};
use crate::engine::ReportError;
use crate::files;
use crate::report::{Format, Report};
use crate::speech::kept::Recordings;

/// The subject that stands for all progress.
const PROGRESS: &str = "progress";

/// Runs `hotseat report`.
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
    let since = args.since.map(|day| day.back(now.day())).transpose().map_err(Usage::from)?;
    let report = if progress {
        engine.reports().progress(since, now)
    } else {
        engine
            .reports()
            .find(args.subject.as_deref())
            .and_then(|row| engine.reports().with_my_answers(args.my_answers).sitting(&row, now))
    };
    let mut report = report.map_err(|error| match error {
        ReportError::Unknown { .. } | ReportError::Ambiguous { .. } => anyhow::Error::from(Usage(error.to_string())),
        _ => error.into(),
    })?;
    let format = args.format.or(args.output.as_deref().and_then(by_name)).unwrap_or_default();
    if let (Some(wanted), Some(path)) = (args.with_recordings, &args.output) {
        if format != Format::Html || progress {
            let words = "--with-recordings goes with the page of a sitting; name it so: --output mock.html";
            return Err(Usage(words.to_owned()).into());
        }
        if path.exists() && !args.force {
            return Err(anyhow!("{} is there already; --force replaces it", path.display()));
        }
        let recordings = Recordings::new(place.paths.recordings());
        match wanted {
            SoundPlace::Inside => put_inside(&mut report, &recordings)?,
            SoundPlace::Folder => put_beside(&mut report, &recordings, path)?,
        }
    }
    let text = report.write(format);
    if let Some(path) = &args.output {
        return save(path, args.force, text.as_bytes());
    }
    print(text.as_bytes())
}

/// Embeds the recordings in the page.
fn put_inside(report: &mut Report, recordings: &Recordings) -> anyhow::Result<()> {
    report.with_sound(|name| {
        let Some(path) = recordings.path(name) else { return Ok(None) };
        let sound = fs::read(&path).map_err(|error| anyhow!("cannot read {}: {error}", path.display()))?;
        Ok(Some(format!("data:audio/wav;base64,{}", STANDARD.encode(sound))))
    })
}

/// Copies the recordings into a folder beside the page and named after it, readable only by the owner.
fn put_beside(report: &mut Report, recordings: &Recordings, page: &Path) -> anyhow::Result<()> {
    let stem = page.file_stem().map_or_else(|| "report".into(), |stem| stem.to_string_lossy());
    let beside = format!("{stem}-recordings");
    let folder = page.with_file_name(&beside);
    report.with_sound(|name| {
        let Some(path) = recordings.path(name) else { return Ok(None) };
        let copy = || {
            files::create_private_dir(&folder)?;
            files::replace(&folder.join(name), &fs::read(&path)?)
        };
        copy().map_err(|error| anyhow!("cannot copy {} to {}: {error}", path.display(), folder.display()))?;
        Ok(Some(format!("{}/{name}", in_an_address(&beside))))
    })
}

/// A folder's name for use in a URL: everything except letters, digits and a few characters is percent-encoded.
fn in_an_address(name: &str) -> String {
    let part = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    name.bytes().map(part).collect()
}

/// The format that a file's ending stands for.
pub(super) fn by_name(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "html" | "htm" => Some(Format::Html),
        "json" => Some(Format::Json),
        "md" | "markdown" | "txt" => Some(Format::Md),
        _ => None,
    }
}
