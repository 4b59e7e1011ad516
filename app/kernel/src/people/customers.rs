//! Tenants and their members, as staff look them up.
//! The list finds a tenant by its own name and by the names and addresses of its members.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::RunQueryDsl;
use l10n::normalise;

use crate::db::{CountOf, Holds, ReadTx, folded};
use crate::ids::TenantId;
use crate::module::{TenantKind, TenantRole};
use crate::schema::{memberships, people, tenants, users};
use crate::web::{COUNTED_TO, Cursor, Page, PageQuery};

/// A page shows at most so many members of a tenant.
const MEMBERS: i64 = 200;

crate::words! {
    /// Which tenants are listed.
    pub enum Kinds {
        /// One person each.
        Person = "person",
        /// Companies and shops.
        Business = "business",
        /// Those that buy.
        Company = "company",
        /// Those that sell.
        Shop = "shop",
    }

    /// Since when tenants that are listed are there.
    pub enum Since {
        /// Today.
        Day = "1",
        /// Seven days, today among them.
        Week = "7",
        /// Thirty days, today among them.
        Month = "30",
    }
}

impl Kinds {
    /// The kinds that are meant.
    #[must_use]
    pub fn kinds(self) -> &'static [TenantKind] {
        match self {
            Self::Person => &[TenantKind::Person],
            Self::Business => &[TenantKind::Company, TenantKind::Shop],
            Self::Company => &[TenantKind::Company],
            Self::Shop => &[TenantKind::Shop],
        }
    }
}

impl Since {
    /// How many days that is.
    #[must_use]
    pub fn days(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
        }
    }
}

/// One tenant.
#[derive(Clone, Debug, Queryable)]
pub struct Customer {
    /// Its id.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: TenantKind,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Its owner's name.
    pub owner_name: Option<String>,
    /// Its owner's address.
    pub owner_email: Option<String>,
    /// How many members.
    pub members: i64,
}

impl Customer {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.created_at,
            id: self.id.0,
        }
    }
}

/// One member of a tenant.
#[derive(Clone, Debug, Queryable)]
pub struct Member {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// When they confirmed it.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// What they are in it.
    pub role: TenantRole,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Memberships with the people behind them.
macro_rules! belonging {
    () => {
        memberships::table
            .inner_join(users::table)
            .inner_join(people::table.on(people::user_id.eq(memberships::user_id)))
    };
}

/// Tenants as the list shows them: with the first of their owners, and how many members they have.
macro_rules! shown {
    () => {{
        let owner = || {
            belonging!()
                .filter(memberships::tenant_id.eq(tenants::id))
                .order((
                    memberships::role.eq(TenantRole::Owner).desc(),
                    memberships::created_at,
                ))
                .limit(1)
        };
        let members = memberships::table.filter(memberships::tenant_id.eq(tenants::id));
        tenants::table.select((
            tenants::id,
            tenants::name,
            tenants::kind,
            tenants::created_at,
            owner().select(people::display_name).single_value(),
            owner().select(users::email).single_value(),
            members.count().single_value().assume_not_null(),
        ))
    }};
}

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Part of their own or a member's name or address.
    pub words: &'a str,
    /// What they are; anything when empty.
    pub kinds: &'a [TenantKind],
    /// Since when they are there.
    pub since: Option<DateTime<Utc>>,
}

type Ids = tenants::BoxedQuery<'static, Pg, SqlUuid>;

/// The tenants that the filter leaves.
fn ids(filter: Filter<'_>) -> Ids {
    let mut ids = tenants::table.select(tenants::id).into_boxed::<Pg>();
    if !filter.kinds.is_empty() {
        ids = ids.filter(tenants::kind.eq_any(filter.kinds.to_vec()));
    }
    if let Some(since) = filter.since {
        ids = ids.filter(tenants::created_at.ge(since));
    }
    let words = normalise::search_text(filter.words);
    if words.is_empty() {
        return ids;
    }
    let named = Holds::words(folded(people::display_name), &words);
    let with_member = belonging!()
        .filter(Holds::words(users::email, &words).or(named))
        .select(memberships::tenant_id);
    let own = Holds::words(folded(tenants::name), &words);
    ids.filter(own.or(tenants::id.eq_any(with_member)))
}

/// A page of tenants, the newest first, and how many there are.
pub async fn list(
    filter: Filter<'_>,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Customer>, i64)> {
    let count = CountOf::new(ids(filter), COUNTED_TO).get_result(tx).await?;
    let on_page = crate::walk!(query, ids(filter), tenants::id);
    let rows = shown!().filter(on_page).load(tx).await?;
    Ok((Page::by_id(query, rows, Customer::cursor), count))
}

/// One tenant.
pub async fn find(id: TenantId, tx: &mut ReadTx) -> QueryResult<Customer> {
    shown!().filter(tenants::id.eq(id)).get_result(tx).await
}

/// Its members, the owners first.
pub async fn members(id: TenantId, tx: &mut ReadTx) -> QueryResult<Vec<Member>> {
    belonging!()
        .filter(memberships::tenant_id.eq(id))
        .order((
            memberships::role.eq(TenantRole::Owner).desc(),
            memberships::role.eq(TenantRole::Manager).desc(),
            people::display_name,
        ))
        .limit(MEMBERS)
        .select((
            people::display_name,
            users::email,
            users::email_confirmed_at,
            memberships::role,
            memberships::created_at,
        ))
        .load(tx)
        .await
}
