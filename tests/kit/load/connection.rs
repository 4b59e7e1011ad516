//! One keep-alive connection: send bytes, read exactly one answer into a buffer that is reused.
//! Here so that reading an answer costs the bench a few microseconds and no allocation.

use std::fmt;
use std::net::SocketAddr;

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The last answer of a connection, copied out.
#[derive(Clone)]
pub struct Reply {
    /// Status line and header fields.
    pub head: String,
    /// Body as sent, chunks joined, still compressed.
    pub body: Vec<u8>,
    /// Its `Content-Encoding`, empty when there is none.
    pub encoding: String,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.text().unwrap_or_default().chars().take(1500).collect();
        write!(f, "{}\n{text}", self.head)
    }
}

pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    head: usize,
    body: Vec<u8>,
}

impl Connection {
    pub(super) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("connect")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
            head: 0,
            body: Vec::new(),
        })
    }

    /// Send one request, read its answer, return the status.
    pub(super) async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        self.buffer.clear();
        self.body.clear();
        self.stream.write_all(request).await?;
        while !self.find_head() {
            self.more().await.context("reading the head")?;
        }
        let (head, _) = self.buffer.split_at_checked(self.head).unwrap_or_default();
        let head = std::str::from_utf8(head)?;
        let status = head.split(' ').nth(1).context("a status")?.parse()?;
        match (
            field(head, "content-length"),
            field(head, "transfer-encoding"),
        ) {
            _ if matches!(status, 204 | 304) => {}
            (Some(length), _) => self.read_sized(length.parse()?).await?,
            (None, Some("chunked")) => self.read_chunks().await?,
            _ => bail!("answer without a length:\n{head}"),
        }
        Ok(status)
    }

    pub(super) fn body_length(&self) -> usize {
        self.body.len()
    }

    pub(super) fn reply(&self) -> Reply {
        let head = self.buffer.get(..self.head).unwrap_or_default();
        let head = String::from_utf8_lossy(head).trim().to_owned();
        let encoding = field(&head, "content-encoding").unwrap_or_default();
        let encoding = encoding.to_owned();
        Reply {
            head,
            body: self.body.clone(),
            encoding,
        }
    }

    fn find_head(&mut self) -> bool {
        let end = self
            .buffer
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n");
        self.head = end.map_or(0, |at| at + 4);
        end.is_some()
    }

    async fn read_sized(&mut self, length: usize) -> anyhow::Result<()> {
        let end = self.head + length;
        while self.buffer.len() < end {
            self.more().await.context("reading the body")?;
        }
        self.body
            .extend_from_slice(self.buffer.get(self.head..end).unwrap_or_default());
        Ok(())
    }

    async fn read_chunks(&mut self) -> anyhow::Result<()> {
        let mut at = self.head;
        loop {
            let line = loop {
                let rest = self.buffer.get(at..).unwrap_or_default();
                match rest.windows(2).position(|bytes| bytes == b"\r\n") {
                    Some(length) => break length,
                    None => self.more().await.context("reading a chunk's size")?,
                }
            };
            let size = self.buffer.get(at..at + line).unwrap_or_default();
            let size = std::str::from_utf8(size)?
                .split(';')
                .next()
                .unwrap_or_default();
            let size = usize::from_str_radix(size.trim(), 16).context("a chunk's size")?;
            let (start, end) = (at + line + 2, at + line + 2 + size);
            while self.buffer.len() < end + 2 {
                self.more().await.context("reading a chunk")?;
            }
            self.body
                .extend_from_slice(self.buffer.get(start..end).unwrap_or_default());
            at = end + 2;
            if size == 0 {
                return Ok(());
            }
        }
    }

    async fn more(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn field<'h>(head: &'h str, wanted: &str) -> Option<&'h str> {
    head.lines().skip(1).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case(wanted).then(|| value.trim())
    })
}
