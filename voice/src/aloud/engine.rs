//! The programs that can read aloud: how each is told what to say, how fast, and where to write it.

use std::path::Path;

/// A kind of program, recognised by the first word of its command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    /// The voice of macOS.
    Say,
    /// The voice of Windows, through PowerShell.
    Sapi,
    /// Speech Dispatcher, which uses the desktop's voice.
    Dispatcher,
    /// eSpeak NG, or eSpeak.
    Espeak,
    Flite,
    Piper,
    Kokoro,
    /// Any other program: it speaks its input, or writes it as sound to the file `{}`.
    Other,
}

/// How a program is started. The text goes to its standard input: as an argument it could begin with a dash, and other
/// users could see it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) program: String,
    pub(super) arguments: Vec<String>,
    /// An environment variable to set, where that is the only safe way to pass a name.
    pub(super) variable: Option<(&'static str, String)>,
}

/// Words a minute at the default speed of programs that are only told a factor: measured for flite, and for the others
/// the speed that a reader takes for normal.
const FLITE_USUAL: f64 = 228.0;
const USUAL: f64 = 170.0;

/// eSpeak's words are longer than those of our questions: told 160 words a minute, it speaks 194 of ours.
const ESPEAK_WORD: f64 = 0.825;

/// eSpeak's slowest, default and fastest rates, which are Speech Dispatcher's -100, 0 and 100.
const ESPEAK_RATES: (f64, f64, f64) = (80.0, 170.0, 390.0);

/// PowerShell reads the text from its input, and the name of a voice from the environment; neither is ever part of the
/// command.
const VOICE_VARIABLE: &str = "HOTSEAT_VOICE";
const POWERSHELL: &str = "Add-Type -AssemblyName System.Speech; $text = [Console]::In.ReadToEnd(); \
                          $speaker = New-Object System.Speech.Synthesis.SpeechSynthesizer; $speaker.Rate = RATE; \
                          if ($env:HOTSEAT_VOICE) { $speaker.SelectVoice($env:HOTSEAT_VOICE) }; $speaker.Speak($text)";

impl Engine {
    /// The kind of a program, from its file name.
    pub(super) fn of(program: &str) -> Self {
        let stem = Path::new(program).file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
        match stem.as_deref() {
            Some("say") => Self::Say,
            Some("sapi") => Self::Sapi,
            Some("spd-say") => Self::Dispatcher,
            Some("espeak-ng" | "espeak") => Self::Espeak,
            Some("flite") => Self::Flite,
            Some("piper") => Self::Piper,
            Some("kokoro") => Self::Kokoro,
            _ => Self::Other,
        }
    }

    /// The program to start. `sapi` is our name for PowerShell's voice; there is no program of that name.
    pub(super) fn program(self, named: &str) -> &str {
        if self == Self::Sapi { "powershell" } else { named }
    }

    /// Whether it writes a file, which is then played, instead of speaking by itself.
    pub(super) fn writes(self, words: &[String]) -> bool {
        matches!(self, Self::Piper | Self::Kokoro) || words.iter().any(|word| word.contains("{}"))
    }

    /// How to start it. `words` are the program and the user's own arguments, which take precedence; `rate` is in words
    /// a minute, None for the program's default; `file` is where to write, for a program that does.
    pub(super) fn call(self, words: &[String], rate: Option<u32>, file: &Path) -> Call {
        let own = words.get(1..).unwrap_or_default();
        let named = words.first().map_or("", String::as_str);
        let program = self.program(named).to_owned();
        if self == Self::Sapi {
            let script = POWERSHELL.replace("RATE", &self.told(rate).unwrap_or_else(|| "0".to_owned()));
            let arguments = ["-NoProfile", "-NonInteractive", "-Command", &script].map(str::to_owned).to_vec();
            let name = own.join(" ");
            let variable = (!name.is_empty()).then_some((VOICE_VARIABLE, name));
            return Call { program, arguments, variable };
        }
        let file = file.display().to_string();
        let words_a_minute = rate.map_or(USUAL, f64::from).to_string();
        let filled = |word: &String| word.replace("{}", &file).replace("{rate}", &words_a_minute);
        let mut arguments: Vec<String> = own.iter().map(filled).collect();
        let said = |names: &[&str]| own.iter().any(|word| names.contains(&word.as_str()));
        let (flag, others): (&str, &[&str]) = match self {
            Self::Say | Self::Dispatcher => ("-r", &["--rate"]),
            Self::Espeak => ("-s", &[]),
            Self::Flite => ("--setf", &[]),
            Self::Piper => ("--length-scale", &["--length_scale"]),
            Self::Kokoro => ("-s", &["--speed"]),
            Self::Sapi | Self::Other => ("", &[]),
        };
        if let Some(told) = self.told(rate).filter(|_| !said(&[flag]) && !said(others)) {
            arguments.extend([flag.to_owned(), told]);
        }
        let ends: &[&str] = match self {
            Self::Say => &["-f", "-"],
            // `--wait`, so that stopping the program stops the voice.
            Self::Dispatcher => &["--wait", "--pipe-mode"],
            Self::Espeak => &["--stdin"],
            Self::Piper => &["-f", &file],
            Self::Kokoro => &["-o", &file],
            Self::Sapi | Self::Flite | Self::Other => &[],
        };
        let placed = own.iter().any(|word| word.contains("{}"));
        let writes = matches!(self, Self::Piper | Self::Kokoro);
        if !(writes && placed) {
            arguments.extend(ends.iter().map(|&end| end.to_owned()));
        }
        Call { program, arguments, variable: None }
    }

