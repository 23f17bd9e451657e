//! Where an answer would go, and whether that is this machine.

use std::fmt;
use std::path::Path;

use hotseat_bank::text::one_line;
use hotseat_outside::command_line::at_home;
use hotseat_outside::url::{Url, UrlError};

use super::error::CoachError;

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A server on this machine that speaks as `OpenAI`'s chat service does.
    Server {
        /// The address that ends in `/v1`, or what stands for it.
        url: Url,
        /// The model that it is asked for.
        model: String,
    },
    /// A program that reads a prompt and writes a reply.
    Command {
        /// The program and its arguments; never empty.
        words: Vec<String>,
        /// What its model is called, for the candidate's own records.
        model: String,
    },
}

/// How far what is sent goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It stays on this machine.
    ThisMachine,
    /// A server on this machine passes it on to another one.
    PassedOn,
    /// A program gets it, and nobody here knows what it does with it.
    Program,
}

impl Reach {
    /// What consent is asked with.
    pub fn words(self) -> &'static str {
        match self {
            Self::ThisMachine => "this machine",
            Self::PassedOn => "NOT this machine: the server here passes it on, as the model's name says",
            Self::Program => "a program of yours: where it sends them, it knows",
        }
    }
}

impl Destination {
    /// Reads the settings. `server` is an address, `command` a program and its arguments, in which `~/` is the folder `home`;
    /// one of the two has to be there.
    pub fn of(server: &str, command: &[String], model: &str, home: Option<&Path>) -> Result<Self, CoachError> {
        let model = one_line(model);
        match (server.trim(), command) {
            ("", []) => Err(CoachError::Setting("neither server nor command says who is to be asked".into())),
            ("", [program, ..]) if program.trim().is_empty() => {
                Err(CoachError::Setting("the program in command has no name".into()))
            }
            ("", words) => {
                let expand = |word: &String| at_home(word, home);
                Ok(Self::Command { words: words.iter().map(expand).collect(), model })
            }
            (_, [_, ..]) => Err(CoachError::Setting("server and command are both set; take one out".into())),
            (server, []) => match Url::parse(server) {
                Ok(_) if model.is_empty() => Err(CoachError::Setting(
                    "model is missing; it is the name that the server has for it: hotseat coach status lists them"
                        .into(),
                )),
                Ok(url) => Ok(Self::Server { url, model }),
                Err(UrlError::Malformed(problem)) => Err(CoachError::Setting(problem)),
                Err(UrlError::Elsewhere(host)) => Err(CoachError::Elsewhere(host)),
            },
        }
    }

    /// How far it goes. Ollama runs models whose names end in `cloud` on its maker's machines, though it listens here.
    pub fn reach(&self) -> Reach {
        match self {
            Self::Server { model, .. } if is_passed_on(model) => Reach::PassedOn,
            Self::Server { .. } => Reach::ThisMachine,
            Self::Command { .. } => Reach::Program,
        }
    }

    /// Who is asked, in a word: the host, or the program.
    pub fn who(&self) -> String {
        match self {
            Self::Server { url, .. } => url.authority(),
            Self::Command { words, .. } => {
                let name = Path::new(&words[0]).file_name().map(|name| name.to_string_lossy().into_owned());
                one_line(&name.unwrap_or_else(|| words[0].clone()))
            }
        }
    }

    /// What the model is called where people read it: servers name a file with its folders.
    pub fn model(&self) -> &str {
        let (Self::Server { model, .. } | Self::Command { model, .. }) = self;
        short_name(model)
    }

    /// What consent is given to: another address, another program, or a model that leaves the machine has to ask anew.
    pub fn consented(&self) -> String {
        match self {
            Self::Server { url, model } if is_passed_on(model) => format!("{url} {model}"),
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

/// Whether a model runs on machines of the server's maker.
pub fn is_passed_on(model: &str) -> bool {
    let tag = model.rsplit([':', '/']).next().unwrap_or(model).to_lowercase();
    tag == "cloud" || tag.ends_with("-cloud")
}

/// The last part of a model's name that is a path.
pub fn short_name(model: &str) -> &str {
    let is_weights = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("gguf");
    let is_file = model.starts_with('/') || Path::new(model).extension().is_some_and(is_weights);
    if is_file { model.rsplit(['/', '\\']).next().unwrap_or(model) } else { model }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_here_is_called_this_machine() {
        let at = |model: &str| Destination::of("http://127.0.0.1:11434/v1", &[], model, None).expect("a server");
        assert_eq!(at("gemma4:12b").reach(), Reach::ThisMachine);
        for passed_on in ["gpt-oss:120b-cloud", "qwen3:Cloud", "me/kimi-cloud"] {
            assert_eq!(at(passed_on).reach(), Reach::PassedOn, "{passed_on}");
            assert_ne!(at(passed_on).consented(), at("gemma4:12b").consented());
        }
        assert_eq!(at("gemma4:12b").consented(), at("qwen3:9b").consented());
        let far = Destination::of("https://api.example.com/v1", &[], "m", None).expect_err("far").to_string();
        assert!(far.contains("api.example.com") && far.contains("nothing was sent"), "{far}");
    }

    #[test]
    fn settings_are_read_or_refused_with_what_is_wrong() {
        let of = |server: &str, command: &[&str], model: &str| {
            let command: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
            Destination::of(server, &command, model, Some(Path::new("/home/me")))
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
    fn a_file_is_called_by_its_last_part() {
        let model = "/opt/models/smol.gguf";
        assert_eq!(short_name(model), "smol.gguf");
        assert_eq!(short_name("library/gemma4:12b"), "library/gemma4:12b");
    }
}
