//! Finds the recognisers on this machine. The only thing sent to servers is a request for their names or models.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hotseat_bank::text::one_line;
use hotseat_outside::find::find;
use hotseat_outside::http::{Call, send};
use hotseat_outside::limits::Limits;
use hotseat_outside::url::Url;

/// Ports on which recogniser servers usually listen: whisper-server; speaches, faster-whisper-server and others.
const PORTS: [u16; 4] = [8080, 8000, 9000, 8001];

/// Substrings by which speech-to-text models are recognised.
const HEARS: [&str; 6] = ["whisper", "parakeet", "moonshine", "canary", "voxtral", "distil"];

/// How long to wait for a server; one that exists answers at once.
const WITHIN: Duration = Duration::from_secs(1);

/// Most bytes that are read: a page or a list of models is short.
const MOST: u64 = 1024 * 1024;

/// How many models of one server or program are offered.
const MODELS: usize = 2;

/// whisper.cpp's models, starting with those that transcribe English well in the time that the speech lasts.
const PREFERRED: [&str; 8] = ["small.en", "base.en", "small", "base", "tiny.en", "tiny", "medium.en", "medium"];

/// Windows' own recogniser, through PowerShell; `{}` is replaced by the file.
const WINDOWS_OWN: &str = "Add-Type -AssemblyName System.Speech; $e = New-Object \
    System.Speech.Recognition.SpeechRecognitionEngine; $e.LoadGrammar((New-Object \
    System.Speech.Recognition.DictationGrammar)); $e.SetInputToWaveFile('{}'); while ($r = $e.Recognize()) { $r.Text }";

/// A recogniser that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its description: "whisper-cli with ggml-base.en.bin".
    pub what: String,
    /// The value for the setting `stt`. Empty if something is still missing, as `what` says.
    pub stt: Vec<String>,
}

/// What can be asked about a machine; replaced in tests.
struct Machine<'a> {
    /// The path of a program, if it is installed.
    program: &'a dyn Fn(&str) -> Option<PathBuf>,
    /// The names of the entries in a folder.
    names: &'a dyn Fn(&Path) -> Vec<String>,
    /// The page at an address on this machine, if one is served.
    page: &'a dyn Fn(&str) -> Option<String>,
    home: Option<&'a Path>,
}

/// Looks for servers on the usual ports, for programs, and for models in the usual folders, starting with `own`.
pub fn on_this_machine(home: Option<&Path>, own: &Path) -> Vec<Found> {
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    };
    let machine = Machine { program: &|name| find(name), names: &names, page: &page, home };
    let mut found = servers(&machine);
    found.extend(whisper(&machine, own));
    found.extend(others(&machine));
    found
}

fn page(address: &str) -> Option<String> {
    let (url, never) = (Url::parse(address).ok()?, AtomicBool::new(false));
    let call = Call { url: &url, headers: &[], body: None, most: MOST };
    let answer = send(call, &Limits::in_all(WITHIN, &never), &mut |_, _| ControlFlow::Continue(())).ok()?;
    (answer.status == 200).then(|| String::from_utf8_lossy(&answer.body).into_owned())
}

fn servers(machine: &Machine<'_>) -> Vec<Found> {
    let on = |port: u16| {
        let base = format!("http://127.0.0.1:{port}");
        let found = |what: String, path: &str| Found { what, stt: vec![format!("{base}{path}")] };
        let models = (machine.page)(&format!("{base}/v1/models")).map(|list| models(&list)).unwrap_or_default();
        if !models.is_empty() {
            let with = |model: &String| {
                found(
                    format!("a server on port {port} with {model}"),
                    &format!("/v1/audio/transcriptions?model={model}"),
                )
            };
            return models.iter().take(MODELS).map(with).collect();
        }
        // The page of whisper-server shows how to call it, including the path with which it was started.
        let page = (machine.page)(&format!("{base}/")).filter(|page| page.to_lowercase().contains("whisper"));
        let path = |page: String| {
            if page.contains("/v1/audio/transcriptions") { "/v1/audio/transcriptions" } else { "/inference" }
        };
        page.map(|page| found(format!("whisper-server on port {port}"), path(page))).into_iter().collect::<Vec<_>>()
    };
    PORTS.into_iter().flat_map(on).collect()
}

