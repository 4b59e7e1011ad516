//! From a form to its answer: the verb when all is well, the form again with what was typed when something is not, and
//! one answer however often it is sent.

use super::posted::{Form, Posted, Reader, Receipt};
use super::view::{Answer, Redirection, View, redirect};
use crate::db::{Scope, Tx};
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

impl<T: Sync> Posted<T> {
    /// Does `work` with the form in one transaction of `db`, once however often the form is sent, and leads to
    /// `location`, where the text `notice` is shown.
    pub async fn write<R>(
        &self,
        db: impl Into<Scope>,
        location: impl Into<String>,
        notice: &'static str,
        work: impl for<'t> AsyncFn(&'t T, &'t mut Tx) -> AppResult<R>
        + for<'t> Verb<'t, T, R, Fut: Send>
        + Send
        + Sync,
    ) -> AppResult<Redirection> {
        let (scope, location, form, work) = (db.into(), location.into(), self.valid()?, &work);
        let (led, _) = scope
            .write(async |tx| {
                let once = self.receipt.once(tx, async |tx| {
                    work(form, tx).await?;
                    Ok(location.clone())
                });
                once.await
            })
            .await?;
        Ok(redirect(led).notice(notice))
    }
}

/// The work of a form; `AsyncFn` plus a named future so that it can be required to be `Send`.
pub trait Verb<'t, T: 't, R>: Fn(&'t T, &'t mut Tx) -> <Self as Verb<'t, T, R>>::Fut {
    /// The future of one run.
    type Fut: Future<Output = AppResult<R>>;
}
impl<'t, T: 't, R, F, Fut> Verb<'t, T, R> for F
where
    F: Fn(&'t T, &'t mut Tx) -> Fut,
    Fut: Future<Output = AppResult<R>>,
{
    type Fut = Fut;
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
