//! What somebody types into the search of a list, looked up once: customers and products that it names.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{Holds, ReadTx, folded};
use kernel::ids::TenantId;
use l10n::normalise;
use ledger::BookId;

use crate::ids::{InvoiceId, ProductId};
use crate::invoices;
use crate::narrowing;
use crate::schema::commerce_products;

/// Products that words may name.
const PRODUCTS: i64 = 50;

/// What the words name.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// As they were typed, digits in ASCII.
    pub text: String,
    /// Customers, by their own and their members' names and addresses; the newest of them.
    pub customers: Vec<TenantId>,
    /// Products, by their names.
    pub products: Vec<ProductId>,
    /// Invoices, by the number of their document.
    pub invoices: Vec<InvoiceId>,
}

impl Words {
    /// Looks them up; nothing is asked when there are none. `numbered`: documents' numbers, too.
    pub async fn read(typed: &str, numbered: bool, tx: &mut ReadTx) -> QueryResult<Self> {
        let text = narrowing::words(typed).trim().to_owned();
        if text.is_empty() {
            return Ok(Self::default());
        }
        let invoices = if numbered {
            let found = documents::numbered(BookId::PLATFORM, invoices::SUBJECT, &text, tx).await?;
            found.into_iter().map(InvoiceId).collect()
        } else {
            Vec::new()
        };
        Ok(Self {
            customers: narrowing::customers(&text, tx).await?,
            products: products(&text, tx).await?,
            invoices,
            text,
        })
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

async fn products(text: &str, tx: &mut ReadTx) -> QueryResult<Vec<ProductId>> {
    use commerce_products as p;
    let words = normalise::search_text(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let fa = Holds::words(folded(p::name_fa), &words);
    let en = Holds::words(folded(p::name_en), &words);
    p::table
        .filter(fa.or(en).or(p::slug.eq(text.to_owned())))
        .order(p::id)
        .limit(PRODUCTS)
        .select(p::id)
        .load(tx)
        .await
}
