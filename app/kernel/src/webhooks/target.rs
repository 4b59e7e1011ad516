//! What an endpoint's address may look like: https, a name or a public address, no password, no port of an old service.
//! Reading goes through the standard of URLs first, so `0x7f.1`, `2130706433` and `127.1` are what they are: 127.0.0.1.

use std::net::IpAddr;

use url::{Host, Url};

use super::address::is_public;
use crate::config::Config;

/// Most characters of an address.
pub const LONGEST: usize = 500;

/// What this program lets through beyond `https` to the public internet.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Plain `http`; in development.
    pub http: bool,
    /// This machine itself; by an explicit setting that production refuses.
    pub loopback: bool,
}

impl Rules {
    /// The rules of this program.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let dev = !config.is_production();
        Self {
            http: dev,
            loopback: dev && config.webhooks_to_loopback,
        }
    }

    /// Whether a connection may go there.
    #[must_use]
    pub fn admit(self, address: IpAddr) -> bool {
        is_public(address) || (self.loopback && address.is_loopback())
    }

    /// Reads an address; the error is the key of a text that says what is wrong.
    pub fn read(self, text: &str) -> Result<Url, &'static str> {
        let url = Url::parse(text.trim()).map_err(|_| "kernel.webhooks.invalid.address")?;
        if url.scheme() != "https" && !(self.http && url.scheme() == "http") {
            return Err("kernel.webhooks.invalid.https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("kernel.webhooks.invalid.password");
        }
        if url.as_str().len() > LONGEST {
            return Err("kernel.invalid.too_long_plain");
        }
        Self::check_port(&url)?;
        self.check_host(&url)?;
        Ok(url)
    }

    /// Below 1024 stand services that a request must not talk to: mail, file sharing, directories.
    fn check_port(url: &Url) -> Result<(), &'static str> {
        let usual = if url.scheme() == "http" { 80 } else { 443 };
        match url.port_or_known_default() {
            Some(port) if port == usual || port >= 1024 => Ok(()),
            _ => Err("kernel.webhooks.invalid.port"),
        }
    }

    fn check_host(self, url: &Url) -> Result<(), &'static str> {
        let literal = match url.host() {
            Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
            Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
            // A name without a dot, or with one at its end, is looked up in places that are not the internet.
            Some(Host::Domain(name)) if self.loopback && name == "localhost" => return Ok(()),
            Some(Host::Domain(name)) if name.ends_with('.') || !name.contains('.') => {
                return Err("kernel.webhooks.invalid.host");
            }
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err("kernel.webhooks.invalid.address"),
        };
        if self.admit(literal) {
            Ok(())
        } else {
            Err("kernel.webhooks.invalid.private")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: Rules = Rules {
        http: false,
        loopback: false,
    };
    const LOCAL: Rules = Rules {
        http: true,
        loopback: true,
    };

    #[test]
    fn ordinary_addresses_pass() {
        for url in [
            "https://hooks.example.com/in?x=1",
            " https://example.com:8443/ ",
            "https://93.184.216.34/",
            "https://[2606:4700:4700::1111]/",
            "https://پیام.example.ir/",
        ] {
            assert!(STRICT.read(url).is_ok(), "{url}");
        }
        assert!(LOCAL.read("http://127.0.0.1:9000/").is_ok());
        assert!(LOCAL.read("http://localhost:9000/").is_ok());
    }

    #[test]
    fn each_trick_is_refused_with_its_reason() {
        for (url, why) in [
            ("hooks.example.com", "address"),
            ("https://", "address"),
            ("http://example.com/", "https"),
            ("ftp://example.com/", "https"),
            ("file:///etc/passwd", "https"),
            ("https://user:pass@example.com/", "password"),
            ("https://example.com@127.0.0.1/", "password"),
            ("https://example.com:25/", "port"),
            ("https://example.com:80/", "port"),
            ("https://127.0.0.1/", "private"),
            ("https://2130706433/", "private"),
            ("https://0x7f000001/", "private"),
            ("https://0177.0.0.1/", "private"),
            ("https://127.1/", "private"),
            ("https://127.0.0.1./", "private"),
            ("https://[::1]/", "private"),
            ("https://[::ffff:10.0.0.1]/", "private"),
            ("https://[fd00:ec2::254]/", "private"),
            ("https://169.254.169.254/latest/meta-data/", "private"),
            ("https://１２７.0.0.1/", "private"),
            ("https://localhost/", "host"),
            ("https://intranet/", "host"),
            ("https://example.com./", "host"),
        ] {
            let found = STRICT.read(url).map_err(|key| key.rsplit('.').next());
            assert_eq!(found, Err(Some(why)), "{url}");
        }
    }

    #[test]
    fn loopback_is_a_choice_and_opens_no_other_house() {
        assert_eq!(
            LOCAL.read("http://10.0.0.1/"),
            Err("kernel.webhooks.invalid.private")
        );
        assert_eq!(
            LOCAL.read("http://169.254.169.254/"),
            Err("kernel.webhooks.invalid.private")
        );
    }
}
