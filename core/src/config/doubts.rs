//! Settings that can be read but cannot be right: a track that no question has, a date that is past, a program that
//! does not exist.

use std::path::Path;

use chrono::NaiveDate;

use super::{Config, Paths};
use crate::outside::command_line::at_home;
use crate::speech::aloud;

/// The most names that are listed.
const MOST_NAMES: usize = 40;

/// A setting that can be read but cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The name of the setting.
    pub setting: &'static str,
    /// What is wrong with it, and what to do.
    pub words: String,
    /// Whether to say so at the start. Doubts about what is only needed now and then, such as the shared folder, are
    /// said when it is used: a memory stick need not be plugged in.
    pub at_start: bool,
}

impl Doubt {
    fn new(setting: &'static str, words: String) -> Self {
        Self { setting, words, at_start: true }
    }

    fn later(self) -> Self {
        Self { at_start: false, ..self }
    }

    /// The setting, what is wrong with it, and what to do.
    pub fn sentence(&self) -> String {
        format!("{}: {}", self.setting, self.words)
    }
}

/// What the settings are checked against.
pub struct Known<'a> {
    /// Today's day of the calendar.
    pub today: NaiveDate,
    /// Every track that at least one question has.
    pub tracks: &'a [String],
    /// The folders that paths in the settings are relative to. None if there is no disk.
    pub paths: Option<&'a Paths>,
    /// Whether a file or folder exists.
    pub is_there: &'a dyn Fn(&Path) -> bool,
    /// Whether a program can be found.
    pub is_program: &'a dyn Fn(&str) -> bool,
}

/// All doubts about the settings, in the order of the settings.
pub fn doubts(config: &Config, known: &Known<'_>) -> Vec<Doubt> {
    let target = &config.target;
    let mut found: Vec<Doubt> = target.tracks.iter().filter_map(|track| unknown_track(track, known.tracks)).collect();
    found.extend(target.date.filter(|date| *date < known.today).map(|date| {
        let words =
            format!("{date} is past; d in the app or `hotseat plan --date DATE` sets another, --clear forgets it");
        Doubt::new("target.date", words)
    }));
    found.extend(config.editor.first().filter(|program| !(known.is_program)(program)).map(|program| {
        let words = format!("there is no program {program:?}; name another, or none: $VISUAL and $EDITOR count then");
        Doubt::new("editor", words)
    }));
    found.extend(config.voice.first().filter(|program| !is_voice(program, known)).map(|program| {
        let words =
            format!("there is no program {program:?} to read aloud; `hotseat speech say --list` tells which there are");
        Doubt::new("voice", words).later()
    }));
    found.extend(transcriber(&config.stt, known));
    found.extend(config.pdf_text.first().filter(|program| !(known.is_program)(program)).map(|program| {
        let words = format!("there is no program {program:?}; give its path, or take the line out");
        Doubt::new("pdf_text", words).later()
    }));
    found.extend(files(config, known).into_iter().map(Doubt::later));
    found
}

fn unknown_track(track: &str, tracks: &[String]) -> Option<Doubt> {
    if tracks.iter().any(|known| known.eq_ignore_ascii_case(track)) {
        return None;
    }
    let near = tracks.iter().min_by_key(|known| strsim::osa_distance(&known.to_lowercase(), &track.to_lowercase()));
    let near = near.filter(|known| {
        let (known, track) = (known.to_lowercase(), track.to_lowercase());
        strsim::osa_distance(&known, &track) <= 2
            || (track.len() > 1 && known.starts_with(&track))
            || track.starts_with(&known)
    });
    let listed = tracks.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let remedy = match (near, tracks.is_empty()) {
        (Some(near), _) => format!("is {near:?} meant? There are {listed}"),
        (None, true) => "no question has one; take it out".to_owned(),
        (None, false) => format!("there are {listed}"),
    };
    Some(Doubt::new("target.tracks", format!("{track:?} is no track of any question; {remedy}")))
}

/// Whether a program that may read aloud can be found.
fn is_voice(program: &str, known: &Known<'_>) -> bool {
    let home = directories::BaseDirs::new();
    let program = at_home(program, home.as_ref().map(directories::BaseDirs::home_dir));
    (known.is_program)(aloud::program(&program))
}

