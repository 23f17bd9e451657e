//! Where an answer would be sent, and whether that is this machine.

use std::fmt;
use std::path::{Path, PathBuf};

use hotseat_bank::text::one_line;
use hotseat_outside::command_line::at_home;
use hotseat_outside::url::{Url, UrlError};

use hotseat_outside::http::SPEAKS_TLS;

use super::error::CoachError;
use super::key::Key;

/// The server or program that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A server with the API of `OpenAI`'s chat service.
    Server {
        /// The base address, usually ending in `/v1`.
        url: Url,
        /// The name of the model it is asked for.
        model: String,
        /// The API key it has to be shown.
        key: Key,
        /// The file with the certificates that are trusted in place of the public ones, if it is on another machine.
        ca: Option<PathBuf>,
    },
    /// A program that reads a prompt from its standard input and writes a reply.
    Command {
        /// The program and its arguments; never empty.
        words: Vec<String>,
        /// The name of its model, for the candidate's own records.
        model: String,
    },
}

/// How far what is sent travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It stays on this machine.
    ThisMachine,
    /// A server on this machine passes it on to another machine.
    PassedOn,
    /// A program gets it, and where that sends it is not known here.
    Program,
    /// It goes to another machine.
    Remote,
}

/// What the settings say about who is asked; empty means not set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The address of a server.
    pub server: &'a str,
    /// A program and its arguments, in which `~/` stands for the home folder.
    pub command: &'a [String],
    /// The name of the model.
    pub model: &'a str,
    /// The host of the address once more, if it is on another machine.
    pub remote: &'a str,
    /// The environment variable that holds the API key.
    pub key_env: &'a str,
    /// The program that prints the API key, and its arguments.
    pub key_command: &'a [String],
    /// The file with the root certificates of one's own network.
    pub ca: Option<&'a Path>,
}

impl Reach {
    /// How the request for consent describes it.
    pub fn words(self) -> &'static str {
        match self {
            Self::ThisMachine => "this machine",
            Self::PassedOn => "NOT this machine: the server here passes it on, as the model's name says",
            Self::Program => "a program of yours: where it sends them, it knows",
            Self::Remote => "NOT this machine",
        }
    }
}

impl Destination {
    /// Reads the settings. Either a server or a command has to be set; `home` is what `~/` stands for.
    pub fn of(wanted: &Wanted<'_>, home: Option<&Path>) -> Result<Self, CoachError> {
        let setting = |problem: &str| CoachError::Setting(problem.to_owned());
        let model = one_line(wanted.model);
        let expand = |words: &[String]| words.iter().map(|word| at_home(word, home)).collect::<Vec<_>>();
        let key = match (wanted.key_env.trim(), wanted.key_command) {
            ("", []) => Key::None,
            ("", [program, ..]) if program.trim().is_empty() => {
                return Err(setting("the program in key_command has no name"));
            }
            ("", words) => Key::Command(expand(words)),
            (name, []) => Key::Env(name.to_owned()),
            _ => return Err(setting("key_env and key_command are both set; take one out")),
        };
        let remote = wanted.remote.trim();
        if remote.is_empty() && key != Key::None {
            return Err(setting("a key is shown to nobody but the host that remote names, and there is no remote"));
        }
        let ca = wanted.ca.map(Path::to_owned);
        if remote.is_empty() && ca.is_some() {
            return Err(setting("ca is set, but no remote: on this machine there is no certificate to look at"));
        }
        match (wanted.server.trim(), wanted.command) {
            ("", _) if !remote.is_empty() => Err(setting("remote is set, but no server")),
            ("", []) => Err(setting("neither server nor command says who is to be asked")),
            ("", [program, ..]) if program.trim().is_empty() => Err(setting("the program in command has no name")),
            ("", words) => Ok(Self::Command { words: expand(words), model }),
            (_, [_, ..]) => Err(setting("server and command are both set; take one out")),
            (server, []) => {
                let url = if remote.is_empty() { Url::parse(server) } else { Url::remote(server, remote) };
                let url = url.map_err(|error| match error {
                    UrlError::Malformed(problem) => CoachError::Setting(problem),
                    UrlError::Elsewhere(host) => CoachError::Elsewhere(host),
                })?;
                if url.is_remote() && !SPEAKS_TLS {
                    return Err(setting(NO_TLS));
                }
                if model.is_empty() {
                    return Err(setting(
                        "model is missing; it is the name that the server has for it: hotseat coach status lists them",
                    ));
                }
                Ok(Self::Server { url, model, key, ca })
            }
        }
    }

