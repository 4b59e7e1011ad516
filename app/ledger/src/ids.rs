//! Ids of the ledger's rows. Those of books and accounts are made of their names, as `ledger_id` of the database makes
//! them, so that whoever posts needs no look-up.

use kernel::ids::TenantId;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

kernel::typed_id! {
    /// The books of one legal entity.
    BookId;
    /// An account of a book.
    AccountId;
    /// An entry with its lines.
    EntryId;
    /// A part of a balance that is promised.
    HoldId;
}

impl BookId {
    /// The platform's own book.
    pub const PLATFORM: Self = Self(Uuid::from_u128(0x80cc_7c5f_bf0c_8858_9a8e_f8d3_f412_c488));

    /// The book of a tenant, opened by [`crate::open_book`].
    #[must_use]
    pub fn of(tenant: TenantId) -> Self {
        Self(of_name(&format!("ledger book\n{tenant}")))
    }
}

impl AccountId {
    /// The account of this name.
    pub(crate) fn named(
        book: BookId,
        unit: &str,
        code: &str,
        part: &str,
        holder: Option<TenantId>,
    ) -> Self {
        let holder = holder.map(|tenant| tenant.to_string()).unwrap_or_default();
        let parts = [
            "ledger account",
            &book.to_string(),
            unit,
            &holder,
            code,
            part,
        ];
        Self(of_name(&parts.join("\n")))
    }
}

/// The first half of a name's SHA-256, as a UUID of version 8 (RFC 9562, B.2).
fn of_name(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(Sha256::digest(name.as_bytes())) {
        *byte = hashed;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platforms_book_has_the_id_of_its_name() {
        assert_eq!(BookId::PLATFORM.0, of_name("ledger book\n"));
    }

    #[test]
    fn accounts_that_differ_in_one_word_have_different_ids() {
        let tenant = TenantId(Uuid::from_u128(7));
        let names = [
            ("IRR", "shop.wallet", "", None),
            ("IRR", "shop.wallet", "", Some(tenant)),
            ("IRR", "shop.wallet", "a", None),
            ("USD", "shop.wallet", "", None),
            ("IRR", "shop.wallets", "", None),
        ];
        let mut ids: Vec<_> = names
            .iter()
            .map(|(unit, code, part, holder)| {
                AccountId::named(BookId::PLATFORM, unit, code, part, *holder)
            })
            .collect();
        ids.push(AccountId::named(
            BookId::of(tenant),
            "IRR",
            "shop.wallet",
            "",
            None,
        ));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), names.len() + 1);
    }
}
