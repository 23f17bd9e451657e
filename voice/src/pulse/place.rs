//! Where the sound server listens. Like libpulse, this looks in more places than the environment.

use std::path::{Path, PathBuf};

/// The sockets to try, in order. `env` reads an environment variable, `read` a file.
pub(super) fn sockets(
    env: impl Fn(&str) -> Option<String>,
    user: u32,
    read: impl Fn(&Path) -> Option<String>,
) -> Vec<PathBuf> {
    let set = |name| env(name).filter(|value| !value.trim().is_empty());
    // A server named explicitly is the only one to be tried.
    if let Some(servers) = set("PULSE_SERVER") {
        return named(&servers);
    }
    let mut found = Vec::new();
    found.extend(set("PULSE_RUNTIME_PATH").map(|folder| Path::new(&folder).join("native")));
    found.extend(set("XDG_RUNTIME_DIR").map(|folder| Path::new(&folder).join("pulse/native")));
    let settings =
        set("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| set("HOME").map(|home| Path::new(&home).join(".config")));
    let files = settings.into_iter().map(|folder| folder.join("pulse/client.conf"));
    let configured =
        files.chain([PathBuf::from("/etc/pulse/client.conf")]).find_map(|file| default_server(&read(&file)?));
    found.extend(configured.iter().flat_map(|servers| named(servers)));
    found.push(PathBuf::from(format!("/run/user/{user}/pulse/native")));
    found.push(PathBuf::from("/run/pulse/native"));
    found.push(PathBuf::from("/var/run/pulse/native"));
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    found
}

/// The sockets in a list such as `{machine}unix:/run/user/1000/pulse/native tcp:other:4713`. Network servers are left
/// to the recorder programs.
fn named(servers: &str) -> Vec<PathBuf> {
    let path = |word: &str| {
        let server = word.split_once('}').filter(|_| word.starts_with('{')).map_or(word, |(_, server)| server);
        let server = server.strip_prefix("unix:").unwrap_or(server);
        server.starts_with('/').then(|| PathBuf::from(server))
    };
    servers.split_whitespace().filter_map(path).collect()
}

/// The value of `default-server` in the text of a `client.conf`.
fn default_server(text: &str) -> Option<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';']));
    let values = lines.filter_map(|line| line.split_once('=')).filter(|(key, _)| key.trim() == "default-server");
    values.map(|(_, value)| value.trim().to_owned()).rfind(|value| !value.is_empty())
}

/// Length of a cookie in bytes. A server hangs up on a client that sends fewer, even if it accepts everybody.
const COOKIE: usize = 256;

/// The cookie that proves that we are the server's user: zeros if none is found, as libpulse sends them.
pub(super) fn cookie(env: impl Fn(&str) -> Option<String>, read: impl Fn(&Path) -> Option<Vec<u8>>) -> Vec<u8> {
    let own = env("PULSE_COOKIE").map(PathBuf::from);
    let home = env("HOME").map(PathBuf::from);
    let others = home.iter().flat_map(|home| [".config/pulse/cookie", ".pulse-cookie"].map(|below| home.join(below)));
    let mut cookie = own.into_iter().chain(others).find_map(|file| read(&file)).unwrap_or_default();
    cookie.resize(COOKIE, 0);
    cookie
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(env: &[(&str, &str)], file: Option<&str>) -> Vec<String> {
        let env = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let read = |path: &Path| file.filter(|_| path.ends_with("pulse/client.conf")).map(str::to_owned);
        sockets(env, 7, read).into_iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn a_named_server_is_the_only_one() {
        assert_eq!(found(&[("PULSE_SERVER", "/bare/path"), ("XDG_RUNTIME_DIR", "/run/x")], None), ["/bare/path"]);
        assert_eq!(found(&[("PULSE_SERVER", "{abc}unix:/a/b tcp:host:4713")], None), ["/a/b"]);
        assert_eq!(found(&[("PULSE_SERVER", "tcp:host")], None), [""; 0]);
    }

    #[test]
    fn all_places_of_the_library_are_looked_at() {
        let env = [("PULSE_RUNTIME_PATH", "/p"), ("XDG_RUNTIME_DIR", "/run/user/7"), ("HOME", "/home/me")];
        let file = "; a comment\ndefault-server = unix:/from/conf\n";
        let all = ["/p/native", "/run/user/7/pulse/native", "/from/conf", "/run/pulse/native", "/var/run/pulse/native"];
        assert_eq!(found(&env, Some(file)), all);
        assert_eq!(found(&[("PULSE_SERVER", " ")], None)[0], "/run/user/7/pulse/native");
    }

    #[test]
    fn a_configured_server_may_be_commented_out() {
        assert_eq!(default_server("#default-server = /no\n"), None);
        assert_eq!(default_server("default-server =\n default-server=/yes\n").as_deref(), Some("/yes"));
    }

    #[test]
    fn a_cookie_has_its_length_even_if_there_is_none() {
        let home = |name: &str| (name == "HOME").then(|| "/home/me".to_owned());
        let old = |file: &Path| file.ends_with(".pulse-cookie").then(|| vec![7; COOKIE]);
        assert_eq!(cookie(home, old), [7; COOKIE]);
        assert_eq!(cookie(home, |_| None), [0; COOKIE]);
        assert_eq!(cookie(|_| None, old), [0; COOKIE], "nobody's home");
    }
}
