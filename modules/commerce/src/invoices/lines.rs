//! What an invoice is for, line by line; what it says in both languages stays as it was written.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::texts::Texts;
use l10n::Locale;

use crate::ids::{ChangeId, InvoiceId, ProductId, SubscriptionId};
use crate::schema::commerce_invoice_lines;

/// A line.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_invoice_lines)]
pub struct Line {
    /// For which product.
    pub product_id: ProductId,
    /// For which service, when it is for one.
    pub subscription_id: Option<SubscriptionId>,
    /// And for which of its periods.
    pub period_no: Option<i32>,
    /// In Persian.
    pub text_fa: String,
    /// In English.
    pub text_en: String,
    /// How many.
    pub quantity: i32,
    /// A piece without tax.
    pub unit_net: i64,
    /// All without tax.
    pub net: i64,
    /// The tax's rate, in hundredths of a percent.
    pub vat_rate: i32,
    /// Tax.
    pub vat: i64,
    /// Whether it is earned over its period.
    pub deferred: bool,
    /// The change that it pays, when it is not for a whole period.
    pub change_id: Option<ChangeId>,
}

/// What is said of a new line.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// For which product.
    pub product: ProductId,
    /// For which period of which service.
    pub period: Option<(SubscriptionId, i32)>,
    /// In Persian.
    pub fa: String,
    /// In English.
    pub en: String,
    /// How many.
    pub quantity: i32,
    /// A piece without tax.
    pub unit_net: i64,
    /// The tax's rate.
    pub vat_rate: i32,
    /// Tax.
    pub vat: i64,
    /// Whether it is earned over its period.
    pub deferred: bool,
    /// The change that it pays, when it is not for a whole period.
    pub change: Option<ChangeId>,
}

/// What one piece costs.
#[derive(Clone, Copy, Debug)]
pub struct Charge {
    /// Without tax.
    pub net: i64,
    /// The tax's rate.
    pub vat_rate: i32,
    /// Tax.
    pub vat: i64,
    /// Whether it is earned over its period.
    pub deferred: bool,
}

/// «نام، دوره»: what a line for a product says, by the text key of what is paid of it.
fn said(named: (&str, &str), key: &str, texts: &Texts) -> (String, String) {
    let of = |locale: Locale| {
        let (name, comma) = (locale.pick(named.0, named.1), locale.pick('،', ','));
        format!("{name}{comma} {}", texts.t(locale, key))
    };
    (of(Locale::Fa), of(Locale::En))
}

impl NewLine {
    /// One piece for a period of a service. `named` is the service's Persian and English name, `key` the text key of what
    /// is paid.
    #[must_use]
    pub fn of_period(
        period: (SubscriptionId, i32),
        product: ProductId,
        named: (&str, &str),
        key: &str,
        charge: Charge,
        tx: &Tx,
    ) -> Self {
        let (fa, en) = said(named, key, tx.app().registry.texts());
        Self {
            product,
            period: Some(period),
            fa,
            en,
            quantity: 1,
            unit_net: charge.net,
            vat_rate: charge.vat_rate,
            vat: charge.vat,
            deferred: charge.deferred,
            change: None,
        }
    }

    /// The same for the rest of a period, after a change.
    #[must_use]
    pub fn of_change(self, change: ChangeId) -> Self {
        Self {
            change: Some(change),
            ..self
        }
    }

    /// All pieces without tax, when that can be counted.
    pub fn net(&self) -> Option<i64> {
        self.unit_net.checked_mul(i64::from(self.quantity))
    }
}

impl Line {
    /// What it says in a language.
    #[must_use]
    pub fn text(&self, locale: Locale) -> &str {
        locale.pick(&self.text_fa, &self.text_en)
    }

    /// The lines of an invoice, in order.
    pub async fn of(invoice: InvoiceId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        commerce_invoice_lines::table
            .filter(commerce_invoice_lines::invoice_id.eq(invoice))
            .order(commerce_invoice_lines::n)
            .select(Self::as_select())
            .load(tx)
            .await
    }
}

/// Writes the lines of a new invoice.
pub async fn write(
    invoice: InvoiceId,
    tenant: TenantId,
    lines: &[NewLine],
    tx: &mut Tx,
) -> AppResult<()> {
    use commerce_invoice_lines as l;
    let too_dear = || AppError::invalid("", "commerce.cart.too_dear");
    let mut rows = Vec::with_capacity(lines.len());
    for (n, line) in (1_i16..).zip(lines) {
        rows.push((
            l::invoice_id.eq(invoice),
            l::n.eq(n),
            l::tenant_id.eq(tenant),
            l::product_id.eq(line.product),
            l::subscription_id.eq(line.period.map(|(of, _)| of)),
            l::period_no.eq(line.period.map(|(_, no)| no)),
            l::text_fa.eq(&line.fa),
            l::text_en.eq(&line.en),
            l::quantity.eq(line.quantity),
            l::unit_net.eq(line.unit_net),
            l::net.eq(line.net().ok_or_else(too_dear)?),
            l::vat_rate.eq(line.vat_rate),
            l::vat.eq(line.vat),
            l::deferred.eq(line.deferred),
            l::change_id.eq(line.change),
        ));
    }
    let insert = diesel::insert_into(l::table).values(&rows);
    insert.execute(tx).await?;
    Ok(())
}

/// Marks the lines of an invoice that will not be paid: their periods may be invoiced again.
pub async fn void(invoice: InvoiceId, tx: &mut Tx) -> QueryResult<usize> {
    let lines =
        commerce_invoice_lines::table.filter(commerce_invoice_lines::invoice_id.eq(invoice));
    let update = diesel::update(lines).set(commerce_invoice_lines::void.eq(true));
    update.execute(tx).await
}
