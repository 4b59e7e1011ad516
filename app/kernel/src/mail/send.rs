//! Sends through the operator's SMTP server. The only file that knows lettre's transport.
//! Without a server mail is kept: in development `/dev/outbox` shows it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use crate::config::Config;
use crate::error::{AppError, AppResult};

/// Answers of a server that concern who we are, not the mail: it may go once the settings are mended.
const SIGN_IN_CODES: [&str; 4] = ["530", "534", "535", "538"];

/// How a sending ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The server took it.
    Accepted,
    /// There is no server.
    Kept,
    /// The server will never take it.
    Refused(String),
}

/// The way out.
pub struct Mailer {
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
}

impl Mailer {
    pub(crate) fn new(config: &Config) -> AppResult<Self> {
        let smtp = match &config.smtp_url {
            None => None,
            Some(url) => Some(
                server(url, config.smtp_ca.as_deref())
                    .map_err(AppError::internal)?
                    .timeout(Some(Duration::from_secs(20)))
                    .pool_config(PoolConfig::new().max_size(4))
                    .build(),
            ),
        };
        Ok(Self { smtp })
    }

    /// Whether mail leaves this machine.
    #[must_use]
    pub fn has_server(&self) -> bool {
        self.smtp.is_some()
    }

    /// Sends one message; an error means: try again later.
    pub(super) async fn send(&self, message: Message) -> AppResult<Sent> {
        let Some(smtp) = &self.smtp else {
            return Ok(Sent::Kept);
        };
        match smtp.send(message).await {
            Ok(_) => Ok(Sent::Accepted),
            Err(error) if error.is_permanent() && !is_about_sign_in(&error) => {
                Ok(Sent::Refused(error.to_string()))
            }
            Err(error) => Err(AppError::Upstream(trouble(&error))),
        }
    }

    /// Whether the server answers.
    pub async fn check(&self) -> Result<String, String> {
        match &self.smtp {
            None => Ok("no SMTP server; mail is kept in the outbox".to_owned()),
            Some(smtp) => match smtp.test_connection().await {
                Ok(true) => Ok("the SMTP server answers".to_owned()),
                Ok(false) => Err("the SMTP server does not answer".to_owned()),
                Err(e) => Err(trouble(&e)),
            },
        }
    }
}

/// The server that the address names; an error says how an address looks.
fn server(url: &str, authority: Option<&Path>) -> Result<AsyncSmtpTransportBuilder, String> {
    const FORMS: &str = "SARAI_SMTP_URL must be smtps://user:password@host:465 (TLS), \
        smtp://user:password@host:587?tls=required (STARTTLS) or smtp://host:25 (plain); \
        in user and password write %40 for @, %3A for :, %2F for / and %25 for %";
    let parsed = Url::parse(url).map_err(|e| format!("{FORMS}: {e}"))?;
    let (scheme, Some(host)) = (parsed.scheme(), parsed.host_str()) else {
        return Err(FORMS.to_owned());
    };
    if !matches!(scheme, "smtp" | "smtps") {
        return Err(FORMS.to_owned());
    }
    let builder =
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|e| format!("{FORMS}: {e}"))?;
    let Some(authority) = authority else {
        return Ok(builder);
    };
    let tls = trusting(host, authority)?;
    let wish = parsed.query_pairs().find(|(name, _)| name == "tls");
    match (scheme, wish.as_ref().map(|(_, value)| value.as_ref())) {
        ("smtps", _) => Ok(builder.tls(Tls::Wrapper(tls))),
        (_, Some("required")) => Ok(builder.tls(Tls::Required(tls))),
        (_, Some("opportunistic")) => Ok(builder.tls(Tls::Opportunistic(tls))),
        _ => Err(format!(
            "SARAI_SMTP_CA is set, but SARAI_SMTP_URL asks for no TLS. {FORMS}"
        )),
    }
}

/// The system's authorities and those of the file.
fn trusting(host: &str, authority: &Path) -> Result<TlsParameters, String> {
    let unusable = |why: &dyn std::fmt::Display| {
        format!(
            "SARAI_SMTP_CA: {} must hold certificates as PEM (-----BEGIN CERTIFICATE-----): {why}",
            authority.display()
        )
    };
    let pem = fs::read(authority).map_err(|e| unusable(&e))?;
    if !pem.windows(11).any(|w| w == b"CERTIFICATE") {
        return Err(unusable(&"there is none"));
    }
    let roots = Certificate::from_pem(&pem).map_err(|e| unusable(&e))?;
    TlsParameters::builder(host.to_owned())
        .add_root_certificate(roots)
        .build()
        .map_err(|e| unusable(&e))
}

fn is_about_sign_in(error: &Error) -> bool {
    error
        .status()
        .is_some_and(|code| SIGN_IN_CODES.contains(&code.to_string().as_str()))
}

/// What went wrong, and where to mend it; shown beside the delivery and by `sarai doctor`.
fn trouble(error: &Error) -> String {
    let text = error.to_string();
    let advice = if text.contains("UnknownIssuer") || text.contains("BadSignature") {
        "the mail server's certificate comes from an authority that this machine does not know: name it in SARAI_SMTP_CA"
    } else if text.contains("certificate") {
        "the mail server's certificate is not accepted: host and date must be right"
    } else if is_about_sign_in(error) || text.contains("authentication mechanism") {
        "the mail server does not accept this sign-in: mend user and password in SARAI_SMTP_URL, and ask for TLS"
    } else {
        "the mail server could not take it now: see SARAI_SMTP_URL"
    };
    format!("{advice} ({text})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_without_a_scheme_is_refused_with_the_forms_it_may_have() {
        for url in [
            "mail.example:465",
            "user:pw@mail.example",
            "mail.example",
            "http://x",
            "smtp:x",
            "",
        ] {
            let error = server(url, None).err().unwrap_or_default();
            assert!(
                error.contains("smtps://user:password@host:465"),
                "{url}: {error}"
            );
        }
        for url in [
            "smtps://u:p@mail.example",
            "smtp://localhost:25",
            "smtp://u:p@h?tls=required",
        ] {
            assert!(server(url, None).is_ok(), "{url}");
        }
    }

    #[test]
    fn authority_that_cannot_be_read_or_used_is_named() {
        let missing = Path::new("/nowhere/ca.pem");
        let error = server("smtps://mail.example", Some(missing)).err().unwrap();
        assert!(error.contains("/nowhere/ca.pem"), "{error}");
        let here = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let error = server("smtps://mail.example", Some(here)).err().unwrap();
        assert!(error.contains("BEGIN CERTIFICATE"), "{error}");
        let error = server("smtp://mail.example", Some(here)).err().unwrap();
        assert!(!error.is_empty());
    }
}