/// The speech-to-text models in a JSON list whose names can be part of an address.
fn models(list: &str) -> Vec<String> {
    let Ok(list) = serde_json::from_str::<serde_json::Value>(list) else { return Vec::new() };
    let rows = list["data"].as_array().into_iter().flatten();
    let names = rows.filter_map(|row| row["id"].as_str()).map(one_line);
    let hears = |name: &String| {
        let small = name.to_lowercase();
        HEARS.iter().any(|word| small.contains(word))
            && !name.contains(|c: char| c.is_whitespace() || "&#?%+".contains(c))
    };
    names.filter(hears).collect()
}

/// whisper.cpp's program with each model that was found.
fn whisper(machine: &Machine<'_>, own: &Path) -> Vec<Found> {
    let at_home = |path: &str| machine.home.map(|home| home.join(path));
    let built = ["whisper.cpp/build/bin/whisper-cli", "whisper/Release/whisper-cli.exe"];
    let built = built.iter().filter_map(|path| at_home(path)).map(|path| path.display().to_string());
    let usual_programs = ["whisper-cli", "whisper-cpp", "/opt/homebrew/bin/whisper-cli", "/usr/local/bin/whisper-cli"];
    let mut programs = usual_programs.map(str::to_owned).into_iter().chain(built);
    let Some(program) = programs.find(|name| (machine.program)(name).is_some()) else { return Vec::new() };
    let usual = ["models", "whisper.cpp/models", ".local/share/whisper.cpp", ".cache/whisper.cpp", "whisper"];
    let shared = ["/usr/share/whisper.cpp/models", "/opt/homebrew/share/whisper-cpp", "/usr/local/share/whisper-cpp"];
    let packaged = PREFERRED.iter().map(|model| PathBuf::from(format!("/usr/share/whisper.cpp-model-{model}")));
    let folders = std::iter::once(own.to_owned())
        .chain(usual.iter().filter_map(|path| at_home(path)))
        .chain(shared.iter().map(PathBuf::from))
        .chain(packaged);
    let mut models: Vec<(usize, PathBuf)> = folders
        .flat_map(|folder| {
            let files = (machine.names)(&folder);
            files.into_iter().filter_map(move |name| Some((preference(&name)?, folder.join(name))))
        })
        .collect();
    // The sort is stable and by preference alone, so of two equal models the one in the first folder stays.
    models.sort_by_key(|(preference, _)| *preference);
    models.dedup_by_key(|(preference, _)| *preference);
    if models.is_empty() {
        let what = format!("{program} is there, but none of its models was found");
        return vec![Found { what, stt: Vec::new() }];
    }
    let with = |(_, model): &(usize, PathBuf)| {
        let name = model.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stt = vec![program.clone(), "-m".to_owned(), model.display().to_string()];
        Found { what: format!("whisper-cli with {}", one_line(&name)), stt }
    };
    models.iter().take(MODELS).map(with).collect()
}

/// The rank of a model, from its file name; lower is better. None if it is not one of [`PREFERRED`].
fn preference(file: &str) -> Option<usize> {
    let name = file.strip_prefix("ggml-")?.strip_suffix(".bin")?;
    // Quantised models have names like base.en-q5_1.
    let name = name.split("-q").next()?;
    PREFERRED.iter().position(|model| *model == name)
}

