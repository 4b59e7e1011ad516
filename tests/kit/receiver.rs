//! Somebody else's server that hears of facts: a real HTTP server that notes each call and answers as it is told to.
//! Signatures are computed anew by the reference library of Standard Webhooks, which knows nothing of our code.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How a call is answered.
#[derive(Clone, Debug)]
pub enum Reply {
    /// With this status and body.
    Status(u16, &'static str),
    /// With a redirect.
    Redirect(String),
    /// Never; the connection stays open.
    Hang,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: String,
}

impl Call {
    /// A header, empty when absent.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(have, _)| have == name);
        found.map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("a body of JSON")
    }

    /// Whether one of its signatures is of this secret.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let webhook = standardwebhooks::Webhook::new(secret).expect("a secret");
        let at = self.header("webhook-timestamp").parse().expect("seconds");
        let expected = webhook
            .sign(self.header("webhook-id"), at, self.body.as_bytes())
            .expect("a signature");
        self.header("webhook-signature")
            .split(' ')
            .any(|one| one == expected)
    }
}

#[derive(Default)]
struct State {
    calls: watch::Sender<Vec<Call>>,
    replies: Mutex<VecDeque<Reply>>,
    always: Mutex<Option<Reply>>,
}

/// The server; it ends with the test.
pub struct Receiver {
    port: u16,
    state: Arc<State>,
    task: tokio::task::JoinHandle<()>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Receiver {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { port, state, task }
    }

    /// Its address, on this machine.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hooks", self.port)
    }

    /// Answers the next call like this.
    pub fn next(&self, reply: Reply) {
        held(&self.state.replies).push_back(reply);
    }

    /// Answers every further call like this.
    pub fn always(&self, reply: Reply) {
        *held(&self.state.always) = Some(reply);
    }

    /// What has come so far.
    pub fn calls(&self) -> Vec<Call> {
        self.state.calls.borrow().clone()
    }

    /// Waits until so many calls have come.
    ///
    /// # Panics
    /// When they do not come in time.
    pub async fn wait_for(&self, count: usize) -> Vec<Call> {
        let mut calls = self.state.calls.subscribe();
        let come = calls.wait_for(|calls| calls.len() >= count);
        let Ok(come) = tokio::time::timeout(Duration::from_secs(30), come).await else {
            panic!("only {} calls came", self.calls().len());
        };
        come.expect("the server lives").clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, state: Arc<State>) {
    let Some(call) = read(&mut stream).await else {
        return;
    };
    state.calls.send_modify(|calls| calls.push(call));
    let next = held(&state.replies).pop_front();
    let reply = next.or_else(|| held(&state.always).clone());
    let answer = match reply.unwrap_or(Reply::Status(200, "ok")) {
        Reply::Status(status, body) => format!(
            "HTTP/1.1 {status} Said\r\ncontent-type: text/plain\r\nx-receiver: kit\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ),
        Reply::Redirect(to) => {
            format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
        }
        Reply::Hang => std::future::pending().await,
    };
    let _ = stream.write_all(answer.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> Option<Call> {
    let mut bytes = Vec::new();
    let mut chunk = [0u8; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let headers: Vec<(String, String)> = head
                .lines()
                .skip(1)
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect();
            let length = headers.iter().find(|(name, _)| name == "content-length");
            let length: usize = length.map_or(0, |(_, n)| n.parse().unwrap_or(0));
            if body.len() >= length {
                let body = body.to_owned();
                return Some(Call { headers, body });
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(chunk.get(..n)?),
        }
    }
}
