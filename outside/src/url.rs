//! Addresses of servers. On this machine no name is ever looked up; a host elsewhere has to be named twice and is
//! spoken to over TLS.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why an address is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It is not an address that can be used; the text says why.
    #[error("{0}")]
    Malformed(String),
    /// It is on another machine.
    #[error("{0} is not this machine")]
    Elsewhere(String),
}

/// An address: on this machine, or on another one that was explicitly named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    host: String,
    /// The addresses that a host on this machine stands for. Empty if it is another machine, whose name is looked up.
    addresses: Vec<IpAddr>,
    port: u16,
    path: String,
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_remote() {
            return f.write_str(&self.remote_address());
        }
        write!(f, "http://{}:{}{}", self.host, self.port, self.path)
    }
}

impl Url {
    /// Parses an address and refuses any that is not on this machine.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let setting = UrlError::Malformed;
        let Parts { scheme, authority, host, port, path } = Parts::of(text)?;
        let addresses = match (host.to_lowercase().as_str(), host.parse::<IpAddr>()) {
            ("localhost", _) => vec![IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)],
            (_, Ok(address)) if address.is_loopback() => vec![address],
            _ => return Err(UrlError::Elsewhere(host.to_owned())),
        };
        if scheme != "http" {
            return Err(setting(format!("only plain http:// is spoken on this machine, not {scheme}://")));
        }
        if authority.contains('@') {
            return Err(setting("an address with a user name is not supported".into()));
        }
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        Ok(Self { host, addresses, port: port_of(port, 80)?, path: path_of(path) })
    }

    /// Parses an address on another machine, whose host has to equal `named`: anything that is sent away should have
    /// been named twice. Only `https` is accepted.
    pub fn remote(text: &str, named: &str) -> Result<Self, UrlError> {
        let setting = UrlError::Malformed;
        let Parts { scheme, authority, host, port, path } = Parts::of(text)?;
        if authority.contains('@') {
            return Err(setting("an address with a user name is not supported".into()));
        }
        let host = host.to_lowercase();
        if host != named.trim().to_lowercase() {
            return Err(setting(format!("the host of the address is {host}, and not {}", named.trim())));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if host.is_empty() || !host.chars().all(plain) {
            return Err(setting(format!("{host:?} is no name of a host; write it as the network has it")));
        }
        if host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()) {
            return Err(setting(format!("{host} is this machine, which needs no `remote`")));
        }
        if scheme != "https" {
            return Err(setting(format!("only https:// leaves this machine, not {scheme}://")));
        }
        Ok(Self { host, addresses: Vec::new(), port: port_of(port, 443)?, path: path_of(path) })
    }

    /// This machine treated as if it were another one; for tests only.
    #[cfg(all(test, feature = "tls"))]
    pub(super) fn far(host: &str, port: u16) -> Self {
        Self { host: host.to_owned(), addresses: Vec::new(), port, path: "/".to_owned() }
    }

    /// Whether it is on another machine.
    pub fn is_remote(&self) -> bool {
        self.addresses.is_empty()
    }

    fn remote_address(&self) -> String {
        match self.port {
            443 => format!("https://{}{}", self.host, self.path),
            port => format!("https://{}:{port}{}", self.host, self.path),
        }
    }

    /// The address with another path appended to its own: `/models` after `/v1`.
    pub fn below(&self, path: &str) -> Self {
        Self { path: format!("{}/{path}", self.path.trim_end_matches('/')), ..self.clone() }
    }

    /// The value of a parameter in the query, if it is there.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.path.split_once('?')?;
        query.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name)).map(|(_, value)| value)
    }

    /// Host and port, as people write them; port 443 is left out of an address elsewhere.
    pub fn authority(&self) -> String {
        match (self.is_remote(), self.port) {
            (true, 443) => self.host.clone(),
            (_, port) => format!("{}:{port}", self.host),
        }
    }

    /// The addresses to try. On this machine they are numeric, one for each address that the name stands for.
    pub(super) fn tried(&self) -> Vec<String> {
        let literal = |address: &IpAddr| format!("http://{}{}", SocketAddr::new(*address, self.port), self.path);
        match self.addresses.as_slice() {
            [] => vec![self.remote_address()],
            addresses => addresses.iter().map(literal).collect(),
        }
    }
}

