//! What this node remembers of answers that many pages ask for: counts beside saved views, lists for a select.
//! An answer lives until its topic is poked, on any node, and five seconds at most; so a page is never staler than its
//! own live updates.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cached::{Cached, LruTtlCache};
use diesel::QueryResult;

use crate::db::{ReadTx, Scoped};
use crate::error::{AppError, AppResult};

/// How long an answer may live when the database cannot tell of a change, as while the listening connection is away.
const LIFE: Duration = Duration::from_secs(5);
/// Topics that are remembered at once.
const TOPICS: usize = 512;

type Answers = Mutex<HashMap<(Scoped, String), Arc<dyn Any + Send + Sync>>>;

/// The answers of one node, by topic.
pub struct Memory {
    topics: Mutex<LruTtlCache<String, Arc<Answers>>>,
}

impl Memory {
    /// An empty one.
    pub fn new() -> AppResult<Self> {
        let topics = LruTtlCache::builder()
            .max_size(TOPICS)
            .ttl(LIFE)
            .build()
            .map_err(|e| AppError::internal(format!("memory of answers: {e}")))?;
        Ok(Self {
            topics: Mutex::new(topics),
        })
    }

    /// The topic's answers as of now. Who asks the database afterwards writes into what they took before: a poke in
    /// between has put it out of reach, so a stale answer cannot come back.
    fn of(&self, topic: &str) -> Arc<Answers> {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answers) = topics.cache_get(topic) {
            return Arc::clone(answers);
        }
        let answers = Arc::<Answers>::default();
        topics.cache_set(topic.to_owned(), Arc::clone(&answers));
        answers
    }

    /// Forgets the answers of a topic.
    pub(crate) fn forget(&self, topic: &str) {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = topics.cache_remove(topic);
    }

    /// Forgets everything: the database was away and may have changed.
    pub(crate) fn forget_all(&self) {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        topics.cache_clear();
    }
}

/// The answer to `question`, from this node's memory or from `ask`. Whatever changes the answer must
/// [`announce`](super::announce) the topic, unless an answer of some seconds ago does (figures of a dashboard). Only those who see the same rows share an answer, and a transaction that
/// writes always asks.
pub async fn remembered<T: Clone + Send + Sync + 'static>(
    tx: &mut ReadTx,
    topic: &str,
    question: &str,
    ask: impl AsyncFnOnce(&mut ReadTx) -> QueryResult<T>,
) -> QueryResult<T> {
    if !tx.is_read_only() {
        return ask(tx).await;
    }
    let answers = tx.app.memory.of(topic);
    let key = (tx.scoped(), question.to_owned());
    let known = {
        let answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(&key).map(Arc::clone)
    };
    if let Some(answer) = known.and_then(|any| any.downcast::<T>().ok()) {
        return Ok(T::clone(&answer));
    }
    let answer = ask(tx).await?;
    let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    answers.insert(key, Arc::new(answer.clone()));
    Ok(answer)
}
