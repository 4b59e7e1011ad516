//! Memory that pictures may take together while they are opened. A small file can hold a large picture, and as many come
//! at once as somebody sends; those for which there is no memory wait.

use std::future::Future;

use tokio::sync::Semaphore;

use crate::error::{AppError, AppResult};

const MIB: u64 = 1024 * 1024;
/// Memory in MiB: one picture of the largest kind, or several smaller ones.
const TOGETHER: u32 = 360;
/// What the smallest picture counts as: so many are opened at once at most.
const LEAST: u32 = TOGETHER / 8;

/// A share of memory to open pictures in.
pub(super) struct Room {
    mebibytes: Semaphore,
}

impl Room {
    const fn new() -> Self {
        Self {
            mebibytes: Semaphore::const_new(TOGETHER as usize),
        }
    }

    /// Memory belongs to the process, so does this.
    pub(super) fn of_the_process() -> &'static Self {
        static ROOM: Room = Room::new();
        &ROOM
    }

    /// Does the work when there are so many bytes left.
    pub(super) async fn with<T>(&self, bytes: u64, work: impl Future<Output = T>) -> AppResult<T> {
        let share = u32::try_from(bytes.div_ceil(MIB)).unwrap_or(TOGETHER);
        let _share = self
            .mebibytes
            .acquire_many(share.clamp(LEAST, TOGETHER))
            .await
            .map_err(|e| AppError::internal(format!("memory for pictures: {e}")))?;
        Ok(work.await)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[tokio::test]
    async fn pictures_together_take_no_more_than_their_share() {
        let (room, now, most) = (Room::new(), AtomicU64::new(0), AtomicU64::new(0));
        let open = |bytes: u64| {
            let (room, now, most) = (&room, &now, &most);
            async move {
                room.with(bytes, async {
                    most.fetch_max(
                        now.fetch_add(bytes, Ordering::SeqCst) + bytes,
                        Ordering::SeqCst,
                    );
                    tokio::task::yield_now().await;
                    now.fetch_sub(bytes, Ordering::SeqCst);
                })
                .await
                .unwrap();
            }
        };
        let pictures = (1..=40).map(|n| open(n % 13 * 30 * MIB));
        futures::future::join_all(pictures).await;
        let most = most.load(Ordering::SeqCst);
        assert!(
            most <= u64::from(TOGETHER) * MIB && most > 200 * MIB,
            "{most}"
        );
    }
}
