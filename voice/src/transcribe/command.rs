//! Transcribing with a program.

use std::path::Path;

use hotseat_bank::files;
use hotseat_outside::program::{Ended, Program, ProgramError, run_in_background, spare_cores};

use super::bounds::{Bounds, MOST_OUTPUT};
use super::error::SttError;
use super::speech_only::SpeechOnly;

/// The most threads that whisper.cpp uses by default.
const WHISPER_THREADS: usize = 4;

/// Runs the program on the speech and returns its output.
pub(super) fn run(
    words: &[String],
    sent: &SpeechOnly,
    prompt: &str,
    bounds: &Bounds<'_>,
    progress: &mut dyn FnMut(f64),
) -> Result<Vec<u8>, SttError> {
    let name = &words[0];
    let whisper = is_whisper(name);
    let into = sent.folder().join("heard");
    let arguments = if whisper {
        whisper_arguments(&words[1..], &sent.file(), &into, prompt, spare_cores().min(WHISPER_THREADS))
    } else {
        plain_arguments(&words[1..], &sent.file(), prompt)
    };
    let program = Program { name, arguments: &arguments, input: &[], folder: None, most: MOST_OUTPUT };
    let mut said = |err: &[u8]| {
        if let Some(share) = share(&String::from_utf8_lossy(err)) {
            progress(share);
        }
    };
    let ended = run_in_background(&program, &bounds.limits(), &mut said).map_err(|error| match error {
        ProgramError::NotStarted(source) => SttError::NotStarted { program: name.clone(), source },
        ProgramError::Stopped(stop) => bounds.error(stop, name),
        ProgramError::WantsTerminal => SttError::Failed {
            program: name.clone(),
            how: "stopped".into(),
            said: "it waits for a terminal; give it the flags that make it ask nothing".into(),
        },
    })?;
    if !ended.status.success() {
        let (how, said) = (ended.how(), complaint(&ended, whisper));
        return Err(SttError::Failed { program: name.clone(), how, said });
    }
    if whisper {
        let file = into.with_extension("json");
        return files::read(&file, MOST_OUTPUT as u64).map_err(|error| SttError::Nonsense {
            engine: name.clone(),
            problem: format!("it wrote no JSON that can be read ({error}); is it whisper.cpp 1.5 or newer?"),
        });
    }
    if ended.out.len() >= MOST_OUTPUT {
        let problem = format!("it printed {} MiB and more, which no answer has words for", MOST_OUTPUT >> 20);
        return Err(SttError::Nonsense { engine: name.clone(), problem });
    }
    Ok(ended.out)
}

/// Why it failed, on one line.
fn complaint(ended: &Ended, whisper: bool) -> String {
    if whisper && ended.status.code() == Some(3) {
        return "its model cannot be loaded; check the path behind -m".into();
    }
    ended.last_words().unwrap_or_else(|| "it said nothing; run it by hand on a WAV file to see why".into())
}

/// Whether it is whisper.cpp's program, under any of its names.
fn is_whisper(program: &str) -> bool {
    let stem = Path::new(program).file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    matches!(stem.as_deref(), Some("whisper-cli" | "whisper-cpp"))
}

/// The arguments for whisper.cpp's program. The user's own take precedence.
fn whisper_arguments(own: &[String], file: &Path, into: &Path, prompt: &str, threads: usize) -> Vec<String> {
    let mut arguments = own.to_vec();
    let said = |names: &[&str]| own.iter().any(|word| names.contains(&word.as_str()));
    if !said(&["--prompt"]) {
        arguments.extend(["--prompt".into(), prompt.into()]);
    }
    // An English-only model knows no other language; the others take everything for English unless told to detect the
    // language.
    if !said(&["-l", "--language"]) && !own.iter().any(|word| word.contains(".en")) {
        arguments.extend(["-l".into(), "auto".into()]);
    }
    if !said(&["-t", "--threads"]) {
        arguments.extend(["-t".into(), threads.to_string()]);
    }
    for (flag, long) in [("-np", "--no-prints"), ("-pp", "--print-progress"), ("-ojf", "--output-json-full")] {
        if !said(&[flag, long]) {
            arguments.push(flag.into());
        }
    }
    arguments.extend(["-f".into(), file.display().to_string(), "-of".into(), into.display().to_string()]);
    arguments
}

/// The arguments for any other program: the prompt replaces `{prompt}`, the file `{}`, or it comes last.
fn plain_arguments(own: &[String], file: &Path, prompt: &str) -> Vec<String> {
    let file = file.display().to_string();
    let mut arguments: Vec<String> =
        own.iter().map(|word| word.replace("{}", &file).replace("{prompt}", prompt)).collect();
    if !own.iter().any(|word| word.contains("{}")) {
        arguments.push(file);
    }
    arguments
}

/// The share that whisper.cpp reports as done, 0 to 1, from `progress =  25%`.
fn share(said: &str) -> Option<f64> {
    let (_, last) = said.rsplit_once("progress =")?;
    let percent: f64 = last.split('%').next()?.trim().parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_goes_where_it_is_wanted() {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let file = Path::new("/tmp/a b.wav");
        assert_eq!(plain_arguments(&own(&["-x"]), file, "Um."), ["-x", "/tmp/a b.wav"]);
        assert_eq!(plain_arguments(&own(&["-F", "file=@{}", "u"]), file, "Um."), ["-F", "file=@/tmp/a b.wav", "u"]);
        assert_eq!(plain_arguments(&own(&["-p", "{prompt}"]), file, "Um."), ["-p", "Um.", "/tmp/a b.wav"]);
        let whisper = |words| whisper_arguments(&own(words), file, Path::new("/tmp/heard"), "Um.", 3).join(" ");
        let ours = "-np -pp -ojf -f /tmp/a b.wav -of /tmp/heard";
        assert_eq!(
            whisper(&["-m", "base.bin", "--prompt", "mine"]),
            format!("-m base.bin --prompt mine -l auto -t 3 {ours}")
        );
        assert_eq!(
            whisper(&["-m", "base.en.bin", "--prompt", "mine", "-t", "1"]),
            format!("-m base.en.bin --prompt mine -t 1 {ours}")
        );
        assert!(is_whisper("/opt/bin/whisper-cli") && is_whisper("whisper-cli.exe") && !is_whisper("mywhisper"));
    }

    #[test]
    fn progress_is_read_where_it_is_told() {
        assert_eq!(share("whisper_print_progress_callback: progress =  25%\n"), Some(0.25));
        assert_eq!(share("progress = 25%\nprogress =  50%\n"), Some(0.5));
        assert_eq!(share("progress = many%"), None);
    }
}
