//! One SMTP connection by RFC 5321, with PIPELINING, SIZE, 8BITMIME (6152), SMTPUTF8 (6531), STARTTLS (3207), AUTH (4954).
//! Here, strict on purpose: a client that breaks the protocol must fail in a test, not at a customer.

use std::io::{Error, ErrorKind};
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::tls::{Tls, may_sign_in};
use super::{Mail, Shared};

/// A connection, in the clear or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

type Io = BufReader<Box<dyn Stream>>;

/// Largest message taken, as announced in EHLO: room for 25 MB of attachments.
const MAX_SIZE: usize = 26_214_400;
/// Longest command line, CRLF included (RFC 5321 4.5.3.1.4 with the extensions' additions).
const MAX_COMMAND: u64 = 1024;
/// Longest text line, CRLF included (RFC 5321 4.5.3.1.6).
const MAX_LINE: usize = 1000;

/// Who greeted, and the mail being built.
#[derive(Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a step of the conversation that RFC 5321 and 4954 tell apart"
)]
struct State {
    greeted: bool,
    extended: bool,
    secure: bool,
    signed_in: bool,
    mail: Option<Envelope>,
}

#[derive(Default)]
struct Envelope {
    from: String,
    to: Vec<String>,
    eight_bit: bool,
    utf8: bool,
}

/// What the loop does after a command.
enum Next {
    Say(&'static str),
    Data,
    Secure,
    Bye,
}

pub(super) async fn run(stream: TcpStream, shared: Arc<Shared>) -> std::io::Result<()> {
    let mut state = State::default();
    let mut io: Io = BufReader::new(Box::new(stream));
    if let Some(tls) = shared.tls.as_ref().filter(|tls| tls.from_start) {
        io = secured(io, tls).await?;
        state.secure = true;
    }
    say(&mut io, "220 sink.test ESMTP").await?;
    while let Some(line) = command(&mut io).await? {
        let Some(line) = line else {
            say(&mut io, "500 5.5.2 Line too long or not ended by CRLF").await?;
            continue;
        };
        match state.obey(&line, &shared) {
            Next::Say(answer) => say(&mut io, answer).await?,
            Next::Data => {
                say(&mut io, "354 End data with <CR><LF>.<CR><LF>").await?;
                let envelope = state.mail.take().unwrap_or_default();
                take_message(&mut io, envelope, &shared).await?;
            }
            Next::Secure => {
                say(&mut io, "220 2.0.0 Go ahead").await?;
                if let Some(tls) = &shared.tls {
                    io = secured(io, tls).await?;
                }
                // What was said in the clear is forgotten (RFC 3207 4.2).
                state = State {
                    secure: true,
                    ..State::default()
                };
            }
            Next::Bye => return say(&mut io, "221 2.0.0 Bye").await,
        }
    }
    Ok(())
}

impl State {
    fn obey(&mut self, line: &str, shared: &Shared) -> Next {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" if rest.trim().is_empty() => Next::Say("501 5.5.4 Your name?"),
            "EHLO" => {
                self.greet(true);
                Next::Say(self.extensions(shared))
            }
            "HELO" => {
                self.greet(false);
                Next::Say("250 sink.test")
            }
            "STARTTLS" if self.greeted && !self.secure && shared.tls.is_some() => Next::Secure,
            "AUTH" if self.secure && !self.signed_in => {
                self.signed_in = may_sign_in(rest);
                Next::Say(if self.signed_in {
                    "235 2.7.0 Welcome"
                } else {
                    "535 5.7.8 Error: authentication failed"
                })
            }
            "MAIL" if shared.tls.is_some() && !self.signed_in => {
                Next::Say("530 5.7.0 Authentication required")
            }
            "MAIL" => Next::Say(self.mail_from(rest, shared)),
            "RCPT" => Next::Say(self.rcpt_to(rest, shared)),
            "DATA" => match &self.mail {
                Some(mail) if !mail.to.is_empty() => Next::Data,
                Some(_) => Next::Say("554 5.5.1 No valid recipients"),
                None => Next::Say("503 5.5.1 MAIL first"),
            },
            "RSET" => {
                self.mail = None;
                Next::Say("250 2.0.0 Forgotten")
            }
            "NOOP" => Next::Say("250 2.0.0 Ok"),
            "VRFY" => Next::Say("252 2.1.5 Send it and see"),
            "QUIT" => Next::Bye,
            "EXPN" | "HELP" | "AUTH" | "STARTTLS" => Next::Say("502 5.5.1 Not offered"),
            _ => Next::Say("500 5.5.2 Unknown command"),
        }
    }

    fn greet(&mut self, extended: bool) {
        self.greeted = true;
        self.extended = extended;
        self.mail = None;
    }

