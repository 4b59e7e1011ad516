//! From a form to its answer: the verb when all is well, the form again with what was typed when something is not, and
//! one answer however often it is sent.

use super::posted::{Form, Posted, Reader, Receipt};
use super::view::{Answer, View};
use crate::db::Tx;
use crate::error::{AppError, AppResult, FieldErrors};

impl<T> Posted<T> {
    /// What `verb` leads to, which takes the form by [`Posted::valid`]; or, when the form or the verb found something
    /// wrong, the form's own `page` again, with what was typed.
    pub async fn answer<A: Into<Answer>>(
        &self,
        verb: impl Future<Output = AppResult<A>>,
        page: impl AsyncFnOnce(FieldErrors) -> AppResult<View>,
    ) -> AppResult<Answer> {
        match verb.await {
            Ok(answer) => Ok(answer.into()),
            Err(AppError::Invalid(errors)) => {
                let view = page(errors).await?;
                Ok(view.status(self.refusal_status()).into())
            }
            Err(error) => Err(error),
        }
    }
}

impl Receipt {
    /// Does the work of a form once: `work` says where it leads, and a second sending leads there without it. Tells
    /// whether this was the first.
    pub async fn once(
        &self,
        tx: &mut Tx,
        work: impl AsyncFnOnce(&mut Tx) -> AppResult<String>,
    ) -> AppResult<(String, bool)> {
        if let Some(earlier) = self.earlier(tx).await? {
            return Ok((earlier, false));
        }
        let location = work(tx).await?;
        self.keep(tx, &location).await?;
        Ok((location, true))
    }

    /// The same for work that leads to `location` and makes something that is shown once, such as a secret.
    pub async fn make<T>(
        &self,
        tx: &mut Tx,
        location: &str,
        work: impl AsyncFnOnce(&mut Tx) -> AppResult<T>,
    ) -> AppResult<Made<T>> {
        if let Some(earlier) = self.earlier(tx).await? {
            return Ok(Made::Before(earlier));
        }
        let made = work(tx).await?;
        self.keep(tx, location).await?;
        Ok(Made::Now(made))
    }
}

/// What the work of a form made.
pub enum Made<T> {
    /// It was made now.
    Now(T),
    /// An earlier sending made it, and led here.
    Before(String),
}

impl<T> Made<T> {
    /// What was made now.
    #[must_use]
    pub fn now(self) -> Option<T> {
        match self {
            Self::Now(made) => Some(made),
            Self::Before(_) => None,
        }
    }
}

/// A form without fields: a button was pressed.
pub struct Pressed;

impl Form for Pressed {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(_: &mut Reader<'_>) -> Self {
        Self
    }
}
