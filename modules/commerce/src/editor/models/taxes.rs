//! Rates of tax by date. One that holds or has held stays: invoices were made by it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use serde_json::json;

use crate::ids::TaxId;
use crate::schema::commerce_taxes;

const SUBJECT: &str = "commerce.tax";

/// A rate from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = commerce_taxes)]
pub struct TaxRate {
    /// Its id.
    pub id: TaxId,
    /// In hundredths of a percent.
    pub rate: i32,
    /// Since when.
    pub valid_from: DateTime<Utc>,
}

impl TaxRate {
    /// All of them, newest first.
    pub async fn all(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        commerce_taxes::table
            .order(commerce_taxes::valid_from.desc())
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// Notes a rate that will hold; an error at the day when it has begun or has one already.
    pub async fn announce(id: TaxId, rate: i32, from: DateTime<Utc>, tx: &mut Tx) -> AppResult<()> {
        if from <= tx.now() {
            return Err(AppError::invalid("from", "commerce.editor.tax_past"));
        }
        let row = (
            commerce_taxes::id.eq(id),
            commerce_taxes::rate.eq(rate),
            commerce_taxes::valid_from.eq(from),
        );
        let insert = diesel::insert_into(commerce_taxes::table).values(row);
        if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
            return Err(AppError::invalid("from", "commerce.editor.tax_twice"));
        }
        let event = Audit::new("commerce.tax.create", SUBJECT, id.0);
        let told = json!({ "rate": rate, "valid_from": from });
        audit::record(tx, event.after(told)).await
    }

    /// Takes back a rate that does not hold yet.
    pub async fn take_back(id: TaxId, tx: &mut Tx) -> AppResult<()> {
        let row = commerce_taxes::table.find(id).select(Self::as_select());
        let tax: Self = row
            .for_update()
            .get_result(tx)
            .await
            .or_not_found("commerce.editor.tax")?;
        if tax.valid_from <= tx.now() {
            return Err(AppError::Conflict("commerce.editor.tax_holds"));
        }
        diesel::delete(commerce_taxes::table.find(id))
            .execute(tx)
            .await?;
        let told = json!({ "rate": tax.rate, "valid_from": tax.valid_from });
        let event = Audit::new("commerce.tax.remove", SUBJECT, id.0);
        audit::record(tx, event.before(told)).await
    }
}
