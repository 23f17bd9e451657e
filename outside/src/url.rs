//! Addresses on this machine. No name is ever looked up.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why an address is not spoken to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It makes no sense.
    #[error("{0}")]
    Malformed(String),
    /// It is on another machine.
    #[error("{0} is not this machine")]
    Elsewhere(String),
}

/// An address on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    host: String,
    addresses: Vec<IpAddr>,
    port: u16,
    path: String,
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}:{}{}", self.host, self.port, self.path)
    }
}

impl Url {
    /// Reads an address and refuses what is not on this machine.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let setting = UrlError::Malformed;
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(setting("the address has blanks or control characters in it".into()));
        }
        let (scheme, rest) = text.split_once("://").ok_or_else(|| setting(format!("{text:?} is no address")))?;
        let (authority, path) = rest.find(['/', '?', '#']).map_or((rest, ""), |at| rest.split_at(at));
        // Whatever stands before an @ is a user name, and the host comes behind it.
        let host_and_port = authority.rsplit('@').next().unwrap_or(authority);
        let (host, port) = match host_and_port.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => host_and_port.split_once(':').map_or((host_and_port, None), |(host, port)| (host, Some(port))),
        };
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
        let port = port.map_or(Ok(80), str::parse).map_err(|_| setting(format!("{port:?} is no port")))?;
        let path = path.split('#').next().unwrap_or("");
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { host, addresses, port, path })
    }

    /// The address with another path behind its own: `/models` behind `/v1`.
    pub fn below(&self, path: &str) -> Self {
        Self { path: format!("{}/{path}", self.path.trim_end_matches('/')), ..self.clone() }
    }

    /// The value of a name in the query, if it is there.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.path.split_once('?')?;
        query.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name)).map(|(_, value)| value)
    }

    /// Host and port, as people write them.
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The address with numbers in place of a name, one for each that the name stands for.
    pub(super) fn literal(&self) -> impl Iterator<Item = String> {
        self.addresses.iter().map(|address| format!("http://{}{}", SocketAddr::new(*address, self.port), self.path))
    }
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
        assert_eq!(url.literal().collect::<Vec<_>>(), ["http://[::1]:9000/t?model=base&x=1"]);
        let named = Url::parse("http://localhost:1234/v1/").expect("an address").below("models");
        assert_eq!(
            named.literal().collect::<Vec<_>>(),
            ["http://127.0.0.1:1234/v1/models", "http://[::1]:1234/v1/models"]
        );
    }
}
