//! Documents in the scene of the sweeps over tenants.

use documents::{INVOICE, NewDocument};
use kit::{Member, TestApp};
use ledger::BookId;
use uuid::Uuid;

use super::sale;
use crate::scenes::SECRET_WORD;

/// An invoice of the platform for Sara.
pub async fn set(app: &TestApp, sara: &Member) -> Vec<Uuid> {
    let paper = sale(1_000, SECRET_WORD);
    let new = NewDocument::of(&INVOICE, BookId::PLATFORM, "scene", &paper).unwrap();
    vec![super::issue(app, &new.held_by(sara.tenant)).await.0]
}