    /// The rate in the program's own units. None if no rate is set, or if the program takes none.
    fn told(self, rate: Option<u32>) -> Option<String> {
        let rate = f64::from(rate?);
        let whole = |number: f64| format!("{number:.0}");
        let factor = |number: f64| format!("{number:.2}");
        Some(match self {
            Self::Say => whole(rate),
            Self::Espeak => whole((rate * ESPEAK_WORD).max(ESPEAK_RATES.0)),
            Self::Dispatcher => {
                let (slowest, usual, fastest) = ESPEAK_RATES;
                let rate = rate * ESPEAK_WORD;
                let span = if rate < usual { usual - slowest } else { fastest - usual };
                whole(((rate - usual) / span * 100.0).clamp(-100.0, 100.0))
            }
            // Ten steps up or down mean three times as fast or slow.
            Self::Sapi => whole((10.0 * (rate / USUAL).log(3.0)).clamp(-10.0, 10.0)),
            Self::Flite => format!("duration_stretch={:.2}", FLITE_USUAL / rate),
            Self::Piper => factor(USUAL / rate),
            Self::Kokoro => factor(rate / USUAL),
            Self::Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(line: &str, rate: Option<u32>) -> String {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let call = Engine::of(&words[0]).call(&words, rate, Path::new("/tmp/said.wav"));
        format!("{} {}", call.program, call.arguments.join(" ")).trim_end().to_owned()
    }

    #[test]
    fn each_is_told_how_fast_in_its_own_way() {
        for (line, slow, usual, fast) in [
            ("say -v Ava", "-r 120 -f -", "-r 170 -f -", "-r 240 -f -"),
            ("espeak-ng -v en-gb", "-s 99 --stdin", "-s 140 --stdin", "-s 198 --stdin"),
            (
                "/usr/bin/spd-say -y x",
                "-r -79 --wait --pipe-mode",
                "-r -33 --wait --pipe-mode",
                "-r 13 --wait --pipe-mode",
            ),
            (
                "flite -voice slt",
                "--setf duration_stretch=1.90",
                "--setf duration_stretch=1.34",
                "--setf duration_stretch=0.95",
            ),
            (
                "piper -m a.onnx",
                "--length-scale 1.42 -f /tmp/said.wav",
                "--length-scale 1.00 -f /tmp/said.wav",
                "--length-scale 0.71 -f /tmp/said.wav",
            ),
            ("kokoro -m af_heart", "-s 0.71 -o /tmp/said.wav", "-s 1.00 -o /tmp/said.wav", "-s 1.41 -o /tmp/said.wav"),
        ] {
            for (rate, told) in [(120, slow), (170, usual), (240, fast)] {
                assert_eq!(call(line, Some(rate)), format!("{line} {told}"));
            }
        }
        assert_eq!(call("espeak-ng", None), "espeak-ng --stdin");
        assert_eq!(call("flite", None), "flite");
    }

    #[test]
    fn no_rate_leads_out_of_what_an_engine_takes() {
        for rate in [1, 80, 400, 100_000] {
            let told = |engine: Engine| engine.told(Some(rate)).expect("told");
            let number = |engine: Engine| told(engine).parse::<f64>().expect("a number");
            assert!(number(Engine::Espeak) >= 80.0);
            assert!((-100.0..=100.0).contains(&number(Engine::Dispatcher)));
            assert!((-10.0..=10.0).contains(&number(Engine::Sapi)));
            assert!(number(Engine::Piper) >= 0.0 && number(Engine::Kokoro) > 0.0);
        }
    }

    #[test]
    fn what_somebody_says_of_their_own_stays() {
        assert_eq!(call("espeak-ng -s 90", Some(200)), "espeak-ng -s 90 --stdin");
        assert_eq!(
            call("piper -m a --output_file {}", Some(170)),
            "piper -m a --output_file /tmp/said.wav --length-scale 1.00"
        );
        assert_eq!(call("my-voice --wpm {rate} --to {}", Some(150)), "my-voice --wpm 150 --to /tmp/said.wav");
        assert_eq!(call("my-voice --wpm {rate}", None), "my-voice --wpm 170");
        assert_eq!(call("my-voice", Some(150)), "my-voice", "it reads its input");
    }

    #[test]
    fn a_name_never_becomes_a_part_of_a_command() {
        let words = ["sapi", "Zira'); Remove-Item x; ('"].map(str::to_owned);
        let call = Engine::Sapi.call(&words, Some(187), Path::new("unused"));
        assert_eq!(call.program, "powershell");
        assert!(call.arguments[3].contains("Rate = 1;") && !call.arguments[3].contains("Zira"), "{call:?}");
        assert_eq!(call.variable, Some((VOICE_VARIABLE, words[1].clone())));
        let call = Engine::Sapi.call(&words[..1], None, Path::new("unused"));
        assert!(call.arguments[3].contains("Rate = 0;") && call.variable.is_none());
    }

    #[test]
    fn only_what_writes_is_played() {
        let writes = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            Engine::of(&words[0]).writes(&words)
        };
        assert!(writes("piper -m x") && writes("kokoro") && writes("other --out {}"));
        assert!(!writes("espeak-ng") && !writes("other"));
    }
}
