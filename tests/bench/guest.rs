//! The program with one more module: fifteen boxes on the home, and a list of tickets for programs.
//! Here because the product's own modules do not fill a home yet, and a promise about fifteen boxes needs fifteen.

use std::borrow::Cow;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Integer};
use diesel_async::RunQueryDsl;
use kernel::api::{ApiPage, ApiQuery, JsonOut};
use kernel::db::{ReadTx, TenantDb, sql};
use kernel::error::AppResult;
use kernel::module::{
    ApiMount, Backend, Can, Module, ModuleMeta, Permission as _, PermissionDef, ResourceRef, Slot,
    Widget, WidgetSource,
};
use kernel::mounts;
use kernel::web::Cx;
use maud::{Markup, html};
use rocket::get;
use serde::Serialize;
use serde_json::json;
use tickets::models::{CustomerRow, Filter, customer_page};
use uuid::Uuid;

/// What a program needs for the list.
pub const SCOPE: &str = ListTickets::KEY;
/// Boxes on the home, besides those of the product's modules.
pub const BOXES: u16 = 15;
/// The last of them, in a page.
pub const LAST_BOX: &str = "id=\"guest-15\"";

/// Runs `sarai` with the guest; the command line is the same.
pub fn main() -> ExitCode {
    sarai::cli::main(sarai::modules::all().with(Guest))
}

struct Guest;

struct KeyAsText;

impl Backend for KeyAsText {
    fn available_locales(&self) -> Vec<Cow<'_, str>> {
        vec!["fa".into(), "en".into()]
    }
    fn translate(&self, _: &str, key: &str) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(key.to_owned()))
    }
    fn messages_for_locale(&self, _: &str) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        None
    }
}

impl Module for Guest {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "guest",
            label: "guest.name",
            order: 90,
            requires: &["tickets"],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        &KeyAsText
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        ALL
    }
    fn api(&self) -> Vec<ApiMount> {
        let routes = mounts![Api Tenant "guest.api_tickets.index" may ListTickets::KEY => index];
        let described = |mount| ApiMount {
            mount,
            operation: json!({}),
            schemas: json!({}),
        };
        routes.into_iter().map(described).collect()
    }
    fn widgets(&self) -> Vec<Widget> {
        let of = |number: u16| Widget {
            key: KEYS
                .get(usize::from(number) - 1)
                .copied()
                .unwrap_or("guest.box"),
            slot: Slot::HOME,
            order: i32::from(number) + 100,
            permission: None,
            source: Arc::new(Waiting(number)),
        };
        (1..=BOXES).map(of).collect()
    }
}

#[rustfmt::skip]
const KEYS: [&str; BOXES as usize] = [
    "guest.box_1", "guest.box_2", "guest.box_3", "guest.box_4", "guest.box_5",
    "guest.box_6", "guest.box_7", "guest.box_8", "guest.box_9", "guest.box_10",
    "guest.box_11", "guest.box_12", "guest.box_13", "guest.box_14", "guest.box_15",
];

kernel::permissions! {
    /// For programs of every member.
    ListTickets = "guest.tickets.list", "guest.list": members(Owner, Manager, Employee);
}

/// A ticket as programs read it.
#[derive(Serialize)]
struct TicketOut {
    id: Uuid,
    number: i64,
    subject: String,
    status: &'static str,
    last_activity_at: DateTime<Utc>,
}

impl From<CustomerRow> for TicketOut {
    fn from(row: CustomerRow) -> Self {
        Self {
            id: row.id.0,
            number: row.number,
            subject: row.subject,
            status: row.status.as_str(),
            last_activity_at: row.last_activity_at,
        }
    }
}

#[get("/api/v1/guest/tickets")]
async fn index(query: ApiQuery, _by: Can<ListTickets>, db: TenantDb) -> AppResult<JsonOut> {
    let page = db
        .read(async |tx| Ok(customer_page(&Filter::default(), &query.page(), tx).await?))
        .await?;
    JsonOut::ok(&ApiPage::<TicketOut>::of(&query, page, |row| {
        (row.last_activity_at, row.id.0)
    }))
}

/// How many tickets of one priority wait: one statement and a few lines, as a box should be.
struct Waiting(u16);

#[derive(diesel::QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    waiting: i64,
}

#[rocket::async_trait]
impl WidgetSource for Waiting {
    async fn render(
        &self,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let priority = i32::from(self.0 % 4) + 1;
        let counted: Counted = sql(
            "SELECT count(*) AS waiting FROM (SELECT 1 FROM tickets_tickets \
             WHERE status = 'open' AND priority = $1 LIMIT 51) x",
        )
        .bind::<Integer, _>(priority)
        .get_result(tx)
        .await?;
        let body = html! { p { (cx.fmt().count_capped(counted.waiting, 50)) } };
        Ok(Some(ui::card(format!("guest-{}", self.0), "guest", body)))
    }
}
