//! The one way to read a request's body: so many bytes, never slower than a least rate, and not for ever.
//! Whatever reads a body (forms, JSON, signed calls, the drain before a refusal) goes through `BodyReader`.

use std::io::{Error, ErrorKind, Result as IoResult};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use rocket::data::{DataStream, ToByteUnit};
use rocket::{Data, Request};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};
use tokio::time::{Instant, Sleep};

use crate::app::App;
use crate::error::AppError;

/// Bytes a second that a body must bring on average, after its first patience.
const LEAST_RATE: u64 = 1024;
/// No body takes longer, however quick it is.
const LONGEST: Duration = Duration::from_mins(30);
/// What is read and forgotten so that the client reads our answer instead of a reset.
const DRAIN_LIMIT: u64 = 64 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_mins(1);

/// How long a body may keep us waiting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    patience: Duration,
}

impl Pace {
    /// Waits so long before the least rate counts.
    pub(crate) fn patient_for(patience: Duration) -> Self {
        Self { patience }
    }

    fn of(request: &Request<'_>) -> Self {
        let app = request.rocket().state::<Arc<App>>();
        Self::patient_for(Duration::from_secs(
            app.map_or(20, |app| app.config.body_seconds),
        ))
    }

    /// When a body that has brought so many bytes has kept us waiting for too long.
    fn due(self, started: Instant, read: u64) -> Instant {
        started + (self.patience + Duration::from_secs(read / LEAST_RATE)).min(LONGEST)
    }
}

/// A body being read. As an [`AsyncRead`] it fails with [`ErrorKind::FileTooLarge`] beyond its limit and with
/// [`ErrorKind::TimedOut`] when the client is too slow; [`BodyReader::refusal`] makes the answer of either.
pub(crate) struct BodyReader<S> {
    stream: S,
    pace: Pace,
    started: Instant,
    alarm: Pin<Box<Sleep>>,
    limit: u64,
    read: u64,
}

impl<'r> BodyReader<DataStream<'r>> {
    /// The body of this request, of at most `limit` bytes.
    pub(crate) fn open(request: &Request<'_>, data: Data<'r>, limit: u64) -> Self {
        // Rocket's own limit would only cut in silence.
        Self::over(data.open(u64::MAX.bytes()), Pace::of(request), limit)
    }
}

impl<S: AsyncRead + Unpin> BodyReader<S> {
    /// A body from any source.
    pub(crate) fn over(stream: S, pace: Pace, limit: u64) -> Self {
        let started = Instant::now();
        Self {
            stream,
            pace,
            started,
            alarm: Box::pin(tokio::time::sleep_until(pace.due(started, 0))),
            limit,
            read: 0,
        }
    }

    /// The same body with another limit.
    pub(crate) fn limited_to(mut self, limit: u64) -> Self {
        self.limit = limit;
        self
    }

    /// The whole body; one that is too large is drained first.
    pub(crate) async fn whole(mut self) -> Result<Vec<u8>, AppError> {
        let mut bytes = Vec::new();
        match self.read_to_end(&mut bytes).await {
            Ok(_) => Ok(bytes),
            Err(error) => {
                let refusal = self.refusal(&error);
                self.drain().await;
                Err(refusal)
            }
        }
    }

    /// The answer to a body that could not be read to its end.
    pub(crate) fn refusal(&self, error: &Error) -> AppError {
        match error.kind() {
            ErrorKind::FileTooLarge => AppError::TooLarge(self.limit),
            ErrorKind::TimedOut => AppError::TooSlow,
            _ => AppError::BadRequest(format!("the body broke off: {error}")),
        }
    }

    /// Reads and forgets the rest, within bounds of size and time; nothing of it is looked at.
    pub(crate) async fn drain(&mut self) {
        self.limit = self.read.saturating_add(DRAIN_LIMIT);
        let mut nowhere = tokio::io::sink();
        let forget = tokio::io::copy(self, &mut nowhere);
        if !matches!(tokio::time::timeout(DRAIN_TIME, forget).await, Ok(Ok(_))) {
            tracing::debug!("gave up draining a body");
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for BodyReader<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<IoResult<()>> {
        let this = self.get_mut();
        if this.read > this.limit {
            return Poll::Ready(Err(ErrorKind::FileTooLarge.into()));
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buf);
        let due = this.pace.due(this.started, this.read);
        if this.alarm.deadline() != due {
            this.alarm.as_mut().reset(due);
        }
        // Also asked of a client that sends a byte now and then and so never keeps us waiting.
        if this.alarm.as_mut().poll(cx).is_ready() {
            buf.set_filled(before);
            return Poll::Ready(Err(ErrorKind::TimedOut.into()));
        }
        std::task::ready!(read)?;
        this.read += (buf.filled().len() - before) as u64;
        if this.read > this.limit {
            buf.set_filled(before);
            return Poll::Ready(Err(ErrorKind::FileTooLarge.into()));
        }
        Poll::Ready(Ok(()))
    }
}

/// Reads and forgets a request's body.
pub(crate) async fn drain(request: &Request<'_>, data: Data<'_>) {
    BodyReader::open(request, data, DRAIN_LIMIT).drain().await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const QUICK: Pace = Pace {
        patience: Duration::from_millis(30),
    };

    #[tokio::test]
    async fn body_that_stops_halfway_is_too_slow() {
        let (ours, theirs) = tokio::io::duplex(64);
        let mut theirs = theirs;
        tokio::io::AsyncWriteExt::write_all(&mut theirs, b"username=")
            .await
            .unwrap();
        let refused = BodyReader::over(ours, QUICK, 1000).whole().await;
        assert!(matches!(refused, Err(AppError::TooSlow)), "{refused:?}");
    }

    #[tokio::test]
    async fn byte_now_and_then_is_too_slow() {
        let (ours, mut theirs) = tokio::io::duplex(64);
        let drip = async {
            while tokio::io::AsyncWriteExt::write_all(&mut theirs, b"x")
                .await
                .is_ok()
            {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let read = BodyReader::over(ours, QUICK, 1_000_000).whole();
        let refused = tokio::select! { refused = read => refused, () = drip => Ok(vec![]) };
        assert!(matches!(refused, Err(AppError::TooSlow)), "{refused:?}");
    }

    #[tokio::test]
    async fn limit_is_to_the_byte() {
        let whole = |limit| BodyReader::over(b"12345".as_slice(), QUICK, limit).whole();
        assert_eq!(whole(5).await.unwrap(), b"12345");
        assert!(matches!(whole(4).await, Err(AppError::TooLarge(4))));
    }

    #[test]
    fn what_is_brought_buys_time_and_never_more_than_the_longest() {
        let now = Instant::now();
        let pace = Pace::patient_for(Duration::from_secs(20));
        assert_eq!(pace.due(now, 0), now + Duration::from_secs(20));
        assert_eq!(pace.due(now, 10 * 1024), now + Duration::from_secs(30));
        assert_eq!(pace.due(now, u64::MAX), now + LONGEST);
    }
}