    fn extensions(&self, shared: &Shared) -> &'static str {
        match (&shared.tls, self.secure) {
            (None, _) => {
                "250-sink.test\r\n250-PIPELINING\r\n250-SIZE 26214400\r\n250-8BITMIME\r\n\
                 250-ENHANCEDSTATUSCODES\r\n250 SMTPUTF8"
            }
            (Some(_), false) => "250-sink.test\r\n250-SIZE 26214400\r\n250 STARTTLS",
            (Some(_), true) => {
                "250-sink.test\r\n250-PIPELINING\r\n250-SIZE 26214400\r\n250-8BITMIME\r\n\
                 250-ENHANCEDSTATUSCODES\r\n250-AUTH PLAIN\r\n250 SMTPUTF8"
            }
        }
    }

    fn mail_from(&mut self, rest: &str, shared: &Shared) -> &'static str {
        if !self.greeted {
            return "503 5.5.1 EHLO first";
        }
        if self.mail.is_some() {
            return "503 5.5.1 One mail at a time";
        }
        let Some((from, parameters)) = path(rest, "FROM:") else {
            return "501 5.5.4 MAIL FROM:<address>";
        };
        if !self.extended && !parameters.is_empty() {
            return "555 5.5.4 Parameters need EHLO";
        }
        let mut envelope = Envelope {
            from: from.to_owned(),
            ..Envelope::default()
        };
        for parameter in parameters.split_ascii_whitespace() {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match (
                name.to_ascii_uppercase().as_str(),
                value.to_ascii_uppercase().as_str(),
            ) {
                ("SIZE", size) => match size.parse::<usize>() {
                    Ok(size) if size > MAX_SIZE => return "552 5.3.4 Message too big",
                    Ok(_) => {}
                    Err(_) => return "501 5.5.4 SIZE=number",
                },
                ("BODY", "8BITMIME") => envelope.eight_bit = true,
                ("BODY", "7BIT") => {}
                ("SMTPUTF8", "") => envelope.utf8 = true,
                _ => return "555 5.5.4 Unknown parameter",
            }
        }
        if !from.is_ascii() && !envelope.utf8 {
            return "553 5.6.7 Address needs SMTPUTF8";
        }
        if shared.faults(super::faults::Faults::take_refusal) {
            return "451 4.3.0 Try again later";
        }
        self.mail = Some(envelope);
        "250 2.1.0 Ok"
    }

    fn rcpt_to(&mut self, rest: &str, shared: &Shared) -> &'static str {
        let Some(mail) = &mut self.mail else {
            return "503 5.5.1 MAIL first";
        };
        match path(rest, "TO:") {
            None | Some(("", _)) => "501 5.5.4 RCPT TO:<address>",
            Some((_, parameters)) if !parameters.is_empty() => "555 5.5.4 Unknown parameter",
            Some((to, _)) if !to.contains('@') => "501 5.1.3 Not an address",
            Some((to, _)) if !to.is_ascii() && !mail.utf8 => "553 5.6.7 Address needs SMTPUTF8",
            Some((to, _)) if shared.faults(|f| f.refuses(to)) => "550 5.1.1 No such mailbox",
            Some(_) if mail.to.len() >= 100 => "452 4.5.3 Too many recipients",
            Some((to, _)) => {
                mail.to.push(to.to_owned());
                "250 2.1.5 Ok"
            }
        }
    }
}

/// The connection under TLS; what came before it in the clear is dropped.
async fn secured(io: Io, tls: &Tls) -> std::io::Result<Io> {
    let stream = tls.acceptor.accept(io.into_inner()).await?;
    Ok(BufReader::new(Box::new(stream)))
}

/// `FROM:<a@b> X=1` → `("a@b", "X=1")`.
fn path<'l>(rest: &'l str, keyword: &str) -> Option<(&'l str, &'l str)> {
    let (have, rest) = rest.split_at_checked(keyword.len())?;
    let inside = rest
        .trim_start()
        .strip_prefix('<')
        .filter(|_| have.eq_ignore_ascii_case(keyword));
    let (address, parameters) = inside?.split_once('>')?;
    let spaceless = !address.contains(char::is_whitespace);
    spaceless.then_some((address, parameters.trim()))
}

/// Read until the final dot, then keep the mail or say why not.
async fn take_message(io: &mut Io, envelope: Envelope, shared: &Shared) -> std::io::Result<()> {
    let mut raw = Vec::new();
    let mut fault = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if io.read_until(b'\n', &mut line).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            break;
        }
        let unstuffed = line.strip_prefix(b".").unwrap_or(&line);
        let is_eight_bit = !unstuffed.is_ascii() && !envelope.eight_bit;
        fault = fault.or(match () {
            () if !line.ends_with(b"\r\n") => Some("554 5.6.11 Bare line feed"),
            () if line.len() > MAX_LINE => Some("554 5.6.0 Line longer than 998 bytes"),
            () if is_eight_bit => Some("554 5.6.3 Eight-bit bytes without BODY=8BITMIME"),
            () if raw.len() + unstuffed.len() > MAX_SIZE => Some("552 5.3.4 Message too big"),
            () => None,
        });
        if fault.is_none() {
            raw.extend_from_slice(unstuffed);
        }
    }
    let (cut, delay) = shared.faults(|f| (f.take_drop(), f.delay));
    tokio::time::sleep(delay).await;
    match fault {
        Some(fault) => say(io, fault).await,
        None if cut => {
            shared.keep(Mail::new(envelope.from, envelope.to, raw, false));
            Err(Error::new(
                ErrorKind::ConnectionAborted,
                "cut after the dot, as scripted",
            ))
        }
        None => {
            shared.keep(Mail::new(envelope.from, envelope.to, raw, true));
            say(io, "250 2.0.0 Kept").await
        }
    }
}

/// The next command line without its CRLF; `Some(None)` for one that is too long or badly ended.
async fn command(io: &mut Io) -> std::io::Result<Option<Option<String>>> {
    let mut line = Vec::new();
    let read = (&mut *io)
        .take(MAX_COMMAND)
        .read_until(b'\n', &mut line)
        .await?;
    if read == 0 {
        return Ok(None);
    }
    if !line.ends_with(b"\n") {
        // Swallow the rest, so that the tail of a long line is not taken for a command.
        io.read_until(b'\n', &mut Vec::new()).await?;
    }
    let text = String::from_utf8(line).ok();
    Ok(Some(text.and_then(|text| {
        text.strip_suffix("\r\n").map(str::to_owned)
    })))
}

async fn say(io: &mut Io, answer: &str) -> std::io::Result<()> {
    io.write_all(format!("{answer}\r\n").as_bytes()).await?;
    io.flush().await
}