/// Checks the program that transcribes spoken answers, and the files that it is given.
fn transcriber(stt: &[String], known: &Known<'_>) -> Option<Doubt> {
    let doubt = |words| Some(Doubt::new("stt", words));
    let home = directories::BaseDirs::new();
    let home = home.as_ref().map(directories::BaseDirs::home_dir);
    let words = match crate::speech::transcribe::Transcriber::from_setting(stt, home) {
        Ok(Some(crate::speech::transcribe::Transcriber::Command(words))) => words,
        Ok(_) => return None,
        Err(error) => return doubt(error.to_string()),
    };
    let program = words.first()?;
    if !(known.is_program)(program) {
        return doubt(format!("there is no program {program:?}; give its path, or take the line out"));
    }
    let model = words.iter().skip(1).find(|word| Path::new(word).is_absolute() && !word.contains(['{', '*']));
    let model = model.filter(|word| !(known.is_there)(Path::new(word)))?;
    doubt(format!("there is no file {model}, which {program} is given"))
}

fn files(config: &Config, known: &Known<'_>) -> Vec<Doubt> {
    let missing = |setting, path: &Path, remedy: &str| {
        let named = known.paths.filter(|_| !path.as_os_str().is_empty())?.named_by_user(path);
        let words = format!("{} is not there; {remedy}", named.display());
        (!(known.is_there)(&named)).then(|| Doubt::new(setting, words))
    };
    let ca = config.coach.as_ref().and_then(|coach| missing("coach.ca", &coach.ca, "name a PEM file with the root"));
    let folder = missing("sync", &config.sync, "make the folder, or put in what it is on");
    let key = missing("sync_key", &config.sync_key, "`age-keygen -o FILE` makes one");
    let program = config.sync_passphrase.first().filter(|program| !(known.is_program)(program));
    let program = program.map(|program| {
        Doubt::new(
            "sync_passphrase",
            format!("there is no program {program:?}; install it, give its path, or take the line out"),
        )
    });
    [ca, folder, key, program].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Target;

    fn found(config: &Config) -> Vec<String> {
        let paths = Paths::find(Some(Path::new("/somewhere"))).expect("given");
        let known = Known {
            today: NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid"),
            tracks: &["go".to_owned(), "rust".to_owned()],
            paths: Some(&paths),
            is_there: &|path| path == Path::new("/models/base.bin"),
            is_program: &|program| ["vim", "whisper-cli", "/bin/pass"].contains(&program),
        };
        doubts(config, &known).iter().map(Doubt::sentence).collect()
    }

    #[test]
    fn what_can_be_meant_is_not_doubted() {
        assert_eq!(found(&Config::default()), [""; 0]);
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let config = Config {
            target: Target {
                tracks: vec!["Go".into()],
                date: NaiveDate::from_ymd_opt(2026, 11, 22),
                ..Target::default()
            },
            editor: words("vim -n"),
            stt: words("whisper-cli -m /models/base.bin"),
            sync_passphrase: words("/bin/pass show hotseat"),
            ..Config::default()
        };
        assert_eq!(found(&config), [""; 0]);
        assert_eq!(found(&Config { stt: words("http://localhost:8080/inference"), ..Config::default() }), [""; 0]);
    }

    #[test]
    fn each_doubt_names_its_setting_and_a_remedy() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let config = Config {
            target: Target {
                tracks: vec!["golang".into(), "cobol".into()],
                date: NaiveDate::from_ymd_opt(2026, 11, 21),
                ..Target::default()
            },
            editor: words("nvimm"),
            stt: words("whisper-cli -m /models/large.bin"),
            sync: "shared".into(),
            sync_key: "key.txt".into(),
            sync_passphrase: words("nobody"),
            ..Config::default()
        };
        let found = found(&config);
        for (said, parts) in found.iter().zip([
            ["target.tracks", "is \"go\" meant?"],
            ["target.tracks", "\"cobol\" is no track of any question; there are go, rust"],
            ["target.date", "2026-11-21 is past"],
            ["editor", "no program \"nvimm\""],
            ["stt", "/models/large.bin"],
            ["sync", "shared is not there"],
            ["sync_key", "age-keygen"],
            ["sync_passphrase", "\"nobody\""],
        ]) {
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        }
        assert_eq!(found.len(), 8, "{found:?}");
    }

    #[test]
    fn a_transcriber_that_cannot_be_one_is_told_as_the_setting_itself_says() {
        let stt = vec!["http://example.com/x".to_owned()];
        let said = found(&Config { stt, ..Config::default() });
        assert!(said.len() == 1 && said[0].starts_with("stt: "), "{said:?}");
        let stt = vec!["whisperr".to_owned()];
        assert!(found(&Config { stt, ..Config::default() })[0].contains("no program \"whisperr\""));
    }
}