/// Programs that bring their own model.
fn others(machine: &Machine<'_>) -> Vec<Found> {
    let mut programs: Vec<(&str, &str, Vec<&str>)> =
        vec![("Vosk", "vosk-transcriber", vec!["--lang", "en-us", "--output-type", "srt", "--input", "{}"])];
    if cfg!(target_os = "macos") {
        programs.push(("the recogniser of macOS, by yap", "yap", vec!["transcribe", "--srt", "{}"]));
        programs.push(("the recogniser of macOS, by hear", "hear", vec!["-d", "-i", "{}"]));
    }
    if cfg!(windows) {
        let arguments = vec!["-NoProfile", "-NonInteractive", "-Command", WINDOWS_OWN];
        programs.push(("the recogniser of Windows", "powershell", arguments));
    }
    let found = |(what, program, arguments): (&str, &str, Vec<&str>)| {
        (machine.program)(program)?;
        let stt = std::iter::once(program).chain(arguments).map(str::to_owned).collect();
        Some(Found { what: what.to_owned(), stt })
    };
    programs.into_iter().filter_map(found).collect()
}

/// How to install a recogniser: two commands for this system, with the size of the download.
pub fn recommended() -> [&'static str; 2] {
    if cfg!(target_os = "macos") {
        [
            "brew install whisper-cpp",
            "curl -L --create-dirs -o ~/models/ggml-base.en.bin \
             https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-base.en.bin   # 148 MB",
        ]
    } else if cfg!(windows) {
        [
            "curl.exe -L -o whisper.zip https://github.com/ggml-org/whisper.cpp/releases/latest/download/whisper-bin-x64.zip; \
             mkdir ~/whisper; tar.exe -xf whisper.zip -C $HOME/whisper",
            "curl.exe -L --create-dirs -o $HOME/models/ggml-base.en.bin \
             https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-base.en.bin   # 148 MB",
        ]
    } else {
        [
            "git clone --depth 1 https://github.com/ggml-org/whisper.cpp ~/whisper.cpp && cd ~/whisper.cpp && cmake -B build \
             && cmake --build build -j --config Release",
            "curl -L --create-dirs -o ~/models/ggml-base.en.bin \
             https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-base.en.bin   # 148 MB",
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn a_program_comes_with_its_best_models() {
        let program = |name: &str| (name == "whisper-cli").then(|| PathBuf::from("/bin/whisper-cli"));
        let names = |folder: &Path| {
            let all =
                ["ggml-tiny.bin", "ggml-base.en-q5_1.bin", "ggml-large-v3.bin", "for-tests-ggml-tiny.bin", "x.bin"];
            if folder.ends_with("models") { all.map(str::to_owned).to_vec() } else { Vec::new() }
        };
        let home = Path::new("/home/ada");
        let machine = Machine { program: &program, names: &names, page: &nothing, home: Some(home) };
        let found = whisper(&machine, Path::new("/data/of-ours"));
        let models: Vec<&str> = found.iter().map(|found| found.stt[2].as_str()).collect();
        let in_home = |name: &str| home.join("models").join(name).display().to_string();
        assert_eq!(models, [in_home("ggml-base.en-q5_1.bin"), in_home("ggml-tiny.bin")]);
        let bare = Machine { names: &|_| Vec::new(), ..machine };
        assert!(whisper(&bare, home)[0].stt.is_empty(), "it cannot work without a model");
    }

    #[test]
    fn servers_are_known_by_their_models_or_their_page() {
        let page = |address: &str| match address {
            "http://127.0.0.1:8000/v1/models" => Some(
                r#"{"data":[{"id":"llama-3"},{"id":"Systran/faster-whisper-small"},{"id":"a whisper"}]}"#.to_owned(),
            ),
            "http://127.0.0.1:8080/" => {
                Some("<title>Whisper.cpp Server</title> curl 127.0.0.1:8080/inference".to_owned())
            }
            "http://127.0.0.1:9000/" => Some("<h1>Something else</h1>".to_owned()),
            _ => None,
        };
        let machine = Machine { program: &|_| None, names: &|_| Vec::new(), page: &page, home: None };
        let found: Vec<String> = servers(&machine).into_iter().flat_map(|found| found.stt).collect();
        let speaches = "http://127.0.0.1:8000/v1/audio/transcriptions?model=Systran/faster-whisper-small";
        assert_eq!(found, ["http://127.0.0.1:8080/inference", speaches]);
    }
}
