//! Sends through the operator's SMTP server. The only file that knows lettre's transport.
//! Without a server mail is kept: in development `/dev/outbox` shows it.

use std::time::Duration;

use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::config::Config;
use crate::error::{AppError, AppResult};

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
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|e| AppError::internal(format!("SARAI_SMTP_URL cannot be used: {e}")))?
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
            Err(error) if error.is_permanent() => Ok(Sent::Refused(error.to_string())),
            Err(error) => Err(AppError::Upstream(format!("smtp: {error}"))),
        }
    }

    /// Whether the server answers.
    pub async fn check(&self) -> Result<String, String> {
        match &self.smtp {
            None => Ok("no SMTP server; mail is kept in the outbox".to_owned()),
            Some(smtp) => match smtp.test_connection().await {
                Ok(true) => Ok("the SMTP server answers".to_owned()),
                Ok(false) => Err("the SMTP server does not answer".to_owned()),
                Err(e) => Err(format!(
                    "the SMTP server does not answer: {e}. Check SARAI_SMTP_URL"
                )),
            },
        }
    }
}