/// The parts of an address.
struct Parts<'a> {
    scheme: &'a str,
    authority: &'a str,
    host: &'a str,
    port: Option<&'a str>,
    path: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, UrlError> {
        let setting = UrlError::Malformed;
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(setting("the address has blanks or control characters in it".into()));
        }
        let (scheme, rest) = text.split_once("://").ok_or_else(|| setting(format!("{text:?} is no address")))?;
        let (authority, path) = rest.find(['/', '?', '#']).map_or((rest, ""), |at| rest.split_at(at));
        // Whatever comes before an @ is a user name; the host comes after it.
        let host_and_port = authority.rsplit('@').next().unwrap_or(authority);
        let (host, port) = match host_and_port.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => host_and_port.split_once(':').map_or((host_and_port, None), |(host, port)| (host, Some(port))),
        };
        Ok(Self { scheme, authority, host, port, path })
    }
}

fn port_of(port: Option<&str>, usual: u16) -> Result<u16, UrlError> {
    let Some(port) = port else { return Ok(usual) };
    port.parse().map_err(|_| UrlError::Malformed(format!("{port:?} is no port")))
}

fn path_of(path: &str) -> String {
    let path = path.split('#').next().unwrap_or("");
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to() {
        for here in [
            "http://127.0.0.1:8080/v1/audio/transcriptions",
            "http://localhost/inference",
            "http://[::1]:9000/x",
            "http://127.8.9.1/x",
        ] {
            assert!(Url::parse(here).is_ok(), "{here}");
        }
        for elsewhere in [
            "http://example.com/x",
            "http://127.0.0.1@example.com/x",
            "http://127.0.0.1.example.com/x",
            "http://localhost.example.com",
            "https://api.openai.com/v1/audio/transcriptions",
            "http://192.168.0.2/x",
            "http://[2001:db8::1]/x",
            "http://0.0.0.0/x",
            "http://2130706433/x",
            "http:///x",
        ] {
            assert!(matches!(Url::parse(elsewhere), Err(UrlError::Elsewhere(_))), "{elsewhere}");
        }
        for wrong in ["https://localhost/x", "http://localhost:99999/x", "http://me@localhost/x", "http://local host/"]
        {
            assert!(matches!(Url::parse(wrong), Err(UrlError::Malformed(_))), "{wrong}");
        }
        let url = Url::parse("http://[::1]:9000/t?model=base&x=1#y").expect("an address");
        assert_eq!(
            (url.to_string().as_str(), url.query("model")),
            ("http://[::1]:9000/t?model=base&x=1", Some("base"))
        );
        assert_eq!(url.tried(), ["http://[::1]:9000/t?model=base&x=1"]);
        let named = Url::parse("http://localhost:1234/v1/").expect("an address").below("models");
        assert_eq!(named.tried(), ["http://127.0.0.1:1234/v1/models", "http://[::1]:1234/v1/models"]);
    }
    #[test]
    fn another_machine_has_to_be_named_and_speaks_tls() {
        let remote = |text: &str, named: &str| Url::remote(text, named);
        let url = remote("https://API.example.com/v1", "api.example.com").expect("named");
        assert_eq!(
            (url.to_string().as_str(), url.authority().as_str()),
            ("https://api.example.com/v1", "api.example.com")
        );
        assert_eq!(url.below("models").tried(), ["https://api.example.com/v1/models"]);
        let url = remote("https://10.0.0.7:8443/v1", "10.0.0.7").expect("named");
        assert_eq!(
            (url.tried(), url.authority()),
            (vec!["https://10.0.0.7:8443/v1".to_owned()], "10.0.0.7:8443".into())
        );
        for (text, named) in [
            ("http://api.example.com/v1", "api.example.com"),
            ("https://api.example.com/v1", "example.com"),
            ("https://api.example.com.evil.net/v1", "api.example.com"),
            ("https://api.example.com@evil.net/v1", "api.example.com"),
            ("https://me@api.example.com/v1", "api.example.com"),
            ("https://localhost/v1", "localhost"),
            ("https://127.0.0.1/v1", "127.0.0.1"),
            ("https://\u{430}pi.example.com/v1", "\u{430}pi.example.com"),
            ("https:///v1", ""),
            ("https://api.example.com:99999/v1", "api.example.com"),
            ("api.example.com", "api.example.com"),
        ] {
            assert!(matches!(remote(text, named), Err(UrlError::Malformed(_))), "{text}");
        }
    }
}