    /// How far the answer would travel. Ollama runs models whose names end in `cloud` on its maker's machines, even
    /// though it listens on this one.
    pub fn reach(&self) -> Reach {
        match self {
            Self::Server { url, .. } if url.is_remote() => Reach::Remote,
            Self::Server { model, .. } if is_passed_on(model) => Reach::PassedOn,
            Self::Server { .. } => Reach::ThisMachine,
            Self::Command { .. } => Reach::Program,
        }
    }

    /// A short name for who is asked: the host, or the program.
    pub fn who(&self) -> String {
        match self {
            Self::Server { url, .. } => url.authority(),
            Self::Command { words, .. } => {
                let name = Path::new(&words[0]).file_name().map(|name| name.to_string_lossy().into_owned());
                one_line(&name.unwrap_or_else(|| words[0].clone()))
            }
        }
    }

    /// The model's name for display: servers may name a file with its folders, which are left out.
    pub fn model(&self) -> &str {
        let (Self::Server { model, .. } | Self::Command { model, .. }) = self;
        short_name(model)
    }

    /// What consent is given to: another address, another program, or a model that leaves the machine needs consent of
    /// its own.
    pub fn consented(&self) -> String {
        match self {
            Self::Server { url, model, .. } if is_passed_on(model) => format!("{url} {model}"),
            Self::Server { url, .. } => url.to_string(),
            Self::Command { words, .. } => words.join(" "),
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.model() {
            "" => f.write_str(&self.who()),
            model => write!(f, "{model} at {}", self.who()),
        }
    }
}

/// Said when the settings name another machine but this build cannot talk to one.
const NO_TLS: &str = "this build sends nothing to other machines, as remote wants: cargo install hotseat --features remote \
                      makes one that does; a command of your own does so with any build";

/// Whether the model that a server names in its reply is the one that was asked for: servers name files with their
/// folders, leave out the usual tag, and append a date.
pub fn is_same_model(asked: &str, named: &str) -> bool {
    let plain = |model: &str| {
        let last = model.rsplit(['/', '\\']).next().unwrap_or(model).to_lowercase();
        let last = last.trim_end_matches(":latest").trim_end_matches(".gguf").to_owned();
        last.chars().filter(char::is_ascii_alphanumeric).collect::<String>()
    };
    let (asked, named) = (plain(asked), plain(named));
    asked.contains(&named) || named.contains(&asked)
}

/// Whether a model runs on the machines of the server's maker.
pub fn is_passed_on(model: &str) -> bool {
    let tag = model.rsplit([':', '/']).next().unwrap_or(model).to_lowercase();
    tag == "cloud" || tag.ends_with("-cloud")
}

/// The last part of a model's name, if the name is a path.
pub fn short_name(model: &str) -> &str {
    let is_weights = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("gguf");
    let is_file = model.starts_with('/') || Path::new(model).extension().is_some_and(is_weights);
    if is_file { model.rsplit(['/', '\\']).next().unwrap_or(model) } else { model }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server<'a>(server: &'a str, model: &'a str) -> Wanted<'a> {
        Wanted { server, model, ..Wanted::default() }
    }

    #[test]
    fn only_what_stays_here_is_called_this_machine() {
        let at = |model: &str| Destination::of(&server("http://127.0.0.1:11434/v1", model), None).expect("a server");
        assert_eq!(at("gemma4:12b").reach(), Reach::ThisMachine);
        for passed_on in ["gpt-oss:120b-cloud", "qwen3:Cloud", "me/kimi-cloud"] {
            assert_eq!(at(passed_on).reach(), Reach::PassedOn, "{passed_on}");
            assert_ne!(at(passed_on).consented(), at("gemma4:12b").consented());
        }
        assert_eq!(at("gemma4:12b").consented(), at("qwen3:9b").consented());
        let far = Destination::of(&server("https://api.example.com/v1", "m"), None).expect_err("far").to_string();
        assert!(far.contains("api.example.com") && far.contains("nothing was sent"), "{far}");
    }

    #[test]
    fn settings_are_read_or_refused_with_what_is_wrong() {
        let of = |server: &str, command: &[&str], model: &str| {
            let command: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
            let wanted = Wanted { server, command: &command, model, ..Wanted::default() };
            Destination::of(&wanted, Some(Path::new("/home/me")))
        };
        let command = of("", &["~/bin/llm", "--no-log"], "").expect("a command");
        assert_eq!((command.who().as_str(), command.reach()), ("llm", Reach::Program));
        assert_eq!(command.consented(), "/home/me/bin/llm --no-log");
        for (server, command, model) in [
            ("", &[][..], "m"),
            ("http://127.0.0.1:1", &["llm"], "m"),
            ("http://127.0.0.1:1", &[], ""),
            ("", &[" "], ""),
        ] {
            assert!(matches!(of(server, command, model), Err(CoachError::Setting(_))), "{server} {command:?}");
        }
    }

    #[test]
    fn another_machine_is_named_twice_and_only_it_is_shown_a_key() {
        let far = Wanted { remote: "api.example.com", ..server("https://api.example.com/v1", "m") };
        let told = |wanted: Wanted<'_>| Destination::of(&wanted, None).expect_err("refused").to_string();
        match Destination::of(&Wanted { key_env: "KEY", ..far }, None) {
            Ok(destination) if SPEAKS_TLS => {
                assert_eq!(destination.reach(), Reach::Remote);
                assert_eq!(destination.consented(), "https://api.example.com/v1");
                assert!(matches!(destination, Destination::Server { key: Key::Env(name), .. } if name == "KEY"));
            }
            Ok(destination) => panic!("{destination:?} without TLS"),
            Err(error) => assert!(!SPEAKS_TLS && error.to_string().contains("--features remote"), "{error}"),
        }
        let pass = ["pass".to_owned()];
        for (wanted, problem) in [
            (Wanted { remote: "example.com", ..far }, "and not example.com"),
            (Wanted { server: "http://api.example.com/v1", ..far }, "only https"),
            (Wanted { server: "", ..far }, "but no server"),
            (Wanted { key_env: "KEY", ..server("http://127.0.0.1:1/v1", "m") }, "there is no remote"),
            (Wanted { key_env: "KEY", key_command: &pass, ..far }, "take one out"),
            (Wanted { server: "", command: &pass, ..far }, "but no server"),
            (Wanted { key_command: &[String::new()], ..far }, "has no name"),
            (
                Wanted { ca: Some(Path::new("/root.pem")), ..server("http://127.0.0.1:1/v1", "m") },
                "ca is set, but no remote",
            ),
        ] {
            let told = told(wanted);
            assert!(told.contains(problem), "{told}");
        }
    }

    #[test]
    fn a_file_is_called_by_its_last_part() {
        let model = "/opt/models/smol.gguf";
        assert_eq!(short_name(model), "smol.gguf");
        assert_eq!(short_name("library/gemma4:12b"), "library/gemma4:12b");
    }

    #[test]
    fn the_names_of_one_model_are_known_to_be_the_same() {
        for (asked, named) in [
            ("gemma4:12b", "gemma4:12b"),
            ("gemma4", "gemma4:latest"),
            ("/opt/models/Smol-135M.gguf", "Smol-135M"),
            ("gpt-5-mini", "gpt-5-mini-2026-01-01"),
            ("google/gemma-4", "gemma-4"),
        ] {
            assert!(is_same_model(asked, named), "{asked} {named}");
        }
        assert!(!is_same_model("gemma4:12b", "qwen3:9b") && !is_same_model("gpt-oss:20b", "gpt-oss:120b-cloud"));
    }
}
