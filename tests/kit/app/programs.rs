//! Programs of a test: a token of a member, and requests that carry it.
//! The token is made as the screen makes it; the screen has its own tests.

use std::sync::atomic::{AtomicU32, Ordering};

use kernel::api::{NewToken, issue};
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use super::{Member, TestApp};
use crate::{Answer, Client};

/// A program that acts for a member.
#[derive(Clone)]
pub struct Program {
    client: Client,
    /// Its token.
    pub token: String,
}

/// A token about to be made.
#[must_use]
pub struct NewProgram<'a> {
    app: &'a TestApp,
    member: &'a Member,
    scopes: Vec<String>,
    days: u16,
    per_hour: Option<i32>,
}

impl NewProgram<'_> {
    /// It may use these permissions.
    pub fn scopes(mut self, scopes: &[&str]) -> Self {
        self.scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        self
    }

    /// It lives so long.
    pub fn days(mut self, days: u16) -> Self {
        self.days = days;
        self
    }

    /// It has so many requests an hour.
    pub fn per_hour(mut self, requests: i32) -> Self {
        self.per_hour = Some(requests);
        self
    }

    /// Make the token.
    pub async fn start(self) -> Program {
        let new = NewToken {
            tenant: self.member.tenant,
            person: self.member.person.id,
            name: "program",
            scopes: &self.scopes,
            days: self.days,
            per_hour: self.per_hour,
        };
        let db = self.app.platform();
        let token = db.write(async |tx| issue(tx, &new).await).await;
        self.app.program_with(&token.expect("a token"))
    }
}

impl TestApp {
    /// A program of this member, with a day to live and every scope that there is.
    pub fn program<'a>(&'a self, member: &'a Member) -> NewProgram<'a> {
        let scopes = self.state().registry.scopes();
        NewProgram {
            app: self,
            member,
            scopes: scopes.keys().map(|&scope| scope.to_owned()).collect(),
            days: 1,
            per_hour: None,
        }
    }

    /// A program with this token, such as a stolen one.
    pub fn program_with(&self, token: &str) -> Program {
        Program {
            client: self.client_speaking("en"),
            token: token.to_owned(),
        }
    }
}

impl Program {
    /// The same program behind a proxy that says this address of it; the program under test must trust 127.0.0.1.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self {
            client: self.client.at(address),
            token: self.token.clone(),
        }
    }

    /// Ask.
    pub async fn get(&self, path: impl AsRef<str>) -> Answer {
        let request = self.client.request(Method::GET, path.as_ref());
        self.client
            .send(request.header(AUTHORIZATION, self.header()))
            .await
    }

    /// Send JSON under a key of its own.
    pub async fn post(&self, path: impl AsRef<str>, body: &Value) -> Answer {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let key = format!("key-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.post_under(&key, path, body).await
    }

    /// Send JSON under this key.
    pub async fn post_under(&self, key: &str, path: impl AsRef<str>, body: &Value) -> Answer {
        let request = self
            .request(Method::POST, path.as_ref())
            .body(body.to_string());
        self.client
            .send(request.header("idempotency-key", key))
            .await
    }

    /// A request with the token and the type of JSON, to be altered and given to [`Self::send`].
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, path);
        request
            .header(AUTHORIZATION, self.header())
            .header(CONTENT_TYPE, "application/json")
    }

    /// Send it.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        self.client.send(request).await
    }

    fn header(&self) -> String {
        format!("Bearer {}", self.token)
    }
}
